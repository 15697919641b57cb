//! Boxes: an element tree solved into rectangles, with every text set to its measure.
//! The layout engine does CSS; this file feeds it styles and text measures and reads positions back.

use std::collections::BTreeMap;

use taffy::{AvailableSpace, LayoutInput, NodeId, TaffyTree};

use crate::compose::run::Run;
use crate::compose::setting::{Fit, TextSpec};
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
    /// The text, its size decided but for the width and height of the content box.
    pub text: Option<TextSpec>,
}

impl Placed<'_> {
    /// The box that the lines of its text take, px; none without a text.
    pub fn lines(&self) -> Option<Rect> {
        let (spec, content) = (self.text.as_ref()?, self.content);
        let size = spec.size_for(content.width, Some(content.height));
        let width = (spec.shaped.width() * size).min(content.width);
        let x = if spec.starts_right() { content.right() - width } else { content.x };
        Some(Rect::new(x, content.y, width, content.height))
    }
}

/// A solved element tree: elements in document order, which is paint order.
#[derive(Clone, Debug, Default)]
pub struct Boxes<'e> {
    /// The elements.
    pub placed: Vec<Placed<'e>>,
    /// Width of the root box, px.
    pub width: f32,
    /// Height of the root box, px.
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

/// What a box without boxes in it holds: its place among the texts or the runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaf {
    /// A text.
    Text(usize),
    /// A run of texts.
    Run(usize),
}

/// What leaves hold.
#[derive(Default)]
struct Leaves<'e> {
    texts: Vec<Option<TextSpec>>,
    runs: Vec<Run<'e>>,
}

impl Leaves<'_> {
    fn text(&self, leaf: Leaf) -> Option<&TextSpec> {
        match leaf {
            Leaf::Text(index) => self.texts.get(index).and_then(Option::as_ref),
            Leaf::Run(_) => None,
        }
    }

    fn run(&self, leaf: Leaf) -> Option<&Run<'_>> {
        match leaf {
            Leaf::Text(_) => None,
            Leaf::Run(index) => self.runs.get(index),
        }
    }
}

/// An element in the layout engine's tree.
struct Node<'e> {
    id: NodeId,
    element: &'e Element,
    style: Computed,
    leaf: Option<Leaf>,
    parent: Option<usize>,
}

/// Elements that a block usually has at most: room for them is made at once.
const USUAL: usize = 8;

struct Builder<'e, 'c, 's, 'f> {
    composer: &'c mut Composer<'s, 'f>,
    nodes: Vec<Node<'e>>,
    leaves: Leaves<'e>,
}

/// Marks a group whose texts stand one after the other on lines; its value is the indent of further lines.
const RUN_ON: &str = "data-run-on";

/// Whether the texts of the element run on.
pub fn is_run(element: &Element) -> bool {
    element.kind == Kind::Group && element.attribute(RUN_ON).is_some()
}

/// Whether the element's children flow into columns and pages.
pub fn is_flow(element: &Element) -> bool {
    element.kind == Kind::Group
        && (element.style.column_count.is_some() || element.style.column_width.is_some() || is_wall(element))
}

/// Whether the element's children are set in lines that fill the measure.
pub fn is_wall(element: &Element) -> bool {
    element.kind == Kind::Group && element.attribute("data-fit").is_some()
}

