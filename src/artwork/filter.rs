//! CSS filters on a picture: blur, brightness, saturate, a duotone and a veil.
//! The blur is made on a small copy, since a blurred picture has no detail to lose; all of it is mixed in floats and
//! dithered once, so that it shows no bands.

use fearless_simd::{Level, dispatch};
use image::{ImageBuffer, Rgba};

use crate::artwork::{Artwork, Raster, resized};
use crate::geometry::{Color, Rect};
use crate::scene::PictureFilter;

/// Rec. 709 luminance weights, as the `saturate` filter of Filter Effects 1 uses.
const LUMA: [f32; 3] = [0.2126, 0.7152, 0.0722];

/// Shrinking at least this much goes by way of a quarter of the picture.
const QUARTER_FROM: f32 = 10.0;

/// Thresholds of the ordered dither, by column, in steps of a sixteenth of a level: neighbours differ as much as they can
/// (van der Corput's sequence). A column keeps its threshold for a few rows, so that these repeat and PNG packs them well:
/// a smooth backdrop takes a third of what a pattern that changes with every row takes. Kept from top to bottom, columns
/// would show as stripes where a viewer scales the picture.
const THRESHOLDS: [u8; 16] = [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15];

/// Rows that share their thresholds, and by how many columns they are shifted then.
const SHARED_ROWS: usize = 8;
const SHIFT: usize = 5;

/// A part of a picture at a size in device pixels, filtered. `scale` is device pixels per px.
pub fn filtered(artwork: &Artwork, crop: Rect, width: u32, height: u32, filter: &PictureFilter, scale: f32) -> Raster {
    let sigma = filter.blur * scale;
    if sigma >= 0.5 {
        return blurred(artwork, crop, width.max(1), height.max(1), filter, sigma);
    }
    let mut raster = resized(artwork, crop, width, height);
    if *filter == (PictureFilter { blur: filter.blur, ..PictureFilter::default() }) {
        return raster;
    }
    let row_bytes = raster.width as usize * 4;
    for (y, row) in raster.data.chunks_exact_mut(row_bytes.max(4)).enumerate() {
        let veil = veil_at(filter, y, height);
        for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
            if let [r, g, b, _] = pixel {
                let rgb = laid(apply([f32::from(*r), f32::from(*g), f32::from(*b)], filter), veil);
                [*r, *g, *b] = dithered(rgb, x + shift(y));
            }
        }
    }
    raster
}

/// The veil's colour and opacity in a row.
fn veil_at(filter: &PictureFilter, y: usize, height: u32) -> Option<([f32; 3], f32)> {
    let veil = filter.veil?;
    let Color { r, g, b, .. } = veil.color;
    Some(([r, g, b].map(f32::from), veil.opacity((y as f32 + 0.5) / height.max(1) as f32)))
}

fn laid(rgb: [f32; 3], veil: Option<([f32; 3], f32)>) -> [f32; 3] {
    let Some((color, opacity)) = veil else { return rgb };
    let mut out = rgb;
    for (channel, color) in out.iter_mut().zip(color) {
        // What is brighter than white is white before anything is laid over it.
        let under = channel.clamp(0.0, 255.0);
        *channel = under + (color - under) * opacity;
    }
    out
}

/// To 8 bits with the threshold of a column; whole values stay what they are.
fn dithered(rgb: [f32; 3], x: usize) -> [u8; 3] {
    let threshold = threshold(x);
    rgb.map(|channel| floor_byte(channel.clamp(0.0, 255.0) + threshold))
}

/// By how many columns the thresholds of a row are shifted.
fn shift(y: usize) -> usize {
    y / SHARED_ROWS * SHIFT % THRESHOLDS.len()
}

fn threshold(x: usize) -> f32 {
    let length = THRESHOLDS.len();
    (f32::from(THRESHOLDS.get(x % length).copied().unwrap_or(8)) + 0.5) / length as f32
}

