//! Promise: `--until METRIC:indifference=X` samples new worlds until the best policy is selected, and selects it as often
//! as Kim and Nelson's procedure promises.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use panj::experiment::stub::StubSimulator;
use panj::experiment::{Counter, Design, ERROR, FIRST_STAGE, GoalReached, Plan, Question, ScenarioInput, Variant};
use panj::math::normal_quantile;
use panj::outcome::{Better, Metric};
use panj::result::{RunOptions, RunOutcome, run_experiment};
use panj::stats::selection::{Outcome, kim_nelson};

const SPREAD: f64 = 4.0;
const ZONE: f64 = 1.0;

/// An independent normal value of a run, a policy and a world.
fn normal(run: u64, policy: u64, world: u64) -> f64 {
    let mut state =
        run.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ policy.wrapping_mul(0xd1b5_4a32_d192_ed03) ^ (world << 20);
    for _ in 0..3 {
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        state ^= state >> 31;
    }
    normal_quantile(((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64)
}

/// Cost of a policy in a world: the second policy is better by just the indifference zone, the hardest case. A part of the
/// chance belongs to the world.
fn cost(run: u64, policy: u64, world: u64) -> f64 {
    let better = if policy == 1 { ZONE } else { 0.0 };
    10.0 - better + SPREAD * normal(run, policy, world) + 2.0 * normal(run, 9, world)
}

fn sampled(run: u64, most: u64, until: &str, out: &Path) -> Result<GoalReached, String> {
    let metrics = vec![
        Metric::amount("cost", "people", "").better(Better::Lower),
        Metric::amount("shade", "", "no direction is better"),
    ];
    let policies = (0..3).map(|policy| vec![f64::from(policy)]).collect();
    let simulator = StubSimulator::new(metrics, policies, move |policy, world, row| {
        row[0] = cost(run, policy[0] as u64, world);
        row[1] = 0.0;
    });
    let variant = |name: &str| Variant { name: name.to_owned(), ..Variant::default() };
    let plan = Plan {
        panj: env!("CARGO_PKG_VERSION").to_owned(),
        seed: 3,
        replications: most,
        until: vec![until.to_owned()],
        format: panj::experiment::Format::Csv,
        scenario: ScenarioInput { path: "scenarios/none".into(), policy_files: Vec::new(), sha256: BTreeMap::new() },
        design: Design::Compare { analysis: Question::default() },
        draws: None,
        variant: vec![variant("a"), variant("b"), variant("c")],
    };
    let order = RunOptions {
        out: Some(out.to_owned()),
        shard: "1/1".parse().unwrap(),
        threads: 1,
        series: false,
        title: "Known outcomes".to_owned(),
        parameters: Vec::new(),
        command_line: Vec::new(),
        inputs: Vec::new(),
        before: None,
    };
    match run_experiment(&simulator, &plan, &order, &Counter::default()).map_err(|error| error.to_string())? {
        RunOutcome::Finished(results) => Ok(results.manifest.until[0].clone()),
        other => unreachable!("{other:?}"),
    }
}

/// 300 runs; the false-alarm rate of the bound is 1e-6 where the procedure is right exactly as often as it promises.
#[test]
fn the_best_is_selected_as_often_as_promised() {
    let folder = tempfile::tempdir().unwrap();
    let (runs, mut right, mut worlds) = (300_u64, 0_u64, 0_u64);
    for run in 0..runs {
        let found = sampled(run, 10_000, "cost:indifference=1", &folder.path().join(run.to_string())).unwrap();
        assert!(found.reached && found.selected_after.unwrap() <= found.replications, "{found:?}");
        right += u64::from(found.selected.as_deref() == Some("b"));
        worlds += found.selected_after.unwrap();
    }
    let rate = right as f64 / runs as f64;
    let promised = 1.0 - ERROR;
    assert!(rate > promised - 4.76 * (promised * ERROR / runs as f64).sqrt(), "{rate}");
    // Had nothing been dropped early, each run would have taken about 2 (16 + 16) 6.4 / 2 = 204 worlds.
    println!("right in {rate:.3} of {runs} runs, after {:.0} worlds on average", worlds as f64 / runs as f64);
}

#[test]
fn the_looks_do_not_matter_and_the_last_world_is_the_procedures() {
    let folder = tempfile::tempdir().unwrap();
    let found = sampled(5, 10_000, "cost:indifference=0.5", &folder.path().join("a")).unwrap();
    let values = |policy: u64| (0..found.replications).map(|world| -cost(5, policy, world)).collect();
    let rows: Vec<Vec<f64>> = (0..3).map(values).collect();
    let direct = kim_nelson(&rows, ERROR, 0.5, FIRST_STAGE).unwrap();
    let Outcome::Selected { system, observations } = direct.outcome() else { unreachable!("{direct:?}") };
    let names = ["a", "b", "c"];
    assert_eq!((found.selected.as_deref(), found.selected_after), (Some(names[*system]), Some(*observations as u64)));
    assert!(found.replications > 120 && found.looks > 2, "{found:?}");
    let short = sampled(5, 110, "cost:indifference=0.1", &folder.path().join("b")).unwrap();
    assert_eq!((short.reached, short.selected, short.replications), (false, None, 110));
}

#[test]
fn what_has_no_best_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |until: &str| sampled(0, 200, until, &folder.path().join("a")).unwrap_err();
    assert!(refused("shade:indifference=1").contains("there is no best"));
    assert!(refused("cost:indifference=-1").contains("X above 0"));
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial");
    let panj = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_panj"));
        let output = command.current_dir(folder.path()).arg(arguments[0]).arg(&scenario).args(&arguments[1..]).output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    let told = panj(&["run", "--until", "response_gap:indifference=5", "--out", "a"]);
    assert!(told.contains("there is one policy"), "{told}");
    let zones = ["--until", "response_gap:indifference=5", "--indifference", "response_gap=4"];
    let told = panj(&[&["compare", "--out", "a"], zones.as_slice()].concat());
    assert!(told.contains("disagree"), "{told}");
    assert!(!folder.path().join("a").exists());
}
