//! `panj sweep`: outcomes at the points of a design.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;

use super::error::CliError;
use super::experiment_options::DesignOptions;
use super::output::Output;
use super::typed::whole_number;
use crate::experiment::{DesignLayout, read_text};
use crate::scenario::limits::MOST_VARIANTS;
use crate::study::StudyError;

/// Arguments of `panj sweep`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj sweep scenarios/tajik-afghan-2021 --factor campaign.contagion=1,2,4,8 -n 500
  panj sweep scenarios/tajik-afghan-2021 --factor campaign.contagion=1..8:8 --factor policy=baseline,majority-rule
  panj sweep scenarios/tajik-afghan-2021 --factor campaign.contagion=1..20 --factor campaign.base_hazard_per_day=0.0005..0.002 \\
      --design sobol-scrambled --points 64
  panj sweep scenarios/tajik-afghan-2021 plan.toml

A plan file has the same keys:
  design = \"lhs\"        # grid, lhs, sobol or sobol-scrambled
  points = 40
  [factors]
  \"campaign.contagion\" = \"1..20\"
  policy = [\"baseline\", \"majority-rule\"]

Writes points.csv, sweep.csv, sweep.json, charts and report.html.")]
pub(super) struct Sweep {
    /// Folder or TOML file of the scenario
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Design and factors as a file
    #[arg(value_name = "PLAN.toml")]
    file: Option<PathBuf>,
    /// Factor (repeatable): PATH=1,2,4 or PATH=0.1..0.9:9 or PATH=low..high; PATH may be a date's, or `policy`
    #[arg(long = "factor", value_name = "PATH=VALUES")]
    factors: Vec<String>,
    /// Layout of the points: grid, lhs, sobol or sobol-scrambled [default: grid]
    #[arg(long, value_name = "DESIGN")]
    design: Option<DesignLayout>,
    /// Number of points (not of a grid) [default: 64]
    #[arg(long, value_name = "N", value_parser = whole_number(2..=MOST_VARIANTS as u64))]
    points: Option<u64>,
    #[command(flatten)]
    design_options: DesignOptions,
}

/// A plan file of a sweep; `formats.rs` tells its keys.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SweepFile {
    design: Option<String>,
    points: Option<u64>,
    #[serde(default)]
    factors: toml::Table,
}

impl Sweep {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let options = &self.design_options.experiment;
        let study = options.study(&self.scenario)?;
        let file = self.file.as_deref().map(read_file).transpose()?.unwrap_or_default();
        let layout = match (self.design, &file.design) {
            (Some(given), _) => given,
            (None, Some(text)) => text.parse().map_err(StudyError::Ask)?,
            (None, None) => DesignLayout::Grid,
        };
        let mut factors: Vec<String> = file.factors.iter().map(|(path, values)| factor_text(path, values)).collect();
        factors.extend(self.factors.iter().cloned());
        let points = self.points.or(file.points).unwrap_or(64) as usize;
        let experiment = self.design_options.fill(study.sweep(layout, factors, points)?);
        options.run(experiment, options.folder(&self.scenario, "sweep", None), output)
    }
}

fn read_file(path: &Path) -> Result<SweepFile, CliError> {
    let wrong = |error: String| CliError::Input(format!("{}: {error}", path.display()));
    let text = read_text(path).map_err(|error| wrong(error.to_string()))?;
    toml::from_str(&text).map_err(|error| CliError::of_toml(path, &error))
}

/// A factor of a plan file as it would be typed.
fn factor_text(path: &str, values: &toml::Value) -> String {
    let one = |value: &toml::Value| match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match values {
        toml::Value::Array(list) => format!("{path}={}", list.iter().map(one).collect::<Vec<_>>().join(",")),
        other => format!("{path}={}", one(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::formats::{all, find};

    #[test]
    fn the_keys_that_are_told_are_those_that_are_read() {
        let formats = all();
        let (format, _) = find(&formats, "sweep-plan")[0];
        let error = toml::from_str::<SweepFile>("zzz = 1").unwrap_err().to_string();
        let names: Vec<&str> = format.entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(error.split('`').skip(3).step_by(2).collect::<Vec<_>>(), names, "{error}");
        assert_eq!(toml::from_str::<SweepFile>(&format.example).unwrap().points, Some(8));
    }
}
