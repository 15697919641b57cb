//! Files of strangers: whatever comes in, a right card or one clear error, in bounded time, and nothing outside the folder.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Longest that any of these may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

const TIDE: &str = "title: Tide\nartist: Vane\ncredits:\n  Producer: [Odalys Brant, Theo Okafor]\n";

/// Exit status, standard output and messages; a run that does not end is killed and fails the test.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_extra-credit"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let start = Instant::now();
    while child.try_wait().expect("waited").is_none() {
        if start.elapsed() > PATIENCE {
            child.kill().expect("killed");
            panic!("{arguments:?} did not end");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut text = String::new();
    child.stdout.take().expect("piped").read_to_string(&mut text).expect("text");
    child.stderr.take().expect("piped").read_to_string(&mut text).expect("text");
    (child.wait().expect("ended").code(), text)
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("tide.yaml"), TIDE).expect("written");
    folder
}

/// What a template says, as an error: not a panic, not an abort.
fn refused(body: &str) -> String {
    let folder = folder();
    let text = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" data-names=\"none\">{body}</svg>");
    fs::write(folder.path().join("t.svg"), text).expect("written");
    let (status, messages) =
        run(folder.path(), &["render", "tide.yaml", "-t", "./t.svg", "--format", "square", "-o", "out"]);
    assert_eq!(status, Some(1), "{messages}");
    assert!(messages.contains("t.svg") && !messages.contains("panicked"), "{messages}");
    messages
}

#[test]
fn templates_that_go_deep_are_refused_in_their_line() {
    for body in [
        format!("<desc>{{{{ record.{} }}}}</desc>", "a.".repeat(20_000) + "a"),
        format!("<desc>{{{{ 1{} }}}}</desc>", "|string".repeat(20_000)),
        format!("<desc>{{{{ {}1 }}}}</desc>", "-".repeat(20_000)),
        format!("<desc>{{{{ {}1 }}}}</desc>", "not ".repeat(20_000)),
        format!("<desc>{{{{ 1{} }}}}</desc>", "~1".repeat(20_000)),
        "{% if true %}".repeat(20_000),
    ] {
        let messages = refused(&format!("\n{body}"));
        assert!(messages.contains("template-depth") && messages.contains("t.svg:2"), "{messages}");
    }
}

#[test]
fn values_that_hold_themselves_or_go_deep_are_refused() {
    let holds = refused("{% set n=namespace() %}{% set n.a=n %}<desc>{{ n }}</desc>");
    assert!(holds.contains("a namespace cannot stand in a list or in a namespace"), "{holds}");
    let list = "{% set n=namespace() %}{% set n.a=[1, {'b': n}] %}<desc>{{ n }}</desc>";
    assert!(refused(list).contains("a namespace cannot stand"), "in a list in a mapping");
    let deep = "{% set n=namespace(a=[1]) %}{% for i in range(100000) %}{% set n.a=[n.a] %}{% endfor %}";
    assert!(refused(deep).contains("lists stand in each other"), "lists in lists");
    let calls = "{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}<desc>{{ m(1) }}</desc>";
    assert!(refused(calls).contains("recursion limit"), "macros");
}

#[test]
fn templates_that_make_much_are_stopped() {
    for body in [
        "{% set ns = namespace(a='xxxxxxxxxxxxxxxx') %}{% for i in range(60) %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}",
        "{% set a = range(100000)|join('x'*10000) %}",
        "{% set ns = namespace(a=[1,2,3]) %}{% for i in range(60) %}{% set ns.a = ns.a + ns.a %}{% endfor %}",
    ] {
        assert!(refused(body).contains("steps"), "{body}");
    }
}

#[test]
fn numbers_that_no_drawing_needs_are_refused_with_their_place() {
    for (body, number) in [
        ("<path d=\"M0 0A1 1e30 1 1 0 1e36 0\"/>", "1e30"),
        ("<path d=\"M0 0A1 1 0 1 0 1e36 0\"/>", "1e36"),
        ("<circle r=\"1e10\"/>", "1e10"),
        ("<defs><path id=\"a\" transform=\"scale(99999999)\" d=\"M0 0H1\"/></defs>", "99999999"),
    ] {
        let messages = refused(&format!("\n{body}"));
        assert!(messages.contains(number) && messages.contains("t.svg:2"), "{messages}");
    }
    let stretch = "<g data-fit=\"line\" data-stretch=\"-1px\" style=\"height:400px\"><g data-item=\"name\">\
                   <text data-kind=\"name\">abc</text></g></g>";
    assert!(refused(stretch).contains("`data-stretch` cannot be `-1px`"), "a negative length");
}

