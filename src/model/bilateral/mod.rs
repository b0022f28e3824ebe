//! Help outside the alliance, and talks with the advancing force (model 3.12).
//!
//! ```text
//! the host calls -> a deal is open -> base reinforced, exercise held -> the deal is closed
//!                -> neighbours are called; some help, later
//! talks begin    -> an assurance of strength a, worth a · 2^(-(t - t0) / half-life) until it is broken
//! pledges come at a rate of their own; a share of each is delivered, years later
//! ```
//!
//! While a deal is open the alliance's lead member keeps its leverage (see [`super::alliance::position`]). The assurance
//! holds back incidents; how strong it is now is read when an incident would come (thinning, exact).

mod assurance;
mod pledges;
#[cfg(test)]
mod tests;

pub use assurance::Assurance;
pub use pledges::Pledges;

use super::border_view::BorderView;
use super::env::Env;
use super::fact::Fact;
use super::index::MilestoneId;
use super::mechanism;
use super::trigger::{self, TriggerState};
use crate::scenario::{self, Effect, Scenario};
use crate::sim::Time;

/// What will happen between the host and others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// The date that makes the host call has come.
    CallDate,
    /// The date that makes the talks begin has come.
    TalksDate,
    /// The partner's base is reinforced.
    Reinforced,
    /// An exercise begins.
    ExerciseBegins,
    /// The exercise ends.
    ExerciseEnds,
    /// A neighbour's help comes.
    NeighbourHelps(u32),
    /// The talks give an assurance.
    Assured,
    /// The assurance with this number is broken.
    Broken(u32),
    /// A pledge is made.
    Pledge(u32),
    /// What comes of a pledge is delivered.
    Delivered(u32),
}

/// The bilateral track.
#[derive(Debug, Default)]
pub struct Bilateral {
    call: TriggerState,
    talks: TriggerState,
    called: bool,
    /// Parts of the deal that are still to come; the deal is open while there are any.
    outstanding: u32,
    reinforcement: u32,
    exercise: u32,
    neighbours: u32,
    assurance: Assurance,
    pledges: Pledges,
}

impl Bilateral {
    /// Starts a history.
    pub fn begin(&mut self, env: &mut Env<'_>) {
        *self = Self::default();
        let rules = rules(env);
        if !exists(rules) {
            return;
        }
        let start = env.scenario.meta.start;
        if let Some(day) = trigger::day_of(&rules.trigger, start) {
            env.schedule_at(Time::from_days(day), Event::CallDate);
        }
        if let Some(day) = trigger::day_of(&rules.talks.trigger, start) {
            env.schedule_at(Time::from_days(day), Event::TalksDate);
        }
        self.pledges.next(0, env);
    }

    /// What was due.
    pub fn fire(&mut self, event: Event, view: &BorderView, env: &mut Env<'_>) {
        let rules = rules(env);
        match event {
            Event::CallDate => {
                if self.call.date_comes(&rules.trigger, view) {
                    self.make_call(env);
                }
            }
            Event::TalksDate => {
                if self.talks.date_comes(&rules.talks.trigger, view) {
                    begin_talks(env);
                }
            }
            Event::Reinforced => {
                self.reinforcement = rules.reinforcement_men;
                env.state(Fact::BaseReinforced { men: self.reinforcement });
                self.part_of_deal_done(env);
            }
            Event::ExerciseBegins => {
                self.exercise = rules.exercise_men;
                env.state(Fact::BilateralExercise { begins: true });
                env.schedule_in(rules.exercise_length, Event::ExerciseEnds);
            }
            Event::ExerciseEnds => {
                self.exercise = 0;
                env.state(Fact::BilateralExercise { begins: false });
                self.part_of_deal_done(env);
            }
            Event::NeighbourHelps(neighbour) => {
                self.neighbours += rules.neighbours[neighbour as usize].men;
                env.state(Fact::NeighbourHelped { neighbour });
            }
            Event::Assured => self.assurance.give(rules.talks.assurance, env),
            Event::Broken(number) => self.assurance.break_off(number, env),
            Event::Pledge(number) => self.pledges.make(number, env),
            Event::Delivered(number) => self.pledges.deliver(number, env),
        }
    }

