//! Draws from the posterior of parameters and path.
//!
//! A parameter is its prior's quantile at `Φ(z)`, and `z` is standard normal before there are data: so any prior of a scenario will do, and all lie on one scale.
//! `z` moves by differential evolution from an archive of past states (ter Braak & Vrugt 2008), some of its parameters at a time (Vrugt et al. 2009): a step is a multiple of the
//! difference of two states of the archive, which gives it the scale and the correlations of the posterior. The archive begins with draws of the prior, is replaced by what
//! all chains find as the warm-up goes on, and stays as it is afterwards, so that draws are those of a Metropolis chain. Now and then one parameter is proposed afresh from its
//! prior, which helps where the record says little. Dates within their precision, and falls that are not on record, move by Metropolis-Hastings in turn.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::likelihood::{Change, War};
use super::path::Known;
use crate::math::{normal_quantile, normal_sf};
use crate::model::index::District;
use crate::scenario::{Assignment, Overlay, ScenarioSource, Uncertain};

/// What is drawn from: a scenario, what of it is unknown, and what is on record.
#[derive(Clone, Debug)]
pub struct Target<'a> {
    /// The scenario.
    pub source: &'a ScenarioSource,
    /// What is laid over it besides the draws.
    pub overlay: Overlay,
    /// The parameters that are drawn.
    pub sampled: Vec<Uncertain>,
    /// The record.
    pub known: Known,
}

impl Target<'_> {
    /// The assignments of a point.
    #[must_use]
    pub fn values(&self, z: &[f64]) -> Vec<Assignment> {
        self.sampled.iter().zip(z).map(|(one, z)| at(one, *z)).collect()
    }

    /// The war at a point; `None` where the values do not go together or a fall begets one or more by momentum alone.
    #[must_use]
    pub fn war(&self, z: &[f64]) -> Option<War> {
        let overlay = Overlay { draws: self.values(z), ..self.overlay.clone() };
        let war = War::of(&self.source.resolve(&overlay).ok()?, self.known.until).ok()?;
        (war.branching() < 1.0).then_some(war)
    }
}

/// A parameter where its prior's quantile is Φ(z).
pub(super) fn at(one: &Uncertain, z: f64) -> Assignment {
    one.assign(rounded(one.quantile(normal_sf(-z))))
}

/// A number as it is written: more digits than a posterior has.
fn rounded(x: f64) -> f64 {
    format!("{x:.6e}").parse().unwrap_or(x)
}

/// How long chains are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampling {
    /// Seed of all draws.
    pub seed: u64,
    /// Chains.
    pub chains: u32,
    /// Steps thrown away at the beginning, in which the proposals adapt.
    pub warm_up: usize,
    /// Draws kept of each chain.
    pub draws: usize,
    /// Steps for each draw.
    pub thin: usize,
    /// Moves of the path for each step.
    pub moves: usize,
}

/// Draws kept of each chain, at most, where they are not chosen one by one.
const KEPT: usize = 1_000;

impl Sampling {
    /// Chains of so many steps, with as many before them in which they find their way, of which at most a thousand are kept.
    #[must_use]
    pub fn of_steps(seed: u64, chains: u32, steps: u32, moves: u32) -> Sampling {
        let steps = steps as usize;
        let thin = steps.div_ceil(KEPT).max(1);
        Sampling { seed, chains, warm_up: steps, draws: steps / thin, thin, moves: moves as usize }
    }

    /// Steps of a chain.
    #[must_use]
    pub fn steps(&self) -> u64 {
        (self.warm_up + self.draws * self.thin) as u64
    }
}

/// A draw from the posterior.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// The parameters, on the scale on which their priors are standard normal.
    pub z: Vec<f64>,
    /// Who fell when, with what is not on record.
    pub path: Vec<Change>,
    /// Logarithm of the likelihood of the two.
    pub log: f64,
}

/// A chain.
pub struct Chain<'a> {
    target: &'a Target<'a>,
    rng: ChaCha8Rng,
    now: Draw,
    war: War,
}

/// Draws of the prior among which a chain begins at the best.
const STARTS: usize = 200;
/// Parts of the warm-up, after each of which the archive is made anew.
const ROUNDS: usize = 10;
/// States of the archive.
const ARCHIVE: usize = 1_000;
/// Share of the proposals that draw one parameter afresh, and of those that go from one mode to another.
const AFRESH: f64 = 0.1;
const FAR: f64 = 0.1;
/// Spread of what is added to each parameter, so that any state can be reached.
const JITTER: f64 = 0.01;

