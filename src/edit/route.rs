//! Paths of a form's fields: `credits[2].names[0].handles.instagram`. Steps go down from the file.

use std::fmt;

/// Most steps of a path.
const MOST: usize = 12;

/// Longest path in bytes.
const LONGEST: usize = 400;

/// A step down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// To the value of a key.
    Key(String),
    /// To an item of a list.
    Item(usize),
}

/// A path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Route(pub Vec<Step>);

impl Route {
    /// Reads a path; none if it is none.
    pub fn read(path: &str) -> Option<Route> {
        let mut steps = Vec::new();
        if path.len() > LONGEST {
            return None;
        }
        for part in path.split('.').filter(|_| !path.is_empty()) {
            let (key, items) = part.split_at(part.find('[').unwrap_or(part.len()));
            if key.is_empty() {
                return None;
            }
            steps.push(Step::Key(key.to_owned()));
            for item in items.split_inclusive(']').filter(|item| !item.is_empty()) {
                let number = item.strip_prefix('[')?.strip_suffix(']')?;
                steps.push(Step::Item(
                    number.parse().ok().filter(|_| number.bytes().all(|byte| byte.is_ascii_digit()))?,
                ));
            }
        }
        (steps.len() <= MOST).then_some(Route(steps))
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if place == 0 => write!(f, "{key}")?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Item(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_as_it_is_written_and_other_texts_are_none() {
        for path in ["title", "credits[2].names[0].handles.instagram", "card.formats[10]", ""] {
            assert_eq!(Route::read(path).map(|route| route.to_string()).as_deref(), Some(path));
        }
        for path in [".", "a..b", "[0]", "a[", "a[x]", "a[-1]", "a[1", "a[1]b", "a[+1]", "a.b.c.d.e.f.g.h.i.j.k.l.m"] {
            assert_eq!(Route::read(path), None, "{path}");
        }
    }
}
