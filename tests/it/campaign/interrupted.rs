//! A campaign of a hundred records of a spreadsheet in three formats: interrupted, killed, completed, and the same as one that was left alone.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command};

use super::folder::Folder;

/// Records whose memory is measured.
const RECORDS: usize = 300;

/// Records of the sheet that is interrupted.
const SHEETS: usize = 100;
const SHEET: &str = "render records/credits.csv --format square,story,landscape --scale 0.25";
const RENDER: &str = "render records --format square,story,landscape --scale 0.25";

/// Starts a run and waits until it has listed some files.
fn started(folder: &Folder, arguments: &str, listed: usize) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut command = folder.command(arguments);
    command.stderr(fs::File::create(folder.path("messages")).expect("a file"));
    let mut child = command.spawn().expect("started");
    let mut out = BufReader::new(child.stdout.take().expect("the listing"));
    for _ in 0..listed {
        assert!(out.read_line(&mut String::new()).expect("a line") > 0, "the run ended early");
    }
    (child, out)
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
}

fn temporary(folder: &Folder) -> Vec<String> {
    folder.tree("out").into_keys().filter(|name| name.ends_with(".tmp")).collect()
}

/// Peak memory of a run in KiB.
#[cfg(target_os = "linux")]
fn peak(folder: &Folder, arguments: &str) -> u64 {
    let mut command = folder.command(arguments);
    // By itself the allocator keeps large blocks that it could give back, more in some runs than in others.
    command.env("MALLOC_ARENA_MAX", "1").env("MALLOC_MMAP_THRESHOLD_", "131072");
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let mut child = command.spawn().expect("started");
    let mut peak = 0;
    while child.try_wait().expect("a process").is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let read = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = read.unwrap_or(peak).max(peak);
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    assert!(child.wait().expect("a process").success());
    peak
}

#[test]
fn a_campaign_that_was_interrupted_and_killed_is_completed_to_the_same_files() {
    let folder = Folder::spreadsheet(SHEETS);
    let whole = folder.well(&format!("{SHEET} -o whole --jobs 2 --quiet"));
    assert_eq!(whole.messages, "");
    let whole = folder.tree("whole");
    assert_eq!(whole.len(), SHEETS * 3);
    let part = |out: &str| {
        let files = folder.tree(out);
        for (name, bytes) in &files {
            assert!(name.ends_with(".tmp") || whole.get(name) == Some(bytes), "{name} is not whole");
        }
        files.len()
    };

    let (mut child, out) = started(&folder, &format!("{SHEET} --jobs 4 --report report.jsonl"), 70);
    signal(&child, "INT");
    let listed = 70 + out.lines().count();
    assert_eq!(child.wait().expect("ended").code(), Some(130));
    assert!(
        folder.text("messages").contains(&format!("interrupted: {listed} pictures made")),
        "{}",
        folder.text("messages")
    );
    assert_eq!(part("out"), listed);
    assert!(listed < SHEETS * 3);
    assert_eq!(temporary(&folder), Vec::<String>::new());
    let report = super::reports::lines(&folder.text("report.jsonl"));
    let summary = report.last().expect("a summary");
    assert_eq!((summary["interrupted"].as_bool(), summary["made"].as_u64()), (Some(true), Some(listed as u64)));

    let (mut child, out) = started(&folder, &format!("{SHEET} --jobs 4"), listed + 50);
    signal(&child, "KILL");
    drop(out);
    assert_eq!(child.wait().expect("ended").code(), None);
    part("out");
    // What a run leaves that is killed while it writes.
    folder.write("out/record-001/.extra-credit-a1b2c3.tmp", b"half");
    folder.write("out/record-001/.extra-credit-mine.txt", b"mine");

    let ran = folder.well(&format!("{SHEET} --jobs 4"));
    assert!(ran.counts().0 >= listed, "{} of {listed} were kept", ran.counts().0);
    assert_eq!(temporary(&folder), Vec::<String>::new());
    fs::remove_file(folder.path("out/record-001/.extra-credit-mine.txt")).expect("not ours, so not removed");
    assert!(folder.tree("out") == whole, "a completed run differs from one that was left alone");
    assert_eq!(folder.well(SHEET).counts(), (SHEETS * 3, 0));

    folder.well(&format!("{SHEET} -o one --jobs 1 --quiet"));
    assert!(folder.tree("one") == whole, "one thread makes other bytes");
}

#[test]
fn a_second_interrupt_ends_the_run_and_leaves_no_temporary_file() {
    let folder = Folder::campaign(60);
    let (mut child, out) = started(&folder, &format!("{RENDER} --jobs 2"), 10);
    signal(&child, "INT");
    // The run may have ended by itself meanwhile, well or with the same status.
    let _ = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    drop(out);
    assert_eq!(child.wait().expect("ended").code(), Some(130));
    assert_eq!(temporary(&folder), Vec::<String>::new());
    assert_eq!(folder.well(RENDER).out.lines().count(), 180);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_records() {
    assert!(Path::new("/proc/self/status").exists());
    let folder = Folder::campaign(RECORDS);
    for number in 1..=30 {
        let name = format!("record-{number:03}.yaml");
        folder.write(&format!("few/{name}"), folder.text(&format!("records/{name}")));
    }
    for name in ["shared", "other"] {
        let bytes = fs::read(folder.path(&format!("records/covers/{name}.png"))).expect("cover");
        folder.write(&format!("few/covers/{name}.png"), bytes);
    }
    let options = "--format square --scale 0.25 --jobs 1 --quiet";
    let few = peak(&folder, &format!("render few -o few-out {options}"));
    let many = peak(&folder, &format!("render records -o many-out {options}"));
    assert!(few > 0 && many * 10 <= few * 12, "{few} KiB with 30 records, {many} KiB with {RECORDS}");
}
