//! DDEX RIN, the recording information notification: 1.0, 1.1 and 2.x. Names of parties, their roles and the recordings.
//! Of a party only its name is read: addresses, identifiers and all else that is private are never looked at.

use std::collections::BTreeMap;

use super::draft::{Draft, DraftTrack, Said, iso_duration};
use super::roles;
use super::tree::Node;

/// The record of a notification. `root` is its root element.
pub(crate) fn read(root: &Node) -> Draft {
    let mut draft = Draft::new("DDEX RIN");
    let parties = parties(root);
    let named = |node: &Node| node.as_text().and_then(|reference| parties.get(reference)).cloned();
    let recordings: Vec<&Node> =
        root.at(&["ResourceList"]).into_iter().flat_map(|list| list.all("SoundRecording")).collect();
    let mut by_reference: BTreeMap<String, usize> = BTreeMap::new();
    // Sessions that recordings name, where they do not name the recordings themselves.
    let mut by_session: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for recording in ordered(recordings) {
        let title = title(recording).unwrap_or_else(|| recording.like("Untitled"));
        let at = draft.track(DraftTrack { position: String::new(), title, duration: length(recording) });
        for reference in ["ResourceReference", "SoundRecordingReference"].iter().filter_map(|key| recording.str(&[key]))
        {
            by_reference.insert(reference.to_owned(), at);
        }
        for reference in ending(recording, "SessionReference").filter_map(|(_, value)| value.as_text()) {
            by_session.entry(reference.to_owned()).or_default().push(at);
        }
        if draft.tracks.len() == 1 {
            let isrc = ["SoundRecordingId", "ResourceId"].iter().find_map(|key| recording.at(&[key, "ISRC"]));
            draft.set("isrc", isrc.cloned());
        }
        for by in by(recording, &named) {
            if !draft.artists.iter().any(|known| known.as_text() == by.as_text()) {
                draft.artists.push(by);
            }
        }
        let works: Vec<&str> =
            ending(recording, "WorkReference").map(|(_, value)| value).filter_map(Node::as_text).collect();
        for work in root.at(&["MusicalWorkList"]).into_iter().flat_map(|list| list.all("MusicalWork")) {
            if work.str(&["MusicalWorkReference"]).is_some_and(|reference| works.contains(&reference)) {
                contributors(&mut draft, work, &parties, Some(vec![at]));
            }
        }
        contributors(&mut draft, recording, &parties, Some(vec![at]));
    }
    if draft.tracks.is_empty() {
        // A notification of works alone.
        for work in root.at(&["MusicalWorkList"]).into_iter().flat_map(|list| list.all("MusicalWork")) {
            if let Some(title) = title(work) {
                let at = draft.track(DraftTrack { position: String::new(), title, duration: None });
                contributors(&mut draft, work, &parties, Some(vec![at]));
            }
        }
    }
    for (list, item) in [("SessionList", "Session"), ("RecordingComponentList", "RecordingComponent")] {
        for one in root.at(&[list]).into_iter().flat_map(|list| list.all(item)) {
            let named = ["SoundRecordingReference", "ResourceReference"].into_iter().flat_map(|end| ending(one, end));
            let mut tracks: Vec<usize> =
                named.filter_map(|(_, value)| by_reference.get(value.as_text()?).copied()).collect();
            tracks.extend(one.str(&["SessionReference"]).and_then(|name| by_session.get(name)).into_iter().flatten());
            tracks.sort_unstable();
            tracks.dedup();
            contributors(&mut draft, one, &parties, (!tracks.is_empty()).then_some(tracks));
        }
    }
    let projects: Vec<&Node> = root.at(&["ProjectList"]).into_iter().flat_map(|list| list.all("Project")).collect();
    for project in &projects {
        contributors(&mut draft, project, &parties, None);
    }
    let name = projects.iter().find_map(|project| project.text(&["ProjectName"]).cloned().or_else(|| title(project)));
    let artists = projects.iter().flat_map(|project| by(project, &named));
    let of_project: Vec<Node> = artists.collect();
    if draft.artists.is_empty() {
        draft.artists = of_project;
    }
    draft.title = match draft.tracks.as_slice() {
        [only] => Some(only.title.clone()),
        all => name.or_else(|| all.first().map(|track| track.title.clone())),
    };
    draft
}

/// Recordings in the order of their numbers, if they have any.
fn ordered(mut all: Vec<&Node>) -> Vec<&Node> {
    let number = |node: &&Node| {
        node.str(&["SequenceNumber", "@SequenceNumber"]).and_then(|text| text.parse::<u32>().ok()).unwrap_or(u32::MAX)
    };
    all.sort_by_key(number);
    all
}

