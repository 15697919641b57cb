//! Prints, as JSON, which face draws which part of every name of the test list, for `tests/names/measure.py`.
//! `cargo run --example runs > runs.json`

#[path = "../tests/it/names/list.rs"]
mod list;

use extra_credit::fonts::Fonts;
use extra_credit::text::{Shaper, TextStyle};

fn main() {
    let fonts = Fonts::embedded();
    let mut shaper = Shaper::new(&fonts);
    let mut lines = Vec::new();
    for name in list::names() {
        for weight in [400, 700] {
            let style = TextStyle { weight, language: name.language.map(str::to_owned), ..TextStyle::default() };
            let shaped = shaper.shape(&name.text, &style).expect("drawn");
            let runs = shaped.parts().into_iter().map(|(range, id, scale)| {
                let face = fonts.face(id).expect("a face");
                serde_json::json!({
                    "text": &name.text[range],
                    "file": face.origin,
                    "index": face.index(),
                    "family": face.family,
                    "scale": scale,
                })
            });
            lines.push(serde_json::json!({
                "script": name.script,
                "name": name.text,
                "language": name.language,
                "weight": weight,
                "width": shaped.width(),
                "rtl": shaped.rtl,
                "runs": runs.collect::<Vec<_>>(),
            }));
        }
    }
    println!("{}", serde_json::to_string_pretty(&lines).expect("json"));
}
