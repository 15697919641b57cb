//! Columns of which the header says that names stand in brackets behind a title: `Title (Writers)`, `Song (Composer)`.
//! They become two columns, as if the sheet had them.

use super::columns;
use super::table::{Cell, Table};
use crate::import::writers;

/// The table with such a column parted. A row that is wider than the header leaves it as it is.
pub(super) fn parted(mut table: Table) -> Table {
    let wide = table.header.width;
    let found = table.header.cells.iter().find_map(|(place, cell)| Some((*place, headed(&cell.text)?)));
    let Some((place, (title, role))) = found.filter(|_| table.rows.iter().all(|row| row.width <= wide)) else {
        return table;
    };
    let Some((_, cell)) = table.header.cells.iter_mut().find(|(column, _)| *column == place) else { return table };
    let other = Cell { text: role, ..cell.clone() };
    cell.text = title;
    table.header.cells.push((wide, other));
    table.header.width = wide + 1;
    for row in &mut table.rows {
        let own = row.cells.iter_mut().find(|(column, _)| *column == place);
        let parts = own.and_then(|(_, cell)| {
            let (title, who) = writers::in_brackets(&cell.text)?;
            let other = Cell { text: who.join("; "), ..cell.clone() };
            cell.text = title;
            Some(other)
        });
        row.cells.extend(parts.map(|cell| (wide, cell)));
        if row.width == wide {
            row.width = wide + 1;
        }
    }
    table
}

/// The header of a title and the role of those in brackets behind it.
fn headed(header: &str) -> Option<(String, String)> {
    let (title, inner) = header.trim().strip_suffix(')')?.rsplit_once('(')?;
    let field = columns::find(title)?;
    let is_title = matches!(field.name.as_str(), "title" | "track_title");
    let writes =
        |role: &str| crate::catalogue::roles::roles().find(role).is_some_and(|role| role.department == "writing");
    let roles: Vec<&str> = inner.split(['/', ',', '&']).map(str::trim).collect();
    let label = match roles.as_slice() {
        [one] => *one,
        // Who stands there wrote the song, whichever way.
        _ => "Songwriter",
    };
    (is_title && roles.iter().all(|role| writes(role))).then(|| (title.trim().to_owned(), label.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_says_what_stands_in_the_brackets_of_its_titles() {
        assert_eq!(headed("Title (Writers)"), Some(("Title".into(), "Writers".into())));
        assert_eq!(headed("Song (Composer/Lyricist)"), Some(("Song".into(), "Songwriter".into())));
        for header in ["Title", "Title (clean)", "Notes (Writers)", "Duration (min)", "(Writers)", ""] {
            assert_eq!(headed(header), None, "{header}");
        }
    }
}
