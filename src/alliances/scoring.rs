//! Forecasts of cases that were left out, scored beside the simplest ones.

use rayon::prelude::*;

use super::forecast::{Forecast, Score};
use super::null::null_forecast;
use super::observation::Observation;
use super::pooling::{Chain, Sampling, Shape};
use crate::stats::summary::{mean, variance};

/// Who forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forecaster {
    /// The pooled ladder.
    Pooled,
    /// The ladder of the alliance's group, shrunk towards the pool.
    ByAlliance,
    /// The partially pooled model.
    Model,
}

impl Forecaster {
    /// All, the model last.
    pub const ALL: [Forecaster; 3] = [Forecaster::Pooled, Forecaster::ByAlliance, Forecaster::Model];
}

/// Scores of one observation, by forecaster in the order of [`Forecaster::ALL`].
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// What was forecast.
    pub observation: Observation,
    /// How each did.
    pub scores: [Score; 3],
}

/// Leaves out one case after another: each is forecast from all others.
#[must_use]
pub fn leave_one_out(shape: Shape, rows: &[Observation], sampling: Sampling) -> Vec<Scored> {
    let by_case: Vec<&[Observation]> = rows.chunk_by(|a, b| a.case == b.case).collect();
    let folds = by_case.par_iter().enumerate().map(|(fold, own)| {
        let others: Vec<&Observation> = rows.iter().filter(|row| row.case != own[0].case).collect();
        score(shape, &others, own, sampling, fold as u64)
    });
    folds.collect::<Vec<_>>().concat()
}

/// Scores cases that none of the others is of.
#[must_use]
pub fn score(
    shape: Shape,
    others: &[&Observation],
    own: &[Observation],
    sampling: Sampling,
    chain: u64,
) -> Vec<Scored> {
    let forecasts = forecasts(shape, others, own, sampling, chain);
    let null = |row: &Observation, pool| null_forecast(others.iter().copied(), row.level, pool).score(row.reached);
    own.iter()
        .zip(forecasts)
        .map(|(row, forecast)| Scored {
            observation: row.clone(),
            scores: [null(row, None), null(row, Some(row.pool)), forecast.score(row.reached)],
        })
        .collect()
}

/// The model's forecasts of some observations from others.
#[must_use]
pub fn forecasts(
    shape: Shape,
    others: &[&Observation],
    own: &[Observation],
    sampling: Sampling,
    chain: u64,
) -> Vec<Forecast> {
    let mut chain = Chain::new(shape, others.to_vec(), sampling.seed, chain);
    let mut forecasts = vec![Forecast { members: Vec::with_capacity(sampling.draws) }; own.len()];
    chain.run(sampling, |chain| {
        for (forecast, row) in forecasts.iter_mut().zip(own) {
            forecast.members.push(chain.member(row));
        }
    });
    forecasts
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
