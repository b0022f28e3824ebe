//! Scores of probabilistic forecasts against what happened: smaller is better, in the unit of the quantity.
//!
//! # References
//! - T. Gneiting, A. E. Raftery (2007), JASA 102: 359-378 (proper scores, interval score).

mod binary;
mod crps;
mod interval;
mod pit;
mod skill;

pub use binary::{brier, log_loss};
pub use crps::{crps, crps_weighted};
pub use interval::{central_interval, interval_score, weighted_interval_score};
pub use pit::{Pit, pit};
pub use skill::{Coverage, climatology_crps, coverage, skill};

#[cfg(test)]
mod tests {
    use super::*;

    /// Against scoringrules 0.10 (Python): `crps_ensemble(estimator="nrg")`, `interval_score`, `brier_score`, `log_score`; and its `weighted_interval_score` with NumPy's
    /// quantiles less half the median, to which it adds the median itself where the definition (Bracher et al. 2021) has the distance to it.
    #[test]
    fn scores_are_those_of_scoringrules() {
        let (ensemble, seen) = ([3.0, 7.0, 7.5, 11.0, 2.0, 19.0, 8.25, 6.5], 9.0);
        let near = |found: f64, answer: f64| assert!((found - answer).abs() < 1e-9, "{found} and {answer}");
        near(crps(&ensemble, seen), 1.394_531_25);
        near(interval_score(super::super::Interval { low: 2.5, high: 14.0 }, 0.1, seen), 11.5);
        let (median, intervals) = (7.25, 4.5);
        let its = 1.761_805_555_555_555_4 - 0.5 * median / intervals;
        let score = weighted_interval_score(&ensemble, &[0.1, 0.2, 0.5, 0.8], seen);
        near(score, its + 0.5 * (seen - median) / intervals);
        near(brier(0.3, true), 0.49);
        near(log_loss(0.3, true), 1.203_972_804_325_936);
        near(log_loss(0.3, false), 0.356_674_943_938_732_45);
    }
}
