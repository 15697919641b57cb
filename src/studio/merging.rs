//! A file that was changed in two places: what the studio has and what another program wrote, merged where they differ in
//! different lines.

use crate::edit::form;

/// Both changes of a text; none if they meet.
pub fn merged(base: &str, ours: &str, theirs: &str) -> Option<String> {
    if ours == base || ours == theirs {
        return Some(theirs.to_owned());
    }
    if theirs == base {
        return Some(ours.to_owned());
    }
    let merged = diffy::merge(base, ours, theirs).ok()?;
    // Lines that do not meet can still be one mapping: what could be read before must be readable.
    let readable = |text: &str| form(text).is_some();
    (readable(&merged) || !readable(ours) || !readable(theirs)).then_some(merged)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "title: A\nartist: B\n# a comment\ncredits:\n  Producer: Bo\n  Mixer: Al\n";

    #[test]
    fn changes_of_different_lines_are_merged_and_of_one_line_are_not() {
        let ours = BASE.replace("title: A", "title: Tide");
        let theirs = BASE.replace("Mixer: Al", "Mixer: Ann");
        assert_eq!(merged(BASE, &ours, &theirs), Some(ours.replace("Mixer: Al", "Mixer: Ann")));
        assert_eq!(merged(BASE, &ours, &BASE.replace("title: A", "title: Ebb")), None);
        assert_eq!(merged(BASE, BASE, &theirs), Some(theirs));
    }
}
