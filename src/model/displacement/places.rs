//! What people find at a district, and what draws them there.

use super::guests::Stay;
use super::roads::Ways;
use crate::model::index::{District, HostDistrict};
use crate::scenario::Scenario;

/// What people find at a district, besides its roads.
#[derive(Debug, Clone, Copy)]
// In one line of the cache.
#[repr(align(32))]
pub(super) struct Place {
    /// Day on which it last fell.
    pub fell_on: f64,
    pub exits: Exits,
    /// The latest stay of a group there.
    pub latest: Stay,
    /// Whether it is the seat of a capital, where people find refuge.
    pub seat: bool,
}

/// The ways out of a district.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exits {
    pub roads: Ways,
    /// Where people cross the border from there.
    pub gate: Option<HostDistrict>,
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
        Self { by_sort, now: held.clone(), held }
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

    /// That of a place, as things stand.
    #[inline]
    pub(super) fn of(&self, district: District) -> f64 {
        self.by_sort[self.now[district.at()] as usize]
    }
}

/// What people find at each district, out of which these roads lead.
pub(super) fn places(scenario: &Scenario, ways: Vec<Ways>) -> Vec<Place> {
    let geography = &scenario.geography;
    let capitals = scenario.sections.capitals.on;
    let places = geography.districts.iter().zip(ways).map(|(row, roads)| {
        let (exits, seat) = (Exits { roads, gate: None }, row.is_capital && capitals);
        Place { fell_on: f64::NEG_INFINITY, exits, latest: Stay::NONE, seat }
    });
    let mut places: Vec<Place> = places.collect();
    for contact in &geography.contacts {
        let gate = HostDistrict(contact.host_district);
        places[District(contact.district).at()].exits.gate.get_or_insert(gate);
    }
    for route in &geography.routes {
        places[District(route.district).at()].exits.gate = Some(HostDistrict(route.host_district));
    }
    places
}
