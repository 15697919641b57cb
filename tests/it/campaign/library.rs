//! A campaign through the library: settings go in, events come out.

use std::path::Path;
use std::sync::Arc;

use extra_credit::campaign::{Campaign, Destination, Event, Interrupt, Listener, Misuse, Ran, Settings};
use extra_credit::encode::Encoding;
use extra_credit::fonts::Fonts;
use extra_credit::press::{Options, Scale};
use extra_credit::publish::Writer;

const RECORD: &str = "title: Low Tide\nartist: Marisol Vane\ncredits:\n  Piano: Marisol Vane\n";

/// What was heard, a line each.
#[derive(Default)]
struct Heard(Vec<String>);

impl Listener for Heard {
    fn hear(&mut self, event: Event<'_>) {
        self.0.push(match event {
            Event::Problem(problem) => format!("problem {}", problem.code),
            Event::Forgotten { reason, .. } => format!("forgotten: {reason}"),
            Event::Begun { cards, files, .. } => format!("begun {cards} of {files}"),
            // Which thread takes what depends on chance.
            Event::Taken { .. } => return,
            Event::Done(done) => format!("{} {:?}", done.line.record, done.line.status),
            Event::Over => "over".to_owned(),
            Event::Removed(path) | Event::Kept(path) => path.to_owned(),
            Event::NoLongerMade(paths) | Event::WouldGo(paths) => format!("gone {}", paths.len()),
        });
    }
}

fn settings(folder: &Path) -> Settings {
    Settings::new(vec![folder.join("records")], Destination::Folder(folder.join("out")))
}

fn ran(settings: &Settings, interrupt: &Interrupt, options: &Options) -> (Result<Ran, Misuse>, Vec<String>) {
    let (fonts, writer, mut heard) = (Fonts::embedded(), Arc::new(Writer::new()), Heard::default());
    let campaign = Campaign { settings, options, fonts: &fonts, writer: &writer, interrupt };
    (campaign.run(&mut heard), heard.0)
}

fn small() -> Options {
    Options {
        formats: vec!["square".into()],
        scale: Scale::try_from(0.1).expect("a scale"),
        encodings: vec![Encoding::PNG],
        ..Options::default()
    }
}

#[test]
fn a_campaign_tells_what_becomes_of_each_card_in_order_and_makes_it_once() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("records")).expect("a folder");
    std::fs::write(folder.path().join("records/a.yaml"), RECORD).expect("written");
    std::fs::write(folder.path().join("records/b.yaml"), "titel: x\n").expect("written");
    let settings = settings(folder.path());
    let (first, heard) = ran(&settings, &Interrupt::default(), &small());
    let first = first.expect("a run");
    assert_eq!(heard, ["begun 2 of 2", "a Made", "b Failed", "over", "gone 0"]);
    assert_eq!((first.summary.made, first.summary.failed, first.untouched), (1, 1, 0));
    assert!(folder.path().join("out/a/square.png").is_file());
    let (again, heard) = ran(&settings, &Interrupt::default(), &small());
    assert_eq!(heard, ["begun 2 of 2", "a UpToDate", "b Failed", "over", "gone 0"]);
    assert_eq!(again.expect("a run").untouched, 1);
}

#[test]
fn a_campaign_that_was_asked_to_stop_begins_nothing_and_says_how_much_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("records")).expect("a folder");
    std::fs::write(folder.path().join("records/a.yaml"), RECORD).expect("written");
    let interrupt = Interrupt::default();
    assert!(!interrupt.ask() && interrupt.asked());
    let (stopped, heard) = ran(&settings(folder.path()), &interrupt, &small());
    let stopped = stopped.expect("a run");
    assert_eq!(heard, ["begun 1 of 1", "over"]);
    assert!(stopped.summary.interrupted && stopped.summary.not_begun == 1);
    assert!(!folder.path().join("out/a").exists());
}

#[test]
fn what_cannot_be_done_is_a_misuse_with_a_hint() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("records")).expect("a folder");
    for name in ["a", "b"] {
        std::fs::write(folder.path().join(format!("records/{name}.yaml")), RECORD).expect("written");
    }
    let file = Destination::File(folder.path().join("card.png"), "png".to_owned());
    let settings = Settings { output: file, ..settings(folder.path()) };
    let misuse = ran(&settings, &Interrupt::default(), &small()).0.expect_err("a misuse");
    assert!(misuse.message.ends_with("these are 2") && misuse.hint.contains("-o DIR"), "{misuse:?}");
}
