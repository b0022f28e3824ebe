//! Bounds of what an audit and a search for changes may cost, however they are asked for.

use std::ops::RangeInclusive;

use super::asked::AskError;
use super::design::{AuditQuestion, DiscoverQuestion};

/// Of the steps of the bisection for a flip value.
pub const STEPS: RangeInclusive<u64> = 0..=40;
/// Of the flip values that are looked for.
pub const FLIPS: RangeInclusive<u64> = 0..=10_000;
/// Of the trajectories of the screening.
pub const TRAJECTORIES: RangeInclusive<u64> = 0..=1_000;
/// Of the base points of the total indices.
pub const BASE_POINTS: RangeInclusive<u64> = 0..=10_000;
/// Of the assumptions of which total indices are computed.
pub const FACTORS: RangeInclusive<u64> = 1..=100;
/// Of the worlds at each point.
pub const WORLDS_AT_A_POINT: RangeInclusive<u64> = 2..=100_000;
/// Of the values of each assumption in a table of answers.
pub const CELLS: RangeInclusive<u64> = 0..=100;
/// Of the changes in a set.
pub const CHANGES: RangeInclusive<u64> = 1..=3;
/// Of the sets of each size that are tried.
pub const SETS: RangeInclusive<u64> = 1..=100_000;
/// Of the lost worlds in which they are tried.
pub const LOST_WORLDS: RangeInclusive<u64> = 1..=1_000_000;

fn within(bounded: &[(&'static str, u64, RangeInclusive<u64>)]) -> Result<(), AskError> {
    match bounded.iter().find(|(_, value, range)| !range.contains(value)) {
        Some((name, value, range)) => {
            Err(AskError::Bounds { name, value: *value, least: *range.start(), most: *range.end() })
        }
        None => Ok(()),
    }
}

impl AuditQuestion {
    /// Makes sure that it costs no more than can be paid.
    ///
    /// # Errors
    /// [`AskError::Bounds`].
    pub fn check(&self) -> Result<(), AskError> {
        within(&[
            ("steps", self.steps as u64, STEPS),
            ("most_flips", self.most_flips as u64, FLIPS),
            ("trajectories", self.trajectories as u64, TRAJECTORIES),
            ("points", self.points as u64, BASE_POINTS),
            ("most_factors", self.most_factors as u64, FACTORS),
            ("worlds", self.worlds, WORLDS_AT_A_POINT),
            ("cells", self.cells as u64, CELLS),
        ])
    }
}

impl DiscoverQuestion {
    /// Makes sure that it costs no more than can be paid, and that the share is one.
    ///
    /// # Errors
    /// [`AskError::Bounds`], [`AskError::Share`].
    pub fn check(&self) -> Result<(), AskError> {
        within(&[
            ("most", self.most as u64, CHANGES),
            ("sets", self.sets as u64, SETS),
            ("worlds", self.worlds as u64, LOST_WORLDS),
        ])?;
        if self.share > 0.0 && self.share < 1.0 { Ok(()) } else { Err(AskError::Share(self.share.to_string())) }
    }
}
