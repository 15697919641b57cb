//! The walk from the tree of a brand kit's file to the kit.
//! Names of formats, themes, templates and families are checked where they are used, as those of a credit file are.

use super::{Kit, KitFonts, LogoFiles, MAX_PARTNERS, Margins, keys};
use crate::diagnostic::Diagnostic;
use crate::import::tree::{Node, Value};
use crate::record::reader::{Fields, Reader, brief, given};
use crate::record::{Source, Text, card, check, fields};

/// The kit of a document as far as it can be read, with what is wrong with it and whether that is an error.
pub(super) fn kit(source: Source, root: Option<&Node>) -> (Option<Kit>, Vec<Diagnostic>, bool) {
    let mut reader = Reader::new(&source);
    let kit = read(&mut reader, root);
    let (failed, problems) = (reader.failed(), reader.finish());
    (kit.map(|kit| Kit { source, ..kit }), problems, failed)
}

fn read(reader: &mut Reader<'_>, root: Option<&Node>) -> Option<Kit> {
    let hint = "write keys such as `logo`, `hashtags` and `footer`, or remove the file";
    let root = reader.content(root, "brand kit", hint)?;
    if let Value::Map(pairs) = &root.value {
        let has = |name: &str| pairs.iter().any(|(key, _)| matches!(&key.value, Value::Scalar(key) if key == name));
        if has("title") && (has("artist") || has("credits")) {
            let problem = Diagnostic::error("credit-file", "expected a brand kit, found a credit file")
                .hint(format!("`{}` is the name of brand kits; give the credit file another name", super::FILE_NAME));
            reader.report_at(problem, &Text { value: String::new(), at: root.at, length: 1 });
            return None;
        }
    }
    let fields = reader.fields("brand kit", &[keys::KIT], root)?;
    Some(Kit {
        source: Source::default(),
        card: card::from_fields(reader, &fields),
        fonts: given(&fields, "fonts").map(|(_, node)| fonts(reader, node)).unwrap_or_default(),
        logo: given(&fields, "logo").and_then(|(_, node)| logo(reader, "`logo`", node)),
        partners: given(&fields, "partners").map(|(_, node)| partners(reader, node)).unwrap_or_default(),
        hashtags: fields::hashtags(reader, &fields),
        footer: reader.optional(&fields, "footer"),
        supplied_by: reader.optional(&fields, "supplied_by"),
        templates: path(reader, &fields, "templates"),
        margins: margins(reader, &fields),
        check: given(&fields, "check").map(|(_, node)| check::options(reader, node)).unwrap_or_default(),
    })
}

fn path(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &'static str) -> Option<Text> {
    given(fields, key).and_then(|(_, node)| reader.path(&format!("`{key}`"), node))
}

fn fonts(reader: &mut Reader<'_>, node: &Node) -> KitFonts {
    let Some(fields) = reader.fields("`fonts`", &[keys::FONTS], node) else { return KitFonts::default() };
    let files = match given(&fields, "files") {
        Some((_, Node { value: Value::List(items), .. })) => {
            items.iter().filter_map(|item| reader.path("`files` entry", item)).collect()
        }
        Some((_, node)) => reader.path("`files`", node).into_iter().collect(),
        None => Vec::new(),
    };
    KitFonts {
        files,
        title: family(reader, &fields, "title"),
        text: family(reader, &fields, "text"),
        names: family(reader, &fields, "names"),
    }
}

/// A family that can stand in a CSS declaration as it is.
fn family(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &'static str) -> Option<Text> {
    let text = reader.optional(fields, key)?;
    if let Some(c) = text.chars().find(|c| matches!(c, ',' | ';' | '"' | '\'' | '\\' | '{' | '}' | '(' | ')')) {
        let message = format!("`{key}`: expected the name of one font family, found `{c}` in `{}`", brief(&text));
        reader.report_at(
            Diagnostic::error("font-family", message).hint("`extra-credit fonts` lists the families"),
            &text,
        );
        return None;
    }
    Some(text)
}

