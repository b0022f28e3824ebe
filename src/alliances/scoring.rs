//! Forecasts of cases that were left out, scored beside the simplest ones.

use rayon::prelude::*;

use super::forecast::{Forecast, Score};
use super::mechanism;
use super::null::null_forecast;
use super::observation::Observation;
use super::pooling::{Chain, Sampling, Shape};
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
