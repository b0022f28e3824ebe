//! `panj forecast` and `panj score`: forecasts as of a day, and how they did.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::calibrate::{DrawsOptions, day_of, write};
use super::error::CliError;
use super::numbers::{capitalised, counted, fixed, grouped, plain, probability};
use super::output::Output;
use super::results_table::{section, title, wide_section};
use super::screen::{HEAD_AND_FOLDER, listed, rows_beside, wrapped};
use super::typed::whole_number;
use crate::calibrate::forecast::{DistrictForecast, Forecast, forecast};
use crate::calibrate::scoring::{DistrictScores, NumberScore, Scores, score};
use crate::scenario::{Date, Overlay, Scenario, ScenarioSource};

/// Simple forecasts shown beside panj's, the best ones.
const BEST: usize = 2;
/// Districts shown, those that are likeliest to fall.
const DISTRICTS: usize = 10;

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
    #[arg(long, value_name = "DAYS", value_delimiter = ',', default_value = "7,14,28", value_parser = whole_number::<u32>(1..=3_650))]
    horizons: Vec<u32>,
    /// Worlds
    #[arg(short, long, value_name = "N", default_value_t = 1_000, value_parser = whole_number::<u32>(1..=1_000_000))]
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
        let mut made_all = Vec::new();
        for day in &self.as_of {
            let day = day_of(&source, Some(*day))?;
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
            made_all.push((file, made));
        }
        if output.json {
            let files: Vec<_> =
                made_all.iter().map(|(file, made)| json!({ "as_of": made.as_of, "file": file })).collect();
            return output.print_json(&json!({ "forecasts": files }));
        }
        let scenario = source.resolve(&Overlay::none())?;
        output.print(&self.one_screen(&scenario, &made_all))
    }

    /// How many fall in how many days, in sentences, and which are likeliest to fall.
    fn one_screen(&self, scenario: &Scenario, made: &[(PathBuf, Forecast)]) -> String {
        let mut text = title(&scenario.meta.title);
        let days: Vec<String> = self.horizons.iter().map(u32::to_string).collect();
        wrapped(&mut text, &format!("Which districts fall within {} days?", days.join(", ")));
        wrapped(
            &mut text,
            &format!(
                "{} replications from the posterior of each day, seed {}",
                grouped(u64::from(self.n)),
                self.draws.seed
            ),
        );
        let rows: Vec<Vec<String>> = made.iter().map(|(_, one)| self.row_of(one)).collect();
        let heads: Vec<String> = days.iter().map(|days| format!("fall in {days} days (90 %)")).collect();
        let heads: Vec<&str> = ["open"].into_iter().chain(heads.iter().map(String::as_str)).collect();
        section(&mut text, "districts as of", &heads, &rows);
        if let Some((_, last)) = made.last() {
            let mut districts: Vec<_> = last.districts.iter().collect();
            let longest = |one: &DistrictForecast| one.falls.last().copied().unwrap_or(0.0);
            districts.sort_by(|a, b| longest(b).total_cmp(&longest(a)).then_with(|| a.id.cmp(&b.id)));
            let name = |id: &str| {
                let own = scenario.geography.districts.iter().find(|district| district.id == id);
                own.map_or_else(|| id.to_owned(), |own| own.name.clone())
            };
            let row = |one: &&DistrictForecast| -> Vec<String> {
                [name(&one.id)].into_iter().chain(one.falls.iter().map(|p| probability(*p))).collect()
            };
            let heads: Vec<String> = days.iter().map(|days| format!("{days} days")).collect();
            let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
            let rows: Vec<Vec<String>> = districts.iter().take(DISTRICTS).map(row).collect();
            section(&mut text, &format!("likeliest as of {}", last.as_of), &heads, &rows);
        }
        text.push('\n');
        let unmet = made.iter().map(|(_, one)| one).filter(|one| !one.unmet.is_empty());
        let unmet: Vec<String> = unmet.map(|one| format!("{} ({})", one.as_of, one.unmet.len())).collect();
        if !unmet.is_empty() {
            let unmet: Vec<&str> = unmet.iter().map(String::as_str).collect();
            listed(&mut text, "caution! chains of some parameters have not met well enough, more --steps", &unmet);
        }
        wrapped(
            &mut text,
            &format!(
                "Every district: the files. How they did, by what came later: panj score {}/*.json",
                self.out.display()
            ),
        );
        made.iter().for_each(|(file, _)| text += &format!("Results: {}\n", file.display()));
        text
    }

    /// Falls that are expected in each horizon, with the central 90 % of replications.
    fn row_of(&self, one: &Forecast) -> Vec<String> {
        let falls = (0..self.horizons.len()).map(|h| {
            let [low, expected, high] = one.falls_within(h);
            format!("{} ({} to {})", fixed(expected, 1), plain(low), plain(high))
        });
        [one.as_of.to_string(), one.districts.len().to_string()].into_iter().chain(falls).collect()
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
        output.print(&if output.all {
            whole(&scores)
        } else {
            one_screen(&scenario.meta.title, forecasts.len(), &scores)
        })
    }
}

