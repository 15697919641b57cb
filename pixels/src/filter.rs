//! Tones of a picture: brightness, saturate, levels, a duotone and a veil, mixed in floats and dithered once, so that they show no bands.
//! Thresholds of the dither are those of a blur, too.

use crate::{Color, Duotone, Halftone, Raster, Veil};

/// CSS `filter` functions on a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureFilter {
    /// `blur()`: standard deviation in px at scale 1; 0 is none.
    pub blur: f32,
    /// `brightness()`: factor, 1 is none.
    pub brightness: f32,
    /// `saturate()`: factor, 1 is none, 0 is grey.
    pub saturate: f32,
    /// Levels: values of 0 to 1 that become black and white, if any.
    pub levels: Option<(f32, f32)>,
    /// Duotone, if any.
    pub tone: Option<Duotone>,
    /// Dots of a print instead of tones, made after all but the veil, if any.
    pub halftone: Option<Halftone>,
    /// A colour laid over all of it, if any.
    pub veil: Option<Veil>,
}

impl Default for PictureFilter {
    fn default() -> Self {
        Self { blur: 0.0, brightness: 1.0, saturate: 1.0, levels: None, tone: None, halftone: None, veil: None }
    }
}

/// Rec. 709 luminance weights, as the `saturate` filter of Filter Effects 1 uses.
const LUMA: [f32; 3] = [0.2126, 0.7152, 0.0722];

/// Thresholds of the ordered dither of blurs, row by row, in quarters of a level: neighbours differ as much as they can (van der
/// Corput's sequence). A row keeps its threshold for a while, so that its samples repeat and PNG packs them well: a smooth
/// backdrop takes about half of what it takes if columns keep theirs, and a third of what a pattern takes that changes
/// with every pixel. Kept from left to right, rows would show as stripes where a viewer scales the picture.
const QUARTERS: [u8; 4] = [0, 2, 1, 3];

/// Sixths of a quarter that are added to them, by channel, in every other stripe: four rows of two stripes have in their
/// three channels all the 24 thresholds there are, so that the mean of a grey is what is meant.
const SIXTHS: [[u8; 3]; 2] = [[1, 3, 5], [4, 2, 0]];

/// Pixels of a row that share their threshold, and by how many rows those after them are shifted: an odd number, so that
/// what is light in one stripe is dark in the next.
pub const STRIPE: usize = 32;
const SHIFT: usize = 3;

/// Rows by which red and blue are ahead of green. Of the leads and sixths that were tried, the brightness of patches of
/// some pixels differs least with these; single rows differ less with odd leads.
const AHEAD: [usize; 3] = [2, 0, 2];

/// Changes the tones of a picture that is not blurred, and lays the veil over it.
pub fn painted(raster: &mut Raster, filter: &PictureFilter, height: u32) {
    if *filter == (PictureFilter { blur: filter.blur, ..PictureFilter::default() }) {
        return;
    }
    let row_bytes = raster.width as usize * 4;
    for (y, row) in raster.data.chunks_exact_mut(row_bytes.max(4)).enumerate() {
        let veil = veil_at(filter, y as f32 + 0.5, height);
        for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
            if let [r, g, b, _] = pixel {
                let rgb = laid(apply([f32::from(*r), f32::from(*g), f32::from(*b)], filter), veil);
                [*r, *g, *b] = dithered(rgb, blue(x, y));
            }
        }
    }
}

