//! Colours as templates see them: the theme with flat grounds in hues of the cover, and what the cover's edges are like.
//! All are `#rrggbb`.

use serde::Serialize;

use crate::artwork::Artwork;
use crate::theme::{Edges, Oklch, Palette, Print, Stripe, Theme, mix};

#[derive(Serialize)]
pub(super) struct ArtworkData {
    width: f32,
    height: f32,
    aspect: f32,
    edge: EdgeData,
    /// A hairline around artwork that would melt into the theme's ground; none if it does not.
    keyline: Option<String>,
    /// Whether names over it could not be read as design: it is full of edges.
    lettered: bool,
    levels: LevelsData,
    stripes: StripesData,
}

/// The right and the left edge of a cover as stripes of colour, from above.
#[derive(Serialize)]
struct StripesData {
    right: Vec<StripeData>,
    left: Vec<StripeData>,
}

#[derive(Serialize)]
struct StripeData {
    from: f32,
    colour: String,
}

/// The range that most of a cover's luma lies in, 0 to 1.
#[derive(Serialize)]
struct LevelsData {
    low: f32,
    high: f32,
}

/// Colours of a duotone.
#[derive(Serialize)]
struct PrintData {
    dark: String,
    light: String,
    bright: String,
}

#[derive(Serialize)]
struct EdgeData {
    top: String,
    right: String,
    bottom: String,
    left: String,
}

#[derive(Serialize)]
pub(super) struct ThemeData {
    #[serde(flatten)]
    inks: Inks,
    /// Flat grounds in hues of the cover, the most characteristic first; never empty.
    hues: Vec<Inks>,
    /// Whether the cover is of greys, skin and wood, which have no hue for a ground.
    hueless: bool,
    /// The theme for a sheet of paper: the theme itself unless it is nearly black.
    paper: Inks,
    /// A duotone of the cover on which the theme's text is legible.
    print: PrintData,
}

/// A ground and what is legible on it.
#[derive(Clone, Debug, Serialize)]
pub struct Inks {
    ground: String,
    text: String,
    quiet: String,
    accent: String,
    line: String,
    tone: String,
    scheme: &'static str,
}

impl From<Theme> for Inks {
    fn from(theme: Theme) -> Self {
        Inks {
            ground: theme.ground.to_string(),
            text: theme.text.to_string(),
            quiet: theme.quiet.to_string(),
            accent: theme.accent.to_string(),
            line: theme.line.to_string(),
            tone: theme.tone.to_string(),
            scheme: if theme.is_light() { "light" } else { "dark" },
        }
    }
}

/// Share of the text's colour in a keyline.
const KEYLINE: f32 = 0.14;

impl ArtworkData {
    /// What templates know of a cover on a theme's ground.
    pub(super) fn of(artwork: &Artwork, palette: Option<&Palette>, theme: &Theme) -> Self {
        let (width, height) = (artwork.width() as f32, artwork.height() as f32);
        let edges = palette.and_then(|palette| palette.edges);
        let edge =
            edges.unwrap_or(Edges { top: theme.ground, right: theme.ground, bottom: theme.ground, left: theme.ground });
        ArtworkData {
            width,
            height,
            aspect: width / height,
            edge: EdgeData {
                top: edge.top.to_string(),
                right: edge.right.to_string(),
                bottom: edge.bottom.to_string(),
                left: edge.left.to_string(),
            },
            keyline: edges
                .filter(|edges| edges.melt_into(theme.ground))
                .map(|_| mix(theme.ground, theme.text, KEYLINE).to_string()),
            lettered: palette.is_some_and(Palette::is_lettered),
            levels: levels(palette),
            stripes: palette.map_or(StripesData { right: Vec::new(), left: Vec::new() }, |palette| StripesData {
                right: stripes(&palette.stripes.0),
                left: stripes(&palette.stripes.1),
            }),
        }
    }
}

impl ThemeData {
    /// A theme as templates see it, with what the cover adds.
    pub(super) fn of(theme: &Theme, palette: Option<&Palette>) -> Self {
        let mut hues: Vec<Theme> = palette.map(Theme::hues).unwrap_or_default();
        let hueless = palette.is_some() && hues.is_empty();
        if theme.given {
            hues.retain(|hue| hue.ground != theme.ground);
            hues.insert(0, *theme);
        } else if hueless {
            hues.push(*theme);
        } else if hues.is_empty() {
            hues.push(theme.on(theme.accent));
        }
        let dark = !theme.is_light() && Oklch::from(theme.ground).c < 0.08;
        let paper = if dark && !theme.given { Theme::paper(palette) } else { *theme };
        let plain = Print { dark: theme.ground, light: theme.tone, bright: theme.tone };
        let print = palette.map_or(plain, |palette| theme.print(palette));
        ThemeData {
            inks: Inks::from(*theme),
            hues: hues.into_iter().map(Inks::from).collect(),
            paper: Inks::from(paper),
            hueless,
            print: PrintData {
                dark: print.dark.to_string(),
                light: print.light.to_string(),
                bright: print.bright.to_string(),
            },
        }
    }
}

/// The range of a cover for `-x-levels()`: wide enough that noise in a flat cover stays noise.
fn levels(palette: Option<&Palette>) -> LevelsData {
    const NARROWEST: f32 = 0.35;
    let (low, high) = palette.map_or((0.0, 1.0), |palette| palette.levels);
    let spare = ((NARROWEST - (high - low)) / 2.0).max(0.0);
    let low = (low - spare).clamp(0.0, 1.0 - NARROWEST);
    LevelsData { low: round(low), high: round((high + spare).max(low + NARROWEST).min(1.0)) }
}

fn stripes(all: &[Stripe]) -> Vec<StripeData> {
    all.iter().map(|stripe| StripeData { from: round(stripe.from), colour: stripe.color.to_string() }).collect()
}

fn round(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}
