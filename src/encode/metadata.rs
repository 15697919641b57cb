//! What a file says about itself, and the texts of it as every kind of file can hold them.
//! No kind of file has a date in it: the same card gives the same bytes.

use crate::xml::is_char;

/// What wrote the files, with its version.
pub const TOOL: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// What a file says about itself. Empty texts are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Name of the record.
    pub title: String,
    /// Who made it: the artist.
    pub author: String,
    /// Alt text of the page.
    pub description: String,
    /// Everybody whom the record credits, each once.
    pub contributors: Vec<String>,
    /// The notice of rights, as the credit file has it.
    pub rights: String,
    /// BCP 47 language of the texts.
    pub language: String,
    /// The credit file, for files that carry it.
    pub credit_file: String,
}

impl Metadata {
    /// The same with [`plain`] texts: what the kinds of file write.
    pub(super) fn plain(&self) -> Metadata {
        Metadata {
            title: plain(&self.title),
            author: plain(&self.author),
            description: plain(&self.description),
            contributors: self.contributors.iter().map(|name| plain(name)).filter(|name| !name.is_empty()).collect(),
            rights: plain(&self.rights),
            language: plain(&self.language),
            // It must read back as it was, and YAML has nothing that a text of PNG cannot hold but a null, which no credit
            // file has.
            credit_file: self.credit_file.replace('\0', ""),
        }
    }
}

/// A text without the characters that XML forbids; a null would also end a text of PNG early.
fn plain(text: &str) -> String {
    text.chars().filter(|c| is_char(*c)).collect()
}
