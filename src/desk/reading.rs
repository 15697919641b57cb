//! What a document's text says: its form, its record as far as there is one, and what is wrong, each at its field.

use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use crate::catalogue::codes::code;
use crate::catalogue::roles::roles;
use crate::diagnostic::{Diagnostic, Severity};
use crate::edit::{self, Edit, Form, Kind, KitModel};
use crate::findings;
use crate::fonts::Fonts;
use crate::import::names;
use crate::press::missing_characters;
use crate::record::{Content, Parsed, Record, parse_partly};

/// Most findings that are told; a file with more is read again when some are mended.
const MOST: usize = 200;

/// A text as it was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The fields; none of a text that is no YAML.
    pub form: Option<Arc<Form>>,
    /// The fields of a brand kit.
    pub kit: Option<Arc<KitModel>>,
    /// The record as far as it can be read.
    pub record: Option<Arc<Record>>,
    /// What is wrong, or should be looked at.
    pub findings: Vec<FindingView>,
}

/// A finding as the page shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FindingView {
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// Stable identifier.
    pub code: &'static str,
    /// One line.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// From 1.
    pub line: Option<u32>,
    /// From 1, in characters.
    pub column: Option<u32>,
    /// Characters that it spans.
    pub length: u32,
    /// The field.
    pub path: Option<String>,
    /// Edits that mend it.
    pub fix: Option<Fix>,
    /// Edits that say it is meant.
    pub allow: Option<Fix>,
}

/// Edits with what they do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fix {
    /// What kind of mending: `replace`, `split`, `remove`, `allow`.
    pub kind: &'static str,
    /// In words.
    pub label: String,
    /// One after the other.
    pub edits: Vec<Edit>,
}

impl Reading {
    /// Reads a text of a brand kit. What is wrong with it depends on the files that it names, so the desk says it.
    pub fn of_kit(text: &str) -> Reading {
        let (kit, form) = edit::kit_form(text).map(|(kit, form)| (Arc::new(kit), Arc::new(form))).unzip();
        Reading { form, kit, ..Reading::default() }
    }

    /// Reads a text of a file of that name.
    pub fn of(name: &str, text: &str, fonts: &Fonts) -> Reading {
        let form = edit::form(text).map(Arc::new);
        if text.trim().is_empty() {
            return Reading { form, ..Reading::default() };
        }
        let (record, mut found) = match parse_partly(name, text.as_bytes()) {
            Ok(Parsed { record, warnings }) => (Some(record), warnings),
            Err((problems, record)) => (record.map(|record| *record), problems),
        };
        if let Some(record) = &record {
            found.extend(beyond(record, fonts));
            found.retain(|finding| {
                finding.severity == Severity::Error || !record.check.allow.iter().any(|allow| allow.covers(finding))
            });
        }
        found.sort_by_key(|finding| (finding.position.is_none(), finding.position));
        let blank = Form::default();
        let shown = form.as_deref().unwrap_or(&blank);
        let findings = found.iter().take(MOST).map(|finding| view(finding, shown)).collect();
        Reading { form, record: record.map(Arc::new), findings, kit: None }
    }
}

/// What is found in a record beside what its reader finds.
fn beyond(record: &Record, fonts: &Fonts) -> Vec<Diagnostic> {
    let mut found = missing_characters(record, fonts);
    if record.content == Content::Record && !record.credits.is_empty() {
        found.extend(findings::core_roles(record));
    }
    found.extend(findings::unknown_platforms(record));
    let records = [Some(record)];
    let spellings = findings::spellings(&records);
    let across = findings::near_names(&records, &spellings).into_iter().chain(findings::handles(&records));
    found.extend(across.map(|finding| finding.diagnostic));
    found
}

/// A diagnostic as the page shows it.
pub fn view(finding: &Diagnostic, form: &Form) -> FindingView {
    let path = finding.position.and_then(|at| form.field_at(at)).map(str::to_owned);
    FindingView {
        severity: finding.severity.name(),
        code: finding.code,
        message: finding.message.clone(),
        hint: finding.hint.clone(),
        line: finding.position.map(|at| at.line),
        column: finding.position.map(|at| at.column),
        length: finding.length,
        fix: path.as_deref().and_then(|path| fix(finding, path, form)),
        allow: allow(finding, form),
        path,
    }
}

