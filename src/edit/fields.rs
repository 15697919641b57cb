//! The fields of a file and of its card: where each stands, and what it takes.

use serde_json::Value;

use crate::edit::Refused;
use crate::edit::editor::{Editor, OF_CARD, OF_CHECK, OF_RECORD, below};
use crate::edit::model::TEXTS;
use crate::edit::plain::{Change, Plain};
use crate::edit::route::Step;

impl Editor {
    /// Sets what a route leads to.
    pub(super) fn set_at(&mut self, route: &[Step], value: &Value) -> Result<(), Refused> {
        let Some((Step::Key(first), rest)) = route.split_first() else { return Err(self.no_place()) };
        match (first.as_str(), rest) {
            ("credits", rest) => self.set_credits(&[], rest, value),
            ("tracks", [Step::Item(index), rest @ ..]) => self.set_track(*index, rest, value),
            ("tracks", []) if value.is_null() => self.drop_key(&[], "tracks"),
            ("artwork", rest) => self.set_artwork(rest, value),
            ("handles", rest) => {
                let artist = self.artist()?;
                let mut steps = vec![Step::Key(artist), Step::Key("handles".into())];
                steps.extend(rest.iter().cloned());
                self.set_person(&steps, value)
            }
            ("people", [_, ..]) => self.set_person(rest, value),
            ("hashtags", rest) => self.set_list(&[], "hashtags", rest, value),
            ("card", [Step::Key(key), rest @ ..]) => {
                let key = key.clone();
                self.set_card(&key, rest, value)
            }
            ("check", [Step::Key(key), rest @ ..]) if key == "allow" => self.set_allowed(rest, value),
            ("custom", [Step::Key(key)]) => {
                let key = key.clone();
                self.nested(&[], "custom", &key, value)
            }
            (name, []) => {
                let Some((key, _)) = TEXTS.iter().find(|(_, known)| *known == name) else {
                    return Err(self.no_place());
                };
                match value {
                    Value::Null => self.drop_key(&[], key),
                    Value::Array(_) if name == "artist" => {
                        let artists = self.lines(value)?;
                        self.put(&[], key, artists, OF_RECORD)
                    }
                    value => {
                        let text = self.line(value)?;
                        self.put(&[], key, Plain::Text(text), OF_RECORD)
                    }
                }
            }
            _ => Err(self.no_place()),
        }
    }

    /// Puts an item into what a route leads to.
    pub(super) fn insert_at(&mut self, route: &[Step], index: usize, value: &Value) -> Result<(), Refused> {
        match route {
            [Step::Key(key), rest @ ..] if key == "credits" => self.insert_credit(&[], rest, index, value),
            [Step::Key(key)] if key == "tracks" => {
                let track = self.track(value)?;
                self.put_in_list(&[], "tracks", index, track)
            }
            [Step::Key(key), Step::Item(track), Step::Key(of), rest @ ..] if key == "tracks" && of == "credits" => {
                let owner = self.track_map(*track)?;
                self.insert_credit(&owner, rest, index, value)
            }
            [Step::Key(key)] if key == "hashtags" => {
                let tag = Plain::Text(self.line(value)?);
                self.put_in_list(&[], "hashtags", index, tag)
            }
            [Step::Key(card), Step::Key(key)] if card == "card" && (key == "formats" || key == "for") => {
                let (key, name) = (key.clone(), Plain::Text(self.line(value)?));
                let Some(at) = self.key(&[], "card").filter(|at| matches!(self.get(at), Some(Plain::Map(_)))) else {
                    return self.put(&[], "card", Plain::map([(key.as_str(), name)]), OF_RECORD);
                };
                self.put_in_list(&at, &key, index, name)
            }
            [Step::Key(check), Step::Key(key)] if check == "check" && key == "allow" => {
                let allowance = self.allowance(value)?;
                let Some(at) = self.key(&[], "check").filter(|at| matches!(self.get(at), Some(Plain::Map(_)))) else {
                    let list = Plain::List(vec![allowance]);
                    return self.put(&[], "check", Plain::map([("allow", list)]), OF_RECORD);
                };
                self.put_in_list(&at, "allow", index, allowance)
            }
            _ => Err(self.no_place()),
        }
    }

