//! Parameters that are not known: drawn once for some worlds, the same draw for all variants.

use std::sync::Arc;

use super::simulator::Failure;
use crate::scenario::{Assignment, Overlay, Posterior, Scenario, ScenarioSource, Uncertain};
use crate::sim::{Mechanism, World};

/// Names the random numbers of the draws; no mechanism of a model has this number.
const PARAMETERS: Mechanism = Mechanism(60_000);

/// Where the values of uncertain parameters come from: samples, drawn independently of each other, and the scenario's priors for the rest.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draws {
    /// Samples, such as a posterior.
    samples: Vec<Sample>,
    /// Numbers of the priors that are drawn from, each independently: of parameters that stand in no sample.
    priors: Vec<usize>,
}

/// A list of which one entry is drawn by chance, as often as its weight says.
#[derive(Debug, Clone, PartialEq)]
struct Sample {
    posterior: Arc<Posterior>,
    /// Sums of the weights from the first entry on.
    sums: Vec<f64>,
}

impl Draws {
    /// Draws from samples of parameters; with `priors` also from the scenario's priors of the parameters that stand in none, which else
    /// are as written.
    pub fn new(
        source: &ScenarioSource,
        samples: impl IntoIterator<Item = impl Into<Arc<Posterior>>>,
        priors: bool,
    ) -> Draws {
        let sample = |posterior: Arc<Posterior>| {
            let mut sum = 0.0;
            let sums = posterior.weights.iter().map(|weight| {
                sum += weight;
                sum
            });
            Sample { sums: sums.collect(), posterior }
        };
        let samples: Vec<Sample> = samples.into_iter().map(|posterior| sample(posterior.into())).collect();
        let sampled = |path: &String| samples.iter().any(|sample| sample.posterior.paths.contains(path));
        let all = source.uncertainty().iter().enumerate();
        let priors = all.filter(|(_, one)| priors && !sampled(&one.path)).map(|(number, _)| number).collect();
        Draws { samples, priors }
    }

    /// Paths of the parameters that are drawn.
    pub fn paths(&self, source: &ScenarioSource) -> Vec<String> {
        let sampled = self.samples.iter().flat_map(|sample| sample.posterior.paths.iter().cloned());
        sampled.chain(self.priors(source).map(|(one, _)| one.path.clone())).collect()
    }

    /// The priors that are drawn from, with their numbers.
    fn priors<'a>(&'a self, source: &'a ScenarioSource) -> impl Iterator<Item = (&'a Uncertain, u64)> {
        self.priors.iter().filter_map(|&number| Some((source.uncertainty().get(number)?, number as u64)))
    }

    /// The samples and the numbers of their rows, from 0, that draw number `draw` takes.
    fn rows(&self, seed: u64, draw: u64) -> Vec<(&Posterior, usize)> {
        let world = World::new(seed, draw);
        let mut rows = Vec::with_capacity(self.samples.len());
        for (sample, number) in self.samples.iter().zip(0..) {
            let uniform = world.occasion(PARAMETERS, 0, number).uniform();
            let at = uniform * sample.sums.last().copied().unwrap_or(0.0);
            let last = sample.posterior.weights.len().saturating_sub(1);
            rows.push((sample.posterior.as_ref(), sample.sums.partition_point(|sum| *sum <= at).min(last)));
        }
        rows
    }

    /// The values of draw number `draw` of an experiment with this seed.
    pub fn values(&self, source: &ScenarioSource, seed: u64, draw: u64) -> Vec<Assignment> {
        let world = World::new(seed, draw);
        let rows = self.rows(seed, draw).into_iter();
        let mut values: Vec<Assignment> = rows.flat_map(|(sample, row)| sample.draw(row)).collect();
        values.extend(self.priors(source).map(|(one, entity)| one.draw(world.stream(PARAMETERS, entity).uniform())));
        values
    }
}

/// Variants of a scenario whose parameters are drawn.
pub(super) struct DrawnVariants {
    pub(super) source: Arc<ScenarioSource>,
    pub(super) overlays: Vec<Overlay>,
    pub(super) draws: Draws,
    /// Replications that share a draw.
    pub(super) worlds_per_draw: u64,
}

impl DrawnVariants {
    /// A variant under the draw of a replication.
    ///
    /// # Errors
    /// What the drawn values make wrong with the scenario.
    pub(super) fn scenario(&self, variant: usize, seed: u64, draw: u64) -> Result<Arc<Scenario>, Failure> {
        let values = self.draws.values(&self.source, seed, draw);
        let overlay = Overlay { draws: values, ..self.overlays[variant].clone() };
        let scenario = self.source.resolve(&overlay);
        scenario.map(Arc::new).map_err(|problems| {
            // a sample that ships is held against the scenario row by row, as rows are drawn
            let rows = self.draws.rows(seed, draw);
            let rows: Vec<String> =
                rows.iter().map(|(sample, row)| format!("row {} of {}", row + 2, sample.file)).collect();
            let drawn = if rows.is_empty() { String::new() } else { format!("{}: ", rows.join(", ")) };
            Failure::Refused { reason: drawn + &problems.render(false) }
        })
    }
}
