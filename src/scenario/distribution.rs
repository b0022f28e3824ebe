//! Random amounts as a scenario writes them: a number, or a family with its parameters.
//!
//! `2.5`, `{ exponential = { mean = 2.0 } }`, `{ uniform = [1, 3] }`: the parameters stand under their names, or in
//! order between brackets.

use super::field_value::{FieldValue, Ranged, Wrong};
use super::limits::MOST;
use super::nearest::did_you_mean;
use super::parameter::{Kind, Range};
use super::value::{Node, Table, Value};
use crate::sim::Distribution;

/// A way to write a family: its name, its parameters in order, and what they make.
pub(crate) struct Form {
    /// Name of the family.
    pub(crate) family: &'static str,
    /// Parameters in order, each with its range.
    pub(crate) keys: &'static [(&'static str, Range)],
    /// Parameters that grow in proportion when the amount does.
    pub(crate) scaled: &'static [&'static str],
    make: fn(&[f64]) -> Distribution,
}

// No parameter is so large or so near 0 that amounts stop being finite numbers.
const ANY: Range = Range { low: -MOST, high: MOST, ..Range::ALL };
const POSITIVE: Range = Range { low: 1e-9, high: MOST, ..Range::ALL };
const NOT_NEGATIVE: Range = Range { low: 0.0, high: MOST, ..Range::ALL };
const AT_LEAST_ONE: Range = Range { low: 1.0, high: MOST, ..Range::ALL };
const SIGMA: Range = Range { low: 0.0, high: 10.0, ..Range::ALL };
const SHAPE: Range = Range { low: 0.01, high: MOST, ..Range::ALL };
const COUNTED: Range = Range { low: 1e-9, high: 1e7, ..Range::ALL };

const fn form(
    family: &'static str,
    keys: &'static [(&'static str, Range)],
    scaled: &'static [&'static str],
    make: fn(&[f64]) -> Distribution,
) -> Form {
    Form { family, keys, scaled, make }
}

/// Every form; where a family has two, the first is the one that brackets mean.
pub(crate) const FORMS: &[Form] = &[
    form("constant", &[("value", ANY)], &["value"], |p| Distribution::Constant { value: p[0] }),
    form("exponential", &[("mean", POSITIVE)], &["mean"], |p| Distribution::Exponential { mean: p[0] }),
    form("uniform", &[("low", ANY), ("high", ANY)], &["low", "high"], |p| Distribution::Uniform {
        low: p[0],
        high: p[1],
    }),
    form("log_normal", &[("median", POSITIVE), ("sigma", SIGMA)], &["median"], |p| Distribution::LogNormal {
        median: p[0],
        sigma: p[1],
    }),
    form("normal", &[("mean", ANY), ("sd", NOT_NEGATIVE)], &["mean", "sd"], |p| Distribution::Normal {
        mean: p[0],
        sd: p[1],
    }),
    form("gamma", &[("mean", POSITIVE), ("sd", POSITIVE)], &["mean", "sd"], |p| gamma(p[0], p[1])),
    form("gamma", &[("shape", SHAPE), ("scale", POSITIVE)], &["scale"], |p| Distribution::Gamma {
        shape: p[0],
        scale: p[1],
    }),
    form("beta", &[("alpha", SHAPE), ("beta", SHAPE)], &[], |p| Distribution::Beta { alpha: p[0], beta: p[1] }),
    form("weibull", &[("shape", SHAPE), ("scale", POSITIVE)], &["scale"], |p| Distribution::Weibull {
        shape: p[0],
        scale: p[1],
    }),
    form("triangular", &[("low", ANY), ("mode", ANY), ("high", ANY)], &["low", "mode", "high"], |p| {
        Distribution::Triangular { low: p[0], mode: p[1], high: p[2] }
    }),
    form("poisson", &[("mean", COUNTED)], &["mean"], |p| Distribution::Poisson { mean: p[0] }),
    form("geometric", &[("mean", AT_LEAST_ONE)], &["mean"], |p| Distribution::Geometric { mean: p[0] }),
];

