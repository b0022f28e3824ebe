//! Promises of a comparison, with outcomes that are known: means, differences, saved worlds and times as computed by
//! hand; the same files whether run at once or in shards; another question needs no new replications.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

use panj::analysis::compare::{COMPARISON_FORMAT, Comparison, Question, compare, write_comparison};
use panj::experiment::stub::StubSimulator;
use panj::experiment::{Counter, Design, Plan, ScenarioInput, Variant};
use panj::outcome::{Better, Clock, Metric};
use panj::result::{Results, RunOptions, RunOutcome, read_json, run_experiment};

/// Two policies in 40 worlds: the second costs 3 more, saves every other lost world, and decides twice as fast.
fn simulator() -> StubSimulator {
    let metrics = vec![
        Metric::amount("cost", "people", "noise plus 3 under the second").better(Better::Lower),
        Metric::event("fallen", "in 20 of 40 worlds, or 10").better(Better::Lower),
        Metric::time("decided_days", Clock::from_start("4 or 2 days; never in every fourth world"))
            .better(Better::Lower)
            .ending("answer", &[("for", &["yes"]), ("against", &["no"])]),
        Metric::level("answer", "yes in even worlds", ["no", "yes"]),
    ];
    StubSimulator::new(metrics, vec![vec![0.0], vec![1.0]], |policy, world, row| {
        let second = policy[0] > 0.5;
        row[0] = ((world * world) % 13) as f64 + 3.0 * policy[0];
        row[1] = f64::from(u8::from(if second { world % 4 == 0 } else { world % 2 == 0 }));
        row[2] = if world % 4 == 3 { f64::NAN } else { 4.0 - 2.0 * policy[0] };
        row[3] = if world % 4 == 3 { 30.0 } else { row[2] };
        row[4] = if world % 4 == 3 { f64::NAN } else { ((world + 1) % 2) as f64 };
    })
}

fn results(out: &Path) -> Results {
    let variant = |name: &str| Variant { name: name.to_owned(), ..Variant::default() };
    let plan = Plan {
        panj: env!("CARGO_PKG_VERSION").to_owned(),
        seed: 3,
        replications: 40,
        until: Vec::new(),
        format: panj::experiment::Format::Csv,
        scenario: ScenarioInput { path: "scenarios/none".into(), policy_files: Vec::new(), sha256: BTreeMap::new() },
        design: Design::Compare { analysis: Question::default() },
        draws: None,
        variant: vec![variant("first"), variant("second")],
    };
    let order = RunOptions {
        out: Some(out.to_owned()),
        shard: "1/1".parse().unwrap(),
        threads: 2,
        series: false,
        title: "Known outcomes".to_owned(),
        parameters: Vec::new(),
        command_line: Vec::new(),
        inputs: Vec::new(),
        before: None,
    };
    match run_experiment(&simulator(), &plan, &order, &Counter::default()).unwrap() {
        RunOutcome::Finished(results) => *results,
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn known_differences_are_found_exactly() {
    let folder = tempfile::tempdir().unwrap();
    let found = compare(&results(folder.path()), &Question::default()).unwrap();
    assert_eq!((found.baseline.as_str(), found.family, found.outcomes.len()), ("first", 1, 5));

    let cost = &found.outcomes[0];
    assert_eq!((cost.differences[0].difference, cost.differences[0].sd), (3.0, 0.0));
    assert_eq!((cost.differences[0].larger, cost.differences[0].smaller), (40, 0));
    assert!((cost.differences[0].correlation - 1.0).abs() < 1e-12);
    assert_eq!((cost.standings[0].best_mean, cost.standings[1].best_mean), (1.0, 0.0));
    assert_eq!(cost.selection.as_ref().unwrap().selected.as_deref(), Some("first"));

    let fallen = &found.outcomes[1];
    assert_eq!((fallen.standings[0].mean, fallen.standings[1].mean), (0.5, 0.25));
    let (saves, loses) = (fallen.events[0].saves.unwrap(), fallen.events[0].loses.unwrap());
    assert_eq!((saves.count, saves.of, loses.count), (10, 40, 0));
    assert_eq!(fallen.events[0].sufficiency.unwrap().share, 0.5);
    assert!((fallen.events[0].necessity.unwrap().share - 10.0 / 30.0).abs() < 1e-15);

    let days = &found.outcomes[2];
    assert_eq!(days.about.horizon, 30.0);
    assert_eq!(days.standings[0].mean, (30.0 * 4.0 + 10.0 * 30.0) / 40.0, "cut-off worlds count up to the horizon");
    assert_eq!(days.differences[0].difference, -1.5);
    let at = |policy: &str, day: f64| {
        let mut points = days.incidence.iter();
        points.find(|p| p.policy == policy && p.day == day).unwrap().probability
    };
    assert_eq!((at("first", 3.0), at("first", 4.0), at("second", 3.0)), (0.0, 0.75, 0.75));
    // Of every four worlds: two decide for it, one against, one has not decided by the horizon.
    let ways: Vec<(&str, &str, f64)> =
        days.competing.iter().map(|one| (one.variant.as_str(), one.cause.as_ref(), one.p)).collect();
    let expected = [("for", 0.5), ("against", 0.25), ("none yet", 0.25)];
    let both = ["first", "second"].into_iter().flat_map(|policy| expected.map(|(cause, p)| (policy, cause, p)));
    assert_eq!(ways, both.collect::<Vec<_>>());
}

#[test]
fn the_files_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let found = compare(&results(folder.path()), &Question { worlds_per_draw: 4, ..Question::default() }).unwrap();
    let files = write_comparison(folder.path(), &found).unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["comparison.csv", "saved_and_lost.csv", "incidence.csv", "robustness.csv", "comparison.json"]);
    // What is read back is what was written, but for the curves, which have a table of their own.
    let mut whole = found;
    whole.cautions.clear();
    whole.outcomes.iter_mut().for_each(|one| one.incidence.clear());
    let read: Comparison = read_json(&folder.path().join("comparison.json"), COMPARISON_FORMAT).unwrap();
    assert_eq!(format!("{read:?}"), format!("{whole:?}"));
    let old = read_json::<Comparison>(&folder.path().join("comparison.json"), COMPARISON_FORMAT + 1).unwrap_err();
    assert!(old.to_string().contains("run the experiment again with this version"), "{old}");
    let text = std::fs::read_to_string(folder.path().join("comparison.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["outcomes"][0]["differences"][0]["difference"], 3.0);
    assert_eq!(json["outcomes"][0]["robustness"][1]["max_regret"], 3.0);
    let mut table = csv::Reader::from_path(folder.path().join("comparison.csv")).unwrap();
    let heads = table.headers().unwrap().clone();
    assert_eq!(heads.len(), files[0].columns.len());
    let second = table.records().nth(1).unwrap().unwrap();
    let at = heads.iter().position(|head| head == "difference").unwrap();
    assert_eq!((&second[4], &second[at]), ("second", "3"));
}
