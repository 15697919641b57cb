//! What makes a page good: the terms that pages are weighed by, with their weights and the reasons for them.
//! Everything that chooses between two ways to set a card asks here and nowhere else.

use std::collections::HashSet;

use crate::geometry::Rect;
use crate::scene::{Item, Scene, TextItem};

/// What is seen of a card, whether it was set or only estimated.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look {
    /// Median size of the names by the least size of the format; 0 without names.
    pub names: f32,
    /// Shorter side of the artwork by that of a square as large as the page; none without artwork.
    pub art: Option<f32>,
    /// Largest rectangle of the safe area without text or picture, as a share of it: of the emptiest page.
    pub empty: f32,
    /// [`second_lines`] of the names.
    pub wrapped: f32,
    /// Share of the names that stand after another on its line.
    pub run_on: f32,
    /// Share of the names that stand after their label on its line, with no name under or over them that begins there too.
    pub ragged: f32,
    /// Names and words that broke though they had better be whole.
    pub broken: usize,
    /// Texts that leave the safe area.
    pub outside: usize,
    /// Labels said again because a group goes on in another column.
    pub again: usize,
    /// Whether roles share labels.
    pub joined: bool,
    /// Pages.
    pub pages: usize,
    /// Names of the fullest page by those of the emptiest, less 1.
    pub uneven: f32,
}

/// A term of the sum: what it is called, and what a look costs by it.
struct Term {
    name: &'static str,
    cost: fn(&Look) -> f32,
}

/// How much larger than `value` something should be, in natural logarithms: sizes are seen as ratios.
fn short_of(wanted: f32, value: f32) -> f32 {
    (wanted / value.max(0.01)).ln().max(0.0)
}

/// The terms. A card on one page with comfortable names, large artwork and no hole costs nearly nothing; one point is about
/// what the step from comfortable names to the least legible ones costs.
const TERMS: [Term; 12] = [
    // Names are what the card is for. On a phone 1.3 times the floor (about 28 px of 1080) is read without effort; beyond
    // that larger is nicer, not better.
    Term { name: "names", cost: |look| 2.6 * short_of(1.3, look.names) + 0.3 * short_of(2.4, look.names) },
    // The cover is how a record is recognised: six tenths of the page let its lettering be read.
    Term { name: "artwork", cost: |look| look.art.map_or(0.0, |art| 1.1 * short_of(0.6, art)) },
    // A hole of an eighth is white space, of a quarter looks like a mistake.
    Term { name: "room", cost: |look| 4.0 * (look.empty - 0.13).max(0.0) + 6.0 * (look.empty - 0.24).max(0.0) },
    // Two in a hundred on a second line are not noticed, one in ten makes rows hard to tell apart.
    Term { name: "second lines", cost: |look| 6.0 * look.wrapped },
    // In a list everybody finds a name; in running text it takes reading.
    Term { name: "run on", cost: |look| 0.45 * look.run_on },
    // Names that begin wherever their labels end have no edge that the eye follows: names a fifth smaller are the lesser evil.
    Term { name: "ragged", cost: |look| 0.6 * look.ragged },
    // A broken word is nearly a wrong name.
    Term { name: "broken", cost: |look| 3.0 * look.broken as f32 },
    // Text that a platform covers is text that is not there.
    Term { name: "outside", cost: |look| 20.0 * look.outside as f32 },
    // A label said again costs the reader a look back: names a sixth smaller, or artwork a third, are the lesser evil.
    Term { name: "continued", cost: |look| 0.7 * look.again as f32 },
    // A label of two roles is read twice.
    Term { name: "joined", cost: |look| if look.joined { 0.12 } else { 0.0 } },
    // Most people see the first page only.
    Term { name: "pages", cost: |look| 2.6 * (look.pages.max(1) - 1) as f32 },
    Term { name: "even pages", cost: |look| 0.3 * look.uneven },
];

impl Look {
    /// What is to be said against the card, 0 and more; the least is the best.
    pub fn cost(&self) -> f32 {
        TERMS.iter().map(|term| (term.cost)(self)).sum()
    }

