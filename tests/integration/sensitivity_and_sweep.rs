//! Promises of sensitivity analyses and sweeps, on functions whose answers are known and that have no noise of their own:
//! Ishigami, Sobol' G, Morris. Noise is then added in known amounts and must be taken out again.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::f64::consts::PI;
use std::path::Path;

use panj::analysis::sensitivity::{OutcomeSensitivity, design_rows, read_sensitivity, sensitivity, write_sensitivity};
use panj::analysis::sweep::{SWEEP_FORMAT, Sweep, sweep, write_sweep};
use panj::experiment::stub::StubSimulator;
use panj::experiment::{
    Counter, Design, DesignLayout, Factor, Look, Method, Plan, ScenarioInput, Variant, design, point_variant,
};
use panj::outcome::Metric;
use panj::result::{Results, RunOptions, RunOutcome, read_json, run_experiment};
use panj::scenario::registry;

fn plan(replications: u64, design: Design, variant: Vec<Variant>) -> Plan {
    Plan {
        panj: env!("CARGO_PKG_VERSION").to_owned(),
        seed: 3,
        replications,
        until: Vec::new(),
        format: panj::experiment::Format::Csv,
        scenario: ScenarioInput { path: "scenarios/none".into(), policy_files: Vec::new(), sha256: BTreeMap::new() },
        design,
        draws: None,
        variant,
    }
}

fn run_it(out: &Path, plan: &Plan, simulator: &StubSimulator) -> Results {
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
    match run_experiment(simulator, plan, &order, &Counter::default()).unwrap() {
        RunOutcome::Finished(results) => *results,
        other => unreachable!("{other:?}"),
    }
}

/// Analyses a function of coordinates from 0 to 1, and of the world.
fn analysed(
    method: Method,
    dims: usize,
    points: usize,
    worlds: u64,
    f: impl Fn(&[f64], u64) -> f64 + Sync + 'static,
) -> OutcomeSensitivity {
    let folder = tempfile::tempdir().unwrap();
    let rows = design_rows(method, dims, points, 3).unwrap();
    let variant = (0..rows.len()).map(|at| Variant { name: format!("p{at}"), ..Variant::default() }).collect();
    let factors = (1..=dims).map(|at| format!("x{at}")).collect();
    let planned = Design::Sensitivity { method, points, factors, analysis: Look::default() };
    let metrics = vec![Metric::amount("y", "days", "a known function")];
    let simulator = StubSimulator::new(metrics, rows, move |x, world, row| row[0] = f(x, world));
    let results = run_it(folder.path(), &plan(worlds, planned, variant), &simulator);
    let found = sensitivity(&results, &[]).unwrap();
    assert_eq!(write_sensitivity(folder.path(), &found).unwrap().len(), 4);
    assert_eq!(format!("{:?}", read_sensitivity(folder.path()).unwrap()), format!("{found:?}"));
    found.outcomes.into_iter().next().unwrap()
}

fn ishigami(u: &[f64]) -> f64 {
    let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    x[0].sin() + 7.0 * x[1].sin() * x[1].sin() + 0.1 * x[2].powi(4) * x[0].sin()
}

/// Exact first-order and total indices of Ishigami's function (a = 7, b = 0.1).
fn ishigami_indices() -> ([f64; 3], [f64; 3]) {
    let (a, b) = (7.0_f64, 0.1_f64);
    let one = 0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2);
    let two = a * a / 8.0;
    let both = b * b * PI.powi(8) * (1.0 / 18.0 - 1.0 / 50.0);
    let all = one + two + both;
    ([one / all, two / all, 0.0], [(one + both) / all, two / all, both / all])
}

#[test]
fn sobol_indices_of_ishigami() {
    let found = analysed(Method::Sobol, 3, 2048, 2, |u, _| ishigami(u));
    let (first, total) = ishigami_indices();
    for (at, one) in found.parameters.iter().enumerate() {
        // A scrambled Sobol' sequence of 2,048 points errs by a few thousandths.
        assert!((one.first.value - first[at]).abs() < 0.02, "first {at}: {}", one.first.value);
        assert!((one.total.value - total[at]).abs() < 0.02, "total {at}: {}", one.total.value);
        assert!(one.first.low <= one.first.value && one.first.value <= one.first.high);
        assert!(one.total.low < total[at] + 0.02 && one.total.high > total[at] - 0.02);
        assert!((one.first_jansen - first[at]).abs() < 0.02);
    }
    assert!(found.noise.share < 1e-20);
    let settled = found.convergence.iter().filter(|c| c.points == 2048).count();
    assert_eq!(settled, 6);
    assert!(
        found.words.starts_with("y: driven by x1 (")
            && found.words.ends_with("Chance is 0 % of the differences between points."),
        "{}",
        found.words
    );
}

