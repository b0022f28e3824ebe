//! Options of commands that can draw parameters.

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use crate::experiment::{Drawn, PosteriorInput};
use crate::scenario::InputFile;
use crate::scenario::limits::MOST_REPLICATIONS;

/// Options of commands that can draw parameters.
#[derive(Debug, Clone, Args)]
#[group(id = "drawn", multiple = true)]
pub(super) struct UncertaintyOptions {
    /// Draw the parameters that have a prior in `[uncertainty]`, once for some worlds and the same for all policies
    #[arg(long)]
    uncertain: bool,
    /// Draw from a sample of parameters instead: a CSV file whose columns are paths (and `weight`), a row for each draw
    #[arg(long, value_name = "FILE")]
    posterior: Option<PathBuf>,
}

/// How often parameters are drawn.
#[derive(Debug, Clone, Args)]
pub(super) struct DrawOptions {
    /// Worlds that share one draw of the parameters [default: 10]; with 1, chance cannot be told from the parameters
    #[arg(long, value_name = "K", requires = "drawn", value_parser = clap::value_parser!(u64).range(1..=MOST_REPLICATIONS))]
    worlds_per_draw: Option<u64>,
}

/// Worlds that share a draw where nothing else is said.
const WORLDS_PER_DRAW: u64 = 10;

impl UncertaintyOptions {
    /// How parameters are drawn, if they are.
    ///
    /// # Errors
    /// When the sample cannot be read.
    pub(super) fn drawn(&self, often: &DrawOptions) -> Result<Option<Drawn>, CliError> {
        if !self.uncertain && self.posterior.is_none() {
            return Ok(None);
        }
        let file = self.posterior.as_deref().map(InputFile::posterior).transpose()?;
        let posterior = file.as_ref().map(PosteriorInput::from);
        Ok(Some(Drawn { worlds_per_draw: often.worlds_per_draw.unwrap_or(WORLDS_PER_DRAW), posterior }))
    }
}
