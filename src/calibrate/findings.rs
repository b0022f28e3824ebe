//! What calibrations found: structures that are written as JSON beside the posterior, and read back by `result::from_json`: a
//! number that is not known is NaN, and null in the file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fit::{Calibration, Found};
use super::likelihood::Change;
use super::predictive::{Predicted, predictive};
use super::simulated::{Met, Progressed, Schedule, Simulated};
use crate::scenario::{Date, Overlay, Problems, ScenarioSource};

/// Histories from the posterior that the record is held against.
const HISTORIES: usize = 200;

/// What a calibration is of: read and written as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Basis {
    /// Version of the program.
    pub version: String,
    /// Title of the scenario.
    pub scenario: String,
    /// Hash of each of its files by name, the record's included.
    pub sha256: BTreeMap<String, String>,
    /// The last day that was known.
    pub as_of: Date,
    /// Seed of the draws.
    pub seed: u64,
}

/// What the record of dated falls says of the war: read and written as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// What it is a calibration of.
    #[serde(flatten)]
    pub basis: Basis,
    /// Chains.
    pub chains: u32,
    /// Steps of each; as many again went before them.
    pub steps: u32,
    /// Rows of dated changes that were used.
    pub rows: usize,
    /// Rows of counts that were used.
    pub counts: usize,
    /// Rows left out since they say nothing new.
    pub left_out: usize,
    /// Falls that are not on record: mean of the posterior.
    pub missing: f64,
    /// Logarithm of the likelihood with the values as written, averaged over what the record leaves open; none where some of that
    /// cannot be with these values.
    pub log_as_written: Option<f64>,
    /// The same at the mean of the posterior.
    pub log_at_mean: Option<f64>,
    /// The same of each draw with its own values, and what it takes to be missing: mean.
    pub log_of_draws: f64,
    /// Parameter by parameter.
    pub found: Vec<Found>,
    /// Features of records from the posterior beside the one it was learned from.
    #[serde(default)]
    pub predictive: Vec<Predicted>,
    /// Parameters of the war of which the record says nothing: they keep their priors.
    pub silent: Vec<String>,
}

/// What outcomes on record say of parameters by simulation: read and written as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingsBySimulation {
    /// What it is a calibration of.
    #[serde(flatten)]
    pub basis: Basis,
    /// Particles.
    pub particles: usize,
    /// Particles that are not copies of another.
    pub distinct: usize,
    /// Generations that were run.
    pub generations: u32,
    /// Simulations that it took.
    pub simulations: u64,
    /// Distances let through, generation by generation.
    pub distances: Vec<f64>,
    /// Share of the last generation's moves that passed.
    pub accepted: f64,
    /// Outcomes on record that were not gone by: held out, or only looked at when values were set.
    pub held_out: usize,
    /// How the campaign was produced, where not as written.
    pub campaign: Option<String>,
    /// Hash of the sample whose rows were kept together.
    pub joint: Option<String>,
    /// Samples of which a row was drawn for each simulation.
    pub nuisance: usize,
    /// Parameter by parameter.
    pub found: Vec<Found>,
    /// Outcome by outcome.
    pub met: Vec<Met>,
}

/// The last day of a scenario that has a row of its record; its last day where none has.
///
/// # Errors
/// [`Problems`] of the scenario.
pub fn last_day(source: &ScenarioSource) -> Result<Date, Problems> {
    let scenario = source.resolve(&Overlay::none())?;
    let (record, end) = (&scenario.record, scenario.meta.end);
    let changes = record.changes.iter().map(|change| change.date);
    let counts = record.counts.iter().map(|count| count.date);
    let outcomes = record.outcomes.iter().map(|outcome| outcome.date);
    Ok(changes.chain(counts).chain(outcomes).max().unwrap_or(end).min(end))
}

impl Basis {
    /// Of a whole scenario of which a calibration knows what was known on a day.
    #[must_use]
    pub fn of(source: &ScenarioSource, as_of: Date, seed: u64) -> Basis {
        let title = source.resolve(&Overlay::none()).map(|scenario| scenario.meta.title);
        Basis {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: title.unwrap_or_default(),
            sha256: source.inputs().iter().map(|input| (input.name.clone(), input.sha256.clone())).collect(),
            as_of,
            seed,
        }
    }
}

impl Findings {
    /// What a calibration found.
    #[must_use]
    pub fn of(calibration: &Calibration<'_>, basis: Basis) -> Findings {
        let known = &calibration.target.known;
        let missing = |path: &[Change]| path.iter().filter(|change| change.dated.is_none()).count();
        let all = calibration.draws().count() as f64;
        let [log_as_written, log_at_mean, log_of_draws] = calibration.logs;
        let [log_as_written, log_at_mean] = [log_as_written, log_at_mean].map(|log| log.is_finite().then_some(log));
        Findings {
            chains: calibration.sampling.chains,
            steps: calibration.sampling.warm_up as u32,
            rows: known.rows,
            counts: known.counts,
            left_out: known.left_out,
            missing: calibration.draws().map(|draw| missing(&draw.path) as f64).sum::<f64>() / all,
            log_as_written,
            log_at_mean,
            log_of_draws,
            found: calibration.found(),
            predictive: predictive(calibration, HISTORIES, basis.seed),
            silent: calibration.silent.iter().map(|one| one.path.clone()).collect(),
            basis,
        }
    }

    /// Parameters whose chains have not met.
    #[must_use]
    pub fn unmet(&self) -> Vec<&str> {
        let apart = self.found.iter().filter(|one| !one.has_met());
        apart.map(|one| one.path.as_str()).collect()
    }
}

impl FindingsBySimulation {
    /// What a calibration by simulation found when it had ended; `campaign` says how the campaign was produced where not as
    /// written, `joint` is the hash of the sample whose rows were kept together.
    #[must_use]
    pub fn of(
        target: &Simulated<'_>,
        (schedule, now): (Schedule, &Progressed),
        (campaign, joint): (Option<String>, Option<String>),
        basis: Basis,
    ) -> FindingsBySimulation {
        FindingsBySimulation {
            particles: schedule.particles,
            distinct: now.distinct(),
            generations: now.generation,
            simulations: now.simulations,
            distances: now.distances.clone(),
            accepted: now.accepted,
            held_out: target.held_out,
            campaign,
            joint,
            nuisance: target.nuisance.len(),
            found: target.found(now),
            met: target.met(now),
            basis,
        }
    }
}
