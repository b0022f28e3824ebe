//! `panj alliances`: what alliances did when they were called, and how well that can be forecast.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use super::error::CliError;
use super::output::{BOLD, Output};
use super::results_table::section;
use super::typed::whole_number;
use crate::alliances::curves::Course;
use crate::alliances::forecast::YEAR;
use crate::alliances::overview::{Attained, Calls, NoSuchCalls, Question};
use crate::alliances::pooling::Sampling;
use crate::alliances::posterior::draws;
use crate::alliances::record::{Case, Covariates, Level, Record};
use crate::alliances::scoring::{LevelScores, Means, Scores, score_own, score_record};
use crate::alliances::summary::{Fitted, Reading, fit};
use crate::number::{counted, short};
use crate::report::charts::{CumulativeIncidence, IncidenceCurve};
use crate::report::theme::Footer;
use crate::result::write_whole;

/// Arguments of `panj alliances`.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  panj alliances                                  every level of answer, and force by alliance
  panj alliances --level aid --chart aid.svg      another level, with its curves
  panj alliances --asked yes --threat \"internal unrest\"
  panj alliances fit                              the ladder learned from the record, and whether the sampler converged
  panj alliances score                            leave one case out: the ladder against the simplest forecasts
  panj alliances score CASES.csv ANSWERS.csv      cases of one's own, forecast from the record"
)]
pub(super) struct Alliances {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    shown: Shown,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Fit the ladder of answers to the record
    Fit(Fit),
    /// Score forecasts of cases that were not used
    Score(ScoreCases),
}

/// What of the record is shown.
#[derive(Debug, Args)]
struct Shown {
    /// Level whose alliances are held against each other
    #[arg(long, value_name = "LEVEL", default_value = "force", value_parser = level_parser(), ignore_case = true)]
    level: Level,
    /// Only this group of alliances, and its level against that of all others
    #[arg(long, value_name = "NAME")]
    alliance: Option<String>,
    /// Only this kind of threat
    #[arg(long, value_name = "KIND")]
    threat: Option<String>,
    /// Only cases with a dated call, or only those without
    #[arg(long, value_name = "YES|NO", value_parser = yes_or_no)]
    asked: Option<bool>,
    /// Draw the curves of the level by alliance to this SVG file
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
}

/// How the posterior is drawn.
#[derive(Debug, Args)]
struct Draws {
    /// Seed of the draws
    #[arg(long, value_name = "SEED", default_value_t = 1, value_parser = whole_number(0..=u64::MAX))]
    seed: u64,
    /// Draws kept of each chain
    #[arg(long, value_name = "N", default_value_t = 1_200, value_parser = whole_number::<u32>(100..=100_000))]
    draws: u32,
    /// What the ladder knows of a case besides alliance and threat
    #[arg(long, value_name = "WHAT", default_value = "nothing", value_parser = covariates_named)]
    knowing: Covariates,
}

/// Arguments of `panj alliances fit`.
#[derive(Debug, Args)]
struct Fit {
    #[command(flatten)]
    draws: Draws,
    /// Leave these cases out
    #[arg(long, value_name = "CASE", value_delimiter = ',')]
    without: Vec<String>,
    /// Write draws of the model's parameters for one group of alliances to this file, which `--posterior` reads
    #[arg(long, value_name = "FILE", requires = "alliance")]
    posterior: Option<PathBuf>,
    /// The group of alliances of that file
    #[arg(long, value_name = "NAME", requires = "posterior")]
    alliance: Option<String>,
    /// Draws in that file
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = whole_number::<u32>(10..=10_000))]
    rows: u32,
}

/// Arguments of `panj alliances score`.
#[derive(Debug, Args)]
struct ScoreCases {
    /// Cases to score; left out: each case of the record, from all others
    #[arg(value_name = "CASES", requires = "answers")]
    cases: Option<PathBuf>,
    /// Their answers
    #[arg(value_name = "ANSWERS")]
    answers: Option<PathBuf>,
    #[command(flatten)]
    draws: Draws,
}

impl Draws {
    /// Chains of one draw in `thin` steps; a forecast averages over draws and needs them less independent than a fit does.
    fn sampling(&self, thin: usize) -> Sampling {
        Sampling { seed: self.seed, warm_up: 300, draws: self.draws as usize, thin }
    }
}

/// Levels by the words of the table; those of the record are taken too.
fn level_parser() -> impl TypedValueParser<Value = Level> {
    let name = |level: Level| match level {
        Level::Force => "force",
        Level::ForceArrived => "force-arrived",
        other => other.in_words(),
    };
    let also = |level: Level| match level {
        Level::Consultation => "consultation",
        Level::ForceArrived => "force_arrived",
        other => other.in_words(),
    };
    let value = move |level: Level| PossibleValue::new(name(level)).aliases([also(level), level.in_words()]);
    let of = move |text: String| Level::ALL.into_iter().find(|level| value(*level).matches(&text, true)).ok_or(text);
    PossibleValuesParser::new(Level::ALL.map(value)).try_map(of)
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("yes or no".to_owned()),
    }
}