#[test]
fn sobol_indices_of_the_g_function() {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0];
    let found = analysed(Method::Sobol, 5, 4096, 1, move |u, _| {
        u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
    });
    let part = a.map(|a: f64| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
    let all = part.iter().map(|v| 1.0 + v).product::<f64>() - 1.0;
    for (at, one) in found.parameters.iter().enumerate() {
        let rest: f64 = part.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, v)| 1.0 + v).product();
        assert!((one.first.value - part[at] / all).abs() < 0.02, "first {at}: {}", one.first.value);
        assert!((one.total.value - part[at] * rest / all).abs() < 0.02, "total {at}: {}", one.total.value);
    }
    assert!(found.noise.share.is_nan(), "one world tells nothing of noise");
    assert!(found.words.contains("chance is not told apart"), "{}", found.words);
}

#[test]
fn morris_effects_of_a_function_with_a_known_answer() {
    // Linear in x1 and x2, without effect of x3, quadratic in x4: effects over the grid 0, 1/3, 2/3, 1 with step 2/3
    // are (4/9 + 4/3 x) / (2/3) for x in {0, 1/3}, that is 2/3 and 4/3, each half of the time.
    let found = analysed(Method::Morris, 4, 200, 3, |x, world| 5.0 * x[0] - 2.0 * x[1] + x[3] * x[3] + world as f64);
    let [one, two, three, four] = &found.parameters[..] else { unreachable!("four parameters") };
    assert!((one.mu.value - 5.0).abs() < 1e-9 && one.sigma.value < 1e-9 && (one.mu_star.low - 5.0).abs() < 1e-9);
    assert!((two.mu.value + 2.0).abs() < 1e-9 && (two.mu_star.value - 2.0).abs() < 1e-9);
    assert_eq!((three.mu_star.value, three.sigma.value), (0.0, 0.0));
    // 200 trajectories: the mean of a fair coin between 2/3 and 4/3 has standard error (1/3)/sqrt(200) = 0.024; with a
    // false-alarm rate of 1e-6 the tolerance is 4.9 times that.
    assert!(
        (four.mu.value - 1.0).abs() < 0.116 && (four.sigma.value - 1.0 / 3.0).abs() < 0.02,
        "{} {}",
        four.mu.value,
        four.sigma.value
    );
    assert!(found.noise.share < 1e-9, "worlds add the same everywhere");
    assert!(found.words.starts_with("y: driven by x1 (5.00 days over its range; rises with it)"), "{}", found.words);
}

/// A number between 0 and 1 that looks random, of a point and a world.
fn hash(x: &[f64], world: u64) -> f64 {
    let mut state = world.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for value in x {
        state = (state ^ value.to_bits()).wrapping_mul(0xd129_0d3f_32ee_4d2d);
        state ^= state >> 29;
    }
    (state >> 11) as f64 / (1_u64 << 53) as f64
}

#[test]
fn noise_of_few_worlds_is_measured_and_indices_stay_raw() {
    // Noise of variance 8 at each world, 4 worlds: 2 on a mean, against a variance of 13.84 from the parameters.
    let noise = |x: &[f64], world: u64| (hash(x, world) - 0.5) * (12.0 * 8.0_f64).sqrt();
    let found = analysed(Method::Sobol, 3, 2048, 4, move |u, world| ishigami(u) + noise(u, world));
    let share = 2.0 / (2.0 + 13.8446);
    assert!((found.noise.share - share).abs() < 0.01, "{} for {share}", found.noise.share);
    assert!((found.noise.within - 8.0).abs() < 0.3, "{}", found.noise.within);
    let (first, total) = ishigami_indices();
    for (at, one) in found.parameters.iter().enumerate() {
        assert!(one.total.value > total[at] + 0.05, "noise lifts total indices: {at}, {}", one.total.value);
        // First-order indices have the noise in the variance that they are shares of, and nowhere else.
        assert!((one.first.value - first[at] * (1.0 - share)).abs() < 0.05, "first {at}: {}", one.first.value);
    }
}

#[test]
fn what_changes_by_rounding_only_does_not_change() {
    for method in [Method::Sobol, Method::Morris] {
        // One day, from another instant at each point and in each world.
        let found = analysed(method, 2, 32, 5, |u, world| {
            let from = 17.0 * u[0] + 3.0 * u[1] + hash(u, world);
            (from + 1.0) - from
        });
        assert_eq!(found.words, "y: does not change; none of the parameters changes it.");
        assert!(found.noise.of_means == 0.0 && found.noise.share.is_nan(), "{:?}", found.noise);
        assert!(
            found
                .parameters
                .iter()
                .all(|p| p.first.value.is_nan() && p.total.value.is_nan() && p.mu_star.value.is_nan())
        );
    }
}

