//! Roads between districts, and what pulls people along them as things stand.
//!
//! A road pulls with the attraction of the place that it leads to over distance to a power; the attraction of a place depends
//! on who holds it. It changes when a district changes hands, which is rarer than the moves of groups that ask for it: so
//! pulls are added up when a group asks for the first time after that.

use prefetch_index::prefetch_index;

use super::places::Attractions;
use crate::model::index::District;
use crate::scenario::Scenario;

/// A road to a neighbouring district.
#[derive(Debug, Clone, Copy)]
pub(super) struct Road {
    /// Its pull and that of those before it out of the same district: people choose by it.
    so_far: f64,
    /// Days on the road.
    pub days: f64,
    pub to: District,
}

/// The roads out of a district: where they begin among all, and where they end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ways {
    first: u32,
    end: u32,
}

impl Ways {
    #[inline]
    fn range(self) -> core::ops::Range<usize> {
        self.first as usize..self.end as usize
    }
}

/// All roads.
#[derive(Debug, Default)]
pub(super) struct Roads {
    roads: Vec<Road>,
    /// What distance leaves of the attraction at the end of each.
    left: Vec<f64>,
    /// Whether the pull of a road out of a district has changed since they were added up. A byte for each, near the processor on
    /// any map, so that a fall does not touch the roads of all its neighbours.
    stale: Vec<bool>,
}

impl Roads {
    /// The roads of a scenario's map, and those out of each district.
    pub(super) fn new(scenario: &Scenario) -> (Self, Vec<Ways>) {
        let geography = &scenario.geography;
        let rules = &scenario.sections.displacement;
        let (mut map, mut ways) = (Self::default(), Vec::with_capacity(geography.districts.len()));
        for district in 0..geography.districts.len() as u32 {
            let first = map.roads.len() as u32;
            for road in geography.neighbours.of(district) {
                let km = road.seat_distance_km.max(1.0);
                map.roads.push(Road { so_far: 0.0, days: km / rules.km_per_day, to: District(road.district) });
                map.left.push(libm::pow(km, -rules.distance_exponent));
            }
            ways.push(Ways { first, end: map.roads.len() as u32 });
        }
        map.stale.resize(ways.len(), true);
        (map, ways)
    }

    /// Starts a history: nothing is added up.
    pub(super) fn begin(&mut self) {
        self.stale.fill(true);
    }

    /// A district has changed hands, out of which these roads lead: those that lead to it pull less or more.
    pub(super) fn change_hands(&mut self, ways: Ways) {
        for road in &self.roads[ways.range()] {
            self.stale[road.to.at()] = true;
        }
    }

    /// Adds up the pulls of a district's roads.
    fn add_up(&mut self, ways: Ways, attractions: &Attractions) {
        let mut so_far = 0.0;
        for (road, left) in self.roads[ways.range()].iter_mut().zip(&self.left[ways.range()]) {
            so_far += attractions.of(road.to) * left;
            road.so_far = so_far;
        }
    }

    /// What pulls people along all the roads out of a district together, as things stand.
    #[inline]
    pub(super) fn pull(&mut self, district: District, ways: Ways, attractions: &Attractions) -> f64 {
        if core::mem::take(&mut self.stale[district.at()]) {
            self.add_up(ways, attractions);
        }
        self.roads[ways.range()].last().map_or(0.0, |road| road.so_far)
    }

    /// Asks for the memory of the roads out of a district, which will soon be chosen among, and of what is needed besides where
    /// their pulls will have to be added up.
    #[inline]
    pub(super) fn ask_for(&self, district: District, ways: Ways) {
        self.prefetch(ways);
        if self.stale[district.at()] {
            prefetch_index(&self.left, ways.first as usize);
            prefetch_index(&self.left, ways.end as usize - 1);
        }
    }

    /// Where the roads lead.
    #[inline]
    pub(super) fn ends(&self, ways: Ways) -> impl Iterator<Item = District> {
        self.roads[ways.range()].iter().map(|road| road.to)
    }

    /// Asks for the memory of these roads.
    #[inline]
    pub(super) fn prefetch(&self, ways: Ways) {
        for road in [ways.first, ways.first + 2, ways.end] {
            prefetch_index(&self.roads, road as usize);
        }
    }

    /// The road that people take, each with a probability in proportion to its pull: `choice` is uniform in (0, 1). None
    /// where there is no road.
    #[inline]
    pub(super) fn choose(&self, ways: Ways, choice: f64) -> Option<Road> {
        let roads = &self.roads[ways.range()];
        let (last, others) = roads.split_last()?;
        let at = choice * last.so_far;
        // All are compared: a search that ends early would guess wrong as often as not.
        let passed: usize = others.iter().map(|road| usize::from(road.so_far <= at)).sum();
        roads.get(passed).copied()
    }
}
