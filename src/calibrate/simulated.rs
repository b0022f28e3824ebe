//! Parameters from outcomes on record that have no likelihood but can be simulated: sequential Monte Carlo on the distance between what is simulated and what is on
//! record (approximate Bayesian computation, ABC-SMC).
//!
//! Particles begin as draws of the prior. In each generation the distance is scaled anew by the spread of what was simulated last, the threshold goes to the median
//! distance of the particles (Del Moral, Doucet & Jasra 2012), and a particle must pass the thresholds of all generations, so that the last ones are draws of one
//! distribution whatever the distances were (Prangle 2017). Survivors are drawn with replacement and move by proposals that leave the prior alone (preconditioned
//! Crank-Nicolson, Cotter et al. 2013), each simulated in a world of its own and taken where it passes, as often as it takes for 99 in 100 to have moved
//! (Drovandi & Pettitt 2011).

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::check::Ranks;
use super::fit::Found;
use super::sampler::at;
use crate::experiment::{CrisisSimulator, Record, Simulator};
use crate::math::{normal_quantile, normal_sf};
use crate::outcome::{Kind, Layout, Metric, Series};
use crate::scenario::{Assignment, Date, Fit, Overlay, Posterior, RecordedOutcome, ScenarioSource, Seen, Uncertain};
use crate::stats::quantile::{of_sorted, sorted};
use crate::stats::summary::{mean, variance};

/// What is drawn from: a scenario, what of it is unknown, and the outcomes on record.
#[derive(Clone, Debug)]
pub struct Simulated<'a> {
    source: &'a ScenarioSource,
    overlay: Overlay,
    /// The parameters that are drawn from their priors.
    pub sampled: Vec<Uncertain>,
    /// A sample whose rows are drawn as they stand, such as the posterior of the war, and stay with a particle.
    pub joint: Option<Posterior>,
    /// Samples of which a row is drawn anew for each simulation: what they say is not learned again.
    pub nuisance: Vec<Arc<Posterior>>,
    /// The outcomes that are gone by.
    pub statistics: Vec<Statistic>,
    /// Outcomes on record that are held out or were only looked at, and not gone by.
    pub held_out: usize,
    horizon: f64,
}

/// An outcome on record, and where simulations tell it.
#[derive(Clone, Debug, PartialEq)]
pub struct Statistic {
    /// Id of the metric or series.
    pub quantity: String,
    /// Day of the row.
    pub date: Date,
    /// What was observed: a number, the horizon for a time that had not come, 1 for a level.
    pub observed: f64,
    /// How far that may be off.
    pub off: f64,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Number(usize),
    Time(usize),
    Level(usize, usize),
    Day(usize),
}

/// How long and how fine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Seed of all draws and worlds.
    pub seed: u64,
    /// Particles.
    pub particles: usize,
    /// Generations at most.
    pub generations: u32,
}

/// A particle: parameters on the scale on which their priors are standard normal, a row of the joint sample, and what its simulation told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Particle {
    z: Vec<f64>,
    row: usize,
    told: Vec<f64>,
}

/// Scale of each statistic, and the greatest distance that passes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Threshold {
    scales: Vec<f64>,
    greatest: f64,
}

/// Where a calibration by simulation stands; one that was stopped goes on from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progressed {
    /// What it is a calibration of: whoever keeps it says so.
    pub identity: String,
    /// Generations that are done.
    pub generation: u32,
    /// Simulations so far.
    pub simulations: u64,
    /// Share of the last generation's moves that passed.
    pub accepted: f64,
    /// Whether another generation is not worth while.
    pub settled: bool,
    /// Distances let through, generation by generation.
    pub distances: Vec<f64>,
    thresholds: Vec<Threshold>,
    scales: Vec<f64>,
    step: f64,
    particles: Vec<Particle>,
    /// Quantiles (5, 50, 95 %) of each statistic under the priors.
    before: Vec<[f64; 3]>,
}

/// What was found of one outcome on record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Met {
    /// Id of the metric or series.
    pub quantity: String,
    /// Day of the row.
    pub date: Date,
    /// As observed, and how far that may be off.
    pub observed: f64,
    /// How far it may be off.
    pub off: f64,
    /// 5, 50 and 95 % of what was simulated under the priors.
    pub before: [f64; 3],
    /// The same of the particles, which were chosen by their distance from the record.
    pub after: [f64; 3],
}

