//! Characters as messages name them, so that somebody who sees a box knows what to look for.
//! Names are those of the Unicode Character Database.

/// A character with its code point and, if it has one, its name: "`𓀀` (U+13000 EGYPTIAN HIEROGLYPH A001)".
pub fn described(c: char) -> String {
    let code = u32::from(c);
    let shown = c.escape_debug();
    match unicode_names2::name(c) {
        Some(name) => format!("`{shown}` (U+{code:04X} {name})"),
        None => format!("`{shown}` (U+{code:04X})"),
    }
}
