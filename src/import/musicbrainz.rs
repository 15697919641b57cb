//! MusicBrainz: releases and recordings of the web service (ws/2) as JSON or XML, and as Python's client library keeps them.
//! Relationships of the release, its recordings and their works become credits; what somebody was credited as is the name.

use super::draft::{Draft, DraftTrack, Said, duration};
use super::roles;
use super::tree::{Node, Value};

/// Words before a role that are part of its label.
const PREFIXES: [&str; 6] = ["executive", "additional", "assistant", "associate", "co", "sub"];

/// Attributes that say nothing of what somebody did.
const SILENT: [&str; 12] = [
    "live",
    "cover",
    "instrumental",
    "medley",
    "partial",
    "karaoke",
    "bonus",
    "pre",
    "original",
    "time",
    "number",
    "order",
];

/// Releases and recordings of a response, if it is one.
pub(crate) fn read(root: &Node) -> Option<Vec<Draft>> {
    let dashed;
    // A client of its that writes `artist_credit`.
    let root = if underscored(root, 0) {
        dashed = with_dashes(root);
        &dashed
    } else {
        root
    };
    let whole = ["release", "recording", "work", "metadata"].iter().find_map(|key| root.get(key)).unwrap_or(root);
    let many = whole.items(&["releases", "recordings", "release-list", "recording-list", "release", "recording"]);
    let is_one = |node: &Node| is_release(node) || is_recording(node);
    if is_one(whole) {
        return Some(vec![draft(whole)]);
    }
    let found: Vec<Draft> = many.into_iter().filter(|node| is_one(node)).map(draft).collect();
    (!found.is_empty()).then_some(found)
}

/// Whether keys have `_` where the web service has `-`.
fn underscored(node: &Node, depth: usize) -> bool {
    let has = node.get("artist_credit").is_some() || node.get("artist_relations").is_some();
    has || depth < 2
        && node
            .pairs()
            .iter()
            .any(|(_, value)| value.entries().into_iter().take(2).any(|one| underscored(one, depth + 1)))
}

/// The same with `-` in keys.
fn with_dashes(node: &Node) -> Node {
    let value = match &node.value {
        Value::Map(pairs) => Value::Map(
            pairs
                .iter()
                .map(|(key, value)| (key.like(key.as_text().unwrap_or_default().replace('_', "-")), with_dashes(value)))
                .collect(),
        ),
        Value::List(items) => Value::List(items.iter().map(with_dashes).collect()),
        other => other.clone(),
    };
    Node { value, at: node.at, length: node.length }
}

/// Whether a response is one of MusicBrainz, of whatever entity.
pub(crate) fn is_like(root: &Node) -> bool {
    const KEYS: [&str; 16] = [
        "sort-name",
        "artist-credit",
        "text-representation",
        "release-count",
        "release-offset",
        "recording-count",
        "first-release-date",
        "type-id",
        "life-span",
        "collection-count",
        "track-offset",
        "format-id",
        "primary-type-id",
        "release-group",
        "label-info",
        "work-offset",
    ];
    let inner = root.pairs().iter().flat_map(|(_, value)| value.entries());
    let has = |node: &Node| KEYS.iter().any(|key| node.pairs().iter().any(|(name, _)| name.as_text() == Some(*key)));
    has(root) || inner.take(20).any(has)
}

fn is_release(node: &Node) -> bool {
    node.get("title").is_some()
        && (node.get("artist-credit").is_some()
            || node.get("artist-credit-phrase").is_some()
            || relations(node).next().is_some())
        && [
            "media",
            "medium-list",
            "text-representation",
            "release-group",
            "label-info",
            "label-info-list",
            "barcode",
            "packaging",
            "status",
            "cover-art-archive",
        ]
        .iter()
        .any(|key| node.get(key).is_some())
}

fn is_recording(node: &Node) -> bool {
    node.get("title").is_some()
        && (node.get("artist-credit").is_some() || relations(node).next().is_some())
        && node.get("tracklist").is_none()
}

