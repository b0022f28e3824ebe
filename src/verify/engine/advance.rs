//! The model's territory alone: the advance on a map made for a case, watched from outside.

use crate::model::env::Env;
use crate::model::index::{District, MilestoneId, Province};
use crate::model::milestones;
use crate::model::territory::Territory;
use crate::model::territory::layout::{Layout, Pressure};
use crate::model::{Event, Fact};
use crate::scenario::Scenario;
use crate::sim::{Context, Ended, Observer, Process, Time, World, run};
use std::sync::Arc;

/// A map, and what it runs under.
#[derive(Clone)]
pub(super) struct Map {
    pub(super) scenario: Arc<Scenario>,
    pub(super) layout: Layout,
    /// A milestone at a time multiplies the tempo of the campaign.
    pub(super) tempo: Option<(f64, f64)>,
}

impl Map {
    /// Districts of one province with base hazards, slopes (hazard per unit of pressure), hazards of recapture, and directed
    /// pressure `(from, to, weight)`.
    pub(super) fn new(scenario: Scenario, base: Vec<f64>, slope: Vec<f64>, pairs: &[(usize, usize, f64)]) -> Map {
        let districts = base.len();
        let pairs = pairs.iter().map(|&(from, to, w)| (District(from as u32), District(to as u32), w)).collect();
        let layout = Layout {
            province_of: vec![Province(0); districts],
            seat_of: vec![None],
            national: vec![false],
            pressure: Pressure::new(districts, pairs),
            base,
            slope,
            surge: vec![false],
            held_at_start: vec![false; districts],
            ..Layout::default()
        };
        Map { scenario: Arc::new(scenario), layout, tempo: None }
    }

    /// With districts that the advancing force holds at the start.
    pub(super) fn held(mut self, held: impl IntoIterator<Item = usize>) -> Map {
        held.into_iter().for_each(|district| self.layout.held_at_start[district] = true);
        self
    }

    /// With hazards of recapture.
    pub(super) fn recapture(mut self, hazard: Vec<f64>) -> Map {
        self.layout.recaptures = hazard;
        self
    }
}

/// A change of hands: when, which district, whether it fell.
pub(super) type Change = (f64, usize, bool);

/// The advance over a map.
pub(super) struct Advance {
    map: Map,
    world: World,
    territory: Territory,
    context: Context<Event, Fact>,
    /// All changes of hands so far.
    pub(super) changes: Vec<Change>,
}

struct Component<'a> {
    map: &'a Map,
    world: &'a World,
    territory: &'a mut Territory,
}

struct Record<'a>(&'a mut Vec<Change>);

impl Process for Component<'_> {
    type Event = Event;
    type Fact = Fact;

    fn fire(&mut self, event: Event, context: &mut Context<Event, Fact>) {
        let env = &mut Env::new(context, self.world, &self.map.scenario);
        match event {
            Event::Territory(event) => self.territory.fire(event, env),
            _ => {
                if let Some((_, factor)) = self.map.tempo {
                    self.territory.change_tempo(factor, 1.0, env);
                }
            }
        }
    }

    fn react(&mut self, _: &Fact, _: &mut Context<Event, Fact>) {}
}

impl Observer<Component<'_>> for Record<'_> {
    fn see(&mut self, now: Time, fact: &Fact, _: &Component<'_>) {
        match *fact {
            Fact::DistrictFell { district, .. } => self.0.push((now.days(), district.at(), true)),
            Fact::DistrictRecaptured { district } => self.0.push((now.days(), district.at(), false)),
            _ => {}
        }
    }
}

impl Advance {
    pub(super) fn new(map: Map) -> Advance {
        let territory = Territory::new(map.layout.clone(), &map.scenario);
        Advance { map, world: World::new(0, 0), territory, context: Context::new(), changes: Vec::new() }
    }

    /// Districts in all.
    pub(super) fn districts(&self) -> usize {
        self.map.layout.base.len()
    }

    /// Whether a district is held at the start.
    pub(super) fn held_at_start(&self, district: usize) -> bool {
        self.map.layout.held_at_start[district]
    }

    /// Begins a history.
    pub(super) fn begin(&mut self, world: World) {
        self.world = world;
        self.context.clear();
        self.changes.clear();
        let env = &mut Env::new(&mut self.context, &self.world, &self.map.scenario);
        self.territory.begin(env);
        if let Some((at, _)) = self.map.tempo {
            env.schedule_at(Time::from_days(at), milestones::Event(MilestoneId(0)));
        }
    }

    /// Goes on to a horizon; how many events that took, and whether more can happen.
    pub(super) fn run(&mut self, horizon: f64) -> (u64, bool) {
        let mut component = Component { map: &self.map, world: &self.world, territory: &mut self.territory };
        let mut record = Record(&mut self.changes);
        let run = run(&mut component, &mut self.context, Time::from_days(horizon), &mut record);
        (run.events, run.end == Ended::Horizon)
    }
}
