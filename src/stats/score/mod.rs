//! Scores of probabilistic forecasts against what happened: smaller is better, in the unit of the quantity.
//!
//! # References
//! - T. Gneiting, A. E. Raftery (2007), JASA 102: 359-378 (proper scores, energy score, interval score).
//! - C. A. T. Ferro (2014), Quarterly J. Royal Meteorological Society 140: 1917-1923 (fair scores of ensembles).

mod binary;
mod crps;
mod interval;
mod multivariate;
mod parametric;
mod pit;
mod skill;

pub use binary::{brier, log_loss, ranked_probability_score};
pub use crps::{crps, crps_fair, crps_threshold, crps_weighted};
pub use interval::{central_interval, interval_score, weighted_interval_score};
pub use multivariate::{energy_score, energy_score_fair, variogram_score};
pub use parametric::{Forecast, crps_parametric, log_score};
pub use pit::{Pit, pit, rank_histogram};
pub use skill::{Coverage, climatology_crps, coverage, dawid_sebastiani, log_score_normal_fit, skill};
