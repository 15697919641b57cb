//! The CSS of templates: `style` attributes parsed into typed declarations.
//! Property and value names are those of CSS; what is not in the table is refused by name.

use cssparser::{Parser, Token};

pub use crate::template::declarations::*;
use crate::template::value::{self, Length};

/// A parse problem inside a `style` attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleError {
    /// Lower case, one line, names property and value.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

/// Every property that templates may use, with the values they take: the data behind messages and documentation.
pub const PROPERTIES: &[(&str, &str)] = &[
    ("display", "block | flex | grid | none"),
    ("position", "relative | absolute"),
    ("inset", "one to four lengths"),
    ("top", "a length or auto"),
    ("right", "a length or auto"),
    ("bottom", "a length or auto"),
    ("left", "a length or auto"),
    ("inset-inline-start", "a length or auto"),
    ("inset-inline-end", "a length or auto"),
    ("width", "a length or auto"),
    ("height", "a length or auto"),
    ("inline-size", "a length or auto"),
    ("block-size", "a length or auto"),
    ("min-width", "a length or auto"),
    ("min-height", "a length or auto"),
    ("max-width", "a length or auto"),
    ("max-height", "a length or auto"),
    ("aspect-ratio", "a number, or two with a slash"),
    ("margin", "one to four lengths or auto"),
    ("margin-top", "a length or auto"),
    ("margin-right", "a length or auto"),
    ("margin-bottom", "a length or auto"),
    ("margin-left", "a length or auto"),
    ("margin-inline-start", "a length or auto"),
    ("margin-inline-end", "a length or auto"),
    ("padding", "one to four lengths"),
    ("padding-top", "a length"),
    ("padding-right", "a length"),
    ("padding-bottom", "a length"),
    ("padding-left", "a length"),
    ("padding-inline-start", "a length"),
    ("padding-inline-end", "a length"),
    ("flex", "none | auto | a number, with shrink and basis after it"),
    ("flex-direction", "row | column | row-reverse | column-reverse"),
    ("flex-wrap", "nowrap | wrap | wrap-reverse"),
    ("flex-grow", "a number"),
    ("flex-shrink", "a number"),
    ("flex-basis", "a length or auto"),
    ("align-items", "start | end | center | baseline | stretch"),
    ("align-self", "start | end | center | baseline | stretch"),
    ("justify-items", "start | end | center | stretch"),
    ("justify-self", "start | end | center | stretch"),
    ("align-content", "start | end | center | stretch | space-between | space-around | space-evenly"),
    ("justify-content", "start | end | center | stretch | space-between | space-around | space-evenly"),
    ("gap", "one or two lengths"),
    ("row-gap", "a length"),
    ("column-gap", "a length"),
    ("grid-template-columns", "tracks: lengths, fr, auto, min-content, max-content, minmax(), repeat()"),
    ("grid-template-rows", "tracks: lengths, fr, auto, min-content, max-content, minmax(), repeat()"),
    ("grid-column", "a line, `span n`, or two of them with a slash"),
    ("grid-row", "a line, `span n`, or two of them with a slash"),
    ("direction", "ltr | rtl"),
    ("font-family", "families, first match wins"),
    ("font-size", "a length"),
    ("font-weight", "100 to 900, normal or bold"),
    ("font-style", "normal | italic"),
    ("font-feature-settings", "\"tnum\" 1, \"ss01\" …"),
    ("line-height", "a factor or a length"),
    ("letter-spacing", "a length or normal"),
    ("word-spacing", "a length or normal"),
    ("text-align", "start | center | end"),
    ("text-wrap", "wrap | balance | pretty | nowrap"),
    ("text-transform", "none | uppercase | lowercase"),
    ("text-box", "normal | trim-both cap alphabetic"),
    ("line-clamp", "none or a number of lines"),
    ("text-overflow", "clip | ellipsis"),
    ("-x-display", "auto | all | none"),
    ("fill", "a colour"),
    ("background-color", "a colour"),
    ("opacity", "0 to 1"),
    ("columns", "a count, a width, or both"),
    ("column-count", "a number"),
    ("column-width", "a length"),
    ("column-fill", "auto | balance"),
    ("break-inside", "avoid: what a block of a flow does anyway, unless it is higher than a column"),
    ("object-fit", "cover | contain | fill"),
    ("object-position", "two percentages or start/center/end keywords"),
    ("filter", "blur() brightness() saturate() grayscale() -x-levels() -x-duotone() -x-halftone() -x-veil()"),
];

