//! What is behind each text: one colour where it lies over flat areas, else pixels of the scene painted without texts.
//! Nothing is painted unless some text needs it, and blurred backdrops are painted small.

use crate::geometry::{Color, Rect};
use crate::legible::DECORATION;
use crate::raster::{Pixels, RasterError, Rasterizer};
use crate::scene::{Item, Scene, TextItem};
use crate::theme::{contrast, mix};

/// Scale at which blurred pictures are looked at: they have no detail that it could lose.
const SMALL: f32 = 0.25;
/// A picture blurred at least this much, in px, has no detail at [`SMALL`].
const SMOOTH: f32 = 8.0;
/// Most pixels looked at behind one text; of more, every second, third … is.
const PIXELS: usize = 6000;
/// Share of the pixels behind a text that may be worse: a star or a hairline decides nothing.
const STRAY: f32 = 0.02;
/// Most colours of flat areas behind one text.
const FLATS: usize = 6;

/// The colours behind one text.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Number of the text among the items of its scene.
    pub item: usize,
    /// Colours, in no order; never empty.
    pub colors: Vec<Color>,
    /// Whether these are the colours of flat areas, and not pixels.
    pub flat: bool,
}

impl Sample {
    /// Contrast of a colour with all but the worst few of these.
    pub fn ratio(&self, color: Color) -> f32 {
        self.ratio_with(color, |behind| behind)
    }

    /// As [`Self::ratio`], after something has changed the colours behind.
    pub fn ratio_with(&self, color: Color, change: impl Fn(Color) -> Color) -> f32 {
        worst(self.colors.iter().map(|behind| change(*behind)), color)
    }

    /// As [`Self::ratio`], with each colour moved by `share` to that at the same place of `other`.
    pub fn ratio_towards(&self, color: Color, other: &Sample, share: f32) -> f32 {
        worst(self.colors.iter().zip(&other.colors).map(|(from, to)| mix(*from, *to, share)), color)
    }
}

fn worst(behind: impl Iterator<Item = Color>, color: Color) -> f32 {
    let opacity = f32::from(color.a) / 255.0;
    let opaque = Color { a: 255, ..color };
    let mut ratios: Vec<f32> = behind
        .map(|behind| {
            let shown = if color.a == 255 { color } else { mix(behind, opaque, opacity) };
            contrast(shown, behind)
        })
        .collect();
    let index = (ratios.len() as f32 * STRAY) as usize;
    if index >= ratios.len() {
        return 1.0;
    }
    *ratios.select_nth_unstable_by(index, f32::total_cmp).1
}

/// The texts of a scene that are measured: those with ink that are no decoration.
pub fn texts(scene: &Scene) -> impl Iterator<Item = (usize, &TextItem)> {
    scene.items.iter().enumerate().filter_map(|(index, item)| match item {
        Item::Text(text) if text.ink.width > 0.0 && text.ink.height > 0.0 && text.kind != DECORATION => {
            Some((index, text))
        }
        _ => None,
    })
}

/// What is behind each text of a scene, in paint order.
pub fn samples(scene: &Scene, rasterizer: &mut Rasterizer<'_>) -> Result<Vec<Sample>, RasterError> {
    let mut samples = Vec::new();
    let mut open = Vec::new();
    let mut scale = SMALL;
    for (item, text) in texts(scene) {
        match flat(scene, item, &text.ink) {
            Flat::Colors(colors) => samples.push(Sample { item, colors, flat: true }),
            Flat::Not { sharp } => {
                if sharp {
                    scale = 1.0;
                }
                open.push(item);
            }
        }
    }
    if !open.is_empty() {
        rasterizer.behind_texts(scene, &open, scale, |item, text, page| {
            samples.push(Sample { item, colors: pixels(text, scale, page), flat: false });
        })?;
        samples.sort_by_key(|sample| sample.item);
    }
    Ok(samples)
}

enum Flat {
    Colors(Vec<Color>),
    /// A picture or something drawn is behind; `sharp` if it has detail.
    Not {
        sharp: bool,
    },
}

/// Whether a picture shows no detail.
fn is_smooth(item: &Item) -> bool {
    matches!(item, Item::Picture(picture) if picture.filter.blur >= SMOOTH)
}

