//! Reservists who come one by one: the model's mobilization alone.

use super::columns::Columns;
use super::estimate::{Estimate, Test};
use super::plain::still;
use super::plan::{Planned, defect};
use super::sample::{MakeWorker, Worker};
use super::wanted::Node;
use crate::model::border_view::BorderView;
use crate::model::desk::Desk;
use crate::model::mobilization::Mobilization;
use crate::model::{Event, Fact};
use crate::scenario::Scenario;
use crate::sim::{Context, Distribution, Process, Time, World, run};
use crate::verify::statistics::VerifyError;
use std::sync::Arc;

/// Most reservists of a case.
const MOST: usize = 1_000_000;

struct Reserve {
    scenario: Arc<Scenario>,
    world: World,
    mobilization: Mobilization,
}

impl Process for Reserve {
    type Event = Event;
    type Fact = Fact;

    fn fire(&mut self, event: Event, context: &mut Context<Event, Fact>) {
        if let Event::Mobilization(event) = event {
            let desk = &mut Desk::new(context, &self.world, &self.scenario);
            self.mobilization.fire(event, BorderView::default(), desk);
        }
    }

    fn react(&mut self, _: &Fact, _: &mut Context<Event, Fact>) {}
}

/// Histories from a decree at time 0: men in place at each of some times, in order.
fn worker(scenario: Scenario, times: Vec<f64>) -> MakeWorker {
    let scenario = Arc::new(scenario);
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by(|&a, &b| times[a].total_cmp(&times[b]));
    Box::new(move || {
        let (scenario, times, order) = (Arc::clone(&scenario), times.clone(), order.clone());
        let mobilization = Mobilization::new(&scenario);
        let mut reserve = Reserve { scenario, world: World::new(0, 0), mobilization };
        let mut context = Context::new();
        let work: Worker = Box::new(move |world, row| {
            context.clear();
            reserve.world = world;
            let desk = &mut Desk::new(&mut context, &reserve.world, &reserve.scenario);
            reserve.mobilization.begin(desk);
            reserve.mobilization.decree(reserve.scenario.sections.mobilization.reservists, desk);
            let mut events = 0;
            for &k in &order {
                events += run(&mut reserve, &mut context, Time::from_days(times[k]), &mut ()).events;
                row[k] = f64::from(reserve.mobilization.in_place());
            }
            events + u64::from(reserve.scenario.sections.mobilization.reservists)
        });
        work
    })
}

/// Reservists who come with a probability, after gamma delays.
pub(super) fn reservists(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let men = params.count("reservists", 1, MOST)?;
    let turnout = params.share("show_up_prob")?;
    let (shape, scale) = (params.positive("delay_shape")?, params.positive("delay_scale")?);
    let mut scenario = still("").map_err(|problems| defect(&problems))?;
    let rules = &mut scenario.sections.mobilization;
    rules.reservists = men as u32;
    rules.turnout = Distribution::Constant { value: turnout };
    rules.stages[2] = Distribution::Gamma { shape, scale };
    let mut columns = Columns::new();
    stats.each("at", |_, at| {
        let present = columns.of(at.not_negative("t")?);
        at.want("mean", Estimate::Mean(present))?;
        at.want("var", Estimate::Variance(present))?;
        at.want("p_at_least_half", Estimate::Share(present, Test::AtLeast(men as f64 / 2.0)))
    })?;
    let make = worker(scenario, columns.0.clone());
    Ok(Planned::one("mobilization (battalions of one man)", columns.0.len(), make, stats))
}
