//! Values of an outcome by variant and world, read from the rows of a result folder in a form that can be averaged.
//!
//! - An amount: its value. An event, or one level of several: 1 where it happened, else 0.
//! - A time: restricted to a horizon that all variants share (until which the curve of each is known), by [`restricted_values`]: worlds in which it did not happen count with what is known of them.
//! - Values that differ by rounding only are one value ([`crate::stats::precision`]).
//! - NaN where the replication failed, or the value does not exist (nobody was at risk).

use std::io;

use serde::{Deserialize, Serialize};

use crate::experiment::{Rows, Status};
use crate::outcome::{Better, Kind, KindName, Layout, Metric, outcome_name};
use crate::stats::precision::settle;
use crate::stats::survival::restricted_values;

/// What a mean of an outcome is, in tables.
pub(super) const MEAN: &str = "mean; probability of an event; a time is restricted to `horizon`";

/// Values of rows that are held in memory at a time.
const VALUES_AT_A_TIME: u64 = 8_000_000;

/// One outcome in all worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeValues {
    /// Metric.
    pub metric: Metric,
    /// Which level, for a metric of levels, else "".
    pub level: String,
    /// Where times are cut, days; NaN for other kinds.
    pub horizon: f64,
    /// `values[variant][world]`.
    pub values: Vec<Vec<f64>>,
    /// `happened[variant][world]`: 1 or 0 for an event, a level, and a time that came by the horizon; empty for amounts.
    pub happened: Vec<Vec<f64>>,
    /// For a time: `followed[variant][world]`, days until it happened or the horizon; else empty.
    pub followed: Vec<Vec<f64>>,
}

/// What an outcome is about: the part that all analyses tell alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Metric.
    pub metric: String,
    /// Which level, for a metric of levels, else "".
    pub level: String,
    /// Kind of the metric.
    pub kind: KindName,
    /// Unit of the metric.
    pub unit: String,
    /// What is measured.
    pub meaning: String,
    /// Which direction is better.
    pub better: Better,
    /// Where times are cut, days: the same under all variants.
    pub horizon: f64,
}

impl About {
    /// Whether both are about the same outcome. Equality asks more, and an outcome that nothing cuts (horizon NaN) does not
    /// even equal itself.
    pub fn is_same(&self, other: &About) -> bool {
        (&self.metric, &self.level) == (&other.metric, &other.level)
    }

    /// Name with the level, where it has one: "answer: aid".
    pub fn name(&self) -> String {
        outcome_name(&self.metric, &self.level)
    }

    /// Its unit as it is shown: "" for pure numbers.
    pub fn shown_unit(&self) -> &str {
        if self.unit == "1" { "" } else { &self.unit }
    }

    /// Whether values are shares: of what happens or does not.
    pub fn is_share(&self) -> bool {
        self.kind.is_share()
    }
}

impl OutcomeValues {
    /// Whether something can be said of a mean that rests on so many worlds: of a time, whether it came in as many under
    /// this variant. What never happened has no mean time (its restricted mean would be the horizon), and what happened
    /// once has no spread.
    pub fn came_in(&self, worlds: usize, variant: usize) -> bool {
        let came = || self.happened[variant].iter().filter(|happened| **happened > 0.5).count();
        self.metric.clock().is_none() || came() >= worlds
    }

    /// What the outcome is about.
    pub fn about(&self) -> About {
        About {
            metric: self.metric.id.to_string(),
            level: self.level.clone(),
            kind: self.metric.kind.name(),
            unit: self.metric.unit.to_string(),
            meaning: self.metric.meaning.to_string(),
            better: self.better(),
            horizon: self.horizon,
        }
    }

    /// Which direction of the values is better; no level is better by itself.
    pub fn better(&self) -> Better {
        if self.level.is_empty() { self.metric.better } else { Better::Neither }
    }

    /// Whether it is better that it happens: of a time, if sooner is better.
    pub fn better_that_it_happens(&self) -> Better {
        match (&self.metric.kind, self.better()) {
            (Kind::Time(_), Better::Lower) => Better::Higher,
            (Kind::Time(_), Better::Higher) => Better::Lower,
            (_, better) => better,
        }
    }

    fn plain(metric: &Metric, level: &str, mut values: Vec<Vec<f64>>) -> OutcomeValues {
        if metric.kind == Kind::Amount {
            settle(&mut values);
        }
        let happened = if metric.kind == Kind::Amount { Vec::new() } else { values.clone() };
        OutcomeValues {
            metric: metric.clone(),
            level: level.to_owned(),
            horizon: f64::NAN,
            values,
            happened,
            followed: Vec::new(),
        }
    }

    fn time(metric: &Metric, days: &[Vec<f64>], mut followed: Vec<Vec<f64>>) -> OutcomeValues {
        settle(&mut followed);
        let longest = |row: &Vec<f64>| row.iter().copied().filter(|d| !d.is_nan()).fold(f64::NEG_INFINITY, f64::max);
        let horizon = days.iter().zip(&followed).map(|(days, followed)| known_until(days, followed));
        let horizon = horizon.fold(f64::INFINITY, f64::min);
        let longest = followed.iter().map(longest).fold(f64::NEG_INFINITY, f64::max);
        let horizon = if horizon.is_finite() { horizon } else { longest };
        let happened: Vec<Vec<f64>> = days
            .iter()
            .zip(&followed)
            .map(|(days, followed)| {
                let one = |(day, at_risk): (&f64, &f64)| {
                    if at_risk.is_nan() { f64::NAN } else { f64::from(u8::from(!day.is_nan())) }
                };
                days.iter().zip(followed).map(one).collect()
            })
            .collect();
        let mut values: Vec<Vec<f64>> =
            happened.iter().zip(&followed).map(|(h, f)| restricted(h, f, horizon)).collect();
        settle(&mut values);
        let horizon = if horizon.is_finite() { horizon } else { f64::NAN };
        OutcomeValues { metric: metric.clone(), level: String::new(), horizon, values, happened, followed }
    }
}

