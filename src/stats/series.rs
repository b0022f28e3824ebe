//! A single series: batch means, autocorrelation, and the Ljung-Box test.
//!
//! # References
//! - A. M. Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 9.5 (batch means).
//! - G. M. Ljung, G. E. P. Box (1978), Biometrika 65: 297-303.

use super::goodness::Test;
use super::special::chi_square_sf;
use super::summary::{Summary, mean};

/// Means of `batches` consecutive batches of equal length; what is left over at the end is not used.
pub fn batch_means(values: &[f64], batches: usize) -> Vec<f64> {
    let length = values.len() / batches.max(1);
    if length == 0 { Vec::new() } else { values.chunks_exact(length).take(batches).map(mean).collect() }
}

/// Summary of the batch means: its t interval is one for the mean of the series.
pub fn batch_summary(values: &[f64], batches: usize) -> Summary {
    Summary::of(&batch_means(values, batches))
}

/// Autocorrelations at lags 0 to `most` (divisor n at every lag); NaN for a constant series.
pub fn autocorrelation(values: &[f64], most: usize) -> Vec<f64> {
    let m = mean(values);
    let product =
        |lag: usize| -> f64 { values.iter().zip(values.iter().skip(lag)).map(|(a, b)| (a - m) * (b - m)).sum() };
    let variance = product(0);
    (0..=most).map(|lag| product(lag) / variance).collect()
}

/// Ljung-Box test that the first `lags` autocorrelations are zero.
pub fn ljung_box(values: &[f64], lags: usize) -> Test {
    let n = values.len() as f64;
    let r = autocorrelation(values, lags);
    let sum: f64 = (1..=lags).map(|k| r[k] * r[k] / (n - k as f64)).sum();
    let statistic = n * (n + 2.0) * sum;
    Test { statistic, p: chi_square_sf(statistic, lags as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_and_lags() {
        assert_eq!(batch_means(&[1.0, 3.0, 5.0, 7.0, 100.0], 2), vec![2.0, 6.0]);
        assert_eq!(batch_means(&[1.0], 2), Vec::<f64>::new());
        let r = autocorrelation(&[1.0, -1.0, 1.0, -1.0], 1);
        assert_eq!(r, vec![1.0, -0.75]);
    }
}