    /// Whether something at the border could make the host call, or the talks begin.
    #[must_use]
    pub fn watches(&self, scenario: &Scenario) -> bool {
        let rules = &scenario.sections.bilateral;
        exists(rules) && (self.call.waits(&rules.trigger) || self.talks.waits(&rules.talks.trigger))
    }

    /// Looks at the border.
    pub fn react_to_border(&mut self, view: &BorderView, env: &mut Env<'_>) {
        let rules = rules(env);
        if !exists(rules) {
            return;
        }
        if self.call.check(&rules.trigger, view) {
            self.make_call(env);
        }
        if self.talks.check(&rules.talks.trigger, view) {
            begin_talks(env);
        }
    }

    /// A dated milestone may bring an assurance or a pledge.
    pub fn react_to_milestone(&mut self, milestone: MilestoneId, env: &mut Env<'_>) {
        if !exists(rules(env)) {
            return;
        }
        let effects = &env.scenario.milestones[milestone.at()];
        if let Some(strength) = effects.effect(Effect::Assurance) {
            self.assurance.give(strength, env);
        }
        if effects.effect(Effect::Pledge).is_some() {
            self.pledges.record(milestone, 0.0, env);
        }
    }

    /// What a milestone `days` before the start has left of its assurance, and of its pledge.
    pub fn remember(&mut self, milestone: MilestoneId, days: f64, env: &mut Env<'_>) {
        if !exists(rules(env)) {
            return;
        }
        let effects = &env.scenario.milestones[milestone.at()];
        if let Some(strength) = effects.effect(Effect::Assurance) {
            self.assurance.remember(strength, days, env);
        }
        if effects.effect(Effect::Pledge).is_some() {
            self.pledges.record(milestone, days, env);
        }
    }

    /// Men at the border, or worth as much, from the partner and the neighbours.
    #[must_use]
    pub fn men(&self) -> u32 {
        self.reinforcement + self.exercise + self.neighbours
    }

    /// Share of incidents that an assurance holds back now.
    #[must_use]
    pub fn assurance(&self, now: Time, scenario: &Scenario) -> f64 {
        self.assurance.strength(now, scenario.sections.bilateral.talks.half_life)
    }

    /// What has been promised and delivered.
    #[must_use]
    pub fn pledges(&self) -> &Pledges {
        &self.pledges
    }

    /// Whether a deal with the partner is open.
    #[must_use]
    pub fn deal_open(&self) -> bool {
        self.outstanding > 0
    }

    /// The host calls its partner and its neighbours.
    fn make_call(&mut self, env: &mut Env<'_>) {
        if core::mem::replace(&mut self.called, true) {
            return;
        }
        let rules = rules(env);
        self.outstanding = 2;
        env.state(Fact::PartnerCalled);
        let days = rules.reinforcement.sample(&mut env.stream(mechanism::REINFORCEMENT, 0)).max(0.0);
        env.schedule_in(days, Event::Reinforced);
        let days = rules.exercise.sample(&mut env.stream(mechanism::BILATERAL_EXERCISE, 0)).max(0.0);
        env.schedule_in(days, Event::ExerciseBegins);
        for (n, neighbour) in (0..).zip(&rules.neighbours) {
            let mut stream = env.stream(mechanism::NEIGHBOUR, n);
            let helps = stream.chance(neighbour.probability);
            let days = neighbour.days.sample(&mut stream).max(0.0);
            if helps {
                env.schedule_in(days, Event::NeighbourHelps(n));
            }
        }
    }

    fn part_of_deal_done(&mut self, env: &mut Env<'_>) {
        self.outstanding = self.outstanding.saturating_sub(1);
        if self.outstanding == 0 {
            env.state(Fact::DealClosed);
        }
    }
}

fn begin_talks(env: &mut Env<'_>) {
    let days = rules(env).talks.days.sample(&mut env.stream(mechanism::TALKS, 0)).max(0.0);
    env.schedule_in(days, Event::Assured);
}

fn exists(rules: &scenario::Bilateral) -> bool {
    rules.active && !rules.partner.is_empty()
}

fn rules<'a>(env: &Env<'a>) -> &'a scenario::Bilateral {
    &env.scenario.sections.bilateral
}