/// The colours under a box, if only rectangles of one colour are.
fn flat(scene: &Scene, item: usize, ink: &Rect) -> Flat {
    let mut colors = vec![scene.ground];
    let mut not = None;
    for below in scene.items.iter().take(item) {
        match below {
            // Where it paints is not known before it is drawn.
            drawn if drawn.is_drawn() => not = Some(not.unwrap_or(false)),
            Item::Rect(rect) if rect.fill.a > 0 => {
                let over = overlap(&rect.rect, ink);
                let painted =
                    |behind: Color| mix(behind, Color { a: 255, ..rect.fill }, f32::from(rect.fill.a) / 255.0);
                if over > 0.98 {
                    colors = colors.into_iter().map(painted).collect();
                    if rect.fill.a == 255 {
                        not = None;
                        colors.truncate(1);
                    }
                } else if over > STRAY {
                    let more: Vec<Color> = colors.iter().copied().map(painted).collect();
                    colors.extend(more);
                }
            }
            Item::Picture(picture) if picture.opacity > 0.0 && overlap(&picture.rect, ink) > 0.0 => {
                let sharp = !is_smooth(below);
                not = Some(not.unwrap_or(false) || sharp);
            }
            _ => {}
        }
    }
    match not {
        Some(sharp) => Flat::Not { sharp },
        None if colors.len() > FLATS => Flat::Not { sharp: false },
        None => Flat::Colors(colors),
    }
}

/// Share of `inner` that lies in `outer`, 0 to 1.
pub fn overlap(outer: &Rect, inner: &Rect) -> f32 {
    let width = outer.right().min(inner.right()) - outer.x.max(inner.x);
    let height = outer.bottom().min(inner.bottom()) - outer.y.max(inner.y);
    let area = inner.width * inner.height;
    if width <= 0.0 || height <= 0.0 || area <= 0.0 { 0.0 } else { width * height / area }
}

/// The pixels under the lines of a text.
fn pixels(text: &TextItem, scale: f32, page: &Pixels) -> Vec<Color> {
    let spans: Vec<[usize; 4]> = lines(text).into_iter().map(|area| span(&area, scale, page)).collect();
    let count: usize = spans.iter().map(|[left, top, right, bottom]| (right - left) * (bottom - top)).sum();
    let step = ((count as f32 / PIXELS as f32).sqrt().ceil() as usize).max(1);
    let mut colors = Vec::new();
    let width = page.width as usize;
    for [left, top, right, bottom] in spans {
        for y in (top..bottom).step_by(step) {
            for x in (left..right).step_by(step) {
                let at = (y * width + x) * 4;
                if let Some([r, g, b, _]) = page.data.get(at..at + 4) {
                    colors.push(Color::rgb(*r, *g, *b));
                }
            }
        }
    }
    if colors.is_empty() {
        // Outside the page, where nobody sees it.
        colors.push(text.color);
    }
    colors
}

/// The boxes of the lines, no larger than the ink.
fn lines(text: &TextItem) -> Vec<Rect> {
    let ink = &text.ink;
    let areas: Vec<Rect> = text
        .lines
        .iter()
        .filter_map(|line| {
            let (left, right) = (line.rect.x.max(ink.x), line.rect.right().min(ink.right()));
            let (top, bottom) = (line.rect.y.max(ink.y), line.rect.bottom().min(ink.bottom()));
            (right > left && bottom > top).then(|| Rect::new(left, top, right - left, bottom - top))
        })
        .collect();
    if areas.is_empty() { vec![*ink] } else { areas }
}

/// Left, top, right and bottom on the page in whole pixels.
fn span(area: &Rect, scale: f32, page: &Pixels) -> [usize; 4] {
    let low = |edge: f32, limit: u32| (edge * scale).floor().clamp(0.0, limit as f32) as usize;
    let high = |edge: f32, limit: u32| (edge * scale).ceil().clamp(0.0, limit as f32) as usize;
    [
        low(area.x, page.width),
        low(area.y, page.height),
        high(area.right(), page.width),
        high(area.bottom(), page.height),
    ]
}
