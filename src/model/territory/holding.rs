//! Who holds a district, and what that does to the hazards around it.

use super::Territory;
use super::layout::Layout;
use crate::model::desk::Desk;
use crate::model::index::{District, Province};
use crate::sim::Time;

/// A district as its hazard depends on it: side by side, because the fall of one is felt by all its neighbours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// λ0·R and its rise for one unit of pressure, per day: see [`Layout`].
    pub base: f64,
    pub slope: f64,
    /// What is not known of it: z, with mean 1.
    pub frailty: f64,
    /// What its neighbours in the hands of the advancing force weigh together.
    pub pressure: f64,
    pub province: Province,
    /// Whether the advancing force holds it.
    pub held: bool,
    /// Whether it falls on the dates of the record, and not by hazard.
    pub on_record: bool,
}

impl Place {
    pub(super) fn of(layout: &Layout, i: usize) -> Self {
        Self {
            base: layout.base[i],
            slope: layout.slope[i],
            frailty: 1.0,
            pressure: 0.0,
            province: layout.province_of[i],
            held: false,
            on_record: false,
        }
    }

    /// Its weight in the race: the hazard, without what all districts share.
    #[inline]
    fn weight(&self, coupling: f64) -> f64 {
        if self.held || self.on_record {
            return 0.0;
        }
        self.frailty * (self.base + self.slope * self.pressure) * coupling
    }
}

impl Territory {
    /// Sets the weights of all districts at the start.
    pub(super) fn weigh_all(&mut self) {
        let (capital_fell, coupling) = (&self.capital_fell, self.coupling);
        let weights = self.places.iter().map(|place| place.weight(coupling_in(place.province, capital_fell, coupling)));
        self.race.set_first_weights(weights);
    }

    /// Sets the weight of a district in the race from its present state.
    pub(super) fn weigh(&mut self, district: District, now: Time) {
        let place = &self.places[district.at()];
        let weight = place.weight(coupling_in(place.province, &self.capital_fell, self.coupling));
        self.race.set_weight(district, weight, now);
    }

    /// Sets the weights of a district's neighbours, which have felt a change of hands.
    pub(super) fn weigh_neighbours(&mut self, district: District, now: Time) {
        for &(neighbour, _) in self.layout.pressure.from(district) {
            let place = &self.places[neighbour.at()];
            if place.held || place.on_record {
                continue;
            }
            let weight = place.weight(coupling_in(place.province, &self.capital_fell, self.coupling));
            self.race.set_weight(neighbour, weight, now);
        }
    }

    pub(super) fn weigh_capital(&mut self, province: Province, desk: &Desk<'_>) {
        let Some(seat) = self.layout.seat_of[province.at()] else { return };
        if self.capital_fell[province.at()] || self.places[seat.at()].on_record {
            return;
        }
        let weight = self.layout.siege[province.at()][self.rural_held[province.at()] as usize];
        self.capitals.set_weight(province, weight, desk.now());
    }

    /// Marks a district as held and lets its neighbours feel it.
    pub(super) fn take(&mut self, district: District) {
        self.mark(district, true, 1.0);
    }

    pub(super) fn release(&mut self, district: District) {
        self.mark(district, false, -1.0);
    }

    pub(super) fn mark(&mut self, district: District, held: bool, sign: f64) {
        self.places[district.at()].held = held;
        for &(neighbour, weight) in self.layout.pressure.from(district) {
            // Sums of shares drift by rounding when districts change hands often; pressure is never below zero.
            let pressure = &mut self.places[neighbour.at()].pressure;
            *pressure = (*pressure + sign * weight).max(0.0);
        }
        let province = self.layout.province_of[district.at()].at();
        let rural = u32::from(self.layout.seat_of[province] != Some(district));
        if held {
            self.held_total += 1;
            self.rural_held[province] += rural;
        } else {
            self.held_total -= 1;
            self.rural_held[province] -= rural;
        }
    }
}

/// What the fall of its province's capital does to a district's hazard.
#[inline]
fn coupling_in(province: Province, capital_fell: &[bool], coupling: f64) -> f64 {
    if capital_fell[province.at()] { coupling } else { 1.0 }
}
