//! Times that may be censored.

use super::VerifyError;
use super::compare::EXACT;
use super::quantity::Fields;
use crate::stats::survival::KaplanMeier;

/// Censored times of one sample.
pub(super) fn check(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let (times, event) = (f.numbers("t")?, f.flags("event")?);
    f.same_length("event", event.len(), times.len())?;
    let km = KaplanMeier::new(&times, &event);
    let mut rows = 0;
    f.each("km", |_, f| {
        let time = f.number("t")?;
        rows += usize::from(km.steps.iter().any(|s| s.time == time));
        let step = km.step_at(time);
        f.check("at_risk", km.at_risk(time), EXACT);
        f.check("events", step.filter(|s| s.time == time).map_or(0, |s| s.events), EXACT);
        f.check("S_km", km.survival(time), EXACT.scaled(1e-3));
        f.check("se_greenwood", step.map_or(0.0, |s| s.standard_error), EXACT);
        f.check("H_nelson_aalen_sum_d_over_n", step.map_or(0.0, |s| s.hazard), EXACT);
        Ok(())
    })?;
    f.check_count("km", km.steps.len(), rows);
    // a median that is not reached is written as inf or null
    let unreached = if f.peek("median_survival").is_some_and(|m| m.is_null()) { f64::NAN } else { f64::INFINITY };
    f.check("median_survival", km.median().unwrap_or(unreached), EXACT);
    for key in f.unread() {
        if let Some(horizon) = key.strip_prefix("rmst_to_").and_then(|h| h.parse().ok()) {
            f.check(&key, km.restricted_mean(horizon).mean, EXACT);
        }
    }
    Ok(())
}
