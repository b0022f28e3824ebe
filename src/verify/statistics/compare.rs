//! Comparison of a computed quantity, of whatever shape, with the JSON value that is expected.

use crate::stats::Interval;
use crate::verify::check::{Check, Status};
use crate::verify::object::{Object, Quantity, number};
use serde_json::Value;

/// A computed quantity.
#[derive(Clone, Debug)]
pub(super) enum Computed {
    /// A number; NaN stands for "not defined".
    Number(f64),
    /// A list.
    List(Vec<Computed>),
    /// Yes or no.
    Flag(bool),
    /// How many objects a list has.
    Rows(usize),
}

impl From<f64> for Computed {
    fn from(value: f64) -> Computed {
        Computed::Number(value)
    }
}

impl From<usize> for Computed {
    fn from(value: usize) -> Computed {
        Computed::Number(value as f64)
    }
}

impl From<u64> for Computed {
    fn from(value: u64) -> Computed {
        Computed::Number(value as f64)
    }
}

impl From<bool> for Computed {
    fn from(value: bool) -> Computed {
        Computed::Flag(value)
    }
}

impl From<Interval> for Computed {
    fn from(value: Interval) -> Computed {
        vec![value.low, value.high].into()
    }
}

impl<T: Into<Computed>> From<Vec<T>> for Computed {
    fn from(values: Vec<T>) -> Computed {
        Computed::List(values.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Computed>> From<Option<T>> for Computed {
    fn from(value: Option<T>) -> Computed {
        value.map_or(Computed::Number(f64::NAN), Into::into)
    }
}

/// The error allowed: relative to the larger of the expected value and a scale, below which errors are absolute (the size of
/// the numbers that a quantity is a difference of).
#[derive(Clone, Copy, Debug)]
pub(super) struct Tolerance {
    pub(super) relative: f64,
    pub(super) scale: f64,
}

/// What a field should be; None for one that is not known.
pub(super) type Known = Option<(Computed, Tolerance)>;

/// A plain statistic.
pub(super) fn exact(computed: impl Into<Computed>) -> Known {
    near(computed, 0.0)
}

/// A plain statistic, with errors absolute below `scale` (in the unit of the quantity).
pub(super) fn near(computed: impl Into<Computed>, scale: f64) -> Known {
    let scale = if scale.is_finite() { scale.abs() } else { 0.0 };
    Some((computed.into(), Tolerance { relative: 1e-9, scale }))
}

/// A quantile function, a critical value or a p-value.
pub(super) fn tail(computed: impl Into<Computed>) -> Known {
    Some((computed.into(), Tolerance { relative: 1e-6, scale: 0.0 }))
}

/// Rounding of a result near zero that no tolerance is meant to forbid.
const ROUNDING: f64 = 1e-15;

/// Checks every quantity of an object; those not known are listed as not checked.
pub(super) fn check<'a>(object: &'a Object<'a>, known: impl Fn(&Quantity<'a>) -> Known) -> Vec<Check> {
    let (case, mut checks) = (object.case(), Vec::new());
    object.quantities(|quantity| match known(quantity) {
        Some((computed, tolerance)) => {
            checks.push(compare(&case, &quantity.place, &computed, quantity.value, tolerance));
            true
        }
        None => false,
    });
    checks.extend(object.unchecked(&case, ""));
    checks
}

fn shorten(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 40 { format!("{}...", text.chars().take(37).collect::<String>()) } else { text }
}

fn describe(computed: &Computed) -> String {
    match computed {
        Computed::Number(x) => format!("{x}"),
        Computed::Flag(b) => format!("{b}"),
        Computed::List(l) => format!("a list of {}", l.len()),
        Computed::Rows(n) => format!("{n} rows"),
    }
}

/// The check of one field: of a list, of its element furthest off.
fn compare(case: &str, place: &str, computed: &Computed, expected: &Value, tolerance: Tolerance) -> Check {
    let error = match (computed, expected) {
        (Computed::List(list), Value::Array(values)) if list.len() == values.len() && !list.is_empty() => {
            let element = |(i, (c, e))| compare(case, &format!("{place}[{i}]"), c, e, tolerance);
            let further = |a: Check, b: Check| if b.error > a.error { b } else { a };
            let worst = list.iter().zip(values).enumerate().map(element).reduce(further);
            let all =
                |worst: Check| if worst.error > 0.0 { worst } else { Check { quantity: place.to_owned(), ..worst } };
            return worst.map(all).unwrap_or_else(|| Check::not_checked(case, place, "an empty list"));
        }
        (Computed::List(list), Value::Array(values)) if list.len() == values.len() => 0.0,
        (Computed::Rows(n), Value::Array(values)) if *n == values.len() => 0.0,
        (Computed::Flag(c), Value::Bool(e)) if c == e => 0.0,
        (Computed::Number(c), e) => number(e).map_or(f64::INFINITY, |e| difference(*c, e, tolerance)),
        _ => f64::INFINITY,
    };
    Check {
        case: case.to_owned(),
        quantity: place.to_owned(),
        computed: describe(computed),
        expected: shorten(expected),
        error,
        tolerance: tolerance.relative,
        status: if error <= tolerance.relative { Status::Agrees } else { Status::Differs },
        reason: None,
    }
}

/// Error of one number in the measure of the tolerance.
fn difference(computed: f64, expected: f64, tolerance: Tolerance) -> f64 {
    if computed.is_nan() && expected.is_nan() || computed == expected {
        return 0.0;
    }
    let gap = (computed - expected).abs();
    if !gap.is_finite() {
        f64::INFINITY
    } else if gap <= ROUNDING {
        0.0
    } else {
        gap / expected.abs().max(tolerance.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(computed: impl Into<Computed>, expected: &Value) -> Check {
        let (computed, tolerance) = exact(computed).unwrap();
        compare("case", "k", &computed, expected, tolerance)
    }

    #[test]
    fn shapes_and_special_numbers() {
        let status = |computed: Computed, expected: &Value| check(computed, expected).status;
        assert_eq!(status(1.0.into(), &json!(1.000_000_000_1)), Status::Agrees);
        assert_eq!(status(1.0.into(), &json!(1.000_000_01)), Status::Differs);
        assert_eq!(status(f64::NAN.into(), &json!(null)), Status::Agrees);
        assert_eq!(status(f64::INFINITY.into(), &json!("inf")), Status::Agrees);
        assert_eq!(status(f64::NAN.into(), &json!(1.0)), Status::Differs);
        assert_eq!(status(1.0.into(), &json!(null)), Status::Differs);
        assert_eq!(status(vec![1.0, 2.0].into(), &json!([1.0])), Status::Differs);
        assert_eq!(status(Computed::List(Vec::new()), &json!([])), Status::Agrees);
        assert_eq!(status(1.0.into(), &json!("text")), Status::Differs);
        assert_eq!(status(true.into(), &json!(true)), Status::Agrees);
        assert_eq!(status(Computed::Rows(2), &json!([{}, {}])), Status::Agrees);
        assert_eq!(status(Computed::Rows(2), &json!([{}])), Status::Differs);
    }

    #[test]
    fn the_worst_element_is_named() {
        let check = check(vec![1.0, 2.0, 3.0], &json!([1.0, 2.5, 3.0]));
        assert_eq!((check.quantity.as_str(), check.expected.as_str()), ("k[1]", "2.5"));
    }
}
