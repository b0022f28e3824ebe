//! Outcomes of mobilization: how fast the reservists are ready, how ready they are when it matters, what it costs.

use crate::model::kinds::BattalionStage;
use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::fold::{Fold, Outcomes};
use super::integral::Integral;
use super::{Better, Clock, Metric, Side};

/// The time whose coming starts the clocks of readiness.
const DECREED: &str = "mobilization_days";

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
    fn begin(&mut self, _: &Crisis) {
        *self = Self::default();
    }

    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        match *fact {
            Fact::MobilizationDecreed { .. } => self.decreed = Some(now),
            Fact::BattalionReached { men, stage, .. } => {
                match stage {
                    BattalionStage::Called => self.serving.set(now, self.serving.value() + f64::from(men)),
                    BattalionStage::Home => self.serving.set(now, (self.serving.value() - f64::from(men)).max(0.0)),
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

    fn outcomes(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        if !has_border(scenario) {
            return;
        }
        let amount = |id: &'static str, unit: &'static str, meaning: &'static str| Metric::amount(id, unit, meaning);
        list.time(
            || {
                let clock = Clock::from_start("{host} decrees a mobilization");
                Metric::time(DECREED, clock).label("mobilization").side(Side::Response).headline(13)
            },
            |_| (Some(Time::ZERO), self.decreed),
        );
        for (i, (_, id, what)) in SHARES.into_iter().enumerate() {
            list.time(
                || {
                    let until = format!("{what}; men on their way count by their readiness");
                    let clock = Clock::after(DECREED, "the decree", until);
                    Metric::time(id, clock).side(Side::Response).better(Better::Lower)
                },
                |_| (self.decreed, self.reached[i]),
            );
        }
        list.amount(
            || {
                let meaning =
                    "readiness of the {reservists} when the first group arrives at the border; 0 if they have not been called";
                amount("readiness_at_contact", "share", meaning).better(Better::Higher)
            },
            |_| self.at_contact,
        );
        list.amount(
            || amount("reservists_came", "people", "{reservists} who came when they were called"),
            |end| f64::from(end.crisis.mobilization().called().1),
        );
        list.amount(
            || amount("reservists_in_place", "people", "{reservists} at the border at the horizon"),
            |end| f64::from(end.crisis.mobilization().in_place()),
        );
        list.amount(
            || {
                let meaning = "days served by {reservists}, from call-up until they are sent home or the horizon";
                amount("reservist_days", "man-days", meaning).better(Better::Lower).headline(14)
            },
            |end| self.serving.until(end.horizon),
        );
    }
}
