//! Workbooks in ZIP archives (XLSX, ODS), looked at before their reader takes memory for what they say that they hold.
//! The parts are XML, of which only numbers are read here: how often something is repeated.

use std::io::{Cursor, Read};

use memchr::memmem;

use crate::limits::{SHEET_CELLS, WORKBOOK_BYTES};

/// Bytes of memory that a cell takes beside its text.
const CELL: u64 = 64;

/// How many bytes a workbook unpacks to, nothing if it is no archive; or what it has too much of.
pub(super) fn unpacked(bytes: &[u8]) -> Result<u64, String> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Ok(0) };
    let mut left = WORKBOOK_BYTES;
    let mut part = Vec::new();
    for index in 0..archive.len() {
        // One that cannot be read is told of by the reader.
        let Ok(file) = archive.by_index(index) else { continue };
        let is_xml = file.name_raw().to_ascii_lowercase().ends_with(b".xml");
        part.clear();
        // What was read of a damaged part counts as well.
        let _ = file.take(left + 1).read_to_end(&mut part);
        left = match left.checked_sub(part.len() as u64) {
            Some(left) => left,
            None => return Err(format!("unpacks to more than {} MiB", WORKBOOK_BYTES >> 20)),
        };
        if is_xml && part.contains(&0) {
            return Err("has a part that is not UTF-8".into());
        }
        if numbers(&part, b"uniqueCount").any(|count| count > part.len() as u64) {
            return Err("says that it has more texts than it has".into());
        }
        if memmem::find(&part, b"<table:table").is_some() && !is_closed(&part) {
            return Err("has a table without an end".into());
        }
        if Table::of(&part).is_too_large() {
            return Err(format!("repeats cells to more than {SHEET_CELLS}"));
        }
    }
    Ok(WORKBOOK_BYTES - left)
}

/// Whether tables and notes end: the reader looks for their ends behind that of the file, for ever. Comments could hide them.
fn is_closed(text: &[u8]) -> bool {
    let mut open = [false; 2];
    let mut rest = text;
    while let Some(piece) = memchr::memchr(b'<', rest).and_then(|start| rest.get(start..)) {
        let tag = tag(piece);
        let named = |mark: &[u8], name: &[u8]| {
            let after = tag.strip_prefix(mark).and_then(|tag| tag.strip_prefix(name)).and_then(|tag| tag.first());
            after.is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
        };
        if tag.starts_with(b"<!") {
            return false;
        }
        for (open, name) in open.iter_mut().zip([b"table:table".as_slice(), b"office:annotation"]) {
            *open = (*open || named(b"<", name) && !tag.ends_with(b"/>")) && !named(b"</", name);
        }
        rest = piece.get(tag.len()..).unwrap_or_default();
    }
    open == [false; 2]
}

