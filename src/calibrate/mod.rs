//! Parameters of the war from a record of dated falls: likelihood, draws from the posterior, forecasts as of a day and their scores.
//!
//! [`likelihood`] is the probability of a path under the hazards of the model; [`path`] what the record says of it; [`sampler`] draws parameters and what the record
//! leaves open; [`fit`] runs chains and says what they found.

pub mod check;
pub mod fit;
pub mod forecast;
pub mod likelihood;
pub mod nulls;
pub mod path;
pub mod predictive;
pub mod sampler;
pub mod scoring;
pub mod simulated;
