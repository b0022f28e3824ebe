//! The measures of each parameter, with intervals, and how they settled as the design grew.

use serde::{Deserialize, Serialize};

use super::{About, Design, MORRIS_LEVELS};
use crate::experiment::Method;
use crate::result::{Bounded, LEVEL};
use crate::sim::{Mechanism, World};
use crate::stats::sensitivity::{SobolOutputs, elementary_effects, spearman};

/// Resamples of the bootstrap.
const RESAMPLES: usize = 500;
/// Parts of the design at which the measures are looked at.
const LOOKS: usize = 8;
/// Names the random numbers of the bootstrap; no mechanism of a model has this number.
const BOOTSTRAP: Mechanism = Mechanism(60_003);

/// How one parameter drives one outcome; NaN where the method does not give a measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParameterSensitivity {
    /// Path of the parameter.
    pub parameter: String,
    /// Morris: mean effect of going through the whole range, in the metric's unit.
    pub mu: Bounded,
    /// Morris: mean absolute effect.
    pub mu_star: Bounded,
    /// Morris: standard deviation of effects: curvature, or dependence on other parameters.
    pub sigma: Bounded,
    /// Sobol': share of the variance that the parameter explains by itself (Saltelli 2010).
    pub first: Bounded,
    /// The same by Jansen's estimator.
    pub first_jansen: f64,
    /// Sobol': share of the variance in which the parameter has a part (Jansen).
    pub total: Bounded,
    /// Rank correlation of parameter and outcome over the points: the direction.
    pub rank_correlation: f64,
}

/// A measure that is followed over the size of a design.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Morris: mean absolute effect.
    MuStar,
    /// Morris: standard deviation of effects.
    Sigma,
    /// Sobol': share of the variance by itself.
    First,
    /// Sobol': share of the variance with all interactions.
    Total,
}

impl ParameterSensitivity {
    /// The measure by which parameters are ranked, with its interval: Morris's mean absolute effect, Sobol's total index.
    pub fn strength(&self, method: Method) -> Bounded {
        match method {
            Method::Morris => self.mu_star,
            Method::Sobol => self.total,
        }
    }
}

impl Measure {
    const ALL: [Measure; 4] = [Measure::MuStar, Measure::Sigma, Measure::First, Measure::Total];

    /// Its name in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Measure::MuStar => "mu_star",
            Measure::Sigma => "sigma",
            Measure::First => "first",
            Measure::Total => "total",
        }
    }

    /// The measure of a name in tables.
    pub fn named(name: &str) -> Option<Measure> {
        Measure::ALL.into_iter().find(|measure| measure.as_str() == name)
    }
}

/// A measure from the first part of a design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Convergence {
    /// Metric.
    pub metric: String,
    /// Which level, for a metric of levels, else "".
    pub level: String,
    /// Path of the parameter.
    pub parameter: String,
    /// Trajectories or base points used.
    pub points: usize,
    /// Which measure.
    pub measure: Measure,
    /// Its value.
    pub value: f64,
}

/// Measures of all parameters, and how they settled; `outputs` are those of whole base points or trajectories. Where there
/// are too few of them, or no output differs from another, nothing is measured.
pub(super) fn measure(
    design: &Design<'_>,
    outputs: &[f64],
    about: &About,
) -> (Vec<ParameterSensitivity>, Vec<Convergence>) {
    let mut out: Vec<ParameterSensitivity> =
        (0..design.parameters.len()).map(|at| blank(design, outputs, at)).collect();
    if outputs.len() < super::FEWEST * design.each() || outputs.iter().all(|output| *output == outputs[0]) {
        return (out, Vec::new());
    }
    let mut stream = World::new(design.seed, 0).stream(BOOTSTRAP, 0);
    let mut random = move || stream.uniform();
    match design.method {
        Method::Morris => morris(design, outputs, &mut out, &mut random),
        Method::Sobol => sobol(design, outputs, &mut out, &mut random),
    }
    (out, convergence(design, outputs, about))
}

fn blank(design: &Design<'_>, outputs: &[f64], at: usize) -> ParameterSensitivity {
    let inputs: Vec<f64> = design.rows.iter().map(|row| row[at]).collect();
    let none = Bounded::default();
    ParameterSensitivity {
        parameter: design.parameters[at].clone(),
        mu: none,
        mu_star: none,
        sigma: none,
        first: none,
        first_jansen: f64::NAN,
        total: none,
        rank_correlation: spearman(&inputs, outputs),
    }
}

/// Step of a trajectory, as a share of the range.
pub(super) fn step() -> f64 {
    MORRIS_LEVELS as f64 / (2.0 * (MORRIS_LEVELS as f64 - 1.0))
}

fn morris(design: &Design<'_>, outputs: &[f64], out: &mut [ParameterSensitivity], random: &mut dyn FnMut() -> f64) {
    let Some(effects) = elementary_effects(design.rows, outputs, step()) else { return };
    for (one, summary) in out.iter_mut().zip(effects.summaries(RESAMPLES, LEVEL, random)) {
        one.mu = Bounded::new(summary.mu, summary.mu_interval);
        one.mu_star = Bounded::new(summary.mu_star, summary.mu_star_interval);
        one.sigma = Bounded::new(summary.sigma, summary.sigma_interval);
    }
}

fn sobol(design: &Design<'_>, outputs: &[f64], out: &mut [ParameterSensitivity], random: &mut dyn FnMut() -> f64) {
    let Some(parted) = SobolOutputs::new(outputs, design.parameters.len(), false) else { return };
    let intervals = parted.bootstrap(RESAMPLES, LEVEL, random);
    let (first, jansen, total) = (parted.first_order(), parted.first_order_jansen(), parted.total());
    for (at, one) in out.iter_mut().enumerate() {
        one.first = Bounded::new(first[at], intervals.first[at]);
        one.total = Bounded::new(total[at], intervals.total[at]);
        one.first_jansen = jansen[at];
    }
}

fn convergence(design: &Design<'_>, outputs: &[f64], about: &About) -> Vec<Convergence> {
    let dims = design.parameters.len();
    let each = design.each();
    let points = outputs.len() / each;
    let mut looks: Vec<usize> = (1..=LOOKS).map(|look| points * look / LOOKS).filter(|n| *n >= 2).collect();
    looks.dedup();
    let mut out = Vec::new();
    let mut note = |points: usize, measure: Measure, values: Vec<f64>| {
        for (parameter, value) in design.parameters.iter().zip(values) {
            let (metric, level, parameter) = (about.metric.clone(), about.level.clone(), parameter.clone());
            out.push(Convergence { metric, level, parameter, points, measure, value });
        }
    };
    for n in looks {
        let (rows, part) = (&design.rows[..n * each], &outputs[..n * each]);
        match design.method {
            Method::Morris => {
                if let Some(effects) = elementary_effects(rows, part, step()) {
                    note(n, Measure::MuStar, effects.mu_star());
                    note(n, Measure::Sigma, effects.sigma());
                }
            }
            Method::Sobol => {
                if let Some(parted) = SobolOutputs::new(part, dims, false) {
                    note(n, Measure::First, parted.first_order());
                    note(n, Measure::Total, parted.total());
                }
            }
        }
    }
    out
}
