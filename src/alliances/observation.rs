//! What the record tells of one level of one case.

use super::forecast::Reached;

/// A level of a case, with what was known before the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// Which case, by its place among the cases.
    pub case: usize,
    /// Which level, by its place among the scored levels.
    pub level: usize,
    /// Which group of alliances, by its place among the groups.
    pub group: usize,
    /// Which group of the simplest forecasts.
    pub pool: usize,
    /// Which kind of threat.
    pub threat: usize,
    /// What else was known: covariates of the pooled model, centred.
    pub covariates: Vec<f64>,
    /// When it was reached.
    pub reached: Reached,
}

impl Observation {
    /// The day on which it was reached, if it was.
    #[must_use]
    pub fn day(&self) -> Option<f64> {
        match self.reached {
            Reached::On { day, .. } => Some(day),
            Reached::NotWithinAYear => None,
        }
    }
}
