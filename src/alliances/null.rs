//! The simplest forecasts of a ladder of answers, which a model must beat: the pooled ladder, and the same shrunk towards a group.
//!
//! For each level: the share of the other cases that reached it (with one success and one failure added), and mean and standard deviation of
//! `ln(1 + days)` of those that did. A group's share and mean are those of its cases together with four cases of the pool.

use super::forecast::{Cure, Forecast};
use super::observation::Observation;

/// How many cases the pool counts for in a group's own figures.
const WEIGHT: f64 = 4.0;
/// The spread of `ln(1 + days)` is never taken as less.
const LEAST_SPREAD: f64 = 0.5;

/// Forecast of a level from the observations of other cases: pooled, or shrunk towards those of a group.
#[must_use]
pub fn null_forecast<'a>(others: impl Iterator<Item = &'a Observation>, level: usize, pool: Option<usize>) -> Forecast {
    let seen: Vec<&Observation> = others.filter(|seen| seen.level == level).collect();
    let logs =
        |among: &[&Observation]| -> Vec<f64> { among.iter().filter_map(|seen| seen.day().map(f64::ln_1p)).collect() };
    let hits = logs(&seen);
    let (n, k) = (seen.len() as f64, hits.len() as f64);
    let (reached, mean) = ((k + 1.0) / (n + 2.0), hits.iter().sum::<f64>() / k.max(1.0));
    let variance = hits.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (k - 1.0).max(1.0);
    let spread = variance.sqrt().max(LEAST_SPREAD);
    let Some(pool) = pool else { return Forecast { members: vec![Cure { reached, mean, spread }] } };
    let own: Vec<&Observation> = seen.into_iter().filter(|seen| seen.pool == pool).collect();
    let hits = logs(&own);
    let (n, k) = (own.len() as f64, hits.len() as f64);
    let reached = (k + WEIGHT * reached) / (n + WEIGHT);
    let mean = (hits.iter().sum::<f64>() + WEIGHT * mean) / (k + WEIGHT);
    Forecast { members: vec![Cure { reached, mean, spread }] }
}
