//! A record taken into a form by edits: fields that are empty are filled, roles that are there get the names they lack.

use serde_json::{Map, Value, json};

use crate::catalogue::roles::{fold, roles};
use crate::desk::dropped::Review;
use crate::edit::{Edit, Model, ModelCredit};
use crate::record::{Contribution, Credit, Record, Track};

/// What was taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Fields of the record.
    pub fields: usize,
    /// Roles that were not there.
    pub credits: usize,
    /// Names.
    pub names: usize,
    /// Tracks.
    pub tracks: usize,
    /// Names that were there already.
    pub known: usize,
}

/// A form with what is put into it.
pub struct Merger<'m> {
    model: &'m Model,
    /// The edits, one after the other.
    pub edits: Vec<Edit>,
    /// What they come to.
    pub taken: Taken,
    /// What the form and the record say differently.
    pub review: Vec<Review>,
}

/// The credits of a form while names are added: role, and names.
type Known = Vec<(String, Vec<String>)>;

impl<'m> Merger<'m> {
    /// Nothing taken yet.
    pub fn new(model: &'m Model) -> Merger<'m> {
        Merger { model, edits: Vec::new(), taken: Taken::default(), review: Vec::new() }
    }

    /// Takes a record.
    pub fn add(&mut self, record: &Record) {
        let model = self.model;
        let given = |text: &crate::record::Text| (!text.is_empty()).then(|| text.value.clone());
        let of = |text: &Option<crate::record::Text>| text.as_ref().map(|text| text.value.clone());
        for (path, own, theirs) in [
            ("title", &model.title, given(&record.title)),
            ("artist", &model.artist, given(&record.artist)),
            ("kind", &model.kind, of(&record.kind)),
            ("date", &model.date, record.released.as_ref().map(|released| released.text.value.clone())),
            ("label", &model.label, of(&record.label)),
            ("catalogue", &model.catalogue, of(&record.catalogue)),
            ("isrc", &model.isrc, of(&record.isrc)),
            ("iswc", &model.iswc, of(&record.iswc)),
            ("upc", &model.upc, of(&record.upc)),
            ("language", &model.language, of(&record.language)),
            ("thanks", &model.thanks, of(&record.thanks)),
            ("supplied_by", &model.supplied_by, of(&record.supplied_by)),
        ] {
            let Some(theirs) = theirs else { continue };
            match own.as_deref().filter(|own| !own.is_empty()) {
                None => {
                    self.edits.push(Edit::Set { path: path.into(), value: json!(theirs) });
                    self.taken.fields += 1;
                }
                Some(own) if fold(own) == fold(&theirs) => {}
                Some(_) => {
                    self.review.push(Review { path: Some(path.into()), why: format!("the file says `{theirs}`") })
                }
            }
        }
        for person in record.people.iter().filter(|person| !person.handles.is_empty()) {
            if model.people.iter().any(|known| known.name == person.name.value) {
                continue;
            }
            let path = format!("people.{}.handles", person.name.value);
            // A name with a dot or a bracket is no step of a path; its handles stay out.
            if !person.name.contains(['.', '[', ']']) {
                self.edits.push(Edit::Set { path, value: handles(&person.handles) });
            }
        }
        self.credits("credits", &model.credits, &record.credits);
        self.tracks(&record.tracks);
    }

    /// Takes all credits of a record as those of a track of the form.
    pub fn add_to_track(&mut self, track: usize, record: &Record) {
        let model = self.model;
        let known = model.tracks.get(track).map(|track| track.credits.as_slice()).unwrap_or_default();
        let all = record.credits.iter().chain(record.tracks.iter().flat_map(|track| &track.credits));
        let mut credits: Vec<Credit> = all.cloned().collect();
        // Which tracks of a record they are is nothing that one track can say.
        credits.iter_mut().flat_map(|credit| &mut credit.contributors).for_each(|one| one.tracks = None);
        self.credits(&format!("tracks[{track}].credits"), known, &credits);
    }

    fn tracks(&mut self, tracks: &[Track]) {
        let own = &self.model.tracks;
        if own.is_empty() {
            for (index, track) in tracks.iter().enumerate() {
                let mut fields = Map::new();
                fields.insert("title".into(), json!(track.title.value));
                if track.position != (index + 1).to_string() {
                    fields.insert("number".into(), json!(track.position));
                }
                if let Some(duration) = &track.duration {
                    fields.insert("duration".into(), json!(duration.value));
                }
                if let Some(isrc) = &track.isrc {
                    fields.insert("isrc".into(), json!(isrc.value));
                }
                let credits: Vec<Value> = track.credits.iter().map(|credit| self.credit(credit)).collect();
                if !credits.is_empty() {
                    fields.insert("credits".into(), json!(credits));
                }
                self.edits.push(Edit::Insert { path: "tracks".into(), index, value: Value::Object(fields) });
                self.taken.tracks += 1;
            }
            return;
        }
        for track in tracks {
            let place = own.iter().position(|known| fold(&known.title) == fold(&track.title));
            match place {
                Some(place) => {
                    let known = own.get(place).map(|known| known.credits.as_slice()).unwrap_or_default();
                    self.credits(&format!("tracks[{place}].credits"), known, &track.credits);
                }
                None if !track.credits.is_empty() => self.review.push(Review {
                    path: Some("tracks".into()),
                    why: format!("the file has a track `{}`, which is not here", track.title),
                }),
                None => {}
            }
        }
    }

    /// Takes credits into those of a path.
    fn credits(&mut self, path: &str, own: &[ModelCredit], theirs: &[Credit]) {
        if own.is_empty() && !theirs.is_empty() {
            let all: Vec<Value> = theirs.iter().map(|credit| self.credit(credit)).collect();
            self.edits.push(Edit::Set { path: path.into(), value: json!(all) });
            return;
        }
        let names = |credit: &ModelCredit| credit.names.iter().map(|name| fold(&name.name)).collect();
        let mut known: Known = own.iter().map(|credit| (credit.role.clone(), names(credit))).collect();
        for credit in theirs {
            let label = &credit.role.label;
            let same = |role: &str| {
                fold(role) == fold(label)
                    || credit
                        .role
                        .id
                        .is_some_and(|id| is_whole(id) && roles().find(role).is_some_and(|role| role.id == id))
            };
            let place = known.iter().position(|(role, _)| same(role));
            let Some((place, (_, names))) = place.and_then(|place| Some((place, known.get_mut(place)?))) else {
                let index = known.len();
                let value = self.credit(credit);
                self.edits.push(Edit::Insert { path: path.into(), index, value });
                let names = credit.contributors.iter().map(|one| fold(&one.name)).collect();
                known.push((label.value.clone(), names));
                continue;
            };
            for one in &credit.contributors {
                let folded = fold(&one.name);
                if names.contains(&folded) {
                    self.taken.known += 1;
                    continue;
                }
                let index = names.len();
                self.edits.push(Edit::Insert { path: format!("{path}[{place}].names"), index, value: name(one) });
                names.push(folded);
                self.taken.names += 1;
            }
        }
    }

    fn credit(&mut self, credit: &Credit) -> Value {
        self.taken.credits += 1;
        self.taken.names += credit.contributors.len();
        json!({ "role": credit.role.label.value, "names": credit.contributors.iter().map(name).collect::<Vec<_>>() })
    }
}

/// Whether a role is all that its label says: labels of instruments and voices say more.
fn is_whole(id: &str) -> bool {
    roles().find(id).is_some_and(|role| role.department != "performance")
}

fn handles(pairs: &[(crate::record::Text, crate::record::Text)]) -> Value {
    let pair =
        |(platform, handle): &(crate::record::Text, crate::record::Text)| (platform.value.clone(), json!(handle.value));
    Value::Object(pairs.iter().map(pair).collect())
}

/// A name as edits have it: a text, or its fields.
fn name(one: &Contribution) -> Value {
    let mut fields = Map::new();
    fields.insert("name".into(), json!(one.name.value));
    if let Some(tracks) = &one.tracks {
        fields.insert("tracks".into(), json!(tracks.text.value));
    }
    for (key, text) in [("note", &one.note), ("at", &one.at), ("language", &one.language)] {
        if let Some(text) = text {
            fields.insert(key.into(), json!(text.value));
        }
    }
    if !one.handles.is_empty() {
        fields.insert("handles".into(), handles(&one.handles));
    }
    if fields.len() == 1 { json!(one.name.value) } else { Value::Object(fields) }
}
