//! Estimators: plain slices in, plain structs out. Nothing here knows of the model or of the rest of the project.
//!
//! Conventions: a statistic that is not defined for its sample (a standard deviation of one value) is NaN, and an
//! interval that is not defined is `None`; levels and probabilities are fractions of 1; indices count from 0 unless a
//! name says `rank`, which counts from 1. Designs that need random numbers take a source as a closure that returns
//! independent uniforms on `[0, 1)`. All transcendental functions come from `libm`, so that results have the same bits
//! on every platform. Formulas, assumptions and references are gathered in `docs/statistics.md`.

mod interval;
pub mod linear;

pub mod convergence;
pub mod decision;
pub mod design;
pub mod groups;
pub mod mcb;
pub mod mcnemar;
pub mod multiplicity;
pub mod paired;
pub mod precision;
pub mod proportion;
pub mod quantile;
pub mod score;
pub mod selection;
pub mod sensitivity;
pub mod stopping;
pub mod summary;
pub mod survival;
#[cfg(test)]
pub(crate) mod uniforms;

pub use interval::Interval;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
