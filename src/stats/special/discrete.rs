//! Binomial, Poisson and negative binomial distributions.

use super::beta::regularised;
use super::gamma::{deviance, regularised_upper, stirling_error};
use libm::{exp, log, log1p};
use std::f64::consts::PI;

/// `P(K = k)` for K ~ Binomial(`n`, `p`).
pub fn binomial_mass(k: u64, n: u64, p: f64) -> f64 {
    if k > n {
        return 0.0;
    }
    let (kf, nf, q) = (k as f64, n as f64, 1.0 - p);
    if k == 0 {
        return exp(nf * log1p(-p));
    }
    if k == n {
        return libm::pow(p, nf);
    }
    if p <= 0.0 || q <= 0.0 {
        return 0.0;
    }
    let m = nf - kf;
    let exponent =
        stirling_error(nf) - stirling_error(kf) - stirling_error(m) - deviance(kf, nf * p) - deviance(m, nf * q);
    (nf / (2.0 * PI * kf * m)).sqrt() * exp(exponent)
}

/// `P(K <= k)` for K ~ Binomial(`n`, `p`).
pub fn binomial_cdf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n { 1.0 } else { regularised((n - k) as f64, k as f64 + 1.0, 1.0 - p, p) }
}

/// `P(K > k)` for K ~ Binomial(`n`, `p`).
pub fn binomial_sf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n { 0.0 } else { regularised(k as f64 + 1.0, (n - k) as f64, p, 1.0 - p) }
}

/// The smallest `k` with `P(K <= k) >= probability`, searched over `0..=limit`.
fn smallest(probability: f64, limit: u64, cdf: impl Fn(u64) -> f64) -> u64 {
    let (mut low, mut high) = (0, 1_u64.min(limit));
    while high < limit && cdf(high) < probability {
        low = high + 1;
        high = (2 * high).min(limit);
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if cdf(middle) >= probability { high = middle } else { low = middle + 1 }
    }
    low
}

/// Quantile of Binomial(`n`, `p`): the smallest `k` with `P(K <= k) >= probability`.
pub fn binomial_quantile(probability: f64, n: u64, p: f64) -> u64 {
    smallest(probability, n, |k| binomial_cdf(k, n, p))
}

/// `ln P(K = k)` for K ~ Poisson(`mean`).
pub fn poisson_log_mass(k: u64, mean: f64) -> f64 {
    if mean <= 0.0 {
        return if k == 0 { 0.0 } else { f64::NEG_INFINITY };
    }
    if k == 0 {
        return -mean;
    }
    let k = k as f64;
    -deviance(k, mean) - stirling_error(k) - 0.5 * log(2.0 * PI * k)
}

/// `P(K <= k)` for K ~ Poisson(`mean`).
pub fn poisson_cdf(k: u64, mean: f64) -> f64 {
    regularised_upper(k as f64 + 1.0, mean)
}

/// Quantile of Poisson(`mean`).
pub fn poisson_quantile(probability: f64, mean: f64) -> u64 {
    smallest(probability, u64::MAX / 4, |k| poisson_cdf(k, mean))
}

/// `ln P(K = k)` for the number K of failures before the `r`-th success of probability `p` (`r` may be any positive real).
pub fn negative_binomial_log_mass(k: u64, r: f64, p: f64) -> f64 {
    let kf = k as f64;
    super::ln_gamma(kf + r) - super::ln_gamma(r) - super::ln_gamma(kf + 1.0) + r * log(p) + kf * log1p(-p)
}

/// `P(K <= k)` for the negative binomial of [`negative_binomial_log_mass`].
pub fn negative_binomial_cdf(k: u64, r: f64, p: f64) -> f64 {
    regularised(r, k as f64 + 1.0, p, 1.0 - p)
}

/// Quantile of the negative binomial.
pub fn negative_binomial_quantile(probability: f64, r: f64, p: f64) -> u64 {
    smallest(probability, u64::MAX / 4, |k| negative_binomial_cdf(k, r, p))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masses_sum_to_the_distribution_function() {
        let total: f64 = (0..=7).map(|k| binomial_mass(k, 23, 0.31)).sum();
        assert!((total - binomial_cdf(7, 23, 0.31)).abs() < 1e-14);
        let total: f64 = (0..=4).map(|k| exp(poisson_log_mass(k, 3.7))).sum();
        assert!((total - poisson_cdf(4, 3.7)).abs() < 1e-14);
        let total: f64 = (0..=9).map(|k| exp(negative_binomial_log_mass(k, 2.5, 0.3))).sum();
        assert!((total - negative_binomial_cdf(9, 2.5, 0.3)).abs() < 1e-14);
    }

    #[test]
    fn quantiles_are_smallest_counts_that_reach_the_probability() {
        assert_eq!(poisson_quantile(0.5, 5.0), 5);
        assert_eq!(binomial_quantile(0.956_557, 20, 0.3), 10);
        assert_eq!(negative_binomial_quantile(0.115_526, 3.0, 0.4), 1);
        assert_eq!(poisson_quantile(0.0, 5.0), 0);
        assert_eq!(binomial_quantile(1.0, 20, 0.3), 20);
    }
}
