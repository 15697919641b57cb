//! What somebody who looks at cards says of them: a mark and a note a picture, kept in a file that is sent back.
//! A mark knows which bytes it is about, so that a card that was made anew is seen to be another one.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::files::text_at_most;

/// Number of the form of the file.
const FORM: u32 = 1;
/// Bytes of a file that are read.
const MOST_BYTES: u64 = 16 << 20;

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Number of its form.
    pub form: u32,
    /// Heading of the gallery that it is about.
    #[serde(default)]
    pub title: String,
    /// By the path of the picture below the output folder.
    pub cards: BTreeMap<String, Marked>,
}

/// What is said of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marked {
    /// The mark; none for a note alone.
    #[serde(default)]
    pub mark: Option<Mark>,
    /// What is to be changed, or anything else.
    #[serde(default)]
    pub note: String,
    /// BLAKE3 of the picture that was looked at.
    #[serde(default)]
    pub blake3: String,
}

/// A mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// It can be posted.
    Fine,
    /// Something is to be changed.
    Change,
}

impl Default for Review {
    fn default() -> Self {
        Review { form: FORM, title: String::new(), cards: BTreeMap::new() }
    }
}

impl Review {
    /// Reads the file of a path.
    ///
    /// # Errors
    /// Why it is none, with its path.
    pub fn read(path: &Path) -> Result<Review, String> {
        let problem = |why: String| format!("{}: {why}", path.display());
        let text = text_at_most(path, MOST_BYTES).map_err(|unread| problem(unread.to_string()))?;
        Review::parse(&text).map_err(problem)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Why it is none, in words.
    pub fn parse(text: &str) -> Result<Review, String> {
        let review: Review = serde_json::from_str(text).map_err(|error| format!("it is no review: {error}"))?;
        if review.form == FORM {
            Ok(review)
        } else {
            Err(format!("the review is of form {}, this program reads {FORM}", review.form))
        }
    }

    /// How many cards have a mark.
    pub fn count(&self, mark: Mark) -> usize {
        self.cards.values().filter(|marked| marked.mark == Some(mark)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_is_read_with_its_marks_and_refused_with_a_reason() {
        let text = r#"{"form":1,"cards":{"a/square.png":{"mark":"change","note":"Phạm"},"b.png":{"mark":"fine"}}}"#;
        let review = Review::parse(text).expect("a review");
        assert_eq!((review.count(Mark::Fine), review.count(Mark::Change)), (1, 1));
        assert_eq!(review.cards["a/square.png"].note, "Phạm");
        for (bad, why) in [
            (r#"{"form":2,"cards":{}}"#, "of form 2"),
            (r#"{"form":1,"cards":{"a":{"mark":"good"}}}"#, "unknown variant `good`"),
            ("[]", "it is no review"),
        ] {
            let error = Review::parse(bad).expect_err("no review");
            assert!(error.contains(why), "{error}");
        }
    }
}
