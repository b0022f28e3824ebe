//! The reference model: a scenario of the project against two independent implementations.
//!
//! The scenario `reference-advance` is run as any scenario is, 20,000 times, and its means are held against the means of each
//! implementation: they agree within four standard errors of the difference (a false alarm in 16,000 for each).

use super::Effort;
use super::plain::defect;
use crate::experiment::{CrisisSimulator, Record, Simulator};
use crate::outcome::Layout;
use crate::packed;
use crate::scenario::{Overlay, ScenarioSource};
use crate::stats::summary::Summary;
use crate::verify::check::{Check, Status};
use crate::verify::error::VerifyError;
use crate::verify::object::Object;
use crate::verify::report::CaseReport;
use rayon::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// The scenario's files: an installed program needs none.
const FILES: [&str; 7] = [
    "scenario.toml",
    "districts.csv",
    "edges.csv",
    "provinces.csv",
    "host_districts.csv",
    "border_edges.csv",
    "posts.csv",
];

/// What the two implementations simulate; another definition would need another scenario.
const DEFINITION: &str = "src/verify/cases/reference_model.json";
const REPLICATIONS: usize = 20_000;
const ERRORS_ALLOWED: f64 = 4.0;
const SEED: u64 = 20_210_815;
const CHUNK: usize = 50;

/// Quantities in the order of a row.
const QUANTITIES: [&str; 7] =
    ["fallen_end", "falls", "recaptures", "crossed", "mean_wait", "decision_time", "p_decision"];

/// Whether a document holds results of the reference model.
#[must_use]
pub(in crate::verify) fn recognises(value: &Value) -> bool {
    value.get("independent_implementations").is_some_and(Value::is_array)
}

/// Checks a document; `file` is its name in errors.
///
/// # Errors
/// When the document lacks what it needs.
pub(in crate::verify) fn check_json(file: &str, value: &Value, effort: Effort) -> Result<Vec<CaseReport>, VerifyError> {
    let root = Object::new(file, "$", value)?;
    root.ignore(&[
        "name",
        "definition",
        "outcomes",
        "pooled_truth",
        "pooled_from",
        "libs",
        "independent_implementations",
    ]);
    let known: Option<Value> = serde_json::from_str(packed::text(DEFINITION)).ok();
    if value.get("definition").is_some_and(|found| Some(found) != known.as_ref().and_then(|k| k.get("definition"))) {
        let reason = "another definition than that of the scenario reference-advance";
        let checks = vec![Check::not_checked("reference model", "definition", reason)];
        return Ok(vec![CaseReport { name: "reference model".to_owned(), checks, ..CaseReport::default() }]);
    }
    let replications = if effort == Effort::FULL { REPLICATIONS } else { REPLICATIONS / 100 };
    let means = simulate(replications)?;
    let mut cases = Vec::new();
    for (i, of) in root.children("independent_implementations")?.iter().enumerate() {
        let name = format!("independent_implementations[{i}] {}", of.text("engine"));
        of.ignore(&["replications"]);
        let mut checks = Vec::new();
        for (k, quantity) in QUANTITIES.into_iter().enumerate().filter(|(_, quantity)| of.has(quantity)) {
            let found = of.child(quantity)?;
            of.ignore(&[quantity]);
            checks.push(check(&name, quantity, &means[k], found.number("mean")?, found.not_negative("se")?));
        }
        checks.extend(of.unchecked(&name, ""));
        let through = "whole crisis (scenario reference-advance)".to_owned();
        cases.push(CaseReport { name, through, replications, checks });
    }
    cases.extend(CaseReport::of_the_rest(root.unchecked("file", "")));
    Ok(cases)
}

fn check(case: &str, quantity: &str, found: &Summary, mean: f64, se: f64) -> Check {
    let error = (found.mean - mean).abs();
    let tolerance = ERRORS_ALLOWED * libm::hypot(found.standard_error(), se);
    Check {
        case: case.to_owned(),
        quantity: quantity.to_owned(),
        computed: format!("{:.6}", found.mean),
        expected: format!("{mean}"),
        error,
        tolerance,
        status: if error <= tolerance { Status::Agrees } else { Status::Differs },
        reason: None,
    }
}

/// Summaries of the quantities; those that a history does not have are left out of them.
fn simulate(replications: usize) -> Result<Vec<Summary>, VerifyError> {
    let files = FILES.map(|name| (name, packed::text(&format!("scenarios/reference-advance/{name}"))));
    let source = ScenarioSource::from_texts(&files).map_err(|problems| defect(&problems))?;
    let scenario = source.resolve(&Overlay::none()).map_err(|problems| defect(&problems))?;
    let missing = || VerifyError::Form {
        file: "the program's own scenario".to_owned(),
        place: ": reference-advance".to_owned(),
        message: "lacks an outcome that the reference model has".to_owned(),
    };
    let simulator = CrisisSimulator::new(vec![Arc::new(scenario)]).ok_or_else(missing)?;
    let layout = Layout::of(simulator.metrics());
    let column = |id: &str| simulator.metrics().iter().position(|m| m.id == id).map(|at| layout.column(at));
    let wanted =
        ["held_at_end", "falls", "recaptures", "soldiers_crossed", "wait_mean", "request_days", "decision_days"];
    let columns: Vec<usize> = wanted.into_iter().map(column).collect::<Option<_>>().ok_or_else(missing)?;
    let mut rows = vec![[f64::NAN; QUANTITIES.len()]; replications];
    rows.par_chunks_mut(CHUNK).enumerate().for_each(|(k, chunk)| {
        let mut workspace = simulator.workspace();
        let mut record = Record::for_simulator(&simulator);
        for (i, row) in chunk.iter_mut().enumerate() {
            record.clear();
            let replication = (k * CHUNK + i) as u64;
            if simulator.replicate(0, SEED, replication, &mut workspace, &mut record).is_ok() {
                let value = |k: usize| record.row[columns[k]];
                let decided = value(5) + value(6);
                let whether = if decided.is_nan() { 0.0 } else { 1.0 };
                *row = [value(0), value(1), value(2), value(3), value(4), decided, whether];
            }
        }
    });
    let of = |k: usize| rows.iter().map(|row| row[k]).filter(|x| !x.is_nan()).collect::<Vec<f64>>();
    Ok((0..QUANTITIES.len()).map(|k| Summary::of(&of(k))).collect())
}
