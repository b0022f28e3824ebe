//! Times that a horizon cuts off: they are censored, never dropped and never counted as the horizon.
//!
//! Times are durations since the individual came under observation, non-negative, in days; `event[i]` is false when
//! observation `i` ended without the event. Censoring must not depend on the time that would have followed, as holds
//! for a horizon fixed in advance.

mod clusters;
mod competing;
mod kaplan_meier;
mod log_rank;
mod restricted;

pub use competing::{CumulativeIncidence, IncidenceStep};
pub use kaplan_meier::{KaplanMeier, RestrictedMean, Step};
pub use log_rank::{LogRank, log_rank};
pub use restricted::restricted_values;

/// Maximum-likelihood rate of an exponential time with censoring: events over total time at risk.
pub fn exponential_rate(times: &[f64], event: &[bool]) -> f64 {
    event.iter().filter(|e| **e).count() as f64 / super::summary::sum(times)
}
