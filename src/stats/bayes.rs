//! Conjugate posteriors and the weights of sequential approximate Bayesian computation: exact answers against which a
//! calibrator is checked.
//!
//! # References
//! - A. Gelman et al. (2013), *Bayesian Data Analysis*, 3rd ed., chapter 2.
//! - T. Toni, D. Welch, N. Strelkowa, A. Ipsen, M. P. H. Stumpf (2009), J. Royal Society Interface 6: 187-202.

use super::special::{beta_quantile, gamma_quantile, ln_gamma, normal_density, normal_quantile};
use libm::log;

/// A Gamma distribution by shape and rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    /// Shape.
    pub shape: f64,
    /// Rate.
    pub rate: f64,
}

impl Gamma {
    /// Posterior of a Poisson or exponential rate after `events` over `exposure`.
    pub fn after_events(self, events: f64, exposure: f64) -> Gamma {
        Gamma { shape: self.shape + events, rate: self.rate + exposure }
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        self.shape / self.rate
    }

    /// Standard deviation.
    pub fn sd(&self) -> f64 {
        self.shape.sqrt() / self.rate
    }

    /// Quantile.
    pub fn quantile(&self, p: f64) -> f64 {
        gamma_quantile(p, self.shape) / self.rate
    }

    /// Log marginal likelihood of Poisson counts under this prior.
    pub fn log_evidence(&self, counts: &[f64]) -> f64 {
        let sum: f64 = counts.iter().sum();
        let factorials: f64 = counts.iter().map(|c| ln_gamma(c + 1.0)).sum();
        let posterior = self.after_events(sum, counts.len() as f64);
        self.shape * log(self.rate) - ln_gamma(self.shape) + ln_gamma(posterior.shape)
            - posterior.shape * log(posterior.rate)
            - factorials
    }
}

/// A Beta distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta {
    /// First parameter.
    pub alpha: f64,
    /// Second parameter.
    pub beta: f64,
}

impl Beta {
    /// Posterior of a probability after `k` successes in `n` trials.
    pub fn after_trials(self, k: f64, n: f64) -> Beta {
        Beta { alpha: self.alpha + k, beta: self.beta + n - k }
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        self.alpha / (self.alpha + self.beta)
    }

    /// Standard deviation.
    pub fn sd(&self) -> f64 {
        let n = self.alpha + self.beta;
        (self.alpha * self.beta / (n * n * (n + 1.0))).sqrt()
    }

    /// Quantile.
    pub fn quantile(&self, p: f64) -> f64 {
        beta_quantile(p, self.alpha, self.beta)
    }
}

/// A normal distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

impl Normal {
    /// Posterior of a normal mean after observations of known standard deviation `noise`.
    pub fn after_values(self, values: &[f64], noise: f64) -> Normal {
        let (prior, data) = (1.0 / (self.sd * self.sd), values.len() as f64 / (noise * noise));
        let sum: f64 = values.iter().sum();
        let mean = (prior * self.mean + sum / (noise * noise)) / (prior + data);
        Normal { mean, sd: (1.0 / (prior + data)).sqrt() }
    }

    /// Quantile.
    pub fn quantile(&self, p: f64) -> f64 {
        self.mean + self.sd * normal_quantile(p)
    }
}

/// Exposure of a path of edges that pass an event on at one rate, observed to a horizon: the next edge runs from the
/// last event until its own or the horizon. `falls` are event times after the start, ascending; `edges` is their most.
pub fn path_exposure(falls: &[f64], edges: usize, horizon: f64) -> f64 {
    if falls.len() >= edges { falls.last().copied().unwrap_or(0.0) } else { horizon }
}

/// Mean, standard deviation and quantiles of a density known up to a factor on `[low, high]`, by composite
/// Gauss-Legendre sums (smooth densities).
pub fn tabulated_posterior(density: impl Fn(f64) -> f64, low: f64, high: f64, probs: &[f64]) -> (Normal, Vec<f64>) {
    let points = super::special::quadrature::panels(low, high, 400);
    let moment = |k: i32| points.iter().map(|(x, w)| w * density(*x) * x.powi(k)).sum::<f64>();
    let mass = moment(0);
    let mean = moment(1) / mass;
    let variance = points.iter().map(|(x, w)| w * density(*x) * (x - mean) * (x - mean)).sum::<f64>() / mass;
    let below = |limit: f64| {
        let inside = super::special::quadrature::panels(low, limit, 100);
        inside.iter().map(|(x, w)| w * density(*x)).sum::<f64>() / mass
    };
    let quantiles = probs.iter().map(|&p| super::special::root::first_where(low, high, |x| below(x) >= p)).collect();
    (Normal { mean, sd: variance.sqrt() }, quantiles)
}

/// Normalised weights of new particles in ABC-SMC with a flat prior on `[low, high]` and a normal kernel of standard
/// deviation `kernel`: inverse of the weighted kernel density of the previous particles; zero outside the prior.
pub fn smc_weights(new: &[f64], previous: &[f64], weights: &[f64], kernel: f64, low: f64, high: f64) -> Vec<f64> {
    let raw: Vec<f64> = new
        .iter()
        .map(|&x| {
            let density: f64 =
                previous.iter().zip(weights).map(|(&c, &w)| w * normal_density((x - c) / kernel) / kernel).sum();
            if (low..=high).contains(&x) { 1.0 / density } else { 0.0 }
        })
        .collect();
    let total: f64 = raw.iter().sum();
    raw.iter().map(|w| w / total).collect()
}

/// Effective sample size of weights: `(sum w)^2 / sum w^2`.
pub fn effective_size(weights: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    total * total / weights.iter().map(|w| w * w).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabulated_and_conjugate_posteriors_agree() {
        let exact = Gamma { shape: 2.0, rate: 12.0 };
        let (moments, q) = tabulated_posterior(|x| x * libm::exp(-12.0 * x), 0.0, 5.0, &[0.5]);
        assert!((moments.mean / exact.mean() - 1.0).abs() < 1e-10);
        assert!((moments.sd / exact.sd() - 1.0).abs() < 1e-10);
        assert!((q[0] / exact.quantile(0.5) - 1.0).abs() < 1e-10);
    }

    #[test]
    fn equal_weights_have_full_size() {
        assert_eq!(effective_size(&[0.25; 4]), 4.0);
        let w = smc_weights(&[0.5, 2.0], &[0.5], &[1.0], 0.2, 0.0, 1.0);
        assert_eq!(w, vec![1.0, 0.0]);
    }
}
