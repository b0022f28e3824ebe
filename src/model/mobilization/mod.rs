//! Mobilization: how the host state calls up its reservists (model 3.9).
//!
//! A trigger, or a dated milestone, makes the host decree a mobilization. After the order each battalion goes through four
//! stages of random length:
//!
//! ```text
//! order -> call-up -> assembly -> (road queue) transport -> preparation -> ready
//! readiness 0       r1           r2                     r3             r4
//! ```
//!
//! Of a battalion's men a random share comes. When it is assembled it gets a sector, by the border line that the advancing
//! force holds there, by the men missing, by weights, or in turn; a road takes so many men a day. In place, men count at the
//! border with their readiness, which fatigue lowers; after a tour they are relieved and come back rested; in the end they
//! are demobilized. Reliefs are staggered: the k-th of n battalions to be ready is relieved first after 1/2 + k/n tours, then
//! after whole ones, so that of n that are ready together no more than `rest / tour` of them, and those of one review,
//! rest at a time. Where equipment runs short, prepared men without it are less ready.
//!
//! Battalions of one man make reservists who move alone: with turnout `p` and delay distribution `G` the number in place at
//! `t` is binomial with probability `p·G(t)`.
//!
//! All durations are drawn by inversion from one uniform of their battalion and stage, so a change of their distributions
//! moves every battalion the same way: worlds stay comparable.

mod allocation;
mod battalion;
#[cfg(test)]
mod tests;

use self::allocation::Allocator;
pub use self::battalion::{Battalion, STAGES};
use super::border_view::BorderView;
use super::env::Env;
use super::fact::Fact;
use super::index::{MilestoneId, Sector};
use super::kinds::BattalionStage;
use super::mechanism;
use super::trigger::{self, TriggerState};
use crate::scenario::{self, Effect, Scenario};
use crate::sim::Time;

/// Days between two reviews of those in place: fatigue, relief.
const REVIEW_DAYS: f64 = 7.0;

/// What will happen to the mobilization.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// The date of the trigger has come.
    TriggerDate,
    /// The order is out.
    Ordered,
    /// A battalion ends the stage that it is in.
    StageEnds(u32),
    /// Those in place are looked at.
    Review,
    /// Everybody goes home.
    Ends,
}

/// The host's reservists.
#[derive(Debug, Default)]
pub struct Mobilization {
    trigger: TriggerState,
    battalions: Vec<Battalion>,
    /// Days of each stage, a row of all battalions for each; the last row holds uniforms for the rounding of turnouts.
    draws: Vec<f64>,
    allocator: Allocator,
    /// When each sector's road is free again.
    road_free: Vec<Time>,
    /// Men per day of each sector's road.
    road: Vec<Option<f64>>,
    equipment_left: u32,
    /// Battalions that have been ready.
    readied: u32,
    decreed: Option<Time>,
    called: u32,
    /// Men who come of those called.
    turned_out: u32,
    /// Men by stage.
    by_stage: [u32; STAGES],
    /// Ready men (men × readiness) in each sector.
    ready: Vec<f64>,
    /// Sectors whose ready men have changed and where that has not been said yet.
    changed: Vec<bool>,
    ready_total: f64,
    reviewing: bool,
}

