//! Whose handles a card prints, and which of a person's handles that is.
//! A handle is printed beside a name where it stands first; the same name again goes without.

use std::collections::BTreeSet;

use super::contributor::{Handle, all_handles};
use super::credits::CardCredit;
use crate::catalogue::platforms::{platform, platform_id};
use crate::record::Record;

/// Whose handles cards print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Those of people whom a card is about.
    #[default]
    Subjects,
    /// Everybody's.
    Everybodys,
    /// Nobody's.
    Nobodys,
}

/// Which handles cards print.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handles {
    /// Whose.
    pub whose: Whose,
    /// Platforms that the card is for, the most wanted first; a person without a handle there shows the first one.
    pub platforms: Vec<String>,
}

impl Handles {
    /// The handle that a card prints for somebody with these: that of a platform it is for, else the first, which says its
    /// platform if the card is for another.
    pub fn shown(&self, handles: &[Handle]) -> Option<String> {
        let on = |wanted: &String| handles.iter().find(|one| platform_id(&one.platform) == platform_id(wanted));
        if let Some(handle) = self.platforms.iter().find_map(on) {
            return Some(format!("@{}", handle.handle));
        }
        let first = handles.first()?;
        let name = platform(&first.platform).map_or(first.platform.as_str(), |platform| platform.name());
        let elsewhere = if self.platforms.is_empty() { String::new() } else { format!(" ({name})") };
        Some(format!("@{}{elsewhere}", first.handle))
    }

    /// Adds handles to the details of names that are not in `seen` yet, if everybody's are printed.
    pub(super) fn add(&self, record: &Record, credits: &mut [CardCredit], seen: &mut BTreeSet<String>) {
        if self.whose != Whose::Everybodys {
            return;
        }
        let all = all_handles(record);
        for name in credits.iter_mut().flat_map(|credit| &mut credit.names) {
            let handles = all.get(name.name.as_str()).map(Vec::as_slice).unwrap_or_default();
            let Some(shown) = self.shown(handles).filter(|_| seen.insert(name.name.clone())) else { continue };
            for said in [&mut name.detail, &mut name.remark] {
                *said = Some(match said.take() {
                    Some(said) => format!("{said} · {shown}"),
                    None => shown.clone(),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_handle_of_the_wanted_platform_is_shown_else_the_first_with_its_platform() {
        let handle = |platform: &str, handle: &str| Handle {
            platform: platform.into(),
            handle: handle.into(),
            ..Handle::default()
        };
        let all = [handle("bluesky", "hana.example.com"), handle("Insta", "hana.masters")];
        let shown = |platforms: &[&str], all: &[Handle]| {
            let platforms = platforms.iter().map(|&name| name.to_owned()).collect();
            Handles { platforms, ..Handles::default() }.shown(all)
        };
        assert_eq!(shown(&[], &all).as_deref(), Some("@hana.example.com"));
        assert_eq!(shown(&["instagram"], &all).as_deref(), Some("@hana.masters"));
        assert_eq!(shown(&["threads", "instagram"], &all).as_deref(), Some("@hana.masters"));
        assert_eq!(shown(&["tiktok"], &all).as_deref(), Some("@hana.example.com (Bluesky)"));
        assert_eq!(shown(&["tiktok"], &[]), None);
    }
}
