//! Optimal computing budget allocation: shares of further replications.
//!
//! # References
//! - C.-H. Chen, J. Lin, E. Yucesan, S. E. Chick (2000), Discrete Event Dynamic Systems 10: 251-270.

use super::super::summary::variance;
use super::argmax;
use super::kim_nelson::row_means;

/// Asymptotically optimal shares of the budget.
#[derive(Clone, Debug, PartialEq)]
pub struct OcbaShares {
    /// The system with the largest mean so far.
    pub best: usize,
    /// Share of each system, summing to 1.
    pub shares: Vec<f64>,
}

/// Shares that maximise the approximate probability of correct selection: `N_i` proportional to `(s_i / gap_i)^2` for
/// the others, `N_b = s_b sqrt(sum N_i^2 / s_i^2)` for the best. `None` for fewer than two systems or two observations,
/// or when a system ties with the best exactly.
pub fn ocba_shares(rows: &[Vec<f64>]) -> Option<OcbaShares> {
    if rows.len() < 2 || rows.iter().any(|r| r.len() < 2) {
        return None;
    }
    let means = row_means(rows);
    let variances: Vec<f64> = rows.iter().map(|r| variance(r)).collect();
    let best = argmax(&means)?;
    let mut shares = vec![0.0; rows.len()];
    let mut squares = 0.0;
    for i in (0..rows.len()).filter(|&i| i != best) {
        let gap = means[best] - means[i];
        if gap == 0.0 {
            return None;
        }
        shares[i] = variances[i] / (gap * gap);
        squares += variances[i] / (gap * gap * gap * gap);
    }
    shares[best] = (variances[best] * squares).sqrt();
    let total: f64 = shares.iter().sum();
    if total > 0.0 {
        shares.iter_mut().for_each(|s| *s /= total);
    } else {
        shares.fill(1.0 / rows.len() as f64);
    }
    Some(OcbaShares { best, shares })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_systems_share_by_standard_deviation() {
        let shares = ocba_shares(&[vec![0.0, 2.0, 4.0], vec![9.0, 10.0, 11.0]]).unwrap();
        assert_eq!(shares.best, 1);
        assert!((shares.shares[0] - 2.0 / 3.0).abs() < 1e-12);
    }
}
