//! Interval estimates of a probability from counts, and of a rate from events.
//!
//! # References
//! - E. B. Wilson (1927), JASA 22: 209-212.
//! - C. J. Clopper, E. S. Pearson (1934), Biometrika 26: 404-413.
//! - L. D. Brown, T. T. Cai, A. DasGupta (2001), Statistical Science 16: 101-133 (comparison; Agresti-Coull, Jeffreys).
//! - F. Garwood (1936), Biometrika 28: 437-442 (Poisson).

use super::Interval;
use super::special::{beta_quantile, chi_square_quantile, normal_quantile};

fn z(level: f64) -> f64 {
    normal_quantile(0.5 + 0.5 * level)
}

/// Wilson score interval for `k` successes of `n`; `[0, 1]` when `n = 0`.
pub fn wilson(k: u64, n: u64, level: f64) -> Interval {
    if n == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    wilson_of_share(k as f64 / n as f64, n as f64, level)
}

/// The same for a share `p` of `n` values, where `n`, above 0, need not be whole (an effective number of values).
pub fn wilson_of_share(p: f64, n: f64, level: f64) -> Interval {
    let z = z(level);
    let shrink = 1.0 + z * z / n;
    let centre = (p + z * z / (2.0 * n)) / shrink;
    let half = z / shrink * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    // at p = 0 and p = 1 one end is exact
    Interval {
        low: if p == 0.0 { 0.0 } else { (centre - half).max(0.0) },
        high: if p == 1.0 { 1.0 } else { (centre + half).min(1.0) },
    }
}

/// Clopper-Pearson interval: coverage never below the level.
pub fn clopper_pearson(k: u64, n: u64, level: f64) -> Interval {
    let tail = 0.5 * (1.0 - level);
    let (successes, failures) = (k as f64, n.saturating_sub(k) as f64);
    Interval {
        low: if k == 0 { 0.0 } else { beta_quantile(tail, successes, failures + 1.0) },
        high: if k >= n { 1.0 } else { beta_quantile(1.0 - tail, successes + 1.0, failures) },
    }
}

/// Agresti-Coull interval, clipped to `[0, 1]`.
pub fn agresti_coull(k: u64, n: u64, level: f64) -> Interval {
    let z = z(level);
    let total = n as f64 + z * z;
    let p = (k as f64 + 0.5 * z * z) / total;
    let half = z * (p * (1.0 - p) / total).sqrt();
    Interval { low: (p - half).max(0.0), high: (p + half).min(1.0) }
}

/// Jeffreys interval: quantiles of Beta(k + 1/2, n - k + 1/2), with no correction at the ends.
pub fn jeffreys(k: u64, n: u64, level: f64) -> Interval {
    let tail = 0.5 * (1.0 - level);
    let (a, b) = (k as f64 + 0.5, n.saturating_sub(k) as f64 + 0.5);
    Interval { low: beta_quantile(tail, a, b), high: beta_quantile(1.0 - tail, a, b) }
}

/// Garwood's exact interval of a Poisson rate: `events` seen over `exposure`.
pub fn poisson_rate(events: u64, exposure: f64, level: f64) -> Interval {
    let tail = 0.5 * (1.0 - level);
    let k = events as f64;
    let low = if events == 0 { 0.0 } else { 0.5 * chi_square_quantile(tail, 2.0 * k) };
    Interval { low: low / exposure, high: 0.5 * chi_square_quantile(1.0 - tail, 2.0 * k + 2.0) / exposure }
}

#[cfg(test)]
mod tests {
    use super::super::special::binomial_mass;
    use super::*;

    fn coverage(interval: impl Fn(u64) -> Interval, n: u64, p: f64) -> f64 {
        (0..=n).filter(|&k| interval(k).contains(p)).map(|k| binomial_mass(k, n, p)).sum()
    }

    #[test]
    fn clopper_pearson_never_covers_less_than_its_level() {
        for p in [0.01, 0.1, 0.3, 0.5, 0.77] {
            assert!(coverage(|k| clopper_pearson(k, 40, 0.9), 40, p) >= 0.9);
        }
    }

    #[test]
    fn nothing_seen_leaves_the_whole_range() {
        assert_eq!(wilson(0, 0, 0.95), Interval { low: 0.0, high: 1.0 });
        assert_eq!(clopper_pearson(0, 0, 0.95), Interval { low: 0.0, high: 1.0 });
    }

    #[test]
    fn no_successes_have_the_rule_of_three() {
        // upper end solves (1 - p)^n = tail
        let high = clopper_pearson(0, 50, 0.95).high;
        assert!((libm::pow(1.0 - high, 50.0) - 0.025).abs() < 1e-12);
    }
}
