//! Rows of pictures on sheets: as high as the rows are, or all of the height of paper.
//! Sheets of so many pictures on paper get rows of the height at which these fill it.

use super::{Entry, MAX_HEIGHT, Page, Placed, Style, rows};
use crate::geometry::Rect;

/// How much lower rows are tried each time until the pictures of a sheet fit paper.
const STEP: f32 = 0.97;

/// Lowest row that is tried, px.
const LOWEST: f32 = 16.0;

/// Lays entries out on as many sheets as they take.
pub fn layout(entries: &[Entry], style: &Style) -> Vec<Page> {
    let highest = usable(style) - style.label_height();
    let mut style = Style { max_row: style.max_row.min(highest.max(1.0)), ..*style };
    let mut pages = Vec::new();
    let mut start = 0;
    for some in entries.chunks(style.per_page.unwrap_or(usize::MAX).max(1)) {
        if style.per_page.is_some() && style.page_height.is_some() {
            // The last sheet's pictures are no larger than those of the others.
            style = filling(some, &style);
        }
        let shifted =
            |row: Vec<Placed>| row.into_iter().map(|slot| Placed { entry: slot.entry + start, ..slot }).collect();
        stack(rows(some, &style).into_iter().map(shifted).collect(), &style, &mut pages);
        start += some.len();
    }
    for page in &mut pages {
        page.height = style.page_height.unwrap_or_else(|| (page.height + style.gap() / 2.0).round());
    }
    pages
}

/// Height that rows with their names may take on a sheet.
fn usable(style: &Style) -> f32 {
    style.page_height.unwrap_or(MAX_HEIGHT) - 2.0 * style.gap() - style.foot()
}

fn high(row: &[Placed], style: &Style) -> f32 {
    row.iter().map(|slot| slot.rect.height).fold(0.0, f32::max) + style.label_height()
}

/// Puts rows on new sheets.
fn stack(rows: Vec<Vec<Placed>>, style: &Style, pages: &mut Vec<Page>) {
    let mut new = true;
    for row in rows {
        let height = high(&row, style);
        let fits = pages.last().is_some_and(|page| page.height - style.gap() + height <= usable(style));
        if new || !fits {
            pages.push(Page { height: style.gap(), slots: Vec::new() });
            new = false;
        }
        if let Some(page) = pages.last_mut() {
            let top = page.height;
            page.slots.extend(row.into_iter().map(|slot| Placed { rect: Rect { y: top, ..slot.rect }, ..slot }));
            page.height = top + height;
        }
    }
}

/// The style with the highest rows, no higher than its own, at which entries fit one sheet.
fn filling(entries: &[Entry], style: &Style) -> Style {
    let mut height = style.max_row;
    while height > LOWEST {
        let tried = Style { row_height: height, max_row: height, ..*style };
        let sum: f32 = rows(entries, &tried).iter().map(|row| high(row, &tried)).sum();
        if sum <= usable(style) {
            return tried;
        }
        height *= STEP;
    }
    // More pictures than paper holds go on the next sheet.
    Style { row_height: LOWEST, max_row: LOWEST, ..*style }
}

#[cfg(test)]
mod tests {
    use super::super::Paper;
    use super::*;

    fn entries(count: usize) -> Vec<Entry> {
        let aspects = [1.0, 0.8, 0.5625, 1.905];
        (0..count).map(|index| Entry { label: "a".into(), aspect: aspects[index % 4], group: None }).collect()
    }

    fn inside(pages: &[Page], style: &Style) {
        for (number, page) in pages.iter().enumerate() {
            let sheet = Rect::new(0.0, 0.0, style.width, page.height);
            for slot in &page.slots {
                let named = Rect { height: slot.rect.height + style.label_height(), ..slot.rect };
                assert!(sheet.contains(&named, 0.0), "page {number}: {:?} in {sheet:?}", slot.rect);
            }
        }
    }

    #[test]
    fn sheets_of_paper_are_all_of_its_size_and_hold_what_they_are_asked_to() {
        for (paper, landscape) in [(Paper::A4, false), (Paper::A4, true), (Paper::Letter, false)] {
            for (count, per_page) in [(7, 3), (130, 24), (5, 1), (24, 24)] {
                let page_height = Some(paper.height(1600.0, landscape));
                let style = Style { per_page: Some(per_page), page_height, ..Style::new(1600.0) };
                let pages = layout(&entries(count), &style);
                assert_eq!(pages.len(), count.div_ceil(per_page), "{paper:?} {landscape} {count} {per_page}");
                assert!(pages.iter().all(|page| Some(page.height) == page_height));
                let order: Vec<usize> = pages.iter().flat_map(|page| &page.slots).map(|slot| slot.entry).collect();
                assert_eq!(order, (0..count).collect::<Vec<_>>());
                inside(&pages, &style);
            }
        }
        assert_eq!(Paper::A4.height(2100.0, false), 2970.0);
        assert_eq!(Paper::Letter.height(1100.0, true), 850.0);
    }

    #[test]
    fn paper_alone_takes_as_many_rows_as_fit_it_also_of_single_high_pictures() {
        let page_height = Some(Paper::A4.height(1200.0, true));
        for columns in [None, Some(1), Some(4)] {
            let style = Style { columns, page_height, ..Style::new(1200.0) };
            let pages = layout(&entries(40), &style);
            assert!(pages.len() > 1);
            inside(&pages, &style);
        }
    }

    #[test]
    fn so_many_pictures_a_sheet_need_no_paper() {
        let style = Style { per_page: Some(10), ..Style::new(800.0) };
        let counts: Vec<usize> = layout(&entries(25), &style).iter().map(|page| page.slots.len()).collect();
        assert_eq!(counts, [10, 10, 5]);
    }

    #[test]
    fn pictures_fill_the_sheet_that_they_are_for() {
        let page_height = Some(Paper::A4.height(1600.0, false));
        let style = Style { per_page: Some(20), page_height, ..Style::new(1600.0) };
        let pages = layout(&entries(20), &style);
        let bottom = pages[0].slots.iter().map(|slot| slot.rect.bottom()).fold(0.0, f32::max);
        assert!(bottom > pages[0].height * 0.8, "{bottom} of {}", pages[0].height);
    }
}
