//! Promises of a result folder, with outcomes that are known: same bytes however it was made, same contents in both
//! formats, estimates as computed by hand, goals kept, failures told.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use panj::experiment::stub::StubSimulator;
use panj::experiment::{Counter, Design, Plan, ScenarioInput, Shard, Variant};
use panj::outcome::Metric;
use panj::result::{Manifest, Results, RunError, RunOptions, RunOutcome, merge_results, run_experiment};

fn plan(replications: u64, format: &str) -> Plan {
    let variant = |name: &str| Variant { name: name.to_owned(), ..Variant::default() };
    Plan {
        panj: env!("CARGO_PKG_VERSION").to_owned(),
        seed: 3,
        replications,
        until: Vec::new(),
        format: format.parse().unwrap(),
        scenario: ScenarioInput { path: "scenarios/none".into(), policy_files: Vec::new(), sha256: BTreeMap::new() },
        design: Design::Run {},
        draws: None,
        variant: vec![variant("slow"), variant("fast")],
    }
}

fn order(out: &Path, threads: usize, shard: &str) -> RunOptions {
    RunOptions {
        out: Some(out.to_owned()),
        shard: shard.parse().unwrap(),
        threads,
        series: true,
        title: "Known outcomes".to_owned(),
        parameters: Vec::new(),
        command_line: vec![format!("on {threads} threads")],
        inputs: Vec::new(),
        before: None,
    }
}

fn simulator() -> StubSimulator {
    StubSimulator::example(2, 30).failing(|replication| replication == 41)
}

fn run(out: &Path, plan: &Plan, threads: usize) -> Results {
    match run_experiment(&simulator(), plan, &order(out, threads, "1/1"), &Counter::default()).unwrap() {
        RunOutcome::Finished(results) => *results,
        other => unreachable!("{other:?}"),
    }
}

/// All files of a folder but the part of the manifest that may vary.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for inside in ["", "state"].into_iter().filter(|inside| folder.join(inside).is_dir()) {
        for entry in fs::read_dir(folder.join(inside)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                out.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut manifest: serde_json::Value = serde_json::from_slice(&out["manifest.json"]).unwrap();
    assert!(manifest.as_object_mut().unwrap().remove("this_run").is_some());
    out.insert("manifest.json".to_owned(), manifest.to_string().into_bytes());
    out
}

#[test]
fn threads_shards_and_growth_give_the_same_folder() {
    for format in ["csv", "parquet"] {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let plan = plan(300, format);
        run(&at("one"), &plan, 1);
        let expected = contents(&at("one"));
        for threads in [2, 5] {
            run(&at("many"), &plan, threads);
            assert!(expected == contents(&at("many")), "{threads} threads");
            fs::remove_dir_all(at("many")).unwrap();
        }
        let mut smaller = plan.clone();
        smaller.replications = 77;
        run(&at("grown"), &smaller, 2);
        run(&at("grown"), &plan, 2);
        assert!(expected == contents(&at("grown")));
        let shards: Vec<_> = (1..=3).map(|k| at(&format!("part-{k}"))).collect();
        for (k, out) in shards.iter().enumerate() {
            let order = order(out, 2, &format!("{}/3", k + 1));
            let conclusion = run_experiment(&simulator(), &plan, &order, &Counter::default()).unwrap();
            assert!(matches!(conclusion, RunOutcome::ShardDone { .. }));
        }
        let error = merge_results(&shards[..2], &at("merged"), &[]).unwrap_err();
        assert!(error.is_input() && error.to_string().contains("of 3 shards these are missing: 3"), "{error}");
        merge_results(&shards, &at("merged"), &[]).unwrap();
        // Rows are not copied.
        let told = expected.into_iter().filter(|(name, _)| !name.starts_with("state/"));
        assert!(told.collect::<BTreeMap<_, _>>() == contents(&at("merged")));
    }
}

