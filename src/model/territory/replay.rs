//! Replay: districts fall and are retaken on the dates of the record.
//!
//! A recorded change happens within the precision of its date, uniformly drawn, at some time of that day. What is on record
//! does not fall by hazard; all other districts do, by the model.

use super::{Event, Territory};
use crate::model::env::Env;
use crate::model::fact::FallCause;
use crate::model::index::District;
use crate::model::mechanism;
use crate::scenario::CampaignMode;
use crate::sim::Time;

impl Territory {
    /// Puts the recorded changes into the calendar.
    pub(super) fn schedule_record(&mut self, env: &mut Env<'_>) {
        if env.scenario.sections.campaign.mode != CampaignMode::Replay {
            return;
        }
        for row in 0..env.scenario.record.changes.len() {
            let change = &env.scenario.record.changes[row];
            let (district, fell) = (District(change.district), change.fell);
            let mut stream = env.stream(mechanism::REPLAY, row as u32);
            let off = change.precision_days * (2.0 * stream.uniform() - 1.0);
            let day = env.scenario.meta.day_of(change.date) + off + stream.uniform();
            // What is dated before the start, or drawn to lie before it, happens at the start.
            env.schedule_at(Time::from_days(day.max(0.0)), Event::Record(district, fell));
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
