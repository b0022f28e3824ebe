//! Interval estimates of a probability from counts.
//!
//! # References
//! - E. B. Wilson (1927), JASA 22: 209-212.

use super::Interval;
use panj_sim::math::normal_quantile;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_seen_leaves_the_whole_range() {
        assert_eq!(wilson(0, 0, 0.95), Interval { low: 0.0, high: 1.0 });
    }

    /// The ends are where a normal test of the share is just rejected: (p - k/n)^2 = z^2 p (1 - p) / n.
    #[test]
    fn both_ends_solve_the_score_equation() {
        let (k, n) = (7, 40);
        let interval = wilson(k, n, 0.95);
        for p in [interval.low, interval.high] {
            let (off, z) = (p - k as f64 / n as f64, 1.959_963_984_540_054);
            assert!((off * off - z * z * p * (1.0 - p) / n as f64).abs() < 1e-15, "{p}");
        }
        assert_eq!((wilson(0, 9, 0.95).low, wilson(9, 9, 0.95).high), (0.0, 1.0));
    }
}
