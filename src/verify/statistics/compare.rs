//! Comparison of a computed quantity, of whatever shape, with the JSON value that is expected.

use crate::stats::Interval;
use crate::verify::check::{Check, Status};
use crate::verify::object::{Object, Quantity, number};
use serde::Serialize;
use serde_json::Value;

/// The error allowed: relative to the larger of the expected value and a scale, below which errors are absolute (the size of
/// the numbers that a quantity is a difference of).
#[derive(Clone, Copy, Debug)]
pub(super) struct Tolerance {
    pub(super) relative: f64,
    pub(super) scale: f64,
}

/// What a field should be, where null stands for "not defined"; None for one that is not known.
pub(super) type Known = Option<(Value, Tolerance)>;

/// A plain statistic.
pub(super) fn exact(computed: impl Serialize) -> Known {
    near(computed, 0.0)
}

/// A plain statistic, with errors absolute below `scale` (in the unit of the quantity).
pub(super) fn near(computed: impl Serialize, scale: f64) -> Known {
    within(computed, Tolerance { relative: 1e-9, scale: if scale.is_finite() { scale.abs() } else { 0.0 } })
}

/// A quantile function, a critical value or a p-value.
pub(super) fn tail(computed: impl Serialize) -> Known {
    within(computed, Tolerance { relative: 1e-6, scale: 0.0 })
}

/// A quantity with a tolerance of its own.
pub(super) fn within(computed: impl Serialize, tolerance: Tolerance) -> Known {
    Some((serde_json::to_value(computed).ok()?, tolerance))
}

/// A number that may be infinite, which JSON's own numbers are not.
pub(super) fn real(x: f64) -> Value {
    if x.is_infinite() { Value::from(if x > 0.0 { "inf" } else { "-inf" }) } else { Value::from(x) }
}

/// The ends of an interval.
pub(super) fn ends(interval: impl Into<Option<Interval>>) -> Option<[f64; 2]> {
    interval.into().map(|interval| [interval.low, interval.high])
}

/// Rounding of a result near zero that no tolerance is meant to forbid.
const ROUNDING: f64 = 1e-15;

/// Checks every quantity of an object; those not known are listed as not checked.
pub(super) fn check<'a>(object: &'a Object<'a>, known: impl Fn(&Quantity<'a>) -> Known) -> Vec<Check> {
    let (case, mut checks) = (object.case(), Vec::new());
    object.quantities(&mut |quantity| match known(quantity) {
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

/// The check of one field: of a list, of its element furthest off; of a list of objects, of its length.
fn compare(case: &str, place: &str, computed: &Value, expected: &Value, tolerance: Tolerance) -> Check {
    let error = match (computed, expected) {
        (Value::Array(list), Value::Array(values)) if list.len() == values.len() => {
            let element = |(i, (c, e))| compare(case, &format!("{place}[{i}]"), c, e, tolerance);
            let further = |a: Check, b: Check| if b.error > a.error { b } else { a };
            match list.iter().zip(values).enumerate().map(element).reduce(further) {
                Some(worst) if worst.error > 0.0 => return worst,
                _ => 0.0,
            }
        }
        (Value::Number(_), Value::Array(rows)) => {
            number(computed).map_or(f64::INFINITY, |n| difference(n, rows.len() as f64, tolerance))
        }
        (Value::Bool(c), Value::Bool(e)) if c == e => 0.0,
        (c, e) => number(c).zip(number(e)).map_or(f64::INFINITY, |(c, e)| difference(c, e, tolerance)),
    };
    Check {
        case: case.to_owned(),
        quantity: place.to_owned(),
        computed: shorten(computed),
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

    fn check(computed: impl Serialize, expected: &Value) -> Check {
        let (computed, tolerance) = exact(computed).unwrap();
        compare("case", "k", &computed, expected, tolerance)
    }

    #[test]
    fn shapes_and_special_numbers() {
        let agrees = |computed: Value, expected: &Value| check(computed, expected).status == Status::Agrees;
        assert!(agrees(json!(1.0), &json!(1.000_000_000_1)));
        assert!(!agrees(json!(1.0), &json!(1.000_000_01)));
        assert!(agrees(json!(f64::NAN), &json!(null)));
        assert!(agrees(json!("inf"), &json!("inf")));
        assert!(!agrees(json!(f64::NAN), &json!(1.0)));
        assert!(!agrees(json!(1.0), &json!(null)));
        assert!(!agrees(json!([1.0, 2.0]), &json!([1.0])));
        assert!(agrees(json!([]), &json!([])));
        assert!(!agrees(json!(1.0), &json!("text")));
        assert!(agrees(json!(true), &json!(true)) && !agrees(json!(true), &json!(false)));
        assert!(agrees(json!(2), &json!([{}, {}])) && !agrees(json!(2), &json!([{}])));
    }

    #[test]
    fn the_worst_element_is_named() {
        let check = check([1.0, 2.0, 3.0], &json!([1.0, 2.5, 3.0]));
        assert_eq!((check.quantity.as_str(), check.expected.as_str()), ("k[1]", "2.5"));
    }
}
