//! Which of the two shapes a spreadsheet has, and what each of its columns holds.
//! A column that nobody understands is said; one that would lose names is an error.

use std::collections::BTreeMap;

use super::cells::{cleaned, value};
use super::columns::{self, ColumnMap, Field, Meaning, Of, fold};
use super::groups::{Group, groups};
use super::problems::Places;
use super::table::{Cell, Row, Table};
use super::unclaimed::{left_out, together, without_header};
use crate::catalogue::no_names::{NoName, no_name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::import::ImportOptions;
use crate::import::names::can_be;
use crate::import::text::Text;
use crate::import::text::brief;

/// How a file is laid out, for hints: both shapes, with a row each.
const SHAPES: &str =
    "a row per credit: `title, artist, role, name`; or a row per record: `title, artist, Producer, Mixed by, …`";

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// A field of the table of columns.
    Field(&'static Field),
    /// A field of the author's own.
    Custom(String),
    /// Names of people with that role.
    Role(String),
}

/// The columns that are read, by their number from 0.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The columns, in the order of the file.
    pub columns: Vec<(usize, Column)>,
    /// Columns in groups, a role and a name each.
    pub groups: Vec<Group>,
    /// Columns that are left out, with or without a word.
    pub ignored: Vec<usize>,
    /// Whether there is a row for each credit; else there is one for each record.
    pub by_credit: bool,
    /// Whether rows name tracks of the record beside it.
    pub by_track: bool,
    /// Columns that tell records of one title and artist apart, in order: what is neither a credit nor title and artist.
    pub telling: Vec<usize>,
}

impl Layout {
    /// What a row says in the columns that tell records apart.
    pub fn telling(&self, row: &Row) -> BTreeMap<usize, String> {
        let text = |place: &usize| Some((*place, cleaned(row.cell(*place)?)));
        self.telling.iter().filter_map(text).collect()
    }

    /// The column of a field.
    pub fn field(&self, name: &str) -> Option<usize> {
        let mut all = self.columns.iter();
        all.find(|(_, column)| matches!(column, Column::Field(field) if field.name == name)).map(|(place, _)| *place)
    }
}

/// A header with what it could mean.
pub(super) struct Header<'t> {
    pub place: usize,
    pub cell: &'t Cell,
    pub field: Option<&'static Field>,
    pub role: Option<String>,
    pub custom: Option<String>,
    pub ignored: bool,
    /// Whether somebody says what the column holds.
    pub mapped: bool,
    /// Whether it stands in a group.
    pub grouped: bool,
    /// How many cells under it are not blank.
    pub filled: usize,
    /// How many of them can be names.
    pub named: usize,
    /// A cell because of which it is no role, and the role that it is called like.
    pub refused: Option<(String, String)>,
}

impl Header<'_> {
    /// Takes back what the header seems to say, if the cells under it say otherwise.
    fn claim(&mut self, table: &Table) {
        let texts = || table.cells(self.place).map(cleaned);
        // Under `Lyrics` stand words far oftener than who wrote them.
        let words = matches!(fold(&self.cell.text).as_str(), "lyrics" | "lyric" | "text" | "words" | "songtext");
        if words && self.role.is_some() && texts().any(|text| !looks_named(&text)) {
            self.refused = texts().find(|text| !looks_named(text)).zip(self.role.take());
        }
        // `NA` and `TBA` say that a name is not known yet, whatever the column.
        let judged = texts().filter(|text| no_name(text) != Some(NoName::Open)).count();
        if self.role.is_some() && self.named * 2 < judged {
            self.refused = texts().find(|text| !can_be(text)).zip(self.role.take());
        }
        let Some(field) = self.field else { return };
        // `Format` of a release is `LP` or `Digital`; that of a card is one of ours.
        let is_release =
            |text: &String| RELEASE_FORMATS.contains(&text.to_lowercase().as_str()) || text.contains(['"', '″', '”']);
        if field.name == "formats" && texts().any(|text| is_release(&text)) {
            self.ignored = true;
        }
        // `Track` may be its title, though it is mostly its number.
        let number = |text: &String| text.chars().any(|c| c.is_ascii_digit()) && text.split_whitespace().count() < 3;
        if field.name == "tracks" && self.filled > 0 && texts().filter(number).count() * 2 < self.filled {
            self.field = columns::find("track title");
        }
    }
}

