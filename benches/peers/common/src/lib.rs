//! What every peer program shares: the map, the numbers of the reference model, the arguments and the line of
//! results. No simulation code: each engine brings its own.

mod allocations;
mod arguments;
mod clock;
mod hold;
mod map;
mod outcome;

pub use allocations::CountingAllocator;
pub use arguments::Arguments;
pub use clock::Clock;
pub use hold::Hold;
pub use map::Map;
pub use outcome::{Outcome, Tally};

/// The numbers of the reference model; rates and times in days. `benches/peers/README.md` holds the definition.
pub mod reference {
    /// Districts fallen at the start: the first so many ids in sorted order.
    pub const FALLEN_AT_START: usize = 73;
    /// Hazard of a fall with no fallen neighbour, per day.
    pub const BASE_HAZARD: f64 = 0.001;
    /// Hazard that each fallen neighbour adds, per day.
    pub const NEIGHBOUR_HAZARD: f64 = 0.01;
    /// Hazard of recapture of a fallen district, per day.
    pub const RECAPTURE_HAZARD: f64 = 0.005;
    /// Mean number of soldiers who arrive at the post when a border district falls.
    pub const SOLDIERS_MEAN: f64 = 5.0;
    /// Servers of the one border post.
    pub const SERVERS: usize = 2;
    /// Mean service time at the post, days.
    pub const SERVICE_MEAN: f64 = 0.05;
    /// The alliance starts at this completed crossing.
    pub const CROSSINGS_TO_START: u32 = 10;
    /// Sequential stages of the alliance's decision.
    pub const STAGES: u32 = 6;
    /// Shape of a stage's gamma-distributed duration.
    pub const STAGE_SHAPE: f64 = 2.0;
    /// Scale of a stage's duration, days.
    pub const STAGE_SCALE: f64 = 1.5;
    /// The horizon, days; what comes after it is not seen.
    pub const HORIZON: f64 = 107.0;

    /// Hazard of a fall of a held district with `fallen` fallen neighbours, per day.
    #[must_use]
    pub fn fall_hazard(fallen: u32) -> f64 {
        BASE_HAZARD + NEIGHBOUR_HAZARD * f64::from(fallen)
    }
}
