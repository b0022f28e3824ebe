//! The crisis as something to experiment with.

use std::sync::Arc;

use super::conditioning;
use super::simulator::{Failure, Record, Simulator};
use crate::model::invariants::Invariants;
use crate::model::{Crisis, Event, Fact};
use crate::outcome::{ByPlace, Metric, Series, Watch};
use crate::scenario::Scenario;
use crate::sim::{Context, Time, run};

/// Variants of one crisis: the same scenario under different policies or parameters, in the same random worlds.
pub struct CrisisSimulator {
    variants: Vec<Arc<Scenario>>,
    metrics: Vec<Metric>,
    series: Vec<Series>,
    by_place: Vec<ByPlace>,
}

/// A worker keeps its crises from replication to replication if there are at most so many variants; the points of a
/// large design would take too much memory.
const KEPT: usize = 64;

/// One worker's crises: one for each variant that it has met, or only the last.
pub struct Workspace {
    context: Context<Event, Fact>,
    crises: Vec<Option<(Crisis, Watch)>>,
}

impl CrisisSimulator {
    /// A simulator of variants that report the same metrics; `None` where there is no variant or they differ in what they report.
    #[must_use]
    pub fn new(variants: Vec<Arc<Scenario>>) -> Option<Self> {
        let first = variants.first()?;
        let metrics = Watch::metrics(first);
        let (series, by_place) = (Watch::series(first), Watch::by_place(first));
        let alike = variants.iter().all(|scenario| Watch::metrics(scenario) == metrics);
        alike.then_some(Self { variants, metrics, series, by_place })
    }
}

impl Simulator for CrisisSimulator {
    type Workspace = Workspace;

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
        self.variants.len()
    }

    fn workspace(&self) -> Workspace {
        Workspace { context: Context::new(), crises: (0..self.variants.len().min(KEPT)).map(|_| None).collect() }
    }

    fn replicate(
        &self,
        variant: usize,
        seed: u64,
        replication: u64,
        workspace: &mut Workspace,
        record: &mut Record,
    ) -> Result<(), Failure> {
        let scenario = &self.variants[variant];
        let many = self.variants.len() > KEPT;
        let place = &mut workspace.crises[if many { 0 } else { variant }];
        if many {
            *place = None;
        }
        let (crisis, watch) = place.get_or_insert_with(|| (Crisis::new(Arc::clone(scenario)), Watch::new(scenario)));
        let context = &mut workspace.context;
        let (_, before) = conditioning::begin(crisis, context, watch, (seed, replication))?;
        let horizon = Time::from_days(scenario.meta.horizon_days());
        let run = if cfg!(debug_assertions) {
            run(crisis, context, horizon, &mut (&mut *watch, Invariants::default()))
        } else {
            run(crisis, context, horizon, watch)
        };
        watch.finish(horizon, crisis, &mut record.row, &mut record.series);
        record.events = before + run.events;
        Ok(())
    }
}