/// Parses a `style` attribute into `into`; returns what could not be read.
pub fn parse(style: &str, into: &mut Declarations) -> Vec<StyleError> {
    let mut errors = Vec::new();
    for declaration in split_declarations(style) {
        let Some((name, text)) = declaration.split_once(':') else {
            errors.push(StyleError { message: format!("`{declaration}` is not `property: value`"), hint: None });
            continue;
        };
        let (name, text) = (name.trim().to_ascii_lowercase(), text.trim());
        let Some((_, takes)) = PROPERTIES.iter().find(|(property, _)| *property == name) else {
            let hint = crate::near::hint_or(&name, PROPERTIES.iter().map(|(property, _)| *property), || {
                "`docs/templates.md` lists the properties".to_owned()
            });
            errors.push(StyleError { message: format!("property `{name}` is not supported"), hint: Some(hint) });
            continue;
        };
        let mut parser = Parser::new(text);
        let read = declare(&name, &mut parser, into).filter(|()| parser.is_exhausted());
        if read.is_none() {
            errors.push(StyleError {
                message: format!("`{name}` cannot be `{text}`"),
                hint: Some(format!("`{name}` takes {takes}")),
            });
        }
    }
    errors
}

/// Splits at semicolons outside quotes and parentheses.
fn split_declarations(style: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quote) = (0, 0_u32, None);
    for (index, c) in style.char_indices() {
        match (c, quote) {
            (q, Some(open)) if q == open => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) => quote = Some(c),
            ('(', None) => depth += 1,
            (')', None) => depth = depth.saturating_sub(1),
            (';', None) if depth == 0 => {
                parts.push(&style[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&style[start..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn declare(name: &str, p: &mut Parser<'_>, d: &mut Declarations) -> Option<()> {
    use value::{color, factor, keyword, length, length_or_auto, sides};
    match name {
        "display" => {
            d.display = Some(keyword(
                p,
                &[("block", Display::Block), ("flex", Display::Flex), ("grid", Display::Grid), ("none", Display::None)],
            )?);
        }
        "position" => d.absolute = Some(keyword(p, &[("relative", false), ("static", false), ("absolute", true)])?),
        "inset" => d.inset = sides(p, true)?,
        "top" => d.inset[0] = Some(length_or_auto(p)?),
        "right" => d.inset[1] = Some(length_or_auto(p)?),
        "bottom" => d.inset[2] = Some(length_or_auto(p)?),
        "left" => d.inset[3] = Some(length_or_auto(p)?),
        "inset-inline-start" => d.inset_inline[0] = Some(length_or_auto(p)?),
        "inset-inline-end" => d.inset_inline[1] = Some(length_or_auto(p)?),
        "width" | "inline-size" => d.width = Some(length_or_auto(p)?),
        "height" | "block-size" => d.height = Some(length_or_auto(p)?),
        "min-width" => d.min_width = Some(length_or_auto(p)?),
        "min-height" => d.min_height = Some(length_or_auto(p)?),
        "max-width" => d.max_width = Some(length_or_auto(p)?),
        "max-height" => d.max_height = Some(length_or_auto(p)?),
        "aspect-ratio" => {
            let width = factor(p)?;
            let height = if p.try_parse(|p| p.expect_delim('/')).is_ok() { factor(p)? } else { 1.0 };
            d.aspect_ratio = Some(width / height).filter(|ratio| ratio.is_finite() && *ratio > 0.0);
            d.aspect_ratio?;
        }
        "margin" => d.margin = sides(p, true)?,
        "margin-top" => d.margin[0] = Some(length_or_auto(p)?),
        "margin-right" => d.margin[1] = Some(length_or_auto(p)?),
        "margin-bottom" => d.margin[2] = Some(length_or_auto(p)?),
        "margin-left" => d.margin[3] = Some(length_or_auto(p)?),
        "margin-inline-start" => d.margin_inline[0] = Some(length_or_auto(p)?),
        "margin-inline-end" => d.margin_inline[1] = Some(length_or_auto(p)?),
        "padding" => d.padding = sides(p, false)?,
        "padding-top" => d.padding[0] = Some(length(p)?),
        "padding-right" => d.padding[1] = Some(length(p)?),
        "padding-bottom" => d.padding[2] = Some(length(p)?),
        "padding-left" => d.padding[3] = Some(length(p)?),
        "padding-inline-start" => d.padding_inline[0] = Some(length(p)?),
        "padding-inline-end" => d.padding_inline[1] = Some(length(p)?),
        "object-fit" => {
            let words = [("cover", ObjectFit::Cover), ("contain", ObjectFit::Contain), ("fill", ObjectFit::Fill)];
            d.object_fit = Some(keyword(p, &words)?);
        }
        "object-position" => d.object_position = Some(value::position(p)?),
        "filter" => d.filter = Some(value::filter(p)?),
        "background-color" => d.background = Some(color(p)?),
        "fill" => d.fill = Some(color(p)?),
        "opacity" => d.opacity = Some(factor(p).filter(|opacity| *opacity <= 1.0)?),
        _ => declare_flow(name, p, d)?,
    }
    Some(())
}

/// How children stand in a box: flex, grid and columns.
fn declare_flow(name: &str, p: &mut Parser<'_>, d: &mut Declarations) -> Option<()> {
    use value::{factor, integer, keyword, length, length_or_auto};
    match name {
        "flex" => flex(p, d)?,
        "flex-direction" => {
            use taffy::FlexDirection::{Column, ColumnReverse, Row, RowReverse};
            let words =
                [("row", Row), ("column", Column), ("row-reverse", RowReverse), ("column-reverse", ColumnReverse)];
            d.flex_direction = Some(keyword(p, &words)?);
        }
        "flex-wrap" => {
            use taffy::FlexWrap::{NoWrap, Wrap, WrapReverse};
            d.flex_wrap = Some(keyword(p, &[("nowrap", NoWrap), ("wrap", Wrap), ("wrap-reverse", WrapReverse)])?);
        }
        "flex-grow" => d.flex_grow = Some(factor(p)?),
        "flex-shrink" => d.flex_shrink = Some(factor(p)?),
        "flex-basis" => d.flex_basis = Some(length_or_auto(p)?),
        "align-items" => d.align_items = Some(value::rest(p)?.parse().ok()?),
        "align-self" => d.align_self = Some(value::rest(p)?.parse().ok()?),
        "justify-items" => d.justify_items = Some(value::rest(p)?.parse().ok()?),
        "justify-self" => d.justify_self = Some(value::rest(p)?.parse().ok()?),
        "align-content" => d.align_content = Some(value::rest(p)?.parse().ok()?),
        "justify-content" => d.justify_content = Some(value::rest(p)?.parse().ok()?),
        "gap" => {
            let row = length(p)?;
            d.row_gap = Some(row);
            d.column_gap = Some(if p.is_exhausted() { row } else { length(p)? });
        }
        "row-gap" => d.row_gap = Some(length(p)?),
        "column-gap" => d.column_gap = Some(length(p)?),
        "grid-template-columns" => d.grid_template_columns = Some(value::tracks(p)?),
        "grid-template-rows" => d.grid_template_rows = Some(value::tracks(p)?),
        "grid-column" => d.grid_column = Some(value::grid_lines(p)?),
        "grid-row" => d.grid_row = Some(value::grid_lines(p)?),
        "direction" => d.direction_rtl = Some(keyword(p, &[("ltr", false), ("rtl", true)])?),
        "columns" => columns(p, d)?,
        "column-count" => d.column_count = Some(integer(p).filter(|count| (1..=12).contains(count))?),
        "column-width" => d.column_width = Some(length(p)?),
        "column-fill" => d.column_balance = Some(keyword(p, &[("auto", false), ("balance", true)])?),
        "break-inside" => keyword(p, &[("avoid", ()), ("avoid-column", ())])?,
        _ => declare_text(name, p, d)?,
    }
    Some(())
}

fn declare_text(name: &str, p: &mut Parser<'_>, d: &mut Declarations) -> Option<()> {
    use value::{factor, integer, keyword, length};
    match name {
        "font-family" => d.font_family = Some(value::families(p)?),
        "font-size" => d.font_size = Some(length(p)?),
        "font-weight" => {
            d.font_weight = Some(match p.try_parse(|p| keyword(p, &[("normal", 400_u16), ("bold", 700)]).ok_or(())) {
                Ok(weight) => weight,
                Err(()) => u16::try_from(integer(p)?).ok().filter(|weight| (1..=1000).contains(weight))?,
            });
        }
        "font-style" => d.font_italic = Some(keyword(p, &[("normal", false), ("italic", true)])?),
        "font-feature-settings" => d.font_features = Some(value::features(p)?),
        "line-height" => {
            d.line_height = Some(match p.try_parse(|p| length(p).ok_or(())) {
                Ok(Length::Px(0.0)) => return None,
                Ok(length) => LineHeight::Length(length),
                Err(()) => LineHeight::Factor(factor(p).filter(|factor| *factor > 0.0)?),
            });
        }
        "letter-spacing" => d.letter_spacing = Some(spacing(p)?),
        "word-spacing" => d.word_spacing = Some(spacing(p)?),
        "text-align" => {
            let words = [("start", TextAlign::Start), ("center", TextAlign::Center), ("end", TextAlign::End)];
            d.text_align = Some(keyword(p, &words)?);
        }
        "text-wrap" => {
            use TextWrap::{Balance, Nowrap, Pretty, Wrap};
            let words = [("wrap", Wrap), ("balance", Balance), ("pretty", Pretty), ("nowrap", Nowrap)];
            d.text_wrap = Some(keyword(p, &words)?);
        }
        "text-transform" => {
            use TextTransform::{Lowercase, None, Uppercase};
            d.text_transform = Some(keyword(p, &[("none", None), ("uppercase", Uppercase), ("lowercase", Lowercase)])?);
        }
        "text-box" => {
            d.text_box_trim = Some(match value::rest(p)?.as_str() {
                "normal" => false,
                "trim-both cap alphabetic" => true,
                _ => return Option::None,
            });
        }
        "line-clamp" => {
            d.line_clamp = match p.try_parse(|p| p.expect_ident_matching("none")) {
                Ok(()) => Option::None,
                Err(_) => Some(integer(p).filter(|lines| *lines > 0)?),
            };
        }
        "-x-display" => {
            let words = [("auto", DisplayType::Auto), ("all", DisplayType::All), ("none", DisplayType::None)];
            d.display_type = Some(keyword(p, &words)?);
        }
        "text-overflow" => d.ellipsis = Some(keyword(p, &[("clip", false), ("ellipsis", true)])?),
        _ => return Option::None,
    }
    Some(())
}

/// A length that may be negative, or `normal`, which is none.
fn spacing(p: &mut Parser<'_>) -> Option<Length> {
    match p.try_parse(|p| p.expect_ident_matching("normal")) {
        Ok(()) => Some(Length::Px(0.0)),
        Err(_) => value::length(p),
    }
}

/// `flex: none | auto | <grow> [<shrink>] [<basis>]` (CSS Flexbox 1, 7.1).
fn flex(p: &mut Parser<'_>, d: &mut Declarations) -> Option<()> {
    if let Ok((grow, shrink)) =
        p.try_parse(|p| value::keyword(p, &[("none", (0.0, 0.0)), ("auto", (1.0, 1.0))]).ok_or(()))
    {
        (d.flex_grow, d.flex_shrink, d.flex_basis) = (Some(grow), Some(shrink), Some(Length::Auto));
        return Some(());
    }
    d.flex_grow = Some(value::factor(p)?);
    d.flex_shrink = Some(p.try_parse(|p| value::factor(p).ok_or(())).unwrap_or(1.0));
    d.flex_basis = Some(if p.is_exhausted() { Length::Px(0.0) } else { value::length_or_auto(p)? });
    Some(())
}

/// `columns: <count> || <width>` (CSS Multi-column 1, 3.3).
fn columns(p: &mut Parser<'_>, d: &mut Declarations) -> Option<()> {
    while !p.is_exhausted() {
        let state = p.state();
        match p.next().ok()? {
            Token::Number { int_value: Some(count), .. } => {
                d.column_count = Some(usize::try_from(*count).ok().filter(|count| (1..=12).contains(count))?);
            }
            Token::Ident(word) if word.eq_ignore_ascii_case("auto") => {}
            _ => {
                p.reset(&state);
                d.column_width = Some(value::length(p)?);
            }
        }
    }
    (d.column_count.is_some() || d.column_width.is_some()).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(style: &str) -> (Declarations, Vec<StyleError>) {
        let mut declarations = Declarations::default();
        let errors = parse(style, &mut declarations);
        (declarations, errors)
    }

    #[test]
    fn lengths_keep_their_units() {
        let (d, errors) = read("width:50%; padding: 4px 1em; flex: 1; columns: 3 9em");
        assert_eq!(errors, []);
        assert_eq!(d.width, Some(Length::Percent(0.5)));
        assert_eq!(d.padding, [Length::Px(4.0), Length::Em(1.0), Length::Px(4.0), Length::Em(1.0)].map(Some));
        assert_eq!((d.flex_grow, d.flex_basis), (Some(1.0), Some(Length::Px(0.0))));
        assert_eq!((d.column_count, d.column_width), (Some(3), Some(Length::Em(9.0))));
    }

    #[test]
    fn an_unknown_property_is_refused_with_the_nearest_one() {
        let (_, errors) = read("colunm-gap: 3px");
        assert_eq!(errors[0].message, "property `colunm-gap` is not supported");
        assert_eq!(errors[0].hint.as_deref(), Some("did you mean `column-gap`?"));
    }

    #[test]
    fn a_wrong_value_names_what_the_property_takes() {
        let (_, errors) = read("display: table; color: red");
        assert_eq!(errors[0].message, "`display` cannot be `table`");
        assert_eq!(errors.len(), 2);
    }
}
