//! `panj forecast` and `panj score`: forecasts as of a day, and how they did.

use std::path::PathBuf;

use clap::Args;

use super::calibrate::{DrawsOptions, last_day, write};
use super::error::CliError;
use super::numbers::{fixed, plain};
use super::output::Output;
use super::results_table::section;
use crate::calibrate::forecast::{Forecast, forecast};
use crate::calibrate::scoring::{DistrictScores, NumberScore, score};
use crate::scenario::{Date, Overlay, ScenarioSource};

/// Arguments of `panj forecast`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj forecast scenarios/tajik-afghan-2021 --as-of 2021-06-25
  panj forecast scenarios/tajik-afghan-2021 --as-of 2021-06-08 --as-of 2021-06-15 -o forecasts
  panj score forecasts/*.json")]
pub(super) struct MakeForecast {
    /// Folder or TOML file of the scenario
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Last day that is known; rows of the record after it are never looked at (repeatable)
    #[arg(long, value_name = "DATE", required = true)]
    as_of: Vec<Date>,
    /// Days ahead
    #[arg(long, value_name = "DAYS", value_delimiter = ',', default_value = "7,14,28", value_parser = clap::value_parser!(u32).range(1..=3_650))]
    horizons: Vec<u32>,
    /// Worlds
    #[arg(short, long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    n: u32,
    #[command(flatten)]
    draws: DrawsOptions,
    /// Folder for the forecasts, a file for each day
    #[arg(short, long, value_name = "FOLDER", default_value = "forecasts")]
    out: PathBuf,
}

/// Arguments of `panj score`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example: panj score forecasts/*.json")]
pub(super) struct Score {
    /// Files that `panj forecast` wrote
    #[arg(value_name = "FORECAST", required = true)]
    forecasts: Vec<PathBuf>,
    /// Folder or TOML file of the scenario whose record shows what came [default: as the forecasts name it]
    #[arg(long, value_name = "SCENARIO")]
    scenario: Option<PathBuf>,
}

impl MakeForecast {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let source = ScenarioSource::open(&self.scenario)?;
        let name = self.scenario.display().to_string();
        let mut rows = Vec::new();
        for day in &self.as_of {
            let day = last_day(&source, Some(*day))?;
            let known = source.as_of(day);
            let calibration = self.draws.calibrate(&known, day, output)?;
            let made = forecast(&calibration, &name, day, &self.horizons, self.n as usize, self.draws.seed)
                .map_err(CliError::Failed)?;
            let json = serde_json::to_string(&made).map_err(|error| CliError::Failed(error.to_string()))? + "\n";
            std::fs::create_dir_all(&self.out).map_err(|error| {
                CliError::Input(format!("{}: {error}; name another folder with -o", self.out.display()))
            })?;
            let file = self.out.join(format!("{day}.json"));
            write(&file, json.as_bytes())?;
            let expected = (0..self.horizons.len()).map(|h| made.districts.iter().map(|one| one.falls[h]).sum::<f64>());
            let mut row = vec![day.to_string(), made.districts.len().to_string()];
            row.extend(expected.map(|falls| fixed(falls, 1)));
            row.push(file.display().to_string());
            rows.push(row);
        }
        let mut text = String::new();
        let heads: Vec<String> = self.horizons.iter().map(|days| format!("fall in {days} days")).collect();
        let heads: Vec<&str> =
            ["open districts"].into_iter().chain(heads.iter().map(String::as_str)).chain(["file"]).collect();
        section(&mut text, "As of", &heads, &rows);
        output.print(&text)
    }
}

impl Score {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let mut forecasts: Vec<Forecast> = Vec::new();
        for path in &self.forecasts {
            let wrong = |error: String| {
                CliError::Input(format!("{}: {error}; expected a file that panj forecast wrote", path.display()))
            };
            let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
            forecasts.push(serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?);
        }
        let Some(first) = forecasts.first() else { return Ok(()) };
        let named = self.scenario.clone().unwrap_or_else(|| PathBuf::from(&first.scenario));
        if forecasts.iter().any(|one| one.scenario != first.scenario) {
            return Err(CliError::Input(
                "the forecasts are of different scenarios: score those of each apart".to_owned(),
            ));
        }
        let source = ScenarioSource::open(&named)?;
        let scenario = source.resolve(&Overlay::none())?;
        let scores = score(&source, &scenario, &forecasts).map_err(CliError::Input)?;
        if output.json {
            return output.print_json(&scores);
        }
        let mut text = String::new();
        let row = |one: &DistrictScores| {
            let difference =
                format!("{} ({} to {})", fixed(one.model_less_this, 3), fixed(one.low, 3), fixed(one.high, 3));
            vec![
                format!("{} days: {}", one.horizon, one.forecaster),
                one.n.to_string(),
                fixed(one.expected, 1),
                one.seen.to_string(),
                fixed(one.brier, 3),
                fixed(one.log, 3),
                if one.forecaster == "panj" { String::new() } else { difference },
            ]
        };
        let heads = ["forecasts", "falls expected", "seen", "Brier", "log", "panj less this, log (95 %)"];
        section(&mut text, "Districts", &heads, &scores.districts.iter().map(row).collect::<Vec<_>>());
        let row = |one: &NumberScore| {
            vec![
                format!("{} + {} days: {}", one.as_of, one.horizon, one.series),
                plain(one.seen),
                plain(one.median),
                format!("{} to {}", plain(one.low), plain(one.high)),
                fixed(one.crps, 2),
                fixed(one.wis, 2),
                fixed(one.pit, 2),
            ]
        };
        let heads = ["seen", "median", "90 %", "CRPS", "WIS", "PIT"];
        section(&mut text, "Numbers", &heads, &scores.numbers.iter().map(row).collect::<Vec<_>>());
        let inside = scores.numbers.iter().filter(|one| (one.low..=one.high).contains(&one.seen)).count();
        text +=
            &format!("\n{inside} of {} numbers lie in the central 90 %.\n{}\n", scores.numbers.len(), scores.verdict);
        output.print(&text)
    }
}
