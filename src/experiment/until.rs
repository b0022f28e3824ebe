//! Sampling until an interval is narrow enough, without spoiling its coverage.
//!
//! Looks are taken at replication counts fixed beforehand (100, then half as many again each time), so threads, shards
//! and restarts cannot move a decision. Look k uses an interval of level 1 - 0.05 · 6 / (π² k²); since these
//! shares of the error sum to 0.05, the interval at whatever look the sampling stops covers with at least 95 % as far
//! as each single interval does (the union bound).
//!
//! # References
//! - Y. S. Chow, H. Robbins (1965), Annals of Mathematical Statistics 36: 457-462 (fixed-width sequential intervals).
//! - P. W. Glynn, W. Whitt (1992), Annals of Applied Probability 2: 180-198 (why an early stop undercovers).

use std::f64::consts::PI;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::outcome::{Kind, Metric};
use crate::stats::proportion::wilson;
use crate::stats::summary::Summary;

/// Replications of the first look.
const FIRST_LOOK: u64 = 100;
/// Error that all looks share.
const ERROR: f64 = 0.05;

/// How narrow an interval is wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Width {
    /// Half-width in the metric's unit.
    Absolute(f64),
    /// Half-width as a share of the estimate.
    Relative(f64),
}

/// A metric whose interval is wanted that narrow, in every variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Id of the metric.
    pub metric: String,
    /// How narrow.
    pub width: Width,
}

/// Whether a goal was reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GoalReached {
    /// The goal as it was given.
    pub goal: String,
    /// Number of looks taken.
    pub looks: u32,
    /// Replications at the last look.
    pub replications: u64,
    /// Level of the interval at that look.
    pub level: f64,
    /// Half-width of the widest interval among variants.
    pub half_width: f64,
    /// Whether it is narrow enough.
    pub reached: bool,
}

impl FromStr for Goal {
    type Err = String;

    fn from_str(text: &str) -> Result<Goal, String> {
        let rule = || format!("`{text}` is not a goal: write METRIC:halfwidth=X or METRIC:relative=X, with X above 0");
        let (metric, width) = text.split_once(':').ok_or_else(rule)?;
        let (kind, number) = width.split_once('=').ok_or_else(rule)?;
        let number: f64 = number.trim().parse().map_err(|_| rule())?;
        if !(number > 0.0 && number.is_finite()) {
            return Err(rule());
        }
        let width = match kind.trim() {
            "halfwidth" => Width::Absolute(number),
            "relative" => Width::Relative(number),
            _ => return Err(rule()),
        };
        Ok(Goal { metric: metric.trim().to_owned(), width })
    }
}

/// Replication counts at which looks are taken, up to and with `most`.
pub fn looks(most: u64) -> impl Iterator<Item = u64> {
    let mut next = Some(FIRST_LOOK.min(most));
    std::iter::from_fn(move || {
        let look = next?;
        next = (look < most).then(|| (look + look.div_ceil(2)).min(most));
        Some(look)
    })
}

/// Level of the interval at look `number`, counted from 1.
pub fn level(number: u32) -> f64 {
    1.0 - ERROR * 6.0 / (PI * PI * f64::from(number) * f64::from(number))
}

impl Goal {
    /// Half-width of the interval at look `number` of the values of one variant, and whether it is narrow enough.
    pub fn look(&self, metric: &Metric, number: u32, values: &[f64]) -> (f64, bool) {
        let present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let (estimate, half_width) = if metric.kind == Kind::Event {
            let count = present.iter().filter(|&&value| value > 0.5).count() as u64;
            let interval = wilson(count, present.len() as u64, level(number));
            (count as f64 / present.len() as f64, interval.half_width())
        } else {
            let summary = Summary::of(&present);
            let interval = summary.t_interval(level(number));
            (summary.mean, interval.map_or(f64::INFINITY, |interval| interval.half_width()))
        };
        let wanted = match self.width {
            Width::Absolute(wanted) => wanted,
            Width::Relative(share) => share * estimate.abs(),
        };
        (half_width, half_width <= wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_fixed_and_end_at_the_most() {
        assert_eq!(looks(1_000).collect::<Vec<_>>(), [100, 150, 225, 338, 507, 761, 1_000]);
        assert_eq!(looks(30).collect::<Vec<_>>(), [30]);
    }

    #[test]
    fn levels_share_the_error() {
        let spent: f64 = (1..10_000).map(|k| 1.0 - level(k)).sum();
        assert!(spent < ERROR && spent > 0.999 * ERROR);
    }

    #[test]
    fn goals_are_read_from_text() {
        let goal: Goal = "days:halfwidth=0.5".parse().unwrap();
        assert_eq!(goal, Goal { metric: "days".into(), width: Width::Absolute(0.5) });
        for wrong in ["days", "days:halfwidth", "days:width=1", "days:relative=0", "days:relative=x"] {
            assert!(wrong.parse::<Goal>().is_err(), "{wrong}");
        }
    }
}
