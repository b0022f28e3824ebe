//! panj: seeded discrete-event simulation of border crises and alliance response.
//!
//! A crisis is played event by event, thousands of times: districts fall, garrisons flee over a border, a host state registers
//! them, calls up reservists and asks its alliance for help. README.md says what the program does, docs/model.md what the
//! model assumes, docs/design.md why the code is as it is. This page is the tour of the library.
//!
//! # One scenario, two policies, the same worlds
//! ```
//! use std::sync::Arc;
//! use panj::experiment::{CrisisSimulator, Record, Simulator};
//! use panj::outcome::Layout;
//! use panj::scenario::{Overlay, ScenarioSource};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/tutorial");
//! let source = ScenarioSource::open(std::path::Path::new(folder))?;
//! let as_written = Arc::new(source.resolve(&Overlay::none())?);
//! let alone = Arc::new(source.resolve(&Overlay::none().with_policy("host-alone"))?);
//!
//! let simulator = CrisisSimulator::new(vec![as_written, alone]).ok_or("the policies report different metrics")?;
//! let falls = simulator.metrics().iter().position(|metric| metric.id == "falls").ok_or("no such metric")?;
//! let column = Layout::of(simulator.metrics()).column(falls);
//!
//! let mut workspace = simulator.workspace();
//! let mut record = Record::for_simulator(&simulator);
//! for replication in 0..20 {
//!     let mut seen = Vec::new();
//!     for variant in 0..simulator.variants() {
//!         record.clear();
//!         simulator.replicate(variant, 1, replication, &mut workspace, &mut record)?;
//!         seen.push(record.row[column]);
//!     }
//!     assert_eq!(seen[0], seen[1]); // asking nobody does not change the war: the same world, bit for bit
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # The modules, from the ground up
//! | module | holds | begin with |
//! |---|---|---|
//! | [`sim`] | a domain-free engine: calendar, named random streams, hazard clocks, tempo, queues | [`sim::run`], [`sim::World`], [`sim::Calendar`] |
//! | [`stats`] | estimators and tests, which know nothing of panj | [`stats::summary`], [`stats::paired`] |
//! | [`scenario`] | a folder of files, checked, as typed parameters; or the list of all its mistakes | [`scenario::ScenarioSource`], [`scenario::registry()`] |
//! | [`model`] | the crisis: components, their facts, the wiring | [`model::Crisis`], [`model::Fact`] |
//! | [`outcome`] | metrics and daily series, as folds over facts | [`outcome::Watch`], [`outcome::Metric`] |
//! | [`experiment`] | many replications of many variants, by one executor | [`experiment::Simulator`], [`experiment::Executor`], [`experiment::Plan`] |
//! | [`result`] | result folders: tables, estimates, cautions, the manifest | [`result::run_experiment()`], [`result::Manifest`] |
//! | [`analysis`] | what an experiment was made for: comparison, sweep, sensitivity | [`analysis::compare`] |
//! | [`report`] | charts, the map and the one-file report, from result files alone | [`report::folder`] |
//! | [`verify`] | the same code against closed forms and trusted libraries | |
//! | [`cli`] | the commands: arguments and wording | |
//!
//! Imports go upwards in this table only; `tests/integration/architecture.rs` holds that. `sim` and `stats`
//! are crates of their own, `panj-sim` and `panj-stats`, which need nothing of panj.
//!
//! # Promises
//! A replication is a pure function of scenario, policy, seed and number, with the same bits on every platform with IEEE
//! doubles ([`sim`] says how). A random number is named by what it decides, so policies meet the same worlds. Nothing in the model computes a
//! statistic, and nothing outside it changes its state.

pub mod analysis;
pub mod cli;
pub mod experiment;
pub mod model;
pub mod outcome;
pub mod report;
pub mod result;
pub mod scenario;
pub mod verify;

pub use panj_sim as sim;
pub use panj_sim::math;
pub use panj_stats as stats;
