//! Forecasts as of a day: who fell up to it is drawn with the parameters, given the record of those days, and the model goes on from there.
//!
//! No row after the day is looked at. Dated inputs of the scenario after it (a surge, a turn to the capitals, milestones that change the tempo) are left out too, since
//! nobody could know them; ranges of priors are the scenario's, whenever they were chosen.

use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::check::Seen;
use super::fit::Calibration;
use super::likelihood::Change;
use crate::scenario::{CampaignMode, Date, Effect, Overlay, Record, RecordedChange, Scenario, Switch};
use crate::sim::World;
use crate::stats::score::central_interval;

/// A forecast as of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// Folder or file of the scenario, as it was named.
    pub scenario: String,
    /// The last day that was known.
    pub as_of: Date,
    /// Seed of the draws.
    pub seed: u64,
    /// Days ahead.
    pub horizons: Vec<u32>,
    /// Parameters whose chains have not met ([`super::fit::Found::has_met`]): the forecast may be of where chains began rather than of the posterior.
    pub unmet: Vec<String>,
    /// Districts that the record does not have fallen by that day, where it is a census.
    pub districts: Vec<DistrictForecast>,
    /// By world: how many of these fall within each horizon.
    pub falls: Vec<Vec<u32>>,
    /// By world: districts held at the end of each day after the last that was known.
    pub held: Vec<Vec<u32>>,
}

/// What is forecast of one district.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DistrictForecast {
    /// Its id.
    pub id: String,
    /// Probability that it falls within each horizon.
    pub falls: Vec<f64>,
}

impl Forecast {
    /// Falls within the horizon of a number: expected, between the ends of the central 90 % of worlds.
    #[must_use]
    pub fn falls_within(&self, horizon: usize) -> [f64; 3] {
        let worlds: Vec<f64> = self.falls.iter().map(|world| f64::from(world[horizon])).collect();
        let interval = central_interval(&worlds, 0.1);
        [interval.low, self.districts.iter().map(|district| district.falls[horizon]).sum(), interval.high]
    }
}

/// Where at least this share of falls is on record, a district without a date counts as one that did not fall.
pub const CENSUS: f64 = 0.9;

/// Numbers of the districts whose falls a forecast as of a day is about: not the seat of a capital, not fallen by then, and of a region whose record is a census as the
/// scenario is written.
#[must_use]
pub fn open_districts(scenario: &Scenario, day: Date) -> Vec<usize> {
    let map = &scenario.geography;
    let mut open: Vec<bool> = map
        .districts
        .iter()
        .map(|one| {
            let reported = scenario.sections.campaign.region(&map.regions[one.region as usize]).reported;
            let other = one.held_at_start || one.is_capital && scenario.sections.capitals.on;
            !other && reported >= CENSUS
        })
        .collect();
    for change in scenario.record.changes.iter().filter(|change| change.fell && change.date <= day) {
        open[change.district as usize] = false;
    }
    (0..open.len()).filter(|&i| open[i]).collect()
}

/// The forecast of a calibration as of its day: so many worlds, each with a draw of parameters and path.
///
/// # Errors
/// What the scenario does not take.
pub fn forecast(
    calibration: &Calibration<'_>,
    scenario: &str,
    as_of: Date,
    horizons: &[u32],
    worlds: usize,
    seed: u64,
) -> Result<Forecast, String> {
    let target = &calibration.target;
    let plain = target.source.resolve(&target.overlay).map_err(|problems| problems.render(false))?;
    let open = open_districts(&plain, as_of);
    let furthest = horizons.iter().copied().max().unwrap_or(1);
    let draws = calibration.sample(worlds, seed);
    let world = |number: usize| {
        let (values, draw) = &draws[number % draws.len()];
        let overlay = Overlay { draws: values.clone(), ..target.overlay.clone() };
        let scenario = target.source.resolve(&overlay).map_err(|problems| problems.render(false))?;
        let scenario = known_until(scenario, as_of, &draw.path);
        let first = target.known.until;
        let seen = Seen::of(Arc::new(scenario), World::new(seed, number as u64), first + f64::from(furthest));
        let falls_of =
            |district: usize| seen.changes.iter().filter(move |(.., fell)| *fell).find(|(_, d, _)| d.at() == district);
        let days: Vec<f64> =
            open.iter().map(|&i| falls_of(i).map_or(f64::INFINITY, |(time, ..)| time - first)).collect();
        let held = seen.held.get(first as usize..).unwrap_or_default().to_vec();
        Ok((days, held))
    };
    let all: Vec<(Vec<f64>, Vec<u32>)> = (0..worlds).into_par_iter().map(world).collect::<Result<_, String>>()?;
    // A fall before the day that the record misses is none that it could show later.
    let falls = |day: f64, horizon: u32| (0.0..f64::from(horizon)).contains(&day);
    let share = |k: usize, horizon: u32| {
        all.iter().filter(|(days, _)| falls(days[k], horizon)).count() as f64 / all.len() as f64
    };
    let districts = open.iter().enumerate().map(|(k, &i)| DistrictForecast {
        id: plain.geography.districts[i].id.clone(),
        falls: horizons.iter().map(|&horizon| share(k, horizon)).collect(),
    });
    let count = |days: &[f64]| {
        horizons.iter().map(|&horizon| days.iter().filter(|day| falls(**day, horizon)).count() as u32).collect()
    };
    Ok(Forecast {
        scenario: scenario.to_owned(),
        as_of,
        seed,
        horizons: horizons.to_vec(),
        unmet: calibration.found().into_iter().filter(|one| !one.has_met()).map(|one| one.path).collect(),
        districts: districts.collect(),
        falls: all.iter().map(|(days, _)| count(days)).collect(),
        held: all.into_iter().map(|(_, held)| held).collect(),
    })
}

/// A scenario that replays a path up to a day and knows nothing dated after it.
fn known_until(mut scenario: Scenario, day: Date, path: &[Change]) -> Scenario {
    let change = |change: &Change| RecordedChange {
        district: change.district.0,
        date: scenario.meta.date_at(change.time).min(day),
        precision_days: 0.0,
        fell: change.fell,
        name: String::new(),
        fit: None,
        source: String::new(),
    };
    scenario.record = Arc::new(Record { changes: path.iter().map(change).collect(), ..Record::default() });
    let campaign = &mut scenario.sections.campaign;
    campaign.mode = CampaignMode::Replay;
    campaign.replay_until = Some(day);
    // the path has all falls, those not on record too
    campaign.reported_after_capital = 1.0;
    campaign.regions.iter_mut().for_each(|(_, factors)| factors.reported = 1.0);
    if campaign.surge.start.is_some_and(|start| start > day) {
        campaign.surge.multiplier = 1.0;
    }
    let capitals = &mut scenario.sections.capitals;
    if capitals.switch == Switch::Date && capitals.switch_date.is_some_and(|date| date > day) {
        capitals.switch = Switch::Never;
    }
    scenario.changes.retain(|change| change.head.date <= day);
    for change in &mut scenario.changes {
        // No change touches the campaign where a path is drawn (see the likelihood).
        change.sections.campaign = scenario.sections.campaign.clone();
        change.sections.capitals = scenario.sections.capitals;
    }
    for milestone in scenario.milestones.iter_mut().filter(|milestone| milestone.date > day) {
        milestone.effects.retain(|(effect, _)| !matches!(effect, Effect::CampaignTempo | Effect::CapitalTempo));
    }
    scenario
}
