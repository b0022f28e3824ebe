//! Forecasts of cases that were left out, scored beside the simplest ones.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::forecast::{Forecast, Score};
use super::mechanism;
use super::null::null_forecast;
use super::observation::Observation;
use super::pooling::{Chain, Sampling, Shape};
use super::record::{Case, Covariates, Level, Record, observations};
use crate::scenario::Problems;
use crate::stats::summary::{mean, variance};

/// Who forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forecaster {
    /// The pooled ladder.
    Pooled,
    /// The ladder of the alliance's group, shrunk towards the pool.
    ByAlliance,
    /// The partially pooled ladder.
    Model,
    /// The model's alliance, simulated with the ladder's parameters.
    Mechanism,
}

impl Forecaster {
    /// All, the simplest first.
    pub const ALL: [Forecaster; 4] =
        [Forecaster::Pooled, Forecaster::ByAlliance, Forecaster::Model, Forecaster::Mechanism];
}

/// Scores of one observation, by forecaster in the order of [`Forecaster::ALL`].
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// What was forecast.
    pub observation: Observation,
    /// How each did.
    pub scores: [Score; 4],
}

/// Leaves out one case after another: each is forecast from all others.
///
/// # Errors
/// None but for a program whose own scenario does not read.
pub fn leave_one_out(shape: Shape, rows: &[Observation], sampling: Sampling) -> Result<Vec<Scored>, Problems> {
    let by_case: Vec<&[Observation]> = rows.chunk_by(|a, b| a.case == b.case).collect();
    let folds = by_case.par_iter().enumerate().map(|(fold, own)| {
        let others: Vec<&Observation> = rows.iter().filter(|row| row.case != own[0].case).collect();
        score(shape, &others, own, sampling, fold as u64)
    });
    Ok(folds.collect::<Result<Vec<_>, _>>()?.concat())
}

/// Scores cases that none of the others is of.
///
/// # Errors
/// None but for a program whose own scenario does not read.
pub fn score(
    shape: Shape,
    others: &[&Observation],
    own: &[Observation],
    sampling: Sampling,
    chain: u64,
) -> Result<Vec<Scored>, Problems> {
    let cases: Vec<&[Observation]> = own.chunk_by(|a, b| a.case == b.case).collect();
    let mut forecasts = vec![Forecast { members: Vec::with_capacity(sampling.draws) }; own.len()];
    let mut rungs = vec![Vec::with_capacity(sampling.draws); cases.len()];
    Chain::new(shape, others.to_vec(), sampling.seed, chain).run(sampling, |chain| {
        for (forecast, row) in forecasts.iter_mut().zip(own) {
            forecast.members.push(chain.member(row));
        }
        for (drawn, case) in rungs.iter_mut().zip(&cases) {
            drawn.push(mechanism::rungs(chain, &case[0]));
        }
    });
    let mut simulated = Vec::with_capacity(own.len());
    for (case, drawn) in cases.iter().zip(&rungs) {
        simulated.extend(mechanism::forecasts(case, drawn, sampling.seed)?);
    }
    let null = |row: &Observation, pool| null_forecast(others.iter().copied(), row.level, pool).score(row.reached);
    let scored = own.iter().zip(forecasts).zip(simulated).map(|((row, forecast), simulated)| Scored {
        observation: row.clone(),
        scores: [null(row, None), null(row, Some(row.pool)), forecast.score(row.reached), simulated.score(row.reached)],
    });
    Ok(scored.collect())
}

/// A mean over levels of cases, with the standard error that whole cases, which are independent, give it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanOverCases {
    /// The mean of a level of a case.
    pub mean: f64,
    /// Its standard error (linearised ratio over cases, Cochran 1977, ch. 2).
    pub standard_error: f64,
}

/// Mean of a quantity of each observation.
#[must_use]
pub fn mean_over_cases(rows: &[&Scored], value: impl Fn(&Scored) -> f64) -> MeanOverCases {
    let values: Vec<f64> = rows.iter().map(|row| value(row)).collect();
    let centre = mean(&values);
    let cases: Vec<f64> = rows
        .chunk_by(|a, b| a.observation.case == b.observation.case)
        .map(|of| of.iter().map(|row| value(row) - centre).sum())
        .collect();
    let standard_error = (variance(&cases) * cases.len() as f64).sqrt() / rows.len() as f64;
    MeanOverCases { mean: centre, standard_error }
}

/// A mean by who forecast.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Means {
    /// Of [`Forecaster::Pooled`].
    pub pooled: f64,
    /// Of [`Forecaster::ByAlliance`].
    pub by_alliance: f64,
    /// Of [`Forecaster::Model`].
    pub ladder: f64,
    /// Of [`Forecaster::Mechanism`].
    pub mechanism: f64,
}

