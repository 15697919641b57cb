//! What fills the flow of a page: blocks in columns, or names in lines that fill the measure.
//! Both answer the same two questions: does it fit one page, and how many pages does it take.

use crate::compose::boxes::is_wall;
use crate::compose::estimate::Candidate;
use crate::compose::flow::{Filled, Flow, Pages};
use crate::compose::flow_style::FlowStyle;
use crate::compose::style::Computed;
use crate::compose::wall::Wall;
use crate::compose::{Composer, Problem};
use crate::template::Element;

/// What fills the flow of a page.
pub enum Fill<'e> {
    /// Blocks in columns.
    Columns(Flow<'e>),
    /// Names in lines that fill the measure.
    Lines(Wall<'e>),
}

impl<'e> Fill<'e> {
    /// What the flow's element asks for, `width` px wide.
    pub fn new(
        element: &'e Element,
        style: &Computed,
        width: f32,
        composer: &mut Composer<'_, '_>,
    ) -> Result<Fill<'e>, Problem> {
        let style = FlowStyle::new(element, style.clone());
        if is_wall(element) {
            return Ok(Fill::Lines(Wall::new(element, style, width, composer)?));
        }
        Ok(Fill::Columns(Flow::new(element, style, width, composer)))
    }

    /// Sets columns as was estimated; lines choose their own breaks.
    pub fn advise(&mut self, candidate: &Candidate) {
        if let Fill::Columns(flow) = self {
            flow.advise(candidate);
        }
    }

    /// Everything on one page of this height, or none.
    pub fn page(&mut self, height: f32, composer: &mut Composer<'_, '_>) -> Result<Option<Filled<'e>>, Problem> {
        match self {
            Fill::Columns(flow) => flow.page(height, composer),
            Fill::Lines(wall) => Ok(wall.page(height)),
        }
    }

    /// Everything on pages of these heights, or how many pages to try next.
    pub fn pages(&mut self, heights: &[f32], composer: &mut Composer<'_, '_>) -> Result<Pages<'e>, Problem> {
        match self {
            Fill::Columns(flow) => flow.pages(heights, composer),
            Fill::Lines(wall) => Ok(wall.pages(heights)),
        }
    }

    /// The smallest size that it may take, px.
    pub fn smallest(&self) -> f32 {
        match self {
            Fill::Columns(flow) => flow.sizes().0,
            Fill::Lines(wall) => wall.sizes().0,
        }
    }
}
