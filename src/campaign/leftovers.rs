//! Files of earlier runs that are no longer made: their record is gone, or makes other cards now.
//! A run over a part of the records tells nothing about the rest.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::campaign::people::EACH;
use crate::campaign::posts::Post;
use crate::campaign::shard::clean;
use crate::campaign::sidecar::{Changes, Entry, Sidecar};
use crate::campaign::units::{Task, Unit};
use crate::publish::{Found, Output};

/// Where credit files are, seen from the output folder, so that the current folder of a run does not matter.
pub struct Places {
    folder: PathBuf,
    /// Real paths of the folders of credit files.
    known: Mutex<HashMap<PathBuf, PathBuf>>,
}

impl Places {
    /// Places seen from an output folder, which need not exist.
    pub fn new(folder: &Path) -> Places {
        Places { folder: real(folder), known: Mutex::default() }
    }

    /// What the sidecar calls an input: its path from the output folder, or its name in `<>` if it is no file.
    pub fn of(&self, name: &str) -> String {
        let path = Path::new(name);
        if !path.is_file() {
            return format!("<{}>", name.trim_matches(['<', '>']));
        }
        let parent = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let parent = {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.entry(parent.clone()).or_insert_with(|| real(&parent)).clone()
        };
        let path = path.file_name().map_or(parent.clone(), |name| parent.join(name));
        let seen = from(&self.folder, &path).unwrap_or(path);
        let parts: Vec<_> = seen.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/").replacen("//", "/", 1)
    }

    /// Whether an input of the sidecar is there; what is no file always is.
    fn has(&self, input: &str) -> bool {
        input.starts_with('<') || clean(&self.folder.join(input)).exists()
    }
}

/// The real path of a folder, of which the last parts need not exist.
pub fn real(folder: &Path) -> PathBuf {
    // The parent of a bare file name is empty, which the system does not take for the current folder.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    for ancestor in whole.ancestors() {
        if let Ok(real) = std::fs::canonicalize(ancestor) {
            let rest = whole.strip_prefix(ancestor).unwrap_or(Path::new(""));
            return clean(&real.join(rest));
        }
    }
    whole
}

/// The way from a folder to a path; none between drives.
fn from(folder: &Path, path: &Path) -> Option<PathBuf> {
    let (mut folder, mut path) = (folder.components().peekable(), path.components().peekable());
    let mut shared = false;
    while folder.peek().is_some() && folder.peek() == path.peek() {
        shared = true;
        folder.next();
        path.next();
    }
    let up = folder.map(|_| Component::ParentDir);
    shared.then(|| up.chain(path).collect())
}

/// What a run knows about the cards that should be there.
pub struct Census<'w> {
    /// The options that decide which cards a file makes.
    pub selection: &'w str,
    /// The output folder.
    pub folder: &'w Path,
    /// Where inputs are.
    pub places: &'w Places,
    /// Cards of all shards, by their names in the sidecar, with their inputs.
    planned: BTreeMap<String, String>,
    /// The inputs of the run.
    inputs: BTreeSet<String>,
    /// Inputs whose cards are all known.
    complete: BTreeSet<String>,
    /// Whether everybody whom the inputs credit is known, so that others are gone.
    people: bool,
}

/// Whether an input of the sidecar is a person.
fn is_person(input: &str) -> bool {
    input.strip_prefix('<').is_some_and(|input| input.starts_with(EACH))
}

/// Whether an input holds records under a name of its own.
fn is_sheet(input: &str) -> bool {
    !input.starts_with('<') && crate::import::spreadsheet::is_spreadsheet(input)
}

