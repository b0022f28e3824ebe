//! Quantities by place: one whole number for each district of a replication, gathered as exact histograms beside the
//! daily series, so that maps need no table of replications times districts.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::index::{District, HostDistrict};
use crate::model::{Crisis, Fact};
use crate::scenario::{Date, Scenario};
use crate::sim::Time;

/// A quantity with one whole number for each of some places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByPlace {
    /// Name in snake case, unique.
    pub id: Cow<'static, str>,
    /// Unit in words.
    pub unit: Cow<'static, str>,
    /// What is counted, in a sentence.
    pub meaning: Cow<'static, str>,
    /// Ids of the places, one value each.
    pub places: Arc<[String]>,
    /// The value that stands for "not by the horizon", where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub never: Option<u32>,
}

/// Id of the day on which a district falls first.
pub const FIRST_FALL: &str = "first_fall_day";
/// Id of the soldiers who set out for the border from a district.
pub const SOLDIERS_FLED: &str = "soldiers_fled";
/// Id of the civilians who came to the border from a district.
pub const CIVILIANS_CAME: &str = "civilians_came";
/// Id of the people who were let in at a host district.
pub const LET_IN: &str = "people_let_in";
/// Id of the most civilians who stayed in a host district.
pub const MOST_IN_REFUGE: &str = "most_civilians_in_refuge";
/// Id of whether the advancing force holds a district at the horizon.
pub const HELD_AT_END: &str = "held_at_end";

/// Id of whether the advancing force holds a district at the end of a date: that of the metric that counts such
/// districts, so that the shares of worlds in the table by district add up to the metric's mean.
#[must_use]
pub fn held_on(date: Date) -> String {
    format!("held_{}", date.to_string().replace('-', "_"))
}

impl ByPlace {
    /// How many values a replication has in all.
    #[must_use]
    pub fn length(all: &[ByPlace]) -> usize {
        all.iter().map(|one| one.places.len()).sum()
    }
}

/// Folds facts into quantities by district; the values lie after those of the daily series.
#[derive(Debug)]
pub(super) struct DistrictTally {
    /// Where the values start.
    at: usize,
    districts: usize,
    days: u32,
    /// Place among the districts that soldiers flee from, by district.
    flees: Vec<Option<u32>>,
    /// Where the values of who holds what start.
    held_at: usize,
    /// Days at whose end it is read who holds what: the watched dates, then the horizon's last day.
    held_on: Vec<u32>,
    /// Where the values of the civilians who came start, by district; None where nobody is displaced.
    came_at: Option<usize>,
    /// Where the values of the people who were let in start, by host district.
    let_in_at: usize,
    hosts: usize,
    /// Where the values of the most civilians in refuge start, by host district; None where nobody is displaced.
    refuge_at: Option<usize>,
}

impl DistrictTally {
    /// What is counted in a scenario: nothing where there is no territory.
    pub(super) fn quantities(scenario: &Scenario) -> Vec<ByPlace> {
        let geography = &scenario.geography;
        if geography.districts.is_empty() {
            return Vec::new();
        }
        let places: Arc<[String]> = geography.districts.iter().map(|district| district.id.clone()).collect();
        let mut all = vec![ByPlace {
            id: FIRST_FALL.into(),
            unit: "days".into(),
            meaning: "day of the scenario, counted from 0, on which the district falls first; 0 where it is held at the start".into(),
            places: Arc::clone(&places),
            never: Some(scenario.meta.days() as u32),
        }];
        let at_border: Arc<[String]> = at_border(scenario).map(|i| geography.districts[i].id.clone()).collect();
        if !at_border.is_empty() {
            all.push(ByPlace {
                id: SOLDIERS_FLED.into(),
                unit: "people".into(),
                meaning: "soldiers who set out for the border of {host} from the district".into(),
                places: at_border,
                never: None,
            });
        }
        let held = |id: String, when: &str| ByPlace {
            id: id.into(),
            unit: "0 or 1".into(),
            meaning: format!(
                "1 where {{advancing_force}} holds the district {when}, else 0: the mean is the share of replications"
            )
            .into(),
            places: Arc::clone(&places),
            never: None,
        };
        for watched in &scenario.sections.outcomes.held_on {
            all.push(held(held_on(watched.date), &format!("at the end of {}", watched.date)));
        }
        all.push(held(HELD_AT_END.to_owned(), "at the horizon"));
        let people = |id: &'static str, meaning: &'static str, places: &Arc<[String]>| ByPlace {
            id: id.into(),
            unit: "people".into(),
            meaning: meaning.into(),
            places: Arc::clone(places),
            never: None,
        };
        let hosts: Arc<[String]> = geography.host_districts.iter().map(|place| place.id.clone()).collect();
        let displaced = scenario.sections.displacement.on;
        if displaced {
            all.push(people(CIVILIANS_CAME, "civilians who came to the border of {host} from the district", &places));
        }
        if !hosts.is_empty() {
            all.push(people(LET_IN, "soldiers and civilians let into {host} at the host district", &hosts));
        }
        if displaced && !hosts.is_empty() {
            all.push(people(MOST_IN_REFUGE, "most civilians in the host district at the end of a day", &hosts));
        }
        for one in &mut all {
            one.meaning = scenario.names.fill(&one.meaning).into();
        }
        all
    }

