//! The files of a site: its pages, what pages need, and copies of the cards.
//! The same output folder gives the same files.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use crate::card::is_rtl;
use crate::catalogue::languages::Wording;
use crate::fonts::Fonts;
use crate::gallery::page::{Pages, direction, encoded, json};
use crate::gallery::people::People;
use crate::gallery::read::{Album, Read};
use crate::gallery::record::{Maker, card_path, preview, small_path, worded};
use crate::gallery::{Settings, Site, SiteContent, SiteFile, linked, view};
use crate::publish::slugs;

/// Files that come with the program.
const OWN: [(&str, &str); 4] = [
    ("gallery.css", include_str!("../../assets/gallery/gallery.css")),
    ("gallery.js", include_str!("../../assets/gallery/gallery.js")),
    ("review.js", include_str!("../../assets/gallery/review.js")),
    ("fonts/OFL.txt", include_str!("../../fonts/archivo/OFL.txt")),
];
/// The family of titles, and its weight.
const TITLES: (&str, u16) = ("Archivo", 800);

/// What a template sees.
#[derive(Serialize)]
struct Data<'a, T> {
    page: view::Head,
    #[serde(flatten)]
    own: &'a T,
}

/// What the page of a campaign shows.
#[derive(Serialize)]
struct Campaign<'a> {
    records: &'a [view::Record],
    people: &'a [view::Person],
}

#[derive(Serialize)]
struct OfRecord<'a> {
    record: &'a view::Record,
}

#[derive(Serialize)]
struct OfPerson<'a> {
    person: &'a view::Person,
}

/// Writes the site of what was read.
pub(super) fn site(settings: &Settings<'_>, read: &Read) -> Result<Site, (String, String)> {
    let wording = wording(settings, read);
    let people = People::of(read);
    let maker = Maker { looked: &read.looked, people: &people.pages, review: settings.review, wording };
    let names = slugs(names(read).iter().map(String::as_str));
    let hrefs = names.iter().map(|name| format!("records/{name}.html"));
    let mut records: Vec<view::Record> =
        read.albums.iter().zip(hrefs).map(|(album, href)| maker.record(album, &href)).collect();
    let mut persons = people.views(read, &records, &maker);
    // Addresses within the site are encoded where pages write them; files have their plain paths.
    let paths: (Vec<String>, Vec<String>) = (
        records.iter().map(|record| record.href.clone()).collect(),
        persons.iter().map(|person| person.href.clone()).collect(),
    );
    encode_all(&mut records, &mut persons);
    let writer = Writer { settings, wording, pages: Pages::new(), review: settings.review.map(json) };
    let mut site = Site {
        warnings: read.warnings.clone(),
        records: records.len(),
        people: persons.len(),
        pictures: read.looked.len(),
        ..Site::default()
    };
    let mut add = |path: &str, bytes: Vec<u8>| {
        site.files.push(SiteFile { path: path.to_owned(), content: SiteContent::Bytes(bytes) });
    };
    add("index.html", writer.campaign(&Campaign { records: &records, people: &persons })?);
    for ((record, album), path) in records.iter().zip(&read.albums).zip(&paths.0) {
        add(path, writer.record(record, album, &people)?);
    }
    for (person, path) in persons.iter().zip(&paths.1) {
        add(path, writer.person(person)?);
    }
    for (name, text) in OWN.iter().filter(|(name, _)| settings.review.is_some() || *name != "review.js") {
        add(name, text.as_bytes().to_vec());
    }
    let fonts = Fonts::embedded();
    let face = fonts.select(TITLES.0, TITLES.1, false).and_then(|face| fonts.face(face));
    if let Some(face) = face {
        add("fonts/titles.ttf", face.data().to_vec());
    }
    for (path, looked) in &read.looked {
        if let Some(small) = &looked.small {
            add(&small_path(path), small.bytes.clone());
        }
    }
    copies(settings, read, &mut site);
    unknown_marks(settings, read, &mut site);
    Ok(site)
}

/// Pictures and documents as they are in the output folder.
fn copies(settings: &Settings<'_>, read: &Read, site: &mut Site) {
    let of_people = read.cards.people.values().flatten();
    let of_groups = read
        .albums
        .iter()
        .flat_map(|album| album.group.cards.iter().chain(album.group.posts.iter().flat_map(|post| &post.cards)));
    for card in of_groups.chain(of_people) {
        let shown = card
            .pages
            .iter()
            .filter(|page| page.files.first().is_some_and(|file| read.looked.contains_key(&file.path)));
        for output in shown.flat_map(|page| &page.files).chain(&card.documents) {
            let content = SiteContent::Copy(settings.folder.join(&output.path));
            site.files.push(SiteFile { path: card_path(&output.path), content });
        }
    }
}

/// Marks of pictures that are not there any more.
fn unknown_marks(settings: &Settings<'_>, read: &Read, site: &mut Site) {
    let marked = settings.review.iter().flat_map(|review| review.cards.keys());
    let gone: Vec<&str> = marked.filter(|path| !read.looked.contains_key(*path)).map(String::as_str).collect();
    if !gone.is_empty() {
        site.warnings.push(format!("the review marks pictures that are not there: {}", gone.join(", ")));
    }
}

/// The language of pages about several records: as asked, else that of all records, else English.
fn wording(settings: &Settings<'_>, read: &Read) -> Wording {
    let asked = settings.language.and_then(Wording::named);
    let own: BTreeSet<&str> = read.albums.iter().filter_map(worded).map(|card| card.wording.tag()).collect();
    let shared = own.first().filter(|_| own.len() == 1).copied();
    asked.unwrap_or_else(|| Wording::of(shared))
}

