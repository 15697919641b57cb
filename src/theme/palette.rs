//! The palette of a picture: its few main colours with the share of the picture that each covers.
//! A histogram in OKLab seeds a weighted k-means; nothing is random, so the same pixels give the same palette.

use fearless_simd::{Level, dispatch};
use rustc_hash::FxHashMap;

use crate::artwork::{Artwork, Raster, averaged};
use crate::geometry::Rect;
use crate::theme::design::{ACCIDENT, GREY};
use crate::theme::edges::{self, Edges, Stripe};
use crate::theme::oklab::Lab;
use crate::theme::oklch::Oklch;

/// A picture with more steep edges than this is lettering or a collage: measured on covers, of which photographs have less.
const LETTERED: f32 = 0.2;
/// Longest side of the copy that is looked at, in pixels.
const SAMPLE: f32 = 96.0;
/// Side of a histogram cell in OKLab: about two just noticeable differences.
const CELL: f32 = 0.04;
/// Clusters to begin with; near ones are merged.
const CLUSTERS: usize = 14;
/// Clusters nearer than this in OKLab are one swatch.
const NEAR: f32 = 0.055;

/// One main colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swatch {
    /// Mean colour of its pixels.
    pub color: Oklch,
    /// Share of the picture, 0 to 1.
    pub share: f32,
    /// The same colour, as the design of themes moves it.
    pub(super) lab: Lab,
}

/// Main colours, the most common first; empty for a picture that is transparent everywhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Palette {
    /// The colours; their shares add up to 1.
    pub swatches: Vec<Swatch>,
    /// Mean lightness, 0 to 1.
    pub lightness: f32,
    /// What the rim of the picture looks like; none if it is transparent everywhere.
    pub edges: Option<Edges>,
    /// The right and the left edge as stripes of colour, from above.
    pub stripes: (Vec<Stripe>, Vec<Stripe>),
    /// Share of the picture that is steep edges, 0 to 1: lettering and collages have much, faces and skies little.
    pub detail: f32,
    /// The luma, 0 to 1, that a twentieth of the picture is darker than, and that a twentieth is lighter than.
    pub levels: (f32, f32),
}

#[derive(Clone, Copy)]
struct Cell {
    lab: Lab,
    weight: f32,
}

impl Palette {
    /// The palette of a picture. Transparent pixels do not count.
    pub fn of(artwork: &Artwork) -> Self {
        let small = small(artwork);
        let labs = Lab::of_all(small.data.as_chunks::<4>().0.iter().map(|[r, g, b, _]| [*r, *g, *b]));
        let cells = cells(&small, &labs);
        let total: f32 = cells.iter().map(|cell| cell.weight).sum();
        let mut clusters = merged(clustered(&cells));
        clusters.sort_by(|one, two| two.weight.total_cmp(&one.weight).then(one.lab.l.total_cmp(&two.lab.l)));
        let swatches: Vec<Swatch> = clusters
            .iter()
            .map(|cluster| Swatch { color: Oklch::from(cluster.lab), share: cluster.weight / total, lab: cluster.lab })
            .collect();
        let lightness = swatches.iter().map(|swatch| swatch.lab.l * swatch.share).sum();
        let edges = if swatches.is_empty() { None } else { Edges::of(&small, &labs) };
        let (stripes, detail) = (edges::stripes(&small, &labs), edges::detail(&small, &labs));
        Self { swatches, lightness, edges, stripes, detail, levels: levels(&small) }
    }

    /// Whether it is so full of edges, as lettering and collages are, that names over it could not be read as design.
    pub fn is_lettered(&self) -> bool {
        self.detail >= LETTERED
    }

    /// Whether the picture has no colour worth taking: greys, the faint casts of scans, accidents.
    pub fn is_neutral(&self) -> bool {
        !self.swatches.iter().any(|swatch| swatch.lab.chroma() >= GREY && swatch.share >= ACCIDENT)
    }
}

/// Fifth and 95th percentile of luma.
fn levels(small: &Raster) -> (f32, f32) {
    let luma = |[r, g, b]: [u8; 3]| (0.2126 * f32::from(r) + 0.7152 * f32::from(g) + 0.0722 * f32::from(b)) / 255.0;
    let pixels = small.data.as_chunks::<4>().0.iter().filter(|pixel| pixel[3] >= 64);
    let mut all: Vec<f32> = pixels.map(|[r, g, b, _]| luma([*r, *g, *b])).collect();
    all.sort_unstable_by(f32::total_cmp);
    let at = |index: usize| all.get(index).copied();
    (at(all.len() / 20).unwrap_or(0.0), at((all.len() - all.len() / 20).saturating_sub(1)).unwrap_or(1.0))
}

/// The copy that is looked at.
fn small(artwork: &Artwork) -> Raster {
    let (width, height) = (artwork.width() as f32, artwork.height() as f32);
    let scale = (SAMPLE / width.max(height)).min(1.0);
    let side = |length: f32| ((length * scale).round() as u32).max(1);
    // Plain averages: a sharper filter rings, and its halos would be colours that the cover does not have.
    averaged(artwork, Rect::new(0.0, 0.0, width, height), side(width), side(height))
}

