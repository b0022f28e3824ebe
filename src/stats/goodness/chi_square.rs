//! Tests on counts.
//!
//! # References
//! - A. Agresti (2013), *Categorical Data Analysis*, 3rd ed., chapters 1-3.

use super::super::special::{chi_square_sf, ln_gamma};
use super::super::summary::Summary;
use super::Test;

/// Pearson's and the likelihood-ratio statistic of counts against given probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoodnessOfFit {
    /// `sum (O - E)^2 / E`.
    pub chi_square: f64,
    /// Its p-value with `cells - 1` degrees of freedom.
    pub p: f64,
    /// `2 sum O ln(O / E)`.
    pub g: f64,
}

/// Tests counts against probabilities (of any positive sum).
pub fn goodness_of_fit(observed: &[f64], probabilities: &[f64]) -> GoodnessOfFit {
    let (total, mass): (f64, f64) = (observed.iter().sum(), probabilities.iter().sum());
    let (mut chi_square, mut g) = (0.0, 0.0);
    for (&o, &p) in observed.iter().zip(probabilities) {
        let e = total * p / mass;
        chi_square += (o - e) * (o - e) / e;
        g += if o > 0.0 { 2.0 * o * libm::log(o / e) } else { 0.0 };
    }
    GoodnessOfFit { chi_square, p: chi_square_sf(chi_square, observed.len() as f64 - 1.0), g }
}

/// Test of independence in a table of counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contingency {
    /// Pearson's statistic, with Yates's correction in a 2 x 2 table.
    pub chi_square: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// P-value.
    pub p: f64,
}

/// Tests independence of rows and columns.
pub fn contingency(table: &[Vec<f64>]) -> Contingency {
    let columns = table.first().map_or(0, Vec::len);
    let rows: Vec<f64> = table.iter().map(|r| r.iter().sum()).collect();
    let sums: Vec<f64> = (0..columns).map(|j| table.iter().map(|r| r[j]).sum()).collect();
    let total: f64 = rows.iter().sum();
    let df = (rows.len() as f64 - 1.0) * (columns as f64 - 1.0);
    let mut chi_square = 0.0;
    for (row, r) in table.iter().zip(&rows) {
        for (o, c) in row.iter().zip(&sums) {
            let e = r * c / total;
            let gap = (o - e).abs();
            let gap = if df == 1.0 { gap - gap.min(0.5) } else { gap };
            chi_square += gap * gap / e;
        }
    }
    let p = if df == 0.0 { 1.0 } else { chi_square_sf(chi_square, df) };
    Contingency { chi_square, df, p }
}

/// Fisher's exact test of a 2 x 2 table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FisherExact {
    /// Sample odds ratio `ad / bc`.
    pub odds_ratio: f64,
    /// Two-sided p-value: tables no more probable than the one seen.
    pub p: f64,
}

/// Fisher's exact test of the table `[[a, b], [c, d]]`.
pub fn fisher_exact(a: u64, b: u64, c: u64, d: u64) -> FisherExact {
    let (row, column, total) = (a + b, a + c, a + b + c + d);
    let ln_choose =
        |n: u64, k: u64| ln_gamma(n as f64 + 1.0) - ln_gamma(k as f64 + 1.0) - ln_gamma((n - k) as f64 + 1.0);
    let ln_mass = |x: u64| ln_choose(row, x) + ln_choose(total - row, column - x) - ln_choose(total, column);
    let seen = ln_mass(a);
    let lowest = column.saturating_sub(total - row);
    let p: f64 = (lowest..=row.min(column)).map(ln_mass).filter(|m| *m <= seen + 1e-9).map(libm::exp).sum();
    FisherExact { odds_ratio: (a as f64 * d as f64) / (b as f64 * c as f64), p: p.clamp(0.0, 1.0) }
}

/// Test that counts have the variance of a Poisson distribution: `(n - 1) variance / mean`, upper tail of chi-square
/// with `n - 1` degrees of freedom.
pub fn poisson_dispersion(counts: &[f64]) -> Test {
    let s = Summary::of(counts);
    let df = s.n as f64 - 1.0;
    let statistic = df * s.variance() / s.mean;
    Test { statistic, p: chi_square_sf(statistic, df) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tea_tasting() {
        // Fisher's lady: 3 of 4 right, p two-sided 34/70
        let test = fisher_exact(3, 1, 1, 3);
        assert!((test.p - 34.0 / 70.0).abs() < 1e-12);
        assert_eq!(test.odds_ratio, 9.0);
    }

    #[test]
    fn expected_counts_fit_exactly() {
        let fit = goodness_of_fit(&[10.0, 20.0, 30.0], &[1.0, 2.0, 3.0]);
        assert!(fit.chi_square < 1e-20 && fit.g.abs() < 1e-12 && (fit.p - 1.0).abs() < 1e-12);
        assert!(contingency(&[vec![10.0, 20.0], vec![20.0, 40.0]]).chi_square < 1e-20);
    }
}
