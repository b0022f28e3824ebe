//! What comes from outside the model: dated milestones as the scenario gives them.

use super::desk::Desk;
use super::fact::Fact;
use super::index::MilestoneId;
use crate::sim::Time;

/// A dated milestone is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event(pub MilestoneId);

/// Schedules what lies within the scenario's time. Milestones before the start are history and have no effect.
pub fn begin(desk: &mut Desk<'_>) {
    for i in 0..desk.scenario.milestones.len() {
        let day = desk.scenario.meta.day_of(desk.scenario.milestones[i].date);
        if day >= 0.0 {
            desk.schedule_at(Time::from_days(day), Event(MilestoneId(i as u32)));
        }
    }
}

/// What was due.
pub fn fire(Event(milestone): Event, desk: &mut Desk<'_>) {
    desk.state(Fact::MilestoneReached { milestone });
}