    pub(super) fn new(scenario: &Scenario, at: usize) -> DistrictTally {
        let districts = scenario.geography.districts.len();
        let mut flees = vec![None; districts];
        for (place, district) in at_border(scenario).enumerate() {
            flees[district] = Some(place as u32);
        }
        let days = scenario.meta.days() as u32;
        let mut held_on: Vec<u32> = scenario.sections.outcomes.held_on.iter().map(|date| date.day as u32).collect();
        held_on.push(days.saturating_sub(1));
        let held_at = at + districts + flees.iter().flatten().count();
        let (displaced, hosts) = (scenario.sections.displacement.on, scenario.geography.host_districts.len());
        let came_at = held_at + held_on.len() * districts;
        let let_in_at = came_at + if displaced { districts } else { 0 };
        // A scenario without a territory has no quantities.
        let hosts = if districts > 0 { hosts } else { 0 };
        DistrictTally {
            at,
            districts,
            days,
            flees,
            held_at,
            held_on,
            came_at: displaced.then_some(came_at),
            let_in_at,
            hosts,
            refuge_at: displaced.then_some(let_in_at + hosts),
        }
    }

    /// Where the values end.
    pub(super) fn end(&self) -> usize {
        self.refuge_at.unwrap_or(self.let_in_at) + self.hosts
    }

    pub(super) fn begin(&self, crisis: &Crisis, values: &mut [u32]) {
        let (falls, others) = values[self.at..].split_at_mut(self.districts);
        for (i, fall) in falls.iter_mut().enumerate() {
            *fall = if crisis.territory().holds(District(i as u32)) { 0 } else { self.days };
        }
        others.fill(0);
    }

    #[inline]
    pub(super) fn see(&self, now: Time, fact: &Fact, crisis: &Crisis, values: &mut [u32]) {
        match *fact {
            // Its first fall: what is held at the start has fallen before. Written and not read, since on large maps the number
            // is far from the cache.
            Fact::DistrictFell { district, occasion: 0, .. } => {
                values[self.at + district.at()] = now.days() as u32;
            }
            Fact::SoldiersFled { district, men, .. } => {
                if let Some(place) = self.flees[district.at()] {
                    values[self.at + self.districts + place as usize] += men;
                }
            }
            Fact::CiviliansAtBorder { from, people, .. } => {
                if let Some(came_at) = self.came_at {
                    values[came_at + from.at()] += people;
                }
            }
            Fact::PersonRegistered { at, people, .. } => self.let_in(at, people, values),
            Fact::DayEnded { day } => {
                if self.held_on.contains(&day) {
                    self.read_held(day, crisis, values);
                }
                if let Some(refuge_at) = self.refuge_at {
                    // Zipped with the places, for the last of the model's is elsewhere in the host state.
                    let most = &mut values[refuge_at..refuge_at + self.hosts];
                    for (most, &now) in most.iter_mut().zip(crisis.displacement().in_host_by_place()) {
                        *most = (*most).max(now as u32);
                    }
                }
            }
            _ => {}
        }
    }

    /// People were let in at a host district.
    #[inline]
    pub(super) fn let_in(&self, at: HostDistrict, people: u32, values: &mut [u32]) {
        if self.hosts > 0 {
            values[self.let_in_at + at.at()] += people;
        }
    }

    /// Reads who holds what at the end of a watched day: once a date, so that falls and recaptures cost nothing more.
    #[cold]
    fn read_held(&self, day: u32, crisis: &Crisis, values: &mut [u32]) {
        let watched = values[self.held_at..].chunks_exact_mut(self.districts.max(1)).zip(&self.held_on);
        for (held, _) in watched.filter(|(_, on)| **on == day) {
            // Each is asked, for a branch on who holds it would be guessed wrong as often as not.
            for (district, held) in (0..).map(District).zip(held) {
                *held = u32::from(crisis.territory().holds(district));
            }
        }
    }
}

/// Districts that touch a host state, in their order.
fn at_border(scenario: &Scenario) -> impl Iterator<Item = usize> + use<> {
    let geography = &scenario.geography;
    let mut touches = vec![false; geography.districts.len()];
    for contact in &geography.contacts {
        touches[contact.district as usize] = true;
    }
    touches.into_iter().enumerate().filter(|&(_, touches)| touches).map(|(i, _)| i)
}
