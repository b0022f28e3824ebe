//! Whether the calibration can be believed: records simulated from parameters of the prior, calibrated like the real one, and the places of the true values among the draws.
//!
//! Where all is right these ranks are uniform, for every parameter (Talts et al. 2018). Whether they are is judged by the whole of their distribution at once (Säilynoja,
//! Bürkner & Vehtari 2022).

use std::sync::Arc;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::likelihood::{Change, War};
use super::path::Known;
use super::sampler::{Draw, Sampling, Target, draw};
use crate::math::{binomial_cdf, binomial_sf, normal_quantile};
use crate::model::index::District;
use crate::model::{Crisis, Fact};
use crate::scenario::{CampaignMode, Date, Overlay, Record, RecordedCount, Scenario, ScenarioSource};
use crate::sim::{Context, Observer, Time, World, run};
use crate::stats::convergence::convergence;
use crate::stats::summary::mean;

/// Who fell and was retaken in a simulated history, and how many districts were held at the end of each day.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) changes: Vec<(f64, District, bool)>,
    pub(super) held: Vec<u32>,
}

impl Observer<Crisis> for Seen {
    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        match *fact {
            Fact::DistrictFell { district, .. } => self.changes.push((now.days(), district, true)),
            Fact::DistrictRecaptured { district } => self.changes.push((now.days(), district, false)),
            Fact::DayEnded { .. } => self.held.push(crisis.territory().held_total()),
            _ => {}
        }
    }
}

impl Seen {
    /// A history of a scenario up to a time in days.
    pub(super) fn of(scenario: Arc<Scenario>, world: World, until: f64) -> Seen {
        let (mut crisis, mut context, mut seen) = (Crisis::new(scenario), Context::new(), Seen::default());
        crisis.begin(world, &mut context);
        run(&mut crisis, &mut context, Time::from_days(until), &mut seen);
        seen
    }
}

/// The ranks of one parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranks {
    /// Its path.
    pub path: String,
    /// For each record, how many draws lie below the true value.
    pub ranks: Vec<usize>,
    /// Draws among which a rank is one.
    pub draws: usize,
    /// How many independent draws the chains of a record are worth, mean over the records. Fewer than `draws` make ranks of a right calibration look too extreme.
    pub effective: f64,
    /// Simulated records that are left out, since no path of the calibration can give them: a capital fell to neighbours whose fall is not on record and who were retaken.
    pub left_out: usize,
}

/// Draws among which a rank is one, at most: those of a chain hang together, and ranks among them all would be more extreme than uniform ones (Talts et al. 2018, section 5.1).
const MOST_DRAWS: usize = 49;

/// Calibrates so many simulated records, of which each looks like the real one: as many days, dates as precise, counts on the same days; the ranks of the true values.
///
/// # Errors
/// When no draw of the priors can give a record.
pub fn ranks(
    target: &Target<'_>,
    records: u32,
    sampling: Sampling,
    step: impl Fn() + Sync,
) -> Result<Vec<Ranks>, String> {
    let draws = (sampling.draws * sampling.chains as usize).min(MOST_DRAWS);
    let one = |number: u32| {
        let mut rng = ChaCha8Rng::seed_from_u64(sampling.seed);
        rng.set_stream(u64::from(number) + (1 << 32));
        // a record without any fall says nothing of where the chains could begin: its ranks are those of the prior
        let (truth, source, known) = simulate(target, &mut rng)?;
        let simulated =
            Target { source: &source, known, overlay: target.overlay.clone(), sampled: target.sampled.clone() };
        let sampling = Sampling { seed: rng.random(), ..sampling };
        let chains = draw(&simulated, sampling, || ());
        step();
        let Some(chains) = chains else { return Ok(None) };
        let all: Vec<&Draw> = chains.iter().flatten().collect();
        let of = |k: usize| {
            let below = (0..draws).filter(|i| all[i * all.len() / draws].z[k] < truth[k]).count();
            let chains: Vec<Vec<f64>> =
                chains.iter().map(|chain| chain.iter().map(|draw| draw.z[k]).collect()).collect();
            (below, convergence(&chains).effective)
        };
        Ok(Some((0..truth.len()).map(of).collect::<Vec<(usize, f64)>>()))
    };
    let all: Vec<Option<Vec<(usize, f64)>>> = (0..records).into_par_iter().map(one).collect::<Result<_, String>>()?;
    let all: Vec<Vec<(usize, f64)>> = all.into_iter().flatten().collect();
    if all.is_empty() && records > 0 {
        return Err("no draw of the priors can give any simulated record".to_owned());
    }
    let of = |k: usize| Ranks {
        path: target.sampled[k].path.clone(),
        ranks: all.iter().map(|ranks| ranks[k].0).collect(),
        draws,
        effective: mean(&all.iter().map(|ranks| ranks[k].1).collect::<Vec<_>>()),
        left_out: records as usize - all.len(),
    };
    Ok((0..target.sampled.len()).map(of).collect())
}

