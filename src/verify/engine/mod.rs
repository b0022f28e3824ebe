//! Holds the engine and the model against cases with known answers, through the code that a crisis runs.
//!
//! A file has `models`: each with a kind (`model`), `params` and `stats`. The case is simulated with the components of the
//! model (territory, border post, alliance, mobilization) or, where a component does not have the process, with the engine
//! alone; the report says which. Every number of `stats` is estimated and held against the file's within an error
//! that follows from the standard error and one false alarm in a million files (see `estimate.rs`).

mod advance;
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
mod walk;

use super::check::{Check, Status};
use super::error::VerifyError;
use super::object::Object;
use super::report::CaseReport;
use estimate::compare;
use plan::{Kind, Plan, Wanted};
pub use sample::Effort;
use sample::Sample;
use serde_json::Value;

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

/// A case that has been read, with what is not compared.
struct Prepared {
    name: String,
    plans: Vec<Plan>,
    unchecked: Vec<Check>,
}

/// Checks the cases of a document; `file` is its name in errors.
///
/// # Errors
/// When a case lacks what it needs or has parameters that make no sense.
pub(super) fn check_json(file: &str, value: &Value, effort: Effort) -> Result<Vec<CaseReport>, VerifyError> {
    let root = Object::new(file, "$", value)?;
    root.ignore(&["libs", "count", "name", "comment", "models"]);
    let cases = root.children("models")?;
    let cases = cases.iter().enumerate().map(|(i, case)| prepare(i, case)).collect::<Result<Vec<_>, _>>()?;
    let values: usize = cases.iter().flat_map(|case| &case.plans).map(|plan| plan.wanted.len()).sum();
    let false_alarm = FALSE_ALARM / values.max(1) as f64;
    let mut reports: Vec<CaseReport> = cases.into_iter().map(|case| simulate(case, effort, false_alarm)).collect();
    reports.extend(CaseReport::of_the_rest(root.unchecked("file", "")));
    Ok(reports)
}

fn prepare(i: usize, case: &Object<'_>) -> Result<Prepared, VerifyError> {
    let kind = case.text("model");
    let name = format!("models[{i}] {kind}");
    let Some((_, read)) = KINDS.iter().find(|(known, _)| *known == kind) else {
        let (quantity, reason) =
            if kind.is_empty() { ("model", "a case without a kind") } else { (kind, "a kind that is not known") };
        let unchecked = vec![Check::not_checked(&name, quantity, reason)];
        return Ok(Prepared { name, plans: Vec::new(), unchecked });
    };
    case.ignore(&["formula", "comment", "params", "stats"]);
    let (params, stats) = (case.child("params")?, case.child("stats")?.by_element());
    let plans = read(&params, &stats)?;
    let unchecked = [(&params, "params."), (&stats, ""), (case, "")];
    let unchecked = unchecked.into_iter().flat_map(|(object, prefix)| object.unchecked(&name, prefix)).collect();
    Ok(Prepared { name, plans, unchecked })
}

fn simulate(case: Prepared, effort: Effort, false_alarm: f64) -> CaseReport {
    let mut report = CaseReport { name: case.name, ..CaseReport::default() };
    let mut codes: Vec<&str> = Vec::new();
    for plan in case.plans.iter().filter(|plan| !plan.wanted.is_empty()) {
        let sample = Sample::draw(plan.width, &plan.make, effort);
        report.replications = report.replications.max(sample.replications);
        report.checks.extend(plan.wanted.iter().map(|wanted| check(&report.name, wanted, &sample, false_alarm)));
        codes.push(&plan.through);
    }
    report.through = codes.join("; ");
    report.checks.extend(case.unchecked);
    report
}

fn check(case: &str, wanted: &Wanted, sample: &Sample, false_alarm: f64) -> Check {
    let reason = "some histories do not tell: they are too long, or what is asked did not happen";
    let unknown = Check { expected: wanted.expected.to_string(), ..Check::not_checked(case, &wanted.quantity, reason) };
    let Some(found) = compare(sample, wanted.estimate, wanted.expected, false_alarm) else { return unknown };
    Check {
        computed: format!("{:.6}", found.computed),
        error: found.error,
        tolerance: found.tolerance,
        status: if found.agrees { Status::Agrees } else { Status::Differs },
        reason: None,
        ..unknown
    }
}
