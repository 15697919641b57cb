//! The page as a static site: its files, the engine that it runs instead of a server, the fonts as files that are loaded when a card
//! needs them, and the brand kit and the record that it begins with.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde_json::json;

use crate::campaign::nearest_kit;
use crate::files::read_at_most;
use crate::fonts::{Fonts, embedded_file};
use crate::press::{Assets, Disk, LoadedKit, MissingGlyphs, Unread};
use crate::publish::Writer;
use crate::record::{MAX_BYTES, parse_partly};
use crate::studio::page::FILES;
use crate::studio::project::is_yaml;

/// What builds the engine.
pub const BUILD: &str = "engine/build";

/// Where it is then.
pub const BUILT: &str = "target/engine.wasm";

/// Largest engine.
const MOST_ENGINE: u64 = 256 << 20;

/// Largest picture of a record, or file of a kit's templates.
const MOST_FILE: u64 = 64 << 20;

/// Fonts that are loaded with the page: those of the template that a new record has.
const FIRST: &[&str] =
    &["archivo/Archivo_800ExtraBold.ttf", "inter/Inter_400Regular.ttf", "inter/Inter_600SemiBold.ttf"];

/// What the page may load and do: its own files, nothing inline, and the engine.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; worker-src 'self'; \
                      base-uri 'none'; form-action 'none'";

macro_rules! licences {
    ($($folder:literal $file:literal;)*) => {
        &[$(($folder, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $folder, "/", $file)))),*]
    };
}

/// The licences of the fonts, which go with each copy of them.
static LICENCES: &[(&str, &[u8])] = licences! {
    "archivo" "OFL.txt";
    "big-shoulders-display" "OFL.txt";
    "ibm-plex-mono" "OFL.txt";
    "instrument-serif" "OFL.txt";
    "inter" "OFL.txt";
    "noto" "COPYRIGHT.txt";
    "noto" "OFL.txt";
    "noto-cjk" "COPYRIGHT.txt";
    "noto-emoji" "OFL.txt";
    "noto-sans-math" "OFL.txt";
    "noto-sans-symbols-2" "OFL.txt";
    "sofia-sans-extra-condensed" "OFL.txt";
    "twemoji" "LICENSE.txt";
};

/// What a site is made of.
#[derive(Debug)]
pub struct Export<'e> {
    /// The folder that it is written to.
    pub site: &'e Path,
    /// The engine, as WebAssembly.
    pub engine: &'e Path,
    /// A record that the page begins with.
    pub record: Option<&'e Path>,
    /// A brand kit; the one that is in force for the record if left out.
    pub kit: Option<&'e Path>,
}

/// A site that was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Files.
    pub files: usize,
    /// Bytes of all of them.
    pub bytes: u64,
}

/// Files of the site by their paths in it.
type Site = BTreeMap<String, Vec<u8>>;

/// Writes a site.
///
/// # Errors
/// If the engine is none, the kit or the record cannot be read, or a file cannot be written.
pub fn export(export: &Export<'_>) -> Result<Exported, String> {
    let engine = read_at_most(export.engine, MOST_ENGINE).map_err(|why| unread(export.engine, &why))?;
    if !engine.starts_with(b"\0asm") {
        return Err(format!("{}: the engine is no WebAssembly", export.engine.display()));
    }
    let mut site = Site::new();
    for (path, bytes) in FILES {
        let bytes = match *path {
            "index.html" => index(bytes)?,
            "styles/type.css" => own_faces(bytes),
            _ => bytes.to_vec(),
        };
        site.insert((*path).to_owned(), bytes);
    }
    site.insert("alone/engine.wasm".into(), engine);
    fonts(&mut site)?;
    let mut brought = Site::new();
    let record = export.record.map(|path| record(path, &mut brought)).transpose()?;
    let kit = match (export.kit, export.record) {
        (Some(kit), _) => Some(kit.to_owned()),
        (None, Some(record)) => nearest_kit(record.parent().unwrap_or(Path::new("."))).map(|(path, _)| path),
        (None, None) => None,
    };
    let kit = kit.map(|path| kit_files(&path, &mut brought)).transpose()?;
    let start = json!({
        "record": record, "kit": kit, "fonts": FIRST, "files": brought.keys().collect::<Vec<_>>(),
    });
    site.insert("alone/start.json".into(), start.to_string().into_bytes());
    site.extend(brought.into_iter().map(|(path, bytes)| (format!("files/{path}"), bytes)));
    let writer = Writer::new();
    let mut exported = Exported::default();
    for (path, bytes) in &site {
        writer.write_below(export.site, Path::new(path), bytes).map_err(|error| error.to_string())?;
        exported = Exported { files: exported.files + 1, bytes: exported.bytes + bytes.len() as u64 };
    }
    Ok(exported)
}

fn unread(path: &Path, why: &Unread) -> String {
    format!("{}: {why}", path.display())
}

