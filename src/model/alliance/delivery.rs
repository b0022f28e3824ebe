//! How decided help comes: an exercise, aid in tranches, a force that builds up day by day.

use super::{rules, stage};
use crate::model::env::Env;
use crate::model::fact::Fact;
use crate::model::mechanism;
use crate::scenario::{Level, Levels};

/// What will come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// An exercise begins.
    ExerciseBegins,
    /// An exercise ends.
    ExerciseEnds,
    /// A tranche of aid comes.
    Tranche,
    /// Men of the force arrive.
    ForceArrives,
    /// The force leaves.
    ForceLeaves,
    /// The standing force arrives.
    StandingForce,
}

/// What has been promised and what has come.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Deliveries {
    sent: [bool; 6],
    fulfilment: f64,
    tranches_to_come: u32,
    tranches: u32,
    force_to_come: u32,
    force: u32,
    exercise: u32,
    standing: u32,
}

impl Deliveries {
    /// Allied men at the border.
    #[must_use]
    pub fn men(&self) -> u32 {
        self.force + self.exercise + self.standing
    }

    /// Share of the promised aid that has come.
    #[must_use]
    pub fn aid_share(&self) -> f64 {
        if self.tranches == 0 {
            return 0.0;
        }
        self.fulfilment * f64::from(self.tranches - self.tranches_to_come) / f64::from(self.tranches)
    }

    /// Sends a package on its way; a force that does not come was promised only. What was sent before is not sent again.
    pub(super) fn send(&mut self, package: Levels, force_comes: bool, env: &mut Env<'_>) {
        let delivery = &rules(env).delivery;
        let days = |level: Level, length, env: &Env<'_>| {
            stage::days(length, &mut env.stream(mechanism::DELIVERY, level as u32))
        };
        if self.first(package, Level::Exercise) {
            let wait = days(Level::Exercise, delivery.exercise, env);
            env.schedule_in(wait, super::Event::Delivery(Event::ExerciseBegins));
        }
        if self.first(package, Level::Aid) {
            self.promise_aid(env);
        }
        if self.first(package, Level::Force) && force_comes && delivery.force.men > 0 {
            self.force_to_come = delivery.force.men;
            let wait = days(Level::Force, delivery.force.preparation, env);
            env.schedule_in(wait, super::Event::Delivery(Event::ForceArrives));
        }
    }

    fn first(&mut self, package: Levels, level: Level) -> bool {
        package.has(level) && !core::mem::replace(&mut self.sent[level as usize], true)
    }

    fn promise_aid(&mut self, env: &mut Env<'_>) {
        let aid = rules(env).delivery.aid;
        self.fulfilment = stage::days(aid.fulfilment, &mut env.stream(mechanism::FULFILMENT, 0)).min(1.0);
        (self.tranches, self.tranches_to_come) = (aid.tranches, aid.tranches);
        for k in 0..aid.tranches {
            let wait = stage::days(aid.delay, &mut env.occasion(mechanism::TRANCHE, 0, k));
            env.schedule_in(wait, super::Event::Delivery(Event::Tranche));
        }
    }

    /// The standing force, if there is one, sets out at the request.
    pub(super) fn send_standing_force(&self, env: &mut Env<'_>) {
        let force = rules(env).delivery.force;
        if force.standing_men > 0 {
            env.schedule_in(force.standing_days, super::Event::Delivery(Event::StandingForce));
        }
    }

    /// What was due.
    pub(super) fn fire(&mut self, event: Event, env: &mut Env<'_>) {
        let delivery = &rules(env).delivery;
        match event {
            Event::ExerciseBegins => {
                env.state(Fact::HelpInPlace { level: Level::Exercise });
                arrive(&mut self.exercise, delivery.exercise_men, env);
                env.schedule_in(delivery.exercise_length, super::Event::Delivery(Event::ExerciseEnds));
            }
            Event::ExerciseEnds => leave(&mut self.exercise, env),
            Event::Tranche => {
                self.tranches_to_come -= 1;
                let gain = delivery.aid.infrastructure * self.fulfilment / f64::from(self.tranches);
                env.state(Fact::AidDelivered { share: self.aid_share(), gain });
                if self.tranches_to_come == 0 {
                    env.state(Fact::HelpInPlace { level: Level::Aid });
                }
            }
            Event::ForceArrives => self.force_arrives(env),
            Event::ForceLeaves => leave(&mut self.force, env),
            Event::StandingForce => {
                arrive(&mut self.standing, delivery.force.standing_men, env);
                env.state(Fact::StandingForceInPlace);
            }
        }
    }

    fn force_arrives(&mut self, env: &mut Env<'_>) {
        let force = rules(env).delivery.force;
        let men = self.force_to_come.min(force.per_day);
        self.force_to_come -= men;
        arrive(&mut self.force, men, env);
        if self.force_to_come > 0 {
            env.schedule_in(1.0, super::Event::Delivery(Event::ForceArrives));
            return;
        }
        env.state(Fact::HelpInPlace { level: Level::Force });
        if let Some(days) = force.stay {
            env.schedule_in(days, super::Event::Delivery(Event::ForceLeaves));
        }
    }
}

fn arrive(present: &mut u32, men: u32, env: &mut Env<'_>) {
    if men > 0 {
        *present += men;
        env.state(Fact::AlliedMenArrived { men });
    }
}

fn leave(present: &mut u32, env: &mut Env<'_>) {
    let men = core::mem::take(present);
    if men > 0 {
        env.state(Fact::AlliedMenLeft { men });
    }
}
