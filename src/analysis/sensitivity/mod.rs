//! What drives the outcomes: Morris's elementary effects, or Sobol' indices, for every metric.
//!
//! The output at a point of the design is the mean over its worlds (the same worlds at all points). What is left of the
//! worlds' chance in these means is measured and taken apart from the effects of the parameters: [`Noise`].

mod noise;
mod parameters;
mod tables;
mod words;

use std::io;

use serde::{Deserialize, Serialize};

pub use noise::Noise;
pub use parameters::{Convergence, Measure, ParameterSensitivity};
pub(in crate::analysis) use tables::tables;
pub use tables::{read_sensitivity, write_sensitivity};

use super::not_analysable::NotAnalysable;
use super::outcome_values::{About, OutcomeValues, for_each_outcome};
use super::told_first::told_first;
use crate::experiment::{self, DesignLayout, Method, Plan, coordinates, design_source};
use crate::outcome::Metric;
use crate::result::{LEVEL, Results};
use crate::stats::precision::settle;
use crate::stats::sensitivity::{saltelli_design, trajectories};
use crate::stats::summary::mean;

/// Version of the structure of `sensitivity.json`.
pub const SENSITIVITY_FORMAT: u32 = 3;
/// Values that each parameter takes in Morris's design.
pub const MORRIS_LEVELS: usize = 4;

/// Base points or trajectories below which nothing is measured.
pub const FEWEST: usize = 4;
/// Share of the differences between points that is chance, from which an outcome says little.
const NOISY: f64 = 0.5;

/// Rows of a design in coordinates from 0 to 1: trajectories, or Saltelli's design from a scrambled Sobol'
/// sequence; None for more parameters than the sequence has dimensions for.
pub fn design_rows(method: Method, dims: usize, points: usize, seed: u64) -> Option<Vec<Vec<f64>>> {
    match method {
        Method::Morris => Some(trajectories(dims, MORRIS_LEVELS, points, &mut design_source(seed))),
        Method::Sobol => {
            let base = coordinates(DesignLayout::SobolScrambled, 2 * dims, points, seed)?;
            Some(saltelli_design(&base, false))
        }
    }
}

/// A sensitivity analysis; `sensitivity.json` holds this structure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// Version of the structure.
    pub format: u32,
    /// Which analysis.
    pub method: Method,
    /// Paths of the parameters.
    pub parameters: Vec<String>,
    /// Trajectories, or base points.
    pub points: usize,
    /// Worlds at each point of the design.
    pub replications: u64,
    /// Seed of the worlds and of the design.
    pub seed: u64,
    /// Level of all intervals.
    pub confidence: f64,
    /// The outcomes.
    pub outcomes: Vec<OutcomeSensitivity>,
}

impl Sensitivity {
    /// The outcomes that are told first, of those that some parameter moves: those asked for; else those that parameters move
    /// more than chance does, headlines by their rank, then those with the least chance in them.
    pub fn most_informative(&self, metrics: &[Metric], asked: &[String], most: usize) -> Vec<&OutcomeSensitivity> {
        let known = self.outcomes.iter().filter(|one| one.is_moved(self.method));
        if !asked.is_empty() {
            return known.filter(|one| asked.contains(&one.about.metric)).take(most).collect();
        }
        // Of one replication at each point the share of chance is not known.
        let told =
            known.filter(|one| one.about.level.is_empty() && (one.noise.share.is_nan() || one.noise.share < NOISY));
        told_first(metrics, told.map(|one| (one, -one.noise.share)).collect(), |one| &one.about, most)
    }
}

/// What drives one outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeSensitivity {
    /// What the outcome is about.
    #[serde(flatten)]
    pub about: About,
    /// Mean over the points that are used; NaN for a time that came in no world.
    pub mean: f64,
    /// The outcome at each point of the design, in their order: the mean over its worlds.
    pub at: Vec<f64>,
    /// Of a time: the share of worlds in which it did not come by the horizon; these count as long as that is.
    pub never: f64,
    /// Points of the design at which the outcome has no value in any world.
    pub undefined_points: usize,
    /// Base points or trajectories all of whose points have a value: the measures are of these.
    pub used: usize,
    /// Chance against parameters.
    pub noise: Noise,
    /// The parameters, in the order of the design.
    pub parameters: Vec<ParameterSensitivity>,
    /// What it says, in plain words.
    pub words: String,
    /// The measures from the first part of the design only; in `convergence.csv`, not in JSON.
    #[serde(skip)]
    pub convergence: Vec<Convergence>,
}

impl OutcomeSensitivity {
    /// Whether enough points have a value, and some parameter moves it.
    pub fn is_moved(&self, method: Method) -> bool {
        self.used >= FEWEST && self.parameters.iter().any(|own| own.strength(method).value > 0.0)
    }
}

