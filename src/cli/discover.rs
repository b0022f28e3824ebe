//! `panj discover`: the smallest sets of changes that would have changed an answer.

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::experiment_options::ExperimentOptions;
use super::output::Output;
use super::typed::whole_number;
use super::uncertainty_options::{DrawOptions, UncertaintyOptions};
use crate::experiment::DiscoverQuestion;
use crate::experiment::bounds::{CHANGES, LOST_WORLDS, SETS};

/// Arguments of `panj discover`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj discover scenarios/tajik-afghan-2021 --goal too_late -n 400
  panj discover scenarios/tajik-afghan-2021 --goal 'answer_highest>=aid' --change alliance.position.need_weight=3 -n 400
  panj discover scenarios/tutorial --goal 'response_gap<=1000' --policies early-mobilization,majority-rule -n 400

A world is lost where the goal is missed as the scenario is written; a set of changes is sufficient where it saves half of the lost
worlds or more. Sets are looked for in one half of the worlds, and confirmed or not by the other. Writes discovery.csv,
changes.csv, discovery.json, and all that `panj run` writes.")]
pub(super) struct Discover {
    /// Folder or TOML file of the scenario
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// What a world should have come to: EVENT (the better way), EVENT=yes, EVENT=no, TIME, TIME<=DAYS, LEVEL=WORD, LEVEL>=WORD, AMOUNT<=X or AMOUNT>=X
    #[arg(long, value_name = "GOAL")]
    goal: String,
    /// Policies that may be part of a set [default: all of the scenario]
    #[arg(long, value_name = "A,B,...", value_delimiter = ',')]
    policies: Vec<String>,
    /// Value of a parameter that may be part of a set (repeatable)
    #[arg(long = "change", value_name = "PATH=VALUE")]
    changes: Vec<String>,
    /// The most changes in a set
    #[arg(long, value_name = "N", default_value_t = DiscoverQuestion::default().most as u64, value_parser = whole_number(CHANGES))]
    most: u64,
    /// The most sets of each size that are tried, those first that should save most by what smaller ones save
    #[arg(long = "sets", value_name = "N", default_value_t = DiscoverQuestion::default().sets as u64, value_parser = whole_number(SETS))]
    tried: u64,
    /// The most lost worlds in which sets are tried
    #[arg(long, value_name = "N", default_value_t = DiscoverQuestion::default().worlds as u64, value_parser = whole_number(LOST_WORLDS))]
    worlds: u64,
    /// Share of the lost worlds that a set must save
    #[arg(long, value_name = "P", default_value_t = DiscoverQuestion::default().share)]
    share: f64,
    /// Policy laid over the scenario, beside which sets are looked for
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    #[command(flatten)]
    uncertainty: UncertaintyOptions,
    #[command(flatten)]
    draws: DrawOptions,
    #[command(flatten)]
    experiment: ExperimentOptions,
}

impl Discover {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let options = &self.experiment;
        let question = DiscoverQuestion {
            goal: self.goal.clone(),
            policies: self.policies.clone(),
            changes: self.changes.clone(),
            most: self.most as usize,
            sets: self.tried as usize,
            worlds: self.worlds as usize,
            share: self.share,
        };
        let mut experiment = options.study(&self.scenario)?.discover(question);
        experiment.policy.clone_from(&self.policy);
        self.uncertainty.apply_alone(&self.draws, &mut experiment)?;
        options.run(experiment, options.folder(&self.scenario, "discover", self.policy.as_deref()), output)
    }
}
