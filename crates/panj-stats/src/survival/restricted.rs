//! Times cut at a horizon, one value for each observation, whose mean is the Kaplan-Meier restricted mean.
//!
//! With `A(u)` the area under the curve from `u` to the horizon, `Y` at risk and `d` events at `u`, observation `i` gets
//! `mean - n sum_u A(u) (dN_i(u) - Y_i(u) d/Y) / (Y - d)`: the jackknife's pseudo-value to first order. An observation
//! that is not censored before the horizon, in a sample in which none is, gets exactly `min(time, horizon)`. Differences
//! of such values are what paired statistics of censored times are made of.
//!
//! # References
//! - P. K. Andersen, M. P. Perme (2010), Statistical Methods in Medical Research 19: 71-99 (pseudo-observations).
//! - P. K. Andersen, M. G. Hansen, J. P. Klein (2004), Lifetime Data Analysis 10: 335-350 (of the restricted mean).

use super::kaplan_meier::KaplanMeier;

/// The values, in the order of `times`; where nothing is censored before `horizon`, exactly `min(time, horizon)`.
pub fn restricted_values(times: &[f64], event: &[bool], horizon: f64) -> Vec<f64> {
    if times.iter().zip(event).all(|(time, event)| *event || *time >= horizon) {
        return times.iter().map(|time| time.min(horizon)).collect();
    }
    let curve = KaplanMeier::new(times, event);
    let mean = curve.restricted_mean(horizon).mean;
    let inside = curve.steps_before(horizon);
    let n = times.len() as f64;
    let mut own = vec![0.0; inside.len()];
    let (mut area, mut until) = (0.0, horizon);
    for (at, step) in inside.iter().enumerate().rev() {
        area += step.survival * (until - step.time);
        until = step.time;
        own[at] = if step.at_risk > step.events { n * area / f64::from(step.at_risk - step.events) } else { 0.0 };
    }
    let mut passed = vec![0.0; inside.len() + 1];
    for (at, step) in inside.iter().enumerate() {
        passed[at + 1] = passed[at] + own[at] * f64::from(step.events) / f64::from(step.at_risk);
    }
    let value = |time: f64, event: bool| {
        let after = inside.partition_point(|step| step.time <= time);
        let happened = event && after > 0 && inside[after - 1].time == time;
        mean - if happened { own[after - 1] } else { 0.0 } + passed[after]
    };
    times.iter().zip(event).map(|(time, event)| value(*time, *event)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::summary::mean;
    use super::*;

    #[test]
    fn uncensored_times_are_cut_at_the_horizon() {
        assert_eq!(restricted_values(&[1.0, 5.0, 9.0], &[true, true, false], 6.0), [1.0, 5.0, 6.0]);
        // An observation that is censored early, and tells nothing, leaves the formula close to the plain values.
        let values = restricted_values(&[1.0, 2.0, 2.0, 4.0, 0.0], &[true, true, true, true, false], 3.0);
        let expected = [1.0, 2.0, 2.0, 3.0];
        for (value, plain) in values.iter().zip(expected) {
            assert!((value - 2.0 - 1.25 * (plain - 2.0)).abs() < 1e-12, "{value} {plain}");
        }
    }

    #[test]
    fn the_mean_is_the_restricted_mean() {
        let times = [3.0, 1.0, 4.0, 1.5, 5.0, 9.0, 2.0, 6.0];
        let event = [true, false, true, true, false, true, true, false];
        let values = restricted_values(&times, &event, 5.5);
        let direct = KaplanMeier::new(&times, &event).restricted_mean(5.5);
        assert!((mean(&values) - direct.mean).abs() < 1e-12);
        // Greenwood's variance is that of the values, up to the divisor.
        let squares: f64 = values.iter().map(|v| (v - direct.mean) * (v - direct.mean)).sum();
        let ratio = (squares.sqrt() / 8.0) / direct.standard_error;
        assert!((ratio - 1.0).abs() < 0.1, "{ratio}");
    }
}