#[cfg(unix)]
#[test]
fn links_in_the_output_folder_lead_nothing_out_of_it() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("out/tide")).expect("made");
    fs::create_dir(at("outside")).expect("made");
    for name in ["a.txt", "b.txt", "c.txt"] {
        fs::write(at("outside").join(name), "mine").expect("written");
    }
    symlink("../outside/a.txt", at("out/.extra-credit.json")).expect("a link");
    symlink("../../outside/b.txt", at("out/tide/square.png")).expect("a link");
    symlink("../outside/c.txt", at("out/report.jsonl")).expect("a link");
    let render = ["render", "tide.yaml", "--format", "square", "-o", "out", "--report", "out/report.jsonl"];
    let (status, messages) = run(folder.path(), &render);
    assert_eq!(status, Some(0), "{messages}");
    for name in ["a.txt", "b.txt", "c.txt"] {
        assert_eq!(fs::read_to_string(at("outside").join(name)).expect("text"), "mine", "{name}");
    }
    assert!(fs::read(at("out/tide/square.png")).expect("a card").starts_with(b"\x89PNG"));
    // A folder that is a link is refused, and what it leads to stays empty.
    fs::remove_dir_all(at("out/tide")).expect("removed");
    fs::create_dir(at("elsewhere")).expect("made");
    symlink("../elsewhere", at("out/tide")).expect("a link");
    let (status, messages) = run(folder.path(), &render);
    assert_eq!(status, Some(1), "{messages}");
    assert!(messages.contains("is a symbolic link, and output stays in its folder"), "{messages}");
    assert_eq!(fs::read_dir(at("elsewhere")).expect("a folder").count(), 0);
}

#[cfg(unix)]
#[test]
fn a_fifo_or_a_device_is_refused_wherever_a_file_is_asked_for() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let made = Command::new("mkfifo")
        .args(["p.yaml", "p.csv", "p.json", "p.png", "p.ttf"])
        .current_dir(folder.path())
        .status();
    assert!(made.is_ok_and(|status| status.success()), "FIFOs are made");
    fs::write(at("art.yaml"), format!("{TIDE}artwork: p.png\n")).expect("written");
    fs::write(at("zero.yaml"), format!("{TIDE}artwork: /dev/zero\n")).expect("written");
    fs::create_dir(at("fonts")).expect("made");
    fs::rename(at("p.ttf"), at("fonts/p.ttf")).expect("moved");
    for arguments in [
        vec!["check", "p.yaml"],
        vec!["check", "p.csv"],
        vec!["check", "p.json"],
        vec!["check", "/dev/zero"],
        vec!["render", "art.yaml", "--format", "square", "-o", "out"],
        vec!["render", "zero.yaml", "--format", "square", "-o", "out"],
        vec!["sheet", "p.png", "-o", "sheet.png"],
        vec!["check", "tide.yaml", "--font-dir", "fonts"],
    ] {
        let (status, messages) = run(folder.path(), &arguments);
        assert!(status.is_some_and(|status| status != 0), "{arguments:?}: {messages}");
        let why = if arguments.contains(&"zero.yaml") { "lies outside of the project" } else { "this is not a file" };
        assert!(messages.contains(why), "{arguments:?}: {messages}");
    }
    // A sidecar that is a FIFO is no sidecar; a card that is one is not overwritten.
    fs::create_dir_all(at("out/tide")).expect("made");
    for name in ["out/.extra-credit.json", "out/tide/square.png"] {
        assert!(Command::new("mkfifo").arg(at(name)).status().expect("mkfifo").success());
    }
    for more in [vec![], vec!["--locked"]] {
        let (status, messages) =
            run(folder.path(), &[vec!["render", "tide.yaml", "--format", "square", "-o", "out"], more].concat());
        assert!(status.is_some_and(|status| status != 0), "{messages}");
    }
}

#[test]
fn each_record_that_fails_is_named() {
    let folder = folder();
    for name in ["one", "two"] {
        let text = format!("title: {name} \u{3164}\nartist: A\ncredits: {{Producer: A}}\n");
        fs::write(folder.path().join(format!("{name}.yaml")), text).expect("written");
    }
    let wide = "<svg xmlns=\"http://www.w3.org/2000/svg\" data-names=\"none\" style=\"display:flex\">\
                <text style=\"font-size:90px\" data-field=\"title\">{{ record.title }}{{ 'W' * 60 }}</text></svg>";
    fs::write(folder.path().join("wide.svg"), wide).expect("written");
    for arguments in [
        vec!["render", "one.yaml", "two.yaml", "--format", "square", "-o", "out"],
        vec!["check", "one.yaml", "two.yaml", "--card-format", "square", "-t", "./wide.svg"],
    ] {
        let (_, messages) = run(folder.path(), &arguments);
        assert!(messages.contains("one.yaml") && messages.contains("two.yaml"), "{arguments:?}: {messages}");
    }
}

