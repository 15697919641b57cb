//! Platforms: what their posts take and what their handles look like.
//! The data is `assets/platforms.csv`, state of 2026-11 with its sources; an empty cell is unknown, which is no limit.

use std::sync::OnceLock;

use serde::Deserialize;

use super::formats::Format;
use super::{parts, rows};

/// The table, embedded so that the program needs no file beside it.
const TABLE: &str = include_str!("../../assets/platforms.csv");

/// Difference of two aspect ratios that crops no more than a pixel or two.
const ASPECT_SLACK: f32 = 0.01;

/// A place on a platform where pictures go, with its limits. The first one of a platform has what holds for all of it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Placement {
    /// Id of the platform: `instagram`.
    pub platform: String,
    /// Its name in words; only in its first placement.
    name: String,
    /// Other names of the platform, separated by `|`.
    aliases: String,
    /// What it is called: `feed`, `story`, `reel`.
    #[serde(rename = "placement")]
    pub place: String,
    /// Names of the formats made for it, separated by `|`.
    formats: String,
    /// Width of its pictures in px.
    pub width: u32,
    /// Height of its pictures in px.
    pub height: u32,
    /// What the platform covers or cuts off at the top, right, bottom and left, in px, separated by `|`.
    safe: String,
    /// Least width / height.
    aspect_least: Option<f32>,
    /// Most width / height.
    aspect_most: Option<f32>,
    /// Most px across.
    width_most: Option<f32>,
    /// Pictures in a post.
    pub pictures: Option<usize>,
    /// Pictures in a post where `pictures_how` is taken.
    pub pictures_most: Option<usize>,
    /// Where more pictures are taken: `in the app`.
    pub pictures_how: String,
    /// Bytes of a picture.
    pub bytes: Option<u64>,
    /// File types, the one to take first, separated by `|`.
    types: String,
    /// How it counts texts.
    pub count: Measure,
    /// Characters of alt text.
    pub alt: Option<usize>,
    /// Characters of a caption.
    pub caption: Option<usize>,
    /// Hashtags in a post.
    pub hashtags: Option<usize>,
    /// People tagged in a picture.
    pub tags: Option<usize>,
    handle: String,
    handle_least: Option<usize>,
    handle_most: Option<usize>,
    handle_marks: String,
    /// Where the numbers come from: addresses separated by spaces.
    pub sources: String,
}

/// How a platform counts the length of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Code units of UTF-16, as most programs for the web do.
    Utf16,
    /// What people see as characters.
    Graphemes,
    /// Bytes of UTF-8.
    Bytes,
    /// Characters, but of emoji the bytes of UTF-8.
    EmojiBytes,
    /// The weights of X: most letters count one, others and emoji two, links 23.
    Weighted,
}

impl Placement {
    /// The platform and the placement: `instagram/story`.
    pub fn id(&self) -> String {
        format!("{}/{}", self.platform, self.place)
    }

    /// The format whose pages are made for it.
    pub fn format(&self) -> Option<&'static Format> {
        self.formats().find_map(super::formats::format)
    }

    /// What the platform covers or cuts off at the top, right, bottom and left, in px of the picture; none if nothing is known.
    pub fn safe(&self) -> Option<[u32; 4]> {
        let sides: Vec<u32> = parts(&self.safe).filter_map(|side| side.parse().ok()).collect();
        sides.try_into().ok()
    }

    /// Whether a post has one picture only, so that what does not fit it is summed up.
    pub fn is_single(&self) -> bool {
        self.pictures == Some(1)
    }

    /// Names of the formats made for it.
    pub fn formats(&self) -> impl Iterator<Item = &str> {
        parts(&self.formats)
    }

    /// File types that it takes, as extensions.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        parts(&self.types)
    }

    /// Whether it takes pages of a format as they are, without cropping or scaling, as far as is known.
    pub fn takes(&self, format: &Format) -> bool {
        let aspect = format.width / format.height;
        self.formats().any(|name| name == format.name)
            || (self.aspect_least.is_none_or(|least| aspect >= least * (1.0 - ASPECT_SLACK))
                && self.aspect_most.is_none_or(|most| aspect <= most * (1.0 + ASPECT_SLACK))
                && self.width_most.is_none_or(|most| format.width <= most))
    }
}

/// A platform with its placements.
#[derive(Clone, Debug, PartialEq)]
pub struct Platform {
    /// Its placements; at least one.
    pub placements: Vec<Placement>,
}

impl Platform {
    fn first(&self) -> Option<&Placement> {
        self.placements.first()
    }

    /// Id: `instagram`.
    pub fn id(&self) -> &str {
        self.first().map_or("", |first| &first.platform)
    }

    /// Name in words: `Instagram`.
    pub fn name(&self) -> &str {
        self.first().map_or("", |first| &first.name)
    }