/// Draws parameters from the prior, a history, and what of it is on record.
fn simulate(
    target: &Target<'_>,
    rng: &mut ChaCha8Rng,
) -> Result<(Vec<f64>, crate::scenario::ScenarioSource, Known), String> {
    for _ in 0..10_000 {
        let z: Vec<f64> = target.sampled.iter().map(|_| normal_quantile(rng.random::<f64>().max(1e-17))).collect();
        let Some((scenario, known, held)) = record_of(target, &z, rng) else { continue };
        let counts =
            target.source.resolve(&target.overlay).map_err(|problems| problems.render(false))?.record.counts.clone();
        let count = |count: RecordedCount| {
            let held = held.get(scenario.meta.day_of(count.date) as usize).copied()?;
            let off =
                scenario.sections.campaign.conditioning.count_sd * normal_quantile(rng.random::<f64>().max(1e-17));
            Some(RecordedCount { districts: f64::from(held) + off, ..count })
        };
        let record = Record { counts: counts.into_iter().filter_map(count).collect(), ..Record::default() };
        return Ok((z, target.source.with_record(record), known));
    }
    Err("no draw of the priors leaves momentum begetting less than one fall for each".to_owned())
}

/// A history at a point, and what of it is on record: changes with dates as precise as those of the target's record; districts held day by day. None where the point has
/// prior 0.
pub(super) fn record_of(target: &Target<'_>, z: &[f64], rng: &mut ChaCha8Rng) -> Option<(Scenario, Known, Vec<u32>)> {
    let until = target.known.until;
    let war = target.war(z)?;
    let overlay = Overlay { draws: target.values(z), ..target.overlay.clone() };
    let mut scenario = target.source.resolve(&overlay).ok()?;
    scenario.sections.campaign.mode = CampaignMode::Model;
    let seen = Seen::of(Arc::new(scenario.clone()), World::new(rng.random(), 0), until);
    let precisions: Vec<f64> =
        target.known.path.iter().filter_map(|one| one.dated).map(|(from, to)| 0.5 * (to - from - 1.0)).collect();
    let mut reported = vec![false; scenario.geography.districts.len()];
    let mut fallen = vec![false; scenario.geography.provinces.len()];
    let mut dated = Vec::new();
    for (time, district, fell) in seen.changes {
        let province = war.layout().province_of[district.at()].at();
        let seat = war.layout().seat_of[province] == Some(district);
        if fell {
            reported[district.at()] = seat || rng.random::<f64>() < war.reported(district, fallen[province]);
            fallen[province] |= seat;
        }
        if reported[district.at()] {
            let precision = libm::floor(
                precisions.get(rng.random_range(0..precisions.len().max(1))).copied().unwrap_or(0.0).max(0.0),
            );
            let precision = if seat { 0.0 } else { precision };
            let first = libm::floor(time) + libm::floor((2.0 * precision + 1.0) * rng.random::<f64>()) - precision;
            let within = ((first - precision).max(0.0), (first + precision + 1.0).min(until));
            // the chains begin where it was: that they forget it is theirs to show
            dated.push(Change { time, district, fell, dated: Some(within) });
        }
    }
    let known = Known::of(&scenario, dated, until);
    Some((scenario, known, seen.held))
}

