//! The rows of a spreadsheet as records: rows of the same title and artist are one, in order of first appearance.
//! Blank cells of title and artist repeat the row above; a row that would lose a name is an error.

use std::collections::BTreeMap;

use super::cells::{cleaned, is_failed, key, node, parts, ungarbled, value};
use super::columns::{Of, fold};
use super::credit::{credit, grouped, of_columns};
use super::draft::{Draft, DraftName, DraftTrack};
use super::layout::{Column, Layout};
use super::problems::{MOST_KEPT, Places};
use super::table::{Cell, Row};
use crate::catalogue::CARD_KINDS;
use crate::catalogue::no_names::no_name;
use crate::diagnostic::Diagnostic;
use crate::import::dates::{date, year_of};
use crate::import::draft::written_duration;
use crate::import::text::Text;
use crate::import::text::brief;
use crate::import::tree::{Node, Value};

/// What the rows of a file say.
#[derive(Default)]
pub(super) struct Records<'t> {
    /// The records in order of first appearance.
    pub drafts: Vec<Draft<'t>>,
    /// Errors of rows that belong to no record.
    pub errors: Vec<Diagnostic>,
    /// Errors that were too many to keep.
    pub more: usize,
    /// Warnings about the file.
    pub warnings: Vec<Diagnostic>,
}

/// Title and artist of a row.
type Whose<'t> = (&'t Cell, &'t Cell);

/// Reads the rows.
pub(super) fn read<'t>(places: &Places<'t>, layout: &Layout, split: &[String]) -> Records<'t> {
    let mut reader = Reading {
        places: *places,
        layout,
        split,
        title: layout.field("title"),
        artist: layout.field("artist"),
        records: Records::default(),
        by_key: BTreeMap::new(),
        folded: BTreeMap::new(),
        above: None,
    };
    let mut short: (usize, Option<&Row>) = (0, None);
    for row in &places.table.rows {
        if row.width < places.table.header.width {
            short = (short.0 + 1, short.1.or(Some(row)));
        }
        reader.row(row);
    }
    if let (count, Some(first)) = short {
        let wide = places.table.header.width;
        let (rows, have) = if count == 1 { ("row", "has") } else { ("rows", "have") };
        let message = format!(
            "{count} {rows} {have} fewer cells than the header, which has {wide}; row {} has {}: the others are taken as blank",
            first.number, first.width
        );
        let line = u32::try_from(places.source.line(first.at.line).chars().count()).unwrap_or(1);
        let warning = Diagnostic::warning("short-row", message).hint("check that no cell is missing in the middle");
        reader.records.warnings.push(places.source.place(warning, first.at, line));
    }
    reader.records
}

struct Reading<'t, 'l> {
    places: Places<'t>,
    layout: &'l Layout,
    /// Texts that part names, beside those that always do.
    split: &'l [String],
    title: Option<usize>,
    artist: Option<usize>,
    records: Records<'t>,
    /// Records of a title and artist; several only if something tells them apart.
    by_key: BTreeMap<(String, String), Vec<usize>>,
    /// Keys without case and punctuation, to find records that are one.
    folded: BTreeMap<(String, String), usize>,
    above: Option<(Whose<'t>, usize)>,
}

impl<'t> Reading<'t, '_> {
    fn lost(&mut self, problem: Diagnostic) {
        if self.records.errors.len() < MOST_KEPT {
            self.records.errors.push(problem);
        } else {
            self.records.more += 1;
        }
    }

