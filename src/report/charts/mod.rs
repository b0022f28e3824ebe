//! Charts: each takes plain numbers and labels and gives an SVG picture, drawn by plotters in the look of
//! [`theme`](super::theme).
//!
//! A chart never computes a statistic: medians, intervals and shares come from `stats`. What a chart does decide is
//! what a reader can see: axes that hold all marks, labels that do not collide (their widths are measured in the
//! embedded font), and honest room for what is missing.
//!
//! Dates are days since 1970-01-01 ([`date::epoch_day`]); a missing value is not-a-number; no input makes a chart fail.

#![allow(dead_code, reason = "the remaining charts use it")]

mod axes;
mod canvas;
pub mod date;
mod fan;
mod histogram;
mod milestone;
pub(crate) mod number;
pub(crate) mod scale;
mod sheet;
pub(crate) mod text;

pub use fan::{Band, FanChart, Observed};
pub use histogram::{Histogram, Values};
pub use milestone::Milestone;