/// Inter without any outline, under another name.
fn hollow() -> Vec<u8> {
    let mut font =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/inter/Inter_400Regular.ttf")).expect("a font");
    let number = |font: &[u8], at: usize| u32::from_be_bytes(font[at..at + 4].try_into().expect("four bytes")) as usize;
    let tables = u16::from_be_bytes([font[4], font[5]]) as usize;
    for record in (0..tables).map(|table| 12 + 16 * table) {
        let (start, length) = (number(&font, record + 8), number(&font, record + 12));
        match &font[record..record + 4] {
            b"loca" => font[start..start + length].fill(0),
            b"name" => {
                let name = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
                let (old, new) = (name("Inter"), name("Hollo"));
                for at in start..start + length - old.len() {
                    if font[at..].starts_with(&old) {
                        font[at..at + new.len()].copy_from_slice(&new);
                    }
                }
            }
            _ => {}
        }
    }
    font
}

#[test]
fn names_that_a_font_draws_nothing_for_are_an_error() {
    let folder = folder();
    fs::write(folder.path().join("hollow.ttf"), hollow()).expect("written");
    fs::write(folder.path().join("extra-credit.yaml"), "fonts:\n  files: [hollow.ttf]\n  names: Hollo\n")
        .expect("written");
    let (status, messages) = run(folder.path(), &["render", "tide.yaml", "--format", "square", "-o", "out"]);
    assert_eq!(status, Some(1), "{messages}");
    assert!(messages.contains("[no-ink]") && messages.contains("tide.yaml"), "{messages}");
    assert!(messages.contains("nothing of `Odalys Brant` is drawn: `Hollo` has no outlines for it"), "{messages}");
    assert!(!folder.path().join("out/tide/square.png").exists());
}

#[cfg(unix)]
#[test]
fn a_kit_or_a_template_that_is_no_file_is_refused_and_not_passed_over() {
    let folder = folder();
    let fifo = |name: &str| {
        let made = Command::new("mkfifo").arg(folder.path().join(name)).status();
        assert!(made.is_ok_and(|status| status.success()), "{name}");
    };
    let check = ["check", "tide.yaml", "--card-format", "square"];
    fifo("extra-credit.yaml");
    let (status, messages) = run(folder.path(), &check);
    assert_eq!(status, Some(1), "{messages}");
    assert!(messages.contains("the brand kit cannot be read: this is not a file"), "{messages}");
    fs::remove_file(folder.path().join("extra-credit.yaml")).expect("removed");
    fs::write(folder.path().join("extra-credit.yaml"), "templates: own\ntemplate: cover\n").expect("written");
    fs::create_dir(folder.path().join("own")).expect("made");
    fifo("own/cover.svg");
    let (status, messages) = run(folder.path(), &check);
    assert_eq!(status, Some(1), "{messages}");
    assert!(messages.contains("template `cover`: this is not a file"), "{messages}");
}

#[test]
fn a_kit_of_many_fonts_is_refused_before_they_are_read() {
    let folder = folder();
    let kit = |count: usize| format!("fonts: {{files: [{}]}}\n", vec!["none.ttf"; count].join(", "));
    for (count, said) in [(64, "font `none.ttf`"), (65, "a kit brings at most 64 font files, this names 65")] {
        fs::write(folder.path().join("extra-credit.yaml"), kit(count)).expect("written");
        let (status, messages) = run(folder.path(), &["check", "tide.yaml"]);
        assert_eq!(status, Some(1), "{messages}");
        assert!(messages.contains(said), "{messages}");
    }
}

#[test]
fn a_report_does_not_overwrite_what_is_read() {
    let folder = folder();
    for option in ["--report", "--junit"] {
        let (status, messages) = run(folder.path(), &["render", "tide.yaml", option, "./tide.yaml", "-o", "out"]);
        assert_eq!(status, Some(2), "{messages}");
        assert!(messages.contains("the report would overwrite ./tide.yaml, which is read"), "{messages}");
        assert_eq!(fs::read_to_string(folder.path().join("tide.yaml")).expect("text"), TIDE);
    }
}

/// Texts that are something else wherever they are not escaped.
const HOSTILE: [&str; 7] = [
    "<script>alert(1)</script>",
    "a & b; \"c\" 'd' &amp;",
    "]]><!--",
    "{{ 7 * 7 }} {% raw %}",
    "| x | `code` **bold**",
    "=HYPERLINK(1)",
    "::error::x %0A",
];

