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
