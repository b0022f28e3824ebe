//! What an alliance may touch when something happens: the environment of any component, with its own rules, its own random
//! numbers and its own name on what it schedules and states.

use super::{Due, Event};
use crate::model::answer::Answer;
use crate::model::env::Env;
use crate::model::fact::Fact;
use crate::model::index::AllianceId;
use crate::scenario::{self, AlsoAsked, KindOfHelp, Milestone, Scenario, VOTED};
use crate::sim::{Mechanism, Stream, Ticket, Time};

/// Entities of alliance number `k` stand at `k` times this, so that the first keeps the numbers that it has alone.
const APART: u64 = 1 << 32;

/// The present moment as one alliance sees it.
pub struct AllianceEnv<'a> {
    env: Env<'a>,
    which: AllianceId,
    /// The scenario as resolved under the policy that runs.
    pub(super) scenario: &'a Scenario,
}

impl<'a> AllianceEnv<'a> {
    pub(super) fn of<'e: 'a>(which: AllianceId, env: &'a mut Env<'e>) -> AllianceEnv<'a> {
        AllianceEnv { env: Env::new(&mut *env.context, env.world, env.scenario), which, scenario: env.scenario }
    }

    /// The alliance's own parameters.
    pub(super) fn rules(&self) -> &'a scenario::Alliance {
        self.scenario.sections.rules_of(self.which.at())
    }

    /// What help of this alliance brings of a kind of need, by level.
    pub(super) fn help_of(&self, kind: usize) -> &'a [KindOfHelp; VOTED.len()] {
        self.scenario.sections.help_of(self.which.at(), kind)
    }

    /// Its table, for an alliance that is asked besides the first.
    pub(super) fn also_asked(&self) -> Option<&'a AlsoAsked> {
        self.which.at().checked_sub(1).map(|at| &self.scenario.sections.also_asked[at])
    }

    /// Whether what a milestone does to an alliance is done to this one.
    pub(super) fn concerns(&self, milestone: &Milestone) -> bool {
        milestone.also_asked.as_deref() == self.also_asked().map(|also| also.id.as_str())
    }

    pub(super) fn now(&self) -> Time {
        self.env.now()
    }

    pub(super) fn schedule_at(&mut self, time: Time, due: Due) -> Ticket {
        self.env.schedule_at(time, Event { of: self.which, due })
    }

    pub(super) fn schedule_in(&mut self, days: f64, due: Due) -> Ticket {
        self.env.schedule_in(days, Event { of: self.which, due })
    }

    pub(super) fn reschedule(&mut self, ticket: Ticket, time: Time) -> bool {
        self.env.reschedule(ticket, time)
    }

    pub(super) fn state(&mut self, answer: Answer) {
        self.env.state(Fact::Alliance(self.which, answer));
    }

    pub(super) fn stream(&self, mechanism: Mechanism, entity: u32) -> Stream {
        self.env.world.stream(mechanism, self.entity(entity))
    }

    pub(super) fn occasion(&self, mechanism: Mechanism, entity: u32, occasion: u32) -> Stream {
        self.env.world.occasion(mechanism, self.entity(entity), occasion)
    }

    fn entity(&self, entity: u32) -> u64 {
        u64::from(self.which.0) * APART + u64::from(entity)
    }
}
