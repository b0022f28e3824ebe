//! The alliance's slow track: a programme that passes gates for years (model 3.11).
//!
//! ```text
//! resolution -> draft -> comments -> permanent council -> ministers -> heads of state (adopted) -> funding -> contracts
//!    -> contracts signed -> packages -> full line
//! at a gate:  held up by the lead with probability p for D, then worked on with hazard (1 + u(t)) / mean
//! u(t) = Σ push · 2^(-(t - t_k) / half-life)   over reminders and crises t_k
//! ```
//!
//! Progress at a gate is kept in operational time `∫ (1 + u) dt`, so a reminder draws nothing anew and passing times are
//! exact. Without push and hold-up the time to adoption is a sum of exponentials; with hold-up each gate is a mixture of
//! an exponential and the sum of two.
//!
//! A programme that is older than the scenario begins at the gate that history gives it. Exponential work has no memory,
//! so nothing else of its past matters but the push left by dated reminders; a hold-up of that gate counts as over.

mod packages;
#[cfg(test)]
mod tests;

use self::packages::Packages;
use super::env::Env;
use super::fact::Fact;
use super::index::MilestoneId;
use super::mechanism;
use crate::scenario::{self, Effect, Organ};
use crate::sim::{HazardClock, Tempo, Ticket, Time};

/// The gates in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// A draft is accepted in principle.
    Draft,
    /// All members have commented.
    Comments,
    /// The permanent council has agreed.
    PermanentCouncil,
    /// The councils of ministers have agreed.
    Ministers,
    /// The heads of state adopt it.
    HeadsOfState,
    /// It is settled who pays.
    Funding,
    /// Lists and suppliers are agreed.
    Contracts,
}

/// All gates with their names in metrics.
pub const GATES: [(Gate, &str); 7] = [
    (Gate::Draft, "draft"),
    (Gate::Comments, "comments"),
    (Gate::PermanentCouncil, "permanent_council"),
    (Gate::Ministers, "ministers"),
    (Gate::HeadsOfState, "heads_of_state"),
    (Gate::Funding, "funding"),
    (Gate::Contracts, "contracts"),
];

/// What will happen to the programme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// The resolution is passed.
    Resolution,
    /// The lead member lets the gate be worked on.
    HoldUpEnds,
    /// Work at the gate is done.
    GateDone,
    /// A step of a rearmament package is done: package, step.
    StepDone(u32, u32),
    /// The contracts of the second stage are signed.
    ContractsSigned,
    /// A package of the second stage comes.
    Package(u32),
    /// The whole line stands.
    FullLine,
}

/// The programme.
#[derive(Debug)]
pub struct Programme {
    begun: bool,
    gates_passed: u32,
    /// How often comments sent the draft back.
    returns: u32,
    held_up: bool,
    /// Sessions that might have decided on it.
    sessions: u32,
    push: Tempo<1>,
    clock: HazardClock,
    entry: Option<Ticket>,
    packages: Packages,
}

impl Default for Programme {
    fn default() -> Self {
        Self {
            begun: false,
            gates_passed: 0,
            returns: 0,
            held_up: false,
            sessions: 0,
            push: Tempo::new(1.0, [1.0]),
            clock: HazardClock::new(f64::INFINITY),
            entry: None,
            packages: Packages::default(),
        }
    }
}

impl Programme {
    /// Starts a history.
    pub fn begin(&mut self, env: &mut Env<'_>) {
        let rules = rules(env);
        *self = Self { push: Tempo::new(1.0, [core::f64::consts::LN_2 / rules.half_life]), ..Self::default() };
        let Some(resolution) = rules.resolution.filter(|_| rules.active) else { return };
        let day = env.scenario.meta.day_of(resolution);
        if day > 0.0 {
            env.schedule_at(Time::from_days(day), Event::Resolution);
        } else {
            self.start(day == 0.0, env);
        }
    }

    /// The programme starts, new or as history left it.
    fn start(&mut self, new: bool, env: &mut Env<'_>) {
        self.begun = true;
        self.gates_passed = rules(env).gates_passed;
        self.push.jump(0, env.now(), push_left(env));
        self.packages.gate_passed(self.gates_passed, env);
        if new {
            self.come_to_gate(env);
        } else if (self.gates_passed as usize) < GATES.len() {
            self.work(env);
        }
    }

    /// What was due.
    pub fn fire(&mut self, event: Event, env: &mut Env<'_>) {
        match event {
            Event::Resolution => self.start(true, env),
            Event::HoldUpEnds => {
                self.held_up = false;
                env.state(Fact::ProgrammeHeldUp { gate: self.gates_passed, held: false });
                self.work(env);
            }
            Event::GateDone => self.pass(env),
            Event::StepDone(package, step) => self.packages.step_done(package, step, env),
            Event::ContractsSigned => self.packages.contracts_signed(env),
            Event::Package(number) => self.packages.deliver(number, env),
            Event::FullLine => env.state(Fact::ProgrammeComplete),
        }
    }

