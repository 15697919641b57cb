//! The tracks of a file: titles alone, or mappings with credits of their own.

use serde_json::Value;

use crate::edit::Refused;
use crate::edit::editor::{Editor, OF_TRACK, below};
use crate::edit::plain::{Change, Plain};
use crate::edit::route::Step;

/// Keys of a track, and what the form calls them.
const OF_TRACKS: [(&str, &str); 4] =
    [("title", "title"), ("number", "position"), ("duration", "duration"), ("isrc", "isrc")];

impl Editor {
    /// The place of a track.
    pub(super) fn track_place(&self, index: usize) -> Result<Vec<usize>, Refused> {
        let tracks =
            self.key(&[], "tracks").filter(|tracks| index < self.count(tracks)).ok_or_else(|| self.no_place())?;
        Ok(if matches!(self.get(&tracks), Some(Plain::List(_))) { below(&tracks, index) } else { tracks })
    }

    /// The place of a track as a mapping; a title alone becomes one.
    pub(super) fn track_map(&mut self, index: usize) -> Result<Vec<usize>, Refused> {
        let own = self.track_place(index)?;
        if !matches!(self.get(&own), Some(Plain::Map(_))) {
            self.make(Change::Key { at: own.clone(), key: "title".into() })?;
        }
        Ok(own)
    }

    pub(super) fn set_track(&mut self, index: usize, rest: &[Step], value: &Value) -> Result<(), Refused> {
        let own = self.track_place(index)?;
        let is_map = matches!(self.get(&own), Some(Plain::Map(_)));
        match rest {
            [] if value.is_null() => self.drop_at(&own),
            [] => {
                let track = self.track(value)?;
                self.make(Change::Set { at: own, value: track })
            }
            [Step::Key(key), rest @ ..] if key == "credits" => {
                let owner = if value.is_null() { own } else { self.track_map(index)? };
                self.set_credits(&owner, rest, value)
            }
            [Step::Key(name)] => {
                let Some((_, key)) = OF_TRACKS.iter().find(|(known, _)| known == name) else {
                    return Err(self.no_place());
                };
                if value.is_null() {
                    return if is_map { self.drop_key(&own, key) } else { self.wrong("a text") };
                }
                let text = Plain::Text(self.line(value)?);
                if *key == "title" && !is_map {
                    return self.make(Change::Set { at: own, value: text });
                }
                let own = self.track_map(index)?;
                self.put(&own, key, text, OF_TRACK)
            }
            _ => Err(self.no_place()),
        }
    }

    /// A track as the file has it.
    pub(super) fn track(&self, value: &Value) -> Result<Plain, Refused> {
        let Value::Object(fields) = value else { return self.line(value).map(Plain::Text) };
        let mut pairs = Vec::new();
        for (name, key) in OF_TRACKS {
            if let Some(value) = fields.get(name).filter(|value| !value.is_null()) {
                pairs.push((key, Plain::Text(self.line(value)?)));
            }
        }
        if let Some(Value::Array(credits)) =
            fields.get("credits").filter(|credits| credits.as_array().is_some_and(|all| !all.is_empty()))
        {
            pairs.push(("credits", self.credits_value(credits)?));
        }
        match pairs.as_slice() {
            [("title", title)] => Ok(title.clone()),
            [] => self.wrong("a title, or {title, number, credits}"),
            _ => Ok(Plain::map(pairs)),
        }
    }
}
