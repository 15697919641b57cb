//! One text set into a measure: font size, lines and height.
//! Sizes are tried on one shaping; breaking and fitting never shape again.

use std::sync::Arc;

use crate::compose::style::Computed;
use crate::template::css::{TextAlign, TextTransform, TextWrap};
use crate::template::value::{Length, parse_length};
use crate::template::{Element, Kind};
use crate::text::{Direction, Lines, Shaped, Shaper, TextError, TextStyle, Wrap};

/// `data-fit` of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The size is the style's.
    None,
    /// Smaller until words and lines fit.
    Shrink,
    /// As large as the box allows.
    Fill,
}

/// A text ready to be set at any width.
#[derive(Clone, Debug)]
pub struct TextSpec {
    /// The shaping, in em.
    pub shaped: Arc<Shaped>,
    /// Computed style.
    pub style: Computed,
    /// The string as shown.
    pub string: String,
    /// How the size is chosen.
    pub fit: Fit,
    /// Smallest size in px that fitting may choose.
    pub min_size: f32,
    /// Largest size in px that fitting may choose.
    pub max_size: f32,
    /// Lines that fitting aims for.
    pub max_lines: Option<usize>,
    /// How lines break.
    pub wrap: Wrap,
    /// `text-box: trim-both cap alphabetic`.
    pub trim: bool,
    /// `line-clamp`.
    pub clamp: Option<usize>,
    /// `text-overflow: ellipsis`.
    pub ellipsis: bool,
}

/// A text set to a width.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Font size in px.
    pub size: f32,
    /// The lines; widths are in em of `size`.
    pub lines: Lines,
    /// Height of the box in px.
    pub height: f32,
    /// How far the lines of a name after its first are set in, px.
    pub hang: f32,
    /// Whether a name broke or a word did not fit its line.
    pub broken: bool,
}

/// Hanging indent of a name's further lines, em.
const HANG: f32 = 0.8;

/// Room for rounding when widths are compared, px.
const SLACK: f32 = 0.05;

impl TextSpec {
    /// Shapes a `<text>` element.
    pub fn new(element: &Element, style: Computed, shaper: &mut Shaper<'_>) -> Result<TextSpec, TextError> {
        debug_assert_eq!(element.kind, Kind::Text);
        let string = match style.transform {
            TextTransform::None => element.text.clone(),
            TextTransform::Uppercase => element.text.to_uppercase(),
            TextTransform::Lowercase => element.text.to_lowercase(),
        };
        let text_style = TextStyle {
            families: style.families.clone(),
            weight: style.weight,
            italic: style.italic,
            letter_spacing: style.letter_spacing,
            features: style.features.clone(),
            language: style.language.clone(),
            direction: Direction::Auto,
        };
        let shaped = shaper.shape(&string, &text_style)?;
        let size = |name: &str, default: f32| match element.attribute(name).and_then(parse_length) {
            Some(Length::Percent(share)) => share * style.size,
            Some(length) => length.px(style.size, style.vmin),
            None => default,
        };
        let fit = match element.attribute("data-fit") {
            Some("shrink") => Fit::Shrink,
            Some("fill") => Fit::Fill,
            _ => Fit::None,
        };
        let min_size = size("data-min-size", if fit == Fit::None { 0.0 } else { style.size.min(8.0) });
        let max_size = size("data-max-size", style.size).max(min_size);
        let is_name = element.attribute("data-kind") == Some("name");
        let wrap = match style.wrap {
            TextWrap::Nowrap => Wrap::None,
            _ if is_name => Wrap::Name,
            TextWrap::Balance => Wrap::Balance,
            TextWrap::Wrap => Wrap::Normal,
        };
        Ok(TextSpec {
            shaped,
            string,
            fit,
            min_size,
            max_size,
            max_lines: element.attribute("data-max-lines").and_then(|lines| lines.parse().ok()),
            wrap,
            trim: element.style.text_box_trim == Some(true),
            clamp: element.style.line_clamp,
            ellipsis: element.style.ellipsis == Some(true),
            style,
        })
    }

    /// The size before fitting, px.
    pub fn natural_size(&self) -> f32 {
        match self.fit {
            Fit::Fill => self.max_size,
            _ => self.style.size.max(self.min_size),
        }
    }

