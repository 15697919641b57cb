//! Which templates suit a record, by its names, its songs and its cover, and looks that differ from each other.
//! What suits what is a table; nothing is composed.

use crate::card::{Subject, card_credits, people};
use crate::geometry::Color;
use crate::press::job::Job;
use crate::record::{Content, Record};
use crate::theme::{Oklch, Palette, Theme};

/// What of a record decides which templates suit it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// Names under roles.
    pub credits: usize,
    /// Different names.
    pub people: usize,
    /// Tracks, if some of them have credits of their own.
    pub songs: usize,
    /// Whether there is a cover.
    pub artwork: bool,
    /// Whether it is so full of lettering or edges that names over it could not be read.
    pub lettered: bool,
}

/// A template that suits a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Its name.
    pub template: &'static str,
    /// What of the record it suits: `14 names and a cover`.
    pub why: String,
}

/// A look to choose from: a template, a theme and a pairing of type, each only if it was to be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variation {
    /// Name of the template.
    pub template: Option<&'static str>,
    /// Name of the theme, or a colour of the cover for the ground.
    pub theme: Option<String>,
    /// Name of the pairing.
    pub pairing: Option<&'static str>,
}

/// What a template asks of a record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// Nothing; a cover is welcome.
    Nothing,
    /// A cover.
    Cover,
    /// A cover that names can stand on.
    Photograph,
    /// Credits of tracks.
    Songs,
    /// People with several roles.
    Roles,
}

/// How well a template suits.
struct Suits {
    template: &'static str,
    needs: Needs,
    /// Credits: the fewest, the fewest and the most that it is made for, and the most.
    credits: [usize; 4],
    /// How striking it is beside others that suit as well.
    weight: f32,
    /// Theme and pairing that show it best; without one it has its own type.
    theme: &'static str,
    pairing: &'static str,
}

const fn suits(
    template: &'static str,
    needs: Needs,
    credits: [usize; 4],
    weight: f32,
    theme: &'static str,
    pairing: &'static str,
) -> Suits {
    Suits { template, needs, credits, weight, theme, pairing }
}

/// The templates of records with what they are made for.
const TABLE: [Suits; 13] = [
    suits("side-by-side", Needs::Nothing, [1, 8, 40, 400], 0.9, "auto", ""),
    suits("full-bleed", Needs::Cover, [1, 2, 14, 30], 1.0, "light", ""),
    suits("credit-cover", Needs::Photograph, [3, 7, 40, 150], 0.95, "dark", ""),
    suits("blue-note", Needs::Cover, [1, 1, 9, 18], 1.0, "vivid", ""),
    suits("swiss", Needs::Nothing, [2, 5, 20, 44], 0.95, "vivid", "modern"),
    suits("credit-roll", Needs::Nothing, [1, 3, 15, 32], 0.85, "dark", ""),
    suits("credit-block", Needs::Photograph, [12, 30, 140, 400], 1.0, "dark", ""),
    suits("by-person", Needs::Roles, [6, 20, 120, 400], 0.95, "light", ""),
    suits("swipe-set", Needs::Cover, [9, 16, 90, 400], 0.95, "paper", ""),
    suits("session-log", Needs::Nothing, [4, 10, 32, 80], 0.85, "buff", ""),
    suits("liner-notes", Needs::Nothing, [4, 16, 90, 400], 0.8, "newsprint", "press"),
    suits("matrix", Needs::Songs, [4, 8, 40, 120], 1.15, "white", "modern"),
    suits("track-list", Needs::Songs, [2, 6, 60, 200], 1.1, "dark", ""),
];

/// Credits a person from which a list of people is shorter than one of roles.
const SEVERAL_ROLES: f32 = 1.3;

impl Traits {
    /// The traits of a job's record, whose cover is decoded for them; none if its file is about something else, or has nobody.
    #[must_use]
    pub fn of(job: &Job<'_>) -> Option<(Traits, Option<std::sync::Arc<Palette>>)> {
        let record = job.record().filter(|record| record.content == Content::Record)?;
        let cover = job.picture(record, &Subject::Record).ok().flatten();
        let palette = cover.as_ref().map(|cover| std::sync::Arc::clone(cover.palette()));
        let traits = Traits::new(record, palette.as_deref());
        (traits.credits > 0).then_some((traits, palette))
    }

