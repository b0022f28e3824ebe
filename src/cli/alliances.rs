//! `panj alliances`: what alliances did when they were called, and how well that can be forecast.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use serde::Serialize;

use super::error::CliError;
use super::output::{BOLD, Output};
use super::results_table::section;
use super::typed::whole_number;
use crate::alliances::curves::Course;
use crate::alliances::forecast::{Score, YEAR};
use crate::alliances::pooling::Sampling;
use crate::alliances::posterior::draws;
use crate::alliances::record::{Case, Covariates, Level, Record, observations};
use crate::alliances::scoring::{Forecaster, MeanOverCases, Scored, leave_one_out, mean_over_cases, score};
use crate::alliances::summary::{Fitted, Reading, fit};
use crate::number::{counted, short};
use crate::report::charts::{CumulativeIncidence, IncidenceCurve};
use crate::report::theme::Footer;
use crate::result::write_whole;

/// Days at which those still without the level are counted.
const RISK_DAYS: [f64; 4] = [7.0, 30.0, 90.0, 180.0];
/// What every reader of the record must know.
const SELECTION: &str = "The record holds calls that are remembered: a call met by silence leaves no page, so shares of answers are too high, most of all \
                         where few look. Force is anything from five aircraft to thousands of men. See data/alliance-response/README.md.";

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

/// A row of the tables.
#[derive(Serialize)]
struct Row {
    name: String,
    cases: u64,
    reached: u64,
    share: f64,
    share_low: f64,
    share_high: f64,
    lower_quartile_days: Option<f64>,
    median_days: Option<f64>,
    upper_quartile_days: Option<f64>,
    at_risk: Vec<usize>,
}

impl Row {
    fn of(name: &str, course: &Course) -> Row {
        let (share, interval) = course.share();
        let [lower, median, upper] = course.quartiles();
        Row {
            name: name.to_owned(),
            cases: course.cases,
            reached: course.reached,
            share,
            share_low: interval.low,
            share_high: interval.high,
            lower_quartile_days: lower,
            median_days: median,
            upper_quartile_days: upper,
            at_risk: RISK_DAYS.iter().map(|day| course.curve.at_risk(*day)).collect(),
        }
    }

    fn cells(&self) -> Vec<String> {
        let days = |day: Option<f64>| day.map_or_else(|| ">365".to_owned(), short);
        let mut cells = vec![
            self.name.clone(),
            format!("{} of {}", self.reached, self.cases),
            format!("{:.0} % ({:.0} to {:.0})", 100.0 * self.share, 100.0 * self.share_low, 100.0 * self.share_high),
            days(self.median_days),
            format!("{} to {}", days(self.lower_quartile_days), days(self.upper_quartile_days)),
        ];
        cells.extend(self.at_risk.iter().map(ToString::to_string));
        cells
    }
}

const COLUMNS: [&str; 8] =
    ["within a year", "share (95 %)", "median days", "quartiles", "at risk 7 d", "30 d", "90 d", "180 d"];

/// What `--json` gives of the record.
#[derive(Serialize)]
struct RecordAsJson {
    cases: usize,
    calls_without_answers_on_record: usize,
    risk_days: [f64; 4],
    levels: Vec<Row>,
    level: &'static str,
    alliances: Vec<Row>,
    caution: &'static str,
}

