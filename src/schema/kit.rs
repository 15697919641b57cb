//! The JSON Schema of the brand kit, for completion and checks in editors.
//! Made from the same tables of keys that the reader uses, so that the two cannot disagree.

use serde_json::{Value, json};

use super::credit_file::{check_definitions, mapping, reference, text_definitions};
use crate::kit::{FONTS, KIT, LOGO};

/// The schema (JSON Schema 2020-12).
pub fn kit() -> Value {
    let mut root = mapping(&[KIT], &[]);
    let mut definitions = text_definitions();
    if let Some(definitions) = definitions.as_object_mut() {
        let mut logo = mapping(&[LOGO], &[]);
        logo["anyOf"] = json!([{"required": ["light"]}, {"required": ["dark"]}]);
        let logo = json!({
            "title": "Logo",
            "description": "Path of an SVG or PNG, or one for dark grounds (`light`) and one for light grounds (`dark`).",
            "oneOf": [reference("text"), logo],
        });
        definitions.insert("logo".into(), logo);
        definitions.insert("fonts".into(), mapping(&[FONTS], &[]));
        if let Value::Object(check) = check_definitions() {
            definitions.extend(check);
        }
    }
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("title".into(), json!("Brand kit"));
        root.insert("description".into(), json!("What a campaign fixes for all its cards, for extra-credit."));
        root.insert("$defs".into(), definitions);
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_kit_is_in_its_schema_and_every_reference_has_a_definition() {
        let schema = kit();
        for key in KIT {
            assert!(schema["properties"].get(key.name).is_some(), "`{}` is missing", key.name);
        }
        let text = schema.to_string();
        for part in text.split("#/$defs/").skip(1) {
            let name = part.split('"').next().unwrap_or_default();
            assert!(schema["$defs"].get(name).is_some(), "{name}");
        }
    }
}
