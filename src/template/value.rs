//! Values of CSS declarations: lengths, tracks, colours, keywords.
//! Each reader takes what it needs from the token stream and returns `None` for anything else.

use cssparser::{Parser, Token};

pub use crate::geometry::parse_color;
use crate::geometry::{Color, Duotone, Veil};
use crate::template::css::{FilterFunction, Sides};

/// A CSS length, kept in its unit until the font size and the page are known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Length {
    /// `auto`.
    Auto,
    /// px at scale 1.
    Px(f32),
    /// Multiples of the element's font size.
    Em(f32),
    /// Share of the containing box, 1 is 100 %.
    Percent(f32),
    /// Hundredths of the page's shorter side.
    Vmin(f32),
}

impl Length {
    /// The length in px where no percentage can stand; `auto` and percentages are 0.
    pub fn px(self, font_size: f32, vmin: f32) -> f32 {
        match self {
            Length::Px(px) => px,
            Length::Em(em) => em * font_size,
            Length::Vmin(units) => units * vmin,
            Length::Auto | Length::Percent(_) => 0.0,
        }
    }
}

/// One track of a grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Track {
    /// A fixed or relative length, or `auto`.
    Length(Length),
    /// A share of the free space.
    Fr(f32),
    /// `min-content`.
    MinContent,
    /// `max-content`.
    MaxContent,
    /// `minmax(min, fr)` with a length as minimum.
    MinFr(Length, f32),
    /// `minmax(min, max)` with lengths.
    MinMax(Length, Length),
}

/// One end of `grid-column` or `grid-row`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridLine {
    /// `auto`.
    Auto,
    /// A line number, negative from the end.
    Line(i16),
    /// `span n`.
    Span(u16),
}

/// A keyword from a table.
pub fn keyword<T: Copy>(p: &mut Parser<'_>, words: &[(&str, T)]) -> Option<T> {
    let ident = p.expect_ident().ok()?;
    words.iter().find(|(word, _)| ident.eq_ignore_ascii_case(word)).map(|(_, value)| *value)
}

/// A number that is not negative.
pub fn factor(p: &mut Parser<'_>) -> Option<f32> {
    p.expect_number().ok().filter(|number| number.is_finite() && *number >= 0.0)
}

/// A whole number that is not negative.
pub fn integer(p: &mut Parser<'_>) -> Option<usize> {
    usize::try_from(p.expect_integer().ok()?).ok()
}

/// A length or a percentage.
pub fn length(p: &mut Parser<'_>) -> Option<Length> {
    let length = match p.next().ok()? {
        Token::Dimension { value, unit, .. } => match unit.as_ref() {
            "px" => Length::Px(*value),
            "em" => Length::Em(*value),
            "vmin" => Length::Vmin(*value),
            _ => return None,
        },
        Token::Percentage { unit_value, .. } => Length::Percent(*unit_value),
        Token::Number { value: 0.0, .. } => Length::Px(0.0),
        _ => return None,
    };
    let (Length::Px(number) | Length::Em(number) | Length::Vmin(number) | Length::Percent(number)) = length else {
        return None;
    };
    (number.is_finite() && number.abs() < 100_000.0).then_some(length)
}

/// Reads the length of a `data-` attribute.
pub fn parse_length(text: &str) -> Option<Length> {
    let mut parser = Parser::new(text);
    let length = length(&mut parser)?;
    parser.is_exhausted().then_some(length)
}

/// A length, a percentage or `auto`.
pub fn length_or_auto(p: &mut Parser<'_>) -> Option<Length> {
    if p.try_parse(|p| p.expect_ident_matching("auto")).is_ok() { Some(Length::Auto) } else { length(p) }
}

/// One to four lengths for top, right, bottom, left.
pub fn sides(p: &mut Parser<'_>, auto: bool) -> Option<Sides> {
    let mut read = Vec::new();
    while !p.is_exhausted() {
        read.push(if auto { length_or_auto(p)? } else { length(p)? });
    }
    let [top, right, bottom, left] = match *read.as_slice() {
        [all] => [all; 4],
        [y, x] => [y, x, y, x],
        [top, x, bottom] => [top, x, bottom, x],
        [top, right, bottom, left] => [top, right, bottom, left],
        _ => return None,
    };
    Some([top, right, bottom, left].map(Some))
}

