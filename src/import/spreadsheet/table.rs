//! The cells of a spreadsheet, each with its place in the file: rows and columns as a spreadsheet program counts them.
//! The separator is found out from the header; quotes that would change a text without a word are errors.

use csv_core::{ReadFieldResult, ReaderBuilder};

use super::columns::{self, ColumnMap, fold};
use crate::diagnostic::{Diagnostic, Position};
use crate::import::Setting;
use crate::import::text::Source;
use crate::import::text::brief;
use crate::limits::{CELL_CHARACTERS, SHEET_COLUMNS};

/// Most cells of a file.
pub const MAX_CELLS: usize = crate::limits::SHEET_CELLS;

/// What separates cells, the likelier ones first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A cell with something in it, or a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// The text, quotes resolved, as typed otherwise.
    pub text: String,
    /// Where it starts in the file, at the quote if it is quoted.
    pub at: Position,
    /// Characters it spans on its first line.
    pub length: u32,
}

/// A row with at least one cell that is not blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// Its number as a spreadsheet program counts, from 1.
    pub number: usize,
    /// How many cells it has, blank ones at its end included.
    pub width: usize,
    /// The cells that are not blank, by column from 0, in order.
    pub cells: Vec<(usize, Cell)>,
    /// Where it starts.
    pub at: Position,
}

impl Row {
    /// The cell of a column, if it is not blank.
    pub fn cell(&self, column: usize) -> Option<&Cell> {
        let place = self.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        self.cells.get(place).map(|(_, cell)| cell)
    }
}

