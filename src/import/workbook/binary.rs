//! Old workbooks (XLS), looked at before their reader takes memory for what they say that they hold: a table as large as the
//! farthest cell asks for. The file is one of streams in chains of sectors ([MS-CFB]), and one stream has the records ([MS-XLS]).

use std::collections::BTreeSet;

use crate::limits::SHEET_CELLS;

const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Numbers of sectors from here on mean something else.
const NO_SECTOR: u32 = 0xffff_fffa;
/// Bytes of a sector of small streams, and the length from which a stream is not small.
const SMALL_SECTOR: usize = 64;
const SMALL: usize = 4096;
/// Cells that a sheet can have by its kind of file: what it says of its size is at most that.
const MOST_SAID: u64 = 65_536 * 256;

/// Records of cells: number, label, rich label, truth, rational, shared text, several rationals, formula.
const CELLS: [u16; 8] = [0x0203, 0x0204, 0x00d6, 0x0205, 0x027e, 0x00fd, 0x00bd, 0x0006];
const SEVERAL: u16 = 0x00bd;
const DIMENSIONS: u16 = 0x0200;
const SHEET: u16 = 0x0085;
const BEGINS: u16 = 0x0809;
const ENDS: u16 = 0x000a;

/// What a workbook has too much of; none if it can be read, or is of another kind.
pub(super) fn too_much(bytes: &[u8]) -> Option<String> {
    if !bytes.starts_with(MAGIC) {
        return None;
    }
    let Some(stream) = Streams::of(bytes).and_then(|streams| streams.workbook()) else {
        return Some("is damaged".into());
    };
    let too_large = || Some(format!("has more than {SHEET_CELLS} cells"));
    let sheets: Vec<usize> = Records(&stream)
        .take_while(|(kind, _)| *kind != ENDS)
        .filter(|(kind, _)| *kind == SHEET)
        .filter_map(|(_, data)| Some(u32::from_le_bytes(data.first_chunk().copied()?) as usize))
        .collect();
    let (mut cells, mut read) = (0_u64, 0_usize);
    for start in sheets {
        let area = Area::of(stream.get(start..).unwrap_or_default());
        cells = cells.saturating_add(area.cells());
        read = read.saturating_add(area.read);
        if cells > SHEET_CELLS as u64 || area.said > MOST_SAID {
            return too_large();
        }
        // Sheets lie one after the other; many of the same place are read as often.
        if read > stream.len().saturating_mul(2) {
            return Some("has sheets within each other".into());
        }
    }
    None
}

/// Records of a stream: kind and data.
struct Records<'s>(&'s [u8]);

impl<'s> Iterator for Records<'s> {
    type Item = (u16, &'s [u8]);

    fn next(&mut self) -> Option<(u16, &'s [u8])> {
        let [a, b, c, d] = *self.0.first_chunk::<4>()?;
        let (kind, length) = (u16::from_le_bytes([a, b]), usize::from(u16::from_le_bytes([c, d])));
        let data = self.0.get(4..4 + length)?;
        self.0 = self.0.get(4 + length..)?;
        Some((kind, data))
    }
}

/// Where the cells of a sheet are.
#[derive(Default)]
struct Area {
    first: Option<(u16, u16)>,
    last: (u16, u16),
    /// Cells that the sheet says it has.
    said: u64,
    /// Bytes of its records.
    read: usize,
}

impl Area {
    fn of(stream: &[u8]) -> Area {
        let (mut area, mut depth) = (Area::default(), 0_usize);
        for (kind, data) in Records(stream) {
            area.read += 4 + data.len();
            match kind {
                BEGINS => depth += 1,
                ENDS if depth <= 1 => break,
                ENDS => depth -= 1,
                DIMENSIONS => area.said = area.said.max(said(data)),
                // Charts in a sheet are passed over; counting their cells too is on the safe side.
                _ if CELLS.contains(&kind) => area.add(kind, data),
                _ => {}
            }
        }
        area
    }

    fn add(&mut self, kind: u16, data: &[u8]) {
        let [a, b, c, d] = match data.first_chunk::<4>() {
            Some(place) => *place,
            None => return,
        };
        let (row, column) = (u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]));
        let to = data.last_chunk::<2>().filter(|_| kind == SEVERAL).map_or(column, |last| u16::from_le_bytes(*last));
        let first = self.first.unwrap_or((row, column));
        self.first = Some((first.0.min(row), first.1.min(column)));
        self.last = (self.last.0.max(row), self.last.1.max(column).max(to));
    }

    fn cells(&self) -> u64 {
        let Some(first) = self.first else { return 0 };
        let long = |from: u16, to: u16| u64::from(to.saturating_sub(from)) + 1;
        long(first.0, self.last.0) * long(first.1, self.last.1)
    }
}

