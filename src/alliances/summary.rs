//! What the fitted ladder says, and whether its chains have converged.

use rayon::prelude::*;
use serde::Serialize;

use super::forecast::{Forecast, YEAR};
use super::observation::Observation;
use super::pooling::{Chain, Sampling};
use super::record::{Case, Covariates, Level, observations};
use crate::stats::convergence::convergence;
use crate::stats::quantile::quantile;

/// Draws of a chain, each of several numbers.
type Draws = Vec<Vec<f64>>;

/// Chains of a fit.
const CHAINS: u64 = 4;

/// A fit of the ladder.
#[derive(Clone, Debug, Serialize)]
pub struct Fitted {
    /// By group of alliances.
    pub groups: Vec<Reading>,
    /// By kind of threat.
    pub threats: Vec<Reading>,
    /// The largest R-hat of any quantity.
    pub r_hat: f64,
    /// The least effective number of draws of any quantity.
    pub effective: f64,
    /// Draws of all chains.
    pub draws: usize,
}

/// What the ladder says of a group or a threat.
#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    /// Its name.
    pub name: String,
    /// For each scored level: 5 %, 50 % and 95 % quantile over parameters of the probability that it is reached within a year.
    pub within_a_year: Vec<[f64; 3]>,
}

/// Fits the ladder to some cases.
#[must_use]
pub fn fit(cases: &[&Case], covariates: Covariates, sampling: Sampling) -> Fitted {
    let (shape, rows) = observations(cases, covariates);
    let data: Vec<&Observation> = rows.iter().collect();
    let names = |of: fn(&Case) -> &str| -> Vec<String> {
        let names: std::collections::BTreeSet<&str> = cases.iter().map(|case| of(case)).collect();
        names.into_iter().map(str::to_owned).collect()
    };
    let (groups, threats) = (names(|case| &case.group), names(|case| &case.threat));
    // a question for each group, kind of threat and level; covariates in the middle
    let question = |group: usize, threat: usize, level: usize| Observation {
        group,
        threat,
        level,
        covariates: vec![0.0; shape.covariates],
        ..rows[0].clone()
    };
    let (states, answers): (Vec<Draws>, Vec<Draws>) = (0..CHAINS)
        .into_par_iter()
        .map(|number| {
            let mut chain = Chain::new(shape, data.clone(), sampling.seed, 1_000_000 + number);
            let (mut states, mut answers) = (Vec::new(), Vec::new());
            chain.run(sampling, |chain| {
                states.push(chain.state());
                let mut asked = Vec::new();
                for group in 0..shape.groups {
                    for threat in 0..shape.threats {
                        for level in 0..shape.levels {
                            let member = chain.member(&question(group, threat, level));
                            asked.push(Forecast { members: vec![member] }.by(YEAR));
                        }
                    }
                }
                answers.push(asked);
            });
            (states, answers)
        })
        .unzip();
    let quantities = states[0].first().map_or(0, Vec::len);
    let met: Vec<_> = (0..quantities)
        .into_par_iter()
        .map(|at| {
            let of: Vec<Vec<f64>> = states.iter().map(|chain| chain.iter().map(|state| state[at]).collect()).collect();
            convergence(&of)
        })
        .collect();
    let answers: Vec<&Vec<f64>> = answers.iter().flatten().collect();
    let place = |group: usize, threat: usize, level: usize| (group * shape.threats + threat) * shape.levels + level;
    let weights = |key: fn(&Observation) -> usize, n: usize| -> Vec<f64> {
        let mut counts = vec![0.0; n];
        for own in rows.chunk_by(|a, b| a.case == b.case) {
            counts[key(&own[0])] += 1.0 / cases.len() as f64;
        }
        counts
    };
    let (of_group, of_threat) = (weights(|row| row.group, shape.groups), weights(|row| row.threat, shape.threats));
    let reading = |name: &str, at: &dyn Fn(&[f64], usize) -> f64| {
        let levels = (0..Level::SCORED.len()).map(|level| {
            let over: Vec<f64> = answers.iter().map(|asked| at(asked, level)).collect();
            [0.05, 0.5, 0.95].map(|p| quantile(&over, p))
        });
        Reading { name: name.to_owned(), within_a_year: levels.collect() }
    };
    let by_group = groups.iter().enumerate().map(|(group, name)| {
        reading(name, &|asked, level| (0..shape.threats).map(|t| of_threat[t] * asked[place(group, t, level)]).sum())
    });
    let by_threat = threats.iter().enumerate().map(|(threat, name)| {
        reading(name, &|asked, level| (0..shape.groups).map(|g| of_group[g] * asked[place(g, threat, level)]).sum())
    });
    Fitted {
        groups: by_group.collect(),
        threats: by_threat.collect(),
        r_hat: met.iter().map(|one| one.r_hat).fold(1.0, f64::max),
        effective: met.iter().map(|one| one.effective).fold(f64::INFINITY, f64::min),
        draws: answers.len(),
    }
}
