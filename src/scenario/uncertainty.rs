//! `[uncertainty]`: parameters that are not known, each with its prior. A value is drawn once for a world, apart from the
//! chance inside it.
//!
//! ```toml
//! [uncertainty]
//! "campaign.contagion" = { log_uniform = [1.0, 20.0] }
//! "capitals.switch_date" = { normal = { mean = 2021-08-06, sd = 5 } }
//! "alliance.rule" = { choice = ["consensus", "majority"] }
//! ```

use super::date::Date;
use super::field_value::{FieldValue, Wrong};
use super::overlay::Assignment;
use super::parameter::{Kind, Parameter, Range};
use super::problem::Problem;
use super::registry::Registry;
use super::value::{Entry, Node, Value, join};
use super::{change, origin::Sources};
use crate::sim::Distribution;

/// A parameter that is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertain {
    /// Path of the parameter.
    pub path: String,
    /// What it may be.
    pub prior: Prior,
    /// Kind of the parameter: a whole number is rounded, a date has days since 1970-01-01.
    pub kind: Kind,
    /// Values that the parameter allows; a draw outside is moved to the nearer end.
    pub range: Range,
    /// Where the prior comes from.
    pub source: String,
}

/// What a parameter may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Prior {
    /// Uniform on the logarithm.
    LogUniform {
        /// Lower end, above 0.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// A distribution of numbers.
    Of(Distribution),
    /// One of some values, each as likely.
    Choice(Vec<Value>),
}

/// Families that a prior can have besides `log_uniform` and `choice`.
pub(crate) const FAMILIES: [&str; 5] = ["uniform", "normal", "log_normal", "beta", "triangular"];

impl Uncertain {
    /// The number at which a share `u` of the prior lies below, in the parameter's range. For a choice, the number of the
    /// option from 0.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        let x = match &self.prior {
            Prior::LogUniform { low, high } => low * libm::exp(u * libm::log(high / low)),
            Prior::Of(distribution) => distribution.quantile(u),
            Prior::Choice(options) => {
                return (libm::floor(u * options.len() as f64)).min(options.len() as f64 - 1.0).max(0.0);
            }
        };
        let x = x.clamp(self.range.low, self.range.high);
        if matches!(self.kind, Kind::Integer | Kind::Date) { libm::round(x) } else { x }
    }

    /// The assignment that gives the parameter the value at `u`.
    #[must_use]
    pub fn draw(&self, u: f64) -> Assignment {
        self.assign(self.quantile(u))
    }

    /// The assignment of a number as [`quantile`](Uncertain::quantile) counts it.
    #[must_use]
    pub fn assign(&self, x: f64) -> Assignment {
        let value = match (&self.prior, self.kind) {
            (Prior::Choice(options), _) => options.get(x.max(0.0) as usize).cloned().unwrap_or(Value::from("")),
            (_, Kind::Date) => Date::EPOCH.at(libm::round(x)).into(),
            _ => x.into(),
        };
        Assignment::new(self.path.as_str(), value)
    }
}

/// Reads the entries of `[uncertainty]`.
pub(crate) fn read_uncertainty(
    entries: &[Entry],
    registry: &Registry,
    written: &[String],
    sources: &Sources,
    problems: &mut Vec<Problem>,
) -> Vec<Uncertain> {
    let mut list = Vec::new();
    for entry in entries {
        let mut wrongs: Vec<Wrong> = change::not_for_overlays(&entry.key, entry.key_origin).into_iter().collect();
        match registry.find(&entry.key) {
            _ if !wrongs.is_empty() => {}
            None => {
                let wrong = change::unknown_path(&entry.key, entry.key_origin, written, registry);
                wrongs.push(wrong.key(""));
            }
            Some(found) => {
                let whole = found.below.is_none();
                list.extend(read_one(entry, found.parameter, whole, &mut wrongs));
            }
        }
        for wrong in wrongs {
            let key = join(&format!("uncertainty.\"{}\"", entry.key), &wrong.key);
            let problem = Problem::at(sources, wrong.origin, key).found(wrong.found);
            problems.push(problem.rule(wrong.rule.unwrap_or_else(usage)).remedy(wrong.remedy));
        }
    }
    list
}

fn usage() -> String {
    format!("a prior like {{ log_uniform = [1.0, 20.0] }}: log_uniform, {} or choice", FAMILIES.join(", "))
}

/// Reads one prior; `whole` says that the path is that of a parameter, not of a distribution's inner number.
fn read_one(entry: &Entry, parameter: &Parameter, whole: bool, wrongs: &mut Vec<Wrong>) -> Option<Uncertain> {
    let kind = if whole { parameter.kind } else { Kind::Number };
    let Some(table) = entry.node.as_table() else {
        wrongs.push(Wrong::new(&entry.node));
        return None;
    };
    let source = table.get("source").and_then(|n| match &n.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    });
    let mut families = table.entries.iter().filter(|e| e.key != "source");
    let (Some(family), None) = (families.next(), families.next()) else {
        wrongs.push(Wrong::new(&entry.node));
        return None;
    };
    let range = match kind {
        Kind::Number | Kind::Integer if whole => parameter.range,
        _ => Range::ALL,
    };
    let prior = read_prior(family, kind, parameter, wrongs)?;
    check_range(family, &prior, &range, wrongs);
    Some(Uncertain { path: entry.key.clone(), prior, kind, range, source: source.unwrap_or_default() })
}