impl Mobilization {
    /// A mobilization for the sectors of a scenario; it has not begun.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let rules = &scenario.sections.mobilization;
        let names = sector_names(scenario);
        let rule = |name: &str| rules.sectors.iter().find(|rule| rule.name == name);
        let weights = names.iter().map(|name| rule(name).map_or(1.0, |rule| rule.weight)).collect();
        Self {
            road: names.iter().map(|name| rule(name).and_then(|rule| rule.road)).collect(),
            allocator: Allocator::new(weights),
            ..Self::default()
        }
    }

    /// Starts a history.
    pub fn begin(&mut self, env: &mut Env<'_>) {
        let sectors = self.road.len();
        self.trigger = TriggerState::default();
        self.battalions.clear();
        self.road_free.clear();
        self.road_free.resize(sectors, Time::ZERO);
        self.ready.clear();
        self.ready.resize(sectors, 0.0);
        self.changed.clear();
        self.changed.resize(sectors, false);
        self.allocator.begin();
        (self.decreed, self.called, self.turned_out, self.readied) = (None, 0, 0, 0);
        (self.by_stage, self.ready_total, self.reviewing) = ([0; STAGES], 0.0, false);
        if let Some(day) = trigger::day_of(&rules(env).trigger, env.scenario.meta.start) {
            env.schedule_at(Time::from_days(day), Event::TriggerDate);
        }
    }

    /// What was due.
    pub fn fire(&mut self, event: Event, view: &BorderView, env: &mut Env<'_>) {
        match event {
            Event::TriggerDate => {
                if self.trigger.date_comes(&rules(env).trigger, view) {
                    self.decree(rules(env).reservists, env);
                }
            }
            Event::Ordered => self.call_up(env),
            Event::StageEnds(battalion) => self.end_stage(battalion as usize, env),
            Event::Review => self.review(env),
            Event::Ends => self.demobilize(env),
        }
        self.announce(env);
    }

    /// Whether something at the border could set the mobilization off.
    #[must_use]
    pub fn watches(&self, scenario: &Scenario) -> bool {
        self.decreed.is_none() && self.trigger.waits(&scenario.sections.mobilization.trigger)
    }

    /// Looks at the border.
    pub fn react_to_border(&mut self, view: &BorderView, env: &mut Env<'_>) {
        if self.decreed.is_none() && self.trigger.check(&rules(env).trigger, view) {
            self.decree(rules(env).reservists, env);
        }
    }

    /// Sees a sector: kilometres that the advancing force holds, and men missing (none if negative).
    pub fn react_to_sector(&mut self, sector: Sector, facing_km: f64, missing: f64) {
        self.allocator.react_to_sector(sector, facing_km, missing.max(0.0));
    }

    /// The host decides to call up so many reservists, if it has not done so.
    pub fn decree(&mut self, reservists: u32, env: &mut Env<'_>) {
        if self.decreed.is_some() || reservists == 0 {
            return;
        }
        self.decreed = Some(env.now());
        self.called = reservists;
        env.state(Fact::MobilizationDecreed { reservists });
        let order = rules(env).order;
        let days = order.quantile(env.world.first_draw(mechanism::MOBILIZATION_ORDER, 0));
        env.schedule_in(days.max(0.0), Event::Ordered);
    }

    /// A dated milestone may bring the decree.
    pub fn react_to_milestone(&mut self, milestone: MilestoneId, env: &mut Env<'_>) {
        if let Some(reservists) = env.scenario.milestones[milestone.at()].effect(Effect::Mobilization) {
            self.decree(reservists as u32, env);
        }
    }

    /// The order is out: battalions form and begin to be called up.
    fn call_up(&mut self, env: &mut Env<'_>) {
        let rules = rules(env);
        let size = rules.battalion_men.max(1);
        let count = self.called.div_ceil(size) as usize;
        self.equipment_left = rules.equipment.unwrap_or(u32::MAX);
        self.draws.clear();
        self.draws.resize(count * (mechanism::MOBILIZATION_STAGES.len() + 1), 0.0);
        let mechanisms = mechanism::MOBILIZATION_STAGES.into_iter().chain([mechanism::TURNOUT_ROUNDING]);
        for (mechanism, row) in mechanisms.zip(self.draws.chunks_exact_mut(count)) {
            env.world.first_draws(mechanism, row);
        }
        for (length, row) in rules.stages.iter().zip(self.draws.chunks_exact_mut(count)) {
            length.quantiles(row);
        }
        let rounding = mechanism::MOBILIZATION_STAGES.len() * count;
        for b in 0..count {
            let men = size.min(self.called - b as u32 * size);
            let share = rules.turnout.sample(&mut env.stream(mechanism::TURNOUT, b as u32));
            let came = libm::floor(share * f64::from(men) + self.draws[rounding + b]);
            let came = (came.max(0.0) as u32).min(men);
            self.battalions.push(Battalion::called(came));
            self.turned_out += came;
        }
        self.by_stage[BattalionStage::Ordered as usize] = self.turned_out;
        for b in 0..count {
            self.begin_stage(b, env);
        }
        if let Some(days) = rules.service.ends {
            env.schedule_in(days, Event::Ends);
        }
    }

    /// A battalion begins the stage that follows the one it has reached. Stages of no length pass at once.
    fn begin_stage(&mut self, b: usize, env: &mut Env<'_>) {
        let Some(k) = self.battalions[b].stage.next_duration() else { return };
        let count = self.battalions.len();
        let days = self.draws[k * count + b].max(0.0);
        let wait = if self.battalions[b].stage == BattalionStage::Assembled { self.take_the_road(b, env) } else { 0.0 };
        if days + wait > 0.0 {
            env.schedule_in(days + wait, Event::StageEnds(b as u32));
        } else {
            self.end_stage(b, env);
        }
    }

    /// An assembled battalion gets its sector and waits for the road; days of waiting.
    fn take_the_road(&mut self, b: usize, env: &Env<'_>) -> f64 {
        let men = f64::from(self.battalions[b].men);
        let sector = self.allocator.assign(rules(env).allocation, men);
        self.battalions[b].sector = sector;
        let Some(Some(per_day)) = self.road.get(sector.at()).copied() else { return 0.0 };
        let free = &mut self.road_free[sector.at()];
        let starts = (*free).max(env.now());
        *free = starts + men / per_day;
        starts - env.now()
    }

    /// A battalion reaches its next stage.
    fn end_stage(&mut self, b: usize, env: &mut Env<'_>) {
        let (now, count) = (env.now(), self.battalions.len() as f64);
        let battalion = &mut self.battalions[b];
        let Some(stage) = battalion.stage.next() else { return };
        let men = battalion.men;
        self.by_stage[battalion.stage as usize] -= men;
        self.by_stage[stage as usize] += men;
        battalion.stage = stage;
        battalion.since = now;
        if stage == BattalionStage::Ready && battalion.equipped.is_none() {
            let equipped = men.min(self.equipment_left);
            self.equipment_left -= equipped;
            battalion.equipped = Some(equipped);
            self.readied += 1;
            battalion.tour = 0.5 + f64::from(self.readied) / count;
        }
        env.state(Fact::BattalionReached { battalion: b as u32, men, stage });
        self.weigh(b, env);
        if stage == BattalionStage::Ready && !self.reviewing {
            self.reviewing = true;
            if review_matters(rules(env)) {
                env.schedule_in(REVIEW_DAYS, Event::Review);
            }
        }
        self.begin_stage(b, env);
    }

    /// Counts a battalion with its present readiness.
    fn weigh(&mut self, b: usize, env: &mut Env<'_>) {
        let rules = rules(env);
        let battalion = &mut self.battalions[b];
        let weight = battalion.ready_men(rules, env.now());
        let (change, sector) = (weight - battalion.weight, battalion.sector);
        battalion.weight = weight;
        self.ready_total += change;
        let at_border = if battalion.stage.in_place() { weight } else { 0.0 };
        let shift = at_border - battalion.at_border;
        battalion.at_border = at_border;
        if shift != 0.0 && sector.at() < self.ready.len() {
            self.ready[sector.at()] = (self.ready[sector.at()] + shift).max(0.0);
            self.changed[sector.at()] = true;
        }
    }

    /// Says once for each sector what has changed there.
    fn announce(&mut self, env: &mut Env<'_>) {
        for (sector, (changed, &men_equivalent)) in (0..).zip(self.changed.iter_mut().zip(&self.ready)) {
            if core::mem::take(changed) {
                env.state(Fact::ReservistsReady { sector: Sector(sector), men_equivalent });
            }
        }
    }

    /// Looks at those in place: fatigue lowers their readiness, long tours end.
    fn review(&mut self, env: &mut Env<'_>) {
        let now = env.now();
        let service = rules(env).service;
        for b in 0..self.battalions.len() {
            let battalion = &mut self.battalions[b];
            match battalion.stage {
                BattalionStage::Ready
                    if service.tour.is_some_and(|tour| now - battalion.since >= battalion.tour * tour) =>
                {
                    battalion.tour = 1.0;
                    self.move_to(b, BattalionStage::Resting, env);
                }
                BattalionStage::Resting if now - battalion.since >= service.rest => {
                    self.move_to(b, BattalionStage::Ready, env);
                }
                BattalionStage::Ready if service.fatigue > 0.0 => self.weigh(b, env),
                _ => {}
            }
        }
        if self.men_in(BattalionStage::Home) < self.turned_out {
            env.schedule_in(REVIEW_DAYS, Event::Review);
        }
    }

    /// Sends a battalion to rest, back from it, or home.
    fn move_to(&mut self, b: usize, stage: BattalionStage, env: &mut Env<'_>) {
        let battalion = &mut self.battalions[b];
        self.by_stage[battalion.stage as usize] -= battalion.men;
        self.by_stage[stage as usize] += battalion.men;
        battalion.stage = stage;
        battalion.since = env.now();
        env.state(Fact::BattalionReached { battalion: b as u32, men: self.battalions[b].men, stage });
        self.weigh(b, env);
    }

    fn demobilize(&mut self, env: &mut Env<'_>) {
        for b in 0..self.battalions.len() {
            self.move_to(b, BattalionStage::Home, env);
        }
    }

    /// When the mobilization was decreed.
    #[must_use]
    pub fn decreed(&self) -> Option<Time> {
        self.decreed
    }

    /// Reservists called, and those of them who come.
    #[must_use]
    pub fn called(&self) -> (u32, u32) {
        (self.called, self.turned_out)
    }

    /// Men in a stage.
    #[must_use]
    pub fn men_in(&self, stage: BattalionStage) -> u32 {
        self.by_stage[stage as usize]
    }

    /// Men in place at the border.
    #[must_use]
    pub fn in_place(&self) -> u32 {
        self.men_in(BattalionStage::Arrived) + self.men_in(BattalionStage::Ready)
    }

    /// Ready men (men × readiness) in a sector of the border.
    #[must_use]
    pub fn ready_in(&self, sector: Sector) -> f64 {
        self.ready.get(sector.at()).copied().unwrap_or(0.0)
    }

    /// Ready men at the border in all.
    #[must_use]
    pub fn ready_at_border(&self) -> f64 {
        self.ready.iter().sum()
    }

    /// Readiness of the mobilization: ready men, those not yet in place counted, as a share of the men who come.
    #[must_use]
    pub fn readiness(&self) -> f64 {
        if self.turned_out == 0 { 0.0 } else { self.ready_total / f64::from(self.turned_out) }
    }

    /// Whether every man who came is in one stage.
    #[must_use]
    pub fn conserved(&self) -> bool {
        self.by_stage.iter().sum::<u32>() == self.turned_out
            && self.battalions.iter().map(|battalion| battalion.men).sum::<u32>() == self.turned_out
    }
}

/// The names of a scenario's sectors; one without a name where it has no border.
fn sector_names(scenario: &Scenario) -> Vec<String> {
    let mut names: Vec<String> = scenario.geography.sectors.iter().map(|sector| sector.id.clone()).collect();
    if names.is_empty() {
        names.push(String::new());
    }
    names
}

fn review_matters(rules: &scenario::Mobilization) -> bool {
    rules.service.fatigue > 0.0 || rules.service.tour.is_some()
}

fn rules<'a>(env: &Env<'a>) -> &'a scenario::Mobilization {
    &env.scenario.sections.mobilization
}
