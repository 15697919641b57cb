//! The names of a credit: a name alone, a list, a mapping with `name`, or fields beside the role.

use serde_json::Value;

use crate::edit::Refused;
use crate::edit::editor::{Editor, OF_CREDIT, OF_NAME, below};
use crate::edit::plain::{Change, Plain};
use crate::edit::route::Step;

/// Fields of a name.
const FIELDS: [&str; 5] = ["name", "tracks", "note", "at", "language"];

impl Editor {
    /// Where the names of an entry stand; none if the entry is the name itself, or has none.
    pub(super) fn names_place(&self, owner: &[usize], entry: &[usize]) -> Option<Vec<usize>> {
        if self.is_keyed(owner) { Some(entry.to_vec()) } else { self.key(entry, "names") }
    }

    /// Whether an entry has its name beside its role.
    fn is_beside(&self, owner: &[usize], entry: &[usize]) -> bool {
        !self.is_keyed(owner) && self.key(entry, "names").is_none() && self.key(entry, "name").is_some()
    }

    /// How many names an entry has.
    pub(super) fn names_count(&self, owner: &[usize], entry: &[usize]) -> usize {
        match self.names_place(owner, entry) {
            Some(names) => self.count(&names),
            None => usize::from(self.is_beside(owner, entry)),
        }
    }

    /// Sets all names of a credit.
    pub(super) fn set_names(&mut self, owner: &[usize], credit: usize, value: &Value) -> Result<(), Refused> {
        let entry = self.credit_place(owner, credit)?;
        let names = self.names_value(value)?;
        if self.is_beside(owner, &entry) {
            return self.with_names(&entry, names);
        }
        match self.names_place(owner, &entry) {
            Some(own) => self.make(Change::Set { at: own, value: names }),
            None => self.put(&entry, "names", names, OF_CREDIT),
        }
    }

    /// An entry with its role and these names alone.
    fn with_names(&mut self, entry: &[usize], names: Plain) -> Result<(), Refused> {
        let role = self.text_of(entry, "role").unwrap_or_default().to_owned();
        self.make(Change::Set {
            at: entry.to_vec(),
            value: Plain::map([("role", Plain::Text(role)), ("names", names)]),
        })
    }

    /// Sets a name, or a field of it.
    pub(super) fn set_name(
        &mut self,
        owner: &[usize],
        credit: usize,
        index: usize,
        rest: &[Step],
        value: &Value,
    ) -> Result<(), Refused> {
        let entry = self.credit_place(owner, credit)?;
        if index >= self.names_count(owner, &entry) {
            return Err(self.no_place());
        }
        let beside = self.is_beside(owner, &entry);
        let names = self.names_place(owner, &entry);
        let own = match &names {
            _ if beside => entry.clone(),
            Some(names) if matches!(self.get(names), Some(Plain::List(_))) => below(names, index),
            Some(names) => names.clone(),
            None => return Err(self.no_place()),
        };
        match (rest, value) {
            ([], Value::Null) => self.drop_name(&entry, names.as_deref(), &own, beside),
            ([], Value::Object(_)) if !beside => {
                let name = self.name_value(value)?;
                self.make(Change::Set { at: own, value: name })
            }
            ([], Value::Object(fields)) => fields
                .clone()
                .iter()
                .try_for_each(|(key, value)| self.set_name_field(&own, &[Step::Key(key.clone())], value, true)),
            ([], value) => self.set_name_field(&own, &[Step::Key("name".into())], value, beside),
            (rest, value) => self.set_name_field(&own, rest, value, beside),
        }
    }

    fn drop_name(
        &mut self,
        entry: &[usize],
        names: Option<&[usize]>,
        own: &[usize],
        beside: bool,
    ) -> Result<(), Refused> {
        if beside {
            return self.with_names(entry, Plain::List(Vec::new()));
        }
        let Some(names) = names else { return Err(self.no_place()) };
        if own != names && self.count(names) > 1 {
            return self.make(Change::Remove { at: own.to_vec() });
        }
        self.make(Change::Set { at: names.to_vec(), value: Plain::List(Vec::new()) })
    }

