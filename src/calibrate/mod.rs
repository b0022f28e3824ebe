//! Parameters of the war from a record of dated falls: likelihood, draws from the posterior, forecasts as of a day and their scores.
//!
//! [`likelihood`] is the probability of a path under the hazards of the model; [`path`] what the record says of it; [`sampler`] draws parameters and what the record
//! leaves open; [`fit`] runs chains, and [`findings`] says what they found. As a program:
//!
//! ```
//! use panj::calibrate::findings::{Basis, Findings, last_day};
//! use panj::calibrate::fit::Calibration;
//! use panj::calibrate::sampler::{Sampling, Target};
//! use panj::scenario::{Overlay, ScenarioSource};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let source = ScenarioSource::open("scenarios/tajik-afghan-2021".as_ref())?;
//! let day = last_day(&source)?;
//! let known = source.as_of(day);
//! let (target, silent) = Target::of(&known, Overlay::none(), day)?;
//! // as `panj calibrate` with --chains 2 --steps 100 --moves 2; the chains of a result take more
//! let calibration = Calibration::run(target, silent, Sampling::of_steps(1, 2, 100, 2), || ())?;
//! let findings = Findings::of(&calibration, Basis::of(&source, day, 1));
//! for parameter in &findings.found {
//!     println!("{}: {}", parameter.path, parameter.range(&parameter.posterior));
//! }
//! // the file that `--posterior` reads: a line of names and 50 draws
//! assert_eq!(calibration.csv(50, 1).lines().count(), 51);
//! # Ok(())
//! # }
//! ```

pub mod check;
pub mod findings;
pub mod fit;
pub mod forecast;
pub mod likelihood;
pub mod nulls;
pub mod path;
pub mod predictive;
pub mod sampler;
pub mod scoring;
pub mod simulated;
