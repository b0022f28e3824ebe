//! Outcomes of the advance: how much is held when, and when the cities fall.

use crate::model::index::{District, Province};
use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::by_place::{HELD_AT_END, held_on};
use super::fold::{Fold, RowWriter};
use super::{Kind, Metric};

/// Share of the watched region at which it counts as lost.
const REGION_LOST: f64 = 0.9;

/// Folds facts into outcomes of the advance.
#[derive(Debug, Default)]
pub struct Advance {
    /// Districts held on each watched date.
    held_on: Vec<u32>,
    held: u32,
    first_fall: Option<Time>,
    half: Option<Time>,
    /// Capitals that there are.
    seats: usize,
    first_capital: Option<Time>,
    last_capital: Option<Time>,
    capitals: u32,
    /// The watched region, by its number.
    region: Option<u32>,
    region_held: u32,
    region_size: u32,
    region_lost: Option<Time>,
    falls: u32,
    recaptures: u32,
}

impl Advance {
    fn in_region(&self, district: District, crisis: &Crisis) -> bool {
        self.region == Some(crisis.scenario().geography.districts[district.at()].region)
    }

    fn count_region(&mut self, district: District, crisis: &Crisis, change: i32) {
        if self.in_region(district, crisis) {
            self.region_held = self.region_held.saturating_add_signed(change);
        }
    }
}

impl Fold for Advance {
    fn metrics(scenario: &Scenario) -> Vec<Metric> {
        if scenario.geography.districts.is_empty() {
            return Vec::new();
        }
        let mut metrics: Vec<Metric> = scenario
            .sections
            .outcomes
            .held_on
            .iter()
            .map(|date| {
                let meaning = format!("districts that the advancing force holds at the end of {}", date.date);
                Metric::new(held_on(date.date), "districts", meaning, Kind::Amount)
            })
            .collect();
        metrics.extend([
            Metric::new(
                HELD_AT_END,
                "districts",
                "districts that the advancing force holds at the horizon",
                Kind::Amount,
            ),
            Metric::new("falls", "falls", "falls of districts, repeated ones counted each time", Kind::Amount),
            Metric::new("recaptures", "recaptures", "districts that the government took back", Kind::Amount),
            Metric::new(
                "first_fall_days",
                "days",
                "days from the start until a district falls for the first time; those held at the start do not count",
                Kind::Time,
            ),
            Metric::new(
                "half_held_days",
                "days",
                "days from the start until half of all districts are held",
                Kind::Time,
            ),
            Metric::new(
                "first_capital_days",
                "days",
                "days from the start until the first provincial capital falls",
                Kind::Time,
            ),
            Metric::new(
                "last_capital_days",
                "days",
                "days from the start until all provincial capitals have fallen",
                Kind::Time,
            ),
            Metric::new("capitals_at_end", "capitals", "provincial capitals fallen by the horizon", Kind::Amount),
        ]);
        if let Some(region) = &scenario.sections.outcomes.region {
            let meaning = format!("days from the start until 90 % of the districts of region {region} are held");
            metrics.push(Metric::new("region_lost_days", "days", meaning, Kind::Time));
        }
        metrics
    }

    fn begin(&mut self, crisis: &Crisis) {
        let scenario = crisis.scenario();
        let mut held_on = core::mem::take(&mut self.held_on);
        held_on.clear();
        held_on.resize(scenario.sections.outcomes.held_on.len(), 0);
        let watched = scenario.sections.outcomes.region.as_deref();
        let region = scenario.geography.regions.iter().position(|name| Some(name.as_str()) == watched);
        let region = region.map(|region| region as u32);
        let seats = crisis.territory().layout().seat_of.iter().flatten().count();
        *self = Self { held_on, held: crisis.territory().held_total(), seats, region, ..Self::default() };
        if region.is_none() {
            return;
        }
        for i in 0..scenario.geography.districts.len() {
            let district = District(i as u32);
            self.region_size += u32::from(self.in_region(district, crisis));
            self.region_held += u32::from(self.in_region(district, crisis) && crisis.territory().holds(district));
        }
    }

    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        match *fact {
            Fact::DistrictFell { district, .. } => {
                self.held += 1;
                self.falls += 1;
                self.first_fall.get_or_insert(now);
                self.count_region(district, crisis, 1);
                if 2 * self.held as usize >= crisis.scenario().geography.districts.len() {
                    self.half.get_or_insert(now);
                }
                if f64::from(self.region_held) >= REGION_LOST * f64::from(self.region_size) {
                    self.region_lost.get_or_insert(now);
                }
            }
            Fact::DistrictRecaptured { district } => {
                self.held -= 1;
                self.recaptures += 1;
                self.count_region(district, crisis, -1);
            }
            Fact::CapitalFell { province: Province(_) } => {
                self.capitals += 1;
                self.first_capital.get_or_insert(now);
                if self.capitals as usize == self.seats {
                    self.last_capital.get_or_insert(now);
                }
            }
            Fact::DayEnded { day } => {
                // A date's count is the count at the end of that day.
                for (held, date) in self.held_on.iter_mut().zip(&crisis.scenario().sections.outcomes.held_on) {
                    if date.day == i64::from(day) {
                        *held = self.held;
                    }
                }
            }
            _ => {}
        }
    }

    fn finish(&mut self, horizon: Time, crisis: &Crisis, row: &mut RowWriter<'_>) {
        if crisis.scenario().geography.districts.is_empty() {
            return;
        }
        for &held in &self.held_on {
            row.amount(f64::from(held));
        }
        row.amount(f64::from(self.held));
        row.amount(f64::from(self.falls));
        row.amount(f64::from(self.recaptures));
        let start = Some(Time::ZERO);
        row.time(start, self.first_fall, horizon);
        row.time(start, self.half, horizon);
        row.time(start, self.first_capital, horizon);
        row.time(start, self.last_capital, horizon);
        row.amount(f64::from(self.capitals));
        if crisis.scenario().sections.outcomes.region.is_some() {
            row.time(start, self.region_lost, horizon);
        }
    }
}
