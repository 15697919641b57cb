//! Shards: the share of the credit files that one of several machines takes.
//! Decided by each file's path alone, so that it is the same everywhere and other files do not change it.

use std::path::{Component, Path, PathBuf};

pub use crate::report::Shard;

/// Where Kubernetes says which pod of an indexed job this is, counted from 0.
const KUBERNETES_INDEX: &str = "JOB_COMPLETION_INDEX";

/// Most shards.
const MOST: u32 = 10_000;

impl Shard {
    /// Reads `3/16`, or `auto/16` in a pod of an indexed job.
    ///
    /// # Errors
    /// One line about what is wrong.
    pub fn parse(text: &str) -> Result<Shard, String> {
        Shard::parse_with(text, std::env::var(KUBERNETES_INDEX).ok().as_deref())
    }

    fn parse_with(text: &str, index: Option<&str>) -> Result<Shard, String> {
        let (number, of) = text.split_once('/').ok_or("write K/N, such as 3/16: the third of sixteen shares")?;
        let count = |text: &str| text.parse::<u32>().map_err(|_| format!("`{text}` is not a number"));
        let of = count(of)?;
        if !(1..=MOST).contains(&of) {
            return Err(format!("there are 1 to {MOST} shares, not {of}"));
        }
        let number = if number == "auto" {
            let index = index.ok_or_else(|| format!("{KUBERNETES_INDEX} is not set: write the number"))?;
            let index = count(index).map_err(|why| format!("{KUBERNETES_INDEX}: {why}"))?;
            index.checked_add(1).filter(|number| *number <= of).ok_or_else(|| {
                format!(
                    "{KUBERNETES_INDEX} is {index}, with {of} shares it is 0 to {}: are the job's `completions` {of}?",
                    of - 1
                )
            })?
        } else {
            count(number)?
        };
        if !(1..=of).contains(&number) {
            return Err(format!("shares are counted from 1 to {of}, there is no {number}"));
        }
        Ok(Shard { number, of })
    }

    /// Whether the share has what is called by a name from [`portable`].
    pub fn takes(self, name: &str) -> bool {
        let hash = blake3::hash(name.as_bytes());
        let first = hash.as_bytes().iter().take(8).fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
        first % u64::from(self.of) + 1 == u64::from(self.number)
    }
}

/// A path as every machine that runs the same command in its own checkout calls it: below the current folder if it is,
/// with `/`, without `.` and `..` where that can be.
pub fn portable(name: &str) -> String {
    let given = clean(Path::new(name));
    let current = std::env::current_dir().ok();
    let absolute = current.as_ref().map(|current| clean(&current.join(&given)));
    let below =
        current.zip(absolute).and_then(|(current, path)| path.strip_prefix(current).ok().map(Path::to_path_buf));
    let parts: Vec<_> =
        below.as_ref().unwrap_or(&given).components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/").replace('\\', "/")
}

/// A path without `.` and, by its letters, without `..`.
pub fn clean(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_counted_from_one_and_a_pod_from_zero() {
        assert_eq!(Shard::parse_with("3/16", None), Ok(Shard { number: 3, of: 16 }));
        assert_eq!(Shard::parse_with("auto/16", Some("0")), Ok(Shard { number: 1, of: 16 }));
        assert_eq!(Shard::parse_with("auto/16", Some("15")), Ok(Shard { number: 16, of: 16 }));
        for (text, index, why) in [
            ("3", None, "write K/N"),
            ("0/16", None, "counted from 1 to 16"),
            ("17/16", None, "there is no 17"),
            ("1/0", None, "not 0"),
            ("x/4", None, "`x` is not a number"),
            ("auto/4", None, "JOB_COMPLETION_INDEX is not set"),
            ("auto/4", Some("4"), "with 4 shares it is 0 to 3"),
            ("auto/4", Some(""), "JOB_COMPLETION_INDEX: `` is not a number"),
        ] {
            let said = Shard::parse_with(text, index).expect_err(text);
            assert!(said.contains(why), "{text}: {said}");
        }
    }

    #[test]
    fn every_file_is_in_exactly_one_shard_whatever_other_files_there_are() {
        let mut sizes = [0; 4];
        for number in 0..400 {
            let name = format!("records/{number}.yaml");
            let takers: Vec<u32> = (1..=4).filter(|number| Shard { number: *number, of: 4 }.takes(&name)).collect();
            assert_eq!(takers.len(), 1, "{name}");
            sizes[takers[0] as usize - 1] += 1;
        }
        assert!(sizes.iter().all(|size| (60..140).contains(size)), "{sizes:?}");
        // Written down, so that a change of the hash, which moves files between machines, is noticed.
        let taken = |name: &str| (1..=16).find(|number| Shard { number: *number, of: 16 }.takes(name));
        assert_eq!(["records/a.yaml", "records/b.yaml", "c.yaml"].map(taken), [Some(6), Some(13), Some(12)]);
    }

    #[test]
    fn spellings_of_one_path_have_one_name() {
        let here = std::env::current_dir().expect("folder").join("records/a.yaml");
        for name in ["records/a.yaml", "./records/a.yaml", "records//x/../a.yaml", &here.to_string_lossy()] {
            assert_eq!(portable(name), "records/a.yaml");
        }
        assert_eq!(portable("<stdin>"), "<stdin>");
        assert_eq!(portable("../../../../../../../../../../a.yaml").split('/').next_back(), Some("a.yaml"));
    }
}