fn draft(node: &Node) -> Draft {
    let mut draft = Draft::new("MusicBrainz");
    draft.title = node.text(&["title"]).cloned();
    draft.artists = artist(node).into_iter().collect();
    let own = draft.artists.first().and_then(Node::as_text).unwrap_or_default().to_owned();
    draft.set("released", node.text(&["date", "first-release-date"]).cloned());
    let kind = node.at(&["release-group"]).and_then(|group| group.text(&["primary-type", "@type", "type"]));
    draft.set("kind", kind.map(|kind| kind.like(kind.as_text().unwrap_or_default().to_lowercase())));
    for info in node.items(&["label-info", "label-info-list"]) {
        draft.set("label", info.get("label").and_then(|label| label.text(&["name"])).cloned());
        draft.set("catalogue", info.text(&["catalog-number"]).cloned());
    }
    let credited: Vec<String> =
        named(node).into_iter().filter_map(|(name, _)| name.as_text().map(str::to_owned)).collect();
    if is_release(node) {
        let media = node.items(&["media", "medium-list"]);
        let several = media.len() > 1;
        for (place, medium) in media.iter().enumerate() {
            for track in medium.items(&["tracks", "track-list"]) {
                let recording = track.get("recording").unwrap_or(track);
                let Some(title) = track.text(&["title"]).or_else(|| recording.text(&["title"])) else { continue };
                let number = track.str(&["number", "position"]).unwrap_or_default();
                let position = if several && number.bytes().all(|byte| byte.is_ascii_digit()) {
                    format!(
                        "{}-{number}",
                        medium.str(&["position"]).map_or_else(|| (place + 1).to_string(), str::to_owned)
                    )
                } else {
                    number.to_owned()
                };
                let duration = length(track).or_else(|| length(recording));
                let at = draft.track(DraftTrack { position, title: title.clone(), duration });
                let by = if artist(track).is_some() { track } else { recording };
                if artist(by).is_some_and(|by| by.as_text() != Some(&own)) {
                    by_track(&mut draft, by, &credited, at);
                }
                all(&mut draft, recording, Some(at));
            }
        }
        all(&mut draft, node, None);
    } else {
        draft.set(
            "isrc",
            node.items(&["isrcs", "isrc-list"]).first().and_then(|isrc| isrc.as_text().map(|text| isrc.like(text))),
        );
        all(&mut draft, node, None);
        if !draft.has("kind") {
            draft.set("kind", draft.title.as_ref().map(|title| title.like("song")));
        }
    }
    draft
}

/// The artists of a track who are not those of the release.
fn by_track(draft: &mut Draft, node: &Node, credited: &[String], at: usize) {
    let all = named(node);
    if all.is_empty() {
        // A client that keeps the whole text alone.
        if let Some(by) = artist(node) {
            draft.credit(Said { role: by.like("Artist"), name: by, note: None, tracks: Some(vec![at]) });
        }
    }
    let mut featured = false;
    for (name, join) in all {
        let role = if featured { "Featured Artist" } else { "Artist" };
        featured |= join.trim().to_lowercase().trim_start_matches('(').starts_with('f');
        if name.as_text().is_some_and(|name| credited.len() > 1 || !credited.iter().any(|own| own == name)) {
            draft.credit(Said { role: name.like(role), name: name.clone(), note: None, tracks: Some(vec![at]) });
        }
    }
}

/// The artists of something, each with what stands behind the name.
fn named(node: &Node) -> Vec<(Node, String)> {
    let mut found: Vec<(Node, String)> = Vec::new();
    for one in node.get("artist-credit").map(Node::entries).unwrap_or_default() {
        if let Value::Scalar(join) = &one.value {
            if let Some((_, last)) = found.last_mut() {
                last.push_str(join);
            }
            continue;
        }
        let named = one.text(&["name"]).or_else(|| one.get("artist").and_then(|artist| artist.text(&["name"])));
        let join = match one.get("joinphrase").or_else(|| one.get("@joinphrase")) {
            Some(Node { value: Value::Scalar(join), .. }) => join.clone(),
            _ => String::new(),
        };
        found.extend(named.map(|named| (named.clone(), join)));
    }
    found
}

fn length(node: &Node) -> Option<String> {
    let thousandths: u64 = node.str(&["length"])?.parse().ok()?;
    (thousandths > 0).then(|| duration((thousandths + 500) / 1000))
}

/// Who something is credited to: the names with what stands between them.
fn artist(node: &Node) -> Option<Node> {
    let all = named(node);
    let text: String = all.iter().map(|(name, join)| format!("{}{join}", name.as_text().unwrap_or_default())).collect();
    match all.first() {
        Some((first, _)) if !text.trim().is_empty() => Some(first.like(text.trim())),
        _ => node.text(&["artist-credit-phrase"]).cloned(),
    }
}

/// The relationships of an entity, in whichever of the forms they are kept.
fn relations(node: &Node) -> impl Iterator<Item = &Node> {
    let of = |(name, value): &'_ &(Node, Node)| match &name.value {
        Value::Scalar(name) => {
            (name == "relations" || name.ends_with("relation-list") || name.ends_with("-relations"))
                && !matches!(value.value, Value::Nothing { .. })
        }
        _ => false,
    };
    node.pairs().iter().filter(of).flat_map(|(_, value)| match &value.value {
        Value::List(items) => items.iter().collect::<Vec<_>>(),
        _ => value.all("relation").collect(),
    })
}

/// The credits of an entity and of the works that it performs.
fn all(draft: &mut Draft, node: &Node, track: Option<usize>) {
    for relation in relations(node) {
        let kind = relation.str(&["type", "@type"]).unwrap_or_default();
        if let Some(work) = relation.get("work") {
            if matches!(kind, "performance" | "recording of" | "") || relation.get("artist").is_none() {
                all(draft, work, track);
            }
            continue;
        }
        one(draft, relation, kind, track);
    }
}

