//! CSS filters on a picture: brightness, saturate, a duotone and a veil; a blur is made by [`Blurred`].
//! All of it is mixed in floats and dithered once, so that it shows no bands.

use crate::artwork::{Artwork, Blurred, Raster, resized};
use crate::geometry::{Color, Rect, Veil};

/// CSS `filter` functions on a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureFilter {
    /// `blur()`: standard deviation in px at scale 1; 0 is none.
    pub blur: f32,
    /// `brightness()`: factor, 1 is none.
    pub brightness: f32,
    /// `saturate()`: factor, 1 is none, 0 is grey.
    pub saturate: f32,
    /// Duotone: luminance mapped from the first colour (black) to the second (white), if any.
    pub tone: Option<(Color, Color)>,
    /// A colour laid over all of it, if any.
    pub veil: Option<Veil>,
}

impl Default for PictureFilter {
    fn default() -> Self {
        Self { blur: 0.0, brightness: 1.0, saturate: 1.0, tone: None, veil: None }
    }
}

/// Rec. 709 luminance weights, as the `saturate` filter of Filter Effects 1 uses.
const LUMA: [f32; 3] = [0.2126, 0.7152, 0.0722];

/// Thresholds of the ordered dither, row by row, in quarters of a level: neighbours differ as much as they can (van der
/// Corput's sequence). A row keeps its threshold for a while, so that its samples repeat and PNG packs them well: a smooth
/// backdrop takes about half of what it takes if columns keep theirs, and a third of what a pattern takes that changes
/// with every pixel. Kept from left to right, rows would show as stripes where a viewer scales the picture.
const QUARTERS: [u8; 4] = [0, 2, 1, 3];

/// Sixths of a quarter that are added to them, by channel, in every other stripe: four rows of two stripes have in their
/// three channels all the 24 thresholds there are, so that the mean of a grey is what is meant.
const SIXTHS: [[u8; 3]; 2] = [[1, 3, 5], [4, 2, 0]];

/// Pixels of a row that share their threshold, and by how many rows those after them are shifted: an odd number, so that
/// what is light in one stripe is dark in the next.
pub(super) const SHARED: usize = 32;
const SHIFT: usize = 3;

/// Rows by which red and blue are ahead of green. Of the leads and sixths that were tried, the brightness of patches of
/// some pixels differs least with these; single rows differ less with odd leads.
const AHEAD: [usize; 3] = [2, 0, 2];

/// A part of a picture at a size in device pixels, filtered. `scale` is device pixels per px.
pub fn filtered(artwork: &Artwork, crop: Rect, width: u32, height: u32, filter: &PictureFilter, scale: f32) -> Raster {
    if let Some(blurred) = Blurred::new(artwork, crop, (width, height), filter, scale, None) {
        return blurred.raster();
    }
    let mut raster = resized(artwork, crop, width, height);
    if *filter == (PictureFilter { blur: filter.blur, ..PictureFilter::default() }) {
        return raster;
    }
    let row_bytes = raster.width as usize * 4;
    for (y, row) in raster.data.chunks_exact_mut(row_bytes.max(4)).enumerate() {
        let veil = veil_at(filter, y as f32 + 0.5, height);
        for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
            if let [r, g, b, _] = pixel {
                let rgb = laid(apply([f32::from(*r), f32::from(*g), f32::from(*b)], filter), veil);
                [*r, *g, *b] = dithered(rgb, thresholds(x / SHARED, y));
            }
        }
    }
    raster
}

/// The veil's colour and opacity at so many rows from the top.
pub(super) fn veil_at(filter: &PictureFilter, y: f32, height: u32) -> Option<([f32; 3], f32)> {
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

/// The thresholds of a row in one of its stripes, counted from the left, for red, green and blue.
pub(super) fn thresholds(stripe: usize, y: usize) -> [f32; 3] {
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
pub(super) fn nearest_byte(value: f32) -> u8 {
    const NO_FRACTION: f32 = 8_388_608.0 + 256.0;
    (value + NO_FRACTION).to_bits() as u8
}

pub(super) fn apply(rgb: [f32; 3], filter: &PictureFilter) -> [f32; 3] {
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
        let data: Vec<u8> =
            (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| paint(x, y)).collect();
        let warnings = Vec::new();
        Artwork {
            width,
            height,
            data: data.into(),
            alpha,
            format: "PNG",
            warnings,
            drawing: None,
            upright: true,
            file: None,
        }
    }

    fn all(artwork: &Artwork, filter: &PictureFilter) -> Raster {
        let whole = Rect::new(0.0, 0.0, artwork.width as f32, artwork.height as f32);
        filtered(artwork, whole, artwork.width, artwork.height, filter, 1.0)
    }

    #[test]
    fn a_veil_over_a_dark_blur_shows_no_bands() {
        // As wide as two stripes of the dither.
        const WIDTH: usize = 2 * SHARED;
        for (blur, falling) in [0.0, 20.0, 40.0].into_iter().flat_map(|blur| [(blur, false), (blur, true)]) {
            let value = |y: usize| (if falling { 511 - y } else { y } / 2) as u8;
            let gradient = art(WIDTH as u32, 512, false, |_, y| vec![value(y as usize); 3]);
            let veil = Some(Veil::even(Color::rgb(10, 10, 10), 0.9));
            let raster = all(&gradient, &PictureFilter { blur, veil, ..PictureFilter::default() });
            // The mean of eight rows is what is meant, to a tenth of a level; rounded values would be half a level off.
            // Nearer to the edges a blur is darker or lighter.
            let margin = if blur > 20.0 { 160 } else { 64 };
            for band in (margin..512 - margin).step_by(8) {
                let rows = raster.data.get(band * WIDTH * 4..(band + 8) * WIDTH * 4).expect("rows");
                // Of all three channels, which are dithered in different rows.
                let sum: f32 = rows
                    .as_chunks()
                    .0
                    .iter()
                    .map(|[r, g, b, _]| [r, g, b].map(|c| f32::from(*c)).iter().sum::<f32>())
                    .sum();
                let mean = sum / (3 * 8 * WIDTH) as f32;
                let under = (band..band + 8).map(|y| f32::from(value(y))).sum::<f32>() / 8.0;
                let meant = 9.0 + under * 0.1;
                assert!((mean - meant).abs() < 0.1, "blur {blur}, {falling}, rows from {band}: {mean} for {meant}");
            }
        }
    }

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