/// The names of parties by their references.
fn parties(root: &Node) -> BTreeMap<String, Node> {
    let mut all = BTreeMap::new();
    for party in root.at(&["PartyList"]).into_iter().flat_map(|list| list.all("Party")) {
        let name = party.all("PartyName").find_map(|name| {
            name.text(&["FullName", "FullNameAsciiTranscribed"]).cloned().or_else(|| {
                let key = name.text(&["KeyName"])?;
                let before = name.str(&["NamesBeforeKeyName"]).map(|before| format!("{before} ")).unwrap_or_default();
                Some(key.like(format!("{before}{}", key.as_text().unwrap_or_default())))
            })
        });
        if let (Some(reference), Some(name)) = (party.str(&["PartyReference"]), name) {
            all.insert(reference.to_owned(), name);
        }
    }
    all
}

/// The elements whose names end with a word: `SoundRecordingMusicalWorkReference`, `WorkReference`.
fn ending<'n>(node: &'n Node, end: &'n str) -> impl Iterator<Item = (&'n str, &'n Node)> {
    node.pairs()
        .iter()
        .filter_map(move |(key, value)| Some((key.as_text()?, value)))
        .filter(move |(key, _)| key.ends_with(end))
}

fn title(node: &Node) -> Option<Node> {
    let titles =
        || ["Title", "DisplayTitle", "ReferenceTitle", "DisplayTitleText"].into_iter().flat_map(|key| node.all(key));
    let text = titles().find_map(|title| title.text(&["TitleText"]).cloned());
    text.or_else(|| titles().find(|title| title.as_text().is_some()).cloned())
}

fn length(node: &Node) -> Option<String> {
    node.str(&["Duration"]).and_then(iso_duration)
}

/// Who a recording or a project is by.
fn by(node: &Node, named: &dyn Fn(&Node) -> Option<Node>) -> Vec<Node> {
    let parties: Vec<Node> = node
        .all("MainArtist")
        .chain(node.all("DisplayArtist"))
        .filter_map(|artist| {
            let reference =
                artist.text(&["PartyReference", "ArtistPartyReference", "DisplayArtistReference"]).unwrap_or(artist);
            named(reference)
        })
        .collect();
    let written = node.all("DisplayArtistName").find(|name| name.as_text().is_some());
    match written {
        Some(name) => name.as_text().map(|text| name.like(text)).into_iter().collect(),
        None => parties,
    }
}

/// The people that an element credits, a line each and in the order of their numbers.
fn contributors(draft: &mut Draft, node: &Node, parties: &BTreeMap<String, Node>, tracks: Option<Vec<usize>>) {
    let all = ["ContributorReference", "Contributor"]
        .iter()
        .flat_map(|key| node.all(key))
        .filter(|node| !node.pairs().is_empty());
    for one in ordered(all.collect()) {
        let reference = ending(one, "Reference").find_map(|(_, value)| value.as_text());
        let inline = one.at(&["PartyName"]).and_then(|name| name.text(&["FullName"]));
        // Role, NewStudioRole, CreativeContributorRole: each version calls them otherwise.
        let given: Vec<&Node> = ending(one, "Role").map(|(_, value)| value).collect();
        let Some(name) = reference.and_then(|reference| parties.get(reference)).or(inline) else {
            if let Some(reference) = reference {
                let roles: Vec<String> = given.iter().filter_map(|role| word(role)).collect();
                let what = format!("{} of party {reference}, which has no name", roles.join(", "));
                draft.leave(what, one.at, one.length);
            }
            continue;
        };
        let instruments: Vec<String> =
            one.all("InstrumentType").filter_map(word).filter_map(|name| roles::ddex(&name)).collect();
        let mut said = 0;
        for role in &given {
            let Some(text) = word(role) else { continue };
            let Some(label) = roles::ddex(&text) else { continue };
            let plays =
                crate::catalogue::roles::roles().find(&label).is_some_and(|role| role.department == "performance");
            let labels = if plays && !instruments.is_empty() { instruments.clone() } else { vec![label] };
            for label in labels {
                said += 1;
                draft.credit(Said { role: role.like(label), name: name.clone(), note: None, tracks: tracks.clone() });
            }
        }
        if said == 0 {
            for label in &instruments {
                said += 1;
                draft.credit(Said { role: one.like(label), name: name.clone(), note: None, tracks: tracks.clone() });
            }
        }
        if said == 0 {
            draft.leave(format!("{} without a role", name.as_text().unwrap_or_default()), one.at, one.length);
        }
    }
}

/// The word of a role or an instrument: its own, or the user's.
fn word(node: &Node) -> Option<String> {
    let node = node.get("Value").unwrap_or(node);
    let own = node.str(&["@UserDefinedValue", "UserDefinedValue"]);
    match (node.as_text(), own) {
        (Some("UserDefined") | None, Some(own)) => Some(own.to_owned()),
        (text, _) => text.filter(|text| *text != "UserDefined").map(str::to_owned),
    }
}
