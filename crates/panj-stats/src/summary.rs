//! Mean, spread, shape, and intervals of the mean.
//!
//! # References
//! - T. F. Chan, G. H. Golub, R. J. LeVeque (1983), American Statistician 37: 242-247 (corrected two-pass).
//! - D. N. Joanes, C. A. Gill (1998), The Statistician 47: 183-189 (skewness and kurtosis).

use super::Interval;
use super::precision::PRECISION;
use panj_sim::math::{normal_quantile, student_t_quantile};

/// Sum with Neumaier's compensation.
pub fn sum(values: &[f64]) -> f64 {
    sum_of(values.iter().copied())
}

fn sum_of(values: impl Iterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0_f64);
    for v in values {
        let next = total + v;
        lost += if total.abs() >= v.abs() { (total - next) + v } else { (v - next) + total };
        total = next;
    }
    // an infinite total leaves a NaN compensation
    if lost.is_finite() { total + lost } else { total }
}

/// Arithmetic mean; NaN for an empty slice.
pub fn mean(values: &[f64]) -> f64 {
    sum(values) / values.len() as f64
}

/// Unbiased variance (divisor n - 1); NaN for fewer than two values.
pub fn variance(values: &[f64]) -> f64 {
    Summary::of(values).variance()
}

/// Size, mean, spread and range of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Number of values.
    pub n: usize,
    /// Arithmetic mean; NaN when empty.
    pub mean: f64,
    /// Standard deviation with divisor n - 1; NaN for fewer than two values.
    pub sd: f64,
    /// Smallest value; infinite when empty.
    pub min: f64,
    /// Largest value; minus infinity when empty.
    pub max: f64,
}

impl Summary {
    /// Summary of a sample by the corrected two-pass algorithm (a constant sample has exactly zero spread).
    pub fn of(values: &[f64]) -> Summary {
        let n = values.len();
        let (mut min, mut max) = (f64::INFINITY, f64::NEG_INFINITY);
        let total = sum_of(values.iter().map(|&value| {
            (min, max) = (f64::min(min, value), f64::max(max, value));
            value
        }));
        let mean = if n > 0 && min == max { min } else { total / n as f64 };
        let sd = if n < 2 {
            f64::NAN
        } else {
            let (mut squares, mut rest) = (0.0, 0.0);
            for &v in values {
                squares += (v - mean) * (v - mean);
                rest += v - mean;
            }
            ((squares - rest * rest / n as f64).max(0.0) / (n as f64 - 1.0)).sqrt()
        };
        Summary { n, mean, sd, min, max }
    }

    /// Unbiased variance.
    pub fn variance(&self) -> f64 {
        self.sd * self.sd
    }

    /// Standard error of the mean.
    pub fn standard_error(&self) -> f64 {
        self.sd / (self.n as f64).sqrt()
    }

    /// Whether there are values, and all are one value but for rounding.
    pub fn is_constant(&self) -> bool {
        self.n > 0 && self.max - self.min <= PRECISION * self.max.abs().max(self.min.abs())
    }

    /// Student t interval of the mean; `None` for fewer than two values. Of values that do not vary it has no width.
    pub fn t_interval(&self, level: f64) -> Option<Interval> {
        (self.n >= 2).then(|| {
            let t = student_t_quantile(0.5 + 0.5 * level, self.n as f64 - 1.0);
            Interval::around(self.mean, t * self.standard_error())
        })
    }

    /// The t interval to report: `None` also where values do not vary, as an interval of no width would say that the mean is
    /// known for sure.
    pub fn estimated(&self, level: f64) -> Option<Interval> {
        self.t_interval(level).filter(|_| !self.is_constant())
    }

    /// Interval of the mean with the normal quantile; `None` for fewer than two values.
    pub fn normal_interval(&self, level: f64) -> Option<Interval> {
        (self.n >= 2).then(|| Interval::around(self.mean, normal_quantile(0.5 + 0.5 * level) * self.standard_error()))
    }

    /// Shape of `values`, of which this is the summary; every member is NaN when they are constant.
    pub fn shape(&self, values: &[f64]) -> Shape {
        let n = values.len() as f64;
        let [m2, m3, m4] = values
            .iter()
            .fold([0.0; 3], |[m2, m3, m4], value| {
                let from_mean = value - self.mean;
                let square = from_mean * from_mean;
                [m2 + square, m3 + from_mean * square, m4 + square * square]
            })
            .map(|sum| sum / n);
        let (g1, g2) = if self.sd > 0.0 { (m3 / (m2 * m2.sqrt()), m4 / (m2 * m2) - 3.0) } else { (f64::NAN, f64::NAN) };
        let adjusted = |least: f64, value: f64| if n >= least { value } else { f64::NAN };
        Shape {
            skewness_biased: g1,
            skewness_adjusted: adjusted(3.0, (n * (n - 1.0)).sqrt() / (n - 2.0) * g1),
            kurtosis_biased: g2,
            kurtosis_adjusted: adjusted(4.0, (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * g2 + 6.0)),
        }
    }
}