/// The name that a file had before a browser or a file manager made a copy of it: `releases` of `releases (1).csv`,
/// `releases copy 2.csv` and `releases - Copy.csv`.
fn original(input: &str) -> String {
    let name = input.rsplit('/').next().unwrap_or(input).to_lowercase();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let numbered = |text: &'_ str| {
        let (start, number) = text.strip_suffix(')')?.rsplit_once('(')?;
        digits(number).then(|| start.trim_end().len())
    };
    let mut end = numbered(stem).unwrap_or(stem.len());
    let rest = stem.get(..end).unwrap_or(stem);
    let bare = rest.rsplit_once(' ').filter(|(_, number)| digits(number)).map_or(rest, |(start, _)| start);
    if let Some(start) = bare.strip_suffix(" copy") {
        end = start.trim_end_matches(['-', ' ']).len();
    }
    stem.get(..end).unwrap_or(stem).to_owned()
}

/// A file that is no longer made.
#[derive(Debug)]
pub struct Leftover {
    /// The file as it was written.
    pub output: Output,
    /// Whether it still has that content.
    pub found: Found,
}

impl<'w> Census<'w> {
    /// Counts the units of a whole run, in all types of file; `part` if they are not all cards of their files.
    pub fn new(
        selection: &'w str,
        folder: &'w Path,
        places: &'w Places,
        units: &[Unit<'_>],
        extensions: &[&str],
        part: bool,
    ) -> Census<'w> {
        let mut planned = BTreeMap::new();
        // By file, whether all of its records can be read.
        let mut whole: BTreeMap<&str, bool> = BTreeMap::new();
        for unit in units {
            let known = whole.entry(&unit.job.input.name).or_insert(!part);
            match &unit.work {
                Task::Broken(_) => *known = false,
                Task::Card(wanted) => {
                    let of_post = wanted.post.map(Post::extensions);
                    let extensions = of_post.as_deref().unwrap_or(extensions);
                    let ids = extensions.iter().filter_map(|extension| wanted.id(unit.job, extension).ok());
                    planned.extend(ids.map(|id| (id, places.of(&unit.job.input.name))));
                }
            }
        }
        let inputs = whole.keys().map(|name| places.of(name)).collect();
        let complete = whole.into_iter().filter(|(_, known)| *known).map(|(name, _)| places.of(name)).collect();
        let people = !part && !units.is_empty() && units.iter().all(|unit| is_person(&places.of(&unit.job.input.name)));
        Census { selection, folder, places, planned, inputs, complete, people }
    }

    /// Takes over the cards of sheets that a sheet of this run is a newer copy of: the card of a sheet belongs to its
    /// record, whatever the sheet is called. Browsers save `releases.csv` again as `releases (1).csv`. Cards of records that
    /// the newer one has not are its own from then on, and no longer made.
    pub fn adopt(&self, sidecar: &mut Sidecar) -> Changes {
        // How many cards each older sheet has, and how many of them each sheet of the run makes.
        let mut older: BTreeMap<&str, (usize, BTreeMap<&str, usize>)> = BTreeMap::new();
        for (id, entry) in &sidecar.cards {
            let other = is_sheet(&entry.input) && !self.inputs.contains(&entry.input);
            if !other || entry.selection != self.selection {
                continue;
            }
            let (all, shared) = older.entry(&entry.input).or_default();
            *all += 1;
            if let Some(input) = self.planned.get(id).filter(|input| is_sheet(input) && self.complete.contains(*input))
            {
                *shared.entry(input).or_default() += 1;
            }
        }
        let newer = older.into_iter().filter_map(|(old, (all, shared))| {
            let (new, count) = shared.into_iter().max_by_key(|(_, count)| *count)?;
            (count * 2 > all || original(old) == original(new)).then(|| (old.to_owned(), new.to_owned()))
        });
        let newer: BTreeMap<String, String> = newer.collect();
        let mut changes = Changes::default();
        for (id, entry) in &mut sidecar.cards {
            if let Some(new) = newer.get(&entry.input).filter(|_| !self.planned.contains_key(id)) {
                entry.input.clone_from(new);
                changes.made.insert(id.clone(), entry.clone());
            }
        }
        changes
    }

