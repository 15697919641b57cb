//! Every text of a record that a card may show, with the name of its field.
//! Used to check characters before anything is drawn.

use crate::record::{Contribution, Credit, Record, Text};

impl Record {
    /// The texts with their fields, in file order of the kinds of field.
    pub fn texts(&self) -> Vec<(String, &Text)> {
        let mut out: Vec<(String, &Text)> = vec![("title".into(), &self.title), ("artist".into(), &self.artist)];
        let single = [("kind", &self.kind), ("label", &self.label), ("supplied_by", &self.supplied_by)];
        out.extend(single.into_iter().filter_map(|(field, text)| Some((field.to_owned(), text.as_ref()?))));
        out.extend(self.released.iter().map(|released| ("released".to_owned(), &released.text)));
        credits("", &self.credits, &mut out);
        for (index, track) in self.tracks.iter().enumerate() {
            out.push((format!("tracks[{index}].title"), &track.title));
            credits(&format!("tracks[{index}]."), &track.credits, &mut out);
        }
        out.extend(self.hashtags.iter().enumerate().map(|(index, tag)| (format!("hashtags[{index}]"), tag)));
        out
    }
}

fn credits<'r>(prefix: &str, credits: &'r [Credit], out: &mut Vec<(String, &'r Text)>) {
    for (index, credit) in credits.iter().enumerate() {
        out.push((format!("{prefix}credits[{index}].role"), &credit.role.label));
        for (position, Contribution { name, note, at, .. }) in credit.contributors.iter().enumerate() {
            let field = format!("{prefix}credits[{index}].names[{position}]");
            out.extend(note.as_ref().map(|note| (format!("{field}.note"), note)));
            out.extend(at.as_ref().map(|at| (format!("{field}.at"), at)));
            out.push((field, name));
        }
    }
}
