//! Every text of a record that a card may show, with the name of its field.
//! Used to check characters before anything is drawn.

use crate::record::{Content, Contribution, Credit, FieldPath, Record, Text, Versus};

impl Record {
    /// The texts with their fields, in file order of the kinds of field.
    pub fn texts(&self) -> Vec<(FieldPath, &Text)> {
        let file = FieldPath::FILE;
        let mut out: Vec<(FieldPath, &Text)> =
            vec![(file.key("title"), &self.title), (file.key("artist"), &self.artist)];
        out.retain(|(_, text)| !text.is_empty());
        content(&self.content, &mut out);
        let single = [
            ("kind", &self.kind),
            ("label", &self.label),
            ("thanks", &self.thanks),
            ("supplied_by", &self.supplied_by),
        ];
        out.extend(single.into_iter().filter_map(|(field, text)| Some((file.key(field), text.as_ref()?))));
        out.extend(self.released.iter().map(|released| (file.key("released"), &released.text)));
        credits(&file, &self.credits, &mut out);
        for (index, track) in self.tracks.iter().enumerate() {
            let field = FieldPath::track(index);
            out.push((field.key("title"), &track.title));
            credits(&field, &track.credits, &mut out);
        }
        out.extend(self.hashtags.iter().enumerate().map(|(index, tag)| (file.item("hashtags", index), tag)));
        out
    }
}

fn credits<'r>(of: &FieldPath, credits: &'r [Credit], out: &mut Vec<(FieldPath, &'r Text)>) {
    for (index, credit) in credits.iter().enumerate() {
        let field = of.item("credits", index);
        out.push((field.key("role"), &credit.role.label));
        for (position, Contribution { name, note, at, .. }) in credit.contributors.iter().enumerate() {
            let field = field.item("names", position);
            out.extend(note.as_ref().map(|note| (field.key("note"), note)));
            out.extend(at.as_ref().map(|at| (field.key("at"), at)));
            out.push((field, name));
        }
    }
}

fn content<'r>(content: &'r Content, out: &mut Vec<(FieldPath, &'r Text)>) {
    let file = FieldPath::FILE;
    let mut add = |field: FieldPath, text: Option<&'r Text>| out.extend(text.map(|text| (field, text)));
    match content {
        Content::Record | Content::Versus(Versus::Shipped(_)) => {}
        Content::Roles(roles) => {
            for (index, card) in roles.iter().enumerate() {
                add(file.item("roles", index).key("role"), Some(&card.role.label));
                add(file.item("roles", index).key("text"), card.text.as_ref());
                add(file.item("roles", index).key("line"), card.line.as_ref());
                add(file.item("roles", index).key("call"), card.call.as_ref());
            }
        }
        Content::Versus(Versus::Own { left, right, points }) => {
            add(file.key("versus").key("left"), Some(left));
            add(file.key("versus").key("right"), Some(right));
            for (index, point) in points.iter().enumerate() {
                add(file.key("versus").item("points", index).key("topic"), Some(&point.topic));
                add(file.key("versus").item("points", index).key("left"), Some(&point.left));
                add(file.key("versus").item("points", index).key("right"), Some(&point.right));
            }
        }
        Content::Supporters(supporters) => {
            for (index, supporter) in supporters.iter().enumerate() {
                add(file.item("supporters", index).key("line"), Some(&supporter.line));
                add(file.item("supporters", index).key("role"), supporter.role.as_ref().map(|role| &role.label));
                add(file.item("supporters", index).key("name"), supporter.name.as_ref());
            }
        }
        Content::Quotes(quotes) => {
            for (index, quote) in quotes.iter().enumerate() {
                add(file.item("quotes", index).key("text"), Some(&quote.text));
                add(file.item("quotes", index).key("by"), Some(&quote.by));
                add(file.item("quotes", index).key("role"), quote.role.as_ref().map(|role| &role.label));
                add(file.item("quotes", index).key("about"), quote.about.as_ref());
            }
        }
    }
}