fn logo(reader: &mut Reader<'_>, subject: &str, node: &Node) -> Option<LogoFiles> {
    match &node.value {
        Value::Map(_) => {
            let fields = reader.fields(subject, &[keys::LOGO], node)?;
            let (light, dark) = (path(reader, &fields, "light"), path(reader, &fields, "dark"));
            match (light, dark) {
                (Some(light), Some(dark)) => Some(LogoFiles { light, dark }),
                (Some(only), None) | (None, Some(only)) => Some(LogoFiles { light: only.clone(), dark: only }),
                (None, None) => {
                    if given(&fields, "light").is_none() && given(&fields, "dark").is_none() {
                        let message = format!("{subject}: expected `light` and `dark`, found neither");
                        reader.report(Diagnostic::error("missing-key", message), node);
                    }
                    None
                }
            }
        }
        Value::Scalar(_) => reader.path(subject, node).map(|path| LogoFiles { light: path.clone(), dark: path }),
        _ => {
            reader.wrong(subject, "a path, or a mapping with `light` and `dark`", node);
            None
        }
    }
}

fn partners(reader: &mut Reader<'_>, node: &Node) -> Vec<LogoFiles> {
    let Value::List(items) = &node.value else {
        return logo(reader, "`partners`", node).into_iter().collect();
    };
    if let Some(extra) = items.get(MAX_PARTNERS) {
        let message = format!("`partners`: expected at most {MAX_PARTNERS} logos, found {}", items.len());
        reader.report(Diagnostic::error("partners", message), extra);
    }
    items.iter().take(MAX_PARTNERS).filter_map(|item| logo(reader, "`partners` entry", item)).collect()
}

fn margins(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<Margins> {
    let text = reader.optional(fields, "margins")?;
    let number = |text: &str| text.trim().parse::<f32>().ok().filter(|number| number.is_finite());
    let (margins, most, limit) = match text.strip_suffix('%') {
        Some(share) => (number(share).map(|share| Margins::Share(share / 100.0)), Margins::MAX_SHARE, "15%"),
        None => (number(text.strip_suffix("px").unwrap_or(&text)).map(Margins::Px), Margins::MAX_PX, "200px"),
    };
    let message = match margins {
        Some(Margins::Px(size) | Margins::Share(size)) if (0.0..=most).contains(&size) => return margins,
        Some(_) => format!("`margins`: expected 0 to {limit}, found `{}`", brief(&text)),
        None => format!("`margins`: expected px or a share of the short side, found `{}`", brief(&text)),
    };
    reader.report_at(Diagnostic::error("margins", message).hint("write `64px` or `6%`"), &text);
    None
}

#[cfg(test)]
mod tests {
    use crate::kit::{Margins, parse};

    #[test]
    fn margins_are_px_or_a_share_of_the_short_side() {
        for (written, expected) in
            [("64px", 64.0), ("64", 64.0), ("6%", 64.8), ("0", 0.0), ("200px", 162.0), ("15%", 162.0)]
        {
            let kit = parse("kit", format!("margins: {written}\n").as_bytes()).expect("a kit").kit;
            let px = kit.margins.map(|margins| margins.px(1080.0)).expect("margins");
            assert!((px - expected).abs() < 0.01, "{written}: {px}");
        }
        assert!(f64::from(Margins::MAX_SHARE) > Margins::DEFAULT);
    }

    #[test]
    fn a_logo_in_one_form_is_used_on_every_ground() {
        let kit =
            parse("kit", b"logo: {dark: a.svg}\npartners: [b.png, {light: c.svg, dark: d.svg}]\n").expect("a kit").kit;
        let logo = kit.logo.expect("a logo");
        assert_eq!((logo.light.value.as_str(), logo.dark.value.as_str()), ("a.svg", "a.svg"));
        let partners: Vec<&str> = kit.partners.iter().map(|files| files.light.value.as_str()).collect();
        assert_eq!(partners, ["b.png", "c.svg"]);
    }
}
