//! The JSON Schema of the credit file, for completion and checks in editors.
//! Made from the same tables of keys and names that the reader uses; a test holds it to what the reader takes and refuses.

use serde_json::{Map, Value, json};

use crate::catalogue::CARD_KINDS;
use crate::catalogue::choices::Overflow;
use crate::catalogue::codes::codes;
use crate::catalogue::explanations::comparisons;
use crate::catalogue::formats::formats;
use crate::catalogue::languages::languages;
use crate::catalogue::platforms::{Platform, platforms};
use crate::catalogue::roles::roles;
use crate::kit::MAX_PARTNERS;
use crate::record::keys::{
    ALLOWANCE, CARD, CHECK, COMPARISON, CONTRIBUTION, CREDIT, KINDS, Key, PERSON, PICTURE, POINT, QUOTE_CARD,
    ROLE_CARD, SUPPORTER_CARD, Shape, TRACK,
};
use crate::record::kinds;
use crate::template::builtins;
use crate::theme::{COLOURS, THEMES};

/// A year, or a date of a month that has the day.
const DATE: &str = "^[1-9][0-9]{3}(-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-9])))?$";

/// Up to 200 px, or up to 15% of the short side.
const MARGINS: &str =
    "^\\s*((1?[0-9]?[0-9](\\.[0-9]+)?|200(\\.0+)?)\\s*(px)?|(1?[0-4]|[0-9])(\\.[0-9]+)?\\s*%|15(\\.0+)?\\s*%)\\s*$";

/// A BCP 47 tag as the reader takes it: language, script, region, variants, extensions, private use.
const LANGUAGE: &str = "^[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WYZa-wyz0-9](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?$";

/// A number of bytes as the reader takes it.
const BYTES: &str = "^\\s*[0-9]*[.]?[0-9]+\\s*([bB]|[kKmM]([iI]?[bB])?)?\\s*$";

/// The schema (JSON Schema 2020-12).
pub fn credit_file() -> Value {
    let mut root = file();
    let mut definitions = json!({
        "person": nullable(mapping(&[PERSON], &[])),
        "contribution": mapping(&[CONTRIBUTION], &[]),
        "contributor": {"title": "Contributor", "description": "A name, or a mapping with `name`.", "oneOf": [reference("text"), reference("contribution")]},
        "contributors": {
            "title": "Contributors",
            "description": "A name, a mapping with `name`, or a list of them.",
            "oneOf": [reference("text"), reference("contribution"), {"type": "array", "minItems": 1, "items": reference("contributor")}],
        },
        "credits": credits(),
        "credit": credit(),
        "track": {"title": "Track", "description": "A title, or a mapping with `title`.", "oneOf": [reference("text"), mapping(&[TRACK], &[])]},
        "card": mapping(&[CARD], &[]),
        "role_card": {"title": "Role", "description": "A role, or a mapping with `role`.", "oneOf": [role_name(), mapping(&[ROLE_CARD], &[])]},
        "comparison": mapping(&[COMPARISON], &[]),
        "point": mapping(&[POINT], &[]),
        "supporter": {"title": "Supporter", "description": "A line, or a mapping with `line`.", "oneOf": [reference("text"), mapping(&[SUPPORTER_CARD], &[])]},
        "picture": {"title": "Picture", "description": "A path, or a mapping with `file`.", "oneOf": [reference("text"), mapping(&[PICTURE], &[])]},
        "quote": mapping(&[QUOTE_CARD], &[]),
    });
    if let (Some(all), Value::Object(texts)) = (definitions.as_object_mut(), text_definitions()) {
        all.extend(texts);
    }
    if let (Some(all), Value::Object(check)) = (definitions.as_object_mut(), check_definitions()) {
        all.extend(check);
    }
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("title".into(), json!("Credit file"));
        root.insert("description".into(), json!("The credits of a record, for extra-credit."));
        root.insert("$defs".into(), definitions);
    }
    root
}

/// What a text and a list of texts are.
pub(crate) fn text_definitions() -> Value {
    json!({
        "text": {"title": "Text", "description": "Text as typed; numbers and words such as `No` are texts too.", "type": ["string", "number", "boolean"], "pattern": "\\S"},
        "handles": {"title": "Handles", "description": "Handles by platform.", "type": "object", "additionalProperties": patterned("^\\s*(@\\S+|[^\\s@]\\S*)\\s*$")},
        "hashtag": patterned("^\\s*[#\u{ff03}]?\\s*[^\\s!-/:-@\\[-^`{-~]+\\s*$"),
        "format": one_of(formats().iter().map(|format| format.name.as_str()), false),
        "platform": one_of(platforms().iter().flat_map(|one| one.names()), true),
        "placement": one_of(placements().iter().map(String::as_str), true),
        "spoken": spoken(),
        "theme": theme(),
        "texts": {"title": "Texts", "description": "One text or a list of texts.", "oneOf": [reference("text"), {"type": "array", "items": reference("text")}]},
    })
}

