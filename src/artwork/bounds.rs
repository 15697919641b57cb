//! What of a vector drawing can be drawn in bounded time and memory: its numbers, its layers, its dashes.
//! Looked at before the drawing crates see it, which take any number and hang or abort at some.

pub use crate::limits::DRAWING_LAYERS as MOST_LAYERS;
pub use crate::limits::DRAWING_SEGMENTS as MOST_SEGMENTS;
pub use crate::limits::NESTED_LAYERS as MOST_NESTED_LAYERS;
use tiny_skia::PathSegment;
use usvg::{ClipPath, Group, Node, Path, Tree};

/// Largest number in an attribute, either way: a hundred times the side of the largest page.
pub const MOST_NUMBER: f32 = 1_000_000.0;
/// Dashes of all its strokes.
pub const MOST_DASHES: f32 = 50_000.0;

/// Attributes that hold numbers, of any element.
const NUMBERS: &[&str] = &[
    "d",
    "points",
    "transform",
    "gradientTransform",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "width",
    "height",
    "viewBox",
    "stroke-width",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-miterlimit",
    "style",
];

/// The first number of an attribute that no drawing needs.
pub fn beyond<'v>(attribute: &str, value: &'v str) -> Option<&'v str> {
    NUMBERS.contains(&attribute).then(|| large(value)).flatten()
}

/// The first number of a text that is larger than [`MOST_NUMBER`]. Colours and ids (`#…`) are none.
pub fn large(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let digits = |mut at: usize| {
        while byte(at).is_ascii_digit() {
            at += 1;
        }
        at
    };
    let mut at = 0;
    while at < bytes.len() {
        if byte(at) == b'#' {
            at += 1;
            while byte(at).is_ascii_alphanumeric() || matches!(byte(at), b'-' | b'_') {
                at += 1;
            }
            continue;
        }
        if !(byte(at).is_ascii_digit() || byte(at) == b'.' && byte(at + 1).is_ascii_digit()) {
            at += 1;
            continue;
        }
        let start = at;
        at = digits(at);
        if byte(at) == b'.' {
            at = digits(at + 1);
        }
        if matches!(byte(at), b'e' | b'E') {
            let sign = usize::from(matches!(byte(at + 1), b'+' | b'-'));
            let end = digits(at + 1 + sign);
            // `1em` is no exponent.
            if end > at + 1 + sign {
                at = end;
            }
        }
        let number = text.get(start..at)?;
        if number.parse::<f32>().is_ok_and(|number| number > MOST_NUMBER) {
            return Some(number);
        }
    }
    None
}

/// What has been counted of a drawing.
#[derive(Default)]
struct Count {
    /// Farthest edge of a shape.
    most: f32,
    segments: usize,
    dashes: f32,
    layers: usize,
}

/// Refuses a drawing that would take long or much memory.
///
/// # Errors
/// What there is too much of, in words.
pub fn drawable(tree: &Tree) -> Result<(), String> {
    // A drawing of any size is scaled to its place, so what is in it is measured by its own size.
    let size = tree.size().width().max(tree.size().height());
    let most = (MOST_NUMBER * 10.0).max(size * 10.0);
    Count { most, ..Count::default() }.group(tree.root(), 0)
}