    fn new(record: &Record, palette: Option<&Palette>) -> Traits {
        let credits = card_credits(record);
        let credited = record.tracks.iter().any(|track| !track.credits.is_empty());
        Traits {
            credits: credits.iter().map(|credit| credit.names.len()).sum(),
            people: people(&credits).len(),
            songs: if credited && record.tracks.len() > 1 { record.tracks.len() } else { 0 },
            artwork: palette.is_some(),
            lettered: palette.is_some_and(Palette::is_lettered),
        }
    }

    /// Credits by people.
    fn roles(&self) -> f32 {
        self.credits as f32 / self.people.max(1) as f32
    }

    /// The templates that suit, the best first.
    #[must_use]
    pub fn suggest(&self, most: usize) -> Vec<Suggestion> {
        let ranked = self.ranked().into_iter().take(most);
        ranked.map(|suits| Suggestion { template: suits.template, why: self.why(suits) }).collect()
    }

    fn ranked(&self) -> Vec<&'static Suits> {
        let mut all: Vec<(f32, &Suits)> = TABLE.iter().map(|suits| (self.score(suits), suits)).collect();
        all.retain(|(score, _)| *score > 0.0);
        all.sort_by(|one, other| other.0.total_cmp(&one.0));
        all.into_iter().map(|(_, suits)| suits).collect()
    }

    /// 0 for a template that does not suit at all.
    fn score(&self, suits: &Suits) -> f32 {
        let [fewest, from, to, most] = suits.credits.map(|count| (count.max(1) as f32).ln());
        let count = (self.credits.max(1) as f32).ln();
        let share = |over: f32, room: f32| 1.0 - over / room.max(0.01);
        let fit =
            if count < from { share(from - count, from - fewest) } else { share((count - to).max(0.0), most - to) };
        let has = match suits.needs {
            Needs::Nothing if self.artwork => 1.0,
            Needs::Nothing => 1.1,
            Needs::Cover => f32::from(u8::from(self.artwork)),
            Needs::Photograph if self.lettered => 0.6,
            Needs::Photograph if self.artwork => 1.0,
            Needs::Photograph => 0.4,
            Needs::Songs => f32::from(u8::from(self.songs > 0)),
            Needs::Roles => f32::from(u8::from(self.roles() >= SEVERAL_ROLES)),
        };
        fit.max(0.0) * has * suits.weight
    }

    fn why(&self, suits: &Suits) -> String {
        let number = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        let names = number(self.people, "name", "names");
        match suits.needs {
            Needs::Songs => format!("{names} on {}", number(self.songs, "song", "songs")),
            Needs::Roles => {
                format!("{} in {}", number(self.people, "person", "people"), number(self.credits, "role", "roles"))
            }
            Needs::Cover | Needs::Photograph if self.artwork && !self.lettered => format!("{names} and a cover"),
            Needs::Cover | Needs::Photograph if self.artwork => format!("{names} and a cover with lettering"),
            _ => names,
        }
    }

    /// So many looks that differ: other templates, unless `template` says that one is given; other themes, unless the theme is.
    #[must_use]
    pub fn variations(&self, count: usize, palette: Option<&Palette>, given: Given) -> Vec<Variation> {
        let ranked = self.ranked();
        let mut used: Vec<Oklch> = Vec::new();
        let mut looks = Vec::with_capacity(count);
        for index in 0..count {
            let suits = ranked.get(index % ranked.len().max(1));
            // The second time round, and where the template is given, only themes and type are left to differ.
            let again = given.template || index >= ranked.len();
            let first = suits.map_or("auto", |suits| suits.theme);
            let theme = (!given.theme).then(|| unused(if again { "auto" } else { first }, &mut used, palette));
            let pairing =
                if again { PAIRINGS.get(index % PAIRINGS.len()).copied() } else { suits.map(|suits| suits.pairing) };
            let pairing = pairing.filter(|name| !name.is_empty());
            looks.push(Variation {
                template: suits.filter(|_| !given.template).map(|suits| suits.template),
                theme,
                pairing: pairing.filter(|_| !given.pairing),
            });
        }
        looks
    }
}

/// What of a look is given and does not vary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The template.
    pub template: bool,
    /// The theme.
    pub theme: bool,
    /// The pairing of type.
    pub pairing: bool,
}

