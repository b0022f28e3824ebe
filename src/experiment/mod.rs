//! Experiments: many replications of many variants in the same random worlds, by one executor.

mod asked;
mod batch;
mod best;
pub mod bounds;
mod check;
mod checkpoint;
mod chosen_worlds;
mod conditioned_world;
mod counter;
mod crisis_simulator;
mod day_histogram;
mod design;
mod design_points;
mod divergence;
mod draws;
mod executor;
mod factor;
mod limit;
mod merge;
mod panic_guard;
mod part;
mod plan;
mod replicated;
mod rows;
mod shard;
mod simulator;
pub mod stub;
mod trace;
mod until;

pub use asked::{AskError, FactorFault};
pub(crate) use best::BestSoFar;
pub use best::{ERROR, FIRST_STAGE};
pub use checkpoint::{Checkpoint, FailedReplication, PATHS, path_of};
pub use chosen_worlds::run_worlds;
pub use counter::Counter;
pub use crisis_simulator::CrisisSimulator;
pub use day_histogram::{DayHistogram, Scratch};
pub use design::{AuditQuestion, DIVERGENCE_WORLDS, Design, DiscoverQuestion, Look, Method, Question};
pub use design_points::{
    Layout as DesignLayout, coordinates, design, design_source, point_variant, value_of, values_at,
};
pub use divergence::{Divergence, divergences};
pub use draws::Draws;
pub use executor::{Ended, Executor, ExecutorError, Settings, checkpoint_path, put_state, rows_path};
pub use factor::{Factor, NO_POLICY, POLICY, Values, number};
pub use limit::{MOST_EVENTS, MOST_EVENTS_FOR_A_DISTRICT, most_events};
pub use merge::{MergeError, look_through};
pub use part::Part;
pub use plan::{
    Difference, Drawn, Format, NotAFormat, NotAName, Plan, PlanError, PosteriorInput, ScenarioInput, VERSION, Variant,
    hex, is_plain_name,
};
pub(crate) use plan::{MOST_BYTES, read_text};
pub use replicated::{BlockError, Joined, Replicated};
pub use rows::{RowWriter, Rows, Status, StoredRow};
pub use shard::Shard;
pub use simulator::{Failure, Record, Simulator};
pub use trace::{Beside, beside, trace};
pub use until::{Criterion, FIRST_LOOK, Goal, GoalReached, judge};
