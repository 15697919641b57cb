//! What a campaign is: which records make which cards, where these go, and what is done about those that are there.
//! How cards look is in the press's `Options`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::campaign::destination::Destination;
use crate::campaign::shard::Shard;
use crate::encode::Encoding;
use crate::import::ImportOptions;
use crate::press::Options;
use crate::publish::Pattern;

/// Cards of people instead of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    /// Everybody whom a record credits, with all their roles on it.
    Contributor,
    /// Everybody whom any of the records credits, with all their records.
    Person,
}

/// Which brand kit is in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum KitChoice {
    /// The nearest beside or above each credit file.
    #[default]
    Nearest,
    /// That of a file.
    File(PathBuf),
    /// None.
    Without,
}

impl KitChoice {
    /// The file that was named.
    pub fn file(&self) -> Option<&Path> {
        match self {
            KitChoice::File(path) => Some(path),
            KitChoice::Nearest | KitChoice::Without => None,
        }
    }
}

/// A campaign, as plain data.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Credit files, spreadsheets, folders and patterns; `-` for standard input.
    pub inputs: Vec<PathBuf>,
    /// What columns of spreadsheets hold whose headers do not say.
    pub import: ImportOptions,
    /// Cards of people instead of records.
    pub each: Option<Each>,
    /// The only contributors that cards are made of; empty for all.
    pub only: Vec<String>,
    /// The series of these roles; an empty list for the campaign's own.
    pub roles: Option<Vec<String>>,
    /// The ready set for people behind records and for fans.
    pub supporters: bool,
    /// Platforms and placements that posts are made for instead of formats.
    pub posts: Vec<String>,
    /// Whether, if there are none, posts are made that credit files and kits ask for.
    pub posts_of_files: bool,
    /// Where the cards go.
    pub output: Destination,
    /// Names of files below the folder; the usual ones if left out.
    pub name: Option<Pattern>,
    /// The brand kit.
    pub kit: KitChoice,
    /// Whether credit files and kits may name files outside of their project.
    pub allow_outside: bool,
    /// Where fonts were added from; told in the report, the fonts themselves are given to the campaign.
    pub font_folders: Vec<PathBuf>,
    /// Whether the system's fonts were added.
    pub system_fonts: bool,
    /// Cards made at the same time; the number of processors if left out.
    pub jobs: Option<u16>,
    /// Whether to tell what was chosen for each card and why.
    pub explain: bool,
    /// Whether to make cards that are up to date.
    pub force: bool,
    /// Whether to remove files that earlier runs wrote and that are no longer made.
    pub prune: bool,
    /// Whether to compare with the files that are there instead of writing any.
    pub locked: bool,
    /// If they are compared, the folder for pictures of the differences.
    pub difference_folder: Option<PathBuf>,
    /// The share of the files that is made.
    pub shard: Option<Shard>,
    /// Whether to note which files the cards depend on.
    pub note_reads: bool,
}

