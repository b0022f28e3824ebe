//! Outcomes of the alliance's programme: how old it is when it is adopted, and what it delivers.

use std::borrow::Cow;

use crate::model::kinds::Part;
use crate::model::programme::{GATES, Gate};
use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::fold::{Fold, Outcomes};
use super::integral::Integral;
use super::{Better, Clock, Metric, Side};

/// Folds facts into outcomes of the programme.
#[derive(Debug, Default)]
pub struct Programme {
    passed: [Option<Time>; GATES.len()],
    held_up: Integral,
    first_package: Option<Time>,
    complete: Option<Time>,
}

/// The day of the resolution, where the scenario has a programme; a policy does not change it.
fn resolution(scenario: &Scenario) -> Option<Time> {
    scenario.sections.programme.resolution.map(|date| Time::from_days(scenario.meta.day_of(date)))
}

/// The gates that the scenario's history leaves to be passed.
fn gates_to_come(scenario: &Scenario) -> impl Iterator<Item = (Gate, &'static str)> {
    GATES.into_iter().skip(scenario.sections.programme.gates_passed as usize)
}

impl Fold for Programme {
    fn begin(&mut self, _: &Crisis) {
        *self = Self::default();
    }

    fn see(&mut self, now: Time, fact: &Fact, _: &Crisis) {
        match *fact {
            Fact::GatePassed { gate } => {
                self.passed[gate as usize].get_or_insert(now);
            }
            Fact::ProgrammeHeldUp { held, .. } => self.held_up.set(now, f64::from(u8::from(held))),
            Fact::PackageDelivered { .. } => {
                self.first_package.get_or_insert(now);
            }
            Fact::ProgrammeComplete => self.complete = Some(now),
            _ => {}
        }
    }

    fn outcomes(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        let Some(resolution) = resolution(scenario) else { return };
        let time = |id: Cow<'static, str>, until: Cow<'static, str>| {
            let clock = Clock::from_date("the programme's resolution", until);
            Metric::time(id, clock).side(Side::Response).better(Better::Lower)
        };
        for (gate, name) in gates_to_come(scenario) {
            list.time(
                || match gate {
                    Gate::HeadsOfState => {
                        time("programme_adopted_days".into(), "the heads of state adopt the programme".into())
                            .label("adoption of the programme")
                            .headline(9)
                    }
                    _ => {
                        let until = format!("the programme passes the gate {}", name.replace('_', " "));
                        time(format!("programme_{name}_days").into(), until.into())
                    }
                },
                |_| (Some(resolution), self.passed[gate as usize]),
            );
        }
        list.time(
            || {
                let until = "the programme's first package of either stage is delivered";
                time("programme_first_package_days".into(), until.into())
            },
            |_| (Some(resolution), self.first_package),
        );
        list.time(
            || time("programme_complete_days".into(), "the programme's whole line stands".into()),
            |_| (Some(resolution), self.complete),
        );
        list.amount(
            || {
                let meaning = "gates of seven that the programme has passed by the horizon";
                Metric::amount("programme_gates_passed", "gates", meaning).better(Better::Higher)
            },
            |end| f64::from(end.crisis.programme().gates_passed()),
        );
        list.amount(
            || {
                let meaning = "days within the scenario in which {lead} held the programme up at a gate";
                Metric::amount("programme_held_up", "days", meaning).better(Better::Lower)
            },
            |end| self.held_up.until(end.horizon),
        );
        list.amount(
            || {
                let meaning = "share of the programme's packages of both stages delivered by the horizon";
                Metric::amount("programme_delivered_share", "share", meaning).better(Better::Higher)
            },
            |end| {
                let rules = &end.crisis.scenario().sections.programme;
                let packages = end.crisis.programme().packages();
                let delivered = packages.delivered(Part::Rearmament) + packages.delivered(Part::Infrastructure);
                f64::from(delivered) / f64::from(rules.rearmament.packages + rules.infrastructure.packages)
            },
        );
    }
}
