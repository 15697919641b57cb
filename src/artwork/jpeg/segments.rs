//! The segments of a JPEG one after another: a marker and the bytes that belong to it.
//! Bytes between segments that belong to none are counted.

use super::{Flaw, cut};

/// Huffman tables follow.
pub const TABLES: u8 = 0xc4;
/// The picture ends.
pub const END: u8 = 0xd9;
/// A scan follows.
pub const SCAN: u8 = 0xda;
/// How many MCUs stand between two restarts.
pub const INTERVAL: u8 = 0xdd;

/// A marker with what belongs to it.
pub struct Segment<'b> {
    pub kind: u8,
    pub body: &'b [u8],
}

/// The segments of a file.
pub struct Segments<'b> {
    pub bytes: &'b [u8],
    /// Where the next one is looked for.
    pub at: usize,
    /// Bytes that belong to none.
    pub stray: usize,
}

impl<'b> Segments<'b> {
    /// Those behind the start of the image.
    pub fn of(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 2, stray: 0 }
    }

    /// The next one.
    pub fn next(&mut self) -> Result<Segment<'b>, Flaw> {
        loop {
            let kind = self.marker().ok_or(Flaw::Ends)?;
            if kind == END {
                return Ok(Segment { kind, body: &[] });
            }
            // Restarts, and other markers without a length, belong to nothing here.
            if matches!(kind, 0x01 | 0xd0..=0xd8) {
                self.stray += 2;
                continue;
            }
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let length = rest.first_chunk().map(|two| usize::from(u16::from_be_bytes(*two))).ok_or(Flaw::Ends)?;
            if length < 2 {
                return Err(cut());
            }
            let body = rest.get(2..length).ok_or(Flaw::Ends)?;
            self.at += length;
            return Ok(Segment { kind, body });
        }
    }

    /// The next marker, behind which it stands then; what comes before is counted as stray. A marker may have fill bytes
    /// before it.
    pub fn marker(&mut self) -> Option<u8> {
        loop {
            let rest = self.bytes.get(self.at..)?;
            let skipped = memchr::memchr(0xff, rest)?;
            let fill = rest.iter().skip(skipped).take_while(|byte| **byte == 0xff).count();
            let kind = *rest.get(skipped + fill)?;
            self.stray += skipped;
            self.at += skipped + fill + 1;
            if kind != 0 {
                return Some(kind);
            }
            self.stray += 2;
        }
    }
}
