//! Which policy to choose: selection of the best with an indifference zone.
//!
//! Kim and Nelson's sequential procedure goes through the worlds in their order. With the stated probability it selects
//! the best policy if that is better than all others by the indifference zone or more; else one that is about as good.
//! Where the worlds do not suffice, it says how many would at most.

use serde::{Deserialize, Serialize};

use super::sign;
use crate::experiment::{ERROR, FIRST_STAGE};
use crate::outcome::Better;
use crate::stats::selection::{Outcome, kim_nelson};
use crate::stats::summary::Summary;

/// Indifference zone where none is given, in standard deviations of the baseline (if it has none: the largest).
const SMALL: f64 = 0.1;

/// Where an indifference zone comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// It was asked for.
    Given,
    /// A tenth of the standard deviation between worlds under the baseline.
    OfBaseline,
    /// The same of the policy under which it is largest, as the baseline does not vary.
    OfLargest,
    /// Nothing varies: any difference is one, and the number stands for none.
    None,
}

/// A selection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Selection {
    /// Difference that does not matter, in the metric's unit.
    pub indifference: f64,
    /// Where that comes from.
    pub zone: Zone,
    /// Probability with which the selection is right.
    pub confidence: f64,
    /// Worlds of the first stage.
    pub first_stage: usize,
    /// The policy selected; None while it is not settled.
    pub selected: Option<String>,
    /// Worlds after which it was; when not settled: all that there are.
    pub worlds: usize,
    /// Policies that are still in the race.
    pub left: Vec<String>,
    /// Worlds that settle it at the latest; None when it is settled.
    pub at_most: Option<usize>,
}

/// Selects among the policies that `able` numbers, whose values are `rows[rank][world]`; None when no direction is better, there is one policy, or there are fewer than two worlds.
pub fn select(
    (able, rows): (&[usize], &[Vec<f64>]),
    policies: &[String],
    baseline: usize,
    better: Better,
    indifference: Option<f64>,
) -> Option<Selection> {
    let sign = sign(better)?;
    let worlds = rows.first()?.len();
    if rows.len() < 2 || worlds < 2 {
        return None;
    }
    // A spread that only rounding made is none.
    let spread_of = |row: &Vec<f64>| {
        let summary = Summary::of(row);
        if summary.sd > 1e-12 * summary.mean.abs() { summary.sd } else { 0.0 }
    };
    let own = able.iter().position(|policy| *policy == baseline).map_or(0.0, |rank| spread_of(&rows[rank]));
    let spread = if own > 0.0 { own } else { rows.iter().map(spread_of).fold(0.0, f64::max) };
    // Without any spread the first stage decides, whatever the zone.
    let (indifference, zone) = match indifference.filter(|zone| *zone > 0.0) {
        Some(given) => (given, Zone::Given),
        None if own > 0.0 => (SMALL * own, Zone::OfBaseline),
        None if spread > 0.0 => (SMALL * spread, Zone::OfLargest),
        None => (1.0, Zone::None),
    };
    let first_stage = FIRST_STAGE.min(worlds);
    let oriented: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().map(|v| sign * v).collect()).collect();
    let run = kim_nelson(&oriented, ERROR, indifference, first_stage)?;
    let names = |systems: &[usize]| systems.iter().map(|&at| policies[able[at]].clone()).collect();
    let (selected, used, at_most) = match run.outcome() {
        Outcome::Selected { system, observations } => (Some(policies[able[*system]].clone()), *observations, None),
        _ => (None, worlds, run.limits().into_iter().max().map(|most| most.saturating_add(1))),
    };
    Some(Selection {
        indifference,
        zone,
        confidence: 1.0 - ERROR,
        first_stage,
        selected,
        worlds: used,
        left: names(run.survivors()),
        at_most,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clear_best_is_selected_and_a_close_race_is_not() {
        let names = ["a".to_owned(), "b".to_owned()];
        let a: Vec<f64> = (0..60).map(|w| f64::from(w * w % 11)).collect();
        let b: Vec<f64> = (0..60).map(|w| f64::from(w * 7 % 11) - 8.0).collect();
        let clear = select((&[0, 1], &[a.clone(), b]), &names, 0, Better::Lower, Some(2.0)).unwrap();
        assert_eq!(clear.selected.as_deref(), Some("b"));
        let c: Vec<f64> = a.iter().rev().copied().collect();
        let close = select((&[0, 1], &[a, c]), &names, 0, Better::Lower, Some(0.01)).unwrap();
        assert_eq!((close.selected, close.left.len()), (None, 2));
        assert!(close.at_most.unwrap() > 60);
    }
}
