//! What people find at a district, and what draws them there.

use super::guests::Stay;
use crate::model::index::{District, HostDistrict};
use crate::model::lists::Lists;
use crate::scenario::{Attraction, Scenario};

/// A place as those who flee see it.
///
/// A group that moves on asks each neighbour how strongly it attracts, and one of them for all the rest. So all of that lies
/// together in 16 bytes. (With attractions in bytes of their own and a list of gates, a move of
/// civilians looked for three lines of memory more, by cachegrind.)
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Day on which it last fell.
    fell_on: f64,
    /// The latest stay of a group there.
    latest: Stay,
    ground: Ground,
}

/// Where the roads of a place begin among all: they end where those of the next place begin; and in the bits above, what it is.
#[derive(Debug, Clone, Copy)]
struct Ground(u32);

/// Bits that tell where roads begin.
const ROAD_BITS: u32 = 28;
/// Then two bits for the sort of place, as things stand.
const SORT: u32 = 0b11 << ROAD_BITS;
/// Whether people find refuge there, whoever holds it.
const REFUGE: u32 = 1 << 30;
/// Whether people cross the border from there.
const GATE: u32 = 1 << 31;

/// What attracts people to a place, or does not.
#[derive(Debug, Clone, Copy)]
enum Sort {
    Other,
    Capital,
    NationsCapital,
    /// In the hands of the advancing force.
    Lost,
}

impl Ground {
    #[inline]
    fn first_road(self) -> u32 {
        self.0 & !(SORT | REFUGE | GATE)
    }

    #[inline]
    fn sort(self) -> usize {
        (self.0 >> ROAD_BITS & 0b11) as usize
    }

    #[inline]
    fn has(self, mark: u32) -> bool {
        self.0 & mark != 0
    }

    #[inline]
    fn set_sort(&mut self, sort: Sort) {
        self.0 = self.0 & !SORT | (sort as u32) << ROAD_BITS;
    }
}

/// The roads out of a district: where they begin among all, and where they end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ways {
    pub first: u32,
    pub end: u32,
}

impl Ways {
    #[inline]
    pub(super) fn range(self) -> core::ops::Range<usize> {
        self.first as usize..self.end as usize
    }
}

/// All places.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// One more than districts: the last tells where all roads end.
    places: Vec<Place>,
    /// What each is while the government holds it.
    held: Vec<Sort>,
    /// How strongly each sort attracts people.
    attractions: [f64; 4],
    gates: Lists<HostDistrict>,
}

/// What a group meets where it arrives.
pub(super) struct Arrival {
    pub ways: Ways,
    pub fell_on: f64,
    pub is_refuge: bool,
    pub has_gate: bool,
}

impl Places {
    /// Those of a scenario's districts, with where the roads of each begin, and last, where all end.
    pub(super) fn new(scenario: &Scenario, first_roads: &[u32]) -> Self {
        let geography = &scenario.geography;
        let held = geography.districts.iter().map(|row| {
            match (row.is_capital, geography.provinces[row.province as usize].national_capital) {
                (false, _) => Sort::Other,
                (true, false) => Sort::Capital,
                (true, true) => Sort::NationsCapital,
            }
        });
        let held: Vec<Sort> = held.collect();
        let gates = gates(scenario);
        let mark = |is: bool, mark: u32| if is { mark } else { 0 };
        let marks = (0..).zip(&held).map(|(district, sort)| {
            let is_refuge = scenario.sections.capitals.on && !matches!(sort, Sort::Other);
            mark(is_refuge, REFUGE) | mark(!gates.is_empty(District(district)), GATE)
        });
        let place = |(&first_road, marks): (&u32, u32)| {
            debug_assert!(first_road < 1 << ROAD_BITS, "{first_road} roads");
            Place { fell_on: f64::NEG_INFINITY, latest: Stay::NONE, ground: Ground(first_road | marks) }
        };
        let places = first_roads.iter().zip(marks.chain([0])).map(place).collect();
        let mut all = Self { places, held, attractions: [0.0; 4], gates };
        all.set_attractions(&scenario.sections.displacement.attraction);
        all
    }

    /// How strongly places attract people from now on.
    pub(super) fn set_attractions(&mut self, rules: &Attraction) {
        self.attractions = [rules.held, rules.capital, rules.national_capital, rules.lost];
    }

    /// Starts a history: the government holds every place, nothing has happened there and nobody has come.
    pub(super) fn begin(&mut self) {
        for (place, &held) in self.places.iter_mut().zip(&self.held) {
            (place.fell_on, place.latest) = (f64::NEG_INFINITY, Stay::NONE);
            place.ground.set_sort(held);
        }
    }

    /// A place came under the advancing force (`lost`) or was retaken.
    #[inline]
    pub(super) fn change_hands(&mut self, district: District, lost: bool) {
        let sort = if lost { Sort::Lost } else { self.held[district.at()] };
        self.places[district.at()].ground.set_sort(sort);
    }

    /// A place fell on a day.
    #[inline]
    pub(super) fn fall(&mut self, district: District, day: f64) {
        self.places[district.at()].fell_on = day;
        self.change_hands(district, true);
    }

    /// How strongly a place attracts people, as things stand.
    #[inline]
    pub(super) fn attraction(&self, district: District) -> f64 {
        self.attractions[self.places[district.at()].ground.sort()]
    }

    /// What a group meets at a place.
    #[inline]
    pub(super) fn arrival(&self, district: District) -> Arrival {
        let [this, next] = [0, 1].map(|k| self.places[district.at() + k]);
        Arrival {
            ways: Ways { first: this.ground.first_road(), end: next.ground.first_road() },
            fell_on: this.fell_on,
            is_refuge: this.ground.has(REFUGE),
            has_gate: this.ground.has(GATE),
        }
    }

    /// Where people cross the border from a district.
    #[inline]
    pub(super) fn gate(&self, district: District) -> Option<HostDistrict> {
        self.gates.first_of(district).copied()
    }

    /// The latest stay of a group at a place.
    #[inline]
    pub(super) fn latest(&mut self, district: District) -> &mut Stay {
        &mut self.places[district.at()].latest
    }
}

/// Where people cross the border from each district: in one place of the host's at most.
fn gates(scenario: &Scenario) -> Lists<HostDistrict> {
    let geography = &scenario.geography;
    let mut gates = vec![None; geography.districts.len()];
    for contact in &geography.contacts {
        gates[contact.district as usize].get_or_insert(HostDistrict(contact.host_district));
    }
    for route in &geography.routes {
        gates[route.district as usize] = Some(HostDistrict(route.host_district));
    }
    Lists::new(gates)
}
