//! Outcomes at the border: the line that is faced, incidents, and the force that is missing.

use crate::model::{Crisis, Fact};
use crate::scenario::Scenario;
use crate::sim::Time;

use super::fold::{Fold, RowWriter};
use super::integral::Integral;
use super::{Better, Kind, Metric};

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
    fn metrics(scenario: &Scenario) -> Vec<Metric> {
        if scenario.geography.host_districts.is_empty() {
            return Vec::new();
        }
        let amount =
            |id: &'static str, unit: &'static str, meaning: &'static str| Metric::new(id, unit, meaning, Kind::Amount);
        vec![
            amount("facing_km_peak", "km", "longest border line that the advancing force held"),
            amount("facing_km_days", "km-days", "border line that the advancing force held, summed over days"),
            Metric::new(
                "first_contact_days",
                "days",
                "days from the start until the advancing force holds more of the border than at the start",
                Kind::Time,
            ),
            amount("incidents", "incidents", "incidents at the border").better(Better::Lower),
            amount("infiltrations", "infiltrations", "incidents in which people got through").better(Better::Lower),
            amount(
                "overload_district_days",
                "district-days",
                "host districts in sectors that need more men than they have, summed over days",
            )
            .better(Better::Lower),
            amount("worst_load", "", "highest ratio of men required to men ready along the whole border")
                .better(Better::Lower),
            amount("response_gap", "man-days", "men missing at the border, summed over days").better(Better::Lower),
            amount("allied_relief", "man-days", "part of the gap that allied men closed").better(Better::Higher),
        ]
    }

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

    fn finish(&mut self, horizon: Time, crisis: &Crisis, row: &mut RowWriter<'_>) {
        if crisis.scenario().geography.host_districts.is_empty() {
            return;
        }
        row.amount(self.facing_peak);
        row.amount(self.facing.until(horizon));
        row.time(Some(Time::ZERO), self.first_contact, horizon);
        row.amount(f64::from(self.incidents));
        row.amount(f64::from(self.infiltrations));
        row.amount(self.overload.until(horizon));
        row.amount(self.worst_load);
        row.amount(self.gap.until(horizon));
        row.amount(self.relief.until(horizon));
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
