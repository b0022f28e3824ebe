//! The engine and the model against closed forms, by the same code as `panj verify`, with fewer replications.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use assert_cmd::Command;
use panj::verify::engine::Effort;
use panj::verify::report::FileReport;
use panj::verify::{check_value, shipped};
use serde_json::{Value, json};

fn check(models: &Value) -> FileReport {
    check_value("cases.json", models, Effort::THIN).unwrap()
}

/// Whether a file of one case has so many quantities, all of which agree.
fn agrees(case: &Value, quantities: usize) {
    let report = check(&json!({ "models": [case] }));
    let tally = report.tally();
    assert_eq!((tally.agree, tally.differ, tally.not_checked), (quantities, 0, 0), "{}", report.text(true));
}

#[test]
fn the_shipped_cases_agree() {
    let mut kinds = 0;
    for file in shipped().filter(|file| file.name.ends_with("_models.json") || file.name.starts_with("reference")) {
        let report = file.check(Effort::THIN).unwrap();
        assert_eq!(report.tally().differ, 0, "{}", report.text(false));
        kinds += report.cases.iter().filter(|case| !case.through.is_empty()).count();
    }
    assert!(kinds >= 34, "only {kinds} cases were simulated");
}

#[test]
fn other_numbers_agree_with_their_closed_forms() {
    let (n, mu, t) = (7.0_f64, 0.3_f64, 2.0_f64);
    let left = (-mu * t).exp();
    let harmonic: f64 = (1..=7).map(|k| 1.0 / f64::from(k)).sum();
    agrees(
        &json!({ "model": "pure_death", "params": { "n": 7, "mu": 0.3 }, "stats": {
            "at": [{ "t": 2, "mean": n * left, "var": n * left * (1.0 - left), "p_extinct": (1.0 - left).powi(7) }],
            "extinction_mean": harmonic / mu,
        }}),
        4,
    );
    let rates = [0.7_f64, 0.2];
    agrees(
        &json!({ "model": "competing_exponentials", "params": { "rates": rates }, "stats": {
            "min_mean": 1.0 / 0.9, "min_var": 1.0 / 0.81, "winner": [0.7 / 0.9, 0.2 / 0.9],
        }}),
        4,
    );
    let (a, b, t) = (0.5_f64, 0.25_f64, 3.0_f64);
    let held = a / (a + b) * (1.0 - (-(a + b) * t).exp());
    agrees(
        &json!({ "model": "two_state_fall_recapture", "params": { "fall": a, "recapture": b, "start": "government" },
            "stats": { "stationary_p_fallen": a / (a + b), "at": [{ "t": t, "p_fallen": held }] } }),
        2,
    );
    agrees(
        &json!({ "model": "hypoexponential_stages", "params": { "rates": [2.0, 0.5, 1.0] },
            "stats": { "mean": 3.5, "var": 0.25 + 4.0 + 1.0 } }),
        2,
    );
    agrees(
        &json!({ "model": "gamma_stage_pipeline", "params": { "stages": 9, "shape": 1.5, "scale": 0.5 },
            "stats": { "mean": 6.75, "var": 3.375 } }),
        2,
    );
    agrees(
        &json!({ "model": "k_of_n_approval", "params": { "members": 3, "rate": 2.0, "needed": 2 },
            "stats": { "mean": (1.0 / 3.0 + 0.5) / 2.0, "unanimity_mean": (1.0 / 3.0 + 0.5 + 1.0) / 2.0 } }),
        2,
    );
    let (lambda, mu) = (1.0, 2.0);
    let rho: f64 = lambda / mu;
    agrees(
        &json!({ "model": "mmc_stationary", "params": { "lambda": lambda, "mu": mu, "c": 1 },
            "stats": { "rho": rho, "Wq": rho / (mu - lambda), "L": rho / (1.0 - rho), "p_empty": 1.0 - rho,
                "erlang_b_loss": rho / (1.0 + rho) } }),
        5,
    );
    agrees(
        &json!({ "model": "priority_queue_agenda", "params": { "lambdas_high_to_low": [0.2, 0.3, 0.1, 0.1, 0.1], "mu": 2.0, "c": 1 },
            "stats": { "Wq_nonpreemptive_class0_is_highest": cobham(&[0.2, 0.3, 0.1, 0.1, 0.1], 2.0), "rho": 0.4 } }),
        6,
    );
    agrees(
        &json!({ "model": "directed_path_front", "params": { "edge_rates": [0.5, 0.5], "horizon": 2.0 },
            "stats": { "p_node_fallen": [1.0 - (-1.0_f64).exp(), 1.0 - 2.0 * (-1.0_f64).exp()], "mean_last": 4.0 } }),
        3,
    );
}

