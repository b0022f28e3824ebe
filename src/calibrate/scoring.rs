//! Scores of forecasts against what the record shows later, beside the simplest ones.

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::forecast::{Forecast, open_districts};
use super::nulls::{Null, null_forecast};
use crate::scenario::{Date, Scenario, ScenarioSource};
use crate::stats::quantile::{of_sorted, sorted};
use crate::stats::score::{brier, central_interval, crps, log_loss, pit, weighted_interval_score};

/// A probability is taken as at least this, and at most 1 less it: a forecast by so many worlds cannot tell smaller ones.
const LEAST: f64 = 1e-3;
/// Central intervals of the weighted interval score.
const ALPHAS: [f64; 4] = [0.1, 0.2, 0.5, 0.8];

/// Mean scores of one forecaster at one horizon, over districts and origins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DistrictScores {
    /// Who forecast.
    pub forecaster: String,
    /// Days ahead.
    pub horizon: u32,
    /// Forecasts.
    pub n: usize,
    /// Falls expected, and seen.
    pub expected: f64,
    /// What came.
    pub seen: usize,
    /// Mean Brier score.
    pub brier: f64,
    /// Mean logarithmic loss.
    pub log: f64,
    /// Logarithmic loss of the model less this forecaster's; with its 95 % interval by a bootstrap over provinces.
    pub model_less_this: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Scores of the distribution of a number: falls within a horizon, or districts held on the day of a count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberScore {
    /// The last day that was known.
    pub as_of: Date,
    /// `falls` in the districts forecast one by one, or the series of the count.
    pub series: String,
    /// Days ahead.
    pub horizon: u32,
    /// What came.
    pub seen: f64,
    /// Median of the forecast, and its central 90 %.
    pub median: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Continuous ranked probability score.
    pub crps: f64,
    /// Weighted interval score.
    pub wis: f64,
    /// Probability integral transform (its middle where there are ties).
    pub pit: f64,
}

/// All scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// By forecaster and horizon.
    pub districts: Vec<DistrictScores>,
    /// By origin.
    pub numbers: Vec<NumberScore>,
    /// Whether the best of the simple forecasts is beaten.
    pub verdict: String,
    /// Forecasts of which some parameter's chains had not met.
    pub unmet: usize,
}

/// One forecast of one district.
struct Cell {
    province: u32,
    horizon: u32,
    fell: bool,
    /// The model's probability, then those of the simple forecasts.
    probabilities: Vec<f64>,
}

/// Scores forecasts of one scenario against its whole record.
///
/// # Errors
/// When the forecast is not of this scenario.
pub fn score(source: &ScenarioSource, scenario: &Scenario, forecasts: &[Forecast]) -> Result<Scores, String> {
    let mut cells = Vec::new();
    let mut numbers = Vec::new();
    for one in forecasts {
        let known = source
            .as_of(one.as_of)
            .resolve(&crate::scenario::Overlay::none())
            .map_err(|problems| problems.render(false))?;
        let open = open_districts(&known, one.as_of);
        let ids: Vec<&str> = open.iter().map(|&i| known.geography.districts[i].id.as_str()).collect();
        if !ids.iter().copied().eq(one.districts.iter().map(|district| district.id.as_str())) {
            return Err(format!(
                "the forecast as of {} is not of the districts of this scenario that were open then: make it again with panj forecast",
                one.as_of
            ));
        }
        let nulls: Vec<Vec<Vec<f64>>> =
            Null::ALL.iter().map(|null| null_forecast(*null, &known, one.as_of, &one.horizons)).collect();
        for (h, &horizon) in one.horizons.iter().enumerate() {
            let last = one.as_of.plus_days(horizon as i32);
            let fell = |district: usize| {
                let later = |change: &&crate::scenario::RecordedChange| change.date > one.as_of && change.date <= last;
                scenario
                    .record
                    .changes
                    .iter()
                    .filter(later)
                    .any(|change| change.fell && change.district as usize == district)
            };
            let before = cells.len();
            for (k, &i) in open.iter().enumerate() {
                let simple = nulls.iter().map(|null| null[k][h]);
                let probabilities = std::iter::once(one.districts[k].falls[h]).chain(simple);
                let probabilities = probabilities.map(|p| p.clamp(LEAST, 1.0 - LEAST)).collect();
                cells.push(Cell {
                    province: scenario.geography.districts[i].province,
                    horizon,
                    fell: fell(i),
                    probabilities,
                });
            }
            let seen = cells[before..].iter().filter(|cell| cell.fell).count() as f64;
            let ensemble: Vec<f64> = one.falls.iter().map(|world| f64::from(world[h])).collect();
            numbers.push(NumberScore::of(one.as_of, "falls", horizon, &ensemble, seen));
        }
        let furthest = one.horizons.iter().copied().max().unwrap_or(0);
        for count in &scenario.record.counts {
            let ahead = count.date.days_since(one.as_of);
            if ahead > 0 && ahead <= furthest as i32 {
                let of = |world: &Vec<u32>| world.get(ahead as usize - 1).map(|held| f64::from(*held));
                let ensemble: Vec<f64> = one.held.iter().filter_map(of).collect();
                numbers.push(NumberScore::of(one.as_of, &count.series, ahead as u32, &ensemble, count.districts));
            }
        }
    }
    let horizons: std::collections::BTreeSet<u32> = cells.iter().map(|cell| cell.horizon).collect();
    let districts: Vec<DistrictScores> = horizons
        .iter()
        .flat_map(|&h| (0..=Null::ALL.len()).map(move |who| (h, who)))
        .map(|(h, who)| DistrictScores::of(&cells, h, who))
        .collect();
    let verdict = verdict(&districts);
    let unmet = forecasts.iter().filter(|one| !one.unmet.is_empty()).count();
    Ok(Scores { districts, numbers, verdict, unmet })
}