#[test]
fn hostile_names_are_text_in_every_output() {
    let folder = folder();
    let list: Vec<String> = HOSTILE.iter().map(|name| serde_json::to_string(name).expect("JSON")).collect();
    let record = format!("title: {}\nartist: {}\ncredits: {{Producer: [{}]}}\n", list[0], list[1], list.join(", "));
    fs::write(folder.path().join("h.yaml"), record).expect("written");
    let more =
        ["--format", "square", "-o", "out", "--type", "png,svg", "--report", "r.jsonl", "--junit", "j.xml", "--quiet"];
    let (status, messages) = run(folder.path(), &[&["render", "h.yaml"][..], &more].concat());
    assert_eq!(status, Some(0), "{messages}");
    let text = |name: &str| fs::read_to_string(folder.path().join(name)).expect(name);
    let page = fs::read(folder.path().join("out/h/square.png")).expect("a card");
    let find = |start: &[u8]| page.windows(start.len()).position(|part| part == start).expect("XMP");
    let packet = std::str::from_utf8(&page[find(b"<x:xmpmeta")..find(b"</x:xmpmeta>")]).expect("text");
    let packet = format!("{packet}</x:xmpmeta>");
    let xmp = roxmltree::Document::parse(&packet).expect("XML");
    let said: Vec<&str> = xmp.descendants().filter_map(|node| node.text()).collect();
    for name in HOSTILE {
        assert!(said.iter().any(|text| text.contains(name)), "{name}: {said:?}");
    }
    assert!(roxmltree::Document::parse(&text("j.xml")).is_ok());
    let svg = text("out/h/square.svg");
    assert!(roxmltree::Document::parse(&svg).is_ok() && !svg.contains("<script"));
    for line in text("r.jsonl").lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{line}");
    }
    for (file, raw) in [("s.html", "<script>alert"), ("s.md", "\n**bold**")] {
        let (status, messages) = run(folder.path(), &["report", "summary", "r.jsonl", "-o", file]);
        assert_eq!(status, Some(0), "{messages}");
        assert!(!text(file).contains(raw), "{file}: {}", text(file));
    }
}

#[cfg(unix)]
#[test]
fn a_card_that_takes_long_is_given_up_soon_after_the_program_is_asked_to_end() {
    let folder = folder();
    let names: Vec<String> = (0..9_999).map(|number| format!("Maria Name {number}")).collect();
    let record = format!("title: Big\nartist: Big\ncredits: {{Choir: [{}]}}\n", names.join(", "));
    fs::write(folder.path().join("big.yaml"), record).expect("written");
    let mut child = Command::new(env!("CARGO_BIN_EXE_extra-credit"))
        .args(["render", "big.yaml", "--format", "square", "-o", "out"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    // Reading the file takes a moment, and then it listens.
    std::thread::sleep(Duration::from_secs(5));
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().is_ok_and(|status| status.success()));
    let asked = Instant::now();
    let status = child.wait().expect("ended");
    assert!(asked.elapsed() < Duration::from_secs(30), "{:?}", asked.elapsed());
    // Where reading took longer, the system ended it.
    assert!(matches!(status.code(), Some(130) | None), "{status:?}");
    assert!(!folder.path().join("out/big").exists());
}

/// A workbook of a few kilobytes that says it holds millions of cells: its reader would take memory for all of them, and the
/// system ends a program that asks for too much.
#[cfg(all(feature = "workbooks", target_os = "linux"))]
#[test]
fn workbooks_that_say_they_hold_millions_of_cells_are_refused_and_the_other_records_are_made() {
    let folder = folder();
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzzed/sheet");
    for (name, why) in [
        ("far-corner.xlsx", "has more than 2000000 cells"),
        ("far-corners.xls", "has more than 2000000 cells"),
        ("repeated-cells.ods", "repeats cells to more than 2000000"),
        ("table-without-end.ods", "has a table without an end"),
    ] {
        fs::copy(found.join(name), folder.path().join(name)).expect("copied");
        let (status, messages) = run(folder.path(), &["check", name]);
        assert_eq!(status, Some(1), "{messages}");
        assert!(messages.contains(why) && messages.contains("[workbook]"), "{name}: {messages}");
    }
    let (status, messages) = run(
        folder.path(),
        &["render", "tide.yaml", "far-corner.xlsx", "-o", "out", "--format", "square", "--scale", "0.2"],
    );
    assert_eq!(status, Some(1), "{messages}");
    assert!(folder.path().join("out/tide/square.png").exists(), "{messages}");
}