/// Moves at most in a generation.
const MOST_MOVES: u32 = 12;
/// A generation in which fewer of the moves pass is the last.
const FEWEST_PASS: f64 = 0.01;
/// Deviation, in scales, of an outcome that a simulation does not tell.
const UNTOLD: f64 = 3.0;
/// Worlds of a generation: none is met twice.
const WORLDS: u64 = 1 << 40;

impl Statistic {
    fn of(row: &RecordedOutcome, metrics: &[Metric], series: &[Series], horizon: f64) -> Option<Statistic> {
        let layout = Layout::of(metrics);
        let (place, observed) = match metrics.iter().position(|metric| metric.id == row.quantity) {
            Some(at) => {
                let column = layout.column(at);
                match (&metrics[at].kind, &row.seen) {
                    (Kind::Time(_), Seen::Number(number)) => (Place::Time(column), *number),
                    (Kind::Time(_), Seen::Never) => (Place::Time(column), horizon),
                    (Kind::Amount | Kind::Event, Seen::Number(number)) => (Place::Number(column), *number),
                    (Kind::Level(levels), Seen::Level(level)) => {
                        (Place::Level(column, levels.iter().position(|one| one == level)?), 1.0)
                    }
                    _ => return None,
                }
            }
            None => {
                let at = series.iter().position(|one| one.id == row.quantity)?;
                let Seen::Number(number) = row.seen else { return None };
                let day = usize::try_from(row.date.days_since(Date::EPOCH) - series[at].start_day).ok()?;
                (day < series[at].days).then_some(())?;
                (Place::Day(Series::offsets(series).0[at] + day), number)
            }
        };
        Some(Statistic { quantity: row.quantity.clone(), date: row.date, observed, off: row.off, place })
    }

    /// What a simulation tells of it; NaN where it tells nothing.
    fn told(&self, record: &Record, horizon: f64) -> f64 {
        match self.place {
            Place::Number(column) => record.row[column],
            Place::Time(column) if record.row[column].is_nan() => horizon,
            Place::Time(column) => record.row[column],
            Place::Level(column, level) => f64::from(u8::from(record.row[column] == level as f64)),
            Place::Day(cell) => f64::from(record.series[cell]),
        }
    }

    fn deviation(&self, told: f64) -> f64 {
        ((told - self.observed).abs() - self.off).max(0.0)
    }
}

