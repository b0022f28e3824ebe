//! Comparison of a computed quantity, of whatever shape, with the JSON value that is expected.

use crate::stats::Interval;
use crate::verify::check::{Check, Status};
use crate::verify::fields::number;
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
        Computed::List(vec![value.low.into(), value.high.into()])
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

/// The error allowed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tolerance {
    /// Relative to the larger of the expected value and `scale`.
    pub(super) relative: f64,
    /// Size below which errors are absolute: the size of the numbers that a quantity is a difference of.
    pub(super) scale: f64,
}

/// Agreement of plain statistics.
pub(super) const EXACT: Tolerance = Tolerance { relative: 1e-9, scale: 0.0 };

/// Agreement of quantile functions, critical values and p-values.
pub(super) const TAIL: Tolerance = Tolerance { relative: 1e-6, scale: 0.0 };

impl Tolerance {
    /// With errors absolute below `scale` (in the unit of the quantity).
    pub(super) fn scaled(self, scale: f64) -> Tolerance {
        Tolerance { scale: if scale.is_finite() { scale.abs() } else { 0.0 }, ..self }
    }

    /// The tolerance a field names: relative or absolute, whichever is kinder.
    pub(super) fn named(relative: f64) -> Tolerance {
        Tolerance { relative, scale: 1.0 }
    }
}

/// Rounding of a result near zero that no tolerance is meant to forbid.
const ROUNDING: f64 = 1e-15;

/// The element furthest off so far.
struct Worst {
    place: String,
    computed: String,
    expected: String,
    error: f64,
    elements: usize,
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
    }
}

fn visit(computed: &Computed, expected: &Value, tolerance: Tolerance, place: &str, worst: &mut Worst) {
    let error = match (computed, expected) {
        (Computed::List(list), Value::Array(values)) if list.len() == values.len() => {
            for (i, (c, e)) in list.iter().zip(values).enumerate() {
                visit(c, e, tolerance, &format!("{place}[{i}]"), worst);
            }
            return;
        }
        (Computed::Flag(c), Value::Bool(e)) if c == e => 0.0,
        (Computed::Number(c), e) => number(e).map_or(f64::INFINITY, |e| difference(*c, e, tolerance)),
        _ => f64::INFINITY,
    };
    worst.elements += 1;
    if worst.elements == 1 || error > worst.error {
        *worst = Worst {
            place: place.to_owned(),
            computed: describe(computed),
            expected: shorten(expected),
            error,
            elements: worst.elements,
        };
    }
}

/// Error of one number in the measure of the tolerance.
fn difference(computed: f64, expected: f64, tolerance: Tolerance) -> f64 {
    if computed.is_nan() && expected.is_nan() || computed == expected {
        return 0.0;
    }
    let gap = (computed - expected).abs();
    if gap.is_nan() || gap.is_infinite() {
        f64::INFINITY
    } else if gap <= ROUNDING {
        0.0
    } else {
        gap / expected.abs().max(tolerance.scale)
    }
}

/// The check of one field.
pub(super) fn compare(case: &str, key: &str, computed: &Computed, expected: &Value, tolerance: Tolerance) -> Check {
    let mut worst =
        Worst { place: String::new(), computed: String::new(), expected: String::new(), error: 0.0, elements: 0 };
    visit(computed, expected, tolerance, "", &mut worst);
    let quantity = if worst.place.is_empty() { key.to_owned() } else { format!("{key}{}", worst.place) };
    let status = if worst.error <= tolerance.relative { Status::Agrees } else { Status::Differs };
    Check {
        case: case.to_owned(),
        quantity,
        computed: worst.computed,
        expected: worst.expected,
        error: worst.error,
        tolerance: tolerance.relative,
        status,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn status(computed: impl Into<Computed>, expected: &Value) -> Status {
        compare("case", "key", &computed.into(), expected, EXACT).status
    }

    #[test]
    fn shapes_and_special_numbers() {
        assert_eq!(status(1.0, &json!(1.000_000_000_1)), Status::Agrees);
        assert_eq!(status(1.0, &json!(1.000_000_01)), Status::Differs);
        assert_eq!(status(f64::NAN, &json!(null)), Status::Agrees);
        assert_eq!(status(f64::INFINITY, &json!("inf")), Status::Agrees);
        assert_eq!(status(f64::NAN, &json!(1.0)), Status::Differs);
        assert_eq!(status(1.0, &json!(null)), Status::Differs);
        assert_eq!(status(vec![1.0, 2.0], &json!([1.0])), Status::Differs);
        assert_eq!(status(1.0, &json!("text")), Status::Differs);
        assert_eq!(status(true, &json!(true)), Status::Agrees);
    }

    #[test]
    fn the_worst_element_is_named() {
        let check = compare("c", "k", &vec![1.0, 2.0, 3.0].into(), &json!([1.0, 2.5, 3.0]), EXACT);
        assert_eq!((check.quantity.as_str(), check.expected.as_str()), ("k[1]", "2.5"));
    }
}
