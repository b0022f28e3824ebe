//! `panj audit`: what the answers of a scenario hang on.

use std::path::PathBuf;

use clap::Args;

use super::audit_table::print_cost;
use super::error::CliError;
use super::experiment_options::ExperimentOptions;
use super::output::Output;
use super::typed::whole_number;
use super::uncertainty_options::{DrawOptions, UncertaintyOptions};
use crate::experiment::AuditQuestion;
use crate::experiment::bounds::{BASE_POINTS, CELLS, FACTORS, FLIPS, STEPS, TRAJECTORIES, WORLDS_AT_A_POINT};

/// Arguments of `panj audit`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj audit scenarios/tajik-afghan-2021 --dry-run
  panj audit scenarios/tajik-afghan-2021 -n 200 --metric no_need_said,aid_decided_days
  panj audit scenarios/tajik-afghan-2021 -n 500 --metric aid_decided_days --grid load.guards_factor=0.5,1,2 \\
    --grid alliance.assessment.bias.normal.mean=-0.35,0

An answer turns where the share of replications in which it is yes crosses one half. Writes audit.csv, effects.csv, flips.csv,
shares.csv, answers.csv, audit.json, and all that `panj run` writes.")]
pub(super) struct Audit {
    /// Folder or TOML file of the scenario
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Metrics whose answers are audited (repeatable, or with commas) [default: those of a first page]
    #[arg(long = "metric", value_name = "METRIC", value_delimiter = ',')]
    metrics: Vec<String>,
    /// Only a table of answers over these values (repeatable): PATH=1,2,4 or PATH=0.1..0.9:9; PATH may be a date's, or `policy`
    #[arg(long, value_name = "PATH=VALUES")]
    grid: Vec<String>,
    /// Policy laid over the scenario
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Say what it would cost, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Steps of the bisection for a flip value; each halves the range
    #[arg(long, value_name = "N", default_value_t = AuditQuestion::default().steps as u64, value_parser = whole_number(STEPS))]
    steps: u64,
    /// The most flip values that are looked for, those of the first answers and then of the largest swing
    #[arg(long, value_name = "N", default_value_t = AuditQuestion::default().most_flips as u64, value_parser = whole_number(FLIPS))]
    flips: u64,
    /// Trajectories of Morris's screening; below 4 for no screening and no shares of variance
    #[arg(long, value_name = "N", default_value_t = AuditQuestion::default().trajectories as u64, value_parser = whole_number(TRAJECTORIES))]
    trajectories: u64,
    /// Base points of the total indices; 0 for none
    #[arg(long, value_name = "N", default_value_t = AuditQuestion::default().points as u64, value_parser = whole_number(BASE_POINTS))]
    points: u64,
    /// The most assumptions of which total indices are computed, the strongest of the screening
    #[arg(long, value_name = "N", default_value_t = AuditQuestion::default().most_factors as u64, value_parser = whole_number(FACTORS))]
    factors: u64,
    /// Worlds at each point of the screening and of the total indices
    #[arg(long, value_name = "N", default_value_t = AuditQuestion::default().worlds, value_parser = whole_number(WORLDS_AT_A_POINT))]
    worlds: u64,
    /// Values of each of the two strongest assumptions in the table of answers; 0 for no table
    #[arg(long, value_name = "N", default_value_t = AuditQuestion::default().cells as u64, value_parser = whole_number(CELLS))]
    cells: u64,
    #[command(flatten)]
    uncertainty: UncertaintyOptions,
    #[command(flatten)]
    draws: DrawOptions,
    #[command(flatten)]
    experiment: ExperimentOptions,
}

impl Audit {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let options = &self.experiment;
        let question = AuditQuestion {
            metrics: Vec::new(),
            grid: self.grid.clone(),
            grid_only: !self.grid.is_empty(),
            cells: self.cells as usize,
            steps: self.steps as usize,
            most_flips: self.flips as usize,
            trajectories: self.trajectories as usize,
            points: self.points as usize,
            most_factors: self.factors as usize,
            worlds: self.worlds,
        };
        let mut experiment = options.study(&self.scenario)?.audit(question).metrics(&self.metrics);
        experiment.policy.clone_from(&self.policy);
        self.uncertainty.apply_alone(&self.draws, &mut experiment)?;
        let folder = options.folder(&self.scenario, "audit", self.policy.as_deref());
        if self.dry_run {
            let (prepared, _) = options.fill(experiment, folder).prepare()?;
            prepared.check()?;
            return print_cost(&prepared, output);
        }
        options.run(experiment, folder, output)
    }
}
