//! Probability distributions as plain data.
//!
//! # Contract
//! - [`Distribution::sample`] takes one number from the stream and is monotone in it (inversion), for every distribution
//!   but gamma and beta: two runs with different parameters stay in step, draw for draw (Law 2015, sec. 11.2.3).
//! - Gamma uses Marsaglia and Tsang's method on the stream it is given: with another parameter nearly all draws (above
//!   95 %) keep their place, and the outcome is monotone in its normal number. Beta is made of two gammas whose first
//!   attempts stand at fixed places of the stream.
//! - [`Distribution::quantile`] is exact inversion for every distribution, for designs that need it (Latin hypercube, Sobol').
//! - Parameters are checked by [`Distribution::fault`]; sampling with faulty parameters gives an unspecified number, never
//!   a panic and never an endless loop.
//!
//! # References
//! - Law, A. M. (2015). *Simulation Modeling and Analysis*, 5th ed., ch. 8.
//! - Marsaglia, G. & Tsang, W. W. (2000). A simple method for generating gamma variables. *ACM TOMS* 26(3), 363-372.

use super::stream::Stream;
use crate::math;

/// A distribution of numbers: durations in days, numbers of people, shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same value.
    Constant {
        /// The value.
        value: f64,
    },
    /// Exponential, on (0, inf).
    Exponential {
        /// The mean, above 0.
        mean: f64,
    },
    /// Uniform, on (low, high).
    Uniform {
        /// The lower end.
        low: f64,
        /// The upper end, not below `low`.
        high: f64,
    },
    /// Log-normal, on (0, inf).
    LogNormal {
        /// The median, above 0.
        median: f64,
        /// The standard deviation of the logarithm, not negative.
        sigma: f64,
    },
    /// Normal.
    Normal {
        /// The mean.
        mean: f64,
        /// The standard deviation, not negative.
        sd: f64,
    },
    /// Gamma, on (0, inf), with mean shape x scale.
    Gamma {
        /// The shape, above 0.
        shape: f64,
        /// The scale, above 0.
        scale: f64,
    },
    /// Beta, on (0, 1), with mean alpha / (alpha + beta).
    Beta {
        /// The first shape, above 0.
        alpha: f64,
        /// The second shape, above 0.
        beta: f64,
    },
    /// Weibull, on (0, inf): the distribution function is 1 - exp(-(x / scale)^shape).
    Weibull {
        /// The shape, above 0.
        shape: f64,
        /// The scale, above 0.
        scale: f64,
    },
    /// Triangular, on (low, high).
    Triangular {
        /// The lower end.
        low: f64,
        /// The most likely value, from `low` to `high`.
        mode: f64,
        /// The upper end.
        high: f64,
    },
    /// Poisson, on 0, 1, 2...
    Poisson {
        /// The mean, from 0 to 1e7.
        mean: f64,
    },
    /// Geometric, on 1, 2, 3... : the number of trials up to and with the first success, of probability 1 / mean.
    Geometric {
        /// The mean, at least 1.
        mean: f64,
    },
}

impl Distribution {
    /// A number drawn from the distribution.
    #[inline]
    pub fn sample(&self, stream: &mut Stream) -> f64 {
        match *self {
            Distribution::Exponential { mean } => mean * stream.exponential(),
            Distribution::Gamma { shape, scale } => {
                let first = Attempt::draw(stream);
                scale * first.gamma(shape, stream).value()
            }
            Distribution::Beta { alpha, beta } => {
                let (first, second) = (Attempt::draw(stream), Attempt::draw(stream));
                first.gamma(alpha, stream).share(&second.gamma(beta, stream))
            }
            _ => self.quantile(stream.uniform()),
        }
    }

    /// Fills a block with numbers drawn from the distribution: those that [`Distribution::sample`] would give one after another,
    /// several computed at once.
    pub fn samples(&self, stream: &mut Stream, block: &mut [f64]) {
        match *self {
            Distribution::Exponential { mean } => {
                stream.uniforms(block);
                math::logs(block);
                block.iter_mut().for_each(|log| *log *= -mean);
            }
            Distribution::Gamma { .. } | Distribution::Beta { .. } => {
                block.iter_mut().for_each(|value| *value = self.sample(stream));
            }
            _ => {
                stream.uniforms(block);
                self.quantiles(block);
            }
        }
    }