/// The log-normal distribution of a median and a standard deviation of the logarithm.
pub(crate) fn log_normal(median: f64, sigma: f64) -> Distribution {
    Distribution::LogNormal { median, sigma }
}

/// The gamma distribution of a mean and a standard deviation, both above 0.
#[must_use]
pub fn gamma(mean: f64, sd: f64) -> Distribution {
    let ratio = mean / sd;
    Distribution::Gamma { shape: ratio * ratio, scale: sd / ratio }
}

impl Ranged for Distribution {}

impl FieldValue for Distribution {
    const KIND: Kind = Kind::Distribution;

    fn from_node(node: &Node, wrongs: &mut Vec<Wrong>) -> Option<Distribution> {
        match &node.value {
            Value::Table(table) => match table.entries.as_slice() {
                [one] => family(&one.key, &one.node, wrongs),
                [] => {
                    wrongs.push(Wrong::new(node).found("an empty table"));
                    None
                }
                [_, second, ..] => {
                    let wrong = Wrong::new(&second.node).key(second.key.clone());
                    let names: Vec<&str> = table.entries.iter().map(|e| e.key.as_str()).collect();
                    wrongs.push(
                        wrong
                            .found(format!("more than one family: {}", names.join(", ")))
                            .rule("one distribution")
                            .remedy("set the whole distribution at once, not a parameter of another family"),
                    );
                    None
                }
            },
            _ => f64::from_node(node, wrongs).map(|value| Distribution::Constant { value }),
        }
    }

    fn check(&self, node: &Node, range: &Range, wrongs: &mut Vec<Wrong>) {
        if !lies_in(self, range) {
            wrongs.push(Wrong::new(node).found(node.value.to_string()));
        }
    }

    fn to_value(&self) -> Value {
        let (family, parameters): (&str, Vec<(&str, f64)>) = match *self {
            Distribution::Constant { value } => return Value::Number(value),
            Distribution::Exponential { mean } => ("exponential", vec![("mean", mean)]),
            Distribution::Uniform { low, high } => ("uniform", vec![("low", low), ("high", high)]),
            Distribution::LogNormal { median, sigma } => ("log_normal", vec![("median", median), ("sigma", sigma)]),
            Distribution::Normal { mean, sd } => ("normal", vec![("mean", mean), ("sd", sd)]),
            Distribution::Gamma { shape, scale } => {
                let (mean, sd) = (tidy(shape * scale), tidy(scale * libm::sqrt(shape)));
                // The tidy form only where it is the same to the last bit.
                let same = gamma(mean, sd) == *self;
                let stated =
                    if same { vec![("mean", mean), ("sd", sd)] } else { vec![("shape", shape), ("scale", scale)] };
                ("gamma", stated)
            }
            Distribution::Beta { alpha, beta } => ("beta", vec![("alpha", alpha), ("beta", beta)]),
            Distribution::Weibull { shape, scale } => ("weibull", vec![("shape", shape), ("scale", scale)]),
            Distribution::Triangular { low, mode, high } => {
                ("triangular", vec![("low", low), ("mode", mode), ("high", high)])
            }
            Distribution::Poisson { mean } => ("poisson", vec![("mean", mean)]),
            Distribution::Geometric { mean } => ("geometric", vec![("mean", mean)]),
        };
        let inner = Table::made(parameters.into_iter().map(|(key, x)| (key, Value::Number(x))));
        Value::Table(Table::made([(family, Value::Table(inner))]))
    }

    fn neutral() -> Distribution {
        Distribution::Constant { value: 1.0 }
    }
}

