//! A calibration: which parameters the record can say something of, chains, and what they found.

use serde::{Deserialize, Serialize};

use super::likelihood::{Change, War};
use super::path::Known;
use super::sampler::{Draw, Sampling, Target, draw};
use crate::math::normal_sf;
use crate::number::plain;
use crate::scenario::{Assignment, Date, Overlay, ScenarioSource, Uncertain};
use crate::sim::{Mechanism, World};
use crate::stats::convergence::convergence;
use crate::stats::paired::correlation;
use crate::stats::quantile::{of_sorted, sorted};
use crate::stats::summary::variance;

/// What the record says of the parameters of a war.
#[derive(Debug)]
pub struct Calibration<'a> {
    /// What was drawn from.
    pub target: Target<'a>,
    /// Parameters of the war of which the record says nothing so far: they keep their priors.
    pub silent: Vec<Uncertain>,
    /// How it was drawn.
    pub sampling: Sampling,
    /// Draws of each chain.
    pub chains: Vec<Vec<Draw>>,
    /// Logarithm of the likelihood: with the values as written and at the mean of the posterior (mean over what the record leaves open; minus infinity where some of that
    /// cannot be with these values), and of each draw with its own (mean).
    pub logs: [f64; 3],
}

/// What was found of one parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Its path.
    pub path: String,
    /// Value as written in the scenario.
    pub written: String,
    /// 5 %, 50 % and 95 % quantiles of the prior.
    pub prior: [f64; 3],
    /// The same of the posterior.
    pub posterior: [f64; 3],
    /// Share of the prior's variance that the record took away, on the scale on which the prior is normal.
    pub learned: f64,
    /// Potential scale reduction; NaN where there are no chains.
    pub r_hat: f64,
    /// Effective number of draws.
    pub effective: f64,
}

/// Below this share of the prior's variance a parameter counts as not identified, and below the other as weakly so.
const NOT_IDENTIFIED: f64 = 0.1;
const WEAKLY: f64 = 0.5;
/// Paths over which the likelihood is averaged.
const PATHS: usize = 200;
/// Names the draws of what the record is silent on.
const SILENT: Mechanism = Mechanism(60_001);

impl Found {
    /// A value of the parameter as it is read: a date where the scenario has one.
    #[must_use]
    pub fn shown(&self, value: f64) -> String {
        match self.written.parse::<Date>() {
            Ok(_) => Date::EPOCH.plus_days(libm::round(value) as i32).to_string(),
            Err(_) => plain(value),
        }
    }

    /// Median and central 90 % as they are read.
    #[must_use]
    pub fn range(&self, [low, middle, high]: &[f64; 3]) -> String {
        format!("{} ({} to {})", self.shown(*middle), self.shown(*low), self.shown(*high))
    }

    /// Whether the chains have met: R-hat at most 1.01 and worth at least 400 draws (A. Vehtari and others (2021), Bayesian
    /// Analysis 16: 667-718).
    #[must_use]
    pub fn has_met(&self) -> bool {
        self.r_hat <= 1.01 && self.effective >= 400.0
    }

    /// Whether the record tells the parameter, in words.
    #[must_use]
    pub fn in_words(&self) -> &'static str {
        // a variance from so few draws may be less by as much, and nothing learned
        let noise = 2.0 * (2.0 / self.effective).sqrt();
        match self.learned {
            learned if learned < NOT_IDENTIFIED.max(noise) => "not identified",
            learned if learned < WEAKLY => "weakly identified",
            _ => "identified",
        }
    }
}

impl<'a> Target<'a> {
    /// What can be calibrated of a scenario by its record up to a day: the target, and the parameters on which that is silent.
    ///
    /// # Errors
    /// Says what is missing: a record, a prior, a likelihood.
    pub fn of(source: &'a ScenarioSource, overlay: Overlay, day: Date) -> Result<(Target<'a>, Vec<Uncertain>), String> {
        let scenario = source.resolve(&overlay).map_err(|problems| problems.render(false))?;
        let known = Known::until(&scenario, day);
        if known.path.is_empty() {
            return Err(format!(
                "no dated fall up to {day}: give district_falls.csv or capitals.csv in the folder that [files] observed names"
            ));
        }
        let plain = War::of(&scenario, known.until)?;
        let until = known.until;
        // one path as on record, and one on which what may be missing fell at the end
        let missing = known.undated.iter().filter(|district| plain.reported(**district, false) < 1.0);
        let missing = missing.map(|&district| Change { time: until - 1e-3, district, fell: true, dated: None });
        let paths = [known.path.clone(), known.path.iter().copied().chain(missing).collect()];
        let mut target = Target { source, overlay, sampled: Vec::new(), known };
        let mut silent = Vec::new();
        for one in source.uncertainty() {
            let wars: Vec<War> = [0.01, 0.3, 0.7, 0.99].iter().filter_map(|u| target.war_with(one, *u)).collect();
            if wars.iter().all(|war| *war == plain) {
                continue;
            }
            let of = |war: &War| paths.iter().map(|path| war.log_likelihood(path, until).to_bits()).collect::<Vec<_>>();
            let all: Vec<_> = wars.iter().chain([&plain]).map(of).collect();
            if all.windows(2).all(|pair| pair[0] == pair[1]) {
                silent.push(one.clone());
            } else {
                target.sampled.push(one.clone());
            }
        }
        if target.sampled.is_empty() {
            return Err("no prior in [uncertainty] is of a parameter that the record can tell: give those of the campaign and the capitals".to_owned());
        }
        Ok((target, silent))
    }

