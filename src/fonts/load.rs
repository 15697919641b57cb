//! Faces from outside: a directory, bytes, or (only when asked) the system's fonts.
//! Paths are sorted so that the order of faces never depends on the file system.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use harfrust::font::{Format, attribute::Style, name::NameId};
use thiserror::Error;

use super::{Face, Fonts};

/// Largest font file read, in bytes: the largest in use (Noto CJK, all languages) has 110 MB.
const MAX_BYTES: u64 = 256 << 20;
/// Folders below a font directory that are searched.
const MAX_DEPTH: usize = 8;

/// Why a font was refused.
#[derive(Debug, Error)]
pub enum FontError {
    /// The directory or a file in it cannot be read.
    #[error("cannot read font {path}: {source}")]
    Read {
        /// The path.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Compressed for the web.
    #[error("{origin} is a web font (woff): convert it to ttf or otf first")]
    Woff {
        /// Path or name.
        origin: String,
    },
    /// No font in it.
    #[error("{origin} is not a ttf, otf or ttc font")]
    Format {
        /// Path or name.
        origin: String,
    },
    /// Too large to read.
    #[error("{origin} has {bytes} bytes, more than the {MAX_BYTES} allowed for a font")]
    Size {
        /// Path or name.
        origin: String,
        /// Its size.
        bytes: u64,
    },
    /// The list is full.
    #[error("{origin} does not fit: at most 65535 faces can be loaded")]
    Count {
        /// Path or name.
        origin: String,
    },
}

impl Fonts {
    /// Adds every ttf, otf and ttc below `dir`, by sorted path; the number of faces added. A woff file is refused.
    pub fn add_dir(&mut self, dir: &Path) -> Result<usize, FontError> {
        let mut files = Vec::new();
        collect(dir, 0, &mut files).map_err(|source| FontError::Read { path: dir.display().to_string(), source })?;
        files.sort();
        let mut added = 0;
        for file in files {
            added += self.add_file(&file)?;
        }
        Ok(added)
    }

    /// Adds the system's fonts, by sorted path, after all others; unreadable ones are passed over. Opt-in, because cards
    /// then depend on the machine.
    pub fn add_system(&mut self) -> usize {
        let mut files = Vec::new();
        for dir in SYSTEM_DIRS {
            // A directory that does not exist is normal: the list names those of all systems.
            let _ = collect(Path::new(dir), 0, &mut files);
        }
        files.sort();
        files.iter().filter_map(|file| self.add_file(file).ok()).sum()
    }

    /// Adds every face of a font file given as bytes; `origin` names it in messages. The number of faces added.
    pub fn add_data(&mut self, data: Vec<u8>, origin: &str) -> Result<usize, FontError> {
        let origin = origin.to_owned();
        if matches!(data.get(..4), Some(b"wOFF" | b"wOF2")) {
            return Err(FontError::Woff { origin });
        }
        let Some(format) = Format::new(&data).filter(Format::is_sfnt) else {
            return Err(FontError::Format { origin });
        };
        let data = Arc::new(data);
        let mut added = 0;
        for index in 0..format.num_fonts() {
            let Some(font) = harfrust::Font::new(harfrust::font::Blob::Shared(data.clone()), index) else { continue };
            let name = |id: NameId| {
                let name = font.names().get(id)?.english_or_first()?;
                Some(name.name().chars().collect::<String>()).filter(|n| !n.is_empty())
            };
            let Some(family) = name(NameId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| name(NameId::FAMILY_NAME)) else {
                continue;
            };
            let attributes = font.default_attributes();
            let weight = (attributes.weight.value().clamp(1.0, 1000.0)) as u16;
            let italic = !matches!(attributes.style, Style::Normal);
            let face = Face::shared(data.clone(), index, family, weight, italic, &origin);
            if face.ab_glyph().is_none() {
                continue;
            }
            if !self.push(face) {
                return Err(FontError::Count { origin });
            }
            added += 1;
        }
        if added == 0 { Err(FontError::Format { origin }) } else { Ok(added) }
    }

    /// Adds every face of a font file; the number of faces added.
    pub fn add_file(&mut self, path: &Path) -> Result<usize, FontError> {
        let origin = path.display().to_string();
        let read = |source| FontError::Read { path: origin.clone(), source };
        let bytes = std::fs::metadata(path).map_err(read)?.len();
        if bytes > MAX_BYTES {
            return Err(FontError::Size { origin, bytes });
        }
        let data = std::fs::read(path).map_err(read)?;
        self.add_data(data, &origin)
    }
}

const SYSTEM_DIRS: &[&str] =
    &["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:\\Windows\\Fonts"];

fn collect(dir: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if depth > MAX_DEPTH {
        return Ok(());
    }
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, depth + 1, files)?;
            continue;
        }
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        if matches!(extension.as_str(), "ttf" | "otf" | "ttc" | "otc" | "woff" | "woff2") {
            files.push(path);
        }
    }
    Ok(())
}
