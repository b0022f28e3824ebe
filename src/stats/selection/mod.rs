//! Selection of the best system with a guarantee, and how to share further replications among systems.
//!
//! Larger means are better throughout; negate the data when smaller is better.

mod kim_nelson;
mod ocba;
mod rinott;
mod subset;

pub use kim_nelson::{Elimination, KimNelson, Outcome, kim_nelson};
pub use ocba::{OcbaShares, ocba_shares};
pub use rinott::{RinottStage, rinott_stage};
pub use subset::{Subset, subset_common_worlds, subset_independent};

/// Index of the largest value, the first of ties; `None` when empty.
pub(crate) fn argmax(values: &[f64]) -> Option<usize> {
    (0..values.len()).reduce(|best, i| if values[i] > values[best] { i } else { best })
}