    /// The war where one parameter has its prior's quantile and the others are as written.
    fn war_with(&self, one: &Uncertain, u: f64) -> Option<War> {
        let overlay = Overlay { draws: vec![one.draw(u)], ..self.overlay.clone() };
        War::of(&self.source.resolve(&overlay).ok()?, self.known.until).ok()
    }
}

impl<'a> Calibration<'a> {
    /// Draws from the posterior of a target; `step` is told of each step of each chain.
    ///
    /// # Errors
    /// When no draw of the priors can give the record.
    pub fn run(
        target: Target<'a>,
        silent: Vec<Uncertain>,
        sampling: Sampling,
        step: impl Fn() + Sync,
    ) -> Result<Calibration<'a>, String> {
        let chains = draw(&target, sampling, step).ok_or(
            "no draw of the priors can give the record while momentum begets less than one fall for each: widen the priors in [uncertainty]",
        )?;
        let n = chains.iter().map(Vec::len).sum::<usize>() as f64;
        let mean: Vec<f64> =
            (0..target.sampled.len()).map(|k| chains.iter().flatten().map(|draw| draw.z[k]).sum::<f64>() / n).collect();
        let written = target.source.resolve(&target.overlay).ok().and_then(|s| War::of(&s, target.known.until).ok());
        let every = chains.iter().map(Vec::len).sum::<usize>().div_ceil(PATHS);
        let paths: Vec<&Draw> = chains.iter().flatten().step_by(every.max(1)).collect();
        let log = |war: Option<War>| {
            let of =
                |war: War| paths.iter().map(|draw| war.log_likelihood(&draw.path, target.known.until)).sum::<f64>();
            war.map_or(f64::NAN, of) / paths.len() as f64
        };
        let own = chains.iter().flatten().map(|draw| draw.log).sum::<f64>() / n;
        let logs = [log(written), log(target.war(&mean)), own];
        Ok(Calibration { target, silent, sampling, chains, logs })
    }

    /// All draws.
    pub fn draws(&self) -> impl Iterator<Item = &Draw> {
        self.chains.iter().flatten()
    }

    /// What was found of each parameter.
    #[must_use]
    pub fn found(&self) -> Vec<Found> {
        let values = self.target.source.resolved_values(&self.target.overlay).unwrap_or_default();
        let of = |(k, one): (usize, &Uncertain)| {
            let chains: Vec<Vec<f64>> =
                self.chains.iter().map(|chain| chain.iter().map(|draw| draw.z[k]).collect()).collect();
            let z = sorted(&chains.concat());
            let met = convergence(&chains);
            let at = |share: f64| one.quantile(normal_sf(-of_sorted(&z, share)));
            Found {
                path: one.path.clone(),
                written: values
                    .iter()
                    .find(|value| value.path == one.path)
                    .and_then(|v| v.value.as_ref())
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                prior: [0.05, 0.5, 0.95].map(|share| one.quantile(share)),
                posterior: [0.05, 0.5, 0.95].map(at),
                learned: (1.0 - variance(&z)).max(0.0),
                r_hat: met.r_hat,
                effective: met.effective,
            }
        };
        self.target.sampled.iter().enumerate().map(of).collect()
    }

    /// Correlations of all pairs of parameters, on the scale on which their priors are normal: the strongest first.
    #[must_use]
    pub fn correlations(&self) -> Vec<(usize, usize, f64)> {
        let many = self.target.sampled.len();
        let all: Vec<Vec<f64>> = (0..many).map(|k| self.draws().map(|draw| draw.z[k]).collect()).collect();
        let pairs = (0..many).flat_map(|a| (a + 1..many).map(move |b| (a, b)));
        let mut pairs: Vec<(usize, usize, f64)> = pairs.map(|(a, b)| (a, b, correlation(&all[a], &all[b]))).collect();
        pairs.sort_by(|one, other| other.2.abs().total_cmp(&one.2.abs()));
        pairs
    }

    /// So many draws, evenly from all chains, with draws of the prior for parameters on which the record is silent: the values, and the draw.
    #[must_use]
    pub fn sample(&self, many: usize, seed: u64) -> Vec<(Vec<Assignment>, &Draw)> {
        let all: Vec<&Draw> = self.draws().collect();
        let many = many.min(all.len());
        let of = |k: usize| {
            let draw = all[k * all.len() / many];
            let world = World::new(seed, k as u64);
            let silent =
                self.silent.iter().zip(0..).map(|(one, entity)| one.draw(world.stream(SILENT, entity).uniform()));
            (self.target.values(&draw.z).into_iter().chain(silent).collect(), draw)
        };
        (0..many).map(of).collect()
    }

    /// The posterior as a file that `--posterior` reads; what was set besides is a column of one value, since the draws hold for it alone.
    #[must_use]
    pub fn csv(&self, many: usize, seed: u64) -> String {
        let set = &self.target.overlay.sets;
        let paths = self.target.sampled.iter().chain(&self.silent).map(|one| &one.path);
        let mut text = paths.chain(set.iter().map(|one| &one.path)).cloned().collect::<Vec<_>>().join(",") + "\n";
        for (values, _) in self.sample(many, seed) {
            text += &values.iter().chain(set).map(|one| one.value.to_string()).collect::<Vec<_>>().join(",");
            text.push('\n');
        }
        text
    }
}
