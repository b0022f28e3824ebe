//! What finished experiments say: policies compared in the same worlds, points of a sweep, drivers of outcomes, suites.
//!
//! An analysis reads the rows of a result folder, computes with [`crate::stats`], and yields a structure that is written
//! as JSON and as tidy tables beside the results; the terminal and the report show the same structure. It can be made
//! again at any time from the folder alone.

pub mod audit;
pub mod benchmark;
pub mod compare;
pub mod discover;
pub mod formats;
pub mod hindcast;
mod not_analysable;
mod outcome_values;
pub mod sensitivity;
pub mod sweep;
mod told_first;
pub mod uncertainty;
mod yes_or_no;

pub use not_analysable::NotAnalysable;
use outcome_values::MEAN;
pub use outcome_values::{About, OutcomeValues, for_each_outcome};
pub use yes_or_no::{NotAQuestion, YesOrNo};