/// What mends a finding, where that is known.
fn fix(finding: &Diagnostic, path: &str, form: &Form) -> Option<Fix> {
    let set = |value: &str| Fix {
        kind: "replace",
        label: value.to_owned(),
        edits: vec![Edit::Set { path: path.to_owned(), value: json!(value) }],
    };
    match finding.code {
        "near-role" => roles()
            .near(finding.names.first()?)
            .filter(|role| !has_role(form, path, &role.name))
            .map(|role| set(&role.name)),
        "name-list" => {
            let (list, index) = item(path)?;
            let parts = names::likely(finding.names.first()?)?;
            let (first, rest) = parts.split_first()?;
            let mut edits = vec![Edit::Set { path: path.to_owned(), value: json!(first) }];
            edits.extend(rest.iter().enumerate().map(|(place, name)| Edit::Insert {
                path: list.to_owned(),
                index: index + 1 + place,
                value: json!(name),
            }));
            Some(Fix { kind: "split", label: parts.join(" · "), edits })
        }
        "name-order" => names::turned(finding.names.first()?).map(|name| set(&name)),
        "repeated-name" => Some(Fix {
            kind: "remove",
            label: finding.names.first()?.clone(),
            edits: vec![Edit::Remove { path: path.to_owned() }],
        }),
        "near-duplicate" => {
            let [less, more] = finding.names.as_slice() else { return None };
            let edits: Vec<Edit> = named(form, less)
                .into_iter()
                .map(|path| Edit::Set { path: format!("{path}.name"), value: json!(more) })
                .collect();
            (!edits.is_empty()).then(|| Fix { kind: "replace", label: more.clone(), edits })
        }
        _ => {
            let hint = finding.hint.as_deref()?;
            let meant = hint.strip_prefix("did you mean `").and_then(|rest| rest.strip_suffix("`?"));
            let value =
                form.kind == Kind::Kit || path.starts_with("card.") || path == "kind" || path.starts_with("check.");
            match meant.filter(|_| value && finding.code != "unknown-key") {
                Some(meant) => Some(set(meant)),
                None if finding.code == "bad-date" => {
                    hint.strip_prefix("write ").filter(|date| !date.contains(' ')).map(set)
                }
                None => None,
            }
        }
    }
}

/// What says that a finding is meant.
fn allow(finding: &Diagnostic, form: &Form) -> Option<Fix> {
    let known = code(finding.code).filter(|code| code.can_be_allowed())?;
    if finding.severity == Severity::Error || form.kind == Kind::Kit {
        return None;
    }
    let value = match finding.names.first() {
        Some(name) => json!({ "code": known.code, "name": name }),
        None => json!(known.code),
    };
    let index = form.model.allow.len();
    let edits = vec![Edit::Insert { path: "check.allow".to_owned(), index, value }];
    Some(Fix { kind: "allow", label: known.code.clone(), edits })
}

/// Whether the list of credits that a path is in has a role.
fn has_role(form: &Form, path: &str, role: &str) -> bool {
    form.model.lists().any(|(list, credits)| {
        let own = path.strip_prefix(list.as_str()).is_some_and(|rest| rest.starts_with('['));
        own && credits.iter().any(|credit| credit.role == role)
    })
}

/// The list of a path that ends with an item, and the item's place.
fn item(path: &str) -> Option<(&str, usize)> {
    let (list, index) = path.strip_suffix(']')?.rsplit_once('[')?;
    Some((list, index.parse().ok()?))
}

/// Every place of a form where somebody of that name is credited.
fn named(form: &Form, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (list, credits) in form.model.lists() {
        for (place, credit) in credits.iter().enumerate() {
            let own = credit.names.iter().enumerate().filter(|(_, one)| one.name == name);
            found.extend(own.map(|(index, _)| format!("{list}[{place}].names[{index}]")));
        }
    }
    found
}
