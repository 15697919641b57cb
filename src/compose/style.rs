//! Computed style: what an element's declarations mean once inheritance, font size and page are known.
//! Text properties inherit as in CSS; box properties become a `taffy` style.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use taffy::prelude::{FromLength, FromPercent, TaffyAuto, TaffyMaxContent, TaffyMinContent};
use taffy::style_helpers::{FromFr, line, span};

use crate::geometry::Color;
use crate::template::css::{
    Declarations, Display, DisplayType, Inline, LineHeight, Sides, TextAlign, TextTransform, TextWrap,
};
use crate::template::value::{GridLine, Length, Track};
use crate::template::{Element, Kind};
use crate::text::TextStyle;

/// Font size from which letters are display type, vmin: 54 px on a square card.
const DISPLAY: f32 = 5.0;

/// Inherited style of an element. Cheap to clone: what shaping depends on is shared.
#[derive(Clone, Debug)]
pub struct Computed {
    /// What shaping depends on: `font-family`, `font-weight`, `font-style`, `font-feature-settings`, `letter-spacing`,
    /// `word-spacing` and `lang`.
    pub text: Arc<TextStyle>,
    /// `font-size` in px.
    pub size: f32,
    /// `line-height`.
    pub line_height: LineHeight,
    /// `text-align`.
    pub align: TextAlign,
    /// `text-wrap`.
    pub wrap: TextWrap,
    /// `text-transform`.
    pub transform: TextTransform,
    /// `-x-display`.
    pub display_type: DisplayType,
    /// `fill`.
    pub fill: Color,
    /// `direction: rtl`.
    pub rtl: bool,
    /// One `vmin` in px.
    pub vmin: f32,
}

impl Computed {
    /// The style of a page's root before its own declarations, in a language.
    pub fn initial(vmin: f32, language: Option<String>) -> Self {
        Self {
            text: Arc::new(TextStyle { language, ..TextStyle::default() }),
            size: 16.0,
            line_height: LineHeight::Factor(1.2),
            align: TextAlign::Start,
            wrap: TextWrap::Wrap,
            transform: TextTransform::None,
            display_type: DisplayType::Auto,
            fill: Color::rgb(0, 0, 0),
            rtl: false,
            vmin,
        }
    }

    /// The style of `element` inside an element of this style.
    pub fn inherit(&self, element: &Element, texts: &mut TextStyles) -> Computed {
        let d = &element.style;
        let mut computed = self.clone();
        if let Some(size) = d.font_size {
            computed.size = match size {
                Length::Percent(share) => share * self.size,
                size => size.px(self.size, self.vmin),
            };
        }
        computed.text = texts.inherited(&self.text, element);
        let em = |spacing: Length| match spacing {
            Length::Em(em) => em,
            spacing => spacing.px(computed.size, self.vmin) / computed.size.max(0.01),
        };
        let letters = d.letter_spacing.map_or(computed.text.letter_spacing, em);
        let words = d.word_spacing.map_or(computed.text.word_spacing, em);
        if (letters, words) != (computed.text.letter_spacing, computed.text.word_spacing) {
            let text = Arc::make_mut(&mut computed.text);
            (text.letter_spacing, text.word_spacing) = (letters, words);
        }
        set(&mut computed.line_height, &d.line_height);
        set(&mut computed.align, &d.text_align);
        set(&mut computed.wrap, &d.text_wrap);
        set(&mut computed.transform, &d.text_transform);
        set(&mut computed.display_type, &d.display_type);
        set(&mut computed.fill, &d.fill);
        set(&mut computed.rtl, &d.direction_rtl);
        if let Some(fill) = element.attribute("fill").and_then(crate::template::value::parse_color) {
            computed.fill = fill;
        }
        computed
    }

    /// Whether a text of this font size, px, is display type.
    pub fn displays(&self, size: f32) -> bool {
        match self.display_type {
            DisplayType::Auto => size >= DISPLAY * self.vmin,
            DisplayType::All => true,
            DisplayType::None => false,
        }
    }

    /// Height of a line at a font size, in px.
    pub fn line_height_px(&self, size: f32) -> f32 {
        match self.line_height {
            LineHeight::Factor(factor) => factor * size,
            LineHeight::Length(Length::Percent(share)) => share * size,
            LineHeight::Length(length) => length.px(size, self.vmin),
        }
    }
}

/// Kinds of text (`data-kind`) that are labels.
const LABELS: &[&str] = &["role", "imprint", "position", "duration", "page"];

/// Text styles that elements have by inheritance, each made once: fitting asks for the same ones at every size.
#[derive(Debug, Default)]
pub struct TextStyles {
    /// The family of labels where it is another than that of text: texts of a kind in [`LABELS`] have it unless they name one.
    label: Option<String>,
    /// By the addresses of what they are made from, which is kept so that nothing else gets these.
    known: FxHashMap<(usize, usize, bool), Inherited>,
}

#[derive(Debug)]
struct Inherited {
    _parent: Arc<TextStyle>,
    _own: Arc<Declarations>,
    style: Arc<TextStyle>,
}

