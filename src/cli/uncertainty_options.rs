//! Options of commands that can draw parameters.

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::typed::whole_number;
use crate::experiment::{Drawn, PosteriorInput};
use crate::scenario::InputFile;
use crate::scenario::limits::MOST_REPLICATIONS;
use crate::study::Experiment;

/// Options of commands that can draw parameters.
#[derive(Debug, Clone, Args)]
pub(super) struct UncertaintyOptions {
    /// Draw all parameters that have a prior in `[uncertainty]`, once for some worlds and the same for all policies; those
    /// of which the scenario ships a sample are drawn from it, as they are without this option
    #[arg(long, conflicts_with_all = ["posterior", "fixed"])]
    uncertain: bool,
    /// Draw from a sample of parameters instead: a CSV file whose columns are paths (and `weight`), a row for each draw
    #[arg(long, value_name = "FILE", conflicts_with = "fixed")]
    posterior: Option<PathBuf>,
    /// Draw nothing: all parameters as written, also those of which the scenario ships a sample
    #[arg(long)]
    fixed: bool,
}

/// How often parameters are drawn.
#[derive(Debug, Clone, Args)]
pub(super) struct DrawOptions {
    /// Worlds that share one draw of the parameters [default: 10]; with 1, chance cannot be told from the parameters
    #[arg(long, value_name = "K", conflicts_with = "fixed", value_parser = whole_number(1..=MOST_REPLICATIONS))]
    worlds_per_draw: Option<u64>,
}

impl UncertaintyOptions {
    /// The same for a search, whose intervals count worlds: each has a draw of its own unless a number is given.
    ///
    /// # Errors
    /// As [`UncertaintyOptions::apply`].
    pub(super) fn apply_alone(&self, often: &DrawOptions, experiment: &mut Experiment) -> Result<(), CliError> {
        self.apply(often, experiment)?;
        if let (Some(draws), None) = (&mut experiment.draws, often.worlds_per_draw) {
            draws.worlds_per_draw = 1;
        }
        Ok(())
    }

    /// Says how the parameters of an experiment are drawn, where these options say it.
    ///
    /// # Errors
    /// When the sample cannot be read, or nothing is drawn for which `--worlds-per-draw` was given.
    pub(super) fn apply(&self, often: &DrawOptions, experiment: &mut Experiment) -> Result<(), CliError> {
        let file = self.posterior.as_deref().map(InputFile::posterior).transpose()?;
        let drawn = |posterior| Drawn { worlds_per_draw: Drawn::WORLDS, posterior, shipped: false };
        if self.fixed {
            experiment.draws = None;
        } else if self.uncertain || file.is_some() {
            experiment.draws = Some(drawn(file.as_ref().map(PosteriorInput::from)));
        }
        match (&mut experiment.draws, often.worlds_per_draw) {
            (Some(draws), Some(worlds)) => draws.worlds_per_draw = worlds,
            (None, Some(_)) => {
                let what = "--worlds-per-draw: nothing is drawn; give --uncertain or --posterior FILE";
                return Err(CliError::Input(what.to_owned()));
            }
            _ => {}
        }
        Ok(())
    }
}
