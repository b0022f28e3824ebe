//! What an experiment is for: the design of a plan, a kind of its own for each command that makes results. A new command
//! is a new kind, and the compiler names every place that has to know it.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::asked::AskError;
use super::design_points::Layout;

/// Worlds in which it is looked where they diverge, where no number is given.
pub const DIVERGENCE_WORLDS: u64 = 400;

/// The design of a plan. What stands in `analysis` decides only how finished results are looked at: it may change without
/// a replication being run again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Design {
    /// One variant.
    Run {},
    /// Policies in the same worlds.
    Compare {
        /// What is asked.
        #[serde(default)]
        analysis: Question,
    },
    /// Values of factors, a variant for each point.
    Sweep {
        /// How the points are laid out.
        layout: Layout,
        /// Paths of the factors.
        factors: Vec<String>,
        /// What is looked at.
        #[serde(default)]
        analysis: Look,
    },
    /// A sensitivity analysis, a variant for each point.
    Sensitivity {
        /// Which one.
        method: Method,
        /// Base points, or trajectories.
        points: usize,
        /// Paths of the parameters.
        factors: Vec<String>,
        /// What is looked at.
        #[serde(default)]
        analysis: Look,
    },
    /// One variant, and what its answers hang on.
    Audit {
        /// What is asked.
        #[serde(default)]
        analysis: AuditQuestion,
    },
    /// One variant, and what would have changed it.
    Discover {
        /// What is asked.
        analysis: DiscoverQuestion,
    },
}

/// What is asked of an audit, and what it may cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuditQuestion {
    /// Metrics; those of a first page when empty.
    pub metrics: Vec<String>,
    /// Factors of a table of answers, as [`Factor`](super::Factor) reads them; the two strongest assumptions when empty.
    pub grid: Vec<String>,
    /// Whether the table of answers is all that is wanted.
    pub grid_only: bool,
    /// Values of each of the two strongest assumptions in the table.
    pub cells: usize,
    /// Steps of the bisection for a flip value, each of which halves the range.
    pub steps: usize,
    /// The most flip values that are looked for, the strongest first.
    pub most_flips: usize,
    /// Trajectories of the screening.
    pub trajectories: usize,
    /// Base points of the total indices.
    pub points: usize,
    /// The most assumptions of which total indices are computed.
    pub most_factors: usize,
    /// Worlds at each point of the screening and of the total indices.
    pub worlds: u64,
}

impl Default for AuditQuestion {
    fn default() -> AuditQuestion {
        AuditQuestion {
            metrics: Vec::new(),
            grid: Vec::new(),
            grid_only: false,
            cells: 5,
            steps: 7,
            most_flips: 40,
            trajectories: 8,
            points: 64,
            most_factors: 10,
            worlds: 20,
        }
    }
}

/// What would have changed which answer, and how long it may be looked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DiscoverQuestion {
    /// What a world should have come to, such as `aid_in_place_days` or `too_late`.
    pub goal: String,
    /// Policies that may be part of a set; all of the scenario when empty.
    #[serde(default)]
    pub policies: Vec<String>,
    /// Values of parameters that may be part of a set, as `PATH=VALUE`.
    #[serde(default)]
    pub changes: Vec<String>,
    /// The most changes in a set.
    pub most: usize,
    /// The most sets of each size that are tried.
    pub sets: usize,
    /// The most lost worlds in which they are tried.
    pub worlds: usize,
    /// Share of the lost worlds that a sufficient set must save.
    pub share: f64,
}

impl Default for DiscoverQuestion {
    fn default() -> DiscoverQuestion {
        DiscoverQuestion {
            goal: String::new(),
            policies: Vec::new(),
            changes: Vec::new(),
            most: 3,
            sets: 400,
            worlds: 60,
            share: 0.5,
        }
    }
}

/// What is looked at in a design's results.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Look {
    /// Metrics; all when empty.
    pub metrics: Vec<String>,
}

