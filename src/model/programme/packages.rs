//! What the programme delivers: packages of arms, one after another, and packages that are built along the border.

use super::{Event, GATES};
use crate::model::env::Env;
use crate::model::fact::Fact;
use crate::model::kinds::Part;
use crate::model::mechanism;

/// Packages of both stages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Packages {
    rearming: bool,
    rearmament: u32,
    infrastructure: u32,
}

impl Packages {
    /// Packages of a stage delivered so far.
    #[must_use]
    pub fn delivered(&self, part: Part) -> u32 {
        match part {
            Part::Rearmament => self.rearmament,
            Part::Infrastructure => self.infrastructure,
        }
    }

    /// So many gates have been passed: does a stage begin?
    pub(super) fn gate_passed(&mut self, passed: u32, env: &mut Env<'_>) {
        let rules = &env.scenario.sections.programme;
        if !self.rearming && passed >= rules.rearmament.after_gates && rules.rearmament.packages > 0 {
            self.rearming = true;
            begin_step(0, 0, env);
        }
        if passed as usize == GATES.len() {
            let mut stream = env.stream(mechanism::PROGRAMME_PLAN, 0);
            let days = rules.infrastructure.contracts.sample(&mut stream).max(0.0);
            env.schedule_in(days, Event::ContractsSigned);
        }
    }

    pub(super) fn step_done(&mut self, package: u32, step: u32, env: &mut Env<'_>) {
        let rules = &env.scenario.sections.programme.rearmament;
        if step as usize + 1 < rules.steps.len() {
            begin_step(package, step + 1, env);
            return;
        }
        self.rearmament += 1;
        env.state(Fact::PackageDelivered { part: Part::Rearmament, number: package, gain: rules.gain });
        if package + 1 < rules.packages {
            begin_step(package + 1, 0, env);
        }
    }

    pub(super) fn contracts_signed(&mut self, env: &mut Env<'_>) {
        let rules = &env.scenario.sections.programme.infrastructure;
        let days = rules.delivery.sample(&mut env.stream(mechanism::PROGRAMME_PLAN, 1)).max(0.0);
        for number in 0..rules.packages {
            let due = days * f64::from(number + 1) / f64::from(rules.packages);
            env.schedule_in(due, Event::Package(number));
        }
        let line = rules.full_line.sample(&mut env.stream(mechanism::PROGRAMME_PLAN, 2)).max(0.0);
        env.schedule_in(days + line, Event::FullLine);
    }

    pub(super) fn deliver(&mut self, number: u32, env: &mut Env<'_>) {
        self.infrastructure += 1;
        let gain = env.scenario.sections.programme.infrastructure.gain;
        env.state(Fact::PackageDelivered { part: Part::Infrastructure, number, gain });
    }
}

fn begin_step(package: u32, step: u32, env: &mut Env<'_>) {
    let length = env.scenario.sections.programme.rearmament.steps[step as usize];
    let days = length.sample(&mut env.occasion(mechanism::PROGRAMME_STEP, step, package)).max(0.0);
    env.schedule_in(days, Event::StepDone(package, step));
}
