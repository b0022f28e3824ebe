//! Sweeps, sensitivity analyses, comparisons and benchmarks leave charts and a report of their own kind, which are made
//! again from the files of the folder alone, and which keep their promises in a real browser.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use panj::report::folder::rebuild;

/// The exit code by which the browser's script says that a tool is missing.
const TOOL_MISSING: i32 = 77;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs panj on the tutorial, or on a suite; gives the folder of the results.
fn panj(folder: &Path, arguments: &[&str]) -> PathBuf {
    let out = folder.join("result");
    let mut command = Command::new(env!("CARGO_BIN_EXE_panj"));
    command.current_dir(root()).args(arguments).args(["-q", "--out"]).arg(&out);
    let done = command.output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    out
}

/// Names of the charts, and the bytes of charts and report.
fn drawn(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for entry in fs::read_dir(folder.join("charts")).unwrap() {
        let path = entry.unwrap().path();
        out.insert(path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap());
    }
    out.insert("report.html".to_owned(), fs::read(folder.join("report.html")).unwrap());
    out
}

/// The folder has charts of these kinds, comes out the same when it is made again, and works in a browser.
fn holds(folder: &Path, charts: &[&str], sections: &[&str]) {
    let first = drawn(folder);
    for kind in charts {
        let of_kind = first.keys().filter(|name| name.starts_with(kind) && name.ends_with(".svg")).count();
        assert!(of_kind > 0, "no chart {kind} among {:?}", first.keys());
    }
    fs::remove_dir_all(folder.join("charts")).unwrap();
    fs::remove_file(folder.join("report.html")).unwrap();
    rebuild(folder).unwrap();
    assert!(first == drawn(folder), "rebuilding changed something");
    let html = String::from_utf8(first["report.html"].clone()).unwrap();
    assert!(html.len() < 3_000_000, "{} bytes", html.len());
    assert!(!html.contains("\"NaN\""), "a drawing has a place that is no number");
    browser(&folder.join("report.html"), sections);
}

/// Opens a report in a real browser, where there is one.
fn browser(report: &Path, sections: &[&str]) {
    let python = std::env::var("PANJ_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = root().join("tests/browser/check_run.py");
    let Ok(done) = Command::new(python).arg(script).arg(report).args(sections).output() else { return };
    let said = String::from_utf8_lossy(&done.stdout);
    let required = std::env::var_os("PANJ_REQUIRE_TOOLS").is_some_and(|value| value == "1");
    if done.status.code() == Some(TOOL_MISSING) && !required {
        println!("skipped: {}", said.trim());
        return;
    }
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
}

const TUTORIAL: &str = "scenarios/tutorial";

#[test]
fn a_sweep_over_one_factor_is_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let out = panj(folder.path(), &["sweep", TUTORIAL, "-n", "30", "--factor", "campaign.contagion=1,4,16"]);
    holds(&out, &["sweep_"], &["sweep"]);
}

#[test]
fn a_sweep_over_two_factors_is_a_heat_map_and_lines() {
    let folder = tempfile::tempdir().unwrap();
    let factors = ["--factor", "campaign.contagion=1,4,16", "--factor", "mobilization.reservists=100,400,700"];
    let out = panj(folder.path(), &[&["sweep", TUTORIAL, "-n", "30"], &factors[..]].concat());
    holds(&out, &["heatmap_", "sweep_"], &["sweep"]);
}

#[test]
fn a_sampled_sweep_is_a_tornado_whose_order_is_that_of_the_factors() {
    let folder = tempfile::tempdir().unwrap();
    let factors = [
        "--factor",
        "campaign.base_hazard_per_day=0.01..0.06",
        "--factor",
        "mobilization.reservists=100..750",
        "--factor",
        "alliance.position.need_weight=0.1..2",
    ];
    let design = ["--design", "lhs", "--points", "24", "--metric", "reservist_days"];
    let out = panj(folder.path(), &[&["sweep", TUTORIAL, "-n", "20"], &factors[..], &design[..]].concat());
    let svg = fs::read_to_string(out.join("charts/tornado_reservist_days.svg")).unwrap();
    let told = svg.split_once("<desc").unwrap().1;
    let place = |factor: &str| told.find(&format!("{factor}:")).unwrap();
    assert!(place("mobilization.reservists") < place("campaign.base_hazard_per_day"));
    assert!(
        place("campaign.base_hazard_per_day") < place("alliance.position.need_weight"),
        "weights move no reservists"
    );
    holds(&out, &["tornado_"], &["sweep"]);
}

