//! Roads between districts, and what pulls people along them as things stand.
//!
//! A road pulls with the attraction of the place that it leads to over distance to a power; the attraction of a place depends
//! on who holds it. It changes when a district changes hands, which is rarer than the moves of groups that ask for it: so
//! pulls are added up when a group asks for the first time after that.

use super::places::{Places, Ways};
use crate::model::index::District;
use crate::scenario::{Neighbour, Scenario};

/// A road to a neighbouring district. Eight bytes, so that those out of a district lie in one line of the cache.
#[derive(Debug, Clone, Copy)]
struct Road {
    to: District,
    /// Its length, by its number among the different lengths.
    length: u32,
}

/// What a distance means to those who flee.
#[derive(Debug, Clone, Copy)]
struct Length {
    /// Days on the road.
    days: f64,
    /// What distance leaves of the attraction at its end.
    left: f64,
}

/// All roads.
#[derive(Debug, Default)]
pub(super) struct Roads {
    roads: Vec<Road>,
    /// The different lengths.
    lengths: Vec<Length>,
    /// Pulls of the roads that were added up last, each with those before it.
    so_far: Vec<f64>,
}

impl Roads {
    /// The roads of a scenario's map, and where those out of each district begin; last, where all end.
    pub(super) fn new(scenario: &Scenario) -> (Self, Vec<u32>) {
        let geography = &scenario.geography;
        let rules = &scenario.sections.displacement;
        let length = |&km: &f64| Length { days: km / rules.km_per_day, left: libm::pow(km, -rules.distance_exponent) };
        let lengths = geography.neighbours.distances_km().iter().map(length).collect();
        let (mut roads, mut firsts) = (Vec::with_capacity(2 * geography.neighbours.edges()), vec![0]);
        for district in 0..geography.districts.len() as u32 {
            let road = |next: &Neighbour| Road { to: District(next.district), length: next.distance };
            roads.extend(geography.neighbours.of(district).iter().map(road));
            firsts.push(roads.len() as u32);
        }
        (Self { roads, lengths, so_far: Vec::new() }, firsts)
    }

    /// Adds up what pulls people along the roads out of a district, as things stand; that of all together.
    #[inline]
    pub(super) fn pull(&mut self, ways: Ways, places: &Places) -> f64 {
        let mut pull = 0.0;
        self.so_far.clear();
        for road in &self.roads[ways.range()] {
            pull += places.attraction(road.to) * self.lengths[road.length as usize].left;
            self.so_far.push(pull);
        }
        pull
    }

    /// The road that people take of those whose pulls were added up last, each with a probability in proportion to its
    /// pull: where it leads, and days on it. `choice` is uniform in (0, 1). None where there is no road.
    #[inline]
    pub(super) fn choose(&self, ways: Ways, choice: f64) -> Option<(District, f64)> {
        let (pull, others) = self.so_far.split_last()?;
        let at = choice * pull;
        // All are compared: a search that ends early would guess wrong as often as not.
        let passed: usize = others.iter().map(|&so_far| usize::from(so_far <= at)).sum();
        let road = self.roads[ways.range()].get(passed)?;
        Some((road.to, self.lengths[road.length as usize].days))
    }
}
