//! Alt text: what the pages of a card say, in words, for those who do not see them: what it is, then every word of the page
//! in reading order. Where a platform takes less, the least important goes first, then names from the end, which are counted.

use std::collections::BTreeSet;

use crate::card::{Card, CardCredit, CardName, Subject, ai_line, imprint, joined};
use crate::catalogue::languages::{Wording, fill};
use crate::catalogue::platforms::Measure;
use crate::post::count::{fits, graphemes};
use crate::scene::Scene;

/// Kinds of texts of a page that are neither names nor what it is about, the most important first.
const BESIDE: [&str; 5] = ["track", "thanks", "supplied-by", "footer", "hashtags"];

/// The words of one page.
#[derive(Clone, Debug)]
pub struct AltPage {
    wording: Wording,
    /// What it is.
    what: String,
    imprint: Option<String>,
    credits: Vec<CardCredit>,
    /// The texts of a card that is not about a record.
    due: Vec<String>,
    /// Texts beside them, each with its place in [`BESIDE`].
    beside: Vec<(usize, String)>,
    ai: Option<String>,
}

/// How much of a page is said.
#[derive(Clone, Copy)]
struct Tier {
    /// How many of [`BESIDE`].
    beside: usize,
    imprint: bool,
    details: bool,
    /// How many names, or texts of another card.
    most: usize,
}

impl AltPage {
    /// The words of each page of a card. A card of one page has all its credits, also those that it only counts.
    pub fn of(card: &Card<'_>, scenes: &[Scene]) -> Vec<AltPage> {
        let text = Text::of(card);
        let page = |scene: &Scene| {
            let (credits, due) = match scenes {
                [_] => text.whole(),
                _ => text.on(scene),
            };
            let imprint = imprint(card.record, card.wording);
            let mut beside: Vec<(usize, String)> = Vec::new();
            for (place, kind) in BESIDE.into_iter().enumerate() {
                let found: Vec<String> =
                    scene.texts().filter(|text| text.kind == kind).map(|text| text.string.clone()).collect();
                if !found.is_empty() {
                    beside.push((place, found.join(&card.wording.words().between)));
                }
            }
            AltPage {
                wording: card.wording,
                what: what(card, scene),
                imprint: crate::card::Imprint { ai: None, ..imprint }.line().filter(|_| is_record(card)),
                credits,
                due,
                beside,
                ai: ai_line(card.record, card.wording),
            }
        };
        scenes.iter().map(page).collect()
    }

    /// All of it.
    pub fn whole(&self) -> String {
        self.text(Tier { beside: BESIDE.len(), imprint: true, details: true, most: usize::MAX })
    }

    /// As much of it as fits a limit: texts beside the credits go first, then details, then names from the end.
    pub fn fitted(&self, measure: Measure, limit: Option<usize>) -> String {
        let whole = Tier { beside: BESIDE.len(), imprint: true, details: true, most: usize::MAX };
        let mut tiers: Vec<Tier> = (0..=BESIDE.len()).rev().map(|beside| Tier { beside, ..whole }).collect();
        tiers.push(Tier { beside: 0, imprint: false, ..whole });
        tiers.push(Tier { beside: 0, imprint: false, details: false, ..whole });
        for tier in tiers {
            let text = self.text(tier);
            if fits(measure, &text, limit) {
                return text;
            }
        }
        let least = Tier { beside: 0, imprint: false, details: false, most: 0 };
        let all = if self.due.is_empty() { self.names() } else { self.due.len() };
        let (mut few, mut many) = (0, all);
        while few < many {
            let middle = (few + many).div_ceil(2);
            if fits(measure, &self.text(Tier { most: middle, ..least }), limit) {
                few = middle;
            } else {
                many = middle - 1;
            }
        }
        let text = self.text(Tier { most: few, ..least });
        if fits(measure, &text, limit) { text } else { cut(&text, measure, limit) }
    }

    fn names(&self) -> usize {
        self.credits.iter().map(|credit| credit.names.len()).sum()
    }

