//! Roads between districts, and what pulls people along them as things stand.
//!
//! A road pulls with the attraction of the place that it leads to over distance to a power; the attraction of a place depends
//! on who holds it. It changes when a district changes hands, which is rare beside the moves of groups that ask for it.
//!
//! What a move reads lies together, and what only a change of hands reads lies apart: on maps of tens of thousands of
//! districts most of the time goes by waiting for memory.

use crate::model::index::District;
use crate::scenario::Scenario;

/// A road to a neighbouring district.
#[derive(Debug, Clone, Copy)]
pub(super) struct Road {
    pub to: District,
    /// Days on the road.
    pub days: f64,
}

/// What distance leaves of the attraction at a road's end, by who holds that place.
#[derive(Debug, Clone, Copy)]
struct Pull {
    held: f64,
    lost: f64,
    /// The same road the other way.
    back: u32,
}

/// All roads.
#[derive(Debug, Default)]
pub(super) struct Roads {
    /// Where each district's roads begin; one more entry at the end.
    first: Vec<u32>,
    roads: Vec<Road>,
    pulls: Vec<Pull>,
    now: Now,
    /// While the government holds every district.
    at_peace: Now,
}

/// What pulls people along each road as things stand.
#[derive(Debug, Default, Clone)]
struct Now {
    pull: Vec<f64>,
    /// The pull of each road and of those before it out of the same district: people choose by it.
    so_far: Vec<f64>,
}

impl Roads {
    /// The roads of a scenario's map.
    pub(super) fn new(scenario: &Scenario) -> Self {
        let geography = &scenario.geography;
        let rules = &scenario.sections.displacement;
        let attraction = attraction(scenario);
        let mut map = Self { first: vec![0], ..Self::default() };
        for district in 0..geography.districts.len() as u32 {
            for road in geography.neighbours.of(district) {
                let km = road.seat_distance_km.max(1.0);
                let left = libm::pow(km, -rules.distance_exponent);
                let (held, lost) = (attraction[road.district as usize] * left, rules.attraction.lost * left);
                map.roads.push(Road { to: District(road.district), days: km / rules.km_per_day });
                map.pulls.push(Pull { held, lost, back: 0 });
            }
            map.first.push(map.roads.len() as u32);
        }
        map.pair();
        map.at_peace.pull = map.pulls.iter().map(|pull| pull.held).collect();
        map.at_peace.so_far = map.at_peace.pull.clone();
        for ends in map.first.windows(2) {
            map.at_peace.add_up(ends[0] as usize, ends[0] as usize, ends[1] as usize);
        }
        map.now = map.at_peace.clone();
        map
    }

    /// Tells each road which one leads back.
    fn pair(&mut self) {
        for from in 0..self.first.len() as u32 - 1 {
            for road in self.of(District(from)) {
                let back = self.of(self.roads[road].to).find(|&back| self.roads[back].to.0 == from);
                self.pulls[road].back = back.unwrap_or(road) as u32;
            }
        }
    }

    /// Starts a history: the government holds every district.
    pub(super) fn begin(&mut self) {
        self.now.pull.copy_from_slice(&self.at_peace.pull);
        self.now.so_far.copy_from_slice(&self.at_peace.so_far);
    }

    /// A district came under the advancing force (`lost`) or was retaken.
    pub(super) fn change_hands(&mut self, district: District, lost: bool) {
        for road in self.of(district) {
            let back = self.pulls[road].back as usize;
            let Pull { held, lost: if_lost, .. } = self.pulls[back];
            self.now.pull[back] = if lost { if_lost } else { held };
            let others = self.of(self.roads[road].to);
            self.now.add_up(others.start, back, others.end);
        }
    }

    /// What pulls people out of a district, all roads together.
    #[inline]
    pub(super) fn pull_out_of(&self, district: District) -> f64 {
        self.now.so_far[self.of(district)].last().copied().unwrap_or(0.0)
    }

    /// The road that people take out of a district, each with a probability in proportion to its pull: `choice` is uniform
    /// in (0, 1). The district must have a road.
    #[inline]
    pub(super) fn choose(&self, from: District, choice: f64) -> Road {
        let roads = self.of(from);
        let (last, others) = (roads.end - 1, roads.start..roads.end - 1);
        let at = choice * self.now.so_far[last];
        // All are compared: a search that ends early would guess wrong as often as not.
        let passed: usize = self.now.so_far[others].iter().map(|&so_far| usize::from(so_far <= at)).sum();
        self.roads[roads.start + passed]
    }

    #[inline]
    fn of(&self, district: District) -> core::ops::Range<usize> {
        self.first[district.at()] as usize..self.first[district.at() + 1] as usize
    }
}

impl Now {
    /// Adds up the pulls of a district's roads, which lie from `first` to before `end`, where those from `changed` on are new.
    #[inline]
    fn add_up(&mut self, first: usize, changed: usize, end: usize) {
        let mut so_far = if changed > first { self.so_far[changed - 1] } else { 0.0 };
        for (sum, pull) in self.so_far[changed..end].iter_mut().zip(&self.pull[changed..end]) {
            so_far += pull;
            *sum = so_far;
        }
    }
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
