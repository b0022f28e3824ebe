//! Checks of the project against cases with known answers.

pub mod check;
pub mod engine;
mod error;
mod object;
pub mod report;
mod run;
pub mod statistics;

pub use error::VerifyError;
pub use run::{Shipped, check_path, check_value, shipped};
