//! The palette of a picture: its few main colours with the share of the picture that each covers.
//! Deterministic: the seeds of the clusters are chosen by distance, never by chance.

use crate::artwork::{Artwork, resized};
use crate::geometry::Rect;
use crate::theme::oklch::{Oklab, Oklch, linear, oklab};

/// Side of the small copy that is clustered, pixels.
const SIDE: u32 = 72;
/// Most clusters.
const CLUSTERS: usize = 9;
/// Rounds of k-means; it has settled long before.
const ROUNDS: usize = 16;

/// One main colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swatch {
    /// The colour.
    pub color: Oklch,
    /// Share of the picture, 0 to 1.
    pub share: f32,
}

/// Main colours, the most common first.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// The colours.
    pub swatches: Vec<Swatch>,
    /// Mean lightness, 0 to 1.
    pub lightness: f32,
}

impl Palette {
    /// The palette of a picture. Transparent pixels do not count.
    pub fn of(artwork: &Artwork) -> Palette {
        let whole = Rect::new(0.0, 0.0, artwork.width() as f32, artwork.height() as f32);
        let small = resized(artwork, whole, SIDE, SIDE);
        let pixels: Vec<Oklab> = small
            .data
            .chunks_exact(4)
            .filter(|pixel| pixel[3] > 127)
            .map(|pixel| oklab([linear(pixel[0]), linear(pixel[1]), linear(pixel[2])]))
            .collect();
        if pixels.is_empty() {
            return Palette { swatches: Vec::new(), lightness: 0.0 };
        }
        let lightness = pixels.iter().map(|pixel| pixel[0]).sum::<f32>() / pixels.len() as f32;
        let mut centres = seeds(&pixels);
        let mut counts = vec![0_usize; centres.len()];
        for _ in 0..ROUNDS {
            let mut sums = vec![[0.0_f64; 3]; centres.len()];
            counts.fill(0);
            for pixel in &pixels {
                let nearest = nearest(&centres, pixel).0;
                if let (Some(sum), Some(count)) = (sums.get_mut(nearest), counts.get_mut(nearest)) {
                    *count += 1;
                    for (sum, value) in sum.iter_mut().zip(pixel) {
                        *sum += f64::from(*value);
                    }
                }
            }
            for ((centre, sum), count) in centres.iter_mut().zip(&sums).zip(&counts) {
                if *count > 0 {
                    *centre = sum.map(|total| (total / *count as f64) as f32);
                }
            }
        }
        let mut swatches: Vec<Swatch> = centres
            .iter()
            .zip(&counts)
            .filter(|(_, count)| **count > 0)
            .map(|(centre, count)| Swatch {
                color: Oklch::from_lab(*centre),
                share: *count as f32 / pixels.len() as f32,
            })
            .collect();
        swatches.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.color.l.total_cmp(&b.color.l)));
        Palette { swatches, lightness }
    }

    /// Whether the picture has no colour worth taking: greys, and the faint casts of scans.
    pub fn is_neutral(&self) -> bool {
        !self.swatches.iter().any(|swatch| swatch.color.c > 0.035 && swatch.share > 0.004)
    }
}

/// Each seed is the pixel farthest from all seeds before it, the first the one farthest from mid-grey.
fn seeds(pixels: &[Oklab]) -> Vec<Oklab> {
    let mut distances: Vec<f32> = pixels.iter().map(|pixel| distance(pixel, &[0.5, 0.0, 0.0])).collect();
    let mut seeds = Vec::with_capacity(CLUSTERS);
    while seeds.len() < CLUSTERS {
        let mut farthest = (0, 0.0);
        for (index, distance) in distances.iter().enumerate() {
            if *distance > farthest.1 {
                farthest = (index, *distance);
            }
        }
        // The rest is noise around the seeds there are.
        if !seeds.is_empty() && farthest.1 < 0.002 {
            break;
        }
        let Some(seed) = pixels.get(farthest.0).copied() else { break };
        if seeds.is_empty() {
            distances.fill(f32::INFINITY);
        }
        seeds.push(seed);
        for (known, pixel) in distances.iter_mut().zip(pixels) {
            *known = known.min(distance(pixel, &seed));
        }
    }
    seeds
}

fn nearest(centres: &[Oklab], pixel: &Oklab) -> (usize, f32) {
    let mut best = (0, f32::INFINITY);
    for (index, centre) in centres.iter().enumerate() {
        let distance = distance(centre, pixel);
        if distance < best.1 {
            best = (index, distance);
        }
    }
    best
}

fn distance(one: &Oklab, other: &Oklab) -> f32 {
    // Hue counts more than lightness, so that a small vivid spot keeps a cluster of its own.
    let [l, a, b] = [one[0] - other[0], one[1] - other[1], one[2] - other[2]];
    l * l * 0.5 + (a * a + b * b) * 2.0
}