/// Grid tracks; `repeat(n, …)` is written out.
pub fn tracks(p: &mut Parser<'_>) -> Option<Vec<Track>> {
    let mut out = Vec::new();
    while !p.is_exhausted() {
        if p.try_parse(|p| p.expect_function_matching("repeat")).is_ok() {
            let (count, inner) = p
                .parse_nested_block(|p| {
                    let read = (|| {
                        let count = integer(p).filter(|count| (1..=24).contains(count))?;
                        p.expect_comma().ok()?;
                        Some((count, tracks(p)?))
                    })();
                    read.ok_or_else(|| p.new_error_for_next_token::<()>())
                })
                .ok()?;
            for _ in 0..count {
                out.extend_from_slice(&inner);
            }
        } else {
            out.push(track(p)?);
        }
        if out.len() > 48 {
            return None;
        }
    }
    (!out.is_empty()).then_some(out)
}

fn track(p: &mut Parser<'_>) -> Option<Track> {
    if p.try_parse(|p| p.expect_function_matching("minmax")).is_ok() {
        return p
            .parse_nested_block(|p| {
                let read = (|| {
                    let least = length_or_auto(p)?;
                    p.expect_comma().ok()?;
                    match p.try_parse(|p| fr(p).ok_or(())) {
                        Ok(share) => Some(Track::MinFr(least, share)),
                        Err(()) => Some(Track::MinMax(least, length_or_auto(p)?)),
                    }
                })();
                read.ok_or_else(|| p.new_error_for_next_token::<()>())
            })
            .ok();
    }
    if let Ok(share) = p.try_parse(|p| fr(p).ok_or(())) {
        return Some(Track::Fr(share));
    }
    let words = [("min-content", Track::MinContent), ("max-content", Track::MaxContent)];
    if let Ok(track) = p.try_parse(|p| keyword(p, &words).ok_or(())) {
        return Some(track);
    }
    length_or_auto(p).map(Track::Length)
}

fn fr(p: &mut Parser<'_>) -> Option<f32> {
    match p.next().ok()? {
        Token::Dimension { value, unit, .. } if unit.as_ref() == "fr" && *value >= 0.0 => Some(*value),
        _ => None,
    }
}

/// `start / end` of a grid item.
pub fn grid_lines(p: &mut Parser<'_>) -> Option<(GridLine, GridLine)> {
    let start = grid_line(p)?;
    let end = if p.try_parse(|p| p.expect_delim('/')).is_ok() { grid_line(p)? } else { GridLine::Auto };
    Some((start, end))
}

fn grid_line(p: &mut Parser<'_>) -> Option<GridLine> {
    if p.try_parse(|p| p.expect_ident_matching("auto")).is_ok() {
        return Some(GridLine::Auto);
    }
    if p.try_parse(|p| p.expect_ident_matching("span")).is_ok() {
        return Some(GridLine::Span(
            u16::try_from(p.expect_integer().ok()?).ok().filter(|span| (1..=48).contains(span))?,
        ));
    }
    let line = i16::try_from(p.expect_integer().ok()?).ok()?;
    (line != 0 && line.abs() <= 48).then_some(GridLine::Line(line))
}

/// A CSS colour: hex, a name, `rgb()` or `transparent`.
pub fn color(p: &mut Parser<'_>) -> Option<Color> {
    parse_color(&rest(p)?)
}

