//! What a credit file or a brand kit says about its own check: what is meant as it is, and which platforms it is for.
//! A code that does not exist, or that is always an error, is an error where it stands.

use super::keys;
use super::reader::{Reader, brief, given};
use crate::catalogue::codes::{Code, code, codes};
use crate::catalogue::platforms::{platform, platforms};
use crate::diagnostic::Diagnostic;
use crate::import::text::Text;
use crate::import::tree::{Node, Value};
use crate::near::nearest;

/// Options of `check`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckOptions {
    /// Findings that are meant, in file order.
    pub allow: Vec<Allowance>,
    /// Platforms that the cards are for, as written; empty if the file does not say.
    pub platforms: Vec<Text>,
}

/// A finding that is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    /// Its code, one of the program's.
    pub code: Text,
    /// The name that it is about; `None` for all of that code.
    pub name: Option<Text>,
}

impl Allowance {
    /// Whether it allows a finding. Errors are never allowed.
    pub fn covers(&self, finding: &Diagnostic) -> bool {
        finding.severity != crate::diagnostic::Severity::Error
            && finding.code == self.code.value
            && self.name.as_ref().is_none_or(|name| finding.names.contains(&name.value))
    }
}

/// The options under `check`.
pub(crate) fn options(reader: &mut Reader<'_>, node: &Node) -> CheckOptions {
    let Some(fields) = reader.fields("`check`", &[keys::CHECK], node) else {
        return CheckOptions::default();
    };
    let items = match given(&fields, "allow") {
        Some((_, Node { value: Value::List(items), .. })) => items.as_slice(),
        Some((_, node)) => std::slice::from_ref(node),
        None => &[],
    };
    let allow = items.iter().filter_map(|item| allowance(reader, item)).collect();
    let platforms = given(&fields, "platforms").map(|(_, node)| reader.texts("`platforms`", node)).unwrap_or_default();
    for name in platforms.iter().filter(|name| platform(name).is_none()) {
        let message = format!("`platforms`: no platform is called `{}`", brief(name));
        reader.report_at(Diagnostic::error("unknown-platform", message).hint(platform_hint(name)), name);
    }
    CheckOptions { allow, platforms }
}

/// What to write instead of the name of a platform that does not exist.
pub(crate) fn platform_hint(name: &str) -> String {
    let known = || platforms().iter().map(|platform| platform.id());
    nearest(name, known()).map_or_else(
        || format!("there are {}", known().collect::<Vec<_>>().join(", ")),
        |id| format!("did you mean `{id}`?"),
    )
}

fn allowance(reader: &mut Reader<'_>, item: &Node) -> Option<Allowance> {
    let allowance = match &item.value {
        Value::Scalar(_) => Allowance { code: reader.text("`allow` entry", item)?, name: None },
        Value::Map(_) => {
            let fields = reader.fields("`allow` entry", &[keys::ALLOWANCE], item)?;
            let code = fields.get("code").and_then(|(_, node)| reader.text("`code`", node));
            let name = reader.optional(&fields, "name");
            Allowance { code: code?, name }
        }
        _ => {
            reader.wrong("`allow` entry", "a code or a mapping with `code` and `name`", item);
            return None;
        }
    };
    match code(&allowance.code) {
        Some(code) if code.can_be_allowed() => return Some(allowance),
        Some(_) => {
            let message = format!("`allow`: `{}` is an error, and errors cannot be allowed", allowance.code);
            let hint = "remove it here and mend what it is about";
            reader.report_at(Diagnostic::error("error-allowed", message).hint(hint), &allowance.code);
        }
        None => {
            let message = format!("`allow`: no finding has the code `{}`", brief(&allowance.code));
            let known = codes().iter().filter(|code| Code::can_be_allowed(code)).map(|code| code.code.as_str());
            let hint = nearest(&allowance.code, known).map_or_else(
                || "`extra-credit check --codes` lists them; messages have theirs in brackets".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            reader.report_at(Diagnostic::error("unknown-code", message).hint(hint), &allowance.code);
        }
    }
    None
}