impl TextStyles {
    /// None yet; labels have a family of their own if there is one.
    pub fn with_label(label: Option<String>) -> Self {
        TextStyles { label, ..TextStyles::default() }
    }

    /// What shaping the text of `element` depends on, but for the spacings, inside an element of this style.
    fn inherited(&mut self, parent: &Arc<TextStyle>, element: &Element) -> Arc<TextStyle> {
        let d = &element.style;
        // An empty `lang` says nothing, so the language around it holds.
        let language = element.attribute("lang").filter(|language| !language.is_empty());
        let own =
            d.font_family.is_some() || d.font_weight.is_some() || d.font_italic.is_some() || d.font_features.is_some();
        let kind = || element.attribute("data-kind").is_some_and(|kind| LABELS.contains(&kind));
        let label = self.label.as_ref().filter(|_| d.font_family.is_none() && element.kind == Kind::Text && kind());
        if !own && language.is_none() && label.is_none() {
            return Arc::clone(parent);
        }
        let make = || {
            let mut text = TextStyle::clone(parent);
            set(&mut text.families, &d.font_family);
            if let Some(label) = label {
                text.families.insert(0, label.clone());
            }
            set(&mut text.weight, &d.font_weight);
            set(&mut text.italic, &d.font_italic);
            set(&mut text.features, &d.font_features);
            text
        };
        if let Some(language) = language {
            return Arc::new(TextStyle { language: Some(language.to_owned()), ..make() });
        }
        let key = (Arc::as_ptr(parent).addr(), Arc::as_ptr(d).addr(), label.is_some());
        let made = self.known.entry(key).or_insert_with(|| Inherited {
            _parent: Arc::clone(parent),
            _own: Arc::clone(d),
            style: Arc::new(make()),
        });
        Arc::clone(&made.style)
    }
}

fn set<T: Clone>(target: &mut T, value: &Option<T>) {
    if let Some(value) = value {
        target.clone_from(value);
    }
}

/// Whether the element keeps its SVG coordinates instead of taking part in box layout.
pub fn is_free(element: &Element) -> bool {
    match element.kind {
        Kind::Vector => true,
        Kind::Text | Kind::Rect | Kind::Image => element.attribute("x").is_some() || element.attribute("y").is_some(),
        Kind::Group => false,
    }
}

/// A geometry attribute in px.
pub fn number(element: &Element, name: &str) -> Option<f32> {
    let value = element.attribute(name)?.trim();
    value.strip_suffix("px").unwrap_or(value).parse().ok().filter(|number: &f32| number.is_finite())
}

/// The element's box properties for the layout engine.
pub fn to_taffy(element: &Element, computed: &Computed) -> taffy::Style {
    let d = &element.style;
    let c = Resolver { size: computed.size, vmin: computed.vmin };
    let mut style = taffy::Style {
        display: match d.display.unwrap_or(Display::Block) {
            Display::Block => taffy::Display::Block,
            Display::Flex => taffy::Display::Flex,
            Display::Grid => taffy::Display::Grid,
            Display::None => taffy::Display::None,
        },
        box_sizing: taffy::BoxSizing::BorderBox,
        direction: if computed.rtl { taffy::Direction::Rtl } else { taffy::Direction::Ltr },
        position: if d.absolute == Some(true) { taffy::Position::Absolute } else { taffy::Position::Relative },
        inset: sides(physical(d.inset, d.inset_inline, computed.rtl).map(|side| c.auto(side.unwrap_or(Length::Auto)))),
        size: taffy::Size { width: c.dimension(d.width), height: c.dimension(d.height) },
        min_size: taffy::Size { width: c.bound(d.min_width), height: c.bound(d.min_height) },
        max_size: taffy::Size { width: c.bound(d.max_width), height: c.bound(d.max_height) },
        aspect_ratio: d.aspect_ratio,
        margin: sides(
            physical(d.margin, d.margin_inline, computed.rtl).map(|side| c.auto(side.unwrap_or(Length::Px(0.0)))),
        ),
        padding: sides(
            physical(d.padding, d.padding_inline, computed.rtl).map(|side| c.length(side.unwrap_or(Length::Px(0.0)))),
        ),
        gap: taffy::Size {
            width: c.length(d.column_gap.unwrap_or(Length::Px(0.0))),
            height: c.length(d.row_gap.unwrap_or(Length::Px(0.0))),
        },
        ..taffy::Style::default()
    };
    // `rect` and `image` take their size from SVG attributes too.
    if matches!(element.kind, Kind::Rect | Kind::Image) {
        if let (None, Some(width)) = (d.width, number(element, "width")) {
            style.size.width = taffy::Dimension::length(width);
        }
        if let (None, Some(height)) = (d.height, number(element, "height")) {
            style.size.height = taffy::Dimension::length(height);
        }
    }
    flex_and_grid(d, &c, &mut style);
    style
}

