//! What the options say about covers and fonts of all records: where covers are, which families cards are set in.

use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::card::Families;
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::press::job::Job;
use crate::press::options::Options;
use crate::publish::{Pattern, Values};
use crate::record::{Content, Record, Text};

/// A font that the options ask for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FontChoice {
    /// What is set in it; none for everything.
    pub use_of: Option<FontUse>,
    /// A family, or a file.
    pub value: String,
}

/// What a font is for, as in a brand kit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FontUse {
    /// Titles.
    Title,
    /// Everything that is neither title nor name.
    Text,
    /// Names.
    Names,
}

impl FromStr for FontChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let uses = [("title", FontUse::Title), ("text", FontUse::Text), ("names", FontUse::Names)];
        let choice = uses.into_iter().find_map(|(name, use_of)| {
            let value = text.strip_prefix(name)?.strip_prefix('=')?;
            Some(FontChoice { use_of: Some(use_of), value: value.trim().to_owned() })
        });
        let choice = choice.unwrap_or_else(|| FontChoice { use_of: None, value: text.trim().to_owned() });
        if choice.value.is_empty() { Err("expected a family or a font file".into()) } else { Ok(choice) }
    }
}

impl FontChoice {
    /// The file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        let path = Path::new(&self.value);
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let is_font = ["ttf", "otf", "ttc", "otc", "woff", "woff2"].contains(&ending.as_str());
        (is_font || self.value.contains(['/', '\\'])).then_some(path)
    }

    /// The family, by its own spelling in some fonts that a file was added to.
    ///
    /// # Errors
    /// If there is none, as a message and a hint.
    fn family(&self, fonts: &Fonts) -> Result<String, (String, String)> {
        let file = self.file().map(|path| path.display().to_string());
        let found = fonts.faces().map(|(_, face)| face).find(|face| match &file {
            Some(file) => face.origin == *file,
            None => face.family.eq_ignore_ascii_case(&self.value),
        });
        found.map(|face| face.family.clone()).ok_or_else(|| {
            let known = fonts.families();
            let hint = crate::near::hint_or(&self.value, known.iter().map(String::as_str), || {
                "`extra-credit fonts` lists the families; a file of yours is `--font path/to/font.ttf`".to_owned()
            });
            (format!("no font family is called `{}`", self.value), hint)
        })
    }
}

/// Sets families to those that are chosen, by their own spelling in some fonts.
///
/// # Errors
/// If one is unknown, as a message and a hint.
pub fn choose(families: &mut Families, choices: &[FontChoice], fonts: &Fonts) -> Result<(), (String, String)> {
    // What is said of one use counts more than what is said of all.
    let (all, single): (Vec<_>, Vec<_>) = choices.iter().partition(|choice| choice.use_of.is_none());
    for choice in all.into_iter().chain(single) {
        let family = choice.family(fonts)?;
        match choice.use_of {
            Some(FontUse::Title) => families.title = family,
            Some(FontUse::Text) => {
                // Labels that are set as text is stay so.
                if families.label == families.text {
                    families.label.clone_from(&family);
                }
                families.text = family;
            }
            Some(FontUse::Names) => families.names = family,
            None => {
                let [title, text, names] = [&family; 3].map(String::clone);
                *families = Families { title, text, names, label: family };
            }
        }
    }
    Ok(())
}

/// Says where the pictures of a record are, and fills the fields in their paths. A field that the record does not give
/// stops it.
pub fn place_covers(job: &mut Job<'_>, options: &Options) {
    job.artwork_folder.clone_from(&options.artwork_folder);
    let Ok(parsed) = &job.parsed else { return };
    let supporters = matches!(parsed.record.content, Content::Supporters(_));
    let has_fields = parsed.record.artwork.as_ref().is_some_and(|path| path.contains(['{', '}']));
    if options.artwork.is_none() && !has_fields && !supporters {
        return;
    }
    let mut record = parsed.record.clone();
    if let (Some(path), None, Content::Record) = (&options.artwork, &record.artwork, &record.content) {
        // What is wrong with it is said at the title, which tells whose it is.
        record.artwork = Some(Text { value: path.clone(), ..record.title.clone() }.into());
    }
    let mut paths: Vec<&mut Text> = record.artwork.iter_mut().map(|picture| &mut picture.file).collect();
    if let Content::Supporters(lines) = &mut record.content {
        paths.extend(lines.iter_mut().filter_map(|line| line.picture.as_mut()).map(|picture| &mut picture.file));
    }
    let mut problems = Vec::new();
    for path in paths {
        match filled(job, &parsed.record, path) {
            Ok(value) => path.value = value,
            Err(problem) => problems.push(*problem),
        }
    }
    if problems.is_empty() {
        if let Ok(parsed) = &mut job.parsed {
            parsed.record = record;
        }
    } else {
        job.parsed = Err(problems);
    }
}

/// A path with the values of its fields. A file that is called so is taken as it is.
fn filled(job: &Job<'_>, record: &Record, path: &Text) -> Result<String, Box<Diagnostic>> {
    if !path.contains(['{', '}']) || job.assets.has(&job.picture_path(path)) {
        return Ok(path.value.clone());
    }
    // The folders of a stem are those of its file, which the path is relative to already.
    let stem = job.input.stem.rsplit('/').next().unwrap_or_default();
    let field = |name: &str| record.field(name);
    let values = Values { stem, subject: "", format: "", page: 1, pages: 1, template: "", ext: "", field: &field };
    let filled = Pattern::fields_in(path).and_then(|pattern| pattern.filled(&values));
    filled.map_err(|error| {
        let message = format!("artwork `{path}`: {}", error.of("path"));
        let hint = "give that field in the file, or write the path of the cover; {{ and }} are the braces themselves";
        Box::new(record.diagnose(Diagnostic::error("artwork", message).hint(hint), path))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_is_for_everything_or_for_one_use() {
        let read = |text: &str| text.parse::<FontChoice>();
        let choice = |use_of, value: &str| Ok(FontChoice { use_of, value: value.into() });
        assert_eq!(read("Archivo"), choice(None, "Archivo"));
        assert_eq!(read("title= Archivo Black"), choice(Some(FontUse::Title), "Archivo Black"));
        assert_eq!(read("names=fonts/Own.ttf"), choice(Some(FontUse::Names), "fonts/Own.ttf"));
        assert!(read("title=").is_err() && read(" ").is_err());
        assert!(read("Own.OTF").is_ok_and(|choice| choice.file().is_some()));
        assert!(read("Inter").is_ok_and(|choice| choice.file().is_none()));
    }

    #[test]
    fn one_use_counts_more_than_all_in_any_order() {
        let fonts = Fonts::embedded();
        let choices: Vec<FontChoice> = ["title=archivo", "Inter"].map(|text| text.parse().expect("a choice")).into();
        let mut families = Families { title: "x".into(), text: "x".into(), names: "x".into(), label: "x".into() };
        choose(&mut families, &choices, &fonts).expect("families");
        assert_eq!(families, Families::default());
        let slip: FontChoice = "Archvo".parse().expect("a choice");
        let (text, hint) = choose(&mut families, &[slip], &fonts).expect_err("no family");
        assert_eq!((text.as_str(), hint.as_str()), ("no font family is called `Archvo`", "did you mean `Archivo`?"));
    }
}
