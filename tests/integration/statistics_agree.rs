//! Every statistic of the cases with known answers agrees with the trusted libraries, and nothing passes silently.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use panj::verify::check::Status;
use panj::verify::engine::Effort;
use panj::verify::report::FileReport;
use panj::verify::{VerifyError, check_path, check_value};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Files and the least number of quantities each must agree on.
const FILES: [(&str, usize); 7] = [
    ("quantile.json", 206),
    ("crps.json", 242),
    ("paired.json", 173),
    ("sensitivity.json", 47),
    ("decision.json", 9),
    ("survival.json", 77),
    ("sobol_design.csv", 8),
];

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/verify/cases").join(name)
}

fn load(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path(name)).unwrap()).unwrap()
}

fn check_json(name: &str, value: &Value) -> Result<FileReport, VerifyError> {
    check_value(name, value, Effort::THIN)
}

fn check_file(path: &Path) -> Result<FileReport, VerifyError> {
    check_path(path, Effort::THIN)
}

#[test]
fn every_field_agrees_and_none_is_left_out() {
    for (name, least) in FILES {
        let report = check_file(&path(name)).unwrap();
        let tally = report.tally();
        assert!(tally.differ == 0 && tally.not_checked == 0, "{}", report.text(false));
        assert!(tally.agree >= least, "{name}: only {} quantities", tally.agree);
    }
}

#[test]
fn a_wrong_value_is_found() {
    let mut file = load("quantile.json");
    file["cases"][0]["sd"] = json!(3.2417297557457094 * (1.0 + 3e-9));
    file["proportions"][4]["wilson"][1] = json!(0.3437);
    file["critical_values"]["t_ppf"][3]["value"] = json!("inf");
    let report = check_json("f", &file).unwrap();
    let differing = report.checks().filter(|check| check.status == Status::Differs);
    let mut names: Vec<&str> = differing.map(|check| check.quantity.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["sd", "t_ppf[3].value", "wilson[1]"]);
}

#[test]
fn an_unknown_field_is_listed_and_not_passed() {
    let file =
        json!({ "proportions": [{ "k": 1, "n": 4, "level": 0.9, "wilson": [0.05, 0.6], "exotic": 3.0 }], "rest": 1 });
    let report = check_json("f", &file).unwrap();
    let unchecked = report.checks().filter(|check| check.status == Status::NotChecked);
    assert_eq!(unchecked.map(|check| check.quantity.as_str()).collect::<Vec<_>>(), ["exotic", "rest"]);
    assert!(report.checks().any(|c| c.status == Status::Differs && c.quantity.starts_with("wilson")));
}

#[test]
fn malformed_files_name_the_place() {
    let message = |value: Value| check_json("bad.json", &value).unwrap_err().to_string();
    assert_eq!(
        message(json!({ "cases": [{ "x": [1.0, "two"], "mean": 1.5 }] })),
        "bad.json: $.cases[0].x[1]: expected a number, found a text"
    );
    assert_eq!(
        message(json!({ "proportions": [{ "k": 5, "n": 4, "level": 0.9 }] })),
        "bad.json: $.proportions[0].k: expected at most n = 4, found 5"
    );
    assert_eq!(
        message(json!({ "brier": { "prob": [0.5], "obs": [0, 1] } })),
        "bad.json: $.brier.obs: expected 1 elements, found 2"
    );
    assert!(message(json!({ "survival": { "t": [1.0] } })).contains("$.survival.event: missing"));
    assert!(matches!(check_json("bad.json", &json!({ "other": 1 })), Err(VerifyError::Unknown { .. })));
    assert!(message(json!([1, 2])).contains("expected an object"));
}

#[test]
fn unreadable_files_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.json");
    std::fs::write(&broken, "{\n  \"x\": [1,\n}").unwrap();
    let text = check_file(&broken).unwrap_err().to_string();
    assert!(text.contains("broken.json, line 3, column 1"), "{text}");
    assert!(matches!(check_file(&folder.path().join("none.json")), Err(VerifyError::Read { .. })));
    let table = folder.path().join("points.csv");
    std::fs::write(&table, "x1,x2\n0,0\n0.5,half\n").unwrap();
    let text = check_file(&table).unwrap_err().to_string();
    assert!(text.contains("line 3: expected a number, found \"half\""), "{text}");
}