    /// Turns each number `p` of a block into [`Distribution::quantile`]`(p)`, several at once.
    pub fn quantiles(&self, block: &mut [f64]) {
        match *self {
            Distribution::LogNormal { median, sigma } if sigma != 0.0 => {
                math::normal_quantiles(block);
                block.iter_mut().for_each(|z| *z *= sigma);
                math::exps(block);
                block.iter_mut().for_each(|factor| *factor *= median);
            }
            Distribution::Normal { mean, sd } if sd != 0.0 => {
                math::normal_quantiles(block);
                block.iter_mut().for_each(|z| *z = mean + sd * *z);
            }
            _ => block.iter_mut().for_each(|p| *p = self.quantile(*p)),
        }
    }

    /// The value below which a share `p` of the distribution lies (for whole numbers: the least that reaches `p`).
    ///
    /// `p` from 0 to 1; at the ends it gives the ends of the distribution, which may be infinite.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        match *self {
            Distribution::Constant { value } => value,
            Distribution::Exponential { mean } => -mean * libm::log1p(-p),
            Distribution::Uniform { low, high } => low + (high - low) * p,
            Distribution::LogNormal { median, sigma: 0.0 } => median,
            Distribution::LogNormal { median, sigma } => median * libm::exp(sigma * math::normal_quantile(p)),
            Distribution::Normal { mean, sd: 0.0 } => mean,
            Distribution::Normal { mean, sd } => mean + sd * math::normal_quantile(p),
            Distribution::Gamma { shape, scale } => scale * math::gamma_quantile(shape, p),
            Distribution::Beta { alpha, beta } => math::beta_quantile(alpha, beta, p),
            Distribution::Weibull { shape, scale } => scale * libm::pow(-libm::log1p(-p), 1.0 / shape),
            Distribution::Triangular { low, mode, high } => {
                let (span, left) = (high - low, mode - low);
                if p * span < left {
                    low + libm::sqrt(p * span * left)
                } else {
                    high - libm::sqrt((1.0 - p) * span * (high - mode))
                }
            }
            Distribution::Poisson { mean } => math::poisson_quantile(mean, p),
            Distribution::Geometric { mean } => math::geometric_quantile(mean, p),
        }
    }

    /// The expected value.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match *self {
            Distribution::Constant { value } => value,
            Distribution::Exponential { mean }
            | Distribution::Normal { mean, .. }
            | Distribution::Poisson { mean }
            | Distribution::Geometric { mean } => mean,
            Distribution::Uniform { low, high } => 0.5 * (low + high),
            Distribution::LogNormal { median, sigma } => median * libm::exp(0.5 * sigma * sigma),
            Distribution::Gamma { shape, scale } => shape * scale,
            Distribution::Beta { alpha, beta } => alpha / (alpha + beta),
            Distribution::Weibull { shape, scale } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Distribution::Triangular { low, mode, high } => (low + mode + high) / 3.0,
        }
    }

    /// The variance.
    #[must_use]
    pub fn variance(&self) -> f64 {
        match *self {
            Distribution::Constant { .. } => 0.0,
            Distribution::Exponential { mean } => mean * mean,
            Distribution::Uniform { low, high } => (high - low) * (high - low) / 12.0,
            Distribution::LogNormal { sigma, .. } => {
                let mean = self.mean();
                mean * mean * libm::expm1(sigma * sigma)
            }
            Distribution::Normal { sd, .. } => sd * sd,
            Distribution::Gamma { shape, scale } => shape * scale * scale,
            Distribution::Beta { alpha, beta } => {
                let sum = alpha + beta;
                alpha * beta / (sum * sum * (sum + 1.0))
            }
            Distribution::Weibull { shape, scale } => {
                let first = libm::tgamma(1.0 + 1.0 / shape);
                scale * scale * (libm::tgamma(1.0 + 2.0 / shape) - first * first)
            }
            Distribution::Triangular { low, mode, high } => {
                let (a, b, c) = (mode - low, high - low, high - mode);
                (a * a + b * b + c * c) / 36.0
            }
            Distribution::Poisson { mean } => mean,
            Distribution::Geometric { mean } => mean * (mean - 1.0),
        }
    }

    /// The first rule that the parameters break, in words; None if they are sound.
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        let finite = |x: f64| x.is_finite();
        let positive = |x: f64| x > 0.0 && x.is_finite();
        let rules: [(bool, &'static str); 2] = match *self {
            Distribution::Constant { value } => [(finite(value), "the value must be finite"), SOUND],
            Distribution::Exponential { mean } => [(positive(mean), "the mean must be above 0 and finite"), SOUND],
            Distribution::Uniform { low, high } => {
                [(finite(low) && finite(high), "the ends must be finite"), (low <= high, "low must not be above high")]
            }
            Distribution::LogNormal { median, sigma } => [
                (positive(median), "the median must be above 0 and finite"),
                (sigma >= 0.0 && finite(sigma), "sigma must not be negative and must be finite"),
            ],
            Distribution::Normal { mean, sd } => [
                (finite(mean), "the mean must be finite"),
                (sd >= 0.0 && finite(sd), "sd must not be negative and must be finite"),
            ],
            Distribution::Gamma { shape, scale } | Distribution::Weibull { shape, scale } => [
                (positive(shape), "the shape must be above 0 and finite"),
                (positive(scale), "the scale must be above 0 and finite"),
            ],
            Distribution::Beta { alpha, beta } => [
                (positive(alpha), "alpha must be above 0 and finite"),
                (positive(beta), "beta must be above 0 and finite"),
            ],
            Distribution::Triangular { low, mode, high } => [
                (finite(low) && finite(high), "the ends must be finite"),
                (low <= mode && mode <= high, "low, mode and high must be in this order"),
            ],
            Distribution::Poisson { mean } => [((0.0..=1e7).contains(&mean), "the mean must be from 0 to 1e7"), SOUND],
            Distribution::Geometric { mean } => [(mean >= 1.0 && finite(mean), "the mean must be at least 1"), SOUND],
        };
        rules.into_iter().find(|(holds, _)| !holds).map(|(_, rule)| rule)
    }
}

