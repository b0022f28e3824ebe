//! Who holds a district, and what that does to the hazards around it.

use super::Territory;
use crate::model::desk::Desk;
use crate::model::index::{District, Province};
use crate::sim::Time;

impl Territory {
    pub(super) fn weigh_neighbours(&mut self, district: District, now: Time) {
        for k in 0..self.layout.pressure.from(district).len() {
            let (neighbour, _) = self.layout.pressure.from(district)[k];
            self.weigh(neighbour, now);
        }
    }

    /// Sets the weights of all districts at the start.
    pub(super) fn weigh_all(&mut self) {
        self.scratch.clear();
        for i in 0..self.held.len() {
            let falls_by_hazard = !self.held[i] && !self.on_record[i];
            self.scratch.push(if falls_by_hazard { self.weight(i) } else { 0.0 });
        }
        self.race.set_first_weights(self.scratch.iter().copied());
    }

    /// Sets the weight of a district in the race from its present state.
    pub(super) fn weigh(&mut self, district: District, now: Time) {
        let i = district.at();
        if self.held[i] || self.on_record[i] {
            return;
        }
        self.race.set_weight(district, self.weight(i), now);
    }

    fn weight(&self, i: usize) -> f64 {
        let province = self.layout.province_of[i];
        let coupling = if self.capital_fell[province.at()] { self.coupling } else { 1.0 };
        let hazard = self.layout.base[i] + self.layout.slope[i] * self.pressure[i];
        self.frailty[i] * hazard * coupling
    }

    pub(super) fn weigh_capital(&mut self, province: Province, desk: &Desk<'_>) {
        let Some(seat) = self.layout.seat_of[province.at()] else { return };
        if self.capital_fell[province.at()] || self.on_record[seat.at()] {
            return;
        }
        let capitals = &desk.scenario.sections.capitals;
        let share = match self.rural[province.at()] {
            0 => 1.0,
            rural => f64::from(self.rural_held[province.at()]) / f64::from(rural),
        };
        self.capitals.set_weight(province, capitals.hazard * libm::pow(share, capitals.exponent), desk.now());
    }

    /// Marks a district as held and lets its neighbours feel it.
    pub(super) fn take(&mut self, district: District) {
        self.mark(district, true, 1.0);
    }

    pub(super) fn release(&mut self, district: District) {
        self.mark(district, false, -1.0);
    }

    pub(super) fn mark(&mut self, district: District, held: bool, sign: f64) {
        self.held[district.at()] = held;
        for &(neighbour, weight) in self.layout.pressure.from(district) {
            // Sums of shares drift by rounding when districts change hands often; pressure is never below zero.
            self.pressure[neighbour.at()] = (self.pressure[neighbour.at()] + sign * weight).max(0.0);
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
