//! panj: seeded discrete-event simulation of border crises and alliance response.
//!
//! A crisis is played event by event, thousands of times: districts fall, garrisons flee over a border, a host state registers
//! them, calls up reservists and asks its alliance for help. README.md says what the program does, docs/model.md what the
//! model assumes, docs/design.md why the code is as it is. This page is the tour of the library.
//!
//! # One scenario, two policies, the same worlds
//! ```
//! # fn main() -> Result<(), panj::study::StudyError> {
//! # let folder = tempfile::tempdir()?;
//! # std::env::set_current_dir(env!("CARGO_MANIFEST_DIR"))?;
//! # let report = folder.path().join("report.html");
//! let study = panj::study::Study::open("scenarios/tutorial")?;
//! let found = study.compare(["baseline", "standing-force"]).seed(1).worlds(1_000).run()?;
//! for policy in found.variants() {
//!     println!("{policy}: half of all replications have material help after {:?} days", found.median("material_help_days", &policy)?);
//! }
//! println!("{}", found.difference("material_help_days", "standing-force")?);
//! found.report(report)?;
//! # Ok(())
//! # }
//! ```
//! Everything is in memory; `.to("folder")` before `.run()` keeps it as the program's commands do. [`study`] has the rest:
//! sweeps, sensitivity analyses, suites of scenarios; [`result::collect`] gives bare rows of any [`experiment::Simulator`].
//!
//! # The modules, from the ground up
//! | module | holds | begin with |
//! |---|---|---|
//! | [`sim`] | a domain-free engine: calendar, named random streams, hazard clocks, tempo, queues | [`sim::run`], [`sim::World`], [`sim::Calendar`] |
//! | [`stats`] | estimators and tests, which know nothing of panj | [`stats::summary`], [`stats::paired`] |
//! | [`scenario`] | a folder of files, checked, as typed parameters; or the list of all its mistakes | [`scenario::ScenarioSource`], [`scenario::registry()`] |
//! | [`model`] | the crisis: components, their facts, the wiring | [`model::Crisis`], [`model::Fact`] |
//! | [`outcome`] | metrics and daily series, as folds over facts | [`outcome::Collector`], [`outcome::Metric`] |
//! | [`experiment`] | many replications of many variants, by one executor | [`experiment::Simulator`], [`experiment::Executor`], [`experiment::Plan`] |
//! | [`result`] | result folders: tables, estimates, cautions, the manifest | [`result::run_experiment()`], [`result::Manifest`] |
//! | [`alliances`] | what alliances did when they were called: the record, curves, a ladder learned from it and scored | [`alliances::record`] |
//! | [`calibrate`] | parameters of the war from its record, forecasts as of a day, their scores | [`calibrate::fit`] |
//! | [`analysis`] | what an experiment was made for: comparison, sweep, sensitivity | [`analysis::compare`] |
//! | [`report`] | charts, the map and the one-file report, from result files alone | [`report::folder`] |
//! | [`study`] | from a scenario and a question to results, in memory or in a folder | [`study::Study`] |
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

pub mod alliances;
pub mod analysis;
pub mod calibrate;
#[cfg(feature = "cli")]
pub mod cli;
pub mod experiment;
pub mod model;
#[cfg_attr(
    not(all(feature = "report", feature = "cli")),
    allow(dead_code, reason = "each reader writes other numbers")
)]
mod number;
pub mod outcome;
mod packed;
#[cfg(feature = "report")]
pub mod report;
pub mod result;
pub mod scenario;
pub mod study;
pub mod verify;

pub use panj_sim as sim;
pub use panj_sim::math;
pub use panj_stats as stats;
