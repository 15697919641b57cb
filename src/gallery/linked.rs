//! Records and people in the words of schema.org, as JSON-LD: who did what on which recording and on which work.
//! A name with a role is a `Role`, so that the role as it was credited is kept.

use serde_json::{Map, Value, json};

use crate::card::{CardCredit, album_credits, track_credits};
use crate::catalogue::languages::Wording;
use crate::record::{Record, Scheme, Text, Track};

/// Roles of who made the work, and the property of a `MusicComposition` that they are.
const WRITERS: [(&str, &str); 3] = [("songwriter", "composer"), ("composer", "composer"), ("lyricist", "lyricist")];
/// Kinds of records that are one recording.
const RECORDINGS: [&str; 2] = ["single", "song"];

/// Where pages of people are.
pub(super) type Address<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A record.
pub(super) fn record(
    record: &Record,
    wording: Wording,
    url: Option<&str>,
    image: Option<&str>,
    people: Address<'_>,
) -> Value {
    let kind = record.kind.as_deref().unwrap_or_default();
    let is_recording = RECORDINGS.contains(&kind) && record.tracks.len() < 2;
    let own = album_credits(record, wording);
    let mut out = object("https://schema.org", if is_recording { "MusicRecording" } else { "MusicAlbum" });
    out.insert("name".into(), record.title.value.clone().into());
    out.insert("byArtist".into(), json!({"@type": "MusicGroup", "name": record.artist.value}));
    set(&mut out, "inLanguage", record.language.as_ref().map(|tag| tag.value.clone()));
    set(&mut out, "datePublished", record.released.as_ref().map(|released| released.text.value.clone()));
    set(&mut out, "url", url.map(str::to_owned));
    set(&mut out, "image", image.map(str::to_owned));
    if is_recording {
        let track = record.tracks.first();
        let all: Vec<CardCredit> =
            own.into_iter().chain(track.iter().flat_map(|_| track_credits(record, wording, 0))).collect();
        let isrc = record.isrc.as_ref().or(track.and_then(|track| track.isrc.as_ref()));
        let iswc = record.iswc.as_ref().or(track.and_then(|track| track.iswc.as_ref()));
        set(&mut out, "isrcCode", normalised(Scheme::Isrc, isrc));
        credit(&mut out, &all, &record.title.value, normalised(Scheme::Iswc, iswc), people);
    } else {
        let release = match kind {
            "ep" => Some("EPRelease"),
            "single" => Some("SingleRelease"),
            "album" => Some("AlbumRelease"),
            _ => None,
        };
        let production = match kind {
            "compilation" => Some("CompilationAlbum"),
            "live" => Some("LiveAlbum"),
            "soundtrack" => Some("SoundtrackAlbum"),
            "mixtape" => Some("MixtapeAlbum"),
            _ => None,
        };
        let term = |word: &str| format!("https://schema.org/{word}");
        set(&mut out, "albumReleaseType", release.map(term));
        set(&mut out, "albumProductionType", production.map(term));
        array(&mut out, "contributor", roles(&own, people));
        let tracks =
            record.tracks.iter().enumerate().map(|(index, track)| recording(record, wording, index, track, people));
        array(&mut out, "track", tracks.collect());
    }
    let upc = normalised(Scheme::Upc, record.upc.as_ref());
    let upc = upc.map(|upc| json!({"@type": "PropertyValue", "propertyID": "UPC", "value": upc}));
    array(&mut out, "identifier", upc.into_iter().collect());
    let mut release = object("", "MusicRelease");
    set(&mut release, "catalogNumber", record.catalogue.as_ref().map(|text| text.value.clone()));
    if let Some(label) = &record.label {
        release.insert("recordLabel".into(), json!({"@type": "Organization", "name": label.value}));
    }
    if release.len() > 1 && !is_recording {
        out.insert("albumRelease".into(), Value::Object(release));
    }
    Value::Object(out)
}

