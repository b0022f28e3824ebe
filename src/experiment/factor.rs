//! A factor of an experiment: a parameter, a date, or the policy, and the values that it takes.
//!
//! As text: `PATH=1,2,4` (a list), `PATH=0.1..0.9:9` (nine values from 0.1 to 0.9), `PATH=1..20` (a range), with dates in
//! place of numbers where the parameter is one, and `policy=a,b` (the policy, `baseline` for none).

use super::asked::{AskError, FactorFault};
use crate::scenario::limits::MOST_VARIANTS;
use crate::scenario::{Date, Kind, Prior, Registry, Uncertain};

/// The path that stands for the policy.
pub const POLICY: &str = "policy";
/// Name of the scenario without a policy, as a value of [`POLICY`].
pub const NO_POLICY: &str = "baseline";
/// Priors without ends are cut here and at its complement: a design may ask for the value at probability 0.
const TAIL: f64 = 0.005;

/// A factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Path of the parameter, or [`POLICY`].
    pub path: String,
    /// Its values.
    pub values: Values,
}

/// Values of a factor.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Some values as TOML has them; words need no quotes.
    List(Vec<String>),
    /// All numbers (or days) from one to another.
    Range {
        /// Lower end; a date as days since 1970-01-01.
        low: f64,
        /// Upper end.
        high: f64,
        /// Number of values in a grid, if given.
        steps: Option<usize>,
        /// What the parameter takes.
        kind: Kind,
    },
    /// What a scenario says is not known.
    Prior(Uncertain),
}

impl Factor {
    /// Reads a factor.
    ///
    /// # Errors
    /// [`AskError::Factor`].
    pub fn parse(text: &str, registry: &Registry) -> Result<Factor, AskError> {
        let wrong = |why| AskError::Factor { text: text.to_owned(), why };
        let (path, values) = text.split_once('=').ok_or_else(|| wrong(FactorFault::Form))?;
        let (path, values) = (path.trim().to_owned(), values.trim());
        let kind = registry.parameter(&path).map(|parameter| parameter.kind);
        if let Some((low, rest)) = values.split_once("..") {
            let (high, steps) = match rest.split_once(':') {
                Some((high, steps)) => {
                    (high, Some(steps.trim().parse::<usize>().ok().filter(|n| (2..=MOST_VARIANTS).contains(n))))
                }
                None => (rest, None),
            };
            if steps == Some(None) {
                return Err(wrong(FactorFault::Steps));
            }
            let (Some((low, dated)), Some((high, also))) = (number(low), number(high)) else {
                return Err(wrong(FactorFault::Form));
            };
            if low >= high || dated != also {
                return Err(wrong(FactorFault::Ends));
            }
            let kind = if dated { Kind::Date } else { kind.unwrap_or(Kind::Number) };
            return Ok(Factor { path, values: Values::Range { low, high, steps: steps.flatten(), kind } });
        }
        let list = split_list(values);
        if list.iter().any(String::is_empty) {
            return Err(wrong(FactorFault::Form));
        }
        Ok(Factor { path, values: Values::List(list) })
    }

    /// A factor with values as written.
    pub fn listed(path: &str, values: Vec<String>) -> Factor {
        Factor { path: path.to_owned(), values: Values::List(values) }
    }

    /// A factor for a parameter that is not known.
    pub fn of_prior(uncertain: &Uncertain) -> Factor {
        Factor { path: uncertain.path.clone(), values: Values::Prior(uncertain.clone()) }
    }

    /// Values of the factor in a grid; None when it has no finite list of them.
    pub fn levels(&self) -> Option<Vec<String>> {
        match &self.values {
            Values::List(list) => Some(list.clone()),
            Values::Range { low, high, steps: Some(steps), kind } => {
                let at = |i: usize| low + (high - low) * i as f64 / (*steps as f64 - 1.0);
                let mut levels: Vec<String> = (0..*steps).map(|i| written(at(i), *kind)).collect();
                levels.dedup();
                Some(levels)
            }
            Values::Range { .. } | Values::Prior(_) => None,
        }
    }

    /// Value at a coordinate from 0 to 1: equal parts of a list, evenly along a range, by probability along a prior.
    pub fn at(&self, u: f64) -> String {
        match &self.values {
            Values::List(list) => list[((u * list.len() as f64) as usize).min(list.len() - 1)].clone(),
            Values::Range { low, high, kind, .. } => written(low + (high - low) * u, *kind),
            Values::Prior(uncertain) => {
                let bounded = match &uncertain.prior {
                    Prior::LogUniform { .. } | Prior::Choice(_) => true,
                    Prior::Of(distribution) => {
                        distribution.quantile(0.0).is_finite() && distribution.quantile(1.0).is_finite()
                    }
                };
                uncertain.draw(if bounded { u } else { u.clamp(TAIL, 1.0 - TAIL) }).value.plain()
            }
        }
    }

    /// Whether its values have an order, so that it makes sense to speak of more of it.
    pub fn is_ordered(&self) -> bool {
        match &self.values {
            Values::List(list) => list.iter().all(|value| number(value).is_some()),
            Values::Range { .. } => true,
            Values::Prior(uncertain) => !matches!(uncertain.prior, Prior::Choice(_)),
        }
    }
}

/// A value as a number (a date as days since 1970-01-01), and whether it is a date.
pub fn number(text: &str) -> Option<(f64, bool)> {
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>() {
        return Some((f64::from(date.days_since(Date::EPOCH)), true));
    }
    text.parse().ok().filter(|x: &f64| x.is_finite()).map(|x| (x, false))
}

/// A number as TOML has it, without the dust of binary fractions.
fn written(x: f64, kind: Kind) -> String {
    match kind {
        Kind::Date => Date::EPOCH.at(libm::round(x)).to_string(),
        Kind::Integer => format!("{}", libm::round(x)),
        _ => format!("{}", format!("{x:.12e}").parse().unwrap_or(x)),
    }
}

/// Splits at commas that are not inside brackets, braces or quotes.
fn split_list(text: &str) -> Vec<String> {
    let (mut depth, mut quoted, mut parts) = (0_i32, false, vec![String::new()]);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        if c == ',' && depth == 0 && !quoted {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::registry;

    fn levels(text: &str) -> Vec<String> {
        Factor::parse(text, &registry()).unwrap().levels().unwrap()
    }

    #[test]
    fn lists_ranges_dates_and_tables() {
        assert_eq!(levels("campaign.contagion=1,2,4"), ["1", "2", "4"]);
        assert_eq!(levels("campaign.contagion=0.1..0.9:9")[2], "0.3");
        assert_eq!(levels("x=2021-06-01..2021-06-11:3"), ["2021-06-01", "2021-06-06", "2021-06-11"]);
        assert_eq!(levels("x={ gamma = { mean = 1, sd = 2 } },3"), ["{ gamma = { mean = 1, sd = 2 } }", "3"]);
        let range = Factor::parse("campaign.contagion=1..3", &registry()).unwrap();
        assert_eq!((range.levels(), range.at(0.25).as_str()), (None, "1.5"));
        for wrong in ["x", "x=", "x=1,,2", "x=3..1", "x=1..2:1", "x=1..2021-01-01"] {
            assert!(Factor::parse(wrong, &registry()).is_err(), "{wrong}");
        }
    }
}