impl<'a> Simulated<'a> {
    /// What can be calibrated by simulation of a scenario with its record.
    ///
    /// # Errors
    /// Says what is missing: outcomes on record, priors.
    pub fn of(source: &'a ScenarioSource, overlay: Overlay, joint: Option<Posterior>) -> Result<Simulated<'a>, String> {
        let scenario = Arc::new(source.resolve(&overlay).map_err(|problems| problems.render(false))?);
        let horizon = scenario.meta.horizon_days();
        let simulator = CrisisSimulator::new(vec![Arc::clone(&scenario)]).ok_or("the scenario reports nothing")?;
        let rows = &scenario.record.outcomes;
        let fitted = |row: &&RecordedOutcome| matches!(row.fit, None | Some(Fit::Fitted));
        let gone_by = rows.iter().filter(fitted);
        let statistics: Vec<Statistic> =
            gone_by.filter_map(|row| Statistic::of(row, simulator.metrics(), simulator.series(), horizon)).collect();
        if statistics.is_empty() {
            return Err("no outcome on record but such as are held out or only informed: give outcomes.csv in the folder that [files] observed names (`panj explain observed/outcomes.csv`)".to_owned());
        }
        let shipped = source.shipped_posteriors().map_err(|problems| problems.render(false))?;
        let known = |path: &String| joint.iter().any(|sample: &Posterior| sample.paths.contains(path));
        let nuisance: Vec<Arc<Posterior>> =
            shipped.into_iter().filter(|sample| !sample.paths.iter().any(known)).collect();
        let drawn = |path: &String| known(path) || nuisance.iter().any(|sample| sample.paths.contains(path));
        let set = |path: &String| overlay.sets.iter().any(|one| one.path == *path);
        let sampled: Vec<Uncertain> =
            source.uncertainty().iter().filter(|one| !drawn(&one.path) && !set(&one.path)).cloned().collect();
        if sampled.is_empty() {
            return Err("every parameter that has a prior stands in a sample already: name a sample of some of them with --posterior, whose rows are kept, and the others are drawn from their priors".to_owned());
        }
        let held_out = rows.iter().filter(|row| !fitted(row)).count();
        Ok(Simulated { source, overlay, sampled, joint, nuisance, statistics, held_out, horizon })
    }

    /// The assignments of a particle.
    fn values(&self, z: &[f64], row: usize) -> Vec<Assignment> {
        let joint = self.joint.iter().flat_map(|sample| sample.draw(row));
        joint.chain(self.sampled.iter().zip(z).map(|(one, z)| at(one, *z))).collect()
    }

    /// Simulates a particle in a world; None where its values do not go together, or the world cannot be completed.
    fn simulate(&self, z: &[f64], row: usize, (seed, world): (u64, u64), rng: &mut ChaCha8Rng) -> Option<Vec<f64>> {
        let mut draws: Vec<Assignment> = Vec::new();
        for sample in &self.nuisance {
            draws.extend(sample.draw(pick(&sample.weights, rng)));
        }
        draws.extend(self.values(z, row));
        let scenario = self.source.resolve(&Overlay { draws, ..self.overlay.clone() }).ok()?;
        let simulator = CrisisSimulator::new(vec![Arc::new(scenario)])?;
        let mut record = Record::for_simulator(&simulator);
        simulator.replicate(0, seed, world, &mut simulator.workspace(), &mut record).ok()?;
        Some(self.statistics.iter().map(|statistic| statistic.told(&record, self.horizon)).collect())
    }

    fn draw_row(&self, rng: &mut ChaCha8Rng) -> usize {
        self.joint.as_ref().map_or(0, |sample| pick(&sample.weights, rng))
    }

    fn distance(&self, scales: &[f64], told: &[f64]) -> f64 {
        let one = |((statistic, scale), told): ((&Statistic, &f64), &f64)| match () {
            () if *scale == 0.0 => 0.0,
            () if told.is_nan() => UNTOLD * UNTOLD,
            () => (statistic.deviation(*told) / scale).powi(2),
        };
        self.statistics.iter().zip(scales).zip(told).map(one).sum::<f64>().sqrt()
    }

    /// Spread of each statistic in simulations: median absolute deviation, mean absolute deviation where that is 0; 0 where nothing varies.
    fn scales(&self, told: &[Vec<f64>]) -> Vec<f64> {
        let of = |k: usize| {
            let values = sorted(&told.iter().map(|one| one[k]).filter(|x| !x.is_nan()).collect::<Vec<_>>());
            if values.is_empty() {
                return 0.0;
            }
            let middle = of_sorted(&values, 0.5);
            let off: Vec<f64> = values.iter().map(|x| (x - middle).abs()).collect();
            let median = of_sorted(&sorted(&off), 0.5);
            if median > 0.0 { median } else { mean(&off) }
        };
        (0..self.statistics.len()).map(of).collect()
    }

    fn quantiles(told: &[&Vec<f64>], k: usize) -> [f64; 3] {
        let values = sorted(&told.iter().map(|one| one[k]).filter(|x| !x.is_nan()).collect::<Vec<_>>());
        [0.05, 0.5, 0.95].map(|p| if values.is_empty() { f64::NAN } else { of_sorted(&values, p) })
    }

    /// Draws of the prior, simulated in the first worlds of the seed.
    ///
    /// # Errors
    /// Where no draw can be simulated.
    pub fn begin(&self, schedule: Schedule, identity: String, step: impl Fn() + Sync) -> Result<Progressed, String> {
        let one = |number: u64| {
            let mut rng = stream(schedule.seed, 0, number);
            let z: Vec<f64> = self.sampled.iter().map(|_| normal(&mut rng)).collect();
            let row = self.draw_row(&mut rng);
            let told = self.simulate(&z, row, (schedule.seed, number), &mut rng);
            step();
            Some(Particle { z, row, told: told? })
        };
        let particles: Vec<Particle> = (0..schedule.particles as u64).into_par_iter().filter_map(one).collect();
        if particles.len() * 2 < schedule.particles {
            return Err(format!(
                "{} of {} draws of the priors cannot be simulated: narrow the priors in [uncertainty]",
                schedule.particles - particles.len(),
                schedule.particles
            ));
        }
        let told: Vec<Vec<f64>> = particles.iter().map(|particle| particle.told.clone()).collect();
        let all: Vec<&Vec<f64>> = told.iter().collect();
        Ok(Progressed {
            identity,
            generation: 0,
            simulations: schedule.particles as u64,
            accepted: 1.0,
            settled: false,
            distances: Vec::new(),
            thresholds: Vec::new(),
            scales: self.scales(&told),
            step: 1.0,
            before: (0..self.statistics.len()).map(|k| Simulated::quantiles(&all, k)).collect(),
            particles,
        })
    }

    /// One generation more.
    fn advance(&self, now: &mut Progressed, schedule: Schedule, step: impl Fn() + Sync) {
        let generation = now.generation + 1;
        let distances: Vec<f64> = now.particles.iter().map(|p| self.distance(&now.scales, &p.told)).collect();
        let greatest = next_threshold(&sorted(&distances));
        now.thresholds.push(Threshold { scales: now.scales.clone(), greatest });
        now.distances.push(greatest);
        let survivors: Vec<&Particle> = now
            .particles
            .iter()
            .zip(&distances)
            .filter(|(_, d)| **d <= greatest)
            .map(|(particle, _)| particle)
            .collect();
        let mut rng = stream(schedule.seed, generation, 0);
        let from = rng.random::<f64>();
        // systematic resampling: each survivor as often as its share, but for one
        let at = |i: usize| ((i as f64 + from) * survivors.len() as f64 / schedule.particles as f64) as usize;
        let mut particles: Vec<Particle> =
            (0..schedule.particles).map(|i| survivors[at(i).min(survivors.len() - 1)].clone()).collect();
        let (mut told, mut passed, mut rounds, mut round) = (Vec::new(), 0_usize, MOST_MOVES, 0);
        while round < rounds {
            let moved: Vec<(Option<Vec<f64>>, bool)> = particles
                .par_iter_mut()
                .enumerate()
                .map(|(i, particle)| {
                    let number = (u64::from(round) * schedule.particles as u64 + i as u64) + 1;
                    let found = self.propose(particle, now, (schedule.seed, generation, number));
                    step();
                    found
                })
                .collect();
            passed += moved.iter().filter(|(_, passed)| *passed).count();
            told.extend(moved.into_iter().filter_map(|(told, _)| told));
            round += 1;
            let share = passed as f64 / (f64::from(round) * schedule.particles as f64);
            if round == 1 {
                let enough = libm::ceil(libm::log(0.01) / libm::log1p(-share.clamp(1e-6, 0.99)));
                rounds = (enough as u32).clamp(1, MOST_MOVES);
            }
            now.accepted = share;
        }
        now.step = match now.accepted {
            share if share < 0.15 => (now.step * 0.7).max(0.05),
            share if share > 0.35 => (now.step / 0.7).min(1.0),
            _ => now.step,
        };
        now.simulations += u64::from(round) * schedule.particles as u64;
        now.scales = self.scales(&told);
        now.particles = particles;
        now.generation = generation;
        now.settled = now.accepted < FEWEST_PASS || greatest <= 0.0;
    }

    /// Proposes another place for a particle; what its simulation told, and whether it passed.
    fn propose(
        &self,
        particle: &mut Particle,
        now: &Progressed,
        (seed, generation, number): (u64, u32, u64),
    ) -> (Option<Vec<f64>>, bool) {
        let mut rng = stream(seed, generation, number);
        let kept = (1.0 - now.step * now.step).sqrt();
        let z: Vec<f64> = particle.z.iter().map(|z| kept * z + now.step * normal(&mut rng)).collect();
        let row = if rng.random::<f64>() < now.step { self.draw_row(&mut rng) } else { particle.row };
        let world = u64::from(generation) * WORLDS + number;
        let Some(told) = self.simulate(&z, row, (seed, world), &mut rng) else { return (None, false) };
        let passes = now.thresholds.iter().all(|one| self.distance(&one.scales, &told) <= one.greatest);
        if passes {
            *particle = Particle { z, row, told: told.clone() };
        }
        (Some(told), passes)
    }

    /// All generations; `keep` is handed the state after each.
    ///
    /// # Errors
    /// As [`Simulated::begin`], and what `keep` says.
    pub fn run(
        &self,
        schedule: Schedule,
        (identity, from): (String, Option<Progressed>),
        step: impl Fn() + Sync,
        mut keep: impl FnMut(&Progressed) -> Result<(), String>,
    ) -> Result<Progressed, String> {
        let mut now = match from {
            Some(now) => now,
            None => self.begin(schedule, identity, &step)?,
        };
        while !now.has_ended(schedule) {
            self.advance(&mut now, schedule, &step);
            keep(&now)?;
        }
        Ok(now)
    }

    /// What was found of each parameter; convergence is that of particles, which began apart.
    #[must_use]
    pub fn found(&self, now: &Progressed) -> Vec<Found> {
        let values = self.source.resolved_values(&self.overlay).unwrap_or_default();
        let distinct = now.distinct() as f64;
        let of = |(k, one): (usize, &Uncertain)| {
            let z = sorted(&now.particles.iter().map(|particle| particle.z[k]).collect::<Vec<_>>());
            let at = |share: f64| one.quantile(normal_sf(-of_sorted(&z, share)));
            let written = values.iter().find(|value| value.path == one.path).and_then(|value| value.value.as_ref());
            Found {
                path: one.path.clone(),
                written: written.map(ToString::to_string).unwrap_or_default(),
                prior: [0.05, 0.5, 0.95].map(|share| one.quantile(share)),
                posterior: [0.05, 0.5, 0.95].map(at),
                learned: (1.0 - variance(&z)).max(0.0),
                r_hat: f64::NAN,
                effective: distinct,
            }
        };
        self.sampled.iter().enumerate().map(of).collect()
    }

    /// What was simulated of each outcome on record, before and after.
    #[must_use]
    pub fn met(&self, now: &Progressed) -> Vec<Met> {
        let told: Vec<&Vec<f64>> = now.particles.iter().map(|particle| &particle.told).collect();
        let of = |(k, statistic): (usize, &Statistic)| Met {
            quantity: statistic.quantity.clone(),
            date: statistic.date,
            observed: statistic.observed,
            off: statistic.off,
            before: now.before[k],
            after: Simulated::quantiles(&told, k),
        };
        self.statistics.iter().enumerate().map(of).collect()
    }

    /// So many particles as a file that `--posterior` reads: the joint sample's columns, then those drawn here, then what was set as far as it is to stay.
    #[must_use]
    pub fn csv(&self, now: &Progressed, many: usize, set: &[Assignment]) -> String {
        let paths = self.joint.iter().flat_map(|sample| &sample.paths).chain(self.sampled.iter().map(|one| &one.path));
        let mut text = paths.chain(set.iter().map(|one| &one.path)).cloned().collect::<Vec<_>>().join(",") + "\n";
        let many = many.min(now.particles.len());
        for k in 0..many {
            let particle = &now.particles[k * now.particles.len() / many];
            let values = self.values(&particle.z, particle.row);
            text += &values.iter().chain(set).map(|one| one.value.to_string()).collect::<Vec<_>>().join(",");
            text.push('\n');
        }
        text
    }

    /// Calibrates so many records that were simulated from draws of the prior; the ranks of the true values (Talts et al. 2018).
    ///
    /// # Errors
    /// As [`Simulated::begin`].
    pub fn ranks(&self, records: u32, schedule: Schedule, step: impl Fn() + Sync) -> Result<Vec<Ranks>, String> {
        let one = |number: u32| {
            let mut rng = stream(schedule.seed, u32::MAX, u64::from(number));
            let (z, told) = loop {
                let z: Vec<f64> = self.sampled.iter().map(|_| normal(&mut rng)).collect();
                let row = self.draw_row(&mut rng);
                if let Some(told) = self.simulate(&z, row, (schedule.seed, u64::MAX - u64::from(number)), &mut rng) {
                    break (z, told);
                }
            };
            let statistics = self.statistics.iter().zip(&told).filter(|(_, told)| !told.is_nan());
            let statistics = statistics
                .map(|(statistic, told)| Statistic { observed: *told, off: 0.0, ..statistic.clone() })
                .collect();
            let of = Simulated { statistics, ..self.clone() };
            let now = of.run(Schedule { seed: rng.random(), ..schedule }, (String::new(), None), || (), |_| Ok(()))?;
            step();
            let below = |k: usize| now.particles.iter().filter(|particle| particle.z[k] < z[k]).count();
            Ok(((0..z.len()).map(below).collect::<Vec<usize>>(), now.distinct() as f64))
        };
        let all: Vec<(Vec<usize>, f64)> = (0..records).map(one).collect::<Result<_, String>>()?;
        let of = |k: usize| Ranks {
            path: self.sampled[k].path.clone(),
            ranks: all.iter().map(|(ranks, _)| ranks[k]).collect(),
            draws: schedule.particles,
            effective: mean(&all.iter().map(|(_, distinct)| *distinct).collect::<Vec<_>>()),
            left_out: 0,
        };
        Ok((0..self.sampled.len()).map(of).collect())
    }
}

impl Schedule {
    /// The fewest particles of a calibration, or of an island of one.
    pub const FEWEST: usize = 20;

