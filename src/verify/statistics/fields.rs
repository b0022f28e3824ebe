//! The fields of one JSON object: inputs are read, quantities are checked, and whatever is left over is reported.

use super::VerifyError;
use super::compare::{Computed, Tolerance, compare, number};
use crate::verify::check::Check;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// An object being checked.
pub(super) struct Fields<'a> {
    file: &'a str,
    path: String,
    case: String,
    map: &'a Map<String, Value>,
    read: BTreeSet<String>,
    tolerance: Option<f64>,
    checks: Vec<Check>,
}

/// The first number in a text, such as the `1e-6` of "grid integration, ~1e-6".
fn number_in(text: &str) -> Option<f64> {
    let start = text.find(|c: char| c.is_ascii_digit() || c == '.')?;
    let rest = &text[start..];
    (1..=rest.len()).rev().filter(|&end| rest.is_char_boundary(end)).find_map(|end| rest[..end].parse().ok())
}

/// The tolerance that the name of a field gives, such as `..._tolerance_2e-3`.
fn tolerance_in_name(key: &str) -> Option<f64> {
    ["tolerance_", "tol_"].iter().find_map(|mark| key.find(mark).and_then(|at| number_in(&key[at + mark.len()..])))
}

impl<'a> Fields<'a> {
    /// The fields of `value`, which must be an object.
    pub(super) fn new(file: &'a str, path: &str, value: &'a Value) -> Result<Fields<'a>, VerifyError> {
        let Value::Object(map) = value else {
            return Err(VerifyError::Form {
                file: file.to_owned(),
                path: path.to_owned(),
                message: format!("expected an object, found {}", kind(value)),
            });
        };
        let mut case = path.trim_start_matches("$.").to_owned();
        if let Some(name) = ["name", "dist", "model"].iter().find_map(|key| map.get(*key)?.as_str()) {
            let short: String = name.chars().take(48).collect();
            case = format!("{case} ({short})");
        }
        let mut read = BTreeSet::new();
        let tolerance = map.get("tolerance").and_then(|t| match t {
            Value::String(text) => number_in(text),
            other => other.as_f64(),
        });
        if tolerance.is_some() {
            read.insert("tolerance".to_owned());
        }
        Ok(Fields { file, path: path.to_owned(), case, map, read, tolerance, checks: Vec::new() })
    }

    /// Whether the field is present.
    pub(super) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// Whether the field is a list.
    pub(super) fn is_list(&self, key: &str) -> bool {
        self.map.get(key).is_some_and(Value::is_array)
    }

    /// Whether the field is null.
    pub(super) fn is_null(&self, key: &str) -> bool {
        self.map.get(key).is_some_and(Value::is_null)
    }

    /// The tolerance that this object names.
    pub(super) fn tolerance(&self) -> Option<f64> {
        self.tolerance
    }

    /// Names of fields neither read nor checked yet.
    pub(super) fn unread(&self) -> Vec<String> {
        self.map.keys().filter(|k| !self.read.contains(*k)).cloned().collect()
    }

    /// An error about a field of this object.
    pub(super) fn wrong(&self, key: &str, message: &str) -> VerifyError {
        VerifyError::Form {
            file: self.file.to_owned(),
            path: format!("{}.{key}", self.path),
            message: message.to_owned(),
        }
    }

    /// Marks a field that carries no quantity (a label or a note).
    pub(super) fn ignore(&mut self, key: &str) {
        self.read.insert(key.to_owned());
    }

    fn required(&mut self, key: &str) -> Result<&'a Value, VerifyError> {
        self.read.insert(key.to_owned());
        self.map.get(key).ok_or_else(|| self.wrong(key, "missing; the check needs it"))
    }

    /// A number that the check needs.
    pub(super) fn number(&mut self, key: &str) -> Result<f64, VerifyError> {
        let value = self.required(key)?;
        match number(value) {
            Some(x) if !x.is_nan() => Ok(x),
            _ => Err(self.wrong(key, &format!("expected a number, found {}", kind(value)))),
        }
    }

    /// A number that may be absent.
    pub(super) fn optional_number(&mut self, key: &str) -> Result<Option<f64>, VerifyError> {
        if self.has(key) { self.number(key).map(Some) } else { Ok(None) }
    }

    /// A whole number of at least `least` that the check needs.
    pub(super) fn count(&mut self, key: &str, least: u64) -> Result<u64, VerifyError> {
        let x = self.number(key)?;
        if x >= least as f64 && x == libm::floor(x) && x < 1e15 {
            Ok(x as u64)
        } else {
            Err(self.wrong(key, &format!("expected a whole number of at least {least}, found {x}")))
        }
    }

    /// Yes or no that may be absent.
    pub(super) fn flag(&mut self, key: &str) -> Result<Option<bool>, VerifyError> {
        self.read.insert(key.to_owned());
        match self.map.get(key) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(other) => Err(self.wrong(key, &format!("expected true or false, found {}", kind(other)))),
        }
    }

    /// A text, empty when absent.
    pub(super) fn text(&mut self, key: &str) -> &'a str {
        self.read.insert(key.to_owned());
        self.map.get(key).and_then(Value::as_str).unwrap_or("")
    }

    /// A list of numbers that the check needs.
    pub(super) fn numbers(&mut self, key: &str) -> Result<Vec<f64>, VerifyError> {
        let value = self.required(key)?;
        self.list(value, key)
    }

    fn list(&self, value: &Value, place: &str) -> Result<Vec<f64>, VerifyError> {
        let Value::Array(items) = value else {
            return Err(self.wrong(place, &format!("expected a list of numbers, found {}", kind(value))));
        };
        let read = |(i, item): (usize, &Value)| match number(item) {
            Some(x) if !x.is_nan() => Ok(x),
            _ => Err(self.wrong(&format!("{place}[{i}]"), &format!("expected a number, found {}", kind(item)))),
        };
        items.iter().enumerate().map(read).collect()
    }

    /// A list of lists of numbers that the check needs, with at least one row.
    pub(super) fn groups(&mut self, key: &str) -> Result<Vec<Vec<f64>>, VerifyError> {
        let value = self.required(key)?;
        let Value::Array(items) = value else {
            return Err(self.wrong(key, &format!("expected a list of lists of numbers, found {}", kind(value))));
        };
        let rows: Vec<Vec<f64>> = items
            .iter()
            .enumerate()
            .map(|(i, item)| self.list(item, &format!("{key}[{i}]")))
            .collect::<Result<_, _>>()?;
        if rows.is_empty() { Err(self.wrong(key, "expected at least one row")) } else { Ok(rows) }
    }

    /// The same with rows of equal length.
    pub(super) fn table(&mut self, key: &str) -> Result<Vec<Vec<f64>>, VerifyError> {
        let rows = self.groups(key)?;
        match rows.iter().position(|r| r.len() != rows[0].len()) {
            Some(i) => Err(self.wrong(&format!("{key}[{i}]"), "expected rows of equal length")),
            None => Ok(rows),
        }
    }

    /// A list of yes or no, written as booleans or as 0 and 1.
    pub(super) fn flags(&mut self, key: &str) -> Result<Vec<bool>, VerifyError> {
        let value = self.required(key)?;
        let read = |(i, item): (usize, &Value)| match item {
            Value::Bool(b) => Ok(*b),
            other if number(other) == Some(0.0) => Ok(false),
            other if number(other) == Some(1.0) => Ok(true),
            other => Err(self.wrong(&format!("{key}[{i}]"), &format!("expected 0 or 1, found {}", kind(other)))),
        };
        match value {
            Value::Array(items) => items.iter().enumerate().map(read).collect(),
            other => Err(self.wrong(key, &format!("expected a list of 0 and 1, found {}", kind(other)))),
        }
    }

    /// Errors unless two lists have the same length.
    pub(super) fn same_length(&self, key: &str, found: usize, wanted: usize) -> Result<(), VerifyError> {
        if found == wanted {
            return Ok(());
        }
        Err(self.wrong(key, &format!("expected {wanted} elements, found {found}")))
    }

    /// Compares a field, when it is present, with what was computed. A tolerance named by the field or by its object
    /// overrides the one given.
    pub(super) fn check(&mut self, key: &str, computed: impl Into<Computed>, tolerance: Tolerance) {
        let Some(expected) = self.map.get(key) else { return };
        self.read.insert(key.to_owned());
        let named = tolerance_in_name(key).or(self.tolerance);
        let tolerance = named.map_or(tolerance, Tolerance::named);
        self.checks.push(compare(&self.case, key, &computed.into(), expected, tolerance));
    }

    /// Compares the number of rows of a list of this object with what was computed.
    pub(super) fn check_count(&mut self, key: &str, computed: usize, found: usize) {
        let tolerance = super::compare::EXACT;
        if self.has(key) && computed != found {
            let place = format!("{key} (rows)");
            self.checks.push(compare(&self.case, &place, &computed.into(), &Value::from(found), tolerance));
        }
    }

    /// Lists a field as not checked for a reason.
    pub(super) fn not_checked(&mut self, key: &str, reason: &str) {
        if self.has(key) && self.read.insert(key.to_owned()) {
            self.checks.push(Check::not_checked(&self.case, key, "", reason));
        }
    }

    /// Checks an object within this one, when it is present.
    pub(super) fn within(
        &mut self,
        key: &str,
        check: impl FnOnce(&mut Fields<'a>) -> Result<(), VerifyError>,
    ) -> Result<(), VerifyError> {
        let Some(value) = self.map.get(key) else { return Ok(()) };
        self.read.insert(key.to_owned());
        let mut inner = Fields::new(self.file, &format!("{}.{key}", self.path), value)?;
        check(&mut inner)?;
        self.checks.extend(inner.finish());
        Ok(())
    }

    /// Checks every object of a list within this one, when it is present.
    pub(super) fn each(
        &mut self,
        key: &str,
        mut check: impl FnMut(&mut Fields<'a>) -> Result<(), VerifyError>,
    ) -> Result<(), VerifyError> {
        let Some(value) = self.map.get(key) else { return Ok(()) };
        self.read.insert(key.to_owned());
        let Value::Array(items) = value else {
            return Err(self.wrong(key, &format!("expected a list of objects, found {}", kind(value))));
        };
        for (i, item) in items.iter().enumerate() {
            let mut inner = Fields::new(self.file, &format!("{}.{key}[{i}]", self.path), item)?;
            check(&mut inner)?;
            self.checks.extend(inner.finish());
        }
        Ok(())
    }

    /// All checks; every field neither read nor checked is listed as not known.
    pub(super) fn finish(mut self) -> Vec<Check> {
        for key in self.unread() {
            self.checks.push(Check::not_checked(&self.case, &key, "", "field of an unknown kind"));
        }
        self.checks
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The level that ends a name such as `t_ci_95` (per cent) or `ci95`: a fraction of 1.
pub(super) fn level_after(key: &str, prefix: &str) -> Option<f64> {
    let level: f64 = key.strip_prefix(prefix)?.parse().ok()?;
    let fraction = if level > 1.0 { level / 100.0 } else { level };
    (fraction > 0.0 && fraction < 1.0).then_some(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tolerances_and_levels_in_names() {
        assert_eq!(tolerance_in_name("p_tolerance_2e-3"), Some(2e-3));
        assert_eq!(tolerance_in_name("p"), None);
        assert_eq!(number_in("grid integration, ~1e-6"), Some(1e-6));
        assert_eq!(level_after("t_ci_95", "t_ci_"), Some(0.95));
        assert!((level_after("t_ci_99.9", "t_ci_").unwrap() - 0.999).abs() < 1e-15);
        assert_eq!(level_after("t_ci_x", "t_ci_"), None);
    }
}
