//! Experiments: many replications of many variants in the same random worlds, by one executor.

mod batch;
mod check;
mod checkpoint;
mod conditioning;
mod counter;
mod crisis_simulator;
mod day_histogram;
mod design_points;
mod executor;
mod factor;
pub mod history;
mod panic_guard;
mod plan;
mod row_file;
mod shard;
mod simulator;
pub mod stand_in;
mod uncertain_simulator;
mod until;

pub use checkpoint::{Checkpoint, FailedReplication};
pub use counter::Counter;
pub use crisis_simulator::CrisisSimulator;
pub use day_histogram::{DayHistogram, Scratch};
pub use design_points::{
    Layout as DesignLayout, coordinates, design, design_source, point_variant, value_of, values_at,
};
pub use executor::{Ended, Executor, ExecutorError, Settings, checkpoint_path, rows_path};
pub use factor::{Factor, NO_POLICY, POLICY, Values, number};
pub use plan::{Difference, Plan, PlanError, PosteriorInput, ScenarioInput, Variant, hex};
pub use row_file::{RowFile, Status};
pub use shard::{MergeError, Shard, merge};
pub use simulator::{Failure, Record, Simulator};
pub use uncertain_simulator::{Draws, UncertainSimulator};
pub use until::{Goal, GoalReached};
