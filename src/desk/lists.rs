//! What a page needs to know once: what the program knows of roles, formats, templates and platforms.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::card::{formats, pairings};
use crate::catalogue::languages::{Wording, languages};
use crate::catalogue::platforms::platforms;
use crate::catalogue::roles::roles as catalogue;
use crate::desk::Desk;
use crate::desk::answer::{Query, Reply, brief};
use crate::desk::failure::Failure;
use crate::desk::taking::FILES;
use crate::template::{SUBJECTS, builtins, suited};
use crate::theme::THEMES;

/// What the program knows, and the open documents: the fields of `GET /api/project` that are the same wherever a desk stands.
pub fn known(desk: &Desk) -> Map<String, Value> {
    let (open, documents) = {
        let mut documents = desk.documents();
        let first = documents.first;
        let all: Vec<_> = documents
            .all()
            .map(|one| {
                json!({
                    "id": one.id, "path": one.name, "title": one.model().title, "saved": one.is_saved(),
                    "restored": one.restored, "revision": one.revision,
                })
            })
            .collect();
        (first, all)
    };
    let formats: Vec<_> = formats()
        .iter()
        .map(|one| json!({ "name": one.name, "width": one.width, "height": one.height, "about": one.summary }))
        .collect();
    let pairings: Vec<_> = pairings().iter().map(|one| json!({ "name": one.name, "about": one.summary })).collect();
    let themes: Vec<_> = THEMES.iter().map(|name| json!({ "name": name, "about": about(name) })).collect();
    let languages: Vec<_> =
        languages().iter().map(|one| json!({ "code": one.tag, "name": one.words().name })).collect();
    let fields = [
        ("version", json!(env!("CARGO_PKG_VERSION"))),
        ("open", json!(open)),
        ("documents", json!(documents)),
        ("formats", json!(formats)),
        ("templates", json!(templates())),
        ("themes", json!(themes)),
        ("pairings", json!(pairings)),
        ("languages", json!(languages)),
        ("platforms", json!(known_platforms())),
        ("files_of", json!(FILES)),
    ];
    fields.map(|(name, value)| (name.to_owned(), value)).into_iter().collect()
}

#[derive(Serialize)]
struct TemplateView {
    name: &'static str,
    about: &'static str,
    formats: Vec<&'static str>,
    /// What it shows first of all.
    subject: String,
    subjects: Vec<String>,
}

fn templates() -> Vec<TemplateView> {
    builtins()
        .iter()
        .map(|one| {
            let template = crate::template::Template::builtin(one.name).and_then(Result::ok);
            let subjects = template.map(|template| template.subjects().to_vec()).unwrap_or_default();
            TemplateView {
                name: one.name,
                about: one.summary,
                formats: suited(one.name).into_iter().map(|format| format.name.as_str()).collect(),
                subject: subjects
                    .first()
                    .cloned()
                    .unwrap_or_else(|| SUBJECTS.first().copied().unwrap_or_default().to_owned()),
                subjects,
            }
        })
        .collect()
}

/// A theme in a few words.
fn about(name: &str) -> &'static str {
    match name {
        "auto" => "what suits the cover",
        "vivid" => "the cover's own colour as ground",
        "light" => "nearly white, with the cover's light",
        "dark" => "nearly black, with the cover's dark",
        "paper" => "the paper nearest to the cover",
        "mono" => "one tone",
        _ => "a paper",
    }
}

fn known_platforms() -> Vec<serde_json::Value> {
    let placements = |one: &crate::catalogue::platforms::Platform| -> Vec<_> {
        one.placements
            .iter()
            .map(|placement| {
                json!({
                    "id": placement.id(), "place": placement.place, "width": placement.width, "height": placement.height,
                    "format": placement.format().map(|format| format.name.as_str()),
                    "pictures": placement.pictures, "caption": placement.caption, "alt": placement.alt,
                    "hashtags": placement.hashtags, "tags": placement.tags,
                })
            })
            .collect()
    };
    platforms()
        .iter()
        .map(|one| json!({ "name": one.id(), "about": one.name(), "placements": placements(one) }))
        .collect()
}

/// `GET /api/roles?language=de`
///
/// # Errors
/// If there is no such language.
pub fn roles(query: &Query) -> Result<Reply, Failure> {
    let tag = query.text("language").unwrap_or("en");
    let wording =
        Wording::named(tag).ok_or_else(|| Failure::missing(format!("no words in the language `{}`", brief(tag))))?;
    let all: Vec<_> = catalogue()
        .all()
        .iter()
        .map(|role| {
            json!({
                "id": role.id, "label": wording.role(role, false), "group": role.department,
                "core": role.tier == "core", "also": [&role.name, &role.credit_line],
            })
        })
        .collect();
    Ok(Reply::well(&all))
}

/// `GET /api/schema`: the JSON Schema of credit files, for completion; with `of=kit` that of brand kits.
pub fn schema(query: &Query) -> Reply {
    let kit = query.text("of") == Some("kit");
    Reply::well(&if kit { crate::schema::kit() } else { crate::schema::credit_file() })
}