    /// Simulations that it takes, where a quarter of the moves pass.
    #[must_use]
    pub fn expected(&self) -> u64 {
        self.particles as u64 * (1 + 12 * u64::from(self.generations))
    }

    /// The schedule of one of some islands that share the particles: each with random numbers of its own.
    #[must_use]
    pub fn island(self, number: u64, of: u64) -> Schedule {
        let particles = self.particles / of as usize + usize::from(number <= self.particles as u64 % of);
        // steps of the golden ratio's fraction lie far apart (Steele, Lea & Flood 2014)
        Schedule { particles, seed: self.seed.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)), ..self }
    }
}

impl Progressed {
    /// Whether no generation is left, or none worth while.
    #[must_use]
    pub fn has_ended(&self, schedule: Schedule) -> bool {
        self.settled || self.generation >= schedule.generations
    }

    /// The particles of islands together; `None` where there is no island. Each island has gone by its own thresholds: told are the generations that all have, and the greatest distance of each.
    #[must_use]
    pub fn joined(islands: Vec<Progressed>) -> Option<Progressed> {
        islands.into_iter().reduce(|mut all, one| {
            for (greatest, distance) in all.distances.iter_mut().zip(&one.distances) {
                *greatest = greatest.max(*distance);
            }
            let (n, m) = (all.particles.len() as f64, one.particles.len() as f64);
            // quantiles of the priors' outcomes: means over the islands, as good as any of so many draws
            for (before, others) in all.before.iter_mut().zip(&one.before) {
                before.iter_mut().zip(others).for_each(|(x, y)| *x = (n * *x + m * y) / (n + m));
            }
            all.accepted = (n * all.accepted + m * one.accepted) / (n + m);
            all.generation = all.generation.min(one.generation);
            all.distances.truncate(one.distances.len());
            all.simulations += one.simulations;
            all.particles.extend(one.particles);
            all
        })
    }

