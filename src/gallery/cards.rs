//! The sidecar of an output folder as records with their cards: which pictures are pages of one card, and in which types.
//! Posts are the cards of a folder that has the texts of a post.

use std::collections::BTreeMap;

use crate::campaign::{EACH, Entry, Sidecar};
use crate::publish::Output;

/// Types of pictures, that which every program shows first.
const PICTURES: [&str; 4] = ["png", "jpg", "webp", "svg"];
/// The file that has all texts of a post.
const POST: &str = "post.json";

/// A card in all its types.
#[derive(Debug, Default)]
pub(super) struct Card {
    /// Its path without type, such as `low-tide/square`.
    pub name: String,
    /// Its pages, in order.
    pub pages: Vec<PageFiles>,
    /// Files that hold all pages.
    pub documents: Vec<Output>,
}

/// A page in all its types, the usual one first.
#[derive(Debug, Default)]
pub(super) struct PageFiles {
    pub files: Vec<Output>,
}

/// A post.
#[derive(Debug, Default)]
pub(super) struct Post {
    /// Path of `post.json`.
    pub json: String,
    /// Its pictures.
    pub cards: Vec<Card>,
}

/// The cards of a record, or of a series that has no credit file.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// The credit file, relative to the output folder; in `<>` if there is none.
    pub input: String,
    /// Line of the input that the record starts at.
    pub line: u32,
    pub cards: Vec<Card>,
    pub posts: Vec<Post>,
}

/// All cards of a sidecar.
#[derive(Debug, Default)]
pub(super) struct Cards {
    /// By record, in the order of their paths.
    pub groups: Vec<Group>,
    /// Cards of people across records, by name.
    pub people: BTreeMap<String, Vec<Card>>,
}

impl Group {
    /// Whether its cards were made of a credit file.
    pub fn has_file(&self) -> bool {
        !self.input.starts_with('<')
    }

    /// Every picture: of its cards, then of its posts.
    pub fn pages(&self) -> impl Iterator<Item = &PageFiles> {
        let of_posts = self.posts.iter().flat_map(|post| &post.cards);
        self.cards.iter().chain(of_posts).flat_map(|card| &card.pages)
    }
}

/// The type of a file, by its ending.
pub(super) fn kind(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, kind)| kind)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The cards of a sidecar, each with its types and pages.
pub(super) fn cards(sidecar: &Sidecar) -> Cards {
    let post_of = |path: &str| {
        let json = format!("{}/{POST}", folder(path));
        sidecar.cards.contains_key(&json).then_some(json)
    };
    let mut all = Cards::default();
    for (path, entry) in &sidecar.cards {
        let name = path.strip_suffix(kind(path)).map_or(path.as_str(), |name| name.trim_end_matches('.'));
        let person = entry.input.strip_prefix(&format!("<{EACH}: ")).and_then(|rest| rest.strip_suffix('>'));
        if let Some(person) = person {
            add(all.people.entry(person.to_owned()).or_default(), name, entry);
            continue;
        }
        let Some(group) = group(&mut all.groups, entry) else { continue };
        match post_of(path) {
            Some(json) => {
                let place = group.posts.iter().position(|post| post.json == json).unwrap_or(group.posts.len());
                if place == group.posts.len() {
                    group.posts.push(Post { json, cards: Vec::new() });
                }
                if let Some(post) = group.posts.get_mut(place).filter(|_| !path.ends_with(POST)) {
                    add(&mut post.cards, name, entry);
                }
            }
            None => add(&mut group.cards, name, entry),
        }
    }
    all.groups.retain(|group| group.pages().next().is_some());
    all
}

fn group<'g>(groups: &'g mut Vec<Group>, entry: &Entry) -> Option<&'g mut Group> {
    let line = if entry.input.starts_with('<') { 0 } else { entry.line };
    let same = |group: &Group| group.input == entry.input && group.line == line;
    let place = groups.iter().position(same).unwrap_or(groups.len());
    if place == groups.len() {
        groups.push(Group { input: entry.input.clone(), line, ..Group::default() });
    }
    groups.get_mut(place)
}

/// Adds the files of one type to their card.
fn add(cards: &mut Vec<Card>, name: &str, entry: &Entry) {
    let place = cards.iter().position(|card| card.name == name).unwrap_or(cards.len());
    if place == cards.len() {
        cards.push(Card { name: name.to_owned(), ..Card::default() });
    }
    let Some(card) = cards.get_mut(place) else { return };
    let rank = |output: &Output| PICTURES.iter().position(|known| *known == kind(&output.path));
    for (page, output) in entry.outputs.iter().filter(|output| rank(output).is_some()).enumerate() {
        if page == card.pages.len() {
            card.pages.push(PageFiles::default());
        }
        if let Some(page) = card.pages.get_mut(page) {
            page.files.push(output.clone());
            page.files.sort_by_key(rank);
        }
    }
    card.documents.extend(entry.outputs.iter().filter(|output| kind(&output.path) == "pdf").cloned());
    if card.pages.is_empty() && card.documents.is_empty() {
        cards.pop();
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn entry(input: &str, format: &str, outputs: &[&str]) -> Entry {
        Entry {
            input: input.into(),
            line: 1,
            selection: String::new(),
            subject: "record".into(),
            template: "side-by-side".into(),
            format: format.into(),
            key: String::new(),
            outputs: outputs.iter().map(|path| Output::new(Path::new(path), b"x", 10, 10)).collect(),
            warnings: Vec::new(),
        }
    }

    #[test]
    fn types_of_a_card_are_one_card_and_posts_and_people_stand_apart() {
        let all = [
            ("a/square.webp", entry("../a.yaml", "square", &["a/square-1.webp", "a/square-2.webp"])),
            ("a/square.png", entry("../a.yaml", "square", &["a/square-1.png", "a/square-2.png"])),
            ("a/square.pdf", entry("../a.yaml", "square", &["a/square.pdf"])),
            ("a/square.scene.json", entry("../a.yaml", "square", &["a/square-1.scene.json"])),
            ("a/x/01.jpg", entry("../a.yaml", "landscape", &["a/x/01.jpg"])),
            ("a/x/post.json", entry("../a.yaml", "landscape", &["a/x/alt.txt", "a/x/post.json"])),
            ("people/bo/square.png", entry("<--each person: Bo>", "square", &["people/bo/square.png"])),
            ("roles/producer/square.png", entry("<--roles>", "square", &["roles/producer/square.png"])),
        ];
        let sidecar = Sidecar {
            cards: all.into_iter().map(|(path, entry)| (path.to_owned(), entry)).collect(),
            ..Sidecar::default()
        };
        let cards = cards(&sidecar);
        let inputs: Vec<&str> = cards.groups.iter().map(|group| group.input.as_str()).collect();
        assert_eq!(inputs, ["../a.yaml", "<--roles>"]);
        let first = &cards.groups[0];
        assert_eq!((first.cards.len(), first.cards[0].pages.len(), first.cards[0].documents.len()), (1, 2, 1));
        let files: Vec<&str> = first.cards[0].pages[1].files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(files, ["a/square-2.png", "a/square-2.webp"]);
        assert_eq!((first.posts.len(), first.posts[0].cards.len(), first.pages().count()), (1, 1, 3));
        assert_eq!(cards.people["Bo"][0].pages.len(), 1);
    }
}
