//! The demo records that show the built-in templates, and the formats that each template suits.
//! A template that is not in a table is shown with the first record, in every format.

use crate::card::{Format, formats};

/// A credit file with its cover, as part of the program.
#[derive(Clone, Copy, Debug)]
pub struct Demo {
    /// Name of the record's file, without its extension.
    pub name: &'static str,
    /// The credit file.
    pub source: &'static str,
    /// The file of its cover; none if it has no artwork.
    pub artwork: Option<&'static [u8]>,
}

/// The demo records, the usual one first.
const DEMOS: &[Demo] = &[
    Demo {
        name: "low-tide-piano",
        source: include_str!("../../assets/demo/low-tide-piano.yaml"),
        artwork: Some(include_bytes!("../../assets/demo/covers/tide.jpg")),
    },
    Demo { name: "roles", source: include_str!("../../assets/demo/roles.yaml"), artwork: None },
    Demo {
        name: "recording-engineer-or-music-producer",
        source: include_str!("../../assets/demo/recording-engineer-or-music-producer.yaml"),
        artwork: None,
    },
    Demo { name: "supporters", source: include_str!("../../assets/demo/supporters.yaml"), artwork: None },
    Demo {
        name: "quote",
        source: include_str!("../../assets/demo/quote.yaml"),
        artwork: Some(include_bytes!("../../assets/demo/covers/tide.jpg")),
    },
    Demo {
        name: "slow-honey",
        source: include_str!("../../assets/demo/slow-honey.yaml"),
        artwork: Some(include_bytes!("../../assets/demo/covers/slow-honey.jpg")),
    },
    Demo {
        name: "cheap-rent",
        source: include_str!("../../assets/demo/cheap-rent.yaml"),
        artwork: Some(include_bytes!("../../assets/demo/covers/cheap-rent.jpg")),
    },
    Demo {
        name: "alarm-colour",
        source: include_str!("../../assets/demo/alarm-colour.yaml"),
        artwork: Some(include_bytes!("../../assets/demo/covers/alarm-colour.jpg")),
    },
    Demo {
        name: "late-set",
        source: include_str!("../../assets/demo/late-set.yaml"),
        artwork: Some(include_bytes!("../../assets/demo/covers/late-set.jpg")),
    },
];

/// Demo records beside the usual one, for cards of people across records.
const FURTHER: [&str; 2] =
    [include_str!("../../assets/demo/night-bus.yaml"), include_str!("../../assets/demo/red-meridian.yaml")];

/// Templates that another record shows better, and its name.
const SHOWN_BY: &[(&str, &str)] = &[
    ("role", "roles"),
    ("versus", "recording-engineer-or-music-producer"),
    ("supporter", "supporters"),
    ("quote", "quote"),
    ("side-by-side", "alarm-colour"),
    ("credit-cover", "slow-honey"),
    ("cover", "cheap-rent"),
    ("credit-roll", "late-set"),
    ("track-list", "slow-honey"),
    ("full-bleed", "slow-honey"),
    ("swiss", "alarm-colour"),
    ("by-person", "cheap-rent"),
    ("credit-block", "slow-honey"),
    ("blue-note", "late-set"),
    ("session-log", "cheap-rent"),
    ("matrix", "slow-honey"),
    ("swipe-set", "cheap-rent"),
];

/// Templates that suit some formats only, and the names of these.
const SUITS: &[(&str, &[&str])] = &[];

/// Credit files of records beside the usual demo.
pub fn further_demos() -> impl Iterator<Item = &'static str> {
    FURTHER.into_iter()
}

/// The record that shows a template.
pub fn demo(template: &str) -> Option<&'static Demo> {
    let name = SHOWN_BY.iter().find(|(shown, _)| *shown == template).map(|(_, demo)| *demo);
    DEMOS.iter().find(|demo| name.is_none_or(|name| demo.name == name))
}

/// The formats that a template suits, in the order of the formats.
pub fn suited(template: &str) -> Vec<&'static Format> {
    let names = SUITS.iter().find(|(suited, _)| *suited == template).map(|(_, names)| *names);
    formats().iter().filter(|format| names.is_none_or(|names| names.contains(&format.name.as_str()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_name_templates_records_and_formats_that_exist() {
        let builtin = |name: &str| crate::template::builtins().iter().any(|builtin| builtin.name == name);
        for (template, name) in SHOWN_BY {
            assert!(builtin(template) && DEMOS.iter().any(|demo| demo.name == *name), "{template}, {name}");
        }
        for (template, names) in SUITS {
            assert!(builtin(template), "{template}");
            assert!(!names.is_empty() && names.iter().all(|name| crate::card::format(name).is_some()), "{names:?}");
        }
        for source in further_demos() {
            assert!(crate::record::parse("demo.yaml", source.as_bytes()).is_ok());
        }
        for demo in DEMOS {
            assert!(crate::record::parse(demo.name, demo.source.as_bytes()).is_ok(), "{}", demo.name);
        }
    }
}
