//! What the answers of a scenario hang on: the value of each assumption at which an answer turns, what does nothing, and how much of
//! an outcome's variance each assumption makes.
//!
//! An *assumption* is a number of a scenario (or of its alliance) that no source gives: it has a prior, stands in a sample that
//! the scenario ships, was fitted, is called an assumption, or nobody says where it is from. It is varied over its range alone, in the
//! same worlds. An *answer* is a share of worlds: of an event, of a level, of those in which a time came. It *turns* where the share
//! crosses one half; the value at which it does (the switching value of health economics) is found by bisection. The share is a step
//! function of the value in these worlds, and monotone or not; what is found is one crossing next to the value as written, between
//! looks at the ends and two thirds of the range: two crossings between two looks are not seen.
//!
//! # References
//! - A. Briggs, K. Claxton, M. Sculpher (2006), *Decision Modelling for Health Economic Evaluation*, chapter 4 (threshold analysis).
//! - M. D. Morris (1991), *Technometrics* 33, 161-174; A. Saltelli and others (2010), *Computer Physics Communications* 181,
//!   259-270: the screening and the total indices, which are those of [`super::sensitivity`].

mod assumption;
mod flip;
mod grid;
mod tables;

use serde::{Deserialize, Serialize};

pub use assumption::{Assumption, RangeFrom, assumptions};
pub use flip::{LOOKS, Looked, Seen, Simulate, bisect, look};
pub use grid::{AnswerGrid, GridPoint, strongest};
pub(in crate::analysis) use tables::tables;
pub use tables::{AUDIT, write_audit};

use crate::experiment::AuditQuestion;
use crate::result::{Bounded, LEVEL};
use crate::scenario::Status;
use crate::stats::proportion::wilson;

/// Version of the structure of `audit.json`.
pub const AUDIT_FORMAT: u32 = 1;

/// A total index above this is worth a prior.
pub const NOTABLE: f64 = 0.05;

/// An audit; `audit.json` holds this structure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Audit {
    /// Version of the structure.
    pub format: u32,
    /// Digest of all that decides its worlds.
    pub identity: String,
    /// What was asked.
    pub question: AuditQuestion,
    /// Worlds of the answers and flip values.
    pub replications: u64,
    /// Seed of the worlds.
    pub seed: u64,
    /// Level of all intervals.
    pub confidence: f64,
    /// The outcomes, the first headline first.
    pub outcomes: Vec<Audited>,
    /// The assumptions.
    pub assumptions: Vec<Assumption>,
    /// Assumptions whose ends cannot be simulated, and so are not varied.
    pub not_varied: Vec<String>,
    /// Assumptions that are 0 and have no range: what they would do is switched off.
    pub off: Vec<String>,
    /// What each assumption does to each outcome over its range.
    pub effects: Vec<Effect>,
    /// Values at which answers turn, those of the first headline first.
    pub flips: Vec<Flip>,
    /// Flip values that were not looked for, so that the audit stays small.
    pub flips_left: usize,
    /// Shares of variance.
    pub shares: Vec<VarianceShare>,
    /// Answers over a grid of values: of what was asked for, or of the two strongest assumptions.
    pub grid: Option<AnswerGrid>,
}

/// An outcome of an audit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Audited {
    /// The question to a world, such as `too_late=yes`; of an amount its metric.
    pub name: String,
    /// Metric.
    pub metric: String,
    /// Which level, for a metric of levels, else "".
    pub level: String,
    /// Whether it is an answer, that is a share of worlds; else a mean.
    pub is_share: bool,
    /// Unit of the metric, "" for a share.
    pub unit: String,
    /// What is measured.
    pub meaning: String,
    /// Share as the scenario is written, with Wilson's interval; or mean, without one.
    pub written: Bounded,
    /// Share of the variance between points of the total indices that is chance; NaN where there are none.
    pub chance: f64,
}

impl Audited {
    /// Whether the answer as written is clearly one or the other in these worlds; true for a mean.
    pub fn is_clear(&self) -> bool {
        !self.is_share || self.written.low > 0.5 || self.written.high < 0.5
    }

    /// With what was seen as the scenario is written.
    #[must_use]
    pub fn seen(self, sum: f64, n: u64) -> Audited {
        let mean = sum / n as f64;
        let without = Bounded { value: mean, ..Bounded::default() };
        let written = if self.is_share { Bounded::new(mean, wilson(sum as u64, n, LEVEL)) } else { without };
        Audited { written, ..self }
    }
}

/// What an assumption does to an outcome over its range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Path of the parameter.
    pub parameter: String,
    /// Name of the outcome.
    pub outcome: String,
    /// Share or mean at the looks over the range, from its low end to its high end.
    pub at: [f64; LOOKS.len()],
    /// Largest less smallest, with the value as written.
    pub swing: f64,
}

/// A value at which an answer turns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flip {
    /// Name of the outcome.
    pub outcome: String,
    /// Path of the parameter.
    pub parameter: String,
    /// Value as written.
    pub written: String,
    /// The last value, on the way from the one as written, with its answer.
    pub before: String,
    /// The first value with the other one.
    pub after: String,
    /// Share at `before`.
    pub share_before: f64,
    /// Share at `after`.
    pub share_after: f64,
    /// The nearest value that was looked at on the side of the value as written at which the interval of the share leaves one half
    /// out; "" where there is none.
    pub clear_before: String,
    /// The same on the other side.
    pub clear_after: String,
    /// Swing of the answer over the whole range.
    pub swing: f64,
}

/// The share of an outcome's variance in which an assumption has a part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VarianceShare {
    /// Metric.
    pub metric: String,
    /// Which level, for a metric of levels, else "".
    pub level: String,
    /// Path of the parameter.
    pub parameter: String,
    /// What the value rests on.
    pub status: Option<Status>,
    /// Where its range is from.
    pub range: RangeFrom,
    /// Total index, with its bootstrap interval.
    pub total: Bounded,
}

impl Audit {
    /// Whether an assumption moved any metric in any world.
    pub fn inert(&self) -> impl Iterator<Item = &Assumption> {
        self.assumptions.iter().filter(|one| one.moves == Some(false))
    }

    /// Shares of those that are not from a source and have neither prior nor sample, and a part of the variance that is worth one.
    pub fn without_prior(&self) -> impl Iterator<Item = &VarianceShare> {
        let unknown = |one: &&VarianceShare| one.range == RangeFrom::Rule && one.status != Some(Status::Source);
        self.shares.iter().filter(unknown).filter(|one| one.total.value > NOTABLE)
    }
}
