//! Whom a post tags: everybody who has a handle on the platform, on the picture that names them.
//! Where a picture takes fewer tags, the rest is tagged on another picture of the post, else left over.

use crate::catalogue::platforms::Placement;
use crate::post::draft::Draft;

/// The tags of a post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// Handles of each picture, with `@`.
    pub pictures: Vec<Vec<String>>,
    /// Handles for which no picture has room.
    pub left_over: Vec<String>,
}

impl Tags {
    /// The tags of a post of so many pictures.
    pub fn of(draft: &Draft, placement: &Placement, pictures: usize) -> Tags {
        let most = placement.tags.unwrap_or(usize::MAX);
        let mut tags = Tags { pictures: vec![Vec::new(); pictures], left_over: Vec::new() };
        let mut late: Vec<String> = Vec::new();
        let mut seen = Vec::new();
        for one in &draft.people {
            let Some(handle) = one.handle(&placement.platform).filter(|handle| !seen.contains(handle)) else {
                continue;
            };
            seen.push(handle.clone());
            let pages = one.pages.iter().filter_map(|page| (*page as usize).checked_sub(1));
            let free = pages.into_iter().find(|page| tags.pictures.get(*page).is_some_and(|all| all.len() < most));
            match free.and_then(|page| tags.pictures.get_mut(page)) {
                Some(all) => all.push(handle),
                None => late.push(handle),
            }
        }
        for handle in late {
            match tags.pictures.iter_mut().find(|all| all.len() < most) {
                Some(all) => all.push(handle),
                None => tags.left_over.push(handle),
            }
        }
        tags
    }

    /// As a text file: the handles of a picture in a line.
    pub fn text(&self) -> String {
        let mut out: String = self.pictures.iter().map(|all| all.join(" ") + "\n").collect();
        if !self.left_over.is_empty() {
            out.push_str(&format!("\n{}\n", self.left_over.join(" ")));
        }
        out
    }
}
