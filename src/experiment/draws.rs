//! Parameters that are not known: drawn once for some worlds, the same draw for all variants.

use std::sync::Arc;

use super::simulator::Failure;
use crate::scenario::{Assignment, Overlay, Posterior, Scenario, ScenarioSource};
use crate::sim::{Mechanism, World};

/// Names the random numbers of the draws; no mechanism of a model has this number.
const PARAMETERS: Mechanism = Mechanism(60_000);

/// Where the values of uncertain parameters come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Draws {
    /// From the scenario's priors, each parameter independently.
    Priors,
    /// From a list, such as a posterior sample: one entry by chance, as often as its weight says.
    Sample {
        /// The entries.
        list: Vec<Vec<Assignment>>,
        /// Sums of the weights from the first entry on.
        sums: Vec<f64>,
    },
}

impl Draws {
    /// Draws from a sample of parameters.
    pub fn sample(posterior: Posterior) -> Draws {
        let mut sum = 0.0;
        let sums = posterior.weights.iter().map(|weight| {
            sum += weight;
            sum
        });
        Draws::Sample { sums: sums.collect(), list: posterior.draws }
    }

    /// The values of draw number `draw` of an experiment with this seed.
    pub fn values(&self, source: &ScenarioSource, seed: u64, draw: u64) -> Vec<Assignment> {
        let world = World::new(seed, draw);
        match self {
            Draws::Priors => {
                let uncertain = source.uncertainty().iter().zip(0..);
                uncertain.map(|(one, entity)| one.draw(world.stream(PARAMETERS, entity).uniform())).collect()
            }
            Draws::Sample { list, sums } => {
                let at = world.stream(PARAMETERS, 0).uniform() * sums.last().copied().unwrap_or(0.0);
                let entry = sums.partition_point(|sum| *sum <= at).min(list.len().saturating_sub(1));
                list.get(entry).cloned().unwrap_or_default()
            }
        }
    }
}

/// Variants of a scenario whose parameters are drawn.
pub(super) struct DrawnVariants {
    pub(super) source: ScenarioSource,
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
        scenario.map(Arc::new).map_err(|problems| Failure::Refused { reason: problems.render(false) })
    }
}
