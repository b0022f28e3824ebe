//! Charts: each takes plain numbers and labels and gives an SVG picture, drawn by plotters in the look of
//! [`theme`](super::theme).
//!
//! A chart never computes a statistic: medians, intervals and shares come from `stats`. What a chart does decide is
//! what a reader can see: axes that hold all marks, labels that do not collide (their widths are measured in the
//! embedded font), and honest room for what is missing.
//!
//! Dates are days since 1970-01-01 ([`date::place`]); a missing value is not-a-number; no input makes a chart fail.

mod axes;
mod calibration;
pub(crate) mod canvas;
pub(crate) mod colorbar;
pub mod date;
mod ecdf;
mod estimates;
mod fan;
mod heatmap;
mod histogram;
mod incidence;
mod ladder;
pub(crate) mod marks;
mod milestone;
mod morris;
mod numbers;
mod pareto;
mod posterior;
mod race;
mod rows;
pub(crate) mod scale;
pub(crate) mod sheet;
mod sobol;
mod stages;
mod sweep;
pub(crate) mod text;
mod tornado;

use crate::number;

pub use calibration::{CalibrationPlot, PitHistogram};
pub use ecdf::{Ecdf, EcdfCurve};
pub use estimates::{EstimateRow, Estimates};
pub use fan::{Band, FanChart, FanLine, Observed};
pub use heatmap::SweepHeatmap;
pub use histogram::{Histogram, Values};
pub use incidence::{CumulativeIncidence, IncidenceCurve};
pub use ladder::{Ladder, Rung};
pub use milestone::Milestone;
pub use morris::{Morris, MorrisPoint};
pub use numbers::{Drawing, Numbers};
pub use pareto::{ParetoFront, ParetoPoint};
pub use posterior::PosteriorPlot;
pub use race::{RaceChart, RaceCurve, RaceMilestone, Side};
pub use sobol::{SobolBars, SobolRow};
pub use stages::{Stage, StageDays};
pub use sweep::{SweepCurve, SweepLine};
pub use tornado::{Tornado, TornadoBar};
