//! Synthetic covers that span the hard cases of colour, each the same every time.

use extra_credit::artwork::Artwork;

use super::picture;

const SIDE: u32 = 240;

type Rgb = [u8; 3];

/// A number of 0 to 255 that looks like chance and is the same every time.
pub fn noise(x: u32, y: u32, seed: u32) -> u8 {
    let mut value = x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca77) ^ seed.wrapping_mul(0xc2b2_ae3d);
    value ^= value >> 15;
    value = value.wrapping_mul(0x2c1b_3c6d);
    value ^= value >> 12;
    (value >> 16) as u8
}

/// The colour between two, 0 to 1.
pub fn mix(from: Rgb, to: Rgb, at: f32) -> Rgb {
    let mut out = from;
    for (channel, to) in out.iter_mut().zip(to) {
        *channel = (f32::from(*channel) + (f32::from(to) - f32::from(*channel)) * at.clamp(0.0, 1.0)).round() as u8;
    }
    out
}

fn opaque([r, g, b]: Rgb) -> [u8; 4] {
    [r, g, b, 255]
}

fn square(paint: impl Fn(u32, u32) -> Rgb) -> Artwork {
    picture(SIDE, SIDE, |x, y| opaque(paint(x, y)))
}

/// One colour everywhere.
pub fn plain(color: Rgb) -> Artwork {
    square(|_, _| color)
}

/// From the first colour at the top to the second at the bottom.
pub fn gradient(from: Rgb, to: Rgb) -> Artwork {
    square(|_, y| mix(from, to, y as f32 / SIDE as f32))
}

/// The first colour with a disc of the second, its radius a share of the side.
pub fn disc(ground: Rgb, color: Rgb, radius: f32) -> Artwork {
    square(|x, y| {
        let (dx, dy) = (x as f32 - SIDE as f32 / 2.0, y as f32 - SIDE as f32 / 2.0);
        if dx.hypot(dy) < SIDE as f32 * radius { color } else { ground }
    })
}

/// Two colours side by side.
pub fn halves(left: Rgb, right: Rgb) -> Artwork {
    square(|x, _| if x < SIDE / 2 { left } else { right })
}

/// Stripes of some colours, their thickness in pixels.
fn stripes(colours: &[Rgb], thick: u32) -> Artwork {
    square(|x, y| colours[((x + y) / thick) as usize % colours.len()])
}

/// A head before a wall: lit skin, shaded skin, hair.
fn portrait() -> Artwork {
    square(|x, y| {
        let (dx, dy) = ((x as f32 - 118.0) / 62.0, (y as f32 - 120.0) / 84.0);
        let distance = dx.hypot(dy);
        let grain = f32::from(noise(x, y, 7)) / 255.0 * 0.06;
        match distance {
            _ if distance < 1.0 && dy > -0.62 => mix([236, 188, 160], [122, 74, 56], (dx * 0.5 + 0.5) * 0.9 + grain),
            _ if distance < 1.16 && dy < 0.2 => mix([40, 26, 22], [70, 46, 36], grain * 8.0),
            _ => mix([206, 190, 176], [164, 142, 128], y as f32 / SIDE as f32 + grain),
        }
    })
}

/// Coarse and fine noise in the colours of a street at noon.
fn street() -> Artwork {
    const COLOURS: [Rgb; 8] = [
        [214, 208, 196],
        [86, 110, 72],
        [40, 44, 52],
        [176, 62, 44],
        [120, 156, 196],
        [226, 178, 70],
        [92, 78, 66],
        [244, 244, 240],
    ];
    square(|x, y| {
        let block = usize::from(noise(x / 13, y / 9, 3)) % COLOURS.len();
        let other = usize::from(noise(x / 3, y / 4, 4)) % COLOURS.len();
        mix(COLOURS[block], COLOURS[other], f32::from(noise(x, y, 5)) / 255.0 * 0.7)
    })
}

/// Black strokes on white, as an engraving.
fn line_art() -> Artwork {
    square(|x, y| {
        let wave = ((x as f32 / 17.0).sin() * 9.0) as i32;
        if (y as i32 + wave).rem_euclid(22) < 3 || x % 60 < 3 { [12; 3] } else { [252; 3] }
    })
}