/// What `check` and a finding that it allows are.
pub(crate) fn check_definitions() -> Value {
    let mut allowance = mapping(&[ALLOWANCE], &[]);
    let codes: Vec<&str> = codes().iter().filter(|code| code.can_be_allowed()).map(|code| code.code.as_str()).collect();
    allowance["properties"]["code"]["enum"] = json!(codes);
    json!({
        "check": mapping(&[CHECK], &[]),
        "allowance": {"title": "Allowance", "description": "A code, or a mapping with `code` and `name`.", "oneOf": [{"enum": codes}, allowance]},
    })
}

/// The file: the keys of all kinds, and for each kind those that it needs and those that it has not.
fn file() -> Value {
    let mut properties = Map::new();
    for key in kinds::KINDS.iter().flat_map(|kind| kind.keys) {
        properties.entry(key.name).or_insert_with(|| property(key));
    }
    let is = |test: Value| json!({"properties": {"kind": test}, "required": ["kind"]});
    let rules: Vec<Value> = kinds::KINDS
        .iter()
        .map(|kind| {
            let test = if kind.name.is_empty() {
                json!({"not": is(json!({"enum": CARD_KINDS}))})
            } else {
                is(json!({"const": kind.name}))
            };
            let required: Vec<&str> = kind.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
            let others: Map<String, Value> = properties
                .keys()
                .filter(|name| !kind.keys.iter().any(|key| key.name == name.as_str()))
                .map(|name| (name.clone(), json!(false)))
                .collect();
            let mut then = json!({"required": required, "properties": others});
            if kind.name.is_empty() {
                then["anyOf"] = credited();
            }
            json!({"if": test, "then": then})
        })
        .collect();
    json!({"type": "object", "additionalProperties": false, "properties": properties, "allOf": rules})
}

/// That a record has credits, of its own or of a track.
fn credited() -> Value {
    let credits = json!({"required": ["credits"], "properties": {"credits": {"type": ["object", "array"], "minProperties": 1, "minItems": 1}}});
    let mut track = credits.clone();
    track["type"] = json!("object");
    json!([credits, {"required": ["tracks"], "properties": {"tracks": {"type": "array", "contains": track}}}])
}

/// Texts that match a pattern.
fn patterned(pattern: &str) -> Value {
    json!({"type": ["string", "number", "boolean"], "pattern": pattern})
}

/// One of some names, perhaps in upper or lower case.
fn one_of<'n>(names: impl Iterator<Item = &'n str>, any_case: bool) -> Value {
    let mut all: Vec<&str> = Vec::new();
    for name in names {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    let exact = json!({"enum": all});
    if !any_case {
        return exact;
    }
    let letter = |c: char| match (c.to_lowercase().next(), c.to_uppercase().next()) {
        (Some(small), Some(large)) if small != large => format!("[{small}{large}]"),
        _ if c.is_alphanumeric() || matches!(c, ' ' | '-' | '/') => c.to_string(),
        _ => format!("\\{c}"),
    };
    let each: Vec<String> = all.iter().map(|name| name.chars().map(letter).collect()).collect();
    json!({"anyOf": [exact, {"type": "string", "pattern": format!("^\\s*({})\\s*$", each.join("|"))}]})
}

/// Names of placements: those of platforms, and each with its places.
fn placements() -> Vec<String> {
    let names = |platform: &Platform| platform.names().map(str::to_owned).collect::<Vec<_>>();
    let places = |platform: &Platform| {
        let place = |name: String| platform.placements.iter().map(move |one| format!("{name}/{}", one.place));
        names(platform).into_iter().flat_map(place).collect::<Vec<_>>()
    };
    platforms().iter().flat_map(|platform| [names(platform), places(platform)].concat()).collect()
}

/// Tags of languages that the program has words in.
fn spoken() -> Value {
    let primary = |tag: &'static str| tag.split('-').next().unwrap_or(tag);
    let mut tags: Vec<&str> = languages().iter().map(|language| primary(language.tag)).chain(["cmn", "yue"]).collect();
    tags.dedup();
    let either = |c: char| format!("[{}{}]", c, c.to_ascii_uppercase());
    let tags: Vec<String> = tags.iter().map(|tag| tag.chars().map(either).collect()).collect();
    json!({"type": "string", "pattern": format!("^\\s*({})(-[A-Za-z0-9]+)*\\s*$", tags.join("|"))})
}

/// A theme: its name, or colours.
fn theme() -> Value {
    // CSS colours: names, hexadecimal digits, functions.
    let hex = "#([0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})";
    let colour = format!("^\\s*({hex}|[A-Za-z]+|(rgb|hsl)a?\\(.*\\))\\s*$");
    let ground = json!({"type": "string", "pattern": format!("^\\s*{hex}\\s*$")});
    let mut colours: Map<String, Value> =
        COLOURS.iter().map(|name| ((*name).to_owned(), json!({"type": "string", "pattern": colour}))).collect();
    colours.insert("base".into(), json!({"enum": THEMES}));
    let mapping = json!({"type": "object", "additionalProperties": false, "properties": colours});
    json!({"oneOf": [{"enum": THEMES}, ground, mapping]})
}

/// A reference to a definition.
pub(crate) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

fn nullable(schema: Value) -> Value {
    json!({"oneOf": [schema, {"type": "null"}]})
}

/// A mapping with the keys of the tables and no others.
pub(crate) fn mapping(tables: &[&[Key]], spared: &[&str]) -> Value {
    let keys = || tables.iter().flat_map(|table| table.iter());
    let properties: Map<String, Value> = keys().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> =
        keys().filter(|key| key.required && !spared.contains(&key.name)).map(|key| key.name).collect();
    json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties})
}

