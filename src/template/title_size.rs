//! What a template asks for before anything is measured: the size of a title (`title_size_px`) and the width of a line (`counted_em`).
//! Templates ask in every variant, so it is counted here and not by the template engine.

/// Sizes tried, each 4 % below the one before.
const STEPS: i32 = 50;

/// Usual width in em of letters that a narrow display face does not have, and another family draws.
const FALLBACK: f64 = 0.62;

/// The size in px at which a title takes about `high` px of a column `measure` px wide, `most` at most; 0 if none does. `em` is
/// the width of its small letters; capitals are a quarter wider, letters of East Asia as wide as high, and lines of Arabic
/// and the scripts of India stand further apart.
pub fn title_size(title: &str, most: f64, high: f64, measure: f64, em: f64) -> f64 {
    let wide = |c: char| {
        if c >= '⺀' {
            1.0
        } else if c >= '\u{370}' {
            em.max(FALLBACK)
        } else if c.to_lowercase().eq(std::iter::once(c)) {
            em
        } else {
            em * 1.25
        }
    };
    let (letters, ems) = title.chars().fold((0_u32, 0.0), |(count, sum), c| (count + 1, sum + wide(c)));
    let leading = if title.chars().any(|c| ('\u{600}'..'Ⴀ').contains(&c)) { 1.5 } else { 0.98 };
    // Titles of wide letters break less often within a word if they are smaller.
    let most = if ems > f64::from(letters) * 0.68 { most * 0.75 } else { most };
    let fits = |size: &f64| {
        let lines = ems * size / measure.max(1.0);
        let lines = if lines <= 1.0 { 1.0 } else { (lines * 1.08 + 0.1).floor() + 1.0 };
        lines * size * leading <= high
    };
    (0..STEPS).map(|step| most * 0.96_f64.powi(step)).find(fits).unwrap_or(0.0)
}

/// The width in em that a line of heavy letters takes about, counted by kinds of letters. The widths are means of Archivo's at weights 800
/// and 900; letters of East Asia are as wide as high.
pub fn counted_em(line: &str) -> f64 {
    let wide = |c: char| match c {
        '⺀'.. => 1.05,
        'f' | 'i' | 'j' | 'l' | 'r' | 't' | 'I' | '\'' | '’' | '.' | ',' | '-' | ' ' => 0.33,
        'm' | 'w' | 'M' | 'W' => 0.94,
        _ if c.is_uppercase() => 0.74,
        _ => 0.64,
    };
    line.chars().map(wide).sum()
}

#[cfg(test)]
mod tests {
    use super::{counted_em, title_size};

    #[test]
    fn wide_letters_count_for_more_than_thin_ones() {
        assert!(counted_em("MWM") > 2.0 * counted_em("ill"));
        assert!(counted_em("久我山") > 3.0);
        assert_eq!(counted_em(""), 0.0);
    }

    #[test]
    fn a_short_title_is_as_large_as_it_may_be_and_a_long_one_smaller() {
        assert_eq!(title_size("Neap", 100.0, 400.0, 400.0, 0.55), 100.0);
        assert_eq!(title_size(&"Neap ".repeat(800), 100.0, 200.0, 400.0, 0.55), 0.0);
        let room = title_size("The Harbour Lights of Autumn", 100.0, 200.0, 400.0, 0.55);
        assert!(room > 30.0 && room < 100.0, "{room}");
    }
}
