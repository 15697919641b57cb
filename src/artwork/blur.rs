//! A blurred picture: a small copy, blurred, from which the rows of the picture are made when they are painted.
//! A blurred picture has no detail to lose; kept like this it takes a fraction of the memory of its pixels.

use std::ops::Range;
use std::sync::Arc;

use extra_credit_pixels::{STRIPE, apply, nearest_byte, thresholds, veil_at};
use fearless_simd::{Level, dispatch};
use image::{ImageBuffer, Rgba};

use crate::artwork::PictureFilter;
use crate::artwork::{Artwork, Raster, averaged, resized};
use crate::geometry::Rect;

/// A picture is shrunk in two steps if the first can make at least three pixels of ten.
const TWO_STEPS_FROM: f32 = 10.0;
/// What the first step leaves to the second: as many pixels of the picture become one.
const SECOND_STEP: u32 = 3;

/// From this standard deviation on, in device px, two pixels by two show one sample, which lies between them: even from
/// black to white, a blur this wide rises by no more than four levels a pixel.
const PAIRS_FROM: f32 = 24.0;

/// Samples mixed at a time.
const LANES: usize = 64;

/// A part of a picture at a size in device pixels, blurred and filtered.
#[derive(Clone, Debug)]
pub struct Blurred {
    /// Device px.
    width: u32,
    /// Device px.
    height: u32,
    small: Arc<Small>,
    /// Pixels side by side, and rows, that show one sample: 1 or 2.
    pace: u32,
    /// Rows of premultiplied RGBA samples: as wide as the picture, but only as many as the small copy has.
    rows: Arc<Vec<f32>>,
    opaque: bool,
    filter: PictureFilter,
}

/// A small copy of a part of a picture, blurred.
#[derive(Debug)]
struct Small {
    /// Pixels.
    width: u32,
    /// Pixels.
    height: u32,
    /// Standard deviation of the blur in pixels of the copy.
    sigma: f32,
    /// Premultiplied RGBA.
    samples: Vec<f32>,
}

impl Blurred {
    /// A part of a picture (in picture pixels) at a size in device px; none if the filter does not blur it. `scale` is
    /// device px per px. `like` is a blur of the same part of the same picture, of which whatever would be the same is
    /// used again.
    pub fn new(
        artwork: &Artwork,
        crop: Rect,
        (width, height): (u32, u32),
        filter: &PictureFilter,
        scale: f32,
        like: Option<&Blurred>,
    ) -> Option<Blurred> {
        // A print of a blur is made of its pixels.
        if filter.halftone.is_some() {
            return None;
        }
        let sigma = filter.blur * scale;
        if sigma.is_nan() || sigma < 0.5 {
            return None;
        }
        let (width, height) = (width.max(1), height.max(1));
        // The small copy keeps two pixels a standard deviation, which is all that a Gaussian passes. So it is the same
        // at each scale.
        let factor = (sigma / 2.0).max(1.0);
        let small_size = |length: u32| ((length as f32 / factor).round() as u32).max(2);
        let size = (small_size(width), small_size(height));
        let like = like.filter(|like| like.small.is(size, sigma / factor) && same_but_veil(&like.filter, filter));
        let small = match like {
            Some(like) => Arc::clone(&like.small),
            None => Arc::new(Small::new(artwork, crop, size, filter, sigma / factor)?),
        };
        let pace = if sigma < PAIRS_FROM { 1 } else { 2 };
        let rows = match like.filter(|like| (like.width, like.height) == (width, height)) {
            Some(like) => Arc::clone(&like.rows),
            // Stretched sideways now: what is left for each of many rows is sums over whole rows.
            None => Arc::new(stretched(&small.samples, small.width, width, pace)),
        };
        let opaque = artwork.drawing().is_none() && !artwork.has_alpha();
        Some(Blurred { width, height, small, pace, rows, opaque, filter: *filter })
    }

    /// Whether no pixel shows what is behind.
    pub fn is_opaque(&self) -> bool {
        self.opaque
    }

    /// Bytes that it takes in memory.
    pub fn bytes(&self) -> usize {
        (self.rows.len() + self.small.samples.len()) * size_of::<f32>()
    }

    /// All pixels, with straight alpha.
    pub fn raster(&self) -> Raster {
        let mut data = Vec::with_capacity(self.width as usize * self.height as usize * 4);
        self.each_row(0..self.height, |_, row| data.extend_from_slice(row));
        Raster { width: self.width, height: self.height, data }
    }

