//! Soldiers in the host state: disarmed, sheltered, and flown home.
//!
//! After the first so many soldiers are registered the two states agree on their return, which takes a random time. From
//! then on flights leave at a fixed interval; each takes a random number of men, or all who are left.

use crate::model::desk::Desk;
use crate::model::fact::Fact;
use crate::model::mechanism;

/// What will happen to those who are sheltered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The states agree on the return.
    Agreed,
    /// A flight leaves.
    Flight,
}

/// Soldiers in the host state.
#[derive(Debug, Default)]
pub struct Shelter {
    held: u32,
    registered: u64,
    flown_home: u64,
    flights: u32,
    agreement: Agreement,
    flight_scheduled: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Agreement {
    #[default]
    None,
    Sought,
    Reached,
}

impl Shelter {
    /// Starts a history: nobody is sheltered.
    pub fn begin(&mut self) {
        *self = Self::default();
    }

    /// Soldiers in the host state now.
    #[must_use]
    pub fn held(&self) -> u32 {
        self.held
    }

    /// Soldiers registered so far.
    #[must_use]
    pub fn registered(&self) -> u64 {
        self.registered
    }

    /// Soldiers flown home so far.
    #[must_use]
    pub fn flown_home(&self) -> u64 {
        self.flown_home
    }

    /// A soldier was registered and stays.
    pub fn take_in(&mut self, desk: &mut Desk<'_>) {
        self.held += 1;
        self.registered += 1;
        let rules = &desk.scenario.sections.shelter;
        if self.agreement == Agreement::None && self.registered >= rules.agreement_after {
            self.agreement = Agreement::Sought;
            let days = rules.agreement_time.sample(&mut desk.stream(mechanism::RETURN_AGREEMENT, 0)).max(0.0);
            desk.schedule_in(days, Event::Agreed);
        }
        if self.agreement == Agreement::Reached {
            self.schedule_flight(desk);
        }
    }

    /// Does what was due.
    pub fn fire(&mut self, event: Event, desk: &mut Desk<'_>) {
        match event {
            Event::Agreed => {
                self.agreement = Agreement::Reached;
                self.schedule_flight(desk);
            }
            Event::Flight => {
                self.flight_scheduled = false;
                let seats = desk
                    .scenario
                    .sections
                    .shelter
                    .men_per_flight
                    .sample(&mut desk.stream(mechanism::FLIGHT_SIZE, self.flights));
                let men = (libm::round(seats).max(1.0) as u32).min(self.held);
                self.flights += 1;
                self.held -= men;
                self.flown_home += u64::from(men);
                desk.state(Fact::SoldiersFlownHome { men });
                self.schedule_flight(desk);
            }
        }
    }

    fn schedule_flight(&mut self, desk: &mut Desk<'_>) {
        let per_day = desk.scenario.sections.shelter.flights_per_day;
        if self.held > 0 && !self.flight_scheduled && per_day > 0.0 {
            self.flight_scheduled = true;
            desk.schedule_in(1.0 / per_day, Event::Flight);
        }
    }
}
