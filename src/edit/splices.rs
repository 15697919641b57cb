//! Pieces of a text replaced, all at once, by their places in the text as it was.

/// Replacements; those of one place come in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Splices(Vec<(usize, usize, String)>);

impl Splices {
    /// Puts text in.
    pub fn insert(&mut self, at: usize, new: String) {
        self.replace(at, at, new);
    }

    /// Takes text out.
    pub fn remove(&mut self, from: usize, to: usize) {
        self.replace(from, to, String::new());
    }

    /// Puts text in the place of other text.
    pub fn replace(&mut self, from: usize, to: usize, new: String) {
        self.0.push((from, to, new));
    }

    /// The text with all of them; none if they overlap.
    pub fn apply(mut self, text: &str) -> Option<String> {
        self.0.sort_by_key(|(from, to, _)| (*from, *to));
        let mut out = String::with_capacity(text.len() + 64);
        let mut at = 0;
        for (from, to, new) in self.0 {
            out.push_str(text.get(at..from)?);
            out.push_str(&new);
            at = to;
        }
        out.push_str(text.get(at..)?);
        Some(out)
    }
}

/// Where the line of a byte begins.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |line| line + 1)
}

/// Where the line of a byte ends, before its line break.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |line| at + line)
}
