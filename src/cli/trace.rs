//! `panj trace`: one replication told, or one world under two policies side by side.

use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::error::CliError;
use super::experiment_options::ReachOptions;
use super::output::Output;
use super::typed::whole_number;
use crate::experiment::{Beside, Variant, beside, trace};
use crate::outcome::event_log::Entry;
use crate::scenario::{Date, Scenario, ScenarioSource};
use crate::study::overlay;

/// Arguments of `panj trace`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj trace scenarios/tajik-afghan-2021 --replication 17
  panj trace scenarios/tajik-afghan-2021 --replication 17 --policy baseline --policy early-mobilization
  panj trace scenarios/tajik-afghan-2021 --replication 17 --format csv --details > replication.csv")]
pub(super) struct Trace {
    /// Folder or TOML file of the scenario
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Number of the replication, as in a result
    #[arg(long, value_name = "K", default_value_t = 0, value_parser = whole_number(0..=u64::MAX))]
    replication: u64,
    /// Seed, as in the result
    #[arg(long, value_name = "SEED", default_value_t = 1, value_parser = whole_number(0..=u64::MAX))]
    seed: u64,
    /// Policy; twice, to see the same world under two; "baseline" is the scenario itself
    #[arg(long = "policy", value_name = "NAME")]
    policies: Vec<String>,
    /// Further file with [policy.NAME] tables (repeatable)
    #[arg(long = "policy-file", value_name = "FILE")]
    policy_files: Vec<PathBuf>,
    #[command(flatten)]
    reach: ReachOptions,
    /// Change a parameter (repeatable)
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// How to write the log
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    format: LogFormat,
    /// Tell of single persons, battalions and every change of a number too
    #[arg(long)]
    details: bool,
}

/// How a log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// Plain words.
    Text,
    /// Comma-separated values, a line for each fact.
    Csv,
    /// JSON Lines, an object for each fact.
    Jsonl,
}

impl Trace {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let source = ScenarioSource::open_within(&self.scenario, &self.policy_files, self.reach.reach())?;
        let format = if output.json { LogFormat::Jsonl } else { self.format };
        match self.policies.as_slice() {
            [] | [_] => {
                let scenario = self.resolve(&source, self.policies.first())?;
                let entries = self.tell(&scenario)?;
                let lines: Vec<_> = entries.into_iter().map(Beside::Both).collect();
                Self::print(&self.write(&lines, &scenario, format, None)?, format, output)
            }
            [first, second] => {
                let (a, b) = (self.resolve(&source, Some(first))?, self.resolve(&source, Some(second))?);
                let lines = beside(self.tell(&a)?, self.tell(&b)?);
                Self::print(&self.write(&lines, &a, format, Some((first, second)))?, format, output)
            }
            _ => Err(CliError::Input(
                "--policy can be given once or twice: a trace shows one replication under one policy or two".to_owned(),
            )),
        }
    }

    fn tell(&self, scenario: &Arc<Scenario>) -> Result<Vec<Entry>, CliError> {
        trace(scenario, self.seed, self.replication, self.details)
            .map_err(|failure| CliError::Failed(failure.to_string()))
    }

    fn resolve(&self, source: &ScenarioSource, policy: Option<&String>) -> Result<Arc<Scenario>, CliError> {
        let policy =
            policy.filter(|name| name.as_str() != "baseline" || source.policies().iter().any(|p| p.name == "baseline"));
        let variant = Variant { name: String::new(), policy: policy.cloned(), set: self.sets.clone() };
        Ok(Arc::new(source.resolve(&overlay(&variant)?)?))
    }

    fn print(text: &str, format: LogFormat, output: &Output) -> Result<(), CliError> {
        if format == LogFormat::Jsonl { output.print_json_lines(text) } else { output.print(text) }
    }

    fn write(
        &self,
        lines: &[Beside],
        scenario: &Scenario,
        format: LogFormat,
        pair: Option<(&String, &String)>,
    ) -> Result<String, CliError> {
        Ok(match format {
            LogFormat::Text => self.text(lines, scenario, pair),
            LogFormat::Csv => csv_text(lines, scenario, pair)?,
            LogFormat::Jsonl => lines.iter().map(|line| format!("{}\n", json_line(line, scenario, pair))).collect(),
        })
    }

    fn text(&self, lines: &[Beside], scenario: &Scenario, pair: Option<(&String, &String)>) -> String {
        let what = if pair.is_some() { "World" } else { "Replication" };
        let mut text = format!("{}\n{what} {} of seed {}", scenario.meta.title, self.replication, self.seed);
        if let Some((first, second)) = pair {
            let _ = write!(text, ": {first} (<) beside {second} (>); lines without a mark are the same in both");
        }
        text.push_str("\n\n");
        if pair.is_some() {
            match lines.iter().find(|line| !matches!(line, Beside::Both(_))) {
                Some(line) => {
                    let _ = writeln!(text, "The worlds diverge on {}.\n", moment(line.entry(), scenario));
                }
                None => text.push_str("The worlds do not diverge.\n\n"),
            }
        }
        for line in lines {
            let entry = line.entry();
            let mark = if pair.is_some() { format!("{} ", mark(line)) } else { String::new() };
            let _ = write!(
                text,
                "{mark}{}  {:<10} {}",
                moment(entry, scenario),
                entry.description.topic,
                entry.description.words
            );
            if !entry.description.cause.is_empty() {
                let _ = write!(text, " ({})", entry.description.cause);
            }
            text.push('\n');
        }
        text
    }
}

