//! Groups on their way to the border.
//!
//! A group arrives as one body after a random time. People on the way are counted, so that nobody is lost between a fact
//! that says they left and the one that says they arrived.

use crate::model::env::Env;
use crate::model::fact::{Fact, Kind};
use crate::model::index::{District, HostDistrict};
use crate::model::mechanism;

/// A group arrives at the border: the number of the group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event(u32);

/// A group that has set out.
#[derive(Debug, Clone, Copy)]
struct Group {
    from: District,
    towards: HostDistrict,
    kind: Kind,
    people: u32,
}

/// People on the way.
#[derive(Debug, Default)]
pub struct Journey {
    groups: Vec<Group>,
    on_the_way: u64,
}

impl Journey {
    /// Starts a history: nobody is on the way.
    pub fn begin(&mut self) {
        self.groups.clear();
        self.on_the_way = 0;
    }

    /// People on the way to the border.
    #[must_use]
    pub fn on_the_way(&self) -> u64 {
        self.on_the_way
    }

    /// A group sets out; it had set out from there `occasion` times before.
    pub fn set_out(
        &mut self,
        kind: Kind,
        from: District,
        towards: HostDistrict,
        people: u32,
        occasion: u32,
        env: &mut Env<'_>,
    ) {
        self.on_the_way += u64::from(people);
        let mut stream = env.occasion(mechanism::CROSSING_TIME, from.0, occasion);
        let days = env.scenario.sections.garrison.crossing_time.sample(&mut stream).max(0.0);
        env.schedule_in(days, Event(self.groups.len() as u32));
        self.groups.push(Group { from, towards, kind, people });
    }

    /// A group arrives.
    pub fn fire(&mut self, Event(group): Event, env: &mut Env<'_>) {
        let Group { from, towards, kind, people } = self.groups[group as usize];
        self.on_the_way -= u64::from(people);
        env.state(Fact::GroupArrived { from, at: towards, kind, people });
    }
}