#[test]
fn a_finished_folder_is_shown_and_other_inputs_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let first = run(folder.path(), &plan(50, "csv"), 2);
    let again = run(folder.path(), &plan(50, "csv"), 2);
    assert!(!first.kept().unwrap().before && again.kept().unwrap().before);
    assert_eq!(first.estimates.len(), again.estimates.len());
    let mut other = plan(50, "csv");
    other.variant[1].set.push("campaign.contagion=2".to_owned());
    let refused = |plan: &Plan| {
        let error =
            run_experiment(&simulator(), plan, &order(folder.path(), 1, "1/1"), &Counter::default()).unwrap_err();
        assert!(error.is_input());
        error.to_string()
    };
    assert!(refused(&other).contains("variant.2.set.1: (none) there, campaign.contagion=2 here"));
    assert!(refused(&plan(49, "csv")).contains("already holds 50 replications"));
}

#[test]
fn the_state_of_a_finished_folder_may_be_deleted() {
    for format in ["csv", "parquet"] {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let first = run(&at("a"), &plan(90, format), 2);
        let expected = (format!("{:?}", first.estimates), format!("{:?}", first.competing));
        fs::remove_dir_all(at("a/state")).unwrap();
        {
            let again = run(&at("a"), &plan(90, format), 2);
            assert!(again.kept().unwrap().before);
            assert_eq!((format!("{:?}", again.estimates), format!("{:?}", again.competing)), expected, "{format}");
            let mut failed = 0;
            again.rows.for_each(0, 180, |_, row, _| failed += usize::from(row[0].is_nan())).unwrap();
            assert_eq!(failed, 2, "replications that failed are known by their absence");
        }
        let names: Vec<_> = fs::read_dir(at("a")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        let left = |name: &&std::ffi::OsString| *name == "state" || name.to_string_lossy().starts_with('.');
        let left: Vec<_> = names.iter().filter(left).collect();
        assert_eq!(left, [".lock"], "nothing is left but the file that is locked");
        // More replications: all run, with the bytes of a run of so many at once.
        run(&at("a"), &plan(120, format), 2);
        run(&at("b"), &plan(120, format), 2);
        assert!(contents(&at("a")) == contents(&at("b")));
        // Without the table of outcomes nothing is left to show.
        fs::remove_dir_all(at("a/state")).unwrap();
        fs::remove_file(at("a").join(format!("outcomes.{format}"))).unwrap();
        let error = run_experiment(&simulator(), &plan(120, format), &order(&at("a"), 2, "1/1"), &Counter::default());
        assert!(error.unwrap_err().to_string().contains("run the command again with --fresh"));
    }
}

#[test]
fn a_shard_that_lost_its_state_runs_again() {
    let folder = tempfile::tempdir().unwrap();
    let again = || run_experiment(&simulator(), &plan(40, "csv"), &order(folder.path(), 2, "1/2"), &Counter::default());
    again().unwrap();
    let rows = fs::read(folder.path().join("state/rows.bin")).unwrap();
    fs::remove_dir_all(folder.path().join("state")).unwrap();
    again().unwrap();
    assert!(rows == fs::read(folder.path().join("state/rows.bin")).unwrap());
}

#[test]
fn estimates_are_those_computed_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let results = run(folder.path(), &plan(120, "csv"), 2);
    let find = |metric: &str, variant: &str, level: &str| {
        let same = |e: &&panj::result::Estimate| e.metric == metric && e.variant == variant && e.level == level;
        results.estimates.iter().find(same).unwrap()
    };
    // Last digits 0..9, twelve times each, without replication 41 (digit 1).
    let amount = find("amount", "fast", "");
    assert_eq!(amount.n, 119);
    assert!((amount.mean - (1.0 + (12.0 * 45.0 - 1.0) / 119.0)).abs() < 1e-12);
    let happened = find("happened", "slow", "");
    assert_eq!((happened.count(), happened.n), (35, 119));
    let decided = find("decided_days", "slow", "");
    assert!((decided.censored_share - 30.0 / 119.0).abs() < 1e-12);
    assert_eq!(decided.horizon, 30.0);
    assert!((find("level", "slow", "statement").p - 40.0 / 119.0).abs() < 1e-12);
    let manifest = Manifest::read(folder.path()).unwrap().unwrap();
    assert_eq!((manifest.failed, manifest.failures.len()), (2, 2));
    assert_eq!((manifest.failures[0].replication, manifest.failures[0].variant.as_str()), (41, "slow"));
    assert!(manifest.cautions[0].text.contains("2 of 240 replications failed"), "{}", manifest.cautions[0].text);
    assert!(manifest.cautions.iter().any(|c| c.text.contains("25 % of replications reach the horizon")));
    assert_eq!(results.manifest, manifest);
}

