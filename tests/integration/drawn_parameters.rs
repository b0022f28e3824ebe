//! Promises of uncertain parameters: the variance is taken apart as computed by hand, a sample decides the draws, and
//! results are the same in shards.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use panj::analysis::uncertainty::uncertainty;
use panj::experiment::stub::StubSimulator;
use panj::experiment::{Counter, Design, Drawn, Plan, ScenarioInput, Variant};
use panj::outcome::{Clock, Metric};
use panj::result::{Results, RunOptions, RunOutcome, run_experiment};

/// Worlds 0 to 3 share the first draw, 4 to 7 the second, and so on: every other draw adds 10 and brings an answer on the
/// second day (in the others it is awaited for ten), every other world adds 2.
fn run_it(out: &Path, until: &[&str]) -> Result<Results, String> {
    let metrics = vec![
        Metric::amount("amount", "people", ""),
        Metric::event("happened", "in the worlds of every other draw"),
        Metric::time("decision_days", Clock::from_start("")).ending("answer", &[("for", &["yes"])]),
        Metric::level("answer", "", ["yes"]),
    ];
    let simulator = StubSimulator::new(metrics, vec![vec![]], |_, world, row| {
        row[0] = 10.0 * (world / 4 % 2) as f64 + 2.0 * (world % 2) as f64;
        row[1] = (world / 4 % 2) as f64;
        let answered = world / 4 % 2 == 1;
        [row[2], row[3], row[4]] = if answered { [2.0, 2.0, 0.0] } else { [f64::NAN, 10.0, f64::NAN] };
    });
    let plan = Plan {
        panj: env!("CARGO_PKG_VERSION").to_owned(),
        seed: 3,
        replications: 40,
        until: until.iter().map(|goal| (*goal).to_owned()).collect(),
        format: panj::experiment::Format::Csv,
        scenario: ScenarioInput { path: "scenarios/none".into(), policy_files: Vec::new(), sha256: BTreeMap::new() },
        design: Design::Run {},
        draws: Some(Drawn { worlds_per_draw: 4, posterior: None, shipped: false }),
        variant: vec![Variant { name: "baseline".to_owned(), ..Variant::default() }],
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
    match run_experiment(&simulator, &plan, &order, &Counter::default()).map_err(|error| error.to_string())? {
        RunOutcome::Finished(results) => Ok(*results),
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn the_variance_is_taken_apart() {
    let folder = tempfile::tempdir().unwrap();
    let results = run_it(folder.path(), &[]).unwrap();
    let found = uncertainty(&results).unwrap();
    assert_eq!((found.draws, found.worlds_per_draw), (10, 4));
    let amount = &found.outcomes[0];
    assert_eq!((amount.draws, amount.n, amount.mean), (10, 40, 6.0));
    // Mean squares: between draws 4 * 10 * 25 / 9, within 40 / 30.
    let (between, within) = (1000.0 / 9.0, 40.0 / 30.0);
    assert!((amount.sd_chance - f64::sqrt(within)).abs() < 1e-12);
    assert!((amount.sd_parameters - f64::sqrt((between - within) / 4.0)).abs() < 1e-12);
    assert!(amount.share_low < amount.share && amount.share < amount.share_high && amount.share > 0.9);
    // The mean is known as well as ten draws tell it, not forty worlds: t(0.975, 9) sqrt(25 * 10 / 9 / 10).
    let half = 2.262_157_162_740_992 * (25.0_f64 / 9.0).sqrt();
    assert!((amount.ci_high - 6.0 - half).abs() < 1e-9);
    let estimate = &results.estimates[0];
    assert_eq!((estimate.ci_low, estimate.ci_high), (amount.ci_low, amount.ci_high), "the summary says the same");
    let happened = &results.estimates[1];
    let ten = panj::stats::proportion::wilson(5, 10, 0.95);
    assert!(happened.p == 0.5 && happened.p_high > ten.high && happened.p_high < ten.high + 0.05);
    let caution = &results.manifest.cautions[0].text;
    assert!(
        caution.starts_with("10 draws of the parameters, up to 4 replications in each")
            && caution.ends_with("count draws")
    );
    // So do curves: the standard error of a share of ten draws that are half and half is 1/6.
    let spread = 2.262_157_162_740_992 / 6.0 / (0.5 * 2.0_f64.ln());
    for one in &results.competing {
        assert!((one.p - 0.5).abs() < 1e-12 && (one.p_low - 0.5_f64.powf(spread.exp())).abs() < 1e-9, "{one:?}");
    }
    assert_eq!(results.competing.len(), 2, "an answer, and none yet");
}

#[test]
fn a_stopping_rule_refuses_worlds_that_are_alike() {
    let folder = tempfile::tempdir().unwrap();
    let refused = run_it(&folder.path().join("a"), &["amount:halfwidth=1"]).unwrap_err();
    assert!(refused.contains("add --worlds-per-draw 1"), "{refused}");
    assert!(!folder.path().join("a").exists());
}

fn panj(folder: &Path, arguments: &str) -> Output {
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial").display().to_string();
    let typed = arguments.replace("SCENARIO", &scenario);
    let mut command = Command::new(env!("CARGO_BIN_EXE_panj"));
    command.current_dir(folder).args(typed.split_whitespace()).output().unwrap()
}

fn ok(folder: &Path, arguments: &str) -> String {
    let output = panj(folder, arguments);
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn wrong(folder: &Path, arguments: &str) -> String {
    let output = panj(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments}");
    String::from_utf8(output.stderr).unwrap()
}

fn table(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_sample_decides_the_draws_and_shards_and_reruns_give_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(
        at("sample.csv"),
        "campaign.contagion,weight,alliance.rule\n1.5,1,majority\n2.5,0,majority\n4,3,consensus\n",
    )
    .unwrap();
    let command = "run SCENARIO --posterior sample.csv --worlds-per-draw 3 -n 40 --format csv -q";
    let told = ok(folder.path(), &format!("{command} --out whole"));
    assert!(told.contains("14 draws of the parameters, up to 3 replications in each"), "{told}");
    let draws = table(&at("whole/draws.csv"));
    assert_eq!(draws[0], ["draw", "first_replication", "worlds", "campaign.contagion", "alliance.rule"]);
    assert_eq!((draws.len(), &draws[14][..3]), (15, &["13", "39", "1"].map(str::to_owned)[..]));
    let kinds: Vec<&str> = draws[1..].iter().map(|draw| draw[3].as_str()).collect();
    assert!(kinds.contains(&"1.5") && kinds.contains(&"4") && !kinds.contains(&"2.5"), "{kinds:?}");
    assert!(draws[1..].iter().all(|draw| (draw[3] == "4") == (draw[4] == "consensus")));

    for k in 1..=2 {
        ok(folder.path(), &format!("{command} --shard {k}/2 --out part-{k}"));
    }
    ok(folder.path(), "merge part-2 part-1 --out merged -q");
    ok(folder.path(), "rerun whole --out again -q");
    for file in ["draws.csv", "uncertainty.csv", "summary.csv", "outcomes.csv", "competing.csv"] {
        let whole = fs::read(at("whole").join(file)).unwrap();
        assert!(whole == fs::read(at("merged").join(file)).unwrap(), "{file} of shards");
        assert!(whole == fs::read(at("again").join(file)).unwrap(), "{file} of the plan run again");
    }
    fs::write(at("sample.csv"), "campaign.contagion\n3\n").unwrap();
    assert!(wrong(folder.path(), "rerun whole --out more").contains("is not what it was"));
    assert!(wrong(folder.path(), &format!("{command} --out whole")).contains("draws.posterior.sha256"));
}

#[test]
fn a_wrong_sample_is_told_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("sample.csv"), "campaign.contagion\n2\n-7\n").unwrap();
    let told = wrong(folder.path(), "run SCENARIO --posterior sample.csv -n 10 --out a");
    assert!(told.contains("sample.csv:3:1: campaign.contagion"), "{told}");
    let told = wrong(folder.path(), "run SCENARIO --posterior nothing.csv -n 10 --out a");
    assert!(told.contains("nothing.csv"), "{told}");
    let told = wrong(folder.path(), "run SCENARIO --worlds-per-draw 3 -n 10 --out a");
    assert!(told.contains("--uncertain"), "{told}");
    assert!(!folder.path().join("a").exists());
}
