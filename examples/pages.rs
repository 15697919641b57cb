//! Composes every credit file of a folder in some templates and formats and writes the scenes as JSON, to look at how
//! pages are filled: `pages DIR OUT [--templates a,b] [--formats a,b] [--group person] [--theme vivid] [--type press] [--png] [--explain]`. Artwork is read beside the credit file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use extra_credit::artwork::{Artwork, Limits};
use extra_credit::card::{Brand, Card, Group, Pairing, format, pairing};
use extra_credit::encode::{Metadata, OutputFormat, encode};
use extra_credit::fonts::Fonts;
use extra_credit::record::{ThemeOption, parse};
use extra_credit::template::{Part, Template};
use extra_credit::testing::compose::compose;
use extra_credit::testing::legible::ensure_card;
use extra_credit::testing::raster::Rasterizer;
use extra_credit::text::Shaper;
use extra_credit::theme::{Palette, Theme};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to] = [arguments.first(), arguments.get(1)].map(|path| path.map(PathBuf::from));
    let (from, to) = from.zip(to).ok_or("usage: pages DIR OUT [--templates a,b] [--formats a,b] [--png]")?;
    let list = |name: &str, usual: &str| {
        let at = arguments.iter().position(|argument| argument == name);
        let given = at.and_then(|at| arguments.get(at + 1)).map_or(usual, String::as_str);
        given.split(',').map(str::to_owned).collect::<Vec<_>>()
    };
    let templates = list("--templates", "side-by-side");
    let formats = list("--formats", "square,portrait,story,landscape");
    let group = if list("--group", "role") == ["person"] { Group::Person } else { Group::Role };
    let wished_type = list("--type", "-");
    // Without the option it is the theme that the file names, else `auto`.
    let wish = list("--theme", "-");
    let (png, explain) = (arguments.iter().any(|a| a == "--png"), arguments.iter().any(|a| a == "--explain"));
    let mut files: Vec<PathBuf> = std::fs::read_dir(&from)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "yaml"));
    files.sort();
    let fonts = Fonts::embedded();
    let (mut shaper, mut rasterizer) = (Shaper::new(&fonts), Rasterizer::new(&fonts));
    let mut covers = HashMap::new();
    for name in &templates {
        let template = match name.strip_suffix(".svg") {
            Some(_) => own(Path::new(name))?,
            None => Template::builtin(name).ok_or("no such template")?.map_err(|errors| format!("{errors:?}"))?,
        };
        let name = Path::new(name).file_stem().unwrap_or_default().to_string_lossy();
        for file in &files {
            let stem = file.file_stem().unwrap_or_default();
            let folder = if templates.len() > 1 { to.join(&*name).join(stem) } else { to.join(stem) };
            std::fs::create_dir_all(&folder)?;
            let parsed = match parse(&file.to_string_lossy(), &std::fs::read(file)?) {
                Ok(parsed) => parsed,
                Err(errors) => {
                    eprintln!("{}: {errors:?}", file.display());
                    continue;
                }
            };
            let artwork = parsed.record.artwork.as_ref().map(|path| {
                let path = file.parent().unwrap_or(Path::new("")).join(&**path);
                covers.entry(path.clone()).or_insert_with(|| cover(&path)).clone()
            });
            let (artwork, palette) = artwork.flatten().unzip();
            for wanted in &formats {
                let format = format(wanted).ok_or("no such format")?;
                let theme = match &parsed.record.card.theme {
                    Some(ThemeOption::Named(name)) if wish == ["-"] => &name.value,
                    _ => wish.first().filter(|name| *name != "-").map_or("auto", String::as_str),
                };
                let theme = Theme::named(theme, palette.as_deref()).ok_or("no theme")?;
                let asked = parsed.record.card.r#type.as_ref().map_or("", |name| name.value.as_str());
                let asked = wished_type.first().filter(|name| *name != "-").map_or(asked, String::as_str);
                let pairing = pairing(asked);
                let families = pairing.map(Pairing::families).unwrap_or_default();
                let card = Card {
                    brand: Arc::new(Brand { families, ..Brand::default() }),
                    pairing,
                    artwork: artwork.clone(),
                    palette: palette.clone(),
                    group,
                    ..Card::new(&parsed.record, format, theme)
                };
                let mut composition = match compose(&card, &template, &fonts, &mut shaper) {
                    Ok(composition) => composition,
                    Err(errors) => {
                        eprintln!("{} {name} {wanted}: {errors:?}", file.display());
                        continue;
                    }
                };
                if png {
                    ensure_card(&mut composition, &card.theme, &mut rasterizer)?;
                }
                if explain {
                    println!("{} {name} {wanted}: {:?}", stem.display(), composition.choices);
                }
                for scene in &composition.scenes {
                    let page = if scene.pages > 1 { format!("-{}", scene.page) } else { String::new() };
                    let at = |extension: &str| folder.join(format!("{wanted}{page}.{extension}"));
                    std::fs::write(at("scene.json"), extra_credit::encode::scene_json::to_json(scene))?;
                    if png {
                        let bytes = encode(OutputFormat::Png, scene, 1.0, &Metadata::default(), &mut rasterizer)?;
                        std::fs::write(at("png"), bytes)?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// A template from a file, with the parts beside it.
fn own(path: &Path) -> Result<Arc<Template>, Failure> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let find = |part: &str| match std::fs::read_to_string(folder.join(part)) {
        Ok(source) => Ok(Some(Part { name: part.to_owned(), source })),
        Err(_) => Ok(None),
    };
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let template = Template::with_parts(&name, &std::fs::read_to_string(path)?, &find);
    Ok(Arc::new(template.map_err(|errors| format!("{errors:?}"))?))
}

fn cover(path: &Path) -> Option<(Arc<Artwork>, Arc<Palette>)> {
    let artwork = Artwork::decode(&std::fs::read(path).ok()?, &Limits::default()).ok()?;
    let palette = Palette::of(&artwork);
    Some((Arc::new(artwork), Arc::new(palette)))
}
