//! CRPS and logarithmic score of forecasts that are distributions of a known form.
//!
//! The CRPS of count distributions is the sum of squared distances of distribution functions over the counts; the form
//! often printed for the Poisson distribution is not used.
//!
//! # References
//! - A. Jordan, F. Krueger, S. Lerch (2019), J. Statistical Software 90(12) (closed forms).

use super::super::special::{
    negative_binomial_cdf, negative_binomial_log_mass, normal_cdf, normal_density, poisson_cdf, poisson_log_mass,
};
use libm::log;
use std::f64::consts::PI;

/// A forecast distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Forecast {
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation, above 0.
        sd: f64,
    },
    /// Poisson.
    Poisson {
        /// Mean.
        mean: f64,
    },
    /// Number of failures before the `size`-th success.
    NegativeBinomial {
        /// Number of successes, any positive real.
        size: f64,
        /// Probability of success.
        p: f64,
    },
    /// Exponential.
    Exponential {
        /// Rate.
        rate: f64,
    },
}

impl Forecast {
    /// Probability of at most `count` (counts) or of at most that value (continuous).
    pub fn cdf(&self, value: f64) -> f64 {
        let count = libm::floor(value);
        match *self {
            Forecast::Normal { mean, sd } => normal_cdf((value - mean) / sd),
            Forecast::Exponential { rate } => {
                if value <= 0.0 {
                    0.0
                } else {
                    -libm::expm1(-rate * value)
                }
            }
            _ if count < 0.0 => 0.0,
            Forecast::Poisson { mean } => poisson_cdf(count as u64, mean),
            Forecast::NegativeBinomial { size, p } => negative_binomial_cdf(count as u64, size, p),
        }
    }
}

/// CRPS of a distribution.
pub fn crps_parametric(forecast: Forecast, observed: f64) -> f64 {
    match forecast {
        Forecast::Normal { mean, sd } => {
            let z = (observed - mean) / sd;
            sd * (z * (2.0 * normal_cdf(z) - 1.0) + 2.0 * normal_density(z) - 1.0 / PI.sqrt())
        }
        Forecast::Exponential { rate } => {
            let y = observed.max(0.0);
            (observed - y).abs() + y - 2.0 / rate * forecast.cdf(y) + 0.5 / rate
        }
        Forecast::Poisson { .. } | Forecast::NegativeBinomial { .. } => crps_count(forecast, observed),
    }
}

/// Integral of the squared distance of distribution functions; between counts both are constant, except that the
/// observation may lie between two counts.
fn crps_count(forecast: Forecast, observed: f64) -> f64 {
    let mut total = (-observed).max(0.0);
    let mut count = 0.0;
    loop {
        let f = forecast.cdf(count);
        // share of [count, count + 1) that lies below the observation
        let below = (observed - count).clamp(0.0, 1.0);
        let term = below * f * f + (1.0 - below) * (1.0 - f) * (1.0 - f);
        total += term;
        if count > observed && (term < 1e-18 * total || term == 0.0) {
            return total;
        }
        count += 1.0;
    }
}

/// Logarithmic score: minus the log density or log mass at the observation.
pub fn log_score(forecast: Forecast, observed: f64) -> f64 {
    let whole = observed >= 0.0 && observed == libm::floor(observed);
    match forecast {
        Forecast::Normal { mean, sd } => {
            let z = (observed - mean) / sd;
            0.5 * z * z + log(sd) + 0.5 * log(2.0 * PI)
        }
        Forecast::Exponential { rate } if observed >= 0.0 => rate * observed - log(rate),
        Forecast::Poisson { mean } if whole => -poisson_log_mass(observed as u64, mean),
        Forecast::NegativeBinomial { size, p } if whole => -negative_binomial_log_mass(observed as u64, size, p),
        _ => f64::INFINITY,
    }
}

/// Probability of exactly `count` under a count forecast.
#[cfg(test)]
fn mass(forecast: Forecast, count: f64) -> f64 {
    libm::exp(-log_score(forecast, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_with_the_mean_distance_form() {
        let forecast = Forecast::Poisson { mean: 3.0 };
        let (mut near, mut pairs) = (0.0, 0.0);
        for i in 0..60_i32 {
            near += mass(forecast, f64::from(i)) * (f64::from(i) - 5.0).abs();
            for j in 0..60_i32 {
                pairs += mass(forecast, f64::from(i)) * mass(forecast, f64::from(j)) * f64::from((i - j).abs());
            }
        }
        assert!((crps_parametric(forecast, 5.0) - (near - 0.5 * pairs)).abs() < 1e-12);
    }

    #[test]
    fn exponential_at_zero() {
        // E|X - 0| - E|X - X'|/2 = 1/rate - 1/(2 rate)
        assert!((crps_parametric(Forecast::Exponential { rate: 2.0 }, 0.0) - 0.25).abs() < 1e-15);
        assert_eq!(log_score(Forecast::Exponential { rate: 2.0 }, -1.0), f64::INFINITY);
    }
}
