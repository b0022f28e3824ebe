//! Roads between districts, and what pulls people along them as things stand.
//!
//! A road pulls with the attraction of the place that it leads to over distance to a power; the attraction of a place depends
//! on who holds it. It changes when a district changes hands, which is rare beside the moves of groups that ask for it.
//!
//! What a move reads lies together, and what only a change of hands reads lies apart: on maps of tens of thousands of
//! districts most of the time goes by waiting for memory.

use prefetch_index::prefetch_index;

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

/// What pulls people along a road: its attraction is told by a sort, which takes half the memory of the numbers themselves.
#[derive(Debug, Clone, Copy)]
struct Pull {
    /// What distance leaves of the attraction at its end.
    left: f64,
    /// The same road the other way.
    back: u32,
    /// What attracts at its end while the government holds that place, and now.
    held: Sort,
    now: Sort,
}

/// A sort of place: which of the attractions.
type Sort = u8;

/// Of places that the government holds: a capital, the nation's, any other.
const CAPITAL: Sort = 1;
const NATIONS_CAPITAL: Sort = 2;
const OTHER: Sort = 0;

/// In place of the pull of all roads out of a district, where one of them has changed since they were added up.
const STALE: f64 = f64::NAN;

/// Of places that the advancing force holds.
const LOST: Sort = 3;

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
    ways: Vec<Ways>,
    roads: Vec<Road>,
    pulls: Vec<Pull>,
    /// By sort of place: any other, a capital, the nation's, lost.
    attractions: [f64; 4],
}

impl Roads {
    /// The roads of a scenario's map.
    pub(super) fn new(scenario: &Scenario) -> Self {
        let geography = &scenario.geography;
        let rules = &scenario.sections.displacement;
        let (sorts, attraction) = (sorts(scenario), &rules.attraction);
        let attractions = [attraction.held, attraction.capital, attraction.national_capital, attraction.lost];
        let mut map = Self { attractions, ..Self::default() };
        for district in 0..geography.districts.len() as u32 {
            let first = map.roads.len() as u32;
            for road in geography.neighbours.of(district) {
                let km = road.seat_distance_km.max(1.0);
                let left = libm::pow(km, -rules.distance_exponent);
                let held = sorts[road.district as usize];
                map.roads.push(Road { so_far: 0.0, days: km / rules.km_per_day, to: District(road.district) });
                map.pulls.push(Pull { left, back: 0, held, now: held });
            }
            map.ways.push(Ways { first, end: map.roads.len() as u32 });
        }
        map.pair();
        map
    }

    /// Tells each road which one leads back.
    fn pair(&mut self) {
        for (from, ways) in (0..).zip(&self.ways) {
            for road in ways.range() {
                let mut others = self.ways[self.roads[road].to.at()].range();
                self.pulls[road].back = others.find(|&back| self.roads[back].to.0 == from).unwrap_or(road) as u32;
            }
        }
    }

    /// Starts a history: the government holds every district.
    pub(super) fn begin(&mut self) {
        for pull in &mut self.pulls {
            pull.now = pull.held;
        }
        for ways in &self.ways {
            if let Some(last) = self.roads[ways.range()].last_mut() {
                last.so_far = STALE;
            }
        }
    }

    /// The roads out of a district.
    #[inline]
    pub(super) fn out_of(&self, district: District) -> Ways {
        self.ways[district.at()]
    }

    /// A district came under the advancing force (`lost`) or was retaken.
    pub(super) fn change_hands(&mut self, district: District, lost: bool) {
        for road in self.out_of(district).range() {
            let back = self.pulls[road].back as usize;
            let pull = &mut self.pulls[back];
            pull.now = if lost { LOST } else { pull.held };
            let last = self.out_of(self.roads[road].to).end as usize - 1;
            self.roads[last].so_far = STALE;
        }
    }

    /// Adds up the pulls of a district's roads.
    fn add_up(&mut self, ways: Ways) {
        let mut so_far = 0.0;
        for (road, pull) in self.roads[ways.range()].iter_mut().zip(&self.pulls[ways.range()]) {
            so_far += self.attractions[usize::from(pull.now)] * pull.left;
            road.so_far = so_far;
        }
    }

    /// What pulls people along all these roads together, as things stand.
    #[inline]
    pub(super) fn pull(&mut self, ways: Ways) -> f64 {
        let of_all = |roads: &[Road]| roads.last().map_or(0.0, |road| road.so_far);
        if of_all(&self.roads[ways.range()]).is_nan() {
            self.add_up(ways);
        }
        of_all(&self.roads[ways.range()])
    }

    /// Asks for the memory of their pulls, where these will have to be added up.
    #[inline]
    pub(super) fn prefetch_pulls(&self, ways: Ways) {
        if self.roads[ways.range()].last().is_some_and(|road| road.so_far.is_nan()) {
            prefetch_index(&self.pulls, ways.first as usize);
            prefetch_index(&self.pulls, ways.end as usize - 1);
        }
    }

    /// Where the roads lead.
    #[inline]
    pub(super) fn ends(&self, ways: Ways) -> impl Iterator<Item = District> {
        self.roads[ways.range()].iter().map(|road| road.to)
    }

    /// Asks for the memory of these roads, which will soon be chosen among.
    #[inline]
    pub(super) fn prefetch(&self, ways: Ways) {
        for road in [ways.first, ways.first + 2, ways.end] {
            prefetch_index(&self.roads, road as usize);
        }
    }

    /// Asks for what will be needed when a district changes hands, a step at a time.
    #[inline]
    pub(super) fn ask_early(&self, district: District, step: u32) {
        let others = |to: District| prefetch_index(&self.ways, to.at());
        match step {
            0 => others(district),
            1 => self.ask_for_pulls(self.out_of(district)),
            2 => self.ends(self.out_of(district)).for_each(others),
            3 => {
                for road in self.out_of(district).range() {
                    prefetch_index(&self.pulls, self.pulls[road].back as usize);
                    prefetch_index(&self.roads, self.out_of(self.roads[road].to).end as usize - 1);
                }
            }
            _ => {}
        }
    }

    /// Asks for the memory of these roads and their pulls.
    #[inline]
    fn ask_for_pulls(&self, ways: Ways) {
        self.prefetch(ways);
        prefetch_index(&self.pulls, ways.first as usize);
        prefetch_index(&self.pulls, ways.end as usize);
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

/// What sort of place each district is while the government holds it.
fn sorts(scenario: &Scenario) -> Vec<Sort> {
    let geography = &scenario.geography;
    let districts = geography.districts.iter().map(|district| {
        match (district.is_capital, geography.provinces[district.province as usize].national_capital) {
            (false, _) => OTHER,
            (true, false) => CAPITAL,
            (true, true) => NATIONS_CAPITAL,
        }
    });
    districts.collect()
}
