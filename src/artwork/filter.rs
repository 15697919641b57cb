//! CSS filters on a picture: blur, brightness, saturate and a duotone.
//! The blur is made on a small copy, since a blurred picture has no detail to lose, and dithered so that it shows no bands.

use image::{ImageBuffer, Rgb};

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
    if *filter != (PictureFilter { blur: filter.blur, ..PictureFilter::default() }) {
        for pixel in raster.data.chunks_exact_mut(4) {
            if let [r, g, b, _] = pixel {
                let rgb = apply([f32::from(*r), f32::from(*g), f32::from(*b)], filter);
                [*r, *g, *b] = rgb.map(|channel| channel.round().clamp(0.0, 255.0) as u8);
            }
        }
    }
    raster
}

fn blurred(artwork: &Artwork, crop: Rect, width: u32, height: u32, filter: &PictureFilter, sigma: f32) -> Raster {
    // The small copy keeps two pixels a standard deviation, which is all that a Gaussian passes.
    let factor = (sigma / 2.0).clamp(1.0, 16.0);
    let small_size = |length: u32| ((length as f32 / factor).round() as u32).max(2);
    let (small_width, small_height) = (small_size(width), small_size(height));
    let small = resized(artwork, crop, small_width, small_height);
    let pixels: Vec<f32> = small
        .data
        .chunks_exact(4)
        .flat_map(|pixel| apply([pixel[0], pixel[1], pixel[2]].map(f32::from), filter))
        .collect();
    let Some(copy) = ImageBuffer::<Rgb<f32>, Vec<f32>>::from_raw(small_width, small_height, pixels) else {
        return small;
    };
    let copy = imageproc::filter::gaussian_blur_f32(&copy, sigma / factor);
    let mut data = Vec::with_capacity(width as usize * height as usize * 4);
    let columns: Vec<(usize, [f32; 4])> = (0..width).map(|x| taps(x, width, small_width)).collect();
    let samples = copy.as_raw();
    let row_length = small_width as usize * 3;
    let mut row = vec![0.0_f32; row_length];
    for y in 0..height {
        let (top, weights) = taps(y, height, small_height);
        row.fill(0.0);
        for (tap, weight) in weights.iter().enumerate() {
            let line = clamp_index(top, tap, small_height) * row_length;
            if let Some(line) = samples.get(line..line + row_length) {
                for (sum, sample) in row.iter_mut().zip(line) {
                    *sum += sample * weight;
                }
            }
        }
        for (x, (left, weights)) in columns.iter().enumerate() {
            let mut rgb = [0.0_f32; 3];
            for (tap, weight) in weights.iter().enumerate() {
                let at = clamp_index(*left, tap, small_width) * 3;
                if let Some(sample) = row.get(at..at + 3) {
                    for (sum, value) in rgb.iter_mut().zip(sample) {
                        *sum += value * weight;
                    }
                }
            }
            let threshold = (f32::from(BAYER[y as usize % 8][x % 8]) + 0.5) / 64.0;
            data.extend(rgb.map(|channel| (channel + threshold).floor().clamp(0.0, 255.0) as u8));
            data.push(255);
        }
    }
    Raster { width, height, data }
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
