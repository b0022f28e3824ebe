//! The one thing an experiment needs of a model: to simulate a replication of a variant.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::outcome::{ByPlace, Layout, Metric, Series, Waiting};

/// A model that can be experimented with.
///
/// Contract: [`Simulator::replicate`] is a pure function of variant, seed and replication number; whatever the
/// workspace held before must not matter. That is what makes results independent of threads, shards and restarts.
pub trait Simulator: Sync {
    /// State of one worker, used again for replication after replication so that nothing is allocated.
    type Workspace: Send;

    /// The outcomes, in the order in which they lie in a row.
    fn metrics(&self) -> &[Metric];

    /// The daily series, in the order in which they lie in a record.
    fn series(&self) -> &[Series];

    /// The quantities by place; in a record their values follow those of the daily series.
    fn by_place(&self) -> &[ByPlace] {
        &[]
    }

    /// What waits for conditions in a variant, as it is written (drawn parameters may differ).
    fn waiting(&self, _variant: usize) -> Vec<Waiting> {
        Vec::new()
    }

    /// How many variants (policies, points of a design) there are; replications of all share their worlds.
    fn variants(&self) -> usize;

    /// A fresh workspace.
    fn workspace(&self) -> Self::Workspace;

    /// Has replications in this workspace end with [`Failure::Stopped`] soon after `stop` is set.
    fn heed(&self, _workspace: &mut Self::Workspace, _stop: &Arc<AtomicBool>) {}

    /// Simulates one replication and fills `record`: its row, which is NaN before, and the whole of its series. Of a replication
    /// that fails, nobody reads the series.
    ///
    /// # Errors
    /// A [`Failure`] when the replication cannot be completed; it is counted and listed, and others go on.
    fn replicate(
        &self,
        variant: usize,
        seed: u64,
        replication: u64,
        workspace: &mut Self::Workspace,
        record: &mut Record,
    ) -> Result<(), Failure>;
}

/// What one replication reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Values of the metrics as [`Layout`] places them; NaN is missing.
    pub row: Vec<f64>,
    /// Values of all series, one series after another, a value for each day; then quantities by place, likewise. A record that is
    /// made without room for them is left without.
    pub series: Vec<u32>,
    /// Events executed, for rates of events per second.
    pub events: u64,
}

/// How many whole numbers a replication of a simulator records.
pub(super) fn cells<S: Simulator + ?Sized>(simulator: &S) -> usize {
    Series::offsets(simulator.series()).1 + ByPlace::length(simulator.by_place())
}

impl Record {
    /// An empty record of the right size for a simulator.
    pub fn for_simulator<S: Simulator + ?Sized>(simulator: &S) -> Record {
        Record::with_cells(simulator, cells(simulator))
    }

    /// An empty record with so many values of series: all of them, or none where nobody wants them.
    pub(super) fn with_cells<S: Simulator + ?Sized>(simulator: &S, cells: usize) -> Record {
        let row = vec![f64::NAN; Layout::of(simulator.metrics()).width()];
        Record { row, series: vec![0; cells], events: 0 }
    }

    /// Ready for a replication: NaN in the row. The series, which may be long, stay until they are written over.
    pub fn clear(&mut self) {
        self.row.fill(f64::NAN);
        self.events = 0;
    }
}

/// Why a replication could not be completed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The model found that it cannot go on.
    #[error("{reason}")]
    Refused {
        /// What it found.
        reason: String,
    },
    /// It was told to stop: it counts as not begun.
    #[error("stopped")]
    Stopped,
    /// A promise of the code was broken: a defect to report.
    #[error("panicked: {message} ({place})")]
    Panicked {
        /// The panic's message.
        message: String,
        /// File and line.
        place: String,
    },
}