fn covariates_named(text: &str) -> Result<Covariates, String> {
    match text {
        "nothing" => Ok(Covariates::None),
        "known" => Ok(Covariates::Known),
        "hindsight" => Ok(Covariates::WithHindsight),
        _ => Err("nothing, known (a dated call, a member as opponent) or hindsight (also what was coded with the outcome known)".to_owned()),
    }
}

impl Alliances {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let record = Record::shipped()?;
        match &self.what {
            None => self.shown.show(&record, output),
            Some(What::Fit(arguments)) => arguments.execute(&record, output),
            Some(What::Score(arguments)) => arguments.execute(&record, output),
        }
    }
}

/// The cells of a row of the tables.
fn attained(one: &Attained) -> Vec<String> {
    let days = |day: Option<f64>| day.map_or_else(|| ">365".to_owned(), short);
    let mut cells = vec![
        one.name.clone(),
        format!("{} of {}", one.reached, one.cases),
        format!("{:.0} % ({:.0} to {:.0})", 100.0 * one.share, 100.0 * one.share_low, 100.0 * one.share_high),
        days(one.median_days),
        format!("{} to {}", days(one.lower_quartile_days), days(one.upper_quartile_days)),
    ];
    cells.extend(one.at_risk.iter().map(ToString::to_string));
    cells
}

const COLUMNS: [&str; 8] =
    ["within a year", "share (95 %)", "median days", "quartiles", "at risk 7 d", "30 d", "90 d", "180 d"];

impl Shown {
    fn show(&self, record: &Record, output: &Output) -> Result<(), CliError> {
        let (alliance, threat) = (self.alliance.clone(), self.threat.clone());
        let question = Question { level: self.level, alliance, threat, asked: self.asked };
        let calls = Calls::of(record, &question).map_err(|error| {
            // the record's word for what it lacks is the option's
            let dashes = if matches!(error, NoSuchCalls::Unknown { .. }) { "--" } else { "" };
            CliError::Input(format!("{dashes}{error}"))
        })?;
        let overview = calls.overview();
        if let Some(path) = &self.chart {
            let svg = self.chart(&calls.courses());
            write_whole(path, svg.as_bytes()).map_err(|error| {
                CliError::Input(format!("{}: {error}; name another file with --chart", path.display()))
            })?;
        }
        if output.json {
            return output.print_json(&overview);
        }
        let mut text = format!(
            "{}What alliances did when they were called{}\n{} with answers on record; the clock starts with the call (the onset where none is dated)\n",
            BOLD.0,
            BOLD.1,
            counted(overview.cases as u64, "case", "cases"),
        );
        let cells = |rows: &[Attained]| rows.iter().map(attained).collect::<Vec<_>>();
        section(&mut text, "Level or a higher one", &COLUMNS, &cells(&overview.levels));
        let heading = format!("{} or above, by alliance", capital(&overview.level));
        section(&mut text, &heading, &COLUMNS, &cells(&overview.alliances));
        output.print(&format!("{text}\n{}\n", overview.caution))
    }

