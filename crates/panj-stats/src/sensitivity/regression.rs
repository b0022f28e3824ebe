//! Regression and correlation measures of sensitivity.
//!
//! # References
//! - A. Saltelli, K. Chan, E. M. Scott, eds. (2000), *Sensitivity Analysis*, chapter 6.

use super::super::linear::inverse;
use super::super::paired::{average_ranks, correlation};

/// Sensitivity measures, one for each input.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    /// Standardised regression coefficients.
    pub src: Vec<f64>,
    /// The same on ranks.
    pub srrc: Vec<f64>,
    /// Partial correlation with the output, all other inputs held.
    pub pcc: Vec<f64>,
    /// The same on ranks.
    pub prcc: Vec<f64>,
    /// Pearson correlation with the output.
    pub pearson: Vec<f64>,
    /// Spearman rank correlation with the output.
    pub spearman: Vec<f64>,
    /// Share of variance the linear regression explains.
    pub r2: f64,
    /// The same on ranks.
    pub r2_ranks: f64,
}

/// Spearman rank correlation (ties share their mean rank).
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    correlation(&average_ranks(a), &average_ranks(b))
}

/// Standardised coefficients, partial correlations and R^2 of the output on columns.
fn fit(columns: &[Vec<f64>], y: &[f64]) -> (Vec<f64>, Vec<f64>, f64) {
    let d = columns.len();
    let undefined = (vec![f64::NAN; d], vec![f64::NAN; d], f64::NAN);
    let all: Vec<&[f64]> = columns.iter().map(Vec::as_slice).chain([y]).collect();
    let whole: Vec<Vec<f64>> =
        (0..=d).map(|i| (0..=d).map(|j| if i == j { 1.0 } else { correlation(all[i], all[j]) }).collect()).collect();
    let inputs: Vec<Vec<f64>> = whole[..d].iter().map(|row| row[..d].to_vec()).collect();
    let Some(precision) = inverse(&inputs) else { return undefined };
    let with_output: Vec<f64> = (0..d).map(|i| whole[i][d]).collect();
    let src: Vec<f64> = precision.iter().map(|row| row.iter().zip(&with_output).map(|(p, r)| p * r).sum()).collect();
    let r2 = src.iter().zip(&with_output).map(|(b, r)| b * r).sum();
    // an exact fit leaves no residual: partial correlations are then the signs
    let pcc = inverse(&whole).map_or_else(
        || src.iter().map(|b| if *b == 0.0 { 0.0 } else { b.signum() }).collect(),
        |p| (0..d).map(|i| -p[i][d] / (p[i][i] * p[d][d]).sqrt()).collect(),
    );
    (src, pcc, r2)
}

/// Measures of the rows of `x` (one row for each run) against outputs `y`. Members are NaN where an input is constant
/// or inputs are collinear; `None` when there are no rows or their lengths differ.
pub fn regression(x: &[Vec<f64>], y: &[f64]) -> Option<Regression> {
    let d = x.first()?.len();
    if x.len() != y.len() || x.iter().any(|row| row.len() != d) {
        return None;
    }
    let columns: Vec<Vec<f64>> = (0..d).map(|j| x.iter().map(|row| row[j]).collect()).collect();
    let ranks: Vec<Vec<f64>> = columns.iter().map(|c| average_ranks(c)).collect();
    let y_ranks = average_ranks(y);
    let (src, pcc, r2) = fit(&columns, y);
    let (srrc, prcc, r2_ranks) = fit(&ranks, &y_ranks);
    Some(Regression {
        src,
        srrc,
        pcc,
        prcc,
        pearson: columns.iter().map(|c| correlation(c, y)).collect(),
        spearman: ranks.iter().map(|c| correlation(c, &y_ranks)).collect(),
        r2,
        r2_ranks,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_linear_output() {
        let x: Vec<Vec<f64>> = (0..12).map(|i| vec![f64::from(i), f64::from(i * i % 7)]).collect();
        let y: Vec<f64> = x.iter().map(|r| 3.0 * r[0] - 2.0 * r[1]).collect();
        let r = regression(&x, &y).unwrap();
        assert!((r.r2 - 1.0).abs() < 1e-12);
        assert!((r.pcc[0] - 1.0).abs() < 1e-6 && (r.pcc[1] + 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_constant_input_is_not_defined() {
        let x: Vec<Vec<f64>> = (0..5).map(|i| vec![f64::from(i), 1.0]).collect();
        let r = regression(&x, &[1.0, 3.0, 2.0, 5.0, 4.0]).unwrap();
        assert!(r.pearson[1].is_nan() && r.src[0].is_nan());
    }
}
