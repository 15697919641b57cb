//! One text set into a measure: font size, lines and height.
//! Sizes are tried on one shaping; breaking and fitting never shape again, and lines are made once the size is known.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;

use unicode_script::Script;

use crate::compose::partition::partition;
use crate::compose::style::Computed;
use crate::template::css::{TextAlign, TextTransform, TextWrap};
use crate::template::value::{Length, parse_length};
use crate::template::{Element, Kind};
use crate::text::{LineRange, Shaped, Shaper, TextError, Wrap, lowercase, uppercase};

/// `data-fit` of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The size is the style's.
    None,
    /// Smaller until words and lines fit.
    Shrink,
    /// As large as the box allows.
    Fill,
    /// Every line set to the full measure by its own size.
    Line,
}

/// A text ready to be set at any width.
#[derive(Clone, Debug)]
pub struct TextSpec {
    /// The shaping, in em; its text is the string as shown.
    pub shaped: Arc<Shaped>,
    /// Computed style.
    pub style: Computed,
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
    /// `data-separator`: a mark that is left out where a line ends with it.
    separator: Option<Box<str>>,
    /// Room that a line has at least above and below its baseline, em: what the scripts of the text take, and for a name those
    /// of the names around it.
    pub(super) room: (f32, f32),
    /// What fitting chose last: layout asks for the same many times.
    fitted: Cell<Option<Fitted>>,
    /// What it takes at the size and width, px, that were asked for last.
    known: Cell<Option<((f32, f32), Extent)>>,
}

/// The size that fitting chose, px.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fitted {
    width: f32,
    height: Option<f32>,
    size: f32,
}

/// What a text takes at a size and width, without its lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Lines, at least 1.
    pub lines: usize,
    /// Height of the box in px.
    pub height: f32,
    /// Whether a name broke or a word did not fit its line.
    pub broken: bool,
}

/// A text set to a width.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Font size in px; of the largest line where lines differ.
    pub size: f32,
    /// From top to bottom.
    pub lines: Vec<SetLine>,
    /// Height of the box in px.
    pub height: f32,
}

/// A line with its place.
#[derive(Clone, Debug)]
pub struct SetLine {
    /// Its part of the text; the width is in em.
    pub range: LineRange,
    /// Font size in px.
    pub size: f32,
    /// Baseline below the top of the box, px.
    pub baseline: f32,
    /// How far the line is set in, px.
    pub indent: f32,
    /// What the first and last letter of display type leave free on the left and right of their ink, px: the line is moved
    /// out by it, so that stems and not side bearings stand on the margin.
    pub bearings: (f32, f32),
}

/// Hanging indent of a name's further lines, em.
const HANG: f32 = 0.8;

/// Room for rounding when widths are compared, px.
const SLACK: f32 = 0.05;

impl TextSpec {
    /// Shapes a `<text>` element. All names make room for the `shared` scripts, so that lists of several scripts keep one
    /// rhythm.
    pub fn new(
        element: &Element,
        style: Computed,
        shaper: &mut Shaper<'_>,
        shared: &[Script],
    ) -> Result<TextSpec, TextError> {
        debug_assert_eq!(element.kind, Kind::Text);
        let language = style.text.language.as_deref();
        let string = match style.transform {
            TextTransform::None => Cow::Borrowed(element.text.as_str()),
            TextTransform::Uppercase => uppercase(&element.text, language),
            TextTransform::Lowercase => lowercase(&element.text, language),
        };
        let shaped = shaper.shape(&string, &style.text)?;
        let size = |name: &str, default: f32| match element.attribute(name).and_then(parse_length) {
            Some(Length::Percent(share)) => share * style.size,
            Some(length) => length.px(style.size, style.vmin),
            None => default,
        };
        let fit = match element.attribute("data-fit") {
            Some("shrink") => Fit::Shrink,
            Some("fill") => Fit::Fill,
            Some("line") => Fit::Line,
            _ => Fit::None,
        };
        let min_size = size("data-min-size", if fit == Fit::None { 0.0 } else { style.size.min(8.0) });
        let max_size = size("data-max-size", style.size).max(min_size);
        let is_name = element.attribute("data-kind") == Some("name");
        let wrap = match style.wrap {
            TextWrap::Nowrap => Wrap::None,
            _ if is_name => Wrap::Name,
            TextWrap::Balance => Wrap::Balance,
            TextWrap::Pretty => Wrap::Pretty,
            TextWrap::Wrap => Wrap::Normal,
        };
        let mut room = shaped.reach;
        for script in shared.iter().filter(|_| is_name) {
            let (above, below) = shaper.room(*script, &style.text);
            room = (room.0.max(above), room.1.max(below));
        }
        Ok(TextSpec {
            shaped,
            fit,
            min_size,
            max_size,
            max_lines: element.attribute("data-max-lines").and_then(|lines| lines.parse().ok()),
            wrap,
            trim: element.style.text_box_trim == Some(true),
            clamp: element.style.line_clamp,
            ellipsis: element.style.ellipsis == Some(true),
            separator: element.attribute("data-separator").map(Box::from),
            room,
            fitted: Cell::new(None),
            known: Cell::new(None),
            style,
        })
    }

