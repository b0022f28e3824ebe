//! Promises of numbers: equal worlds are equal, what never happened has no mean, few worlds have wide intervals.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

use panj::analysis::OutcomeValues;
use panj::analysis::compare::{ComparedOutcome, Question, compare_outcome};
use panj::outcome::{Better, Clock, Kind, Metric};
use panj::result::Estimate;

fn outcome(kind: Kind, values: Vec<Vec<f64>>, happened: Vec<Vec<f64>>) -> OutcomeValues {
    OutcomeValues {
        metric: Metric::new("cost", "days", "", kind).better(Better::Lower),
        level: String::new(),
        horizon: f64::NAN,
        followed: happened.clone(),
        values,
        happened,
    }
}

fn compared(outcome: &OutcomeValues) -> ComparedOutcome {
    let names: Vec<String> = (0..outcome.values.len()).map(|at| format!("p{at}")).collect();
    compare_outcome(outcome, &names, 0, &Question::default(), 1)
}

#[test]
fn a_time_that_never_came_has_no_mean_and_no_difference() {
    let none = f64::NAN;
    let metric = Metric::time("days", Clock::from_start("it happens"));
    let of = |days: &[f64], followed: &[f64], draws: &[u64]| {
        Estimate::of(&metric, "baseline", &mut [days.to_vec(), followed.to_vec()], draws).remove(0)
    };
    let never = of(&[none; 4], &[118.0; 4], &[]);
    assert!(never.mean.is_nan() && never.ci_low.is_nan() && never.p == 0.0 && never.p_high < 1.0);
    let once = of(&[10.0, none], &[10.0, 118.0], &[]);
    assert!(once.mean == 64.0 && once.ci_low.is_nan(), "one event has no spread: {once:?}");
    let alone = of(&[10.4], &[10.4], &[]);
    assert!(alone.mean == 10.4 && alone.ci_low.is_nan() && alone.ci_high.is_nan() && alone.sd.is_nan());
    // Two that came: t(0.975, 1) sd / sqrt 2 = 12.7062 * 1.1.
    let two = of(&[8.5, 10.7], &[8.5, 10.7], &[]);
    assert!((two.ci_high - two.mean - 12.706_204_736_432_095 * 1.1).abs() < 1e-9);
    let one_draw = of(&[8.5, 10.7], &[8.5, 10.7], &[0, 0]);
    assert!(one_draw.ci_low.is_nan() && (one_draw.p_low, one_draw.p_high) == (0.0, 1.0), "one draw: {one_draw:?}");

    let came = vec![vec![0.0; 20], (0..20).map(|world| f64::from(world % 2)).collect(), vec![1.0; 20]];
    let values = vec![vec![118.0; 20], vec![50.0; 20], (0..20).map(|world| 2.0 + f64::from(world % 3)).collect()];
    let found = compared(&outcome(Kind::Time(Clock::from_start("it happens")), values, came));
    let (baseline, last) = (&found.standings[0], &found.standings[2]);
    assert!(baseline.mean.is_nan() && baseline.ci_low.is_nan() && baseline.rank == 3.0 && last.rank == 1.0);
    for difference in &found.differences {
        assert!(
            difference.difference.is_nan() && difference.p.is_nan() && difference.p_holm.is_nan(),
            "{difference:?}"
        );
        assert_eq!(difference.smaller, 20, "who is sooner is known");
    }
}

#[test]
fn worlds_that_differ_by_rounding_are_the_same() {
    let values: Vec<f64> = (0..40).map(|world| 1_000.0 + 0.1 * f64::from(world)).collect();
    let shifted: Vec<f64> = values.iter().map(|value| (value + 1e7) - 1e7).collect();
    assert_ne!(values, shifted);
    let found = compared(&outcome(Kind::Amount, vec![values, shifted], Vec::new()));
    let one = &found.differences[0];
    assert_eq!((one.larger, one.smaller), (0, 0));
    assert!([one.p, one.p_sign, one.p_wilcoxon, one.variance_reduction, one.effect_size].iter().all(|p| p.is_nan()));
    assert!((one.simultaneous_low, one.simultaneous_high) != (0.0, 0.0) && one.simultaneous_low.is_nan());
}

#[test]
fn intervals_of_probabilities_stay_within_bounds() {
    for worlds in [1, 2, 20, 100] {
        let often: Vec<f64> = (0..worlds).map(|world| f64::from(u8::from(world != 0))).collect();
        let rows = vec![vec![0.0; worlds], often, vec![1.0; worlds]];
        let found = compared(&outcome(Kind::Event, rows.clone(), rows));
        for one in &found.standings {
            assert!(one.ci_low >= 0.0 && one.ci_high <= 1.0 && one.ci_low < one.ci_high, "{worlds}: {one:?}");
            assert!(one.ci_low <= one.mean && one.mean <= one.ci_high);
        }
        for one in found.differences.iter().filter(|one| one.larger + one.smaller > 0) {
            assert!(one.simultaneous_low >= -1.0 && one.simultaneous_high <= 1.0, "{worlds}: {one:?}");
            assert!(one.simultaneous_low < one.ci_low && one.ci_high < one.simultaneous_high || one.ci_high == 1.0);
        }
    }
}

#[test]
fn the_tutorial_compares_worlds_without_rounding() {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_panj"))
        .args(["compare", "scenarios/tutorial", "-n", "120", "--quiet", "--divergence", "0", "--out"])
        .arg(folder.path().join("out"))
        .current_dir(root)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!text.contains("e-1") && !text.contains(" 1 does not") && !text.contains("  does not"), "{text}");
    let mut table = csv::Reader::from_path(folder.path().join("out/comparison.csv")).unwrap();
    let heads = table.headers().unwrap().clone();
    let at = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let mut seen = 0;
    for row in table.records().map(Result::unwrap) {
        let number = |name: &str| row[at(name)].parse::<f64>().ok();
        let (Some(larger), Some(smaller)) = (number("worlds_larger"), number("worlds_smaller")) else { continue };
        seen += 1;
        if let (Some(difference), Some(mean)) = (number("difference"), number("mean")) {
            let size = 1e-9 * mean.abs().max(difference.abs());
            assert!(difference == 0.0 || difference.abs() > size, "{row:?}");
        }
        assert!(number("variance_reduction").is_none_or(|ratio| ratio < 1e9), "{row:?}");
        assert_eq!(larger + smaller == 0.0, number("p_sign").is_none(), "{row:?}");
    }
    assert!(seen > 50);
}
