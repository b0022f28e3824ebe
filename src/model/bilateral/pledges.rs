//! Pledges: promises made at a rate of their own, of which a share is delivered years later.

use super::Event;
use crate::model::env::Env;
use crate::model::fact::Fact;
use crate::model::mechanism;
use crate::sim::Stream;

const DAYS_A_YEAR: f64 = 365.25;

/// What has been promised and what has come, millions of dollars.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Pledges {
    /// Pledges made.
    pub made: u32,
    /// Their worth.
    pub promised: f64,
    /// What has been delivered of it.
    pub delivered: f64,
}

impl Pledges {
    /// Sets the date of a pledge.
    pub(super) fn next(&self, number: u32, env: &mut Env<'_>) {
        let per_day = env.scenario.sections.bilateral.pledges.per_year / DAYS_A_YEAR;
        if per_day > 0.0 {
            let gap = env.occasion(mechanism::PLEDGE, 0, number).exponential() / per_day;
            env.schedule_in(gap, Event::Pledge(number));
        }
    }

    pub(super) fn make(&mut self, number: u32, env: &mut Env<'_>) {
        let rules = &env.scenario.sections.bilateral.pledges;
        let worth = self.worth(number, env);
        self.made += 1;
        self.promised += worth;
        env.state(Fact::PledgeMade { worth });
        let days = rules.delay.sample(&mut env.occasion(mechanism::PLEDGE_DELAY, 0, number)).max(0.0);
        env.schedule_in(days, Event::Delivered(number));
        self.next(number + 1, env);
    }

    pub(super) fn deliver(&mut self, number: u32, env: &mut Env<'_>) {
        let rules = &env.scenario.sections.bilateral.pledges;
        let mut share: Stream = env.occasion(mechanism::PLEDGE_SHARE, 0, number);
        let worth = self.worth(number, env) * rules.delivered.sample(&mut share).clamp(0.0, 1.0);
        self.delivered += worth;
        let new = worth * (1.0 - rules.written_off);
        env.state(Fact::PledgeDelivered { worth, gain: rules.gain * new / 100.0 });
    }

    /// Worth of a pledge: the same number whenever it is asked for.
    fn worth(&self, number: u32, env: &Env<'_>) -> f64 {
        let worth = env.scenario.sections.bilateral.pledges.value;
        worth.sample(&mut env.occasion(mechanism::PLEDGE_WORTH, 0, number)).max(0.0)
    }
}
