//! Replay: districts fall and are retaken on the dates of the record.
//!
//! A recorded change happens within the precision of its date, uniformly drawn, at some time of that day. What is on record
//! does not fall by hazard, nor does a capital: its fall would be on record. Other districts fall by the model, their hazards
//! thinned by the share of falls that the record dates (`campaign.region.NAME.reported`): what fell without a date is what the
//! record misses, and a census misses none. The record may end before the scenario does; from then on all is the model's.

use super::{Event, Territory};
use crate::model::env::Env;
use crate::model::fact::FallCause;
use crate::model::index::{District, Province};
use crate::model::mechanism;
use crate::scenario::CampaignMode;
use crate::sim::Time;

impl Territory {
    /// Puts the recorded changes into the calendar.
    pub(super) fn schedule_record(&mut self, env: &mut Env<'_>) {
        if env.scenario.sections.campaign.mode != CampaignMode::Replay {
            return;
        }
        let until = env.scenario.sections.campaign.replay_until;
        if let Some(last) = until {
            let end = env.scenario.meta.day_of(last) + 1.0;
            env.schedule_at(Time::from_days(end.max(0.0)), Event::RecordEnds);
        }
        for row in 0..env.scenario.record.changes.len() {
            let change = &env.scenario.record.changes[row];
            if until.is_some_and(|last| change.date > last) {
                continue;
            }
            let (district, fell) = (District(change.district), change.fell);
            let mut stream = env.stream(mechanism::REPLAY, row as u32);
            let off = change.precision_days * (2.0 * stream.uniform() - 1.0);
            let day = env.scenario.meta.day_of(change.date) + off + stream.uniform();
            let day = until.map_or(day, |last| day.min(env.scenario.meta.day_of(last) + 1.0));
            // What is dated before the start, or drawn to lie before it, happens at the start.
            env.schedule_at(Time::from_days(day.max(0.0)), Event::Record(district, fell));
        }
    }

    /// From now on all districts and capitals fall by the model. What the record left in the advancing force's hands is not
    /// retaken.
    pub(super) fn end_record(&mut self, env: &mut Env<'_>) {
        self.replaying = false;
        for district in (0..self.places.len() as u32).map(District) {
            self.places[district.at()].take_off_record();
            self.hazards[district.at()].coupling = 1.0;
            self.weigh(district, env.now());
        }
        self.set_capital_factor(env);
        for p in (0..self.capital_fell.len() as u32).map(Province) {
            if self.capital_fell[p.at()] {
                self.loosen_province(p, env);
            } else {
                self.weigh_capital(p, env);
            }
        }
        let capitals = &env.scenario.sections.capitals;
        if let Some(collapse) = capitals.collapse_count {
            let fallen = self.capitals_fallen;
            self.collapse(fallen >= collapse, fallen >= collapse + capitals.national_capital_margin, env);
        }
    }

    /// A district falls on the date of the record; a capital's seat takes the capital with it.
    pub(super) fn fall_on_record(&mut self, district: District, env: &mut Env<'_>) {
        let province = self.layout.province_of[district.at()];
        if self.layout.seat_of[province.at()] == Some(district) {
            self.capital_falls(province, env);
        } else {
            self.fall(district, FallCause::Record, env);
        }
    }
}
