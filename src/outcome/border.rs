//! Outcomes at the border: the line that is faced, incidents, and the force that is missing.

use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::fold::{Fold, Outcomes};
use super::integral::Integral;
use super::{Better, Clock, Metric, Side};

/// Fewer men ready than this, the dust of sums, count as this many in a load.
const LEAST_READY: f64 = 1e-6;

/// Folds facts into outcomes at the border.
#[derive(Debug, Default)]
pub struct Border {
    facing_peak: f64,
    facing: Integral,
    facing_at_start: f64,
    first_contact: Option<Time>,
    incidents: u32,
    infiltrations: u32,
    overload: Integral,
    worst_load: f64,
    gap: Integral,
    relief: Integral,
}

impl Fold for Border {
    fn begin(&mut self, crisis: &Crisis) {
        *self = Self { facing_at_start: crisis.load().totals().facing_km, ..Self::default() };
        self.measure(Time::ZERO, crisis);
    }

    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        match *fact {
            Fact::LoadChanged { .. } => self.measure(now, crisis),
            Fact::Incident { infiltration, .. } => {
                self.incidents += 1;
                self.infiltrations += u32::from(infiltration);
            }
            _ => {}
        }
    }

    fn outcomes(&self, scenario: &Scenario, list: &mut impl Outcomes) {
        if scenario.geography.host_districts.is_empty() {
            return;
        }
        let amount = |id: &'static str, unit: &'static str, meaning: &'static str| Metric::amount(id, unit, meaning);
        let fewer = |id: &'static str, unit: &'static str, meaning: &'static str| {
            Metric::amount(id, unit, meaning).better(Better::Lower)
        };
        list.amount(
            || amount("facing_km_peak", "km", "longest border line that {advancing_force} held").side(Side::Advance),
            |_| self.facing_peak,
        );
        list.amount(
            || {
                let meaning = "border line that {advancing_force} held, summed over days";
                amount("facing_km_days", "km-days", meaning).side(Side::Advance)
            },
            |end| self.facing.until(end.horizon),
        );
        list.time(
            || {
                let until = "{advancing_force} holds more of the border than at the start";
                Metric::time("first_contact_days", Clock::from_start(until)).side(Side::Advance)
            },
            |_| (Some(Time::ZERO), self.first_contact),
        );
        list.amount(|| fewer("incidents", "incidents", "incidents at the border"), |_| f64::from(self.incidents));
        list.amount(
            || fewer("infiltrations", "infiltrations", "incidents in which people got through"),
            |_| f64::from(self.infiltrations),
        );
        list.amount(
            || {
                let meaning = "host districts in sectors that need more men than they have, summed over days";
                fewer("overload_district_days", "district-days", meaning)
            },
            |end| self.overload.until(end.horizon),
        );
        list.amount(
            || {
                let meaning = "highest ratio of men required to men ready along the whole border";
                fewer("worst_load", "", meaning).headline(10)
            },
            |_| self.worst_load,
        );
        list.amount(
            || fewer("response_gap", "man-days", "men missing at the border, summed over days").headline(5),
            |end| self.gap.until(end.horizon),
        );
        list.amount(
            || {
                let meaning = "part of the gap that allied men closed";
                amount("allied_relief", "man-days", meaning).better(Better::Higher).headline(12)
            },
            |end| self.relief.until(end.horizon),
        );
    }
}

impl Border {
    fn measure(&mut self, now: Time, crisis: &Crisis) {
        let totals = crisis.load().totals();
        let facing = totals.facing_km;
        self.facing.set(now, facing);
        self.facing_peak = self.facing_peak.max(facing);
        if facing > self.facing_at_start {
            self.first_contact.get_or_insert(now);
        }
        self.overload.set(now, f64::from(totals.overloaded_districts));
        if totals.ready > 0.0 {
            self.worst_load = self.worst_load.max(totals.required / totals.ready.max(LEAST_READY));
        }
        let missing = totals.required - totals.ready;
        self.gap.set(now, missing.max(0.0));
        // What would be missing without allied men, less what is: exactly none where there are none.
        self.relief.set(now, totals.allied.min((missing + totals.allied).max(0.0)));
    }
}