    /// The programme is brought to mind, so many times as one reminder does.
    pub fn remind(&mut self, times: f64, env: &mut Env<'_>) {
        if !self.begun || times <= 0.0 {
            return;
        }
        self.push.jump(0, env.now(), times * rules(env).push);
        if let Some(entry) = self.entry {
            env.reschedule(entry, self.push.wall(self.clock.due()).max(env.now()));
        }
    }

    /// A session has heard the host's case. Those of ministers and heads of state hurry the programme; the organ whose gate is next may decide on it, where the
    /// lead does not hold it up.
    pub fn session(&mut self, organ: Organ, env: &mut Env<'_>) {
        let rules = rules(env);
        if organ > Organ::Council {
            self.remind(rules.session_reminders, env);
        }
        let own = [Gate::PermanentCouncil, Gate::Ministers, Gate::HeadsOfState][organ as usize];
        if rules.decided_at_session <= 0.0 || self.gates_passed != own as u32 {
            return;
        }
        if let Some(entry) = self.entry {
            let mut stream = env.occasion(mechanism::PROGRAMME_SESSION, own as u32, self.sessions);
            self.sessions += 1;
            if stream.chance(rules.decided_at_session) {
                env.cancel(entry);
                self.pass(env);
            }
        }
    }

    /// A dated milestone may remind the alliance of the programme.
    pub fn react_to_milestone(&mut self, milestone: MilestoneId, env: &mut Env<'_>) {
        if let Some(times) = env.scenario.milestones[milestone.at()].effect(Effect::Reminder) {
            self.remind(times, env);
        }
    }

    /// Gates passed so far.
    #[must_use]
    pub fn gates_passed(&self) -> u32 {
        self.gates_passed
    }

    /// What has been delivered.
    #[must_use]
    pub fn packages(&self) -> &Packages {
        &self.packages
    }

    /// The push on the programme, 0 where nobody speaks of it, at an instant that does not lie before the last change.
    #[must_use]
    pub fn push(&self, now: Time) -> f64 {
        self.push.at(now) - 1.0
    }

    /// The programme comes to the next gate, where the lead may hold it up.
    fn come_to_gate(&mut self, env: &mut Env<'_>) {
        let rules = rules(env);
        let gate = self.gates_passed;
        if gate as usize >= GATES.len() {
            return;
        }
        let mut stream = env.occasion(mechanism::PROGRAMME_HOLD_UP, gate, self.returns);
        let held = stream.chance(rules.hold_up);
        let days = rules.hold_up_days.sample(&mut stream).max(0.0);
        if held {
            self.held_up = true;
            env.state(Fact::ProgrammeHeldUp { gate, held });
            env.schedule_in(days, Event::HoldUpEnds);
        } else {
            self.work(env);
        }
    }

    /// Work at the gate begins.
    fn work(&mut self, env: &mut Env<'_>) {
        let threshold = env.occasion(mechanism::PROGRAMME_GATE, self.gates_passed, self.returns).exponential();
        let begun = self.push.operational(env.now());
        self.clock.restart(begun, threshold);
        self.clock.set_rate(begun, 1.0 / rules(env).gate_mean);
        let due = self.push.wall(self.clock.due()).max(env.now());
        self.entry = Some(env.schedule_at(due, Event::GateDone));
    }

    /// The gate is passed, or the members' comments send the draft back.
    fn pass(&mut self, env: &mut Env<'_>) {
        let rules = rules(env);
        self.entry = None;
        let comments = self.gates_passed == Gate::Comments as u32;
        if comments && rules.rework > 0.0 {
            let mut stream = env.occasion(mechanism::PROGRAMME_REWORK, 0, self.returns);
            if stream.chance(rules.rework) {
                self.returns += 1;
                self.gates_passed = Gate::Draft as u32;
                self.come_to_gate(env);
                return;
            }
        }
        let gate = self.gates_passed;
        self.gates_passed += 1;
        env.state(Fact::GatePassed { gate });
        self.packages.gate_passed(self.gates_passed, env);
        self.come_to_gate(env);
    }
}

/// The push that dated reminders between the resolution and the scenario's start have left.
fn push_left(env: &Env<'_>) -> f64 {
    let rules = rules(env);
    let meta = &env.scenario.meta;
    let resolved = rules.resolution.map_or(f64::INFINITY, |date| meta.day_of(date));
    let left = |milestone: &scenario::Milestone| {
        let day = meta.day_of(milestone.date);
        let times = milestone.effect(Effect::Reminder).filter(|_| day < 0.0 && day >= resolved);
        times.unwrap_or(0.0) * rules.push * libm::exp2(day / rules.half_life)
    };
    env.scenario.milestones.iter().map(left).sum()
}

fn rules<'a>(env: &Env<'a>) -> &'a scenario::Programme {
    &env.scenario.sections.programme
}
