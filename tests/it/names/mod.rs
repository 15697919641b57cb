//! Names of all scripts, set in type: widths and pictures against a browser's, boxes against pixels.
//! `names.txt` lists them; `measure.py` asked the browser once.

mod ink;
mod list;
mod page;
mod sheet;
mod widths;

use std::sync::LazyLock;

use extra_credit::fonts::Fonts;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

/// The names that the embedded fonts draw: all of them with the `cjk` feature.
fn drawn() -> Vec<list::Name> {
    list::names().into_iter().filter(|name| cfg!(feature = "cjk") || FONTS.missing(&name.text).is_empty()).collect()
}
