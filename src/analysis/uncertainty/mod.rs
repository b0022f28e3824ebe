//! What is not known against chance: the variance of each outcome, taken apart into that between draws of the parameters
//! and that between worlds of the same draw.
//!
//! Law of total variance: `Var(Y) = Var(E[Y | parameters]) + E[Var(Y | parameters)]`. The first part is what better
//! knowledge of the parameters could take away, the second is chance that stays. Both are estimated by the analysis of
//! variance with random effects ([`crate::stats::groups`]), which needs two worlds or more in a draw.

mod draws;
mod tables;

use std::io;

use serde::{Deserialize, Serialize};

pub(in crate::analysis) use draws::columns as draw_columns;
pub use draws::{DrawnParameters, write_draws};
pub(in crate::analysis) use tables::tables;
pub use tables::write_uncertainty;

use super::outcome_values::{About, OutcomeValues, for_each_outcome};
use crate::number::counted;
use crate::result::{LEVEL, Results, variant_names};
use crate::stats::groups::Groups;

/// Version of the structure of `uncertainty.json`.
pub const UNCERTAINTY_FORMAT: u32 = 1;

/// Variances of all outcomes; `uncertainty.json` holds this structure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Uncertainty {
    /// Version of the structure.
    pub format: u32,
    /// Draws of the parameters.
    pub draws: u64,
    /// Worlds that share one.
    pub worlds_per_draw: u64,
    /// Worlds.
    pub replications: u64,
    /// Seed of the draws and of the worlds.
    pub seed: u64,
    /// Level of all intervals.
    pub confidence: f64,
    /// The outcomes, each under each variant.
    pub outcomes: Vec<OutcomeVariance>,
}

impl Uncertainty {
    /// How many replications share a draw, in words; the last draw may have fewer.
    #[must_use]
    pub fn in_each(&self) -> String {
        let most = self.worlds_per_draw.clamp(1, self.replications.max(1));
        let words = counted(most, "replication", "replications");
        if self.replications.is_multiple_of(most) { words } else { format!("up to {words}") }
    }
}

/// The variance of one outcome under one variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeVariance {
    /// What the outcome is about.
    #[serde(flatten)]
    pub about: About,
    /// Variant.
    pub variant: String,
    /// Draws in which a world has a value.
    pub draws: usize,
    /// Worlds with a value.
    pub n: usize,
    /// Mean; probability of an event; a time is restricted to `horizon`.
    pub mean: f64,
    /// Lower end of its interval, which counts draws: Student's t; for shares Wilson's.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
    /// Standard deviation between draws: what the parameters do. NaN with one world in a draw.
    pub sd_parameters: f64,
    /// Standard deviation between worlds of one draw: what chance does.
    pub sd_chance: f64,
    /// Share of the variance that the parameters make.
    pub share: f64,
    /// Lower end of its interval.
    pub share_low: f64,
    /// Upper end.
    pub share_high: f64,
}

/// Takes the variances of finished results apart.
///
/// # Errors
/// When rows cannot be read.
pub fn uncertainty(results: &Results) -> io::Result<Uncertainty> {
    let manifest = &results.manifest;
    let variants = variant_names(&manifest.plan);
    let worlds_per_draw = manifest.plan.worlds_per_draw().unwrap_or(1);
    let mut outcomes = Vec::new();
    for_each_outcome(&manifest.metrics, &[], variants.len(), &results.rows, manifest.replications, |values| {
        outcomes.extend((0..variants.len()).map(|at| variance_of(&values, &variants[at], at, worlds_per_draw)));
    })?;
    Ok(Uncertainty {
        format: UNCERTAINTY_FORMAT,
        draws: manifest.replications.div_ceil(worlds_per_draw),
        worlds_per_draw,
        replications: manifest.replications,
        seed: manifest.plan.seed,
        confidence: LEVEL,
        outcomes,
    })
}

/// Takes the variance of one outcome under one variant apart.
pub fn variance_of(outcome: &OutcomeValues, variant: &str, at: usize, worlds_per_draw: u64) -> OutcomeVariance {
    let values = &outcome.values[at];
    let draws: Vec<u64> = (0..values.len() as u64).map(|world| world / worlds_per_draw.max(1)).collect();
    let groups = Groups::new(values, &draws);
    let interval = if outcome.about().is_share() { groups.share_interval(LEVEL) } else { groups.t_interval(LEVEL) };
    let (has_mean, interval) = (outcome.came_in(1, at), interval.filter(|_| outcome.came_in(2, at)));
    let parts = groups.components(LEVEL).filter(|_| has_mean);
    let share_interval = parts.and_then(|parts| parts.share_interval);
    OutcomeVariance {
        about: outcome.about(),
        variant: variant.to_owned(),
        draws: groups.groups.len(),
        n: groups.n(),
        mean: if has_mean { groups.mean() } else { f64::NAN },
        ci_low: interval.map_or(f64::NAN, |i| i.low),
        ci_high: interval.map_or(f64::NAN, |i| i.high),
        sd_parameters: parts.map_or(f64::NAN, |parts| parts.between.sqrt()),
        sd_chance: parts.map_or(f64::NAN, |parts| parts.within.sqrt()),
        share: parts.map_or(f64::NAN, |parts| parts.share),
        share_low: share_interval.map_or(f64::NAN, |i| i.low),
        share_high: share_interval.map_or(f64::NAN, |i| i.high),
    }
}
