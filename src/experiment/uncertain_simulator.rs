//! The crisis with parameters that are not known: drawn once for a replication, the same draw for all variants.

use std::sync::Arc;

use super::conditioning;
use super::simulator::{Failure, Record, Simulator};
use crate::model::{Crisis, Event, Fact};
use crate::outcome::{ByPlace, Metric, Series, Watch};
use crate::scenario::{Assignment, Overlay, Posterior, Problems, ScenarioSource};
use crate::sim::{Context, Mechanism, Time, World, run};

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

/// Variants of one crisis under drawn parameters.
pub struct UncertainSimulator {
    source: ScenarioSource,
    overlays: Vec<Overlay>,
    draws: Draws,
    worlds_per_draw: u64,
    metrics: Vec<Metric>,
    series: Vec<Series>,
    by_place: Vec<ByPlace>,
}

/// One worker's crises under the draw that it met last.
pub struct UncertainWorkspace {
    context: Context<Event, Fact>,
    draw: Option<(u64, u64)>,
    crises: Vec<Option<(Crisis, Watch)>>,
}

impl UncertainSimulator {
    /// A simulator of `overlays` (their own draws are replaced); `worlds_per_draw` replications share a draw.
    ///
    /// # Errors
    /// What an overlay makes wrong with the parameters as written.
    pub fn new(
        source: ScenarioSource,
        overlays: Vec<Overlay>,
        draws: Draws,
        worlds_per_draw: u64,
    ) -> Result<UncertainSimulator, Problems> {
        let first = source.resolve(overlays.first().unwrap_or(&Overlay::none()))?;
        let (metrics, series) = (Watch::metrics(&first), Watch::series(&first));
        let (by_place, worlds_per_draw) = (Watch::by_place(&first), worlds_per_draw.max(1));
        Ok(UncertainSimulator { source, overlays, draws, worlds_per_draw, metrics, series, by_place })
    }

    fn crisis(&self, variant: usize, values: Vec<Assignment>) -> Result<(Crisis, Watch), Failure> {
        let overlay = Overlay { draws: values, ..self.overlays[variant].clone() };
        let refused = |problems: &Problems| Failure::Refused { reason: problems.render(false) };
        let scenario = Arc::new(self.source.resolve(&overlay).map_err(|problems| refused(&problems))?);
        if Watch::metrics(&scenario) != self.metrics {
            let reason = "the drawn parameters change which outcomes are reported".to_owned();
            return Err(Failure::Refused { reason });
        }
        let watch = Watch::new(&scenario);
        Ok((Crisis::new(scenario), watch))
    }
}

impl Simulator for UncertainSimulator {
    type Workspace = UncertainWorkspace;

    fn metrics(&self) -> &[Metric] {
        &self.metrics
    }

    fn series(&self) -> &[Series] {
        &self.series
    }

    fn by_place(&self) -> &[ByPlace] {
        &self.by_place
    }

    fn variants(&self) -> usize {
        self.overlays.len()
    }

    fn workspace(&self) -> UncertainWorkspace {
        UncertainWorkspace { context: Context::new(), draw: None, crises: Vec::new() }
    }

    fn replicate(
        &self,
        variant: usize,
        seed: u64,
        replication: u64,
        workspace: &mut UncertainWorkspace,
        record: &mut Record,
    ) -> Result<(), Failure> {
        let draw = replication / self.worlds_per_draw;
        if workspace.draw != Some((seed, draw)) {
            workspace.crises = (0..self.overlays.len()).map(|_| None).collect();
            workspace.draw = Some((seed, draw));
        }
        let context = &mut workspace.context;
        let place = &mut workspace.crises[variant];
        let (crisis, watch) = match place {
            Some(there) => there,
            None => place.insert(self.crisis(variant, self.draws.values(&self.source, seed, draw))?),
        };
        let (_, before) = conditioning::begin(crisis, context, watch, (seed, replication))?;
        let horizon = Time::from_days(crisis.scenario().meta.horizon_days());
        let run = run(crisis, context, horizon, watch);
        watch.finish(horizon, crisis, &mut record.row, &mut record.series);
        record.events = before + run.events;
        Ok(())
    }
}