fn recording(record: &Record, wording: Wording, index: usize, track: &Track, people: Address<'_>) -> Value {
    let mut out = object("", "MusicRecording");
    out.insert("name".into(), track.title.value.clone().into());
    out.insert("position".into(), track.position.clone().into());
    set(&mut out, "isrcCode", normalised(Scheme::Isrc, track.isrc.as_ref()));
    let iswc = normalised(Scheme::Iswc, track.iswc.as_ref());
    credit(&mut out, &track_credits(record, wording, index), &track.title.value, iswc, people);
    Value::Object(out)
}

/// Puts credits where they belong: who wrote it at the work, everybody else at the recording.
fn credit(
    out: &mut Map<String, Value>,
    credits: &[CardCredit],
    title: &str,
    iswc: Option<String>,
    people: Address<'_>,
) {
    let property =
        |credit: &CardCredit| WRITERS.iter().find(|(id, _)| credit.id == Some(*id)).map(|(_, property)| *property);
    let (writing, rest): (Vec<CardCredit>, Vec<CardCredit>) =
        credits.iter().cloned().partition(|credit| property(credit).is_some());
    array(out, "contributor", roles(&rest, people));
    let mut work = object("", "MusicComposition");
    set(&mut work, "iswcCode", iswc);
    for of in ["composer", "lyricist"] {
        let own: Vec<CardCredit> = writing.iter().filter(|credit| property(credit) == Some(of)).cloned().collect();
        array(&mut work, of, roles_as(of, &own, people));
    }
    if work.len() > 1 {
        work.insert("name".into(), title.into());
        out.insert("recordingOf".into(), Value::Object(work));
    }
}

fn roles(credits: &[CardCredit], people: Address<'_>) -> Vec<Value> {
    roles_as("contributor", credits, people)
}

/// Names with their roles; a `Role` repeats the property that it stands in.
fn roles_as(property: &str, credits: &[CardCredit], people: Address<'_>) -> Vec<Value> {
    let one = |role: &str, name: &str| {
        let mut who = object("", "Person");
        who.insert("name".into(), name.into());
        set(&mut who, "url", people(name));
        let mut out = object("", "Role");
        out.insert("roleName".into(), role.into());
        out.insert(property.into(), Value::Object(who));
        Value::Object(out)
    };
    credits.iter().flat_map(|credit| credit.names.iter().map(|name| one(&credit.role, &name.name))).collect()
}

/// Somebody.
pub(super) fn person(name: &str, url: Option<&str>, handles: &[(String, String)]) -> Value {
    let mut out = object("https://schema.org", "Person");
    out.insert("name".into(), name.into());
    set(&mut out, "url", url.map(str::to_owned));
    let all = handles
        .iter()
        .map(|(platform, handle)| json!({"@type": "PropertyValue", "propertyID": platform, "value": handle}));
    array(&mut out, "identifier", all.collect());
    Value::Object(out)
}

/// A campaign with its records: names and addresses.
pub(super) fn campaign(title: &str, url: Option<&str>, records: &[(String, Option<String>)]) -> Value {
    let mut out = object("https://schema.org", "CollectionPage");
    out.insert("name".into(), title.into());
    set(&mut out, "url", url.map(str::to_owned));
    let item = |(index, (name, url)): (usize, &(String, Option<String>))| {
        let mut item = object("", "ListItem");
        item.insert("position".into(), (index + 1).into());
        item.insert("name".into(), name.clone().into());
        set(&mut item, "url", url.clone());
        Value::Object(item)
    };
    let items: Vec<Value> = records.iter().enumerate().map(item).collect();
    out.insert("mainEntity".into(), json!({"@type": "ItemList", "itemListElement": items}));
    Value::Object(out)
}

fn object(context: &str, kind: &str) -> Map<String, Value> {
    let mut out = Map::new();
    if !context.is_empty() {
        out.insert("@context".into(), context.into());
    }
    out.insert("@type".into(), kind.into());
    out
}

fn set(out: &mut Map<String, Value>, key: &str, value: Option<String>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        out.insert(key.into(), value.into());
    }
}

fn array(out: &mut Map<String, Value>, key: &str, all: Vec<Value>) {
    if !all.is_empty() {
        out.insert(key.into(), Value::Array(all));
    }
}

/// An identifier if it can be right.
fn normalised(scheme: Scheme, text: Option<&Text>) -> Option<String> {
    scheme.normalised(text?).ok()
}
