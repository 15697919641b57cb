//! Makes many different cards in one process, and prints every thousand how much memory and how many descriptors it holds: both stay
//! flat. `soak CARDS [SCALE]`; a sample of the cards is made again, each in a process of its own, and its bytes are compared.
//! `soak card NUMBER SCALE` is such a process: it prints the sum of one card.

#[path = "../tests/it/helpers/records.rs"]
#[allow(dead_code, reason = "records alone are made")]
mod records;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use extra_credit::card::formats;
use extra_credit::encode::Encoding;
use extra_credit::fonts::Fonts;
use extra_credit::press::{self, LoadedKit, Memory, MissingGlyphs, Options, Press, Scale};
use extra_credit::record::parse;
use extra_credit::theme::THEMES;
use records::{Script, yaml};

type Failure = Box<dyn std::error::Error>;

/// Cards between two lines of what the process holds.
const LINE: usize = 1000;
/// Cards between two that are made again.
const SAMPLE: usize = 250;

/// Templates of records.
const TEMPLATES: [&str; 13] = [
    "side-by-side",
    "credit-cover",
    "cover",
    "liner-notes",
    "credit-roll",
    "full-bleed",
    "swiss",
    "by-person",
    "credit-block",
    "blue-note",
    "session-log",
    "track-list",
    "swipe-set",
];
const SCRIPTS: [Script; 5] = [Script::Latin, Script::Arabic, Script::Devanagari, Script::Mixed, Script::Japanese];
const LANGUAGES: [&str; 6] = ["en", "de", "pl", "ja", "ar", "pt-BR"];
const COVERS: [&str; 5] = ["tide.jpg", "mono.jpg", "night.jpg", "cheap-rent.jpg", "slow-honey.jpg"];

/// Files beside the records: covers, and two brand kits, one with a font of its own.
fn assets() -> Result<Memory, Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut assets = Memory::default();
    for name in COVERS {
        assets = assets.with(name, std::fs::read(root.join("assets/demo/covers").join(name))?);
    }
    let font = std::fs::read(root.join("fonts/archivo/Archivo_900Black.ttf"))?;
    let logo = std::fs::read(root.join("assets/demo/campaign/logos/names-first-light.svg"))?;
    Ok(assets
        .with("logo.svg", logo)
        .with("own.ttf", font)
        .with("logo/extra-credit.yaml", "theme: paper\nfooter: Saltmarsh Records\n")
        .with(
            "extra-credit.yaml",
            "logo: logo.svg\nfonts: {files: [own.ttf], title: Archivo}\nhashtags: [NamesFirst]\n",
        ))
}

/// A number without an order, so that neighbours have nothing in common.
fn mixed(number: usize) -> u64 {
    let mut state = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for shift in [30, 27, 31] {
        state = (state ^ (state >> shift)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    }
    state
}

/// Makes a card and returns the sum of its files, or what is wrong with it.
fn card<'f>(
    number: usize,
    scale: f32,
    press: &mut Press<'f>,
    kits: &'f [Option<Arc<LoadedKit>>],
    assets: &'f Memory,
) -> Result<String, Failure> {
    let mut state = mixed(number);
    let mut below = |count: usize| {
        let chosen = (state % count as u64) as usize;
        state /= count as u64;
        chosen
    };
    let all = formats();
    let (format, template) = (&all[below(all.len())], TEMPLATES[below(TEMPLATES.len())]);
    let (script, theme) = (SCRIPTS[below(SCRIPTS.len())], THEMES[below(THEMES.len())]);
    let (kit, language) = (&kits[below(kits.len())], LANGUAGES[below(LANGUAGES.len())]);
    let encoding = [Encoding::PNG, Encoding::JPEG, Encoding::WebP, Encoding::Svg, Encoding::PNG][below(5)];
    let encoding = if cfg!(feature = "pdf") && below(6) == 0 { Encoding::Pdf } else { encoding };
    let cover = COVERS[below(COVERS.len())];
    let names = 1 + below(3) * below(3) * 6 + below(6);
    let mut text = format!("{}language: {language}\n", yaml(names, script, &format!("Tide No. {number}")));
    if below(4) > 0 {
        text.push_str(&format!("artwork: {cover}\n"));
    }
    let record = parse("soak.yaml", text.as_bytes()).map_err(|all| format!("{}", all[0]))?.record;
    let options = Options {
        formats: vec![format.name.clone()],
        template: Some(template.into()),
        theme: Some(theme.into()),
        scale: Scale::try_from(scale)?,
        ..Options::default()
    };
    let said = |all: Vec<extra_credit::diagnostic::Diagnostic>| format!("{template} {}: {}", format.name, all[0]);
    let mut sum = blake3::Hasher::new();
    for card in &press::cards(&record, kit.as_ref(), &options, assets).map_err(said)? {
        for file in press.make(card).map_err(said)?.encode(&encoding)? {
            sum.update(&file.bytes);
        }
    }
    Ok(sum.finalize().to_string())
}

/// Memory in MB, and open descriptors, where the system tells them in files.
fn held() -> (u64, usize) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let memory = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default();
    (memory / 1024, std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count))
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let at = |index: usize| arguments.get(index).map(String::as_str);
    let (fonts, assets) = (Fonts::embedded(), assets()?);
    let kit = |path: &str| {
        let loaded = LoadedKit::load(Path::new(path), &fonts, MissingGlyphs::default(), false, &assets);
        loaded.map(|(kit, _)| Some(kit)).map_err(|all| format!("{}", all[0]))
    };
    let kits = [None, None, kit("logo/extra-credit.yaml")?, kit("extra-credit.yaml")?];
    let mut press = Press::new(&fonts);
    if at(0) == Some("card") {
        let (number, scale) = (at(1).ok_or("which card")?.parse()?, at(2).ok_or("its scale")?);
        let sum = card(number, scale.parse()?, &mut press, &kits, &assets);
        println!("{}", sum.unwrap_or_else(|error| error.to_string()));
        return Ok(());
    }
    let cards: usize = at(0).ok_or("usage: soak CARDS [SCALE]")?.parse()?;
    let scale = at(1).unwrap_or("0.1");
    let (mut failed, mut other, mut compared, begun) = (0, 0, 0, Instant::now());
    println!("cards\tMB\tdescriptors\tfailed\tseconds");
    for number in 0..cards {
        let sum = card(number, scale.parse()?, &mut press, &kits, &assets);
        let sum = sum.unwrap_or_else(|error| {
            failed += 1;
            error.to_string()
        });
        if number % SAMPLE == SAMPLE - 1 {
            let fresh = Command::new(std::env::current_exe()?).args(["card", &number.to_string(), scale]).output()?;
            let same = String::from_utf8_lossy(&fresh.stdout).trim() == sum.trim();
            compared += 1;
            other += usize::from(!same);
            if !same {
                println!("card {number} is another in a process of its own: {sum}");
            }
        }
        if number % LINE == LINE - 1 {
            let (memory, descriptors) = held();
            println!("{}\t{memory}\t{descriptors}\t{failed}\t{}", number + 1, begun.elapsed().as_secs());
        }
    }
    println!("{compared} cards were made again in processes of their own, {other} of them otherwise");
    if other > 0 { Err("not the same bytes".into()) } else { Ok(()) }
}
