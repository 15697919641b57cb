//! A text that is edited field by field: which place of it a field is, and which change that needs.

use serde_json::Value;

use crate::edit::change::changed;
use crate::edit::plain::{Change, Plain};
use crate::edit::route::Route;
use crate::edit::{Kind, LONGEST_TEXT, Refused};
use crate::import::text::Text;
use crate::kit::{FONTS, KIT, LOGO};
use crate::record::{CARD, CHECK, CONTRIBUTION, CREDIT, Key, PERSON, RECORD, TRACK};

/// A text with what it says.
pub(crate) struct Editor {
    text: String,
    plain: Plain,
    kind: Kind,
    /// The path of the edit at hand, for messages.
    pub(super) path: String,
}

impl Editor {
    /// An editor of a text.
    pub fn new(kind: Kind, text: &str) -> Result<Editor, Refused> {
        let plain = Plain::read(text).ok_or(Refused::Unreadable)?;
        match plain {
            Plain::Nothing | Plain::Map(_) => Ok(Editor { text: text.to_owned(), plain, kind, path: String::new() }),
            _ => Err(Refused::Unreadable),
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Sets a field, or takes it away.
    pub fn set(&mut self, path: &str, value: &Value) -> Result<(), Refused> {
        let route = self.begin(path)?;
        match self.kind {
            Kind::Record => self.set_at(&route.0, value),
            Kind::Kit => self.set_in_kit(&route.0, value),
        }
    }

    /// Puts an item into a list.
    pub fn insert(&mut self, path: &str, index: usize, value: &Value) -> Result<(), Refused> {
        let route = self.begin(path)?;
        match self.kind {
            Kind::Record => self.insert_at(&route.0, index, value),
            Kind::Kit => self.insert_in_kit(&route.0, index, value),
        }
    }

    /// Puts an item of a list into another place.
    pub fn shift(&mut self, path: &str, from: usize, to: usize) -> Result<(), Refused> {
        let route = self.begin(path)?;
        let within = match self.kind {
            Kind::Record => self.list_at(&route.0)?,
            Kind::Kit => self.list_of_kit(&route.0)?,
        };
        if from == 0 && to == 0 && self.count(&within) == 1 {
            return Ok(());
        }
        self.make(Change::Move { within, from, to })
    }

    /// Puts a name of a credit into another credit, as it is written.
    pub fn carry(&mut self, path: &str, from: usize, into: &str, to: usize) -> Result<(), Refused> {
        let (here, there) = (self.begin(path)?, self.begin(into)?);
        match self.kind {
            Kind::Record => self.carry_name(&here.0, from, &there.0, to),
            Kind::Kit => Err(self.no_place()),
        }
    }

    fn begin(&mut self, path: &str) -> Result<Route, Refused> {
        path.clone_into(&mut self.path);
        Route::read(path).filter(|route| !route.0.is_empty()).ok_or_else(|| self.no_place())
    }

    /// There is no such field.
    pub(super) fn no_place(&self) -> Refused {
        Refused::NoPlace(self.path.chars().take(80).collect())
    }

    /// The value is none of the field.
    pub(super) fn wrong<T>(&self, expected: &'static str) -> Result<T, Refused> {
        Err(Refused::Value { path: self.path.chars().take(80).collect(), expected })
    }

    /// Makes a change.
    pub(super) fn make(&mut self, change: Change) -> Result<(), Refused> {
        if self.plain.after(&change).is_none() {
            return Err(self.no_place());
        }
        let text = changed(&self.text, &change).ok_or_else(|| Refused::Shared(self.path.chars().take(80).collect()))?;
        self.plain = Plain::read(&text).ok_or(Refused::Unreadable)?;
        self.text = text;
        Ok(())
    }

    /// The value at a place.
    pub(super) fn get(&self, at: &[usize]) -> Option<&Plain> {
        self.plain.get(at)
    }

    /// The place of a key in the mapping at a place.
    pub(super) fn key(&self, at: &[usize], key: &str) -> Option<Vec<usize>> {
        let Plain::Map(pairs) = self.get(at)? else { return None };
        let index = pairs.iter().position(|(known, _)| matches!(known, Plain::Text(known) if known == key))?;
        Some(below(at, index))
    }

    /// The text under a key.
    pub(super) fn text_of(&self, at: &[usize], key: &str) -> Option<&str> {
        match self.get(&self.key(at, key)?)? {
            Plain::Text(text) => Some(text.trim()),
            _ => None,
        }
    }

    /// How many children a value has; one that is no list counts as the only item of one.
    pub(super) fn count(&self, at: &[usize]) -> usize {
        match self.get(at) {
            Some(Plain::List(items)) => items.len(),
            Some(Plain::Nothing) | None => 0,
            Some(_) => 1,
        }
    }

    /// How many children a list or a mapping has.
    pub(super) fn children(&self, at: &[usize]) -> usize {
        match self.get(at) {
            Some(Plain::List(items)) => items.len(),
            Some(Plain::Map(pairs)) => pairs.len(),
            _ => 0,
        }
    }

    /// Sets the value under a key of the mapping at a place; keys stand in the order of their table.
    pub(super) fn put(&mut self, at: &[usize], key: &str, value: Plain, table: &[&[Key]]) -> Result<(), Refused> {
        if let Some(own) = self.key(at, key) {
            return self.make(Change::Set { at: own, value });
        }
        let Some(Plain::Map(pairs)) = self.get(at) else {
            return self.make(Change::Set { at: at.to_vec(), value: Plain::map([(key, value)]) });
        };
        if pairs.is_empty() {
            return self.make(Change::Set { at: at.to_vec(), value: Plain::map([(key, value)]) });
        }
        let rank = |name: &str| table.iter().flat_map(|table| table.iter()).position(|known| known.name == name);
        let own = rank(key);
        let before = pairs.iter().rposition(|(known, _)| match (known, own) {
            (Plain::Text(known), Some(own)) => rank(known).is_some_and(|other| other < own),
            _ => true,
        });
        let index = before.map_or(0, |before| before + 1);
        self.make(Change::Insert { within: at.to_vec(), index, key: Some(key.to_owned()), value })
    }

    /// Takes a key of the mapping at a place away, and the mapping if that leaves nothing in it.
    pub(super) fn drop_key(&mut self, at: &[usize], key: &str) -> Result<(), Refused> {
        match self.key(at, key) {
            Some(own) => self.drop_at(&own),
            None => Ok(()),
        }
    }

    /// The table of the keys at a place where lists of texts are.
    pub(super) fn table(&self, at: &[usize]) -> &'static [&'static [Key]] {
        match (self.kind, at) {
            (Kind::Record, []) => OF_RECORD,
            (Kind::Record, _) => OF_CARD,
            (Kind::Kit, []) => OF_KIT,
            (Kind::Kit, _) => OF_FONTS,
        }
    }

    /// Takes a child away, and the value that it is in if that leaves nothing in it.
    pub(super) fn drop_at(&mut self, at: &[usize]) -> Result<(), Refused> {
        let within = at.split_last().map(|(_, within)| within).unwrap_or_default();
        let alone = match self.get(within) {
            Some(Plain::Map(pairs)) => pairs.len() < 2,
            Some(Plain::List(items)) => items.len() < 2,
            _ => return Err(self.no_place()),
        };
        match (alone, within.is_empty()) {
            (true, false) => self.drop_at(within),
            // A file that says nothing more.
            (true, true) => {
                self.text.clear();
                self.plain = Plain::Nothing;
                Ok(())
            }
            (false, _) => self.make(Change::Remove { at: at.to_vec() }),
        }
    }

    /// A text for a field: one line, no control characters.
    pub(super) fn line(&self, value: &Value) -> Result<String, Refused> {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(switch) => switch.to_string(),
            _ => return self.wrong("a text"),
        };
        if text.len() > LONGEST_TEXT {
            return Err(Refused::TooMuch(format!(
                "`{}` has {} bytes, at most {LONGEST_TEXT} are taken",
                self.path,
                text.len()
            )));
        }
        let text: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
        Ok(Text::new(&text).value)
    }