    /// Makes some of the rows from top to bottom and shows each: its number, and RGBA with straight alpha.
    pub fn each_row(&self, rows: Range<u32>, mut show: impl FnMut(u32, &mut [u8])) {
        let across = self.width.div_ceil(self.pace) as usize * 4;
        let stripe = STRIPE / self.pace as usize * 4;
        let small_height = self.small.height;
        let mut mixed = vec![0; across];
        let mut row = vec![0; self.width as usize * 4];
        let rows = rows.start..rows.end.min(self.height);
        let first = rows.start;
        // As many samples at a time as the processor takes; the sums are the same on every processor.
        dispatch!(Level::new(), _ => for y in rows {
            let sample = y / self.pace;
            // Rows of what is translucent are changed by those to whom they are shown.
            if self.opaque && y > first && !y.is_multiple_of(self.pace) {
                show(y, &mut row);
                continue;
            }
            let (top, weights) = taps(sample, self.height as f32 / self.pace as f32, small_height);
            let line = |tap: usize| {
                let start = clamp_index(top, tap, small_height) * across;
                self.rows.get(start..start + across).unwrap_or_default().chunks(stripe)
            };
            let middle = (sample as f32 + 0.5) * self.pace as f32;
            let ([r, g, b], opacity) = veil_at(&self.filter, middle, self.height).unwrap_or_default();
            let veil = [r, g, b, 255.0];
            let stripes = mixed.chunks_mut(stripe).zip(line(0)).zip(line(1)).zip(line(2)).zip(line(3));
            for (stripe, ((((samples, one), two), three), four)) in stripes.enumerate() {
                let lines = [one, two, three, four];
                let [r, g, b] = thresholds(stripe, sample as usize);
                // The alpha is rounded.
                let thresholds = [r, g, b, 0.5];
                if self.opaque {
                    opaque(samples, lines, weights, veil, opacity, thresholds);
                } else {
                    translucent(samples, lines, weights, veil, opacity, thresholds);
                }
            }
            if self.pace == 1 {
                show(y, &mut mixed);
            } else {
                doubled(&mixed, &mut row);
                show(y, &mut row);
            }
        });
    }
}

impl Small {
    fn new(
        artwork: &Artwork,
        crop: Rect,
        (width, height): (u32, u32),
        filter: &PictureFilter,
        sigma: f32,
    ) -> Option<Small> {
        let raster = shrunk(artwork, crop, width, height);
        // Premultiplied, so that what is transparent does not darken what is not.
        let mut pixels = Vec::with_capacity(raster.data.len());
        for [r, g, b, alpha] in raster.data.as_chunks().0 {
            let share = f32::from(*alpha) / 255.0;
            pixels.extend(apply([*r, *g, *b].map(f32::from), filter).map(|channel| channel * share));
            pixels.push(f32::from(*alpha));
        }
        let copy = ImageBuffer::<Rgba<f32>, Vec<f32>>::from_raw(width, height, pixels)?;
        let mut samples = imageproc::filter::gaussian_blur_f32(&copy, sigma).into_raw();
        // What a filter made brighter than white is white before a veil is laid over it. What is mixed from these samples
        // is never brighter than they are.
        for pixel in samples.as_chunks_mut::<4>().0 {
            let [.., alpha] = *pixel;
            for channel in pixel {
                *channel = channel.min(alpha).max(0.0);
            }
        }
        Some(Small { width, height, sigma, samples })
    }

    fn is(&self, size: (u32, u32), sigma: f32) -> bool {
        (self.width, self.height) == size && self.sigma == sigma
    }
}

/// Whether two filters blur alike: a veil is laid over what is blurred, and the same blur may have another size on a page
/// of another scale.
fn same_but_veil(one: &PictureFilter, other: &PictureFilter) -> bool {
    PictureFilter { veil: None, ..*one } == PictureFilter { veil: None, ..*other }
}