/// What is asked of a comparison; nothing here changes what is simulated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Question {
    /// Name of the policy that the others are held against; the first one when empty.
    pub baseline: String,
    /// Metrics to compare; all when empty.
    pub metrics: Vec<String>,
    /// By metric: a difference that does not matter, in its unit. A metric without one gets a tenth of the standard
    /// deviation of the baseline.
    pub indifference: BTreeMap<String, f64>,
    /// By metric: the value that is good enough. A metric without one gets the baseline's mean.
    pub satisfice: BTreeMap<String, f64>,
    /// Hurwicz's weight of the best state, from 0 to 1.
    pub optimism: f64,
    /// Worlds, from the first, in which it is looked where they diverge; 0 for none.
    pub divergence: u64,
    /// Worlds that share one draw of the uncertain parameters; 0 when no parameters were drawn.
    #[serde(skip)]
    pub worlds_per_draw: u64,
}

impl Default for Question {
    fn default() -> Question {
        Question {
            baseline: String::new(),
            metrics: Vec::new(),
            indifference: BTreeMap::new(),
            satisfice: BTreeMap::new(),
            optimism: 0.5,
            divergence: DIVERGENCE_WORLDS,
            worlds_per_draw: 0,
        }
    }
}

/// Which sensitivity analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Elementary effects: a screening, `points * (parameters + 1)` points of the design.
    Morris,
    /// Variance-based indices, `points * (parameters + 2)` points of the design.
    Sobol,
}

impl FromStr for Method {
    type Err = AskError;

    fn from_str(text: &str) -> Result<Method, AskError> {
        match text {
            "morris" => Ok(Method::Morris),
            "sobol" => Ok(Method::Sobol),
            other => Err(AskError::Method(other.to_owned())),
        }
    }
}

impl Method {
    /// Name, as plans have it.
    pub fn name(self) -> &'static str {
        match self {
            Method::Morris => "morris",
            Method::Sobol => "sobol",
        }
    }
}

impl Design {
    /// Name of the command.
    pub fn command(&self) -> &'static str {
        match self {
            Design::Run {} => "run",
            Design::Compare { .. } => "compare",
            Design::Sweep { .. } => "sweep",
            Design::Sensitivity { .. } => "sensitivity",
            Design::Audit { .. } => "audit",
            Design::Discover { .. } => "discover",
        }
    }

    /// Metrics that it asks to look at; all when empty.
    pub fn metrics(&self) -> &[String] {
        match self {
            Design::Run {} | Design::Discover { .. } => &[],
            Design::Audit { analysis } => &analysis.metrics,
            Design::Compare { analysis } => &analysis.metrics,
            Design::Sweep { analysis, .. } | Design::Sensitivity { analysis, .. } => &analysis.metrics,
        }
    }

    /// Paths of what its points vary; none where variants are policies.
    pub fn factors(&self) -> &[String] {
        match self {
            Design::Run {} | Design::Compare { .. } | Design::Audit { .. } | Design::Discover { .. } => &[],
            Design::Sweep { factors, .. } | Design::Sensitivity { factors, .. } => factors,
        }
    }

    /// Whether its variants are points of a design, which may be thousands: no daily series are kept for them.
    pub fn has_points(&self) -> bool {
        match self {
            Design::Run {} | Design::Compare { .. } | Design::Audit { .. } | Design::Discover { .. } => false,
            Design::Sweep { .. } | Design::Sensitivity { .. } => true,
        }
    }

    /// What decides the replications: the design without what is asked of its results.
    pub(super) fn unasked(&self) -> Design {
        let mut design = self.clone();
        match &mut design {
            Design::Run {} => {}
            Design::Compare { analysis } => *analysis = Question::default(),
            Design::Audit { analysis } => *analysis = AuditQuestion::default(),
            Design::Discover { analysis } => *analysis = DiscoverQuestion::default(),
            Design::Sweep { analysis, .. } | Design::Sensitivity { analysis, .. } => *analysis = Look::default(),
        }
        design
    }
}