#[test]
fn points_without_a_value_cost_their_base_points_only() {
    // No value where the third coordinate is high: about one base point in five has such a point.
    let undefined = |u: &[f64]| u[2] > 0.9;
    let all = design_rows(Method::Sobol, 3, 512, 3).unwrap();
    let whole = all.chunks(5).filter(|base| !base.iter().any(|u| undefined(u))).count();
    let found = analysed(Method::Sobol, 3, 512, 2, move |u, _| if undefined(u) { f64::NAN } else { u[0] + 2.0 * u[1] });
    assert_eq!((found.used, found.undefined_points), (whole, all.iter().filter(|u| undefined(u)).count()));
    assert!(whole > 350 && whole < 480, "{whole}");
    // 1 and 4 parts of 5; the bootstrap's half-width is about 0.1.
    for (one, share) in found.parameters.iter().zip([0.2, 0.8, 0.0]) {
        assert!((one.first.value - share).abs() < 0.12 && (one.total.value - share).abs() < 0.12, "{one:?}");
    }
    assert!(found.words.contains(&format!("said of the {whole} of 512 base points")), "{}", found.words);
    let none = analysed(Method::Sobol, 3, 8, 2, |_, _| f64::NAN);
    assert!(none.words.ends_with("nothing is said."), "{}", none.words);
}

#[test]
fn no_sentence_puts_a_part_above_the_whole() {
    // Few base points: estimates of first-order indices often lie above those of totals.
    for (points, worlds) in [(8, 1), (16, 2), (32, 3)] {
        let found = analysed(Method::Sobol, 3, points, worlds, |u, world| ishigami(u) + hash(u, world));
        for said in found.words.split(", then ").filter(|said| said.contains("% by itself")) {
            let number = |text: &str| text.rsplit(['(', ' ']).next().unwrap().parse::<f64>().unwrap();
            let (total, alone) =
                (said.split_once(" % of the variance").unwrap(), said.split_once(" % by itself").unwrap());
            assert!(number(alone.0) < number(total.0), "{said}");
        }
        assert!(found.words.contains("95 % interval"), "few points have wide intervals: {}", found.words);
    }
}

#[test]
fn a_sweep_gives_the_outcome_at_each_point() {
    let folder = tempfile::tempdir().unwrap();
    let texts = ["campaign.contagion=1..3:3", "policy=baseline,fast", "milestone.m.date=2021-07-01,2021-07-03"];
    let factors: Vec<Factor> = texts.iter().map(|text| Factor::parse(text, &registry()).unwrap()).collect();
    let points = design(DesignLayout::Grid, &factors, 0, 1).unwrap();
    assert_eq!(points.len(), 12);
    let base = Variant::default();
    let variant: Vec<Variant> = points
        .iter()
        .enumerate()
        .map(|(at, values)| point_variant(format!("p{at:02}"), &factors, values, &base))
        .collect();
    let numbers = variant.iter().map(|variant| {
        let contagion: f64 = variant.set[0].split_once('=').unwrap().1.parse().unwrap();
        vec![contagion, f64::from(u8::from(variant.policy.is_some()))]
    });
    let metrics = vec![
        Metric::amount("y", "days", "10 c + 100 for the policy, plus 1 in odd worlds"),
        Metric::event("e", "in odd worlds"),
    ];
    let simulator = StubSimulator::new(metrics, numbers.collect(), |x, world, row| {
        row[0] = 10.0 * x[0] + 100.0 * x[1] + (world % 2) as f64;
        row[1] = (world % 2) as f64;
    });
    let paths = factors.iter().map(|factor| factor.path.clone()).collect();
    let planned = Design::Sweep { layout: DesignLayout::Grid, factors: paths, analysis: Look::default() };
    let results = run_it(folder.path(), &plan(10, planned, variant), &simulator);
    let found = sweep(&results, &[]).unwrap();
    assert_eq!(found.points[7].values, ["2", "fast", "2021-07-03"]);
    assert_eq!(found.points[7].numbers[0], 2.0);
    assert!(found.points[7].numbers[1].is_nan());
    assert_eq!((found.outcomes[0].at[7].mean, found.outcomes[0].at[7].n), (120.5, 10));
    assert!(found.outcomes[0].at[7].ci_low < 120.5 && found.outcomes[0].at[7].ci_high > 120.5);
    assert_eq!(found.outcomes[1].at[0].mean, 0.5);
    assert!(found.outcomes[0].clarity() > found.outcomes[1].clarity());
    let files = write_sweep(folder.path(), &found).unwrap();
    let read: Sweep = read_json(&folder.path().join("sweep.json"), SWEEP_FORMAT).unwrap();
    assert_eq!(format!("{read:?}"), format!("{found:?}"));
    assert_eq!(files.len(), 3);
    let mut table = csv::Reader::from_path(folder.path().join("sweep.csv")).unwrap();
    let heads: Vec<String> = table.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(heads[..5], ["point", "campaign.contagion", "policy", "milestone.m.date", "metric"]);
    assert_eq!(table.records().count(), 24);
}