/// Method, points, parameters and rows of a design.
pub type PlannedDesign = (Method, usize, Vec<String>, Vec<Vec<f64>>);

/// The design of a plan.
///
/// # Errors
/// When the plan has no such design.
pub fn design_of(plan: &Plan) -> Result<PlannedDesign, NotAnalysable> {
    let broken = || NotAnalysable::NoSensitivity;
    let experiment::Design::Sensitivity { method, points, factors, .. } = &plan.design else { return Err(broken()) };
    // No design has more points than it has variants: a number that was changed takes no memory.
    let points = Some(*points).filter(|points| *points <= plan.variant.len()).ok_or_else(broken)?;
    let (method, parameters) = (*method, factors.clone());
    let rows = design_rows(method, parameters.len(), points, plan.seed).ok_or_else(broken)?;
    if parameters.is_empty() || rows.len() != plan.variant.len() {
        return Err(broken());
    }
    Ok((method, points, parameters, rows))
}

/// Analyses finished results; method, parameters and size are those of the plan's design.
///
/// # Errors
/// When rows cannot be read, or the plan has no such design.
pub fn sensitivity(results: &Results, metrics: &[String]) -> io::Result<Sensitivity> {
    let manifest = &results.manifest;
    let plan = &manifest.plan;
    let (method, points, parameters, rows) = design_of(plan)?;
    let design = Design { method, parameters: &parameters, rows: &rows, seed: plan.seed };
    let mut outcomes = Vec::new();
    let visit = |values: OutcomeValues| outcomes.push(analyse(&design, &values));
    for_each_outcome(&manifest.metrics, metrics, rows.len(), &results.rows, manifest.replications, visit)?;
    Ok(Sensitivity {
        format: SENSITIVITY_FORMAT,
        method,
        points,
        replications: manifest.replications,
        seed: plan.seed,
        confidence: LEVEL,
        outcomes,
        parameters,
    })
}

/// Analyses one outcome of a design: its method, the paths of its parameters, its rows in coordinates from 0 to 1, the seed of the
/// bootstrap. `values` are those of its points.
pub fn analyse_points(
    method: Method,
    parameters: &[String],
    rows: &[Vec<f64>],
    seed: u64,
    values: &OutcomeValues,
) -> OutcomeSensitivity {
    analyse(&Design { method, parameters, rows, seed }, values)
}

/// A design whose outputs are known.
struct Design<'a> {
    method: Method,
    parameters: &'a [String],
    rows: &'a [Vec<f64>],
    seed: u64,
}

impl Design<'_> {
    /// Points of the design that stand together: of a base point, or of a trajectory.
    fn each(&self) -> usize {
        self.parameters.len() + if self.method == Method::Morris { 1 } else { 2 }
    }
}

fn analyse(design: &Design<'_>, values: &OutcomeValues) -> OutcomeSensitivity {
    let own = |row: &Vec<f64>| row.iter().copied().filter(|v| !v.is_nan()).collect::<Vec<f64>>();
    let mut outputs = [values.values.iter().map(|row| mean(&own(row))).collect::<Vec<f64>>()];
    // Means of the same value over different numbers of worlds differ by rounding.
    settle(&mut outputs);
    let [at] = outputs;
    let outputs = at.clone();
    let undefined_points = outputs.iter().filter(|output| output.is_nan()).count();
    // A base point or a trajectory is of use if all of its points have a value.
    let each = design.each();
    let whole = |at: usize| outputs[at..at + each].iter().all(|output| !output.is_nan());
    let kept: Vec<usize> =
        (0..outputs.len()).step_by(each).filter(|at| whole(*at)).flat_map(|at| at..at + each).collect();
    let rows: Vec<Vec<f64>> = kept.iter().map(|at| design.rows[*at].clone()).collect();
    let outputs: Vec<f64> = kept.iter().map(|at| outputs[*at]).collect();
    let noise = Noise::of(&kept.iter().map(|at| values.values[*at].as_slice()).collect::<Vec<_>>(), &outputs);
    let (parameters, convergence) = parameters::measure(&Design { rows: &rows, ..*design }, &outputs, &values.about());
    let known = kept.iter().filter_map(|at| values.happened.get(*at)).flatten().filter(|happened| !happened.is_nan());
    let never: Vec<f64> = known.map(|happened| 1.0 - happened).collect();
    let came = (0..values.values.len()).any(|point| values.came_in(1, point));
    let mut one = OutcomeSensitivity {
        about: values.about(),
        at,
        mean: if came { mean(&outputs) } else { f64::NAN },
        never: if values.horizon.is_nan() { 0.0 } else { mean(&never) },
        undefined_points,
        used: kept.len() / each,
        noise,
        parameters,
        words: String::new(),
        convergence,
    };
    one.words = words::words(&one, design);
    one
}
