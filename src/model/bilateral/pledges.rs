//! Pledges: promises on record, and others made at a rate of their own, of which a share is delivered years later.

use super::Event;
use crate::model::env::Env;
use crate::model::fact::Fact;
use crate::model::index::MilestoneId;
use crate::model::mechanism;
use crate::scenario::Effect;
use crate::sim::Stream;

const DAYS_A_YEAR: f64 = 365.25;
/// From here on the number of a pledge is that of a milestone.
const OF_RECORD: u32 = 1 << 30;

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

    /// A pledge that comes at the rate of the partner, and then the next.
    pub(super) fn make(&mut self, number: u32, env: &mut Env<'_>) {
        self.pledge(number, 0.0, env);
        self.next(number + 1, env);
    }

    /// A pledge on record, so many days ago; one of which the delivery lies in the past has been forgotten.
    pub(super) fn record(&mut self, milestone: MilestoneId, days_ago: f64, env: &mut Env<'_>) {
        self.pledge(OF_RECORD + milestone.0, days_ago, env);
    }

    fn pledge(&mut self, number: u32, days_ago: f64, env: &mut Env<'_>) {
        let delay = env.scenario.sections.bilateral.pledges.delay;
        let days = delay.sample(&mut env.occasion(mechanism::PLEDGE_DELAY, 0, number)).max(0.0) - days_ago;
        if days < 0.0 {
            return;
        }
        let worth = self.worth(number, env);
        self.made += 1;
        self.promised += worth;
        // What was pledged before the start is no news.
        if days_ago <= 0.0 {
            env.state(Fact::PledgeMade { worth });
        }
        env.schedule_in(days, Event::Delivered(number));
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
        if let Some(milestone) = number.checked_sub(OF_RECORD) {
            return env.scenario.milestones[milestone as usize].effect(Effect::Pledge).unwrap_or(0.0);
        }
        let worth = env.scenario.sections.bilateral.pledges.value;
        worth.sample(&mut env.occasion(mechanism::PLEDGE_WORTH, 0, number)).max(0.0)
    }
}
