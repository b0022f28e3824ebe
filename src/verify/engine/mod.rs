//! Holds the engine and the model against cases with known answers, through the code that a crisis runs.
//!
//! A file has `models`: each with a kind (`model`), `params` and `stats`. The case is simulated with the components of the
//! model (territory, border post, alliance, mobilization) or, where a component does not have the process, with the engine
//! alone; the report says which. Every number of `stats` is estimated and held against the file's within an error
//! that follows from the standard error and one false alarm in a million files (see `estimate.rs`).

mod advance;
mod columns;
mod common;
mod council;
mod draws;
mod estimate;
mod gate;
mod history;
mod plain;
mod plan;
mod queues;
pub mod reference;
mod reserve;
mod sample;
mod spread;
mod station;
mod wanted;

use super::check::{Check, Status};
use super::fields::Unchecked;
use super::report::CaseReport;
use super::statistics::VerifyError;
use estimate::compare;
use plan::{Kind, Plan};
pub use sample::Effort;
use sample::Sample;
use serde_json::Value;
use wanted::{Node, Wanted};

/// Probability that chance alone makes any value of a file disagree.
pub const FALSE_ALARM: f64 = 1e-6;

const KINDS: &[(&str, Kind)] = &[
    ("pure_death", spread::pure_death),
    ("yule_pure_birth", spread::yule),
    ("si_complete_graph", spread::si_complete),
    ("sis_complete_graph_with_recapture", spread::sis_complete),
    ("si_path_graph", spread::small_graph),
    ("sis_cycle_with_base_and_recapture", spread::small_graph),
    ("directed_path_front", spread::path_front),
    ("two_state_fall_recapture", spread::two_state),
    ("piecewise_constant_hazard", spread::piecewise),
    ("hawkes_exponential_kernel", spread::hawkes),
    ("competing_exponentials", spread::competing),
    ("common_reaction_path_two_policies", common::two_policies),
    ("mmc_stationary", queues::mmc),
    ("mmc_transient", queues::mmc_transient),
    ("mm1k_stationary", queues::mm1k),
    ("mg1_gamma_service", queues::mg1),
    ("mg_infinity", queues::mg_infinity),
    ("burst_clearing", queues::burst),
    ("batch_poisson_arrivals_queue", queues::batches),
    ("priority_queue_agenda", queues::priorities),
    ("hypoexponential_stages", council::hypoexponential),
    ("gamma_stage_pipeline", council::gamma_pipeline),
    ("k_of_n_approval", council::k_of_n),
    ("consensus_all_members_heterogeneous", council::consensus),
    ("approval_with_rejection", council::rejection),
    ("approval_with_rework_loop", council::rework),
    ("reservist_mobilisation", reserve::reservists),
    ("race_weibull_vs_gamma", draws::race),
    ("compound_poisson_crossings", draws::compound_poisson),
    ("renewal_erlang2", draws::renewal),
    ("front_line_random_walk", draws::ruin),
];

/// Kinds of cases for the engine.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(name, _)| *name)
}

/// Whether a document holds cases for the engine.
#[must_use]
pub fn recognises(value: &Value) -> bool {
    value.get("models").is_some_and(Value::is_array)
}

/// A case that has been read.
struct Prepared {
    name: String,
    plans: Vec<Plan>,
    unchecked: Vec<Unchecked>,
}