/// The cells that a sheet says it has; all of the numbers that can stand for its size are multiplied, whichever form it has.
fn said(data: &[u8]) -> u64 {
    let number = |at: usize, long: usize| {
        data.get(at..at + long)
            .map_or(0, |bytes| bytes.iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte)))
    };
    let ((top, bottom), (left, right)) = match data.len() {
        10 => ((number(0, 2), number(2, 2)), (number(4, 2), number(6, 2))),
        _ => ((number(0, 4), number(4, 4)), (number(8, 2), number(10, 2))),
    };
    // The reader takes a first column beyond the last, or beyond those of its kind of file, for none.
    let left = if left > 0xff || right < left { 0 } else { left };
    // It subtracts them as they are: a first row behind the last is as good as no end.
    if bottom > 0 && top >= bottom {
        return u64::MAX;
    }
    bottom.saturating_sub(top).saturating_mul(right.saturating_sub(left))
}

/// The streams of a file.
struct Streams<'b> {
    bytes: &'b [u8],
    sector: usize,
    /// The next sector of each.
    next: Vec<u32>,
    next_small: Vec<u32>,
    small: Vec<u8>,
    /// Name, first sector and length of each stream.
    directory: Vec<(String, u32, usize)>,
}

impl<'b> Streams<'b> {
    fn of(bytes: &'b [u8]) -> Option<Streams<'b>> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..)?.first_chunk().copied()?));
        let sector = match bytes.get(30..32)? {
            [9, 0] => 512,
            [12, 0] => 4096,
            _ => return None,
        };
        let mut streams = Streams {
            bytes,
            sector,
            next: Vec::new(),
            next_small: Vec::new(),
            small: Vec::new(),
            directory: Vec::new(),
        };
        // Where the table of next sectors is: in the header, then in a chain of its own.
        let mut tables: Vec<u32> = numbers(bytes.get(76..512)?).collect();
        let (mut more, mut seen) = (number(68)?, BTreeSet::new());
        while more < NO_SECTOR {
            if !seen.insert(more) {
                return None;
            }
            tables.extend(numbers(streams.at(more)?));
            more = tables.pop()?;
        }
        let mut seen = BTreeSet::new();
        for table in tables.into_iter().filter(|table| *table < NO_SECTOR) {
            if !seen.insert(table) {
                return None;
            }
            let part: Vec<u32> = numbers(streams.at(table)?).collect();
            streams.next.extend(part);
        }
        let directory = streams.chain(number(48)?, usize::MAX)?;
        for entry in directory.chunks_exact(128) {
            let name: Vec<u16> =
                entry.get(..64)?.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
            let name = String::from_utf16_lossy(&name);
            let name = name.split('\0').next().unwrap_or_default().to_owned();
            let at = |at: usize| Some(u32::from_le_bytes(entry.get(at..)?.first_chunk().copied()?));
            // A length of four bytes more would be larger than any file that is read.
            let length = if sector == 4096 && at(124)? > 0 { usize::MAX } else { at(120)? as usize };
            streams.directory.push((name, at(116)?, length));
        }
        if number(64)? > 0 {
            let (_, start, length) = streams.directory.first()?;
            streams.small = streams.chain(*start, *length)?;
            streams.next_small = numbers(&streams.chain(number(60)?, usize::MAX)?).collect();
        }
        Some(streams)
    }

    fn at(&self, sector: u32) -> Option<&'b [u8]> {
        let start = (sector as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The bytes of a chain of sectors, at most so many; none if it goes round or leads nowhere.
    fn chain(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        chained(start, length, &self.next, |sector| self.at(sector))
    }

    /// The stream of records.
    fn workbook(&self) -> Option<Vec<u8>> {
        let named = |wanted: &str| self.directory.iter().find(|(name, ..)| name.eq_ignore_ascii_case(wanted));
        let (_, start, length) = named("Workbook").or_else(|| named("Book"))?;
        if *length >= SMALL {
            return self.chain(*start, *length);
        }
        chained(*start, *length, &self.next_small, |sector| {
            let start = (sector as usize).checked_mul(SMALL_SECTOR)?;
            self.small.get(start..(start + SMALL_SECTOR).min(self.small.len()))
        })
    }
}

fn chained<'b>(start: u32, length: usize, next: &[u32], at: impl Fn(u32) -> Option<&'b [u8]>) -> Option<Vec<u8>> {
    let (mut bytes, mut sector, mut seen) = (Vec::new(), start, BTreeSet::new());
    while sector < NO_SECTOR && bytes.len() < length {
        if !seen.insert(sector) {
            return None;
        }
        let part = at(sector)?;
        bytes.extend_from_slice(part.get(..length - bytes.len()).unwrap_or(part));
        sector = *next.get(sector as usize)?;
    }
    Some(bytes)
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
