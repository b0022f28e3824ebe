//! Border posts: queues in which arrivals are searched, registered and disarmed.
//!
//! Each post is a queue with `c` registration teams and non-preemptive priority (wounded, then soldiers, families,
//! others). A service takes a random time. A host district without a post registers people in the field, with teams of its
//! own. A closed post keeps its queue and serves nobody; a post on quota begins so many services a day. Where a post does
//! not serve everybody, those who wait may give up and turn back.
//!
//! The k-th service at a post takes the k-th number of the post's own stream, so the same service takes the same time
//! under every policy that lets the same people arrive.

use super::registration::{Person, Registration, Service};
use crate::model::env::Env;
use crate::model::fact::{Fact, Kind};
use crate::model::index::{District, HostDistrict, Post};
use crate::model::mechanism;
use crate::scenario::{PostStatus, Scenario};
use crate::sim::Place;

/// What will happen at a post.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// A team has finished with a person who had waited so many days.
    Served(Post, u32),
    /// Someone in the queue gives up, if still there.
    GivesUp(Post, Place),
    /// A new day: quotas start again.
    NewDay,
}

/// All posts of the border.
#[derive(Debug, Default)]
pub struct Posts {
    posts: Vec<Registration>,
    /// Which post registers those who arrive in a host district.
    post_of: Vec<Post>,
    waiting: u64,
    /// Whether new days are waited for.
    daily: bool,
}