/// Reads `family = parameters`.
fn family(name: &str, node: &Node, wrongs: &mut Vec<Wrong>) -> Option<Distribution> {
    let mut forms = FORMS.iter().filter(|f| f.family == name).peekable();
    let Some(first) = forms.peek().copied() else {
        let mut families: Vec<&str> = FORMS.iter().map(|f| f.family).collect();
        families.dedup();
        let remedy = did_you_mean(name, families.iter().copied());
        let wrong = Wrong::new(node).key(name).found(format!("unknown distribution {name}"));
        wrongs.push(wrong.rule(format!("one of {}", families.join(", "))).remedy(remedy));
        return None;
    };
    let (form, nodes): (&Form, Vec<Option<&Node>>) = match &node.value {
        Value::Table(table) => {
            let fits =
                |form: &Form| table.entries.iter().filter(|e| form.keys.iter().any(|(k, _)| *k == e.key)).count();
            // The form with most of the keys that are written; the first one on a tie.
            let form = forms.fold(first, |best, form| if fits(form) > fits(best) { form } else { best });
            for entry in table.entries.iter().filter(|e| !form.keys.iter().any(|(k, _)| *k == e.key)) {
                let wrong = Wrong::new(&entry.node).key(format!("{name}.{}", entry.key));
                wrongs.push(wrong.found(format!("unknown key {}", entry.key)).rule(usage(name)));
            }
            (form, form.keys.iter().map(|(key, _)| table.get(key)).collect())
        }
        Value::List(items) if items.len() == first.keys.len() => (first, items.iter().map(Some).collect()),
        Value::Integer(_) | Value::Number(_) if first.keys.len() == 1 => (first, vec![Some(node)]),
        _ => {
            wrongs.push(Wrong::new(node).key(name).rule(usage(name)));
            return None;
        }
    };
    let mut parameters = Vec::with_capacity(nodes.len());
    for ((key, range), value) in form.keys.iter().zip(nodes) {
        let wrong = |at: &Node| Wrong::new(at).key(format!("{name}.{key}"));
        let Some(value) = value else {
            wrongs.push(wrong(node).found("nothing").rule(usage(name)).remedy(format!("add {key} = ...")));
            continue;
        };
        match value.as_number().filter(|x| x.is_finite() && range.contains(*x)) {
            Some(x) => parameters.push(x),
            None => wrongs.push(wrong(value).rule(format!("a number {range}").trim_end())),
        }
    }
    if parameters.len() != form.keys.len() {
        return None;
    }
    let made = (form.make)(&parameters);
    if let Some(fault) = made.fault() {
        wrongs.push(Wrong::new(node).key(name).rule(fault));
        return None;
    }
    if let Distribution::Gamma { shape, .. } = made
        && !SHAPE.contains(shape)
    {
        let rule =
            format!("an sd from {:.0e} to {:.0} times the mean", 1.0 / libm::sqrt(MOST), 1.0 / libm::sqrt(SHAPE.low));
        wrongs.push(Wrong::new(node).key(name).rule(rule));
        return None;
    }
    Some(made)
}

/// How a family is written.
fn usage(family: &str) -> String {
    let forms = FORMS.iter().filter(|f| f.family == family);
    let forms: Vec<String> = forms
        .map(|form| {
            let keys: Vec<String> = form.keys.iter().map(|(key, _)| format!("{key} = ...")).collect();
            format!("{{ {family} = {{ {} }} }}", keys.join(", "))
        })
        .collect();
    forms.join(" or ")
}

/// Whether the amounts lie in a range: bounded ones with both ends, the others with the end that they have and the
/// mean. (A normal amount may pass the range's ends; the model cuts it there.)
fn lies_in(distribution: &Distribution, range: &Range) -> bool {
    match *distribution {
        Distribution::Constant { value } => range.contains(value),
        Distribution::Uniform { low, high } | Distribution::Triangular { low, high, .. } => {
            range.contains(low) && range.contains(high)
        }
        Distribution::Normal { mean, .. } => range.contains(mean),
        Distribution::Beta { .. } => range.low <= 0.0 && range.high >= 1.0,
        Distribution::Geometric { mean } => range.contains(1.0) && range.contains(mean),
        _ => range.low <= 0.0 && range.contains(distribution.mean()),
    }
}