/// Everything that is left, as written.
pub fn rest(p: &mut Parser<'_>) -> Option<String> {
    let start = p.position();
    while p.next_including_whitespace().is_ok() {}
    let text = p.slice_from(start).trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Comma-separated families, quoted or not.
pub fn families(p: &mut Parser<'_>) -> Option<Vec<String>> {
    let families: Vec<String> =
        rest(p)?.split(',').map(|family| family.trim().trim_matches(['"', '\'']).to_owned()).collect();
    families.iter().all(|family| !family.is_empty()).then_some(families)
}

/// `"tag" value` pairs of `font-feature-settings`.
pub fn features(p: &mut Parser<'_>) -> Option<Vec<(String, u32)>> {
    if p.try_parse(|p| p.expect_ident_matching("normal")).is_ok() {
        return Some(Vec::new());
    }
    let mut out = Vec::new();
    loop {
        let tag = p.expect_string().ok()?.as_ref().to_owned();
        if tag.len() != 4 || !tag.is_ascii() {
            return None;
        }
        let value = p
            .try_parse(|p| integer(p).and_then(|value| u32::try_from(value).ok()).ok_or(()))
            .or_else(|()| p.try_parse(|p| keyword(p, &[("on", 1), ("off", 0)]).ok_or(())))
            .unwrap_or(1);
        out.push((tag, value));
        if p.try_parse(|p| p.expect_comma()).is_err() {
            return Some(out);
        }
    }
}

/// Two shares of the free space, 0 to 1, for `object-position`.
pub fn position(p: &mut Parser<'_>) -> Option<(f32, f32)> {
    let mut one = || -> Option<f32> {
        if let Ok(share) = p.try_parse(|p| {
            let words = [("left", 0.0), ("top", 0.0), ("center", 0.5), ("right", 1.0), ("bottom", 1.0)];
            keyword(p, &words).ok_or(())
        }) {
            return Some(share);
        }
        p.expect_percentage().ok().filter(|share| (0.0..=1.0).contains(share))
    };
    let x = one()?;
    let y = if p.is_exhausted() {
        0.5
    } else {
        let words = [("left", 0.0), ("top", 0.0), ("center", 0.5), ("right", 1.0), ("bottom", 1.0)];
        match p.try_parse(|p| keyword(p, &words).ok_or(())) {
            Ok(share) => share,
            Err(()) => p.expect_percentage().ok().filter(|share| (0.0..=1.0).contains(share))?,
        }
    };
    Some((x, y))
}

/// Filter functions, in the order written.
pub fn filter(p: &mut Parser<'_>) -> Option<Vec<FilterFunction>> {
    if p.try_parse(|p| p.expect_ident_matching("none")).is_ok() {
        return Some(Vec::new());
    }
    let mut out = Vec::new();
    while !p.is_exhausted() {
        let name = p.expect_function().ok()?.as_ref().to_ascii_lowercase();
        let function = p.parse_nested_block(|p| {
            let read = (|| match name.as_str() {
                "blur" => {
                    let radius = length(p)?;
                    (!matches!(radius, Length::Percent(_))).then_some(FilterFunction::Blur(radius))
                }
                "brightness" => amount(p).map(FilterFunction::Brightness),
                "saturate" => amount(p).map(FilterFunction::Saturate),
                "grayscale" => amount(p).map(FilterFunction::Grayscale),
                "-x-duotone" => duotone(&rest(p)?).map(FilterFunction::Duotone),
                "-x-halftone" => {
                    let text = rest(p)?;
                    let (ink, rest) = text.split_once(',')?;
                    let (paper, cell) = rest.rsplit_once(',')?;
                    let cell = parse_length(cell.trim()).filter(|cell| !matches!(cell, Length::Percent(_)))?;
                    Some(FilterFunction::Halftone(parse_color(ink.trim())?, parse_color(paper.trim())?, cell))
                }
                "-x-levels" => {
                    let text = rest(p)?;
                    let (low, high) = text.split_once(',')?;
                    let share = |text: &str| text.trim().parse().ok().filter(|share| (0.0..=1.0).contains(share));
                    let (low, high): (f32, f32) = (share(low)?, share(high)?);
                    (low < high).then_some(FilterFunction::Levels(low, high))
                }
                "-x-veil" => veil(&rest(p)?).map(FilterFunction::Veil),
                _ => None,
            })();
            read.ok_or_else(|| p.new_error_for_next_token::<()>())
        });
        out.push(function.ok()?);
    }
    Some(out)
}

/// The text to the first comma, and what is behind that; the commas of `rgb(…)` separate nothing.
fn split_comma(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0;
    let (comma, _) = text.char_indices().find(|(_, c)| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0 && *c == ','
    })?;
    text.split_at_checked(comma).map(|(before, after)| (before.trim(), after.trim_start_matches(',').trim()))
}

