//! Districts fall, are retaken, and fall again.

use super::Territory;
use crate::math::log;
use crate::model::env::Env;
use crate::model::fact::{Fact, FallCause};
use crate::model::index::{District, Province};
use crate::model::mechanism;

impl Territory {
    pub(super) fn fall(&mut self, district: District, cause: FallCause, env: &mut Env<'_>) {
        if self.holds(district) {
            return;
        }
        let now = env.now();
        let province = self.places[district.at()].province;
        let occasion = self.falls[district.at()];
        self.falls[district.at()] += 1;
        self.count(district, true);
        self.race.stop(district, now);
        self.race.remember_fall(province, now);
        self.press(district, now);
        self.weigh_capital(province, env);
        self.expect_recapture(district, occasion, env);
        self.turn_if_ripe(env);
        env.state(Fact::DistrictFell { district, cause, occasion });
    }

    /// The date of a recapture has come; where the province's capital has fallen, it means nothing.
    pub(super) fn recapture(&mut self, district: District, env: &mut Env<'_>) {
        self.recaptures.came(district);
        if !self.capital_fell[self.places[district.at()].province.at()] {
            self.retake(district, env);
        }
    }

    /// The government holds a district again; its clock waits for the next arrival.
    pub(super) fn retake(&mut self, district: District, env: &mut Env<'_>) {
        if !self.holds(district) {
            return;
        }
        let now = env.now();
        self.count(district, false);
        let [number, ..] = env.four(mechanism::FALL, district.0, self.falls[district.at()], 0);
        self.race.rearm(district, -log(number), now);
        self.weigh(district, now);
        self.press(district, now);
        self.weigh_capital(self.places[district.at()].province, env);
        env.state(Fact::DistrictRecaptured { district });
    }

    /// Where a capture may be undone: when.
    pub(super) fn expect_recapture(&mut self, district: District, occasion: u32, env: &Env<'_>) {
        let place = self.places[district.at()];
        if place.on_record || self.counting {
            return;
        }
        let recapture = &env.scenario.sections.recapture;
        let hazard = self.layout.recapture(district);
        let days = if hazard > 0.0 {
            -self.log_of_recapture(district, occasion, env) / hazard
        } else if recapture.probability > 0.0 && !place.is_seat {
            // Below the probability the number says that there is a recapture, and where it lies there says when.
            let log = self.log_of_recapture(district, occasion, env) - self.log_recapture_chance;
            if log >= 0.0 {
                return;
            }
            recapture.delay_fixed - recapture.delay_mean * log
        } else {
            return;
        };
        self.recaptures.set_date(district, env.now() + days);
    }

    /// The logarithm of the number that decides on a recapture. Those after first falls were drawn together, which costs less.
    fn log_of_recapture(&self, district: District, occasion: u32, env: &Env<'_>) -> f64 {
        match occasion {
            0 => self.first_recapture[district.at()],
            _ => {
                let [number, ..] = env.four(mechanism::RECAPTURE, district.0, occasion, 0);
                log(number)
            }
        }
    }

    pub(super) fn focus(&mut self, begins: bool, env: &mut Env<'_>) {
        let focus = if begins { env.scenario.sections.campaign.surge.multiplier } else { 1.0 };
        for p in 0..self.layout.surge.len() {
            if self.layout.surge[p] {
                self.race.set_focus(Province(p as u32), focus, env.now());
            }
        }
    }
}
