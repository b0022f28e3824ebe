//! The pictures of a hindcast: errors of fall days, places of observations in their forecasts, coverage.

use super::Chart;
use super::read::Results;
use super::words::{amount, percent};
use crate::analysis::hindcast::{Check, Hindcast, OUTSIDE, Quantity};
use crate::report::charts::{CalibrationPlot, Histogram, PitHistogram, Values};
use crate::result::LEVEL;
use crate::stats::proportion::wilson;
use crate::stats::quantile;

/// Fewest observations that a histogram of places is drawn of.
const FEWEST: usize = 20;
const BINS: usize = 10;

/// The pictures; observations of districts, or of counts where there are no districts.
pub(super) fn of(results: &Results, found: &Hindcast) -> Vec<Chart> {
    let falls: Vec<&Check> = found.of(Quantity::FallDay).collect();
    let counts: Vec<&Check> = found.of(Quantity::DistrictsHeld).collect();
    let charts = [
        errors(results, &falls),
        places(results, &falls),
        coverage(results, &falls, "hindcast_coverage_falls", "day of the fall"),
        coverage(results, &counts, "hindcast_coverage_counts", "districts held"),
    ];
    charts.into_iter().flatten().collect()
}

/// How far the median day of each district's fall lies from the reported one.
fn errors(results: &Results, falls: &[&Check]) -> Option<Chart> {
    let errors: Vec<f64> = falls.iter().map(|c| c.forecast.quantile(0.5) - c.observed).collect();
    let known: Vec<f64> = errors.iter().copied().filter(|error| error.is_finite()).collect();
    if known.len() < FEWEST {
        return None;
    }
    let mut sorted = known.clone();
    sorted.sort_by(f64::total_cmp);
    let middle = quantile::of_sorted(&sorted, 0.5);
    let side = if middle < 0.0 { "early" } else { "late" };
    let title = format!("In the middle district the simulated fall comes {} days {side}", amount(middle.abs()));
    let drawn = Histogram {
        title,
        of: "districts".to_owned(),
        x_label: "days by which the median simulated fall is later than the reported one".to_owned(),
        censored: (errors.len() - known.len()) as u64,
        censored_label: "falls in less than half of replications".to_owned(),
        values: known,
        kind: Values::Numbers,
        quantiles: vec![0.05, 0.5, 0.95],
        quantile_values: Vec::new(),
        footer: results.footer_of_main(),
    };
    Some(Chart::new("hindcast_fall_errors", &drawn))
}

/// Where observations lie in their forecasts.
fn places(results: &Results, checked: &[&Check]) -> Option<Chart> {
    if checked.len() < FEWEST {
        return None;
    }
    let mut counts = vec![0_u64; BINS];
    for check in checked {
        let bin = (check.forecast.place(check.observed) * BINS as f64) as usize;
        counts[bin.min(BINS - 1)] += 1;
    }
    let n = checked.len() as f64;
    let expected = n / BINS as f64;
    let half = 1.96 * (expected * (1.0 - 1.0 / BINS as f64)).sqrt();
    let early = counts[0] as f64 / n;
    let late = counts[BINS - 1] as f64 / n;
    let title = format!(
        "{} of districts fell earlier than nine tenths of replications say, {} later",
        percent(early, 0.0, 1.0),
        percent(late, 0.0, 1.0)
    );
    let drawn = PitHistogram {
        title,
        counts,
        expected,
        band: ((expected - half).max(0.0), expected + half),
        band_name: "95 % of calibrated, independent forecasts".to_owned(),
        footer: results.footer_of_main(),
    };
    Some(Chart::new("hindcast_pit", &drawn))
}

/// How often intervals held what was observed.
fn coverage(results: &Results, checked: &[&Check], name: &str, what: &str) -> Option<Chart> {
    let n = checked.len() as u64;
    if n < 3 {
        return None;
    }
    let inside = |alpha: f64| checked.iter().filter(|check| check.inside(alpha)).count() as u64;
    let held: Vec<u64> = OUTSIDE.iter().map(|alpha| inside(*alpha)).collect();
    let intervals: Vec<_> = held.iter().map(|count| wilson(*count, n, LEVEL)).collect();
    let of_90 = OUTSIDE.iter().position(|alpha| *alpha == 0.1).and_then(|at| held.get(at))?;
    let title = format!("90 % intervals hold {of_90} of {n} observations: {what}");
    let drawn = CalibrationPlot {
        title,
        nominal: OUTSIDE.iter().map(|alpha| 1.0 - alpha).collect(),
        observed: held.iter().map(|count| *count as f64 / n as f64).collect(),
        low: intervals.iter().map(|interval| interval.low).collect(),
        high: intervals.iter().map(|interval| interval.high).collect(),
        footer: results.footer_of_main(),
    };
    Some(Chart::new(name, &drawn))
}