#[test]
fn a_screening_shows_effects_a_tornado_and_whether_it_was_large_enough() {
    let folder = tempfile::tempdir().unwrap();
    let factors = ["--factor", "campaign.contagion=1..16", "--factor", "mobilization.reservists=100..750"];
    let size = ["--method", "morris", "--points", "6", "-n", "10"];
    let out = panj(folder.path(), &[&["sensitivity", TUTORIAL], &factors[..], &size[..]].concat());
    holds(&out, &["morris_", "tornado_", "convergence_"], &["sensitivity"]);
}

#[test]
fn indices_are_shown_as_bars_with_intervals() {
    let folder = tempfile::tempdir().unwrap();
    let factors = ["--factor", "campaign.contagion=1..16", "--factor", "mobilization.reservists=100..750"];
    let out = panj(folder.path(), &[&["sensitivity", TUTORIAL, "--points", "16", "-n", "10"], &factors[..]].concat());
    holds(&out, &["sobol_", "tornado_", "convergence_"], &["sensitivity"]);
    // Amounts as well as times, which only have a day that cuts them.
    for outcome in ["response_gap", "region_lost_days", "worst_load"] {
        assert!(out.join(format!("charts/sobol_{outcome}.svg")).exists(), "{outcome}");
    }
}

#[test]
fn a_benchmark_shows_ranks_regret_and_fronts() {
    let folder = tempfile::tempdir().unwrap();
    let suite = format!(
        "title = \"A small suite\"\npolicy_files = [\"{0}/benchmarks/policies.toml\"]\n\
         metrics = [\"decision_days\", \"response_gap\"]\nbenefit = \"response_gap\"\n\
         cost = \"allied_men\"\n[scenario.valley]\npath = \"{0}/scenarios/tutorial\"\n\
         [scenario.fast]\npath = \"{0}/scenarios/tutorial\"\nset = {{ \"campaign.base_hazard_per_day\" = 0.06 }}\n",
        root().display()
    );
    let file = folder.path().join("suite.toml");
    fs::write(&file, suite).unwrap();
    let out = panj(folder.path(), &["benchmark", &file.display().to_string(), "-n", "30"]);
    holds(&out, &["ranks", "regret", "pareto_"], &["leaderboard"]);
}

#[test]
fn a_comparison_shows_differences_before_anything_else() {
    let folder = tempfile::tempdir().unwrap();
    let out = panj(folder.path(), &["compare", TUTORIAL, "-n", "60"]);
    holds(&out, &["paired_", "ecdf_", "fan_"], &["comparison", "outcomes", "map"]);
    let html = fs::read_to_string(out.join("report.html")).unwrap();
    let first = html.split_once("<section id=\"answer\"").unwrap().1.split_once("</section>").unwrap().0;
    assert!(first.contains("policies change against baseline?") && first.contains("simultaneous 95 % interval"));
    assert!(first.contains("figure-paired-"), "the first screen shows no differences");
}

#[test]
fn two_folders_are_held_against_each_other_and_designs_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    let a = panj(&a, &["run", TUTORIAL, "-n", "80"]);
    let b = panj(&b, &["run", TUTORIAL, "-n", "80", "--set", "mobilization.reservists=900"]);
    let out = folder.path().join("both.html");
    panj::report::folder::beside(&a, &b, &out).unwrap();
    let html = fs::read_to_string(&out).unwrap();
    assert!(html.contains("outcomes differ by more than their uncertainty"));
    let inputs = html.split_once("id=\"inputs-table\"").unwrap().1.split_once("</table>").unwrap().0;
    assert!(inputs.contains("mobilization.reservists") && inputs.contains("900"), "{inputs}");
    let sweep = panj(&folder.path().join("c"), &["sweep", TUTORIAL, "-n", "10", "--factor", "campaign.contagion=1,2"]);
    let refused = panj::report::folder::beside(&a, &sweep, &out).unwrap_err().to_string();
    assert!(refused.contains("holds a sweep"), "{refused}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_report_is_opened_by_the_systems_own_program() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let out = panj(folder.path(), &["sweep", TUTORIAL, "-n", "10", "--factor", "campaign.contagion=1,2"]);
    let (opener, opened) = (folder.path().join("xdg-open"), folder.path().join("opened"));
    fs::write(&opener, format!("#!/bin/sh\nprintf %s \"$1\" > '{}'\n", opened.display())).unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(env!("CARGO_BIN_EXE_panj"));
    let done = command.arg("report").arg(&out).arg("--open").env("PATH", path).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(fs::read_to_string(&opened).unwrap(), out.join("report.html").display().to_string());
}
