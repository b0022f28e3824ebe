//! What people find at a district, and what draws them there.

use super::guests::Stay;
use crate::model::index::{District, HostDistrict};
use crate::model::lists::Lists;
use crate::scenario::Scenario;

/// What has happened at a district to those who flee.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Day on which it last fell.
    pub fell_on: f64,
    /// The latest stay of a group there.
    pub latest: Stay,
    /// Where its roads begin among all: they end where those of the next place begin.
    pub first_road: u32,
}

/// What attracts people to a place, or does not.
#[derive(Debug, Clone, Copy)]
enum Sort {
    Other,
    Capital,
    NationsCapital,
    /// In the hands of the advancing force.
    Lost,
}

/// How strongly places attract people. That takes a byte for each, so that it is near the processor on any map.
#[derive(Debug, Default)]
pub(super) struct Attractions {
    by_sort: [f64; 4],
    /// What each place is while the government holds it, and now.
    held: Vec<Sort>,
    now: Vec<Sort>,
    /// Whether capitals are refuges.
    refuges: bool,
}

impl Attractions {
    /// Those of a scenario's districts.
    pub(super) fn new(scenario: &Scenario) -> Self {
        let (geography, rules) = (&scenario.geography, &scenario.sections.displacement.attraction);
        let by_sort = [rules.held, rules.capital, rules.national_capital, rules.lost];
        let held = geography.districts.iter().map(|row| {
            match (row.is_capital, geography.provinces[row.province as usize].national_capital) {
                (false, _) => Sort::Other,
                (true, false) => Sort::Capital,
                (true, true) => Sort::NationsCapital,
            }
        });
        let held: Vec<Sort> = held.collect();
        Self { by_sort, now: held.clone(), held, refuges: scenario.sections.capitals.on }
    }

    /// Starts a history: the government holds every place.
    pub(super) fn begin(&mut self) {
        self.now.copy_from_slice(&self.held);
    }

    /// A place came under the advancing force (`lost`) or was retaken.
    #[inline]
    pub(super) fn change_hands(&mut self, district: District, lost: bool) {
        self.now[district.at()] = if lost { Sort::Lost } else { self.held[district.at()] };
    }

    /// Whether a place is the seat of a capital, where people find refuge.
    #[inline]
    pub(super) fn is_refuge(&self, district: District) -> bool {
        self.refuges && !matches!(self.held[district.at()], Sort::Other)
    }

    /// That of a place, as things stand.
    #[inline]
    pub(super) fn of(&self, district: District) -> f64 {
        self.by_sort[self.now[district.at()] as usize]
    }
}

/// Where people cross the border from each district: in one place of the host's at most.
pub(super) fn gates(scenario: &Scenario) -> Lists<HostDistrict> {
    let geography = &scenario.geography;
    let mut gates = vec![None; geography.districts.len()];
    for contact in &geography.contacts {
        gates[contact.district as usize].get_or_insert(HostDistrict(contact.host_district));
    }
    for route in &geography.routes {
        gates[route.district as usize] = Some(HostDistrict(route.host_district));
    }
    Lists::new(gates.into_iter().map(|gate| gate.into_iter().collect()))
}
