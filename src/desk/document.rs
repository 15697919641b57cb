//! A credit file or a brand kit that is being edited: its text, how it came about, and what of it is on the disk.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use serde_json::{Value, json};

use crate::desk::history::History;
use crate::desk::kits::is_kit;
use crate::desk::reading::{FindingView, Reading};
use crate::diagnostic::Diagnostic;
use crate::edit::{Edit, Form, Kind, KitModel, Model, Refused, apply_to};
use crate::fonts::Fonts;
use crate::press::LoadedKit;
use crate::record::Record;

/// A kit with its files, and what should be looked at; or everything that is wrong with it.
pub type Loaded = Result<(Arc<LoadedKit>, Vec<Diagnostic>), Vec<Diagnostic>>;

/// A document.
#[derive(Debug)]
pub struct Document {
    /// Its number.
    pub id: u64,
    /// What it is, by the name of its file.
    pub kind: Kind,
    /// Its file, if it has one; by its own path.
    pub path: Option<PathBuf>,
    /// The file as the page calls it.
    pub name: Option<String>,
    /// Its text, with `\n` at line ends.
    pub text: Arc<str>,
    /// Grows with each change.
    pub revision: u64,
    /// What was on the disk when the document was last loaded or saved; none if it has no file yet.
    pub base: Option<Arc<str>>,
    /// How the file ends its lines, and whether it begins with a mark.
    pub form: FileForm,
    /// What somebody else wrote to the disk and could not be merged.
    pub theirs: Option<Arc<str>>,
    /// Whether the text comes from a draft that was never saved.
    pub restored: bool,
    /// Of a kit, as it was read for this revision.
    pub loaded: OnceLock<Loaded>,
    history: History,
    reading: Reading,
    /// The last text that could be read as a form, and as a record.
    good: (Arc<Form>, Option<Arc<Record>>),
    /// The kit of that text.
    kit: Arc<KitModel>,
}

/// What of a file is not its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileForm {
    /// Whether lines end with `\r\n`.
    pub crlf: bool,
    /// Whether there is a byte order mark.
    pub mark: bool,
}

impl FileForm {
    /// A file's text, and what is not text of it.
    pub fn read(bytes: &str) -> (FileForm, String) {
        let text = bytes.strip_prefix('\u{feff}').unwrap_or(bytes);
        let crlf = text.contains("\r\n") && text.matches('\n').count() == text.matches("\r\n").count();
        let form = FileForm { crlf, mark: text.len() != bytes.len() };
        let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
        (form, text)
    }

    /// The file of a text.
    pub fn write(self, text: &str) -> String {
        let text = if self.crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
        if self.mark { format!("\u{feff}{text}") } else { text }
    }
}

/// A document as the page has it.
#[derive(Serialize)]
struct View<'d> {
    id: u64,
    kind: Kind,
    path: Option<&'d str>,
    revision: u64,
    saved: bool,
    text: &'d str,
    broken: bool,
    can_undo: bool,
    can_redo: bool,
    tabs: usize,
    changed_on_disk: bool,
    restored: bool,
    model: Shown<'d>,
    findings: &'d [FindingView],
}

