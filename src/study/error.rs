//! Why a study cannot be made.

use std::io;
use std::path::PathBuf;

use crate::analysis::benchmark::SuiteError;
use crate::analysis::{NotAQuestion, NotAnalysable};
use crate::experiment::{AskError, BlockError, PlanError, VERSION};
#[cfg(feature = "report")]
use crate::report::folder::ReportError;
use crate::result::folder::FolderError;
use crate::result::{RunError, TableError};
use crate::scenario::limits::{MOST_FACTORS, MOST_VARIANTS};
use crate::scenario::{NotAnAssignment, Problems};

/// Why a study cannot be made, or did not come to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StudyError {
    /// The scenario, or what was laid over it, is wrong.
    #[error("{0}")]
    Problems(#[from] Problems),
    /// A plan cannot be read, or is too large.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A plan of another version of the program.
    #[error(
        "the plan was made by panj {version}, this is panj {VERSION}: results would not be the same; use that version, or run \
         the scenario anew"
    )]
    OtherVersion {
        /// Which version.
        version: String,
    },
    /// Files are not those that a plan was made from.
    #[error(
        "{} is not what it was when the plan was made; these files changed, came or went: {}",
        path.display(),
        files.join(", ")
    )]
    Changed {
        /// The scenario.
        path: PathBuf,
        /// Which of its files.
        files: Vec<String>,
    },
    /// A point of a given design has too many or too few values.
    #[error("a point has {values} values for {paths} paths: give a value of each path at each point")]
    Values {
        /// Values of the point.
        values: usize,
        /// Paths of the design.
        paths: usize,
    },
    /// A part of the results that was computed elsewhere.
    #[error(transparent)]
    Block(#[from] BlockError),
    /// The sample of parameters is not that of the plan.
    #[error("{} is not what it was when the plan was made", path.display())]
    ChangedSample {
        /// The sample.
        path: PathBuf,
    },
    /// An assignment is none.
    #[error("--set {text}: {source}")]
    Assignment {
        /// As it was written.
        text: String,
        /// How it should be written.
        source: NotAnAssignment,
    },
    /// A design needs parameters that vary.
    #[error("a sweep needs at least one --factor PATH=VALUES")]
    NoFactor,
    /// Nothing is uncertain, and no parameter is named.
    #[error("the scenario has no [uncertainty]: name parameters by --factor PATH=low..high")]
    NothingUncertain,
    /// More factors than a design can have.
    #[error("{0} factors: at most {MOST_FACTORS}")]
    Factors(usize),
    /// More factors than the sequence of the design has dimensions.
    #[error("so many parameters are more than the design has")]
    Dimensions,
    /// Too few or too many points.
    #[error("{points} points{}: from 2 to {MOST_VARIANTS} in all", for_each(*each))]
    Points {
        /// How many.
        points: usize,
        /// How often each is run with other values.
        each: usize,
    },
    /// A goal and the question give other zones of indifference.
    #[error("--until {goal} and --indifference {metric}={given} disagree")]
    Indifference {
        /// The goal as it was written.
        goal: String,
        /// Of which metric.
        metric: String,
        /// What the question gives.
        given: f64,
    },
    /// Nothing was compared.
    #[error("only a comparison has differences: ask by Study::compare")]
    NotCompared,
    /// A policy differs from itself by nothing.
    #[error("`{0}` is the baseline itself")]
    IsBaseline(String),
    /// Nothing is to be saved.
    #[error("the results are in a folder already")]
    InFolder,
    /// A suite without policies.
    #[error("the suite has no policies: name policy_files in it")]
    NoPolicies,
    /// Metrics of `--metrics` that no scenario of a suite reports, each with a remedy.
    #[error("{}", .0.iter().map(|(id, remedy)| format!("--metrics {id}: no such metric; {remedy}")).collect::<Vec<_>>().join("\n"))]
    NoSuiteMetrics(Vec<(String, String)>),
    /// Something that was written does not say what it should.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// Nothing is reported under this name.
    #[error("no metric `{id}`{}", nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    NoMetric {
        /// The name.
        id: String,
        /// The one that was probably meant.
        nearest: Option<String>,
    },
    /// No policy or point has this name.
    #[error("no `{name}` among the results{}", nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    NoVariant {
        /// The name.
        name: String,
        /// The one that was probably meant.
        nearest: Option<String>,
    },
    /// A plan lacks what the analysis of its results needs.
    #[error("the plan cannot be analysed: {0}")]
    NotAnalysable(#[from] NotAnalysable),
    /// Variants report different metrics.
    #[error("the variants do not report the same outcomes")]
    OtherOutcomes,
    /// No parameter is uncertain.
    #[error("the scenario has no [uncertainty]: give its parameters priors there, or a sample by --posterior")]
    NoPriors,
    /// A goal is none.
    #[error(transparent)]
    Goal(#[from] NotAQuestion),
    /// Nothing to compare.
    #[error("there is one policy only: name at least two, or add --policy-file")]
    OnePolicy,
    /// A suite cannot be read.
    #[error(transparent)]
    Suite(#[from] SuiteError),
    /// Experiments could not be run.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A table cannot be read or written.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Rows or another file cannot be read or written.
    #[error("{0}")]
    Disk(#[from] io::Error),
    /// Charts and report cannot be made.
    #[cfg(feature = "report")]
    #[error(transparent)]
    Report(#[from] ReportError),
    /// Worker threads could not be started.
    #[error("worker threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// Stopped from outside.
    #[error("stopped after {done} of {of} replications")]
    Stopped {
        /// Replications (of any variant) that are done.
        done: u64,
        /// Replications that are wanted.
        of: u64,
        /// Where they are kept; None in memory.
        folder: Option<PathBuf>,
    },
    /// It makes no sense where results are in memory.
    #[error("shards are parts of a result folder: name one")]
    ShardInMemory,
}

fn for_each(each: usize) -> String {
    if each == 1 { String::new() } else { format!(" for each of {each} (parameters + 2)") }
}

impl From<FolderError> for StudyError {
    fn from(error: FolderError) -> StudyError {
        StudyError::Run(error.into())
    }
}

impl StudyError {
    /// Whether something was asked for that cannot be (rather than the disk or the run failing).
    pub fn is_input(&self) -> bool {
        match self {
            StudyError::Run(error) => error.is_input(),
            #[cfg(feature = "report")]
            StudyError::Report(error) => error.is_input(),
            StudyError::Table(_) | StudyError::Disk(_) | StudyError::Threads(_) | StudyError::Stopped { .. } => false,
            _ => true,
        }
    }

    /// Whether another command is at work in the folder, so that the same can be tried again later.
    pub fn is_busy(&self) -> bool {
        matches!(self, StudyError::Run(error) if error.is_busy())
    }
}
