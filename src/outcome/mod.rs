//! What a replication reports: metrics and daily series.

mod metric;
mod series;

pub use metric::{Better, Kind, Layout, Metric};
pub use series::{Series, iso_date};