/// Whether all words of a text begin as those of names do.
fn looks_named(text: &str) -> bool {
    let words = text.split([' ', ',', ';', '&', '/', '\n']).filter(|word| !word.is_empty());
    let small = ["and", "de", "da", "van", "von", "der", "la", "the", "y", "e", "et", "und", "of"];
    can_be(text) && words.into_iter().all(|word| small.contains(&word) || !word.starts_with(char::is_lowercase))
}

/// What releases come on.
const RELEASE_FORMATS: [&str; 18] = [
    "lp",
    "2lp",
    "cd",
    "2cd",
    "vinyl",
    "digital",
    "cassette",
    "tape",
    "download",
    "streaming",
    "file",
    "ep",
    "single",
    "album",
    "dvd",
    "mp3",
    "wav",
    "flac",
];

/// Which columns are of the tracks, in a sheet that names both the record and its tracks; whether there are any.
fn tracks(headers: &mut [Header<'_>], table: &Table) -> bool {
    let is = |header: &Header<'_>, name: &str| !header.ignored && header.field.is_some_and(|field| field.name == name);
    for (of_record, of_track) in [("title", "track_title"), ("artist", "track_artist")] {
        let own = headers.iter().filter(|header| is(header, of_record)).count();
        let tracks = headers.iter().filter(|header| is(header, of_track)).count();
        let above = table.above.iter().any(|(known, _)| *known == of_record);
        if own > 0 && tracks == 0 && above && of_record == "title" {
            // What the sheet is headed with names the record, so these are its tracks.
            for header in headers.iter_mut().filter(|header| is(header, of_record)) {
                header.field = columns::find(of_track);
            }
        } else if own == 0 && tracks > 0 && table.constant(of_record).is_none() {
            // What names tracks and no record names records of one track.
            for header in headers.iter_mut().filter(|header| is(header, of_track)) {
                header.field = columns::find(of_record);
            }
        } else if own > 1 && tracks == 0 {
            let release = |header: &Header<'_>| {
                let text = fold(&header.cell.text);
                ["album", "release", "record", "project"].iter().any(|word| text.contains(word))
            };
            if headers.iter().filter(|header| is(header, of_record) && release(header) && header.filled > 0).count()
                == 1
            {
                let others =
                    headers.iter_mut().filter(|header| is(header, of_record) && !release(header) && header.filled > 0);
                if let [only] = others.collect::<Vec<_>>().as_mut_slice() {
                    only.field = columns::find(of_track);
                }
            }
        }
    }
    headers.iter().any(|header| is(header, "track_title"))
}

