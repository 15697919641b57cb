//! A picture at the size that it is shown at, with its CSS filters: tones of [`PictureFilter`], a blur of [`Blurred`], dots of a print.

use extra_credit_pixels::{PictureFilter, painted, print};

use crate::artwork::{Artwork, Blurred, Raster, resized};
use crate::geometry::Rect;

/// A part of a picture at a size in device pixels, filtered. `scale` is device pixels per px.
pub fn filtered(artwork: &Artwork, crop: Rect, width: u32, height: u32, filter: &PictureFilter, scale: f32) -> Raster {
    if let Some(screen) = filter.halftone {
        let tones = PictureFilter { halftone: None, veil: None, ..*filter };
        let mut raster = filtered(artwork, crop, width, height, &tones, scale);
        print(&mut raster, &screen, scale);
        painted(&mut raster, &PictureFilter { veil: filter.veil, ..PictureFilter::default() }, height);
        return raster;
    }
    if let Some(blurred) = Blurred::new(artwork, crop, (width, height), filter, scale, None) {
        return blurred.raster();
    }
    let mut raster = resized(artwork, crop, width, height);
    painted(&mut raster, filter, height);
    raster
}

#[cfg(test)]
mod tests {
    use super::*;
    use extra_credit_pixels::{STRIPE, Veil};

    use crate::geometry::Color;

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
        const WIDTH: usize = 2 * STRIPE;
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
