//! A brand kit edited as a form edits it: the same editor on other fields, and the kit as the form has it.

use serde_json::Value;

use crate::edit::editor::{Editor, OF_FONTS, OF_KIT, OF_LOGO, below};
use crate::edit::form::{Form, items, mapped, text};
use crate::edit::model::{KitModel, ModelFonts, ModelLogo, ModelTheme};
use crate::edit::plain::{Change, Plain};
use crate::edit::route::Step;
use crate::edit::{Kind, Refused};
use crate::import::tree::{Node, Value as Held};
use crate::kit::{FONTS, KIT};

/// Keys of a kit that are one text.
const TEXTS: [&str; 14] = [
    "footer",
    "supplied_by",
    "template",
    "templates",
    "margins",
    "overflow",
    "order",
    "type",
    "group",
    "join_roles",
    "handles",
    "labels",
    "language",
    "max_bytes",
];

/// The two forms of a logo.
const FORMS: [&str; 2] = ["light", "dark"];

impl Editor {
    /// Sets what a route of a kit leads to.
    pub(super) fn set_in_kit(&mut self, route: &[Step], value: &Value) -> Result<(), Refused> {
        let Some((Step::Key(first), rest)) = route.split_first() else { return Err(self.no_place()) };
        match (first.as_str(), rest) {
            (key @ ("hashtags" | "formats" | "for" | "bilingual"), rest) => self.set_list(&[], key, rest, value),
            ("theme", rest) => self.set_kit_theme(rest, value),
            ("fonts", [Step::Key(key), rest @ ..]) => self.set_fonts(key, rest, value),
            ("fonts", []) if value.is_null() => self.drop_key(&[], "fonts"),
            ("logo", rest) => match self.key(&[], "logo") {
                Some(own) => self.set_logo(&own, rest, value),
                None if value.is_null() => Ok(()),
                None => {
                    let logo = self.logo(rest, value)?;
                    self.put(&[], "logo", logo, OF_KIT)
                }
            },
            ("partners", [Step::Item(index), rest @ ..]) => {
                let own = self.key(&[], "partners").filter(|own| *index < self.count(own));
                let own = own.ok_or_else(|| self.no_place())?;
                let listed = matches!(self.get(&own), Some(Plain::List(_)));
                self.set_logo(&if listed { below(&own, *index) } else { own }, rest, value)
            }
            ("partners", []) if value.is_null() => self.drop_key(&[], "partners"),
            (key, []) if TEXTS.contains(&key) => match value {
                Value::Null => self.drop_key(&[], key),
                value => {
                    let text = self.line(value)?;
                    self.put(&[], key, Plain::Text(text), OF_KIT)
                }
            },
            _ => Err(self.no_place()),
        }
    }

    /// Puts an item into a list of a kit.
    pub(super) fn insert_in_kit(&mut self, route: &[Step], index: usize, value: &Value) -> Result<(), Refused> {
        match route {
            [Step::Key(key)] if ["hashtags", "formats", "for"].contains(&key.as_str()) => {
                let item = Plain::Text(self.line(value)?);
                self.put_in_list(&[], key, index, item)
            }
            [Step::Key(key)] if key == "partners" => {
                let logo = self.logo(&[], value)?;
                self.put_in_list(&[], "partners", index, logo)
            }
            [Step::Key(fonts), Step::Key(files)] if fonts == "fonts" && files == "files" => {
                let file = Plain::Text(self.line(value)?);
                match self.fonts() {
                    Some(fonts) => self.put_in_list(&fonts, "files", index, file),
                    None => self.put(&[], "fonts", Plain::map([("files", Plain::List(vec![file]))]), OF_KIT),
                }
            }
            _ => Err(self.no_place()),
        }
    }

    /// The list of a kit that items are moved in.
    pub(super) fn list_of_kit(&self, route: &[Step]) -> Result<Vec<usize>, Refused> {
        match route {
            [Step::Key(key)] if ["hashtags", "formats", "for", "partners"].contains(&key.as_str()) => {
                self.key(&[], key)
            }
            [Step::Key(fonts), Step::Key(files)] if fonts == "fonts" && files == "files" => {
                self.fonts().and_then(|fonts| self.key(&fonts, "files"))
            }
            _ => None,
        }
        .ok_or_else(|| self.no_place())
    }

