//! Outcomes of the advance: how much is held when, and when the cities fall.

use crate::model::index::{District, Province};
use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::by_place::{HELD_AT_END, held_on};
use super::fold::{Fold, Outcomes};
use super::{Clock, Metric, Side};

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

    /// Whether enough of the watched region is held; what is so from the start is so at time 0.
    fn look_at_region(&mut self, now: Time) {
        let lost = f64::from(self.region_held) >= REGION_LOST * f64::from(self.region_size);
        if lost && self.region_size > 0 {
            self.region_lost.get_or_insert(now);
        }
    }

    fn count_region(&mut self, district: District, crisis: &Crisis, change: i32) {
        if self.in_region(district, crisis) {
            self.region_held = self.region_held.saturating_add_signed(change);
        }
    }
}

impl Fold for Advance {
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
        if 2 * self.held as usize >= scenario.geography.districts.len() && self.held > 0 {
            self.half = Some(Time::ZERO);
        }
        if region.is_none() {
            return;
        }
        for i in 0..scenario.geography.districts.len() {
            let district = District(i as u32);
            self.region_size += u32::from(self.in_region(district, crisis));
            self.region_held += u32::from(self.in_region(district, crisis) && crisis.territory().holds(district));
        }
        self.look_at_region(Time::ZERO);
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
                self.look_at_region(now);
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

    fn outcomes(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        if scenario.geography.districts.is_empty() {
            return;
        }
        let amount = |id: &'static str, unit: &'static str, meaning: &'static str| Metric::amount(id, unit, meaning);
        for (i, date) in scenario.sections.outcomes.held_on.iter().enumerate() {
            list.amount(
                || {
                    let meaning = format!("districts that {{advancing_force}} holds at the end of {}", date.date);
                    Metric::amount(held_on(date.date), "districts", meaning).side(Side::Advance)
                },
                |_| f64::from(self.held_on[i]),
            );
        }
        let advance = |id: &'static str, clock: Clock| Metric::time(id, clock).side(Side::Advance);
        let start = Some(Time::ZERO);
        list.amount(
            || {
                let meaning = "districts that {advancing_force} holds at the horizon";
                amount(HELD_AT_END, "districts", meaning).side(Side::Advance).headline(7)
            },
            |_| f64::from(self.held),
        );
        list.amount(
            || amount("falls", "falls", "falls of districts, repeated ones counted each time").side(Side::Advance),
            |_| f64::from(self.falls),
        );
        list.amount(
            || amount("recaptures", "recaptures", "districts that {government} took back"),
            |_| f64::from(self.recaptures),
        );
        list.time(
            || {
                let until = "a district falls for the first time; those held at the start do not count";
                advance("first_fall_days", Clock::from_start(until))
            },
            |_| (start, self.first_fall),
        );
        list.time(
            || advance("half_held_days", Clock::from_start("half of all districts are held")),
            |_| (start, self.half),
        );
        list.time(
            || {
                let clock = Clock::from_start("the first provincial capital falls");
                advance("first_capital_days", clock).label("fall of the first capital").headline(16)
            },
            |_| (start, self.first_capital),
        );
        list.time(
            || {
                let clock = Clock::from_start("all provincial capitals have fallen");
                advance("last_capital_days", clock).label("fall of the last capital").headline(17)
            },
            |_| (start, self.last_capital),
        );
        list.amount(
            || amount("capitals_at_end", "capitals", "provincial capitals fallen by the horizon").side(Side::Advance),
            |_| f64::from(self.capitals),
        );
        if let Some(region) = &scenario.sections.outcomes.region {
            list.time(
                || {
                    let clock = Clock::from_start(format!("90 % of the districts of region {region} are held"));
                    advance("region_lost_days", clock).label("loss of the region").headline(6)
                },
                |_| (start, self.region_lost),
            );
        }
    }
}