/// Pairings in turn.
const PAIRINGS: [&str; 4] = ["grotesk", "press", "poster", "modern"];
/// Themes that are tried after a look's own, before and after grounds in the hues of the cover.
const FIRST: [&str; 3] = ["auto", "vivid", "dark"];
const REST: [&str; 6] = ["light", "buff", "salmon", "blue-grey", "newsprint", "mono"];
/// Grounds nearer than this in lightness and chroma look the same.
const SAME: f32 = 0.04;

/// A theme whose ground is none of those before, the wished one if it can be; it is noted.
fn unused(wished: &'static str, used: &mut Vec<Oklch>, palette: Option<&Palette>) -> String {
    let named = |name: &'static str| Some((name.to_owned(), Theme::named(name, palette)?.ground));
    let hues: Vec<Color> = palette.map(Theme::hues).unwrap_or_default().iter().map(|theme| theme.ground).collect();
    let candidates = std::iter::once(wished).chain(FIRST).filter_map(named);
    let candidates = candidates.chain(hues.into_iter().map(|hue| (hue.to_string(), hue)));
    let candidates = candidates.chain(REST.into_iter().filter_map(named));
    let near = |one: Oklch, other: Oklch| {
        let hues = one.hue_distance(other).to_radians() * one.c.min(other.c);
        ((one.l - other.l).powi(2) + (one.c - other.c).powi(2) + hues.powi(2)).sqrt() < SAME
    };
    let mut candidates = candidates.map(|(name, ground)| (name, Oklch::from(ground)));
    let free = candidates.find(|(_, own)| !used.iter().any(|other| near(*own, *other)));
    let Some((name, ground)) = free else { return wished.to_owned() };
    used.push(ground);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn templates(traits: Traits) -> Vec<&'static str> {
        traits.suggest(5).into_iter().map(|one| one.template).collect()
    }

    #[test]
    fn the_table_names_templates_themes_and_pairings_that_exist() {
        for suits in &TABLE {
            assert!(crate::template::builtins().iter().any(|one| one.name == suits.template), "{}", suits.template);
            assert!(Theme::named(suits.theme, None).is_some(), "{}", suits.theme);
            assert!(suits.pairing.is_empty() || crate::card::pairing(suits.pairing).is_some(), "{}", suits.pairing);
            assert!(suits.credits.is_sorted(), "{}", suits.template);
        }
        for pairing in PAIRINGS {
            assert!(crate::card::pairing(pairing).is_some(), "{pairing}");
        }
    }

    #[test]
    fn few_names_and_many_suit_other_templates() {
        let few = templates(Traits { credits: 5, people: 5, artwork: true, ..Traits::default() });
        let many = templates(Traits { credits: 110, people: 60, artwork: true, ..Traits::default() });
        assert!(few.contains(&"full-bleed") && few.contains(&"blue-note"), "{few:?}");
        assert!(many.contains(&"credit-block") && many.contains(&"by-person"), "{many:?}");
        assert!(!many.contains(&"blue-note") && !few.contains(&"credit-block"));
    }

    #[test]
    fn tables_of_songs_are_for_records_with_credits_of_songs_only() {
        let traits = Traits { credits: 24, people: 18, artwork: true, ..Traits::default() };
        assert!(!templates(traits).contains(&"matrix"));
        let with = Traits { songs: 11, ..traits };
        assert_eq!(templates(with).first(), Some(&"matrix"));
        assert_eq!(with.suggest(1).first().map(|one| one.why.clone()).as_deref(), Some("18 names on 11 songs"));
    }

    #[test]
    fn every_record_with_a_name_gets_five() {
        for credits in [1, 2, 3, 9, 30, 90, 300] {
            for artwork in [true, false] {
                let traits = Traits { credits, people: credits, artwork, ..Traits::default() };
                assert!(
                    traits.suggest(5).len() >= if credits > 200 { 3 } else { 4 },
                    "{traits:?} {:?}",
                    templates(traits)
                );
            }
        }
    }

    #[test]
    fn six_looks_differ_and_what_is_given_does_not_vary() {
        let traits = Traits { credits: 14, people: 12, artwork: true, ..Traits::default() };
        let looks = traits.variations(6, None, Given::default());
        for (index, look) in looks.iter().enumerate() {
            assert!(!looks[..index].contains(look), "{look:?} twice");
        }
        let fixed = traits.variations(4, None, Given { template: true, theme: true, pairing: false });
        assert!(fixed.iter().all(|look| look.template.is_none() && look.theme.is_none() && look.pairing.is_some()));
    }
}
