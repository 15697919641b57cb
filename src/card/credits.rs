//! The credits of a card: the record's own and those of its tracks, merged role by role, roles where the file has them first.
//! A name credited on tracks says which; nobody who is credited anywhere is left out.

use serde::Serialize;

use crate::catalogue::choices::Order;
use crate::catalogue::languages::{Wording, fill};
use crate::catalogue::roles::roles;
use crate::diagnostic::Position;
use crate::record::{Contribution, Credit, FieldPath, Record};

/// The language of a record's cards: that of its `card`, else that of its names.
pub fn wording(record: &Record) -> Wording {
    let tag = record.card.language.as_ref().or(record.language.as_ref()).map(|tag| tag.value.as_str());
    Wording::of(tag)
}

impl Order {
    /// Puts credits, which are in the order of the file, in this one.
    pub fn sort(self, credits: &mut [CardCredit]) {
        self.sort_by(credits, |credit| credit.id);
    }

    /// The same for anything with the catalogue's id of a role.
    pub(super) fn sort_by<T>(self, all: &mut [T], id: impl Fn(&T) -> Option<&'static str>) {
        if self == Order::Catalogue {
            all.sort_by_key(|one| id(one).and_then(|id| roles().find(id)).map_or(u32::MAX, |role| role.order));
        }
    }
}

/// A role and its names as the card shows them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CardCredit {
    /// The field of the role, such as `credits[3].role`.
    pub field: String,
    /// The role as written.
    pub role: String,
    /// Catalogue entry, if the role is one.
    pub id: Option<&'static str>,
    /// The names, in order.
    pub names: Vec<CardName>,
}

/// A name as the card shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CardName {
    /// The field, such as `credits[3].names[1]`.
    pub field: String,
    /// The name as credited.
    pub name: String,
    /// Note, tracks and place, joined; none if there is nothing to say.
    pub detail: Option<String>,
    /// The same without tracks.
    pub remark: Option<String>,
    /// Tracks that it is credited on, by their places in the record, from 0; none for the whole record.
    pub tracks: Vec<usize>,
    /// BCP 47 language of the name.
    pub language: Option<String>,
    /// Fields of other credits that this one stands for, where roles share a label.
    #[serde(skip)]
    pub also: Vec<String>,
}

/// Lists a record's credits for a card, in the order of the file, in the language of its cards.
pub fn card_credits(record: &Record) -> Vec<CardCredit> {
    card_credits_in(record, wording(record))
}

/// As [`card_credits`], in another language.
pub fn card_credits_in(record: &Record, wording: Wording) -> Vec<CardCredit> {
    let mut credits = album_credits(record, wording);
    let mut places: Vec<Position> = record.credits.iter().map(|credit| credit.role.label.at).collect();
    from_tracks(record, wording, &mut credits, &mut places);
    // What came from no file has no places: it stays as it is.
    if places.iter().all(|at| at.line > 0) {
        let mut placed: Vec<(Position, CardCredit)> = places.into_iter().zip(credits).collect();
        placed.sort_by_key(|(at, _)| *at);
        credits = placed.into_iter().map(|(_, credit)| credit).collect();
    }
    credits
}

/// The credits of the whole record alone; those of its tracks are not merged in.
pub fn album_credits(record: &Record, wording: Wording) -> Vec<CardCredit> {
    listed(record, wording, &FieldPath::FILE, &record.credits)
}

/// The credits of one track, by its place in the record; its names do not say the track again.
pub fn track_credits(record: &Record, wording: Wording, index: usize) -> Vec<CardCredit> {
    let track = record.tracks.get(index);
    track.map(|track| listed(record, wording, &FieldPath::track(index), &track.credits)).unwrap_or_default()
}

fn listed(record: &Record, wording: Wording, of: &FieldPath, credits: &[Credit]) -> Vec<CardCredit> {
    let one = |(index, credit): (usize, &Credit)| {
        let field = of.item("credits", index);
        let name = |(position, contribution): (usize, &Contribution)| CardName {
            field: field.item("names", position).into(),
            name: contribution.name.value.clone(),
            detail: detail(
                contribution,
                contribution.tracks.as_ref().map(|list| position_words(wording, &list.positions)),
            ),
            remark: detail(contribution, None),
            tracks: contribution.tracks.as_ref().map(|list| places(record, &list.positions)).unwrap_or_default(),
            language: language(record, contribution),
            also: Vec::new(),
        };
        CardCredit {
            field: field.key("role").into(),
            role: credit.role.label.value.clone(),
            id: credit.role.id,
            names: credit.contributors.iter().enumerate().map(name).collect(),
        }
    };
    credits.iter().enumerate().map(one).collect()
}

/// A name on tracks, with the positions of the tracks.
struct OnTracks<'r> {
    credit: usize,
    contribution: &'r Contribution,
    field: String,
    positions: Vec<String>,
    tracks: Vec<usize>,
}