/// Finds out what the columns hold.
pub(super) fn layout(
    table: &Table,
    options: &ImportOptions,
    places: &Places<'_>,
) -> Result<(Layout, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut headers = headers(table, &options.maps, places, &mut problems);
    let groups = groups(&mut headers);
    let by_track = tracks(&mut headers, table);
    let by_credit = match shape(&headers, !groups.is_empty(), places) {
        Ok(by_credit) => by_credit,
        Err(problem) => {
            problems.push(*problem);
            return Err(problems);
        }
    };
    let mut layout = Layout { groups, by_credit, by_track, ..Layout::default() };
    let mut unknown: Vec<&Header<'_>> = Vec::new();
    for header in headers.iter().filter(|header| !header.grouped) {
        let field = header.field.filter(|field| match field.of {
            Of::Record | Of::Card => true,
            Of::Track => by_track,
            // The number of a track stands beside its title.
            _ => by_credit || by_track && field.name == "tracks",
        });
        let column = match (field, &header.role) {
            _ if header.ignored || header.field.is_some_and(|field| field.of == Of::Review) => None,
            _ if header.custom.is_some() => header.custom.clone().map(Column::Custom),
            (Some(field), _) => Some(Column::Field(field)),
            (None, Some(role)) if !by_credit => Some(Column::Role(role.clone())),
            _ => {
                unknown.push(header);
                None
            }
        };
        let told = match (header.field, &header.role) {
            (Some(field), _) => field.of == Of::Card || field.of == Of::Record && !is_whose(field),
            (None, role) => role.is_none(),
        };
        if told {
            layout.telling.push(header.place);
        }
        match column {
            Some(column) => layout.columns.push((header.place, column)),
            None => layout.ignored.push(header.place),
        }
    }
    repeated(&mut layout, &headers, places, &mut problems);
    let mut unknown_problems = Vec::new();
    for header in unknown.iter().filter(|header| header.filled > 0) {
        unknown_problems.push(left_out(header, &layout, places));
    }
    if options.ignore_unknown {
        unknown_problems.retain(|problem| problem.severity == Severity::Error);
    }
    problems.extend(together(unknown_problems, places));
    for name in ["title", "artist"] {
        if layout.field(name).is_none() && table.constant(name).is_none() {
            let message = format!("expected a column for `{name}`, found none");
            // Codes and societies are in capitals; names mostly are not.
            let said =
                |header: &Header<'_>| table.cells(header.place).any(|cell| cell.text.contains(char::is_lowercase));
            let fits = |header: &&&Header<'_>| {
                header.filled > 0 && header.field.is_none() && header.named * 2 > header.filled && said(header)
            };
            let hint = match unknown.iter().find(fits) {
                Some(header) => {
                    let guess = brief(header.cell.text.trim());
                    format!(
                        "add a column `{name}`, or say which one it is: --map \"{guess}={name}\"; --set \"{name}=…\" is for all rows"
                    )
                }
                None => format!("add a column `{name}`, or say it for all rows: --set \"{name}=…\""),
            };
            problems.push(places.header(Diagnostic::error("missing-column", message).hint(hint)));
        }
    }
    without_header(table, &headers, places, &mut problems);
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        Err(problems)
    } else {
        Ok((layout, problems))
    }
}

fn headers<'t>(
    table: &'t Table,
    maps: &[ColumnMap],
    places: &Places<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Header<'t>> {
    let mut filled = vec![0_usize; table.header.width];
    for (place, _) in table.rows.iter().flat_map(|row| &row.cells) {
        if let Some(count) = filled.get_mut(*place) {
            *count += 1;
        }
    }
    let mut used = vec![false; maps.len()];
    let headers: Vec<Header<'_>> = table
        .header
        .cells
        .iter()
        .map(|(place, cell)| {
            let text = Text::new(&cell.text).value;
            let folded = fold(&text);
            let same = |map: &ColumnMap| Text::new(&map.header).value == text;
            let alike = |map: &ColumnMap| fold(&map.header) == folded;
            let map = maps.iter().position(same).or_else(|| maps.iter().position(alike));
            let filled = filled.get(*place).copied().unwrap_or_default();
            let mut header = Header {
                place: *place,
                cell,
                field: None,
                role: None,
                custom: None,
                ignored: false,
                mapped: map.is_some(),
                grouped: false,
                filled,
                named: 0,
                refused: None,
            };
            header.named = table.cells(*place).filter(|cell| can_be(&value(cell))).count();
            match map.and_then(|at| Some((at, &maps.get(at)?.meaning))) {
                Some((at, meaning)) => {
                    if let Some(used) = used.get_mut(at) {
                        *used = true;
                    }
                    match meaning {
                        Meaning::Field(name) => header.field = columns::find(name),
                        Meaning::Role(label) => header.role = Some(label.clone()),
                        Meaning::Custom(name) => header.custom = Some(name.clone()),
                        Meaning::Nothing => header.ignored = true,
                    }
                }
                None => {
                    header.field = columns::find(&text);
                    // `Notes` are remarks; who wrote liner notes stands under `Notes by`.
                    let remark = header.field.is_some_and(|field| field.name == "note");
                    header.role = columns::role(&text).map(|role| role.label).filter(|_| !remark);
                    header.claim(table);
                }
            }
            header
        })
        .collect();
    for (map, _) in maps.iter().zip(used).filter(|(_, used)| !used) {
        let message = format!("`--map`: no column is called `{}`", brief(&map.header));
        let known: Vec<String> =
            headers.iter().take(12).map(|header| format!("`{}`", header.cell.text.trim())).collect();
        let warning = Diagnostic::warning("no-column", message).hint(format!("there are {}", brief_list(&known)));
        problems.push(places.header(warning));
    }
    headers
}

