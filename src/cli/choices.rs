//! Options that take one of a few words, with what each word does.
//! Help, completions and messages list them as they stand here.

use clap::ValueEnum;

use crate::card::Labels;
use crate::contact::Paper;
use crate::encode::OutputFormat;

/// `check --format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FindingForm {
    /// With the line and a caret, on standard error
    Human,
    /// One JSON object a line
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// SARIF 2.1.0, which code hosts and editors show
    Sarif,
}

/// `sheet --paper`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PaperArg {
    /// 210 by 297 mm
    A4,
    /// 8.5 by 11 inches
    Letter,
}

impl From<PaperArg> for Paper {
    fn from(paper: PaperArg) -> Paper {
        match paper {
            PaperArg::A4 => Paper::A4,
            PaperArg::Letter => Paper::Letter,
        }
    }
}

/// `sheet --label`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NamingArg {
    /// The record that a card shows, with the name of its file; the path of a picture that is no card
    Record,
    /// The path of the file
    File,
}

impl From<NamingArg> for crate::contact::Naming {
    fn from(naming: NamingArg) -> Self {
        match naming {
            NamingArg::Record => Self::Record,
            NamingArg::File => Self::File,
        }
    }
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
    /// Everybody whom a record credits, with all their roles on it
    Contributor,
    /// Everybody whom any of the records credits, with all their records
    Person,
}

impl From<Each> for crate::campaign::Each {
    fn from(each: Each) -> Self {
        match each {
            Each::Contributor => Self::Contributor,
            Each::Person => Self::Person,
        }
    }
}

/// `--group`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GroupArg {
    /// Each role with its names
    Role,
    /// Each name once, with all its roles
    Person,
}

impl From<GroupArg> for crate::card::Group {
    fn from(group: GroupArg) -> Self {
        match group {
            GroupArg::Role => Self::Role,
            GroupArg::Person => Self::Person,
        }
    }
}

/// `--order`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OrderArg {
    /// As they first appear in the file
    File,
    /// As `extra-credit roles` lists them; other roles come last
    Catalogue,
}

impl From<OrderArg> for crate::card::Order {
    fn from(order: OrderArg) -> Self {
        match order {
            OrderArg::File => Self::File,
            OrderArg::Catalogue => Self::Catalogue,
        }
    }
}

/// `--overflow`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OverflowArg {
    /// Further pages
    Pages,
    /// One page that says how many more there are
    Summary,
}

impl From<OverflowArg> for crate::card::Overflow {
    fn from(overflow: OverflowArg) -> Self {
        match overflow {
            OverflowArg::Pages => Self::Pages,
            OverflowArg::Summary => Self::Summary,
        }
    }
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
    /// JPEG without subsampling, for places that take no PNG
    #[value(alias = "jpg")]
    Jpeg,
    /// Lossless WebP, some 15 % smaller than PNG
    Webp,
    /// Self-contained SVG, text as outlines
    Svg,
    /// One PDF of all pages, with text that can be selected and copied
    #[cfg(feature = "pdf")]
    Pdf,
}

impl FileType {
    /// The type of files with that ending, in lower case.
    pub fn of_ending(ending: &str) -> Option<FileType> {
        FileType::value_variants().iter().copied().find(|kind| kind.name() == ending || kind.ending() == ending)
    }

    /// Its name.
    pub fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        OutputFormat::from(self).extension()
    }
}

impl From<FileType> for OutputFormat {
    fn from(kind: FileType) -> OutputFormat {
        match kind {
            FileType::Png => OutputFormat::Png,
            FileType::Jpeg => OutputFormat::Jpeg,
            FileType::Webp => OutputFormat::WebP,
            FileType::Svg => OutputFormat::Svg,
            #[cfg(feature = "pdf")]
            FileType::Pdf => OutputFormat::Pdf,
        }
    }
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

impl From<MissingGlyphs> for crate::press::MissingGlyphs {
    fn from(missing: MissingGlyphs) -> Self {
        match missing {
            MissingGlyphs::Error => Self::Error,
            MissingGlyphs::Replace => Self::Replace,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::{Group, Order, Overflow};

    fn words<T: ValueEnum>() -> Vec<String> {
        let values = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        values.map(|value| value.get_name().to_owned()).collect()
    }

    #[test]
    fn options_have_the_words_that_credit_files_have() {
        assert_eq!(words::<GroupArg>(), Group::WORDS);
        assert_eq!(words::<OrderArg>(), Order::WORDS);
        assert_eq!(words::<OverflowArg>(), Overflow::WORDS);
        assert_eq!(words::<LabelsArg>(), Labels::WORDS);
    }
}