/// What records are called in addresses.
fn names(read: &Read) -> Vec<String> {
    let name = |album: &Album| match album.record() {
        Some(record) => format!("{} {}", record.title, record.artist),
        None => {
            let first = album.group.pages().find_map(|page| page.files.first());
            first.and_then(|file| file.path.split('/').next()).unwrap_or_default().to_owned()
        }
    };
    read.albums.iter().map(name).collect()
}

fn encode_all(records: &mut [view::Record], people: &mut [view::Person]) {
    for record in records {
        record.href = encoded(&record.href);
        let of_tracks = record.tracks.iter_mut().flat_map(|track| &mut track.credits);
        for name in record.credits.iter_mut().chain(of_tracks).flat_map(|credit| &mut credit.names) {
            name.href = name.href.as_deref().map(encoded);
        }
    }
    for person in people {
        person.href = encoded(&person.href);
        person.records.iter_mut().for_each(|record| record.href = encoded(&record.href));
    }
}

/// Writes pages with what all of them have.
struct Writer<'s> {
    settings: &'s Settings<'s>,
    wording: Wording,
    pages: Pages,
    review: Option<String>,
}

impl Writer<'_> {
    /// The whole address of a page or a picture.
    fn address(&self, href: &str) -> Option<String> {
        self.settings.address.map(|base| format!("{base}{href}"))
    }

    fn heading(&self) -> String {
        self.settings.title.map_or_else(|| self.wording.words().gallery.records.clone(), str::to_owned)
    }

    fn head(&self, wording: Wording, href: &str, root: &'static str, title: &str, linked: &Value) -> view::Head {
        let tag = self.wording.tag().to_owned();
        view::Head {
            lang: wording.tag().to_owned(),
            dir: direction(wording.tag()),
            root,
            title: title.to_owned(),
            description: String::new(),
            site: view::Titled { text: self.heading(), dir: if is_rtl(&tag) { "rtl" } else { "ltr" }, lang: tag },
            address: self.address(href),
            preview: None,
            kind: "website",
            linked: json(linked),
            words: &wording.words().gallery,
            credits: &wording.words().post.credits,
            review: self.review.clone(),
        }
    }

    fn preview(&self, picture: &view::Picture, root: &str) -> view::Preview {
        view::Preview {
            address: self.address(&picture.href).unwrap_or_else(|| format!("{root}{}", picture.href)),
            width: picture.width,
            height: picture.height,
            alt: picture.alt.clone(),
        }
    }

    fn campaign(&self, campaign: &Campaign<'_>) -> Result<Vec<u8>, (String, String)> {
        let named = |record: &view::Record| (record.title.clone(), self.address(&record.href));
        let records: Vec<(String, Option<String>)> = campaign.records.iter().map(named).collect();
        let title = self.heading();
        let linked = linked::campaign(&title, self.address("index.html").as_deref(), &records);
        let head = self.head(self.wording, "index.html", "", &title, &linked);
        let titles: Vec<&str> = campaign.records.iter().take(12).map(|record| record.title.as_str()).collect();
        let page = view::Head {
            description: self.wording.list(titles.into_iter()),
            preview: campaign.records.iter().find_map(preview).map(|picture| self.preview(picture, "")),
            ..head
        };
        self.pages.write("campaign.html", Data { page, own: campaign })
    }

    fn record(&self, record: &view::Record, album: &Album, people: &People<'_>) -> Result<Vec<u8>, (String, String)> {
        let card = worded(album);
        let wording = card.as_ref().map_or(self.wording, |card| card.wording);
        let shown = preview(record);
        let address = |name: &str| self.address(&encoded(people.pages.get(name)?));
        let image = shown.and_then(|picture| self.address(&picture.href));
        let url = self.address(&record.href);
        let linked = match &card {
            Some(card) => linked::record(card.record, wording, url.as_deref(), image.as_deref(), &address),
            None => linked::campaign(&record.title, url.as_deref(), &[]),
        };
        let title = match &card {
            Some(card) => {
                let values = [("title", record.title.as_str()), ("artist", card.record.artist.value.as_str())];
                crate::catalogue::languages::fill(&wording.words().post.title, &values)
            }
            None => record.title.clone(),
        };
        let head = self.head(wording, &record.href, "../", &title, &linked);
        let page = view::Head {
            description: record.cover.as_ref().map(|cover| cover.alt.clone()).unwrap_or_default(),
            preview: shown.map(|picture| self.preview(picture, "../")),
            kind: if card.is_some() { "music.album" } else { "website" },
            ..head
        };
        self.pages.write("record.html", Data { page, own: &OfRecord { record } })
    }

    fn person(&self, person: &view::Person) -> Result<Vec<u8>, (String, String)> {
        let linked = linked::person(&person.name, self.address(&person.href).as_deref(), &person.handles);
        let head = self.head(self.wording, &person.href, "../", &person.name, &linked);
        let titles: Vec<&str> = person.records.iter().map(|record| record.title.as_str()).collect();
        let own = person.cards.first();
        let cover = own.or_else(|| person.records.iter().find_map(|record| record.cover.as_ref()));
        let page = view::Head {
            description: format!("{}: {}", person.name, self.wording.list(titles.into_iter())),
            preview: cover.map(|picture| self.preview(picture, "../")),
            kind: "profile",
            ..head
        };
        self.pages.write("person.html", Data { page, own: &OfPerson { person } })
    }
}
