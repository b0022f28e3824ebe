//! Sobol' indices from a Saltelli design: first order, total and second order.
//!
//! # References
//! - A. Saltelli (2002), Computer Physics Communications 145: 280-297 (design, second order).
//! - A. Saltelli et al. (2010), Computer Physics Communications 181: 259-270 (first-order estimator).
//! - M. J. W. Jansen (1999), Computer Physics Communications 117: 35-43 (total and first-order estimators).
//! - G. E. B. Archer, A. Saltelli, I. M. Sobol' (1997), J. Statistical Computation and Simulation 58: 99-120 (bootstrap).

use super::super::Interval;
use super::super::quantile::quantile;

/// Rows of the design of `base` points in `2 d` dimensions (A in the first half of the columns, B in the second):
/// for each base point A, AB_1..AB_d, then BA_1..BA_d when `second_order`, then B. AB_j is A with column j from B.
pub fn saltelli_design(base: &[Vec<f64>], second_order: bool) -> Vec<Vec<f64>> {
    let mut rows = Vec::new();
    for point in base {
        let d = point.len() / 2;
        let (a, b) = point.split_at(d);
        let swapped = |into: &[f64], from: &[f64], j: usize| {
            let mut row = into.to_vec();
            row[j] = from[j];
            row
        };
        rows.push(a.to_vec());
        rows.extend((0..d).map(|j| swapped(a, b, j)));
        if second_order {
            rows.extend((0..d).map(|j| swapped(b, a, j)));
        }
        rows.push(b[..d].to_vec());
    }
    rows
}

/// Outputs of a Saltelli design, taken apart, and standardised by the mean and standard deviation of all of them
/// (indices of raw outputs with a large mean are dominated by it).
#[derive(Clone, Debug, PartialEq)]
pub struct SobolOutputs {
    a: Vec<f64>,
    b: Vec<f64>,
    ab: Vec<Vec<f64>>,
    ba: Vec<Vec<f64>>,
    constant: bool,
}

impl SobolOutputs {
    /// Takes the outputs of [`saltelli_design`] for `dims` inputs; `None` when their number does not fit or is 0.
    pub fn new(y: &[f64], dims: usize, second_order: bool) -> Option<SobolOutputs> {
        let m = super::super::summary::mean(y);
        let spread = (y.iter().map(|v| (v - m) * (v - m)).sum::<f64>() / y.len() as f64).sqrt();
        let standardised: Vec<f64> = y.iter().map(|v| (v - m) / spread).collect();
        SobolOutputs::raw(&standardised, dims, second_order)
    }

    /// The same without standardising.
    pub fn raw(y: &[f64], dims: usize, second_order: bool) -> Option<SobolOutputs> {
        let step = if second_order { 2 * dims + 2 } else { dims + 2 };
        if y.is_empty() || dims == 0 || !y.len().is_multiple_of(step) {
            return None;
        }
        let take = |offset: usize| y.iter().skip(offset).step_by(step).copied().collect::<Vec<f64>>();
        Some(SobolOutputs {
            a: take(0),
            b: take(step - 1),
            ab: (0..dims).map(|j| take(1 + j)).collect(),
            ba: if second_order { (0..dims).map(|j| take(1 + dims + j)).collect() } else { Vec::new() },
            constant: y.iter().any(|v| v.is_nan()),
        })
    }

    /// Number of base points.
    pub fn base_points(&self) -> usize {
        self.a.len()
    }

    /// Population variance of the A and B outputs, on chosen base points.
    fn variance(&self, rows: &[usize]) -> f64 {
        let n = 2.0 * rows.len() as f64;
        let mean = rows.iter().map(|&i| self.a[i] + self.b[i]).sum::<f64>() / n;
        let square = |v: f64| (v - mean) * (v - mean);
        let variance = rows.iter().map(|&i| square(self.a[i]) + square(self.b[i])).sum::<f64>() / n;
        // a constant output has no sensitivity; indices are then 0 (undefined strictly)
        if variance > f64::EPSILON { variance } else { f64::INFINITY }
    }

    fn average(rows: &[usize], value: impl Fn(usize) -> f64) -> f64 {
        rows.iter().map(|&i| value(i)).sum::<f64>() / rows.len() as f64
    }

    fn first_on(&self, rows: &[usize], j: usize) -> f64 {
        Self::average(rows, |i| self.b[i] * (self.ab[j][i] - self.a[i])) / self.variance(rows)
    }

    fn total_on(&self, rows: &[usize], j: usize) -> f64 {
        let square = |v: f64| v * v;
        0.5 * Self::average(rows, |i| square(self.a[i] - self.ab[j][i])) / self.variance(rows)
    }

