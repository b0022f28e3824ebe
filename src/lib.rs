//! panj: seeded discrete-event simulation of border crises and alliance response.

pub mod analysis;
pub mod cli;
pub mod experiment;
pub mod model;
pub mod outcome;
pub mod report;
pub mod result;
pub mod scenario;
pub mod sim;
pub mod stats;
pub mod verify;