/// A stripe of a row between the rows of a small picture, under a veil and dithered. Of an opaque picture the alpha goes
/// the way of the other channels, so that all samples are made alike.
#[inline(always)]
fn opaque(
    samples: &mut [u8],
    lines: [&[f32]; 4],
    weights: [f32; 4],
    veil: [f32; 4],
    opacity: f32,
    thresholds: [f32; 4],
) {
    let [a, b, c, d] = weights.map(|weight| weight * (1.0 - opacity));
    let mut laid = veil.map(|channel| channel * opacity - 0.5);
    for (laid, threshold) in laid.iter_mut().zip(thresholds) {
        *laid += threshold;
    }
    let laid = [laid; LANES / 4];
    let mix = |samples: &mut [u8], [one, two, three, four]: [&[f32]; 4]| {
        for (((((byte, one), two), three), four), laid) in
            samples.iter_mut().zip(one).zip(two).zip(three).zip(four).zip(laid.as_flattened())
        {
            *byte = nearest_byte(one * a + two * b + three * c + four * d + laid);
        }
    };
    // Of a known length, which is what lets many samples be mixed at a time.
    let (parts, rest) = samples.as_chunks_mut::<LANES>();
    let [one, two, three, four] = lines.map(|line| line.as_chunks::<LANES>());
    for ((((part, one), two), three), four) in parts.iter_mut().zip(one.0).zip(two.0).zip(three.0).zip(four.0) {
        mix(part, [one, two, three, four]);
    }
    mix(rest, [one.1, two.1, three.1, four.1]);
}

/// As [`opaque`], of premultiplied samples whose alpha varies.
fn translucent(
    samples: &mut [u8],
    lines: [&[f32]; 4],
    [a, b, c, d]: [f32; 4],
    veil: [f32; 4],
    opacity: f32,
    thresholds: [f32; 4],
) {
    let [one, two, three, four] = lines.map(|line| line.as_chunks::<4>().0);
    let lines = one.iter().zip(two).zip(three).zip(four);
    for (pixel, (((one, two), three), four)) in samples.as_chunks_mut::<4>().0.iter_mut().zip(lines) {
        let mut sums = [0.0; 4];
        for ((((sum, one), two), three), four) in sums.iter_mut().zip(one).zip(two).zip(three).zip(four) {
            *sum = one * a + two * b + three * c + four * d;
        }
        let [_, _, _, alpha] = sums;
        let share = (alpha / 255.0).max(1e-3);
        let mixed = |sum: f32, veil: f32| sum / share * (1.0 - opacity) + veil * opacity;
        for (at, (((byte, sum), veil), threshold)) in pixel.iter_mut().zip(sums).zip(veil).zip(thresholds).enumerate() {
            let value = if at == 3 { alpha } else { mixed(sum, veil) };
            *byte = nearest_byte(value.clamp(0.0, 255.0) + threshold - 0.5);
        }
    }
}

/// Each pixel twice, as often as the row has room.
#[inline(always)]
fn doubled(pixels: &[u8], row: &mut [u8]) {
    let pixels = pixels.as_chunks::<4>().0;
    let (pairs, last) = row.as_chunks_mut::<8>();
    for (pair, pixel) in pairs.iter_mut().zip(pixels) {
        let pixel = u64::from(u32::from_le_bytes(*pixel));
        *pair = (pixel | pixel << 32).to_le_bytes();
    }
    if let (Some(last), Some(pixel)) = (last.first_chunk_mut(), pixels.last()) {
        *last = *pixel;
    }
}

/// A small copy of a part of a picture. One much smaller than the picture is made from plain means of its pixels, which
/// take a third of the time of a good filter: a blur hides the difference.
fn shrunk(artwork: &Artwork, crop: Rect, width: u32, height: u32) -> Raster {
    let ratio = (crop.width / width as f32).min(crop.height / height as f32);
    if artwork.drawing().is_some() || ratio < TWO_STEPS_FROM {
        return resized(artwork, crop, width, height);
    }
    let means = averaged(artwork, crop, width * SECOND_STEP, height * SECOND_STEP);
    let (across, down) = (means.width, means.height);
    match Artwork::from_rgba(across, down, means.data) {
        Some(means) => resized(&means, Rect::new(0.0, 0.0, across as f32, down as f32), width, height),
        None => resized(artwork, crop, width, height),
    }
}