/// Mean waits in a non-preemptive queue with one server and classes of equal exponential service (Cobham 1954).
fn cobham(rates: &[f64], mu: f64) -> Vec<f64> {
    let residual = rates.iter().sum::<f64>() / (mu * mu);
    let load = |k: usize| rates[..k].iter().sum::<f64>() / mu;
    (0..rates.len()).map(|k| residual / ((1.0 - load(k)) * (1.0 - load(k + 1)))).collect()
}

#[test]
fn a_wrong_expectation_ends_with_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wrong.json");
    let case = |mean: f64| {
        json!({ "models": [{ "model": "burst_clearing", "params": { "k_at_once": 4, "servers": 2, "mu": 1.0 },
            "stats": { "clearing_mean": mean } }] })
        .to_string()
    };
    let verify = |text: String| {
        std::fs::write(&file, text).unwrap();
        Command::cargo_bin("panj").unwrap().arg("verify").arg(&file).output().unwrap()
    };
    assert_eq!(verify(case(2.5)).status.code(), Some(0));
    let wrong = verify(case(2.5 * 1.05));
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stdout).contains("DIFFERS"));
    let unknown = verify(json!({ "models": [{ "model": "exotic", "params": {}, "stats": {} }] }).to_string());
    assert_eq!(unknown.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&unknown.stdout).contains("a kind that is not known"));
    let nonsense = verify(
        json!({ "models": [{ "model": "pure_death", "params": { "n": 0, "mu": 1.0 }, "stats": {} }] }).to_string(),
    );
    assert_eq!(nonsense.status.code(), Some(2));
    let told = String::from_utf8_lossy(&nonsense.stderr).into_owned();
    assert!(told.contains("wrong.json: $.models[0].params.n: expected a whole number from 1"), "{told}");
}

#[test]
fn an_unknown_field_is_listed() {
    let case = json!({ "models": [{ "model": "burst_clearing", "params": { "k_at_once": 4, "servers": 2, "mu": 1.0, "haste": 2 },
        "stats": { "clearing_mean": 2.5, "mood": 1.0 } }] });
    let report = check(&case);
    let tally = report.tally();
    assert_eq!((tally.agree, tally.differ, tally.not_checked), (1, 0, 2), "{}", report.text(true));
}

#[test]
fn nonsense_is_refused_by_name() {
    let told = |case: Value| check_value("f.json", &json!({ "models": [case] }), Effort::THIN).unwrap_err().to_string();
    let text = told(json!({ "model": "competing_exponentials", "params": { "rates": [1.0, -2.0] }, "stats": {} }));
    assert_eq!(text, "f.json: $.models[0].params.rates[1]: expected a number above 0, found -2");
    let text = told(json!({ "model": "mmc_stationary", "params": { "lambda": 3.0, "mu": 1.0, "c": 2 }, "stats": {} }));
    assert!(text.contains("$.models[0].params.lambda: expected a load below 1, found 1.5"), "{text}");
    let text = told(json!({ "model": "pure_death", "params": { "n": 3 }, "stats": {} }));
    assert!(text.contains("$.models[0].params.mu: missing"), "{text}");
}
