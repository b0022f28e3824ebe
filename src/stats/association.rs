//! Tests and intervals of correlation.
//!
//! # References
//! - R. A. Fisher (1921), Metron 1: 3-32 (z transformation).
//! - M. G. Kendall (1970), *Rank Correlation Methods*, 4th ed.

use super::Interval;
use super::paired::{average_ranks, correlation, tie_term};
use super::quantile::sorted;
use super::special::{normal_quantile, normal_sf, student_t_two_sided};
use libm::{atanh, tanh};

/// A correlation with its two-sided p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// The coefficient.
    pub r: f64,
    /// Number of pairs.
    pub n: usize,
    /// P-value of no association.
    pub p: f64,
}

impl Correlation {
    /// Interval by Fisher's z; meant for Pearson's coefficient of normal pairs. `None` for fewer than four pairs.
    pub fn interval(&self, level: f64) -> Option<Interval> {
        (self.n > 3).then(|| {
            let half = normal_quantile(0.5 + 0.5 * level) / (self.n as f64 - 3.0).sqrt();
            Interval { low: tanh(atanh(self.r) - half), high: tanh(atanh(self.r) + half) }
        })
    }
}

fn by_t(r: f64, n: usize) -> Correlation {
    let df = n as f64 - 2.0;
    let t = r * (df / ((1.0 - r) * (1.0 + r))).sqrt();
    Correlation { r, n, p: student_t_two_sided(t, df) }
}

/// Pearson's correlation, p-value exact for normal pairs.
pub fn pearson(a: &[f64], b: &[f64]) -> Correlation {
    by_t(correlation(a, b), a.len())
}

/// Spearman's rank correlation, p-value by the t approximation.
pub fn spearman(a: &[f64], b: &[f64]) -> Correlation {
    by_t(correlation(&average_ranks(a), &average_ranks(b)), a.len())
}

/// Kendall's tau-b; p-value exact for at most 33 pairs without ties, else the normal approximation corrected for ties.
pub fn kendall(a: &[f64], b: &[f64]) -> Correlation {
    let n = a.len();
    let (mut agree, mut discordant) = (0.0, 0_usize);
    for i in 0..n {
        for j in 0..i {
            let sign = sign_of(a[i] - a[j]) * sign_of(b[i] - b[j]);
            agree += sign;
            discordant += usize::from(sign < 0.0);
        }
    }
    let nf = n as f64;
    let all = nf * (nf - 1.0);
    let (ties_a, ties_b) = (tie_sums(a), tie_sums(b));
    let tau = 2.0 * agree / ((all - ties_a[0]) * (all - ties_b[0])).sqrt();
    let untied = ties_a[0] == 0.0 && ties_b[0] == 0.0;
    let p = if untied && n <= 33 {
        exact_kendall(n, discordant)
    } else {
        let variance = (all * (2.0 * nf + 5.0) - ties_a[2] - ties_b[2]) / 18.0
            + ties_a[0] * ties_b[0] / (2.0 * all)
            + ties_a[1] * ties_b[1] / (9.0 * all * (nf - 2.0));
        (2.0 * normal_sf(agree.abs() / variance.sqrt())).clamp(0.0, 1.0)
    };
    Correlation { r: tau.clamp(-1.0, 1.0), n, p }
}

fn sign_of(x: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x.signum() }
}

/// `sum t(t-1)`, `sum t(t-1)(t-2)` and `sum t(t-1)(2t+5)` over groups of equal values.
fn tie_sums(values: &[f64]) -> [f64; 3] {
    if tie_term(values) == 0.0 {
        return [0.0; 3];
    }
    let mut sums = [0.0; 3];
    for group in sorted(values).chunk_by(|a, b| a == b) {
        let t = group.len() as f64;
        sums[0] += t * (t - 1.0);
        sums[1] += t * (t - 1.0) * (t - 2.0);
        sums[2] += t * (t - 1.0) * (2.0 * t + 5.0);
    }
    sums
}

/// Two-sided p-value from the law of the number of inversions of a random permutation.
fn exact_kendall(n: usize, discordant: usize) -> f64 {
    let pairs = n * n.saturating_sub(1) / 2;
    let limit = discordant.min(pairs - discordant);
    let mut law = vec![0.0; limit + 1];
    law[0] = 1.0;
    for size in 2..=n {
        let mut next = vec![0.0; limit + 1];
        for (count, value) in next.iter_mut().enumerate() {
            let from = (count + 1).saturating_sub(size);
            *value = law[from..=count].iter().sum::<f64>() / size as f64;
        }
        law = next;
    }
    (2.0 * law.iter().sum::<f64>()).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn perfect_order() {
        let (a, b) = ([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 8.0, 16.0]);
        let k = kendall(&a, &b);
        assert_eq!(k.r, 1.0);
        assert!((k.p - 2.0 / 24.0).abs() < 1e-15);
        assert!((spearman(&a, &b).r - 1.0).abs() < 1e-15);
        assert!(pearson(&a, &b).interval(0.95).is_some());
    }
}