/// A word of a relationship with what somebody was credited as.
struct Attribute {
    word: String,
    credited: Option<String>,
    value: Option<String>,
}

fn attributes(relation: &Node) -> Vec<Attribute> {
    let text = |node: Option<&Node>| node.and_then(Node::as_text).map(str::to_owned);
    let mut found = Vec::new();
    for one in relation.items(&["attributes", "attribute-list"]) {
        let word = match &one.value {
            Value::Scalar(word) => word.trim().to_owned(),
            _ => one.str(&["attribute", "#text", "type", "name"]).unwrap_or_default().to_owned(),
        };
        let credits = |key: &str| relation.get(key).and_then(|all| text(all.get(&word)));
        let credited = credits("attribute-credits").or_else(|| text(one.text(&["@credited-as", "credited-as"])));
        let value = credits("attribute-values").or_else(|| text(one.text(&["@value", "value"])));
        if !word.is_empty() {
            found.push(Attribute { word, credited, value });
        }
    }
    found
}

fn one(draft: &mut Draft, relation: &Node, kind: &str, track: Option<usize>) {
    let Some(entity) = ["artist", "label", "place"].iter().find_map(|key| relation.get(key)) else { return };
    let credited = relation.text(&["target-credit"]);
    let Some(name) = credited.or_else(|| entity.text(&["name"])) else { return };
    let tracks = track.map(|track| vec![track]);
    let attributes = attributes(relation);
    let mut prefixes: Vec<&str> = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    let mut things: Vec<&Attribute> = Vec::new();
    let mut task = None;
    for attribute in &attributes {
        let word = attribute.word.as_str();
        if word == "task" {
            task = attribute.value.clone().or_else(|| attribute.credited.clone());
        } else if PREFIXES.contains(&word) {
            prefixes.push(word);
        } else if matches!(word, "guest" | "solo" | "minor") {
            notes.push(word.to_owned());
        } else if !SILENT.contains(&word) {
            things.push(attribute);
        }
    }
    let base = match roles::label("musicbrainz", kind) {
        Some(label) => label,
        // What was done stands in the task alone.
        None => match &task {
            Some(task) if kind.starts_with("misc") => roles::written(task),
            _ if kind.starts_with("misc") => {
                draft.leave(format!("{}: {kind}", name.as_text().unwrap_or_default()), name.at, name.length);
                return;
            }
            _ => return,
        },
    };
    let mut say = |label: String, mut notes: Vec<String>| {
        let (label, more) = prefixed(&prefixes, label);
        notes.extend(more);
        let note = (!notes.is_empty()).then(|| notes.join(", "));
        draft.credit(Said {
            role: relation.get("type").unwrap_or(name).like(label),
            name: name.clone(),
            note,
            tracks: tracks.clone(),
        });
    };
    let performs = matches!(kind, "instrument" | "vocal" | "performer");
    if performs && !things.is_empty() {
        for thing in things {
            let mut notes = notes.clone();
            let label = match &thing.credited {
                Some(credited) if roles::is_role(credited) => roles::capitalised(credited),
                Some(credited) => {
                    notes.push(credited.clone());
                    roles::written(&thing.word)
                }
                None => roles::written(&thing.word),
            };
            say(label, notes);
        }
        return;
    }
    if let Some(task) = task.filter(|_| !kind.starts_with("misc")) {
        notes.push(task);
    }
    if things.is_empty() {
        say(base, notes);
        return;
    }
    // `instrument arranger` of strings, `programming` of drums.
    for thing in things {
        let word = thing.credited.as_ref().unwrap_or(&thing.word);
        let joined =
            [format!("{word} {base}"), format!("{} {base}", word.trim_end_matches('s')), format!("{word} {kind}")];
        match joined.iter().find(|label| roles::is_role(label)) {
            Some(label) => say(roles::written(label), notes.clone()),
            None => {
                let mut notes = notes.clone();
                notes.push(word.clone());
                say(base.clone(), notes);
            }
        }
    }
}

/// A label with the words before it, if there is such a role; else they are notes, and `executive` and the like stay with it.
fn prefixed(prefixes: &[&str], label: String) -> (String, Vec<String>) {
    let mut label = label;
    let mut notes = Vec::new();
    for prefix in prefixes.iter().rev() {
        let dash = if *prefix == "co" { "-" } else { " " };
        let joined = format!("{}{dash}{label}", roles::capitalised(prefix));
        if roles::is_role(&joined) {
            label = roles::written(&joined);
        } else if matches!(*prefix, "executive" | "co" | "assistant" | "associate") {
            label = joined;
        } else {
            notes.push((*prefix).to_owned());
        }
    }
    (label, notes)
}
