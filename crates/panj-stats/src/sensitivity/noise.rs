//! Variation between design points against the noise of finitely many replications at each.
//!
//! # References
//! - S. R. Searle, G. Casella, C. E. McCulloch (1992), *Variance Components*, chapter 3 (one-way random effects).

use super::super::summary::{Summary, mean};

/// Variance of the outcome taken apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoiseSplit {
    /// Mean variance among replications at one design point.
    pub within: f64,
    /// Variance of the true means between design points, noise taken out (0 when noise explains all of it).
    pub between: f64,
    /// Variance of the observed means of design points.
    pub of_means: f64,
    /// Share of the variance of observed means that is noise, in `[0, 1]`: sensitivity indices computed from the means
    /// cannot explain it.
    pub noise_share: f64,
}

/// Splits the variance of `outputs[point][replication]`; points with fewer than two replications say nothing about the
/// noise. Members are NaN when fewer than two points remain. Noise is taken to be independent between points: with
/// common random numbers across points the noise share is an upper bound.
pub fn noise_split(outputs: &[Vec<f64>]) -> NoiseSplit {
    let points: Vec<Summary> = outputs.iter().map(|r| Summary::of(r)).filter(|s| s.n >= 2).collect();
    let within = mean(&points.iter().map(Summary::variance).collect::<Vec<_>>());
    let of_means = Summary::of(&points.iter().map(|s| s.mean).collect::<Vec<_>>()).variance();
    let noise = mean(&points.iter().map(|s| s.variance() / s.n as f64).collect::<Vec<_>>());
    let share = noise / of_means;
    NoiseSplit {
        within,
        between: if of_means > noise { of_means - noise } else { 0.0 * of_means },
        of_means,
        noise_share: if of_means == 0.0 { 0.0 } else { share.clamp(0.0, 1.0) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_noise_and_all_noise() {
        let quiet = noise_split(&[vec![1.0, 1.0], vec![3.0, 3.0]]);
        assert_eq!((quiet.within, quiet.noise_share), (0.0, 0.0));
        assert!((quiet.between - 2.0).abs() < 1e-12);
        let noisy = noise_split(&[vec![0.0, 2.0], vec![2.0, 0.0]]);
        assert_eq!((noisy.between, noisy.of_means), (0.0, 0.0));
    }
}
