//! CSS filters on a picture: blur, brightness, saturate, a duotone and a veil.
//! The blur is made on a small copy, since a blurred picture has no detail to lose; all of it is mixed in floats and
//! dithered once, so that it shows no bands.

use image::{ImageBuffer, Luma, Rgb};

use crate::artwork::{Artwork, Raster, resized};
use crate::geometry::{Color, Rect};
use crate::scene::PictureFilter;

/// Rec. 709 luminance weights, as the `saturate` filter of Filter Effects 1 uses.
const LUMA: [f32; 3] = [0.2126, 0.7152, 0.0722];

/// Bayer's 8 x 8 threshold matrix: an ordered dither that needs no state and gives the same pixels every time.
const BAYER: [[u8; 8]; 8] = [
    [0, 32, 8, 40, 2, 34, 10, 42],
    [48, 16, 56, 24, 50, 18, 58, 26],
    [12, 44, 4, 36, 14, 46, 6, 38],
    [60, 28, 52, 20, 62, 30, 54, 22],
    [3, 35, 11, 43, 1, 33, 9, 41],
    [51, 19, 59, 27, 49, 17, 57, 25],
    [15, 47, 7, 39, 13, 45, 5, 37],
    [63, 31, 55, 23, 61, 29, 53, 21],
];

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
                [*r, *g, *b] = dithered(rgb, x, y);
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

/// To 8 bits with a threshold that varies from pixel to pixel; whole values stay what they are.
fn dithered(rgb: [f32; 3], x: usize, y: usize) -> [u8; 3] {
    let threshold = BAYER.get(y % 8).and_then(|row| row.get(x % 8)).copied().unwrap_or(32);
    let threshold = (f32::from(threshold) + 0.5) / 64.0;
    // Values are not negative and `as` saturates, so that the cast rounds down.
    rgb.map(|channel| (channel + threshold) as u8)
}

fn blurred(artwork: &Artwork, crop: Rect, width: u32, height: u32, filter: &PictureFilter, sigma: f32) -> Raster {
    // The small copy keeps two pixels a standard deviation, which is all that a Gaussian passes.
    let factor = (sigma / 2.0).clamp(1.0, 16.0);
    let small_size = |length: u32| ((length as f32 / factor).round() as u32).max(2);
    let (small_width, small_height) = (small_size(width), small_size(height));
    let small = resized(artwork, crop, small_width, small_height);
    // Premultiplied, so that what is transparent does not darken what is not.
    let mut pixels = Vec::with_capacity(small.data.len() / 4 * 3);
    let mut alphas = Vec::new();
    for pixel in small.data.chunks_exact(4) {
        if let [r, g, b, a] = *pixel {
            let share = f32::from(a) / 255.0;
            pixels.extend(apply([r, g, b].map(f32::from), filter).map(|channel| channel * share));
            if artwork.has_alpha() {
                alphas.push(share);
            }
        }
    }
    let Some(copy) = ImageBuffer::<Rgb<f32>, Vec<f32>>::from_raw(small_width, small_height, pixels) else {
        return small;
    };
    let copy = imageproc::filter::gaussian_blur_f32(&copy, sigma / factor);
    let alphas = ImageBuffer::<Luma<f32>, Vec<f32>>::from_raw(small_width, small_height, alphas)
        .map(|alphas| imageproc::filter::gaussian_blur_f32(&alphas, sigma / factor));
    let mut data = Vec::with_capacity(width as usize * height as usize * 4);
    let columns: Vec<(usize, [f32; 4])> = (0..width).map(|x| taps(x, width, small_width)).collect();
    let mut row = vec![0.0_f32; small_width as usize * 3];
    let mut alpha_row = vec![0.0_f32; small_width as usize];
    for y in 0..height {
        let vertical = taps(y, height, small_height);
        weighted(&mut row, copy.as_raw(), vertical, small_height);
        if let Some(alphas) = &alphas {
            weighted(&mut alpha_row, alphas.as_raw(), vertical, small_height);
        }
        let veil = veil_at(filter, y as usize, height);
        for (x, (left, weights)) in columns.iter().enumerate() {
            let mut rgb = [0.0_f32; 3];
            let mut alpha = if alphas.is_some() { 0.0 } else { 1.0 };
            for (tap, weight) in weights.iter().enumerate() {
                let at = clamp_index(*left, tap, small_width);
                if let Some(sample) = row.get(at * 3..at * 3 + 3) {
                    for (sum, value) in rgb.iter_mut().zip(sample) {
                        *sum += value * weight;
                    }
                }
                if alphas.is_some() {
                    alpha += alpha_row.get(at).unwrap_or(&0.0) * weight;
                }
            }
            let straight = if alpha < 0.999 { rgb.map(|channel| channel / alpha.max(1e-3)) } else { rgb };
            data.extend(dithered(laid(straight, veil), x, y as usize));
            data.push((alpha * 255.0 + 0.5) as u8);
        }
    }
    Raster { width, height, data }
}

/// One row between the rows of a small picture.
fn weighted(row: &mut [f32], samples: &[f32], (top, weights): (usize, [f32; 4]), height: u32) {
    let length = row.len();
    row.fill(0.0);
    for (tap, weight) in weights.iter().enumerate() {
        let line = clamp_index(top, tap, height) * length;
        if let Some(line) = samples.get(line..line + length) {
            for (sum, sample) in row.iter_mut().zip(line) {
                *sum += sample * weight;
            }
        }
    }
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
    use super::*;
    use crate::geometry::Veil;

    fn art(width: u32, height: u32, alpha: bool, paint: impl Fn(u32, u32) -> Vec<u8>) -> Artwork {
        let data = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| paint(x, y)).collect();
        Artwork { width, height, data, alpha, format: "PNG", warnings: Vec::new(), drawing: None }
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