/// Rows of RGBA samples stretched from `small` to a width in pixels, `pace` of which show one sample.
fn stretched(samples: &[f32], small: u32, width: u32, pace: u32) -> Vec<f32> {
    let columns: Vec<([usize; 4], [f32; 4])> = (0..width.div_ceil(pace))
        .map(|x| {
            let (left, weights) = taps(x, width as f32 / pace as f32, small);
            ([0, 1, 2, 3].map(|tap| clamp_index(left, tap, small)), weights)
        })
        .collect();
    let mut out = Vec::with_capacity(samples.len() / small.max(1) as usize * columns.len());
    dispatch!(Level::new(), _ => for row in samples.chunks_exact(small as usize * 4) {
        let pixels = row.as_chunks::<4>().0;
        for (taps, weights) in &columns {
            let mut sums = [0.0_f32; 4];
            for (tap, weight) in taps.iter().zip(weights) {
                let pixel = pixels.get(*tap).copied().unwrap_or_default();
                for (sum, sample) in sums.iter_mut().zip(pixel) {
                    *sum += sample * weight;
                }
            }
            out.extend_from_slice(&sums);
        }
    });
    out
}

/// First sample (from -1) and weights of a cubic B-spline at one of `length` output samples: smooth, so that no grid shows.
fn taps(at: u32, length: f32, small: u32) -> (usize, [f32; 4]) {
    let position = (at as f32 + 0.5) * small as f32 / length - 0.5;
    let base = position.floor();
    let t = position - base;
    let weights = [
        (1.0 - t).powi(3) / 6.0,
        (3.0 * t.powi(3) - 6.0 * t * t + 4.0) / 6.0,
        (-3.0 * t.powi(3) + 3.0 * t * t + 3.0 * t + 1.0) / 6.0,
        t.powi(3) / 6.0,
    ];
    // Kept one higher than the first tap, so that it is never negative.
    ((base + 1.0).max(0.0) as usize, weights)
}

fn clamp_index(first: usize, tap: usize, length: u32) -> usize {
    (first + tap).saturating_sub(2).min(length as usize - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Color, Veil};

    /// A cover with colours everywhere, some of them translucent if asked for.
    fn cover(alpha: bool) -> Artwork {
        let pixel =
            |x: u32, y: u32| [(x / 2) as u8, (y / 2) as u8, ((x ^ y) / 3) as u8, if alpha { x as u8 } else { 255 }];
        let data = (0..400).flat_map(|y| (0..400).flat_map(move |x| pixel(x, y))).collect();
        Artwork::from_rgba(400, 400, data).expect("a picture")
    }

    fn filter(blur: f32, veil: f32) -> PictureFilter {
        let veil = Some(Veil::even(Color::rgb(10, 20, 30), veil));
        PictureFilter { blur, saturate: 1.2, veil, ..PictureFilter::default() }
    }

    const CROP: Rect = Rect { x: 20.0, y: 0.0, width: 360.0, height: 400.0 };

    #[test]
    fn what_is_used_again_of_another_blur_changes_nothing() {
        for alpha in [false, true] {
            let cover = cover(alpha);
            let new = |size, filter: &PictureFilter, scale, like| {
                Blurred::new(&cover, CROP, size, filter, scale, like).expect("a blur")
            };
            let page = new((360, 400), &filter(40.0, 0.3), 1.0, None);
            // The same with another veil, at another scale, and of another width of the blur, where nothing can be used.
            for (size, blur, scale) in [((360, 400), 40.0, 1.0), ((90, 100), 40.0, 0.25), ((360, 400), 30.0, 1.0)] {
                let filter = filter(blur, 0.6);
                let (alone, like) = (new(size, &filter, scale, None), new(size, &filter, scale, Some(&page)));
                assert_eq!(alone.raster(), like.raster(), "{size:?} {blur} {alpha}");
                assert_eq!(Arc::ptr_eq(&like.small, &page.small), blur == 40.0, "{size:?} {blur} {alpha}");
            }
        }
    }

    #[test]
    fn pixels_that_share_a_sample_are_near_to_samples_of_their_own() {
        let cover = cover(false);
        for (width, height) in [(360, 400), (359, 400), (360, 399)] {
            let blurred = Blurred::new(&cover, CROP, (width, height), &filter(40.0, 0.3), 1.0, None).expect("a blur");
            assert_eq!(blurred.pace, 2);
            let rows = Arc::new(stretched(&blurred.small.samples, blurred.small.width, width, 1));
            let each = Blurred { pace: 1, rows, ..blurred.clone() };
            let (pairs, each) = (blurred.raster(), each.raster());
            let apart = pairs.data.iter().zip(&each.data).map(|(one, other)| one.abs_diff(*other)).max();
            // A level for the dither, and one for half a pixel of a steep blur.
            assert!(apart.is_some_and(|most| most <= 2), "{width}: {apart:?}");
        }
    }
}
