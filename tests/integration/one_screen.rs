//! What a command says in the terminal is one screen: 80 columns, 40 lines, one line for a kind of caution.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

use panj::result::{CautionKind, Manifest};
use serde_json::Value;

/// Columns and lines of a screen.
const SCREEN: (usize, usize) = (80, 40);

/// The standard output of a command in the project's folder.
fn said(arguments: &[&str]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_panj")).current_dir(root).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn scenarios() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = entries
        .filter(|path| path.join("scenario.toml").is_file())
        .map(|path| format!("scenarios/{}", path.file_name().unwrap().to_string_lossy()))
        .collect();
    names.sort();
    names
}

/// What does not fit, with the text.
fn too_large(text: &str) -> Option<String> {
    let (columns, lines) = SCREEN;
    let wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > columns).collect();
    let high = text.lines().count();
    (!wide.is_empty() || high > lines).then(|| format!("{high} lines; too wide: {wide:#?}\n{text}"))
}

#[test]
fn a_run_of_each_shipped_scenario_fits_on_a_screen() {
    let folder = tempfile::tempdir().unwrap();
    for scenario in scenarios() {
        let out = folder.path().join(scenario.replace('/', "-"));
        let text = said(&["run", &scenario, "-n", "4", "--quiet", "--no-report", "--out", out.to_str().unwrap()]);
        // The last line has the folder of this test.
        let (text, folder) = text.trim_end().rsplit_once('\n').unwrap();
        assert!(folder.starts_with("Results: "));
        assert_eq!(too_large(text), None, "{scenario}");
        assert!(text.contains("panj audit scenarios/"), "what it hangs on is asked for: {text}");
    }
}

#[test]
fn a_comparison_of_each_shipped_scenario_fits_on_a_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut compared = 0;
    for scenario in scenarios() {
        let toml = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&scenario).join("scenario.toml"));
        if !toml.unwrap().contains("\n[policy.") {
            continue;
        }
        let out = folder.path().join(scenario.replace('/', "-"));
        let out = out.to_str().unwrap();
        let text =
            said(&["compare", &scenario, "-n", "4", "--divergence", "0", "--quiet", "--no-report", "--out", out]);
        let (text, _) = text.trim_end().rsplit_once('\n').unwrap();
        assert_eq!(too_large(text), None, "{scenario}");
        compared += 1;
    }
    assert!(compared >= 4);
}

#[test]
fn a_sensitivity_analysis_of_either_method_fits_on_a_screen() {
    let folder = tempfile::tempdir().unwrap();
    for (scenario, method) in [("tutorial", "morris"), ("tutorial", "sobol"), ("gambia-2017", "morris")] {
        let out = folder.path().join(format!("{scenario}-{method}"));
        let scenario = format!("scenarios/{scenario}");
        let small = ["--points", "4", "-n", "3", "--quiet", "--no-report", "--out", out.to_str().unwrap()];
        let text = said(&[&["sensitivity", &scenario, "--method", method][..], &small].concat());
        let (text, folder) = text.trim_end().rsplit_once('\n').unwrap();
        assert!(folder.starts_with("Results: "));
        assert_eq!(too_large(text), None, "{scenario} {method}");
        assert!(text.contains("--all"), "where the rest is: {text}");
    }
}

#[test]
fn a_leaderboard_fits_on_a_screen() {
    let folder = tempfile::tempdir().unwrap();
    let suite = folder.path().join("suite.toml");
    let valley = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial");
    let text = format!(
        "title = \"One valley\"\nmetrics = [\"decision_days\", \"too_late\"]\npolicies = [\"standing-force\"]\n\
         [scenario.valley]\npath = {valley:?}\n"
    );
    std::fs::write(&suite, text).unwrap();
    let out = folder.path().join("out");
    let all =
        ["benchmark", suite.to_str().unwrap(), "-n", "4", "--quiet", "--no-report", "--out", out.to_str().unwrap()];
    let text = said(&all);
    let (text, _) = text.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(too_large(text), None);
    assert!(text.contains("ranks best") && text.contains("--all"), "{text}");
}

#[test]
fn a_calibration_a_forecast_and_its_scores_fit_on_a_screen() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let short = ["--chains", "2", "--steps", "100", "--moves", "1", "--draws", "10", "--quiet"];
    let scenario = "scenarios/tajik-afghan-2021";
    let calibrate = ["calibrate", scenario, "--as-of", "2021-06-08", "-o"];
    let text = said(&[&calibrate[..], &[&at("posterior.csv")], &short].concat());
    // Two lines have files of this test.
    let own: Vec<&str> = text.lines().filter(|line| !line.contains(folder.path().to_str().unwrap())).collect();
    assert_eq!(too_large(&own.join("\n")), None);
    assert!(text.contains("parameters it identifies") && text.contains("caution! chains have not met"), "{text}");
    let forecast = ["forecast", scenario, "--as-of", "2021-06-08", "--as-of", "2021-06-15", "-n", "20", "-o"];
    let text = said(&[&forecast[..], &[&at("forecasts")], &short].concat());
    let own: Vec<&str> = text.lines().filter(|line| !line.contains(folder.path().to_str().unwrap())).collect();
    assert_eq!(too_large(&own.join("\n")), None);
    // the head of a narrow column breaks
    assert!(text.contains("likeliest as of") && text.contains("\n2021-06-15"), "{text}");
    let text = said(&["score", &at("forecasts/2021-06-08.json"), &at("forecasts/2021-06-15.json")]);
    assert_eq!(too_large(&text), None);
    assert!(text.contains("beaten") && text.contains("7 days: panj") && text.contains("--all"), "{text}");
}