/// A path as reports have it, with `/`.
fn portable(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// One text of several that may be none.
fn lines(all: impl Iterator<Item = String>) -> Option<String> {
    let all: Vec<String> = all.collect();
    (!all.is_empty()).then(|| all.join("\n"))
}

impl Settings {
    /// The cards of some inputs, made if they are not up to date, with nothing else asked for.
    pub fn new(inputs: Vec<PathBuf>, output: Destination) -> Settings {
        Settings {
            inputs,
            import: ImportOptions::default(),
            each: None,
            only: Vec::new(),
            roles: None,
            supporters: false,
            posts: Vec::new(),
            posts_of_files: true,
            output,
            name: None,
            kit: KitChoice::Nearest,
            allow_outside: false,
            font_folders: Vec::new(),
            system_fonts: false,
            jobs: None,
            explain: false,
            force: false,
            prune: false,
            locked: false,
            difference_folder: None,
            shard: None,
            note_reads: false,
        }
    }

    /// The inputs as reports have them.
    pub fn portable_inputs(&self) -> Vec<String> {
        self.inputs.iter().map(|path| portable(path)).collect()
    }

    /// What decides which cards a file makes, as one text.
    pub fn selection(&self, options: &Options) -> String {
        let by_name = self.each.is_some() || !self.only.is_empty();
        let mut text = format!("formats={} {}", options.formats.join(","), if by_name { "each" } else { "own" });
        if self.each == Some(Each::Person) {
            // Other inputs have other people.
            let inputs = blake3::hash(self.portable_inputs().join("\n").as_bytes()).to_hex();
            text.push_str(&format!(" person of={}", inputs.get(..16).unwrap_or_default()));
        }
        if let Some(roles) = &self.roles {
            text.push_str(&format!(" roles={}", roles.join(",")));
        }
        if let Some(paper) = &options.print {
            text.push_str(&format!(" print={}", paper.size));
        }
        if !self.posts.is_empty() {
            text.push_str(&format!(" for={}", self.posts.join(",")));
        }
        let names = |pictures: bool| -> String {
            let of = options.encodings.iter().filter(|encoding| encoding.is_picture() == pictures);
            let first = |extension: &'static str| extension.split('.').next().unwrap_or(extension);
            of.map(|encoding| first(encoding.extension())).collect::<Vec<_>>().join(",")
        };
        text.push_str(&format!(" types={} emit={}", names(true), names(false)));
        text
    }

    /// What was chosen and decides what is made, for the report: two reports with the same are of one campaign.
    pub fn chosen(&self, options: &Options) -> BTreeMap<String, String> {
        fn word(value: Option<impl std::fmt::Debug>) -> Option<String> {
            value.map(|value| format!("{value:?}").to_lowercase())
        }
        let yes = |given: bool| given.then(|| "yes".to_owned());
        let all = [
            ("selection", Some(self.selection(options))),
            ("only", lines(self.only.iter().cloned())),
            ("supporters", yes(self.supporters)),
            ("name", self.name.as_ref().map(ToString::to_string)),
            ("template", options.template.clone()),
            ("theme", options.theme.clone()),
            ("type", options.r#type.clone()),
            ("group", word(options.group)),
            ("order", word(options.order)),
            ("handles", options.handles.clone()),
            ("overflow", word(options.overflow)),
            ("labels", word(options.labels)),
            ("language", options.language.clone()),
            ("bilingual", lines(options.bilingual.iter().cloned())),
            ("captions", options.captions.told()),
            ("scale", Some(options.scale.get().to_string())),
            ("quality", {
                let quality = |one: &Encoding| match one {
                    Encoding::Jpeg { quality, .. } => Some(quality.get().to_string()),
                    _ => None,
                };
                options.encodings.iter().find_map(quality)
            }),
            ("indexed", yes(options.encodings.iter().any(|one| matches!(one, Encoding::Png { indexed: true, .. })))),
            ("max-bytes", options.max_bytes.map(|most| most.0.to_string())),
            ("embed-source", yes(options.embed_source)),
            (
                "print",
                options
                    .print
                    .as_ref()
                    .map(|paper| format!("{} bleed={:?} dpi={:?}", paper.size, paper.bleed, paper.dpi)),
            ),
            ("optimize", yes(options.encodings.iter().any(|one| matches!(one, Encoding::Png { optimize: true, .. })))),
            ("missing-glyphs", word(Some(options.missing_glyphs))),
            ("kit", self.kit.file().map(portable)),
            ("no-kit", yes(self.kit == KitChoice::Without)),
            ("allow-outside", yes(self.allow_outside)),
            ("font-dir", lines(self.font_folders.iter().map(|folder| portable(folder)))),
            ("font", lines(options.fonts.iter().map(|font| format!("{:?}={}", font.use_of, font.value)))),
            ("artwork-dir", options.artwork_folder.as_deref().map(portable)),
            ("artwork", options.artwork.clone()),
            ("system-fonts", yes(self.system_fonts)),
            ("split", lines(self.import.split.iter().cloned())),
            ("set", lines(self.import.settings.iter().map(|one| format!("{}={}", one.field, one.value)))),
            ("ignore-unknown", yes(self.import.ignore_unknown)),
            ("map", lines(self.import.maps.iter().map(|map| format!("{}={:?}", map.header, map.meaning)))),
            ("locked", yes(self.locked)),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }
}
