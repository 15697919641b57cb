//! Captions: a Jinja template filled in with what the card says, shortened until the platform takes it.
//! Credits go from the end, which is counted, then hashtags, then the lines beside them.

use std::collections::BTreeMap;

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::{Deserialize, Serialize};

use crate::catalogue::platforms::Placement;
use crate::post::count::{count, fits};
use crate::post::draft::Draft;

/// Instructions that one caption may take; a loop without end stops here.
const FUEL: u64 = 5_000_000;

/// Templates of captions by platform; that without a platform is for all others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Captions(BTreeMap<String, String>);

impl Captions {
    /// The templates that are not the program's own, as a text that two runs can be compared by.
    pub fn told(&self) -> Option<String> {
        let own = Captions::default();
        let all = self.0.iter().filter(|(name, source)| own.0.get(*name) != Some(source));
        let told: Vec<String> =
            all.map(|(name, source)| format!("{name}={}", blake3::hash(source.as_bytes()).to_hex())).collect();
        (!told.is_empty()).then(|| told.join("\n"))
    }
}

/// Why there is no caption.
#[derive(Debug, thiserror::Error)]
pub enum CaptionError {
    /// The template has a mistake.
    #[error("the template of captions `{name}`: {reason}")]
    Template {
        /// Its name.
        name: String,
        /// What is wrong, with the line.
        reason: String,
    },
    /// Not even the shortest form fits.
    #[error("the caption for {platform} has {length} characters as it counts them, it takes {limit}")]
    TooLong {
        /// The platform.
        platform: String,
        /// The length of the shortest form.
        length: usize,
        /// The limit.
        limit: usize,
    },
}

/// What a template of captions sees.
#[derive(Serialize)]
struct Data<'a> {
    title: &'a str,
    artist: &'a str,
    heading: &'a str,
    imprint: Option<&'a str>,
    credits: Vec<Line<'a>>,
    texts: Vec<&'a str>,
    more: Option<String>,
    handles: Vec<String>,
    hashtags: String,
    supplied_by: Option<&'a str>,
    ai: Option<&'a str>,
    platform: &'a str,
    placement: &'a str,
    language: &'a str,
}

#[derive(Serialize)]
struct Line<'a> {
    role: &'a str,
    /// Names with handles, joined.
    names: String,
    people: Vec<Person<'a>>,
}

#[derive(Serialize)]
struct Person<'a> {
    name: &'a str,
    handle: Option<String>,
    detail: Option<&'a str>,
}

/// How much a caption says.
#[derive(Clone, Copy)]
struct Room {
    /// Names, or texts of a card that is not about a record.
    names: usize,
    hashtags: usize,
    handles: bool,
    beside: bool,
}

impl Captions {
    /// The templates that the program carries.
    pub fn builtin() -> Captions {
        let all = [
            ("", include_str!("../../assets/captions/caption.txt")),
            ("x", include_str!("../../assets/captions/x.txt")),
        ];
        Captions(all.into_iter().map(|(name, source)| (name.to_owned(), source.to_owned())).collect())
    }

    /// The same with a template for a platform (its id), or for all that have none of their own (an empty text).
    #[must_use]
    pub fn with(mut self, platform: &str, source: &str) -> Captions {
        if platform.is_empty() {
            // Who replaces the usual one means it for every platform.
            self.0.clear();
        }
        self.0.insert(platform.to_owned(), source.to_owned());
        self
    }

    /// Whether there are none, so that the program's own are meant.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The caption of a post, no longer than the platform takes.
    ///
    /// # Errors
    /// Mistakes of the template, and a limit that not even the shortest form keeps.
    pub fn caption(&self, draft: &Draft, placement: &Placement) -> Result<String, CaptionError> {
        let platform = placement.platform.as_str();
        let own = self.0.get_key_value(platform).or_else(|| self.0.get_key_value(""));
        let name = own.map_or("", |(name, _)| name.as_str());
        let fail = |error: &minijinja::Error| CaptionError::Template {
            name: if name.is_empty() { "caption.txt".to_owned() } else { format!("{name}.txt") },
            reason: match (error.detail(), error.line()) {
                (Some(detail), Some(line)) => format!("line {line}: {}: {detail}", error.kind()),
                (None, Some(line)) => format!("line {line}: {}", error.kind()),
                _ => error.to_string(),
            },
        };
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_fuel(Some(FUEL));
        let source = own.map_or("{{ heading }}", |(_, source)| source.as_str());
        environment.add_template("caption", source).map_err(|error| fail(&error))?;
        let template = environment.get_template("caption").map_err(|error| fail(&error))?;
        let write = |room: Room| -> Result<String, CaptionError> {
            let text =
                template.render(Value::from(Serde(data(draft, placement, room)))).map_err(|error| fail(&error))?;
            Ok(tidy(&text))
        };
        let names: usize = draft.credits.iter().map(|credit| credit.names.len()).sum();
        let names = names.max(draft.texts.len());
        let tags = draft.hashtags.len().min(placement.hashtags.unwrap_or(usize::MAX));
        let (measure, limit) = (placement.count, placement.caption);
        let whole = Room { names, hashtags: tags, handles: true, beside: true };
        let text = write(whole)?;
        if fits(measure, &text, limit) {
            return Ok(text);
        }
        let rooms = [
            Room { beside: false, hashtags: tags.min(2), ..whole },
            Room { beside: false, hashtags: tags.min(1), ..whole },
            Room { beside: false, hashtags: 0, ..whole },
        ];
        // Names matter more than hashtags, of which two stay as long as a few names have room beside them.
        for (room, least) in rooms.into_iter().zip([1, 1, 0]) {
            let (mut few, mut many) = (0, names);
            while few < many {
                let middle = (few + many).div_ceil(2);
                if fits(measure, &write(Room { names: middle, ..room })?, limit) {
                    few = middle;
                } else {
                    many = middle - 1;
                }
            }
            let text = write(Room { names: few, ..room })?;
            if few >= least.min(names) && fits(measure, &text, limit) {
                return Ok(text);
            }
        }
        let shortest = write(Room { names: 0, hashtags: 0, handles: false, beside: false })?;
        if fits(measure, &shortest, limit) {
            return Ok(shortest);
        }
        let length = count(measure, &shortest);
        Err(CaptionError::TooLong { platform: platform.to_owned(), length, limit: limit.unwrap_or_default() })
    }
}

