//! Which parameters drive an outcome: variance-based indices, elementary effects, regression and correlation measures.

mod morris;
mod noise;
mod regression;
mod sobol;

pub use morris::{ElementaryEffects, MorrisSummary, elementary_effects, trajectories};
pub use noise::{NoiseSplit, noise_split};
pub use regression::{Regression, regression, spearman};
pub use sobol::{IndexIntervals, SobolOutputs, saltelli_design};
