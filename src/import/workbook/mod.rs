//! Workbooks (XLSX, XLS, ODS): a sheet as the text of a spreadsheet, cells as they are shown, merged ones filled.
//! Rows keep their numbers, so that messages name those that a spreadsheet program shows.

use std::io::Cursor;

use calamine::{Data, Dimensions, Range, Reader, Sheets, open_workbook_auto_from_rs};

use super::spreadsheet::MAX_CELLS;
use super::text::brief;
use crate::diagnostic::Diagnostic;

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
    let unreadable = |error: &dyn std::fmt::Display| {
        fail(format!("the workbook cannot be read: {}", error.to_string().trim_end_matches('.').to_lowercase()))
    };
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let names: Vec<String> = book.sheet_names();
    let mut pages = Vec::new();
    for sheet in names {
        let range = book.worksheet_range(&sheet).map_err(|error| unreadable(&error))?;
        if range.is_empty() || range.used_cells().next().is_none() {
            continue;
        }
        let (rows, columns) = range.get_size();
        if rows.saturating_mul(columns) > MAX_CELLS {
            return Err(fail(format!("sheet `{}` has more than {MAX_CELLS} cells", brief(&sheet))));
        }
        let merged = merged(&mut book, &sheet);
        pages.push(Page { name: sheet, text: csv(&range, &merged) });
    }
    if pages.is_empty() {
        return Err(fail("the workbook has no cells with something in them".into()));
    }
    Ok(pages)
}

fn merged(book: &mut Sheets<Cursor<&[u8]>>, sheet: &str) -> Vec<Dimensions> {
    match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn csv(range: &Range<Data>, merged: &[Dimensions]) -> String {
    let (first_row, first_column) = range.start().unwrap_or_default();
    let (rows, columns) = range.get_size();
    let mut out = "\n".repeat(first_row as usize);
    for row in 0..rows {
        for column in 0..columns {
            if column > 0 {
                out.push(',');
            }
            let (at_row, at_column) = (first_row + row as u32, first_column + column as u32);
            let inside = |area: &&Dimensions| {
                (area.start.0..=area.end.0).contains(&at_row) && (area.start.1..=area.end.1).contains(&at_column)
            };
            let origin = merged.iter().find(inside).map_or((at_row, at_column), |area| area.start);
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