#[test]
fn times_cut_off_are_empty_not_the_horizon() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &plan(8, "csv"), 1);
    let text = fs::read_to_string(folder.path().join("outcomes.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "variant,replication,amount,happened,decided_days,decided_days_followed,level");
    assert_eq!(lines[1], "slow,0,0,1,0.5,0.5,none");
    assert_eq!(lines[8], "fast,3,4,0,,30,none");
}

#[test]
fn both_formats_have_the_same_contents() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let folder = tempfile::tempdir().unwrap();
    let (csv, parquet) = (folder.path().join("csv"), folder.path().join("parquet"));
    run(&csv, &plan(90, "csv"), 2);
    run(&parquet, &plan(90, "parquet"), 2);
    for stem in ["outcomes", "series"] {
        let file = fs::File::open(parquet.join(format!("{stem}.parquet"))).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let described = reader.metadata().file_metadata().key_value_metadata().unwrap();
        assert!(described.iter().any(|entry| entry.key == "panj.columns"));
        let mut lines = csv::Reader::from_path(csv.join(format!("{stem}.csv"))).unwrap();
        let mut expected = lines.records();
        for row in reader.get_row_iter(None).unwrap() {
            let row = row.unwrap();
            let line = expected.next().unwrap().unwrap();
            for ((_, field), cell) in row.get_column_iter().zip(&line) {
                let shown = match field {
                    parquet::record::Field::Null => String::new(),
                    parquet::record::Field::Str(text) => text.clone(),
                    parquet::record::Field::Bool(holds) => u8::from(*holds).to_string(),
                    parquet::record::Field::Double(value) => value.to_string(),
                    parquet::record::Field::Date(day) => panj::scenario::Date::EPOCH.plus_days(*day).to_string(),
                    other => other.to_string(),
                };
                assert_eq!(shown, cell);
            }
        }
        assert!(expected.next().is_none());
    }
}

#[test]
fn tables_are_read_back_alike_from_both_formats() {
    use panj::result::read_columns;
    let folder = tempfile::tempdir().unwrap();
    let (csv, parquet) = (folder.path().join("csv"), folder.path().join("parquet"));
    run(&csv, &plan(60, "csv"), 2);
    run(&parquet, &plan(60, "parquet"), 2);
    let wanted = ["variant", "decided_days_followed", "amount", "level", "replication"];
    let read = read_columns(&csv.join("outcomes.csv"), &wanted).unwrap();
    assert_eq!(read, read_columns(&parquet.join("outcomes.parquet"), &wanted).unwrap());
    assert_eq!(read[0].words()[..2], ["slow", "fast"]);
    assert_eq!(read[4].numbers()[..3], [0.0, 0.0, 1.0]);
    let days = ["date", "mean"];
    let series = read_columns(&csv.join("series.csv"), &days).unwrap();
    assert_eq!(series, read_columns(&parquet.join("series.parquet"), &days).unwrap());
    assert_eq!(series[0].words()[0], "2021-05-01");
    let error = read_columns(&csv.join("series.csv"), &["nothing"]).unwrap_err().to_string();
    assert!(error.contains("no column `nothing`"), "{error}");
}

