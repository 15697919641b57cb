//! Vector parts of a document: the paths, gradients and clips that templates and logos may have, as usvg reads them.
//! What neither may have (masks, filters, patterns, pictures, text) is left out by those who check them.

use std::borrow::Cow;

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Transform};
use krilla::mask::{Mask, MaskType};
use krilla::paint::{
    Fill, FillRule, LineCap, LineJoin, LinearGradient, Paint, RadialGradient, SpreadMethod, Stop, Stroke, StrokeDash,
};
use krilla::surface::Surface;
use tiny_skia::PathSegment;
use usvg::{ClipPath, Group, ImageHrefResolver, Node, Options, PaintOrder, Tree};

use super::share;

/// Reads fragments of a page of that size, as one drawing.
pub(super) fn read<'a>(
    fragments: impl Iterator<Item = Cow<'a, str>>,
    (width, height): (f32, f32),
) -> Result<Tree, String> {
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let mut markup = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">"
    );
    fragments.for_each(|fragment| markup.push_str(&fragment));
    markup.push_str("</svg>");
    Tree::from_str(&markup, &options).map_err(|error| error.to_string())
}

/// Paints a group with what is in it.
pub(super) fn draw(surface: &mut Surface<'_>, group: &Group) {
    let mut pushed = 1;
    surface.push_transform(&transform(group.transform()));
    if let Some(clip) = group.clip_path() {
        push_clip(surface, clip);
        pushed += 1;
    }
    if group.opacity().get() < 1.0 {
        surface.push_opacity(share(group.opacity().get()));
        pushed += 1;
    }
    for node in group.children() {
        match node {
            Node::Group(group) => draw(surface, group),
            Node::Path(path) if path.is_visible() => paint(surface, path),
            Node::Path(_) | Node::Image(_) | Node::Text(_) => {}
        }
    }
    (0..pushed).for_each(|_| surface.pop());
}

fn paint(surface: &mut Surface<'_>, path: &usvg::Path) {
    let Some(outline) = outline(path.data()) else { return };
    let (fill, stroke) = (path.fill().and_then(filled), path.stroke().and_then(stroked));
    let mut draw = |fill: Option<Fill>, stroke: Option<Stroke>| {
        if fill.is_some() || stroke.is_some() {
            surface.set_fill(fill);
            surface.set_stroke(stroke);
            surface.draw_path(&outline);
        }
    };
    match path.paint_order() {
        PaintOrder::FillAndStroke => {
            draw(fill, None);
            draw(None, stroke);
        }
        PaintOrder::StrokeAndFill => {
            draw(None, stroke);
            draw(fill, None);
        }
    }
}

/// Clips what follows: by the path itself if there is one, by what the paths cover if there are several.
fn push_clip(surface: &mut Surface<'_>, clip: &ClipPath) {
    if let ([Node::Path(path)], None) = (clip.root().children(), clip.clip_path())
        && let Some(moved) = path.data().clone().transform(clip.transform())
        && let Some(outline) = outline(&moved)
    {
        let rule = path.fill().map_or(FillRule::NonZero, |fill| rule(fill.rule()));
        surface.push_clip_path(&outline, &rule);
        return;
    }
    let mut stream = surface.stream_builder();
    let mut mask = stream.surface();
    mask.push_transform(&transform(clip.transform()));
    let within = clip.clip_path().map(|clip| push_clip(&mut mask, clip));
    draw(&mut mask, clip.root());
    if within.is_some() {
        mask.pop();
    }
    mask.pop();
    mask.finish();
    let stream = stream.finish();
    surface.push_mask(Mask::new(stream, MaskType::Alpha));
}

fn transform(from: tiny_skia::Transform) -> Transform {
    Transform::from_row(from.sx, from.ky, from.kx, from.sy, from.tx, from.ty)
}

fn outline(data: &tiny_skia::Path) -> Option<Path> {
    let mut path = PathBuilder::new();
    for segment in data.segments() {
        match segment {
            PathSegment::MoveTo(to) => path.move_to(to.x, to.y),
            PathSegment::LineTo(to) => path.line_to(to.x, to.y),
            PathSegment::QuadTo(one, to) => path.quad_to(one.x, one.y, to.x, to.y),
            PathSegment::CubicTo(one, two, to) => path.cubic_to(one.x, one.y, two.x, two.y, to.x, to.y),
            PathSegment::Close => path.close(),
        }
    }
    path.finish()
}

fn rule(rule: usvg::FillRule) -> FillRule {
    match rule {
        usvg::FillRule::NonZero => FillRule::NonZero,
        usvg::FillRule::EvenOdd => FillRule::EvenOdd,
    }
}

fn filled(fill: &usvg::Fill) -> Option<Fill> {
    Some(Fill { paint: painted(fill.paint())?, opacity: share(fill.opacity().get()), rule: rule(fill.rule()) })
}

fn stroked(stroke: &usvg::Stroke) -> Option<Stroke> {
    Some(Stroke {
        paint: painted(stroke.paint())?,
        width: stroke.width().get(),
        miter_limit: stroke.miterlimit().get(),
        line_cap: match stroke.linecap() {
            usvg::LineCap::Butt => LineCap::Butt,
            usvg::LineCap::Round => LineCap::Round,
            usvg::LineCap::Square => LineCap::Square,
        },
        line_join: match stroke.linejoin() {
            usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => LineJoin::Miter,
            usvg::LineJoin::Round => LineJoin::Round,
            usvg::LineJoin::Bevel => LineJoin::Bevel,
        },
        opacity: share(stroke.opacity().get()),
        dash: stroke.dasharray().map(|lengths| StrokeDash { array: lengths.to_vec(), offset: stroke.dashoffset() }),
    })
}

fn painted(paint: &usvg::Paint) -> Option<Paint> {
    let spread = |method| match method {
        usvg::SpreadMethod::Pad => SpreadMethod::Pad,
        usvg::SpreadMethod::Reflect => SpreadMethod::Reflect,
        usvg::SpreadMethod::Repeat => SpreadMethod::Repeat,
    };
    let stops = |stops: &[usvg::Stop]| {
        let stop = |stop: &usvg::Stop| Stop {
            offset: share(stop.offset().get()),
            color: rgb::Color::new(stop.color().red, stop.color().green, stop.color().blue).into(),
            opacity: share(stop.opacity().get()),
        };
        stops.iter().map(stop).collect::<Vec<_>>()
    };
    match paint {
        usvg::Paint::Color(color) => Some(rgb::Color::new(color.red, color.green, color.blue).into()),
        usvg::Paint::LinearGradient(from) => Some(
            LinearGradient {
                x1: from.x1(),
                y1: from.y1(),
                x2: from.x2(),
                y2: from.y2(),
                transform: transform(from.transform()),
                spread_method: spread(from.spread_method()),
                stops: stops(from.stops()),
                anti_alias: false,
            }
            .into(),
        ),
        usvg::Paint::RadialGradient(from) => Some(
            RadialGradient {
                cx: from.cx(),
                cy: from.cy(),
                cr: from.r().get(),
                fx: from.fx(),
                fy: from.fy(),
                fr: from.fr().get(),
                transform: transform(from.transform()),
                spread_method: spread(from.spread_method()),
                stops: stops(from.stops()),
                anti_alias: false,
            }
            .into(),
        ),
        usvg::Paint::Pattern(_) => None,
    }
}