/// Date and time of day of an entry; a day ends at 24:00.
fn moment(entry: &Entry, scenario: &Scenario) -> String {
    let minutes = ((entry.time.days() - f64::from(entry.day)) * 1440.0).floor() as u32;
    format!("{} {:02}:{:02}", date(entry, scenario), minutes / 60, minutes % 60)
}

/// The day that an entry belongs to.
fn date(entry: &Entry, scenario: &Scenario) -> Date {
    scenario.meta.date_at(f64::from(entry.day))
}

fn mark(line: &Beside) -> char {
    match line {
        Beside::Both(_) => ' ',
        Beside::First(_) => '<',
        Beside::Second(_) => '>',
    }
}

/// The policy under which a line happened, for tables.
fn whose<'a>(line: &Beside, pair: Option<(&'a String, &'a String)>) -> &'a str {
    match (line, pair) {
        (_, None) => "",
        (Beside::Both(_), Some(_)) => "both",
        (Beside::First(_), Some((first, _))) => first,
        (Beside::Second(_), Some((_, second))) => second,
    }
}

fn csv_text(lines: &[Beside], scenario: &Scenario, pair: Option<(&String, &String)>) -> Result<String, CliError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| CliError::Failed(error.to_string());
    writer.write_record(["date", "day", "policy", "topic", "what", "cause", "amount"]).map_err(failed)?;
    for line in lines {
        let Entry { time, description, .. } = line.entry();
        let date = date(line.entry(), scenario).to_string();
        let day = time.days().to_string();
        let amount = description.amount.map(|amount| amount.to_string()).unwrap_or_default();
        let record =
            [&date, &day, whose(line, pair), description.topic, &description.words, &description.cause, &amount];
        writer.write_record(record).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| CliError::Failed(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| CliError::Failed(error.to_string()))
}

fn json_line(line: &Beside, scenario: &Scenario, pair: Option<(&String, &String)>) -> serde_json::Value {
    let Entry { time, description, .. } = line.entry();
    serde_json::json!({
        "date": date(line.entry(), scenario).to_string(),
        "day": time.days(),
        "policy": pair.map(|_| whose(line, pair)),
        "topic": description.topic,
        "what": description.words,
        "cause": (!description.cause.is_empty()).then_some(&description.cause),
        "amount": description.amount,
    })
}