impl Shown {
    fn show(&self, record: &Record, output: &Output) -> Result<(), CliError> {
        let known = |name: &Option<String>, of: fn(&Case) -> &String, what: &str| -> Result<(), CliError> {
            let Some(name) = name else { return Ok(()) };
            let names: std::collections::BTreeSet<&String> = record.cases.iter().map(of).collect();
            if names.contains(name) {
                return Ok(());
            }
            let list: Vec<&str> = names.into_iter().map(String::as_str).collect();
            Err(CliError::Input(format!("{what} {name}: the record has {}", list.join("; "))))
        };
        known(&self.alliance, |case| &case.group, "--alliance")?;
        known(&self.threat, |case| &case.threat, "--threat")?;
        let of_threat = |case: &&Case| {
            self.threat.as_ref().is_none_or(|threat| case.threat == *threat)
                && self.asked.is_none_or(|asked| case.asked == asked)
        };
        let all: Vec<&Case> = record.cases.iter().filter(of_threat).collect();
        let chosen: Vec<&Case> = all
            .iter()
            .copied()
            .filter(|case| self.alliance.as_ref().is_none_or(|group| case.group == *group))
            .collect();
        if chosen.is_empty() {
            return Err(CliError::Input("no case of the record is of this alliance, threat and call".to_owned()));
        }
        let levels: Vec<Row> = Level::ALL
            .into_iter()
            .map(|level| Row::of(level.in_words(), &Course::of(&chosen, level)))
            .filter(|row| row.cases > 0)
            .collect();
        let groups = match &self.alliance {
            None => by_group(&all, self.level),
            Some(group) => {
                let rest: Vec<&Case> = all.iter().copied().filter(|case| case.group != *group).collect();
                let both = [(group.clone(), &chosen), ("all other alliances".to_owned(), &rest)];
                let courses = both.into_iter().map(|(name, cases)| (name, Course::of(cases, self.level)));
                courses.filter(|(_, course)| course.cases > 0).collect()
            }
        };
        let rows: Vec<Row> = groups.iter().map(|(name, course)| Row::of(name, course)).collect();
        if let Some(path) = &self.chart {
            let svg = self.chart(&groups);
            write_whole(path, svg.as_bytes()).map_err(|error| {
                CliError::Input(format!("{}: {error}; name another file with --chart", path.display()))
            })?;
        }
        if output.json {
            return output.print_json(&RecordAsJson {
                cases: chosen.len(),
                calls_without_answers_on_record: record.without_answers,
                risk_days: RISK_DAYS,
                levels,
                level: self.level.in_words(),
                alliances: rows,
                caution: SELECTION,
            });
        }
        let mut text = format!(
            "{}What alliances did when they were called{}\n{} with answers on record; the clock starts with the call (the onset where none is dated)\n",
            BOLD.0,
            BOLD.1,
            counted(chosen.len() as u64, "case", "cases"),
        );
        let cells = |rows: &[Row]| rows.iter().map(Row::cells).collect::<Vec<_>>();
        section(&mut text, "Level or a higher one", &COLUMNS, &cells(&levels));
        section(
            &mut text,
            &format!("{} or above, by alliance", capital(self.level.in_words())),
            &COLUMNS,
            &cells(&rows),
        );
        text.push('\n');
        text.push_str(SELECTION);
        text.push('\n');
        output.print(&text)
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

/// The course of each group to a level, the largest group first.
fn by_group(cases: &[&Case], level: Level) -> Vec<(String, Course)> {
    let mut groups: std::collections::BTreeMap<&str, Vec<&Case>> = std::collections::BTreeMap::new();
    for case in cases {
        groups.entry(&case.group).or_default().push(case);
    }
    let mut courses: Vec<(String, Course)> = groups
        .into_iter()
        .map(|(name, of)| (name.to_owned(), Course::of(&of, level)))
        .filter(|(_, c)| c.cases > 0)
        .collect();
    courses.sort_by(|a, b| b.1.cases.cmp(&a.1.cases).then_with(|| a.0.cmp(&b.0)));
    courses
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A mean by who forecast.
#[derive(Serialize)]
struct Means {
    pooled: f64,
    by_alliance: f64,
    ladder: f64,
    mechanism: f64,
}

impl Means {
    fn of(scored: &[&Scored], value: fn(&Score) -> f64) -> Means {
        let mean = |who: Forecaster| mean_over_cases(scored, |one| value(&one.scores[who as usize])).mean;
        Means {
            pooled: mean(Forecaster::Pooled),
            by_alliance: mean(Forecaster::ByAlliance),
            ladder: mean(Forecaster::Model),
            mechanism: mean(Forecaster::Mechanism),
        }
    }

    fn cells(&self) -> [String; 4] {
        [self.pooled, self.by_alliance, self.ladder, self.mechanism].map(|x| format!("{x:.3}"))
    }
}

/// Mean scores of one level, or of all.
#[derive(Serialize)]
struct ScoreRow {
    level: String,
    forecasts: usize,
    /// Log of the probability of what happened: more is better.
    log: Means,
    /// CRPS of ln(1 + days): less is better.
    crps: Means,
    /// Share of what happened inside the ladder's central 90 %.
    within_90: f64,
}

impl ScoreRow {
    fn of(level: &str, scored: &[&Scored]) -> ScoreRow {
        let inside = |one: &Scored| (0.05..=0.95).contains(&one.scores[Forecaster::Model as usize].pit);
        ScoreRow {
            level: level.to_owned(),
            forecasts: scored.len(),
            log: Means::of(scored, |score| score.log),
            crps: Means::of(scored, |score| score.crps),
            within_90: scored.iter().filter(|one| inside(one)).count() as f64 / scored.len() as f64,
        }
    }

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.level.clone(), self.forecasts.to_string()];
        cells.extend(self.log.cells().into_iter().chain(self.crps.cells()));
        cells.push(format!("{:.2}", self.within_90));
        cells
    }
}

/// What `--json` gives of scores.
#[derive(Serialize)]
struct ScoresAsJson {
    cases: usize,
    rows: Vec<ScoreRow>,
    minus_pooled: f64,
    minus_pooled_standard_error: f64,
    minus_by_alliance: f64,
    minus_by_alliance_standard_error: f64,
    mechanism_minus_by_alliance: f64,
    mechanism_minus_by_alliance_standard_error: f64,
    answer: String,
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
            let others = record.cases.iter().filter(|case| own.cases.iter().all(|one| one.id != case.id));
            let learned = others.clone().count();
            let all: Vec<&Case> = others.chain(&own.cases).collect();
            let (shape, rows) = observations(&all, knowing);
            let (others, own): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.case < learned);
            score(shape, &others.iter().collect::<Vec<_>>(), &own, sampling, 0)?
        } else {
            let all: Vec<&Case> = record.cases.iter().collect();
            let (shape, rows) = observations(&all, knowing);
            leave_one_out(shape, &rows, sampling)?
        };
        print_scores(&scored, output)
    }
}

