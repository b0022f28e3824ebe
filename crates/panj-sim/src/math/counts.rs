//! Binomial, negative binomial, Poisson and geometric distributions.

use super::beta::regularised;
use super::gamma::gamma_tails;
use super::normal_quantile;

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

/// Quantile of the number of failures before the `r`-th success of probability `p` (`r` may be any positive real).
pub fn negative_binomial_quantile(probability: f64, r: f64, p: f64) -> u64 {
    smallest(probability, u64::MAX / 4, |k| regularised(r, k as f64 + 1.0, p, 1.0 - p))
}

/// The least k whose Poisson distribution function reaches `p`. `mean` at most 1e7.
pub fn poisson_quantile(mean: f64, p: f64) -> f64 {
    if mean <= 0.0 || p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 || mean == f64::INFINITY {
        return f64::INFINITY;
    }
    if mean.is_nan() || p.is_nan() {
        return f64::NAN;
    }
    if mean < 30.0 {
        let none = libm::exp(-mean);
        return poisson_search(mean, p, 0.0, none, none);
    }
    // Start two standard errors of the guess (Cornish-Fisher) below it, and walk up.
    let z = normal_quantile(p);
    let guess = mean + z * libm::sqrt(mean) + (z * z - 1.0) / 6.0;
    let mut k = libm::floor(guess - 2.0).max(0.0);
    let mut reached = gamma_tails(k + 1.0, mean).1;
    while reached >= p && k > 0.0 {
        k = (k - 4.0).max(0.0);
        reached = gamma_tails(k + 1.0, mean).1;
    }
    let mass = libm::exp(k * libm::log(mean) - mean - libm::lgamma(k + 1.0));
    poisson_search(mean, p, k, reached, mass)
}

/// Walks up from `k`, whose distribution function is `reached` and whose probability is `mass`.
fn poisson_search(mean: f64, p: f64, mut k: f64, mut reached: f64, mut mass: f64) -> f64 {
    while reached < p {
        k += 1.0;
        mass *= mean / k;
        let next = reached + mass;
        // Where rounding keeps the sum below p for ever, the rest of the tail is less than the rounding of p.
        if next == reached && k > mean {
            break;
        }
        reached = next;
    }
    k
}

/// The least k of 1, 2, ... whose geometric distribution function, with mean `mean` >= 1, reaches `p`.
pub fn geometric_quantile(mean: f64, p: f64) -> f64 {
    if mean <= 1.0 {
        return 1.0;
    }
    libm::ceil(libm::log1p(-p) / libm::log1p(-1.0 / mean)).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_smallest_counts_that_reach_the_probability() {
        assert_eq!(binomial_quantile(0.956_557, 20, 0.3), 10);
        assert_eq!(binomial_quantile(1.0, 20, 0.3), 20);
        assert_eq!(negative_binomial_quantile(0.115_526, 3.0, 0.4), 1);
    }

    #[test]
    fn tails_of_fair_coins_are_counted() {
        // of 2^5: 1 + 5 have at most one head
        assert!((binomial_cdf(1, 5, 0.5) - 6.0 / 32.0).abs() < 1e-15);
        assert!((binomial_sf(1, 5, 0.5) - 26.0 / 32.0).abs() < 1e-15);
        assert_eq!((binomial_cdf(5, 5, 0.5), binomial_sf(5, 5, 0.5)), (1.0, 0.0));
    }
}