#[test]
fn an_audit_that_lies_beside_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let small = ["--flips", "2", "--steps", "2", "--trajectories", "0", "--points", "0", "--cells", "0"];
    let audit = ["audit", "scenarios/tutorial", "-n", "6", "--quiet", "--no-report", "--out"];
    said(&[&audit[..], &[&out("tutorial-audit")], &small[..]].concat());
    let run = ["run", "scenarios/tutorial", "-n", "6", "--quiet", "--no-report", "--out"];
    let text = said(&[&run[..], &[&out("run")]].concat());
    assert!(text.contains("audit of 6 replications"), "{text}");
    // An audit of another policy is not one of this run.
    let other = said(&[&run[..], &[&out("other"), "--set", "campaign.contagion=0"]].concat());
    assert!(!other.contains("audit of 6 replications") && other.contains("panj audit scenarios/tutorial"), "{other}");
}

#[test]
fn a_report_says_what_its_folder_found_or_how_to_ask() {
    let folder = tempfile::tempdir().unwrap();
    let out = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let page = |name: &str| std::fs::read_to_string(folder.path().join(name).join("report.html")).unwrap();
    let small = ["--flips", "2", "--steps", "2", "--trajectories", "0", "--points", "0", "--cells", "0"];
    let common = ["-n", "20", "--quiet", "--no-charts", "--out"];
    said(&[&["audit", "scenarios/tutorial"], &common[..], &[&out("audit")], &small[..]].concat());
    assert!(page("audit").contains("What the answers hang on") && page("audit").contains("20 worlds"));
    said(&[&["discover", "scenarios/tutorial", "--goal", "too_late"], &common[..], &[&out("found")]].concat());
    assert!(page("found").contains("What would have changed it") && page("found").contains("replications are lost"));
    said(&[&["run", "scenarios/tutorial"], &common[..], &[&out("run")]].concat());
    assert!(page("run").contains("panj audit tutorial"));
}

#[test]
fn cautions_have_one_count_in_terminal_json_and_report() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let run = ["run", "scenarios/tutorial", "-n", "20", "--quiet", "--no-charts", "--out", out.to_str().unwrap()];
    let text = said(&run);
    let json: Value = serde_json::from_str(&said(&[&run[..], &["--json=found"]].concat())).unwrap();
    let page = std::fs::read_to_string(out.join("report.html")).unwrap();
    let manifest = Manifest::read(&out).unwrap().unwrap();
    let kinds = CautionKind::all(manifest.cautions.iter().map(|entry| &entry.caution));
    assert!(kinds.len() > 2 && kinds.iter().any(|kind| kind.count > 1), "{kinds:#?}");
    let listed = json["cautions"].as_array().unwrap();
    assert_eq!(listed.len(), kinds.len());
    assert_eq!(text.lines().filter(|line| line.starts_with("caution")).count(), kinds.len(), "{text}");
    for (kind, json) in kinds.iter().zip(listed) {
        assert_eq!(json["count"], kind.count);
        if !kind.metrics.is_empty() {
            assert!(text.contains(&format!("{} ({})", kind.label, kind.count)), "{text}");
            let word = if kind.count == 1 { "metric" } else { "metrics" };
            assert!(page.contains(&format!("({} {word}): ", kind.count)), "{kind:#?}");
        }
    }
}

#[test]
fn metrics_that_are_asked_for_are_the_rows() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let run = ["run", "scenarios/tutorial", "-n", "20", "--quiet", "--no-report", "--out", out.to_str().unwrap()];
    let some = said(&[&run[..], &["--metric", "falls,recaptures"]].concat());
    let rows = |text: &str| text.lines().filter(|line| line.contains(" to ")).count();
    assert!(rows(&some) >= 2 && some.contains("\nfalls ") && some.contains("\nrecaptures "), "{some}");
    assert!(!some.contains("too_late "), "{some}");
    let all = said(&[&run[..], &["--all"]].concat());
    for metric in Manifest::read(&out).unwrap().unwrap().metrics.iter().filter(|metric| metric.headline.is_some()) {
        assert!(all.contains(&*metric.id), "{all}");
    }
}