impl NumberScore {
    fn of(as_of: Date, series: &str, horizon: u32, ensemble: &[f64], seen: f64) -> NumberScore {
        let interval = central_interval(ensemble, 0.1);
        NumberScore {
            as_of,
            series: series.to_owned(),
            horizon,
            seen,
            median: of_sorted(&sorted(ensemble), 0.5),
            low: interval.low,
            high: interval.high,
            crps: crps(ensemble, seen),
            wis: weighted_interval_score(ensemble, &ALPHAS, seen),
            pit: pit(ensemble, seen).mid,
        }
    }
}

/// Resamples of the bootstrap.
const RESAMPLES: usize = 2_000;

impl DistrictScores {
    fn of(cells: &[Cell], horizon: u32, who: usize) -> DistrictScores {
        let cells: Vec<&Cell> = cells.iter().filter(|cell| cell.horizon == horizon).collect();
        let n = cells.len();
        let mean = |of: &dyn Fn(&Cell) -> f64| cells.iter().map(|cell| of(cell)).sum::<f64>() / n as f64;
        let log = |cell: &Cell, who: usize| log_loss(cell.probabilities[who], cell.fell);
        // by province: sum of differences, and forecasts
        let mut provinces: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
        for cell in &cells {
            let sum = provinces.entry(cell.province).or_default();
            *sum = (sum.0 + log(cell, 0) - log(cell, who), sum.1 + 1.0);
        }
        let provinces: Vec<(f64, f64)> = provinces.into_values().collect();
        let mut rng = ChaCha8Rng::seed_from_u64(u64::from(horizon));
        let resample = |_| {
            let drawn = (0..provinces.len()).map(|_| provinces[rng.random_range(0..provinces.len())]);
            let (sum, many) = drawn.fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
            sum / many
        };
        let resampled = sorted(&(0..RESAMPLES).map(resample).collect::<Vec<f64>>());
        DistrictScores {
            forecaster: if who == 0 { "panj" } else { Null::ALL[who - 1].in_words() }.to_owned(),
            horizon,
            n,
            expected: cells.iter().map(|cell| cell.probabilities[who]).sum(),
            seen: cells.iter().filter(|cell| cell.fell).count(),
            brier: mean(&|cell| brier(cell.probabilities[who], cell.fell)),
            log: mean(&|cell| log(cell, who)),
            model_less_this: mean(&|cell| log(cell, 0) - log(cell, who)),
            low: of_sorted(&resampled, 0.025),
            high: of_sorted(&resampled, 0.975),
        }
    }
}

/// Says whether the best simple forecast is beaten, at each horizon.
fn verdict(scores: &[DistrictScores]) -> String {
    let mut parts = Vec::new();
    for of_horizon in scores.chunk_by(|a, b| a.horizon == b.horizon) {
        let Some((model, nulls)) = of_horizon.split_first() else { continue };
        let Some(best) = nulls.iter().min_by(|a, b| a.log.total_cmp(&b.log)) else { continue };
        let beaten = match (best.model_less_this < 0.0, best.low <= 0.0 && best.high >= 0.0) {
            (true, false) => "is beaten",
            (true, true) => "is not beaten for certain",
            (false, true) => "is not beaten",
            (false, false) => "is not beaten, and does better",
        };
        parts.push(format!(
            "at {} days the best simple forecast ({}, log score {:.3}) {beaten}: panj has {:.3}, difference {:+.3} (95 % over provinces {:+.3} to {:+.3})",
            model.horizon, best.forecaster, best.log, model.log, best.model_less_this, best.low, best.high
        ));
    }
    let mut text = parts.join("; ");
    text.push('.');
    text[..1].make_ascii_uppercase();
    text
}
