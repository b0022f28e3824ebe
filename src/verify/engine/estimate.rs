//! Estimates with their errors, and the error that chance allows.
//!
//! Smooth functions of means (variance, ratio, correlation...) have the standard error of their influence function, the
//! delta method: for the variance this is the error from the estimated kurtosis. Counts of replications in which something
//! happened are held against the exact binomial law under the expected probability, quantiles against the order
//! statistics that bound them. The probability of a false alarm for one estimate is the stated family-wise rate divided by
//! the number of values in the file (Bonferroni), so that no band is set by hand. Where an error follows from a central
//! limit (all but shares and quantiles) that rate is approximate.
//!
//! # References
//! - Hampel, F. R. (1974). The influence curve and its role in robust estimation. *JASA* 69, 383-393.
//! - Crane, M. A. & Lemoine, A. J. (1977). *An Introduction to the Regenerative Method for Simulation Analysis*. Springer.
//! - Clopper, C. & Pearson, E. S. (1934). The use of confidence or fiducial limits... *Biometrika* 26, 404-413.

use super::sample::Sample;
use crate::math;
use crate::stats::summary::mean;

/// Condition on a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Test {
    Equals(f64),
    AtMost(f64),
    AtLeast(f64),
    Above(f64),
}

impl Test {
    fn holds(self, x: f64) -> bool {
        match self {
            Test::Equals(y) => x == y,
            Test::AtMost(y) => x <= y,
            Test::AtLeast(y) => x >= y,
            Test::Above(y) => x > y,
        }
    }
}

/// A function of readings of a history, or of the columns that they are in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Estimate<R> {
    Mean(R),
    Variance(R),
    Deviation(R),
    Skewness(R),
    Covariance(R, R),
    Correlation(R, R),
    /// Mean of one column over the mean of another: regenerative cycles, conditional means.
    Ratio(R, R),
    /// Variance of items that come in cycles: sum of squares, sum, number.
    RatioVariance(R, R, R),
    /// Share of replications.
    Share(R, Test),
    /// Quantile at a probability.
    Quantile(R, f64),
}

/// Share of replications in which a reading of yes (1) or no (0) is yes.
pub(super) fn yes<R>(reading: R) -> Estimate<R> {
    Estimate::Share(reading, Test::Equals(1.0))
}

impl<R> Estimate<R> {
    /// The same over the columns of the readings.
    pub(super) fn over(self, column: &mut impl FnMut(R) -> usize) -> Estimate<usize> {
        match self {
            Estimate::Mean(a) => Estimate::Mean(column(a)),
            Estimate::Variance(a) => Estimate::Variance(column(a)),
            Estimate::Deviation(a) => Estimate::Deviation(column(a)),
            Estimate::Skewness(a) => Estimate::Skewness(column(a)),
            Estimate::Covariance(a, b) => Estimate::Covariance(column(a), column(b)),
            Estimate::Correlation(a, b) => Estimate::Correlation(column(a), column(b)),
            Estimate::Ratio(a, b) => Estimate::Ratio(column(a), column(b)),
            Estimate::RatioVariance(a, b, c) => Estimate::RatioVariance(column(a), column(b), column(c)),
            Estimate::Share(a, test) => Estimate::Share(column(a), test),
            Estimate::Quantile(a, p) => Estimate::Quantile(column(a), p),
        }
    }
}

/// An estimate beside what was expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Outcome {
    pub(super) computed: f64,
    pub(super) error: f64,
    pub(super) tolerance: f64,
    pub(super) agrees: bool,
}

/// Rounding that no tolerance is meant to forbid, relative to the expected value.
const ROUNDING: f64 = 1e-9;

/// Holds an estimate against the expected value; `false_alarm` is the probability of disagreement by chance. `None` where some
/// replication gave no number.
pub(super) fn compare(sample: &Sample, estimate: Estimate<usize>, expected: f64, false_alarm: f64) -> Option<Outcome> {
    match estimate {
        Estimate::Share(column, test) => {
            let values = sample.column(column);
            let happened = values.iter().filter(|&&x| test.holds(x)).count() as u64;
            values.iter().all(|x| !x.is_nan()).then(|| share(happened, values.len() as u64, expected, false_alarm))
        }
        Estimate::Quantile(column, p) => {
            let mut values = sample.column(column);
            values.sort_by(f64::total_cmp);
            values.iter().all(|x| !x.is_nan()).then(|| quantile(&values, p, expected, false_alarm))
        }
        _ => smooth(sample, estimate, expected, false_alarm),
    }
}

fn share(happened: u64, n: u64, expected: f64, false_alarm: f64) -> Outcome {
    let p = expected.clamp(0.0, 1.0);
    let found = happened as f64 / n as f64;
    // From the nearer end, so that tails keep their digits.
    let (low, high) = if p <= 0.5 {
        (bound_below(n, p, false_alarm / 2.0), bound_above(n, p, false_alarm / 2.0))
    } else {
        (n - bound_above(n, 1.0 - p, false_alarm / 2.0), n - bound_below(n, 1.0 - p, false_alarm / 2.0))
    };
    let tolerance = if found >= p { high as f64 / n as f64 - p } else { p - low as f64 / n as f64 };
    let agrees = (low..=high).contains(&happened) && (expected - p).abs() <= ROUNDING;
    Outcome { computed: found, error: (found - expected).abs(), tolerance: tolerance.max(0.0), agrees }
}