/// States a gamma distribution's parameters by mean and sd, or by shape and scale, so that one of them, `key`, can be
/// changed while its companion stays.
pub(crate) fn restate_for(parameters: &mut Table, key: &str) {
    let number = |k: &str| parameters.get(k).and_then(Node::as_number);
    let stated = match key {
        "mean" | "sd" => number("shape")
            .zip(number("scale"))
            .map(|(shape, scale)| [("mean", tidy(shape * scale)), ("sd", tidy(scale * libm::sqrt(shape)))]),
        "shape" | "scale" => number("mean")
            .zip(number("sd"))
            .map(|(mean, sd)| [("shape", tidy(mean * mean / (sd * sd))), ("scale", tidy(sd * sd / mean))]),
        _ => None,
    };
    if let Some(stated) = stated {
        *parameters = Table::made(stated.map(|(key, x)| (key, Value::Number(x))));
    }
}

/// A number without the last digits that rounding has left.
fn tidy(x: f64) -> f64 {
    format!("{x:.12e}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::super::document::parse_value;
    use super::super::origin::Origin;
    use super::*;

    fn read(text: &str) -> Result<Distribution, Vec<String>> {
        let node = parse_value(text, Origin::NOWHERE);
        let mut wrongs = Vec::new();
        let read = Distribution::from_node(&node, &mut wrongs);
        match read {
            Some(distribution) if wrongs.is_empty() => Ok(distribution),
            _ => Err(wrongs
                .iter()
                .map(|w| format!("{}: {} | {}", w.key, w.found, w.rule.as_deref().unwrap_or("")))
                .collect()),
        }
    }

    #[test]
    fn every_family_is_read_and_written_back() {
        for text in [
            "{ exponential = { mean = 2.0 } }",
            "{ uniform = { low = 1.0, high = 3.0 } }",
            "{ log_normal = { median = 2.0, sigma = 0.8 } }",
            "{ normal = { mean = -0.35, sd = 0.15 } }",
            "{ gamma = { mean = 1.0, sd = 0.7 } }",
            "{ beta = { alpha = 2.0, beta = 98.0 } }",
            "{ weibull = { shape = 1.5, scale = 2.0 } }",
            "{ triangular = { low = 1.0, mode = 2.0, high = 4.0 } }",
            "{ poisson = { mean = 3.0 } }",
            "{ geometric = { mean = 3.0 } }",
        ] {
            assert_eq!(read(text).unwrap().to_value().to_string(), text);
        }
        assert_eq!(read("3").unwrap(), Distribution::Constant { value: 3.0 });
        assert_eq!(read("{ uniform = [1, 3] }").unwrap(), Distribution::Uniform { low: 1.0, high: 3.0 });
        assert_eq!(
            read("{ gamma = { shape = 4, scale = 0.5 } }").unwrap(),
            Distribution::Gamma { shape: 4.0, scale: 0.5 }
        );
    }

    #[test]
    fn what_is_wrong_is_told_at_its_key() {
        assert_eq!(
            read("{ gamma = { mean = -1, sd = nan } }").unwrap_err(),
            ["gamma.mean: -1 | a number from 1e-9 to 1e9", "gamma.sd: nan | a number from 1e-9 to 1e9"]
        );
        assert_eq!(
            read("{ exponential = { mena = 1 } }").unwrap_err(),
            [
                "exponential.mena: unknown key mena | { exponential = { mean = ... } }",
                "exponential.mean: nothing | { exponential = { mean = ... } }",
            ]
        );
        assert!(read("{ gama = { mean = 1 } }").unwrap_err()[0].starts_with("gama: unknown distribution gama"));
        assert!(read("{ }").is_err() && read("often").is_err() && read("{ uniform = [1] }").is_err());
        assert!(read("{ gamma = { mean = 1, sd = 1 }, normal = { mean = 1, sd = 1 } }").is_err());
    }
}
