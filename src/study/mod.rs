//! Studies: from a scenario and a question to an answer, in memory or in a result folder.
//!
//! A [`Study`] is a scenario that was opened. It gives an [`Experiment`] for each question (one policy, several in the same
//! worlds, a sweep, a sensitivity analysis), whose plan is resolved and checked ([`Prepared`]) before anything is simulated.
//! What comes out ([`StudyResults`]) holds estimates, the analysis and the rows. In memory nothing is written; in a
//! folder ([`Experiment::to`]) it is what the commands of the program leave there, with the same bits. Suites of scenarios
//! run in a folder ([`run_suite`]).
//!
//! Whoever wants to see how it goes gives a [`Monitor`].

mod analysed;
mod audited;
mod beside;
mod discovered;
mod error;
mod experiment;
mod monitor;
mod plans;
mod prepared;
mod results;
mod run;
mod suite;
mod suite_file;
mod task;

pub use analysed::{Analysis, Pages};
pub use audited::AuditCost;
pub use error::StudyError;
pub use experiment::{Experiment, Study};
pub use monitor::{Monitor, Note, Silent};
pub use plans::AS_WRITTEN;
pub use prepared::{Prepared, check_record, overlay};
pub use results::{PairedDifference, StudyResults};
pub use run::{Ended, Setup, merge_shards};
pub use suite::{PreparedSuite, SuiteEnded, merge_suites, prepare_suite, rerun_suite, run_suite};
pub use task::Task;