/// Solves an element tree for a width (infinite: as wide as its content) and, if given, a height. The children of a flow are left out: it is a box.
pub fn solve<'e>(
    root: &'e Element,
    inherited: &Computed,
    width: f32,
    height: Option<f32>,
    composer: &mut Composer<'_, '_>,
) -> Result<Boxes<'e>, Problem> {
    composer.tree.clear();
    composer.tree.disable_rounding();
    let mut builder = Builder { composer, nodes: Vec::with_capacity(USUAL), leaves: Leaves::default() };
    let node = builder.add(root, inherited, None)?;
    let Builder { composer, nodes, mut leaves } = builder;
    let tree = &mut composer.tree;
    let mut style = tree.style(node)?.clone();
    if width.is_finite() {
        style.size.width = taffy::Dimension::length(width);
    }
    if let Some(height) = height {
        style.size.height = taffy::Dimension::length(height);
    }
    tree.set_style(node, style)?;
    let space = taffy::Size {
        width: if width.is_finite() { AvailableSpace::Definite(width) } else { AvailableSpace::MaxContent },
        height: height.map_or(AvailableSpace::MaxContent, AvailableSpace::Definite),
    };
    compute(tree, node, space, &leaves)?;
    if agree(tree, &nodes, &mut leaves.texts)? {
        for node in nodes.iter().filter(|node| node.leaf.is_some()) {
            tree.mark_dirty(node.id)?;
        }
        compute(tree, node, space, &leaves)?;
    }
    let root_size = tree.layout(node)?.size;
    let mut boxes = Boxes { placed: Vec::with_capacity(nodes.len()), width: root_size.width, height: root_size.height };
    // Texts of runs come between the nodes: what was placed for each node.
    let mut at = Vec::with_capacity(nodes.len());
    for Node { id, element, style, leaf, parent } in nodes {
        let origin = parent
            .and_then(|parent| boxes.placed.get(*at.get(parent)?))
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
        let text = match leaf {
            Some(Leaf::Text(index)) => leaves.texts.get_mut(index).and_then(Option::take),
            _ => None,
        };
        at.push(boxes.placed.len());
        boxes.placed.push(Placed { element, style, rect, content, text });
        if let Some(Leaf::Run(index)) = leaf
            && let Some(run) = leaves.runs.get_mut(index)
        {
            place_run(std::mem::take(run), content, &mut boxes.placed);
        }
    }
    Ok(boxes)
}

/// Places the items and texts of a run in its box.
fn place_run<'e>(run: Run<'e>, area: Rect, placed: &mut Vec<Placed<'e>>) {
    let laid = run.lay(area.width);
    let moved = |rect: Rect| Rect::new(area.x + rect.x, area.y + rect.y, rect.width, rect.height);
    for ((element, style), rect) in run.items.into_iter().zip(laid.items) {
        placed.push(Placed { element, style, rect: moved(rect), content: moved(rect), text: None });
    }
    for (part, rect) in run.parts.into_iter().zip(laid.parts) {
        let Some(rect) = rect.map(moved) else { continue };
        let (element, style) = (part.element, part.style);
        placed.push(Placed { element, style, rect, content: rect, text: Some(part.spec) });
    }
}

fn compute(
    tree: &mut TaffyTree<Leaf>,
    root: NodeId,
    space: taffy::Size<AvailableSpace>,
    leaves: &Leaves<'_>,
) -> Result<(), Problem> {
    tree.compute_layout_with_measure(root, space, |input: LayoutInput, _, leaf, style| {
        let leaf = leaf.copied();
        let (spec, run) = (leaf.and_then(|leaf| leaves.text(leaf)), leaf.and_then(|leaf| leaves.run(leaf)));
        let across = input.axis == taffy::RequestedAxis::Horizontal;
        let mut output = taffy::compute_leaf_layout(
            input,
            style,
            |_, _| 0.0,
            |known, available| match (spec, run) {
                (Some(spec), _) => measure(spec, known, available, across),
                (None, Some(run)) => measure_run(run, known, available, across),
                (None, None) => known.unwrap_or(taffy::Size::ZERO),
            },
        );
        if let Some(spec) = spec.filter(|_| !across) {
            let size = spec.size_for(output.size.width, None);
            output.baselines.first = Some(spec.first_baseline(size));
        }
        if let Some(run) = run.filter(|_| !across) {
            output.baselines.first = run.first_baseline();
        }
        output
    })?;
    Ok(())
}

