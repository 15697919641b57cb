//! What the element of a flow asks for: sizes, columns, gaps, and what becomes of free height.
//! Lengths are kept as they are written, since most of them follow the size that fitting chooses.

use crate::compose::flow::FlowBlock;
use crate::compose::style::Computed;
use crate::template::Element;
use crate::template::value::{Length, parse_length};

/// What a flow's element asks for.
#[derive(Clone, Debug)]
pub struct FlowStyle {
    /// Style that the blocks inherit; its size is the natural size.
    pub computed: Computed,
    /// Smallest font size, px.
    pub min_size: f32,
    /// Largest font size, px.
    pub max_size: f32,
    /// Most columns.
    pub max_columns: usize,
    column_width: Option<Length>,
    column_gap: Length,
    row_gap: Length,
    stretch: Length,
    /// `column-fill`: whether columns of a page get the same height.
    pub balance: bool,
    /// `align-content`: the share of the free height of a page that goes above its blocks.
    pub align: f32,
    /// `align-content: space-between`: whether each column spreads its blocks from head to foot on its own.
    pub justify: bool,
}

impl FlowStyle {
    /// Reads the flow's own declarations; `computed` is the style of the flow element.
    pub fn new(element: &Element, computed: Computed) -> FlowStyle {
        let d = &element.style;
        let size = |name: &str| {
            element.attribute(name).and_then(parse_length).map(|length| length.px(computed.size, computed.vmin))
        };
        let min_size = size("data-min-size").unwrap_or(computed.size);
        FlowStyle {
            min_size,
            max_size: size("data-max-size").unwrap_or(computed.size).max(min_size),
            max_columns: d.column_count.unwrap_or(12),
            column_width: d.column_width,
            column_gap: d.column_gap.unwrap_or(Length::Em(1.0)),
            row_gap: d.row_gap.unwrap_or(Length::Px(0.0)),
            stretch: element.attribute("data-stretch").and_then(parse_length).unwrap_or(Length::Px(0.0)),
            balance: d.column_balance.unwrap_or(true),
            align: match d.align_content {
                Some(taffy::AlignContent::CENTER) => 0.5,
                Some(taffy::AlignContent::END | taffy::AlignContent::FLEX_END) => 1.0,
                _ => 0.0,
            },
            justify: d.align_content == Some(taffy::AlignContent::SPACE_BETWEEN),
            computed,
        }
    }

    /// The style that blocks inherit at a size.
    pub fn at(&self, size: f32) -> Computed {
        Computed { size, ..self.computed.clone() }
    }

    /// Smallest and largest size, px.
    pub fn sizes(&self) -> (f32, f32) {
        (self.min_size, self.max_size)
    }

    /// `column-gap` at a size, px.
    pub fn column_gap(&self, size: f32) -> f32 {
        self.column_gap.px(size, self.computed.vmin)
    }

    /// `row-gap` at a size, px.
    pub fn row_gap(&self, size: f32) -> f32 {
        self.row_gap.px(size, self.computed.vmin)
    }

    /// `data-stretch` at a size, px.
    pub fn stretch(&self, size: f32) -> f32 {
        self.stretch.px(size, self.computed.vmin)
    }

    /// Moves a page's blocks down by their share of its free height.
    pub fn lower(&self, blocks: &mut [FlowBlock<'_>], height: f32) {
        if self.justify {
            return;
        }
        let used = blocks.iter().map(|block| block.rect.bottom()).fold(0.0, f32::max);
        let down = ((height - used) * self.align).max(0.0);
        blocks.iter_mut().for_each(|block| block.rect.y += down);
    }

    /// Width of one of `count` columns, or none if it would be narrower than `column-width`.
    pub fn column(&self, count: usize, width: f32, size: f32) -> Option<f32> {
        let gap = self.column_gap(size);
        let column = (width - gap * (count as f32 - 1.0)) / count as f32;
        let least = self.column_width.map_or(1.0, |length| length.px(size, self.computed.vmin));
        (count == 1 || column >= least).then_some(column)
    }
}
