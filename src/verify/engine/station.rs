//! A plain station of the engine (its priority queue), for what a border post does not have: limited room, many classes.

use super::estimate::Estimate;
use super::plan::Plan;
use super::sample::workers;
use crate::sim::{Context, Distribution, Mechanism, Phase, PriorityQueue, Process, Start, Stream, Time, World, run};
use crate::verify::object::{Object, Quantity};

const GAP: Mechanism = Mechanism(60_002);
const SERVICE: Mechanism = Mechanism(60_003);

/// Who comes, and what for.
#[derive(Clone)]
struct Rules {
    rates: Vec<f64>,
    service: Distribution,
    servers: usize,
    /// Most jobs at the station; more are turned away.
    room: usize,
}

#[derive(Clone, Copy)]
enum Event {
    Arrival(usize),
    Done(usize),
}

/// A cycle from empty to empty.
struct Station {
    rules: Rules,
    queue: PriorityQueue<()>,
    gaps: Vec<Stream>,
    services: Stream,
    over: bool,
    last: f64,
    days: f64,
    job_days: f64,
    server_days: f64,
    came: f64,
    lost: f64,
    done: f64,
    /// Jobs that began, and their waits, by class.
    waits: Vec<(f64, f64)>,
}

impl Station {
    fn new(rules: Rules) -> Station {
        let world = World::new(0, 0);
        Station {
            queue: PriorityQueue::new(rules.servers, rules.rates.len()),
            gaps: Vec::new(),
            services: world.stream(SERVICE, 0),
            over: false,
            last: 0.0,
            days: 0.0,
            job_days: 0.0,
            server_days: 0.0,
            came: 0.0,
            lost: 0.0,
            done: 0.0,
            waits: Vec::new(),
            rules,
        }
    }

    fn begin(&mut self, world: &World, context: &mut Context<Event, ()>) {
        context.clear();
        self.queue.clear(self.rules.servers);
        self.over = false;
        [self.last, self.days, self.job_days, self.server_days, self.came, self.lost, self.done] = [0.0; 7];
        self.waits.clear();
        self.waits.resize(self.rules.rates.len(), (0.0, 0.0));
        self.services = world.stream(SERVICE, 0);
        self.gaps.clear();
        self.gaps.extend((0..self.rules.rates.len() as u64).map(|k| world.stream(GAP, k)));
        for k in 0..self.gaps.len() {
            self.schedule(k, context);
        }
    }

    fn schedule(&mut self, class: usize, context: &mut Context<Event, ()>) {
        let gap = self.gaps[class].exponential() / self.rules.rates[class];
        context.schedule_in(gap, Phase(0), Event::Arrival(class));
    }

    fn serve(&mut self, start: Option<Start<()>>, context: &mut Context<Event, ()>) {
        let Some(start) = start else { return };
        let (jobs, waits) = &mut self.waits[start.class];
        *jobs += 1.0;
        *waits += start.waited;
        let days = self.rules.service.sample(&mut self.services);
        context.schedule_in(days, Phase(1), Event::Done(start.server));
    }

    fn jobs(&self) -> usize {
        self.queue.busy() + self.queue.total_waiting()
    }
}

impl Process for Station {
    type Event = Event;
    type Fact = ();

    fn fire(&mut self, event: Event, context: &mut Context<Event, ()>) {
        if self.over {
            return;
        }
        let now = context.now();
        let days = now.days() - self.last;
        self.last = now.days();
        self.days += days;
        self.job_days += days * self.jobs() as f64;
        self.server_days += days * self.queue.busy() as f64;
        match event {
            Event::Arrival(class) => {
                self.came += 1.0;
                if self.jobs() < self.rules.room {
                    let start = self.queue.arrive(now, class, ());
                    self.serve(start, context);
                } else {
                    self.lost += 1.0;
                }
                self.schedule(class, context);
            }
            Event::Done(server) => {
                self.done += 1.0;
                let start = self.queue.finish(now, server);
                self.serve(start, context);
                self.over = self.jobs() == 0;
            }
        }
    }

    fn react(&mut self, (): &(), _: &mut Context<Event, ()>) {}
}

const DAYS: usize = 0;
const JOB_DAYS: usize = 1;
/// Busy days of a server.
const SERVER_DAYS: usize = 2;
const CAME: usize = 3;
const LOST: usize = 4;
const DONE: usize = 5;
const FIXED: usize = 6;

/// Cycles of a station: its totals, then jobs and waits of each class.
fn plan<'a>(
    rules: Rules,
    through: String,
    stats: &'a Object<'a>,
    estimate: impl Fn(&Quantity<'a>) -> Option<Estimate<usize>>,
) -> Plan {
    let width = FIXED + 2 * rules.rates.len();
    let worker = workers(
        move || (Station::new(rules.clone()), Context::new()),
        |(station, context), world, row| {
            station.begin(&world, context);
            let events = run(station, context, Time::NEVER, &mut ()).events;
            let s = &*station;
            let server_days = s.server_days / s.rules.servers as f64;
            row[..FIXED].copy_from_slice(&[s.days, s.job_days, server_days, s.came, s.lost, s.done]);
            for (found, &(jobs, waits)) in row[FIXED..].chunks_exact_mut(2).zip(&s.waits) {
                found.copy_from_slice(&[jobs, waits]);
            }
            events
        },
    );
    Plan::fixed(width, through, stats, estimate, worker)
}

/// A station with limited room: what is lost, and how full it is.
pub(super) fn full(service: Distribution, lambda: f64, room: usize, stats: &Object<'_>) -> Plan {
    limited(Rules { rates: vec![lambda], service, servers: 1, room }, stats, |name| match name {
        "p_loss" => Some(Estimate::Ratio(LOST, CAME)),
        "L" => Some(Estimate::Ratio(JOB_DAYS, DAYS)),
        "W_accepted" => Some(Estimate::Ratio(JOB_DAYS, DONE)),
        "throughput" => Some(Estimate::Ratio(DONE, DAYS)),
        "utilisation" => Some(Estimate::Ratio(SERVER_DAYS, DAYS)),
        _ => None,
    })
}

/// A station without a place to wait: what is lost.
pub(super) fn loss(service: Distribution, lambda: f64, servers: usize, stats: &Object<'_>) -> Plan {
    let rules = Rules { rates: vec![lambda], service, servers, room: servers };
    limited(rules, stats, |name| (name == "erlang_b_loss").then_some(Estimate::Ratio(LOST, CAME)))
}

fn limited(rules: Rules, stats: &Object<'_>, estimate: fn(&str) -> Option<Estimate<usize>>) -> Plan {
    let through = format!("priority queue of the engine, room for {} (cycles from empty to empty)", rules.room);
    plan(rules, through, stats, |q| estimate(&q.name))
}

/// Classes of priority.
pub(super) fn classes(rates: &[f64], service: Distribution, servers: usize, stats: &Object<'_>) -> Plan {
    let rules = Rules { rates: rates.to_vec(), service, servers, room: usize::MAX };
    let through = "priority queue of the engine (cycles from empty to empty)".to_owned();
    plan(rules, through, stats, |q| match q.name.as_str() {
        "Wq_nonpreemptive_class0_is_highest" => {
            let jobs = FIXED + 2 * q.item(rates.len())?;
            Some(Estimate::Ratio(jobs + 1, jobs))
        }
        "rho" => Some(Estimate::Ratio(SERVER_DAYS, DAYS)),
        _ => None,
    })
}
