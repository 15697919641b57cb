//! Reading a tree as a form, with where each field stands in the file: for messages, and for the names on a card.

use crate::diagnostic::Position;
use crate::edit::Kind;
use crate::edit::model::{
    Handles, Model, ModelCard, ModelCredit, ModelName, ModelPerson, ModelPicture, ModelTheme, ModelTrack, TEXTS,
};
use crate::import::tree::{Node, Value};

/// A field with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// As edits name it.
    pub path: String,
    /// Where its text begins.
    pub at: Position,
}

/// A file in a form, with the places of its fields.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// What the file is.
    pub kind: Kind,
    /// The fields; of a brand kit none.
    pub model: Model,
    /// Where they stand, in file order.
    pub places: Vec<Place>,
}

impl Form {
    /// The form of a tree.
    pub(crate) fn of(root: &Node) -> Form {
        let mut form = Form::default();
        let Value::Map(pairs) = &root.value else { return form };
        let people = root.get("people").map(people).unwrap_or_default();
        for (key, value) in pairs {
            let Some(key_text) = key.as_text() else { continue };
            let name = TEXTS.iter().find(|(key, _)| *key == key_text).map_or(key_text, |(_, name)| *name);
            form.place(name.to_owned(), key.at);
            form.place(name.to_owned(), value.at);
            form.field(key_text, value, &people);
        }
        form.model.handles =
            form.model.artist.as_ref().and_then(|artist| handles_of(&people, artist)).unwrap_or_default();
        form.model.people = people;
        form.places.sort_by_key(|place| place.at);
        form
    }

    fn field(&mut self, key: &str, value: &Node, people: &[ModelPerson]) {
        let model = &mut self.model;
        match key {
            "title" => model.title = text(value),
            "artist" => model.artist = joined(value),
            "kind" => model.kind = text(value),
            "released" => model.date = text(value),
            "label" => model.label = text(value),
            "catalogue" => model.catalogue = text(value),
            "isrc" => model.isrc = text(value),
            "iswc" => model.iswc = text(value),
            "upc" => model.upc = text(value),
            "language" => model.language = text(value),
            "thanks" => model.thanks = text(value),
            "supplied_by" => model.supplied_by = text(value),
            "hashtags" => {
                model.hashtags = texts(value);
                self.items("hashtags", value);
            }
            "artwork" => model.artwork = picture(value),
            "card" => {
                model.card = card(value);
                for (key, value) in value.pairs() {
                    let Some(name) = key.as_text() else { continue };
                    self.place(format!("card.{name}"), key.at);
                    self.place(format!("card.{name}"), value.at);
                    if ["formats", "for", "bilingual"].contains(&name) {
                        self.items(&format!("card.{name}"), value);
                    }
                }
            }
            "check" => model.allow = value.get("allow").map(allowed).unwrap_or_default(),
            "credits" => self.model.credits = self.credits("credits", value, people),
            "tracks" => {
                self.model.tracks =
                    items(value).iter().enumerate().map(|(index, item)| self.track(index, item, people)).collect();
            }
            _ => {}
        }
    }

    pub(super) fn place(&mut self, path: String, at: Position) {
        self.places.push(Place { path, at });
    }

    /// The places of a list's items, or of the one text that stands for it.
    pub(super) fn items(&mut self, path: &str, value: &Node) {
        for (index, item) in items(value).iter().enumerate() {
            self.place(format!("{path}[{index}]"), item.at);
        }
    }

    fn track(&mut self, index: usize, node: &Node, people: &[ModelPerson]) -> ModelTrack {
        let path = format!("tracks[{index}]");
        self.place(path.clone(), node.at);
        let Value::Map(_) = &node.value else {
            self.place(format!("{path}.title"), node.at);
            return ModelTrack { title: text(node).unwrap_or_default(), ..ModelTrack::default() };
        };
        for (key, value) in node.pairs() {
            let Some(name) = key.as_text() else { continue };
            let name = if name == "position" { "number" } else { name };
            self.place(format!("{path}.{name}"), key.at);
            self.place(format!("{path}.{name}"), value.at);
        }
        let of = |key: &str| node.get(key).and_then(text);
        let credits = node.get("credits");
        ModelTrack {
            title: of("title").unwrap_or_default(),
            number: of("position"),
            duration: of("duration"),
            isrc: of("isrc"),
            credits: credits.map(|node| self.credits(&format!("{path}.credits"), node, people)).unwrap_or_default(),
        }
    }

