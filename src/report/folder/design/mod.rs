//! Folders of designs: a sweep, or a sensitivity analysis. The first variant alone would say nothing here, so they have
//! pages of their own.

mod factors;
mod outcomes;
mod sensitivity;
mod sensitivity_charts;
mod sweep;
mod sweep_charts;
mod tornado;

pub(super) use outcomes::{label, subject};
pub(super) use sensitivity::of as sensitivity;
pub(super) use sweep::of as sweep;

use factors::{Design, Factor};

use super::read::Results;
use super::words::counted;

/// Outcomes that get charts and sentences.
const MOST_OUTCOMES: usize = 4;

/// Under what the numbers of a design were made.
fn basis(results: &Results, points: usize) -> String {
    let manifest = &results.manifest;
    format!(
        "{} at each of {} (the same worlds at all), seed {}, panj {}",
        counted(manifest.replications, "replication", "replications"),
        counted(points as u64, "point", "points"),
        manifest.plan.seed,
        manifest.panj
    )
}

/// Metrics that the plan asks to look at; empty when it asks for none in particular.
fn asked(results: &Results) -> Vec<String> {
    match &results.view.metric {
        Some(metric) => vec![metric.clone()],
        None => results.manifest.plan.design.metrics().to_vec(),
    }
}
