//! Every face a card may use, which of them covers a character, and how faces are chosen by family, weight and script.
//! Building the list parses nothing; a face is read when it is first asked for a glyph.

mod awaited;
mod embedded;
mod face;
mod fallback;
#[cfg(feature = "cli")]
mod files;
mod layers;
mod load;
mod naming;

use std::collections::HashSet;

pub use ab_glyph;
pub use awaited::ListedFace;
pub(crate) use face::ignorable;
pub use face::{Face, Metrics, Outline, Segment};
pub use layers::Layer;
pub use load::FontError;
pub use naming::described;

pub(crate) use fallback::{EMOJI, FamilyKind, Han, factor, families_for, joined};

/// A face within one [`Fonts`]; the number is its place in the embedding order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FaceId(pub u16);

/// An embedded file by its path below `fonts/`, such as `inter/Inter_400Regular.ttf`.
pub fn embedded_file(path: &str) -> Option<&'static [u8]> {
    let mut rows = embedded::FACES.rows().chain(embedded::CJK.rows());
    rows.find(|row| row.file == path).map(|row| row.data)
}

/// All faces, embedded ones first, then added ones in the order they were added.
#[derive(Clone, Debug, Default)]
pub struct Fonts {
    faces: Vec<Face>,
}

impl Fonts {
    /// The faces of `fonts/fonts.csv`, compiled in; none without the feature `embedded-fonts`.
    pub fn embedded() -> Fonts {
        let faces = embedded::FACES
            .rows()
            .chain(embedded::CJK.rows())
            .map(|row| Face::embedded(row.data, row.index, row.family, row.weight, row.italic, row.file))
            .collect();
        Fonts { faces }
    }

    /// No face at all; for callers that bring their own with [`Fonts::add_data`].
    pub fn empty() -> Fonts {
        Fonts::default()
    }

    /// All faces with their ids, in embedding order.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        (0u16..).map(FaceId).zip(&self.faces)
    }

    /// Family names, sorted, each once.
    pub fn families(&self) -> Vec<String> {
        let mut names: Vec<String> = self.faces.iter().map(|f| f.family.clone()).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Whether a face of this family exists; case does not matter, as in CSS.
    pub fn has_family(&self, family: &str) -> bool {
        self.faces.iter().any(|f| f.family.eq_ignore_ascii_case(family))
    }

    /// The face with this id.
    pub fn face(&self, id: FaceId) -> Option<&Face> {
        self.faces.get(usize::from(id.0))
    }

    /// The face of `family` nearest to `weight` and slope, by CSS Fonts 4 section 5.2; `None` if the family is unknown.
    pub fn select(&self, family: &str, weight: u16, italic: bool) -> Option<FaceId> {
        self.faces()
            .filter(|(_, f)| f.family.eq_ignore_ascii_case(family))
            .min_by_key(|(id, f)| (f.italic != italic, weight_distance(weight, f.weight), *id))
            .map(|(id, _)| id)
    }

    /// Characters of `text` that no face draws, each once, in order of appearance. Controls, variation selectors,
    /// joiners and white space need no glyph and are not counted.
    pub fn missing(&self, text: &str) -> Vec<char> {
        let mut seen = HashSet::new();
        text.chars()
            .filter(|c| !c.is_ascii_alphanumeric() && !undrawn(*c) && seen.insert(*c))
            .filter(|c| !self.faces.iter().any(|f| f.covers(*c)))
            .collect()
    }

    pub(crate) fn push(&mut self, face: Face) -> bool {
        // A FaceId is 16 bits; more faces than that is a mistaken --font-dir.
        if self.faces.len() >= usize::from(u16::MAX) {
            return false;
        }
        self.faces.push(face);
        true
    }
}

/// Whether a character needs no glyph of its own: controls, white space and default ignorables.
pub(crate) fn undrawn(c: char) -> bool {
    c.is_control() || c.is_whitespace() || ignorable(c)
}

/// Order of preference of CSS: 400 and 500 look upwards to 500 first, lighter weights downwards first, heavier upwards.
fn weight_distance(wanted: u16, have: u16) -> (u8, u16) {
    let gap = wanted.abs_diff(have);
    let class = match wanted {
        400..=500 if have >= wanted && have <= 500 => 0,
        400..=500 if have < wanted => 1,
        400..=500 => 2,
        ..400 if have <= wanted => 0,
        ..400 => 1,
        _ if have >= wanted => 0,
        // Fallback families come in Regular and Bold: 600 asks for Bold before Regular by this rule too.
        _ => 1,
    };
    (class, gap)
}

#[cfg(test)]
mod tests;
