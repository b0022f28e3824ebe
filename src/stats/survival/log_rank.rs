//! The two-sample log-rank test (independent samples, not the same worlds).
//!
//! # References
//! - N. Mantel (1966), Cancer Chemotherapy Reports 50: 163-170.

use super::super::special::chi_square_sf;

/// Log-rank test of equal hazards in two independent samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogRank {
    /// Chi-square statistic with one degree of freedom; NaN when no event tells the groups apart.
    pub chi_square: f64,
    /// `P(chi-square >= statistic)`.
    pub p: f64,
    /// Events seen in the first group.
    pub observed: f64,
    /// Events expected in the first group under equal hazards.
    pub expected: f64,
}

/// Compares two samples of censored times.
pub fn log_rank(times_a: &[f64], event_a: &[bool], times_b: &[f64], event_b: &[bool]) -> LogRank {
    let first = times_a.iter().zip(event_a).map(|(&t, &e)| (t, e, true));
    let second = times_b.iter().zip(event_b).map(|(&t, &e)| (t, e, false));
    let mut all: Vec<(f64, bool, bool)> = first.chain(second).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut risk, mut risk_a) = (all.len() as f64, times_a.len() as f64);
    let (mut observed, mut expected, mut variance) = (0.0, 0.0, 0.0);
    for group in all.chunk_by(|a, b| a.0 == b.0) {
        let d = group.iter().filter(|g| g.1).count() as f64;
        if d > 0.0 {
            observed += group.iter().filter(|g| g.1 && g.2).count() as f64;
            let share = risk_a / risk;
            expected += d * share;
            if risk > 1.0 {
                variance += d * share * (1.0 - share) * (risk - d) / (risk - 1.0);
            }
        }
        risk -= group.len() as f64;
        risk_a -= group.iter().filter(|g| g.2).count() as f64;
    }
    let chi_square = (observed - expected) * (observed - expected) / variance;
    LogRank { chi_square, p: chi_square_sf(chi_square, 1.0), observed, expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_samples_do_not_differ() {
        let (t, e) = ([1.0, 2.0, 3.0], [true, true, false]);
        let test = log_rank(&t, &e, &t, &e);
        assert!(test.chi_square.abs() < 1e-20);
        assert_eq!(test.p, 1.0);
    }

    #[test]
    fn one_event_by_hand() {
        // one event at the first time among 1 + 2: expected 1/3, variance 2/9
        let test = log_rank(&[1.0], &[true], &[2.0, 3.0], &[false, false]);
        assert!((test.chi_square - (2.0_f64 / 3.0).powi(2) / (2.0 / 9.0)).abs() < 1e-12);
    }
}
