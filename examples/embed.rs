//! A card from memory, without a file, a terminal or a thread: `embed OUT.png`.

use extra_credit::encode::Encoding;
use extra_credit::fonts::Fonts;
use extra_credit::press::{self, Memory, Options, Press};
use extra_credit::record::parse;

const CREDITS: &[u8] = include_bytes!("../assets/demo/night-bus.yaml");
const COVER: &[u8] = include_bytes!("../assets/demo/covers/night.jpg");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = std::env::args().nth(1).ok_or("usage: embed OUT.png")?;
    let said = |problems: Vec<_>| format!("{problems:?}");
    let record = parse("night-bus.yaml", CREDITS).map_err(said)?.record;
    let assets = Memory::default().with("covers/night.jpg", COVER);
    let options = Options { formats: vec!["square".into()], ..Options::default() };

    let fonts = Fonts::embedded();
    let mut press = Press::new(&fonts);
    for card in press::cards(&record, None, &options, &assets).map_err(said)? {
        let mut made = press.make(&card).map_err(said)?;
        for file in made.encode(&Encoding::PNG)? {
            std::fs::write(&out, file.bytes)?;
        }
    }
    Ok(())
}
