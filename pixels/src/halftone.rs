//! Halftone: a picture printed in one ink as dots of a screen, as newspapers and record sleeves were.
//! Dots stand on a grid turned by 45°, which the eye sees least, and are as large as the picture is dark.

use crate::filter::luma;
use crate::{Color, Raster};

/// How a picture is printed in dots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Halftone {
    /// Colour of the dots.
    pub ink: Color,
    /// Colour between them.
    pub paper: Color,
    /// From dot to dot, px at scale 1.
    pub cell: f32,
}

/// Shares of the pixels that may be all ink and all paper: a print has a full black and a clean white, whatever the picture's are.
const ENDS: [f32; 2] = [0.02, 0.98];

/// Cells of one dot, on each side, that its sizes are found on.
const GRID: usize = 48;

/// Levels of darkness that sizes of dots are kept for.
const LEVELS: usize = 256;

/// Least px from dot to dot: finer screens are mush.
const FINEST: f32 = 2.0;

/// Prints a picture. `scale` is device pixels per px.
pub fn print(raster: &mut Raster, halftone: &Halftone, scale: f32) {
    let cell = (halftone.cell * scale).max(FINEST);
    let (low, high) = ends(raster);
    let thresholds = thresholds();
    // How fast the screen rises from pixel to pixel, so that dots have smooth edges.
    let soft = 1.6 / cell;
    let turned = std::f32::consts::FRAC_1_SQRT_2 / cell;
    let row_bytes = (raster.width as usize * 4).max(4);
    for (y, row) in raster.data.chunks_exact_mut(row_bytes).enumerate() {
        for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
            let [r, g, b, _] = pixel else { continue };
            let dark = 1.0 - ((luma([*r, *g, *b].map(f32::from)) - low) / (high - low)).clamp(0.0, 1.0);
            let level = (dark * (LEVELS - 1) as f32).round() as usize;
            let threshold = thresholds.get(level).copied().unwrap_or_default();
            let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
            let ink = ((spot((x + y) * turned, (y - x) * turned) - threshold) / soft + 0.5).clamp(0.0, 1.0);
            let mix = |paper: u8, dots: u8| {
                let (paper, dots) = (f32::from(paper), f32::from(dots));
                (paper + (dots - paper) * ink).round() as u8
            };
            let (paper, dots) = (halftone.paper, halftone.ink);
            (*r, *g, *b) = (mix(paper.r, dots.r), mix(paper.g, dots.g), mix(paper.b, dots.b));
        }
    }
}

/// Height of the screen at a place in cells, 1 in the middle of a dot and 0 between four.
fn spot(u: f32, v: f32) -> f32 {
    let wave = |at: f32| (at * std::f32::consts::TAU).cos();
    0.5 + 0.25 * (wave(u) + wave(v))
}

/// For each level of darkness the height above which there is ink, so that the ink covers that share of a cell; full ink and
/// clean paper lie beyond the screen's own heights.
fn thresholds() -> [f32; LEVELS] {
    let place = |index: usize| (index as f32 + 0.5) / GRID as f32;
    let mut heights: Vec<f32> = (0..GRID * GRID).map(|index| spot(place(index % GRID), place(index / GRID))).collect();
    heights.sort_by(f32::total_cmp);
    let mut out = [0.0; LEVELS];
    for (level, slot) in out.iter_mut().enumerate() {
        let paper = 1.0 - level as f32 / (LEVELS - 1) as f32;
        let at = ((heights.len() - 1) as f32 * paper).round() as usize;
        *slot = match level {
            0 => 2.0,
            level if level == LEVELS - 1 => -1.0,
            _ => heights.get(at).copied().unwrap_or_default(),
        };
    }
    out
}

/// Luminances that become full ink and clean paper, 0 to 255; apart even in a flat picture.
fn ends(raster: &Raster) -> (f32, f32) {
    let mut counts = [0_u64; 256];
    for pixel in raster.data.chunks_exact(4) {
        if let [r, g, b, _] = pixel {
            let level = luma([*r, *g, *b].map(f32::from)).round().clamp(0.0, 255.0) as usize;
            if let Some(count) = counts.get_mut(level) {
                *count += 1;
            }
        }
    }
    let all: u64 = counts.iter().sum();
    let at = |share: f32| {
        let wanted = (all as f32 * share) as u64;
        let mut sum = 0;
        let found = counts.iter().position(|count| {
            sum += count;
            sum > wanted
        });
        found.unwrap_or(255) as f32
    };
    let [low, high] = ENDS.map(at);
    if high - low < 1.0 { (0.0, 255.0) } else { (low, high) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: u32 = 240;

    fn printed(paint: impl Fn(u32, u32) -> u8, cell: f32) -> Raster {
        let pixels = (0..SIDE * SIDE).flat_map(|index| {
            let level = paint(index % SIDE, index / SIDE);
            [level, level, level, 255]
        });
        let mut raster = Raster { width: SIDE, height: SIDE, data: pixels.collect() };
        print(&mut raster, &Halftone { ink: Color::rgb(0, 0, 0), paper: Color::rgb(255, 255, 255), cell }, 1.0);
        raster
    }

    fn mean(raster: &Raster, columns: std::ops::Range<u32>) -> f32 {
        let of = |y: u32, x: u32| f32::from(raster.data[((y * SIDE + x) * 4) as usize]);
        let sum: f32 = (0..SIDE).flat_map(|y| columns.clone().map(move |x| of(y, x))).sum();
        sum / (SIDE * columns.len() as u32) as f32
    }

    #[test]
    fn dots_cover_as_much_as_the_picture_is_dark() {
        // Bands from black to white, each 24 px wide.
        for cell in [4.0, 5.6, 9.0] {
            let raster = printed(|x, _| (x / 24 * 255 / 9) as u8, cell);
            for band in 0..10 {
                let found = mean(&raster, band * 24 + 4..band * 24 + 20);
                let meant = band as f32 * 255.0 / 9.0;
                assert!((found - meant).abs() < 16.0, "cell {cell}, band {band}: {found} for {meant}");
            }
        }
    }

    #[test]
    fn a_print_of_a_pale_picture_has_full_ink_and_clean_paper() {
        let raster = printed(|x, _| 120 + (x / 12) as u8, 6.0);
        let has = |level: u8| raster.data.chunks_exact(4).any(|pixel| pixel[0] == level);
        assert!(has(0) && has(255));
        // A flat picture stays what it is: nothing is made of noise.
        let flat = printed(|_, _| 128, 6.0);
        assert!((mean(&flat, 0..SIDE) - 128.0).abs() < 12.0);
    }
}
