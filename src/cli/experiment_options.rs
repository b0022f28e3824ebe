//! Options that every experiment takes.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::error::CliError;
use super::interrupt::end_with_parent;
use super::outcome::show;
use super::output::Output;
use super::typed::{command_line, whole_number};
use crate::experiment::{AskError, Shard};
use crate::result::{Access, Format};
use crate::scenario::Reach;
use crate::scenario::limits::MOST_REPLICATIONS;
use crate::study::{Experiment, Pages, Setup, Study};

/// Options that every experiment takes.
#[derive(Debug, Clone, Args)]
pub(super) struct ExperimentOptions {
    /// Replications of each variant; raise it later and only the new ones run [default: 1000; of a point: 100; in `sensitivity`: 20; in `audit`: 100]
    #[arg(short = 'n', long, value_name = "N", value_parser = whole_number(1..=MOST_REPLICATIONS))]
    pub(super) replications: Option<u64>,
    /// Seed of the random worlds
    #[arg(long, value_name = "SEED", default_value_t = 1, value_parser = whole_number(0..=u64::MAX))]
    pub(super) seed: u64,
    /// Change a parameter (repeatable); `panj explain` lists the paths
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(super) sets: Vec<String>,
    /// How the campaign is produced: model, conditioned (worlds like the record) or replay (falls on their recorded dates)
    #[arg(long, value_name = "MODE")]
    pub(super) campaign: Option<String>,
    /// Further file with [policy.NAME] tables (repeatable)
    #[arg(long = "policy-file", value_name = "FILE")]
    pub(super) policy_files: Vec<PathBuf>,
    /// Stop early (repeatable; -n is the most) once an interval is narrow, METRIC:halfwidth=X or METRIC:relative=X, or the best policy is selected, METRIC:indifference=X
    #[arg(long, value_name = "GOAL")]
    pub(super) until: Vec<String>,
    /// Result folder [default: output/SCENARIO-COMMAND]
    #[arg(short, long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Format of large tables: parquet or csv
    #[arg(long, value_name = "FORMAT", default_value = "parquet")]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) machine: MachineOptions,
}

/// Options that decide how, not what, is computed.
#[derive(Debug, Clone, Args)]
pub(super) struct MachineOptions {
    /// Worker threads [default: one for each processor; at most 4 for each]; results do not depend on it
    #[arg(long, value_name = "N", default_value = "0", hide_default_value = true, value_parser = super::threads::parse)]
    pub(super) threads: usize,
    /// Run only part K of N, to be joined by `panj merge`; in a task of Slurm, PBS, MPI or Kubernetes `auto`, `auto/N` or `auto/FIRST-LAST`
    #[arg(long, value_name = "K/N", value_parser = TaskShard::parse)]
    shard: Option<TaskShard>,
    /// Stop, keeping what is done, when the process that started panj is gone (with `--shard auto` always; or PANJ_END_WITH_PARENT=1)
    #[arg(long)]
    end_with_parent: bool,
    #[command(flatten)]
    pages: PageOptions,
    /// Throw away what panj has written into the result folder and start anew
    #[arg(long)]
    pub(super) fresh: bool,
    #[command(flatten)]
    pub(super) reach: ReachOptions,
    #[command(flatten)]
    pub(super) wait: WaitOption,
}

/// A shard that was asked for.
#[derive(Debug, Clone, Copy)]
struct TaskShard {
    shard: Shard,
    /// Whether a batch system said which.
    told: bool,
}

impl TaskShard {
    fn parse(text: &str) -> Result<TaskShard, AskError> {
        let shard = Shard::named(text, |name| std::env::var(name).ok())?;
        Ok(TaskShard { shard, told: text.trim().starts_with("auto") })
    }
}

/// A shard as it is asked for.
pub(super) fn shard(text: &str) -> Result<Shard, AskError> {
    TaskShard::parse(text).map(|told| told.shard)
}

/// Where the data files of a scenario may lie.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct ReachOptions {
    /// Let `[files]` of the scenario name files outside its folder (absolute paths, `..`, links); for scenarios that you trust
    #[arg(long)]
    allow_outside: bool,
}

impl ReachOptions {
    /// The reach that was asked for.
    pub(super) fn reach(self) -> Reach {
        if self.allow_outside { Reach::Anywhere } else { Reach::Inside }
    }
}

/// What to do when another command is at work in the result folder.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct WaitOption {
    /// Wait so long for a result folder that is in use, instead of ending with exit code 75
    #[arg(long = "wait", value_name = "SECONDS", default_value_t = 0, hide_default_value = true)]
    seconds: u64,
}

impl WaitOption {
    /// How long.
    pub(super) fn duration(self) -> Duration {
        Duration::from_secs(self.seconds)
    }
}

