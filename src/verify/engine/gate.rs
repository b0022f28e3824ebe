//! The model's border post alone: people who come by a law of a case, and what is counted while they wait.

use crate::model::border::posts::Posts;
use crate::model::env::Env;
use crate::model::fact::Kind;
use crate::model::index::{District, HostDistrict, MilestoneId};
use crate::model::milestones;
use crate::model::{Event, Fact};
use crate::scenario::{self, Geography, PostStatus, Scenario, Terrain};
use crate::sim::{Context, Distribution, Mechanism, Process, Stream, Time, World, run};
use std::sync::Arc;

/// Kinds of people in the order in which a post serves them.
pub(super) const KINDS: [Kind; Kind::CLASSES] = [Kind::Wounded, Kind::Soldier, Kind::Family, Kind::Other];
const GAP: Mechanism = Mechanism(60_000);
const BATCH: Mechanism = Mechanism(60_001);

/// Arrivals of one kind: a Poisson process, of one person or of a random number at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Arrivals {
    pub(super) kind: Kind,
    pub(super) rate: f64,
    pub(super) batch: Option<Distribution>,
}

/// A post, and who comes.
#[derive(Clone)]
pub(super) struct Traffic {
    pub(super) scenario: Arc<Scenario>,
    pub(super) arrivals: Vec<Arrivals>,
    /// Soldiers who come at the beginning.
    pub(super) at_once: u32,
    /// Whether the history ends when the post is empty again.
    pub(super) one_cycle: bool,
}

impl Traffic {
    /// One open post with some teams, in a scenario in which nothing else happens.
    pub(super) fn new(mut scenario: Scenario, teams: usize, service: Distribution) -> Traffic {
        let district = scenario::HostDistrict {
            id: "host".to_owned(),
            name: "Host".to_owned(),
            host: 0,
            sector: 0,
            lon: f64::NAN,
            lat: f64::NAN,
            population: 0.0,
            guards: 0.0,
            terrain: Terrain::Plain,
            shelter: f64::INFINITY,
            takes_in: 0.0,
        };
        let post = scenario::Post {
            id: "post".to_owned(),
            name: "Post".to_owned(),
            district: 0,
            host_district: Some(0),
            lon: f64::NAN,
            lat: f64::NAN,
            kind: "bridge".to_owned(),
            servers: teams as u32,
            status: PostStatus::Open,
        };
        scenario.geography =
            Arc::new(Geography { host_districts: vec![district], posts: vec![post], ..Geography::default() });
        scenario.sections.posts.service = service;
        scenario.sections.posts.teams_factor = 1.0;
        scenario.sections.displacement.party = 1;
        Traffic { scenario: Arc::new(scenario), arrivals: Vec::new(), at_once: 0, one_cycle: false }
    }

    /// With people of one kind, who come one by one or in batches.
    pub(super) fn coming(mut self, kind: Kind, rate: f64, batch: Option<Distribution>) -> Traffic {
        self.arrivals.push(Arrivals { kind, rate, batch });
        self
    }
}

/// Someone who was served.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Served {
    pub(super) class: usize,
    pub(super) waited: f64,
    pub(super) done: f64,
}

/// What was counted up to the present.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Count {
    pub(super) days: f64,
    /// People at the post and teams at work: summed over days.
    pub(super) people_days: f64,
    pub(super) team_days: f64,
    pub(super) empty_days: f64,
    /// People at the post and teams at work now.
    pub(super) present: u64,
    pub(super) busy: i64,
    /// Everybody served, in order.
    pub(super) served: Vec<Served>,
}

/// A border post in operation.
pub(super) struct Gate {
    traffic: Traffic,
    world: World,
    posts: Posts,
    gaps: Vec<(Stream, Stream)>,
    over: bool,
    pub(super) count: Count,
}

const HERE: HostDistrict = HostDistrict(0);

impl Gate {
    pub(super) fn new(traffic: Traffic) -> Gate {
        let posts = Posts::new(&traffic.scenario);
        Gate { traffic, world: World::new(0, 0), posts, gaps: Vec::new(), over: false, count: Count::default() }
    }

    /// Begins a history.
    pub(super) fn begin(&mut self, world: World, context: &mut Context<Event, Fact>) {
        self.world = world;
        self.over = false;
        let mut served = std::mem::take(&mut self.count.served);
        served.clear();
        self.count = Count { served, ..Count::default() };
        self.gaps.clear();
        context.clear();
        let classes = self.traffic.arrivals.len() as u64;
        self.gaps.extend((0..classes).map(|k| (world.stream(GAP, k), world.stream(BATCH, k))));
        let env = &mut Env::new(context, &self.world, &self.traffic.scenario);
        self.posts.begin(env);
        if self.traffic.at_once > 0 {
            self.posts.arrive(HERE, District(0), Kind::Soldier, self.traffic.at_once, env);
        }
        for k in 0..self.gaps.len() {
            self.schedule(k, context);
        }
    }

    fn schedule(&mut self, k: usize, context: &mut Context<Event, Fact>) {
        let gap = self.gaps[k].0.exponential() / self.traffic.arrivals[k].rate;
        let env = &mut Env::new(context, &self.world, &self.traffic.scenario);
        env.schedule_in(gap, milestones::Event(MilestoneId(k as u32)));
    }

    /// Goes on to a horizon; how many events that took.
    pub(super) fn run(&mut self, horizon: f64, context: &mut Context<Event, Fact>) -> u64 {
        let events = run(self, context, Time::from_days(horizon), &mut ()).events;
        if horizon.is_finite() {
            self.pass(horizon);
        }
        events
    }

    /// Teams of the post.
    pub(super) fn teams(&self) -> f64 {
        f64::from(self.traffic.scenario.geography.posts[0].servers)
    }

    /// Time passes with nothing changing.
    fn pass(&mut self, now: f64) {
        let count = &mut self.count;
        let days = now - count.days;
        count.days = now;
        count.people_days += days * count.present as f64;
        count.team_days += days * count.busy as f64;
        count.empty_days += if count.present == 0 { days } else { 0.0 };
    }
}

impl Process for Gate {
    type Event = Event;
    type Fact = Fact;

    fn fire(&mut self, event: Event, context: &mut Context<Event, Fact>) {
        if self.over {
            return;
        }
        self.pass(context.now().days());
        match event {
            Event::Posts(event) => {
                self.posts.fire(event, &mut Env::new(context, &self.world, &self.traffic.scenario));
            }
            Event::Milestone(milestones::Event(class)) => {
                let Arrivals { kind, batch, .. } = self.traffic.arrivals[class.at()];
                let people = batch.map_or(1.0, |batch| batch.sample(&mut self.gaps[class.at()].1)) as u32;
                let env = &mut Env::new(context, &self.world, &self.traffic.scenario);
                self.posts.arrive(HERE, District(0), kind, people, env);
                self.schedule(class.at(), context);
            }
            _ => {}
        }
        self.count.present = self.posts.present();
    }

    fn react(&mut self, fact: &Fact, context: &mut Context<Event, Fact>) {
        match *fact {
            Fact::PersonRegistered { kind, waited, .. } => {
                self.count.served.push(Served { class: kind.class(), waited, done: context.now().days() });
            }
            Fact::TeamsAtWork { change, .. } => self.count.busy += i64::from(change),
            _ => {}
        }
        self.count.present = self.posts.present();
        if self.traffic.one_cycle && !self.count.served.is_empty() && self.count.present == 0 && self.count.busy == 0 {
            self.over = true;
        }
    }
}
