//! Shares of a campaign on several machines are the campaign, no more and no less.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::folder::{Folder, PROGRAM, ran};
use super::reports::lines;

const RENDER: &str = "render records --format square --scale 0.25";

/// A report without what differs from run to run.
fn timeless(text: &str) -> Vec<Value> {
    let mut all = lines(text);
    for line in &mut all {
        line["milliseconds"] = Value::Null;
    }
    all
}

#[test]
fn shards_make_what_one_run_makes_and_their_reports_join_to_its_report() {
    let folder = Folder::campaign(12);
    folder.write("records/broken.yaml", "title: Tide\n");
    assert_eq!(folder.run(&format!("{RENDER} --report whole.jsonl")).code, 1);
    let whole = folder.tree("out");
    std::fs::remove_dir_all(folder.path("out")).expect("removed");
    let mut made = 0;
    for number in 1..=3 {
        let ran = folder.run(&format!("{RENDER} --shard {number}/3 --report {number}.jsonl"));
        made += ran.counts().1;
    }
    assert_eq!(made, 12);
    assert_eq!(folder.tree("out"), whole);
    let merged = folder.run("report merge 2.jsonl 3.jsonl 1.jsonl -o all.jsonl --junit all.xml");
    assert_eq!(merged.code, 1, "a card failed: {}", merged.messages);
    assert_eq!(timeless(&folder.text("all.jsonl")), timeless(&folder.text("whole.jsonl")));
    assert!(folder.text("all.xml").contains("tests=\"13\" failures=\"1\""));
}

#[test]
fn reports_that_are_not_those_of_all_shards_of_one_run_are_refused() {
    let folder = Folder::campaign(6);
    for number in 1..=3 {
        folder.well(&format!("{RENDER} --shard {number}/3 --report {number}.jsonl"));
    }
    folder.well(&format!("{RENDER} --shard 2/2 --report half.jsonl"));
    folder.well(&format!("{RENDER} --shard 3/3 --theme paper --report paper.jsonl"));
    folder.well(&format!("{RENDER} --report whole.jsonl"));
    folder.write("cut.jsonl", folder.text("3.jsonl").lines().next().expect("a line"));
    folder.write("odd.jsonl", "{}\n");
    for (reports, why) in [
        ("1.jsonl 3.jsonl", "of 3 shards these are missing: 2"),
        ("1.jsonl 2.jsonl 3.jsonl 2.jsonl", "shard 2/3 is there twice"),
        ("1.jsonl 2.jsonl half.jsonl", "half.jsonl is one of 2 shards"),
        ("1.jsonl 2.jsonl paper.jsonl", "1.jsonl and paper.jsonl have another options"),
        ("whole.jsonl", "the report is of a whole run"),
        ("1.jsonl 2.jsonl cut.jsonl", "cut.jsonl: the report has no summary"),
        ("1.jsonl 2.jsonl odd.jsonl", "odd.jsonl:1: no line of a report"),
        ("1.jsonl 2.jsonl none.jsonl", "none.jsonl: no such file"),
    ] {
        let ran = folder.run(&format!("report merge {reports} -o all.jsonl"));
        assert_eq!(ran.code, 1, "{reports}");
        assert!(ran.messages.to_lowercase().contains(&why.to_lowercase()), "{reports}: {}", ran.messages);
        assert!(!folder.path("all.jsonl").exists(), "{reports}");
    }
    assert_eq!(folder.well("report merge 1.jsonl 2.jsonl 3.jsonl").out.lines().count(), 8);
}

#[test]
fn a_share_is_the_same_from_another_checkout_and_with_more_files() {
    let share = |folder: &Folder, arguments: &str| {
        let ran = folder.well(&format!("{arguments} --format square --scale 0.25 --shard 1/2"));
        ran.out.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (one, two) = (Folder::campaign(6), Folder::campaign(9));
    let few = share(&one, "render records");
    let absolute = share(&one, &format!("render {}", one.path("records").display()));
    assert_eq!(few, absolute);
    let many = share(&two, "render records");
    assert!(!few.is_empty() && few.iter().all(|file| many.contains(file)), "{few:?} {many:?}");
    assert!(many.iter().all(|file| few.contains(file) || file.as_str() > "out/record-006/square.png"), "{many:?}");
}

#[test]
fn a_pod_of_an_indexed_job_takes_its_own_share() {
    let folder = Folder::campaign(6);
    let by_number = folder.well(&format!("{RENDER} --shard 2/3 --report number.jsonl"));
    let mut command = folder.command(&format!("{RENDER} --shard auto/3 --report pod.jsonl"));
    command.env("JOB_COMPLETION_INDEX", "1");
    let by_pod = ran(command);
    assert_eq!(by_pod.counts(), (by_number.counts().1, 0), "{}", by_pod.messages);
    assert_eq!(lines(&folder.text("pod.jsonl"))[0]["shard"]["number"].as_u64(), Some(2));
    let ran = folder.run(&format!("{RENDER} --shard auto/3"));
    assert_eq!(ran.code, 2);
    assert!(ran.messages.contains("JOB_COMPLETION_INDEX is not set"), "{}", ran.messages);
}

#[cfg(unix)]
#[test]
fn the_script_for_several_processes_makes_the_whole_campaign() {
    let folder = Folder::campaign(8);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/ci/parallel.sh");
    let mut command = Command::new(script);
    command.args("records out 3 --format square --scale 0.25".split(' ')).current_dir(folder.path(""));
    let output = command.env("EXTRA_CREDIT", PROGRAM).output().expect("a shell");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(folder.tree("out").len(), 8);
    assert_eq!(folder.well(RENDER).counts(), (8, 0));
    assert_eq!(lines(&folder.text("out-report.jsonl")).len(), 10);
}
