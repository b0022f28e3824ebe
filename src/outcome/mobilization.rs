//! Outcomes of mobilization: how fast the reservists are ready, how ready they are when it matters, what it costs.

use crate::model::mobilization::Stage;
use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::fold::{Fold, RowWriter};
use super::integral::Integral;
use super::{Better, Kind, Metric};

/// Shares of readiness that are dated.
const SHARES: [(f64, &str, &str); 3] = [
    (0.5, "half_ready_days", "half of the men who come are ready"),
    (0.8, "ready_80_days", "80 % of the men who come are ready"),
    (0.9, "ready_90_days", "90 % of the men who come are ready"),
];

/// Folds facts into outcomes of mobilization.
#[derive(Debug, Default)]
pub struct Mobilization {
    decreed: Option<Time>,
    reached: [Option<Time>; SHARES.len()],
    /// Readiness when the first group arrived at the border.
    at_contact: Option<f64>,
    /// Reservists serving: called and not sent home.
    serving: Integral,
}

/// Whether there is a border to send reservists to.
fn has_border(scenario: &Scenario) -> bool {
    !scenario.geography.host_districts.is_empty()
}

impl Fold for Mobilization {
    fn metrics(scenario: &Scenario) -> Vec<Metric> {
        if !has_border(scenario) {
            return Vec::new();
        }
        let mut metrics = vec![Metric::new(
            "mobilization_days",
            "days",
            "days from the start until the host decrees a mobilization",
            Kind::Time,
        )];
        metrics.extend(SHARES.map(|(_, id, what)| {
            let meaning = format!("days from the decree until {what}; men on their way count by their readiness");
            Metric::new(id, "days", meaning, Kind::Time).better(Better::Lower)
        }));
        metrics.extend([
            Metric::new(
                "readiness_at_contact",
                "share",
                "readiness of the reservists when the first group arrives at the border; 0 if they have not been called",
                Kind::Amount,
            )
            .better(Better::Higher),
            Metric::new("reservists_came", "people", "reservists who came when they were called", Kind::Amount),
            Metric::new("reservists_in_place", "people", "reservists at the border at the horizon", Kind::Amount),
            Metric::new(
                "reservist_days",
                "man-days",
                "days served by reservists, from call-up until they are sent home or the horizon",
                Kind::Amount,
            )
            .better(Better::Lower),
        ]);
        metrics
    }

    fn begin(&mut self, _: &Crisis) {
        *self = Self::default();
    }

    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        match *fact {
            Fact::MobilizationDecreed { .. } => self.decreed = Some(now),
            Fact::BattalionReached { men, stage, .. } => {
                match stage {
                    Stage::Called => self.serving.set(now, self.serving.value() + f64::from(men)),
                    Stage::Home => self.serving.set(now, (self.serving.value() - f64::from(men)).max(0.0)),
                    _ => {}
                }
                let readiness = crisis.mobilization().readiness();
                for (reached, (share, ..)) in self.reached.iter_mut().zip(SHARES) {
                    if readiness >= share {
                        reached.get_or_insert(now);
                    }
                }
            }
            Fact::GroupArrived { .. } => {
                self.at_contact.get_or_insert_with(|| crisis.mobilization().readiness());
            }
            _ => {}
        }
    }

    fn finish(&mut self, horizon: Time, crisis: &Crisis, row: &mut RowWriter<'_>) {
        if !has_border(crisis.scenario()) {
            return;
        }
        row.time(Some(Time::ZERO), self.decreed, horizon);
        for reached in self.reached {
            row.time(self.decreed, reached, horizon);
        }
        row.amount(self.at_contact);
        row.amount(f64::from(crisis.mobilization().called().1));
        row.amount(f64::from(crisis.mobilization().in_place()));
        row.amount(self.serving.until(horizon));
    }
}