/// Mean and variance of a stream (Welford).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    n: u64,
    mean: f64,
    squares: f64,
    min: f64,
    max: f64,
}

impl Default for Moments {
    fn default() -> Moments {
        Moments { n: 0, mean: 0.0, squares: 0.0, min: f64::INFINITY, max: f64::NEG_INFINITY }
    }
}

impl Moments {
    /// Takes one more value.
    pub fn push(&mut self, value: f64) {
        self.n += 1;
        let before = value - self.mean;
        self.mean += before / self.n as f64;
        self.squares += before * (value - self.mean);
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// The summary of everything seen so far.
    pub fn summary(&self) -> Summary {
        let sd = if self.n < 2 { f64::NAN } else { (self.squares / (self.n as f64 - 1.0)).sqrt() };
        let mean = if self.n == 0 { f64::NAN } else { self.mean };
        Summary { n: self.n as usize, mean, sd, min: self.min, max: self.max }
    }
}

/// Skewness and excess kurtosis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Moment skewness `m3 / m2^1.5`.
    pub skewness_biased: f64,
    /// Adjusted Fisher-Pearson skewness `G1`; NaN for fewer than three values.
    pub skewness_adjusted: f64,
    /// Moment excess kurtosis `m4 / m2^2 - 3`.
    pub kurtosis_biased: f64,
    /// Adjusted excess kurtosis `G2`; NaN for fewer than four values.
    pub kurtosis_adjusted: f64,
}

/// Mean and variance of a weighted sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighted {
    /// Weighted mean.
    pub mean: f64,
    /// Weighted variance about that mean, divisor: the sum of weights.
    pub variance_biased: f64,
    /// Kish's effective sample size `(sum w)^2 / sum w^2`.
    pub effective_size: f64,
}

/// Summary of `values` with non-negative `weights` (of any sum); members are NaN when the weights sum to zero.
pub fn weighted(values: &[f64], weights: &[f64]) -> Weighted {
    let total = sum(weights);
    let mean = values.iter().zip(weights).map(|(v, w)| v * w).sum::<f64>() / total;
    let spread = values.iter().zip(weights).map(|(v, w)| w * (v - mean) * (v - mean)).sum::<f64>();
    let squares: f64 = weights.iter().map(|w| w * w).sum();
    Weighted { mean, variance_biased: spread / total, effective_size: total * total / squares }
}

/// The smallest `n >= pilot` at which a t interval of half-width at most `half_width` is expected, given the pilot's
/// standard deviation: `t(n - 1) sd / sqrt(n) <= half_width`. `None` when no `n` below 2^53 does, or inputs are unusable.
pub fn sample_size(pilot: usize, sd: f64, half_width: f64, level: f64) -> Option<u64> {
    let enough = |n: u64| {
        let nf = n as f64;
        student_t_quantile(0.5 + 0.5 * level, nf - 1.0) * sd / nf.sqrt() <= half_width
    };
    let mut low = (pilot as u64).max(2);
    if sd.is_nan() || half_width.is_nan() || half_width < 0.0 {
        return None;
    }
    if enough(low) {
        return Some(low);
    }
    let mut high = low;
    while !enough(high) {
        low = high + 1;
        high = high.checked_mul(2).filter(|&h| h < 1 << 53)?;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if enough(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_sample_has_exactly_no_spread() {
        let s = Summary::of(&[0.1; 10]);
        assert_eq!((s.mean, s.sd), (0.1, 0.0));
        assert_eq!(s.t_interval(0.95), Some(Interval { low: 0.1, high: 0.1 }));
        assert!(s.shape(&[0.1; 10]).skewness_biased.is_nan());
    }

    #[test]
    fn one_value_has_no_interval() {
        let s = Summary::of(&[3.0]);
        assert!(s.sd.is_nan());
        assert_eq!(s.t_interval(0.95), None);
    }

    #[test]
    fn streamed_moments_agree_with_two_passes() {
        let values: Vec<f64> = (0..101).map(|i| 1e9 + f64::from(i * i % 37)).collect();
        let mut moments = Moments::default();
        values.iter().for_each(|&v| moments.push(v));
        let (streamed, exact) = (moments.summary(), Summary::of(&values));
        assert!((streamed.mean - exact.mean).abs() < 1e-6);
        // The relative error of Welford's variance is at most n times the unit roundoff times the mean over the deviation.
        let bound = 101.0 * f64::EPSILON * exact.mean / exact.sd;
        assert!((streamed.sd / exact.sd - 1.0).abs() < bound);
        assert_eq!((streamed.n, streamed.min, streamed.max), (101, exact.min, exact.max));
    }

    #[test]
    fn sample_size_is_the_smallest_that_suffices() {
        let n = sample_size(10, 3.0, 0.5, 0.95).unwrap();
        let half = |n: u64| student_t_quantile(0.975, n as f64 - 1.0) * 3.0 / (n as f64).sqrt();
        assert!(half(n) <= 0.5 && half(n - 1) > 0.5);
        assert_eq!(sample_size(10, 0.0, 0.5, 0.95), Some(10));
        assert_eq!(sample_size(10, 1.0, 0.0, 0.95), None);
    }
}
