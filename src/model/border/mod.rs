//! The host state's border: who arrives, who registers them, who must be kept, what force the border needs.
//!
//! Four small components that know nothing of each other: [`journey`] brings groups to the border, [`posts`] registers
//! them, [`shelter`] keeps the soldiers until they are flown home, [`load`] compares the force that the border needs with
//! the force that stands there, and [`incidents`] happen where it falls short.

pub mod incidents;
pub mod journey;
pub mod load;
pub mod posts;
pub mod registration;
pub mod shelter;