    /// The list of what a route leads to, whose items are moved.
    pub(super) fn list_at(&self, route: &[Step]) -> Result<Vec<usize>, Refused> {
        match route {
            [Step::Key(key), rest @ ..] if key == "credits" => self.credit_list(&[], rest),
            [Step::Key(key), Step::Item(track), Step::Key(of), rest @ ..] if key == "tracks" && of == "credits" => {
                let owner = self.track_place(*track)?;
                self.credit_list(&owner, rest)
            }
            [Step::Key(key)] if key == "tracks" || key == "hashtags" => {
                self.key(&[], key).ok_or_else(|| self.no_place())
            }
            [Step::Key(card), Step::Key(key)] if card == "card" => {
                let card = self.key(&[], "card").ok_or_else(|| self.no_place())?;
                self.key(&card, key).ok_or_else(|| self.no_place())
            }
            _ => Err(self.no_place()),
        }
    }

    /// Sets a list of texts, or an item of it.
    pub(super) fn set_list(&mut self, at: &[usize], key: &str, rest: &[Step], value: &Value) -> Result<(), Refused> {
        let own = self.key(at, key);
        match (rest, value) {
            ([], Value::Null) => self.drop_key(at, key),
            ([], Value::Array(items)) if items.is_empty() => self.drop_key(at, key),
            ([], value) => {
                let texts = self.lines(value)?;
                self.put(at, key, texts, self.table(at))
            }
            ([Step::Item(index)], value) => {
                let own = own.filter(|own| *index < self.count(own)).ok_or_else(|| self.no_place())?;
                let list = matches!(self.get(&own), Some(Plain::List(_)));
                let item = if list { below(&own, *index) } else { own };
                match value {
                    Value::Null => self.drop_at(&item),
                    value => {
                        let text = self.line(value)?;
                        self.make(Change::Set { at: item, value: Plain::Text(text) })
                    }
                }
            }
            _ => Err(self.no_place()),
        }
    }

    /// Puts an item into a list under a key; a value alone becomes a list of it, and a list is made where there is none.
    pub(super) fn put_in_list(&mut self, at: &[usize], key: &str, index: usize, item: Plain) -> Result<(), Refused> {
        let table = if key == "allow" { OF_CHECK } else { self.table(at) };
        match self.key(at, key) {
            None => self.put(at, key, Plain::List(vec![item]), table),
            Some(own) => match self.get(&own) {
                Some(Plain::List(items)) if !items.is_empty() => {
                    self.make(Change::Insert { within: own, index, key: None, value: item })
                }
                Some(Plain::Text(_) | Plain::Map(_)) => {
                    self.make(Change::Gather { at: own.clone() })?;
                    self.make(Change::Insert { within: own, index, key: None, value: item })
                }
                _ => self.make(Change::Set { at: own, value: Plain::List(vec![item]) }),
            },
        }
    }

    /// Sets a text under a key of a mapping that is made if it is not there.
    fn nested(&mut self, at: &[usize], outer: &str, key: &str, value: &Value) -> Result<(), Refused> {
        let own = self.key(at, outer);
        match (own, value) {
            (None, Value::Null) => Ok(()),
            (Some(own), Value::Null) => self.drop_key(&own, key),
            (Some(own), value) => {
                let text = Plain::Text(self.line(value)?);
                self.put(&own, key, text, OF_CARD)
            }
            (None, value) => {
                let text = Plain::Text(self.line(value)?);
                self.put(at, outer, Plain::map([(key, text)]), OF_RECORD)
            }
        }
    }

