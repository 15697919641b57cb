//! What files allow: findings that they name are left out, and what they name and nobody found is a note.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::record::{Allowance, Source};

/// Codes that need other files to be found: a run over one file says nothing about them.
const ACROSS_FILES: [&str; 3] = ["near-duplicate", "two-handles", "shared-handle"];

/// What a file allows: its own list, and the list of its brand kit.
#[derive(Clone, Default)]
pub struct Allowed {
    /// Its own.
    pub own: Vec<Allowance>,
    /// The file that they stand in.
    pub source: Source,
    /// The kit, if it has one.
    pub kit: Option<(Source, Vec<Allowance>)>,
}

/// What files allow, and which of it was of use.
pub struct Permits {
    files: Vec<(Allowed, Vec<bool>)>,
    kits: BTreeMap<String, (Source, Vec<Allowance>, Vec<bool>)>,
}

impl Permits {
    /// The permits of the files of a run.
    pub fn new(files: Vec<Allowed>) -> Permits {
        let mut kits = BTreeMap::new();
        for (source, allow) in files.iter().filter_map(|file| file.kit.as_ref()) {
            let new = || (source.clone(), allow.clone(), vec![false; allow.len()]);
            kits.entry(source.name.clone()).or_insert_with(new);
        }
        let files = files.into_iter().map(|file| (vec![false; file.own.len()], file)).map(|(used, file)| (file, used));
        Permits { files: files.collect(), kits }
    }

    /// Whether a file or its kit allows a finding; what does is marked as used. One that puts together what is wrong with
    /// several names is allowed if each of them is.
    pub fn allow(&mut self, file: usize, finding: &Diagnostic) -> bool {
        let Some((allowed, used)) = self.files.get_mut(file) else { return false };
        let mut found = false;
        let mut of_all = finding.names.clone();
        let mut mark = |list: &[Allowance], used: &mut [bool]| {
            for (allowance, used) in list.iter().zip(used).filter(|(allowance, _)| allowance.covers(finding)) {
                *used = true;
                found = true;
                of_all.retain(|name| allowance.name.as_ref().is_some_and(|allowed| allowed.value != *name));
            }
        };
        mark(&allowed.own, used);
        if let Some((_, list, used)) = allowed.kit.as_ref().and_then(|(source, _)| self.kits.get_mut(&source.name)) {
            mark(list, used);
        }
        found && (of_all.is_empty() || ACROSS_FILES.contains(&finding.code))
    }

    /// Notes about what a file allows and nobody found.
    pub fn unused(&self, file: usize) -> Vec<Diagnostic> {
        let Some((allowed, used)) = self.files.get(file) else { return Vec::new() };
        let alone = self.files.len() == 1;
        unused(&allowed.source, &allowed.own, used)
            .filter(|(allowance, _)| !alone || !ACROSS_FILES.contains(&allowance.code.value.as_str()))
            .map(|(_, note)| note)
            .collect()
    }

    /// The same for kits that `counts` chooses by the path of their file: those of which all records were checked.
    pub fn unused_of_kits(&self, counts: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let kits = self.kits.iter().filter(|(name, _)| counts(name));
        kits.flat_map(|(_, (source, list, used))| unused(source, list, used).map(|(_, note)| note)).collect()
    }
}

fn unused<'a>(
    source: &'a Source,
    list: &'a [Allowance],
    used: &'a [bool],
) -> impl Iterator<Item = (&'a Allowance, Diagnostic)> {
    list.iter().zip(used).filter(|(_, used)| !**used).map(|(allowance, _)| {
        let about = allowance.name.as_ref().map(|name| format!(" of `{name}`")).unwrap_or_default();
        let message = format!("`allow`: no finding `{}`{about} is left to allow", allowance.code);
        let note = Diagnostic::note("unused-allowance", message).hint("remove it");
        (allowance, source.place(note, allowance.code.at, allowance.code.length))
    })
}