/// The fields of a document.
#[derive(Serialize)]
#[serde(untagged)]
enum Shown<'d> {
    Record(&'d Model),
    Kit(&'d KitModel),
}

impl Document {
    /// A document of a text.
    pub fn new(id: u64, path: Option<PathBuf>, name: Option<String>, text: String, fonts: &Fonts) -> Document {
        let mut document = Document {
            id,
            kind: if path.as_deref().is_some_and(is_kit) { Kind::Kit } else { Kind::Record },
            path,
            name,
            text: text.into(),
            revision: 1,
            base: None,
            form: FileForm::default(),
            theirs: None,
            restored: false,
            loaded: OnceLock::new(),
            history: History::default(),
            reading: Reading::default(),
            good: (Arc::default(), None),
            kit: Arc::default(),
        };
        document.read(fonts);
        document
    }

    fn read(&mut self, fonts: &Fonts) {
        let name = self.name.as_deref().unwrap_or("new.yaml");
        self.loaded = OnceLock::new();
        self.reading = match self.kind {
            Kind::Record => Reading::of(name, &self.text, fonts),
            Kind::Kit => Reading::of_kit(&self.text),
        };
        if let Some(kit) = &self.reading.kit {
            self.kit = Arc::clone(kit);
        }
        if let Some(form) = &self.reading.form {
            self.good.0 = Arc::clone(form);
            // An empty file has no card; a broken one keeps its last.
            self.good.1.clone_from(&self.reading.record);
        }
    }

    /// Its text after some edits.
    ///
    /// # Errors
    /// The first that cannot be made.
    pub fn edited(&self, edits: &[Edit]) -> Result<String, Refused> {
        apply_to(self.kind, &self.text, edits)
    }

    /// Gives it another text, as a step that can be undone.
    pub fn change(&mut self, text: String, label: Option<&str>, fonts: &Fonts) {
        if *text == *self.text {
            return;
        }
        self.history.keep(&self.text, label);
        self.show(text.into(), fonts);
    }

    fn show(&mut self, text: Arc<str>, fonts: &Fonts) {
        self.text = text;
        self.revision += 1;
        self.read(fonts);
    }

    /// Goes a step back; whether there was one.
    pub fn undo(&mut self, fonts: &Fonts) -> bool {
        let text = self.history.undo(&self.text);
        text.map(|text| self.show(text, fonts)).is_some()
    }

    /// Goes a step forward again; whether there was one.
    pub fn redo(&mut self, fonts: &Fonts) -> bool {
        let text = self.history.redo(&self.text);
        text.map(|text| self.show(text, fonts)).is_some()
    }

    /// Says that something that its card shows is another now.
    pub fn touch(&mut self) {
        self.revision += 1;
        self.loaded = OnceLock::new();
    }

    /// The folder that its paths are relative to; `root` while it has no file.
    pub fn folder(&self, root: &Path) -> PathBuf {
        let own = self.path.as_ref().and_then(|path| path.parent()).map(Path::to_path_buf);
        own.unwrap_or_else(|| root.to_path_buf())
    }

    /// Whether the disk has its text.
    pub fn is_saved(&self) -> bool {
        self.base.as_deref() == Some(&*self.text)
    }

    /// The record of its card: of its text, or of the last that could be read.
    pub fn record(&self) -> Option<&Arc<Record>> {
        self.good.1.as_ref()
    }

    /// Its fields with their places, as they were last read.
    pub fn fields(&self) -> &Arc<Form> {
        &self.good.0
    }

    /// Its fields without their places.
    pub fn model(&self) -> &Model {
        &self.good.0.model
    }

    /// The fields of a brand kit.
    pub fn kit(&self) -> &KitModel {
        &self.kit
    }

    /// The files that it names: what was dropped of them is kept and saved with it.
    pub fn files(&self) -> Vec<String> {
        let logo = |logo: &crate::edit::ModelLogo| [logo.light.clone(), logo.dark.clone()].into_iter().flatten();
        let kit = &self.kit;
        let logos = kit.logo.iter().chain(&kit.partners).flat_map(logo);
        let cover = self.model().artwork.iter().map(|picture| picture.file.clone());
        let mut files: Vec<String> = cover.chain(logos).chain(kit.fonts.files.iter().cloned()).collect();
        files.sort();
        files.dedup();
        files
    }

    /// The document as the page has it; `tabs` show it, and `found` is what else is to be said of it.
    pub fn view(&self, tabs: usize, found: &[FindingView]) -> Value {
        let (can_undo, can_redo) = self.history.ways();
        let view = View {
            id: self.id,
            kind: self.kind,
            path: self.name.as_deref(),
            revision: self.revision,
            saved: self.is_saved(),
            text: &self.text,
            broken: self.reading.form.is_none(),
            can_undo,
            can_redo,
            tabs,
            changed_on_disk: self.theirs.is_some(),
            restored: self.restored,
            model: match self.kind {
                Kind::Record => Shown::Record(self.model()),
                Kind::Kit => Shown::Kit(&self.kit),
            },
            findings: if found.is_empty() { &self.reading.findings } else { found },
        };
        serde_json::to_value(view).unwrap_or_else(|error| json!({ "error": error.to_string() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_as_it_was_read() {
        for bytes in ["a\r\nb\r\n", "\u{feff}a\nb", "a\nb\n", ""] {
            let (form, text) = FileForm::read(bytes);
            assert!(!text.contains('\r'));
            assert_eq!(form.write(&text), bytes);
        }
    }
}