    fn credits(&mut self, path: &str, node: &Node, people: &[ModelPerson]) -> Vec<ModelCredit> {
        let mut all = Vec::new();
        match &node.value {
            Value::Map(pairs) => {
                for (index, (key, value)) in pairs.iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    self.place(format!("{path}.role"), key.at);
                    let names = self.names(&path, value, people);
                    all.push(credit(text(key).unwrap_or_default(), names));
                }
            }
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    self.place(path.clone(), item.at);
                    if let Some(role) = item.get("role") {
                        self.place(format!("{path}.role"), role.at);
                    }
                    let names = match item.get("names") {
                        Some(names) => self.names(&path, names, people),
                        None if item.get("name").is_some() => {
                            vec![self.name(&format!("{path}.names[0]"), item, people)]
                        }
                        None => Vec::new(),
                    };
                    all.push(credit(item.get("role").and_then(text).unwrap_or_default(), names));
                }
            }
            _ => {}
        }
        all
    }

    fn names(&mut self, path: &str, node: &Node, people: &[ModelPerson]) -> Vec<ModelName> {
        self.place(format!("{path}.names"), node.at);
        items(node)
            .iter()
            .enumerate()
            .map(|(index, item)| self.name(&format!("{path}.names[{index}]"), item, people))
            .collect()
    }

    fn name(&mut self, path: &str, node: &Node, people: &[ModelPerson]) -> ModelName {
        self.place(path.to_owned(), node.at);
        if !matches!(node.value, Value::Map(_)) {
            let name = text(node).unwrap_or_default();
            let known = people.iter().find(|person| person.name == name);
            let (handles, language) =
                known.map(|person| (person.handles.clone(), person.language.clone())).unwrap_or_default();
            return ModelName { handles, language, name, ..ModelName::default() };
        }
        for (key, value) in node.pairs() {
            let Some(name) = key.as_text().filter(|name| *name != "role") else { continue };
            // A name on a card is the name, however it is written.
            let path = if name == "name" { path.to_owned() } else { format!("{path}.{name}") };
            self.place(path.clone(), key.at);
            self.place(path, value.at);
        }
        let of = |key: &str| node.get(key).and_then(text);
        let name = of("name").unwrap_or_default();
        let known = people.iter().find(|person| person.name == name);
        let mut handles = known.map(|person| person.handles.clone()).unwrap_or_default();
        handles.extend(node.get("handles").map(mapped).unwrap_or_default());
        ModelName {
            handles,
            language: of("language").or_else(|| known.and_then(|person| person.language.clone())),
            tracks: node.get("tracks").map(texts).unwrap_or_default(),
            note: of("note"),
            at: of("at"),
            name,
        }
    }

    /// The field whose text is at a place of the file, or that is the last before it on its line.
    pub fn field_at(&self, at: Position) -> Option<&str> {
        let count = self.places.partition_point(|place| place.at <= at);
        let before = self.places.get(..count)?;
        let exact = before.iter().rev().take_while(|place| place.at == at);
        // Of several the longest says most.
        exact
            .max_by_key(|place| place.path.len())
            .or_else(|| before.last().filter(|place| place.at.line == at.line))
            .map(|place| place.path.as_str())
    }
}

fn credit(role: String, names: Vec<ModelName>) -> ModelCredit {
    let shared = |of: &dyn Fn(&ModelName) -> Vec<String>| match names.split_first() {
        Some((first, rest)) if rest.iter().all(|name| of(name) == of(first)) => of(first),
        _ => Vec::new(),
    };
    let tracks = shared(&|name| name.tracks.clone());
    let note = shared(&|name| name.note.iter().cloned().collect()).pop();
    ModelCredit { role, tracks, note, names }
}

/// A text as typed; none of nothing and of what is no text.
pub(crate) fn text(node: &Node) -> Option<String> {
    node.as_text().map(|text| text.trim().to_owned())
}

/// A list, or one value as a list of it; nothing is an empty one.
pub(crate) fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        Value::Nothing { .. } => &[],
        _ => std::slice::from_ref(node),
    }
}

fn texts(node: &Node) -> Vec<String> {
    items(node).iter().map(|node| text(node).unwrap_or_default()).collect()
}

/// Several artists as one text, as the record has them.
fn joined(node: &Node) -> Option<String> {
    let all = texts(node);
    match all.split_last() {
        None => None,
        Some((last, [])) => Some(last.clone()),
        Some((last, before)) => Some(format!("{} & {last}", before.join(", "))),
    }
}

/// Texts by their keys.
pub(super) fn mapped(node: &Node) -> Handles {
    let pair = |(key, value): &(Node, Node)| Some((text(key)?, text(value)?));
    node.pairs().iter().filter_map(pair).collect()
}

fn picture(node: &Node) -> Option<ModelPicture> {
    if let Some(file) = text(node) {
        return Some(ModelPicture { file, focus: None });
    }
    let share = |node: &Node| text(node)?.parse::<f32>().ok().filter(|share| (0.0..=1.0).contains(share));
    let focus = node.get("focus").map(items).and_then(|all| match all {
        [x, y] => Some([share(x)?, share(y)?]),
        _ => None,
    });
    Some(ModelPicture { file: node.get("file").and_then(text)?, focus })
}

fn people(node: &Node) -> Vec<ModelPerson> {
    let person = |(name, value): &(Node, Node)| {
        let of = |key: &str| value.get(key).and_then(text);
        Some(ModelPerson {
            name: text(name)?,
            handles: value.get("handles").map(mapped).unwrap_or_default(),
            language: of("language"),
            sort: of("sort"),
            pronouns: of("pronouns"),
        })
    };
    node.pairs().iter().filter_map(person).collect()
}

fn handles_of(people: &[ModelPerson], name: &str) -> Option<Handles> {
    people.iter().find(|person| person.name == name).map(|person| person.handles.clone())
}

fn card(node: &Node) -> ModelCard {
    let of = |key: &str| node.get(key).and_then(text);
    let list = |key: &str| node.get(key).map(texts).unwrap_or_default();
    let theme = node.get("theme").and_then(|theme| match &theme.value {
        Value::Map(_) => Some(ModelTheme::Colours(mapped(theme))),
        _ => text(theme).map(ModelTheme::Named),
    });
    ModelCard {
        template: of("template"),
        theme,
        r#type: of("type"),
        formats: list("formats"),
        language: of("language"),
        group: of("group"),
        labels: of("labels"),
        handles: of("handles"),
        order: of("order"),
        overflow: of("overflow"),
        join_roles: of("join_roles"),
        r#for: list("for"),
    }
}

fn allowed(node: &Node) -> Vec<(String, Option<String>)> {
    let one = |node: &Node| match text(node) {
        Some(code) => Some((code, None)),
        None => Some((node.get("code").and_then(text)?, node.get("name").and_then(text))),
    };
    items(node).iter().filter_map(one).collect()
}