    /// Particles that are not copies of another.
    #[must_use]
    pub fn distinct(&self) -> usize {
        let mut keys: Vec<Vec<u64>> =
            self.particles.iter().map(|p| p.z.iter().map(|z| z.to_bits()).collect()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    }
}

/// The middle of sorted distances; where that keeps all, the greatest that keeps fewer but at least a tenth.
fn next_threshold(distances: &[f64]) -> f64 {
    let (n, last) = (distances.len(), distances[distances.len() - 1]);
    let middle = distances[(n - 1) / 2];
    let below = distances.partition_point(|distance| *distance < last);
    if middle < last || below * 10 < n { middle } else { distances[below - 1] }
}

/// An entry of a list by its weight.
fn pick(weights: &[f64], rng: &mut ChaCha8Rng) -> usize {
    let mut at = rng.random::<f64>() * weights.iter().sum::<f64>();
    let found = weights.iter().position(|weight| {
        at -= weight;
        at < 0.0
    });
    found.unwrap_or(weights.len() - 1)
}

/// Random numbers of a particle in a generation.
fn stream(seed: u64, generation: u32, number: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ (u64::from(generation) << 32));
    rng.set_stream(number);
    rng
}

/// A standard normal number.
fn normal(rng: &mut ChaCha8Rng) -> f64 {
    normal_quantile(rng.random::<f64>().max(f64::EPSILON / 4.0))
}