fn blurred(artwork: &Artwork, crop: Rect, width: u32, height: u32, filter: &PictureFilter, sigma: f32) -> Raster {
    // The small copy keeps two pixels a standard deviation, which is all that a Gaussian passes.
    let factor = (sigma / 2.0).clamp(1.0, 16.0);
    let small_size = |length: u32| ((length as f32 / factor).round() as u32).max(2);
    let (small_width, small_height) = (small_size(width), small_size(height));
    let small = shrunk(artwork, crop, small_width, small_height);
    // Premultiplied, so that what is transparent does not darken what is not.
    let mut pixels = Vec::with_capacity(small.data.len());
    for pixel in small.data.chunks_exact(4) {
        if let [r, g, b, alpha] = *pixel {
            let share = f32::from(alpha) / 255.0;
            pixels.extend(apply([r, g, b].map(f32::from), filter).map(|channel| channel * share));
            pixels.push(f32::from(alpha));
        }
    }
    let Some(copy) = ImageBuffer::<Rgba<f32>, Vec<f32>>::from_raw(small_width, small_height, pixels) else {
        return small;
    };
    let copy = imageproc::filter::gaussian_blur_f32(&copy, sigma / factor);
    // Stretched sideways first: what is left for each of many rows is sums over whole rows.
    let wide = stretched(copy.as_raw(), small_width, width);
    let across = width as usize;
    // Longer than a row, so that each shift is a part of it.
    let thresholds: Vec<f32> = (0..across + THRESHOLDS.len())
        .flat_map(|x| {
            let color = threshold(x);
            [color, color, color, 0.5]
        })
        .collect();
    let veil = filter.veil.map_or([0.0; 4], |veil| {
        let Color { r, g, b, .. } = veil.color;
        [r, g, b, 255].map(f32::from)
    });
    let veil = veil.repeat(across);
    let mut data = Vec::with_capacity(across * height as usize * 4);
    let mut row = vec![0; across * 4];
    // As many samples at a time as the processor takes; the sums are the same on every processor.
    dispatch!(Level::new(), _ => for y in 0..height {
        let (top, weights) = taps(y, height, small_height);
        let line = |tap: usize| {
            let start = clamp_index(top, tap, small_height) * across * 4;
            wide.get(start..start + across * 4).unwrap_or_default()
        };
        let lines = [line(0), line(1), line(2), line(3)];
        let opacity = veil_at(filter, y as usize, height).map_or(0.0, |(_, opacity)| opacity);
        let thresholds = thresholds.get(shift(y as usize) * 4..).unwrap_or_default();
        if artwork.has_alpha() {
            translucent(&mut row, lines, weights, &veil, opacity, thresholds);
        } else {
            opaque(&mut row, lines, weights, &veil, opacity, thresholds);
        }
        data.extend_from_slice(&row);
    });
    Raster { width, height, data }
}

/// One row between the rows of a small picture, a veil laid over it, dithered. Of an opaque picture the alpha goes the
/// way of the other channels, so that all samples are made alike.
#[inline(always)]
fn opaque(row: &mut [u8], lines: [&[f32]; 4], weights: [f32; 4], veil: &[f32], opacity: f32, thresholds: &[f32]) {
    let [one, two, three, four] = lines;
    let [a, b, c, d] = weights;
    let keep = 1.0 - opacity;
    let samples = one.iter().zip(two).zip(three).zip(four);
    for ((byte, (((one, two), three), four)), (veil, threshold)) in
        row.iter_mut().zip(samples).zip(veil.iter().zip(thresholds))
    {
        let sum = one * a + two * b + three * c + four * d;
        // What is brighter than white is white before anything is laid over it.
        *byte = floor_byte(sum.clamp(0.0, 255.0) * keep + (veil * opacity + threshold));
    }
}

/// As [`opaque`], of premultiplied samples whose alpha varies.
fn translucent(row: &mut [u8], lines: [&[f32]; 4], weights: [f32; 4], veil: &[f32], opacity: f32, thresholds: &[f32]) {
    let [a, b, c, d] = weights;
    let samples = lines.map(|line| line.chunks_exact(4));
    let [one, two, three, four] = samples;
    let samples = one.zip(two).zip(three).zip(four);
    let over = veil.chunks_exact(4).zip(thresholds.chunks_exact(4));
    for ((pixel, (((one, two), three), four)), (veil, thresholds)) in row.chunks_exact_mut(4).zip(samples).zip(over) {
        let sum = |at: usize| match (one.get(at), two.get(at), three.get(at), four.get(at)) {
            (Some(one), Some(two), Some(three), Some(four)) => one * a + two * b + three * c + four * d,
            _ => 0.0,
        };
        let alpha = sum(3);
        let share = (alpha / 255.0).max(1e-3);
        for (at, ((byte, veil), threshold)) in pixel.iter_mut().zip(veil).zip(thresholds).enumerate() {
            let value =
                if at == 3 { alpha } else { (sum(at) / share).clamp(0.0, 255.0) * (1.0 - opacity) + veil * opacity };
            *byte = floor_byte(value.clamp(0.0, 255.0) + threshold);
        }
    }
}

/// The whole part of a value that lies between 0 and 256. At this size a float has no room for a fraction, so adding it
/// rounds, and the byte stands in the lowest bits: many values at a time, where a cast takes one.
#[inline(always)]
fn floor_byte(value: f32) -> u8 {
    const NO_FRACTION: f32 = 8_388_608.0 + 256.0;
    (value - 0.5 + NO_FRACTION).to_bits() as u8
}

/// A small copy of a part of a picture. One much smaller than the picture is made from a quarter of it, which is kept:
/// a blur hides the difference.
fn shrunk(artwork: &Artwork, crop: Rect, width: u32, height: u32) -> Raster {
    let ratio = (crop.width / width as f32).min(crop.height / height as f32);
    match artwork.quarter().filter(|_| ratio >= QUARTER_FROM) {
        Some(quarter) => {
            let (x, y) =
                (quarter.width() as f32 / artwork.width() as f32, quarter.height() as f32 / artwork.height() as f32);
            resized(quarter, Rect::new(crop.x * x, crop.y * y, crop.width * x, crop.height * y), width, height)
        }
        None => resized(artwork, crop, width, height),
    }
}