fn data<'a>(draft: &'a Draft, placement: &'a Placement, room: Room) -> Data<'a> {
    let platform = placement.platform.as_str();
    let mut left = room.names;
    let mut named: Vec<&str> = Vec::new();
    let mut credits = Vec::new();
    for credit in &draft.credits {
        let mut people = Vec::new();
        for name in credit.names.iter().take(left) {
            // A handle stands where its name is first: again it would only cost room.
            let first = !named.contains(&name.name.as_str());
            named.push(&name.name);
            let one = draft.people.iter().find(|one| one.name == name.name).filter(|_| room.handles && first);
            let handle = one.and_then(|one| one.handle(platform));
            people.push(Person { name: &name.name, handle, detail: name.detail.as_deref() });
        }
        left -= people.len();
        if !people.is_empty() {
            let text = |person: &Person<'_>| match &person.handle {
                Some(handle) => format!("{} {handle}", person.name),
                None => person.name.to_owned(),
            };
            let names: Vec<String> = people.iter().map(text).collect();
            let names = draft.wording.list(names.iter().map(String::as_str));
            credits.push(Line { role: &credit.role, names, people });
        }
    }
    let all: usize = draft.credits.iter().map(|credit| credit.names.len()).sum();
    let words = draft.wording.words();
    let more = (all > room.names).then(|| draft.wording.count(&words.alt.names, all - room.names));
    let hashtags: Vec<String> = draft.hashtags.iter().take(room.hashtags).map(|tag| format!("#{tag}")).collect();
    Data {
        title: &draft.title,
        artist: &draft.artist,
        heading: &draft.heading,
        imprint: draft.imprint.as_deref().filter(|_| room.beside),
        credits,
        texts: draft.texts.iter().take(room.names).map(String::as_str).collect(),
        more,
        handles: draft.people.iter().filter_map(|one| one.handle(platform)).filter(|_| room.handles).collect(),
        hashtags: hashtags.join(" "),
        supplied_by: draft.supplied_by.as_deref().filter(|_| room.beside),
        ai: draft.ai.as_deref(),
        platform,
        placement: &placement.place,
        language: draft.wording.tag(),
    }
}

/// Without empty lines at the ends, and with no more than one between others.
fn tidy(text: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !line.is_empty() || out.last().is_some_and(|last| !last.is_empty()) {
            out.push(line);
        }
    }
    out.join("\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::platforms::placement;

    fn caption(draft: &Draft, place: &str) -> Result<String, CaptionError> {
        Captions::builtin().caption(draft, placement(place).expect("a placement"))
    }

    #[test]
    fn texts_of_other_cards_go_from_the_end_until_the_platform_takes_the_rest() {
        let texts: Vec<String> = (0..9).map(|n| format!("{n} {}", "said ".repeat(12).trim_end())).collect();
        let draft = Draft { heading: "Two roles".into(), texts, hashtags: vec!["One".into()], ..Draft::default() };
        let whole = caption(&draft, "instagram").expect("a caption");
        assert!(whole.contains("8 said") && whole.ends_with("#One"), "{whole}");
        let short = caption(&draft, "x").expect("a caption");
        assert!(short.contains("2 said") && !short.contains("4 said") && short.starts_with("Two roles"), "{short}");
        assert!(count(crate::catalogue::platforms::Measure::Weighted, &short) <= 280);
    }

    #[test]
    fn a_heading_that_no_caption_has_room_for_is_an_error_that_says_the_limit() {
        let draft = Draft { heading: "word ".repeat(100), ..Draft::default() };
        let error = caption(&draft, "bluesky").expect_err("too long").to_string();
        assert_eq!(error, "the caption for bluesky has 499 characters as it counts them, it takes 300");
    }

    #[test]
    fn a_template_for_one_platform_leaves_the_others_theirs_and_one_for_all_does_not() {
        let draft = Draft { heading: "Tide".into(), title: "Ebb".into(), ..Draft::default() };
        let of = |captions: &Captions, place: &str| {
            captions.caption(&draft, placement(place).expect("a placement")).expect("a caption")
        };
        let one = Captions::builtin().with("instagram", "{{ title }}");
        assert_eq!((of(&one, "instagram").as_str(), of(&one, "x").as_str()), ("Ebb", "Tide"));
        let all = Captions::builtin().with("", "{{ title }}");
        assert_eq!((of(&all, "instagram").as_str(), of(&all, "x").as_str()), ("Ebb", "Ebb"));
    }
}