    /// Sets a field of a name that stands at a place.
    fn set_name_field(&mut self, own: &[usize], rest: &[Step], value: &Value, beside: bool) -> Result<(), Refused> {
        let is_map = matches!(self.get(own), Some(Plain::Map(_)));
        let table = if beside { OF_CREDIT } else { OF_NAME };
        let name = match self.get(own) {
            Some(Plain::Text(name)) => name.trim().to_owned(),
            _ => self.text_of(own, "name").unwrap_or_default().to_owned(),
        };
        let (Some(Step::Key(key)), further) = (rest.first(), rest.get(1..).unwrap_or_default()) else {
            return Err(self.no_place());
        };
        let key = key.clone();
        // What is said of a person once is changed there.
        let person = self.key(&[], "people").and_then(|people| self.key(&people, &name));
        let own_field = self.key(own, &key);
        let said_once = own_field.is_none() && ["handles", "language"].contains(&key.as_str());
        if let Some(person) = person.filter(|_| said_once)
            && (!value.is_null() || self.key(&person, &key).is_some())
        {
            let mut route = vec![Step::Key(name)];
            route.extend(rest.iter().cloned());
            return self.set_person(&route, value);
        }
        let new = match (key.as_str(), further, value) {
            ("name", [], Value::Null) => return self.wrong("a text"),
            ("name", [], value) => {
                let text = Plain::Text(self.line(value)?);
                return if is_map {
                    self.put(own, "name", text, table)
                } else {
                    self.make(Change::Set { at: own.to_vec(), value: text })
                };
            }
            (_, [], Value::Null) => return self.drop_name_field(own, &key, beside),
            ("handles", [], Value::Object(fields)) if fields.is_empty() => {
                return self.drop_name_field(own, &key, beside);
            }
            ("handles", [], value) => self.pairs(value)?,
            ("handles", [Step::Key(platform)], value) => {
                let handles = own_field.filter(|at| matches!(self.get(at), Some(Plain::Map(_))));
                match (handles, value) {
                    (Some(at), Value::Null) => {
                        return match self.get(&at) {
                            Some(Plain::Map(pairs)) if pairs.len() > 1 => self.drop_key(&at, platform),
                            _ if self.key(&at, platform).is_some() => self.drop_name_field(own, "handles", beside),
                            _ => Ok(()),
                        };
                    }
                    (None, Value::Null) => return Ok(()),
                    (Some(at), value) => {
                        let text = Plain::Text(self.line(value)?);
                        return self.put(&at, &platform.clone(), text, &[]);
                    }
                    (None, value) => Plain::map([(platform.as_str(), Plain::Text(self.line(value)?))]),
                }
            }
            ("tracks", [], Value::Array(items)) if items.is_empty() => {
                return self.drop_name_field(own, "tracks", beside);
            }
            ("tracks", [], value) => self.lines(value)?,
            ("note" | "at" | "language", [], value) => Plain::Text(self.line(value)?),
            _ => return Err(self.no_place()),
        };
        if !is_map {
            self.make(Change::Key { at: own.to_vec(), key: "name".into() })?;
        }
        self.put(own, &key, new, table)
    }

