//! Exact distributions of the one-sample Kolmogorov and Smirnov statistics.
//!
//! # References
//! - G. Marsaglia, W. W. Tsang, J. Wang (2003), J. Statistical Software 8(18).
//! - Z. W. Birnbaum, F. H. Tingey (1951), Annals of Mathematical Statistics 22: 592-596.
//! - R. Simard, P. L'Ecuyer (2011), J. Statistical Software 39(11): where each form is accurate.

use super::ln_gamma;
use libm::{ceil, exp, floor, log, pow};

/// `P(D+ >= d)` for the one-sided statistic of `n` independent uniforms.
pub fn smirnov_sf(n: u64, d: f64) -> f64 {
    if d <= 0.0 {
        return 1.0;
    }
    if d >= 1.0 {
        return 0.0;
    }
    let nf = n as f64;
    let last = floor(nf * (1.0 - d)) as u64;
    let choose = |j: f64| ln_gamma(nf + 1.0) - ln_gamma(j + 1.0) - ln_gamma(nf - j + 1.0);
    let mut sum = 0.0;
    for j in 0..=last {
        let j = j as f64;
        let (low, high) = (d + j / nf, 1.0 - d - j / nf);
        if high <= 0.0 && j < nf {
            continue;
        }
        let upper = if j < nf { (nf - j) * log(high) } else { 0.0 };
        sum += exp(choose(j) + (j - 1.0) * log(low) + upper);
    }
    (d * sum).clamp(0.0, 1.0)
}

/// `P(D_n >= d)` for the two-sided Kolmogorov statistic of `n` independent uniforms.
///
/// Exact up to n = 20 000 (then Stephens' modification of the limit law); relative error below 1e-9.
pub fn kolmogorov_sf(n: u64, d: f64) -> f64 {
    let nf = n as f64;
    if n == 0 || d.is_nan() {
        return f64::NAN;
    }
    if d <= 0.5 / nf {
        return 1.0;
    }
    if d >= 1.0 {
        return 0.0;
    }
    // both sides cross together with probability of the order (p/2)^4 only
    let one_sided = 2.0 * smirnov_sf(n, d);
    if one_sided < 1e-3 || d >= 0.5 {
        return one_sided.clamp(0.0, 1.0);
    }
    if n > 20_000 {
        return limit_sf(d * (nf.sqrt() + 0.12 + 0.11 / nf.sqrt()));
    }
    (1.0 - matrix_cdf(n, d)).clamp(0.0, 1.0)
}

/// Kolmogorov's limit law: `2 sum (-1)^(k-1) exp(-2 k^2 x^2)`.
fn limit_sf(x: f64) -> f64 {
    let mut sum = 0.0;
    let mut sign = 1.0;
    for k in 1..=100 {
        let k = f64::from(k);
        sum += sign * exp(-2.0 * k * k * x * x);
        sign = -sign;
    }
    (2.0 * sum).clamp(0.0, 1.0)
}

/// A square matrix with a decimal exponent kept apart, so that its powers do not overflow.
struct Scaled {
    size: usize,
    cells: Vec<f64>,
    exponent: i32,
}

impl Scaled {
    fn product(&self, other: &Scaled) -> Scaled {
        let m = self.size;
        let mut cells = vec![0.0; m * m];
        for i in 0..m {
            for k in 0..m {
                let a = self.cells[i * m + k];
                if a != 0.0 {
                    for j in 0..m {
                        cells[i * m + j] += a * other.cells[k * m + j];
                    }
                }
            }
        }
        let mut result = Scaled { size: m, cells, exponent: self.exponent + other.exponent };
        if result.cells[(m / 2) * m + m / 2] > 1e140 {
            for cell in &mut result.cells {
                *cell *= 1e-140;
            }
            result.exponent += 140;
        }
        result
    }

    fn power(&self, n: u64) -> Scaled {
        if n == 1 {
            return Scaled { size: self.size, cells: self.cells.clone(), exponent: self.exponent };
        }
        let half = self.power(n / 2);
        let square = half.product(&half);
        if n.is_multiple_of(2) { square } else { self.product(&square) }
    }
}

/// Durbin's matrix form of `P(D_n < d)`.
fn matrix_cdf(n: u64, d: f64) -> f64 {
    let nf = n as f64;
    let k = ceil(nf * d).max(1.0);
    let m = 2 * k as usize - 1;
    let h = k - nf * d;
    let mut cells = vec![0.0; m * m];
    for i in 0..m {
        for j in 0..m.min(i + 2) {
            cells[i * m + j] = 1.0;
        }
    }
    for i in 0..m {
        cells[i * m] -= pow(h, (i + 1) as f64);
        cells[(m - 1) * m + i] -= pow(h, (m - i) as f64);
    }
    if 2.0 * h - 1.0 > 0.0 {
        cells[(m - 1) * m] += pow(2.0 * h - 1.0, m as f64);
    }
    for i in 0..m {
        let mut factorial = 1.0;
        for j in (0..=(i + 1).min(m - 1)).rev() {
            // divide by (i - j + 1)!
            if j <= i {
                factorial *= (i - j + 1) as f64;
                cells[i * m + j] /= factorial;
            }
        }
    }
    let power = Scaled { size: m, cells, exponent: 0 }.power(n);
    let middle = k as usize - 1;
    let mut value = power.cells[middle * m + middle];
    let mut exponent = power.exponent;
    for i in 1..=n {
        value *= i as f64 / nf;
        if value < 1e-140 {
            value *= 1e140;
            exponent -= 140;
        }
    }
    value * pow(10.0, f64::from(exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_two_observations_have_closed_forms() {
        // n = 1: P(D >= d) = 2 (1 - d) for d >= 1/2
        assert!((kolmogorov_sf(1, 0.7) - 0.6).abs() < 1e-14);
        // n = 2: P(D < d) = 2 (2d - 1/2)^2 for 1/4 <= d <= 1/2
        let d: f64 = 0.4;
        assert!((1.0 - kolmogorov_sf(2, d) - 2.0 * (2.0 * d - 0.5).powi(2)).abs() < 1e-13);
    }

    #[test]
    fn published_value_of_marsaglia_tsang_wang() {
        assert!((1.0 - kolmogorov_sf(10, 0.274) - 0.628_479_615_456_504_2).abs() < 1e-13);
    }
}