    /// Width on one line at the natural size, px.
    pub fn max_content(&self) -> f32 {
        self.shaped.width() * self.natural_size()
    }

    /// The least width that a box may give the text, px. Like CSS `overflow-wrap: anywhere`, a text that may wrap breaks
    /// between any two graphemes before it pushes its box beyond the page.
    pub fn min_content(&self) -> f32 {
        match self.wrap {
            Wrap::None => self.max_content(),
            _ => 0.0,
        }
    }

    /// Sets the text to a width, and for [`Fit::Fill`] a height, in px.
    pub fn set(&self, width: f32, height: Option<f32>) -> Setting {
        let natural = self.natural_size();
        if self.fit == Fit::None || !width.is_finite() {
            return self.at(natural, width);
        }
        let fits = |setting: &Setting| {
            let lines = self.max_lines.is_none_or(|most| setting.lines.lines.len() <= most);
            let high = height.filter(|_| self.fit == Fit::Fill).is_none_or(|height| setting.height <= height + SLACK);
            lines && high && !setting.broken
        };
        // Whole px: sizes that differ by less are not seen, and the search stays short.
        let (mut low, mut high) = (self.min_size.ceil() as u32, natural.floor().max(self.min_size.ceil()) as u32);
        let largest = self.at(natural, width);
        if fits(&largest) {
            return largest;
        }
        let mut best = self.at(self.min_size, width);
        while low <= high {
            let middle = low.midpoint(high);
            let setting = self.at(middle as f32, width);
            if fits(&setting) {
                best = setting;
                low = middle + 1;
            } else if middle == 0 {
                break;
            } else {
                high = middle - 1;
            }
        }
        best
    }

    /// The size that fitting to a width chooses, px.
    pub fn size_at(&self, width: f32) -> f32 {
        if self.fit == Fit::None { self.natural_size() } else { self.set(width, None).size }
    }

    /// Sets the text at a size.
    pub fn at(&self, size: f32, width: f32) -> Setting {
        let measure = if width.is_finite() { (width + SLACK) / size.max(0.01) } else { f32::INFINITY };
        // A name on two lines must not look like two names; its words go before its indent.
        let hangs = matches!(self.wrap, Wrap::Name)
            && self.style.align == TextAlign::Start
            && self.shaped.width() > measure
            && self.shaped.min_content() <= measure - HANG;
        let hang = if hangs { HANG } else { 0.0 };
        let lines = self.shaped.break_lines(measure - hang, self.wrap, self.clamp, self.ellipsis);
        let count = lines.lines.len().max(1) as f32;
        let (above, below) = self.ends(size);
        let height = above + (count - 1.0) * self.leading(size) + below;
        let widest = lines.lines.iter().map(|line| line.width).fold(0.0, f32::max);
        let whole = matches!(self.wrap, Wrap::Name) && lines.lines.len() > 1;
        let broken = whole || widest > measure || (self.shaped.min_content() > measure && lines.lines.len() > 1);
        Setting { size, height, broken, hang: hang * size, lines }
    }

    /// Distance from the top of the box to the first baseline, px.
    pub fn first_baseline(&self, size: f32) -> f32 {
        self.ends(size).0
    }

    /// Distance between two baselines, px: `line-height`, or what the ink of a tall script needs.
    pub fn leading(&self, size: f32) -> f32 {
        let (above, below) = self.line(size);
        above + below
    }

    /// Room of a line above and below its baseline, px.
    pub fn line(&self, size: f32) -> (f32, f32) {
        let metrics = &self.shaped.metrics;
        let leading = self.style.line_height_px(size);
        let above = (leading - (metrics.ascent + metrics.descent) * size) / 2.0 + metrics.ascent * size;
        let reach = self.shaped.reach;
        (above.max(reach.0 * size), (leading - above).max(reach.1 * size))
    }

    /// Room of the box above its first and below its last baseline, px. A trimmed box ends at the capitals and at the
    /// baseline, but not inside the ink of a script that goes beyond what Latin letters do.
    fn ends(&self, size: f32) -> (f32, f32) {
        if !self.trim {
            return self.line(size);
        }
        let metrics = &self.shaped.metrics;
        let reach = self.shaped.reach;
        let above = if reach.0 > metrics.cap_height + 0.1 { reach.0 } else { metrics.cap_height };
        (above * size, (reach.1 - metrics.descent).max(0.0) * size)
    }
}