    fn row(&mut self, row: &'t Row) {
        // Columns that are left out do not make a row.
        let counts = |(place, _): &&(usize, Cell)| !self.layout.ignored.contains(place);
        let Some((_, first)) = row.cells.iter().find(counts) else { return };
        let Some(draft) = self.whose(row, first) else { return };
        let places = self.places;
        let Some(draft) = self.records.drafts.get_mut(draft) else { return };
        let wide = places.table.header.width;
        if let Some(cell) = row.cells.iter().find(|(place, _)| *place >= wide).map(|(_, cell)| cell) {
            let message =
                format!("expected {wide} cells as in the header, found `{}` behind them", brief(&cleaned(cell)));
            let hint = "put a text that holds the separator in double quotes";
            draft.report(places.cell(Diagnostic::error("ragged-row", message).hint(hint), cell));
            return;
        }
        for (_, cell) in row.cells.iter().filter(|(place, _)| !self.layout.ignored.contains(place)) {
            if is_failed(cell) {
                let message = format!("expected text, found `{}`, the error of a formula", cell.text.trim());
                let hint = "type the text again, with `'` in front of it if it starts with `=`, `+` or `-`";
                draft.report(places.cell(Diagnostic::error("formula", message).hint(hint), cell));
            } else if let Some(meant) = ungarbled(&value(cell)) {
                let message =
                    format!("`{}` looks like `{}` in the wrong encoding", brief(&cleaned(cell)), brief(&meant));
                let hint = "correct it, or save the original again as CSV UTF-8";
                draft.report(places.cell(Diagnostic::warning("garbled", message).hint(hint), cell));
            }
        }
        for (place, column) in &self.layout.columns {
            let (Some(cell), Column::Field(field)) = (row.cell(*place), column) else { continue };
            if !matches!(field.of, Of::Record | Of::Card) || matches!(field.name.as_str(), "title" | "artist") {
                continue;
            }
            let node = match field.name.as_str() {
                "hashtags" => listed(&places, cell, |c| c == ';' || c == ',' || c.is_whitespace()),
                "formats" => listed(&places, cell, |c| matches!(c, ';' | ',' | '\n')),
                "released" => match date(&cleaned(cell)) {
                    Some(date) => key(&date, cell),
                    None if no_name(&cleaned(cell)).is_some() => continue,
                    None => match year_of(&cleaned(cell)) {
                        Some(year) => {
                            let message = format!(
                                "`{}` is two dates, with the day or the month first: only the year {year} is taken",
                                brief(&cleaned(cell))
                            );
                            let hint = format!("write it as {year}-03-06");
                            draft.report(places.cell(Diagnostic::warning("bad-date", message).hint(hint), cell));
                            key(&year, cell)
                        }
                        None => node(cell),
                    },
                },
                // Each track has its own.
                "isrc" | "iswc" if self.layout.by_track => continue,
                "upc" => key(&barcode(&cleaned(cell)), cell),
                _ => node(cell),
            };
            let value = cleaned(cell);
            if field.name == "kind" && CARD_KINDS.contains(&value.as_str()) {
                let message =
                    format!("expected a kind of record, found `{value}`, which is a kind of card without one");
                let hint = "write album, single, ep or the like; other cards are made from credit files";
                draft.report(places.cell(Diagnostic::error("kind", message).hint(hint), cell));
                continue;
            }
            draft.set(field.name.as_str(), row.number, cell, node, &places);
        }
        for (name, cell) in &places.table.above {
            if !matches!(*name, "title" | "artist") {
                let date = (*name == "released").then(|| date(&cleaned(cell))).flatten();
                let value = date.map_or_else(|| node(cell), |date| key(&date, cell));
                draft.set(name, row.number, cell, value, &places);
            }
        }
        let track = track(draft, row, self.layout);
        by(draft, row, self.layout, &places, track.as_ref());
        of_columns(draft, row, self.layout, &places, self.split, track.as_ref());
        for (place, column) in &self.layout.columns {
            if let (Some(cell), Column::Custom(name)) = (row.cell(*place), column) {
                draft.own(name, row.number, cell, &places);
            }
        }
        grouped(draft, row, self.layout, &places, self.split, track.as_ref());
        credit(draft, row, self.layout, &places, self.split, track);
    }

    /// The record that a row is of, by its title and artist or those above it. `first` is its first cell.
    fn whose(&mut self, row: &'t Row, first: &'t Cell) -> Option<usize> {
        let set = |field: &str| self.places.table.constant(field);
        let title = set("title").or_else(|| self.title.and_then(|place| row.cell(place)));
        let artist = set("artist").or_else(|| self.artist.and_then(|place| row.cell(place)));
        let above = self.above;
        let mut guessed = None;
        let (title, artist) = match (title, artist, above) {
            (Some(title), Some(artist), _) => (title, artist),
            (None, None, Some((_, place))) => return Some(place),
            (None, Some(artist), Some(((_, old), place))) if cleaned(artist) == cleaned(old) => return Some(place),
            (Some(title), None, Some(((old, _), place))) if cleaned(title) == cleaned(old) => return Some(place),
            (Some(title), None, Some(((_, artist), _))) => {
                guessed = Some(title);
                (title, artist)
            }
            (None, Some(artist), _) => {
                let problem = Diagnostic::error(
                    "no-title",
                    format!("expected a title beside `{}`, found none", brief(&cleaned(artist))),
                );
                let hint = "write the title; a blank title repeats the row above only under the same artist";
                let problem = self.places.cell(problem.hint(hint), artist);
                self.lost(problem);
                return None;
            }
            (Some(title), None, None) => {
                let message = format!("expected an artist beside `{}`, found none", brief(&cleaned(title)));
                let problem =
                    self.places.cell(Diagnostic::error("no-artist", message).hint("write who the record is by"), title);
                self.lost(problem);
                return None;
            }
            (None, None, None) => {
                let name = self.layout.field("name").and_then(|place| row.cell(place));
                let first = name.unwrap_or(first);
                let message = format!("expected title and artist beside `{}`, found neither", brief(&cleaned(first)));
                let hint = "the first row of a record has its title and artist";
                let problem = self.places.cell(Diagnostic::error("no-title", message).hint(hint), first);
                self.lost(problem);
                return None;
            }
        };
        let named = (cleaned(title), cleaned(artist));
        let place = self.place(row, title, artist, named);
        if let (Some(cell), Some(draft)) = (guessed, self.records.drafts.get_mut(place)) {
            let message = format!(
                "no artist beside `{}`, so it is the one above: `{}`",
                brief(&cleaned(cell)),
                brief(&cleaned(artist))
            );
            let warning = Diagnostic::warning("artist-above", message).hint("write the artist, also if it is the same");
            draft.report(self.places.cell(warning, cell));
        }
        self.above = Some(((title, artist), place));
        Some(place)
    }

