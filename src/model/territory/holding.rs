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
    /// What the fall of its province's capital makes of its hazard: κ after it, 1 before.
    pub coupling: f64,
    /// Constant hazard of recapture while the advancing force holds it, per day.
    pub recapture: f64,
    pub province: Province,
    /// Whether it is the seat of its province's capital.
    pub is_seat: bool,
    /// Whether the advancing force holds it.
    pub held: bool,
    /// Whether it falls on the dates of the record, and not by hazard.
    pub on_record: bool,
}

impl Place {
    pub(super) fn of(layout: &Layout, i: usize) -> Self {
        let province = layout.province_of[i];
        Self {
            base: layout.base[i],
            slope: layout.slope[i],
            frailty: 1.0,
            pressure: 0.0,
            coupling: 1.0,
            recapture: layout.recapture[i],
            province,
            is_seat: layout.seat_of[province.at()] == Some(District(i as u32)),
            held: false,
            on_record: false,
        }
    }

    /// Its weight in the race: the hazard, without what all districts share.
    #[inline]
    fn weight(&self) -> f64 {
        if self.waits() { self.hazard() } else { 0.0 }
    }

    /// Its weight if it waits to fall by hazard.
    #[inline]
    fn hazard(&self) -> f64 {
        self.frailty * (self.base + self.slope * self.pressure) * self.coupling
    }

    /// Whether it waits to fall by hazard.
    #[inline]
    fn waits(&self) -> bool {
        !(self.held | self.on_record)
    }

    /// A neighbour has changed hands.
    #[inline]
    fn feel(&mut self, change: f64) {
        // Sums of shares drift by rounding when districts change hands often; pressure is never below zero.
        self.pressure = (self.pressure + change).max(0.0);
    }
}

impl Territory {
    /// Sets the weights of all districts at the start.
    pub(super) fn weigh_all(&mut self) {
        self.race.set_first_weights(self.places.iter().map(Place::weight));
    }

    /// Sets the weight of a district in the race from its present state.
    pub(super) fn weigh(&mut self, district: District, now: Time) {
        self.race.set_weight(district, self.places[district.at()].weight(), now);
    }

    /// The neighbours of a district that has changed hands feel it, and the hazards of those that still wait change.
    pub(super) fn press(&mut self, district: District, now: Time) {
        let sign = if self.holds(district) { 1.0 } else { -1.0 };
        let neighbours = self.layout.pressure.from(district);
        self.waiting.resize(self.waiting.len().max(neighbours.len()), district);
        // Who waits cannot be guessed: they are gathered without branching, and then gone through.
        let mut many = 0;
        for &(neighbour, weight) in neighbours {
            let place = &mut self.places[neighbour.at()];
            place.feel(sign * weight);
            self.waiting[many] = neighbour;
            many += usize::from(place.waits());
        }
        let places = &self.places;
        let changed = self.waiting[..many].iter().map(|&neighbour| (neighbour, places[neighbour.at()].hazard()));
        self.race.set_weights(changed, now);
    }

    pub(super) fn weigh_capital(&mut self, province: Province, desk: &Desk<'_>) {
        let Some(seat) = self.layout.seat_of[province.at()] else { return };
        if self.capital_fell[province.at()] || self.places[seat.at()].on_record {
            return;
        }
        let weight = self.layout.siege[province.at()][self.rural_held[province.at()] as usize];
        self.capitals.set_weight(province, weight, desk.now());
    }

    /// A district is in the hands of the advancing force from the start.
    pub(super) fn take_at_start(&mut self, district: District) {
        self.count(district, true);
        for &(neighbour, weight) in self.layout.pressure.from(district) {
            self.places[neighbour.at()].feel(weight);
        }
    }

    /// Counts a district for one side.
    pub(super) fn count(&mut self, district: District, held: bool) {
        let place = &mut self.places[district.at()];
        place.held = held;
        let (province, rural) = (place.province.at(), u32::from(!place.is_seat));
        if held {
            self.held_total += 1;
            self.rural_held[province] += rural;
        } else {
            self.held_total -= 1;
            self.rural_held[province] -= rural;
        }
    }
}