fn read_prior(family: &Entry, kind: Kind, parameter: &Parameter, wrongs: &mut Vec<Wrong>) -> Option<Prior> {
    let name = family.key.as_str();
    if name == "choice" {
        return read_choice(family, parameter, wrongs);
    }
    if !matches!(kind, Kind::Number | Kind::Integer | Kind::Date) {
        let rule = format!("a prior {{ choice = [...] }}, since the parameter takes {}", kind.in_words());
        wrongs.push(Wrong::new(&family.node).key(name).rule(rule));
        return None;
    }
    let node = if kind == Kind::Date { dates_as_days(&family.node) } else { family.node.clone() };
    if name == "log_uniform" {
        let ends = read_family("uniform", &node, wrongs)?;
        let Distribution::Uniform { low, high } = ends else { return None };
        if low <= 0.0 {
            wrongs.push(Wrong::new(&family.node).key(name).rule("ends above 0"));
            return None;
        }
        return Some(Prior::LogUniform { low, high });
    }
    if !FAMILIES.contains(&name) {
        wrongs.push(Wrong::new(&family.node).key(name).found(format!("unknown prior {name}")));
        return None;
    }
    read_family(name, &node, wrongs).map(Prior::Of)
}

fn read_family(name: &str, node: &Node, wrongs: &mut Vec<Wrong>) -> Option<Distribution> {
    let mut table = super::value::Table::default();
    table.put(name, node.origin, node.clone());
    Distribution::from_node(&Node { value: Value::Table(table), origin: node.origin }, wrongs)
}

fn read_choice(family: &Entry, parameter: &Parameter, wrongs: &mut Vec<Wrong>) -> Option<Prior> {
    let Value::List(items) = &family.node.value else {
        wrongs.push(Wrong::new(&family.node).key("choice").rule("a list of values"));
        return None;
    };
    if items.is_empty() {
        wrongs.push(Wrong::new(&family.node).key("choice").found("an empty list").rule("at least one value"));
        return None;
    }
    for item in items {
        let word = |text: &String| parameter.choices.iter().any(|c| c == text);
        let fits = match (&item.value, parameter.kind) {
            (Value::Text(text), Kind::Choice) => word(text),
            (value, Kind::Number) => matches!(value, Value::Number(_) | Value::Integer(_)),
            (value, Kind::Integer) => matches!(value, Value::Integer(_)),
            (value, Kind::Flag) => matches!(value, Value::Flag(_)),
            (value, Kind::Date) => matches!(value, Value::Date(_)),
            (_, Kind::Choice) => false,
            _ => true,
        };
        let inside = item.as_number().is_none_or(|x| parameter.range.contains(x));
        if !fits || !inside {
            wrongs.push(Wrong::new(item).key("choice").rule(parameter.to_string()));
        }
    }
    Some(Prior::Choice(items.iter().map(|item| item.value.clone()).collect()))
}

/// The same value with each date as days since 1970-01-01.
fn dates_as_days(node: &Node) -> Node {
    let value = match &node.value {
        Value::Date(date) => Value::Integer(i64::from(date.days_since(Date::EPOCH))),
        Value::List(items) => Value::List(items.iter().map(dates_as_days).collect()),
        Value::Table(table) => {
            let mut days = table.clone();
            for entry in &mut days.entries {
                entry.node = dates_as_days(&entry.node);
            }
            Value::Table(days)
        }
        other => other.clone(),
    };
    Node { value, origin: node.origin }
}

/// A prior must lie in the parameter's range: with both ends if it has ends, else with its median.
fn check_range(family: &Entry, prior: &Prior, range: &Range, wrongs: &mut Vec<Wrong>) {
    let inside = match prior {
        Prior::Choice(_) => true,
        Prior::LogUniform { low, high } => range.contains(*low) && range.contains(*high),
        Prior::Of(Distribution::Uniform { low, high } | Distribution::Triangular { low, high, .. }) => {
            range.contains(*low) && range.contains(*high)
        }
        Prior::Of(distribution) => range.contains(distribution.quantile(0.5)),
    };
    if !inside {
        let found = family.node.value.to_string();
        wrongs.push(
            Wrong::new(&family.node).key(&*family.key).found(found).rule(format!("values {range}, as the parameter")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uncertain(prior: Prior, kind: Kind, range: Range) -> Uncertain {
        Uncertain { path: "a.b".into(), prior, kind, range, source: String::new() }
    }

    #[test]
    fn draws_are_quantiles_held_in_the_range() {
        let log = uncertain(Prior::LogUniform { low: 1.0, high: 100.0 }, Kind::Number, Range::ALL);
        assert!((log.quantile(0.5) - 10.0).abs() < 1e-12);
        let normal = Prior::Of(Distribution::Normal { mean: 0.5, sd: 10.0 });
        let share = uncertain(normal, Kind::Number, Range::SHARE);
        assert_eq!((share.quantile(0.001), share.quantile(0.999)), (0.0, 1.0));
        let choice = Prior::Choice(vec![Value::Text("a".into()), Value::Text("b".into())]);
        let choice = uncertain(choice, Kind::Choice, Range::ALL);
        assert_eq!(choice.draw(0.49).value, Value::from("a"));
        assert_eq!(choice.draw(1.0).value, Value::from("b"));
        let day = Date::new(2021, 8, 6).map(|d| f64::from(d.days_since(Date::EPOCH))).unwrap();
        let date = uncertain(Prior::Of(Distribution::Normal { mean: day, sd: 5.0 }), Kind::Date, Range::ALL);
        assert_eq!(date.draw(0.5).value.to_string(), "2021-08-06");
    }
}
