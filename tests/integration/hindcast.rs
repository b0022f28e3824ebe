//! A run of a scenario with observed data is held against them, and says of fits only what the scenario says.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use panj::analysis::hindcast::{HINDCAST, HINDCAST_FORMAT, Hindcast, Quantity};
use panj::report::folder::rebuild;

/// Runs panj in a folder.
fn panj(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_panj")).current_dir(folder).args(args).output().unwrap()
}

/// The tutorial under `valley/`, with a record of its own: counts, and a fall of each district with these last cells.
fn valley(folder: &Path, counts: &str, falls: (&str, &str), change: impl Fn(String) -> String) -> PathBuf {
    let scenario = folder.join("valley");
    fs::create_dir_all(scenario.join("observed")).unwrap();
    let tutorial = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial");
    for entry in fs::read_dir(tutorial).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, scenario.join(path.file_name().unwrap())).unwrap();
    }
    let text = fs::read_to_string(scenario.join("scenario.toml")).unwrap();
    let text = text.replacen("[files]\n", "[files]\nobserved = \"observed\"\n", 1);
    fs::write(scenario.join("scenario.toml"), change(text)).unwrap();
    fs::write(scenario.join("observed/control_counts.csv"), counts).unwrap();
    let ids = fs::read_to_string(scenario.join("districts.csv")).unwrap();
    let mut text = format!("district,date{}\n", falls.0);
    for (i, line) in ids.lines().skip(1).enumerate() {
        text.push_str(&format!("{},2030-05-{:02}{}\n", line.split(',').next().unwrap(), 10 + i, falls.1));
    }
    fs::write(scenario.join("observed/district_falls.csv"), text).unwrap();
    scenario
}

const COUNTS: &str = "date,series,count,scaled,use\n\
     2030-05-20,us,3,,outcome\n2030-06-01,us,400,4,outcome\n2030-06-20,us,6,,outcome\n2030-06-21,them,60,,context\n";

/// The hindcast of a run, as the report has it.
fn hindcast(scenario: &Path, args: &[&str]) -> String {
    let folder = scenario.parent().unwrap();
    let done = panj(folder, &[&["run", "valley", "-n", "60", "-q", "--out", "result"], args].concat());
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    // The report needs nothing but the folder.
    fs::remove_dir_all(scenario).unwrap();
    let out = folder.join("result");
    rebuild(&out).unwrap();
    assert!(out.join("charts/hindcast_coverage_counts.svg").exists());
    let found: Hindcast = panj::result::read_json(&out.join(HINDCAST), HINDCAST_FORMAT).unwrap();
    assert_eq!((found.of(Quantity::DistrictsHeld).count(), found.of(Quantity::FallDay).count()), (3, 9));
    assert_eq!(found.scores.len(), 3, "two null models of the counts, one of the falls");
    let rows = fs::read_to_string(out.join("hindcast.csv")).unwrap().lines().count();
    assert_eq!(rows, 1 + found.checks.len());
    let html = fs::read_to_string(out.join("report.html")).unwrap();
    html.split_once("<section id=\"hindcast\"").unwrap().1.split_once("</section>").unwrap().0.to_owned()
}

#[test]
fn what_was_fitted_is_said_where_the_scenario_says_it() {
    let folder = tempfile::tempdir().unwrap();
    let fitted = |text: String| {
        let changed = text.replace("frailty_sd = 0.0                   # off", "frailty_sd = 0.3");
        assert_ne!(changed, text, "the tutorial sets frailty_sd");
        changed + "\n[status]\nfitted = [\"campaign.frailty_sd\"]\n"
    };
    let counts = COUNTS.replace("scaled,use", "scaled,use,fit").replace(",outcome\n", ",outcome,fitted\n");
    let counts = counts.replace(",context\n", ",context,\n");
    let section = hindcast(&valley(folder.path(), &counts, (",fit", ",held-out"), fitted), &[]);
    assert!(section.contains("campaign.frailty_sd"), "fitted");
    assert!(section.contains("Of 3 counts of districts held"), "counts that are context are left out");
    assert!(section.contains("districts held, 3 counts") && section.contains("day of the fall"), "scores");
    assert!(section.contains("parameters were fitted to 3, chosen without a look at 9"), "{section}");
    assert!(section.contains("Used for") && section.contains(">held out<"), "a column tells each");
    assert!(
        section.contains("data-v=\"4\"") && !section.contains("data-v=\"400\""),
        "what is scaled stands for what was counted"
    );
}

