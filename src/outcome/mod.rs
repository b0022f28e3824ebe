//! What a replication reports: metrics and daily series.

pub mod advance;
pub mod alliance;
pub mod also_asked;
pub mod bilateral;
pub mod border;
pub mod by_place;
pub mod collector;
pub mod daily;
pub mod event_log;
pub mod fold;
pub mod integral;
mod metric;
pub mod mobilization;
pub mod needs;
pub mod own;
pub mod people;
pub mod programme;
mod series;
mod waiting;

pub use by_place::ByPlace;
pub use collector::Collector;
pub use daily::DISTRICTS_HELD;
pub use fold::{Declare, End, Fold, Outcomes, RowWriter};
pub use metric::{
    BESIDE, Better, Cause, Clock, Ending, Kind, KindName, Layout, Metric, Side, Starts, headlines, outcome_name,
};
pub use series::Series;
pub use waiting::{Awaited, Waiting, waiting};
