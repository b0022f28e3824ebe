//! Promise: policies meet the same worlds. What a policy does not act on is the same under it, bit for bit; and a result has the
//! same bytes for 1, 2 and 5 threads.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const REPLICATIONS: &str = "24";
/// The war, and what it does before anybody answers.
const OF_THE_WAR: &[&str] =
    &["falls", "recaptures", "half_held_days", "first_capital_days", "last_capital_days", "soldiers_fled", "displaced"];

fn run(out: &Path, more: &[&str]) {
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tajik-afghan-2021");
    let output = Command::new(env!("CARGO_BIN_EXE_panj"))
        .args(["run", "-q", "--format", "csv", "-n", REPLICATIONS, "--seed", "7", "--out"])
        .arg(out)
        .args(more)
        .arg(scenario)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The columns of a table as they are written.
fn columns(out: &Path) -> BTreeMap<String, Vec<String>> {
    let mut reader = csv::Reader::from_path(out.join("outcomes.csv")).unwrap();
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in reader.records() {
        for (name, value) in names.iter().zip(&row.unwrap()) {
            columns.entry(name.clone()).or_default().push(value.to_owned());
        }
    }
    columns
}

#[test]
fn policies_that_do_not_act_on_the_war_see_the_same_falls_bit_for_bit() {
    let folder = tempfile::tempdir().unwrap();
    let policies = ["early-mobilization", "independent-assessment", "no-response"];
    run(&folder.path().join("base"), &[]);
    let base = columns(&folder.path().join("base"));
    for policy in policies {
        let out = folder.path().join(policy);
        run(&out, &["--policy", policy]);
        let other = columns(&out);
        for column in OF_THE_WAR {
            assert_eq!(base[*column], other[*column], "{column} under {policy}");
        }
        let held = base.keys().filter(|name| name.starts_with("held_"));
        assert!(held.clone().count() > 0);
        for column in held {
            assert_eq!(base[column], other[column], "{column} under {policy}");
        }
        // The policies do something all the same.
        assert_ne!(base, other, "{policy}");
    }
}

#[test]
fn threads_do_not_change_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = |threads: &str| {
        let out = folder.path().join(threads);
        run(&out, &["--threads", threads]);
        ["outcomes.csv", "series.csv", "summary.csv", "plan.toml"].map(|file| fs::read(out.join(file)).unwrap())
    };
    let one = bytes("1");
    assert!(one == bytes("2"));
    assert!(one == bytes("5"));
}
