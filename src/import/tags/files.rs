//! The tags of a recording with `lofty`, whatever their format: ID3v2, Vorbis comments, MP4, APE and RIFF, and its cover.
//! Kinds that it does not know are looked into for the tags that they share with others.

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

use super::Tags;
use super::asf;
use super::elsewhere::{Elsewhere, elsewhere};

/// What is read, where a file is none of it.
const UNKNOWN: &str = "no recording of a kind that is read: MP3, AAC, FLAC, Ogg, Opus, Speex, M4A, WAV, AIFF, APE, WavPack, \
                       Musepack, WMA, DSF, DFF, TTA, TAK, AC3";

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
    let mut reader = std::io::BufReader::new(reader);
    let mut tags = Tags::default();
    let mut options = ParseOptions::new();
    // Each gives a copy back, so they are not chained.
    options.parsing_mode(ParsingMode::Relaxed);
    options.read_properties(false);
    match elsewhere(&mut reader).map_err(|error| unreadable(&error))? {
        Elsewhere::No => {}
        Elsewhere::Asf(header) => {
            asf::pairs(&header).into_iter().for_each(|(key, value)| tags.add(&key, &value));
            return Ok(tags);
        }
        Elsewhere::Tag(bytes) => {
            // A tag alone is what stands before the sound of an MPEG file.
            let file = lofty::mpeg::MpegFile::read_from(&mut std::io::Cursor::new(bytes), options)
                .map_err(|error| unreadable(&error))?;
            tags.id3(file.id3v2());
            tags.ape(file.ape());
            return Ok(tags);
        }
    }
    let probe = Probe::new(reader).guess_file_type().map_err(|error| unreadable(&error))?;
    let Some(kind) = probe.file_type() else { return Err(UNKNOWN.into()) };
    let mut reader = probe.into_inner();
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
        _ => return Err(UNKNOWN.into()),
    }
    Ok(tags)
}

impl Tags {
    /// The picture in the file that is its cover.
    pub fn into_cover(self) -> Option<Vec<u8>> {
        self.cover
    }

    pub(super) fn add(&mut self, key: &str, value: &str) {
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