    /// Whether it is a name, which stays whole where it can.
    pub fn is_name(&self) -> bool {
        self.wrap == Wrap::Name
    }

    /// Whether its lines begin at the right of the box.
    pub fn starts_right(&self) -> bool {
        matches!((self.style.align, self.style.rtl), (TextAlign::Start, true) | (TextAlign::End, false))
    }

    /// The size before fitting, px.
    pub fn natural_size(&self) -> f32 {
        match self.fit {
            Fit::Fill => self.max_size,
            _ => self.style.size.max(self.min_size),
        }
    }

    /// Sets the size, which fitting then leaves alone.
    pub fn fix_size(&mut self, size: f32) {
        self.fit = Fit::None;
        self.style.size = size;
        self.min_size = 0.0;
        self.fitted.set(None);
        self.known.set(None);
    }

    /// Whether a smaller size may be asked for.
    pub fn may_shrink(&self) -> bool {
        self.fit == Fit::Shrink && self.natural_size() > self.min_size
    }

    /// Begins to fit at this share of the largest size, where that is above the smallest: for words that leave the page.
    pub fn begin_smaller(&mut self, share: f32) {
        if self.fit == Fit::Shrink {
            self.style.size = (self.style.size * share).max(self.min_size);
            self.max_size = (self.max_size * share).max(self.min_size);
            self.fitted.set(None);
            self.known.set(None);
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

    /// The size that fitting chooses for a width, and for [`Fit::Fill`] a height, in px.
    pub fn size_for(&self, width: f32, height: Option<f32>) -> f32 {
        let natural = self.natural_size();
        if self.fit == Fit::None || !width.is_finite() {
            return natural;
        }
        if self.fit == Fit::Line {
            return self.fitted_lines(width, height).iter().map(|(_, size)| *size).fold(0.0, f32::max);
        }
        let height = height.filter(|_| self.fit == Fit::Fill);
        if let Some(fitted) = self.fitted.get().filter(|known| (known.width, known.height) == (width, height)) {
            return fitted.size;
        }
        let size = self.largest(width, height);
        self.fitted.set(Some(Fitted { width, height, size }));
        size
    }

    /// The largest size up to the natural one at which the lines, and if given the height, hold the text; the smallest if
    /// none does. In px.
    fn largest(&self, width: f32, height: Option<f32>) -> f32 {
        let natural = self.natural_size();
        // The height costs most: it takes the lines themselves.
        let fits = |size: f32| {
            let (lines, broken) = self.counted(size, width);
            let few = self.max_lines.is_none_or(|most| lines.min(self.clamp.unwrap_or(usize::MAX)) <= most);
            few && !broken && height.is_none_or(|height| self.extent(size, width).height <= height + SLACK)
        };
        if fits(natural) {
            return natural;
        }
        // Whole px: sizes that differ by less are not seen, and the search stays short.
        let (mut low, mut high) = (self.min_size.ceil() as u32, natural.floor().max(self.min_size.ceil()) as u32);
        let mut best = self.min_size;
        while low <= high {
            let middle = low.midpoint(high);
            if fits(middle as f32) {
                best = middle as f32;
                low = middle + 1;
            } else if middle == 0 {
                break;
            } else {
                high = middle - 1;
            }
        }
        best
    }

    /// Height for a width, and for a fit to a height that limit, in px.
    pub fn height_for(&self, width: f32, limit: Option<f32>) -> f32 {
        if self.fit == Fit::Line && width.is_finite() {
            return self.stacked(self.fitted_lines(width, limit)).height;
        }
        self.extent(self.size_for(width, limit), width).height
    }

    /// Sets the text to a width, and for [`Fit::Fill`] and [`Fit::Line`] a height, in px.
    pub fn set(&self, width: f32, height: Option<f32>) -> Setting {
        if self.fit == Fit::Line && width.is_finite() {
            return self.stacked(self.fitted_lines(width, height));
        }
        let size = self.size_for(width, height);
        let (measure, hang) = self.measure(size, width);
        let mut lines = self.shaped.break_lines(measure - hang, self.wrap, self.clamp, self.ellipsis).lines;
        if let Some(mark) = &self.separator {
            let last = lines.len().saturating_sub(1);
            lines = lines
                .into_iter()
                .enumerate()
                .map(|(index, line)| if index < last { self.shaped.without_mark(line, mark) } else { line })
                .collect();
        }
        let (above, below) = self.ends(size);
        let leading = self.leading(size, &lines);
        let height = above + lines.len().saturating_sub(1) as f32 * leading + below;
        let lines = lines.into_iter().enumerate().map(|(index, range)| SetLine {
            bearings: self.bearings(&range, size),
            range,
            size,
            baseline: above + index as f32 * leading,
            indent: if index == 0 { 0.0 } else { hang * size },
        });
        Setting { size, height, lines: lines.collect() }
    }

    /// What the text takes at a size and width in px.
    pub fn extent(&self, size: f32, width: f32) -> Extent {
        if let Some((_, known)) = self.known.get().filter(|(asked, _)| *asked == (size, width)) {
            return known;
        }
        let extent = self.taken(size, width);
        self.known.set(Some(((size, width), extent)));
        extent
    }

    /// Lines at a size and width in px, and whether a name broke or a word did not fit its line.
    fn counted(&self, size: f32, width: f32) -> (usize, bool) {
        let (measure, hang) = self.measure(size, width);
        let lines = self.shaped.count_lines(measure - hang, self.wrap).max(1);
        let broken = match self.wrap {
            Wrap::Name => lines > 1,
            Wrap::None => self.shaped.width() > measure,
            _ => self.shaped.min_content() > measure,
        };
        (lines, broken)
    }

    fn taken(&self, size: f32, width: f32) -> Extent {
        let (measure, hang) = self.measure(size, width);
        let (lines, broken) = self.counted(size, width);
        let shown = lines.min(self.clamp.unwrap_or(usize::MAX));
        let (above, below) = self.ends(size);
        let leading = if shown > 1 && self.may_touch(size) {
            let broken = self.shaped.break_lines(measure - hang, self.wrap, self.clamp, self.ellipsis);
            self.leading(size, &broken.lines)
        } else {
            self.leading(size, &[])
        };
        let height = above + (shown - 1) as f32 * leading + below;
        Extent { lines: shown, height, broken }
    }

    /// The measure in em, and the hanging indent of further lines.
    fn measure(&self, size: f32, width: f32) -> (f32, f32) {
        let measure = if width.is_finite() { (width + SLACK) / size.max(0.01) } else { f32::INFINITY };
        // A name on two lines must not look like two names; its words go before its indent.
        let hangs = matches!(self.wrap, Wrap::Name)
            && self.style.align == TextAlign::Start
            && self.shaped.width() > measure
            && self.shaped.min_content() <= measure - HANG;
        (measure, if hangs { HANG } else { 0.0 })
    }

    /// For [`Fit::Line`]: lines with their sizes, as many as give the largest type that the height holds.
    fn fitted_lines(&self, width: f32, height: Option<f32>) -> Vec<(LineRange, f32)> {
        let ends = self.shaped.word_ends();
        let start = |index: usize| index.checked_sub(1).and_then(|index| ends.get(index)).copied().unwrap_or(0);
        let line = |from: usize, to: usize| self.shaped.line(start(from)..start(to));
        let most = self.max_lines.unwrap_or(usize::MAX).min(ends.len());
        let mut best = None;
        for count in 1..=most {
            let Some(cut) = partition(ends.len(), count, |from, to| line(from, to).width, |_| 0.0) else { break };
            let mut from = 0;
            let mut lines = Vec::with_capacity(count);
            for end in cut {
                let range = line(from, end);
                let mut size = (width / range.width.max(0.01)).min(self.max_size);
                if self.style.displays(size) {
                    // Ink, not advances, fills the measure.
                    let (left, right) = self.shaped.bearings(&range);
                    size = (width / (range.width - left - right).max(0.01)).min(self.max_size);
                }
                lines.push((range, size));
                from = end;
            }
            let small = lines.iter().any(|(_, size)| *size < self.min_size);
            let fits = height.is_none_or(|height| self.stacked(lines.clone()).height <= height + SLACK);
            // Fewer lines are smaller and lower: the first count that is too high ends the search.
            if !fits && best.is_some() {
                break;
            }
            if !small {
                best = Some(lines);
            }
        }
        let mut lines = best.unwrap_or_else(|| {
            // A word that is wider than the measure at the smallest size breaks there like any other text.
            let broken = self.shaped.break_lines((width + SLACK) / self.min_size.max(1.0), self.wrap, None, false);
            broken.lines.into_iter().map(|range| (range, self.min_size.max(1.0))).collect()
        });
        // One line can be higher than its box: then all give way in proportion.
        if let Some(limit) = height {
            let full = self.stacked(lines.clone()).height;
            if full > limit + SLACK && full > 0.0 {
                lines.iter_mut().for_each(|(_, size)| *size = (*size * limit / full).max(self.min_size));
            }
        }
        lines
    }
}
