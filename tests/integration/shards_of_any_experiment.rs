//! Promise: a comparison, a sweep, a sensitivity analysis or a benchmark that was run in shards and merged has the bytes
//! of the whole, and so has a plan that is run again.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn panj(folder: &Path, arguments: &str) -> Output {
    let typed = arguments.replace("SCENARIO", &root().join("scenarios/tutorial").display().to_string());
    Command::new(env!("CARGO_BIN_EXE_panj")).current_dir(folder).args(typed.split_whitespace()).output().unwrap()
}

fn ok(folder: &Path, arguments: &str) -> String {
    let output = panj(folder, arguments);
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// All files of a folder by name: manifests without what may vary, charts and reports left out (they are drawn from the
/// files).
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(inside).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().display().to_string();
            if path.is_dir() {
                folders.extend((!name.ends_with("charts")).then_some(path));
            } else if name.ends_with("manifest.json") {
                let mut manifest: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
                manifest.as_object_mut().unwrap().remove("this_run");
                out.insert(name, manifest.to_string().into_bytes());
            } else if !name.ends_with("report.html") {
                out.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    out
}

fn same(one: &Path, other: &Path) {
    let (one, other) = (contents(one), contents(other));
    let names = |all: &BTreeMap<String, Vec<u8>>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&one), names(&other));
    let differ: Vec<&String> =
        one.iter().filter(|(name, bytes)| other[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

/// Runs an experiment whole, in three shards that are merged, and from its plan.
fn in_every_way(command: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let told = ok(folder.path(), &format!("{command} -q --out whole"));
    for k in [2, 3, 1] {
        let shard = ok(folder.path(), &format!("{command} -q --shard {k}/3 --threads 1 --out part-{k}"));
        assert!(shard.contains("panj merge"), "{shard}");
    }
    let merged = ok(folder.path(), "merge part-3 part-1 part-2 -q --out merged");
    assert_eq!(told.replace("whole", "merged"), merged, "the tables are the same");
    same(&folder.path().join("whole"), &folder.path().join("merged"));
    ok(folder.path(), "rerun whole -q --out again");
    same(&folder.path().join("whole"), &folder.path().join("again"));
    folder
}

#[test]
fn a_comparison() {
    let policies = "--policies majority-rule,no-mobilization --metric decision_days,too_late,response_gap";
    let folder = in_every_way(&format!("compare SCENARIO -n 40 {policies} --parting 20"));
    let parting = fs::read_to_string(folder.path().join("whole/parting.csv")).unwrap();
    assert!(parting.contains("no-mobilization,baseline,mobilization decreed,baseline,20,20,1"), "{parting}");
    // Another question about the same worlds needs none of them again, nor their state.
    fs::remove_dir_all(folder.path().join("merged/state")).unwrap();
    let again = "compare SCENARIO -n 40 --policies majority-rule,no-mobilization --metric too_late --parting 20";
    let told = ok(folder.path(), &format!("{again} --out merged -q"));
    assert!(told.contains("too_late") && !told.contains("decision_days:"), "{told}");
    assert!(!folder.path().join("merged/state").exists());
}

#[test]
fn a_sweep() {
    in_every_way("sweep SCENARIO -n 20 --factor campaign.contagion=1,4 --factor policy=baseline,majority-rule");
}

#[test]
fn a_sensitivity_analysis() {
    in_every_way("sensitivity SCENARIO -n 6 --method morris --points 3 --metric decision_days");
}

#[test]
fn a_benchmark() {
    let suite = tempfile::tempdir().unwrap();
    let text = format!(
        "title = \"Two valleys\"\nmetrics = [\"decision_days\", \"response_gap\"]\n\
         policies = [\"majority-rule\", \"no-mobilization\"]\n\
         [scenario.valley]\npath = \"{0}\"\n[scenario.fast]\npath = \"{0}\"\n\
         set = {{ \"campaign.base_hazard_per_day\" = 0.06 }}\n",
        root().join("scenarios/tutorial").display()
    );
    let file = suite.path().join("suite.toml");
    fs::write(&file, text).unwrap();
    let folder = in_every_way(&format!("benchmark {} -n 30", file.display()));
    let board = fs::read_to_string(folder.path().join("merged/leaderboard.csv")).unwrap();
    assert_eq!(board.lines().count(), 4, "{board}");
    let output = panj(folder.path(), "merge part-1 part-2 whole/valley --out wrong");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("not of the same benchmark"));
    let output = panj(folder.path(), &format!("benchmark {} -n 30 --metrics decision_dayz --out none", file.display()));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("did you mean decision_days") && !folder.path().join("none").exists(), "{told}");
}