    /// Texts for a field: one, or a list.
    pub(super) fn lines(&self, value: &Value) -> Result<Plain, Refused> {
        match value {
            Value::Array(items) => {
                Ok(Plain::List(items.iter().map(|item| self.line(item).map(Plain::Text)).collect::<Result<_, _>>()?))
            }
            other => self.line(other).map(Plain::Text),
        }
    }

    /// A mapping of texts for a field.
    pub(super) fn pairs(&self, value: &Value) -> Result<Plain, Refused> {
        let Value::Object(fields) = value else { return self.wrong("a mapping of texts") };
        let given = fields.iter().filter(|(_, value)| !value.is_null());
        let pair =
            |(key, value): (&String, &Value)| Ok((Plain::Text(Text::new(key).value), Plain::Text(self.line(value)?)));
        Ok(Plain::Map(given.map(pair).collect::<Result<_, Refused>>()?))
    }
}

/// A child of a place.
pub(super) fn below(at: &[usize], index: usize) -> Vec<usize> {
    let mut path = at.to_vec();
    path.push(index);
    path
}

/// The tables of keys of the parts of a file.
pub(super) const OF_RECORD: &[&[Key]] = &[RECORD];
pub(super) const OF_CARD: &[&[Key]] = &[CARD];
pub(super) const OF_CHECK: &[&[Key]] = &[CHECK];
pub(super) const OF_PERSON: &[&[Key]] = &[PERSON];
pub(super) const OF_NAME: &[&[Key]] = &[CONTRIBUTION];
pub(super) const OF_CREDIT: &[&[Key]] = &[CREDIT, CONTRIBUTION];
pub(super) const OF_TRACK: &[&[Key]] = &[TRACK];
pub(super) const OF_KIT: &[&[Key]] = &[KIT];
pub(super) const OF_FONTS: &[&[Key]] = &[FONTS];
pub(super) const OF_LOGO: &[&[Key]] = &[LOGO];
