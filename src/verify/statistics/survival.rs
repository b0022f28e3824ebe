//! Times that may be censored.

use super::Checks;
use super::compare::{check as compared, exact, near, real};
use crate::stats::survival::KaplanMeier;
use crate::verify::object::Object;

/// Censored times of one sample.
pub(super) fn check(f: &Object<'_>) -> Checks {
    let (times, event) = (f.numbers("t")?, f.flags("event")?);
    f.same_length("event", event.len(), times.len())?;
    let km = KaplanMeier::new(&times, &event);
    Ok(compared(f, |q| {
        let step = || q.number("t").map(|time| km.step_at(time));
        match q.name.as_str() {
            "km[]" => exact(km.steps.len()),
            "km.at_risk" => exact(km.at_risk(q.number("t")?)),
            "km.events" => exact(step()?.filter(|s| Some(s.time) == q.number("t")).map_or(0, |s| s.events as usize)),
            "km.S_km" => near(km.survival(q.number("t")?), 1e-3),
            "km.se_greenwood" => exact(step()?.map_or(0.0, |s| s.standard_error)),
            "km.H_nelson_aalen_sum_d_over_n" => exact(km.hazard(q.number("t")?)),
            // a median that is not reached is written as inf or null
            "median_survival" => {
                exact(real(km.median().unwrap_or(if q.value.is_null() { f64::NAN } else { f64::INFINITY })))
            }
            key => exact(km.restricted_mean(key.strip_prefix("rmst_to_")?.parse().ok()?).mean),
        }
    }))
}
