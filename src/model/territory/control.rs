//! Who holds a district, and what that does to the hazards around it.

use super::Territory;
use super::layout::Layout;
use crate::model::env::Env;
use crate::model::index::{District, Province};
use crate::sim::Time;

/// Who holds a district, and who presses on it. It is small, because the fall of one district is felt by all its neighbours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// What its neighbours in the hands of the advancing force weigh together.
    pub pressure: f64,
    pub province: Province,
    /// Whether it is the seat of its province's capital.
    pub is_seat: bool,
    /// Whether the advancing force holds it.
    pub held: bool,
    /// Whether it falls on the dates of the record, and not by hazard.
    pub on_record: bool,
    /// Whether it waits to fall by hazard: neither held nor on record.
    pub waits: bool,
}

/// What the hazard of a district is made of, but for the pressure on it. Side by side, in half a line of the cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
pub(super) struct Hazard {
    /// λ0·R and its rise for one unit of pressure, per day: see [`Layout`].
    pub base: f64,
    pub slope: f64,
    /// What is not known of it: z, with mean 1.
    pub frailty: f64,
    /// What the fall of its province's capital makes of its hazard: κ after it, 1 before; times the share of falls that the
    /// record does not date, while it is replayed.
    pub coupling: f64,
}

impl Hazard {
    pub(super) fn of(layout: &Layout, i: usize, missing: f64) -> Self {
        Self { base: layout.base[i], slope: layout.slope[i], frailty: 1.0, coupling: missing }
    }

    /// The hazard under a pressure, without what all districts share: the weight in the race of a district that waits.
    #[inline]
    fn under(&self, pressure: f64) -> f64 {
        self.frailty * (self.base + self.slope * pressure) * self.coupling
    }
}

impl Place {
    pub(super) fn of(layout: &Layout, i: usize) -> Self {
        let province = layout.province_of[i];
        let is_seat = layout.seat_of[province.at()] == Some(District(i as u32));
        Self { pressure: 0.0, province, is_seat, held: false, on_record: false, waits: true }
    }

    /// Its weight in the race.
    #[inline]
    fn weight(&self, hazard: &Hazard) -> f64 {
        if self.waits { hazard.under(self.pressure) } else { 0.0 }
    }

    /// It falls on the dates of the record.
    pub(super) fn put_on_record(&mut self) {
        (self.on_record, self.waits) = (true, false);
    }

    /// The record is at its end: from now on it falls by hazard like the others.
    pub(super) fn take_off_record(&mut self) {
        (self.on_record, self.waits) = (false, !self.held);
    }

    /// The advancing force holds it, or holds it no longer.
    #[inline]
    pub(super) fn hold(&mut self, held: bool) {
        (self.held, self.waits) = (held, !(held | self.on_record));
    }

    /// A neighbour has changed hands.
    #[inline]
    pub(super) fn feel(&mut self, change: f64) {
        // Sums of shares drift by rounding when districts change hands often; pressure is never below zero.
        self.pressure = (self.pressure + change).max(0.0);
    }
}

impl Territory {
    /// Sets the weights of all districts at the start.
    pub(super) fn weigh_all(&mut self) {
        let weights = self.places.iter().zip(&self.hazards).map(|(place, hazard)| place.weight(hazard));
        self.race.set_first_weights(weights);
    }

    /// Sets the weight of a district in the race from its present state.
    pub(super) fn weigh(&mut self, district: District, now: Time) {
        let weight = self.places[district.at()].weight(&self.hazards[district.at()]);
        self.race.set_weight(district, weight, now);
    }

    /// The neighbours of a district that has changed hands feel it, and the hazards of those that still wait change.
    pub(super) fn press(&mut self, district: District, now: Time) {
        let sign = if self.holds(district) { 1.0 } else { -1.0 };
        let neighbours = self.layout.pressure.from(district);
        self.waiting.resize(self.waiting.len().max(neighbours.len()), district);
        // Who waits cannot be guessed: they are gathered without branching, and then gone through.
        let (places, waiting) = (&mut self.places[..], &mut self.waiting[..]);
        let mut many = 0;
        for (neighbour, weight) in neighbours {
            let place = &mut places[neighbour.at()];
            place.feel(sign * weight);
            waiting[many] = neighbour;
            many += usize::from(place.waits);
        }
        let (places, hazards) = (&self.places[..], &self.hazards[..]);
        let hazard = |neighbour: District| hazards[neighbour.at()].under(places[neighbour.at()].pressure);
        let changed = waiting[..many].iter().map(|&neighbour| (neighbour, hazard(neighbour)));
        self.race.set_weights(changed, now);
    }

    #[inline]
    pub(super) fn weigh_capital(&mut self, province: Province, env: &Env<'_>) {
        let Some(seat) = self.layout.seat_of[province.at()] else { return };
        if self.capital_fell[province.at()] || self.places[seat.at()].on_record {
            return;
        }
        let weight = self.layout.siege[province.at()][self.rural_held[province.at()] as usize];
        self.capitals.set_weight(province, weight, env.now());
    }

    /// Counts a district for one side.
    pub(super) fn count(&mut self, district: District, held: bool) {
        let place = &mut self.places[district.at()];
        place.hold(held);
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