/// Merges the credits of tracks into those of the record; `places` are where the roles first stand in the file.
fn from_tracks(record: &Record, wording: Wording, credits: &mut Vec<CardCredit>, places: &mut Vec<Position>) {
    let mut found: Vec<OnTracks<'_>> = Vec::new();
    for (track_index, track) in record.tracks.iter().enumerate() {
        for (index, credit) in track.credits.iter().enumerate() {
            let label = &credit.role.label.value;
            let field = FieldPath::track(track_index).item("credits", index);
            let same = |card: &CardCredit| match (card.id, credit.role.id) {
                (Some(one), Some(other)) => one == other && (card.role == *label || !says_more(one)),
                _ => card.role == *label,
            };
            let slot = credits.iter().position(same).unwrap_or_else(|| {
                credits.push(CardCredit {
                    field: field.key("role").into(),
                    role: label.clone(),
                    id: credit.role.id,
                    names: Vec::new(),
                });
                places.push(credit.role.label.at);
                credits.len() - 1
            });
            if let Some(place) = places.get_mut(slot) {
                *place = credit.role.label.at.min(*place);
            }
            for (position, contribution) in credit.contributors.iter().enumerate() {
                // Credited for the whole record already: naming a track would narrow the credit.
                let whole = credits.get(slot).is_some_and(|card| {
                    card.names.iter().any(|name| name.name == contribution.name.value && name.detail.is_none())
                });
                if whole {
                    continue;
                }
                // Who did another thing on another track is listed for each.
                let same = |one: &Contribution| {
                    let said = |one: &Contribution| {
                        [&one.note, &one.at].map(|text| text.as_ref().map(|text| text.value.clone()))
                    };
                    one.name.value == contribution.name.value && said(one) == said(contribution)
                };
                let known = found.iter_mut().find(|known| known.credit == slot && same(known.contribution));
                match known {
                    Some(known) => {
                        known.positions.push(track.position.clone());
                        known.tracks.push(track_index);
                    }
                    None => found.push(OnTracks {
                        credit: slot,
                        contribution,
                        field: field.item("names", position).into(),
                        positions: vec![track.position.clone()],
                        tracks: vec![track_index],
                    }),
                }
            }
        }
    }
    let many = record.tracks.len() > 1;
    for on in found {
        let tracks = many.then(|| position_words(wording, &on.positions));
        if let Some(credit) = credits.get_mut(on.credit) {
            credit.names.push(CardName {
                field: on.field,
                name: on.contribution.name.value.clone(),
                detail: detail(on.contribution, tracks),
                remark: detail(on.contribution, None),
                tracks: on.tracks,
                language: language(record, on.contribution),
                also: Vec::new(),
            });
        }
    }
}

/// Whether labels of a role say more than the role does: a viola is found as a violin, but who plays it is no violinist.
fn says_more(id: &str) -> bool {
    roles().find(id).is_some_and(|role| role.department == "performance")
}

fn detail(contribution: &Contribution, tracks: Option<String>) -> Option<String> {
    let parts: Vec<String> = [
        contribution.note.as_ref().map(|note| note.value.clone()),
        tracks,
        contribution.at.as_ref().map(|place| place.value.clone()),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// The places of tracks in the record, by their positions.
fn places(record: &Record, positions: &[String]) -> Vec<usize> {
    let place = |position: &String| record.tracks.iter().position(|track| *track.position == **position);
    positions.iter().filter_map(place).collect()
}

fn language(record: &Record, contribution: &Contribution) -> Option<String> {
    let own = contribution.language.as_ref();
    let person = || {
        let person = record.people.iter().find(|person| person.name.value == contribution.name.value);
        person.and_then(|person| person.language.as_ref())
    };
    own.or_else(person).map(|language| language.value.clone())
}

/// `track 2`, `tracks 1, 3–5`: runs of whole numbers are joined by an en dash.
pub(super) fn position_words(wording: Wording, positions: &[String]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut index = 0;
    while let Some(first) = positions.get(index) {
        let mut end = index;
        while let (Some(this), Some(next)) = (positions.get(end), positions.get(end + 1)) {
            if !follows(this, next) {
                break;
            }
            end += 1;
        }
        match positions.get(end) {
            Some(last) if end > index + 1 => parts.push(format!("{first}–{last}")),
            Some(last) if end > index => parts.extend([first.clone(), last.clone()]),
            _ => parts.push(first.clone()),
        }
        index = end + 1;
    }
    let words = wording.words();
    let pattern = if positions.len() == 1 { &words.track } else { &words.tracks };
    fill(pattern, &[("n", &parts.join(&words.between))])
}

fn follows(this: &str, next: &str) -> bool {
    let split = |position: &str| {
        let digits = position.find(|c: char| c.is_ascii_digit()).unwrap_or(position.len());
        let (side, number) = position.split_at(digits);
        number.parse::<u32>().ok().map(|number| (side.to_owned(), number))
    };
    match (split(this), split(next)) {
        (Some((side, number)), Some((other, after))) => side == other && after == number.saturating_add(1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_plays_the_viola_on_a_track_is_not_put_among_the_violins() {
        let text = "title: Neap\nartist: Bo\ntracks:\n  - {title: Ebb, credits: {Violin: Ann, Viola: Cy}}\n  \
                    - {title: Flow, credits: {Violin: Ann, Mixer: Di}}\ncredits: {Mixing Engineer: Eve}\n";
        let record = crate::record::parse("neap.yaml", text.as_bytes()).expect("a record").record;
        let told: Vec<String> = card_credits(&record)
            .iter()
            .map(|credit| {
                let names: Vec<&str> = credit.names.iter().map(|name| name.name.as_str()).collect();
                format!("{}: {}", credit.role, names.join(", "))
            })
            .collect();
        assert_eq!(told, ["Violin: Ann", "Viola: Cy", "Mixer: Eve, Di"]);
    }

    #[test]
    fn runs_of_tracks_are_joined() {
        let words =
            |list: &[&str]| position_words(Wording::default(), &list.iter().map(|&p| p.to_owned()).collect::<Vec<_>>());
        assert_eq!(words(&["1", "3", "4", "5"]), "tracks 1, 3–5");
        assert_eq!(words(&["A1", "A2"]), "tracks A1, A2");
        assert_eq!(words(&["7"]), "track 7");
        let arabic = Wording::of(Some("ar"));
        assert_eq!(position_words(arabic, &["1".to_owned(), "3".to_owned()]), "المقطوعات 1، 3");
    }
}
