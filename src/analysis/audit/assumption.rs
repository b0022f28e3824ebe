//! The assumptions of a scenario, each with a range over which it is varied.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::experiment::{Factor, number};
use crate::scenario::{
    Kind, Overlay, Posterior, Prior, Problems, Range, Resolved, ScenarioSource, Status, Uncertain, Value,
};
use crate::sim::Distribution;

/// Numbers of a random amount by which it is made larger or smaller, the first that it has.
const LOCATIONS: [&str; 6] = ["median", "mean", "scale", "mode", "high", "alpha"];
/// Tables of a scenario that say what it is and what is observed, not what is assumed.
const NOT_ASSUMED: [&str; 5] = ["schema", "start", "end", "outcomes", "names"];
/// The part of a sample's marginal distribution that is its range.
const MIDDLE: [f64; 2] = [0.025, 0.975];

/// Where the range of an assumption is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RangeFrom {
    /// Its prior: all of it, or what lies between its quantiles 0.005 and 0.995.
    Prior,
    /// A sample that the scenario ships: between its quantiles 0.025 and 0.975.
    Sample,
    /// Nobody gives one: from half to twice the value, within what the parameter allows; of a value that may be below 0, from
    /// 0 to twice it.
    Rule,
}

impl RangeFrom {
    /// Its name in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            RangeFrom::Prior => "prior",
            RangeFrom::Sample => "sample",
            RangeFrom::Rule => "rule",
        }
    }
}

/// An assumption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assumption {
    /// Path of the parameter, or of a number of a random amount.
    pub parameter: String,
    /// Its value as written.
    pub written: String,
    /// Its unit.
    pub unit: String,
    /// What the value rests on; None where nobody says.
    pub status: Option<Status>,
    /// Where it was written: file and line, `default`, `--set`.
    pub given_by: String,
    /// Where its range is from.
    pub range: RangeFrom,
    /// Lower end of the range.
    pub low: String,
    /// Upper end.
    pub high: String,
    /// Whether it moved any metric in any world; None before that is known.
    pub moves: Option<bool>,
    /// Its range as a distribution.
    #[serde(skip, default = "nowhere")]
    prior: Uncertain,
}

fn nowhere() -> Uncertain {
    let prior = Prior::Of(Distribution::Constant { value: 0.0 });
    Uncertain { path: String::new(), prior, kind: Kind::Number, range: Range::ALL, source: String::new() }
}

impl Assumption {
    /// The value at a coordinate of the range, from 0 to 1, as it is written.
    pub fn at(&self, u: f64) -> String {
        Factor::of_prior(&self.prior).at(u)
    }

    /// The assignment of that value.
    pub fn set(&self, u: f64) -> String {
        format!("{}={}", self.parameter, self.at(u))
    }

    /// The coordinate of the value as written; an end where it lies outside of the range.
    pub fn place(&self) -> f64 {
        let Some((written, _)) = number(&self.written) else { return 0.5 };
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..50 {
            let middle = 0.5 * (low + high);
            if self.prior.quantile(middle) < written { low = middle } else { high = middle }
        }
        // Of an end the coordinate itself.
        [0.0, 1.0].into_iter().find(|end: &f64| (end - high).abs() < 1e-9).unwrap_or(high)
    }

    /// What the value rests on, in a word.
    pub fn status_word(&self) -> &'static str {
        match self.status {
            Some(Status::Source) => "data",
            Some(status) => status.as_str(),
            None => "not said",
        }
    }
}

/// The numbers of a scenario that are assumptions, with their ranges; and the paths of those that are 0 without a range: what they
/// would do is switched off, and nobody says how strong it would be.
///
/// # Errors
/// What an overlay makes wrong; a sample that cannot be read.
pub fn assumptions(source: &ScenarioSource, overlay: &Overlay) -> Result<(Vec<Assumption>, Vec<String>), Problems> {
    let samples = source.shipped_posteriors()?;
    let (mut found, mut off): (Vec<Assumption>, Vec<String>) = (Vec::new(), Vec::new());
    for resolved in source.resolved_values(overlay)? {
        let first = resolved.path.split('.').next().unwrap_or_default();
        let Some(value) = resolved.value.as_ref().filter(|_| !NOT_ASSUMED.contains(&first)) else { continue };
        let numbers = numbers(&resolved.path, value);
        let location = LOCATIONS.iter().find_map(|key| {
            numbers.iter().map(|(path, _)| path).find(|path| path.rsplit('.').next() == Some(key)).cloned()
        });
        for (path, written) in &numbers {
            let prior = source.uncertainty().iter().find(|prior| prior.path == *path);
            let sampled = samples.iter().find_map(|sample| of_sample(sample, path));
            let is_main = *path == resolved.path || location.as_ref() == Some(path);
            let unknown = is_main && resolved.status != Some(Status::Source) && !matches!(value, Value::Date(_));
            let (range, prior) = match (sampled, prior) {
                (Some(sampled), _) => (RangeFrom::Sample, sampled),
                (None, Some(prior)) if !matches!(prior.prior, Prior::Choice(_)) => (RangeFrom::Prior, prior.clone()),
                (None, None) if unknown && number(&written.plain()).is_some_and(|(x, _)| x == 0.0) => {
                    off.push(path.clone());
                    continue;
                }
                (None, None) if unknown => match by_rule(source, &resolved, path, written) {
                    Some(prior) => (RangeFrom::Rule, prior),
                    None => continue,
                },
                _ => continue,
            };
            found.extend(assumption(source, &resolved, written, range, prior));
        }
    }
    Ok((found, off))
}