fn brief_list(names: &[String]) -> String {
    let all: Vec<String> = names.iter().map(|name| brief(&name.replace('\n', " "))).collect();
    all.join(", ")
}

/// Whether the file has a row for each credit; else it has one for each record.
fn shape(headers: &[Header<'_>], grouped: bool, places: &Places<'_>) -> Result<bool, Box<Diagnostic>> {
    let of = |name: &str| headers.iter().find(|header| header.field.is_some_and(|field| field.name == name));
    let of_credit = |header: &Header<'_>| header.field.is_none_or(|field| matches!(field.of, Of::Credit | Of::Handle));
    let mut roles = headers.iter().filter(|header| header.role.is_some() && !header.ignored && of_credit(header));
    let role_alone = roles.clone().find(|header| header.field.is_none() && header.filled > 0);
    let at = |header: &Header<'_>, message: String, hint: String| {
        Box::new(places.cell(Diagnostic::error("shape", message).hint(hint), header.cell))
    };
    let name = of("name").or_else(|| of("last_name"));
    match (of("role"), name, role_alone) {
        (Some(_), Some(_), None) => Ok(true),
        (Some(role), Some(name), Some(other)) => {
            let text = |header: &Header<'_>| brief(header.cell.text.trim());
            let message = format!(
                "expected one shape, found both: a row per credit (`{}`, `{}`) and a column for the role `{}`",
                text(role),
                text(name),
                text(other)
            );
            let hint =
                format!("leave that column out with --map \"{}=\", or give its names rows of their own", text(other));
            Err(at(other, message, hint))
        }
        (Some(one), None, _) => Err(at(one, "found a column for roles, but none for names".into(), SHAPES.into())),
        (None, Some(one), _) => Err(at(one, "found a column for names, but none for roles".into(), SHAPES.into())),
        (None, None, _) if grouped || roles.next().is_some() => Ok(false),
        (None, None, _) => {
            let message = "expected columns for roles and names, or a column for each role, found neither";
            Err(Box::new(places.header(Diagnostic::error("shape", message).hint(SHAPES))))
        }
    }
}

/// Two columns of one field: the blank one is left out; if both have something, one of them would be lost.
fn repeated(layout: &mut Layout, headers: &[Header<'_>], places: &Places<'_>, problems: &mut Vec<Diagnostic>) {
    let header = |place: usize| headers.iter().find(|header| header.place == place);
    let mut kept: Vec<(usize, Column)> = Vec::new();
    for (place, column) in std::mem::take(&mut layout.columns) {
        let same = |(_, other): &&mut (usize, Column)| matches!(column, Column::Field(_)) && *other == column;
        let (Some(here), Some(other)) = (header(place), kept.iter_mut().find(same)) else {
            kept.push((place, column));
            continue;
        };
        let Some(first) = header(other.0) else { continue };
        if first.filled == 0 {
            layout.ignored.push(other.0);
            *other = (place, column);
        } else if here.filled == 0 {
            layout.ignored.push(place);
        } else if let Column::Field(field) = column {
            let (one, two) = (brief(first.cell.text.trim()), brief(here.cell.text.trim()));
            let message = format!("expected one column for `{}`, found `{one}` and `{two}`", field.name);
            let hint = if fold(&one) == fold(&two) {
                "delete or rename one of them".to_owned()
            } else {
                format!("leave one out: --map \"{two}=\" or --map \"{one}=\"")
            };
            problems.push(places.cell(Diagnostic::error("repeated-column", message).hint(hint), here.cell));
        }
    }
    layout.columns = kept;
}

/// Whether a field says whose record a row is of.
fn is_whose(field: &Field) -> bool {
    matches!(field.name.as_str(), "title" | "artist")
}
