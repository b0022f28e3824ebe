//! Checks of the project against cases with known answers.

pub mod check;
pub mod statistics;
