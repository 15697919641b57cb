//! Boxes: an element tree solved into rectangles, with every text set to its measure.
//! The layout engine does CSS; this file feeds it styles and text measures and reads positions back.

use taffy::{AvailableSpace, LayoutInput, NodeId, TaffyTree};

use crate::compose::setting::{Setting, TextSpec};
use crate::compose::style::{Computed, is_free, to_taffy};
use crate::compose::{Composer, Problem};
use crate::geometry::Rect;
use crate::template::css::Display;
use crate::template::{Element, Kind};

/// An element with its place on the page.
#[derive(Clone, Debug)]
pub struct Placed<'e> {
    /// The element.
    pub element: &'e Element,
    /// Its computed style.
    pub style: Computed,
    /// Its border box in page px. For elements with SVG coordinates: the box they are relative to.
    pub rect: Rect,
    /// Its content box, where text stands.
    pub content: Rect,
    /// The text, set.
    pub text: Option<(TextSpec, Setting)>,
}

/// A solved element tree: elements in document order, which is paint order.
#[derive(Clone, Debug, Default)]
pub struct Boxes<'e> {
    /// The elements.
    pub placed: Vec<Placed<'e>>,
    /// Height of the root box.
    pub height: f32,
}

impl Boxes<'_> {
    /// Moves everything.
    pub fn translate(&mut self, dx: f32, dy: f32) {
        for placed in &mut self.placed {
            for rect in [&mut placed.rect, &mut placed.content] {
                rect.x += dx;
                rect.y += dy;
            }
        }
    }
}

/// An element in the layout engine's tree.
struct Node<'e> {
    id: NodeId,
    element: &'e Element,
    style: Computed,
    text: Option<usize>,
    parent: Option<usize>,
}

struct Builder<'e, 'c, 's, 'f> {
    composer: &'c mut Composer<'s, 'f>,
    tree: TaffyTree<usize>,
    nodes: Vec<Node<'e>>,
    texts: Vec<TextSpec>,
}

/// Whether the element's children flow into columns and pages.
pub fn is_flow(element: &Element) -> bool {
    element.kind == Kind::Group && (element.style.column_count.is_some() || element.style.column_width.is_some())
}

/// Solves an element tree for a width and, if given, a height. The children of a flow are left out: it is a box.
pub fn solve<'e>(
    root: &'e Element,
    inherited: &Computed,
    width: f32,
    height: Option<f32>,
    composer: &mut Composer<'_, '_>,
) -> Result<Boxes<'e>, Problem> {
    let mut builder = Builder { composer, tree: TaffyTree::new(), nodes: Vec::new(), texts: Vec::new() };
    builder.tree.disable_rounding();
    let node = builder.add(root, inherited, None)?;
    let Builder { mut tree, nodes, texts, .. } = builder;
    let mut style = tree.style(node)?.clone();
    style.size.width = taffy::Dimension::length(width);
    if let Some(height) = height {
        style.size.height = taffy::Dimension::length(height);
    }
    tree.set_style(node, style)?;
    let space = taffy::Size {
        width: AvailableSpace::Definite(width),
        height: height.map_or(AvailableSpace::MaxContent, AvailableSpace::Definite),
    };
    tree.compute_layout_with_measure(node, space, |input: LayoutInput, _, text, style| {
        let spec = text.and_then(|index| texts.get(*index));
        let mut output = taffy::compute_leaf_layout(
            input,
            style,
            |_, _| 0.0,
            |known, available| match spec {
                Some(spec) => measure(spec, known, available),
                None => known.unwrap_or(taffy::Size::ZERO),
            },
        );
        if let Some(spec) = spec {
            let size = spec.size_at(output.size.width);
            output.baselines.first = Some(spec.first_baseline(size));
        }
        output
    })?;
    let root_size = tree.layout(node)?.size;
    let mut boxes = Boxes { placed: Vec::with_capacity(nodes.len()), height: root_size.height };
    for Node { id, element, style, text, parent } in nodes {
        let origin = parent
            .and_then(|parent| boxes.placed.get(parent))
            .map_or((0.0, 0.0), |parent: &Placed| (parent.rect.x, parent.rect.y));
        let layout = tree.layout(id)?;
        let rect = Rect::new(
            origin.0 + layout.location.x,
            origin.1 + layout.location.y,
            layout.size.width,
            layout.size.height,
        );
        let padding = layout.padding;
        let content = Rect::new(
            rect.x + padding.left,
            rect.y + padding.top,
            (rect.width - padding.left - padding.right).max(0.0),
            (rect.height - padding.top - padding.bottom).max(0.0),
        );
        let text = text.and_then(|index| texts.get(index)).map(|spec| {
            let setting = if is_free(element) {
                spec.at(spec.natural_size(), f32::INFINITY)
            } else {
                spec.set(content.width, Some(content.height))
            };
            (spec.clone(), setting)
        });
        boxes.placed.push(Placed { element, style, rect, content, text });
    }
    Ok(boxes)
}

impl<'e> Builder<'e, '_, '_, '_> {
    fn add(&mut self, element: &'e Element, inherited: &Computed, parent: Option<usize>) -> Result<NodeId, Problem> {
        let computed = inherited.inherit(element);
        let mut style = to_taffy(element, &computed);
        if is_free(element) {
            // Outside the boxes: it sees its parent's box and takes no room.
            style = taffy::Style {
                position: taffy::Position::Absolute,
                inset: taffy::Rect::length(0.0),
                size: taffy::Size::auto(),
                ..taffy::Style::default()
            };
        }
        let text = if element.kind == Kind::Text && !element.text.is_empty() {
            let spec = TextSpec::new(element, computed.clone(), self.composer.shaper).map_err(|error| {
                Problem::Text(error, element.at.clone(), element.attribute("data-field").map(str::to_owned))
            })?;
            self.texts.push(spec);
            Some(self.texts.len() - 1)
        } else {
            None
        };
        let node = match text {
            Some(index) if !is_free(element) => self.tree.new_leaf_with_context(style, index)?,
            _ => self.tree.new_leaf(style)?,
        };
        let index = self.nodes.len();
        self.nodes.push(Node { id: node, element, style: computed.clone(), text, parent });
        if !is_flow(element) && element.style.display != Some(Display::None) {
            for child in &element.children {
                let child = self.add(child, &computed, Some(index))?;
                self.tree.add_child(node, child)?;
            }
        } else if element.style.display == Some(Display::None) {
            self.nodes.truncate(index);
        }
        Ok(node)
    }
}

fn measure(
    spec: &TextSpec,
    known: taffy::Size<Option<f32>>,
    available: taffy::Size<AvailableSpace>,
) -> taffy::Size<f32> {
    let width = known.width.unwrap_or_else(|| match available.width {
        AvailableSpace::Definite(width) => spec.max_content().min(width.max(spec.min_content())),
        AvailableSpace::MaxContent => spec.max_content(),
        AvailableSpace::MinContent => spec.min_content(),
    });
    let limit = known.height.or(match available.height {
        AvailableSpace::Definite(height) => Some(height),
        _ => None,
    });
    let height = known.height.unwrap_or_else(|| spec.set(width, limit).height);
    taffy::Size { width, height }
}
