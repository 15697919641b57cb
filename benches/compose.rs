//! Composition of the bench card: warm, with a shaper that has seen the texts, and cold.
//! `--profile N` composes N times and nothing else, for callgrind.

use extra_credit::card::{Card, format};
use extra_credit::compose::compose;
use extra_credit::fonts::Fonts;
use extra_credit::record::parse;
use extra_credit::template::Template;
use extra_credit::text::Shaper;
use extra_credit::theme::Theme;

/// A record of `names` names in `roles` roles.
fn record(roles: usize, names: usize) -> String {
    let first = ["Odalys", "Theo", "June", "Marisol", "Wale", "Hana", "Petra", "Cosmo", "Ines", "Delphine", "Noor"];
    let last = ["Brant", "Okafor", "Castellan", "Vane", "Adeyinka-Ross", "Kimura", "Lindqvist", "Rey", "Duarte-Quill"];
    let mut yaml =
        String::from("title: Low Tide Piano\nartist: Marisol Vane\nlabel: Saltmarsh Records\nreleased: 2026\n");
    yaml.push_str("hashtags: [BehindTheRecord, GiveCredit]\ncredits:\n");
    for role in 0..roles {
        yaml.push_str(&format!("  Session Role {}:\n", role + 1));
        for name in (0..names).filter(|name| name * roles / names == role) {
            let round = name / (first.len() * last.len());
            let suffix = if round == 0 { String::new() } else { format!(" {}", round + 1) };
            yaml.push_str(&format!("    - {} {}{suffix}\n", first[name % first.len()], last[name % last.len()]));
        }
    }
    yaml
}

fn card<'r>(parsed: &'r extra_credit::record::Parsed, name: &str) -> Card<'r> {
    Card::new(&parsed.record, format(name).expect("a format"), Theme::named("dark", None).expect("a theme"))
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let fonts = Fonts::embedded();
    if arguments.first().is_some_and(|argument| argument == "--profile") {
        let number = |index: usize, default| arguments.get(index).and_then(|n| n.parse().ok()).unwrap_or(default);
        let (runs, roles, names) = (number(1, 100), number(2, 12), number(3, 24));
        let parsed = parse("card.yaml", record(roles, names).as_bytes()).expect("a record");
        let template = Template::builtin("side-by-side").expect("a template").expect("a template");
        let mut shaper = Shaper::new(&fonts);
        let start = std::time::Instant::now();
        for _ in 0..runs {
            std::hint::black_box(compose(&card(&parsed, "square"), &template, &fonts, &mut shaper).expect("a scene"));
        }
        println!("{:.3} ms", start.elapsed().as_secs_f64() * 1000.0 / runs as f64);
        return;
    }
    divan::main();
}
