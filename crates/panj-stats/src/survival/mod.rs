//! Times that a horizon cuts off: they are censored, never dropped and never counted as the horizon.
//!
//! Times are durations since the individual came under observation, non-negative, in days; `event[i]` is false when
//! observation `i` ended without the event. Censoring must not depend on the time that would have followed, as holds
//! for a horizon fixed in advance.

mod clusters;
mod competing;
mod kaplan_meier;
mod restricted;

pub use competing::{CumulativeIncidence, IncidenceStep};
pub use kaplan_meier::{KaplanMeier, RestrictedMean, Step};
pub use restricted::restricted_values;

/// Observations by their times, each with its number; equal times in the order given where sums over clusters need one, else in any,
/// which takes half the time where many are equal. Sorted in place, since with a million observations memory is what a curve costs.
fn in_order(times: &[f64], in_clusters: bool) -> Vec<(f64, u32)> {
    let mut order: Vec<(f64, u32)> = (0..).zip(times).map(|(i, time)| (*time, i)).collect();
    if in_clusters {
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    } else {
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    }
    order
}
