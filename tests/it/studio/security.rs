//! Attacks: other names, other pages, no token, ways out of the folder, too much, too slow, too many.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use serde_json::json;

use super::{Running, TIDE};

#[test]
fn nobody_without_the_token_is_answered() {
    let studio = Running::tide();
    let host = studio.host();
    let wrong = format!("studio-{}={}", studio.port, "0".repeat(32));
    let other = format!("studio-{}={}", studio.port + 1, studio.token);
    for path in
        ["/", "/index.html", "/api/project", "/api/documents/1", "/api/events", "/nothing", "/?token=", "/?token=x"]
    {
        for headers in [
            &[("host", host.as_str())][..],
            &[("host", &host), ("cookie", &wrong)],
            &[("host", &host), ("cookie", &other)],
        ] {
            let answer = studio.with("GET", path, headers, b"");
            assert_eq!(answer.status, 401, "{path} {headers:?}");
            assert!(!answer.text().contains(&studio.token) && !answer.text().contains("Vane"), "{path}");
        }
    }
    let answer = studio.with("POST", "/api/documents", &[("host", &host)], b"{}");
    assert_eq!(answer.error(401), "the studio opens by the address that it printed");
    // The token is taken at the door alone.
    let path = format!("/api/project?token={}", studio.token);
    assert_eq!(studio.with("GET", &path, &[("host", &host)], b"").status, 401);
    let post = studio.with("POST", &format!("/?token={}", studio.token), &[("host", &host)], b"");
    assert_eq!(post.status, 401);
}

#[test]
fn the_address_gives_a_cookie_that_scripts_and_other_pages_do_not_see() {
    let studio = Running::tide();
    let answer = studio.with("GET", &format!("/?token={}", studio.token), &[("host", &studio.host())], b"");
    assert_eq!((answer.status, answer.header("location")), (303, Some("/")));
    let cookie = answer.header("set-cookie").expect("a cookie");
    assert_eq!(cookie, format!("{}; httponly; samesite=strict; path=/", studio.cookie()));
    assert_eq!(studio.get("/").status, 200);
}

#[test]
fn other_names_of_this_machine_are_not_answered() {
    let studio = Running::tide();
    let cookie = studio.cookie();
    let port = studio.port;
    for host in ["evil.example", "127.0.0.1", "localhost", "127.0.0.1.evil.example:80", "[::1]", "0.0.0.0", ""] {
        for host in [
            host.to_owned(),
            format!("{host}:{}", port + 1),
            format!("evil.example:{port}"),
            format!("127.0.0.1:{port}.evil.example"),
        ] {
            let answer = studio.with("GET", "/api/project", &[("host", &host), ("cookie", &cookie)], b"");
            assert!([400, 421].contains(&answer.status), "{host}: {}", answer.status);
        }
    }
    let own = studio.host();
    let twice =
        studio.with("GET", "/api/project", &[("host", &own), ("host", "evil.example"), ("cookie", &cookie)], b"");
    assert!([400, 421].contains(&twice.status), "{}", twice.status);
    for host in [own, format!("localhost:{port}"), format!("[::1]:{port}")] {
        assert_eq!(
            studio.with("GET", "/api/project", &[("host", &host), ("cookie", &cookie)], b"").status,
            200,
            "{host}"
        );
    }
    // Without a name there is none that is right.
    let bare = format!("GET /api/project HTTP/1.1\r\ncookie: {cookie}\r\nconnection: close\r\n\r\n");
    assert!([400, 421].contains(&studio.raw(bare.as_bytes()).status));
}

#[test]
fn other_pages_change_nothing() {
    let studio = Running::tide();
    let (host, cookie) = (studio.host(), studio.cookie());
    let body = json!({ "revision": 1, "edits": [{ "op": "set", "path": "title", "value": "Owned" }] }).to_string();
    let other = format!("http://127.0.0.1:{}", studio.port + 1);
    for origin in ["http://evil.example", "null", "", other.as_str(), "https://127.0.0.1", "file://"] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            let headers = [("host", host.as_str()), ("cookie", &cookie), ("origin", origin)];
            let answer = studio.with(method, "/api/documents/1/edits", &headers, body.as_bytes());
            assert_eq!(answer.status, 403, "{method} {origin}");
            assert!(answer.header("access-control-allow-origin").is_none());
        }
    }
    let headers = [("host", host.as_str()), ("cookie", &cookie), ("sec-fetch-site", "cross-site")];
    assert_eq!(studio.with("POST", "/api/documents/1/edits", &headers, body.as_bytes()).status, 403);
    assert_eq!(studio.document(1)["text"], TIDE);
}

