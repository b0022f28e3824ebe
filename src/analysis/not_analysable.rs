//! What a plan lacks whose results could not be analysed.

use std::io;

/// What a plan lacks whose results could not be analysed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotAnalysable {
    /// Two variants of one name.
    #[error("two [[variant]] are named `{0}`")]
    Twice(String),
    /// Nothing to compare.
    #[error("a comparison needs two [[variant]] at least")]
    OneVariant,
    /// A run has one variant, not so many.
    #[error("`run` has one [[variant]], not {0}")]
    Variants(usize),
    /// The baseline of a comparison is not among its variants.
    #[error("the baseline `{baseline}` is no [[variant]] of it; there are {there}")]
    Baseline {
        /// The baseline.
        baseline: String,
        /// The variants.
        there: String,
    },
    /// No design of a sensitivity analysis.
    #[error(
        "its [design] is not that of a sensitivity analysis: method, points and factors, and a [[variant]] for each point"
    )]
    NoSensitivity,
    /// No design of a sweep.
    #[error("its [design] is not that of a sweep: factors, and a [[variant]] for each point")]
    NoSweep,
    /// The scenario is needed and nobody has it.
    #[error("its folder does not keep the scenario, in which more would have to be simulated")]
    NoScenario,
    /// A scenario of a suite was not compared.
    #[error("a suite holds comparisons only")]
    NoComparison,
}

impl From<NotAnalysable> for io::Error {
    fn from(lacks: NotAnalysable) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, lacks)
    }
}