/// A record of a history with the values as written, as the files `district_falls.csv` and `control_counts.csv` have it: changes as precise and as complete as
/// the scenario's own record, and a count each fortnight. To try a calibration on: the values that it should find are known.
///
/// # Errors
/// Where the values have no likelihood.
pub fn invented(
    source: &ScenarioSource,
    overlay: Overlay,
    day: Date,
    seed: u64,
) -> Result<[(&'static str, String); 2], String> {
    let scenario = source.resolve(&overlay).map_err(|problems| problems.render(false))?;
    let mut known = Known::until(&scenario, day);
    War::of(&scenario, known.until)?;
    known.path.retain(|change| change.dated.is_some());
    let target = Target { source, overlay, sampled: Vec::new(), known };
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (scenario, known, held) = record_of(&target, &[], &mut rng)
        .ok_or("with the values as written one fall begets one or more by momentum alone: make momentum weaker")?;
    let date = |day: f64| scenario.meta.start.plus_days(day as i32);
    let mut falls = "district,date,precision_days,event\n".to_owned();
    for change in &known.path {
        let (from, until) = change.dated.unwrap_or((change.time, change.time));
        let off = libm::ceil(0.5 * (until - from - 1.0)).max(0.0);
        let id = &scenario.geography.districts[change.district.at()].id;
        let event = if change.fell { "fall" } else { "recapture" };
        falls += &format!("{id},{},{off},{event}\n", date(libm::floor(0.5 * (from + until - 1.0)).max(0.0)));
    }
    let mut counts = "date,count,series\n".to_owned();
    for (day, held) in held.iter().enumerate().skip(13).step_by(14) {
        let off = scenario.sections.campaign.conditioning.count_sd * normal_quantile(rng.random::<f64>().max(1e-17));
        counts += &format!(
            "{},{},invented\n",
            date(day as f64),
            libm::round(f64::from(*held) + off).clamp(0.0, scenario.geography.districts.len() as f64)
        );
    }
    Ok([("district_falls.csv", falls), ("control_counts.csv", counts)])
}

/// So many of some parameters may lie outside a 95 % band: more do in fewer than 5 of 100 checks of a right calibration, where parameters are independent.
#[must_use]
pub fn most_by_chance(parameters: usize) -> u64 {
    let many = parameters as u64;
    (0..many).find(|k| binomial_cdf(*k, many, 0.05) >= 0.95).unwrap_or(many)
}

impl Ranks {
    /// The least probability, under uniform ranks, of as few or as many at or below any place; and what it exceeds with probability 0.95 for uniform ranks, by simulation.
    #[must_use]
    pub fn least_probability(&self, seed: u64) -> (f64, f64) {
        let (n, places) = (self.ranks.len(), self.draws + 1);
        let grid: Vec<usize> = (1..20).map(|k| k * places / 20).filter(|place| (1..places).contains(place)).collect();
        let least = |ranks: &[usize]| {
            let tails = grid.iter().map(|&place| {
                let count = ranks.iter().filter(|rank| **rank < place).count() as u64;
                let p = place as f64 / places as f64;
                let above = if count == 0 { 1.0 } else { binomial_sf(count - 1, n as u64, p) };
                2.0 * binomial_cdf(count, n as u64, p).min(above)
            });
            tails.fold(1.0, f64::min)
        };
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let uniform = |rng: &mut ChaCha8Rng| (0..n).map(|_| rng.random_range(0..places)).collect::<Vec<usize>>();
        let mut simulated: Vec<f64> = (0..1_000).map(|_| least(&uniform(&mut rng))).collect();
        simulated.sort_by(f64::total_cmp);
        (least(&self.ranks), simulated[50])
    }
}
