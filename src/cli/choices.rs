//! Options that take one of a few words, with what each word does.
//! Help, completions and messages list them as they stand here.

use clap::ValueEnum;

use crate::card::Labels;

/// `check --format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FindingForm {
    /// With the line and a caret, on standard error
    Human,
    /// One JSON object a line
    Json,
    /// Workflow commands of GitHub Actions
    Github,
}

/// `new --kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NewKind {
    /// A record and its credits
    Record,
    /// Roles, explained
    Roles,
    /// Two roles side by side
    Versus,
    /// Lines of people behind records and of fans
    Supporter,
    /// What somebody said
    Quote,
}

/// `--each`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Each {
    /// Everybody who is credited, with all their roles
    Contributor,
}

/// `--overflow`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OverflowArg {
    /// Further pages
    Pages,
    /// One page that says how many more there are
    Summary,
}

/// `--labels`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LabelsArg {
    /// As they are in the file
    AsWritten,
    /// With small letters after the first, but for acronyms and names
    Sentence,
    /// By the catalogue's names of roles
    Catalogue,
}

impl From<LabelsArg> for Labels {
    fn from(labels: LabelsArg) -> Labels {
        match labels {
            LabelsArg::AsWritten => Labels::AsWritten,
            LabelsArg::Sentence => Labels::Sentence,
            LabelsArg::Catalogue => Labels::Catalogue,
        }
    }
}

/// `--type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FileType {
    /// Opaque sRGB PNG
    Png,
    /// Self-contained SVG, text as outlines
    Svg,
}

/// `--emit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Emit {
    /// `<format>.scene.json`: every text and picture with its box
    Scene,
}

/// `--missing-glyphs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MissingGlyphs {
    /// Make no card and list the characters
    Error,
    /// Draw a visible replacement and warn
    Replace,
}
