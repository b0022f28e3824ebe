//! The crisis as something to experiment with.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use super::conditioned_world;
use super::draws::{DrawnVariants, Draws};
use super::limit::{Limit, most_events};
use super::simulator::{Failure, Record, Simulator};
use crate::model::invariants::Invariants;
use crate::model::{Crisis, Event, Fact};
use crate::outcome::{ByPlace, Collector, Metric, Series, Waiting, waiting};
use crate::scenario::{Overlay, Problems, Scenario, ScenarioSource};
use crate::sim::{Context, Observer, Time};

/// Variants of one crisis: the same scenario under different policies or parameters, in the same random worlds.
pub struct CrisisSimulator {
    variants: Variants,
    /// The first variant, whose metrics and names are those of all.
    first: Arc<Scenario>,
    metrics: Arc<[Metric]>,
    /// Put into words when they are asked for: a few worlds in memory may need none, and each place has a text.
    series: OnceLock<Vec<Series>>,
    by_place: OnceLock<Vec<ByPlace>>,
    most_events: u64,
}

/// The scenarios.
enum Variants {
    /// Parameters are known.
    Known(Vec<Arc<Scenario>>),
    /// Parameters are drawn, once for some replications.
    Drawn(Box<DrawnVariants>),
}

/// A worker keeps its crises from replication to replication if there are at most so many variants; the points of a
/// large design would take too much memory.
const KEPT: usize = 64;

/// Steps in which an observed history runs.
const STEPS: u32 = 32;

/// One worker's crises: one for each variant that it has met, or only the last; of the draw that it met last.
pub struct Workspace {
    context: Context<Event, Fact>,
    draw: Option<(u64, u64)>,
    crises: Vec<Option<(Crisis, Collector)>>,
    stop: Option<Arc<AtomicBool>>,
}

/// A crisis that is ready for one replication.
struct Ready<'a> {
    crisis: &'a mut Crisis,
    collector: &'a mut Collector,
    context: &'a mut Context<Event, Fact>,
    horizon: Time,
    limit: Limit<'a>,
}

impl CrisisSimulator {
    /// A simulator of variants that report the same metrics; `None` where there is no variant or they differ in what they report.
    #[must_use]
    pub fn new(variants: Vec<Arc<Scenario>>) -> Option<Self> {
        let first = Arc::clone(variants.first()?);
        let metrics = Collector::metrics(&first);
        let alike = variants[1..].iter().all(|scenario| Collector::metrics(scenario) == metrics);
        alike.then(|| Self::reporting_like(first, metrics.into(), Variants::Known(variants)))
    }

    /// A simulator of `overlays` (their own draws are replaced) under drawn parameters; `worlds_per_draw` replications
    /// share a draw.
    ///
    /// # Errors
    /// What an overlay makes wrong with the parameters as written.
    pub fn drawn(
        source: impl Into<Arc<ScenarioSource>>,
        overlays: Vec<Overlay>,
        draws: Draws,
        worlds_per_draw: u64,
    ) -> Result<Self, Problems> {
        let source = source.into();
        let first = Arc::new(source.resolve(overlays.first().unwrap_or(&Overlay::none()))?);
        let metrics = Collector::metrics(&first).into();
        Ok(Self::drawn_like(first, metrics, source, overlays, draws, worlds_per_draw))
    }

    /// The same where it is known what the first overlay comes to, and its metrics.
    pub(crate) fn drawn_like(
        first: Arc<Scenario>,
        metrics: Arc<[Metric]>,
        source: Arc<ScenarioSource>,
        overlays: Vec<Overlay>,
        draws: Draws,
        worlds_per_draw: u64,
    ) -> Self {
        let variants = DrawnVariants { source, overlays, draws, worlds_per_draw: worlds_per_draw.max(1) };
        Self::reporting_like(first, metrics, Variants::Drawn(Box::new(variants)))
    }

    fn reporting_like(first: Arc<Scenario>, metrics: Arc<[Metric]>, variants: Variants) -> Self {
        let (series, by_place, most_events) = (OnceLock::new(), OnceLock::new(), most_events(&first));
        Self { variants, first, metrics, series, by_place, most_events }
    }

    /// The same with another limit of events: a world that has more fails.
    #[must_use]
    pub fn with_most_events(self, most_events: u64) -> Self {
        Self { most_events, ..self }
    }

    /// The scenario of a variant, under the draw of parameters if they are drawn.
    fn scenario(&self, variant: usize, draw: Option<(u64, u64)>) -> Result<Arc<Scenario>, Failure> {
        match (&self.variants, draw) {
            (Variants::Known(scenarios), _) => Ok(Arc::clone(&scenarios[variant])),
            (Variants::Drawn(drawn), draw) => {
                let (seed, draw) = draw.unwrap_or_default();
                let scenario = drawn.scenario(variant, seed, draw)?;
                if scenario.names != self.first.names || !Collector::reports(&scenario, &self.metrics) {
                    let reason = "the drawn parameters change which outcomes are reported".to_owned();
                    return Err(Failure::Refused { reason });
                }
                Ok(scenario)
            }
        }
    }

