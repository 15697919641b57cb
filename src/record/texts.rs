//! Every text of a record that a card may show, with the name of its field.
//! Used to check characters before anything is drawn.

use crate::record::{Content, Contribution, Credit, Record, Text, Versus};

impl Record {
    /// The texts with their fields, in file order of the kinds of field.
    pub fn texts(&self) -> Vec<(String, &Text)> {
        let mut out: Vec<(String, &Text)> = vec![("title".into(), &self.title), ("artist".into(), &self.artist)];
        out.retain(|(_, text)| !text.is_empty());
        content(&self.content, &mut out);
        let single = [
            ("kind", &self.kind),
            ("label", &self.label),
            ("thanks", &self.thanks),
            ("supplied_by", &self.supplied_by),
        ];
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

fn content<'r>(content: &'r Content, out: &mut Vec<(String, &'r Text)>) {
    let mut add = |field: String, text: Option<&'r Text>| out.extend(text.map(|text| (field, text)));
    match content {
        Content::Record | Content::Versus(Versus::Shipped(_)) => {}
        Content::Roles(roles) => {
            for (index, card) in roles.iter().enumerate() {
                add(format!("roles[{index}].role"), Some(&card.role.label));
                add(format!("roles[{index}].text"), card.text.as_ref());
                add(format!("roles[{index}].line"), card.line.as_ref());
                add(format!("roles[{index}].call"), card.call.as_ref());
            }
        }
        Content::Versus(Versus::Own { left, right, points }) => {
            add("versus.left".into(), Some(left));
            add("versus.right".into(), Some(right));
            for (index, point) in points.iter().enumerate() {
                add(format!("versus.points[{index}].topic"), Some(&point.topic));
                add(format!("versus.points[{index}].left"), Some(&point.left));
                add(format!("versus.points[{index}].right"), Some(&point.right));
            }
        }
        Content::Supporters(supporters) => {
            for (index, supporter) in supporters.iter().enumerate() {
                add(format!("supporters[{index}].line"), Some(&supporter.line));
                add(format!("supporters[{index}].role"), supporter.role.as_ref().map(|role| &role.label));
                add(format!("supporters[{index}].name"), supporter.name.as_ref());
            }
        }
        Content::Quotes(quotes) => {
            for (index, quote) in quotes.iter().enumerate() {
                add(format!("quotes[{index}].text"), Some(&quote.text));
                add(format!("quotes[{index}].by"), Some(&quote.by));
                add(format!("quotes[{index}].role"), quote.role.as_ref().map(|role| &role.label));
                add(format!("quotes[{index}].about"), quote.about.as_ref());
            }
        }
    }
}
