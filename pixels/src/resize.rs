//! Resizing with a good filter: Lanczos3 down, Catmull-Rom up, on straight sRGB values as image editors do.
//! The result is RGBA, ready to be painted row by row.

use std::cell::RefCell;
use std::f64::consts::PI;

use fast_image_resize as fir;

/// Most bytes that a thread's resizer keeps for the next picture: between its two passes a cover of 3000 px takes 10 MB.
const KEPT_BYTES: usize = 16 << 20;

thread_local! {
    /// Kept for its memory, which would be faulted in page by page for each picture.
    static RESIZER: RefCell<fir::Resizer> = RefCell::new(fir::Resizer::new());
}

/// A picture at its final size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// RGBA with straight alpha, row by row.
    pub data: Vec<u8>,
}

/// Pixels row by row and the part of them that is wanted, in pixels from the left top corner; what lies outside is left out.
#[derive(Clone, Copy, Debug)]
pub struct Source<'p> {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// RGB, or RGBA with straight alpha if `alpha`.
    pub data: &'p [u8],
    /// Whether there is an alpha.
    pub alpha: bool,
    /// Left edge of the part.
    pub left: f32,
    /// Its top edge.
    pub top: f32,
    /// Its width.
    pub across: f32,
    /// Its height.
    pub down: f32,
}

/// How pixels are weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// Lanczos3 down, Catmull-Rom up.
    Sharp,
    /// The plain mean of those that a pixel stands for: a sharper filter rings, and its halos are colours that the picture does not have.
    Mean,
}

/// The filter for a part that becomes so wide.
fn filter(weights: Weights, source: &Source, width: u32) -> fir::FilterType {
    if weights == Weights::Mean {
        return fir::FilterType::Box;
    }
    if source.across < width as f32 {
        return fir::FilterType::CatmullRom;
    }
    let own = fir::Filter::new("Lanczos3", lanczos3, 3.0);
    own.map_or(fir::FilterType::Lanczos3, fir::FilterType::Custom)
}

/// The resizer's own Lanczos3, sinc(x) sinc(x / 3), asks the C library for two sines a weight, which took 3 % of a card.
/// With s = sin(πx / 3), sin(πx) is 3s - 4s³, so one will do; the same one on every platform.
fn lanczos3(x: f64) -> f64 {
    let third = (PI * x / 3.0).abs();
    if third < 1e-8 {
        return 1.0;
    }
    if third >= PI {
        return 0.0;
    }
    let square = sine(third.min(PI - third)).powi(2);
    square * (3.0 - 4.0 * square) / (3.0 * third * third)
}

/// The sine of an angle from 0 to π / 2: its Taylor series to the fifteenth power, off by less than 1e-11. Weights are
/// rounded to 16 bits.
fn sine(angle: f64) -> f64 {
    // From the highest power down, each the one before with two more factors of the factorial. Divided here and not for each
    // weight.
    const FACTORS: [f64; 7] = [
        1.0 / (15.0 * 14.0),
        1.0 / (13.0 * 12.0),
        1.0 / (11.0 * 10.0),
        1.0 / (9.0 * 8.0),
        1.0 / (7.0 * 6.0),
        1.0 / (5.0 * 4.0),
        1.0 / (3.0 * 2.0),
    ];
    let square = angle * angle;
    angle * FACTORS.into_iter().fold(1.0, |sum, factor| 1.0 - sum * square * factor)
}

/// A part at a size in pixels, transparent if there is nothing of it.
pub fn resampled(source: &Source, width: u32, height: u32, weights: Weights) -> Raster {
    let (width, height) = (width.max(1), height.max(1));
    let Some(data) = resampled_bytes(source, width, height, weights) else {
        return Raster { width, height, data: vec![0; width as usize * height as usize * 4] };
    };
    if source.alpha {
        return Raster { width, height, data };
    }
    let mut rgba = vec![255; data.len() / 3 * 4];
    for (to, from) in rgba.chunks_exact_mut(4).zip(data.chunks_exact(3)) {
        if let ([r, g, b, _], [red, green, blue]) = (to, from) {
            (*r, *g, *b) = (*red, *green, *blue);
        }
    }
    Raster { width, height, data: rgba }
}

/// As [`resampled`], with the channels of the source; none if there is nothing of it.
pub fn resampled_bytes(source: &Source, width: u32, height: u32, weights: Weights) -> Option<Vec<u8>> {
    let kind = if source.alpha { fir::PixelType::U8x4 } else { fir::PixelType::U8x3 };
    let pixels = fir::images::ImageRef::new(source.width, source.height, source.data, kind).ok()?;
    let mut target = fir::images::Image::new(width.max(1), height.max(1), kind);
    let (left, top) = (f64::from(source.left.max(0.0)), f64::from(source.top.max(0.0)));
    let right = f64::from(source.left + source.across).min(f64::from(source.width));
    let bottom = f64::from(source.top + source.down).min(f64::from(source.height));
    let options = fir::ResizeOptions::new()
        .resize_alg(fir::ResizeAlg::Convolution(filter(weights, source, width)))
        .crop(left, top, (right - left).max(1.0), (bottom - top).max(1.0))
        .use_alpha(source.alpha);
    let resized = RESIZER.with_borrow_mut(|resizer| {
        let resized = resizer.resize(&pixels, &mut target, &options);
        if resizer.size_of_internal_buffers() > KEPT_BYTES {
            resizer.reset_internal_buffers();
        }
        resized
    });
    resized.ok().map(|()| target.into_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_those_of_lanczos() {
        let sinc = |x: f64| if x == 0.0 { 1.0 } else { (PI * x).sin() / (PI * x) };
        for step in -4000..=4000 {
            let x = f64::from(step) / 1000.0;
            let meant = if x.abs() < 3.0 { sinc(x) * sinc(x / 3.0) } else { 0.0 };
            assert!((lanczos3(x) - meant).abs() < 1e-10, "{x}: {} for {meant}", lanczos3(x));
        }
    }
}
