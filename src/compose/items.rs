//! Items of a block: the parts between which a block that is higher than a column may be cut.
//! A cut block keeps what stands around its items, such as its label.

use crate::template::Element;

/// How many items an element has. An item that holds items is a group of them: the innermost count.
pub fn items(element: &Element) -> usize {
    let inner = element.children.iter().map(items).sum();
    if inner == 0 { usize::from(element.attribute("data-item").is_some()) } else { inner }
}

/// The element with only items `from..to`; labels that continue say so, and groups without items go.
pub fn take_items(element: &Element, from: usize, to: usize) -> Element {
    fn walk(element: &Element, next: &mut usize, from: usize, to: usize, continues: bool) -> Option<Element> {
        let mut continues = continues;
        if element.attribute("data-item").is_some() {
            let (start, end) = (*next, *next + items(element));
            if end <= from || start >= to {
                *next = end;
                return None;
            }
            if end == start + 1 {
                *next = end;
                return Some(element.clone());
            }
            continues = from > start;
        }
        let mut kept = element.clone();
        if continues && let Some(continued) = element.attribute("data-continued") {
            kept.text.push_str(continued);
        }
        kept.children = element.children.iter().filter_map(|child| walk(child, next, from, to, continues)).collect();
        Some(kept)
    }
    walk(element, &mut 0, from, to, from > 0).unwrap_or_else(|| element.clone())
}