    /// Whether it goes by that name: its id, its name in words or another one, whatever the case.
    pub fn is_called(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.first().is_some_and(|first| {
            first.platform == name || first.name.to_lowercase() == name || parts(&first.aliases).any(|one| one == name)
        })
    }

    /// The names that it goes by: its id, its name and others.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.first()
            .into_iter()
            .flat_map(|first| [first.platform.as_str(), first.name.as_str()].into_iter().chain(parts(&first.aliases)))
    }

    /// The placement for pages of a format: one made for it, else the first that takes it.
    pub fn placement(&self, format: &Format) -> Option<&Placement> {
        let made_for = |placement: &&Placement| placement.formats().any(|name| name == format.name);
        self.placements.iter().find(made_for).or_else(|| self.placements.iter().find(|one| one.takes(format)))
    }

    /// The least number of hashtags that a post of it takes.
    pub fn hashtags(&self) -> Option<usize> {
        self.placements.iter().filter_map(|placement| placement.hashtags).min()
    }

    /// What is wrong with a handle, without `@`, to follow "a handle of …"; none if nothing is known to be.
    pub fn handle_problem(&self, handle: &str) -> Option<String> {
        let rule = self.first()?;
        let marks = rule.handle_marks.as_str();
        let count = handle.chars().count();
        let (least, most) = (rule.handle_least.unwrap_or(1), rule.handle_most.unwrap_or(usize::MAX));
        let stray = |text: &str, marks: &str, any: bool| {
            let taken = |c: char| if any { c.is_alphanumeric() } else { c.is_ascii_alphanumeric() };
            text.chars().find(|c| !taken(*c) && !marks.contains(*c))
        };
        let found = match rule.handle.as_str() {
            "name" | "letters" => stray(handle, marks, rule.handle == "letters"),
            "domain" => {
                if let Some(c) = stray(handle, "-.", false) {
                    Some(c)
                } else if !is_domain(handle) {
                    return Some("is a domain, such as name.bsky.social".into());
                } else {
                    None
                }
            }
            "address" => match handle.split_once('@') {
                Some((name, server)) => {
                    if !is_domain(server) {
                        return Some("ends with a server, such as name@mastodon.social".into());
                    }
                    stray(name, marks, false)
                }
                None => return Some("names its server, such as name@mastodon.social".into()),
            },
            _ => return None,
        };
        if let Some(c) = found {
            let letters = if rule.handle == "letters" { "letters" } else { "the letters a to z" };
            let marks: Vec<String> = marks.chars().map(|mark| format!("`{mark}`")).collect();
            return Some(format!("has {letters}, digits and {}, not `{c}`", marks.join(" ")));
        }
        if !(least..=most).contains(&count) {
            return Some(format!("has {least} to {most} characters, not {count}"));
        }
        (handle.ends_with('.') && marks.contains('.')).then(|| "does not end with a dot".into())
    }
}

/// Two or more labels of letters, digits and inner hyphens; the last does not start with a digit.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    text.contains('.') && text.split('.').all(label) && !last.starts_with(|c: char| c.is_ascii_digit())
}

/// Every platform, in the order of the table.
pub fn platforms() -> &'static [Platform] {
    static PLATFORMS: OnceLock<Vec<Platform>> = OnceLock::new();
    PLATFORMS.get_or_init(|| {
        let mut all: Vec<Platform> = Vec::new();
        for placement in rows::<Placement>(TABLE) {
            match all.last_mut() {
                Some(last) if last.id() == placement.platform => last.placements.push(placement),
                _ => all.push(Platform { placements: vec![placement] }),
            }
        }
        all
    })
}

/// The platform that goes by a name.
pub fn platform(name: &str) -> Option<&'static Platform> {
    platforms().iter().find(|platform| platform.is_called(name))
}