/// The most events, at or below which a binomial count falls with less than a probability.
fn bound_below(n: u64, p: f64, tail: f64) -> u64 {
    math::binomial_quantile(tail, n, p)
}

/// The least number that a binomial count exceeds with no more than a probability.
fn bound_above(n: u64, p: f64, tail: f64) -> u64 {
    if p <= 0.0 {
        return 0;
    }
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if math::binomial_sf(middle, n, p) <= tail { high = middle } else { low = middle + 1 }
    }
    low
}

fn quantile(sorted: &[f64], p: f64, expected: f64, false_alarm: f64) -> Outcome {
    let n = sorted.len() as u64;
    let low = bound_below(n, p, false_alarm / 2.0).saturating_sub(1) as usize;
    let high = (bound_above(n, p, false_alarm / 2.0) as usize).min(sorted.len() - 1);
    let at = ((p * n as f64) as usize).min(sorted.len() - 1);
    let computed = sorted[at];
    let tolerance = if computed >= expected { computed - sorted[low] } else { sorted[high] - computed };
    let agrees = (sorted[low]..=sorted[high]).contains(&expected);
    Outcome { computed, error: (computed - expected).abs(), tolerance, agrees }
}

fn smooth(sample: &Sample, estimate: Estimate<usize>, expected: f64, false_alarm: f64) -> Option<Outcome> {
    let (computed, influence) = influence(sample, estimate);
    if computed.is_nan() {
        return None;
    }
    if computed.is_infinite() || expected.is_infinite() {
        let agrees = computed == expected;
        return Some(Outcome { computed, error: if agrees { 0.0 } else { f64::INFINITY }, tolerance: 0.0, agrees });
    }
    let n = influence.len() as f64;
    let squares: f64 = influence.iter().map(|x| x * x).sum();
    let standard_error = libm::sqrt(squares / (n * (n - 1.0)));
    let z = -math::normal_quantile(false_alarm / 2.0);
    let tolerance = z * standard_error + ROUNDING * expected.abs().max(1e-3);
    let error = (computed - expected).abs();
    Some(Outcome { computed, error, tolerance, agrees: error <= tolerance })
}

/// The estimate, and the influence of each replication on it.
fn influence(sample: &Sample, estimate: Estimate<usize>) -> (f64, Vec<f64>) {
    let centred = |column: usize| {
        let values = sample.column(column);
        let center = mean(&values);
        (center, values.into_iter().map(|x| x - center).collect::<Vec<f64>>())
    };
    let square = |x: &Vec<f64>| x.iter().map(|x| x * x).sum::<f64>() / (x.len() - 1) as f64;
    match estimate {
        Estimate::Mean(column) => centred(column),
        Estimate::Variance(column) => {
            let (_, x) = centred(column);
            let variance = square(&x);
            (variance, x.iter().map(|x| x * x - variance).collect())
        }
        Estimate::Deviation(column) => {
            let (_, x) = centred(column);
            let variance = square(&x);
            let sd = libm::sqrt(variance);
            (sd, x.iter().map(|x| (x * x - variance) / (2.0 * sd)).collect())
        }
        Estimate::Skewness(column) => {
            let (_, x) = centred(column);
            let sd = libm::sqrt(square(&x));
            let z: Vec<f64> = x.iter().map(|x| x / sd).collect();
            let skewness = mean(&z.iter().map(|z| z * z * z).collect::<Vec<f64>>());
            let of = |z: &f64| z * z * z - 3.0 * z - 1.5 * skewness * (z * z - 1.0) - skewness;
            (skewness, z.iter().map(of).collect())
        }
        Estimate::Covariance(a, b) => {
            let ((_, x), (_, y)) = (centred(a), centred(b));
            let products: Vec<f64> = x.iter().zip(&y).map(|(x, y)| x * y).collect();
            let covariance = products.iter().sum::<f64>() / (products.len() - 1) as f64;
            (covariance, products.into_iter().map(|xy| xy - covariance).collect())
        }
        Estimate::Correlation(a, b) => {
            let ((_, x), (_, y)) = (centred(a), centred(b));
            let (sx, sy) = (libm::sqrt(square(&x)), libm::sqrt(square(&y)));
            let pairs = || x.iter().zip(&y).map(|(x, y)| (x / sx, y / sy));
            let r = pairs().map(|(x, y)| x * y).sum::<f64>() / (x.len() - 1) as f64;
            (r, pairs().map(|(x, y)| x * y - 0.5 * r * (x * x + y * y)).collect())
        }
        Estimate::Ratio(above, below) => ratio(&sample.column(above), &sample.column(below)),
        Estimate::RatioVariance(squares, sum, count) => {
            let (q, s, n) = (sample.column(squares), sample.column(sum), sample.column(count));
            let (second, of_second) = ratio(&q, &n);
            let (first, of_first) = ratio(&s, &n);
            let of = of_second.iter().zip(&of_first).map(|(b, a)| b - 2.0 * first * a).collect();
            (second - first * first, of)
        }
        Estimate::Share(..) | Estimate::Quantile(..) => (f64::NAN, Vec::new()),
    }
}

fn ratio(above: &[f64], below: &[f64]) -> (f64, Vec<f64>) {
    let unit = mean(below);
    let ratio = mean(above) / unit;
    (ratio, above.iter().zip(below).map(|(a, b)| (a - ratio * b) / unit).collect())
}