    /// The cost with the terms that make it, the heaviest first, for `--explain`.
    pub fn explained(&self) -> String {
        let mut terms: Vec<(f32, &str)> = TERMS.iter().map(|term| ((term.cost)(self), term.name)).collect();
        terms.sort_by(|one, other| other.0.total_cmp(&one.0));
        let said: Vec<String> =
            terms.iter().filter(|(cost, _)| *cost >= 0.05).map(|(cost, name)| format!("{name} {cost:.1}")).collect();
        let why = if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) };
        format!("{:.2}{why}", self.cost())
    }

    /// What is seen of finished pages. `floor` is the least size of names, px; `broken` what broke while they were set.
    pub fn of(scenes: &[Scene], floor: f32, broken: usize) -> Look {
        let mut sizes: Vec<f32> = Vec::new();
        let mut look = Look { pages: scenes.len(), broken, ..Look::default() };
        let (mut fewest, mut most, mut wrapped, mut third, mut run_on) = (usize::MAX, 0, 0, 0, 0);
        let mut labels: HashSet<&str> = HashSet::new();
        let mut ragged = 0;
        for scene in scenes {
            let mut before: Option<&TextItem> = None;
            let names = sizes.len();
            let mut label: Option<&TextItem> = None;
            // Edges of names, and of those that stand after their label the one beside it, px.
            let (mut edges, mut beside) = (Vec::new(), Vec::new());
            let mut boxes = Vec::with_capacity(scene.items.len());
            for item in &scene.items {
                match item {
                    Item::Text(text) => {
                        if text.kind == "name" {
                            sizes.push(text.size);
                            wrapped += usize::from(text.lines.len() > 1);
                            third += text.lines.len().saturating_sub(2);
                            run_on += usize::from(before.is_some_and(|before| same_line(before, text)));
                            before = Some(text);
                            let own = text.lines.first().map_or(text.rect, |line| line.rect);
                            edges.extend([own.x, own.right()]);
                            if let Some(label) = label.take().filter(|label| same_line(label, text)) {
                                beside.push(if label.rect.x < own.x { own.x } else { own.right() });
                            }
                        } else if text.kind == "role" {
                            (before, label) = (None, Some(text));
                            look.again += usize::from(!labels.insert(&text.field));
                        }
                        if text.ink.width > 0.0 {
                            boxes.push(text.ink);
                        }
                    }
                    Item::Picture(picture) if is_art(picture.rect, scene) => {
                        if picture.field == "artwork" {
                            let side = art_share(picture.rect, scene.width, scene.height);
                            // A card is recognised by its first page.
                            look.art = look.art.or(Some(side));
                        }
                        boxes.push(picture.rect);
                    }
                    _ => {}
                }
            }
            // Each is among the edges itself.
            let alone = |edge: &&f32| edges.iter().filter(|other| (*other - **edge).abs() < 1.0).count() < 3;
            ragged += beside.iter().filter(alone).count();
            look.empty = look.empty.max(largest_empty(scene.safe_area, boxes));
            look.outside += crate::compose::audit::outside(scene).count();
            let own = sizes.len() - names;
            (fewest, most) = (fewest.min(own), most.max(own));
        }
        look.names = median(&mut sizes) / floor.max(0.01);
        look.run_on = run_on as f32 / sizes.len().max(1) as f32;
        look.ragged = ragged as f32 / sizes.len().max(1) as f32;
        look.wrapped = second_lines(wrapped, third, sizes.len());
        if scenes.len() > 1 {
            look.uneven = most as f32 / fewest.max(1) as f32 - 1.0;
        }
        look
    }
}

/// What names on more than one line come to: their share of all names, the first nearly free, since one long name decides
/// nothing; a third line counts half as much as a second.
pub fn second_lines(wrapped: usize, third: usize, names: usize) -> f32 {
    ((wrapped as f32 - 0.75).max(0.0) + third as f32 * 0.5) / names.max(1) as f32
}

/// Whether a name stands after another on its line.
fn same_line(before: &TextItem, name: &TextItem) -> bool {
    let last = before.lines.last().map(|line| line.baseline);
    last.is_some() && last == name.lines.first().map(|line| line.baseline)
}

/// [`Look::art`] of artwork in a box on a page of this size, px.
pub fn art_share(rect: Rect, width: f32, height: f32) -> f32 {
    rect.width.min(rect.height) / (width * height).sqrt().max(1.0)
}

/// Whether a picture stands as a picture; what covers most of the page is a backdrop.
fn is_art(rect: Rect, scene: &Scene) -> bool {
    rect.width * rect.height < 0.8 * scene.width * scene.height
}

fn median(values: &mut [f32]) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Names in a hundred that decide what a column must hold; those that are longer take a second line.
const BULK: usize = 90;

/// Of fewer names one is a tenth: it may take a second line only if it is so much wider than the next.
const OUTLIER: f32 = 1.25;

/// The width beyond which a name may take a second line, given the widths of all in any unit. They are sorted.
pub fn long_name(widths: &mut [f32]) -> f32 {
    widths.sort_by(f32::total_cmp);
    let count = widths.len();
    let at = (count * BULK).div_ceil(100);
    let bulk = if at < count {
        widths.get(at.saturating_sub(1))
    } else {
        let [.., next, last] = &*widths else { return f32::INFINITY };
        (*last > next * OUTLIER).then_some(next)
    };
    bulk.copied().unwrap_or(f32::INFINITY)
}

/// Cells of the grid that holes are looked for in, on each side: 3 % of the page are not seen as a hole.
const CELLS: usize = 32;

/// Whether `length` bits next to each other are set.
fn has_run(bits: u32, length: usize) -> bool {
    let (mut bits, mut left) = (bits, length.saturating_sub(1));
    let mut step = 1;
    // Each step keeps the ends of runs twice as long, the last one of those as long as asked.
    while left > 0 && bits != 0 && step < CELLS {
        let by = step.min(left);
        bits &= bits >> by;
        left -= by;
        step *= 2;
    }
    bits != 0 && left == 0
}

