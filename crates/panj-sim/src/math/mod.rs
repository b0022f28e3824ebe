//! Special functions, for the numbers that are drawn and for the numbers that are estimated: one of each.
//!
//! Only `libm` is used, so the bits are equal on every platform; crates with such functions take `exp` and `ln` of the platform.
//! Every result of a replication rests on the quantiles here, so their bits are part of what is promised: a better algorithm for one of
//! them is a change of results.
//!
//! Accuracy (relative, in the range met in practice): 1e-15 for the normal quantile, 1e-13 for the tails that p-values are made of,
//! far into the tail too, 1e-12 for the quantiles of Student's t and F, and 1e-11 for those of drawn numbers.
//!
//! # References
//! - Wichura, M. J. (1988). Algorithm AS 241: the percentage points of the normal distribution. *Appl. Stat.* 37(3), 477-484.
//! - Press, W. H. et al. (2007). *Numerical Recipes*, 3rd ed., sec. 6.2 and 6.4 (incomplete gamma and beta functions).
//! - Wilson, E. B. & Hilferty, M. M. (1931). The distribution of chi-square. *PNAS* 17(12), 684-688 (a first guess).
//! - Loader, C. (2000). *Fast and Accurate Computation of Binomial Probabilities* (saddle-point factors).

mod beta;
mod block;
mod counts;
mod expm1;
mod gamma;
mod normal;
mod root;
mod student;

pub use beta::beta_quantile;
pub use block::{exps, log, logs, normal_quantiles};
pub use counts::{
    binomial_cdf, binomial_quantile, binomial_sf, geometric_quantile, negative_binomial_quantile, poisson_quantile,
};
pub(crate) use expm1::expm1;
pub use gamma::gamma_quantile;
pub use normal::{normal_quantile, normal_sf};
pub use root::first_where;
pub use student::{f_quantile, student_t_quantile, student_t_sf, student_t_two_sided};

#[cfg(test)]
pub(crate) mod property;
#[cfg(test)]
mod tests;

/// So near the limit a continued fraction or a series ends.
const PRECISION: f64 = 1e-15;
const TINY: f64 = 1e-300;
const MOST_TERMS: u32 = 100_000;

fn away_from_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}