fn property(key: &Key) -> Value {
    let mut value = if key.name == "role" { role_name() } else { shape(key.shape) };
    if !key.required {
        // A key without a value is as good as no key, as in a file that was just started.
        value = match value.get("$ref") {
            Some(_) => json!({"oneOf": [value, {"type": "null"}]}),
            None => nullable(value),
        };
    }
    if let Some(value) = value.as_object_mut() {
        let title = key.name.replace('_', " ");
        let mut letters = title.chars();
        let title: String = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default() + letters.as_str();
        value.insert("title".into(), json!(title));
        value.insert("description".into(), json!(key.description));
        if key.name == "kind" {
            value.insert("examples".into(), json!([KINDS, CARD_KINDS].concat()));
        }
    }
    value
}

fn shape(shape: Shape) -> Value {
    let some = |item: Value| json!({"oneOf": [item, {"type": "array", "items": item}]});
    match shape {
        Shape::Text => reference("text"),
        Shape::Texts => reference("texts"),
        Shape::TrackList => one_or_more(reference("text")),
        Shape::Hashtags => some(reference("hashtag")),
        Shape::Formats => some(reference("format")),
        Shape::Platforms => some(reference("platform")),
        Shape::Overflow => json!({"enum": Overflow::WORDS}),
        // YAML's own true and false are words here.
        Shape::Word(words) if words.contains(&"true") => json!({"enum": [true, false, "true", "false"]}),
        Shape::Word(words) => json!({"enum": words}),
        Shape::Words(words) => some(json!({"enum": words})),
        Shape::Placements => some(reference("placement")),
        Shape::Template => {
            let names: Vec<&str> = builtins().iter().map(|builtin| builtin.name).collect();
            json!({"$ref": "#/$defs/text", "examples": names})
        }
        Shape::Margins => json!({"type": ["string", "number"], "pattern": MARGINS, "minimum": 0, "maximum": 200}),
        Shape::Family => patterned("^[^,;\"'\\\\{}()]*\\S[^,;\"'\\\\{}()]*$"),
        Shape::Date => json!({"type": ["string", "integer"], "pattern": DATE, "minimum": 1000, "maximum": 9999}),
        Shape::Spoken => reference("spoken"),
        Shape::Bilingual => json!({"type": "array", "minItems": 2, "maxItems": 2, "items": reference("spoken")}),
        Shape::Language => json!({"type": ["string", "boolean"], "pattern": LANGUAGE}),
        Shape::Bytes => json!({"type": ["string", "integer"], "minimum": 1, "pattern": BYTES}),
        Shape::Duration => {
            json!({"type": ["string", "number"], "pattern": "^[0-9]{1,3}(:[0-5][0-9]){1,2}$"})
        }
        Shape::People => json!({"type": "object", "additionalProperties": reference("person")}),
        Shape::Custom => json!({"type": "object", "additionalProperties": reference("text")}),
        Shape::Handles => reference("handles"),
        Shape::Credits => reference("credits"),
        Shape::Contributors => reference("contributors"),
        Shape::Tracks => json!({"type": "array", "items": reference("track")}),
        Shape::Card => reference("card"),
        Shape::Picture => reference("picture"),
        Shape::Focus => {
            json!({"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number", "minimum": 0, "maximum": 1}})
        }
        Shape::Logo => reference("logo"),
        Shape::Logos => {
            json!({"oneOf": [reference("logo"), {"type": "array", "maxItems": MAX_PARTNERS, "items": reference("logo")}]})
        }
        Shape::Fonts => reference("fonts"),
        Shape::RoleCards => one_or_more(reference("role_card")),
        Shape::Versus => {
            let names = comparisons().iter().map(|one| one.id.as_str());
            json!({"oneOf": [one_of(names, true), reference("comparison")]})
        }
        Shape::Points => one_or_more(reference("point")),
        Shape::Supporters => one_or_more(reference("supporter")),
        Shape::Quotes => one_or_more(reference("quote")),
        Shape::Check => reference("check"),
        Shape::Allowances => {
            json!({"oneOf": [reference("allowance"), {"type": "array", "items": reference("allowance")}]})
        }
        Shape::Theme => reference("theme"),
    }
}

