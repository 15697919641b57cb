//! What keys of other programs' JSON and XML are called: titles, names, roles, artists, tracks, and what looks like one.
//! Data for the reader beside it.

use crate::import::roles;

pub(super) const TITLE: [&str; 13] = [
    "title",
    "name",
    "song",
    "songTitle",
    "song_title",
    "trackName",
    "track_name",
    "track_title",
    "trackTitle",
    "album",
    "albumTitle",
    "release_title",
    "@title",
];
pub(super) const NAME: [&str; 13] = [
    "name",
    "fullname",
    "credited_as",
    "artist",
    "person",
    "contributor",
    "fullName",
    "full_name",
    "artistName",
    "artist_name",
    "displayName",
    "credited_name",
    "@name",
];
pub(super) const ROLE: [&str; 17] = [
    "role",
    "roles",
    "roleName",
    "@role",
    "@job",
    "@credit",
    "type",
    "job",
    "credit",
    "position",
    "instrument",
    "instruments",
    "@instrument",
    "credit_type",
    "contribution",
    "function",
    "capacity",
];
/// Keys of what somebody plays.
pub(super) const INSTRUMENT: [&str; 3] = ["instrument", "instruments", "@instrument"];
/// Keys of the first and the last name.
pub(super) const FIRST: [&str; 4] = ["firstName", "first_name", "firstname", "givenName"];
pub(super) const LAST: [&str; 5] = ["lastName", "last_name", "lastname", "familyName", "surname"];
/// Keys under which names stand with their roles.
pub(super) const PERSONNEL: [&str; 10] =
    ["personnel", "credits", "lineup", "line_up", "musicians", "contributors", "people", "staff", "team", "guests"];
/// Keys of the object that a song is on.
pub(super) const ALBUM: [&str; 4] = ["album", "release", "record", "collection"];
pub(super) const LABEL: [&str; 7] = ["label", "role", "type", "title", "name", "roleTitle", "category"];
pub(super) const PEOPLE: [&str; 8] =
    ["artists", "contributors", "names", "people", "members", "performers", "persons", "items"];
pub(super) const BY: [&str; 15] = [
    "artist",
    "artists",
    "artistName",
    "artist_name",
    "primary_artist",
    "primaryArtist",
    "primary_artists",
    "artist_names",
    "album_artist",
    "albumArtist",
    "mainArtist",
    "performer",
    "byArtist",
    "band",
    "main_artist",
];
pub(super) const TRACKS: [&str; 7] = ["tracks", "tracklist", "trackList", "songs", "track_list", "recordings", "track"];
/// Keys that are called like a role and hold something else.
pub(super) const NO_ROLES: [&str; 34] = [
    "record label",
    "packaging",
    "layout",
    "group",
    "photos",
    "design",
    "pr",
    "legal",
    "tech",
    "editor",
    "leader",
    "mix",
    "remix",
    "agent",
    "crew",
    "choreography",
    "animation",
    "management",
    "artist",
    "artists",
    "label",
    "labels",
    "lyrics",
    "publisher",
    "copyright",
    "photo",
    "artwork",
    "cover",
    "cover_art",
    "instrumental",
    "imprint",
    "recording",
    "press",
    "music",
];

/// The role that a key names: `producers`, `writer_artists`, `mixing_engineer`, `mixingEngineer`.
pub(super) fn role_of(key: &str) -> Option<String> {
    let mut words = String::new();
    for c in key.chars() {
        match c {
            '_' | '-' => words.push(' '),
            c if c.is_uppercase()
                && !words.is_empty()
                && !words.ends_with(|before: char| before.is_uppercase() || before == ' ') =>
            {
                words.push(' ');
                words.extend(c.to_lowercase());
            }
            c => words.push(c),
        }
    }
    let bare = [" artists", " names", " name", " credits", " credit"]
        .iter()
        .find_map(|end| words.strip_suffix(end))
        .unwrap_or(&words);
    if NO_ROLES.contains(&bare.to_lowercase().as_str()) || NO_ROLES.contains(&key.to_lowercase().as_str()) {
        return None;
    }
    let singular = bare.strip_suffix('s').unwrap_or(bare);
    // `featured_artists` is a role as a whole, `writer_artists` without its end.
    let whole = words.strip_suffix('s').unwrap_or(&words);
    [words.as_str(), whole, bare, singular].into_iter().find(|words| roles::is_role(words)).map(roles::written)
}