    fn chart(&self, groups: &[(String, Course)]) -> String {
        let curve = |(name, course): &(String, Course)| {
            let mut steps: Vec<(f64, f64)> = std::iter::once((0.0, 0.0)).chain(course.steps()).collect();
            // the curve goes on to the end of the year
            steps.extend(steps.last().map(|(_, share)| (YEAR, *share)));
            let (times, share) = steps.into_iter().unzip();
            IncidenceCurve {
                name: format!("{name} ({})", course.cases),
                times,
                share,
                at_risk: CumulativeIncidence::risk_times(YEAR)
                    .iter()
                    .map(|day| course.curve.at_risk(*day) as u64)
                    .collect(),
                ..IncidenceCurve::default()
            }
        };
        let n = groups.iter().map(|(_, course)| course.cases).sum();
        let chart = CumulativeIncidence {
            title: format!("Calls for help: days to {} or above", self.level.in_words()),
            subtitle: "Kaplan-Meier, by alliance, in brackets the number of cases; remembered calls only".to_owned(),
            x_label: "days since the call".to_owned(),
            y_label: "share of calls answered so".to_owned(),
            curves: groups.iter().map(curve).collect(),
            risk_times: CumulativeIncidence::risk_times(YEAR),
            footer: Footer {
                scenario: "data/alliance-response".to_owned(),
                n,
                seed: None,
                version: env!("CARGO_PKG_VERSION").to_owned(),
                paper: None,
            },
            ..CumulativeIncidence::default()
        };
        chart.draw()
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl ScoreCases {
    fn execute(&self, record: &Record, output: &Output) -> Result<(), CliError> {
        let (knowing, sampling) = (self.draws.knowing, self.draws.sampling(1));
        let scored = if let (Some(cases), Some(answers)) = (&self.cases, &self.answers) {
            let own = Record::read(cases, answers)?;
            if own.cases.is_empty() {
                return Err(CliError::Input(format!(
                    "{}: none of its cases has an answer in {}",
                    cases.display(),
                    answers.display()
                )));
            }
            score_own(record, &own, knowing, sampling)?
        } else {
            score_record(record, knowing, sampling)?
        };
        let scores = Scores::of(&scored);
        if output.json { output.print_json(&scores) } else { output.print(&scores_in_words(&scores)) }
    }
}

fn scores_in_words(scores: &Scores) -> String {
    let mut text = format!(
        "{}Forecasts of {} that were left out{}\nMean log score of a level of a case (more is better) and CRPS of ln(1 + days) (less is better)\n\n{}\n",
        BOLD.0,
        counted(scores.cases as u64, "case", "cases"),
        BOLD.1,
        scores.answer,
    );
    let heads = [
        "n",
        "log: pooled",
        "by alliance",
        "ladder",
        "model",
        "CRPS: pooled",
        "by alliance",
        "ladder",
        "model",
        "in 90 %",
    ];
    let means = |of: Means| [of.pooled, of.by_alliance, of.ladder, of.mechanism].map(|x| format!("{x:.3}"));
    let row = |one: &LevelScores| {
        let mut cells = vec![one.level.clone(), one.forecasts.to_string()];
        cells.extend(means(one.log).into_iter().chain(means(one.crps)));
        cells.push(format!("{:.2}", one.within_90));
        cells
    };
    section(&mut text, "Level", &heads, &scores.rows.iter().map(row).collect::<Vec<_>>());
    text
}

impl Fit {
    fn execute(&self, record: &Record, output: &Output) -> Result<(), CliError> {
        if let Some(unknown) = self.without.iter().find(|id| record.cases.iter().all(|case| case.id != **id)) {
            return Err(CliError::Input(format!("--without {unknown}: no case of the record has this id")));
        }
        let cases: Vec<&Case> = record.cases.iter().filter(|case| !self.without.contains(&case.id)).collect();
        if let (Some(file), Some(group)) = (&self.posterior, &self.alliance) {
            return self.write_posterior(&cases, group, file, output);
        }
        let fitted = fit(&cases, self.draws.knowing, self.draws.sampling(8));
        if output.json {
            return output.print_json(&fitted);
        }
        let Fitted { groups, threats, r_hat, effective, .. } = &fitted;
        let mut text = format!(
            "{}The ladder learned from {}{}\nR-hat at most {r_hat:.3}, at least {:.0} effective draws of {}\n",
            BOLD.0,
            counted(cases.len() as u64, "case", "cases"),
            BOLD.1,
            effective,
            fitted.draws
        );
        let cells = |of: &[Reading]| {
            of.iter()
                .map(|reading| {
                    let mut cells = vec![reading.name.clone()];
                    cells.extend(reading.within_a_year.iter().map(|[low, mid, high]| {
                        format!("{:.0} % ({:.0} to {:.0})", 100.0 * mid, 100.0 * low, 100.0 * high)
                    }));
                    cells
                })
                .collect::<Vec<_>>()
        };
        let heads: Vec<&str> = Level::SCORED.iter().map(|level| level.in_words()).collect();
        section(&mut text, "Within a year, by alliance", &heads, &cells(groups));
        section(&mut text, "Within a year, by kind of threat", &heads, &cells(threats));
        text.push_str("\nMedian and 90 % interval over parameters, for the average threat (alliance) of the record.\n");
        output.print(&text)
    }

    /// Writes draws of the model's parameters, and prints their means as a scenario has them.
    fn write_posterior(&self, cases: &[&Case], group: &str, file: &Path, output: &Output) -> Result<(), CliError> {
        const STEPS: usize = 24;
        let sampling = Sampling { draws: self.rows as usize, ..self.draws.sampling(STEPS) };
        let Some(draws) = draws(cases, group, sampling, 0) else {
            let groups: BTreeSet<&str> = cases.iter().map(|case| case.group.as_str()).collect();
            let groups: Vec<&str> = groups.into_iter().collect();
            return Err(CliError::Input(format!("--alliance {group}: expected one of {}", groups.join(", "))));
        };
        write_whole(file, draws.to_csv().as_bytes())
            .map_err(|error| CliError::Input(format!("{}: {error}", file.display())))?;
        output.print(&draws.means_as_toml())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_has_the_word_of_the_table_or_of_the_record() {
        let command =
            clap::Command::new("c").arg(clap::Arg::new("level").value_parser(level_parser()).ignore_case(true));
        let read =
            |word: &str| Some(*command.clone().try_get_matches_from(["c", word]).ok()?.get_one::<Level>("level")?);
        for level in Level::ALL {
            assert_eq!(read(level.in_words()), Some(level));
        }
        let others = ["consultation", "Meeting", "force", "force_arrived", "force-arrived"];
        let wanted = [Level::Consultation, Level::Consultation, Level::Force, Level::ForceArrived, Level::ForceArrived];
        assert_eq!(others.map(read), wanted.map(Some));
        assert_eq!(read("tanks"), None);
    }
}
