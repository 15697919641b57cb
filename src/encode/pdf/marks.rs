//! The sheet of a page: its size in points, the boxes of the finished page and of its bleed, and where it is cut.
//! A page for screens is as large as its px are points at 96 to the inch, and has neither.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Rect, Transform};
use krilla::page::PageSettings;
use krilla::paint::Stroke;
use krilla::surface::Surface;

use super::placed;
use crate::card::Print;
use crate::scene::Scene;

/// Points of a px on screen: 96 px an inch, as CSS has it.
const SCREEN: f32 = 0.75;
/// Points of a mm.
const MM: f32 = 72.0 / 25.4;
/// Space around the page for marks, in mm.
const ROOM: f32 = 8.0;
/// Length of a mark in mm.
const LENGTH: f32 = 5.0;
/// Distance of a mark from what is printed, in mm.
const DISTANCE: f32 = 2.0;
/// Width of a mark in points.
const WIDTH: f32 = 0.25;

/// A sheet with one page.
pub(super) struct Sheet {
    /// Points a px.
    points: f32,
    /// Width and height of the page with its bleed, in points.
    page: (f32, f32),
    /// Points that are cut off at each side; none if nothing is cut.
    bleed: Option<f32>,
}

impl Sheet {
    /// The sheet of a page.
    pub(super) fn of(scene: &Scene, print: Option<Print>) -> Sheet {
        match print {
            // The measures are taken from the paper, because the page's px are rounded.
            Some(print) => {
                let side = |mm: f32| (mm + 2.0 * print.bleed) * MM;
                let page = (side(print.width), side(print.height));
                Sheet { points: page.0 / scene.width.max(1.0), page, bleed: Some(print.bleed * MM) }
            }
            None => Sheet { points: SCREEN, page: (scene.width * SCREEN, scene.height * SCREEN), bleed: None },
        }
    }

    /// Room for marks at each side, in points.
    fn room(&self) -> f32 {
        if self.bleed.is_some() { ROOM * MM } else { 0.0 }
    }

    /// Width and height of the sheet in points.
    pub(super) fn size(&self) -> (f32, f32) {
        (self.page.0 + 2.0 * self.room(), self.page.1 + 2.0 * self.room())
    }

    /// Where a point of the page in px is on the sheet.
    pub(super) fn place(&self) -> Transform {
        placed(self.points, self.points, self.room(), self.room())
    }

    /// The page less so many points at each side.
    fn inset(&self, by: f32) -> Option<Rect> {
        let at = self.room() + by;
        Rect::from_xywh(at, at, self.page.0 - 2.0 * by, self.page.1 - 2.0 * by)
    }

    /// The settings with the boxes of a printed page (ISO 32000-1, 14.11.2).
    pub(super) fn boxes(&self, settings: PageSettings) -> PageSettings {
        match self.bleed {
            Some(bleed) => settings.with_bleed_box(self.inset(0.0)).with_trim_box(self.inset(bleed)),
            None => settings,
        }
    }

    /// Where the page is cut; none if it is not.
    pub(super) fn marks(&self) -> Option<Marks> {
        let bleed = self.bleed?;
        Some(Marks { trim: self.inset(bleed)?, from: bleed.max(DISTANCE * MM) })
    }
}

/// Trim marks: two at each corner.
pub(super) struct Marks {
    trim: Rect,
    /// How far from the cut they begin, in points: outside the bleed.
    from: f32,
}

impl Marks {
    /// Draws them.
    pub(super) fn draw(&self, surface: &mut Surface<'_>) {
        let mut path = PathBuilder::new();
        let to = self.from + LENGTH * MM;
        for (x, right) in [(self.trim.left(), -1.0), (self.trim.right(), 1.0)] {
            for (y, down) in [(self.trim.top(), -1.0), (self.trim.bottom(), 1.0)] {
                path.move_to(x + right * self.from, y);
                path.line_to(x + right * to, y);
                path.move_to(x, y + down * self.from);
                path.line_to(x, y + down * to);
            }
        }
        let Some(path) = path.finish() else { return };
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke { paint: rgb::Color::black().into(), width: WIDTH, ..Stroke::default() }));
        surface.draw_path(&path);
        surface.set_stroke(None);
    }
}
