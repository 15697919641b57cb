//! A key of a mapping: its name, what it holds, and what it is taken for.

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One text.
    Text,
    /// One text or a list of texts.
    Texts,
    /// One hashtag or a list of them.
    Hashtags,
    /// One name of a format or a list of them.
    Formats,
    /// One name of a platform or a list of them.
    Platforms,
    /// One name of a platform, perhaps with a placement, or a list of them.
    Placements,
    /// What happens to credits that do not fit.
    Overflow,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these words or a list of them.
    Words(&'static [&'static str]),
    /// Name of a template or path of one.
    Template,
    /// A size in px, or a share.
    Margins,
    /// The name of a font family.
    Family,
    /// A year or an ISO date.
    Date,
    /// A BCP 47 language tag.
    Language,
    /// A BCP 47 tag of a language that the program has words in.
    Spoken,
    /// Two such tags.
    Bilingual,
    /// A number of bytes.
    Bytes,
    /// Minutes and seconds.
    Duration,
    /// Name to details.
    People,
    /// Platform to handle.
    Handles,
    /// Roles with their contributors.
    Credits,
    /// A name, a contribution, or a list of either.
    Contributors,
    /// Track positions.
    TrackList,
    /// The tracks of the record.
    Tracks,
    /// Options of the card.
    Card,
    /// A theme by name, or its colours.
    Theme,
    /// A path, or a mapping with `file` and `focus`.
    Picture,
    /// Shares of a picture's width and height.
    Focus,
    /// A picture, or one for light and one for dark grounds.
    Logo,
    /// One such picture or a list of them.
    Logos,
    /// Families by use, and files.
    Fonts,
    /// Roles to explain, one card each.
    RoleCards,
    /// Two roles side by side: one that is shipped, or written out.
    Versus,
    /// What two roles are compared by.
    Points,
    /// Lines of people behind records, one card each.
    Supporters,
    /// What somebody said, one card each.
    Quotes,
    /// Options of the check.
    Check,
    /// Findings that are meant.
    Allowances,
    /// Fields of the author's own: a name and a text each.
    Custom,
}

/// One key of a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether the mapping is wrong without it.
    pub required: bool,
    /// Words people write when they mean this key.
    pub also: &'static [&'static str],
    /// One sentence for editors.
    pub description: &'static str,
}

pub(crate) const fn key(
    name: &'static str,
    shape: Shape,
    required: bool,
    also: &'static [&'static str],
    description: &'static str,
) -> Key {
    Key { name, shape, required, also, description }
}

/// The key of a table, or the key that was probably meant: one letter away, two if it has eight or more.
pub(crate) fn near<'a>(tables: &[&'a [Key]], written: &str) -> Option<&'a Key> {
    let folded = written.trim().to_lowercase().replace(['-', ' '], "_");
    let all = || tables.iter().flat_map(|table| table.iter());
    if folded.chars().count() > 40 {
        return None;
    }
    all().find(|key| key.name == folded || key.also.contains(&folded.as_str())).or_else(|| {
        all()
            .map(|key| (crate::near::slips(key.name, &folded), key))
            .filter(|(distance, key)| {
                let long = key.name.chars().count();
                long >= 3 && *distance <= if long < 8 { 1 } else { 2 }
            })
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, key)| key)
    })
}