    fn fonts(&self) -> Option<Vec<usize>> {
        self.key(&[], "fonts").filter(|own| matches!(self.get(own), Some(Plain::Map(_))))
    }

    fn set_fonts(&mut self, key: &str, rest: &[Step], value: &Value) -> Result<(), Refused> {
        if !FONTS.iter().any(|known| known.name == key) {
            return Err(self.no_place());
        }
        let fonts = self.fonts();
        match (key, rest, fonts) {
            ("files", rest, Some(fonts)) => self.set_list(&fonts, key, rest, value),
            (_, [], None) if value.is_null() => Ok(()),
            (_, [], Some(fonts)) if value.is_null() => self.drop_key(&fonts, key),
            (_, [], fonts) => {
                let new = if key == "files" { self.lines(value)? } else { Plain::Text(self.line(value)?) };
                match fonts {
                    Some(fonts) => self.put(&fonts, key, new, OF_FONTS),
                    None => self.put(&[], "fonts", Plain::map([(key, new)]), OF_KIT),
                }
            }
            _ => Err(self.no_place()),
        }
    }

    /// A theme by its name, or `base` with colours. What only names its base is written as the name again.
    fn set_kit_theme(&mut self, rest: &[Step], value: &Value) -> Result<(), Refused> {
        let own = self.key(&[], "theme");
        let is_map = own.as_ref().is_some_and(|own| matches!(self.get(own), Some(Plain::Map(_))));
        match (rest, value, own) {
            ([], Value::Null, _) => self.drop_key(&[], "theme"),
            ([], Value::Object(_), _) => {
                let colours = self.pairs(value)?;
                self.put(&[], "theme", colours, OF_KIT)
            }
            ([], value, _) => {
                let name = Plain::Text(self.line(value)?);
                self.put(&[], "theme", name, OF_KIT)
            }
            ([Step::Key(key)], Value::Null, Some(own)) if is_map => {
                self.drop_key(&own, key)?;
                let left = self.key(&[], "theme").filter(|own| self.children(own) == 1);
                match left.and_then(|own| Some((self.text_of(&own, "base")?.to_owned(), own))) {
                    Some((base, own)) => self.make(Change::Set { at: own, value: Plain::Text(base) }),
                    None => Ok(()),
                }
            }
            ([Step::Key(_)], Value::Null, _) => Ok(()),
            ([Step::Key(key)], value, own) => {
                let text = Plain::Text(self.line(value)?);
                match own {
                    None => self.put(&[], "theme", Plain::map([(key.as_str(), text)]), OF_KIT),
                    Some(own) if is_map => self.put(&own, key, text, &[]),
                    Some(own) => {
                        self.make(Change::Key { at: own.clone(), key: "base".into() })?;
                        self.put(&own, key, text, &[])
                    }
                }
            }
            _ => Err(self.no_place()),
        }
    }

    /// Sets a logo at a place, or one of its forms. A file alone stands for both until the other is given.
    fn set_logo(&mut self, own: &[usize], rest: &[Step], value: &Value) -> Result<(), Refused> {
        let is_map = matches!(self.get(own), Some(Plain::Map(_)));
        match (rest, value) {
            ([], Value::Null) => self.drop_at(own),
            ([], value) => {
                let logo = self.logo(&[], value)?;
                self.make(Change::Set { at: own.to_vec(), value: logo })
            }
            ([Step::Key(form)], Value::Null) if FORMS.contains(&form.as_str()) => {
                if is_map {
                    self.drop_key(own, form)
                } else {
                    self.drop_at(own)
                }
            }
            ([Step::Key(form)], value) if FORMS.contains(&form.as_str()) => {
                let file = Plain::Text(self.line(value)?);
                if !is_map {
                    let other = FORMS.into_iter().find(|other| other != form).unwrap_or("dark");
                    self.make(Change::Key { at: own.to_vec(), key: other.into() })?;
                }
                self.put(own, form, file, OF_LOGO)
            }
            _ => Err(self.no_place()),
        }
    }

