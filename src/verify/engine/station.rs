//! A plain station of the engine (its priority queue), for what a border post does not have: limited room, many classes.

use super::estimate::Estimate;
use super::plan::Planned;
use super::sample::{MakeWorker, Worker};
use super::wanted::Node;
use crate::sim::{Context, Distribution, Mechanism, Phase, PriorityQueue, Process, Start, Stream, Time, World, run};
use crate::verify::statistics::VerifyError;

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
const SERVER_DAYS: usize = 2;
const CAME: usize = 3;
const LOST: usize = 4;
const DONE: usize = 5;
const FIXED: usize = 6;

fn worker(rules: &Rules) -> MakeWorker {
    let rules = rules.clone();
    Box::new(move || {
        let mut station = Station::new(rules.clone());
        let mut context = Context::new();
        let work: Worker = Box::new(move |world, row| {
            station.begin(&world, &mut context);
            let events = run(&mut station, &mut context, Time::NEVER, &mut ()).events;
            let s = &station;
            row[..FIXED].copy_from_slice(&[s.days, s.job_days, s.server_days, s.came, s.lost, s.done]);
            for (k, &(jobs, waits)) in s.waits.iter().enumerate() {
                row[FIXED + 2 * k] = jobs;
                row[FIXED + 2 * k + 1] = waits;
            }
            events
        });
        work
    })
}

/// A station with limited room: what is lost, and, unless that is all that is asked, how full it is.
pub(super) fn loss(
    (lambda, service): (f64, Distribution),
    (servers, room): (usize, usize),
    of_loss_alone: bool,
    stats: &mut Node<'_>,
    planned: &mut Planned,
) -> Result<(), VerifyError> {
    let rules = Rules { rates: vec![lambda], service, servers, room };
    if room == servers {
        stats.want("erlang_b_loss", Estimate::Ratio(LOST, CAME))?;
    }
    if !of_loss_alone {
        stats.want("p_loss", Estimate::Ratio(LOST, CAME))?;
        stats.want("L", Estimate::Ratio(JOB_DAYS, DAYS))?;
        stats.want("W_accepted", Estimate::Ratio(JOB_DAYS, DONE))?;
        stats.want("throughput", Estimate::Ratio(DONE, DAYS))?;
        stats.want("utilisation", Estimate::RatioOver(SERVER_DAYS, DAYS, servers as f64))?;
    }
    let through = format!("priority queue of the engine, room for {room} (cycles from empty to empty)");
    planned.add(through, FIXED + 2, worker(&rules), stats);
    Ok(())
}

/// Classes of priority.
pub(super) fn classes(
    rates: &[f64],
    service: Distribution,
    servers: usize,
    stats: &mut Node<'_>,
    planned: &mut Planned,
) -> Result<(), VerifyError> {
    let rules = Rules { rates: rates.to_vec(), service, servers, room: usize::MAX };
    stats.want_list("Wq_nonpreemptive_class0_is_highest", rates.len(), |k| {
        Estimate::Ratio(FIXED + 2 * k + 1, FIXED + 2 * k)
    })?;
    stats.want("rho", Estimate::RatioOver(SERVER_DAYS, DAYS, servers as f64))?;
    let through = "priority queue of the engine (cycles from empty to empty)";
    planned.add(through, FIXED + 2 * rates.len(), worker(&rules), stats);
    Ok(())
}
