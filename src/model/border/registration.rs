//! One place of registration: a queue, its teams, and whether it serves at all.

use crate::model::fact::Kind;
use crate::model::index::{District, HostDistrict};
use crate::scenario::PostStatus;
use crate::sim::{Distribution, Place, PriorityQueue, Start, Stream, Time};

/// Services are drawn so many at a time, first and at most.
const FIRST_DRAWN: usize = 4;
const MOST_DRAWN: usize = 16;

/// One who is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// What kind of person.
    pub kind: Kind,
    /// From where.
    pub from: District,
    /// How many are registered together: 1, or a party of civilians.
    pub people: u32,
}

/// A queue with teams, behind a gate that may be closed or on quota.
#[derive(Debug)]
pub struct Registration {
    queue: PriorityQueue<Person>,
    host_district: HostDistrict,
    teams: usize,
    status: PostStatus,
    quota: u32,
    begun_today: u32,
    reported_busy: usize,
    /// What each team is at.
    services: Vec<Option<Service>>,
    streams: Option<Streams>,
}

/// A service: of whom, and how many days they waited for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Service {
    /// Who is served.
    pub person: Person,
    /// Days in the queue.
    pub waited: f64,
}

/// The post's own numbers: the k-th service and the k-th patience take the k-th of each.
#[derive(Debug)]
struct Streams {
    service: Stream,
    patience: Stream,
    /// Days of the next services, from `next` to `drawn`. They are drawn some at a time because the processor then works on
    /// several quantiles at once; one by one, each service waited for its own (a twentieth of a history's time).
    days: [f64; MOST_DRAWN],
    next: usize,
    drawn: usize,
}

impl Streams {
    fn new(service: Stream, patience: Stream) -> Self {
        Self { service, patience, days: [0.0; MOST_DRAWN], next: 0, drawn: 0 }
    }

    #[inline]
    fn service_days(&mut self, distribution: &Distribution) -> f64 {
        if self.next == self.drawn {
            self.draw(distribution);
        }
        self.next += 1;
        self.days[self.next - 1]
    }

    /// Draws more at a time the more are needed: most posts serve few.
    #[inline(never)]
    fn draw(&mut self, distribution: &Distribution) {
        (self.next, self.drawn) = (0, (2 * self.drawn).clamp(FIRST_DRAWN, MOST_DRAWN));
        distribution.samples(&mut self.service, &mut self.days[..self.drawn]);
        if let Distribution::Normal { .. } = distribution {
            self.days.iter_mut().for_each(|days| *days = days.max(0.0));
        }
    }
}

impl Registration {
    /// A place of registration in a host district. `quota` is the number of services that begin in a day where the status
    /// is a quota.
    #[must_use]
    pub fn new(host_district: HostDistrict, teams: usize, status: PostStatus, quota: u32) -> Self {
        let queue = PriorityQueue::new(teams, Kind::CLASSES);
        Self {
            queue,
            host_district,
            teams,
            status,
            quota,
            begun_today: 0,
            reported_busy: 0,
            services: Vec::new(),
            streams: None,
        }
    }

    /// Goes by the rules of another from now on; whether services are drawn anew that were drawn in advance.
    pub fn take_rules_of(&mut self, other: &Registration, drawn_anew: bool) {
        (self.teams, self.status, self.quota) = (other.teams, other.status, other.quota);
        if self.services.len() < self.teams {
            self.services.resize(self.teams, None);
        }
        if let (true, Some(streams)) = (drawn_anew, &mut self.streams) {
            streams.next = streams.drawn;
        }
    }

    /// The places of all who wait.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        self.queue.places()
    }

    /// Starts a history: an empty queue.
    pub fn begin(&mut self, service: Stream, patience: Stream) {
        self.begun_today = 0;
        self.reported_busy = 0;
        self.streams = Some(Streams::new(service, patience));
        self.queue.clear(self.teams_that_serve());
        self.services.clear();
        self.services.resize(self.teams, None);
    }

    /// Where it stands.
    #[must_use]
    pub fn host_district(&self) -> HostDistrict {
        self.host_district
    }

    /// Whether people are let in at all.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status != PostStatus::Closed && self.teams > 0
    }

    /// Whether it serves so many a day only.
    #[must_use]
    pub fn is_on_quota(&self) -> bool {
        self.status == PostStatus::Quota
    }

    /// Whether everybody who comes is served in time.
    #[must_use]
    pub fn is_free_flowing(&self) -> bool {
        self.status == PostStatus::Open && self.teams > 0
    }

    /// Someone joins; the team that begins to serve, where one is free.
    #[inline]
    pub fn arrive(&mut self, now: Time, person: Person) -> Option<u32> {
        let start = self.queue.arrive(now, person.kind.class(), person);
        self.count(start, now)
    }

    /// A team has finished: what it was at, and whether it goes on to the next.
    #[inline]
    pub fn finish(&mut self, now: Time, team: u32) -> (Option<Service>, Option<u32>) {
        let served = self.services.get_mut(team as usize).and_then(Option::take);
        let start = self.queue.finish(now, team as usize);
        (served, self.count(start, now))
    }

    /// A new day begins: the quota starts again.
    pub fn new_day(&mut self, now: Time) {
        self.begun_today = 0;
        let teams = self.teams_that_serve();
        // Starts are taken one by one through `next_start`, because each counts against the quota.
        drop(self.queue.set_servers(now, teams));
    }

    /// The team whose next service can begin, after more teams serve.
    pub fn next_start(&mut self, now: Time) -> Option<u32> {
        let teams = self.teams_that_serve();
        let start = self.queue.set_servers(now, teams).next();
        self.count(start, now)
    }

    /// Takes someone out of the queue.
    pub fn remove(&mut self, place: Place) -> Option<Person> {
        self.queue.remove(place)
    }

    /// The place of the one of a kind who joined last.
    #[must_use]
    pub fn last_place(&self, kind: Kind) -> Option<Place> {
        self.queue.last_place(kind.class())
    }

    /// Days of the next service.
    #[inline]
    pub fn service_days(&mut self, distribution: &Distribution) -> f64 {
        self.streams.as_mut().map_or(0.0, |streams| streams.service_days(distribution))
    }

    /// Days until one who waits gives up, at a rate per day.
    pub fn patience_days(&mut self, rate: f64) -> f64 {
        self.streams.as_mut().map_or(f64::INFINITY, |streams| streams.patience.exponential() / rate)
    }

    /// By how many the teams at work have changed since the last call, if they have.
    pub fn change_of_busy(&mut self) -> Option<i32> {
        let busy = self.queue.busy();
        let change = busy as i32 - self.reported_busy as i32;
        self.reported_busy = busy;
        (change != 0).then_some(change)
    }

    /// Notes a service that begins, and counts it against the quota.
    #[inline]
    fn count(&mut self, start: Option<Start<Person>>, now: Time) -> Option<u32> {
        let Start { job: person, server, waited, .. } = start?;
        self.services[server] = Some(Service { person, waited });
        if self.is_on_quota() {
            self.begun_today += 1;
            if self.begun_today >= self.quota {
                drop(self.queue.set_servers(now, 0));
            }
        }
        Some(server as u32)
    }

    fn teams_that_serve(&self) -> usize {
        match self.status {
            PostStatus::Open => self.teams,
            PostStatus::Quota if self.begun_today < self.quota => self.teams,
            PostStatus::Quota | PostStatus::Closed => 0,
        }
    }
}