    fn text(&self, tier: Tier) -> String {
        let words = self.wording.words();
        let mut sentences: Vec<String> = Vec::new();
        let mut add = |text: String| {
            if !text.is_empty() {
                sentences.push(text);
            }
        };
        add(self.what.clone());
        add(self.imprint.clone().filter(|_| tier.imprint).unwrap_or_default());
        let (lines, said) = self.lines(tier);
        let names = self.names();
        let mut credits = lines.join("; ");
        if self.due.is_empty() && said < names {
            let rest = self.wording.count(&words.alt.names, names - said);
            credits = if credits.is_empty() { rest } else { format!("{credits}; {rest}") };
        }
        add(credits);
        let due: Vec<&str> = self.due.iter().take(tier.most).map(String::as_str).collect();
        add(due.join("; ") + if due.len() < self.due.len() { "…" } else { "" });
        for (_, text) in self.beside.iter().filter(|(place, _)| *place < tier.beside) {
            add(text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        add(self.ai.clone().unwrap_or_default());
        joined_sentences(&sentences, &words.stop)
    }

    /// The roles with the first so many names, and how many these are.
    fn lines(&self, tier: Tier) -> (Vec<String>, usize) {
        let (mut lines, mut said) = (Vec::new(), 0);
        for credit in &self.credits {
            let names: Vec<String> = credit
                .names
                .iter()
                .take(tier.most.saturating_sub(said))
                .map(|name| named(name, tier.details))
                .collect();
            said += names.len();
            if !names.is_empty() {
                lines.push(format!("{}: {}", credit.role, names.join(", ")));
            } else if credit.names.is_empty() && tier.most == usize::MAX {
                lines.push(credit.role.clone());
            }
        }
        (lines, said)
    }
}

/// Sentences with what stands between them, such as `. `; one that has its own end is not ended again.
fn joined_sentences(sentences: &[String], stop: &str) -> String {
    let mut text = String::new();
    for sentence in sentences {
        if text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।']) {
            text.push_str(stop.get(stop.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default());
        } else if !text.is_empty() {
            text.push_str(stop);
        }
        text.push_str(sentence);
    }
    text
}

fn named(name: &CardName, details: bool) -> String {
    match name.detail.as_ref().filter(|_| details) {
        Some(detail) => format!("{} ({detail})", name.name),
        None => name.name.clone(),
    }
}

/// A text as far as it fits, at the end of a character as people see it.
fn cut(text: &str, measure: Measure, limit: Option<usize>) -> String {
    let mut kept = String::new();
    for one in graphemes(text) {
        if !fits(measure, &format!("{kept}{one}…"), limit) {
            break;
        }
        kept.push_str(one);
    }
    let kept = kept.trim_end();
    let short = format!("{kept}…");
    if fits(measure, &short, limit) { short } else { String::new() }
}

fn is_record(card: &Card<'_>) -> bool {
    card.subject == Subject::Record
}

/// What a page is: the credits of which record, a card about whom, and which page of several.
fn what(card: &Card<'_>, scene: &Scene) -> String {
    let (record, words) = (card.record, &card.wording.words().alt);
    let titled = |pattern: &str| fill(pattern, &[("title", &record.title.value), ("artist", &record.artist.value)]);
    let nameless = !scene.texts().any(|text| text.kind == "name");
    let what = match &card.subject {
        Subject::Record if nameless => titled(&words.artwork),
        Subject::Record => titled(&words.record),
        // These speak for themselves.
        Subject::Supporter(_) | Subject::Quote(_) => String::new(),
        subject => {
            let name = subject.label();
            let name = match record.title.is_empty() {
                true => name,
                false => fill(&words.titled, &[("name", &name), ("title", &record.title.value)]),
            };
            fill(&words.subject, &[("name", &name)])
        }
    };
    if scene.pages < 2 {
        return what;
    }
    let number = |number: u32| card.wording.number(number as usize);
    let page = fill(&words.page, &[("n", &number(scene.page)), ("count", &number(scene.pages))]);
    if what.is_empty() { page } else { format!("{what}{}{page}", card.wording.words().between) }
}

/// The words of a card.
enum Text {
    /// Texts with their fields.
    Due(Vec<(String, String)>),
    Credits {
        /// As the card has them.
        credits: Vec<CardCredit>,
        /// The record's own, then those of each track, as templates of tracks list them.
        listed: Vec<CardCredit>,
        /// Names with fields of others that they stand for.
        also: Vec<(String, Vec<String>)>,
    },
}

impl Text {
    fn of(card: &Card<'_>) -> Text {
        let due = card.subject.due();
        if !due.is_empty() {
            return Text::Due(due.into_iter().map(|due| (due.field, due.string)).collect());
        }
        let shares = joined(&card.credits).unwrap_or_default();
        let names = shares.into_iter().flat_map(|credit| credit.names).filter(|name| !name.also.is_empty());
        let also = names.map(|name| (name.field, name.also)).collect();
        let mut listed = card.album_credits();
        listed.extend(card.track_credits().into_iter().flatten());
        Text::Credits { credits: card.credits.clone(), listed, also }
    }

    /// All of them.
    fn whole(&self) -> (Vec<CardCredit>, Vec<String>) {
        match self {
            Text::Due(all) => (Vec::new(), all.iter().map(|(_, text)| text.clone()).collect()),
            Text::Credits { credits, .. } => (credits.clone(), Vec::new()),
        }
    }

    /// Those of a page.
    fn on(&self, scene: &Scene) -> (Vec<CardCredit>, Vec<String>) {
        let shown: BTreeSet<&str> = scene.texts().map(|text| text.field.as_str()).collect();
        match self {
            Text::Due(all) => {
                let here = all.iter().filter(|(field, _)| shown.contains(field.as_str()));
                (Vec::new(), here.map(|(_, text)| text.clone()).collect())
            }
            Text::Credits { credits, listed, also } => {
                let of_tracks = scene.texts().any(|text| text.kind == "name" && text.field.starts_with("tracks["));
                let stands: BTreeSet<&str> = also
                    .iter()
                    .filter(|(field, _)| shown.contains(field.as_str()))
                    .flat_map(|(_, also)| also.iter().map(String::as_str))
                    .collect();
                // A card by person shows a name once and then the roles, whose fields are below those of their names.
                let here = |field: &str| {
                    shown.contains(field) || stands.contains(field) || shown.contains(format!("{field}.role").as_str())
                };
                let all = if of_tracks { listed } else { credits };
                let mut all: Vec<CardCredit> = all.clone();
                all.iter_mut().for_each(|credit| credit.names.retain(|name| here(&name.field)));
                all.retain(|credit| !credit.names.is_empty());
                (all, Vec::new())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::post::count::count;

    fn page(tag: &str, roles: &[usize]) -> AltPage {
        let mut next = 0;
        let credits = roles.iter().enumerate().map(|(role, names)| CardCredit {
            field: String::new(),
            role: format!("Role {role}"),
            id: None,
            names: (0..*names)
                .map(|_| {
                    next += 1;
                    let detail = (next % 2 == 0).then(|| "track 2".to_owned());
                    CardName {
                        field: String::new(),
                        name: format!("Zoë{next} Vane·{next}"),
                        detail,
                        ..CardName::default()
                    }
                })
                .collect(),
        });
        AltPage {
            wording: Wording::of(Some(tag)),
            what: "Credits of “Tide” by Vane".into(),
            imprint: Some("Album · 2026".into()),
            credits: credits.collect(),
            due: Vec::new(),
            beside: vec![(1, "Thanks to all".into()), (4, "#One  #Two".into())],
            ai: Some("Made with AI: vocals".into()),
        }
    }

    #[test]
    fn the_least_important_goes_first_and_what_ai_made_stays() {
        let page = page("en", &[2, 1]);
        let whole = "Credits of “Tide” by Vane. Album · 2026. Role 0: Zoë1 Vane·1, Zoë2 Vane·2 (track 2); Role 1: Zoë3 Vane·3. \
                     Thanks to all. #One #Two. Made with AI: vocals";
        assert_eq!(page.whole(), whole);
        let to = |limit| page.fitted(Measure::Graphemes, Some(limit));
        assert_eq!(to(whole.chars().count()), whole);
        assert!(!to(150).contains('#') && to(150).contains("Thanks"));
        assert!(!to(130).contains("Thanks") && to(130).contains("2026"));
        assert!(!to(105).contains("track 2") && to(105).contains("Zoë3"), "{}", to(105));
        assert_eq!(to(95), "Credits of “Tide” by Vane. Role 0: Zoë1 Vane·1; and 2 more names. Made with AI: vocals");
    }

    proptest! {
        #[test]
        fn every_limit_is_kept_and_every_name_is_said_or_counted(
            roles in prop::collection::vec(1usize..12, 1..10),
            limit in 90usize..900,
            tag in prop::sample::select(vec!["en", "ja", "ar", "pl"]),
        ) {
            let page = page(tag, &roles);
            let names: usize = roles.iter().sum();
            for measure in [Measure::Utf16, Measure::Graphemes, Measure::Bytes, Measure::Weighted, Measure::EmojiBytes] {
                let text = page.fitted(measure, Some(limit));
                prop_assert!(count(measure, &text) <= limit);
                let said = (1..=names).filter(|n| text.contains(&format!("Zoë{n} Vane·{n}"))).count();
                let begun = (1..=names).filter(|n| text.contains(&format!("Zoë{n} "))).count();
                if !text.ends_with('…') {
                    prop_assert_eq!(said, begun, "{}", text);
                    let rest = page.wording.count(&page.wording.words().alt.names, names - said);
                    prop_assert!(said == names || text.contains(&rest), "{} {}", text, rest);
                }
            }
        }
    }
}
