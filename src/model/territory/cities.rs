//! Capitals fall, take their provinces with them, and at some number give up together.

use super::{Event, Territory};
use crate::model::env::Env;
use crate::model::fact::{Fact, FallCause};
use crate::model::index::Province;
use crate::model::mechanism;
use crate::scenario::Switch;

impl Territory {
    pub(super) fn capital_falls(&mut self, province: Province, env: &mut Env<'_>) {
        if self.capital_fell[province.at()] {
            return;
        }
        let now = env.now();
        self.capital_fell[province.at()] = true;
        self.capitals_fallen += 1;
        self.capitals.set_weight(province, 0.0, now);
        self.capitals.remember_fall(now);
        self.occupy_assault_force(env);
        self.set_intensity(env);
        env.state(Fact::CapitalFell { province });
        if let Some(seat) = self.layout.seat_of[province.at()] {
            self.fall(seat, FallCause::CapitalFell, env);
        }
        self.loosen_province(province, env);
        self.collapse_if_ripe(env);
    }

    /// The districts of a province whose capital fell give way: faster, and by handing over.
    pub(super) fn loosen_province(&mut self, province: Province, env: &mut Env<'_>) {
        let now = env.now();
        let campaign = &env.scenario.sections.campaign;
        let missing = if self.replaying { 1.0 - campaign.reported_after_capital } else { 1.0 };
        let hand_over = missing * campaign.capital_coupling / campaign.capital_coupling_floor_divisor;
        for k in 0..self.members[province.at()].len() {
            let district = self.members[province.at()][k];
            self.hazards[district.at()].coupling = missing * campaign.capital_coupling;
            if self.holds(district) || self.places[district.at()].on_record {
                continue;
            }
            self.weigh(district, now);
            if hand_over > 0.0 && !self.counting && campaign.capital_coupling != 1.0 {
                let wait = env.stream(mechanism::HAND_OVER, district.0).exponential() / hand_over;
                env.schedule_in(wait, Event::HandOver(district));
            }
        }
    }

    /// From a number of fallen capitals on, the others hand over too; the nation's capital last.
    pub(super) fn collapse_if_ripe(&mut self, env: &mut Env<'_>) {
        let capitals = &env.scenario.sections.capitals;
        let (Some(collapse), false) = (capitals.collapse_count, self.replaying) else { return };
        self.collapse(
            self.capitals_fallen == collapse,
            self.capitals_fallen == collapse + capitals.national_capital_margin,
            env,
        );
    }

    /// Capitals hand over: all but the nation's, or the nation's.
    pub(super) fn collapse(&mut self, all_others: bool, the_nations: bool, env: &mut Env<'_>) {
        let rate = env.scenario.sections.capitals.handover_rate;
        if rate <= 0.0 || !(all_others || the_nations) {
            return;
        }
        for p in 0..self.capital_fell.len() {
            let is_due = if self.layout.national[p] { the_nations } else { all_others };
            if is_due && !self.capital_fell[p] && self.layout.seat_of[p].is_some() {
                let wait = env.stream(mechanism::CAPITAL_HAND_OVER, p as u32).exponential() / rate;
                env.schedule_in(wait, Event::CapitalHandsOver(Province(p as u32)));
            }
        }
    }

    pub(super) fn occupy_assault_force(&mut self, env: &mut Env<'_>) {
        if env.scenario.sections.capitals.assault_capacity.is_some() {
            self.assault_forces += 1;
            self.set_capital_factor(env);
            env.schedule_in(1.0, Event::AssaultForceFree);
        }
    }

    /// The campaign turns to the cities, once.
    pub(super) fn turn(&mut self, env: &mut Env<'_>) {
        self.turned = true;
        self.set_capital_factor(env);
    }

    /// Where the turn is not dated: it comes so many days after a share of all districts is held.
    #[inline]
    pub(super) fn turn_if_ripe(&mut self, env: &mut Env<'_>) {
        let capitals = &env.scenario.sections.capitals;
        let ripe = f64::from(self.held_total) >= capitals.switch_share * self.places.len() as f64;
        if capitals.switch == Switch::Share && ripe && !self.turn_scheduled {
            self.turn_scheduled = true;
            env.schedule_in(capitals.switch_delay, Event::TurnToCities);
        }
    }

    pub(super) fn set_intensity(&mut self, env: &Env<'_>) {
        let coupling = 1.0 + env.scenario.sections.campaign.nation_coupling * f64::from(self.capitals_fallen);
        self.race.set_intensity(self.milestone_tempo * coupling * self.counted(), env.now());
    }

    pub(super) fn set_capital_factor(&mut self, env: &Env<'_>) {
        let capitals = &env.scenario.sections.capitals;
        let all_forces_busy =
            capitals.assault_capacity.is_some_and(|capacity| f64::from(self.assault_forces) >= capacity);
        let phase = if self.turned { 1.0 } else { capitals.hard };
        // Every fall of a capital is on record.
        let factor = if all_forces_busy || self.replaying { 0.0 } else { phase * self.capital_tempo };
        self.capitals.set_factor(factor, env.now());
    }
}