/// A spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// The row that names the columns: the first that is not blank, or one below what a sheet is headed with.
    pub header: Row,
    /// The rows under it that are not blank.
    pub rows: Vec<Row>,
    /// Fields that somebody set for all rows, as cells.
    set: Vec<(&'static str, Cell)>,
    /// Fields that rows above the header give: `Album:`, `Low Tide`.
    pub above: Vec<(&'static str, Cell)>,
    /// Rows above the header that give none.
    pub passed: Vec<Row>,
}

impl Table {
    /// The table with fields that are set for all rows.
    pub fn with(mut self, settings: &[Setting]) -> Self {
        let cell = |text: &str| Cell { text: text.to_owned(), at: Position::default(), length: 0 };
        self.set = settings.iter().map(|setting| (setting.field, cell(&setting.value))).collect();
        self
    }

    /// The cell of a field that is set for all rows.
    pub fn constant(&self, field: &str) -> Option<&Cell> {
        let set = self.set.iter().rev().find(|(known, _)| *known == field);
        set.or_else(|| self.above.iter().find(|(known, _)| *known == field)).map(|(_, cell)| cell)
    }

    /// The cells of a column that are not blank.
    pub fn cells(&self, column: usize) -> impl Iterator<Item = &Cell> {
        self.rows.iter().filter_map(move |row| row.cell(column))
    }

    /// The text of a column's header; empty if it has none.
    pub fn header_of(&self, column: usize) -> &str {
        self.header.cell(column).map_or("", |cell| cell.text.trim())
    }

    /// Row and column of a place in the file: that of the last cell that starts at or before it.
    pub fn locate(&self, at: Position) -> Option<(usize, usize)> {
        let row = match self.rows.partition_point(|row| row.at <= at).checked_sub(1) {
            Some(place) => self.rows.get(place)?,
            None => &self.header,
        };
        let before = row.cells.iter().filter(|(_, cell)| cell.at <= at);
        before.max_by_key(|(_, cell)| cell.at).map(|(column, _)| (row.number, *column))
    }
}

/// A column as spreadsheet programs name it, from 0: `A`, `Z`, `AA`.
pub(super) fn letters(column: usize) -> String {
    let mut out = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        out.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    out.iter().rev().collect()
}

/// Reads the cells of a file. `None` if all are blank.
pub(super) fn read(source: &Source, maps: &[ColumnMap]) -> Result<Option<Table>, Vec<Diagnostic>> {
    let text = &*source.text;
    // Excel's own line that names the separator.
    let named = text.lines().next().and_then(|line| {
        let bare = line.trim_matches('"');
        let sign = bare.strip_prefix("sep=").or_else(|| bare.strip_prefix("SEP="))?;
        let mut bytes = sign.trim_end_matches('"').bytes();
        // A file that was saved again may have separators behind it.
        bytes.next().filter(|byte| SEPARATORS.contains(byte) && bytes.all(|other| other == *byte))
    });
    let (separator, skip) = match named {
        Some(separator) => (separator, text.find('\n').map_or(text.len(), |end| end + 1)),
        None => (separator(text, maps), 0),
    };
    let mut cells = Cells::new(source, separator, skip);
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    while let Some(row) = cells.row(&mut problems) {
        if cells.count > MAX_CELLS {
            let message = format!("expected a spreadsheet of at most {MAX_CELLS} cells, found more");
            let problem = Diagnostic::error("too-many-cells", message).hint("split the file");
            return Err(vec![source.place(problem, row.at, 1)]);
        }
        if row.width > SHEET_COLUMNS {
            let message = format!(
                "row {}: a spreadsheet has at most {SHEET_COLUMNS} columns, this row has {}",
                row.number, row.width
            );
            let problem = Diagnostic::error("too-many-cells", message).hint("give each name a row of its own");
            return Err(vec![source.place(problem, row.at, 1)]);
        }
        if row.cells.is_empty() {
            continue;
        }
        rows.push(row);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut rows = rows.into_iter();
    let above_header = heads(rows.as_slice(), maps);
    let before: Vec<Row> = rows.by_ref().take(above_header).collect();
    let Some(header) = rows.next() else { return Ok(None) };
    let own =
        |name: &str| header.cells.iter().any(|(_, cell)| columns::find(&cell.text).is_some_and(|it| it.name == name));
    let (mut above, mut passed) = (Vec::new(), Vec::new());
    for row in before {
        match given(&row).filter(|(name, _)| *name == "title" || !own(name)) {
            Some(found) => above.push(found),
            None => passed.push(row),
        }
    }
    Ok(Some(Table { header, rows: rows.collect(), set: Vec::new(), above, passed }))
}

/// Most rows above a header.
const MOST_ABOVE: usize = 20;

/// How many rows stand above the header: none, unless the first names no two columns that are known and a later one does.
fn heads(rows: &[Row], maps: &[ColumnMap]) -> usize {
    let is_field = |cell: &Cell| {
        columns::find(&cell.text).is_some() || maps.iter().any(|map| fold(&map.header) == fold(&cell.text))
    };
    let fields = |row: &Row| row.cells.iter().filter(|(_, cell)| is_field(cell)).count();
    let known =
        |row: &Row| row.cells.iter().filter(|(_, cell)| is_field(cell) || columns::role(&cell.text).is_some()).count();
    match rows.first() {
        Some(first) if known(first) < 2 => {
            rows.iter().take(MOST_ABOVE).position(|row| fields(row) >= 1 && known(row) >= 3).unwrap_or_default()
        }
        _ => 0,
    }
}

/// The field of the record that a row above the header gives: `Album:` with its value beside it, or `Album: Low Tide`.
fn given(row: &Row) -> Option<(&'static str, Cell)> {
    let (_, first) = row.cells.first()?;
    let of =
        |name: &str| columns::find(name.trim_end_matches([':', ' '])).filter(|field| field.of == columns::Of::Record);
    match row.cells.get(1) {
        Some((_, value)) => Some((of(&first.text)?.name.as_str(), value.clone())),
        None => {
            let (name, value) = first.text.split_once(':')?;
            let before = u32::try_from(name.chars().count() + 1).unwrap_or_default();
            let column = first.at.column.saturating_add(before);
            let at = Position { column, ..first.at };
            let text = value.trim().to_owned();
            (!text.is_empty()).then_some((of(name)?.name.as_str(), Cell { text, at, length: first.length }))
        }
    }
}

/// Whether a text that is not called so is a spreadsheet: its first row names three columns or more that are known.
pub(crate) fn looks_like_one(text: &str) -> bool {
    let line = header(text);
    SEPARATORS.iter().any(|separator| {
        let cells = line.split(char::from(*separator)).map(|cell| cell.trim().trim_matches('"'));
        cells.filter(|cell| columns::find(cell).is_some() || columns::role(cell).is_some()).count() >= 3
    }) && text.trim().contains('\n')
}

/// The separator with which the header has the most columns that are known; else the one with the most columns.
fn separator(text: &str, maps: &[ColumnMap]) -> u8 {
    let score = |separator: u8| {
        let source = Source::new("", header(text));
        let mut cells = Cells::new(&source, separator, 0);
        let row = cells.row(&mut Vec::new()).unwrap_or_default();
        let below =
            Source::new("", text.lines().take(MOST_ABOVE).map(|line| format!("{line}\n")).collect::<String>().as_str());
        let mut cells = Cells::new(&below, separator, 0);
        let rows: Vec<Row> =
            std::iter::from_fn(|| cells.row(&mut Vec::new())).filter(|row| !row.cells.is_empty()).collect();
        let row = rows.get(heads(&rows, maps)).filter(|_| heads(&rows, maps) > 0).cloned().unwrap_or(row);
        let known = |cell: &str| {
            columns::find(cell).is_some()
                || columns::role(cell).is_some()
                || maps.iter().any(|map| fold(&map.header) == fold(cell))
        };
        (row.cells.iter().filter(|(_, cell)| known(&cell.text)).count(), row.cells.len())
    };
    let mut best = (b',', (0, 0));
    for separator in SEPARATORS {
        let found = score(separator);
        if found > best.1 {
            best = (separator, found);
        }
    }
    best.0
}

/// The first row that is not blank, whatever separates its cells: it ends with a line outside quotes.
fn header(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || [',', ';', '|'].contains(&c));
    let mut quoted = false;
    for (place, c) in text.char_indices().take(100_000) {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => return text.get(..place).unwrap_or(text),
            _ => {}
        }
    }
    text.lines().next().unwrap_or(text)
}