/// The largest rectangle of `area` that none of the boxes touches, as a share of the area; on a grid whose rows are bits.
pub fn largest_empty(area: Rect, boxes: impl IntoIterator<Item = Rect>) -> f32 {
    if area.width <= 0.0 || area.height <= 0.0 {
        return 0.0;
    }
    let mut rows = [0_u32; CELLS];
    let cell = |at: f32, from: f32, length: f32| ((at - from) / length * CELLS as f32).clamp(0.0, CELLS as f32);
    for rect in boxes {
        let from = |at: f32, start: f32, length: f32| cell(at, start, length).floor() as usize;
        let to = |at: f32, start: f32, length: f32| cell(at, start, length).ceil() as usize;
        let (left, right) = (from(rect.x, area.x, area.width), to(rect.right(), area.x, area.width));
        let (top, bottom) = (from(rect.y, area.y, area.height), to(rect.bottom(), area.y, area.height));
        let mask = (((1_u64 << right) - 1) & !((1_u64 << left.min(right)) - 1)) as u32;
        for row in rows.iter_mut().take(bottom).skip(top) {
            *row |= mask;
        }
    }
    let mut best = 0;
    for (top, first) in rows.iter().enumerate() {
        // What is taken between the top and the row at hand.
        let mut taken = *first;
        for (height, row) in (1..).zip(rows.iter().skip(top)) {
            taken |= row;
            let free = !taken;
            // Only a run that makes a larger rectangle is measured.
            while has_run(free, best / height + 1) {
                best = (best / height + 1) * height;
            }
            // As wide as now and down to the foot is the most that can still come.
            if !has_run(free, best / (CELLS - top) + 1) {
                break;
            }
        }
    }
    best as f32 / (CELLS * CELLS) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAGE: Rect = Rect::new(0.0, 0.0, 320.0, 320.0);

    #[test]
    fn one_name_in_many_may_take_a_second_line_and_an_outlier_among_few() {
        assert_eq!(long_name(&mut [5.0; 4]), f32::INFINITY);
        assert_eq!(long_name(&mut [5.0, 6.0, 5.0, 20.0]), 6.0);
        assert_eq!(long_name(&mut [14.0, 5.0]), 5.0);
        assert_eq!(long_name(&mut [14.0]), f32::INFINITY);
        let mut many: Vec<f32> = (1..=20).map(|n| n as f32).collect();
        assert_eq!(long_name(&mut many), 18.0);
    }

    #[test]
    fn larger_names_larger_artwork_and_fewer_pages_are_better() {
        let usual = Look { names: 1.1, art: Some(0.4), empty: 0.2, pages: 1, ..Look::default() };
        for better in [Look { names: 1.2, ..usual }, Look { art: Some(0.5), ..usual }, Look { empty: 0.15, ..usual }] {
            assert!(better.cost() < usual.cost(), "{better:?}");
        }
        for worse in [
            Look { pages: 2, ..usual },
            Look { wrapped: second_lines(2, 0, 16), ..usual },
            Look { broken: 1, ..usual },
            Look { again: 1, ..usual },
            Look { ragged: 0.5, ..usual },
        ] {
            assert!(worse.cost() > usual.cost(), "{worse:?}");
        }
    }

    #[test]
    fn the_hole_beside_a_half_page_is_the_other_half() {
        assert_eq!(largest_empty(PAGE, [Rect::new(0.0, 0.0, 160.0, 320.0)]), 0.5);
        assert_eq!(largest_empty(PAGE, []), 1.0);
        assert_eq!(largest_empty(PAGE, [PAGE]), 0.0);
    }

    proptest! {
        #[test]
        fn no_rectangle_of_free_cells_is_larger(
            boxes in prop::collection::vec((0_u8..32, 0_u8..32, 1_u8..12, 1_u8..12), 0..14),
        ) {
            let rects: Vec<Rect> = boxes
                .iter()
                .map(|(x, y, w, h)| Rect::new(f32::from(*x) * 10.0, f32::from(*y) * 10.0, f32::from(*w) * 10.0, f32::from(*h) * 10.0))
                .collect();
            let free = |x: usize, y: usize| {
                !rects.iter().any(|rect| rect.overlaps(&Rect::new(x as f32 * 10.0, y as f32 * 10.0, 10.0, 10.0), 0.5))
            };
            let mut best = 0;
            for (left, right) in (0..32).flat_map(|left| (left + 1..=32).map(move |right| (left, right))) {
                let mut run = 0;
                for y in 0..32 {
                    run = if (left..right).all(|x| free(x, y)) { run + 1 } else { 0 };
                    best = best.max(run * (right - left));
                }
            }
            prop_assert_eq!(largest_empty(PAGE, rects), best as f32 / 1024.0);
        }
    }
}
