//! Keys of cards: a hash of everything that decides a card's files and what is said about it.
//! Nothing is decoded or laid out for a key, and each file is read once a run, however many cards it is for.

use std::collections::HashMap;
use std::hash::Hash as StdHash;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use blake3::{Hash, Hasher};

use crate::campaign::Job;
use crate::campaign::units::{Wanted, alone};
use crate::card::{Subject, SupporterLine, card_credits};
use crate::encode::Encoding;
use crate::fonts::Fonts;
use crate::press::{
    Disk, LoadedKit, MOST_BYTES, Options, TemplateSource, Wish, own_parts, template_source, wanted as wanted_template,
};
use crate::publish::hash_file;

/// The fingerprint of the program's sources, data, target and compiler.
pub const BUILD: &str = env!("EXTRA_CREDIT_BUILD");

/// The keys of a run's cards.
pub struct Keys<'w> {
    options: &'w Options,
    /// The program and the fonts.
    base: Hash,
    files: Once<PathBuf>,
    kits: Once<usize>,
    templates: Once<(String, PathBuf, usize)>,
}

impl<'w> Keys<'w> {
    /// Prepares keys; `fonts` are those of the options.
    pub fn new(options: &'w Options, fonts: &Fonts) -> Keys<'w> {
        let mut base = Fields::new("extra-credit card");
        base.text(env!("CARGO_PKG_VERSION")).text(BUILD);
        add_fonts(&mut base, fonts);
        Keys { options, base: base.finish(), files: Once::default(), kits: Once::default(), templates: Once::default() }
    }

    /// The keys of a card's files, one for each encoding of the options; none if something that the card needs cannot be
    /// read, which making it will tell.
    pub fn of(&self, job: &Job, wanted: &Wanted<'w>) -> Option<Vec<String>> {
        let card = self.card(job, wanted)?;
        let key = |encoding: &Encoding| {
            let mut key = Fields::new("file");
            key.hash(card).hash(chosen(&wanted.options(self.options).of_file(wanted.format, *encoding))?);
            Some(key.finish().to_hex().to_string())
        };
        wanted.options(self.options).encodings.iter().map(key).collect()
    }

    /// What decides a card beside the options.
    fn card(&self, job: &Job, wanted: &Wanted<'_>) -> Option<Hash> {
        let record = wanted.record;
        let mut key = Fields::new("card");
        // Messages about a credit file have its name. A record of a spreadsheet is the same under another name of the sheet,
        // and the sidecar knows which one its messages have.
        key.hash(self.base).text(if job.ready || alone(job) { &job.input.name } else { "" });
        add_record(&mut key, job, wanted)?;
        let series = &wanted.planned.series;
        let subject = &wanted.planned.subject;
        key.text(&wanted.format.name).text(subject.kind()).text(&wanted.planned.slug);
        key.text(&format!("{} {} {:?}", series.number, series.count, series.title));
        let own = match subject {
            Subject::Supporter(SupporterLine { picture, .. }) => picture.as_ref(),
            _ => None,
        };
        for path in [record.artwork.as_ref(), own] {
            match path {
                Some(path) => key.hash(self.file(&job.picture_inside(path).ok()?)?),
                None => key.text("none"),
            };
        }
        if let Some(kit) = &job.kit {
            key.hash(self.kit(kit)?);
        }
        let kit = job.kit.as_deref();
        // The usual template takes over where the one asked for cannot show the subject.
        let usual = Wish::named(subject.template());
        for wish in wanted_template(job, record, self.options.template.as_deref()).into_iter().chain([usual]) {
            key.hash(self.template(wish, kit)?);
        }
        Some(key.finish())
    }

    fn file(&self, path: &Path) -> Option<Hash> {
        self.files.get(path.to_owned(), || hash_file(path, MOST_BYTES).ok())
    }

    /// The kit's file and the files that it names. Its templates count where they are used.
    fn kit(&self, kit: &Arc<LoadedKit>) -> Option<Hash> {
        self.kits.get(Arc::as_ptr(kit).addr(), || {
            let mut key = Fields::new("kit");
            key.text(&kit.kit.source.name).text(&kit.kit.source.text);
            for logo in kit.kit.logo.iter().chain(&kit.kit.partners) {
                for path in [&logo.light, &logo.dark] {
                    key.hash(self.file(&kit.folder.join(&path.value))?);
                }
            }
            if let Some(fonts) = &kit.fonts {
                add_fonts(&mut key, fonts);
            }
            Some(key.finish())
        })
    }

    /// A template's source and its parts. Built-in ones are part of the program.
    fn template(&self, wish: Wish<'_>, kit: Option<&LoadedKit>) -> Option<Hash> {
        let by = kit.map_or(0, |kit| std::ptr::from_ref(kit).addr());
        self.templates.get((wish.name.to_owned(), wish.folder.to_owned(), by), || {
            let mut key = Fields::new("template");
            match template_source(wish, kit, &Disk).ok()? {
                TemplateSource::Builtin(builtin) => {
                    key.text(builtin.name);
                }
                TemplateSource::File { path, source } => {
                    key.text(&path.to_string_lossy()).text(&source);
                    let parts = Mutex::new(Vec::new());
                    let whole = own_parts(&path, &source, kit, &Disk, &|_, part| {
                        parts.lock().unwrap_or_else(PoisonError::into_inner).extend(part.cloned());
                    });
                    for part in parts.into_inner().unwrap_or_else(PoisonError::into_inner) {
                        key.text(&part.name).text(&part.source);
                    }
                    whole.then_some(())?;
                }
            }
            Some(key.finish())
        })
    }
}

/// Everything that was chosen, whatever it is: options are written as they are, so that none can be forgotten.
fn chosen(options: &Options) -> Option<Hash> {
    serde_json::to_vec(options).ok().map(|text| blake3::hash(&text))
}

/// What the record says. A file of its own is taken as it is; of a spreadsheet only what the record got from it, so that
/// other rows do not matter.
fn add_record(key: &mut Fields, job: &Job, wanted: &Wanted<'_>) -> Option<()> {
    let record = wanted.record;
    if let Subject::Contributor(_) | Subject::Person(_) = &wanted.planned.subject
        && job.ready
    {
        // A person is from several files: what the card shows is all in the subject and in what its record took of them.
        key.text(&format!("{:?}", wanted.planned.subject)).text(&crate::record::to_yaml(record).ok()?);
    } else if job.ready {
        // Made by the program from its own data and the options: it has no places that could move.
        key.text(&format!("{record:?}"));
    } else if alone(job) {
        key.text(&record.source.text);
    } else {
        key.text(&crate::record::to_yaml(record).ok()?);
        // Which roles come first is a matter of places in the sheet.
        for credit in card_credits(record) {
            key.text(&credit.role);
        }
    }
    Some(())
}

/// The faces that are not part of the program.
fn add_fonts(key: &mut Fields, fonts: &Fonts) {
    let embedded = Fonts::embedded().faces().count();
    let mut last = (0, 0);
    for (_, face) in fonts.faces().skip(embedded) {
        let data = face.data();
        // The faces of a collection follow each other and share its bytes.
        let here = (data.as_ptr().addr(), data.len());
        if here != last {
            key.text(&face.origin).bytes(data);
            last = here;
        }
    }
}

/// A hash of fields in order, each with its length, so that no two lists of fields look the same.
struct Fields(Hasher);

impl Fields {
    fn new(kind: &str) -> Fields {
        let mut fields = Fields(Hasher::new());
        fields.text(kind);
        fields
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Fields {
        self.0.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        self
    }

    fn text(&mut self, text: &str) -> &mut Fields {
        self.bytes(text.as_bytes())
    }

    fn hash(&mut self, hash: Hash) -> &mut Fields {
        self.bytes(hash.as_bytes())
    }

    fn finish(&self) -> Hash {
        self.0.finalize()
    }
}

type Computed = Arc<OnceLock<Option<Hash>>>;

/// Hashes that several threads may ask for, each computed once.
struct Once<K>(Mutex<HashMap<K, Computed>>);

impl<K> Default for Once<K> {
    fn default() -> Self {
        Once(Mutex::default())
    }
}

impl<K: Eq + StdHash> Once<K> {
    fn get(&self, key: K, compute: impl FnOnce() -> Option<Hash>) -> Option<Hash> {
        let slot = Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default());
        *slot.get_or_init(compute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::{Group, Labels, Order, Overflow, Paper, format};
    use crate::encode::MaxBytes;
    use crate::post::Captions;
    use crate::press::{FontChoice, FontUse, MissingGlyphs, Scale};

    #[test]
    fn every_option_is_part_of_the_key() {
        let usual = Options { encodings: vec![Encoding::Svg], ..Options::default() };
        let other = Options {
            formats: vec!["story".into()],
            template: Some("cover".into()),
            theme: Some("dark".into()),
            overflow: Some(Overflow::Summary),
            order: Some(Order::Catalogue),
            r#type: Some("press".into()),
            group: Some(Group::Person),
            join_roles: Some(false),
            handles: Some("true".into()),
            labels: Some(Labels::Sentence),
            language: Some("ja".into()),
            bilingual: vec!["ja".into(), "en".into()],
            post: Some("instagram/story".into()),
            captions: Captions::default().with("", "{{ title }}"),
            fonts: vec![FontChoice { use_of: Some(FontUse::Title), value: "Archivo".into() }],
            artwork: Some("{catalogue}.jpg".into()),
            artwork_folder: Some("covers".into()),
            missing_glyphs: MissingGlyphs::Replace,
            scale: Scale::try_from(2.0).expect("a scale"),
            encodings: vec![Encoding::PNG],
            max_bytes: Some(MaxBytes(300_000)),
            embed_source: true,
            print: Some(Paper::new("12in-jacket")),
        };
        let fields = |options: &Options| match serde_json::to_value(options) {
            Ok(serde_json::Value::Object(fields)) => fields,
            other => panic!("{other:?}"),
        };
        let key = |options: &Options| {
            let format = options.formats.first().and_then(|name| format(name)).or(format("square")).expect("a format");
            chosen(&options.of_file(format, options.encodings[0])).expect("a key")
        };
        let (before, after) = (fields(&usual), fields(&other));
        assert_eq!(before.len(), after.len());
        for (name, value) in &after {
            let mut changed = before.clone();
            // A new field needs another value above.
            assert_ne!(changed.insert(name.clone(), value.clone()).as_ref(), Some(value), "{name}");
            let options: Options = serde_json::from_value(changed.into()).expect("options");
            assert_ne!(key(&options), key(&usual), "{name}");
        }
    }

    #[test]
    fn other_formats_and_files_of_a_run_do_not_change_the_key_of_a_file() {
        let one = Options { formats: vec!["square".into()], encodings: vec![Encoding::Svg], ..Options::default() };
        let more = Options { formats: vec!["story".into(), "square".into()], encodings: Vec::new(), ..one.clone() };
        let square = format("square").expect("a format");
        assert_eq!(chosen(&one.of_file(square, Encoding::Svg)), chosen(&more.of_file(square, Encoding::Svg)));
        let png =
            [false, true].map(|optimize| chosen(&one.of_file(square, Encoding::Png { optimize, indexed: false })));
        assert_ne!(png[0], png[1]);
    }
}
