//! Goodness of fit and comparison of two independent samples' distributions.

mod chi_square;
mod cramer_von_mises;
mod distance;
mod kolmogorov_smirnov;
mod normality;

pub use chi_square::{
    Contingency, FisherExact, GoodnessOfFit, contingency, fisher_exact, goodness_of_fit, poisson_dispersion,
};
pub use cramer_von_mises::{cramer_von_mises, cramer_von_mises_two_sample};
pub use distance::{energy_distance, wasserstein_1};
pub use kolmogorov_smirnov::{KolmogorovSmirnov, TwoSampleKs, ks_one_sample, ks_two_sample};
pub use normality::{anderson_darling, anderson_darling_normal, shapiro_wilk};

/// A statistic with its p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// The statistic.
    pub statistic: f64,
    /// The p-value; NaN when it is not defined.
    pub p: f64,
}