    /// The names of cards in the sidecar that are no longer made.
    fn gone<'s>(&self, sidecar: &'s Sidecar) -> Vec<&'s String> {
        let mut there: HashMap<&str, bool> = HashMap::new();
        let gone = |(name, entry): &(&'s String, &'s Entry)| {
            let input = entry.input.as_str();
            !self.planned.contains_key(*name)
                && (!*there.entry(input).or_insert_with(|| self.places.has(input))
                    || ((self.complete.contains(input) || self.people && is_person(input))
                        && entry.selection == self.selection))
        };
        sidecar.cards.iter().filter(gone).map(|(name, _)| name).collect()
    }

    /// The files that are no longer made, and the changes that forget those which are not there.
    pub fn leftovers(&self, sidecar: &Sidecar) -> (Vec<Leftover>, Changes) {
        let mut left = Vec::new();
        let mut changes = Changes::default();
        for name in self.gone(sidecar) {
            let Some(entry) = sidecar.cards.get(name) else { continue };
            let before = left.len();
            left.extend(entry.outputs.iter().filter_map(|output| self.leftover(output)));
            if left.len() == before {
                changes.gone.insert(name.clone());
            }
        }
        for (path, output) in &sidecar.stale {
            match self.leftover(output) {
                Some(leftover) => left.push(leftover),
                None => _ = changes.swept.insert(path.clone()),
            }
        }
        (left, changes)
    }

    fn leftover(&self, output: &Output) -> Option<Leftover> {
        let found = output.find(self.folder);
        (found != Found::Missing).then(|| Leftover { output: output.clone(), found })
    }

    /// Removes leftovers that still are as they were written. Returns what was removed, what was kept because somebody
    /// changed it, and the changes that forget both.
    pub fn prune(&self, sidecar: &Sidecar, left: Vec<Leftover>) -> (Vec<Output>, Vec<Output>, Changes) {
        let (mut removed, mut kept) = (Vec::new(), Vec::new());
        for Leftover { output, found } in left {
            match found {
                // Its content is somebody else's now.
                Found::Other => kept.push(output),
                Found::Same | Found::Missing if output.remove(self.folder) => removed.push(output),
                Found::Same | Found::Missing => {}
            }
        }
        let done: BTreeSet<&str> = removed.iter().chain(&kept).map(|output| output.path.as_str()).collect();
        let mut changes = Changes::default();
        for name in self.gone(sidecar) {
            let all = sidecar.cards.get(name).is_none_or(|entry| {
                entry
                    .outputs
                    .iter()
                    .all(|output| done.contains(output.path.as_str()) || output.find(self.folder) == Found::Missing)
            });
            if all {
                changes.gone.insert(name.clone());
            }
        }
        changes.swept = sidecar
            .stale
            .iter()
            .filter(|(path, output)| done.contains(path.as_str()) || output.find(self.folder) == Found::Missing)
            .map(|(path, _)| path.clone())
            .collect();
        (removed, kept, changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_a_file_are_told_by_their_names() {
        for copy in [
            "releases.csv",
            "releases (1).csv",
            "../a/Releases(12).csv",
            "releases copy.csv",
            "releases copy 2.csv",
            "releases - Copy.csv",
            "releases - Copy (2).csv",
        ] {
            assert_eq!(original(copy), "releases", "{copy}");
        }
        assert_eq!(original("batch 2.csv"), "batch 2");
        assert_eq!(original("photocopy.csv"), "photocopy");
        assert_eq!(original("releases (final).csv"), "releases (final)");
    }

    #[test]
    fn inputs_are_seen_from_the_output_folder_whatever_the_current_one_is() {
        let folder = tempfile::tempdir().expect("folder");
        let input = folder.path().join("records/a.yaml");
        std::fs::create_dir_all(folder.path().join("records")).expect("folder");
        std::fs::write(&input, "x").expect("file");
        let places = Places::new(&folder.path().join("out/cards"));
        let name = places.of(&input.to_string_lossy());
        assert_eq!(name, "../../records/a.yaml");
        assert!(places.has(&name));
        std::fs::remove_file(&input).expect("removed");
        assert!(!places.has(&name));
        assert_eq!(places.of("<stdin>"), "<stdin>");
        assert_eq!(places.of("--roles"), "<--roles>");
        assert!(places.has("<--roles>"));
    }
}