/// The numbers that a value holds, with their paths: itself, or those of a random amount.
fn numbers(path: &str, value: &Value) -> Vec<(String, Value)> {
    match value {
        Value::Number(_) | Value::Integer(_) | Value::Date(_) => vec![(path.to_owned(), value.clone())],
        Value::Table(table) => table
            .entries
            .iter()
            .flat_map(|entry| numbers(&format!("{path}.{}", entry.key), &entry.node.value))
            .collect(),
        _ => Vec::new(),
    }
}

fn assumption(
    source: &ScenarioSource,
    resolved: &Resolved,
    written: &Value,
    range: RangeFrom,
    prior: Uncertain,
) -> Option<Assumption> {
    let unit = source.registry().parameter(&resolved.described_at).map_or("", |parameter| parameter.unit);
    let mut one = Assumption {
        parameter: prior.path.clone(),
        written: written.plain(),
        unit: if unit == "1" { String::new() } else { unit.to_owned() },
        status: resolved.status,
        given_by: source.told_inside(&resolved.given_by),
        range,
        low: String::new(),
        high: String::new(),
        moves: None,
        prior,
    };
    (one.low, one.high) = (one.at(0.0), one.at(1.0));
    (one.low != one.high).then_some(one)
}

/// The range of a parameter in a sample.
fn of_sample(sample: &Posterior, path: &str) -> Option<Uncertain> {
    let values = sample.column(path)?;
    let of_row = |(value, weight): (&Value, &f64)| Some((number(&value.plain())?.0, *weight));
    let mut weighted: Vec<(f64, f64)> = values.iter().zip(&sample.weights).filter_map(of_row).collect();
    weighted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = weighted.iter().map(|(_, weight)| weight).sum();
    let [low, high] = MIDDLE.map(|p| {
        let mut sum = 0.0;
        let reached = weighted.iter().find(|(_, weight)| {
            sum += weight;
            sum >= p * total
        });
        reached.map_or(f64::NAN, |(value, _)| *value)
    });
    (low < high).then(|| uniform(path, Kind::Number, Range::ALL, (low, high)))
}

fn uniform(path: &str, kind: Kind, range: Range, (low, high): (f64, f64)) -> Uncertain {
    let prior =
        if low > 0.0 { Prior::LogUniform { low, high } } else { Prior::Of(Distribution::Uniform { low, high }) };
    Uncertain { path: path.to_owned(), prior, kind, range, source: String::new() }
}

/// A range for a number of which nobody gives one.
fn by_rule(source: &ScenarioSource, resolved: &Resolved, path: &str, written: &Value) -> Option<Uncertain> {
    let parameter = source.registry().parameter(&resolved.described_at)?;
    let (x, _) = number(&written.plain())?;
    let allowed = parameter.range;
    let inner = path != resolved.path;
    let (low, high) =
        if allowed.low < 0.0 { (x.min(2.0 * x).min(0.0), x.max(2.0 * x).max(0.0)) } else { (x / 2.0, 2.0 * x) };
    let (low, high) = (low.max(allowed.low), high.min(allowed.high));
    let kind = if inner { Kind::Number } else { parameter.kind };
    let kind = if kind == Kind::Integer { kind } else { Kind::Number };
    let ends = if kind == Kind::Integer { (libm::floor(low), libm::ceil(high)) } else { (low, high) };
    (ends.0 < ends.1).then(|| uniform(path, kind, allowed, ends))
}

/// Marks the assumptions that moved something.
pub(super) fn mark(assumptions: &mut [Assumption], moved: &BTreeMap<String, bool>) {
    for one in assumptions {
        one.moves = moved.get(&one.parameter).copied();
    }
}