    fn all(&self) -> Vec<usize> {
        (0..self.a.len()).collect()
    }

    fn each(&self, value: impl Fn(usize) -> f64) -> Vec<f64> {
        (0..self.ab.len()).map(|j| if self.constant { f64::NAN } else { value(j) }).collect()
    }

    /// First-order indices: `mean(B (AB - A)) / var` (Saltelli 2010).
    pub fn first_order(&self) -> Vec<f64> {
        let rows = self.all();
        self.each(|j| self.first_on(&rows, j))
    }

    /// First-order indices: `1 - mean((B - AB)^2) / (2 var)` (Jansen 1999).
    pub fn first_order_jansen(&self) -> Vec<f64> {
        let rows = self.all();
        let variance = self.variance(&rows);
        self.each(|j| {
            let gap = Self::average(&rows, |i| (self.b[i] - self.ab[j][i]) * (self.b[i] - self.ab[j][i]));
            1.0 - 0.5 * gap / variance
        })
    }

    /// Total indices: `mean((A - AB)^2) / (2 var)` (Jansen 1999).
    pub fn total(&self) -> Vec<f64> {
        let rows = self.all();
        self.each(|j| self.total_on(&rows, j))
    }

    /// Second-order index of inputs `j < k`: `mean(BA_j AB_k - A B) / var - S_j - S_k`; `None` without the BA rows.
    pub fn second_order(&self, j: usize, k: usize) -> Option<f64> {
        let ba = self.ba.get(j)?;
        let rows = self.all();
        let joint = Self::average(&rows, |i| ba[i] * self.ab[k][i] - self.a[i] * self.b[i]) / self.variance(&rows);
        Some(joint - self.first_on(&rows, j) - self.first_on(&rows, k))
    }

    /// Percentile bootstrap intervals over base points. `random` returns independent uniforms on `[0, 1)`.
    pub fn bootstrap(&self, resamples: usize, level: f64, random: &mut dyn FnMut() -> f64) -> IndexIntervals {
        let (n, dims) = (self.a.len(), self.ab.len());
        let mut first = vec![Vec::with_capacity(resamples); dims];
        let mut total = first.clone();
        for _ in 0..resamples {
            let rows: Vec<usize> = (0..n).map(|_| ((random() * n as f64) as usize).min(n - 1)).collect();
            for j in 0..dims {
                first[j].push(self.first_on(&rows, j));
                total[j].push(self.total_on(&rows, j));
            }
        }
        let tail = 0.5 * (1.0 - level);
        let intervals = |draws: &[Vec<f64>]| {
            draws.iter().map(|d| Interval { low: quantile(d, tail), high: quantile(d, 1.0 - tail) }).collect()
        };
        IndexIntervals { first: intervals(&first), total: intervals(&total) }
    }
}

/// Bootstrap intervals of the indices, one for each input.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexIntervals {
    /// First order.
    pub first: Vec<Interval>,
    /// Total.
    pub total: Vec<Interval>,
}

#[cfg(test)]
mod tests {
    use super::super::super::design::sobol_points;
    use super::*;
    use std::f64::consts::PI;

    #[test]
    fn ishigami_indices_are_found() {
        let base: Vec<Vec<f64>> = sobol_points(6, 4096).unwrap();
        let design = saltelli_design(&base, true);
        let y: Vec<f64> = design
            .iter()
            .map(|u| {
                let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
                let (s1, s2) = (libm::sin(x[0]), libm::sin(x[1]));
                s1 + 7.0 * s2 * s2 + 0.1 * x[2].powi(4) * s1
            })
            .collect();
        let outputs = SobolOutputs::new(&y, 3, true).unwrap();
        let exact = ([0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437]);
        for j in 0..3 {
            assert!((outputs.first_order()[j] - exact.0[j]).abs() < 0.01);
            assert!((outputs.first_order_jansen()[j] - exact.0[j]).abs() < 0.01);
            assert!((outputs.total()[j] - exact.1[j]).abs() < 0.01);
        }
        assert!((outputs.second_order(0, 2).unwrap() - 0.2437).abs() < 0.02);
        let mut state = 1_u64;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let intervals = outputs.bootstrap(200, 0.95, &mut random);
        assert!(intervals.first[1].contains(outputs.first_order()[1]) && intervals.first[1].half_width() < 0.05);
    }

    #[test]
    fn a_constant_output_has_no_indices() {
        let outputs = SobolOutputs::new(&[2.0; 12], 2, false).unwrap();
        assert!(outputs.first_order().iter().all(|s| s.is_nan()));
        assert_eq!(SobolOutputs::new(&[1.0; 13], 2, false), None);
    }
}