/// Mean scores of one level, or of all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelScores {
    /// The level in words, or `all`.
    pub level: String,
    /// How many forecasts.
    pub forecasts: usize,
    /// Log of the probability of what happened: more is better.
    pub log: Means,
    /// CRPS of ln(1 + days): less is better.
    pub crps: Means,
    /// Share of what happened inside the ladder's central 90 %.
    pub within_90: f64,
}

/// How the ladder, and the model with what was learned, did against the simplest forecasts: read and written as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Cases that were forecast.
    pub cases: usize,
    /// By level, and at the end of all.
    pub rows: Vec<LevelScores>,
    /// Mean log score of the ladder less that of the pooled one.
    pub minus_pooled: f64,
    /// Its standard error over cases; NaN (null in JSON) where there is one case alone, as below.
    pub minus_pooled_standard_error: f64,
    /// Mean log score of the ladder less that by alliance.
    pub minus_by_alliance: f64,
    /// Its standard error over cases.
    pub minus_by_alliance_standard_error: f64,
    /// Mean log score of the model less that of the ladder by alliance.
    pub mechanism_minus_by_alliance: f64,
    /// Its standard error over cases.
    pub mechanism_minus_by_alliance_standard_error: f64,
    /// What that says, in sentences.
    pub answer: String,
}

/// Forecasts each case of a record from all others.
///
/// # Errors
/// None but for a program whose own scenario does not read.
pub fn score_record(record: &Record, covariates: Covariates, sampling: Sampling) -> Result<Vec<Scored>, Problems> {
    let all: Vec<&Case> = record.cases.iter().collect();
    let (shape, rows) = observations(&all, covariates);
    leave_one_out(shape, &rows, sampling)
}

/// Forecasts cases of one's own from those of a record that have other ids.
///
/// # Errors
/// None but for a program whose own scenario does not read.
pub fn score_own(
    record: &Record,
    own: &Record,
    covariates: Covariates,
    sampling: Sampling,
) -> Result<Vec<Scored>, Problems> {
    let others = record.cases.iter().filter(|case| own.cases.iter().all(|one| one.id != case.id));
    let learned = others.clone().count();
    let all: Vec<&Case> = others.chain(&own.cases).collect();
    let (shape, rows) = observations(&all, covariates);
    let (others, own): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.case < learned);
    score(shape, &others.iter().collect::<Vec<_>>(), &own, sampling, 0)
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
}

impl LevelScores {
    fn of(level: &str, scored: &[&Scored]) -> LevelScores {
        let inside = |one: &Scored| (0.05..=0.95).contains(&one.scores[Forecaster::Model as usize].pit);
        LevelScores {
            level: level.to_owned(),
            forecasts: scored.len(),
            log: Means::of(scored, |score| score.log),
            crps: Means::of(scored, |score| score.crps),
            within_90: scored.iter().filter(|one| inside(one)).count() as f64 / scored.len() as f64,
        }
    }
}

impl Scores {
    /// What forecasts of some cases say, a case's levels one after another.
    #[must_use]
    pub fn of(scored: &[Scored]) -> Scores {
        let all: Vec<&Scored> = scored.iter().collect();
        let by_level = Level::SCORED.into_iter().enumerate().filter_map(|(place, level)| {
            let of: Vec<&Scored> = all.iter().copied().filter(|one| one.observation.level == place).collect();
            (!of.is_empty()).then(|| LevelScores::of(level.in_words(), &of))
        });
        let gain = |who: Forecaster, over: Forecaster| {
            mean_over_cases(&all, |one| one.scores[who as usize].log - one.scores[over as usize].log)
        };
        let [ladder, model] = [Forecaster::Model, Forecaster::Mechanism]
            .map(|who| [Forecaster::Pooled, Forecaster::ByAlliance].map(|over| gain(who, over)));
        let verdicts = [("learned ladder", ladder), ("model's alliance", model)].map(|(who, [pooled, by_alliance])| {
            verdict(who, "pooled", pooled) + "\n" + &verdict(who, "by-alliance", by_alliance)
        });
        Scores {
            cases: all.chunk_by(|a, b| a.observation.case == b.observation.case).count(),
            rows: by_level.chain([LevelScores::of("all", &all)]).collect(),
            minus_pooled: ladder[0].mean,
            minus_pooled_standard_error: ladder[0].standard_error,
            minus_by_alliance: ladder[1].mean,
            minus_by_alliance_standard_error: ladder[1].standard_error,
            mechanism_minus_by_alliance: model[1].mean,
            mechanism_minus_by_alliance_standard_error: model[1].standard_error,
            answer: verdicts.join("\n"),
        }
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
