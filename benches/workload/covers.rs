//! Covers for the benches, which compress like photographs.
//! Nothing is random, so every run on every machine has the same work.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};

/// A square JPEG of quality 90: soft light, shapes with edges, and the grain of film.
pub fn cover(side: u32, number: u32) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32.wrapping_mul(number + 1);
    let mut noise = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        f32::from((state >> 16) as u16) / 65_535.0 - 0.5
    };
    let mut pixels = Vec::with_capacity((side * side * 3) as usize);
    for y in 0..side {
        for x in 0..side {
            let (u, v) = (x as f32 / side as f32, y as f32 / side as f32);
            let phase = number as f32 * 0.7;
            let light =
                0.5 + 0.3 * (u * 7.0 + phase).sin() * (v * 5.0 - phase).cos() + 0.1 * (u * 43.0 + v * 31.0).sin();
            let disc = f32::from(u8::from((u - 0.6).hypot(v - 0.4) < 0.22)) * 0.3;
            let grain = (noise() + noise()) * 0.08;
            for channel in [0.35, 0.55, 0.7] {
                pixels.push(((light * channel + disc * (1.0 - channel) + grain).clamp(0.0, 1.0) * 255.0) as u8);
            }
        }
    }
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder.write_image(&pixels, side, side, ExtendedColorType::Rgb8).expect("a picture");
    bytes
}