fn one_or_more(item: Value) -> Value {
    json!({"oneOf": [item, {"type": "array", "minItems": 1, "items": item}]})
}

/// A role as text, with the catalogue's names for completion.
fn role_name() -> Value {
    let names: Vec<&str> = roles().all().iter().map(|role| role.name.as_str()).collect();
    json!({"$ref": "#/$defs/text", "examples": names})
}

/// Roles by label; the catalogue's names are properties so that editors complete them.
fn credits() -> Value {
    let properties: Map<String, Value> = roles()
        .all()
        .iter()
        .map(|role| {
            let others = role.aliases.join(", ");
            let description = format!("{}. Also: {others}.", role.credit_line);
            let value = json!({"title": role.name, "description": description, "oneOf": [reference("contributors")]});
            (role.name.clone(), value)
        })
        .collect();
    json!({
        "title": "Credits",
        "description": "Roles and who held them: a mapping of labels to names, or a list with `role` and `names`.",
        "oneOf": [
            {"type": "object", "properties": properties, "additionalProperties": reference("contributors")},
            {"type": "array", "items": reference("credit")},
        ],
    })
}

fn credit() -> Value {
    let mut value = mapping(&[CREDIT, CONTRIBUTION], &["name"]);
    // These belong to one name.
    let alone: Map<String, Value> = CONTRIBUTION.iter().map(|key| (key.name.to_owned(), json!(false))).collect();
    if let Some(value) = value.as_object_mut() {
        value.insert("title".into(), json!("Credit"));
        value.insert("oneOf".into(), json!([{"required": ["name"]}, {"required": ["names"], "properties": alone}]));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(value: &Value, into: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                if let Some(Value::Object(properties)) = fields.get("properties") {
                    into.extend(properties.keys().cloned());
                }
                fields.values().for_each(|value| names(value, into));
            }
            Value::Array(items) => items.iter().for_each(|value| names(value, into)),
            _ => {}
        }
    }

    #[test]
    fn every_key_the_reader_knows_is_in_the_credit_file() {
        let mut found = Vec::new();
        names(&credit_file(), &mut found);
        let parts = [
            PERSON,
            CONTRIBUTION,
            CREDIT,
            TRACK,
            CARD,
            CHECK,
            ALLOWANCE,
            ROLE_CARD,
            COMPARISON,
            POINT,
            SUPPORTER_CARD,
            QUOTE_CARD,
            PICTURE,
        ];
        for key in kinds::KINDS.iter().map(|kind| kind.keys).chain(parts).flatten() {
            assert!(found.iter().any(|name| name == key.name), "`{}` is missing", key.name);
        }
    }

    #[test]
    fn the_published_schema_is_this_one() {
        let published = include_str!("../../assets/extra-credit.schema.json");
        assert!(
            published == format!("{:#}\n", credit_file()),
            "run `extra-credit schema > assets/extra-credit.schema.json`"
        );
    }

    #[test]
    fn every_kind_needs_its_keys_and_refuses_those_of_others() {
        let schema = credit_file();
        let rules = schema["allOf"].as_array().expect("a list");
        let rule =
            |kind: &str| rules.iter().find(|rule| rule["if"]["properties"]["kind"]["const"] == kind).expect("a rule");
        assert_eq!(rules[0]["then"]["required"], json!(["title", "artist"]));
        assert_eq!(rules[0]["then"]["properties"]["quotes"], json!(false));
        assert_eq!(rule("quote")["then"]["required"], json!(["quotes"]));
        assert_eq!(rule("roles")["then"]["required"], json!([]));
        assert_eq!(rule("supporter")["then"]["properties"]["credits"], json!(false));
        assert!(rule("quote")["then"]["properties"].get("title").is_none());
    }

    #[test]
    fn every_reference_of_the_schema_has_a_definition() {
        let schema = credit_file();
        let text = schema.to_string();
        for part in text.split("#/$defs/").skip(1) {
            let name = part.split('"').next().unwrap_or_default();
            assert!(schema["$defs"].get(name).is_some(), "{name}");
        }
    }
}