    /// Takes a field of a name away; a name of which nothing more is said stands alone again.
    fn drop_name_field(&mut self, own: &[usize], key: &str, beside: bool) -> Result<(), Refused> {
        let Some(at) = self.key(own, key) else { return Ok(()) };
        self.make(Change::Remove { at })?;
        match self.get(own) {
            Some(Plain::Map(pairs)) if pairs.len() == 1 && !beside => match self.text_of(own, "name") {
                Some(name) => {
                    let name = Plain::text(name);
                    self.make(Change::Set { at: own.to_vec(), value: name })
                }
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Puts a name in.
    pub(super) fn insert_name(
        &mut self,
        owner: &[usize],
        credit: usize,
        index: usize,
        value: &Value,
    ) -> Result<(), Refused> {
        let entry = self.credit_place(owner, credit)?;
        let name = self.name_value(value)?;
        if index > self.names_count(owner, &entry) {
            return Err(self.no_place());
        }
        self.put_name(owner, &entry, index, name)
    }

    /// A name that stands beside its role, without the role.
    fn beside(&self, entry: &[usize]) -> Result<Plain, Refused> {
        let Some(Plain::Map(pairs)) = self.get(entry) else { return Err(self.no_place()) };
        Ok(without(pairs, "role"))
    }

    /// Puts a name into an entry.
    fn put_name(&mut self, owner: &[usize], entry: &[usize], index: usize, name: Plain) -> Result<(), Refused> {
        if self.is_beside(owner, entry) {
            let mut all = vec![self.beside(entry)?];
            all.insert(index.min(1), name);
            return self.with_names(entry, Plain::List(all));
        }
        match self.names_place(owner, entry) {
            None => self.put(entry, "names", name, OF_CREDIT),
            Some(own) => match self.get(&own) {
                Some(Plain::List(items)) if !items.is_empty() => {
                    self.make(Change::Insert { within: own, index, key: None, value: name })
                }
                Some(Plain::Text(_) | Plain::Map(_)) => {
                    self.make(Change::Gather { at: own.clone() })?;
                    self.make(Change::Insert { within: own, index, key: None, value: name })
                }
                _ => self.make(Change::Set { at: own, value: name }),
            },
        }
    }

    /// Where the names of a route belong: the owner of the credits, whether it is a track, and the credit.
    fn names_of(&self, route: &[Step]) -> Result<(Vec<usize>, bool, usize), Refused> {
        let (owner, track, rest) = match route {
            [Step::Key(tracks), Step::Item(track), rest @ ..] if tracks == "tracks" => {
                (self.track_place(*track)?, true, rest)
            }
            rest => (Vec::new(), false, rest),
        };
        match rest {
            [Step::Key(credits), Step::Item(credit), Step::Key(names)] if credits == "credits" && names == "names" => {
                Ok((owner, track, *credit))
            }
            _ => Err(self.no_place()),
        }
    }

    /// Puts a name of one credit into another. What its entry says of it goes along; a track says for itself which it is.
    pub(super) fn carry_name(&mut self, from: &[Step], index: usize, into: &[Step], to: usize) -> Result<(), Refused> {
        let (owner, _, credit) = self.names_of(from)?;
        let (other, of_track, target) = self.names_of(into)?;
        let (entry, goal) = (self.credit_place(&owner, credit)?, self.credit_place(&other, target)?);
        if index >= self.names_count(&owner, &entry) || entry == goal || to > self.names_count(&other, &goal) {
            return Err(self.no_place());
        }
        let name = match self.names_place(&owner, &entry).map(|names| (self.get(&names), names)) {
            None => self.beside(&entry)?,
            Some((Some(Plain::List(items)), _)) => items.get(index).cloned().ok_or_else(|| self.no_place())?,
            Some((Some(one), _)) => one.clone(),
            Some((None, _)) => return Err(self.no_place()),
        };
        let name = match name {
            Plain::Map(pairs) if of_track => without(&pairs, "tracks"),
            name => name,
        };
        self.set_name(&owner, credit, index, &[], &Value::Null)?;
        self.put_name(&other, &goal, to, name)
    }

    /// Names as a file has them: one alone, several as a list.
    pub(super) fn names_value(&self, value: &Value) -> Result<Plain, Refused> {
        let items = match value {
            Value::Null => &[],
            Value::Array(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut names = items.iter().map(|item| self.name_value(item)).collect::<Result<Vec<_>, _>>()?;
        Ok(if names.len() == 1 { names.swap_remove(0) } else { Plain::List(names) })
    }

    /// A name as a file has it: alone, or with what else is said of it.
    fn name_value(&self, value: &Value) -> Result<Plain, Refused> {
        let Value::Object(fields) = value else { return self.line(value).map(Plain::Text) };
        let mut pairs = Vec::new();
        for key in FIELDS {
            match fields.get(key) {
                None | Some(Value::Null) => {}
                Some(Value::Array(items)) if items.is_empty() => {}
                Some(value) if key == "tracks" => pairs.push((key, self.lines(value)?)),
                Some(value) => pairs.push((key, Plain::Text(self.line(value)?))),
            }
        }
        match fields.get("handles") {
            Some(Value::Object(handles)) if !handles.is_empty() => {
                pairs.push(("handles", self.pairs(&Value::Object(handles.clone()))?))
            }
            _ => {}
        }
        match pairs.as_slice() {
            [("name", name)] => Ok(name.clone()),
            [("name", _), ..] => Ok(Plain::map(pairs)),
            _ => self.wrong("a name, or {name, handles, language, tracks, note, at}"),
        }
    }
}

/// A name without one of its fields; one of which nothing more is said stands alone.
fn without(pairs: &[(Plain, Plain)], field: &str) -> Plain {
    let is_field = |key: &Plain| matches!(key, Plain::Text(key) if key == field);
    let rest: Vec<_> = pairs.iter().filter(|(key, _)| !is_field(key)).cloned().collect();
    match rest.as_slice() {
        [(Plain::Text(key), only)] if key == "name" => only.clone(),
        _ => Plain::Map(rest),
    }
}
