//! Outcomes of the bilateral track: when help outside the alliance comes, what assurances hold, what pledges are worth.

use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::fold::{Fold, RowWriter};
use super::{Better, Kind, Metric};

/// Folds facts into outcomes of the bilateral track.
#[derive(Debug, Default)]
pub struct Bilateral {
    called: Option<Time>,
    reinforced: Option<Time>,
    exercise: Option<Time>,
    neighbour: Option<Time>,
    assured: Option<Time>,
    broken: u32,
}

/// Whether the scenario has this track, used or not: a policy does not change it.
fn exists(scenario: &Scenario) -> bool {
    !scenario.sections.bilateral.partner.is_empty()
}

/// Whether there is a border at which help counts.
fn has_border(scenario: &Scenario) -> bool {
    !scenario.geography.host_districts.is_empty()
}

impl Fold for Bilateral {
    fn metrics(scenario: &Scenario) -> Vec<Metric> {
        if !exists(scenario) {
            return Vec::new();
        }
        let time = |id: &'static str, meaning: &'static str| {
            Metric::new(id, "days", meaning, Kind::Time).better(Better::Lower)
        };
        let amount =
            |id: &'static str, unit: &'static str, meaning: &'static str| Metric::new(id, unit, meaning, Kind::Amount);
        let mut metrics = Vec::new();
        if has_border(scenario) {
            metrics.extend([
                Metric::new(
                    "partner_called_days",
                    "days",
                    "days from the start until the host calls its partner outside the alliance",
                    Kind::Time,
                ),
                time("base_reinforced_days", "days from the call until the partner's base is reinforced"),
                time("bilateral_exercise_days", "days from the call until an exercise with the partner begins"),
                time("neighbour_help_days", "days from the call until help of a neighbour comes"),
                time("assurance_days", "days from the start until the advancing force gives an assurance"),
                amount("assurances_broken", "assurances", "assurances that the advancing force broke by the horizon")
                    .better(Better::Lower),
                amount("assurance_at_end", "share", "share of incidents that an assurance holds back at the horizon")
                    .better(Better::Higher),
            ]);
        }
        metrics.extend([
            amount("pledges", "pledges", "pledges that the partner made"),
            amount("pledged_musd", "million USD", "worth of those pledges"),
            amount("pledges_delivered_musd", "million USD", "worth of what was delivered of them by the horizon")
                .better(Better::Higher),
            amount(
                "pledges_delivered_share",
                "share",
                "share of their worth delivered by the horizon; none if there were no pledges",
            )
            .better(Better::Higher),
        ]);
        metrics
    }

    fn begin(&mut self, _: &Crisis) {
        *self = Self::default();
    }

    fn see(&mut self, now: Time, fact: &Fact, _: &Crisis) {
        let first = match *fact {
            Fact::PartnerCalled => &mut self.called,
            Fact::BaseReinforced { .. } => &mut self.reinforced,
            Fact::BilateralExercise { begins: true } => &mut self.exercise,
            Fact::NeighbourHelped { .. } => &mut self.neighbour,
            Fact::AssuranceGiven { .. } => &mut self.assured,
            Fact::AssuranceBroken => {
                self.broken += 1;
                return;
            }
            _ => return,
        };
        first.get_or_insert(now);
    }

    fn finish(&mut self, horizon: Time, crisis: &Crisis, row: &mut RowWriter<'_>) {
        let scenario = crisis.scenario();
        if !exists(scenario) {
            return;
        }
        if has_border(scenario) {
            row.time(Some(Time::ZERO), self.called, horizon);
            row.time(self.called, self.reinforced, horizon);
            row.time(self.called, self.exercise, horizon);
            row.time(self.called, self.neighbour, horizon);
            row.time(Some(Time::ZERO), self.assured, horizon);
            row.amount(f64::from(self.broken));
            row.amount(crisis.bilateral().assurance(horizon, scenario));
        }
        let pledges = crisis.bilateral().pledges();
        row.amount(f64::from(pledges.made));
        row.amount(pledges.promised);
        row.amount(pledges.delivered);
        row.amount((pledges.promised > 0.0).then(|| pledges.delivered / pledges.promised));
    }
}
