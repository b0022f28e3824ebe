//! Stands in for the engine's distributions until they are merged.

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
    /// Mean, roughly.
    pub fn mean(&self) -> f64 {
        match *self {
            Distribution::Constant { value } => value,
            Distribution::Exponential { mean }
            | Distribution::Poisson { mean }
            | Distribution::Geometric { mean }
            | Distribution::Normal { mean, .. } => mean,
            Distribution::Uniform { low, high } => (low + high) / 2.0,
            Distribution::LogNormal { median, sigma } => median * libm::exp(sigma * sigma / 2.0),
            Distribution::Gamma { shape, scale } => shape * scale,
            Distribution::Beta { alpha, beta } => alpha / (alpha + beta),
            Distribution::Weibull { scale, .. } => scale,
            Distribution::Triangular { low, mode, high } => (low + mode + high) / 3.0,
        }
    }

    /// Nothing is checked here.
    pub fn fault(&self) -> Option<&'static str> {
        None
    }
}