/// Whether the simplest forecasts are beaten, in sentences, and the scores of panj and of the best of them.
fn one_screen(name: &str, forecasts: usize, scores: &Scores) -> String {
    let mut text = title(name);
    wrapped(&mut text, "Do the forecasts beat the simplest ones?");
    let made = counted(forecasts as u64, "forecast", "forecasts");
    wrapped(&mut text, &format!("{made}, scored by what the record shows later; a log score near 0 is best"));
    text.push('\n');
    scores
        .verdict
        .trim_end_matches('.')
        .split("; ")
        .for_each(|said| wrapped(&mut text, &format!("{}.", capitalised(said))));
    let inside = scores.numbers.iter().filter(|one| (one.low..=one.high).contains(&one.seen)).count();
    wrapped(
        &mut text,
        &format!("{inside} of {} numbers lie in the central 90 % of their forecasts.", scores.numbers.len()),
    );
    caution(&mut text, scores);
    let mut rows = Vec::new();
    for of_horizon in scores.districts.chunk_by(|a, b| a.horizon == b.horizon) {
        let Some((model, simple)) = of_horizon.split_first() else { continue };
        let mut simple: Vec<&DistrictScores> = simple.iter().collect();
        simple.sort_by(|a, b| a.log.total_cmp(&b.log));
        let shown = std::iter::once(model).chain(simple.into_iter().take(BEST));
        rows.extend(shown.map(|one| {
            let own = [fixed(one.expected, 1), one.seen.to_string(), fixed(one.brier, 3), fixed(one.log, 3)];
            [format!("{} days: {}", one.horizon, one.forecaster)].into_iter().chain(own).collect::<Vec<_>>()
        }));
    }
    rows.truncate(rows_beside(&[&text, HEAD_AND_FOLDER, "\n\n"]));
    section(&mut text, "districts, forecast by", &["falls expected", "seen", "Brier", "log"], &rows);
    text.push('\n');
    wrapped(&mut text, "All forecasters with intervals, and each number: --all, --json");
    text
}

/// That forecasts rest on chains which have not met.
fn caution(text: &mut String, scores: &Scores) {
    if scores.unmet > 0 {
        let unmet = counted(scores.unmet as u64, "forecast rests", "forecasts rest");
        wrapped(
            text,
            &format!("caution! {unmet} on chains that have not met well enough: forecast again with more --steps"),
        );
    }
}

/// All scores.
fn whole(scores: &Scores) -> String {
    let mut text = String::new();
    let row = |one: &DistrictScores| {
        let difference = format!("{} ({} to {})", fixed(one.model_less_this, 3), fixed(one.low, 3), fixed(one.high, 3));
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
    wide_section(&mut text, "Districts", &heads, &scores.districts.iter().map(row).collect::<Vec<_>>());
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
    wide_section(&mut text, "Numbers", &heads, &scores.numbers.iter().map(row).collect::<Vec<_>>());
    let inside = scores.numbers.iter().filter(|one| (one.low..=one.high).contains(&one.seen)).count();
    text += &format!("\n{inside} of {} numbers lie in the central 90 %.\n{}\n", scores.numbers.len(), scores.verdict);
    caution(&mut text, scores);
    text
}
