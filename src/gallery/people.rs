//! People of a campaign: everybody whom its records credit, each with all their records and a page.
//! The same name is the same person.

use std::collections::BTreeMap;

use crate::card::{Credited, credited};
use crate::gallery::read::Read;
use crate::gallery::record::Maker;
use crate::gallery::view;
use crate::publish::slugs;
use crate::record::Record;

/// Everybody who is credited, in the order of their names.
pub(super) struct People<'r> {
    records: Vec<Option<&'r Record>>,
    all: Vec<Credited>,
    /// Paths of their pages by name.
    pub pages: BTreeMap<String, String>,
}

impl<'r> People<'r> {
    /// The people of all albums.
    pub fn of(read: &'r Read) -> People<'r> {
        let records: Vec<Option<&Record>> = read.albums.iter().map(|album| album.record()).collect();
        let mut all = credited(&records);
        all.sort_by_cached_key(|one| (key(&records, &one.name), one.name.clone()));
        let names = slugs(all.iter().map(|one| one.name.as_str()));
        let page = |(one, name): (&Credited, String)| (one.name.clone(), format!("people/{name}.html"));
        let pages = all.iter().zip(names).map(page).collect();
        People { records, all, pages }
    }

    /// Their pages; `albums` are the pages of records, in the order of the albums.
    pub fn views(&self, read: &Read, albums: &[view::Record], maker: &Maker<'_>) -> Vec<view::Person> {
        let one = |one: &Credited| {
            let person = one.person(&self.records);
            let records = one.records.iter().zip(person.records).filter_map(|((album, _), on)| {
                let page = albums.get(*album)?;
                let record = self.records.get(*album).copied().flatten()?;
                Some(view::PersonRecord {
                    href: page.href.clone(),
                    title: on.title,
                    artist: on.artist,
                    lang: page.lang.clone(),
                    dir: page.dir,
                    imprint: super::record::in_list(record, maker.wording),
                    cover: page.cover.clone(),
                    roles: on.roles.into_iter().map(|role| (role.role, role.detail)).collect(),
                })
            });
            let handles = person.handles.into_iter().map(|handle| (handle.platform, format!("@{}", handle.handle)));
            let cards = read.cards.people.get(&one.name).map(Vec::as_slice).unwrap_or_default();
            view::Person {
                href: self.pages.get(&one.name).cloned().unwrap_or_default(),
                name: one.name.clone(),
                lang: person.language,
                handles: handles.collect(),
                records: records.collect(),
                cards: maker.pictures(cards, maker.wording.tag(), false),
            }
        };
        self.all.iter().map(one).collect()
    }
}

/// What a name is sorted by: as its file says, else as it is written, without case.
fn key(records: &[Option<&Record>], name: &str) -> String {
    let own = records.iter().flatten().find_map(|record| record.person(name)?.sort.as_ref());
    own.map_or(name, |sort| sort.value.as_str()).to_lowercase()
}
