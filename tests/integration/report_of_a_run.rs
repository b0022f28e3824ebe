//! A run leaves charts and a report that are made from its files alone: the same files give the same bytes, wherever
//! the folder lies and however many threads made it. `PANJ_UPDATE_GOLDEN=1 cargo test --test integration report_of_a_run` rewrites
//! the golden files after an intended change.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::golden_file::{golden, structure};

use panj::experiment::stub::StubSimulator;
use panj::experiment::{Counter, Design, Plan, ScenarioInput, Shard, Variant};
use panj::report::folder::{beside, rebuild};
use panj::result::{RunOptions, run_experiment};

/// The exit code by which the browser's script says that a tool is missing.
const TOOL_MISSING: i32 = 77;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the tutorial into `folder/result`.
fn run(folder: &Path, threads: &str) -> PathBuf {
    let out = folder.join("result");
    let scenario = root().join("scenarios/tutorial");
    let mut command = Command::new(env!("CARGO_BIN_EXE_panj"));
    command.arg("run").arg(scenario).args(["-n", "60", "--threads", threads, "-q", "--out"]).arg(&out);
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    out
}

/// Charts, report and the table by district.
fn drawn(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for entry in fs::read_dir(folder.join("charts")).unwrap() {
        let path = entry.unwrap().path();
        out.insert(path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap());
    }
    for name in ["report.html", "districts.csv"] {
        out.insert(name.to_owned(), fs::read(folder.join(name)).unwrap());
    }
    out
}

#[test]
fn charts_of_a_run_can_be_drawn_again_from_its_files_alone() {
    let (here, there, threads) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = run(here.path(), "1");
    let first = drawn(&folder);
    for wanted in [
        "fan_districts_held",
        "fan_soldiers_in_host",
        "competing_decision_days",
        "map_fall_dates",
        "map_fallen_by",
        "map_held_on",
    ] {
        let svg = String::from_utf8(first[&format!("{wanted}.svg")].clone()).unwrap();
        panj::report::picture::png(&svg, 0.25).unwrap();
        assert_eq!(&first[&format!("{wanted}.png")][1..4], b"PNG");
    }
    let moved = there.path().join("result");
    fs::rename(&folder, &moved).unwrap();
    fs::remove_dir_all(moved.join("charts")).unwrap();
    fs::remove_file(moved.join("report.html")).unwrap();
    rebuild(&moved).unwrap();
    assert!(first == drawn(&moved), "rebuilding changed something");
    assert!(first == drawn(&run(threads.path(), "3")), "threads changed something");
    browser(&moved.join("report.html"));
    beside(&moved, &moved, &moved.join("against.html")).unwrap();
    assert!(fs::read_to_string(moved.join("against.html")).unwrap().contains("No outcome of result (second) differs"));
}

/// Opens a report in a real browser, where there is one.
fn browser(report: &Path) {
    let python = std::env::var("PANJ_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = root().join("tests/browser/check_run.py");
    let Ok(done) = Command::new(python).arg(script).arg(report).args(["outcomes", "map"]).output() else { return };
    let said = String::from_utf8_lossy(&done.stdout);
    let required = std::env::var_os("PANJ_REQUIRE_TOOLS").is_some_and(|value| value == "1");
    if done.status.code() == Some(TOOL_MISSING) && !required {
        println!("skipped: {}", said.trim());
        return;
    }
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
}

/// A folder of known outcomes, which no change of the model can move.
fn known(folder: &Path) -> PathBuf {
    let out = folder.join("known");
    let plan = Plan {
        panj: env!("CARGO_PKG_VERSION").to_owned(),
        seed: 3,
        replications: 400,
        until: Vec::new(),
        format: panj::experiment::Format::Parquet,
        scenario: ScenarioInput { path: "scenarios/none".into(), policy_files: Vec::new(), sha256: BTreeMap::new() },
        design: Design::Run {},
        draws: None,
        variant: vec![Variant { name: "baseline".to_owned(), ..Variant::default() }],
    };
    let order = RunOptions {
        out: Some(out.clone()),
        shard: Shard::WHOLE,
        threads: 2,
        series: true,
        title: "Known outcomes".to_owned(),
        parameters: Vec::new(),
        command_line: Vec::new(),
        inputs: Vec::new(),
        before: None,
    };
    run_experiment(&StubSimulator::example(1, 30), &plan, &order, &Counter::default()).unwrap();
    rebuild(&out).unwrap();
    out
}

#[test]
fn what_users_read_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let known = known(folder.path());
    let report = fs::read_to_string(known.join("report.html")).unwrap();
    golden("report_of_known_outcomes.txt", &text(&report));
    golden("summary_of_known_outcomes.csv", &fs::read_to_string(known.join("summary.csv")).unwrap());
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(known.join("manifest.json")).unwrap()).unwrap();
    let mut schema = BTreeSet::new();
    structure("", &manifest, &mut schema);
    golden("manifest_schema.txt", &schema.into_iter().map(|line| line + "\n").collect::<String>());
}

/// The text of a page without scripts, drawings and what a build decides.
fn text(html: &str) -> String {
    let mut rest = html.split_once("<main>").unwrap().1.split_once("<footer>").unwrap().0;
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let end = if after.starts_with("svg") { "</svg>" } else { ">" };
        rest = after.split_once(end).map_or("", |(_, rest)| rest);
        out.push('\n');
    }
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut lines: Vec<&str> = lines.collect();
    if let Some(at) = lines.iter().position(|line| *line == "commit") {
        lines.drain(at..=at + 1);
    }
    lines.retain(|line| !line.chars().all(|c| c.is_ascii_digit() || c == ',') || line.len() < 4);
    lines.join("\n") + "\n"
}
