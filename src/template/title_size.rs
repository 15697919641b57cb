//! What a template asks for before anything is measured: the size of a title (`title_size_px`) and the width of a line (`counted_em`).
//! Templates ask in every variant, so it is counted here and not by the template engine.

/// Sizes tried, each 4 % below the one before.
const STEPS: i32 = 80;

/// The `em` of the face whose letters `counted_em` counts, a little less than it is: a title wider than was thought takes a line more.
const COUNTED: f64 = 0.59;

/// The size in px at which a title takes about `high` px of a column `measure` px wide and none of its words parts, `most` at most; 0 if
/// none does. `em` says how wide the face is: .6 for a wide grotesque, .4 for a narrow one. Lines of Arabic and the scripts of India stand
/// further apart.
pub fn title_size(title: &str, most: f64, high: f64, measure: f64, em: f64) -> f64 {
    let leading = if title.chars().any(|c| ('\u{600}'..'Ⴀ').contains(&c)) { 1.5 } else { 0.98 };
    let scale = em / COUNTED;
    // A narrow display face has Latin letters alone, and what stands in for it is wider.
    let wide = |c: char| counted(c) * if ('\u{370}'..'⺀').contains(&c) { scale.max(1.0) } else { scale };
    let mut words = Vec::new();
    let mut word = 0.0;
    for c in title.chars() {
        if c == ' ' || parts_anywhere(c) {
            words.extend((word > 0.0).then_some((word, c == ' ')));
            word = 0.0;
        }
        if parts_anywhere(c) {
            words.push((wide(c), false));
        } else if c != ' ' {
            word += wide(c);
        }
    }
    words.extend((word > 0.0).then_some((word, true)));
    let space = wide(' ');
    let fits = |size: &f64| {
        let (mut lines, mut end) = (1.0, 0.0);
        for (word, spaced) in &words {
            if end > 0.0 && (end + word) * size > measure {
                lines += 1.0;
                end = 0.0;
            }
            if word * size > measure {
                return false;
            }
            end += word + if *spaced { space } else { 0.0 };
        }
        lines * size * leading <= high
    };
    (0..STEPS).map(|step| most * 0.96_f64.powi(step)).find(fits).unwrap_or(0.0)
}

/// Whether a line may end before and behind any of these letters: those of East Asia, and of scripts without spaces.
fn parts_anywhere(c: char) -> bool {
    matches!(c, '⺀'.. | '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// The width in em that a line of heavy letters takes about, counted by kinds of letters. The widths are means of Archivo's at weights 800
/// and 900; letters of East Asia are as wide as high.
pub fn counted_em(line: &str) -> f64 {
    line.chars().map(counted).sum()
}

fn counted(c: char) -> f64 {
    match c {
        '⺀'.. => 1.05,
        'f' | 'i' | 'j' | 'l' | 'r' | 't' | 'I' | '\'' | '’' | '.' | ',' | '-' | ' ' => 0.33,
        'm' | 'w' | 'M' | 'W' => 0.94,
        _ if c.is_uppercase() => 0.74,
        _ => 0.64,
    }
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
        assert_eq!(title_size("Neap", 100.0, 200.0, 5.0, 0.55), 0.0);
        let word = title_size("Neap", 100.0, 400.0, 100.0, 0.55);
        assert!((30.0..100.0).contains(&word), "a word that is too wide is smaller: {word}");
        let room = title_size("The Harbour Lights of Autumn", 100.0, 200.0, 400.0, 0.55);
        assert!(room > 30.0 && room < 100.0, "{room}");
    }
}
