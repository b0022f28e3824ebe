//! Subset selection: a set that contains the best system with probability at least `1 - alpha`.
//!
//! # References
//! - S. S. Gupta (1965), Technometrics 7: 225-245.
//! - B. L. Nelson, J. Swann, D. Goldsman, W. Song (2001), Operations Research 49: 950-963 (unequal variances; t screening).

use super::super::special::student_t_quantile;
use super::super::summary::{Summary, variance};
use super::kim_nelson::row_means;

/// A screened set of systems.
#[derive(Clone, Debug, PartialEq)]
pub struct Subset {
    /// The t quantile used.
    pub quantile: f64,
    /// Systems kept, ascending.
    pub kept: Vec<usize>,
}

fn screen(rows: &[Vec<f64>], quantile: f64, error: impl Fn(usize, usize) -> f64) -> Subset {
    let means = row_means(rows);
    let k = rows.len();
    let keeps = |i: usize| (0..k).all(|j| j == i || means[i] >= means[j] - quantile * error(i, j));
    Subset { quantile, kept: (0..k).filter(|&i| keeps(i)).collect() }
}

/// Screening of independent systems of equal sample size: t quantile at `(1 - alpha)^(1/(k-1))`.
/// `None` for fewer than two systems or two observations.
pub fn subset_independent(rows: &[Vec<f64>], alpha: f64) -> Option<Subset> {
    let (k, n) = (rows.len(), rows.first()?.len());
    if k < 2 || n < 2 {
        return None;
    }
    let quantile = student_t_quantile(libm::pow(1.0 - alpha, 1.0 / (k as f64 - 1.0)), n as f64 - 1.0);
    let variances: Vec<f64> = rows.iter().map(|r| variance(r)).collect();
    Some(screen(rows, quantile, |i, j| ((variances[i] + variances[j]) / n as f64).sqrt()))
}

/// Screening of systems in the same worlds: Bonferroni t quantile at `1 - alpha/(k-1)`, variances of differences.
/// `None` for fewer than two systems or two observations.
pub fn subset_common_worlds(rows: &[Vec<f64>], alpha: f64) -> Option<Subset> {
    let (k, n) = (rows.len(), rows.first()?.len());
    if k < 2 || n < 2 {
        return None;
    }
    let quantile = student_t_quantile(1.0 - alpha / (k as f64 - 1.0), n as f64 - 1.0);
    Some(screen(rows, quantile, |i, j| {
        let d: Vec<f64> = rows[i].iter().zip(&rows[j]).map(|(a, b)| a - b).collect();
        Summary::of(&d).standard_error()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_worlds_screen_out_what_independence_cannot() {
        let noise = [0.0, 10.0, -10.0, 5.0, -5.0, 2.0];
        let rows: Vec<Vec<f64>> = [0.0, 1.0]
            .iter()
            .map(|m| noise.iter().enumerate().map(|(i, e)| m + e + 0.01 * i as f64 * m).collect())
            .collect();
        assert_eq!(subset_independent(&rows, 0.05).unwrap().kept, vec![0, 1]);
        assert_eq!(subset_common_worlds(&rows, 0.05).unwrap().kept, vec![1]);
    }
}
