//! What programs and people read from standard output stays as it was: the members of the JSON of every command with
//! their types (docs/results.md says what they mean), and the table of a small run. `PANJ_UPDATE_GOLDEN=1 cargo test`
//! rewrites these golden files with all others after an intended change.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::golden_file::{golden, structure};

const TUTORIAL: &str = "scenarios/tutorial";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Standard output of a command, run in the project's folder; `NO_COLOR` as a file would have it.
fn said(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_panj"));
    let done = command.current_dir(root()).args(arguments).env("NO_COLOR", "1").output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// The commands whose JSON is kept, each with a result folder of its own where it needs one.
fn commands(folder: &Path) -> Vec<(&'static str, Vec<String>)> {
    let out = |name: &str| folder.join(name).display().to_string();
    let suite = folder.join("suite.toml");
    let text = format!(
        "title = \"Small\"\npolicy_files = [\"{0}/benchmarks/policies.toml\"]\nmetrics = [\"decision_days\", \"response_gap\"]\n\
         benefit = \"response_gap\"\ncost = \"allied_men\"\n[scenario.valley]\npath = \"{0}/scenarios/tutorial\"\n",
        root().display()
    );
    fs::write(&suite, text).unwrap();
    let suite = suite.display().to_string();
    let factors = "--factor campaign.contagion=1..8 --factor mobilization.reservists=100..700";
    let list = [
        ("run", format!("run {TUTORIAL} -n 30 --out {}", out("run"))),
        (
            "compare",
            format!("compare {TUTORIAL} -n 30 --policies majority-rule,standing-force --out {}", out("compare")),
        ),
        ("sweep", format!("sweep {TUTORIAL} -n 10 --factor campaign.contagion=1,4 --out {}", out("sweep"))),
        ("sensitivity", format!("sensitivity {TUTORIAL} -n 4 --points 4 {factors} --out {}", out("sensitivity"))),
        (
            "audit",
            format!(
                "audit {TUTORIAL} -n 4 --metric too_late,response_gap --steps 2 --trajectories 5 --points 4 --worlds 2 --cells 2 --out {}",
                out("audit")
            ),
        ),
        (
            "discover",
            format!(
                "discover {TUTORIAL} -n 40 --goal response_gap<=0 --policies majority-rule --change load.guards_factor=50 --out {}",
                out("discover")
            ),
        ),
        ("benchmark", format!("benchmark {suite} -n 20 --out {}", out("benchmark"))),
        ("report", format!("report {}", out("run"))),
        ("check", format!("check {TUTORIAL}")),
        ("explain", "explain campaign".to_owned()),
    ];
    list.into_iter().map(|(name, line)| (name, line.split(' ').map(str::to_owned).collect())).collect()
}

#[test]
fn the_json_of_every_command_has_the_members_it_had() {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for (name, arguments) in commands(folder.path()) {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(["--json", "-q"]).collect();
        let value: serde_json::Value = serde_json::from_str(&said(&arguments)).unwrap();
        let mut members = BTreeSet::new();
        structure(name, &value, &mut members);
        members.into_iter().for_each(|line| lines.push_str(&(line + "\n")));
    }
    // A history is told in lines of JSON, one for each event.
    let mut members = BTreeSet::new();
    for line in said(&["trace", TUTORIAL, "--replication", "3", "--json", "-q"]).lines() {
        structure("trace[]", &serde_json::from_str(line).unwrap(), &mut members);
    }
    members.into_iter().for_each(|line| lines.push_str(&(line + "\n")));
    golden("json_of_commands.txt", &lines);
}

#[test]
fn the_table_of_a_small_run_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("small").display().to_string();
    let text = said(&["run", TUTORIAL, "-n", "40", "--seed", "7", "-q", "--out", &out]);
    golden("table_of_the_tutorial.txt", &text.replace(&out, "FOLDER"));
}
