//! Soldiers in the host state: disarmed, sheltered, and flown home.
//!
//! After the first so many soldiers are registered the two states agree on their return, which takes a random time. From
//! then on flights leave at a fixed interval; each takes a random number of men, or all who are left.

use crate::model::env::Env;
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
    pub fn take_in(&mut self, env: &mut Env<'_>) {
        self.held += 1;
        self.registered += 1;
        let rules = &env.scenario.sections.shelter;
        if self.agreement == Agreement::None && self.registered >= rules.agreement_after {
            self.agreement = Agreement::Sought;
            let days = rules.agreement_time.sample(&mut env.stream(mechanism::RETURN_AGREEMENT, 0)).max(0.0);
            env.schedule_in(days, Event::Agreed);
        }
        if self.agreement == Agreement::Reached {
            self.schedule_flight(env);
        }
    }

    /// Does what was due.
    pub fn fire(&mut self, event: Event, env: &mut Env<'_>) {
        match event {
            Event::Agreed => {
                self.agreement = Agreement::Reached;
                self.schedule_flight(env);
            }
            Event::Flight => {
                self.flight_scheduled = false;
                let seats = env
                    .scenario
                    .sections
                    .shelter
                    .men_per_flight
                    .sample(&mut env.stream(mechanism::FLIGHT_SIZE, self.flights));
                let men = (libm::round(seats).max(1.0) as u32).min(self.held);
                self.flights += 1;
                self.held -= men;
                self.flown_home += u64::from(men);
                env.state(Fact::SoldiersFlownHome { men });
                self.schedule_flight(env);
            }
        }
    }

    fn schedule_flight(&mut self, env: &mut Env<'_>) {
        let per_day = env.scenario.sections.shelter.flights_per_day;
        if self.held > 0 && !self.flight_scheduled && per_day > 0.0 {
            self.flight_scheduled = true;
            env.schedule_in(1.0 / per_day, Event::Flight);
        }
    }
}
