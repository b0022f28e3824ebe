//! The noise of finitely many worlds against the effects of parameters.
//!
//! All points share their worlds, so `output[point][world] = mean + point + world + rest`: what all worlds add to all
//! points alike does no harm, and only the rest, over the number of worlds, blurs the differences between points.
//!
//! Its share of the variance of the means stands beside the indices, which are not cleared of it. Dividing by one minus the
//! share holds for worlds that are drawn anew at each point; in the same worlds neighbouring points have nearly the same
//! rest, which a total index then never contained, and clearing would put first-order indices above totals.
//!
//! # References
//! - S. R. Searle, G. Casella, C. E. McCulloch (1992), *Variance Components*, chapter 4 (two-way crossed).

use serde::{Deserialize, Serialize};

use crate::stats::mcb::residual_variance;
use crate::stats::sensitivity::noise_split;
use crate::stats::summary::variance;

/// Chance against parameters, in one outcome.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Noise {
    /// Mean variance among worlds at one point.
    pub within: f64,
    /// Variance of the means of points.
    pub of_means: f64,
    /// Variance that chance adds to a mean, what all points share taken out; NaN with one world.
    pub of_a_mean: f64,
    /// Share of the variance of the means that is chance, from 0 to 1; NaN with one world, or where means are all alike.
    pub share: f64,
}

impl Noise {
    /// Noise of `values[point][world]`, whose means are `outputs`. Where these are all alike there is nothing to share.
    pub fn of(values: &[&[f64]], outputs: &[f64]) -> Noise {
        let worlds = values.first().map_or(0, |row| row.len());
        let whole = values.iter().all(|row| row.iter().all(|value| !value.is_nan()));
        let of_means = variance(outputs);
        if worlds < 2 {
            return Noise { within: f64::NAN, of_means, of_a_mean: f64::NAN, share: f64::NAN };
        }
        let known = |row: &&[f64]| row.iter().copied().filter(|value| !value.is_nan()).collect::<Vec<f64>>();
        let known: Vec<Vec<f64>> = values.iter().map(known).collect();
        let split = noise_split(&known);
        let of_a_mean =
            if whole { residual_variance(&known).0 / worlds as f64 } else { split.noise_share * split.of_means };
        let share = if of_means > 0.0 { (of_a_mean / of_means).clamp(0.0, 1.0) } else { f64::NAN };
        Noise { within: split.within, of_means, of_a_mean, share }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_points_share_is_no_noise() {
        let worlds = [5.0, -3.0, 9.0];
        let values: Vec<Vec<f64>> = [1.0, 2.0, 4.0].iter().map(|p| worlds.iter().map(|w| p + w).collect()).collect();
        let outputs: Vec<f64> = values.iter().map(|row: &Vec<f64>| row.iter().sum::<f64>() / 3.0).collect();
        let noise = Noise::of(&values.iter().map(Vec::as_slice).collect::<Vec<_>>(), &outputs);
        assert!(noise.within > 30.0 && noise.of_a_mean < 1e-20 && noise.share < 1e-20);
    }
}
