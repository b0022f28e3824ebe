//! What drives the outcomes: Morris's elementary effects, or Sobol' indices, for every metric.
//!
//! The output at a point of the design is the mean over its worlds (the same worlds at all points). What is left of the
//! worlds' chance in these means is measured and taken apart from the effects of the parameters: [`Noise`].

mod noise;
mod parameters;
mod tables;
mod words;

use std::io;
use std::str::FromStr;

use serde::Serialize;

pub use noise::Noise;
pub use parameters::{Convergence, ParameterSensitivity};
pub use tables::write_sensitivity;

use super::outcome_values::{About, OutcomeValues, for_each_outcome};
use crate::experiment::{DesignLayout, Plan, coordinates, design_source};
use crate::result::{LEVEL, Results};
use crate::stats::sensitivity::{saltelli_design, trajectories};
use crate::stats::summary::mean;

/// Version of the structure of `sensitivity.json`.
pub const SENSITIVITY_FORMAT: u32 = 1;
/// Values that each parameter takes in Morris's design.
pub const MORRIS_LEVELS: usize = 4;

/// Which analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Elementary effects: a screening, `points * (parameters + 1)` points of the design.
    Morris,
    /// Variance-based indices, `points * (parameters + 2)` points of the design.
    Sobol,
}

impl FromStr for Method {
    type Err = String;

    fn from_str(text: &str) -> Result<Method, String> {
        match text {
            "morris" => Ok(Method::Morris),
            "sobol" => Ok(Method::Sobol),
            other => Err(format!("`{other}` is no method: morris or sobol")),
        }
    }
}

impl Method {
    /// Name, as plans have it.
    pub fn name(self) -> &'static str {
        match self {
            Method::Morris => "morris",
            Method::Sobol => "sobol",
        }
    }

    /// Rows of the design in coordinates from 0 to 1: trajectories, or Saltelli's design from a scrambled Sobol'
    /// sequence; None for more parameters than the sequence has dimensions for.
    pub fn rows(self, dims: usize, points: usize, seed: u64) -> Option<Vec<Vec<f64>>> {
        match self {
            Method::Morris => Some(trajectories(dims, MORRIS_LEVELS, points, &mut design_source(seed))),
            Method::Sobol => {
                let base = coordinates(DesignLayout::SobolScrambled, 2 * dims, points, seed)?;
                Some(saltelli_design(&base, false))
            }
        }
    }
}

/// A sensitivity analysis; `sensitivity.json` holds this structure.
#[derive(Debug, Clone, PartialEq, Serialize)]
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

/// What drives one outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutcomeSensitivity {
    /// What the outcome is about.
    #[serde(flatten)]
    pub about: About,
    /// Mean over all points.
    pub mean: f64,
    /// Points of the design at which the outcome has no value; the measures are not defined unless there are none.
    pub undefined_points: usize,
    /// Chance against parameters.
    pub noise: Noise,
    /// The parameters, in the order of the design.
    pub parameters: Vec<ParameterSensitivity>,
    /// What it says, in plain words.
    pub words: String,
    /// The measures from the first part of the design only; in `convergence.csv`.
    #[serde(skip)]
    pub convergence: Vec<Convergence>,
}

/// Method, points, parameters and rows of a design.
pub type PlannedDesign = (Method, usize, Vec<String>, Vec<Vec<f64>>);

/// The design of a plan.
///
/// # Errors
/// When the plan has no such design.
pub fn design_of(plan: &Plan) -> io::Result<PlannedDesign> {
    let design = &plan.design;
    let broken = || {
        let text = "its [design] is not that of a sensitivity analysis: method, points and factors, and a [[variant]] for each point";
        io::Error::new(io::ErrorKind::InvalidData, text)
    };
    let method = design.get("method").and_then(|m| m.as_str()?.parse::<Method>().ok()).ok_or_else(broken)?;
    let points = design.get("points").and_then(toml::Value::as_integer);
    // No design has more points than it has variants: a number that was changed takes no memory.
    let known = |points: &i64| usize::try_from(*points).is_ok_and(|points| points <= plan.variant.len());
    let points = points.filter(known).ok_or_else(broken)? as usize;
    let listed = design.get("factors").and_then(|value| value.as_array()).ok_or_else(broken)?;
    let parameters: Vec<String> = listed.iter().filter_map(|path| path.as_str().map(str::to_owned)).collect();
    let rows = method.rows(parameters.len(), points, plan.seed).ok_or_else(broken)?;
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

/// A design whose outputs are known.
struct Design<'a> {
    method: Method,
    parameters: &'a [String],
    rows: &'a [Vec<f64>],
    seed: u64,
}

fn analyse(design: &Design<'_>, values: &OutcomeValues) -> OutcomeSensitivity {
    let own = |row: &Vec<f64>| row.iter().copied().filter(|v| !v.is_nan()).collect::<Vec<f64>>();
    let outputs: Vec<f64> = values.values.iter().map(|row| mean(&own(row))).collect();
    let undefined_points = outputs.iter().filter(|output| output.is_nan()).count();
    let noise = Noise::of(&values.values);
    let (parameters, convergence) = parameters::measure(design, &outputs, &noise);
    let mut one = OutcomeSensitivity {
        about: values.about(),
        mean: mean(&outputs),
        undefined_points,
        noise,
        parameters,
        words: String::new(),
        convergence,
    };
    one.words = words::words(&one, design.method);
    one
}