impl MachineOptions {
    /// What of the experiment is run; None for all of it.
    pub(super) fn shard(&self) -> Option<Shard> {
        self.shard.map(|told| told.shard)
    }

    /// From now on ends with the process that started it, if that was asked for.
    ///
    /// # Errors
    /// Where the system cannot do that.
    pub(super) fn heed_parent(&self) -> Result<(), CliError> {
        let by_environment = std::env::var_os("PANJ_END_WITH_PARENT").is_some_and(|value| value == "1");
        let told = cfg!(unix) && self.shard.is_some_and(|shard| shard.told);
        if self.end_with_parent || by_environment || told { end_with_parent() } else { Ok(()) }
    }

    /// Where and how an experiment is run.
    pub(super) fn setup(&self, folder: Option<PathBuf>) -> Setup {
        let access = Access { fresh: self.fresh, wait: self.wait.duration() };
        let (threads, shard) = (self.threads, self.shard());
        let pages = self.pages.pages();
        Setup { folder, access, shard, threads, command_line: command_line(), pages, ..Setup::default() }
    }
}

/// Which pages are drawn beside the tables.
#[derive(Debug, Clone, Args)]
pub(super) struct PageOptions {
    /// Write tables and analyses alone: no charts, no report.html (`panj report FOLDER` makes them later)
    #[arg(long)]
    no_report: bool,
    /// Write no files of charts; report.html has them inside
    #[arg(long)]
    no_charts: bool,
}

impl PageOptions {
    /// What is asked for.
    pub(super) fn pages(&self) -> Pages {
        match (self.no_report, self.no_charts) {
            (true, _) => Pages::None,
            (false, true) => Pages::NoCharts,
            (false, false) => Pages::All,
        }
    }
}

/// Options that sweep and sensitivity share.
#[derive(Debug, Clone, Args)]
pub(super) struct DesignOptions {
    /// Policy at all points, unless it is a factor
    #[arg(long, value_name = "NAME")]
    pub(super) policy: Option<String>,
    /// Metrics to look at (repeatable, or with commas) [default of a sweep: show those that vary most clearly, write all; of `sensitivity`: all]
    #[arg(long = "metric", value_name = "METRIC", value_delimiter = ',')]
    metrics: Vec<String>,
    #[command(flatten)]
    pub(super) experiment: ExperimentOptions,
}

impl DesignOptions {
    /// The experiment with policy and metrics.
    pub(super) fn fill(&self, experiment: Experiment) -> Experiment {
        let mut experiment = experiment.metrics(&self.metrics);
        experiment.policy.clone_from(&self.policy);
        experiment
    }
}

impl ExperimentOptions {
    /// The scenario, opened.
    ///
    /// # Errors
    /// All that is wrong with its files.
    pub(super) fn study(&self, scenario: &Path) -> Result<Study, CliError> {
        Ok(Study::open_with(scenario, &self.policy_files, self.machine.reach.reach())?)
    }

    /// Runs an experiment in a folder and shows what comes out.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn run(&self, experiment: Experiment, out: PathBuf, output: &Output) -> Result<(), CliError> {
        self.machine.heed_parent()?;
        show(&self.fill(experiment, out).run_watched(output)?, output)
    }

    /// The experiment with these options.
    pub(super) fn fill(&self, mut experiment: Experiment, out: PathBuf) -> Experiment {
        let campaign = self.campaign.iter().map(|mode| format!("campaign.mode={mode}"));
        experiment.seed = self.seed;
        experiment.replications = self.replications;
        experiment.until.clone_from(&self.until);
        experiment.sets = self.sets.iter().cloned().chain(campaign).collect();
        experiment.format = self.format;
        experiment.setup = self.machine.setup(Some(out));
        experiment
    }

    /// The result folder: the one given, or one named after scenario, command and policy below `output/`.
    pub(super) fn folder(&self, scenario: &Path, command: &str, policy: Option<&str>) -> PathBuf {
        self.out.clone().unwrap_or_else(|| {
            let tail = policy.map(|policy| format!("-{policy}")).unwrap_or_default();
            let shard =
                self.machine.shard().map(|s| format!("-shard-{}-of-{}", s.number(), s.of())).unwrap_or_default();
            Path::new("output").join(format!("{}-{command}{tail}{shard}", scenario_name(scenario)))
        })
    }
}

/// Name of a scenario: that of its folder, or of its file without the ending.
pub(super) fn scenario_name(path: &Path) -> String {
    let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let named = if full.file_name().is_some_and(|name| name == "scenario.toml") { full.parent() } else { None };
    let name = named.unwrap_or(&full).file_stem().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
