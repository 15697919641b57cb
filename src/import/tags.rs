//! Tags of audio files: ID3v2, Vorbis comments, MP4, APE and RIFF, the files of a folder as one record.
//! Each tag becomes a line `KEY=value` of a text of its own, so that messages can show it and say where it is.

use std::io::{Read, Seek};

use lofty::ape::ApeTag;
use lofty::config::{ParseOptions, ParsingMode};
use lofty::file::{AudioFile, FileType};
use lofty::id3::v2::{Frame, Id3v2Tag};
use lofty::mp4::{AtomData, AtomIdent, Ilst};
use lofty::ogg::OggPictureStorage;
use lofty::ogg::tag::VorbisComments;
use lofty::picture::{Picture, PictureType};
use lofty::probe::Probe;

use super::draft::{Draft, DraftTrack, Said};
use super::names;
use super::roles;
use super::text::{Source, Text};
use super::tree::Node;
use crate::diagnostic::{Diagnostic, Position};

/// What is in a file: its tags in order, and its cover.
#[derive(Default)]
pub(crate) struct Tags {
    /// Keys as the format has them, with their values.
    pairs: Vec<(String, String)>,
    cover: Option<Vec<u8>>,
}

/// Tags that say what a file is and not who made it, though a role has the same name.
const NO_ROLES: [&str; 30] = [
    "artist",
    "artists",
    "albumartist",
    "albumartists",
    "album artist",
    "album artists",
    "lyrics",
    "unsyncedlyrics",
    "label",
    "publisher",
    "copyright",
    "organization",
    "key",
    "keys",
    "initialkey",
    "source",
    "media",
    "instrumental",
    "genre",
    "mood",
    "style",
    "comment",
    "description",
    "title",
    "album",
    "record label",
    "with",
    "imprint",
    "work",
    "grouping",
];

/// Reads the tags of a file.
///
/// # Errors
/// Why they cannot be read, in lower case.
pub(crate) fn tags<R: Read + Seek>(reader: R) -> Result<Tags, String> {
    let unreadable = |error: &dyn std::error::Error| {
        let mut last: &dyn std::error::Error = error;
        while let Some(source) = last.source() {
            last = source;
        }
        last.to_string().trim_end_matches('.').to_lowercase()
    };
    let probe = Probe::new(std::io::BufReader::new(reader)).guess_file_type().map_err(|error| unreadable(&error))?;
    let Some(kind) = probe.file_type() else { return Err("the kind of recording is not known".into()) };
    let mut reader = probe.into_inner();
    let mut options = ParseOptions::new();
    // Each gives a copy back, so they are not chained.
    options.parsing_mode(ParsingMode::Relaxed);
    options.read_properties(false);
    let mut tags = Tags::default();
    macro_rules! open {
        ($kind:ty) => {
            <$kind>::read_from(&mut reader, options).map_err(|error| unreadable(&error))?
        };
    }
    match kind {
        FileType::Mpeg => {
            let file = open!(lofty::mpeg::MpegFile);
            tags.id3(file.id3v2());
            tags.ape(file.ape());
            if let (Some(old), true) = (file.id3v1(), tags.pairs.is_empty()) {
                for (key, value) in [("TITLE", &old.title), ("ARTIST", &old.artist), ("ALBUM", &old.album)] {
                    tags.add(key, value.as_deref().unwrap_or_default());
                }
            }
        }
        FileType::Flac => {
            let file = open!(lofty::flac::FlacFile);
            tags.vorbis(file.vorbis_comments());
            tags.id3(file.id3v2());
            tags.pictures(file.pictures().iter().map(|(picture, _)| picture));
        }
        FileType::Mp4 => tags.mp4(open!(lofty::mp4::Mp4File).ilst()),
        FileType::Vorbis => tags.vorbis(Some(open!(lofty::ogg::VorbisFile).vorbis_comments())),
        FileType::Opus => tags.vorbis(Some(open!(lofty::ogg::OpusFile).vorbis_comments())),
        FileType::Speex => tags.vorbis(Some(open!(lofty::ogg::SpeexFile).vorbis_comments())),
        FileType::Wav => {
            let file = open!(lofty::iff::wav::WavFile);
            tags.id3(file.id3v2());
            for (key, value) in file.riff_info().into_iter().flatten() {
                tags.add(key, value);
            }
        }
        FileType::Aiff => tags.id3(open!(lofty::iff::aiff::AiffFile).id3v2()),
        FileType::Aac => tags.id3(open!(lofty::aac::AacFile).id3v2()),
        FileType::WavPack => tags.ape(open!(lofty::wavpack::WavPackFile).ape()),
        FileType::Ape => tags.ape(open!(lofty::ape::ApeFile).ape()),
        FileType::Mpc => tags.ape(open!(lofty::musepack::MpcFile).ape()),
        _ => return Err("the tags of this kind of recording are not read".into()),
    }
    Ok(tags)
}

