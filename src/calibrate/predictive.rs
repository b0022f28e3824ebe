//! Whether histories from the posterior look like the record: posterior predictive checks (Rubin 1984; Gelman, Meng & Stern 1996).
//!
//! For each draw a history by the simulator and what of it would be on record; on both sides the same quantities of the dated falls. They were fitted to, so that a
//! bad place is a misfit, and a good one no proof.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::check::record_of;
use super::fit::Calibration;
use super::likelihood::{Change, War};
use super::path::Known;
use crate::scenario::Scenario;
use crate::stats::quantile::{of_sorted, sorted};
use crate::stats::sensitivity::spearman;

/// One quantity of the record, and of records from the posterior.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Predicted {
    /// What it is.
    pub what: String,
    /// On record.
    pub observed: f64,
    /// 5, 50 and 95 % of records from the posterior.
    pub replicated: [f64; 3],
    /// Share of them below the record's, ties by half.
    pub below: f64,
}

const WHAT: [&str; 5] = [
    "dated falls",
    "most falls on a day",
    "days since the first fall without one, in a row",
    "share of falls beside a district held",
    "order of the provinces, as against the mean order of histories (Spearman)",
];

/// Holds the record against as many replications as are asked for, from draws of the posterior.
#[must_use]
pub fn predictive(calibration: &Calibration<'_>, histories: usize, seed: u64) -> Vec<Predicted> {
    let target = &calibration.target;
    let (Ok(scenario), draws) = (target.source.resolve(&target.overlay), calibration.draws().collect::<Vec<_>>())
    else {
        return Vec::new();
    };
    let Ok(war) = War::of(&scenario, target.known.until) else { return Vec::new() };
    let one = |number: usize| {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream((1 << 33) + number as u64);
        let draw = draws[rng.random_range(0..draws.len())];
        record_of(target, &draw.z, &mut rng).map(|(_, known, _)| known)
    };
    let records: Vec<Known> = (0..histories).into_par_iter().filter_map(one).collect();
    let days: Vec<Vec<Option<f64>>> = records.iter().map(|known| province_days(&scenario, known)).collect();
    let mean_day = |province: usize| {
        let known: Vec<f64> = days.iter().filter_map(|record| record[province]).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    let expected: Vec<Option<f64>> = (0..scenario.geography.provinces.len()).map(mean_day).collect();
    let of = |known: &Known| quantities(&scenario, &war, known, &expected);
    let observed = of(&target.known);
    let replicated: Vec<[f64; WHAT.len()]> = records.iter().map(of).collect();
    let told = |k: usize| {
        let values = sorted(&replicated.iter().map(|one| one[k]).filter(|x| x.is_finite()).collect::<Vec<_>>());
        if values.is_empty() || !observed[k].is_finite() {
            return None;
        }
        let below = values.iter().filter(|x| **x < observed[k]).count() as f64;
        let ties = values.iter().filter(|x| **x == observed[k]).count() as f64;
        Some(Predicted {
            what: WHAT[k].to_owned(),
            observed: observed[k],
            replicated: [0.05, 0.5, 0.95].map(|p| of_sorted(&values, p)),
            below: (below + 0.5 * ties) / values.len() as f64,
        })
    };
    (0..WHAT.len()).filter_map(told).collect()
}

/// The middle day that a dated fall may have been on.
fn day(change: &Change) -> f64 {
    change.dated.map_or(change.time, |(from, until)| 0.5 * (from + until - 1.0))
}

/// Median day of each province's dated falls.
fn province_days(scenario: &Scenario, known: &Known) -> Vec<Option<f64>> {
    let of = |province: usize| {
        let own = known.path.iter().filter(|change| {
            change.fell && scenario.geography.districts[change.district.at()].province as usize == province
        });
        let days = sorted(&own.map(day).collect::<Vec<_>>());
        (!days.is_empty()).then(|| of_sorted(&days, 0.5))
    };
    (0..scenario.geography.provinces.len()).map(of).collect()
}

fn quantities(scenario: &Scenario, war: &War, known: &Known, expected: &[Option<f64>]) -> [f64; WHAT.len()] {
    let mut falls: Vec<&Change> = known.path.iter().filter(|change| change.fell).collect();
    falls.sort_by(|a, b| day(a).total_cmp(&day(b)));
    let mut by_day = vec![0_u32; known.until as usize + 1];
    falls.iter().for_each(|fall| by_day[(day(fall).max(0.0) as usize).min(known.until as usize)] += 1);
    let first = by_day.iter().position(|n| *n > 0).unwrap_or(by_day.len());
    let (mut quiet, mut longest) = (0, 0);
    for n in &by_day[first..] {
        quiet = if *n == 0 { quiet + 1 } else { 0 };
        longest = longest.max(quiet);
    }
    let mut held = war.layout().held_at_start.clone();
    let mut beside = 0_usize;
    for fall in &falls {
        let neighbours = war.layout().pressure.from(fall.district);
        beside += usize::from(neighbours.into_iter().any(|(other, _)| held[other.at()]));
        held[fall.district.at()] = true;
    }
    let own = province_days(scenario, known);
    let pairs: Vec<(f64, f64)> = own.iter().zip(expected).filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect();
    let (a, b): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
    let n = falls.len() as f64;
    [
        n,
        by_day.iter().copied().max().map_or(0.0, f64::from),
        f64::from(longest),
        beside as f64 / n,
        if a.len() > 2 { spearman(&a, &b) } else { f64::NAN },
    ]
}