    /// A logo as a kit has it: a file, or one for each ground.
    fn logo(&self, rest: &[Step], value: &Value) -> Result<Plain, Refused> {
        match (rest, value) {
            ([], Value::String(_)) => self.line(value).map(Plain::Text),
            ([], Value::Object(fields)) if fields.keys().all(|key| FORMS.contains(&key.as_str())) => self.pairs(value),
            ([Step::Key(form)], Value::String(_)) if FORMS.contains(&form.as_str()) => {
                Ok(Plain::map([(form.as_str(), Plain::Text(self.line(value)?))]))
            }
            ([], _) => self.wrong("a file, or {light, dark}"),
            _ => Err(self.no_place()),
        }
    }
}

/// The kit of a tree, with where its fields stand.
pub(super) fn form(root: &Node) -> (KitModel, Form) {
    let (mut model, mut form) = (KitModel::default(), Form { kind: Kind::Kit, ..Form::default() });
    let Held::Map(pairs) = &root.value else { return (model, form) };
    for (key, value) in pairs {
        let Some(name) = key.as_text().and_then(|text| KIT.iter().find(|known| known.name == text)) else {
            form.place(key.as_text().unwrap_or_default().to_owned(), key.at);
            continue;
        };
        let name = name.name;
        form.place(name.to_owned(), key.at);
        form.place(name.to_owned(), value.at);
        match name {
            "theme" => {
                model.theme = match &value.value {
                    Held::Map(_) => Some(ModelTheme::Colours(mapped(value))),
                    _ => text(value).map(ModelTheme::Named),
                };
                below_key(&mut form, name, value);
            }
            "fonts" => {
                let of = |key: &str| value.get(key).and_then(text);
                let files = value.get("files").map(texts).unwrap_or_default();
                model.fonts = ModelFonts { files, title: of("title"), text: of("text"), names: of("names") };
                below_key(&mut form, name, value);
                if let Some(files) = value.get("files") {
                    form.items("fonts.files", files);
                }
            }
            "logo" => {
                model.logo = logo(value);
                below_key(&mut form, name, value);
            }
            "partners" => {
                model.partners = items(value).iter().map(|item| logo(item).unwrap_or_default()).collect();
                for (index, item) in items(value).iter().enumerate() {
                    let path = format!("partners[{index}]");
                    form.place(path.clone(), item.at);
                    below_key(&mut form, &path, item);
                }
            }
            "hashtags" | "formats" | "for" => {
                let list = match name {
                    "hashtags" => &mut model.hashtags,
                    "formats" => &mut model.formats,
                    _ => &mut model.r#for,
                };
                *list = texts(value);
                form.items(name, value);
            }
            name => {
                let field = match name {
                    "footer" => &mut model.footer,
                    "supplied_by" => &mut model.supplied_by,
                    "template" => &mut model.template,
                    "margins" => &mut model.margins,
                    _ => continue,
                };
                *field = text(value);
            }
        }
    }
    form.places.sort_by_key(|place| place.at);
    (model, form)
}

fn below_key(form: &mut Form, path: &str, value: &Node) {
    for (key, value) in value.pairs() {
        let Some(name) = key.as_text() else { continue };
        form.place(format!("{path}.{name}"), key.at);
        form.place(format!("{path}.{name}"), value.at);
    }
}

fn texts(node: &Node) -> Vec<String> {
    items(node).iter().map(|node| text(node).unwrap_or_default()).collect()
}

fn logo(node: &Node) -> Option<ModelLogo> {
    if let Some(file) = text(node) {
        return Some(ModelLogo { light: Some(file.clone()), dark: Some(file) });
    }
    let of = |key: &str| node.get(key).and_then(text);
    matches!(node.value, Held::Map(_)).then(|| ModelLogo { light: of("light"), dark: of("dark") })
}
