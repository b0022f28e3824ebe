//! How a time came, day by day: Kaplan-Meier probability that it has come, for each policy. Intervals count draws of
//! parameters where several worlds share one.

use serde::{Deserialize, Serialize};

use crate::analysis::OutcomeValues;
use crate::result::LEVEL;
use crate::stats::survival::KaplanMeier;

/// Probability that it has come by the end of a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IncidencePoint {
    /// Metric.
    pub metric: String,
    /// Policy.
    pub policy: String,
    /// Days since the time began to run.
    pub day: f64,
    /// Probability that it has come by then.
    pub probability: f64,
    /// Lower end of its interval (log-log scale); NaN where the curve is 0 or 1.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Worlds in which it had not come and was still followed just before.
    pub at_risk: usize,
}

/// Curves of all policies, a point for each day up to the horizon that they share.
pub fn incidence(outcome: &OutcomeValues, policies: &[String], worlds_per_draw: u64) -> Vec<IncidencePoint> {
    let mut out = Vec::new();
    for ((policy, followed), happened) in policies.iter().zip(&outcome.followed).zip(&outcome.happened) {
        let at_risk = || (0..followed.len()).filter(|&world| !followed[world].is_nan());
        let times: Vec<f64> = at_risk().map(|world| followed[world]).collect();
        let events: Vec<bool> = at_risk().map(|world| happened[world] > 0.5).collect();
        let draws: Vec<u64> = at_risk().map(|world| world as u64 / worlds_per_draw.max(1)).collect();
        if times.is_empty() || outcome.horizon.is_nan() {
            continue;
        }
        let curve = KaplanMeier::in_clusters(&times, &events, &draws);
        for day in 0..=libm::floor(outcome.horizon) as u32 {
            let day = f64::from(day);
            let interval = curve.interval(day, LEVEL);
            out.push(IncidencePoint {
                metric: outcome.metric.id.to_string(),
                policy: policy.clone(),
                day,
                probability: 1.0 - curve.survival(day),
                low: interval.map_or(f64::NAN, |i| 1.0 - i.high),
                high: interval.map_or(f64::NAN, |i| 1.0 - i.low),
                at_risk: curve.at_risk(day),
            });
        }
    }
    out
}
