//! Outcomes for people: who came over the border, how long they waited, how long they stayed.

use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::fold::{Fold, RowWriter};
use super::integral::Integral;
use super::{Better, Kind, Metric};

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
}

impl Fold for People {
    fn metrics(scenario: &Scenario) -> Vec<Metric> {
        if scenario.geography.host_districts.is_empty() {
            return Vec::new();
        }
        let amount =
            |id: &'static str, unit: &'static str, meaning: &'static str| Metric::new(id, unit, meaning, Kind::Amount);
        let mut metrics = vec![
            amount("soldiers_fled", "people", "soldiers who set out for the border of a host state"),
            amount("soldiers_crossed", "people", "soldiers registered in a host state by the horizon"),
            amount("soldiers_held_peak", "people", "most soldiers in the host state at one time"),
            amount("soldiers_mean_stay", "days", "mean days a soldier was in the host state by the horizon"),
            amount("wait_mean", "days", "mean days in the queue of a post, of those served by the horizon")
                .better(Better::Lower),
            amount("wait_median", "days", "median days in the queue of a post").better(Better::Lower),
            amount("wait_p95", "days", "days in the queue of a post that 95 % did not exceed").better(Better::Lower),
            amount("waiting_person_days", "person-days", "person-days spent at posts").better(Better::Lower),
            amount("displaced", "people", "civilians who left a district that fell"),
            amount("displaced_peak", "people", "most civilians away from home at one time"),
            amount("civilians_admitted", "people", "civilians let into the host state"),
            amount("turned_back", "people", "people who gave up at a post and turned back").better(Better::Lower),
        ];
        for district in &scenario.geography.host_districts {
            let id = district.crossed_metric();
            metrics.push(Metric::new(id, "people", format!("soldiers registered in {}", district.name), Kind::Amount));
        }
        metrics
    }

    fn begin(&mut self, crisis: &Crisis) {
        let (mut by_host_district, mut waits) =
            (core::mem::take(&mut self.by_host_district), core::mem::take(&mut self.waits));
        by_host_district.clear();
        by_host_district.resize(crisis.scenario().geography.host_districts.len(), 0);
        waits.clear();
        *self = Self { by_host_district, waits, ..Self::default() };
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
            Fact::SoldiersFlownHome { men } => self.hold(now, self.held.value() - f64::from(men)),
            _ => {}
        }
    }

    fn finish(&mut self, horizon: Time, crisis: &Crisis, row: &mut RowWriter<'_>) {
        if crisis.scenario().geography.host_districts.is_empty() {
            return;
        }
        row.amount(f64::from(self.fled));
        row.amount(f64::from(self.soldiers));
        row.amount(f64::from(self.held_peak));
        row.amount((self.soldiers > 0).then(|| self.held.until(horizon) / f64::from(self.soldiers)));
        let served = self.waits.len();
        row.amount((served > 0).then(|| self.waits.iter().sum::<f64>() / served as f64));
        let [median, high] = order_statistics(&mut self.waits, [0.5, 0.95]);
        row.amount(median);
        row.amount(high);
        row.amount(self.waiting.until(horizon));
        row.amount(crisis.displacement().displaced() as f64);
        row.amount(self.away_peak as f64);
        row.amount(f64::from(self.civilians));
        row.amount(f64::from(self.turned_back));
        for &soldiers in &self.by_host_district {
            row.amount(f64::from(soldiers));
        }
    }
}

impl People {
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
