//! Reservists who come one by one: the model's mobilization alone.

use super::estimate::{Estimate, Test};
use super::plain::still;
use super::plan::{Plan, Plans};
use super::sample::{MakeWorker, workers};
use crate::model::border_view::BorderView;
use crate::model::env::Env;
use crate::model::mobilization::Mobilization;
use crate::model::{Event, Fact};
use crate::scenario::Scenario;
use crate::sim::{Context, Distribution, Process, Time, World, run};
use crate::verify::object::Object;
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
            let env = &mut Env::new(context, &self.world, &self.scenario);
            self.mobilization.fire(event, &BorderView::default(), env);
        }
    }

    fn react(&mut self, _: &Fact, _: &mut Context<Event, Fact>) {}
}

/// Histories from a decree at time 0: men in place at each of some times.
fn worker(mut scenario: Scenario, times: Vec<f64>) -> MakeWorker {
    // the known answer has nobody relieved
    scenario.sections.mobilization.service.tour = None;
    let scenario = Arc::new(scenario);
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by(|&a, &b| times[a].total_cmp(&times[b]));
    let start = move || {
        let (scenario, mobilization) = (Arc::clone(&scenario), Mobilization::new(&scenario));
        (Reserve { scenario, world: World::new(0, 0), mobilization }, Context::new())
    };
    workers(start, move |(reserve, context), world, row| {
        context.clear();
        reserve.world = world;
        let men = reserve.scenario.sections.mobilization.reservists;
        let env = &mut Env::new(context, &reserve.world, &reserve.scenario);
        reserve.mobilization.begin(env);
        reserve.mobilization.decree(men, env);
        let mut events = u64::from(men);
        for &k in &order {
            events += run(reserve, context, Time::from_days(times[k]), &mut ()).events;
            row[k] = f64::from(reserve.mobilization.in_place());
        }
        events
    })
}

/// Reservists who come with a probability, after gamma delays.
pub(super) fn reservists(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let men = params.count("reservists", 1, MOST)?;
    let turnout = params.share("show_up_prob")?;
    let (shape, scale) = (params.positive("delay_shape")?, params.positive("delay_scale")?);
    let mut scenario = still("")?;
    let rules = &mut scenario.sections.mobilization;
    rules.reservists = men as u32;
    rules.turnout = Distribution::Constant { value: turnout };
    rules.stages[2] = Distribution::Gamma { shape, scale };
    let through = "mobilization (battalions of one man)";
    let estimate = |name: &str, present: f64| match name {
        "at.mean" => Some(Estimate::Mean(present)),
        "at.var" => Some(Estimate::Variance(present)),
        "at.p_at_least_half" => Some(Estimate::Share(present, Test::AtLeast(men as f64 / 2.0))),
        _ => None,
    };
    Ok(vec![Plan::new(through, stats, |q| estimate(&q.name, q.time()?), |times| worker(scenario, times))])
}
