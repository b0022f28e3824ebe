//! Metrics by name, for `panj explain`.

use std::path::Path;

use super::error::CliError;
use super::new::starter;
use crate::outcome::{Better, Collector, Kind, Metric};
use crate::scenario::{Overlay, Scenario, ScenarioSource};

/// What the starter scenario leaves out, so that every group of metrics is there.
const TRACKS: [&str; 2] = ["programme.resolution=2021-01-01", "bilateral.partner=Partner"];

/// The metrics of a scenario; without one, those that a scenario with every track reports.
///
/// # Errors
/// All that is wrong with the scenario.
pub(super) fn metrics(scenario: Option<&Path>) -> Result<Vec<Metric>, CliError> {
    let scenario = match scenario {
        Some(path) => crate::scenario::load(path, &Overlay::none())?,
        None => starter_with_every_track()?,
    };
    Ok(Collector::metrics(&scenario))
}

fn starter_with_every_track() -> Result<Scenario, CliError> {
    let mut overlay = Overlay::none();
    overlay.sets.extend(TRACKS.iter().filter_map(|text| text.parse().ok()));
    Ok(ScenarioSource::from_texts(&starter())?.resolve(&overlay)?)
}

/// A metric in words.
pub(super) fn explain(metric: &Metric) -> String {
    let (kind, range) = match &metric.kind {
        Kind::Amount => ("an amount", "any number; empty where it does not exist in a replication".to_owned()),
        Kind::Event => ("an event", "0 or 1; its mean is a probability".to_owned()),
        Kind::Time(_) => {
            ("a time, cut off by the horizon", format!("0 or more; days followed stand in {}", metric.followed_id()))
        }
        Kind::Level(names) => ("one of several levels", names.join(", ")),
    };
    let better = match metric.better {
        Better::Higher => "more is better",
        Better::Lower => "less is better",
        Better::Neither => "descriptive: no direction is better",
    };
    let unit = if metric.unit.is_empty() { "none" } else { &*metric.unit };
    let source = if metric.source.is_empty() { "the model's own definition (docs/model.md)" } else { &*metric.source };
    format!(
        "{}: {}\n  metric     {kind}\n  unit       {unit}\n  values     {range}\n  direction  {better}\n  source     {source}\n",
        metric.id, metric.meaning
    )
}