#[test]
fn findings_are_read_back_as_they_were_written() {
    use panj::result::{SUMMARY, SUMMARY_FORMAT, Summary, read_competing, read_json, read_series};
    let folder = tempfile::tempdir().unwrap();
    for format in ["csv", "parquet"] {
        let out = folder.path().join(format);
        let results = run(&out, &plan(60, format), 2);
        let summary: Summary = read_json(&out.join(SUMMARY), SUMMARY_FORMAT).unwrap();
        assert_eq!(format!("{:?}", summary.estimates), format!("{:?}", results.estimates));
        assert_eq!(format!("{:?}", summary.competing), format!("{:?}", results.competing));
        assert!(results.manifest.files.iter().any(|file| file.name == SUMMARY));
        assert!(results.manifest.written.iter().any(|file| file.name == SUMMARY));
        // The last day of each curve is what stands at the horizon.
        let days = read_competing(&out.join("competing.csv")).unwrap();
        let last = days.iter().map(|day| day.day).fold(0.0, f64::max);
        let at_end: Vec<_> = days.iter().filter(|day| day.day == last).collect();
        let of_horizon: Vec<_> = results.competing.iter().filter(|day| day.day == last).collect();
        assert!(!at_end.is_empty());
        assert_eq!(format!("{at_end:?}"), format!("{of_horizon:?}"));
        let days = read_series(&out.join(format!("series.{format}"))).unwrap();
        let series = &results.manifest.series[0];
        assert_eq!((days[0].variant.as_str(), days[0].series.as_str()), ("slow", series.id.as_ref()));
        assert_eq!(days.len(), 2 * results.manifest.series.iter().map(|series| series.days).sum::<usize>());
        assert!(days.iter().take(series.days).map(|day| day.date).eq((series.start_day..).take(series.days)));
        assert!(days.iter().all(|day| day.quantiles.is_sorted() && day.mean.is_finite()));
    }
}

/// An amount that is one of two values by a hash of the replication number: mean 1, standard deviation 1.
fn coin() -> StubSimulator {
    StubSimulator::new(vec![Metric::amount("coin", "", "0 or 2")], vec![vec![]], |_, replication, row| {
        let hash = (replication ^ 0x5bd1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        row[0] = if hash % 2 == 0 { 0.0 } else { 2.0 };
    })
}

#[test]
fn sampling_stops_at_a_fixed_look_and_a_restart_does_not_move_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut plan = plan(100_000, "csv");
    plan.variant.truncate(1);
    plan.until = vec!["coin:halfwidth=0.05".to_owned()];
    let run_at = |name: &str, threads| {
        let order = order(&folder.path().join(name), threads, "1/1");
        match run_experiment(&coin(), &plan, &order, &Counter::default()).unwrap() {
            RunOutcome::Finished(results) => *results,
            other => unreachable!("{other:?}"),
        }
    };
    let first = run_at("a", 1);
    let goal = &first.manifest.until[0];
    // (1.96 / 0.05)^2 = 1,537 replications are needed; the next look after that stops.
    assert!(goal.reached && (1_500..1_800).contains(&goal.replications), "{goal:?}");
    assert_eq!(first.manifest.replications, goal.replications);
    // A run that was killed after fewer replications ends at the same look.
    fs::create_dir_all(folder.path().join("b/state")).unwrap();
    fs::copy(folder.path().join("a/plan.toml"), folder.path().join("b/plan.toml")).unwrap();
    run_at("b", 5);
    assert!(contents(&folder.path().join("a")) == contents(&folder.path().join("b")));
    plan.until = vec!["coins:halfwidth=0.05".to_owned()];
    let wrong =
        run_experiment(&coin(), &plan, &order(&folder.path().join("c"), 1, "1/1"), &Counter::default()).unwrap_err();
    assert!(matches!(&wrong, RunError::GoalOfNoMetric { nearest: Some(near), .. } if near == "coin"), "{wrong}");
    assert!(!folder.path().join("c").exists(), "nothing is written for wrong input");
}

#[test]
fn the_whole_is_one_shard() {
    assert_eq!("1/1".parse::<Shard>().unwrap(), Shard::WHOLE);
}
