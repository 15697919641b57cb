//! Files that are no text, told by their first bytes: what each is, and what to do with it.
//! People name the document, the workbook or the cover where the credit file or the spreadsheet was meant.

use memchr::memmem;

/// Bytes of a ZIP archive that are searched for the names of its parts.
const SEARCHED: usize = 1 << 16;

/// What a file is that is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Binary {
    /// In words, with its article.
    pub what: &'static str,
    /// What it holds.
    pub holds: Holds,
}

/// What a file holds, which decides what to do with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Text with its looks.
    Document,
    /// A spreadsheet.
    Sheet,
    /// A document or a spreadsheet of an old program.
    Office,
    /// A picture.
    Picture,
    /// Sound or moving pictures.
    Recording,
    /// Other files.
    Archive,
    /// Nobody knows.
    Unknown,
}

impl Holds {
    /// What to do instead of naming such a file where a credit file is expected.
    pub fn advice(self) -> &'static str {
        match self {
            Holds::Document => "copy its text into a credit file, which `extra-credit new FILE` starts",
            Holds::Sheet => SAVE_AS_CSV,
            Holds::Office => {
                "save a spreadsheet as CSV; copy a text into a credit file, which `extra-credit new FILE` starts"
            }
            Holds::Picture => "name the credit file; the cover stands in it, under `artwork`",
            Holds::Recording => "name the credit file, not the recording",
            Holds::Archive => "unpack it, then name the file that is in it",
            Holds::Unknown => "name a credit file (YAML or JSON) or a spreadsheet (CSV or TSV)",
        }
    }
}

/// What to do with a workbook.
pub(crate) const SAVE_AS_CSV: &str =
    "save it as CSV (`CSV UTF-8` in Excel, `Text CSV` in LibreOffice), then name that file";

/// How files start.
const STARTS: [(&[u8], &str, Holds); 19] = [
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file", Holds::Office),
    (b"%PDF", "a PDF", Holds::Document),
    (b"{\\rtf", "an RTF document", Holds::Document),
    (b"\x89PNG", "a picture (PNG)", Holds::Picture),
    (b"\xff\xd8\xff", "a picture (JPEG)", Holds::Picture),
    (b"GIF8", "a picture (GIF)", Holds::Picture),
    (b"II*\0", "a picture (TIFF)", Holds::Picture),
    (b"MM\0*", "a picture (TIFF)", Holds::Picture),
    (b"8BPS", "a picture (Photoshop)", Holds::Picture),
    (b"BM", "a picture (BMP)", Holds::Picture),
    (b"ID3", "a recording (MP3)", Holds::Recording),
    (b"fLaC", "a recording (FLAC)", Holds::Recording),
    (b"OggS", "a recording (Ogg)", Holds::Recording),
    (b"FORM", "a recording (AIFF)", Holds::Recording),
    (b"\x1f\x8b", "a compressed file (gzip)", Holds::Archive),
    (b"7z\xbc\xaf", "an archive (7z)", Holds::Archive),
    (b"Rar!", "an archive (RAR)", Holds::Archive),
    (b"bplist", "a property list", Holds::Unknown),
    (b"SQLite format 3", "a database (SQLite)", Holds::Unknown),
];

/// Parts by which archives are told that are a document or a workbook.
const PARTS: [(&[u8], &str, Holds); 7] = [
    (b"word/", "a Word document", Holds::Document),
    (b"xl/", "an Excel workbook", Holds::Sheet),
    (b"ppt/", "a PowerPoint presentation", Holds::Document),
    (b"opendocument.text", "an OpenDocument text", Holds::Document),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet", Holds::Sheet),
    (b"Index/CalculationEngine", "a Numbers spreadsheet", Holds::Sheet),
    (b"Index/Document.iwa", "a document of Pages, Numbers or Keynote", Holds::Office),
];

/// What the bytes are, if they are no text.
pub(crate) fn binary(bytes: &[u8]) -> Option<Binary> {
    let is = |what, holds| Some(Binary { what, holds });
    if bytes.starts_with(b"PK\x03\x04") {
        let head = bytes.get(..SEARCHED.min(bytes.len())).unwrap_or_default();
        let found = |part: &[u8]| memmem::find(head, part).is_some();
        let part = PARTS.iter().find(|(part, ..)| found(part));
        return part.map_or_else(|| is("a ZIP archive", Holds::Archive), |(_, what, holds)| is(what, *holds));
    }
    if bytes.starts_with(b"RIFF") {
        return match bytes.get(8..12) {
            Some(b"WEBP") => is("a picture (WebP)", Holds::Picture),
            Some(b"WAVE") => is("a recording (WAV)", Holds::Recording),
            _ => None,
        };
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return is("a recording (MP4)", Holds::Recording);
    }
    // A text may well start with letters such as these; a file of that kind has bytes soon after that no text has.
    let odd = |bytes: &[u8]| bytes.iter().take(64).any(|byte| matches!(byte, 0..=8 | 14..=31 | 127..));
    let start = STARTS.iter().find(|(start, _, holds)| {
        bytes.starts_with(start) && (*holds == Holds::Document || bytes.get(start.len()..).is_some_and(odd))
    });
    if let Some((_, what, holds)) = start {
        return is(what, *holds);
    }
    // UTF-16 has such bytes too, and a mark at its start.
    let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let head = bytes.get(..SEARCHED.min(bytes.len())).unwrap_or_default();
    if !marked && std::str::from_utf8(head).is_err_and(|error| error.error_len().is_some()) && head.contains(&0) {
        return is("a file that is no text", Holds::Unknown);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_what_is_in_them() {
        for (bytes, what) in [
            (b"PK\x03\x04..word/document.xml".as_slice(), Some("a Word document")),
            (b"PK\x03\x04..xl/workbook.xml", Some("an Excel workbook")),
            (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", Some("an OpenDocument spreadsheet")),
            (b"PK\x03\x04..cover.jpg", Some("a ZIP archive")),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", Some("a picture (JPEG)")),
            (b"RIFF....WAVEfmt ", Some("a recording (WAV)")),
            (b"\0\0\0\x20ftypM4A ", Some("a recording (MP4)")),
            (b"\x7fELF\x02\xff\0\0", Some("a file that is no text")),
            (b"%PDF-1.7 text", Some("a PDF")),
            (b"BM: 1\ntitle: Tide", None),
            (b"FORM: x", None),
            (b"ID3: x", None),
            (b"title: Tide", None),
            (b"\xff\xfet\0i\0", None),
            (b"RIFF: x", None),
            (b"", None),
        ] {
            assert_eq!(binary(bytes).map(|binary| binary.what), what, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
