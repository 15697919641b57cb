//! Five papers that credits are printed on: white, newsprint, buff, blue-grey and salmon.
//! Numbers are OKLCH, measured on sheets by eye (season two's reference pictures); the ink follows the cover.

use crate::geometry::Color;
use crate::theme::design::{Side, loudest, settle};
use crate::theme::oklab::Lab;
use crate::theme::oklch::Oklch;
use crate::theme::palette::Palette;
use crate::theme::{Theme, vivid};

/// A paper: its name as a theme, with lightness, chroma and hue in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Paper {
    name: &'static str,
    l: f32,
    c: f32,
    h: f32,
}

const WHITE: Paper = Paper { name: "white", l: 0.965, c: 0.002, h: 90.0 };
const NEWSPRINT: Paper = Paper { name: "newsprint", l: 0.925, c: 0.012, h: 90.0 };
const PAPERS: [Paper; 5] = [
    WHITE,
    NEWSPRINT,
    Paper { name: "buff", l: 0.925, c: 0.035, h: 90.0 },
    Paper { name: "blue-grey", l: 0.92, c: 0.015, h: 250.0 },
    Paper { name: "salmon", l: 0.90, c: 0.045, h: 45.0 },
];

/// The paper of that name.
pub(super) fn named(name: &str) -> Option<Paper> {
    PAPERS.into_iter().find(|paper| paper.name == name)
}

/// The paper nearest to the lightest part of a cover; newsprint for a cover without pixels.
pub(super) fn nearest(palette: &Palette) -> Paper {
    let mains = vivid::mains(palette);
    let Some(lightest) = mains.iter().filter(|main| main.share >= 0.02).max_by(|a, b| a.lab.l.total_cmp(&b.lab.l))
    else {
        return NEWSPRINT;
    };
    // Of something dark the hue tells little, and of a loud colour only a tint is paper.
    let tint = lightest.lab.chroma() * 0.6 * lightest.lab.l * lightest.lab.l;
    let light = Lab::new(lightest.lab.l.max(0.9), tint.min(0.05), lightest.lab.hue());
    let distance = |paper: &Paper| {
        let (l, a, b) = (light.l - paper.lab().l, light.a - paper.lab().a, light.b - paper.lab().b);
        // Hue tells papers apart more than lightness does.
        l * l * 0.25 + a * a + b * b
    };
    PAPERS.into_iter().min_by(|one, two| distance(one).total_cmp(&distance(two))).unwrap_or(NEWSPRINT)
}

impl Paper {
    fn lab(self) -> Lab {
        Lab::of(Oklch::new(self.l, self.c, self.h).to_color())
    }

    /// Near-black ink on this paper, and labels in the cover's most vivid colour, brick red without one.
    pub(super) fn theme(self, palette: &Palette) -> Theme {
        let ground = self.lab();
        let ink = Lab::new(0.2, (ground.chroma() * 0.6).min(0.02), ground.hue());
        let quiet = Lab::new(0.47, ground.chroma().min(0.025), ground.hue());
        let accent = loudest(palette, Side::Light, None).filter(|swatch| swatch.lab.chroma() >= 0.06).map_or(
            Lab::of(Color::rgb(0xb5, 0x29, 0x1c)),
            |swatch| {
                let (l, c) = (swatch.lab.l.clamp(0.38, 0.5), swatch.lab.chroma().clamp(0.08, 0.18));
                Lab::new(l, c, swatch.lab.hue())
            },
        );
        settle(Side::Light, ground, [ink, quiet, accent, Lab::new(0.74, ground.chroma(), ground.hue())])
    }
}
