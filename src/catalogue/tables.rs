//! What the catalogue knows as tables for people and scripts: a line a thing, columns in one order, parted by spaces.

use std::fmt::Write;

use crate::catalogue::codes::codes as all_codes;
use crate::catalogue::explanations::explanation;
use crate::catalogue::formats::formats as all_formats;
use crate::catalogue::languages::{Language, Wording, languages};
use crate::catalogue::platforms::platforms as all_platforms;
use crate::catalogue::roles::{Role, roles as all_roles};
use crate::diagnostic::Severity;

/// All roles, with their departments and the lines of credit that they stand in.
pub fn roles() -> String {
    let mut out = String::new();
    for role in all_roles().all() {
        let _ = writeln!(out, "{:<12} {:<30} {}", role.department, role.name, role.credit_line);
    }
    out
}

/// What is known of a role.
pub fn role(role: &Role) -> String {
    let mut out = format!("{} ({})\n", role.name, role.id);
    let named =
        |language: &Language| Some(format!("{} {}", language.tag, Wording::named(language.tag)?.role(role, false)));
    let languages: Vec<String> = languages().iter().skip(1).filter_map(named).collect();
    let rows = [
        ("line", role.credit_line.clone()),
        ("department", role.department.to_string()),
        ("also", role.aliases.join(", ")),
        ("languages", languages.join(", ")),
        ("DDEX", role.ddex.to_string()),
    ];
    let does = explanation(&role.name).map(|known| ("does", known.text.clone()));
    for (name, value) in rows.into_iter().chain(does) {
        let _ = writeln!(out, "  {name:<11} {value}");
    }
    out
}

/// The formats with their sizes and safe areas.
pub fn formats() -> String {
    let mut out = String::new();
    for format in all_formats() {
        let size = format!("{}x{}", format.width, format.height);
        let safe = format.safe_area();
        let safe = format!("{}x{}+{}+{}", safe.width, safe.height, safe.x, safe.y);
        let _ = writeln!(out, "{:<10} {size:<10} safe {safe:<16} {}", format.name, format.summary);
    }
    out
}

/// What posts on platforms take.
pub fn platforms() -> String {
    let number = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let size = |size: Option<usize>| number(size.map(|size| size as u64));
    let mut out = String::from(
        "platform   placement           size       pictures      bytes    alt  caption  hashtags  tags  file types                 formats\n",
    );
    for platform in all_platforms() {
        for placement in &platform.placements {
            let pictures = match (placement.pictures, placement.pictures_most) {
                (Some(few), Some(most)) => format!("{few} ({most})"),
                (few, _) => size(few),
            };
            let list = |parts: Vec<&str>| parts.join(",");
            let px = format!("{}x{}", placement.width, placement.height);
            let _ = writeln!(
                out,
                "{:<10} {:<19} {px:<10} {pictures:>8} {:>10} {:>6} {:>8} {:>9} {:>5}  {:<26} {}",
                platform.id(),
                placement.place,
                number(placement.bytes),
                size(placement.alt),
                size(placement.caption),
                size(placement.hashtags),
                size(placement.tags),
                list(placement.types().collect()),
                list(placement.formats().collect())
            );
        }
    }
    out
}

/// The codes of all findings, with their levels.
pub fn codes() -> String {
    let mut out = String::new();
    for code in all_codes() {
        let levels: Vec<&str> = code.levels().map(Severity::name).collect();
        let _ = writeln!(out, "{:<22} {:<14} {}", code.code, levels.join(","), code.meaning);
    }
    out
}
