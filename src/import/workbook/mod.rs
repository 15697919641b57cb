//! Workbooks (XLSX, XLS, ODS): a sheet as the text of a spreadsheet, cells as they are shown, merged ones filled.
//! Rows keep their numbers, so that messages name those that a spreadsheet program shows.

mod binary;
mod packed;

use std::io::Cursor;

use calamine::{Cell, Data, DataRef, Dimensions, Range, Reader, Sheets, Xlsx, XlsxError, open_workbook_auto_from_rs};
use rustc_hash::FxHashMap;

use super::spreadsheet::MAX_CELLS;
use super::text::brief;
use crate::caught::caught;
use crate::diagnostic::Diagnostic;

/// Bytes that all sheets are read from: each is a part of the file, and a file can name one part as often as it likes.
const MOST_READ: u64 = 2 << 30;

/// A sheet with something in it.
pub(crate) struct Page {
    /// Its name.
    pub name: String,
    /// Its cells as CSV.
    pub text: String,
}

/// The sheets of a workbook that have cells, in order.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn pages(name: &str, bytes: &[u8]) -> Result<Vec<Page>, Vec<Diagnostic>> {
    let fail = |message: String| {
        let hint = "open it in its program and save it again, or save it as CSV";
        vec![Diagnostic::error("workbook", message).in_file(name).hint(hint)]
    };
    let unreadable = |error: &dyn std::fmt::Display| fail(unread(error));
    // The reader takes memory for whatever a file says that it holds, and ends the program where there is none.
    let length = packed::unpacked(bytes).and_then(|length| match binary::too_much(bytes) {
        Some(reason) => Err(reason),
        None => Ok(length.max(bytes.len() as u64)),
    });
    let length = length.map_err(|reason| fail(format!("the workbook {reason}")))?;
    let read = caught(|| {
        let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
        read(&mut book, length).map_err(&fail)
    });
    let pages = read.unwrap_or_else(|| Err(unreadable(&"it is damaged")))?;
    if pages.is_empty() {
        return Err(fail("the workbook has no cells with something in them".into()));
    }
    Ok(pages)
}

/// The sheets with something in them, or why there are none.
fn read(book: &mut Sheets<Cursor<&[u8]>>, length: u64) -> Result<Vec<Page>, String> {
    let names: Vec<String> = book.sheet_names();
    if length.saturating_mul(names.len() as u64) > MOST_READ {
        return Err(format!("the workbook has {} sheets, which are too many for its size", names.len()));
    }
    let (mut pages, mut left) = (Vec::new(), MAX_CELLS);
    for sheet in names {
        let range = match &mut *book {
            Sheets::Xlsx(book) => cells(book, &sheet)?,
            Sheets::Xlsb(_) => return Err("the workbook is an XLSB, which is not read".into()),
            other => other.worksheet_range(&sheet).map_err(|error| unread(&error))?,
        };
        if range.is_empty() || range.used_cells().next().is_none() {
            continue;
        }
        let (rows, columns) = range.get_size();
        let Some(rest) = rows.checked_mul(columns).and_then(|cells| left.checked_sub(cells)) else {
            return Err(too_many(&sheet));
        };
        left = rest;
        let merged = origins(&merged(book, &sheet), &range).ok_or_else(|| too_many(&sheet))?;
        pages.push(Page { name: sheet, text: csv(&range, &merged) });
    }
    Ok(pages)
}

fn unread(error: &dyn std::fmt::Display) -> String {
    format!("the workbook cannot be read: {}", error.to_string().trim_end_matches('.').to_lowercase())
}

fn too_many(sheet: &str) -> String {
    format!("sheet `{}` has more than {MAX_CELLS} cells", brief(sheet))
}

/// The cells of a sheet, if they and the area that they lie in are no more than is read.
fn cells(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Range<Data>, String> {
    let mut reader = match book.worksheet_cells_reader(sheet) {
        Ok(reader) => reader,
        // A chart.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(Range::default()),
        Err(error) => return Err(unread(&error)),
    };
    let mut cells = Vec::new();
    let (mut first, mut last) = ((u32::MAX, u32::MAX), (0, 0));
    while let Some(cell) = reader.next_cell().map_err(|error| unread(&error))? {
        if matches!(cell.get_value(), DataRef::Empty) {
            continue;
        }
        let (row, column) = cell.get_position();
        first = (row.min(first.0), column.min(first.1));
        last = (row.max(last.0), column.max(last.1));
        let area = (u64::from(last.0 - first.0) + 1) * (u64::from(last.1 - first.1) + 1);
        if area > MAX_CELLS as u64 || cells.len() >= MAX_CELLS {
            return Err(too_many(sheet));
        }
        cells.push(Cell::new((row, column), Data::from(cell.get_value().clone())));
    }
    Ok(Range::from_sparse(cells))
}

/// For each cell of a merged area the one whose text it shows; none if areas lie over each other until that is too many.
fn origins(merged: &[Dimensions], range: &Range<Data>) -> Option<Origins> {
    let (Some(first), Some(last)) = (range.start(), range.end()) else { return Some(Origins::default()) };
    let mut left = MAX_CELLS as u64;
    let mut origins = Origins::default();
    for area in merged {
        let rows = area.start.0.max(first.0)..=area.end.0.min(last.0);
        let columns = area.start.1.max(first.1)..=area.end.1.min(last.1);
        let long = |from: &u32, to: &u32| u64::from(to.saturating_add(1).saturating_sub(*from));
        left = left.checked_sub(long(rows.start(), rows.end()) * long(columns.start(), columns.end()))?;
        for row in rows {
            for column in columns.clone() {
                origins.entry((row, column)).or_insert(area.start);
            }
        }
    }
    Some(origins)
}

type Origins = FxHashMap<(u32, u32), (u32, u32)>;

fn merged(book: &mut Sheets<Cursor<&[u8]>>, sheet: &str) -> Vec<Dimensions> {
    match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn csv(range: &Range<Data>, merged: &Origins) -> String {
    let (first_row, first_column) = range.start().unwrap_or_default();
    let (rows, columns) = range.get_size();
    let mut out = "\n".repeat(first_row as usize);
    for row in 0..rows {
        for column in 0..columns {
            if column > 0 {
                out.push(',');
            }
            let (at_row, at_column) = (first_row + row as u32, first_column + column as u32);
            let origin = merged.get(&(at_row, at_column)).copied().unwrap_or((at_row, at_column));
            let text = range.get_value(origin).map(shown).unwrap_or_default();
            if text.contains([',', '"', '\n', '\r', ';', '\t']) || text.trim() != text {
                out.push('"');
                out.push_str(&text.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(&text);
            }
        }
        out.push('\n');
    }
    out
}

/// A cell as its program shows it: whole numbers without a point, dates as such.
fn shown(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::Float(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::Error(error) => error.to_string(),
        Data::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        Data::DurationIso(text) => text.clone(),
        Data::DateTime(time) => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            if time.is_duration() || time.as_f64() < 1.0 {
                let minutes = (time.as_f64() * 1440.0) as u64;
                return if minutes >= 60 && second == 0 && time.as_f64() < 1.0 {
                    // `3:45` typed into a cell is a quarter to four.
                    format!("{}:{:02}", minutes / 60, minutes % 60)
                } else {
                    format!("{hour}:{minute:02}:{second:02}")
                };
            }
            format!("{year:04}-{month:02}-{day:02}")
        }
    }
}
