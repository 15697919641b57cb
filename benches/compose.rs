//! Composition of cards, warm: with a shaper that has seen the texts. `expand` is the template's part of it, so that
//! `compose` less `expand` times its variants is shaping, fitting and painting.
//! `cargo bench --bench compose -- --profile RUNS ROLES NAMES` composes and nothing else, for callgrind.

#[path = "workload/records.rs"]
mod records;

use std::sync::{Arc, LazyLock};
use std::time::Instant;

use divan::Bencher;
use extra_credit::card::{Card, PageData, data, format};
use extra_credit::fonts::Fonts;
use extra_credit::record::{Parsed, parse};
use extra_credit::template::Template;
use extra_credit::testing::compose::compose;
use extra_credit::text::Shaper;
use extra_credit::theme::Theme;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

/// Roles and names: the bench card of 40 runs, a large record, and the largest that is promised.
const RECORDS: [(usize, usize); 3] = [(12, 24), (20, 60), (40, 300)];

fn record(roles: usize, names: usize) -> Parsed {
    parse("card.yaml", records::credit_file(roles, names).as_bytes()).expect("a record")
}

fn card(parsed: &Parsed) -> Card<'_> {
    Card::new(&parsed.record, format("square").expect("a format"), Theme::named("dark", None).expect("a theme"))
}

fn template(name: &str) -> Arc<Template> {
    Template::builtin(name).expect("built in").expect("well-formed")
}

#[divan::bench(args = RECORDS)]
fn compose_side_by_side(bencher: Bencher, (roles, names): (usize, usize)) {
    composing(bencher, "side-by-side", roles, names);
}

#[divan::bench(args = RECORDS)]
fn compose_wall(bencher: Bencher, (roles, names): (usize, usize)) {
    composing(bencher, "credit-cover", roles, names);
}

fn composing(bencher: Bencher, name: &str, roles: usize, names: usize) {
    let (parsed, template, mut shaper) = (record(roles, names), template(name), Shaper::new(&FONTS));
    let card = card(&parsed);
    bencher.bench_local(|| compose(&card, &template, &FONTS, &mut shaper).expect("scenes"));
}

#[divan::bench(args = RECORDS)]
fn expand_side_by_side(bencher: Bencher, (roles, names): (usize, usize)) {
    let (parsed, template) = (record(roles, names), template("side-by-side"));
    let card = card(&parsed);
    let page = PageData { number: 1, count: 1, variant: "snug", more: 0 };
    bencher.bench_local(|| template.expand(&data(&card, &card.credits, &[], page)).expect("elements"));
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let Some(at) = arguments.iter().position(|argument| argument == "--profile") else { return divan::main() };
    let number = |index: usize, default| arguments.get(at + index).and_then(|n| n.parse().ok()).unwrap_or(default);
    let (runs, roles, names) = (number(1, 100), number(2, 12), number(3, 24));
    let (parsed, template, mut shaper) = (record(roles, names), template("side-by-side"), Shaper::new(&FONTS));
    let start = Instant::now();
    for _ in 0..runs {
        std::hint::black_box(compose(&card(&parsed), &template, &FONTS, &mut shaper).expect("scenes"));
    }
    println!("{:.3} ms", start.elapsed().as_secs_f64() * 1000.0 / runs as f64);
}
