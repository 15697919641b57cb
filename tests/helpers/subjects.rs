//! A record and the subjects of its cards for each template, so that tests can go through all that are built in.

use extra_credit::card::{Series, Subject, contributors, series, subjects};
use extra_credit::record::{Record, parse};
use extra_credit::template::Template;

/// The first demo whose cards the template can show, with the subjects of its cards; at most `most` of them.
pub fn cards_of(template: &Template, own: &str, most: usize) -> (Record, Vec<(Subject, Series)>) {
    let files = [
        own,
        include_str!("../../assets/demo/roles.yaml"),
        include_str!("../../assets/demo/recording-engineer-or-music-producer.yaml"),
        include_str!("../../assets/demo/supporters.yaml"),
        include_str!("../../assets/demo/quote.yaml"),
    ];
    let shows = |subject: &Subject| template.subjects().iter().any(|known| known == subject.kind());
    for file in files {
        let record = parse("card.yaml", file.as_bytes()).expect("a file").record;
        let people = series(contributors(&record).into_iter().map(Subject::Contributor), None);
        let mut all: Vec<(Subject, Series)> =
            subjects(&record).into_iter().chain(people).filter(|(subject, _)| shows(subject)).collect();
        if !all.is_empty() {
            all.truncate(most);
            return (record, all);
        }
    }
    panic!("no demo has a card for {}", template.name());
}
