//! From uniform coordinates to the distribution of a parameter, by its inverse distribution function.

use super::super::special::{
    beta_quantile, binomial_quantile, gamma_quantile, ln_gamma, negative_binomial_quantile, normal_cdf, normal_density,
    normal_quantile, poisson_quantile,
};
use libm::{exp, log, log1p, pow};

/// The distribution of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)] // the names of the parameters are those of the distributions
pub enum Target {
    /// Uniform between two ends.
    Uniform { low: f64, high: f64 },
    /// Normal.
    Normal { mean: f64, sd: f64 },
    /// Log-normal, by mean and standard deviation of the logarithm.
    LogNormal { mu: f64, sigma: f64 },
    /// Triangular.
    Triangular { low: f64, mode: f64, high: f64 },
    /// Exponential.
    Exponential { mean: f64 },
    /// Gamma.
    Gamma { shape: f64, scale: f64 },
    /// Weibull.
    Weibull { shape: f64, scale: f64 },
    /// Beta on the unit interval.
    Beta { a: f64, b: f64 },
    /// Uniform in the logarithm; both ends positive.
    LogUniform { low: f64, high: f64 },
    /// Normal cut to an interval; `mean` and `sd` are those before cutting.
    TruncatedNormal { mean: f64, sd: f64, low: f64, high: f64 },
    /// Poisson.
    Poisson { mean: f64 },
    /// Failures before the `r`-th success.
    NegativeBinomial { r: f64, p: f64 },
    /// Successes in `n` trials.
    Binomial { n: u64, p: f64 },
}

impl Target {
    /// Value at the probability `u` in `(0, 1)`.
    pub fn inverse(&self, u: f64) -> f64 {
        match *self {
            Target::Uniform { low, high } => low + u * (high - low),
            Target::Normal { mean, sd } => mean + sd * normal_quantile(u),
            Target::LogNormal { mu, sigma } => exp(mu + sigma * normal_quantile(u)),
            Target::Triangular { low, mode, high } => {
                let cut = (mode - low) / (high - low);
                if u <= cut {
                    low + (u * (high - low) * (mode - low)).sqrt()
                } else {
                    high - ((1.0 - u) * (high - low) * (high - mode)).sqrt()
                }
            }
            Target::Exponential { mean } => -mean * log1p(-u),
            Target::Gamma { shape, scale } => scale * gamma_quantile(u, shape),
            Target::Weibull { shape, scale } => scale * pow(-log1p(-u), 1.0 / shape),
            Target::Beta { a, b } => beta_quantile(u, a, b),
            Target::LogUniform { low, high } => low * exp(u * log(high / low)),
            Target::TruncatedNormal { mean, sd, low, high } => {
                let (a, b) = ((low - mean) / sd, (high - mean) / sd);
                // work in the lower tail when the interval lies above the mean
                let z = if a > 0.0 {
                    let (upper, lower) = (normal_cdf(-a), normal_cdf(-b));
                    -normal_quantile(upper - u * (upper - lower))
                } else {
                    let (lower, upper) = (normal_cdf(a), normal_cdf(b));
                    normal_quantile(lower + u * (upper - lower))
                };
                (mean + sd * z).clamp(low, high)
            }
            Target::Poisson { mean } => poisson_quantile(u, mean) as f64,
            Target::NegativeBinomial { r, p } => negative_binomial_quantile(u, r, p) as f64,
            Target::Binomial { n, p } => binomial_quantile(u, n, p) as f64,
        }
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        self.moments().0
    }

    /// Variance.
    pub fn variance(&self) -> f64 {
        self.moments().1
    }

    fn moments(&self) -> (f64, f64) {
        let square = |x: f64| x * x;
        match *self {
            Target::Uniform { low, high } => (0.5 * (low + high), square(high - low) / 12.0),
            Target::Normal { mean, sd } => (mean, sd * sd),
            Target::LogNormal { mu, sigma } => {
                let s2 = sigma * sigma;
                (exp(mu + 0.5 * s2), libm::expm1(s2) * exp(2.0 * mu + s2))
            }
            Target::Triangular { low, mode, high } => {
                let spread = low * low + mode * mode + high * high - low * mode - low * high - mode * high;
                ((low + mode + high) / 3.0, spread / 18.0)
            }
            Target::Exponential { mean } => (mean, mean * mean),
            Target::Gamma { shape, scale } => (shape * scale, shape * scale * scale),
            Target::Weibull { shape, scale } => {
                let (g1, g2) = (exp(ln_gamma(1.0 + 1.0 / shape)), exp(ln_gamma(1.0 + 2.0 / shape)));
                (scale * g1, scale * scale * (g2 - g1 * g1))
            }
            Target::Beta { a, b } => (a / (a + b), a * b / (square(a + b) * (a + b + 1.0))),
            Target::LogUniform { low, high } => {
                let range = log(high / low);
                let mean = (high - low) / range;
                (mean, (high * high - low * low) / (2.0 * range) - mean * mean)
            }
            Target::TruncatedNormal { mean, sd, low, high } => {
                let (a, b) = ((low - mean) / sd, (high - mean) / sd);
                let mass = normal_cdf(b) - normal_cdf(a);
                let (da, db) = (normal_density(a), normal_density(b));
                let shift = (da - db) / mass;
                let edge = |x: f64, d: f64| if x.is_infinite() { 0.0 } else { x * d };
                let v = 1.0 + (edge(a, da) - edge(b, db)) / mass - shift * shift;
                (mean + sd * shift, sd * sd * v)
            }
            Target::Poisson { mean } => (mean, mean),
            Target::NegativeBinomial { r, p } => (r * (1.0 - p) / p, r * (1.0 - p) / (p * p)),
            Target::Binomial { n, p } => (n as f64 * p, n as f64 * p * (1.0 - p)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(Target::Uniform { low: 2.0, high: 7.0 }.inverse(0.5), 4.5);
        assert_eq!(Target::Binomial { n: 20, p: 0.3 }.inverse(0.5), 6.0);
        let far = Target::TruncatedNormal { mean: 0.0, sd: 1.0, low: 10.0, high: f64::INFINITY };
        assert!(far.inverse(0.5) > 10.0 && far.inverse(0.5) < 10.2);
    }
}