    /// The crisis of a variant, kept or new.
    fn ready<'a>(
        &self,
        variant: usize,
        (seed, replication): (u64, u64),
        workspace: &'a mut Workspace,
    ) -> Result<Ready<'a>, Failure> {
        let draw = match &self.variants {
            Variants::Known(_) => None,
            Variants::Drawn(drawn) => Some((seed, replication / drawn.worlds_per_draw)),
        };
        let many = self.variants() > KEPT;
        if workspace.draw != draw {
            workspace.crises.iter_mut().for_each(|kept| *kept = None);
            workspace.draw = draw;
        }
        let place = &mut workspace.crises[if many { 0 } else { variant }];
        if many {
            *place = None;
        }
        let (crisis, collector) = match place {
            Some(kept) => kept,
            None => {
                let scenario = self.scenario(variant, draw)?;
                let collector = Collector::new(&scenario);
                place.insert((Crisis::new(scenario), collector))
            }
        };
        let horizon = Time::from_days(crisis.scenario().meta.horizon_days());
        let limit = Limit::new(self.most_events, workspace.stop.as_ref());
        Ok(Ready { crisis, collector, context: &mut workspace.context, horizon, limit })
    }

    /// Makes sure that no outcome is infinite (NaN is an outcome that does not exist).
    fn finite(&self, row: &[f64]) -> Result<(), Failure> {
        let Some(at) = row.iter().position(|value| value.is_infinite()) else { return Ok(()) };
        let mut end = 0;
        let metric = self.metrics.iter().find(|metric| {
            end += metric.width();
            at < end
        });
        let id = metric.map_or("an outcome", |metric| &*metric.id);
        Err(Failure::Refused { reason: format!("{id} is infinite: a parameter is too near 0 or too large for it") })
    }

    /// Runs a replication for an observer that sees every fact from the beginning on. Time goes in steps of a share of the
    /// horizon; after each `go_on` is asked, with the time that is reached, whether to go on.
    ///
    /// # Errors
    /// As [`Simulator::replicate`].
    pub(super) fn observe<O: Observer<Crisis>>(
        &self,
        variant: usize,
        (seed, replication): (u64, u64),
        workspace: &mut Workspace,
        observer: &mut O,
        mut go_on: impl FnMut(&O, Time) -> bool,
    ) -> Result<(), Failure> {
        let Ready { crisis, collector, context, horizon, mut limit } =
            self.ready(variant, (seed, replication), workspace)?;
        let world = conditioned_world::begin(crisis, context, collector, (seed, replication), &mut limit)?;
        // Conditioning may have run through a part of the history already.
        context.clear();
        crisis.begin(world, context);
        for step in 1..=STEPS {
            let until = if step == STEPS {
                horizon
            } else {
                Time::from_days(horizon.days() * f64::from(step) / f64::from(STEPS))
            };
            limit.run(crisis, context, until, observer)?;
            if !go_on(observer, until) {
                break;
            }
        }
        Ok(())
    }
}

impl Simulator for CrisisSimulator {
    type Workspace = Workspace;

    fn metrics(&self) -> &[Metric] {
        &self.metrics
    }

    fn series(&self) -> &[Series] {
        self.series.get_or_init(|| Collector::series(&self.first))
    }

    fn by_place(&self) -> &[ByPlace] {
        self.by_place.get_or_init(|| Collector::by_place(&self.first))
    }

    fn waiting(&self, variant: usize) -> Vec<Waiting> {
        match &self.variants {
            Variants::Known(scenarios) => scenarios.get(variant).map(|scenario| waiting(scenario)).unwrap_or_default(),
            Variants::Drawn(drawn) => {
                let overlay = drawn.overlays.get(variant);
                overlay.and_then(|o| drawn.source.resolve(o).ok()).map(|s| waiting(&s)).unwrap_or_default()
            }
        }
    }

    fn variants(&self) -> usize {
        match &self.variants {
            Variants::Known(scenarios) => scenarios.len(),
            Variants::Drawn(drawn) => drawn.overlays.len(),
        }
    }

    fn workspace(&self) -> Workspace {
        let crises = (0..self.variants().min(KEPT)).map(|_| None).collect();
        Workspace { context: Context::new(), draw: None, crises, stop: None }
    }

    fn heed(&self, workspace: &mut Workspace, stop: &Arc<AtomicBool>) {
        workspace.stop = Some(Arc::clone(stop));
    }

    fn replicate(
        &self,
        variant: usize,
        seed: u64,
        replication: u64,
        workspace: &mut Workspace,
        record: &mut Record,
    ) -> Result<(), Failure> {
        let Ready { crisis, collector, context, horizon, mut limit } =
            self.ready(variant, (seed, replication), workspace)?;
        conditioned_world::begin(crisis, context, collector, (seed, replication), &mut limit)?;
        // Conditioning may have run through a part of the history already: what came before was not watched.
        if cfg!(debug_assertions) && context.now() == Time::ZERO {
            limit.run(crisis, context, horizon, &mut (&mut *collector, Invariants::default()))?;
        } else {
            limit.run(crisis, context, horizon, collector)?;
        }
        collector.finish(horizon, crisis, &mut record.row, &mut record.series);
        record.events = limit.events();
        self.finite(&record.row)
    }
}
