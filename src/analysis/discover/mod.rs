//! What would have changed it: the smallest sets of changes that save at least half of the worlds that were lost.
//!
//! A change is a policy, or the value of a parameter. A world is *lost* where the goal is missed as the scenario is written,
//! and a set *saves* it where the goal is met with all its changes, in the same world. A set is sufficient where it saves at
//! least a share (one half) of the lost worlds; a smallest one has no sufficient set within. Beside it stands how necessary each
//! of its changes is: the share of the worlds that the set saves which are lost again when this change is taken out (Halpern and
//! Pearl's but-for, within the set).
//!
//! Guards against what chance finds. Worlds are split in two halves. Sets are *tried* in lost worlds of the first half; those
//! that save enough there are *claimed* or not by the second half, which no choice has seen: a set is confirmed where the
//! interval of its share (Clopper and Pearson's, at a level that is corrected for the number of sets held against this half:
//! Bonferroni) lies above the wanted share and it turns more worlds to the good than to the bad (exact one-sided test of McNemar,
//! the same correction). The second condition is what a change fails that only deals the cards anew: it saves lost worlds by
//! losing others.
//!
//! # References
//! - J. Y. Halpern, J. Pearl (2005), "Causes and Explanations: A Structural-Model Approach. Part I: Causes", *British Journal
//!   for the Philosophy of Science* 56, 843-887.
//! - C. J. Clopper, E. S. Pearson (1934), *Biometrika* 26, 404-413. Q. McNemar (1947), *Psychometrika* 12, 153-157.
//! - D. R. Cox (1975), "A note on data-splitting for the evaluation of significance levels", *Biometrika* 62, 441-444.

mod cost;
mod search;
mod tables;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

pub use cost::{SetCost, on_front};
pub use search::{Answers, Simulate, Simulated, discover};
pub(in crate::analysis) use tables::tables;
pub use tables::{DISCOVERY, write_discovery};

use crate::experiment::DiscoverQuestion;
use crate::result::Bounded;

/// Version of the structure of `discovery.json`.
pub const DISCOVERY_FORMAT: u32 = 2;

/// Something that can be changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Name of the policy, or `PATH=VALUE`.
    pub name: String,
    /// Whether it is a policy; else a value of a parameter.
    pub policy: bool,
    /// What it does, in a sentence.
    pub summary: String,
    /// Paths of what it sets: two changes of one path are alternatives.
    pub paths: Vec<String>,
    /// What it costs; None where nobody says.
    #[serde(deserialize_with = "known_cost")]
    pub cost: Option<SetCost>,
}

/// A cost as a file has it. In a flattened structure the reader of files takes the null of a missing one for a number.
fn known_cost<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SetCost>, D::Error> {
    let value = serde_json::Value::deserialize(from)?;
    if value.is_object() { serde_json::from_value(value).map(Some).map_err(D::Error::custom) } else { Ok(None) }
}

/// What a search has found; `discovery.json` holds this structure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Discovery {
    /// Version of the structure.
    pub format: u32,
    /// Digest of all that decides its worlds.
    pub identity: String,
    /// What was asked.
    pub question: DiscoverQuestion,
    /// The goal with all that it leaves to be understood, such as `too_late=no`.
    pub goal: String,
    /// Worlds.
    pub replications: u64,
    /// Seed of the worlds.
    pub seed: u64,
    /// Worlds that are lost as the scenario is written.
    pub lost: u64,
    /// Lost worlds of the first half in which sets were tried.
    pub lost_tried: u64,
    /// Lost worlds of the second half.
    pub lost_held_out: u64,
    /// Worlds of the second half that are not lost.
    pub kept_held_out: u64,
    /// What could be changed.
    pub changes: Vec<TriedChange>,
    /// How many sets were tried, by size.
    pub tried: Vec<Tried>,
    /// Sets that were held against the second half, the smallest first.
    pub sets: Vec<SmallestSet>,
    /// Level of the intervals of sets: 95 % for all of them together.
    pub level: f64,
}

/// A change, and what it does alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TriedChange {
    /// The change.
    #[serde(flatten)]
    pub change: Change,
    /// Share of the lost worlds of the first half that it saves alone; NaN where it cannot be simulated.
    pub alone: f64,
}

/// Sets of one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// Changes in each.
    pub size: usize,
    /// Sets that were tried: those that looked best by what smaller ones save.
    pub sets: u64,
    /// Sets that there are, without those that hold a sufficient one or change a path twice.
    pub of: u64,
}

/// A set of changes that saved enough worlds of the first half, as the second half sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SmallestSet {
    /// Its changes.
    pub changes: Vec<String>,
    /// Share of the lost worlds of the second half that it saves, with its interval.
    pub share: Bounded,
    /// Lost worlds that it saves.
    pub saved: u64,
    /// Worlds that were not lost and are lost with it.
    pub newly_lost: u64,
    /// One-sided exact p-value of McNemar's test that it saves more worlds than it loses, not corrected.
    pub p: f64,
    /// Share of the lost worlds of the first half that it saved: the figure that it was chosen by, which flatters it.
    pub share_tried: f64,
    /// By change: share of the saved worlds that are lost again without it.
    pub necessity: Vec<f64>,
    /// What it costs; None where a change has no cost on record.
    pub cost: Option<SetCost>,
    /// Whether the second half confirms it.
    pub confirmed: bool,
    /// Whether no other confirmed set saves as many at no more of any cost; false where a cost is missing.
    pub on_front: bool,
}

impl Discovery {
    /// The sets that the second half confirms.
    pub fn confirmed(&self) -> impl Iterator<Item = &SmallestSet> {
        self.sets.iter().filter(|set| set.confirmed)
    }
}
