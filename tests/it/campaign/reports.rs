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

#[test]
fn reports_name_records_by_title_and_artist_whatever_file_they_are_in() {
    let folder = Folder::spreadsheet(3);
    folder.well("render records/credits.csv --format square --scale 0.25 --report r.jsonl --junit r.xml");
    let all = lines(&folder.text("r.jsonl"));
    let card = &all[2];
    assert_eq!(
        (card["title"].as_str(), card["artist"].as_str(), card["record"].as_str()),
        (Some("Record 002"), Some("Marisol Vane"), Some("record-002"))
    );
    assert!(card.get("shows").is_none());
    let xml = folder.text("r.xml");
    let named = "<testcase classname=\"Record 002 \u{2013} Marisol Vane\" name=\"square\" file=\"records/credits.csv\"";
    assert!(xml.contains(named), "{xml}");
    let summary = folder.well("report summary r.jsonl").out;
    assert!(
        summary.contains("| `Record 002 \u{2013} Marisol Vane`<br>`records/credits.csv` | made `square` |"),
        "{summary}"
    );
    folder.well("render records/credits.csv --format square --scale 0.25 --each contributor --report e.jsonl");
    let summary = folder.well("report summary e.jsonl").out;
    assert!(summary.contains("| `Odalys Brant \u{b7} Record 002 \u{2013} Marisol Vane`<br>"), "{summary}");
}

#[test]
fn a_summary_to_send_has_counts_pictures_findings_by_kind_and_what_is_missing() {
    let folder = Folder::spreadsheet(4);
    folder.write("records/bad.yaml", "title: <b>\nartst: Vane\n");
    let inputs = "records/credits.csv records/bad.yaml";
    assert_eq!(folder.run(&format!("check {inputs} --card-format square --report f.jsonl")).code, 1);
    assert_eq!(folder.run(&format!("render {inputs} --format square,story --scale 0.25 --report r.jsonl")).code, 1);
    assert_eq!(folder.well("report summary r.jsonl --findings f.jsonl -o summary.html").out, "");
    let page = folder.text("summary.html");
    assert_eq!(page.matches("<img src=\"data:image/jpeg;base64,").count(), 8);
    for part in [
        "<h1>Credit cards: 8 made, 1 record without a card",
        "<dt>records</dt><dd>5</dd>",
        "<b>1 record without a card</b><small>&lt;b&gt;</small>",
        "<b class=\"warning\">warning</b>",
        "<code>no-mastering-engineer</code><td>4<td>Record 001 \u{2013} Marisol Vane, Record 002",
        "<b>Record 003 \u{2013} Marisol Vane</b><small><span>made</span> square, story</small>",
        "<code>records/bad.yaml:2:1</code>",
    ] {
        assert!(page.contains(part), "no {part} in {}", page.split("<img").next().unwrap_or_default());
    }
    // The same in Markdown, and nothing of it is in the page but as text.
    let text = folder.well("report summary r.jsonl --findings f.jsonl").out;
    assert!(text.contains("| 5 | 8 | 8 | 0 | 1 |") && text.contains("| warning | `no-mastering-engineer` "), "{text}");
    assert!(
        text.contains("- The record credits no mastering engineer (`no-mastering-engineer`): `Record 001"),
        "{text}"
    );
    assert!(!page.contains("<b>\n"));
    for (arguments, message) in [
        ("report summary r.jsonl -o summary.pdf", "summary.pdf: a summary is Markdown or HTML"),
        ("report summary r.jsonl --findings r.jsonl", "r.jsonl:1: no finding of `check`"),
        ("report summary r.jsonl --findings none.jsonl", "none.jsonl: no such file"),
    ] {
        let ran = folder.run(arguments);
        assert!(ran.code != 0 && ran.messages.contains(message), "{arguments}: {}", ran.messages);
    }
}

#[test]
fn no_line_of_a_report_and_no_message_repeats_a_picture_that_stands_in_a_file() {
    let folder = Folder::campaign(0);
    let data = "A".repeat(400_000);
    folder.write(
        "records/data.yaml",
        format!("title: Tide\nartist: Vane\nartwork: data:image/png;base64,{data}\ncredits: {{Producer: Bo}}\n"),
    );
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"data:image/png;base64,{data}\" heigth=\"2\"/></svg>"
    );
    folder.write("own.svg", &svg);
    folder.write("records/plain.yaml", "title: Tide\nartist: Vane\ncredits: {Producer: Bo}\n");
    let ran = folder.run("render records --template own.svg --report r.jsonl --junit r.xml");
    assert_eq!(ran.code, 1);
    let ran_plain = folder.run("render records/data.yaml --format square --report p.jsonl");
    assert!(ran_plain.messages.contains("artwork `data:image/png;base64,AAA"), "{}", ran_plain.messages.len());
    for text in [ran.messages, ran_plain.messages, folder.text("r.jsonl"), folder.text("p.jsonl"), folder.text("r.xml")]
    {
        let longest = text.lines().map(str::len).max().unwrap_or_default();
        assert!(longest < 6000, "a line of {longest} bytes");
    }
}