/// Rows of RGBA samples stretched from `small` to `width` samples a row.
fn stretched(samples: &[f32], small: u32, width: u32) -> Vec<f32> {
    let columns: Vec<(usize, [f32; 4])> = (0..width).map(|x| taps(x, width, small)).collect();
    let mut out = Vec::with_capacity(samples.len() / small.max(1) as usize * width as usize);
    for row in samples.chunks_exact(small as usize * 4) {
        for (left, weights) in &columns {
            let mut sums = [0.0_f32; 4];
            for (tap, weight) in weights.iter().enumerate() {
                let at = clamp_index(*left, tap, small) * 4;
                for (sum, sample) in sums.iter_mut().zip(row.get(at..at + 4).unwrap_or_default()) {
                    *sum += sample * weight;
                }
            }
            out.extend(sums);
        }
    }
    out
}

/// First sample (from -1) and weights of a cubic B-spline at one output pixel: smooth, so that no grid shows.
fn taps(at: u32, length: u32, small: u32) -> (usize, [f32; 4]) {
    let position = (at as f32 + 0.5) * small as f32 / length as f32 - 0.5;
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

fn apply(rgb: [f32; 3], filter: &PictureFilter) -> [f32; 3] {
    let mut rgb = rgb.map(|channel| channel * filter.brightness);
    let luma = rgb.iter().zip(LUMA).map(|(channel, weight)| channel * weight).sum::<f32>();
    rgb = rgb.map(|channel| luma + (channel - luma) * filter.saturate);
    if let Some((dark, light)) = filter.tone {
        let t = (luma / 255.0).clamp(0.0, 1.0);
        let mix = |from: u8, to: u8| f32::from(from) + (f32::from(to) - f32::from(from)) * t;
        let (Color { r, g, b, .. }, to) = (dark, light);
        rgb = [mix(r, to.r), mix(g, to.g), mix(b, to.b)];
    }
    rgb
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;
    use crate::geometry::Veil;

    fn art(width: u32, height: u32, alpha: bool, paint: impl Fn(u32, u32) -> Vec<u8>) -> Artwork {
        let data: Vec<u8> =
            (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| paint(x, y)).collect();
        Artwork {
            width,
            height,
            data: data.into(),
            alpha,
            format: "PNG",
            warnings: Vec::new(),
            drawing: None,
            quarter: OnceLock::new(),
        }
    }

    fn all(artwork: &Artwork, filter: &PictureFilter) -> Raster {
        let whole = Rect::new(0.0, 0.0, artwork.width as f32, artwork.height as f32);
        filtered(artwork, whole, artwork.width, artwork.height, filter, 1.0)
    }

    #[test]
    fn a_veil_over_a_dark_blur_shows_no_bands() {
        let gradient = art(64, 512, false, |_, y| vec![(y / 2) as u8; 3]);
        for blur in [0.0, 20.0] {
            let veil = Some(Veil::even(Color::rgb(10, 10, 10), 0.9));
            let raster = all(&gradient, &PictureFilter { blur, veil, ..PictureFilter::default() });
            // The mean of eight rows is what is meant, to a tenth of a level; rounded values would be half a level off.
            for band in (64..448).step_by(8) {
                let rows = raster.data.get(band * 64 * 4..(band + 8) * 64 * 4).expect("rows");
                let mean = rows.iter().step_by(4).map(|red| f32::from(*red)).sum::<f32>() / 512.0;
                let meant = 9.0 + (band as f32 + 3.5) / 2.0 * 0.1;
                assert!((mean - meant).abs() < 0.1, "blur {blur}, rows from {band}: {mean} for {meant}");
            }
        }
    }

    #[test]
    fn a_flat_picture_stays_flat_under_every_filter_that_keeps_whole_values() {
        let flat = art(40, 30, false, |_, _| vec![200, 100, 50]);
        for blur in [0.0, 12.0] {
            let raster = all(&flat, &PictureFilter { blur, brightness: 0.5, ..PictureFilter::default() });
            assert!(raster.data.chunks_exact(4).all(|pixel| pixel == [100, 50, 25, 255]), "blur {blur}");
        }
    }

    #[test]
    fn a_full_veil_hides_the_picture() {
        let noisy = art(40, 30, false, |x, y| vec![(x * 6) as u8, (y * 8) as u8, 9]);
        for blur in [0.0, 6.0] {
            let veil = Some(Veil::even(Color::rgb(1, 2, 3), 1.0));
            let raster = all(&noisy, &PictureFilter { blur, veil, ..PictureFilter::default() });
            assert!(raster.data.chunks_exact(4).all(|pixel| pixel == [1, 2, 3, 255]), "blur {blur}");
        }
    }

    #[test]
    fn transparent_pixels_do_not_darken_a_blur() {
        let half = art(40, 40, true, |x, _| if x < 20 { vec![250, 0, 0, 255] } else { vec![0, 0, 0, 0] });
        let raster = all(&half, &PictureFilter { blur: 6.0, ..PictureFilter::default() });
        let pixel = raster.data.get((20 * 40 + 20) * 4..).expect("the middle");
        assert!(pixel[0] > 235 && (90..166).contains(&pixel[3]), "{:?}", &pixel[..4]);
    }
}