/// The cells of the histogram, each with the mean of its pixels.
fn cells(small: &Raster, labs: &[Lab]) -> Vec<Cell> {
    let mut histogram: FxHashMap<[i32; 3], [f64; 4]> = FxHashMap::default();
    let (pixels, _) = small.data.as_chunks::<4>();
    for (lab, [_, _, _, alpha]) in labs.iter().zip(pixels).filter(|(_, pixel)| pixel[3] >= 64) {
        let weight = f64::from(*alpha) / 255.0;
        let key = [lab.l, lab.a, lab.b].map(|value| (value / CELL).round() as i32);
        let sums = histogram.entry(key).or_default();
        for (sum, value) in sums.iter_mut().zip([f64::from(lab.l), f64::from(lab.a), f64::from(lab.b), 1.0]) {
            *sum += value * weight;
        }
    }
    let mut cells: Vec<_> = histogram.into_iter().collect();
    cells.sort_unstable_by_key(|(key, _)| *key);
    cells
        .into_iter()
        .map(|(_, [l, a, b, weight])| Cell {
            lab: Lab { l: (l / weight) as f32, a: (a / weight) as f32, b: (b / weight) as f32 },
            weight: weight as f32,
        })
        .collect()
}

/// Seeds by size times distance to the seeds there are, then k-means over the cells.
fn clustered(cells: &[Cell]) -> Vec<Cell> {
    let mut centres: Vec<Lab> = Vec::new();
    let mut gaps = vec![1.0_f32; cells.len()];
    while centres.len() < CLUSTERS.min(cells.len()) {
        // The root lets a small but striking colour seed a cluster before a third shade of the sky does.
        let best = cells.iter().zip(&gaps).map(|(cell, gap)| (cell.weight.sqrt() * gap, cell.lab)).fold(
            None,
            |best: Option<(f32, Lab)>, one| match best {
                Some(best) if best.0 >= one.0 => Some(best),
                _ => Some(one),
            },
        );
        let Some((score, seed)) = best else { break };
        if score <= 0.0 {
            break;
        }
        centres.push(seed);
        for (gap, cell) in gaps.iter_mut().zip(cells) {
            let squared = cell.lab.squared(seed);
            *gap = if centres.len() == 1 { squared } else { gap.min(squared) };
        }
    }
    let mut clusters = Vec::new();
    for _ in 0..12 {
        clusters = means(cells, &centres);
        centres = clusters.iter().map(|cluster| cluster.lab).collect();
    }
    clusters
}

/// The number of the centre nearest to each cell, the first of those equally near.
fn nearest(cells: &[Cell], centres: &[Lab]) -> Vec<u32> {
    let mut gaps = vec![f32::INFINITY; cells.len()];
    let mut places = vec![0; cells.len()];
    dispatch!(Level::new(), _ => for (place, centre) in (0_u32..).zip(centres) {
        for ((cell, least), nearest) in cells.iter().zip(&mut gaps).zip(&mut places) {
            let gap = cell.lab.squared(*centre);
            let nearer = gap < *least;
            *least = if nearer { gap } else { *least };
            *nearest = if nearer { place } else { *nearest };
        }
    });
    places
}

/// The mean of the cells nearest to each centre; centres without cells go.
fn means(cells: &[Cell], centres: &[Lab]) -> Vec<Cell> {
    let mut sums = vec![[0.0_f64; 4]; centres.len()];
    for (cell, place) in cells.iter().zip(nearest(cells, centres)) {
        if let Some(sums) = sums.get_mut(place as usize) {
            let weight = f64::from(cell.weight);
            for (sum, value) in sums.iter_mut().zip([cell.lab.l, cell.lab.a, cell.lab.b, 1.0]) {
                *sum += f64::from(value) * weight;
            }
        }
    }
    sums.iter()
        .filter(|sums| sums[3] > 0.0)
        .map(|&[l, a, b, weight]| Cell {
            lab: Lab { l: (l / weight) as f32, a: (a / weight) as f32, b: (b / weight) as f32 },
            weight: weight as f32,
        })
        .collect()
}

/// Hue counts twice: two pastels are two colours, though as light as each other.
fn difference(one: Lab, two: Lab) -> f32 {
    let (l, a, b) = (one.l - two.l, one.a - two.a, one.b - two.b);
    (l * l + 4.0 * (a * a + b * b)).sqrt()
}

/// Merges the nearest two until all are apart.
fn merged(mut clusters: Vec<Cell>) -> Vec<Cell> {
    loop {
        let mut nearest: Option<(f32, usize, usize)> = None;
        for (at, one) in clusters.iter().enumerate() {
            for (other, two) in clusters.iter().enumerate().skip(at + 1) {
                let distance = difference(one.lab, two.lab);
                if distance < NEAR && nearest.is_none_or(|best| distance < best.0) {
                    nearest = Some((distance, at, other));
                }
            }
        }
        let Some((_, at, other)) = nearest else { return clusters };
        let gone = clusters.remove(other);
        if let Some(kept) = clusters.get_mut(at) {
            let weight = kept.weight + gone.weight;
            let mean = |a: f32, b: f32| (a * kept.weight + b * gone.weight) / weight;
            kept.lab = Lab {
                l: mean(kept.lab.l, gone.lab.l),
                a: mean(kept.lab.a, gone.lab.a),
                b: mean(kept.lab.b, gone.lab.b),
            };
            kept.weight = weight;
        }
    }
}
