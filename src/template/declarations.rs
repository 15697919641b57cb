//! What a `style` attribute can say: a field for each CSS property, an enum for each list of keywords.
//! Names are those of CSS; `css` reads them.

use crate::geometry::{Color, Duotone, Veil};
use crate::template::value::{GridLine, Length, Track};

/// A value for each side: top, right, bottom, left.
pub type Sides = [Option<Length>; 4];

/// A value for the side where lines start and for the one where they end; `direction` says which is which.
pub type Inline = [Option<Length>; 2];

/// CSS `display`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "CSS keywords")]
pub enum Display {
    Block,
    Flex,
    Grid,
    None,
}

/// CSS `text-transform`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "CSS keywords")]
pub enum TextTransform {
    None,
    Uppercase,
    Lowercase,
}

/// CSS `text-align`.
#[derive(Default, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "CSS keywords")]
pub enum TextAlign {
    #[default]
    Start,
    Center,
    End,
}

/// CSS `text-wrap`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "CSS keywords")]
pub enum TextWrap {
    Wrap,
    Balance,
    Pretty,
    Nowrap,
}

/// `-x-display`: which texts are set as display type, by the rules for large letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisplayType {
    /// Those at a font size of 5vmin or more.
    Auto,
    /// Texts of any size.
    All,
    /// None.
    None,
}

/// CSS `object-fit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "CSS keywords")]
pub enum ObjectFit {
    Cover,
    Contain,
    Fill,
}

/// CSS `line-height`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LineHeight {
    /// A factor of the font size.
    Factor(f32),
    /// A length.
    Length(Length),
}

/// Functions of CSS `filter`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "CSS filter functions")]
pub enum FilterFunction {
    Blur(Length),
    Brightness(f32),
    Saturate(f32),
    Grayscale(f32),
    /// `-x-duotone(dark, light)` or `-x-duotone(dark, middle, light)`: luminance mapped between colours.
    Duotone(Duotone),
    /// `-x-halftone(ink, paper, cell)`: dots of an ink, so far apart.
    Halftone(Color, Color, Length),
    /// `-x-levels(low, high)`: channels stretched so that these become black and white, with soft ends.
    Levels(f32, f32),
    /// `-x-veil(color, opacity)` or `-x-veil(color, opacity height, …)`: a colour laid over the picture.
    Veil(Veil),
}

/// CSS alignment keywords of boxes.
pub type Align = taffy::AlignItems;

/// What a `style` attribute says. `None` is "not said".
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "each field is the CSS property of its name")]
pub struct Declarations {
    pub display: Option<Display>,
    pub absolute: Option<bool>,
    pub inset: Sides,
    pub inset_inline: Inline,
    pub width: Option<Length>,
    pub height: Option<Length>,
    pub min_width: Option<Length>,
    pub min_height: Option<Length>,
    pub max_width: Option<Length>,
    pub max_height: Option<Length>,
    pub aspect_ratio: Option<f32>,
    pub margin: Sides,
    pub margin_inline: Inline,
    pub padding: Sides,
    pub padding_inline: Inline,
    pub flex_direction: Option<taffy::FlexDirection>,
    pub flex_wrap: Option<taffy::FlexWrap>,
    pub flex_grow: Option<f32>,
    pub flex_shrink: Option<f32>,
    pub flex_basis: Option<Length>,
    pub align_items: Option<Align>,
    pub align_self: Option<Align>,
    pub justify_items: Option<Align>,
    pub justify_self: Option<Align>,
    pub align_content: Option<taffy::AlignContent>,
    pub justify_content: Option<taffy::AlignContent>,
    pub row_gap: Option<Length>,
    pub column_gap: Option<Length>,
    pub grid_template_columns: Option<Vec<Track>>,
    pub grid_template_rows: Option<Vec<Track>>,
    pub grid_column: Option<(GridLine, GridLine)>,
    pub grid_row: Option<(GridLine, GridLine)>,
    pub direction_rtl: Option<bool>,
    pub font_family: Option<Vec<String>>,
    pub font_size: Option<Length>,
    pub font_weight: Option<u16>,
    pub font_italic: Option<bool>,
    pub font_features: Option<Vec<(String, u32)>>,
    pub line_height: Option<LineHeight>,
    pub letter_spacing: Option<Length>,
    pub word_spacing: Option<Length>,
    pub text_align: Option<TextAlign>,
    pub text_wrap: Option<TextWrap>,
    pub text_transform: Option<TextTransform>,
    pub text_box_trim: Option<bool>,
    pub line_clamp: Option<usize>,
    pub ellipsis: Option<bool>,
    pub display_type: Option<DisplayType>,
    pub fill: Option<Color>,
    pub background: Option<Color>,
    pub opacity: Option<f32>,
    pub column_count: Option<usize>,
    pub column_width: Option<Length>,
    pub column_balance: Option<bool>,
    pub object_fit: Option<ObjectFit>,
    pub object_position: Option<(f32, f32)>,
    pub filter: Option<Vec<FilterFunction>>,
}