/// The placement of a name: `instagram` for its first one, `instagram/story` for that one.
///
/// # Errors
/// If there is none, as a message and a hint.
pub fn placement(name: &str) -> Result<&'static Placement, (String, String)> {
    let (of, place) = name.split_once('/').map_or((name, None), |(of, place)| (of, Some(place.trim())));
    let Some(found) = platform(of.trim()) else {
        let known = || platforms().iter().map(|platform| platform.id());
        let hint = crate::near::nearest(of, known()).map_or_else(
            || format!("there are {}", known().collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        return Err((format!("no platform is called `{of}`"), hint));
    };
    let wanted = |placement: &&Placement| place.is_none_or(|place| placement.place == place);
    found.placements.iter().find(wanted).ok_or_else(|| {
        let places: Vec<String> = found.placements.iter().map(Placement::id).collect();
        let message = format!("{} has no placement `{}`", found.name(), place.unwrap_or_default());
        (message, format!("there are {}", places.join(", ")))
    })
}

/// The id of the platform that goes by a name, else the name in small letters: what handles are compared by.
pub fn platform_id(name: &str) -> String {
    platform(name).map_or_else(|| name.to_lowercase(), |platform| platform.id().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::formats::format;

    #[test]
    fn every_row_is_a_placement_with_formats_that_exist_and_sources() {
        let placements: Vec<&Placement> = platforms().iter().flat_map(|platform| &platform.placements).collect();
        assert_eq!(placements.len(), TABLE.lines().count() - 1);
        assert_eq!(placements.len(), 34);
        for placement in placements {
            assert!(placement.formats().all(|name| format(name).is_some()), "{}", placement.platform);
            assert!(placement.sources.starts_with("https://") && placement.types().count() > 0);
            let format = placement.format().expect("a format");
            let scale = placement.width as f32 / format.width;
            assert!((placement.height as f32 - format.height * scale).abs() < 1.0, "{}", placement.id());
            if let Some([top, right, bottom, left]) = placement.safe() {
                let own = format.safe;
                let needed = [top, right, bottom, left].map(|side| side as f32 / scale);
                assert!(
                    needed.iter().zip([own.top, own.right, own.bottom, own.left]).all(|(needed, own)| *needed <= own),
                    "{}",
                    placement.id()
                );
            }
        }
        assert!(platforms().iter().all(|platform| !platform.name().is_empty()));
    }

    #[test]
    fn placements_go_by_platform_and_place() {
        let id = |name: &str| placement(name).map(Placement::id);
        assert_eq!(id("instagram").as_deref(), Ok("instagram/feed-portrait"));
        assert_eq!(id("ig/story").as_deref(), Ok("instagram/story"));
        assert_eq!(id("twitter").as_deref(), Ok("x/post-landscape"));
        assert_eq!(
            id("instagrm"),
            Err(("no platform is called `instagrm`".into(), "did you mean `instagram`?".into()))
        );
        let (message, hint) = id("x/story").expect_err("no such placement");
        assert!(message == "X has no placement `story`" && hint.contains("x/post-square"), "{message} {hint}");
    }

    #[test]
    fn platforms_go_by_several_names() {
        for (name, id) in [("Instagram", "instagram"), ("IG", "instagram"), ("twitter", "x"), ("bsky", "bluesky")] {
            assert_eq!(platform(name).map(Platform::id), Some(id), "{name}");
        }
        assert!(platform("myspace").is_none() && platform("").is_none());
        assert_eq!(platform_id("SoundCloud"), "soundcloud");
    }

    #[test]
    fn placements_take_what_they_do_not_crop() {
        let place = |platform: &str, name: &str| {
            super::platform(platform)?.placement(format(name)?).map(|placement| placement.place.as_str())
        };
        assert_eq!(place("instagram", "wide"), Some("feed-portrait"));
        assert_eq!(place("instagram", "tall"), Some("feed-tall"));
        assert_eq!(place("instagram", "story"), Some("story"));
        assert_eq!(place("instagram", "reel"), Some("reel"));
        assert_eq!(place("facebook", "reel"), Some("reel"));
        assert!(platform("tiktok").is_some_and(|tiktok| tiktok.placements[0].formats().any(|name| name == "reel")));
        assert_eq!(place("instagram", "pin"), None);
        assert_eq!(place("tiktok", "wide"), None);
        assert_eq!(place("x", "pin"), Some("post-landscape"));
    }

    #[test]
    fn handles_follow_the_rules_of_their_platform() {
        let problem = |platform: &str, handle: &str| super::platform(platform)?.handle_problem(handle);
        for (platform, handle) in [
            ("instagram", "hana.masters_2"),
            ("instagram", "_x_"),
            ("x", "WaleRoss"),
            ("bluesky", "hana.example.com"),
            ("mastodon", "hana@sounds.example"),
            ("mastodon", "a.b-c_d@xn--p1ai.example"),
            ("youtube", "はなのスタジオ"),
            ("facebook", "anything é goes"),
            ("tiktok", "theo.ok"),
        ] {
            assert_eq!(problem(platform, handle), None, "{platform} {handle}");
        }
        for (platform, handle, part) in [
            ("instagram", "hana-masters", "not `-`"),
            ("instagram", "hana.", "dot"),
            ("instagram", &"a".repeat(31), "1 to 30 characters, not 31"),
            ("x", "marisol.vane", "not `.`"),
            ("x", "sixteencharacter", "not 16"),
            ("bluesky", "hana", "domain"),
            ("bluesky", "hana.4", "domain"),
            ("bluesky", "-a.example", "domain"),
            ("mastodon", "hana", "names its server"),
            ("mastodon", "hana@server", "server"),
            ("tiktok", "a", "2 to 24"),
            ("telegram", "https://t.me/x", "not `:`"),
        ] {
            let problem = problem(platform, handle).unwrap_or_default();
            assert!(problem.contains(part), "{platform} {handle}: {problem}");
        }
    }
}
