//! All integration tests in one program, so that the embedded fonts are linked once. A file holds what one part promises.

mod approved;
mod helpers;

mod artwork;
mod campaign;
mod cards;
mod chapters;
mod check;
mod cli;
mod codes;
mod colour;
mod composition;
mod confined;
mod contact;
mod credited;
mod crops;
mod designs;
mod ecosystem;
mod encodings;
mod errors;
mod folder;
mod fuzzed;
mod gallery;
mod hashes;
mod hints;
mod hostile;
mod imports;
mod kit;
mod languages;
mod legible;
mod matrix;
mod names;
mod output;
mod posts;
mod print;
mod properties;
mod readers;
mod record;
mod scenes;
mod schema;
mod series;
mod setting;

mod shell;
mod spreadsheet;
#[cfg(feature = "studio")]
mod studio;
mod subjects;
mod svg;
mod templates;
mod theme;
#[cfg(unix)]
mod watch;
