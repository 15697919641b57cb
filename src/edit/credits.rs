//! Credits in a file: roles as keys of a mapping, or a list of entries with `role`. Both take every edit; roles that come
//! twice need the list, and the mapping becomes one then.

use serde_json::Value;

use crate::edit::Refused;
use crate::edit::editor::{Editor, OF_CREDIT, OF_RECORD, OF_TRACK, below};
use crate::edit::plain::{Change, Plain};
use crate::edit::route::Step;

impl Editor {
    /// The place of a credit of an owner: the file, or a track.
    pub(super) fn credit_place(&self, owner: &[usize], index: usize) -> Result<Vec<usize>, Refused> {
        let own = self.key(owner, "credits").ok_or_else(|| self.no_place())?;
        let place = below(&own, index);
        if self.get(&place).is_some() { Ok(place) } else { Err(self.no_place()) }
    }

    /// Whether the credits of an owner are a mapping of roles to names.
    pub(super) fn is_keyed(&self, owner: &[usize]) -> bool {
        self.key(owner, "credits").is_some_and(|own| matches!(self.get(&own), Some(Plain::Map(_))))
    }

    /// The list that items of a route are moved in.
    pub(super) fn credit_list(&self, owner: &[usize], rest: &[Step]) -> Result<Vec<usize>, Refused> {
        match rest {
            [] => self.key(owner, "credits").ok_or_else(|| self.no_place()),
            [Step::Item(index), Step::Key(names)] if names == "names" => {
                let entry = self.credit_place(owner, *index)?;
                Ok(self.names_place(owner, &entry).unwrap_or(entry))
            }
            _ => Err(self.no_place()),
        }
    }

    /// Sets something of the credits of an owner.
    pub(super) fn set_credits(&mut self, owner: &[usize], rest: &[Step], value: &Value) -> Result<(), Refused> {
        let (index, rest) = match rest {
            [] => {
                return match value {
                    Value::Null => self.drop_key(owner, "credits"),
                    Value::Array(items) => {
                        let credits = self.credits_value(items)?;
                        let table = if owner.is_empty() { OF_RECORD } else { OF_TRACK };
                        self.put(owner, "credits", credits, table)
                    }
                    _ => self.wrong("a list of credits"),
                };
            }
            [Step::Item(index), rest @ ..] => (*index, rest),
            _ => return Err(self.no_place()),
        };
        let entry = self.credit_place(owner, index)?;
        match (rest, value) {
            ([], Value::Null) => self.drop_credit(owner, &entry),
            ([], value) => {
                let Value::Object(fields) = value else { return self.wrong("{role, names}") };
                if let Some(role) = fields.get("role") {
                    self.set_role(owner, index, role)?;
                }
                match fields.get("names") {
                    Some(names) => self.set_names(owner, index, &names.clone()),
                    None => Ok(()),
                }
            }
            ([Step::Key(key)], value) if key == "role" => self.set_role(owner, index, value),
            ([Step::Key(key)], value) if key == "names" => self.set_names(owner, index, value),
            ([Step::Key(key), Step::Item(name), rest @ ..], value) if key == "names" => {
                self.set_name(owner, index, *name, rest, value)
            }
            ([Step::Key(key)], value) if ["tracks", "note", "at", "language"].contains(&key.as_str()) => {
                // Of the credit is of all its names.
                let step = [Step::Key(key.clone())];
                (0..self.names_count(owner, &entry))
                    .try_for_each(|name| self.set_name(owner, index, name, &step, value))
            }
            _ => Err(self.no_place()),
        }
    }

    /// The record's last credit leaves an empty mapping: a form goes on from there. A track has credits or says nothing of them.
    fn drop_credit(&mut self, owner: &[usize], entry: &[usize]) -> Result<(), Refused> {
        let within = entry.split_last().map(|(_, within)| within.to_vec()).unwrap_or_default();
        match self.get(&within) {
            Some(_) if !owner.is_empty() && self.children(&within) == 1 => self.drop_key(owner, "credits"),
            Some(Plain::Map(pairs)) if pairs.len() == 1 => {
                self.make(Change::Set { at: within, value: Plain::Map(Vec::new()) })
            }
            Some(Plain::List(items)) if items.len() == 1 => {
                self.make(Change::Set { at: within, value: Plain::List(Vec::new()) })
            }
            _ => self.make(Change::Remove { at: entry.to_vec() }),
        }
    }

    fn set_role(&mut self, owner: &[usize], index: usize, value: &Value) -> Result<(), Refused> {
        let role = self.line(value)?;
        let own = self.key(owner, "credits").ok_or_else(|| self.no_place())?;
        if self.is_keyed(owner) && self.key(&own, &role).is_some_and(|known| known != below(&own, index)) {
            self.itemise(&own)?;
        }
        let entry = below(&own, index);
        if self.is_keyed(owner) {
            return self.make(Change::Rename { at: entry, key: role });
        }
        self.put(&entry, "role", Plain::Text(role), OF_CREDIT)
    }

    fn itemise(&mut self, own: &[usize]) -> Result<(), Refused> {
        self.make(Change::Itemise { at: own.to_vec(), key: "role".into(), value: "names".into() })
    }

    /// Puts a credit, or a name of one, in.
    pub(super) fn insert_credit(
        &mut self,
        owner: &[usize],
        rest: &[Step],
        index: usize,
        value: &Value,
    ) -> Result<(), Refused> {
        match rest {
            [] => {}
            [Step::Item(credit), Step::Key(names)] if names == "names" => {
                return self.insert_name(owner, *credit, index, value);
            }
            _ => return Err(self.no_place()),
        }
        let Value::Object(fields) = value else { return self.wrong("{role, names}") };
        let role = self.line(fields.get("role").unwrap_or(&Value::String(String::new())))?;
        let names = self.names_value(fields.get("names").unwrap_or(&Value::Null))?;
        let table = if owner.is_empty() { OF_RECORD } else { OF_TRACK };
        let Some(own) = self.key(owner, "credits") else {
            return self.put(owner, "credits", Plain::map([(role.as_str(), names)]), table);
        };
        match self.get(&own) {
            Some(Plain::Map(pairs)) if !pairs.is_empty() => {
                if self.key(&own, &role).is_none() {
                    return self.make(Change::Insert { within: own, index, key: Some(role), value: names });
                }
                self.itemise(&own)?;
            }
            Some(Plain::List(items)) if !items.is_empty() => {}
            _ => {
                return self.make(Change::Set { at: own, value: Plain::map([(role.as_str(), names)]) });
            }
        }
        let item = Plain::map([("role", Plain::Text(role)), ("names", names)]);
        self.make(Change::Insert { within: own, index, key: None, value: item })
    }

    /// Credits as a file has them.
    pub(super) fn credits_value(&self, items: &[Value]) -> Result<Plain, Refused> {
        let mut all: Vec<(String, Plain)> = Vec::with_capacity(items.len());
        for item in items {
            let Value::Object(fields) = item else { return self.wrong("a list of {role, names}") };
            let role = self.line(fields.get("role").unwrap_or(&Value::String(String::new())))?;
            all.push((role, self.names_value(fields.get("names").unwrap_or(&Value::Null))?));
        }
        let twice =
            all.iter().enumerate().any(|(place, (role, _))| all.iter().take(place).any(|(other, _)| other == role));
        if twice {
            let item = |(role, names)| Plain::map([("role", Plain::Text(role)), ("names", names)]);
            return Ok(Plain::List(all.into_iter().map(item).collect()));
        }
        Ok(Plain::Map(all.into_iter().map(|(role, names)| (Plain::Text(role), names)).collect()))
    }
}