/// How the ladder did against another forecast, in a sentence; one case alone gives no standard error.
fn verdict(who: &str, name: &str, gain: MeanOverCases) -> String {
    let MeanOverCases { mean, standard_error } = gain;
    if standard_error.is_nan() {
        return format!(
            "One case tells of no difference of the {who} from the {name} ladder: {mean:+.3} in mean log score."
        );
    }
    let what = match mean / standard_error {
        z if z > 2.0 => "beats",
        z if z > 0.0 => "is better than, but not beyond two standard errors,",
        z if z > -2.0 => "does not beat",
        _ => "is worse than",
    };
    format!(
        "The {who} {what} the {name} ladder: {mean:+.3} (standard error over cases {standard_error:.3}) in mean log score."
    )
}

fn print_scores(scored: &[Scored], output: &Output) -> Result<(), CliError> {
    let all: Vec<&Scored> = scored.iter().collect();
    let cases = all.chunk_by(|a, b| a.observation.case == b.observation.case).count();
    let by_level = Level::SCORED.into_iter().enumerate().filter_map(|(place, level)| {
        let of: Vec<&Scored> = all.iter().copied().filter(|one| one.observation.level == place).collect();
        (!of.is_empty()).then(|| ScoreRow::of(level.in_words(), &of))
    });
    let rows: Vec<ScoreRow> = by_level.chain([ScoreRow::of("all", &all)]).collect();
    let minus = |who: Forecaster, null: Forecaster| {
        mean_over_cases(&all, |one| one.scores[who as usize].log - one.scores[null as usize].log)
    };
    let of_ladder = |null| minus(Forecaster::Model, null);
    let (pooled, by_alliance) = (of_ladder(Forecaster::Pooled), of_ladder(Forecaster::ByAlliance));
    let mechanism = minus(Forecaster::Mechanism, Forecaster::ByAlliance);
    let verdicts = [
        verdict("learned ladder", "pooled", pooled),
        verdict("learned ladder", "by-alliance", by_alliance),
        verdict("model's alliance", "pooled", minus(Forecaster::Mechanism, Forecaster::Pooled)),
        verdict("model's alliance", "by-alliance", mechanism),
    ];
    let answer = verdicts.join("\n");
    if output.json {
        return output.print_json(&ScoresAsJson {
            cases,
            rows,
            minus_pooled: pooled.mean,
            minus_pooled_standard_error: pooled.standard_error,
            minus_by_alliance: by_alliance.mean,
            minus_by_alliance_standard_error: by_alliance.standard_error,
            mechanism_minus_by_alliance: mechanism.mean,
            mechanism_minus_by_alliance_standard_error: mechanism.standard_error,
            answer,
        });
    }
    let mut text = format!(
        "{}Forecasts of {} that were left out{}\nMean log score of a level of a case (more is better) and CRPS of ln(1 + days) (less is better)\n\n{answer}\n",
        BOLD.0,
        counted(cases as u64, "case", "cases"),
        BOLD.1
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
    section(&mut text, "Level", &heads, &rows.iter().map(ScoreRow::cells).collect::<Vec<_>>());
    output.print(&text)
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