#[test]
fn every_answer_forbids_what_a_page_does_not_need() {
    let studio = Running::tide();
    let without = studio.with("GET", "/", &[("host", &studio.host())], b"");
    for answer in [
        studio.get("/"),
        studio.get("/api/project"),
        studio.get("/nothing.js"),
        studio.post("/api/documents", &json!([])),
        without,
    ] {
        let policy = answer.header("content-security-policy").expect("a policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ] {
            assert!(policy.contains(part), "{part}: {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
    }
}

#[test]
fn paths_of_the_page_do_not_leave_its_files() {
    let studio = Running::tide();
    for path in [
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/%2e%2e/Cargo.toml",
        "/....//Cargo.toml",
        "//etc/passwd.txt",
        "/etc/passwd",
        "/fonts/../index.html",
        "/fonts/%2e%2e/index.html",
        "/index.html%00.js",
        "/C:/windows/win.ini.txt",
        "/index.html/",
        "/fonts/",
        "/.git/config.txt",
        "/studio/index.html",
    ] {
        let answer = studio.get(path);
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
    }
    assert_eq!(studio.get("/fonts/inter/Inter_400Regular.ttf").header("content-type"), Some("font/ttf"));
    assert_eq!(studio.ask("POST", "/index.html", b"").status, 405);
    assert_eq!(studio.ask("DELETE", "/api/documents/1", b"").status, 405);
    assert_eq!(studio.get("/api/nothing").error(404), "there is no `/api/nothing`");
}

#[test]
fn paths_of_documents_stay_below_the_folder() {
    let studio = Running::start(&[("tide.yaml", TIDE.as_bytes())], None);
    std::fs::write(studio.folder.path().join("secret.yaml"), "title: Secret\n").expect("written");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(studio.folder.path().join("secret.yaml"), studio.path("link.yaml")).expect("a link");
        std::os::unix::fs::symlink(studio.folder.path(), studio.path("up")).expect("a link");
    }
    let secret = studio.folder.path().join("secret.yaml").display().to_string();
    let mut paths = vec![
        "../secret.yaml",
        "a/../../secret.yaml",
        "./tide.yaml",
        "/etc/passwd",
        secret.as_str(),
        "tide.yaml\u{0}.yaml",
        "../extra-credit.yaml",
        "./extra-credit.yaml",
        "tide.png",
        "..",
        "",
    ];
    #[cfg(unix)]
    paths.extend(["link.yaml", "up/secret.yaml", "up/new.yaml", "up/extra-credit.yaml"]);
    for path in paths {
        let opened = studio.post("/api/documents", &json!({ "path": path }));
        assert_eq!(opened.status, 400, "{path:?}: {}", opened.text());
        let saved = studio.post("/api/documents/1/save", &json!({ "path": path, "force": true }));
        assert!([400, 404].contains(&saved.status), "{path:?}: {}", saved.text());
        let marked =
            studio.ask("PUT", "/api/records/mark", json!({ "path": path, "mark": "fine" }).to_string().as_bytes());
        assert_eq!(marked.status, 400, "{path:?}: {}", marked.text());
    }
    // A brand kit is a document of its own: no record is saved over it, and it has no mark.
    let record = studio.post("/api/documents", &json!({ "path": "tide.yaml" })).json()["id"].clone();
    let over = json!({ "path": "extra-credit.yaml", "force": true });
    assert_eq!(studio.post(&format!("/api/documents/{record}/save"), &over).status, 400);
    let mark = json!({ "path": "extra-credit.yaml", "mark": "fine" });
    assert_eq!(studio.ask("PUT", "/api/records/mark", mark.to_string().as_bytes()).status, 400);
    assert_eq!(studio.post("/api/documents", &json!({ "path": "extra-credit.yaml" })).json()["kind"], "kit");
    let of_file = Running::tide();
    assert_eq!(of_file.post("/api/documents", &json!({ "path": "extra-credit.yaml" })).status, 400);
    assert!(!studio.path("extra-credit.yaml").exists());
    assert_eq!(std::fs::read_to_string(studio.folder.path().join("secret.yaml")).expect("a file"), "title: Secret\n");
    assert!(!studio.folder.path().join("new.yaml").exists());
}

#[test]
fn a_card_shows_no_picture_from_outside_the_folder() {
    let studio = Running::start(&[("tide.yaml", TIDE.as_bytes())], Some("tide.yaml"));
    std::fs::write(studio.folder.path().join("outside.png"), super::picture([250, 0, 0])).expect("written");
    studio.edit(1, &json!([{ "op": "set", "path": "artwork", "value": "../outside.png" }]));
    let error = studio.get("/api/documents/1/card").error(422);
    assert!(error.starts_with("artwork `../outside.png`: it lies outside of the project"), "{error}");
    let template = studio.get("/api/documents/1/card?template=../../x.svg");
    assert_eq!(template.error(400), "`../../x.svg` is no name of a template");
}

#[test]
fn more_than_is_taken_is_refused_before_it_is_read() {
    let studio = Running::tide();
    let (host, cookie) = (studio.host(), studio.cookie());
    let head = |path: &str, length: u64| {
        format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{{"
        )
    };
    for (path, length) in [
        ("/api/documents/1/edits", 7 << 20),
        ("/api/documents/1/paste", 7 << 20),
        ("/api/documents/1/files?name=a.wav", 1 << 40),
    ] {
        assert_eq!(studio.raw(head(path, length).as_bytes()).status, 413, "{path}");
    }
    let long = json!({ "revision": 1, "edits": [{ "op": "set", "path": "title", "value": "x".repeat(20_000) }] });
    assert_eq!(studio.post("/api/documents/1/edits", &long).status, 422);
    let many: Vec<_> = (0..6000).map(|_| json!({ "op": "set", "path": "title", "value": "x" })).collect();
    assert_eq!(
        studio.post("/api/documents/1/edits", &json!({ "revision": 1, "edits": many })).error(422),
        "6000 edits at a time, at most 5000 are made"
    );
    let large = json!({ "revision": 1, "text": "#".repeat(1_100_000) }).to_string();
    assert_eq!(studio.ask("PUT", "/api/documents/1/text", large.as_bytes()).status, 422);
    let deep = format!("{}1{}", "[".repeat(3000), "]".repeat(3000));
    assert_eq!(studio.ask("POST", "/api/documents", deep.as_bytes()).status, 400);
    let cookies = format!("GET / HTTP/1.1\r\nhost: {host}\r\ncookie: {}\r\n\r\n", "x".repeat(100_000));
    assert!([400, 431].contains(&studio.raw(cookies.as_bytes()).status));
    assert_eq!(studio.document(1)["text"], TIDE);
    for query in ["width=99999", "width=x", "page=0", "card=-1", "page=99999999999"] {
        assert_eq!(studio.get(&format!("/api/documents/1/card?{query}")).status, 400, "{query}");
    }
}

#[test]
fn slow_and_many_connections_do_not_keep_others_out_for_long() {
    let studio = Running::tide();
    // As many as are served, which say nothing.
    let mut idle: Vec<_> = (0..80).map(|_| studio.connect()).collect();
    for stream in &mut idle {
        let _ = stream.write_all(b"GET / HT");
    }
    let start = Instant::now();
    let mut answered = 0;
    while answered != 200 {
        assert!(start.elapsed() < Duration::from_secs(40), "nobody else is answered");
        std::thread::sleep(Duration::from_millis(200));
        answered = studio.get("/api/roles").status;
    }
    // They were closed.
    let mut bytes = Vec::new();
    if let Some(stream) = idle.first_mut() {
        let _ = stream.read_to_end(&mut bytes);
    }
    assert!(bytes.is_empty() || bytes.starts_with(b"HTTP/1.1 4"), "{}", String::from_utf8_lossy(&bytes));
}

#[test]
fn names_with_markup_are_data_everywhere() {
    let studio = Running::tide();
    let hostile = "</script><script>alert(1)</script>";
    let document = studio.edit(1, &json!([{ "op": "set", "path": "title", "value": hostile }]));
    assert_eq!(document["model"]["title"], hostile);
    let answer = studio.get("/api/documents/1");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let svg = studio.get("/api/documents/1/take?what=svg");
    assert_eq!(svg.status, 200, "{}", svg.text());
    assert!(!svg.text().contains("<script"), "outlines and escaped texts");
    assert!(
        svg.header("content-disposition")
            .is_some_and(|how| how.starts_with("attachment; filename=\"script-script-alert")),
        "{}",
        svg.head
    );
    let missing = studio.get("/api/%3Cscript%3E");
    assert_eq!((missing.status, missing.header("content-type")), (404, Some("application/json")));
}