/// Gives the members of each `data-fit-group` the smallest size that one of them was fitted to. Whether any changed.
fn agree(tree: &TaffyTree<Leaf>, nodes: &[Node<'_>], texts: &mut [Option<TextSpec>]) -> Result<bool, Problem> {
    let mut groups: BTreeMap<&str, Vec<(usize, f32)>> = BTreeMap::new();
    for node in nodes {
        let (Some(Leaf::Text(index)), Some(group)) = (node.leaf, node.element.attribute("data-fit-group")) else {
            continue;
        };
        let Some(spec) = texts.get(index).and_then(Option::as_ref) else { continue };
        let layout = tree.layout(node.id)?;
        let width = layout.size.width - layout.padding.left - layout.padding.right;
        let height = layout.size.height - layout.padding.top - layout.padding.bottom;
        groups.entry(group).or_default().push((index, spec.size_for(width, Some(height))));
    }
    let mut changed = false;
    for members in groups.values() {
        let least = members.iter().map(|(_, size)| *size).fold(f32::INFINITY, f32::min);
        for (index, size) in members {
            if let Some(spec) = texts.get_mut(*index).and_then(Option::as_mut) {
                changed |= *size > least;
                spec.fix_size(least);
            }
        }
    }
    Ok(changed)
}

impl<'e> Builder<'e, '_, '_, '_> {
    fn add(&mut self, element: &'e Element, inherited: &Computed, parent: Option<usize>) -> Result<NodeId, Problem> {
        let computed = inherited.inherit(element, &mut self.composer.styles);
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
        let run = element.attribute(RUN_ON).filter(|_| element.kind == Kind::Group);
        let leaf = if element.kind == Kind::Text && !element.text.is_empty() {
            let Composer { shaper, scripts, .. } = &mut *self.composer;
            let mut spec = TextSpec::new(element, computed.clone(), shaper, scripts).map_err(|error| {
                Problem::Text(error, element.at.clone(), element.attribute("data-field").map(str::to_owned))
            })?;
            if self.composer.share < 1.0 {
                spec.begin_smaller(self.composer.share);
            }
            self.leaves.texts.push(Some(spec));
            Some(Leaf::Text(self.leaves.texts.len() - 1))
        } else if let Some(hang) = run {
            self.leaves.runs.push(Run::new(element, &computed, hang, self.composer)?);
            Some(Leaf::Run(self.leaves.runs.len() - 1))
        } else {
            None
        };
        let node = match leaf {
            Some(leaf) if !is_free(element) => self.composer.tree.new_leaf_with_context(style, leaf)?,
            _ => self.composer.tree.new_leaf(style)?,
        };
        let index = self.nodes.len();
        self.nodes.push(Node { id: node, element, style: computed.clone(), leaf, parent });
        if !is_flow(element) && run.is_none() && element.style.display != Some(Display::None) {
            for child in &element.children {
                let child = self.add(child, &computed, Some(index))?;
                self.composer.tree.add_child(node, child)?;
            }
        } else if element.style.display == Some(Display::None) {
            self.nodes.truncate(index);
        }
        Ok(node)
    }
}

/// Size of a text's content. The height costs most, and is left out when only the width is asked for.
fn measure(
    spec: &TextSpec,
    known: taffy::Size<Option<f32>>,
    available: taffy::Size<AvailableSpace>,
    across: bool,
) -> taffy::Size<f32> {
    let width = known.width.unwrap_or_else(|| match available.width {
        AvailableSpace::Definite(width) if spec.fit == Fit::Line => width,
        AvailableSpace::Definite(width) => spec.max_content().min(width.max(spec.min_content())),
        AvailableSpace::MaxContent => spec.max_content(),
        AvailableSpace::MinContent => spec.min_content(),
    });
    let limit = known.height.or(match available.height {
        AvailableSpace::Definite(height) => Some(height),
        _ => None,
    });
    let height = known.height.unwrap_or_else(|| if across { 0.0 } else { spec.height_for(width, limit) });
    taffy::Size { width, height }
}

/// Size of a run of texts. As with a text the height costs most.
fn measure_run(
    run: &Run<'_>,
    known: taffy::Size<Option<f32>>,
    available: taffy::Size<AvailableSpace>,
    across: bool,
) -> taffy::Size<f32> {
    let width = known.width.unwrap_or_else(|| match available.width {
        AvailableSpace::Definite(width) => run.max_content().min(width),
        AvailableSpace::MaxContent => run.max_content(),
        AvailableSpace::MinContent => 0.0,
    });
    let height = known.height.unwrap_or_else(|| if across { 0.0 } else { run.height(width) });
    taffy::Size { width, height }
}