    fn set_card(&mut self, key: &str, rest: &[Step], value: &Value) -> Result<(), Refused> {
        if !crate::record::CARD.iter().any(|known| known.name == key) {
            return Err(self.no_place());
        }
        let card = self.key(&[], "card");
        match (key, rest, value) {
            ("formats" | "for" | "bilingual", [], Value::Array(items)) if !items.is_empty() => {
                let texts = self.lines(value)?;
                self.put_in_card(card, key, texts)
            }
            ("formats" | "for" | "bilingual", rest, value) => match card {
                Some(card) => self.set_list(&card, key, rest, value),
                None if value.is_null() || value.as_array().is_some_and(Vec::is_empty) => Ok(()),
                None if rest.is_empty() => {
                    let texts = self.lines(value)?;
                    self.put_in_card(None, key, texts)
                }
                None => Err(self.no_place()),
            },
            ("theme", [], Value::Object(_)) => {
                let colours = self.pairs(value)?;
                self.put_in_card(card, key, colours)
            }
            ("theme", [Step::Key(colour)], value) => {
                let colour = colour.clone();
                let theme = card.as_ref().and_then(|card| self.key(card, "theme"));
                match theme.filter(|theme| matches!(self.get(theme), Some(Plain::Map(_)))) {
                    Some(theme) if value.is_null() => self.drop_key(&theme, &colour),
                    Some(theme) => {
                        let text = Plain::Text(self.line(value)?);
                        self.put(&theme, &colour, text, &[])
                    }
                    None if value.is_null() => Ok(()),
                    None => {
                        let text = Plain::Text(self.line(value)?);
                        self.put_in_card(card, key, Plain::map([(colour.as_str(), text)]))
                    }
                }
            }
            (_, [], Value::Null) => card.map_or(Ok(()), |card| self.drop_key(&card, key)),
            (_, [], value) => {
                let text = Plain::Text(self.line(value)?);
                self.put_in_card(card, key, text)
            }
            _ => Err(self.no_place()),
        }
    }

    fn put_in_card(&mut self, card: Option<Vec<usize>>, key: &str, value: Plain) -> Result<(), Refused> {
        match card {
            Some(card) => self.put(&card, key, value, OF_CARD),
            None => self.put(&[], "card", Plain::map([(key, value)]), OF_RECORD),
        }
    }

    fn set_artwork(&mut self, rest: &[Step], value: &Value) -> Result<(), Refused> {
        let own = self.key(&[], "artwork");
        let is_map = own.as_ref().is_some_and(|own| matches!(self.get(own), Some(Plain::Map(_))));
        match (rest, value, own) {
            ([], Value::Null, _) => self.drop_key(&[], "artwork"),
            ([], Value::Object(fields), _) => {
                let file = fields.get("file").unwrap_or(&Value::Null);
                self.set_artwork(&[], &file.clone())?;
                match fields.get("focus") {
                    Some(focus) => self.set_artwork(&[Step::Key("focus".into())], &focus.clone()),
                    None => Ok(()),
                }
            }
            ([], value, Some(own)) if is_map => {
                let text = Plain::Text(self.line(value)?);
                self.put(&own, "file", text, &[crate::record::keys::PICTURE])
            }
            ([], value, _) => {
                let text = Plain::Text(self.line(value)?);
                self.put(&[], "artwork", text, OF_RECORD)
            }
            ([Step::Key(key)], value, _) if key == "file" => self.set_artwork(&[], value),
            ([Step::Key(key)], Value::Null, Some(own)) if key == "focus" => {
                if is_map {
                    self.drop_key(&own, "focus")
                } else {
                    Ok(())
                }
            }
            ([Step::Key(key)], Value::Array(_), Some(own)) if key == "focus" => {
                let shares = self.lines(value)?;
                if !is_map {
                    self.make(Change::Key { at: own.clone(), key: "file".into() })?;
                }
                self.put(&own, "focus", shares, &[crate::record::keys::PICTURE])
            }
            _ => self.wrong("a path, or {file, focus: [x, y]}"),
        }
    }

    fn set_allowed(&mut self, rest: &[Step], value: &Value) -> Result<(), Refused> {
        let check = self.key(&[], "check").ok_or_else(|| self.no_place())?;
        match (rest, value) {
            ([], Value::Null) => self.drop_key(&check, "allow"),
            ([Step::Item(_)], Value::Null) => self.set_list(&check, "allow", rest, value),
            _ => Err(self.no_place()),
        }
    }

    /// A finding that is meant: a code, or a code with a name.
    fn allowance(&self, value: &Value) -> Result<Plain, Refused> {
        let Value::Object(fields) = value else { return self.line(value).map(Plain::Text) };
        let of = |key: &str| fields.get(key).filter(|value| !value.is_null()).map(|value| self.line(value)).transpose();
        match (of("code")?, of("name")?) {
            (Some(code), Some(name)) => Ok(Plain::map([("code", Plain::Text(code)), ("name", Plain::Text(name))])),
            (Some(code), None) => Ok(Plain::Text(code)),
            _ => self.wrong("a code, or {code, name}"),
        }
    }
}
