//! Tables that people copy from pages: a line names the columns, and each line below it is a track or somebody with a role.
//! Cells are parted by tabs, as browsers copy them.

use super::line::Line;
use super::words::{labels, unquoted};
use super::{Of, Reader, field_of, length_or_zero};
use crate::import::draft::{DraftTrack, written_duration};
use crate::import::names;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The number of a track.
    Number,
    /// The title of a track.
    Title,
    /// The length of a track.
    Length,
    /// Who a track is by.
    Artist,
    /// Roles of the name in the same row.
    Role,
    /// Somebody whose role stands in the same row.
    Name,
    /// People with these roles.
    People(Vec<String>),
    /// Something else.
    Other,
}

/// The columns that a line names: two or more that are known, and people in one of them at least.
fn columns(cells: &[String]) -> Option<Vec<Column>> {
    let mut found: Vec<Column> = cells.iter().map(|cell| column(cell)).collect();
    // `Track` is the title where no other column is.
    if !found.contains(&Column::Title)
        && let Some((_, column)) = cells.iter().zip(&mut found).find(|(cell, _)| cell.eq_ignore_ascii_case("track"))
    {
        *column = Column::Title;
    }
    let known = found.iter().filter(|column| **column != Column::Other).count();
    let has = |wanted: &Column| found.contains(wanted);
    let people = found.iter().any(|column| matches!(column, Column::People(_)));
    let whole = has(&Column::Title) && known > 1 && (people || has(&Column::Number) || has(&Column::Artist))
        || has(&Column::Role) && (has(&Column::Name) || has(&Column::Artist));
    whole.then_some(found)
}

fn column(header: &str) -> Column {
    let bare = header.trim_end_matches([':', '.', '*']).replace("(s)", "s");
    let bare = match bare.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((bare, _)) => bare.trim(),
        None => bare.trim(),
    };
    let lower = bare.to_lowercase();
    match lower.as_str() {
        "#" | "№" | "nr" | "no" | "number" | "track" => return Column::Number,
        "title" | "titel" | "titre" | "título" | "song" | "name of track" | "title/composer" => return Column::Title,
        "length" | "time" | "duration" | "länge" | "durée" => return Column::Length,
        "artist" | "performer" | "artists" => return Column::Artist,
        "credit" | "credits" => return Column::Role,
        _ => {}
    }
    if let Some(found) = labels(bare) {
        return Column::People(found);
    }
    match field_of(bare).map(|field| (field.of, field.name.as_str())) {
        Some((_, "title" | "track_title")) => Column::Title,
        Some((Of::Credit, "role")) => Column::Role,
        Some((Of::Credit, "name")) => Column::Name,
        Some((Of::Credit, "tracks")) => Column::Number,
        _ => Column::Other,
    }
}

impl Reader {
    /// The track of a line, if it is a row of a table of tracks. A line that names columns begins a table.
    pub(super) fn row_track(&mut self, line: &Line) -> Option<DraftTrack> {
        if let Some(found) = columns(&line.cells) {
            self.columns = Some(found);
            return None;
        }
        let cells = line.cells.as_slice();
        let columns = self.columns.as_ref().filter(|columns| cells.len() > 1 && cells.len() <= columns.len())?;
        let cell = |wanted: &Column| {
            let place = columns.iter().position(|column| column == wanted)?;
            cells.get(place).map(String::as_str).filter(|cell| !cell.is_empty())
        };
        // A row without a number is the sum, where the others have one.
        let numbered = columns.contains(&Column::Number);
        let number = cell(&Column::Number)
            .map(|number| number.trim_end_matches(['.', ')']))
            .filter(|number| number.len() <= 4 && number.contains(|c: char| c.is_ascii_digit()));
        let is_sum = |title: &&str| title.to_lowercase().starts_with("total");
        let title = cell(&Column::Title).filter(|title| title.contains(char::is_alphanumeric) && !is_sum(title))?;
        if numbered && number.is_none() {
            return None;
        }
        Some(DraftTrack {
            position: number.unwrap_or_default().trim_start_matches('0').to_owned(),
            title: line.node(&unquoted(title)),
            duration: cell(&Column::Length).and_then(written_duration),
        })
    }

    /// A line of a table: its head, or a row with the people in it. What its cells say otherwise is listed.
    pub(super) fn table(&mut self, line: &Line, tracks: &mut usize) -> bool {
        if line.cells.is_empty() {
            return false;
        }
        if let Some(found) = columns(&line.cells) {
            self.settle();
            self.heading.clear();
            // Columns of names and roles are told from those of artists by the roles beside them.
            self.columns = Some(found);
            return true;
        }
        let track = self.row_track(line);
        let cells = line.cells.as_slice();
        let Some(columns) = self.columns.clone().filter(|columns| cells.len() <= columns.len()) else { return false };
        let place = columns.iter().position(|column| *column == Column::Role);
        let role = place.and_then(|place| cells.get(place)).map(String::as_str).filter(|cell| !cell.is_empty());
        if track.is_none() && role.is_none() {
            return false;
        }
        self.track = track.map(|_| {
            *tracks += 1;
            *tracks - 1
        });
        for (column, cell) in columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            match column {
                Column::People(roles) if names::can_be(cell) => self.people(line, cell, roles, None),
                Column::Name | Column::Artist if role.is_some() => {
                    match role.and_then(|role| super::words::labels_below(role, true)) {
                        Some(found) => self.people(line, cell, &found, None),
                        None => self.draft.leave(line.text.replace('\t', " "), line.at, length_or_zero(&line.text)),
                    }
                }
                Column::Artist if !self.is_own(cell) => self.people(line, cell, &["Artist".to_owned()], None),
                Column::Other | Column::People(_) => {
                    self.draft.leave(cell.as_str(), line.at, length_or_zero(&line.text))
                }
                _ => {}
            }
        }
        self.track = None;
        true
    }

    /// Whether a name is that of the record, as far as it has been told.
    fn is_own(&self, name: &str) -> bool {
        let said = self.draft.artists.iter().chain(&self.first);
        said.filter_map(|node| node.as_text()).any(|text| text == name || text.ends_with(&format!(" {name}")))
    }
}
