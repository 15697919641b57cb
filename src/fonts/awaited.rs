//! Faces whose files come later: a list says what each is and which characters it has, so that faces are chosen as if all
//! were there. What a card needs and is not there yet is noted, so that a caller can bring it and make the card again.

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::fonts::{Face, Fonts};

/// Where characters are: planes 0 to 3, and the variation selectors of plane 14.
const CHARACTERS: [RangeInclusive<u32>; 2] = [0..=0x3_ffff, 0xe_0000..=0xe_01ff];

/// Most faces of a list: each has a number of 16 bits.
const MOST_FACES: usize = 10_000;

/// A face of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedFace {
    /// The file, by which it is asked for and brought.
    pub file: String,
    /// Which face of the file.
    pub index: u32,
    /// CSS family.
    pub family: String,
    /// CSS weight.
    pub weight: u16,
    /// Whether the face is italic.
    pub italic: bool,
    /// Its characters: how many are passed over, how many follow, and so on.
    pub characters: Vec<u32>,
}

/// A file that comes later; all its faces share it.
#[derive(Debug, Default)]
pub(super) struct AwaitedFile {
    name: String,
    bytes: OnceLock<Arc<Vec<u8>>>,
    wanted: AtomicBool,
}

impl AwaitedFile {
    /// Its bytes; without them it is wanted.
    pub(super) fn bytes(&self) -> Option<&Arc<Vec<u8>>> {
        let bytes = self.bytes.get();
        if bytes.is_none() {
            self.wanted.store(true, Ordering::Relaxed);
        }
        bytes
    }

    /// Whether it is there; asking does not make it wanted.
    pub(super) fn is_there(&self) -> bool {
        self.bytes.get().is_some()
    }
}

/// The characters of a face, as ranges in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Characters(Arc<[RangeInclusive<u32>]>);

impl Characters {
    fn of(runs: &[u32]) -> Characters {
        let mut at = 0_u32;
        let ranges = runs.chunks_exact(2).filter_map(|pair| {
            let [gap, count] = *pair else { return None };
            let start = at.saturating_add(gap);
            at = start.saturating_add(count);
            (count > 0).then(|| start..=at.saturating_sub(1))
        });
        Characters(ranges.collect())
    }

    /// Whether a character is one of them.
    pub(super) fn have(&self, c: char) -> bool {
        let c = u32::from(c);
        let after = self.0.partition_point(|range| *range.end() < c);
        self.0.get(after).is_some_and(|range| range.contains(&c))
    }
}

impl Fonts {
    /// The list of these faces, for [`Fonts::awaited`].
    pub fn list(&self) -> Vec<ListedFace> {
        let listed = |face: &Face| ListedFace {
            file: face.origin.clone(),
            index: face.index(),
            family: face.family.clone(),
            weight: face.weight,
            italic: face.italic,
            characters: characters(face),
        };
        self.faces().map(|(_, face)| listed(face)).collect()
    }

    /// The faces of a list, whose files come later by [`Fonts::bring`].
    pub fn awaited(list: &[ListedFace]) -> Fonts {
        let mut files: Vec<Arc<AwaitedFile>> = Vec::new();
        let mut fonts = Fonts::empty();
        for face in list.iter().take(MOST_FACES) {
            let file = match files.iter().find(|file| file.name == face.file) {
                Some(file) => Arc::clone(file),
                None => {
                    let file = Arc::new(AwaitedFile { name: face.file.clone(), ..AwaitedFile::default() });
                    files.push(Arc::clone(&file));
                    file
                }
            };
            fonts.push(Face::awaited(file, Characters::of(&face.characters), face));
        }
        fonts
    }

    /// Brings the file of awaited faces; whether it was awaited. Copies of these fonts have it too. What was shaped without it
    /// has to be shaped again.
    pub fn bring(&self, file: &str, bytes: Vec<u8>) -> bool {
        let mut awaited = self.files();
        let Some(found) = awaited.find(|one| one.name == file) else { return false };
        found.wanted.store(false, Ordering::Relaxed);
        found.bytes.set(Arc::new(bytes)).is_ok()
    }

    /// Files that were needed and are not there, in the order of the list, each once.
    pub fn wanted(&self) -> Vec<String> {
        let wanted = self.files().filter(|file| file.wanted.load(Ordering::Relaxed) && !file.is_there());
        let mut names: Vec<String> = wanted.map(|file| file.name.clone()).collect();
        names.dedup();
        names
    }

    fn files(&self) -> impl Iterator<Item = &Arc<AwaitedFile>> {
        self.faces().filter_map(|(_, face)| face.awaited_file())
    }
}

/// The characters of a face, as runs.
fn characters(face: &Face) -> Vec<u32> {
    let (mut runs, mut end, mut count) = (Vec::new(), 0, 0);
    let mut start = 0;
    for code in CHARACTERS.into_iter().flatten() {
        if !char::from_u32(code).is_some_and(|c| face.covers(c)) {
            continue;
        }
        if count > 0 && code == start + count {
            count += 1;
            continue;
        }
        if count > 0 {
            runs.extend([start - end, count]);
            end = start + count;
        }
        (start, count) = (code, 1);
    }
    if count > 0 {
        runs.extend([start - end, count]);
    }
    runs
}