/// Until when the curve of one variant is known: without end if it comes down to 0, else until the last that was followed.
fn known_until(days: &[f64], followed: &[f64]) -> f64 {
    let at_risk = || days.iter().zip(followed).filter(|(_, followed)| !followed.is_nan());
    let last = at_risk().map(|(_, followed)| *followed).fold(f64::NEG_INFINITY, f64::max);
    let cut = at_risk().any(|(day, followed)| day.is_nan() && *followed == last);
    if cut { last } else { f64::INFINITY }
}

/// Restricted values of one variant, NaN where nobody was at risk.
fn restricted(happened: &[f64], followed: &[f64], horizon: f64) -> Vec<f64> {
    let at_risk: Vec<usize> = (0..followed.len()).filter(|&world| !followed[world].is_nan()).collect();
    let times: Vec<f64> = at_risk.iter().map(|&world| followed[world]).collect();
    let events: Vec<bool> = at_risk.iter().map(|&world| happened[world] > 0.5).collect();
    let mut out = vec![f64::NAN; followed.len()];
    for (&world, value) in at_risk.iter().zip(restricted_values(&times, &events, horizon)) {
        out[world] = value;
    }
    out
}

/// Calls `visit` for every outcome of the `wanted` metrics (all when empty), in the order of metrics; of a metric of
/// levels, for each level. Memory stays flat: metrics are read some at a time.
///
/// # Errors
/// When rows cannot be read.
pub fn for_each_outcome(
    metrics: &[Metric],
    wanted: &[String],
    variants: usize,
    rows: &Rows,
    replications: u64,
    mut visit: impl FnMut(OutcomeValues),
) -> io::Result<()> {
    let layout = Layout::of(metrics);
    let chosen: Vec<usize> =
        (0..metrics.len()).filter(|&at| wanted.is_empty() || wanted.iter().any(|id| *id == metrics[at].id)).collect();
    let each = replications.max(1).saturating_mul(2).saturating_mul(variants as u64);
    let together = (VALUES_AT_A_TIME / each).max(1) as usize;
    for block in chosen.chunks(together) {
        let mut columns = Vec::new();
        for &metric in block {
            columns.extend((0..metrics[metric].width()).map(|at| layout.column(metric) + at));
        }
        let mut read = matrix(rows, &columns, variants, replications)?.into_iter();
        for &at in block {
            let metric = &metrics[at];
            let first = read.next().unwrap_or_default();
            match &metric.kind {
                Kind::Time(_) => visit(OutcomeValues::time(metric, &first, read.next().unwrap_or_default())),
                Kind::Level(labels) => {
                    for (number, label) in labels.iter().enumerate() {
                        let is = |v: &f64| if v.is_nan() { *v } else { f64::from(u8::from(*v as usize == number)) };
                        let values = first.iter().map(|row| row.iter().map(is).collect()).collect();
                        visit(OutcomeValues::plain(metric, label, values));
                    }
                }
                Kind::Amount | Kind::Event => visit(OutcomeValues::plain(metric, "", first)),
            }
        }
    }
    Ok(())
}

/// `[column][variant][world]`, NaN where a replication failed.
fn matrix(rows: &Rows, columns: &[usize], variants: usize, replications: u64) -> io::Result<Vec<Vec<Vec<f64>>>> {
    let mut out = vec![vec![vec![f64::NAN; replications as usize]; variants]; columns.len()];
    rows.for_each(0, replications.saturating_mul(variants as u64), |pair, row, status| {
        if status == Status::Done {
            let (variant, world) = ((pair % variants as u64) as usize, (pair / variants as u64) as usize);
            for (of_column, &column) in out.iter_mut().zip(columns) {
                of_column[variant][world] = row[column];
            }
        }
    })?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Clock;

    #[test]
    fn times_share_a_horizon_and_are_never_dropped() {
        let metric = Metric::time("decided_days", Clock::from_start("")).better(Better::Lower);
        let none = f64::NAN;
        let days = [vec![2.0, none, 4.0, none], vec![1.0, 1.5, 0.5, none]];
        let followed = [vec![2.0, 30.0, 4.0, none], vec![1.0, 1.5, 0.5, none]];
        let both = OutcomeValues::time(&metric, &days, followed.to_vec());
        assert_eq!(both.horizon, 30.0, "the second always comes by 1.5 days, so it is known beyond");
        assert_eq!(both.values[0][..3], [2.0, 30.0, 4.0]);
        assert_eq!(both.values[1][..3], [1.0, 1.5, 0.5]);
        assert!(both.values[0][3].is_nan(), "nobody was at risk");
        assert_eq!(both.happened[0][..3], [1.0, 0.0, 1.0]);
        assert_eq!(both.better_that_it_happens(), Better::Higher);
        let all = OutcomeValues::time(&metric, &days[1..], followed[1..].to_vec());
        assert_eq!(all.horizon, 1.5);
    }
}
