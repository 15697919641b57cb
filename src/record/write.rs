//! Writing a record as a credit file, in the shortest form that says everything.
//! What is written reads back as the same record; a test with arbitrary records holds it to that.

use serde_yaml::{Mapping, Value};

use super::card::ThemeOption;
use super::credits::{Contribution, Credit};
use super::tracks::Track;
use super::{CardOptions, CheckOptions, Content, Person, Picture, Record, Versus};
use crate::import::text::Text;

/// Why a record could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The YAML writer failed.
    #[error("the record cannot be written as YAML: {0}")]
    Yaml(#[from] serde_yaml::Error),
}

/// The credit file of a record. Texts that YAML would take for something else are quoted.
///
/// # Errors
/// If the YAML writer fails.
pub fn to_yaml(record: &Record) -> Result<String, WriteError> {
    Ok(serde_yaml::to_string(&to_value(record))?)
}

/// A mapping under construction; what is not there is left out.
#[derive(Default)]
struct Fields(Mapping);

impl Fields {
    fn put(&mut self, key: &str, value: Value) {
        self.0.insert(string(key), value);
    }

    fn text(&mut self, key: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.put(key, string(text));
        }
    }

    fn picture(&mut self, key: &str, picture: Option<&Picture>) {
        let Some(picture) = picture else { return };
        if picture.focus.is_none() && !picture.ai {
            return self.text(key, Some(&picture.file));
        }
        let mut fields = Fields::default();
        fields.text("file", Some(&picture.file));
        // As short as the number was written, not as the nearest of twice the precision.
        let share = |share: f32| share.to_string().parse::<f64>().map_or(Value::Null, Value::from);
        if let Some(focus) = picture.focus {
            fields.put("focus", Value::Sequence(vec![share(focus.x), share(focus.y)]));
        }
        if picture.ai {
            fields.put("ai", Value::Bool(true));
        }
        self.put(key, Value::Mapping(fields.0));
    }

    fn pairs(&mut self, key: &str, pairs: &[(Text, Text)]) {
        if !pairs.is_empty() {
            self.put(key, pairs_value(pairs));
        }
    }

    fn list(&mut self, key: &str, texts: &[Text]) {
        if !texts.is_empty() {
            self.put(key, Value::Sequence(texts.iter().map(|text| string(text)).collect()));
        }
    }

    fn items(&mut self, key: &str, items: impl Iterator<Item = Value>) {
        let items: Vec<Value> = items.collect();
        if !items.is_empty() {
            self.put(key, Value::Sequence(items));
        }
    }
}

