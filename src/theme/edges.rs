//! What a picture does to what stands beside it or on it: the colours of its four edges, where it would melt into a ground,
//! and how full of edges it is. Measured on the small copy that its palette is made of.

use imageproc::gradients::{horizontal_scharr, vertical_scharr};

use crate::artwork::Raster;
use crate::geometry::Color;
use crate::theme::oklab::Lab;
use crate::theme::oklch::contrast;

/// Artwork nearer than this to the ground (OKLab) looks like a part of it.
const MELTS: f32 = 0.03;
/// So does artwork of less contrast than this, if its hue is the ground's.
const MELTS_CONTRAST: f32 = 1.25;
/// A step of lightness over three pixels of the small copy that is an edge and no shading.
const STEEP: f32 = 0.2;

/// Neighbouring colours of an edge that are nearer than this (OKLab) are one stripe: what stripes of a photograph are told apart by.
const STRIPE: f32 = 0.012;

/// A part of an edge in one colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stripe {
    /// Where it begins, as a share of the edge from above.
    pub from: f32,
    /// Mean of its pixels.
    pub color: Color,
}

/// The right and the left edge of a small copy of a picture as stripes, from above.
pub(super) fn stripes(small: &Raster, labs: &[Lab]) -> (Vec<Stripe>, Vec<Stripe>) {
    let width = small.width as usize;
    let column = |x: usize| {
        let of_row = |row: &[Lab]| row.get(x.min(width.saturating_sub(1))).copied();
        labs.chunks(width.max(1)).filter_map(of_row).collect::<Vec<Lab>>()
    };
    (merged_stripes(&column(width.saturating_sub(1))), merged_stripes(&column(0)))
}

fn merged_stripes(labs: &[Lab]) -> Vec<Stripe> {
    let mut stripes: Vec<(usize, Lab, f32)> = Vec::new();
    for (index, lab) in labs.iter().enumerate() {
        match stripes.last_mut() {
            Some((_, mean, count)) if mean.squared(*lab).sqrt() < STRIPE => {
                *count += 1.0;
                let towards = |from: f32, to: f32| from + (to - from) / *count;
                *mean = Lab { l: towards(mean.l, lab.l), a: towards(mean.a, lab.a), b: towards(mean.b, lab.b) };
            }
            _ => stripes.push((index, *lab, 1.0)),
        }
    }
    let count = labs.len().max(1) as f32;
    stripes.iter().map(|(from, lab, _)| Stripe { from: *from as f32 / count, color: lab.to_color() }).collect()
}

/// Median colour of each edge of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edges {
    /// The upper edge.
    pub top: Color,
    /// The right one.
    pub right: Color,
    /// The lower one.
    pub bottom: Color,
    /// The left one.
    pub left: Color,
}

impl Edges {
    /// The edges of a small copy of a picture and its colours; none for no pixels.
    pub(super) fn of(small: &Raster, labs: &[Lab]) -> Option<Edges> {
        let (width, height) = (small.width as usize, small.height as usize);
        // Two rows deep, so that a line of noise or a scanner's frame is not all that is seen.
        let strip = |inside: &dyn Fn(usize, usize) -> bool| {
            let at = |index: usize| inside(index % width.max(1), index / width.max(1));
            median(labs.iter().enumerate().filter(|(index, _)| at(*index)).map(|(_, lab)| *lab))
        };
        Some(Edges {
            top: strip(&|_, y| y < 2)?,
            right: strip(&|x, _| x + 2 >= width)?,
            bottom: strip(&|_, y| y + 2 >= height)?,
            left: strip(&|x, _| x < 2)?,
        })
    }

    /// Whether a picture that lies on a ground would not be told from it along one of its edges at least.
    pub fn melt_into(&self, ground: Color) -> bool {
        let under = Lab::of(ground);
        [self.top, self.right, self.bottom, self.left].into_iter().any(|edge| {
            let lab = Lab::of(edge);
            let gap = lab.squared(under).sqrt();
            // Two colours of one lightness but of different hues are told apart.
            gap <= MELTS || (contrast(edge, ground) < MELTS_CONTRAST && gap <= MELTS * 3.0)
        })
    }
}

/// The colour whose lightness and opponent axes are the medians of some.
fn median(labs: impl Iterator<Item = Lab>) -> Option<Color> {
    let labs: Vec<Lab> = labs.collect();
    let middle = |of: fn(&Lab) -> f32| {
        let mut values: Vec<f32> = labs.iter().map(of).collect();
        values.sort_unstable_by(f32::total_cmp);
        values.get(values.len() / 2).copied()
    };
    Some(Lab { l: middle(|lab| lab.l)?, a: middle(|lab| lab.a)?, b: middle(|lab| lab.b)? }.to_color())
}

/// The share of a small copy of a picture that is steep edges, by Scharr's operator on its lightness.
pub(super) fn detail(small: &Raster, labs: &[Lab]) -> f32 {
    let light = labs.iter().map(|lab| (lab.l.clamp(0.0, 1.0) * 255.0).round() as u8).collect();
    let Some(grey) = image::GrayImage::from_raw(small.width, small.height, light) else { return 0.0 };
    if grey.width() < 3 || grey.height() < 3 {
        return 0.0;
    }
    let (across, down) = (horizontal_scharr(&grey), vertical_scharr(&grey));
    // The weights of one side add up to 16.
    let least = (STEEP * 255.0 * 16.0).powi(2);
    let steep = across.pixels().zip(down.pixels()).filter(|(x, y)| {
        let [x, y] = [x.0[0], y.0[0]].map(f32::from);
        x * x + y * y >= least
    });
    steep.count() as f32 / labs.len().max(1) as f32
}