/// Reads cells one by one, counting lines, columns and rows.
struct Cells<'s> {
    source: &'s Source,
    rest: &'s str,
    reader: csv_core::Reader,
    separator: u8,
    at: Position,
    number: usize,
    count: usize,
    buffer: Vec<u8>,
}

impl<'s> Cells<'s> {
    fn new(source: &'s Source, separator: u8, skip: usize) -> Self {
        let rest = source.text.get(skip..).unwrap_or_default();
        let reader = ReaderBuilder::new().delimiter(separator).build();
        let at = Position { line: if skip > 0 { 2 } else { 1 }, column: 1 };
        Self { source, rest, reader, separator, at, number: 0, count: 0, buffer: vec![0; 1 << 12] }
    }

    /// The next row; `None` at the end. Quotes that are wrong are reported.
    fn row(&mut self, problems: &mut Vec<Diagnostic>) -> Option<Row> {
        // The reader passes over empty lines, which are rows too.
        while self.rest.starts_with('\n') {
            self.pass(1);
            self.number += 1;
        }
        if self.rest.is_empty() {
            return None;
        }
        self.number += 1;
        let mut row = Row { number: self.number, at: self.at, ..Row::default() };
        loop {
            let (at, whole) = (self.at, self.rest);
            let (text, consumed, last) = self.cell();
            let raw = whole.get(..consumed).unwrap_or_default();
            let raw = raw.strip_suffix('\n').filter(|_| last).unwrap_or(raw);
            let raw = raw.strip_suffix(char::from(self.separator)).filter(|_| !last).unwrap_or(raw);
            self.pass(consumed);
            self.count += 1;
            if let Err(mut problem) = quotes(self.source, raw, at, self.separator) {
                problem.message = format!("row {}, column {}: {}", self.number, letters(row.width), problem.message);
                problems.push(*problem);
                // What follows a quote that is never closed is no row.
                if self.rest.is_empty() || problems.len() >= 20 {
                    return None;
                }
            }
            if text.chars().nth(CELL_CHARACTERS).is_some() {
                let place = format!("row {}, column {}", self.number, letters(row.width));
                let message = format!(
                    "{place}: a cell has at most {CELL_CHARACTERS} characters, this has {}",
                    text.chars().count()
                );
                problems.push(self.source.place(Diagnostic::error("text-too-long", message), at, 1));
                if problems.len() >= 20 {
                    return None;
                }
            } else if !text.trim().is_empty() {
                let shown = raw.lines().next().unwrap_or_default();
                let blank = shown.len() - shown.trim_start().len();
                let before = shown.get(..blank).unwrap_or_default().chars().count();
                let column = at.column.saturating_add(u32::try_from(before).unwrap_or_default());
                let length = u32::try_from(shown.trim().chars().count()).unwrap_or(1).max(1);
                let at = if shown.trim().is_empty() { at } else { Position { column, ..at } };
                row.cells.push((row.width, Cell { text, at, length }));
            }
            row.width += 1;
            if last {
                return Some(row);
            }
        }
    }

    /// One cell: its text, the bytes it takes with what ends it, and whether it is the last of its row.
    fn cell(&mut self) -> (String, usize, bool) {
        let mut text = Vec::new();
        let mut consumed = 0;
        loop {
            let input = self.rest.as_bytes().get(consumed..).unwrap_or_default();
            let (result, read, written) = self.reader.read_field(input, &mut self.buffer);
            consumed += read;
            text.extend_from_slice(self.buffer.get(..written).unwrap_or_default());
            match result {
                ReadFieldResult::OutputFull => {}
                // An empty input tells the reader that this is the end.
                ReadFieldResult::InputEmpty if !input.is_empty() => {}
                ReadFieldResult::InputEmpty | ReadFieldResult::End => return (lossless(text), consumed, true),
                ReadFieldResult::Field { record_end } => return (lossless(text), consumed, record_end),
            }
        }
    }

    /// Moves on by some bytes.
    fn pass(&mut self, bytes: usize) {
        let passed = self.rest.get(..bytes).unwrap_or(self.rest);
        self.rest = self.rest.get(bytes..).unwrap_or_default();
        match passed.rfind('\n') {
            Some(last) => {
                let lines = passed.bytes().filter(|byte| *byte == b'\n').count();
                self.at.line = self.at.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
                self.at.column = 1 + count(passed.get(last + 1..).unwrap_or_default());
            }
            None => self.at.column = self.at.column.saturating_add(count(passed)),
        }
    }
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX - 1)
}