impl Tags {
    /// The picture in the file that is its cover.
    pub fn into_cover(self) -> Option<Vec<u8>> {
        self.cover
    }

    fn add(&mut self, key: &str, value: &str) {
        for value in value.split('\0').map(str::trim).filter(|value| !value.is_empty()) {
            self.pairs.push((key.to_owned(), value.to_owned()));
        }
    }

    fn pictures<'p>(&mut self, pictures: impl Iterator<Item = &'p Picture>) {
        for picture in pictures {
            if self.cover.is_none() || picture.pic_type() == PictureType::CoverFront {
                self.cover = Some(picture.data().to_vec());
            }
        }
    }

    fn id3(&mut self, tag: Option<&Id3v2Tag>) {
        for frame in tag.into_iter().flatten() {
            match frame {
                Frame::Text(text) => self.add(frame.id_str(), &text.value),
                Frame::UserText(text) => self.add(&format!("TXXX:{}", text.description), &text.content),
                Frame::KeyValue(list) => {
                    let id = frame.id_str().to_owned();
                    for (role, name) in list.key_value_pairs.iter() {
                        self.add(&format!("{id}:{role}"), name);
                    }
                }
                Frame::Timestamp(time) => self.add(frame.id_str(), &time.timestamp.to_string()),
                Frame::Picture(picture) => self.pictures(std::iter::once(picture.picture.as_ref())),
                _ => {}
            }
        }
    }

    fn vorbis(&mut self, tag: Option<&VorbisComments>) {
        let Some(tag) = tag else { return };
        for (key, value) in tag.items() {
            if !key.eq_ignore_ascii_case("METADATA_BLOCK_PICTURE") && !key.eq_ignore_ascii_case("COVERART") {
                self.add(&key.to_uppercase(), value);
            }
        }
        self.pictures(tag.pictures().iter().map(|(picture, _)| picture));
    }

    fn ape(&mut self, tag: Option<&ApeTag>) {
        for item in tag.into_iter().flatten() {
            if let Some(values) = item.text_values() {
                let values: Vec<&str> = values.collect();
                self.add(item.key(), &values.join("\0"));
            }
        }
    }

    fn mp4(&mut self, tag: Option<&Ilst>) {
        let Some(tag) = tag else { return };
        for atom in tag {
            let key = match atom.ident() {
                AtomIdent::Fourcc(letters) => letters.iter().map(|byte| char::from(*byte)).collect::<String>(),
                AtomIdent::Freeform { name, .. } => name.to_string(),
            };
            for data in atom.data() {
                match data {
                    AtomData::UTF8(text) | AtomData::UTF16(text) => self.add(&key, text),
                    AtomData::Picture(picture) => self.pictures(std::iter::once(picture)),
                    AtomData::Unknown { data, .. } if key == "trkn" || key == "disk" => {
                        if let Some(number) = data.get(3) {
                            self.add(&key, &number.to_string());
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

/// What a tag says, whatever its format calls it.
fn meaning(key: &str) -> Option<&'static str> {
    let folded: String = key
        .trim_start_matches("TXXX:")
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '©')
        .flat_map(char::to_lowercase)
        .collect();
    Some(match folded.as_str() {
        "tit2" | "title" | "©nam" | "inam" => "title",
        "talb" | "album" | "©alb" | "iprd" => "album",
        "tpe1" | "artist" | "©art" | "iart" => "artist",
        "tpe2" | "albumartist" | "aart" | "album artist" => "albumartist",
        "trck" | "tracknumber" | "trkn" | "track" | "iprt" | "itrk" => "track",
        "tpos" | "discnumber" | "disk" | "disc" => "disc",
        "tdrc" | "tyer" | "date" | "year" | "©day" | "icrd" | "tdrl" | "releasedate" => "released",
        "label" | "tpub" | "organization" | "publisher" => "label",
        "catalognumber" => "catalogue",
        "tsrc" | "isrc" => "isrc",
        _ => return None,
    })
}

/// The records of some files by their albums. `files` are their paths as the user named them, with what is in each; `split`
/// are texts that part names, beside those that always do.
pub(crate) fn records(name: &str, files: Vec<(String, Tags)>, split: &[String]) -> (Source, Vec<Draft>) {
    let mut text = String::new();
    let mut places: Vec<Vec<Position>> = Vec::new();
    let mut line = 0;
    let several = files.len() > 1;
    for (path, tags) in &files {
        let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let before = if several { format!("{file}: ") } else { String::new() };
        let mut own = Vec::new();
        for (key, value) in &tags.pairs {
            let value: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let start = format!("{before}{key}=");
            line += 1;
            own.push(Position { line, column: u32::try_from(start.chars().count() + 1).unwrap_or(1) });
            text.push_str(&start);
            text.push_str(&value);
            text.push('\n');
        }
        places.push(own);
    }
    let source = Source::new(name, &text);
    let mut groups: Vec<(String, Draft)> = Vec::new();
    let mut ordered: Vec<(usize, (String, Tags))> = files.into_iter().enumerate().collect();
    ordered.sort_by_key(|(place, (_, tags))| (number(tags, "disc"), number(tags, "track"), *place));
    let discs = ordered.iter().any(|(_, (_, tags))| number(tags, "disc") > 1);
    for (place, (path, tags)) in ordered {
        let own = places.get(place).map(Vec::as_slice).unwrap_or_default();
        let (album, draft) = one(&path, &tags, own, (several, discs), split);
        let key = if several { Text::new(&album).value.to_lowercase() } else { String::new() };
        match groups.iter_mut().find(|(known, _)| *known == key && !(several && key.is_empty())) {
            Some((_, known)) => known.join(draft),
            None => groups.push((key, draft)),
        }
    }
    (source, groups.into_iter().map(|(_, draft)| draft).collect())
}

/// The number of a track or a disc: `3`, `3/12`, `03`.
fn number(tags: &Tags, of: &str) -> u32 {
    let text = tags
        .pairs
        .iter()
        .find(|(key, _)| meaning(key) == Some(of))
        .map(|(_, value)| value.as_str())
        .unwrap_or_default();
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_default()
}

fn one(
    path: &str,
    tags: &Tags,
    places: &[Position],
    (several, discs): (bool, bool),
    split: &[String],
) -> (String, Draft) {
    let mut draft = Draft::new("tags");
    let node = |place: usize, value: &str| {
        let at = places.get(place).copied().unwrap_or_default();
        let value: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let length = u32::try_from(value.chars().count()).unwrap_or(1).max(1);
        Node::scalar(value, at, length)
    };
    let find = |of: &str| {
        let found = tags.pairs.iter().position(|(key, _)| meaning(key) == Some(of));
        found.and_then(|place| tags.pairs.get(place).map(|(_, value)| node(place, value)))
    };
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let title = find("title").unwrap_or_else(|| Node::scalar(stem, Position { line: 1, column: 1 }, 1));
    let album = find("album");
    let by: Vec<Node> = tags
        .pairs
        .iter()
        .enumerate()
        .filter(|(_, (key, _))| meaning(key) == Some("artist"))
        .map(|(place, (_, value))| node(place, value))
        .collect();
    let album_artist = find("albumartist");
    let (number, disc) = (number(tags, "track"), number(tags, "disc"));
    let position = match (number, disc) {
        (0, _) => String::new(),
        (number, disc) if discs && disc > 0 => format!("{disc}-{number}"),
        (number, _) => number.to_string(),
    };
    let track = draft.track(DraftTrack { position, title: title.clone(), duration: None });
    if several && album.is_some() {
        draft.title = album.clone();
        draft.artists = match &album_artist {
            Some(artist) => vec![artist.clone()],
            None => by.clone(),
        };
        let same = |one: &Node| album_artist.as_ref().is_none_or(|artist| artist.as_text() == one.as_text());
        for one in by.iter().filter(|one| !same(one)) {
            draft.credit(Said { role: one.like("Artist"), name: one.clone(), note: None, tracks: Some(vec![track]) });
        }
    } else {
        draft.title = Some(title.clone());
        draft.artists = if by.is_empty() { album_artist.into_iter().collect() } else { by };
        draft.set("kind", Some(title.like("song")));
        draft.set("isrc", find("isrc"));
    }
    for field in ["released", "label", "catalogue"] {
        draft.set(field, find(field));
    }
    if tags.cover.is_some() {
        draft.set("artwork", Some(Node::scalar(file, title.at, title.length)));
    }
    for (place, (key, value)) in tags.pairs.iter().enumerate().filter(|(_, (key, _))| meaning(key).is_none()) {
        for (label, name) in credits(key, value, split) {
            draft.credit(Said {
                role: node(place, &label),
                name: node(place, &name),
                note: None,
                tracks: Some(vec![track]),
            });
        }
    }
    (album.as_ref().and_then(Node::as_text).unwrap_or_default().to_owned(), draft)
}

/// The credits of a tag: label and name each.
fn credits(key: &str, value: &str, split: &[String]) -> Vec<(String, String)> {
    let bare = key.trim_start_matches("TXXX:").trim();
    // `TIPL:producer`, `TMCL:guitar`, `PERFORMER:guitar`.
    let (frame, role) = match bare.split_once(':') {
        Some((frame, role)) if !role.trim().is_empty() => (frame, Some(role.trim())),
        _ => (bare, None),
    };
    let list = matches!(frame, "TIPL" | "TMCL" | "IPLS");
    // ID3v2.3 writes `/` between names; between two full names it is no part of one.
    let full = |part: &str| part.split_whitespace().count() >= 2;
    let slashed = frame.len() == 4 && frame.starts_with('T') && value.contains('/') && value.split('/').all(full);
    let slash: Vec<String> = split.iter().cloned().chain(slashed.then(|| "/".to_owned())).collect();
    let names = |value: &str| names::cut(value, &slash);
    if list {
        let Some(label) = role.and_then(|role| roles::label("tags", role)) else { return Vec::new() };
        return names(value).into_iter().map(|name| (label.clone(), name)).collect();
    }
    let folded = frame.to_lowercase().replace('_', " ");
    if folded == "performer" || folded == "performers" {
        let mut found = Vec::new();
        for one in names(value) {
            let (name, inner) = match (role, one.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("))) {
                (Some(role), _) => (one.clone(), Some(role.to_owned())),
                (None, Some((name, inner))) => (name.trim().to_owned(), Some(inner.trim().to_owned())),
                (None, None) => (one.clone(), None),
            };
            match inner {
                Some(inner) => found.extend(
                    inner
                        .split([',', ';'])
                        .flat_map(|part| part.split(" and "))
                        .map(str::trim)
                        .filter(|part| !part.is_empty())
                        .map(|part| (roles::written(part), name.clone())),
                ),
                None => found.push(("Performer".to_owned(), name)),
            }
        }
        return found;
    }
    if NO_ROLES.contains(&folded.as_str()) || folded.ends_with("sort") || role.is_some() {
        return Vec::new();
    }
    let label = match roles::word("tags", frame) {
        Some("") => return Vec::new(),
        Some(label) => label.to_owned(),
        None if roles::is_role(&folded) => roles::written(&folded),
        None if roles::is_role(frame) => roles::written(frame),
        None => return Vec::new(),
    };
    if !names::can_be(value) {
        return Vec::new();
    }
    names(value).into_iter().map(|name| (label.clone(), name)).collect()
}

/// Why a file has no record in its tags.
pub(crate) fn unreadable(name: &str, reason: &str) -> Diagnostic {
    Diagnostic::error("tags", format!("the tags of the recording cannot be read: {reason}"))
        .in_file(name)
        .hint("save the tags again with a tagger, or name a credit file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_roles_are_credits_and_others_are_not() {
        for (key, value, expected) in [
            ("TCOM", "Bo Li", &[("Composer", "Bo Li")][..]),
            ("TIPL:mix", "Bo Li", &[("Mixing Engineer", "Bo Li")]),
            ("TMCL:electric guitar", "Bo Li", &[("Electric guitar", "Bo Li")]),
            ("TXXX:Writer", "Bo Li; Ann Ray", &[("Songwriter", "Bo Li"), ("Songwriter", "Ann Ray")]),
            ("PERFORMER", "Bo Li (drums and percussion)", &[("Drums", "Bo Li"), ("Percussion", "Bo Li")]),
            ("PERFORMER", "The Tide (the band) (choir)", &[("Choir", "The Tide (the band)")]),
            ("PRODUCER", "Bo Li", &[("Producer", "Bo Li")]),
            ("MASTERING_ENGINEER", "Bo Li", &[("Mastering Engineer", "Bo Li")]),
            ("LYRICS", "We went down to the shore", &[]),
            ("COMPOSERSORT", "Li, Bo", &[]),
            ("INITIALKEY", "F# minor", &[]),
            ("ENGINEER", "0", &[]),
        ] {
            let found = credits(key, value, &[]);
            let found: Vec<(&str, &str)> = found.iter().map(|(label, name)| (label.as_str(), name.as_str())).collect();
            assert_eq!(found, expected, "{key}={value}");
        }
    }
}
