//! Experimental designs on the unit cube, one row for each point.

mod discrepancy;
mod grid;
mod halton;
mod joe_kuo;
mod latin;
mod owen;
mod sobol_sequence;
mod transform;

pub use discrepancy::{centered, is_latin, l2_star, max_column_correlation, min_distance, mixture, wraparound};
pub use grid::full_grid;
pub use halton::halton_points;
pub use latin::latin_hypercube;
pub use owen::owen_points;
pub use sobol_sequence::{MAX_DIMENSIONS, sobol_points};
pub use transform::Target;
