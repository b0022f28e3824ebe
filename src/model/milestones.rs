//! What comes from outside the model: dated milestones as the scenario gives them, and the end of each day.

use super::desk::Desk;
use super::fact::Fact;
use super::index::MilestoneId;
use crate::sim::{Alarm, Time};

/// What the calendar brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A dated milestone is reached.
    Milestone(MilestoneId),
    /// A day ends.
    EndOfDay(u32),
}

/// Schedules the scenario's milestones and the ends of days.
#[derive(Debug, Default)]
pub struct Milestones {
    end_of_day: Alarm,
}

impl Milestones {
    /// Schedules what lies within the scenario's time. Milestones before the start are history and have no effect.
    pub fn begin(&mut self, desk: &mut Desk<'_>) {
        for i in 0..desk.scenario.milestones.len() {
            let day = desk.scenario.meta.day_of(desk.scenario.milestones[i].date);
            if day >= 0.0 {
                desk.schedule_at(Time::from_days(day), Event::Milestone(MilestoneId(i as u32)));
            }
        }
        self.end_of_day = desk.add_alarm();
        self.end_day(0, desk);
    }

    /// What was due.
    pub fn fire(&self, event: Event, desk: &mut Desk<'_>) {
        match event {
            Event::Milestone(milestone) => desk.state(Fact::MilestoneReached { milestone }),
            Event::EndOfDay(day) => {
                desk.state(Fact::DayEnded { day });
                self.end_day(day + 1, desk);
            }
        }
    }

    fn end_day(&self, day: u32, desk: &mut Desk<'_>) {
        desk.set_alarm(self.end_of_day, Some((Time::from_days(f64::from(day) + 1.0), Event::EndOfDay(day))));
    }
}
