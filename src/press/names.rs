//! Words of credit files, kits and options as what they mean; one that is none of its list is a diagnostic at its place.

use crate::card::{Format, Group, Handles, Labels, Order, Overflow, Pairing, Whose, pairing, pairings};
use crate::catalogue::choices::{USUAL_SWITCH, switch};
use crate::catalogue::languages::{Wording, languages};
use crate::catalogue::platforms::{platform, platforms};
use crate::diagnostic::Diagnostic;
use crate::encode::MaxBytes;
use crate::press::kit::LoadedKit;
use crate::press::options::Options;
use crate::record::{Record, Source, Text};

/// A place in a file: the file and the text.
pub type At<'a> = Option<(&'a Source, &'a Text)>;

/// A diagnostic at a place, if there is one.
pub fn placed(diagnostic: Diagnostic, at: At<'_>) -> Diagnostic {
    match at {
        Some((source, text)) => source.place(diagnostic, text.at, text.length),
        None => diagnostic,
    }
}

/// The formats of names in a file.
pub fn named_formats(names: &[Text], source: &Source) -> Result<Vec<&'static Format>, Vec<Diagnostic>> {
    collect_formats(names.iter().map(|name| (name.value.as_str(), Some((source, name)))))
}

/// The formats of names, each once.
pub fn collect_formats<'n>(
    names: impl Iterator<Item = (&'n str, At<'n>)>,
) -> Result<Vec<&'static Format>, Vec<Diagnostic>> {
    let mut out: Vec<&'static Format> = Vec::new();
    let mut problems = Vec::new();
    for (name, at) in names {
        match crate::card::format(name) {
            Some(format) if !out.iter().any(|known| known.name == format.name) => out.push(format),
            Some(_) => {}
            None => {
                problems.push(unknown("format", name, at, crate::card::formats().iter().map(|f| f.name.as_str())));
            }
        }
    }
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

/// A diagnostic for a name that is none of a list.
pub fn unknown<'k>(
    what: &'static str,
    name: &str,
    at: At<'_>,
    mut known: impl Iterator<Item = &'k str> + Clone,
) -> Diagnostic {
    placed(crate::record::card::unknown(what, name, &mut known), at)
}

/// The handles that a word asks for: `true`, `false`, or a platform.
pub fn named_handles(name: &str, at: At<'_>) -> Result<Handles, Vec<Diagnostic>> {
    let (whose, platforms) = match name {
        "true" | "yes" => (Whose::Everybodys, Vec::new()),
        "false" | "no" => (Whose::Nobodys, Vec::new()),
        name => match platform(name) {
            Some(platform) => (Whose::Everybodys, vec![platform.id().to_owned()]),
            None => {
                let known = platforms().iter().map(|platform| platform.id()).chain(["true", "false"]);
                return Err(vec![unknown("platform", name, at, known)]);
            }
        },
    };
    Ok(Handles { whose, platforms })
}

/// The pairing of type of that name.
pub fn named_type(name: &str, at: At<'_>) -> Result<&'static Pairing, Vec<Diagnostic>> {
    pairing(name).ok_or_else(|| vec![unknown("type", name, at, pairings().iter().map(|one| &*one.name))])
}

/// The wording of BCP 47 tags: that of the card's language, and the two languages of its roles, if there are two.
pub fn named_wording(language: Option<&str>, bilingual: &[&str]) -> Result<Wording, Vec<Diagnostic>> {
    let known = || languages().iter().map(|language| language.tag);
    let named = |tag: &str| {
        Wording::named(tag).ok_or_else(|| vec![unknown("language with words of its own", tag, None, known())])
    };
    match bilingual {
        [] => language.map_or(Ok(Wording::default()), named),
        [first, second] => Ok(named(first)?.with(Some(named(second)?))),
        all => {
            let message = format!("`bilingual`: expected two languages, found {}", all.len());
            let hint = "write the language of the card and the other one: ja,en";
            Err(vec![Diagnostic::error("unknown-language", message).hint(hint)])
        }
    }
}

/// The bytes that a picture has at most: as the options say, else the record, else its kit. Where the options are those of a
/// post, the least counts, because a platform takes no more.
pub fn most_bytes(options: &Options, record: &Record, kit: Option<&LoadedKit>) -> Option<MaxBytes> {
    let of_kit = kit.and_then(|kit| kit.kit.card.max_bytes.as_ref());
    let own = record.card.max_bytes.as_ref().or(of_kit).and_then(|text| text.parse::<MaxBytes>().ok());
    match (options.max_bytes, own) {
        (Some(asked), Some(own)) if options.post.is_some() => Some(MaxBytes(asked.0.min(own.0))),
        (asked, own) => asked.or(own),
    }
}

/// How a name in a file groups credits.
pub fn named_group(name: &str, at: At<'_>) -> Result<Group, Vec<Diagnostic>> {
    Group::named(name).ok_or_else(|| vec![unknown("group", name, at, Group::WORDS.iter().copied())])
}

/// What `join_roles` says.
pub fn named_switch(name: &str, at: At<'_>) -> Result<bool, Vec<Diagnostic>> {
    switch(name).ok_or_else(|| vec![unknown("join_roles", name, at, USUAL_SWITCH.iter().copied())])
}

/// The order of a name in a file.
pub fn named_order(name: &str, at: At<'_>) -> Result<Order, Vec<Diagnostic>> {
    Order::named(name).ok_or_else(|| vec![unknown("order", name, at, Order::WORDS.iter().copied())])
}

/// The overflow of a name in a file.
pub fn named_overflow(text: &Text, source: &Source) -> Result<Overflow, Vec<Diagnostic>> {
    Overflow::named(text)
        .ok_or_else(|| vec![unknown("overflow", text, Some((source, text)), Overflow::WORDS.iter().copied())])
}

/// The way to print labels of a name in a file.
pub fn named_labels(text: &Text, source: &Source) -> Result<Labels, Vec<Diagnostic>> {
    let at = Some((source, text));
    Labels::named(text).ok_or_else(|| vec![unknown("way to print labels", text, at, Labels::WORDS.iter().copied())])
}