const SOUND: (bool, &str) = (true, "");

/// The three numbers of one attempt of Marsaglia and Tsang's method. All three are drawn whatever the shape, so that what
/// follows keeps its place in the stream.
struct Attempt {
    normal: f64,
    accept: f64,
    boost: f64,
}

/// A gamma number with scale 1, as a product: for small shapes it may be less than the least float.
struct Gamma {
    base: f64,
    ln_boost: f64,
}

impl Gamma {
    #[inline]
    fn value(&self) -> f64 {
        if self.ln_boost == 0.0 { self.base } else { self.base * libm::exp(self.ln_boost) }
    }

    /// This number divided by the sum of both.
    #[inline]
    fn share(&self, other: &Gamma) -> f64 {
        let ratio = other.base / self.base;
        let boost = other.ln_boost - self.ln_boost;
        1.0 / (1.0 + if boost == 0.0 { ratio } else { ratio * libm::exp(boost) })
    }
}

/// Faulty (NaN) parameters must not loop for ever; with sound ones an attempt succeeds with probability above 0.95.
const MOST_ATTEMPTS: u32 = 1000;

impl Attempt {
    #[inline]
    fn draw(stream: &mut Stream) -> Attempt {
        Attempt { normal: stream.normal(), accept: stream.uniform(), boost: stream.uniform() }
    }

    /// Completes the attempt, with more numbers from the stream if it fails.
    #[inline]
    fn gamma(self, shape: f64, stream: &mut Stream) -> Gamma {
        // A shape below 1 is raised by 1, and the number multiplied by a uniform to the power 1 / shape.
        let small = shape < 1.0;
        let ln_boost = if small { libm::log(self.boost) / shape } else { 0.0 };
        let d = if small { shape + 2.0 / 3.0 } else { shape - 1.0 / 3.0 };
        let c = 1.0 / libm::sqrt(9.0 * d);
        let (mut x, mut u) = (self.normal, self.accept);
        for _ in 0..MOST_ATTEMPTS {
            let root = 1.0 + c * x;
            if root > 0.0 {
                let (v, square) = (root * root * root, x * x);
                let surely = u < 1.0 - 0.0331 * square * square;
                if surely || libm::log(u) < 0.5 * square + d * (1.0 - v + libm::log(v)) {
                    return Gamma { base: d * v, ln_boost };
                }
            }
            (x, u) = (stream.normal(), stream.uniform());
        }
        Gamma { base: d, ln_boost }
    }
}

#[cfg(test)]
mod tests;
