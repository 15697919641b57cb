//! Artwork that cards show badly: none, cut because it is not square, or enlarged beyond its pixels.
//! How large it is shown is read from the composed pages, so it holds for any template.

use crate::artwork::Artwork;
use crate::diagnostic::Diagnostic;
use crate::record::{Content, Record};
use crate::scene::Scene;

/// Enlargement that nobody sees and that rounding can cause.
const SLACK: f32 = 1.01;

/// A picture shown larger than it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Enlarged {
    /// Times that it is enlarged, more than 1.
    pub times: f32,
    /// What the finding says.
    message: String,
}

/// What is to be said about the cover itself: that there is none, or that it is not square.
pub fn cover(record: &Record, artwork: Option<&Artwork>) -> Option<Diagnostic> {
    if record.content != Content::Record {
        return None;
    }
    let Some(path) = &record.artwork else {
        let diagnostic =
            Diagnostic::note("no-artwork", "the record has no artwork, so its cards are set in type alone");
        return Some(record.diagnose(diagnostic.hint("add `artwork: cover.jpg` if there is a cover"), &record.title));
    };
    let (width, height) = artwork.map(|artwork| (artwork.width(), artwork.height()))?;
    // A pixel or two come from scaling.
    if width.abs_diff(height) * 100 <= width.max(height) {
        return None;
    }
    let message = format!("artwork `{}` is not square: it has {width} x {height} pixels", &**path);
    let hint = "templates show all of it or cut it to their box; take the square cover if there is one";
    Some(record.diagnose(Diagnostic::warning("artwork-not-square", message).hint(hint), &path.file))
}

/// The artwork that a card's pages enlarge most; backdrops are blurred and may be enlarged.
pub fn enlargement(scenes: &[Scene]) -> Option<Enlarged> {
    let mut worst: Option<Enlarged> = None;
    for scene in scenes {
        for item in scene.pictures().filter(|item| item.field == "artwork" && item.filter.blur == 0.0) {
            let times = (item.rect.width / item.crop.width).max(item.rect.height / item.crop.height);
            let drawn = item.picture.drawing().is_some();
            if drawn || !times.is_finite() || times <= SLACK || worst.as_ref().is_some_and(|known| known.times >= times)
            {
                continue;
            }
            let message = format!(
                "the artwork has {} x {} pixels, `{}` shows {:.0} x {:.0} of them in {:.0} x {:.0} px, {times:.2} times as \
                 large",
                item.picture.width(),
                item.picture.height(),
                scene.format,
                item.crop.width,
                item.crop.height,
                item.rect.width,
                item.rect.height,
            );
            worst = Some(Enlarged { times, message });
        }
    }
    worst
}

impl Enlarged {
    /// The finding, without its place.
    pub fn diagnostic(&self) -> Diagnostic {
        let hint = "take a larger picture, 1400 x 1400 is usual for a cover, or another format";
        Diagnostic::warning("artwork-small", self.message.clone()).hint(hint)
    }
}
