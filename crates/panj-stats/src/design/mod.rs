//! Experimental designs on the unit cube, one row for each point.

mod grid;
mod joe_kuo;
mod latin;
mod owen;
mod sobol_sequence;

pub use grid::full_grid;
pub use latin::latin_hypercube;
pub use owen::owen_points;
pub use sobol_sequence::{MAX_DIMENSIONS, sobol_points};