/// The page's document, which says of itself that there is no server, and what it may load.
fn index(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let text = String::from_utf8_lossy(bytes);
    let policy =
        format!("<meta charset=\"utf-8\">\n<meta http-equiv=\"content-security-policy\" content=\"{POLICY}\">");
    let changed = text.replacen("<html ", "<html data-alone ", 1).replacen("<meta charset=\"utf-8\">", &policy, 1);
    match changed.contains("<html data-alone ") && changed.contains(POLICY) {
        true => Ok(changed.into_bytes()),
        false => Err("the page of this program is not the one that it exports".to_owned()),
    }
}

/// The page's faces without those of other scripts, which the names of languages alone would load: megabytes that the system has.
fn own_faces(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let own = text.split_inclusive('\n').filter(|line| !line.starts_with("@font-face { font-family: Scripts;"));
    own.collect::<String>().into_bytes()
}

/// Puts all embedded fonts into a site, their licences, and the list of what each has.
fn fonts(site: &mut Site) -> Result<(), String> {
    let list = Fonts::embedded().list();
    for face in &list {
        let bytes = embedded_file(&face.file).ok_or_else(|| format!("the font {} is not embedded", face.file))?;
        site.entry(format!("fonts/{}", face.file)).or_insert_with(|| bytes.to_vec());
    }
    let list = serde_json::to_vec(&list).map_err(|error| error.to_string())?;
    site.insert("alone/fonts.json".into(), list);
    for (folder, bytes) in LICENCES {
        let text = site.entry(format!("fonts/{folder}/LICENCE.txt")).or_default();
        if !text.is_empty() {
            text.push(b'\n');
        }
        text.extend_from_slice(bytes);
    }
    Ok(())
}

/// Takes a record and its cover; the path that the page has of it.
fn record(path: &Path, brought: &mut Site) -> Result<String, String> {
    if !is_yaml(path) {
        let shown = path.display();
        return Err(format!(
            "{shown}: a site begins with a credit file in YAML; `extra-credit convert` makes one of it"
        ));
    }
    let bytes = read_at_most(path, MAX_BYTES as u64).map_err(|why| unread(path, &why))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let cover = match parse_partly(&name, &bytes) {
        Ok(parsed) => parsed.record.artwork,
        Err((_, record)) => record.and_then(|record| record.artwork),
    };
    if let Some(cover) = cover {
        let below = plain(Path::new(&*cover))
            .ok_or_else(|| format!("`{}`: the artwork of a site lies beside its record, or below it", &*cover))?;
        let file = path.parent().unwrap_or(Path::new("")).join(&below);
        brought.insert(below, read_at_most(&file, MOST_FILE).map_err(|why| unread(&file, &why))?);
    }
    brought.insert(name.clone(), bytes);
    Ok(name)
}

/// Takes a brand kit with the files that it names; the path that the page has of it.
fn kit_files(path: &Path, brought: &mut Site) -> Result<String, String> {
    let real = std::fs::canonicalize(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let folder = real.parent().map(Path::to_path_buf).unwrap_or_default();
    let seen = Seen::default();
    let loaded = LoadedKit::load(&real, &Fonts::embedded(), MissingGlyphs::Replace, false, &seen);
    let (kit, _) = loaded.map_err(|problems| {
        let first = problems.first().map(|problem| problem.message.clone()).unwrap_or_default();
        format!("{}: the brand kit cannot be used: {first}", path.display())
    })?;
    let mut files = seen.files.into_inner().unwrap_or_else(PoisonError::into_inner);
    // Templates are read when a card wants one.
    let templates =
        kit.templates.iter().flat_map(|templates| Disk.names(templates).into_iter().map(|name| templates.join(name)));
    files.extend(templates.filter(|file| file.extension().is_some_and(|end| end == "svg")));
    for file in files {
        let bytes = read_at_most(&file, MOST_FILE).map_err(|why| unread(&file, &why))?;
        let below = std::fs::canonicalize(&file).ok().and_then(|file| plain(file.strip_prefix(&folder).ok()?));
        let below = below.ok_or_else(|| format!("{}: a file of a site's kit lies below its folder", file.display()))?;
        brought.insert(format!("kit/{below}"), bytes);
    }
    let name = real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(format!("kit/{name}"))
}

/// A path of plain names, with `/` between them; none of any other.
fn plain(path: &Path) -> Option<String> {
    let parts = path.components().map(|part| match part {
        std::path::Component::Normal(name) => name.to_str(),
        _ => None,
    });
    Some(parts.collect::<Option<Vec<&str>>>()?.join("/")).filter(|path| !path.is_empty())
}

/// The disk, with the files that were read of it.
#[derive(Default)]
struct Seen {
    files: Mutex<BTreeSet<PathBuf>>,
}

impl Assets for Seen {
    fn read(&self, path: &Path) -> Result<Vec<u8>, Unread> {
        self.read_at_most(path, u64::MAX)
    }

    fn read_at_most(&self, path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
        let bytes = Disk.read_at_most(path, most)?;
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        Ok(bytes)
    }

    fn has(&self, path: &Path) -> bool {
        Disk.has(path)
    }

    fn has_folder(&self, path: &Path) -> bool {
        Disk.has_folder(path)
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        Disk.names(folder)
    }

    fn is_below(&self, path: &Path, folder: &Path) -> Result<bool, Unread> {
        Disk.is_below(path, folder)
    }
}
