//! Details of people, given once under `people`, and the artist among them.

use serde_json::Value;

use crate::edit::Refused;
use crate::edit::editor::{Editor, OF_PERSON, OF_RECORD};
use crate::edit::plain::Plain;
use crate::edit::route::Step;

impl Editor {
    /// The artist, if it is one name.
    pub(super) fn artist(&self) -> Result<String, Refused> {
        self.text_of(&[], "artist").map(str::to_owned).ok_or_else(|| self.no_place())
    }

    /// Sets a field of somebody under `people`: `people.<name>.handles.instagram`, which is made if it is not there.
    pub(super) fn set_person(&mut self, route: &[Step], value: &Value) -> Result<(), Refused> {
        let (Some(Step::Key(name)), rest) = (route.first(), route.get(1..).unwrap_or_default()) else {
            return Err(self.no_place());
        };
        let (name, rest) = (name.clone(), rest.to_vec());
        let people = self.key(&[], "people");
        let own = people.as_ref().and_then(|people| self.key(people, &name));
        match (rest.as_slice(), value) {
            ([], Value::Null) => own.map_or(Ok(()), |own| self.drop_at(&own)),
            ([Step::Key(key)], Value::Null) => own.map_or(Ok(()), |own| self.drop_key(&own, key)),
            ([Step::Key(handles), Step::Key(platform)], Value::Null) if handles == "handles" => {
                let at = own.and_then(|own| self.key(&own, "handles"));
                at.map_or(Ok(()), |at| self.drop_key(&at, platform))
            }
            _ => {
                let (key, value) = match rest.as_slice() {
                    [Step::Key(key)] if key == "handles" => ("handles".to_owned(), self.pairs(value)?),
                    [Step::Key(key)] if crate::record::PERSON.iter().any(|known| known.name == key) => {
                        (key.clone(), Plain::Text(self.line(value)?))
                    }
                    [Step::Key(handles), Step::Key(platform)] if handles == "handles" => {
                        let text = Plain::Text(self.line(value)?);
                        let at = own.as_ref().and_then(|own| self.key(own, "handles"));
                        if let Some(at) = at {
                            let platform = platform.clone();
                            return self.put(&at, &platform, text, &[]);
                        }
                        ("handles".to_owned(), Plain::map([(platform.as_str(), text)]))
                    }
                    _ => return Err(self.no_place()),
                };
                match (people, own) {
                    (_, Some(own)) => self.put(&own, &key, value, OF_PERSON),
                    (Some(people), None) => self.put(&people, &name, Plain::map([(key.as_str(), value)]), &[]),
                    (None, None) => {
                        let person = Plain::map([(name.as_str(), Plain::map([(key.as_str(), value)]))]);
                        self.put(&[], "people", person, OF_RECORD)
                    }
                }
            }
        }
    }
}