/// A cover whose foot has stripes as thick as type.
fn captions() -> Artwork {
    square(|x, y| match y {
        0..150 => mix([30, 60, 120], [150, 190, 220], y as f32 / 150.0),
        _ if y % 12 < 6 && noise(x / 7, y / 12, 9) > 90 => [250, 250, 245],
        _ => [18, 22, 30],
    })
}

/// All covers with their names. Those of [`greys`] have no colour.
pub fn all() -> Vec<(&'static str, Artwork)> {
    greys().into_iter().chain(colours()).collect()
}

/// Covers without colour.
pub fn greys() -> Vec<(&'static str, Artwork)> {
    vec![
        ("line art", line_art()),
        ("white", plain([255; 3])),
        ("black", plain([0; 3])),
        ("middle grey", plain([128; 3])),
        ("dark grey", plain([40; 3])),
        ("light grey", plain([215; 3])),
        ("faint grey", square(|x, y| [118 + noise(x / 6, y / 6, 1) / 16; 3])),
        ("checkerboard", square(|x, y| if (x / 20 + y / 20) % 2 == 0 { [255; 3] } else { [0; 3] })),
        ("grey gradient", gradient([255; 3], [0; 3])),
        ("black and white noise", square(|x, y| if noise(x / 2, y / 2, 2) > 127 { [255; 3] } else { [0; 3] })),
        ("grey photograph", square(|x, y| [noise(x / 4, y / 4, 8) / 2 + noise(x, y, 9) / 4 + 20; 3])),
        ("bright spot on black", disc([6; 3], [255; 3], 0.12)),
        ("black disc on white", disc([255; 3], [0; 3], 0.2)),
    ]
}

/// Covers with colour.
pub fn colours() -> Vec<(&'static str, Artwork)> {
    vec![
        ("loud red", plain([255, 0, 0])),
        ("loud yellow", plain([255, 230, 0])),
        ("loud green", plain([0, 200, 60])),
        ("loud blue", plain([0, 0, 255])),
        ("neon pink", plain([255, 16, 160])),
        ("neon green on black", disc([0; 3], [57, 255, 20], 0.12)),
        ("red spot on white", disc([255; 3], [220, 20, 30], 0.06)),
        ("bright spot on navy", disc([8, 12, 50], [255, 214, 120], 0.1)),
        ("navy", plain([8, 12, 50])),
        ("street", street()),
        ("colour noise", square(|x, y| [noise(x, y, 3), noise(x, y, 4), noise(x, y, 5)])),
        ("portrait", portrait()),
        ("skin", gradient([92, 58, 44], [246, 214, 192])),
        ("sepia", square(|x, y| mix([60, 42, 24], [226, 202, 160], f32::from(noise(x / 5, y / 5, 6)) / 255.0))),
        ("light to dark", gradient([250, 236, 214], [20, 34, 60])),
        ("dark to light", gradient([24, 16, 44], [250, 200, 150])),
        ("saturated stripes", stripes(&[[230, 0, 60], [0, 160, 230], [250, 200, 0], [90, 0, 150]], 24)),
        ("pastel", halves([250, 220, 230], [214, 232, 250])),
        ("red and cyan", halves([225, 20, 20], [20, 215, 220])),
        ("sky to sand", gradient([90, 150, 210], [232, 205, 160])),
        ("captions", captions()),
        (
            "gold disc on nothing",
            picture(SIDE, SIDE, |x, y| {
                let inside = x.abs_diff(120).pow(2) + y.abs_diff(120).pow(2) < 6400;
                if inside { [200, 160, 40, 255] } else { [0; 4] }
            }),
        ),
        ("tiny", picture(8, 8, |x, y| [(x * 36) as u8, (y * 30) as u8, 140, 255])),
        ("very wide", picture(900, 60, |x, _| opaque(mix([250, 120, 40], [40, 20, 90], x as f32 / 900.0)))),
        ("very tall", picture(60, 900, |_, y| opaque(mix([20, 90, 80], [240, 240, 210], y as f32 / 900.0)))),
    ]
}