/// The veil's colour and opacity at so many rows from the top.
pub fn veil_at(filter: &PictureFilter, y: f32, height: u32) -> Option<([f32; 3], f32)> {
    let veil = filter.veil?;
    let Color { r, g, b, .. } = veil.color;
    Some(([r, g, b].map(f32::from), veil.opacity(y / height.max(1) as f32)))
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

/// To 8 bits with a threshold for each channel; whole values stay what they are.
fn dithered(rgb: [f32; 3], thresholds: [f32; 3]) -> [u8; 3] {
    let mut bytes = [0; 3];
    for ((byte, channel), threshold) in bytes.iter_mut().zip(rgb).zip(thresholds) {
        *byte = nearest_byte(channel.clamp(0.0, 255.0) + threshold - 0.5);
    }
    bytes
}

/// Blue noise, 64 by 64: thresholds that have no pattern and no clumps at any scale (void and cluster, Ulichney 1993;
/// `tests/artwork/blue_noise.py` makes it). What is not blurred has grain of its own, so that it costs a file little.
const BLUE: &[u8; SIDE * SIDE] = include_bytes!("../../assets/blue-noise.bin");
const SIDE: usize = 64;

/// Where the channels read the noise: far from each other, so that they are noise to each other too.
const PLACES: [(usize, usize); 3] = [(0, 0), (23, 37), (41, 11)];

/// The thresholds of a pixel for red, green and blue.
fn blue(x: usize, y: usize) -> [f32; 3] {
    PLACES.map(|(right, down)| {
        let at = (y + down) % SIDE * SIDE + (x + right) % SIDE;
        (f32::from(BLUE.get(at).copied().unwrap_or(128)) + 0.5) / 256.0
    })
}

/// The thresholds of a row in one of its stripes, counted from the left, for red, green and blue.
pub fn thresholds(stripe: usize, y: usize) -> [f32; 3] {
    let mut thresholds = if stripe.is_multiple_of(2) { SIXTHS[0] } else { SIXTHS[1] }.map(f32::from);
    for (threshold, ahead) in thresholds.iter_mut().zip(AHEAD) {
        let quarter = QUARTERS.get((y + ahead + stripe * SHIFT) % QUARTERS.len()).copied().unwrap_or_default();
        *threshold = (f32::from(quarter) * 6.0 + *threshold + 0.5) / 24.0;
    }
    thresholds
}

/// The whole number nearest to a value, which a byte must hold. At this size a float has no room for a fraction, so adding
/// it rounds, and the byte stands in the lowest bits: many values at a time, where a cast takes one.
#[inline(always)]
pub fn nearest_byte(value: f32) -> u8 {
    const NO_FRACTION: f32 = 8_388_608.0 + 256.0;
    (value + NO_FRACTION).to_bits() as u8
}

/// Luminance of a colour, in the unit of its channels.
pub fn luma(rgb: [f32; 3]) -> f32 {
    rgb.iter().zip(LUMA).map(|(channel, weight)| channel * weight).sum()
}

/// A stretched value between 0 and 1: straight in the middle, and towards both ends as a film takes light, so that what lies
/// beyond them keeps its drawing.
fn stretched(value: f32) -> f32 {
    const SOFT: f32 = 0.08;
    // t / (1 + t) starts with slope 1 and never reaches 1.
    let end = |beyond: f32| SOFT * beyond / (SOFT + beyond);
    match value {
        ..SOFT => SOFT - end(SOFT - value),
        _ if value > 1.0 - SOFT => 1.0 - SOFT + end(value - (1.0 - SOFT)),
        value => value,
    }
}

/// The tones that a filter makes of red, green and blue of 0 to 255, which may be beyond white.
pub fn apply(rgb: [f32; 3], filter: &PictureFilter) -> [f32; 3] {
    let level = |value: f32| filter.levels.map_or(value, |(low, high)| stretched((value - low) / (high - low)));
    let mut rgb = rgb.map(|channel| channel * filter.brightness);
    if let Some(tone) = filter.tone {
        // A print has one scale: what is stretched is that, and not each channel's.
        return tone.at(level(luma(rgb) / 255.0).clamp(0.0, 1.0));
    }
    if filter.levels.is_some() {
        rgb = rgb.map(|channel| level(channel / 255.0) * 255.0);
    }
    let grey = luma(rgb);
    rgb.map(|channel| grey + (channel - grey) * filter.saturate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_rows_of_two_stripes_have_every_threshold_once() {
        for (stripe, y) in (0..6).flat_map(|stripe| (0..6).map(move |y| (stripe, y))) {
            let cells = [0, 1].into_iter().flat_map(|right| (0..4).map(move |down| (stripe + right, y + down)));
            let mut all: Vec<f32> = cells.flat_map(|(stripe, y)| thresholds(stripe, y)).collect();
            all.sort_by(f32::total_cmp);
            let each = (0..24).map(|step| (step as f32 + 0.5) / 24.0).collect::<Vec<_>>();
            assert_eq!(all, each, "{stripe} {y}");
        }
    }

    #[test]
    fn blue_noise_has_every_threshold_as_often_and_no_clumps() {
        let mut counts = [0; 256];
        for value in BLUE {
            counts[usize::from(*value)] += 1;
        }
        assert!(counts.iter().all(|count| *count == SIDE * SIDE / 256));
        // Means of squares of 8 px differ much less than those of white noise, which are 9 apart.
        let mean = |left: usize, top: usize| {
            let cells = (0..64).map(|at| f32::from(BLUE[(top + at / 8) * SIDE + left + at % 8]));
            cells.sum::<f32>() / 64.0
        };
        let means: Vec<f32> = (0..64).map(|at| mean(at % 8 * 8, at / 8 * 8)).collect();
        let spread = means.iter().map(|mean| (mean - 127.5).powi(2)).sum::<f32>() / 64.0;
        assert!(spread.sqrt() < 4.0, "{}", spread.sqrt());
    }

    #[test]
    fn levels_reach_both_ends_softly_and_keep_order() {
        let filter = PictureFilter { levels: Some((0.2, 0.6)), ..PictureFilter::default() };
        let values: Vec<f32> = (0..=255).map(|value| apply([value as f32; 3], &filter)[0]).collect();
        assert!(values.windows(2).all(|pair| pair[0] < pair[1]), "every step is kept");
        assert!(values[0] >= 0.0 && values[255] <= 255.0);
        assert!(values[51] < 20.0 && values[153] > 235.0, "{} {}", values[51], values[153]);
        assert!((values[102] - 127.5).abs() < 1.0, "{}", values[102]);
    }
}
