//! The noise of finitely many worlds against the effects of parameters.
//!
//! All points share their worlds, so `output[point][world] = mean + point + world + rest`: what all worlds add to all
//! points alike does no harm, and only the rest, over the number of worlds, blurs the differences between points. Its
//! share `v` of the variance of the means is bias that indices can be cleared of: a total index counts it once in the
//! numerator and in the denominator, `(T - v) / (1 - v)`; a first-order index in the denominator, `S / (1 - v)`.
//!
//! # References
//! - S. R. Searle, G. Casella, C. E. McCulloch (1992), *Variance Components*, chapter 4 (two-way crossed).

use serde::Serialize;

use crate::stats::mcb::residual_variance;
use crate::stats::sensitivity::noise_split;
use crate::stats::summary::variance;

/// Chance against parameters, in one outcome.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Noise {
    /// Mean variance among worlds at one point.
    pub within: f64,
    /// Variance of the means of points.
    pub of_means: f64,
    /// Variance that chance adds to a mean, what all points share taken out; NaN with one world.
    pub of_a_mean: f64,
    /// Share of the variance of the means that is chance, from 0 to 1; NaN with one world.
    pub share: f64,
}

impl Noise {
    /// Noise of `values[point][world]`.
    pub fn of(values: &[Vec<f64>]) -> Noise {
        let worlds = values.first().map_or(0, Vec::len);
        let whole = values.iter().flatten().all(|value| !value.is_nan());
        let known = |row: &Vec<f64>| row.iter().copied().filter(|value| !value.is_nan()).collect::<Vec<f64>>();
        let split = noise_split(&values.iter().map(known).collect::<Vec<_>>());
        if worlds < 2 {
            let of_means = variance(&values.iter().flat_map(known).collect::<Vec<f64>>());
            return Noise { within: f64::NAN, of_means, of_a_mean: f64::NAN, share: f64::NAN };
        }
        let of_a_mean =
            if whole { residual_variance(values).0 / worlds as f64 } else { split.noise_share * split.of_means };
        let share = if split.of_means > 0.0 { (of_a_mean / split.of_means).clamp(0.0, 1.0) } else { 0.0 };
        Noise { within: split.within, of_means: split.of_means, of_a_mean, share }
    }

    /// A first-order index cleared of noise.
    pub fn clear_first(&self, index: f64) -> f64 {
        if self.share < 1.0 { index / (1.0 - self.share) } else { f64::NAN }
    }

    /// A total index cleared of noise; not below 0.
    pub fn clear_total(&self, index: f64) -> f64 {
        if self.share < 1.0 { ((index - self.share) / (1.0 - self.share)).max(0.0) } else { f64::NAN }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_points_share_is_no_noise() {
        let worlds = [5.0, -3.0, 9.0];
        let values: Vec<Vec<f64>> = [1.0, 2.0, 4.0].iter().map(|p| worlds.iter().map(|w| p + w).collect()).collect();
        let noise = Noise::of(&values);
        assert!(noise.within > 30.0 && noise.of_a_mean < 1e-20 && noise.share < 1e-20);
    }

    #[test]
    fn indices_are_cleared_of_a_known_share() {
        let noise = Noise { within: 1.0, of_means: 2.0, of_a_mean: 0.5, share: 0.25 };
        for (cleared, known) in
            [(noise.clear_first(0.3), 0.4), (noise.clear_total(0.55), 0.4), (noise.clear_total(0.1), 0.0)]
        {
            assert!((cleared - known).abs() < 1e-15, "{cleared} against {known}");
        }
    }
}
