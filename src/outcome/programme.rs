//! Outcomes of the alliance's programme: how old it is when it is adopted, and what it delivers.

use crate::model::programme::{GATES, Gate, Part};
use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::fold::{Fold, RowWriter};
use super::integral::Integral;
use super::{Better, Kind, Metric};

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
    fn metrics(scenario: &Scenario) -> Vec<Metric> {
        if resolution(scenario).is_none() {
            return Vec::new();
        }
        let time = |id: String, meaning: String| Metric::new(id, "days", meaning, Kind::Time).better(Better::Lower);
        let mut metrics: Vec<Metric> = gates_to_come(scenario)
            .map(|(gate, name)| match gate {
                Gate::HeadsOfState => time(
                    "programme_adopted_days".to_owned(),
                    "age of the programme when the heads of state adopt it: days from its resolution".to_owned(),
                ),
                _ => time(
                    format!("programme_{name}_days"),
                    format!(
                        "days from the programme's resolution until it has passed the gate {}",
                        name.replace('_', " ")
                    ),
                ),
            })
            .collect();
        metrics.extend([
            time(
                "programme_first_package_days".to_owned(),
                "days from the programme's resolution until its first package of either stage is delivered".to_owned(),
            ),
            time(
                "programme_complete_days".to_owned(),
                "days from the programme's resolution until its whole line stands".to_owned(),
            ),
            Metric::new(
                "programme_gates_passed",
                "gates",
                "gates of seven that the programme has passed by the horizon",
                Kind::Amount,
            )
            .better(Better::Higher),
            Metric::new(
                "programme_held_up",
                "days",
                "days within the scenario in which the lead member held the programme up at a gate",
                Kind::Amount,
            )
            .better(Better::Lower),
            Metric::new(
                "programme_delivered_share",
                "share",
                "share of the programme's packages of both stages delivered by the horizon",
                Kind::Amount,
            )
            .better(Better::Higher),
        ]);
        metrics
    }

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

    fn finish(&mut self, horizon: Time, crisis: &Crisis, row: &mut RowWriter<'_>) {
        let Some(resolution) = resolution(crisis.scenario()) else { return };
        for (gate, _) in gates_to_come(crisis.scenario()) {
            row.time(Some(resolution), self.passed[gate as usize], horizon);
        }
        row.time(Some(resolution), self.first_package, horizon);
        row.time(Some(resolution), self.complete, horizon);
        row.amount(f64::from(crisis.programme().gates_passed()));
        row.amount(self.held_up.until(horizon));
        let rules = &crisis.scenario().sections.programme;
        let packages = crisis.programme().packages();
        let delivered = packages.delivered(Part::Rearmament) + packages.delivered(Part::Infrastructure);
        row.amount(f64::from(delivered) / f64::from(rules.rearmament.packages + rules.infrastructure.packages));
    }
}