/// Draws of all chains of a target; `None` where no draw of the priors can give the record. `step` is told of each step.
pub fn draw(target: &Target<'_>, sampling: Sampling, step: impl Fn() + Sync) -> Option<Vec<Vec<Draw>>> {
    let begin = |number: u32| Chain::begin(target, sampling, u64::from(number));
    let mut chains: Vec<Chain<'_>> = (0..sampling.chains).into_par_iter().map(begin).collect::<Option<_>>()?;
    let mut rng = ChaCha8Rng::seed_from_u64(sampling.seed);
    rng.set_stream(u64::from(sampling.chains));
    let mut archive: Vec<Vec<f64>> =
        (0..ARCHIVE).map(|_| target.sampled.iter().map(|_| normal(&mut rng)).collect()).collect();
    let mut found: Vec<Vec<f64>> = Vec::new();
    for round in 0..ROUNDS {
        let part = |chain: &mut Chain<'_>| chain.run(&archive, sampling.warm_up / ROUNDS, 1, sampling.moves, &step);
        let states: Vec<Vec<Draw>> = chains.par_iter_mut().map(part).collect();
        // what was found lately: the first half of the way is forgotten
        found.drain(..found.len() * usize::from(round < ROUNDS - 1) / 2);
        found.extend(states.into_iter().flatten().map(|draw| draw.z));
        let every = found.len().div_ceil(ARCHIVE).max(1);
        archive = found.iter().step_by(every).cloned().collect();
    }
    let last = |chain: &mut Chain<'_>| chain.run(&archive, sampling.draws, sampling.thin, sampling.moves, &step);
    Some(chains.par_iter_mut().map(last).collect())
}

impl<'a> Chain<'a> {
    /// Begins a chain at the best of some draws of the prior; `None` where none of them can give the record.
    #[must_use]
    pub fn begin(target: &'a Target<'a>, sampling: Sampling, number: u64) -> Option<Chain<'a>> {
        let mut rng = ChaCha8Rng::seed_from_u64(sampling.seed);
        rng.set_stream(number);
        let dimensions = target.sampled.len();
        let mut best: Option<(Draw, War)> = None;
        for _ in 0..STARTS {
            let z: Vec<f64> = (0..dimensions).map(|_| normal(&mut rng)).collect();
            let Some(war) = target.war(&z) else { continue };
            let mut path = target.known.path.clone();
            let mut log = war.log_likelihood(&path, target.known.until);
            if log == f64::NEG_INFINITY {
                path = possible(target, &war, &mut rng);
                log = war.log_likelihood(&path, target.known.until);
            }
            if log > best.as_ref().map_or(f64::NEG_INFINITY, |(draw, _)| draw.log) {
                best = Some((Draw { z, path, log }, war));
            }
        }
        let (now, war) = best?;
        Some(Chain { target, rng, now, war })
    }

    /// Runs the chain; the draws that are kept.
    pub fn run(&mut self, archive: &[Vec<f64>], draws: usize, thin: usize, moves: usize, step: impl Fn()) -> Vec<Draw> {
        let mut kept = Vec::with_capacity(draws);
        for _ in 0..draws {
            for _ in 0..thin {
                self.step(archive, moves);
                step();
            }
            kept.push(self.now.clone());
        }
        kept
    }

    fn step(&mut self, archive: &[Vec<f64>], moves: usize) {
        if self.rng.random::<f64>() < AFRESH {
            self.draw_one_afresh();
        } else {
            self.evolve(archive);
        }
        for _ in 0..moves {
            if self.rng.random::<bool>() { self.move_date() } else { self.toggle() }
        }
    }

    /// Accepts a point with its Metropolis ratio.
    fn offer(&mut self, z: Vec<f64>, log_prior_ratio: f64) {
        let Some(war) = self.target.war(&z) else { return };
        let log = war.log_likelihood(&self.now.path, self.target.known.until);
        if self.accepts(log - self.now.log + log_prior_ratio) {
            (self.now.z, self.now.log, self.war) = (z, log, war);
        }
    }

    fn accepts(&mut self, log_ratio: f64) -> bool {
        // NaN is refused
        libm::log(open(&mut self.rng)) < log_ratio
    }

    fn draw_one_afresh(&mut self) {
        let mut z = self.now.z.clone();
        let at = self.rng.random_range(0..z.len());
        z[at] = normal(&mut self.rng);
        self.offer(z, 0.0);
    }

    fn evolve(&mut self, archive: &[Vec<f64>]) {
        let [one, other] = [0; 2].map(|_| self.rng.random_range(0..archive.len()));
        let share = f64::from(self.rng.random_range(1..=3_u32)) / 3.0;
        let mut moved: Vec<usize> = (0..self.now.z.len()).filter(|_| self.rng.random::<f64>() < share).collect();
        if moved.is_empty() {
            moved.push(self.rng.random_range(0..self.now.z.len()));
        }
        let far = self.rng.random::<f64>() < FAR;
        let scale = if far { 1.0 } else { 2.38 / (2.0 * moved.len() as f64).sqrt() };
        let mut z = self.now.z.clone();
        for k in moved {
            z[k] += scale * (archive[one][k] - archive[other][k]) + JITTER * normal(&mut self.rng);
        }
        let squares = |z: &[f64]| 0.5 * z.iter().map(|z| z * z).sum::<f64>();
        let prior = squares(&self.now.z) - squares(&z);
        self.offer(z, prior);
    }

    /// A date moves within what the record allows, a fall that is not on record anywhere.
    fn move_date(&mut self) {
        if self.now.path.is_empty() {
            return;
        }
        let at = self.rng.random_range(0..self.now.path.len());
        let old = self.now.path[at];
        let time = match old.dated {
            Some((from, until)) => from + (until - from) * self.rng.random::<f64>(),
            None => self.some_time(old.district),
        };
        let density = |time: f64| if old.dated.is_some() { 0.0 } else { self.density(old.district, time) };
        let ratio = density(old.time) - density(time);
        let mut path = self.now.path.clone();
        path.remove(at);
        insert(&mut path, Change { time, ..old });
        self.offer_path(path, ratio);
    }

    /// A fall that is not on record is taken in or out.
    fn toggle(&mut self) {
        let undated = &self.target.known.undated;
        if undated.is_empty() {
            return;
        }
        let district = undated[self.rng.random_range(0..undated.len())];
        let mut path = self.now.path.clone();
        if let Some(at) = path.iter().position(|change| change.district == district) {
            let gone = path.remove(at);
            let ratio = self.density(district, gone.time);
            self.offer_path(path, ratio);
        } else {
            let time = self.some_time(district);
            let late = self.capital_fell(district).is_some_and(|fell| fell < time);
            if self.war.reported(district, late) < 1.0 {
                let ratio = -self.density(district, time);
                insert(&mut path, Change { time, district, fell: true, dated: None });
                self.offer_path(path, ratio);
            }
        }
    }

    fn offer_path(&mut self, path: Vec<Change>, log_ratio_of_proposals: f64) {
        let log = self.war.log_likelihood(&path, self.target.known.until);
        if self.accepts(log - self.now.log + log_ratio_of_proposals) {
            (self.now.path, self.now.log) = (path, log);
        }
    }

    /// When the capital of a district's province fell.
    fn capital_fell(&self, district: District) -> Option<f64> {
        let layout = self.war.layout();
        let seat = layout.seat_of[layout.province_of[district.at()].at()]?;
        self.now.path.iter().find(|change| change.district == seat && change.fell).map(|change| change.time)
    }

    /// A time for a fall that is not on record: anywhere, or half the time after the fall of the province's capital.
    fn some_time(&mut self, district: District) -> f64 {
        let until = self.target.known.until;
        let from = match self.capital_fell(district) {
            Some(fell) if self.rng.random::<bool>() => fell,
            _ => 0.0,
        };
        from + (until - from) * open(&mut self.rng)
    }

    /// Logarithm of the density of such a time.
    fn density(&self, district: District, time: f64) -> f64 {
        let until = self.target.known.until;
        libm::log(match self.capital_fell(district) {
            Some(fell) => 0.5 / until + if time >= fell { 0.5 / (until - fell).max(f64::MIN_POSITIVE) } else { 0.0 },
            None => 1.0 / until,
        })
    }
}