/// The values of an attribute wherever it stands; what is no number is the largest.
fn numbers(text: &[u8], name: &'static [u8]) -> impl Iterator<Item = u64> {
    memmem::find_iter(text, name).filter_map(move |at| {
        let rest = text.get(at + name.len()..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let (quote, rest) = rest.split_first()?;
        let value = rest.split(|byte| byte == quote).next()?;
        Some(std::str::from_utf8(value).ok().and_then(|value| value.trim().parse().ok()).unwrap_or(u64::MAX))
    })
}

/// The value of an attribute of a tag, 1 if it has none.
fn repeats(tag: &[u8], name: &'static [u8]) -> u64 {
    numbers(tag, name).max().unwrap_or(1)
}

/// What the rows and cells of an ODS come to when they are repeated as often as they say.
#[derive(Default)]
struct Table {
    /// Rows up to the last with something in it.
    rows: u64,
    /// Cells of the longest row.
    wide: u64,
    /// Bytes of memory that cells with something in them take.
    bytes: u64,
}

impl Table {
    fn of(text: &[u8]) -> Table {
        let mut table = Table::default();
        let mut empty_rows = 0_u64;
        for row in pieces(text, b"<table:table-row") {
            let times = repeats(tag(row), b"number-rows-repeated");
            let (wide, bytes) = cells(row);
            if wide == 0 {
                empty_rows = empty_rows.saturating_add(times);
                continue;
            }
            table.rows = table.rows.saturating_add(empty_rows).saturating_add(times);
            table.wide = table.wide.max(wide);
            table.bytes = table.bytes.saturating_add(bytes.saturating_mul(times));
            empty_rows = 0;
        }
        table
    }

    fn is_too_large(&self) -> bool {
        self.rows.saturating_mul(self.wide) > SHEET_CELLS as u64 || self.bytes > 2 * WORKBOOK_BYTES
    }
}

/// The cells of a row up to the last with something in it, and the bytes that they take.
fn cells(row: &[u8]) -> (u64, u64) {
    let (mut wide, mut bytes, mut empty) = (0_u64, 0_u64, 0_u64);
    for cell in pieces(row, b"table-cell").filter(|piece| !piece.starts_with(b"table-cell>")) {
        let (tag, times) = (tag(cell), repeats(tag(cell), b"number-columns-repeated"));
        let inside = cell.get(tag.len()..).unwrap_or_default();
        let is_empty = memmem::find(tag, b"office:").is_none()
            && memmem::find(tag, b"formula").is_none()
            && (tag.ends_with(b"/>") || inside.starts_with(b"</"));
        if is_empty {
            empty = empty.saturating_add(times);
            continue;
        }
        // Spaces are counted, not written.
        let spaces = numbers(inside, b"text:c").fold(0, u64::saturating_add);
        let written = [b"-value".as_slice(), b"formula"].iter().any(|name| memmem::find(tag, name).is_some());
        let text = outside_tags(inside) + if written { tag.len() as u64 } else { 0 };
        let one = text.saturating_add(spaces).saturating_add(CELL);
        wide = wide.saturating_add(empty).saturating_add(times);
        bytes = bytes.saturating_add(one.saturating_mul(times)).saturating_add(empty.saturating_mul(CELL));
        empty = 0;
    }
    (wide, bytes)
}

/// The pieces of a text that begin with a mark.
fn pieces<'t>(text: &'t [u8], mark: &'static [u8]) -> impl Iterator<Item = &'t [u8]> {
    let mut starts = memmem::find_iter(text, mark).peekable();
    std::iter::from_fn(move || {
        let start = starts.next()?;
        text.get(start..starts.peek().copied().unwrap_or(text.len()))
    })
}

/// Bytes of a text that are in no tag.
fn outside_tags(text: &[u8]) -> u64 {
    text.split(|byte| *byte == b'<')
        .map(|part| memchr::memchr(b'>', part).map_or(part.len(), |end| part.len() - end - 1) as u64)
        .sum()
}

/// A piece up to the end of the tag that it begins with, which does not stand in quotes.
fn tag(piece: &[u8]) -> &[u8] {
    let mut quote = None;
    for (at, byte) in piece.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return piece.get(..=at).unwrap_or(piece),
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    piece
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// An archive of one part.
    fn archive(name: &str, text: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("begun");
        zip.write_all(text.as_bytes()).expect("written");
        zip.finish().expect("an archive").into_inner()
    }

    fn row(cells: &str, repeated: u32) -> String {
        format!("<table:table-row table:number-rows-repeated=\"{repeated}\">{cells}</table:table-row>")
    }

    #[test]
    fn cells_that_are_repeated_count_as_often_as_they_are_there() {
        let full = |times: u32| {
            format!(
                "<table:table-cell office:value-type='string' table:number-columns-repeated='{times}'><text:p>x</text:p></table:table-cell>"
            )
        };
        let empty = |times: u32| format!("<table:table-cell table:number-columns-repeated=\"{times}\"/>");
        let refused = |rows: &[String]| unpacked(&archive("content.xml", &rows.concat())).is_err();
        // As programs write the end of a sheet.
        assert!(!refused(&[row(&(full(1) + &empty(16_383)), 1), row(&empty(16_384), 1_048_575)]));
        assert!(!refused(&[row(&full(2_000), 1_000)]));
        assert!(refused(&[row(&full(2_000), 1_001)]));
        assert!(refused(&[row(&(empty(16_000) + &full(1)), 126)]));
        assert!(refused(&[row(&full(2), 1), row(&empty(1), 1_000_000), row(&full(1), 1)]));
        assert!(refused(&[row(&full(1).replace("<text:p>", "<text:p><text:s text:c=\"4000000000\"/>"), 1)]));
        assert!(refused(&[row(&full(1).replace("'1'", "'many'"), 1)]));
    }

    #[test]
    fn a_table_that_does_not_end_is_refused() {
        let refused = |text: &str| unpacked(&archive("content.xml", text)).is_err();
        assert!(!refused("<table:table table:name='S'><office:annotation/></table:table ><table:table/>"));
        for text in [
            "<table:table table:name='S'></tale:table>",
            "<table:table a='</table:table>'>",
            "<table:table><!-- </table:table> -->",
            "<table:table><office:annotation></table:table>",
        ] {
            assert!(refused(text), "{text}");
        }
    }

    #[test]
    fn texts_that_are_not_there_are_not_made_room_for() {
        let strings = |count: u64| format!("<sst uniqueCount = \"{count}\"><si><t>a</t></si></sst>");
        assert!(unpacked(&archive("xl/sharedStrings.xml", &strings(1))).is_ok_and(|bytes| bytes > 40));
        assert!(unpacked(&archive("xl/sharedStrings.xml", &strings(1 << 40))).is_err());
        assert!(unpacked(&archive("content.xml", "<\0a\0>\0")).is_err());
        assert_eq!(unpacked(b"no archive"), Ok(0));
    }
}