fn string(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn pairs_value(pairs: &[(Text, Text)]) -> Value {
    Value::Mapping(pairs.iter().map(|(key, value)| (string(key), string(value))).collect())
}

fn to_value(record: &Record) -> Value {
    let mut file = Fields::default();
    let given = |text: &Text| record.content == Content::Record || !text.is_empty();
    if given(&record.title) {
        file.put("title", string(&record.title));
    }
    if given(&record.artist) {
        file.put("artist", string(&record.artist));
    }
    file.picture("artwork", record.artwork.as_ref());
    file.text("kind", record.kind.as_ref());
    file.text("released", record.released.as_ref().map(|released| &released.text));
    file.text("label", record.label.as_ref());
    file.text("catalogue", record.catalogue.as_ref());
    file.text("isrc", record.isrc.as_ref());
    file.text("iswc", record.iswc.as_ref());
    file.text("upc", record.upc.as_ref());
    file.list("ai", &record.ai);
    file.text("language", record.language.as_ref());
    if !record.people.is_empty() {
        let people = record.people.iter().map(|one| (string(&one.name), person(one))).collect();
        file.put("people", Value::Mapping(people));
    }
    if !record.credits.is_empty() {
        file.put("credits", credits(&record.credits));
    }
    if !record.tracks.is_empty() {
        let tracks = record.tracks.iter().enumerate().map(|(index, one)| track(index, one)).collect();
        file.put("tracks", Value::Sequence(tracks));
    }
    file.text("thanks", record.thanks.as_ref());
    file.list("hashtags", &record.hashtags);
    file.text("supplied_by", record.supplied_by.as_ref());
    file.pairs("custom", &record.custom);
    content(&record.content, &mut file);
    if record.card != CardOptions::default() {
        file.put("card", card(&record.card));
    }
    if record.check != CheckOptions::default() {
        file.put("check", check(&record.check));
    }
    Value::Mapping(file.0)
}

fn content(content: &Content, file: &mut Fields) {
    match content {
        Content::Record => {}
        Content::Roles(roles) => {
            let cards = roles.iter().map(|card| {
                let mut fields = Fields::default();
                fields.put("role", string(&card.role.label));
                fields.text("text", card.text.as_ref());
                fields.text("line", card.line.as_ref());
                fields.text("call", card.call.as_ref());
                short(fields)
            });
            file.items("roles", cards);
        }
        Content::Versus(Versus::Shipped(name)) => file.text("versus", Some(name)),
        Content::Versus(Versus::Own { left, right, points }) => {
            let mut fields = Fields::default();
            fields.put("left", string(left));
            fields.put("right", string(right));
            let points = points.iter().map(|point| {
                let mut fields = Fields::default();
                fields.put("topic", string(&point.topic));
                fields.put("left", string(&point.left));
                fields.put("right", string(&point.right));
                Value::Mapping(fields.0)
            });
            fields.items("points", points);
            file.put("versus", Value::Mapping(fields.0));
        }
        Content::Supporters(supporters) => {
            let cards = supporters.iter().map(|supporter| {
                let mut fields = Fields::default();
                fields.put("line", string(&supporter.line));
                fields.text("role", supporter.role.as_ref().map(|role| &role.label));
                fields.text("name", supporter.name.as_ref());
                fields.picture("picture", supporter.picture.as_ref());
                short(fields)
            });
            file.items("supporters", cards);
        }
        Content::Quotes(quotes) => {
            let cards = quotes.iter().map(|quote| {
                let mut fields = Fields::default();
                fields.put("text", string(&quote.text));
                fields.put("by", string(&quote.by));
                fields.text("role", quote.role.as_ref().map(|role| &role.label));
                fields.text("about", quote.about.as_ref());
                Value::Mapping(fields.0)
            });
            file.items("quotes", cards);
        }
    }
}

/// A mapping whose first value can stand for it.
fn short(fields: Fields) -> Value {
    match fields.0.values().next() {
        Some(only) if fields.0.len() == 1 => only.clone(),
        _ => Value::Mapping(fields.0),
    }
}

fn person(person: &Person) -> Value {
    let mut fields = Fields::default();
    fields.pairs("handles", &person.handles);
    fields.text("sort", person.sort.as_ref());
    fields.text("language", person.language.as_ref());
    fields.text("pronouns", person.pronouns.as_ref());
    fields.text("isni", person.isni.as_ref());
    fields.text("ipi", person.ipi.as_ref());
    Value::Mapping(fields.0)
}

/// A mapping of roles, or a list if a role comes twice.
fn credits(credits: &[Credit]) -> Value {
    let mut roles = Mapping::new();
    for credit in credits {
        roles.insert(string(&credit.role.label), names(&credit.contributors));
    }
    if roles.len() == credits.len() {
        return Value::Mapping(roles);
    }
    let items = credits.iter().map(|credit| {
        let mut fields = Fields::default();
        fields.put("role", string(&credit.role.label));
        fields.put("names", names(&credit.contributors));
        Value::Mapping(fields.0)
    });
    Value::Sequence(items.collect())
}

fn names(contributors: &[Contribution]) -> Value {
    match contributors {
        [one] => name(one),
        all => Value::Sequence(all.iter().map(name).collect()),
    }
}

fn name(one: &Contribution) -> Value {
    let mut fields = Fields::default();
    fields.put("name", string(&one.name));
    fields.text("tracks", one.tracks.as_ref().map(|tracks| &tracks.text));
    fields.text("note", one.note.as_ref());
    fields.text("at", one.at.as_ref());
    fields.text("language", one.language.as_ref());
    fields.pairs("handles", &one.handles);
    fields.list("ai", &one.ai);
    if fields.0.len() == 1 { string(&one.name) } else { Value::Mapping(fields.0) }
}

fn track(index: usize, track: &Track) -> Value {
    let mut fields = Fields::default();
    fields.put("title", string(&track.title));
    if track.position != (index + 1).to_string() {
        fields.put("position", string(&track.position));
    }
    fields.text("duration", track.duration.as_ref());
    fields.text("isrc", track.isrc.as_ref());
    fields.text("iswc", track.iswc.as_ref());
    fields.list("ai", &track.ai);
    if !track.credits.is_empty() {
        fields.put("credits", credits(&track.credits));
    }
    if fields.0.len() == 1 { string(&track.title) } else { Value::Mapping(fields.0) }
}

fn check(check: &CheckOptions) -> Value {
    let mut fields = Fields::default();
    let allow = check.allow.iter().map(|allowance| {
        let mut fields = Fields::default();
        fields.put("code", string(&allowance.code));
        fields.text("name", allowance.name.as_ref());
        short(fields)
    });
    fields.items("allow", allow);
    fields.list("platforms", &check.platforms);
    Value::Mapping(fields.0)
}

fn card(card: &CardOptions) -> Value {
    let mut fields = Fields::default();
    fields.text("template", card.template.as_ref());
    fields.list("formats", &card.formats);
    match &card.theme {
        Some(ThemeOption::Named(name)) => fields.text("theme", Some(name)),
        Some(ThemeOption::Colours(colours)) => fields.put("theme", pairs_value(colours)),
        None => {}
    }
    fields.text("overflow", card.overflow.as_ref());
    fields.text("order", card.order.as_ref());
    fields.text("type", card.r#type.as_ref());
    fields.text("group", card.group.as_ref());
    fields.text("join_roles", card.join_roles.as_ref());
    fields.text("handles", card.handles.as_ref());
    fields.text("labels", card.labels.as_ref());
    fields.text("language", card.language.as_ref());
    fields.list("bilingual", &card.bilingual);
    fields.list("for", &card.posts);
    fields.text("max_bytes", card.max_bytes.as_ref());
    Value::Mapping(fields.0)
}