fn flex_and_grid(d: &Declarations, c: &Resolver, style: &mut taffy::Style) {
    style.flex_direction = d.flex_direction.unwrap_or(style.flex_direction);
    style.flex_wrap = d.flex_wrap.unwrap_or(style.flex_wrap);
    style.flex_grow = d.flex_grow.unwrap_or(style.flex_grow);
    style.flex_shrink = d.flex_shrink.unwrap_or(style.flex_shrink);
    if d.flex_basis.is_some() {
        style.flex_basis = c.dimension(d.flex_basis);
    }
    style.align_items = d.align_items.unwrap_or(style.align_items);
    style.align_self = d.align_self.or(style.align_self);
    style.justify_items = d.justify_items.unwrap_or(style.justify_items);
    style.justify_self = d.justify_self.or(style.justify_self);
    style.align_content = d.align_content.unwrap_or(style.align_content);
    style.justify_content = d.justify_content.unwrap_or(style.justify_content);
    if let Some(tracks) = &d.grid_template_columns {
        style.grid_template_columns = tracks.iter().map(|track| c.track(*track)).collect();
    }
    if let Some(tracks) = &d.grid_template_rows {
        style.grid_template_rows = tracks.iter().map(|track| c.track(*track)).collect();
    }
    if let Some((start, end)) = d.grid_column {
        style.grid_column = taffy::Line { start: grid_line(start), end: grid_line(end) };
    }
    if let Some((start, end)) = d.grid_row {
        style.grid_row = taffy::Line { start: grid_line(start), end: grid_line(end) };
    }
}

/// The sides with those that follow the direction put where they are; these win, whatever the order in the style.
fn physical([top, right, bottom, left]: Sides, [start, end]: Inline, rtl: bool) -> Sides {
    let (at_left, at_right) = if rtl { (end, start) } else { (start, end) };
    [top, at_right.or(right), bottom, at_left.or(left)]
}

fn sides<T>([top, right, bottom, left]: [T; 4]) -> taffy::Rect<T> {
    taffy::Rect { top, right, bottom, left }
}

fn grid_line(at: GridLine) -> taffy::GridPlacement {
    match at {
        GridLine::Auto => taffy::GridPlacement::Auto,
        GridLine::Line(number) => line(number),
        GridLine::Span(count) => span(count),
    }
}

/// Turns lengths into the layout engine's, with font size and page known.
struct Resolver {
    size: f32,
    vmin: f32,
}

impl Resolver {
    fn length(&self, length: Length) -> taffy::LengthPercentage {
        match length {
            Length::Percent(share) => taffy::LengthPercentage::percent(share),
            length => taffy::LengthPercentage::length(length.px(self.size, self.vmin)),
        }
    }

    fn auto(&self, length: Length) -> taffy::LengthPercentageAuto {
        match length {
            Length::Auto => taffy::LengthPercentageAuto::auto(),
            Length::Percent(share) => taffy::LengthPercentageAuto::percent(share),
            length => taffy::LengthPercentageAuto::length(length.px(self.size, self.vmin)),
        }
    }

    fn bound(&self, length: Option<Length>) -> taffy::LengthPercentageAuto {
        self.auto(length.unwrap_or(Length::Auto))
    }

    fn dimension(&self, length: Option<Length>) -> taffy::Dimension {
        match length.unwrap_or(Length::Auto) {
            Length::Auto => taffy::Dimension::auto(),
            Length::Percent(share) => taffy::Dimension::percent(share),
            length => taffy::Dimension::length(length.px(self.size, self.vmin)),
        }
    }

    fn least(&self, length: Length) -> taffy::MinTrackSizingFunction {
        use taffy::MinTrackSizingFunction as Min;
        match length {
            Length::Auto => Min::AUTO,
            Length::Percent(share) => Min::from_percent(share),
            length => Min::from_length(length.px(self.size, self.vmin)),
        }
    }

    fn track(&self, track: Track) -> taffy::GridTemplateComponent<String> {
        use taffy::{MaxTrackSizingFunction as Max, TrackSizingFunction};
        let single = match track {
            Track::Length(Length::Auto) => TrackSizingFunction::AUTO,
            Track::Length(Length::Percent(share)) => TrackSizingFunction::from_percent(share),
            Track::Length(length) => TrackSizingFunction::from_length(length.px(self.size, self.vmin)),
            Track::Fr(share) => TrackSizingFunction::from_fr(share),
            Track::MinContent => TrackSizingFunction::MIN_CONTENT,
            Track::MaxContent => TrackSizingFunction::MAX_CONTENT,
            Track::MinFr(least, share) => TrackSizingFunction { min: self.least(least), max: Max::from_fr(share) },
            Track::MinMax(least, most) => {
                let max = match most {
                    Length::Auto => Max::AUTO,
                    Length::Percent(share) => Max::from_percent(share),
                    length => Max::from_length(length.px(self.size, self.vmin)),
                };
                TrackSizingFunction { min: self.least(least), max }
            }
        };
        taffy::GridTemplateComponent::Single(single)
    }
}
