//! How decided help comes: an exercise, aid in tranches, a force that builds up day by day.

use super::env::AllianceEnv;
use super::{rules, stage};
use crate::model::answer::Answer;
use crate::model::mechanism;
use crate::scenario::{KindOfHelp, Level, Levels, VOTED};

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
    /// A part of the help of a kind comes, by a level of help.
    OfKindComes(u16, Level),
    /// A part of the help of a kind leaves.
    OfKindLeaves(u16, Level),
}

/// What has been promised and what has come.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Deliveries {
    sent: [bool; 6],
    fulfilment: f64,
    tranches_to_come: u32,
    tranches: u32,
    force_to_come: u32,
    force: u32,
    exercise: u32,
    standing: u32,
    /// By kind of need and level that is voted on; empty until help of a kind is on its way.
    of_kinds: Vec<[Parts; VOTED.len()]>,
}

/// Parts of help of a kind, counted, so that what leaves is exactly what came.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Parts {
    came: u16,
    left: u16,
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

    /// Help of a kind that is there now, in the kind's unit; `help` is what this alliance brings of it.
    #[must_use]
    pub fn of_kind(&self, kind: usize, help: &[KindOfHelp; VOTED.len()]) -> f64 {
        let Some(parts) = self.of_kinds.get(kind) else { return 0.0 };
        let by_level = VOTED.iter().zip(help).zip(parts);
        by_level.map(|((&level, help), parts)| self.in_all(level, help) * share(parts.came - parts.left, help)).sum()
    }

    /// Whether no more parts of a kind came than were sent, and no more left than came.
    #[must_use]
    pub fn conserved<'a>(&self, help_of: impl Fn(usize) -> &'a [KindOfHelp; VOTED.len()]) -> bool {
        let mut all = self.of_kinds.iter().enumerate().flat_map(|(kind, parts)| parts.iter().zip(help_of(kind)));
        all.all(|(parts, help)| parts.left <= parts.came && parts.came <= help.parts)
    }

    /// What help of a level brings of a kind in all: of aid, what comes of the promise.
    fn in_all(&self, level: Level, help: &KindOfHelp) -> f64 {
        if level == Level::Aid { self.fulfilment * help.amount } else { help.amount }
    }

    /// Sends a package on its way; a force that does not come was promised only. What was sent before is not sent again.
    pub(super) fn send(&mut self, package: Levels, force_comes: bool, env: &mut AllianceEnv<'_>) {
        let delivery = &rules(env).delivery;
        let days = |level: Level, length, env: &AllianceEnv<'_>| {
            stage::days(length, &mut env.stream(mechanism::DELIVERY, level as u32))
        };
        if self.first(package, Level::Exercise) {
            let wait = days(Level::Exercise, delivery.exercise, env);
            env.schedule_in(wait, super::Due::Delivery(Event::ExerciseBegins));
            self.send_kinds(Level::Exercise, env);
        }
        if self.first(package, Level::Aid) {
            self.promise_aid(env);
            self.send_kinds(Level::Aid, env);
        }
        if self.first(package, Level::Force) && force_comes {
            if delivery.force.men > 0 {
                self.force_to_come = delivery.force.men;
                let wait = days(Level::Force, delivery.force.preparation, env);
                env.schedule_in(wait, super::Due::Delivery(Event::ForceArrives));
            }
            self.send_kinds(Level::Force, env);
        }
    }

    /// Sends what help of a level brings of each kind of need.
    fn send_kinds(&mut self, level: Level, env: &mut AllianceEnv<'_>) {
        let kinds = env.scenario.sections.needs.len();
        self.of_kinds.resize(kinds, [Parts::default(); VOTED.len()]);
        for kind in 0..kinds as u16 {
            let help = &env.help_of(usize::from(kind))[place(level)];
            if help.amount <= 0.0 {
                continue;
            }
            let entity = u32::from(kind) * 8 + level as u32;
            for part in 0..help.parts {
                let mut stream = env.occasion(mechanism::KIND_OF_HELP, entity, u32::from(part));
                let wait = stage::days(help.delay, &mut stream);
                env.schedule_in(wait, super::Due::Delivery(Event::OfKindComes(kind, level)));
            }
        }
    }

    fn of_kind_comes(&mut self, kind: u16, level: Level, env: &mut AllianceEnv<'_>) {
        let (parts, help, amount) = self.part(kind, level, env);
        parts.came += 1;
        let to_come = help.parts - parts.came;
        env.state(Answer::HelpOfKindArrived { kind, level, amount, to_come });
        if let Some(days) = help.stay {
            env.schedule_in(days, super::Due::Delivery(Event::OfKindLeaves(kind, level)));
        }
    }

    fn of_kind_leaves(&mut self, kind: u16, level: Level, env: &mut AllianceEnv<'_>) {
        let (parts, _, amount) = self.part(kind, level, env);
        parts.left += 1;
        env.state(Answer::HelpOfKindLeft { kind, amount });
    }

    /// The parts of a kind by a level, what the scenario says of them, and how much one is.
    fn part<'a>(&mut self, kind: u16, level: Level, env: &AllianceEnv<'a>) -> (&mut Parts, &'a KindOfHelp, f64) {
        let (kind, at) = (usize::from(kind), place(level));
        let help = &env.help_of(kind)[at];
        let amount = self.in_all(level, help) * share(1, help);
        (&mut self.of_kinds[kind][at], help, amount)
    }

    fn first(&mut self, package: Levels, level: Level) -> bool {
        package.has(level) && !core::mem::replace(&mut self.sent[level as usize], true)
    }

    fn promise_aid(&mut self, env: &mut AllianceEnv<'_>) {
        let aid = rules(env).delivery.aid;
        self.fulfilment = stage::days(aid.fulfilment, &mut env.stream(mechanism::FULFILMENT, 0)).min(1.0);
        (self.tranches, self.tranches_to_come) = (aid.tranches, aid.tranches);
        for k in 0..aid.tranches {
            let wait = stage::days(aid.delay, &mut env.occasion(mechanism::TRANCHE, 0, k));
            env.schedule_in(wait, super::Due::Delivery(Event::Tranche));
        }
    }

    /// The standing force, if there is one, sets out at the request.
    pub(super) fn send_standing_force(&self, env: &mut AllianceEnv<'_>) {
        let force = rules(env).delivery.force;
        if force.standing_men > 0 {
            env.schedule_in(force.standing_days, super::Due::Delivery(Event::StandingForce));
        }
    }

    /// What was due.
    pub(super) fn fire(&mut self, event: Event, env: &mut AllianceEnv<'_>) {
        let delivery = &rules(env).delivery;
        match event {
            Event::ExerciseBegins => {
                env.state(Answer::HelpInPlace { level: Level::Exercise });
                arrive(&mut self.exercise, delivery.exercise_men, env);
                env.schedule_in(delivery.exercise_length, super::Due::Delivery(Event::ExerciseEnds));
            }
            Event::ExerciseEnds => leave(&mut self.exercise, env),
            Event::Tranche => {
                self.tranches_to_come -= 1;
                let gain = delivery.aid.infrastructure * self.fulfilment / f64::from(self.tranches);
                env.state(Answer::AidDelivered { share: self.aid_share(), gain });
                if self.tranches_to_come == 0 {
                    env.state(Answer::HelpInPlace { level: Level::Aid });
                }
            }
            Event::ForceArrives => self.force_arrives(env),
            Event::ForceLeaves => leave(&mut self.force, env),
            Event::OfKindComes(kind, level) => self.of_kind_comes(kind, level, env),
            Event::OfKindLeaves(kind, level) => self.of_kind_leaves(kind, level, env),
            Event::StandingForce => {
                arrive(&mut self.standing, delivery.force.standing_men, env);
                env.state(Answer::StandingForceInPlace);
            }
        }
    }

    fn force_arrives(&mut self, env: &mut AllianceEnv<'_>) {
        let force = rules(env).delivery.force;
        let men = self.force_to_come.min(force.per_day);
        self.force_to_come -= men;
        arrive(&mut self.force, men, env);
        if self.force_to_come > 0 {
            env.schedule_in(1.0, super::Due::Delivery(Event::ForceArrives));
            return;
        }
        env.state(Answer::HelpInPlace { level: Level::Force });
        if let Some(days) = force.stay {
            env.schedule_in(days, super::Due::Delivery(Event::ForceLeaves));
        }
    }
}

/// The place of a level among those that are voted on.
fn place(level: Level) -> usize {
    VOTED.iter().position(|&voted| voted == level).unwrap_or(0)
}

/// So many parts of all.
fn share(parts: u16, help: &KindOfHelp) -> f64 {
    f64::from(parts) / f64::from(help.parts)
}

fn arrive(present: &mut u32, men: u32, env: &mut AllianceEnv<'_>) {
    if men > 0 {
        *present += men;
        env.state(Answer::AlliedMenArrived { men });
    }
}

fn leave(present: &mut u32, env: &mut AllianceEnv<'_>) {
    let men = core::mem::take(present);
    if men > 0 {
        env.state(Answer::AlliedMenLeft { men });
    }
}
