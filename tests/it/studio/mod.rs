//! The studio's server as a page, and as somebody who should not, asks it: over the loopback address, without a browser.

mod alone;
mod cards;
mod documents;
mod dropped;
mod folder;
mod kit;
mod security;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use extra_credit::fonts::Fonts;
use extra_credit::studio::{Settings, Stop, Studio};
use serde_json::{Value, json};
use tempfile::TempDir;

const TIDE: &str = "# Ours.\ntitle: Tide   # working title\nartist: Vane\nartwork: tide.png\ncredits:\n  Producer: [Odalys Brant, 'Theo Okafor']\n  # strings\n  Cello: Bo\n";

/// Time for anything to happen.
const PATIENCE: Duration = Duration::from_secs(30);

/// A studio in a thread of its own, with its folder.
struct Running {
    folder: TempDir,
    state: PathBuf,
    port: u16,
    token: String,
    stop: Stop,
    thread: Option<JoinHandle<()>>,
}

/// What was answered.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Running {
    /// A studio for `tide.yaml`.
    fn tide() -> Running {
        Running::start(&[("tide.yaml", TIDE.as_bytes()), ("tide.png", &picture([30, 60, 90]))], Some("tide.yaml"))
    }

    /// A studio for some files, below its folder.
    fn start(files: &[(&str, &[u8])], named: Option<&str>) -> Running {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("records")).expect("made");
        for (name, bytes) in files {
            let path = folder.path().join("records").join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, bytes).expect("written");
        }
        Running::again(folder, named)
    }

    /// A studio for a folder that is there.
    fn again(folder: TempDir, named: Option<&str>) -> Running {
        let (records, state) = (folder.path().join("records"), folder.path().join("state"));
        let settings = Settings {
            named: Some(named.map_or(records.clone(), |name| records.join(name))),
            drafts: Some(state.clone()),
            ..Settings::default()
        };
        let studio = Studio::open(settings, Fonts::embedded()).expect("a studio");
        let (address, stop) = (studio.address(), studio.stop());
        let rest = address.strip_prefix("http://127.0.0.1:").expect("the loopback address");
        let (port, token) = rest.split_once("/?token=").expect("a token");
        let (port, token) = (port.parse().expect("a port"), token.to_owned());
        let thread = std::thread::spawn(move || studio.run().expect("an end"));
        Running { folder, state, port, token, stop, thread: Some(thread) }
    }

    /// Ends it; its folder is there for another one.
    fn end(mut self) -> TempDir {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            thread.join().expect("an end");
        }
        std::mem::replace(&mut self.folder, tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("records").join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("connected");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        stream
    }

    /// Sends bytes and reads all of the answer.
    fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // A request that is refused early may close before it is read.
        let _ = stream.write_all(bytes);
        Answer::read(stream)
    }

    /// A request with some headers instead of the usual ones.
    fn with(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        self.raw(&[head.as_bytes(), b"\r\n", body].concat())
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn cookie(&self) -> String {
        format!("studio-{}={}", self.port, self.token)
    }

    /// A request as the page makes it.
    fn ask(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        let (host, cookie, origin) = (self.host(), self.cookie(), format!("http://{}", self.host()));
        self.with(method, path, &[("host", &host), ("cookie", &cookie), ("origin", &origin)], body)
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, b"")
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask("POST", path, body.to_string().as_bytes())
    }

    /// The document as it is.
    fn document(&self, id: u64) -> Value {
        self.get(&format!("/api/documents/{id}")).json()
    }

    /// Edits a document as it is.
    fn edit(&self, id: u64, edits: &Value) -> Value {
        let revision = self.document(id)["revision"].clone();
        let answer = self.post(&format!("/api/documents/{id}/edits"), &json!({ "revision": revision, "edits": edits }));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// A stream of events of a tab.
    fn events(&self, document: u64) -> Events {
        let mut stream = self.connect();
        let head = format!(
            "GET /api/events?document={document} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n\r\n",
            self.host(),
            self.cookie()
        );
        stream.write_all(head.as_bytes()).expect("sent");
        Events { stream, heard: String::new() }
    }

    /// Waits until a document is as it should be.
    fn until(&self, id: u64, what: &str, holds: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let document = self.document(id);
            if holds(&document) {
                return document;
            }
            assert!(start.elapsed() < PATIENCE, "{what}: {document:#}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What a tab hears.
struct Events {
    stream: TcpStream,
    heard: String,
}

impl Events {
    /// Waits until an event has such a text.
    fn wait_for(&mut self, text: &str) {
        let start = Instant::now();
        let mut bytes = [0; 4096];
        while !self.heard.contains(text) {
            assert!(start.elapsed() < PATIENCE, "no `{text}` in {}", self.heard);
            let read = self.stream.read(&mut bytes).expect("an event");
            assert!(read > 0, "the stream ended without `{text}`: {}", self.heard);
            self.heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
    }
}

impl Answer {
    fn read(mut stream: TcpStream) -> Answer {
        let mut bytes = Vec::new();
        // A reset after the answer is as good as its end.
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(bytes.len(), |end| end + 4);
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        Answer { status, head, body: bytes.split_off(end) }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// What was wrong, of a status.
    fn error(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text());
        self.json()["error"].as_str().expect("an error").to_owned()
    }
}

/// A PNG of one colour.
fn picture(color: [u8; 3]) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(64, 64, image::Rgb(color));
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

/// A command line starts the program, which prints the address and ends with a signal; what was not saved is there again.
#[cfg(unix)]
#[test]
fn the_program_prints_its_address_and_keeps_what_is_not_saved_when_it_is_killed() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("tide.yaml"), TIDE).expect("written");
    let start = || {
        let mut child = Command::new(env!("CARGO_BIN_EXE_extra-credit"))
            .args(["studio", "tide.yaml", "--no-open"])
            .current_dir(folder.path())
            .env("XDG_STATE_HOME", folder.path().join("state"))
            .env("HOME", folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("output")).read_line(&mut line).expect("a line");
        let (port, token) = line
            .trim()
            .strip_prefix("http://127.0.0.1:")
            .and_then(|rest| rest.split_once("/?token="))
            .expect("an address");
        (child, port.parse::<u16>().expect("a port"), token.to_owned())
    };
    let ask = |port: u16, token: &str, method: &str, path: &str, body: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("connected");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncookie: studio-{port}={token}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("sent");
        Answer::read(stream).json()
    };
    let (mut child, port, token) = start();
    let edits = json!({ "revision": 1, "edits": [{ "op": "set", "path": "title", "value": "Ebb" }] }).to_string();
    ask(port, &token, "POST", "/api/documents/1/edits", &edits);
    let drafts = folder.path().join("state/extra-credit/drafts");
    let begun = Instant::now();
    while fs::read_dir(&drafts).map_or(0, Iterator::count) == 0 {
        assert!(begun.elapsed() < PATIENCE, "no draft is kept");
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().expect("killed");
    child.wait().expect("an end");
    let (mut child, port, token) = start();
    let document = ask(port, &token, "GET", "/api/documents/1", "");
    assert_eq!(
        (&document["model"]["title"], &document["restored"], &document["saved"]),
        (&json!("Ebb"), &json!(true), &json!(false))
    );
    assert_eq!(document["text"], TIDE.replace("title: Tide", "title: Ebb"));
    child.kill().expect("killed");
    child.wait().expect("an end");
}
