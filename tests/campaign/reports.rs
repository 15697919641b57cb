//! Reports: every line has the published form, and XML holds whatever a message says.

use serde_json::Value;

use super::folder::Folder;

/// What is wrong with a value by the part of JSON Schema that the report's schema uses.
fn wrong(value: &Value, schema: &Value, root: &Value) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(path) = schema["$ref"].as_str() {
        return wrong(value, root.pointer(&path[1..]).expect("a definition"), root);
    }
    for word in ["oneOf", "anyOf"] {
        if let Some(all) = schema[word].as_array() {
            let fits = all.iter().filter(|one| wrong(value, one, root).is_empty()).count();
            if fits != 1 {
                out.push(format!("{fits} forms fit {value}"));
            }
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |name: &&str| match *name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => value.is_null(),
    };
    if !types.is_empty() && !types.iter().any(is) {
        out.push(format!("{value} is none of {types:?}"));
    }
    if !schema["const"].is_null() && schema["const"] != *value {
        out.push(format!("{value} is not {}", schema["const"]));
    }
    if schema["enum"].as_array().is_some_and(|all| !all.contains(value)) {
        out.push(format!("{value} is none of {}", schema["enum"]));
    }
    if let (Some(fields), Some(properties)) = (value.as_object(), schema["properties"].as_object()) {
        for (name, field) in fields {
            match properties.get(name) {
                Some(schema) => out.extend(wrong(field, schema, root)),
                None => out.push(format!("{name} is unknown")),
            }
        }
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                out.push(format!("{name} is missing"));
            }
        }
    }
    if let (Some(items), false) = (value.as_array(), schema["items"].is_null()) {
        out.extend(items.iter().flat_map(|item| wrong(item, &schema["items"], root)));
    }
    out
}

pub fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn every_line_has_the_published_form() {
    let folder = Folder::campaign(2);
    folder.write("records/broken.yaml", "title: Tide\nartist: Vane\ncredits:\n  Producer: [\n");
    let schema: Value = serde_json::from_str(&folder.well("schema --report").out).expect("a schema");
    let render = "render records --format square,landscape --scale 0.25";
    folder.run(&format!("{render} --report one.jsonl"));
    folder.run(&format!("{render} --shard 1/2 --report two.jsonl"));
    folder.record(1, "Odalys Brandt");
    folder.run(&format!("{render} --locked --report three.jsonl"));
    for name in ["one.jsonl", "two.jsonl", "three.jsonl"] {
        for line in lines(&folder.text(name)) {
            assert_eq!(wrong(&line, &schema, &schema), Vec::<String>::new(), "{line}");
        }
    }
    let all = lines(&folder.text("one.jsonl"));
    let kinds: Vec<&str> = all.iter().filter_map(|line| line["type"].as_str()).collect();
    assert_eq!(kinds, ["run", "card", "card", "card", "card", "card", "summary"]);
    let broken = &all[1];
    assert_eq!((broken["status"].as_str(), broken["input"].as_str()), (Some("failed"), Some("records/broken.yaml")));
    assert!(broken["errors"][0]["line"].as_u64() >= Some(4), "{broken}");
    let made = &all[2];
    let output = &made["outputs"][0];
    let bytes = std::fs::read(folder.path(output["path"].as_str().expect("a path"))).expect("the file");
    assert_eq!(output["bytes"].as_u64(), Some(bytes.len() as u64));
    assert_eq!(output["blake3"].as_str(), Some(blake3::hash(&bytes).to_hex().as_str()));
    assert_eq!((output["width"].as_u64(), output["height"].as_u64()), (Some(270), Some(270)));
    let summary = &all[6];
    assert_eq!((summary["made"].as_u64(), summary["failed"].as_u64()), (Some(4), Some(1)));
    assert!(
        all.iter().any(|line| !wrong(&serde_json::json!({"type": "card", "x": line}), &schema, &schema).is_empty())
    );
}

#[test]
fn a_report_on_standard_output_is_all_there_is() {
    let folder = Folder::campaign(1);
    let ran = folder.well("render records --format square --scale 0.25 --report -");
    assert_eq!(lines(&ran.out).len(), 3);
    assert_eq!(folder.run("render records --format square -o - --report -").code, 2);
}

#[test]
fn the_xml_has_a_case_for_each_card_and_a_failure_for_each_error() {
    let folder = Folder::campaign(1);
    folder.write(
        "records/bad.yaml",
        "title: \"<b> & ]]>\"\nartist: Vane\nartwork: \"a&b\\\"<.png\"\ncredits:\n  Producer: Bo\n",
    );
    assert_eq!(folder.run("render records --format square,landscape --scale 0.25 --junit report.xml").code, 1);
    let text = folder.text("report.xml");
    let document = roxmltree::Document::parse(&text).expect("well-formed");
    let count = |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).count();
    assert_eq!((count("testcase"), count("failure")), (4, 2), "{text}");
    let failure = document.descendants().find(|node| node.has_tag_name("failure")).expect("a failure");
    assert!(failure.attribute("message").is_some_and(|text| text.contains("a&b\"<.png")), "{text}");
}
