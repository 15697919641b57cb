//! What a card was given and could show: the audit looks whether it does, so that nothing is left out in silence.
//! Names and the texts of subjects are not here: a card without them is wrong, one without these says less.

use std::sync::Arc;

use super::{Card, Logo, Subject, Whose, imprint};
use crate::artwork::Artwork;
use crate::record::{Content, FieldPath, Text};

/// Something that a card was given.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its key in the file, or what its parts are called: `label`, `track titles`.
    pub name: &'static str,
    /// Words of which a template that shows it has at least one.
    pub words: &'static [&'static str],
    /// Its parts; each is to be somewhere on the card.
    pub parts: Vec<FactPart>,
}

/// A part of a fact.
#[derive(Clone, Debug)]
pub enum FactPart {
    /// A text: on a card that has a text with one of these fields, or one that says it.
    Text {
        /// Fields.
        fields: Vec<String>,
        /// What is said.
        string: String,
    },
    /// A picture in one of its forms.
    Picture(Vec<Arc<Artwork>>),
}

fn text(fields: &[&str], string: impl Into<String>) -> FactPart {
    FactPart::Text { fields: fields.iter().map(|&field| field.to_owned()).collect(), string: string.into() }
}

impl Card<'_> {
    /// What the card was given, by its file and by the brand kit.
    pub fn facts(&self) -> Vec<Fact> {
        let mut out: Vec<Fact> = Vec::new();
        let mut add = |name, words, parts: Vec<FactPart>| {
            if !parts.is_empty() {
                out.push(Fact { name, words, parts });
            }
        };
        let record = self.record;
        let given = |field: &'static str, value: &Text| {
            let fields: &[&str] = if field == "title" { &["title", "heading"] } else { &[field] };
            (!value.is_empty()).then(|| text(fields, value.value.as_str())).into_iter().collect()
        };
        add("title", &["title"], given("title", &record.title));
        add("artist", &["artist"], given("artist", &record.artist));
        // Of several records of a person, the artwork is only where the colours come from.
        let own = !matches!(self.subject, Subject::Person(_));
        let pictures = self.artwork.iter().filter(|_| own).map(|artwork| FactPart::Picture(vec![Arc::clone(artwork)]));
        add("artwork", &["artwork"], pictures.collect());
        if record.content == Content::Record {
            let line = |key, value: Option<String>| value.map(|value| text(&["imprint", key], value));
            let imprint = imprint(record, self.wording);
            add("kind", &["imprint", "record.kind"], line("kind", imprint.kind).into_iter().collect());
            let year = imprint.year.map(|year| year.to_string());
            add(
                "released",
                &["imprint", "record.year", "record.released"],
                line("released", year).into_iter().collect(),
            );
            add("label", &["imprint", "record.label"], line("label", imprint.label).into_iter().collect());
            add("ai", &["imprint", "record.ai"], line("ai", imprint.ai).into_iter().collect());
        }
        match &self.subject {
            Subject::Record => self.record_facts(&mut add),
            Subject::Contributor(one) => add("handles", &["handle"], handle(one.handle.as_ref())),
            Subject::Person(one) => add("handles", &["handle"], handle(one.handle.as_ref())),
            Subject::Role(role) => {
                // What the catalogue adds is not what the file gave.
                let own = match &record.content {
                    Content::Roles(cards) => cards.get(self.series.number.saturating_sub(1)),
                    _ => None,
                };
                let own = own.filter(|own| own.role.label.value == role.name);
                let given = |key: &str, value: Option<&Text>| {
                    let field = format!("{}.{key}", role.field);
                    value.map(|value| text(&[&field], value.value.as_str())).into_iter().collect()
                };
                add("line", &["role.line"], given("line", own.and_then(|own| own.line.as_ref())));
                add("call", &["role.call"], given("call", own.and_then(|own| own.call.as_ref())));
            }
            Subject::Versus(_) | Subject::Supporter(_) | Subject::Quote(_) => {}
        }
        let brand = &self.brand;
        let tags: Vec<&str> = self.hashtags();
        let tags = tags.into_iter().map(|tag| text(&["hashtags"], format!("#{tag}")));
        add("hashtags", &["hashtags"], tags.collect());
        let supplied = self.supplied_by().map(|by| text(&["supplied_by"], by));
        add("supplied_by", &["supplied_by"], supplied.into_iter().collect());
        let footer = brand.footer.as_deref().map(|footer| text(&["footer"], footer));
        add("footer", &["footer"], footer.into_iter().collect());
        let picture = |logo: &Logo| FactPart::Picture(vec![Arc::clone(&logo.light), Arc::clone(&logo.dark)]);
        add("logo", &["logo"], brand.logo.iter().map(picture).collect());
        add("partners", &["partners", "logos"], brand.partners.iter().map(picture).collect());
        out
    }

    /// What only a card about a whole record is to show.
    fn record_facts(&self, add: &mut impl FnMut(&'static str, &'static [&'static str], Vec<FactPart>)) {
        let record = self.record;
        let thanks = self.thanks.iter().map(|thanks| text(&["thanks"], thanks.as_str()));
        add("thanks", &["thanks"], thanks.collect());
        let field = |index: usize, rest: &str| FieldPath::track(index).key(rest);
        let tracks = || record.tracks.iter().enumerate();
        let titles = tracks().map(|(index, track)| text(&[&field(index, "title")], track.title.value.as_str()));
        add("track titles", &["tracks"], titles.collect());
        let durations = tracks().filter_map(|(index, track)| {
            Some(text(&[&field(index, "duration")], track.duration.as_ref()?.value.as_str()))
        });
        add("durations", &["tracks"], durations.collect());
        let names = self.credits.iter().flat_map(|credit| &credit.names);
        let details = names.filter_map(|name| {
            // Templates that list tracks say by place what the detail says of a name that only tracks credit.
            let listed = name.field.split_once("].credits[").map(|(track, _)| format!("{track}].title"));
            // A table of songs says it by a mark under the number of the song.
            let marked = name.tracks.iter().map(|index| format!("{}.position", field(*index, "title")));
            let fields: Vec<String> =
                [Some(format!("{}.detail", name.field)), listed].into_iter().flatten().chain(marked).collect();
            let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
            Some(text(&fields, name.detail.as_deref()?))
        });
        let everybodys = self.handles.whose == Whose::Everybodys;
        add(if everybodys { "details and handles" } else { "details" }, &["detail"], details.collect());
    }
}

fn handle(shown: Option<&String>) -> Vec<FactPart> {
    shown.map(|shown| text(&["handle"], shown.as_str())).into_iter().collect()
}
