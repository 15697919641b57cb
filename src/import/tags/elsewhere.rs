//! Tags in recordings of kinds that `lofty` does not know: ID3v2 at the start or where the head says, APE at the end.
//! Only the tag is read, as bytes that stand for themselves.

use std::io::{Read, Result, Seek, SeekFrom};

use super::asf::HEAD;

/// Largest tag in bytes; covers are a part of it.
const MOST: u64 = 64 << 20;

/// What a file is that is read otherwise.
pub(super) enum Elsewhere {
    /// None of them.
    No,
    /// The head of a Windows Media file.
    Asf(Vec<u8>),
    /// A tag as it stands in the file.
    Tag(Vec<u8>),
}

/// Looks for the tags of a file by its first bytes; the reader is at its start again if it is none.
pub(super) fn elsewhere<R: Read + Seek>(reader: &mut R) -> Result<Elsewhere> {
    let mut head = Vec::new();
    reader.by_ref().take(32).read_to_end(&mut head)?;
    let found = if head.starts_with(&HEAD) {
        let size = little(&head, 16).min(MOST);
        Some(Elsewhere::Asf(part(reader, 0, size)?))
    } else if head.starts_with(b"DSD ") {
        id3(reader, little(&head, 20))?.map(Elsewhere::Tag)
    } else if head.starts_with(b"FRM8") {
        dff(reader)?.map(Elsewhere::Tag)
    } else if head.starts_with(b"TTA1") || after(reader, &head, b"TTA1")? {
        match id3(reader, 0)? {
            Some(tag) => Some(Elsewhere::Tag(tag)),
            None => ape(reader)?.map(Elsewhere::Tag),
        }
    } else if [&b"tBaK"[..], b"\x0b\x77", b"OFR "].iter().any(|start| head.starts_with(start)) {
        Some(Elsewhere::Tag(ape(reader)?.unwrap_or_else(|| vec![b'A'])))
    } else {
        None
    };
    reader.seek(SeekFrom::Start(0))?;
    Ok(found.unwrap_or(Elsewhere::No))
}

/// Whether something stands behind the tag at the start.
fn after<R: Read + Seek>(reader: &mut R, head: &[u8], what: &[u8]) -> Result<bool> {
    let Some(length) = id3_length(head) else { return Ok(false) };
    Ok(part(reader, length, what.len() as u64)? == what)
}

/// Eight bytes as a number, the smallest first.
fn little(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).unwrap_or_default().iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

fn part<R: Read + Seek>(reader: &mut R, at: u64, length: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.seek(SeekFrom::Start(at))?;
    reader.by_ref().take(length.min(MOST)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// How long an ID3v2 tag is, its head included.
fn id3_length(head: &[u8]) -> Option<u64> {
    let size = head.get(6..10).filter(|_| head.starts_with(b"ID3"))?;
    let footer = head.get(5).is_some_and(|flags| flags & 0x10 != 0);
    Some(size.iter().fold(0, |sum, byte| sum << 7 | u64::from(byte & 0x7f)) + if footer { 20 } else { 10 })
}

fn id3<R: Read + Seek>(reader: &mut R, at: u64) -> Result<Option<Vec<u8>>> {
    let head = part(reader, at, 10)?;
    match id3_length(&head) {
        Some(length) => part(reader, at, length).map(Some),
        None => Ok(None),
    }
}

/// The tag of a DSDIFF file, in a part of its own.
fn dff<R: Read + Seek>(reader: &mut R) -> Result<Option<Vec<u8>>> {
    let mut at = 16;
    for _ in 0..1000 {
        let head = part(reader, at, 12)?;
        let (Some(name), Some(size)) = (head.get(..4), head.get(4..12)) else { break };
        let size = size.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        if name == b"ID3 " {
            return part(reader, at + 12, size).map(Some);
        }
        let Some(next) = at.checked_add(12).and_then(|at| at.checked_add(size)).and_then(|at| at.checked_add(size % 2))
        else {
            break;
        };
        at = next;
    }
    Ok(None)
}

/// The APE tag at the end of a file, with what stands behind it.
fn ape<R: Read + Seek>(reader: &mut R) -> Result<Option<Vec<u8>>> {
    let end = reader.seek(SeekFrom::End(0))?;
    // An old tag of 128 bytes may be the last.
    let from = end.saturating_sub(32 + 128);
    let tail = part(reader, from, 32 + 128)?;
    let Some(place) = tail.windows(8).rposition(|part| part == b"APETAGEX") else { return Ok(None) };
    let size = tail.get(place + 12..place + 16).unwrap_or_default();
    let size = size.iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    // Its head, where it has one, is not counted.
    let start = (from + place as u64 + 32).saturating_sub(size);
    let headed = start.checked_sub(32).filter(|at| part(reader, *at, 8).is_ok_and(|head| head == b"APETAGEX"));
    let start = headed.unwrap_or(start);
    part(reader, start, from + place as u64 + 32 - start).map(Some)
}