/// Checks the cases of a document; `file` is its name in errors.
///
/// # Errors
/// When a case lacks what it needs or has parameters that make no sense.
pub fn check_json(file: &str, value: &Value, effort: Effort) -> Result<Vec<CaseReport>, VerifyError> {
    let mut root = Node::new(file, "$", value)?.prefixed("");
    ["libs", "count", "name", "comment"].into_iter().for_each(|key| root.ignore(key));
    let mut cases = Vec::new();
    root.each("models", |i, case| {
        cases.push(prepare(i, case)?);
        Ok(())
    })?;
    let values: usize = cases.iter().flat_map(|case: &Prepared| &case.plans).map(|plan| plan.wanted.len()).sum();
    let false_alarm = FALSE_ALARM / values.max(1) as f64;
    let mut reports: Vec<CaseReport> = cases.into_iter().map(|case| simulate(case, effort, false_alarm)).collect();
    root.close();
    if !root.unchecked.is_empty() {
        let checks = not_checked("file", &root.unchecked).collect();
        reports.push(CaseReport { name: "file".to_owned(), through: String::new(), replications: 0, checks });
    }
    Ok(reports)
}

fn prepare(i: usize, case: &mut Node<'_>) -> Result<Prepared, VerifyError> {
    let kind = case.text("model").to_owned();
    ["formula", "comment"].into_iter().for_each(|key| case.ignore(key));
    let name = format!("models[{i}] {kind}");
    let Some((_, read)) = KINDS.iter().find(|(known, _)| *known == kind) else {
        case.ignore("params");
        case.ignore("stats");
        let reason = if kind.is_empty() { "a case without a kind" } else { "a kind that is not known" };
        let quantity = if kind.is_empty() { "model".to_owned() } else { kind };
        let unchecked = vec![Unchecked { case: name.clone(), quantity, reason: reason.to_owned() }];
        return Ok(Prepared { name, plans: Vec::new(), unchecked });
    };
    for key in ["params", "stats"] {
        if !case.has(key) {
            return Err(case.wrong(key, "missing; the case needs it"));
        }
    }
    let (mut params, mut stats) = (case.child("params", "params.")?, case.child("stats", "")?);
    let plans = read(&mut params, &mut stats)?.plans;
    let mut unchecked = Vec::new();
    for node in [&mut params, &mut stats, case] {
        node.close();
        unchecked.append(&mut node.unchecked);
    }
    unchecked.sort_by(|a, b| (&a.quantity, &a.reason).cmp(&(&b.quantity, &b.reason)));
    unchecked.dedup_by(|a, b| (&a.quantity, &a.reason) == (&b.quantity, &b.reason));
    Ok(Prepared { name, plans, unchecked })
}

fn simulate(case: Prepared, effort: Effort, false_alarm: f64) -> CaseReport {
    let mut report = CaseReport { name: case.name, through: String::new(), replications: 0, checks: Vec::new() };
    let mut codes: Vec<String> = Vec::new();
    for plan in case.plans.iter().filter(|plan| !plan.wanted.is_empty()) {
        let sample = Sample::draw(plan.width, &plan.make, effort);
        report.replications = report.replications.max(sample.replications);
        report.checks.extend(plan.wanted.iter().map(|wanted| check(&report.name, wanted, &sample, false_alarm)));
        codes.push(plan.through.clone());
    }
    codes.dedup();
    report.through = codes.join("; ");
    report.checks.extend(not_checked(&report.name, &case.unchecked));
    report
}

fn not_checked<'a>(case: &'a str, unchecked: &'a [Unchecked]) -> impl Iterator<Item = Check> + 'a {
    unchecked.iter().map(move |u| Check::not_checked(case, &u.quantity, "", &u.reason))
}

fn check(case: &str, wanted: &Wanted, sample: &Sample, false_alarm: f64) -> Check {
    let expected = format!("{}", wanted.expected);
    let Some(found) = compare(sample, wanted.estimate, wanted.expected, false_alarm) else {
        let reason = "some histories do not tell: they are too long, or what is asked did not happen";
        return Check::not_checked(case, &wanted.quantity, &expected, reason);
    };
    Check {
        case: case.to_owned(),
        quantity: wanted.quantity.clone(),
        computed: format!("{:.6}", found.computed),
        expected,
        error: found.error,
        tolerance: found.tolerance,
        status: if found.agrees { Status::Agrees } else { Status::Differs },
    }
}
