//! Roads between districts, and what pulls people along them as things stand.
//!
//! A road pulls with the attraction of the place that it leads to over distance to a power; the attraction of a place depends
//! on who holds it. It changes when a district changes hands, which is rare beside the moves of groups that ask for it.

use crate::model::index::District;
use crate::scenario::Scenario;

/// A road to a neighbouring district, with what distance leaves of that place's attraction, by who holds it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Road {
    pub to: District,
    pub km: f64,
    /// The same road the other way.
    back: u32,
    pull_held: f64,
    pull_lost: f64,
}

/// All roads.
#[derive(Debug, Default)]
pub(super) struct Roads {
    roads: Vec<Road>,
    /// Where each district's roads begin; one more entry at the end.
    first: Vec<u32>,
    pulls: Pulls,
    /// The pulls while the government holds every district.
    at_peace: Pulls,
}

/// What pulls people along each road, and out of each district in all.
#[derive(Debug, Default, Clone)]
struct Pulls {
    by_road: Vec<f64>,
    out_of: Vec<f64>,
}

impl Roads {
    /// The roads of a scenario's map.
    pub(super) fn new(scenario: &Scenario) -> Self {
        let geography = &scenario.geography;
        let exponent = scenario.sections.displacement.distance_exponent;
        let lost = scenario.sections.displacement.attraction.lost;
        let attraction = attraction(scenario);
        let (mut roads, mut first) = (Vec::new(), vec![0]);
        for district in 0..geography.districts.len() as u32 {
            roads.extend(geography.neighbours.of(district).iter().map(|road| {
                let km = road.seat_distance_km.max(1.0);
                let discount = libm::pow(km, -exponent);
                let pull_held = attraction[road.district as usize] * discount;
                Road { to: District(road.district), km, back: 0, pull_held, pull_lost: lost * discount }
            }));
            first.push(roads.len() as u32);
        }
        pair(&mut roads, &first);
        let at_peace = at_peace(&roads, &first);
        Self { roads, first, pulls: at_peace.clone(), at_peace }
    }

    /// Starts a history: the government holds every district.
    pub(super) fn begin(&mut self) {
        self.pulls.by_road.copy_from_slice(&self.at_peace.by_road);
        self.pulls.out_of.copy_from_slice(&self.at_peace.out_of);
    }

    /// A district came under the advancing force (`lost`) or was retaken.
    pub(super) fn change_hands(&mut self, district: District, lost: bool) {
        for road in self.of(district) {
            let Road { to: neighbour, back, .. } = self.roads[road];
            let road = &self.roads[back as usize];
            self.pulls.by_road[back as usize] = if lost { road.pull_lost } else { road.pull_held };
            self.pulls.out_of[neighbour.at()] = self.pulls.by_road[self.of(neighbour)].iter().sum();
        }
    }

    /// What pulls people out of a district, all roads together.
    #[inline]
    pub(super) fn pull_out_of(&self, district: District) -> f64 {
        self.pulls.out_of[district.at()]
    }

    /// The road that people take out of a district, each with a probability in proportion to its pull: `choice` is uniform
    /// in (0, 1). The district must have a road.
    pub(super) fn choose(&self, from: District, choice: f64) -> Road {
        let roads = self.of(from);
        let at = choice * self.pull_out_of(from);
        self.roads[roads.start + position(&self.pulls.by_road[roads], at)]
    }

    #[inline]
    fn of(&self, district: District) -> core::ops::Range<usize> {
        self.first[district.at()] as usize..self.first[district.at() + 1] as usize
    }
}

/// Tells each road which one leads back.
fn pair(roads: &mut [Road], first: &[u32]) {
    for from in 0..first.len() - 1 {
        for road in first[from]..first[from + 1] {
            let to = roads[road as usize].to.at();
            let back = (first[to]..first[to + 1]).find(|&back| roads[back as usize].to.at() == from);
            roads[road as usize].back = back.unwrap_or(road);
        }
    }
}

/// What pulls people while the government holds every district.
fn at_peace(roads: &[Road], first: &[u32]) -> Pulls {
    let by_road: Vec<f64> = roads.iter().map(|road| road.pull_held).collect();
    let out_of = first.windows(2).map(|ends| by_road[ends[0] as usize..ends[1] as usize].iter().sum()).collect();
    Pulls { by_road, out_of }
}

/// How attractive each district is while the government holds it.
fn attraction(scenario: &Scenario) -> Vec<f64> {
    let geography = &scenario.geography;
    let attraction = &scenario.sections.displacement.attraction;
    let districts = geography.districts.iter().map(|district| {
        match (district.is_capital, geography.provinces[district.province as usize].national_capital) {
            (false, _) => attraction.held,
            (true, false) => attraction.capital,
            (true, true) => attraction.national_capital,
        }
    });
    districts.collect()
}

/// The place at which the running sum of weights passes `at`; the last one if rounding keeps it from doing so.
fn position(weights: &[f64], at: f64) -> usize {
    let mut below = 0.0;
    let found = weights.iter().position(|weight| {
        below += weight;
        at < below
    });
    found.unwrap_or(weights.len() - 1)
}
