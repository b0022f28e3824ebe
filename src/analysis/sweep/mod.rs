//! A sweep: outcomes at the points of a design, in the same worlds at every point.

mod tables;

use std::io;

use serde::{Deserialize, Serialize};

pub(in crate::analysis) use tables::tables;
pub use tables::{SWEEP, write_sweep};

use super::not_analysable::NotAnalysable;
use super::outcome_values::{About, OutcomeValues, for_each_outcome};
use super::told_first::told_first;
use crate::experiment::{Design, DesignLayout, Plan, number, value_of};
use crate::outcome::{KindName, Metric};
use crate::result::{LEVEL, Results};
use crate::stats::proportion::wilson;
use crate::stats::summary::{Summary, sum};

/// Version of the structure of `sweep.json`.
pub const SWEEP_FORMAT: u32 = 1;
/// Spread between points over the standard error of a point, from which a movement is clear.
const CLEAR: f64 = 3.0;

/// A sweep; `sweep.json` holds this structure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    /// Version of the structure.
    pub format: u32,
    /// `grid`, `lhs`, `sobol` or `sobol-scrambled`.
    pub design: DesignLayout,
    /// Paths of the factors.
    pub factors: Vec<String>,
    /// The points.
    pub points: Vec<Point>,
    /// Worlds at each point.
    pub replications: u64,
    /// Seed of the worlds.
    pub seed: u64,
    /// Level of all intervals.
    pub confidence: f64,
    /// The outcomes.
    pub outcomes: Vec<SweptOutcome>,
}

impl Sweep {
    /// The outcomes that are told first: those asked for; else those that move clearly, headlines by their rank, then others
    /// in the order of how clearly.
    pub fn most_informative(&self, metrics: &[Metric], asked: &[String], most: usize) -> Vec<&SweptOutcome> {
        if !asked.is_empty() {
            return self.outcomes.iter().filter(|one| asked.contains(&one.about.metric)).take(2 * most).collect();
        }
        let defined = |one: &&SweptOutcome| one.about.level.is_empty() && one.means().all(f64::is_finite);
        let moved = self.outcomes.iter().filter(defined).map(|one| (one, one.clarity()));
        told_first(metrics, moved.filter(|(_, clarity)| *clarity > CLEAR).collect(), |one| &one.about, most)
    }
}

/// A point of the design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Name of the variant.
    pub name: String,
    /// Values of the factors, as written.
    pub values: Vec<String>,
    /// The same as numbers (dates as days since 1970-01-01); null for words.
    pub numbers: Vec<f64>,
}

/// One outcome at all points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SweptOutcome {
    /// What the outcome is about.
    #[serde(flatten)]
    pub about: About,
    /// The outcome at each point, in their order.
    pub at: Vec<AtPoint>,
}

/// An outcome at a point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AtPoint {
    /// Worlds with a value.
    pub n: usize,
    /// Mean; probability of an event; a time is restricted, and has none where it never came.
    pub mean: f64,
    /// Lower end of its interval: Student's t for amounts and times, Wilson's for events.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
    /// Standard deviation between worlds.
    pub sd: f64,
    /// For a time: share of worlds in which it came by the horizon.
    pub came: f64,
}

impl SweptOutcome {
    /// The means, in the order of the points.
    pub fn means(&self) -> impl Iterator<Item = f64> {
        self.at.iter().map(|at| at.mean)
    }

    /// Spread of the means over points, in standard errors of a mean: how clearly the factors matter.
    pub fn clarity(&self) -> f64 {
        let means: Vec<f64> = self.means().filter(|mean| !mean.is_nan()).collect();
        let squares: Vec<f64> = self.at.iter().map(|at| at.sd * at.sd / at.n as f64).filter(|e| !e.is_nan()).collect();
        let (spread, error) = (Summary::of(&means).sd, Summary::of(&squares).mean.sqrt());
        if error > 0.0 { spread / error } else { spread * 1e6 }
    }
}

/// Layout and paths of the factors of a sweep's plan.
///
/// # Errors
/// When the plan has no such design.
pub fn layout_of(plan: &Plan) -> Result<(DesignLayout, Vec<String>), NotAnalysable> {
    match &plan.design {
        Design::Sweep { layout, factors, .. } if !factors.is_empty() && !plan.variant.is_empty() => {
            Ok((*layout, factors.clone()))
        }
        _ => Err(NotAnalysable::NoSweep),
    }
}

/// Reads a sweep from finished results; factors are those of the plan's design.
///
/// # Errors
/// When rows cannot be read.
pub fn sweep(results: &Results, metrics: &[String]) -> io::Result<Sweep> {
    let manifest = &results.manifest;
    let (layout, factors) = layout_of(&manifest.plan)?;
    let points: Vec<Point> = manifest
        .plan
        .variant
        .iter()
        .map(|variant| {
            let values: Vec<String> = factors.iter().map(|path| value_of(variant, path)).collect();
            let numbers = values.iter().map(|value| number(value).map_or(f64::NAN, |(x, _)| x)).collect();
            Point { name: variant.name.clone(), values, numbers }
        })
        .collect();
    let mut outcomes = Vec::new();
    let visit = |values: OutcomeValues| outcomes.push(swept(&values));
    for_each_outcome(&manifest.metrics, metrics, points.len(), &results.rows, manifest.replications, visit)?;
    Ok(Sweep {
        format: SWEEP_FORMAT,
        design: layout,
        factors,
        points,
        replications: manifest.replications,
        seed: manifest.plan.seed,
        confidence: LEVEL,
        outcomes,
    })
}

fn swept(values: &OutcomeValues) -> SweptOutcome {
    let about = values.about();
    let at = |(point, row): (usize, &Vec<f64>)| {
        let own: Vec<f64> = row.iter().copied().filter(|v| !v.is_nan()).collect();
        let summary = Summary::of(&own);
        let interval = match about.is_share() {
            true if own.is_empty() => None,
            true => Some(wilson(sum(&own).round() as u64, own.len() as u64, LEVEL)),
            false => summary.estimated(LEVEL),
        };
        let (has_mean, interval) = (values.came_in(1, point), interval.filter(|_| values.came_in(2, point)));
        let came = if about.kind == KindName::Time {
            let known: Vec<f64> = values.happened[point].iter().copied().filter(|v| !v.is_nan()).collect();
            Summary::of(&known).mean
        } else {
            f64::NAN
        };
        AtPoint {
            n: own.len(),
            mean: if has_mean { summary.mean } else { f64::NAN },
            ci_low: interval.map_or(f64::NAN, |i| i.low),
            ci_high: interval.map_or(f64::NAN, |i| i.high),
            sd: if has_mean { summary.sd } else { f64::NAN },
            came,
        }
    };
    SweptOutcome { about: values.about(), at: values.values.iter().enumerate().map(at).collect() }
}