/// `dark, light` or `dark, middle, light`.
fn duotone(text: &str) -> Option<Duotone> {
    let (dark, rest) = split_comma(text)?;
    let (middle, light) = match split_comma(rest) {
        Some((middle, light)) => (Some(parse_color(middle)?), light),
        None => (None, rest),
    };
    Some(Duotone { dark: parse_color(dark)?, middle, light: parse_color(light)? })
}

/// `color, opacity` or `color, opacity height%, opacity height%, …` with heights that do not fall.
fn veil(text: &str) -> Option<Veil> {
    let (color, rest) = split_comma(text)?;
    let color = parse_color(color)?;
    let mut stops = Vec::new();
    for stop in rest.split(',') {
        let mut words = stop.split_whitespace();
        let opacity: f32 = words.next()?.parse().ok()?;
        let height = match words.next() {
            Some(word) => word.strip_suffix('%')?.parse::<f32>().ok()? / 100.0,
            None => 0.0,
        };
        let follows = stops.last().is_none_or(|(before, _)| height >= *before);
        let sound = (0.0..=1.0).contains(&opacity) && (0.0..=1.0).contains(&height);
        if words.next().is_some() || !sound || !follows {
            return None;
        }
        stops.push((height, opacity));
    }
    Veil::new(color, &stops)
}

fn amount(p: &mut Parser<'_>) -> Option<f32> {
    match p.next().ok()? {
        Token::Number { value, .. } if *value >= 0.0 && *value <= 10.0 => Some(*value),
        Token::Percentage { unit_value, .. } if *unit_value >= 0.0 && *unit_value <= 10.0 => Some(*unit_value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_veil_is_a_colour_and_opacities_that_go_down_the_picture() {
        let even = veil("#0b2b35, .86").expect("a veil");
        assert_eq!((even.color, even.opacity(0.0), even.opacity(1.0)), (Color::rgb(0x0b, 0x2b, 0x35), 0.86, 0.86));
        let steps = veil("rgb(1, 2, 3), .5 0%, 1 50%, 0 100%").expect("a veil");
        assert_eq!(steps.color, Color::rgb(1, 2, 3));
        assert_eq!([0.0, 0.25, 0.5, 0.75, 1.0].map(|at| steps.opacity(at)), [0.5, 0.75, 1.0, 0.5, 0.0]);
    }

    #[test]
    fn a_duotone_has_two_colours_or_three() {
        let plain = duotone("rgb(0, 0, 0), #fff").expect("two colours");
        assert_eq!(plain.at(0.5), [127.5; 3]);
        let print = duotone("#000, rgb(200, 40, 0), #fff").expect("three colours");
        assert_eq!([0.0, 0.5, 1.0].map(|t| print.at(t)), [[0.0; 3], [200.0, 40.0, 0.0], [255.0; 3]]);
        for text in ["", "#000", "#000,", "#000, #fff, ", "#000, red, #fff, blue", "#000 #fff"] {
            assert_eq!(duotone(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_veil_is_refused() {
        for text in [
            "",
            "#fff",
            ".5",
            "#fff,",
            "#fff, 1.5",
            "#fff, -1",
            "#fff, nan",
            "#fff, .5 20",
            "#fff, .5 120%",
            "#fff, .5 60%, .5 40%",
            "#fff, .5 0% 1%",
            "sea, .5",
            "#fff, 0 0%, 0 1%, 0 2%, 0 3%, 0 4%, 0 5%, 0 6%",
        ] {
            assert_eq!(veil(text), None, "{text}");
        }
    }
}
