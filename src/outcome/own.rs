//! Questions of a scenario's own: whether an amount reached a threshold by a date.

use crate::model::index::District;
use crate::model::{Crisis, Fact};
use crate::scenario::{Counted, OwnOutcome, Scenario};
use crate::sim::Time;

use super::Metric;
use super::fold::{Fold, Outcomes};

/// Answers to the scenario's own questions, in its order.
#[derive(Debug, Default)]
pub struct Own {
    yes: Vec<bool>,
}

/// The amount that a question is about, now.
fn amount(own: &OwnOutcome, crisis: &Crisis) -> f64 {
    let held_in = |region: &str| {
        let geography = &crisis.scenario().geography;
        let in_region =
            geography.districts.iter().enumerate().filter(|(_, d)| geography.regions[d.region as usize] == region);
        in_region.filter(|(at, _)| crisis.territory().holds(District(*at as u32))).count() as f64
    };
    match own.of {
        Counted::DistrictsHeld => match &own.region {
            Some(region) => held_in(region),
            None => f64::from(crisis.territory().held_total()),
        },
        Counted::CapitalsFallen => f64::from(crisis.territory().capitals_fallen()),
        Counted::FacingKm => crisis.load().totals().facing_km,
        Counted::CiviliansDisplaced => crisis.displacement().away() as f64,
        Counted::CiviliansInHost => crisis.displacement().in_host() as f64,
        Counted::SoldiersInHost => f64::from(crisis.shelter().held()),
        Counted::WaitingAtPosts => crisis.posts().present() as f64,
        Counted::ReservistsInPlace => f64::from(crisis.mobilization().in_place()),
        Counted::AlliedMen => f64::from(crisis.allied_men()),
    }
}

/// The question in words.
fn words(own: &OwnOutcome) -> String {
    if !own.summary.is_empty() {
        return own.summary.clone();
    }
    let region = own.region.as_ref().map(|region| format!(" in {region}")).unwrap_or_default();
    let by = own.by.map(|by| format!(" by {by}")).unwrap_or_default();
    format!("{}{region} at least {}{by}", own.of.word(), own.at_least)
}

impl Fold for Own {
    fn begin(&mut self, crisis: &Crisis) {
        self.yes.clear();
        self.yes.resize(crisis.scenario().sections.outcomes.own.len(), false);
    }

    fn see(&mut self, _: Time, fact: &Fact, crisis: &Crisis) {
        let &Fact::DayEnded { day } = fact else { return };
        let scenario = crisis.scenario();
        for (own, yes) in scenario.sections.outcomes.own.iter().zip(&mut self.yes) {
            let counts = own.by.is_none_or(|by| i64::from(day) <= i64::from(by.days_since(scenario.meta.start)));
            *yes |= counts && amount(own, crisis) >= own.at_least;
        }
    }

    fn outcomes(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        for (at, own) in scenario.sections.outcomes.own.iter().enumerate() {
            list.event(|| Metric::event(format!("own_{}", own.id), words(own)), |_| self.yes.get(at).copied());
        }
    }
}