impl Posts {
    /// The posts of a scenario: the listed ones that lie in a host district, then one in the field for each host district
    /// that has none.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let rules = &scenario.sections.posts;
        let districts = scenario.geography.host_districts.len();
        let mut posts = Vec::new();
        let mut post_of: Vec<Option<Post>> = vec![None; districts];
        for row in &scenario.geography.posts {
            let Some(host_district) = row.host_district else { continue };
            let status = rules.status.unwrap_or(row.status);
            let teams = (f64::from(row.servers) * rules.teams_factor).round() as usize;
            post_of[host_district as usize].get_or_insert(Post(posts.len() as u32));
            posts.push(Registration::new(HostDistrict(host_district), teams, status, rules.quota));
        }
        let post_of = (0..districts)
            .map(|district| {
                post_of[district].unwrap_or_else(|| {
                    let status = rules.status.unwrap_or(PostStatus::Open);
                    posts.push(Registration::new(
                        HostDistrict(district as u32),
                        rules.field_teams,
                        status,
                        rules.quota,
                    ));
                    Post(posts.len() as u32 - 1)
                })
            })
            .collect();
        Self { posts, post_of, waiting: 0, daily: false }
    }

    /// Starts a history: empty queues.
    pub fn begin(&mut self, env: &mut Env<'_>) {
        self.waiting = 0;
        for (i, post) in self.posts.iter_mut().enumerate() {
            post.begin(env.stream(mechanism::SERVICE, i as u32), env.stream(mechanism::PATIENCE, i as u32));
        }
        self.daily = false;
        self.await_days(env);
    }

    /// Where a post is on quota, days matter.
    fn await_days(&mut self, env: &mut Env<'_>) {
        if !self.daily && self.posts.iter().any(Registration::is_on_quota) {
            self.daily = true;
            env.schedule_in(1.0, Event::NewDay);
        }
    }

    /// The rules have changed: posts open, close, or have other teams. Those at work finish; those who wait where not everybody
    /// is served in time any more may give up.
    pub fn change_rules(&mut self, before: &Scenario, env: &mut Env<'_>) {
        let rules = &env.scenario.sections.posts;
        let drawn_anew = rules.service != before.sections.posts.service;
        for (post, new) in (0..).map(Post).zip(Posts::new(env.scenario).posts) {
            let flowed = self.posts[post.at()].is_free_flowing();
            self.posts[post.at()].take_rules_of(&new, drawn_anew);
            self.start_all(post, env);
            if flowed && !self.posts[post.at()].is_free_flowing() && rules.balking_hazard > 0.0 {
                let waiting: Vec<Place> = self.posts[post.at()].places().collect();
                for place in waiting {
                    let days = self.posts[post.at()].patience_days(rules.balking_hazard);
                    env.schedule_in(days, Event::GivesUp(post, place));
                }
            }
        }
        self.await_days(env);
    }

    /// People who wait at posts or are being registered.
    #[must_use]
    pub fn present(&self) -> u64 {
        self.waiting
    }

    /// Whether a host district lets people in.
    #[must_use]
    pub fn is_open(&self, host_district: HostDistrict) -> bool {
        self.posts[self.post_of[host_district.at()].at()].is_open()
    }

    /// A group joins the queue: soldiers one by one, the wounded first; civilians in parties.
    pub fn arrive(&mut self, at: HostDistrict, from: District, kind: Kind, people: u32, env: &mut Env<'_>) {
        let post = self.post_of[at.at()];
        self.waiting += u64::from(people);
        let (party, wounded) = match kind {
            Kind::Soldier => (1, libm::round(env.scenario.sections.posts.wounded_share * f64::from(people)) as u32),
            Kind::Wounded => (1, people),
            Kind::Family | Kind::Other => (env.scenario.sections.displacement.party, 0),
        };
        let mut left = people;
        while left > 0 {
            let kind = if people - left < wounded { Kind::Wounded } else { kind };
            let person = Person { kind, from, people: party.min(left) };
            left -= person.people;
            match self.posts[post.at()].arrive(env.now(), person) {
                Some(team) => self.serve(post, team, env),
                None => self.may_give_up(post, kind, env),
            }
        }
        self.report_teams(post, env);
    }

    /// Does what was due.
    pub fn fire(&mut self, event: Event, env: &mut Env<'_>) {
        match event {
            Event::Served(post, team) => self.served(post, team, env),
            Event::GivesUp(post, place) => {
                let registration = &mut self.posts[post.at()];
                if let Some(person) = registration.remove(place) {
                    self.waiting -= u64::from(person.people);
                    let at = registration.host_district();
                    let Person { kind, from, people } = person;
                    env.state(Fact::PersonTurnedBack { at, from, kind, people });
                }
            }
            Event::NewDay => {
                for post in 0..self.posts.len() {
                    self.start_day(Post(post as u32), env);
                }
                env.schedule_in(1.0, Event::NewDay);
            }
        }
    }

    fn start_day(&mut self, post: Post, env: &mut Env<'_>) {
        self.posts[post.at()].new_day(env.now());
        self.start_all(post, env);
    }

    /// Begins the services of all for whom there is a team.
    fn start_all(&mut self, post: Post, env: &mut Env<'_>) {
        while let Some(team) = self.posts[post.at()].next_start(env.now()) {
            self.serve(post, team, env);
        }
        self.report_teams(post, env);
    }

    fn served(&mut self, post: Post, team: u32, env: &mut Env<'_>) {
        let registration = &mut self.posts[post.at()];
        let at = registration.host_district();
        let (served, next) = registration.finish(env.now(), team);
        if let Some(Service { person: Person { kind, from, people }, waited }) = served {
            self.waiting -= u64::from(people);
            env.state(Fact::PersonRegistered { at, from, kind, people, waited });
        }
        if let Some(team) = next {
            self.serve(post, team, env);
        }
        self.report_teams(post, env);
    }

    fn serve(&mut self, post: Post, team: u32, env: &mut Env<'_>) {
        let days = self.posts[post.at()].service_days(&env.scenario.sections.posts.service);
        env.schedule_in(days, Event::Served(post, team));
    }

    /// Where not everybody is served in time, one who waits may give up: patience is exponential.
    fn may_give_up(&mut self, post: Post, kind: Kind, env: &mut Env<'_>) {
        let rate = env.scenario.sections.posts.balking_hazard;
        let registration = &mut self.posts[post.at()];
        if registration.is_free_flowing() || rate <= 0.0 {
            return;
        }
        if let Some(place) = registration.last_place(kind) {
            let days = registration.patience_days(rate);
            env.schedule_in(days, Event::GivesUp(post, place));
        }
    }

    fn report_teams(&mut self, post: Post, env: &mut Env<'_>) {
        let registration = &mut self.posts[post.at()];
        if let Some(change) = registration.change_of_busy() {
            env.state(Fact::TeamsAtWork { at: registration.host_district(), change });
        }
    }
}
