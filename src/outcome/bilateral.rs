//! Outcomes of the bilateral track: when help outside the alliance comes, what assurances hold, what pledges are worth.

use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::fold::{Fold, Outcomes};
use super::{Better, Clock, Metric, Side};

/// The time whose coming starts the clocks of what the partner does.
const CALLED: &str = "partner_called_days";

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

    fn outcomes(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        if !exists(scenario) {
            return;
        }
        if has_border(scenario) {
            self.at_the_border(scenario, list);
        }
        let amount = |id: &'static str, unit: &'static str, meaning: &'static str| Metric::amount(id, unit, meaning);
        list.amount(
            || amount("pledges", "pledges", "pledges that the partner made"),
            |end| f64::from(end.crisis.bilateral().pledges().made),
        );
        list.amount(
            || amount("pledged_musd", "million USD", "worth of those pledges"),
            |end| end.crisis.bilateral().pledges().promised,
        );
        list.amount(
            || {
                let meaning = "worth of what was delivered of them by the horizon";
                amount("pledges_delivered_musd", "million USD", meaning).better(Better::Higher)
            },
            |end| end.crisis.bilateral().pledges().delivered,
        );
        list.amount(
            || {
                let meaning = "share of their worth delivered by the horizon; none if there were no pledges";
                amount("pledges_delivered_share", "share", meaning).better(Better::Higher)
            },
            |end| {
                let pledges = end.crisis.bilateral().pledges();
                (pledges.promised > 0.0).then(|| pledges.delivered / pledges.promised)
            },
        );
    }
}

impl Bilateral {
    fn at_the_border(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        let sooner =
            |id: &'static str, clock: Clock| Metric::time(id, clock).side(Side::Response).better(Better::Lower);
        let after_call = |until: &'static str| Clock::after(CALLED, "the call", until);
        list.time(
            || {
                let clock = Clock::from_start("{host} calls its partner outside {alliance}");
                Metric::time(CALLED, clock).side(Side::Response)
            },
            |_| (Some(Time::ZERO), self.called),
        );
        list.time(
            || sooner("base_reinforced_days", after_call("the partner's base is reinforced")),
            |_| (self.called, self.reinforced),
        );
        list.time(
            || sooner("bilateral_exercise_days", after_call("an exercise with the partner begins")),
            |_| (self.called, self.exercise),
        );
        list.time(
            || sooner("neighbour_help_days", after_call("help of a neighbour comes")),
            |_| (self.called, self.neighbour),
        );
        list.time(
            || sooner("assurance_days", Clock::from_start("{advancing_force} gives an assurance")),
            |_| (Some(Time::ZERO), self.assured),
        );
        list.amount(
            || {
                let meaning = "assurances that {advancing_force} broke by the horizon";
                Metric::amount("assurances_broken", "assurances", meaning).better(Better::Lower)
            },
            |_| f64::from(self.broken),
        );
        list.amount(
            || {
                let meaning = "share of incidents that an assurance holds back at the horizon";
                Metric::amount("assurance_at_end", "share", meaning).better(Better::Higher)
            },
            |end| end.crisis.bilateral().assurance(end.horizon, scenario),
        );
    }
}