#[test]
fn what_a_value_rests_on_is_a_field_and_not_a_comment() {
    let folder = tempfile::tempdir().unwrap();
    let add = |rest: &str| {
        fs::remove_dir_all(folder.path().join("valley")).ok();
        let rest = format!("\n[status]\n{rest}\n");
        valley(folder.path(), COUNTS, ("", ""), |text| text.replace("# off", "# fitted to nothing") + &rest);
    };
    add("assumed = [\"campaign.frailty_sd\"]");
    let done = panj(folder.path(), &["check", "valley", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let status = |path: &str| {
        let mut all = json["parameters"].as_array().unwrap().iter();
        all.find(|one| one["path"] == path).unwrap()["status"].clone()
    };
    assert_eq!((status("campaign.frailty_sd"), status("campaign.base_hazard_per_day")), ("assumed".into(), ().into()));
    assert!(json["parameters"].as_array().unwrap().iter().all(|one| one["status"] != "fitted"));
    let done = panj(folder.path(), &["check", "valley", "--json", "--set", "campaign.frailty_sd=0.2"]);
    let json: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let mut all = json["parameters"].as_array().unwrap().iter();
    assert!(all.find(|one| one["path"] == "campaign.frailty_sd").unwrap()["status"].is_null(), "--set gives it");
    add("fitted = [\"campaign.frailty\"]");
    assert!(refused(folder.path(), &["check", "valley"]).contains("did you mean"));
    add("guessed = [\"campaign.frailty_sd\"]");
    assert!(refused(folder.path(), &["check", "valley"]).contains("one of assumed, fitted, source"));
}

#[test]
fn nothing_is_said_of_fits_where_the_scenario_is_silent() {
    let folder = tempfile::tempdir().unwrap();
    let section = hindcast(&valley(folder.path(), COUNTS, ("", ""), |text| text), &[]);
    assert!(section.contains("Of 3 counts of districts held"));
    for word in ["fitted", "fitting", "held out", "held_out", "foresight", "Used for", "replayed"] {
        assert!(!section.contains(word), "{word}");
    }
}

#[test]
fn a_replay_says_that_agreement_is_no_result() {
    let folder = tempfile::tempdir().unwrap();
    let section = hindcast(&valley(folder.path(), COUNTS, ("", ""), |text| text), &["--campaign", "replay"]);
    assert!(section.contains("The record is replayed: 10 districts"), "{section}");
}

#[test]
fn a_replay_has_as_many_falls_as_its_counts() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let half = |text: String| text + "\n[campaign.region.south]\nreported = 0.5\n";
    // One is held at the start, and three have dates before. Counts that contradict each other: 5 and 3 are 4 each; then 8.
    let counts = "date,series,count\n2030-05-20,us,5\n2030-05-21,them,3\n2030-06-20,us,8\n";
    let scenario = valley(here, counts, ("", ""), half);
    let falls = fs::read_to_string(scenario.join("observed/district_falls.csv")).unwrap();
    let three: Vec<&str> = falls.lines().take(4).collect();
    fs::write(scenario.join("observed/district_falls.csv"), three.join("\n")).unwrap();
    let run = ["run", "valley", "-n", "40", "-q", "--out", "result", "--campaign", "replay", "--no-report"];
    let done = panj(here, &run);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let found: Hindcast = panj::result::read_json(&here.join("result").join(HINDCAST), HINDCAST_FORMAT).unwrap();
    let held: Vec<[f64; 9]> = found.of(Quantity::DistrictsHeld).map(|check| *check.forecast.known()).collect();
    assert_eq!(held, [[4.0; 9], [4.0; 9], [8.0; 9]]);
}

/// What a command tells of a scenario that is wrong.
fn refused(folder: &Path, args: &[&str]) -> String {
    let done = panj(folder, args);
    assert_eq!(done.status.code(), Some(2), "{}", String::from_utf8_lossy(&done.stdout));
    String::from_utf8_lossy(&done.stderr).into_owned()
}

#[test]
fn a_record_needs_no_column_of_one_country_and_its_words_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    valley(folder.path(), "date,series,count\n2030-05-20,us,3\n", ("", ""), |text| text);
    assert!(panj(folder.path(), &["check", "valley"]).status.success());
    for (counts, told) in [
        ("date,series,scaled_to_398\n2030-05-20,us,3\n", "unknown column scaled_to_398"),
        ("date,series,count,use\n2030-05-20,us,3,outcom\n", "did you mean outcome?"),
        ("date,series,count,fit\n2030-05-20,us,3,yes\n", "one of fitted, informed, held-out"),
        ("date,series,count\n2030-05-20,us,\n", "the number of districts held"),
        ("date,series,count\n,us,3\n", "the date of the row"),
        ("date;series;count\n2030-05-20;us;3\n", "semicolons"),
    ] {
        fs::write(folder.path().join("valley/observed/control_counts.csv"), counts).unwrap();
        let found = refused(folder.path(), &["check", "valley"]);
        assert!(found.contains("control_counts.csv:") && found.contains(told), "{counts}: {found}");
    }
}

#[test]
fn worlds_are_conditioned_on_a_series_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let run = ["run", "valley", "-n", "3", "-q", "--out", "result", "--campaign", "conditioned"];
    let named = |name: &'static str| [&run[..], &["--set", name]].concat();
    valley(here, COUNTS, ("", ""), |text| text);
    let found = refused(here, &named("campaign.conditioning.series=nosuch"));
    assert!(found.contains("there is us"), "{found}");
    let found = refused(here, &named("campaign.conditioning.series=them"));
    assert!(found.contains("there is us"), "a row for the reader is no series: {found}");
    assert!(panj(here, &named("campaign.conditioning.within_districts=20")).status.success(), "the only one is meant");
    let more = format!("{COUNTS}2030-06-25,they,7,,outcome\n2031-06-25,later,7,,outcome\n");
    fs::write(here.join("valley/observed/control_counts.csv"), more).unwrap();
    let found = refused(here, &run);
    assert!(found.contains("campaign.conditioning.series") && found.contains("there are they, us"), "{found}");
    let found = refused(here, &named("campaign.conditioning.series=later"));
    assert!(found.contains("there are they, us"), "a series beyond the scenario's time cannot be met: {found}");
    fs::remove_file(here.join("valley/observed/control_counts.csv")).unwrap();
    let found = refused(here, &run);
    assert!(found.contains("has no count of districts held"), "{found}");
    assert!(panj(here, &["check", "valley"]).status.success(), "who does not condition needs no series");
}
