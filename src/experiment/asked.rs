//! Why something that was written does not say what it should.

use crate::scenario::limits::MOST_VARIANTS;

/// Why something that was written does not say what it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// A shard.
    #[error(
        "`{0}` is not a shard: write K/N with 1 <= K <= N, such as 3/16; or auto, auto/N or auto/FIRST-LAST in a task of a batch system"
    )]
    Shard(String),
    /// A shard of a batch system outside one.
    #[error(
        "--shard {0}: no variable of a batch system says which task this is (of Slurm, PBS, SGE, MPI or Kubernetes): write K/N, or let the batch system start it"
    )]
    NoTask(String),
    /// A task of a batch system that does not say how many there are.
    #[error(
        "--shard auto: {variable}={index}, but nothing says how many tasks there are: write --shard auto/N for tasks 1 to N, or --shard auto/0-LAST"
    )]
    HowManyTasks {
        /// The variable that gives the index.
        variable: &'static str,
        /// The index.
        index: u64,
    },
    /// A task of a batch system outside the tasks that there should be.
    #[error(
        "--shard auto: {variable}={index} is not within {first} to {last}: write --shard auto/FIRST-LAST as the array was submitted"
    )]
    TaskOutside {
        /// The variable that gives the index.
        variable: &'static str,
        /// The index.
        index: u64,
        /// The first index that there should be.
        first: u64,
        /// The last one.
        last: u64,
    },
    /// A goal at which sampling stops.
    #[error(
        "`{0}` is not a goal: write METRIC:halfwidth=X, METRIC:relative=X or METRIC:indifference=X, with X above 0"
    )]
    Goal(String),
    /// A method of sensitivity analysis.
    #[error("`{0}` is no method: morris or sobol")]
    Method(String),
    /// A layout of points.
    #[error("`{0}` is no design: grid, lhs, sobol or sobol-scrambled")]
    Layout(String),
    /// A factor.
    #[error("--factor {text}: {why}")]
    Factor {
        /// As it was written.
        text: String,
        /// What is wrong with it.
        why: FactorFault,
    },
    /// A number of an audit or a search for changes outside its bounds.
    #[error("{name} = {value}: expected a whole number from {least} to {most}")]
    Bounds {
        /// Which number.
        name: &'static str,
        /// As it was given.
        value: u64,
        /// The least that is allowed.
        least: u64,
        /// The most.
        most: u64,
    },
    /// The share of lost worlds that a set must save is none.
    #[error("share = {0}: expected a number above 0 and below 1")]
    Share(String),
    /// Two values for one parameter.
    #[error("{0}: two values are given, by --set or an option of its own; give one")]
    SetTwice(String),
    /// A grid over a factor that is a range.
    #[error("a grid needs to know which values `{0}` takes: write PATH=low..high:STEPS")]
    NoLevels(String),
    /// A grid of too many points.
    #[error("the grid has more than {0} points: take --design lhs or sobol with --points")]
    LargeGrid(usize),
    /// More dimensions or points than a sequence has.
    #[error("so many factors or points are more than the design has")]
    TooManyFactors,
}

/// What is wrong with a factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FactorFault {
    /// It is not written as a factor.
    #[error("write PATH=1,2,4 or PATH=0.1..0.9:9 or PATH=low..high")]
    Form,
    /// Too few or too many steps.
    #[error("the number after the colon is from 2 to {MOST_VARIANTS}")]
    Steps,
    /// A range without an inside.
    #[error("the first end of a range lies below the second, both numbers or both dates")]
    Ends,
    /// Named twice.
    #[error("named twice")]
    Twice,
    /// One of its values named twice.
    #[error("a value is named twice: its points would be the same")]
    ValueTwice,
    /// It is set to one value as well.
    #[error("it is set by --set as well: leave one of them out")]
    AlsoSet,
    /// A single value where a range is wanted.
    #[error("one value is no range")]
    OneValue,
}
