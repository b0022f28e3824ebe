//! What comes from outside the model: dated milestones as the scenario gives them.

use super::env::Env;
use super::fact::Fact;
use super::index::MilestoneId;
use crate::scenario::Scenario;
use crate::sim::Time;

/// A dated milestone is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event(pub MilestoneId);

/// Schedules what lies within the scenario's time; those after its end stay in the calendar.
pub fn begin(env: &mut Env<'_>) {
    for i in 0..env.scenario.milestones.len() {
        let day = env.scenario.meta.day_of(env.scenario.milestones[i].date);
        if day >= 0.0 {
            env.schedule_at(Time::from_days(day), Event(MilestoneId(i as u32)));
        }
    }
}

/// Milestones before the start, in the order of their dates, with the days that lie between: history, of which only what lasts
/// matters.
#[must_use]
pub fn before_the_start(scenario: &Scenario) -> Vec<(MilestoneId, f64)> {
    let days = (0..)
        .map(MilestoneId)
        .zip(&scenario.milestones)
        .map(|(id, milestone)| (id, -scenario.meta.day_of(milestone.date)));
    let mut before: Vec<_> = days.filter(|&(_, days)| days > 0.0).collect();
    before.sort_by(|one, other| other.1.total_cmp(&one.1));
    before
}

/// What was due.
pub fn fire(Event(milestone): Event, env: &mut Env<'_>) {
    env.state(Fact::MilestoneReached { milestone });
}
