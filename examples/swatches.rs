//! Draws covers beside the themes made from them: `swatches OUT.png [COVER…]`, without covers the synthetic ones.
//! For eyes: numbers cannot tell whether colours look chosen.

#[path = "../tests/it/helpers/mod.rs"]
mod helpers;

use extra_credit::artwork::{Artwork, Limits, resized};
use extra_credit::geometry::{Color, Rect};
use extra_credit::theme::{Palette, THEMES, Theme, contrast};

const CELL: u32 = 200;
const GAP: u32 = 8;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("usage: swatches OUT.png [COVER…]")?;
    let mut covers = Vec::new();
    for path in arguments {
        covers.push((path.clone(), Artwork::decode(&std::fs::read(&path)?, &Limits::default())?));
    }
    if covers.is_empty() {
        covers.extend(helpers::covers::all().into_iter().map(|(name, artwork)| (name.to_owned(), artwork)));
    }
    // Two covers a row.
    let columns = THEMES.len() as u32 + 1;
    let rows = (covers.len() as u32).div_ceil(2);
    let size = (columns * 2 * (CELL + GAP) + GAP * 4, rows * (CELL + GAP) + GAP);
    let mut sheet = image::RgbImage::from_pixel(size.0, size.1, image::Rgb([90; 3]));
    for (index, (name, artwork)) in covers.iter().enumerate() {
        let (left, top) =
            ((index as u32 % 2) * (columns * (CELL + GAP) + GAP * 3) + GAP, index as u32 / 2 * (CELL + GAP) + GAP);
        let whole = Rect::new(0.0, 0.0, artwork.width() as f32, artwork.height() as f32);
        let small = resized(artwork, whole, CELL, CELL);
        for (at, pixel) in small.data.chunks_exact(4).enumerate() {
            let (x, y) = (at as u32 % CELL, at as u32 / CELL);
            sheet.put_pixel(left + x, top + y, image::Rgb([pixel[0], pixel[1], pixel[2]]));
        }
        let palette = Palette::of(artwork);
        println!(
            "{name}: lightness {:.2}, detail {:.3}, edges {:?}",
            palette.lightness,
            palette.detail,
            palette.edges.map(|edges| edges.top.to_string())
        );
        for swatch in &palette.swatches {
            let c = swatch.color;
            println!("  {} {:.3}  L {:.2} C {:.3} h {:.0}", c.to_color(), swatch.share, c.l, c.c, c.h);
        }
        for (column, name) in THEMES.iter().enumerate() {
            let Some(theme) = Theme::named(name, Some(&palette)) else { continue };
            println!(
                "  {name}: ground {} text {} quiet {} accent {} line {} tone {}; {:.1} {:.1} {:.1}",
                theme.ground,
                theme.text,
                theme.quiet,
                theme.accent,
                theme.line,
                theme.tone,
                contrast(theme.text, theme.ground),
                contrast(theme.quiet, theme.ground),
                contrast(theme.accent, theme.ground)
            );
            swatch(&mut sheet, left + (column as u32 + 1) * (CELL + GAP), top, &theme);
        }
    }
    sheet.save(&out)?;
    Ok(())
}

fn swatch(sheet: &mut image::RgbImage, left: u32, top: u32, theme: &Theme) {
    let mut fill = |x: u32, y: u32, width: u32, height: u32, color: Color| {
        for (x, y) in (y..y + height).flat_map(|y| (x..x + width).map(move |x| (x, y))) {
            sheet.put_pixel(left + x, top + y, image::Rgb([color.r, color.g, color.b]));
        }
    };
    fill(0, 0, CELL, CELL, theme.ground);
    fill(16, 16, 120, 12, theme.accent);
    fill(16, 40, 150, 20, theme.text);
    fill(16, 68, 120, 20, theme.text);
    fill(16, 102, 130, 9, theme.quiet);
    fill(16, 124, 168, 1, theme.line);
    for (row, width) in [60, 74, 50].into_iter().enumerate() {
        let y = 134 + row as u32 * 14;
        fill(16, y, width, 7, theme.accent);
        fill(96, y, 60 + row as u32 * 9, 8, theme.text);
    }
    fill(16, 178, 168, 14, theme.tone);
}