/// The path on record, with what must have fallen besides: a capital does not fall before any other district of its province.
fn possible(target: &Target<'_>, war: &War, rng: &mut ChaCha8Rng) -> Vec<Change> {
    let (layout, mut path) = (war.layout(), target.known.path.clone());
    for capital in target.known.path.iter().filter(|change| change.fell) {
        let province = layout.province_of[capital.district.at()];
        let seat = layout.seat_of[province.at()];
        let inside = |other: District| layout.province_of[other.at()] == province && Some(other) != seat;
        let before = |change: &Change| change.time < capital.time && inside(change.district);
        if seat == Some(capital.district) && !path.iter().any(before) {
            let choice: Vec<District> =
                target.known.undated.iter().copied().filter(|&district| inside(district)).collect();
            if !choice.is_empty() {
                let district = choice[rng.random_range(0..choice.len())];
                insert(&mut path, Change { time: capital.time * open(rng), district, fell: true, dated: None });
            }
        }
    }
    path
}

/// Puts a change where it belongs in time.
fn insert(path: &mut Vec<Change>, change: Change) {
    let at = path.partition_point(|other| other.time <= change.time);
    path.insert(at, change);
}

/// A uniform number that is neither 0 nor 1.
fn open(rng: &mut impl Rng) -> f64 {
    rng.random::<f64>().max(f64::EPSILON / 4.0)
}

/// A standard normal number.
fn normal(rng: &mut impl Rng) -> f64 {
    normal_quantile(open(rng))
}