    /// The record of a row that names one. In a sheet with a row for each record, two rows of one title and artist are
    /// two records if a column tells them apart, and else one with a word about it.
    fn place(&mut self, row: &'t Row, title: &'t Cell, artist: &'t Cell, named: (String, String)) -> usize {
        let known = self.by_key.get(&named).cloned().unwrap_or_default();
        let Some(first) = known.first().copied() else { return self.start(row, title, artist, named) };
        if self.layout.by_credit || self.layout.by_track {
            return first;
        }
        let tells = self.layout.telling(row);
        let records = &mut self.records.drafts;
        let same = |place: &&usize| records.get(**place).is_some_and(|draft| draft.apart(&tells).is_none());
        let (song, by) = (brief(&named.0), brief(&named.1));
        if let Some(place) = known.iter().find(same).copied() {
            if let Some(draft) = records.get_mut(place) {
                let message = format!(
                    "`{song}` by `{by}` is in row {} already: the credits of both rows are on one card",
                    draft.row
                );
                let hint = "if they are two records, tell them apart with a column such as `released`, `label` or a \
                            catalogue number; if they are one, write it in one row, or leave title and artist blank in \
                            the second";
                draft.tell(tells);
                draft.report(self.places.cell(Diagnostic::warning("repeated-record", message).hint(hint), title));
            }
            return place;
        }
        let other = records.get(first).and_then(|draft| Some((draft.row, draft.apart(&tells)?)));
        let place = self.start(row, title, artist, named);
        if let (Some((other, column)), Some(draft)) = (other, self.records.drafts.get_mut(place))
            && self.layout.ignored.contains(&column)
        {
            let header = brief(&Text::new(self.places.table.header_of(column)).value);
            let message =
                format!("`{song}` by `{by}` is another record than that of row {other}: `{header}` tells them apart");
            draft.report(self.places.cell(Diagnostic::note("repeated-record", message), title));
        }
        place
    }

    fn start(&mut self, row: &'t Row, title: &'t Cell, artist: &'t Cell, named: (String, String)) -> usize {
        let place = self.records.drafts.len();
        let mut draft = Draft::new(row.number, title, artist);
        draft.tell(self.layout.telling(row));
        let folded = (fold(&named.0), fold(&named.1));
        let plain = !folded.0.is_empty() && !folded.1.is_empty();
        match self.folded.get(&folded).and_then(|other| self.records.drafts.get(*other)) {
            Some(other) if plain && !self.by_key.contains_key(&named) => {
                let (old, new) = (cleaned(other.title), &named.0);
                let (old, new) = if old == *new { (cleaned(other.artist), &named.1) } else { (old, new) };
                let message = format!(
                    "`{}` and `{}` are two records, because they are spelt in two ways",
                    brief(&old),
                    brief(new)
                );
                let warning = Diagnostic::warning("near-record", message).hint("if they are one, use one spelling");
                draft.report(self.places.cell(warning, title));
            }
            _ => drop(self.folded.insert(folded, place)),
        }
        self.by_key.entry(named).or_default().push(place);
        self.records.drafts.push(draft);
        place
    }
}

fn listed(places: &Places<'_>, cell: &Cell, separates: impl Fn(char) -> bool) -> Node {
    let items = parts(places.source, cell, separates);
    Node { value: Value::List(items), at: cell.at, length: cell.length }
}

/// The track of a row that names one.
fn track<'t>(draft: &mut Draft<'t>, row: &'t Row, layout: &Layout) -> Option<Node> {
    let cell = |name: &str| layout.field(name).and_then(|place| row.cell(place));
    let title = cell("track_title").filter(|_| layout.by_track)?;
    let position = cell("tracks").filter(|_| !layout.by_credit);
    let duration = cell("duration").and_then(|cell| written_duration(&cleaned(cell)));
    let codes = ["isrc", "iswc"].into_iter().filter_map(|name| Some((name, cell(name)?))).collect();
    Some(draft.track(DraftTrack { title, position, duration, codes }))
}

/// A barcode as it was, with the zeros that spreadsheet programs take off its front or put there.
fn barcode(text: &str) -> String {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        10 | 11 if digits => format!("{text:0>12}"),
        14 if digits => text.strip_prefix('0').unwrap_or(text).to_owned(),
        _ => text.to_owned(),
    }
}

/// Who a track is by, if that is somebody else than the record.
fn by(draft: &mut Draft<'_>, row: &Row, layout: &Layout, places: &Places<'_>, track: Option<&Node>) {
    let cell = layout.field("track_artist").and_then(|place| row.cell(place));
    let (Some(cell), Some(track)) = (cell, track) else { return };
    if cleaned(cell) == cleaned(draft.artist) {
        return;
    }
    let header = layout.field("track_artist").and_then(|place| places.table.header.cell(place)).unwrap_or(cell);
    let name = DraftName { name: node(cell), tracks: vec![track.clone()], details: Vec::new(), handles: Vec::new() };
    draft.credit(key("Artist", header), name);
}