/// The reader cuts between bytes that are no part of a longer character, so what it gives is UTF-8.
fn lossless(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Whether the quotes of a cell are those of CSV: around all of it, doubled inside, or not at its start.
fn quotes(source: &Source, raw: &str, at: Position, separator: u8) -> Result<(), Box<Diagnostic>> {
    let Some(inner) = raw.strip_prefix('"') else {
        let trimmed = raw.trim_start();
        if trimmed.len() < raw.len() && trimmed.starts_with('"') && raw.trim_end().len() > 1 {
            let message = "expected a quote at the start of the cell, found a space before it";
            let problem = Diagnostic::error("quote", message)
                .hint("remove the space; a quote after a space is taken for a part of the text");
            return Err(Box::new(source.place(problem, at, 1)));
        }
        return Ok(());
    };
    let mut chars = inner.char_indices().peekable();
    while let Some((place, c)) = chars.next() {
        if c != '"' {
            continue;
        }
        if chars.next_if(|(_, next)| *next == '"').is_some() {
            continue;
        }
        let after = inner.get(place + 1..).unwrap_or_default();
        if after.trim().is_empty() {
            return Ok(());
        }
        let message = format!("expected the end of the cell after the closing quote, found `{}`", brief(after.trim()));
        let problem = Diagnostic::error("quote", message)
            .hint("a quote inside a quoted cell is doubled: \"\"\"Deep\"\" Blue\" reads \"Deep\" Blue");
        let length = raw.lines().next().map_or(1, count);
        return Err(Box::new(source.place(problem, at, length)));
    }
    let sign = if separator == b'\t' { "tab".to_owned() } else { format!("`{}`", char::from(separator)) };
    let problem = Diagnostic::error("quote", "expected a closing quote for the cell that starts here")
        .hint(format!("end the cell with `\"` before the {sign}; a quote inside is doubled"));
    Err(Box::new(source.place(problem, at, 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        read(&Source::new("x.csv", text), &[]).expect("cells").expect("a header")
    }

    fn texts(row: &Row) -> Vec<(usize, &str)> {
        row.cells.iter().map(|(column, cell)| (*column, cell.text.as_str())).collect()
    }

    #[test]
    fn columns_are_named_as_spreadsheet_programs_do() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn rows_and_places_survive_blank_lines_and_quoted_line_breaks() {
        let table = table("\ntitle,artist\r\n\r\n,,\n\"a\r\nb\",\"c \"\"d\"\"\"\ne,  f\n");
        assert_eq!((table.header.number, table.rows.len()), (2, 2));
        let [first, second] = table.rows.as_slice() else { panic!("two rows") };
        assert_eq!((first.number, first.at), (5, Position { line: 5, column: 1 }));
        assert_eq!(texts(first), [(0, "a\nb"), (1, "c \"d\"")]);
        assert_eq!(first.cell(1).expect("a cell").at, Position { line: 6, column: 4 });
        assert_eq!((second.number, second.at), (6, Position { line: 7, column: 1 }));
        let cell = second.cell(1).expect("a cell");
        assert_eq!((cell.text.as_str(), cell.at.column, cell.length), ("  f", 5, 1));
        assert_eq!(table.locate(Position { line: 6, column: 5 }), Some((5, 1)));
        assert_eq!(table.locate(Position { line: 7, column: 1 }), Some((6, 0)));
    }

    #[test]
    fn the_separator_is_found_out_or_named() {
        for text in [
            "title,artist;x\na,b\n",
            "title;artist;y,z\n;a;b\n",
            "title\tartist\na\tb\n",
            "title|artist\na|b\n",
            "sep=;\ntitle;artist\na;b\n",
            "\"sep=|\"\ntitle|artist\na|b\n",
            "\"ti,t,l;e\";title;artist\n;a;b\n",
            "\"x;y;q\n;,,,\",title,artist\n,a,b",
        ] {
            let table = table(text);
            let row = table.rows.first().expect("a row");
            let texts: Vec<&str> = row.cells.iter().map(|(_, cell)| cell.text.as_str()).collect();
            assert!(texts.ends_with(&["a", "b"]), "{text}: {table:?}");
        }
    }

    #[test]
    fn a_cell_longer_than_the_buffer_is_whole() {
        let long = "é".repeat(10_000);
        assert_eq!(table(&format!("title,artist\n{long},b")).rows[0].cell(0).expect("a cell").text, long);
        assert_eq!(table(&format!("title,artist\nb,\"{long}\"")).rows[0].cell(1).expect("a cell").text, long);
    }
}
