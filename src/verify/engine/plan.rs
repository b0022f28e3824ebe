//! A case made ready to be simulated.

use super::sample::MakeWorker;
use super::wanted::Node;
use crate::verify::statistics::VerifyError;

/// What is simulated for one part of a case: which code runs, and how.
pub(super) struct Plan {
    /// The code of the model or the engine that runs, in words.
    pub(super) through: String,
    /// Columns of the sample.
    pub(super) width: usize,
    /// Makes workers.
    pub(super) make: MakeWorker,
    /// What it must come to.
    pub(super) wanted: Vec<super::wanted::Wanted>,
}

/// What became of a kind of case.
pub(super) struct Planned {
    /// Its parts.
    pub(super) plans: Vec<Plan>,
}

impl Planned {
    /// One part.
    pub(super) fn one(through: impl Into<String>, width: usize, make: MakeWorker, stats: &mut Node<'_>) -> Planned {
        let mut planned = Planned { plans: Vec::new() };
        planned.add(through, width, make, stats);
        planned
    }

    /// Another part, for what has been wanted since the last.
    pub(super) fn add(&mut self, through: impl Into<String>, width: usize, make: MakeWorker, stats: &mut Node<'_>) {
        let wanted = std::mem::take(&mut stats.found);
        self.plans.push(Plan { through: through.into(), width: width.max(1), make, wanted });
    }
}

/// Reads the parameters and what is expected of a kind of case.
pub(super) type Kind = fn(&mut Node<'_>, &mut Node<'_>) -> Result<Planned, VerifyError>;

/// A defect of the program: a scenario made by the program did not read.
pub(super) fn defect(problems: &crate::scenario::Problems) -> VerifyError {
    VerifyError::Form {
        file: "the program's own scenario".to_owned(),
        path: "$".to_owned(),
        message: problems.to_string(),
    }
}