impl Count {
    fn group(&mut self, group: &Group, layers: usize) -> Result<(), String> {
        let own = usize::from(group.should_isolate());
        let layers = layers + own;
        self.layers += own;
        if layers > MOST_NESTED_LAYERS {
            return Err(format!(
                "opacity, clips and masks stand in each other more than {MOST_NESTED_LAYERS} levels deep"
            ));
        }
        if self.layers > MOST_LAYERS {
            return Err(format!("it has more than {MOST_LAYERS} groups with opacity, clips or masks"));
        }
        let mut clip = group.clip_path();
        let mut chain = layers;
        while let Some(path) = clip {
            chain += 1;
            self.clip(path, chain)?;
            clip = path.clip_path();
        }
        let mut mask = group.mask();
        while let Some(inner) = mask {
            chain += 1;
            self.layers += 1;
            self.group(inner.root(), chain)?;
            mask = inner.mask();
        }
        for node in group.children() {
            match node {
                Node::Group(inner) => self.group(inner, layers)?,
                Node::Path(path) => self.path(path)?,
                Node::Image(_) | Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn clip(&mut self, clip: &ClipPath, layers: usize) -> Result<(), String> {
        self.layers += 1;
        self.group(clip.root(), layers)
    }

    fn path(&mut self, path: &Path) -> Result<(), String> {
        let outside = |edge: f32| !(edge.is_finite() && edge.abs() <= self.most);
        let bounds = path.abs_stroke_bounding_box();
        if [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()].into_iter().any(outside) {
            return Err("a shape is larger than anything that is drawn".to_owned());
        }
        self.segments += path.data().verbs().len();
        if self.segments > MOST_SEGMENTS {
            return Err(format!("it has more than {MOST_SEGMENTS} lines and curves"));
        }
        if let Some(dashes) = path.stroke().and_then(|stroke| stroke.dasharray()) {
            self.dashes +=
                length(path.data()) / dashes.iter().sum::<f32>().max(f32::MIN_POSITIVE) * dashes.len() as f32;
            if self.dashes.is_nan() || self.dashes > MOST_DASHES {
                return Err(format!("its strokes have more than {MOST_DASHES} dashes"));
            }
        }
        Ok(())
    }
}

/// The length of a path along its control points, which is no less than its own.
fn length(path: &tiny_skia::Path) -> f32 {
    let (mut sum, mut last) = (0.0, tiny_skia::Point::zero());
    let mut first = last;
    for segment in path.segments() {
        let points = match segment {
            PathSegment::MoveTo(to) => {
                (last, first) = (to, to);
                continue;
            }
            PathSegment::LineTo(to) => vec![to],
            PathSegment::QuadTo(by, to) => vec![by, to],
            PathSegment::CubicTo(by, and, to) => vec![by, and, to],
            PathSegment::Close => vec![first],
        };
        for point in points {
            sum += (point - last).length();
            last = point;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_wherever_they_stand_and_colours_are_none() {
        for text in ["1e10", "M0 0A1 1 0 1 0 1e36 0", "-2000000", "scale(1,1E7)", "0 0 9 9999999.5", "width:3e6px"] {
            assert!(large(text).is_some(), "{text}");
        }
        for text in [
            "",
            "1000000",
            "M0 0L-1e6 1e-30z",
            "fill:#1e99ff;stroke-width:2",
            "url(#a-9999999)",
            "1em 2e",
            "9.9.9.9",
            "é1",
        ] {
            assert_eq!(large(text), None, "{text}");
        }
        assert_eq!(beyond("d", "M1e9 0"), Some("1e9"));
        assert_eq!(beyond("id", "1e9"), None);
    }

    fn looked_at(inner: &str) -> Result<(), String> {
        let text = format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100'>{inner}</svg>");
        drawable(&Tree::from_str(&text, &usvg::Options::default()).expect("a tree"))
    }

    #[test]
    fn layers_dashes_and_sizes_have_a_limit_and_one_less_is_drawn() {
        let nested = |count: usize| {
            let open = "<g opacity='.9'><rect width='9' height='9'/>".repeat(count);
            looked_at(&format!("{open}{}", "</g>".repeat(count)))
        };
        assert_eq!(nested(MOST_NESTED_LAYERS), Ok(()));
        assert!(nested(MOST_NESTED_LAYERS + 1).expect_err("refused").contains("levels deep"));
        let dashes = |period: &str| looked_at(&format!("<path d='M0 0H50' stroke='red' stroke-dasharray='{period}'/>"));
        assert_eq!(dashes("1 1"), Ok(()));
        assert!(dashes("1e-6").expect_err("refused").contains("dashes"));
        let scaled = "<g transform='scale(1e5)'><g transform='scale(1e5)'><rect width='9' height='9'/></g></g>";
        assert!(looked_at(scaled).expect_err("refused").contains("larger than"));
    }

    #[test]
    fn chains_of_clips_count_as_layers() {
        let chain = |count: usize| {
            let clips: String = (0..count)
                .map(|n| {
                    format!("<clipPath id='c{n}' clip-path='url(#c{})'><rect width='9' height='9'/></clipPath>", n + 1)
                })
                .collect();
            let last = format!("<clipPath id='c{count}'><rect width='9' height='9'/></clipPath>");
            looked_at(&format!("{clips}{last}<g clip-path='url(#c0)'><rect width='9' height='9'/></g>"))
        };
        assert_eq!(chain(3), Ok(()));
        assert!(chain(100).is_err());
    }
}
