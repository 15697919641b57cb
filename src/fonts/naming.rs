//! Characters as messages name them, so that somebody who sees a box knows what to look for.
//! Names are those of the Unicode Character Database, with the feature `character-names`.

/// A character with its code point and, if it is known, its name: "`𓀀` (U+13000 EGYPTIAN HIEROGLYPH A001)".
pub fn described(c: char) -> String {
    let code = u32::from(c);
    let shown = c.escape_debug();
    match name(c) {
        // Ideographs are called by their number, which stands there already.
        Some(name) => format!("`{shown}` (U+{code:04X} {})", name.trim_end_matches(&format!("-{code:04X}"))),
        None => format!("`{shown}` (U+{code:04X})"),
    }
}

#[cfg(feature = "character-names")]
fn name(c: char) -> Option<String> {
    unicode_names2::name(c).map(|name| name.to_string())
}

#[cfg(not(feature = "character-names"))]
fn name(_: char) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::described;

    #[test]
    #[cfg(feature = "character-names")]
    fn a_character_is_told_by_sign_code_and_name() {
        assert_eq!(described('𓀀'), "`𓀀` (U+13000 EGYPTIAN HIEROGLYPH A001)");
        assert_eq!(described('井'), "`井` (U+4E95 CJK UNIFIED IDEOGRAPH)");
        assert_eq!(described('방'), "`방` (U+BC29 HANGUL SYLLABLE BANG)");
        assert_eq!(described('\u{e000}'), "`\\u{e000}` (U+E000)");
        assert_eq!(described('\u{202e}'), "`\\u{202e}` (U+202E RIGHT-TO-LEFT OVERRIDE)");
    }
}
