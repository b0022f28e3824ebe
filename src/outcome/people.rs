//! Outcomes for people: who came over the border, how long they waited, how long they stayed.

use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::daily::{in_state, state_series};
use super::fold::{End, Fold, Outcomes};
use super::integral::Integral;
use super::{Better, Metric};

/// Folds facts into outcomes for people.
#[derive(Debug, Default)]
pub struct People {
    fled: u32,
    soldiers: u32,
    by_host_district: Vec<u32>,
    civilians: u32,
    away_peak: u64,
    turned_back: u32,
    held_peak: u32,
    held: Integral,
    waiting: Integral,
    waits: Vec<f64>,
    /// Most civilians in each host state at the end of a day, and in all of the host's side.
    in_state_peak: Vec<u64>,
    in_host_peak: u64,
    /// Most civilians without shelter at the end of a day, and of all days together.
    unsheltered_peak: f64,
    unsheltered_days: f64,
    /// Of all waits, at the end: their mean, their median and their quantile of 95 %.
    wait_mean: Option<f64>,
    wait_quantiles: [Option<f64>; 2],
}

impl Fold for People {
    fn begin(&mut self, crisis: &Crisis) {
        let (mut by_host_district, mut waits) =
            (core::mem::take(&mut self.by_host_district), core::mem::take(&mut self.waits));
        by_host_district.clear();
        by_host_district.resize(crisis.scenario().geography.host_districts.len(), 0);
        waits.clear();
        let mut in_state_peak = core::mem::take(&mut self.in_state_peak);
        in_state_peak.clear();
        in_state_peak.resize(crisis.scenario().geography.hosts.len(), 0);
        *self = Self { by_host_district, waits, in_state_peak, ..Self::default() };
    }

    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        match *fact {
            Fact::SoldiersFled { men, .. } => self.fled += men,
            Fact::GroupArrived { .. } | Fact::CiviliansAtBorder { .. } => {
                self.waiting.set(now, crisis.posts().present() as f64);
            }
            Fact::PersonRegistered { at, kind, people, waited, .. } => {
                self.waits.push(waited);
                self.waiting.set(now, crisis.posts().present() as f64);
                if kind.is_military() {
                    self.soldiers += 1;
                    self.by_host_district[at.at()] += 1;
                    self.hold(now, self.held.value() + 1.0);
                } else {
                    self.civilians += people;
                }
            }
            Fact::PersonTurnedBack { people, .. } => {
                self.turned_back += people;
                self.waiting.set(now, crisis.posts().present() as f64);
            }
            Fact::CiviliansDisplaced { .. } => self.away_peak = self.away_peak.max(crisis.displacement().away()),
            Fact::DayEnded { .. } if crisis.scenario().sections.outcomes.people_by_place => self.look_around(crisis),
            Fact::SoldiersFlownHome { men } => self.hold(now, self.held.value() - f64::from(men)),
            _ => {}
        }
    }

    fn close(&mut self, _: &End<'_>) {
        let served = self.waits.len();
        self.wait_mean = (served > 0).then(|| self.waits.iter().sum::<f64>() / served as f64);
        self.wait_quantiles = order_statistics(&mut self.waits, [0.5, 0.95]);
    }

    fn outcomes(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        if scenario.geography.host_districts.is_empty() {
            return;
        }
        let people = |id: &'static str, meaning: &'static str| Metric::amount(id, "people", meaning);
        let fewer = |id: &'static str, unit: &'static str, meaning: &'static str| {
            Metric::amount(id, unit, meaning).better(Better::Lower)
        };
        list.amount(
            || people("soldiers_fled", "soldiers who set out for the border of {host}"),
            |_| f64::from(self.fled),
        );
        list.amount(
            || people("soldiers_crossed", "soldiers registered in {host} by the horizon").headline(8),
            |_| f64::from(self.soldiers),
        );
        list.amount(
            || people("soldiers_held_peak", "most soldiers in {host} at one time"),
            |_| f64::from(self.held_peak),
        );
        list.amount(
            || Metric::amount("soldiers_mean_stay", "days", "mean days a soldier was in {host} by the horizon"),
            |end| (self.soldiers > 0).then(|| self.held.until(end.horizon) / f64::from(self.soldiers)),
        );
        list.amount(
            || fewer("wait_mean", "days", "mean days in the queue of a post, of those served by the horizon"),
            |_| self.wait_mean,
        );
        list.amount(|| fewer("wait_median", "days", "median days in the queue of a post"), |_| self.wait_quantiles[0]);
        list.amount(
            || fewer("wait_p95", "days", "days in the queue of a post that 95 % did not exceed"),
            |_| self.wait_quantiles[1],
        );
        list.amount(
            || fewer("waiting_person_days", "person-days", "person-days spent at posts").headline(15),
            |end| self.waiting.until(end.horizon),
        );
        list.amount(
            || people("displaced", "civilians who left a district that fell"),
            |end| end.crisis.displacement().displaced() as f64,
        );
        list.amount(
            || people("displaced_peak", "most civilians away from home at one time"),
            |_| self.away_peak as f64,
        );
        list.amount(|| people("civilians_admitted", "civilians let into {host}"), |_| f64::from(self.civilians));
        list.amount(
            || fewer("turned_back", "people", "people who gave up at a post and turned back"),
            |_| f64::from(self.turned_back),
        );
        if scenario.sections.outcomes.people_by_place {
            list.amount(
                || people("civilians_in_host_peak", "most civilians in {host} at the end of a day"),
                |_| self.in_host_peak as f64,
            );
            let states = &scenario.geography.hosts;
            for (i, state) in states.iter().enumerate().filter(|_| states.len() > 1) {
                let meaning = format!("most civilians in the border districts of {state} at the end of a day");
                list.amount(
                    || Metric::amount(format!("{}_peak", state_series(state)), "people", meaning),
                    |_| self.in_state_peak[i] as f64,
                );
            }
            list.amount(
                || fewer("civilians_unsheltered_peak", "people", "most civilians in {host} without shelter"),
                |_| self.unsheltered_peak,
            );
            list.amount(
                || fewer("civilians_unsheltered_days", "person-days", "days of civilians in {host} without shelter"),
                |_| self.unsheltered_days,
            );
        }
        for (i, district) in scenario.geography.host_districts.iter().enumerate() {
            list.amount(
                || {
                    Metric::amount(
                        district.crossed_metric(),
                        "people",
                        format!("soldiers registered in {}", district.name),
                    )
                },
                |_| f64::from(self.by_host_district[i]),
            );
        }
    }
}

impl People {
    /// Who is where at the end of a day.
    fn look_around(&mut self, crisis: &Crisis) {
        let displacement = crisis.displacement();
        self.in_host_peak = self.in_host_peak.max(displacement.in_host());
        for (state, peak) in (0..).zip(&mut self.in_state_peak) {
            *peak = (*peak).max(in_state(state, crisis));
        }
        let without = displacement.unsheltered();
        self.unsheltered_peak = self.unsheltered_peak.max(without);
        self.unsheltered_days += without;
    }

    fn hold(&mut self, now: Time, held: f64) {
        self.held.set(now, held);
        self.held_peak = self.held_peak.max(held as u32);
    }
}

/// The smallest values that these shares of the values, in rising order, do not exceed; `None` where there are no values.
fn order_statistics<const N: usize>(values: &mut [f64], shares: [f64; N]) -> [Option<f64>; N] {
    // Whoever is found has all greater ones behind, so that the next need not be sought among those before.
    let mut found = 0;
    shares.map(|share| {
        let rank = (libm::ceil(share * values.len() as f64) as usize).checked_sub(1)?.max(found);
        let (_, value, _) = values[found..].select_nth_unstable_by(rank - found, f64::total_cmp);
        found = rank;
        Some(*value)
    })
}
