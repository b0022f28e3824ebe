//! The fields of one JSON object of a case file: what a check needs is read with its rules, what it finds is gathered, and whatever is
//! left over is known by name.

use super::statistics::VerifyError;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A quantity of the file that is not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unchecked {
    /// The object: its place in the file, and its name where it has one.
    pub(super) case: String,
    /// The field.
    pub(super) quantity: String,
    /// Why not.
    pub(super) reason: String,
}

/// An object of the file, and what was found in it and within it.
pub(super) struct Fields<'a, T> {
    file: &'a str,
    path: String,
    /// What stands before the names of its quantities.
    prefix: Option<String>,
    map: &'a Map<String, Value>,
    read: BTreeSet<String>,
    /// What was found.
    pub(super) found: Vec<T>,
    /// What is not compared.
    pub(super) unchecked: Vec<Unchecked>,
}

/// The number a JSON value stands for: `"inf"`, `"-inf"` and `"nan"` are numbers, `null` is NaN.
pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Null => Some(f64::NAN),
        Value::Number(n) => n.as_f64(),
        Value::String(text) => match text.trim().to_ascii_lowercase().trim_start_matches('+') {
            "inf" | "infinity" => Some(f64::INFINITY),
            "-inf" | "-infinity" => Some(f64::NEG_INFINITY),
            "nan" => Some(f64::NAN),
            _ => None,
        },
        _ => None,
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

impl<'a, T> Fields<'a, T> {
    /// The fields of `value`, which must be an object.
    pub(super) fn new(file: &'a str, path: &str, value: &'a Value) -> Result<Fields<'a, T>, VerifyError> {
        let path = path.to_owned();
        let Value::Object(map) = value else {
            let message = format!("expected an object, found {}", kind(value));
            return Err(VerifyError::Form { file: file.to_owned(), path, message });
        };
        let (read, found, unchecked) = (BTreeSet::new(), Vec::new(), Vec::new());
        Ok(Fields { file, path, prefix: None, map, read, found, unchecked })
    }

    /// The same, with quantities named by the objects that they lie in (`order.p_a_before_b`): `prefix` stands before all.
    pub(super) fn prefixed(self, prefix: &str) -> Fields<'a, T> {
        Fields { prefix: Some(prefix.to_owned()), ..self }
    }

    /// What a field is called in a report.
    pub(super) fn quantity(&self, key: &str) -> String {
        format!("{}{key}", self.prefix.as_deref().unwrap_or(""))
    }

    /// What the object is called in a report: its place, and its name where it has one.
    pub(super) fn case(&self) -> String {
        let place = self.path.trim_start_matches("$.");
        match ["name", "dist", "model"].iter().find_map(|key| self.map.get(*key)?.as_str()) {
            Some(name) => format!("{place} ({})", name.chars().take(48).collect::<String>()),
            None => place.to_owned(),
        }
    }

    /// Whether a field is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// What a field holds, where it is there.
    pub(super) fn peek(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key)
    }

    /// The same; it counts as read.
    pub(super) fn take(&mut self, key: &str) -> Option<&'a Value> {
        let value = self.map.get(key)?;
        self.read.insert(key.to_owned());
        Some(value)
    }

    /// Marks a field that carries no quantity (a label or a note).
    pub(super) fn ignore(&mut self, key: &str) {
        self.read.insert(key.to_owned());
    }

    /// Names of fields not read yet.
    pub(super) fn unread(&self) -> Vec<String> {
        self.map.keys().filter(|k| !self.read.contains(*k)).cloned().collect()
    }

    /// An error about a field of this object.
    pub(super) fn wrong(&self, key: &str, message: impl Into<String>) -> VerifyError {
        VerifyError::Form { file: self.file.to_owned(), path: format!("{}.{key}", self.path), message: message.into() }
    }

    fn wrong_kind(&self, key: &str, expected: &str, found: &Value) -> VerifyError {
        self.wrong(key, format!("expected {expected}, found {}", kind(found)))
    }

    fn required(&mut self, key: &str) -> Result<&'a Value, VerifyError> {
        self.take(key).ok_or_else(|| self.wrong(key, "missing; the case needs it"))
    }

    /// A number that the case needs; it may be infinite.
    pub(super) fn number(&mut self, key: &str) -> Result<f64, VerifyError> {
        let value = self.required(key)?;
        number(value).filter(|x| !x.is_nan()).ok_or_else(|| self.wrong_kind(key, "a number", value))
    }

    /// A number that may be absent.
    pub(super) fn optional_number(&mut self, key: &str) -> Result<Option<f64>, VerifyError> {
        if self.has(key) { self.number(key).map(Some) } else { Ok(None) }
    }

    fn number_that(&mut self, key: &str, rule: &str, holds: impl Fn(f64) -> bool) -> Result<f64, VerifyError> {
        let x = self.number(key)?;
        if holds(x) { Ok(x) } else { Err(self.wrong(key, format!("expected {rule}, found {x}"))) }
    }

    /// Any finite number.
    pub(super) fn finite(&mut self, key: &str) -> Result<f64, VerifyError> {
        self.number_that(key, "a finite number", f64::is_finite)
    }

    /// A finite number above zero.
    pub(super) fn positive(&mut self, key: &str) -> Result<f64, VerifyError> {
        self.number_that(key, "a number above 0", |x| x.is_finite() && x > 0.0)
    }

    /// A finite number of zero or more.
    pub(super) fn not_negative(&mut self, key: &str) -> Result<f64, VerifyError> {
        self.number_that(key, "a number of at least 0", |x| x.is_finite() && x >= 0.0)
    }

    /// A number from 0 to 1.
    pub(super) fn share(&mut self, key: &str) -> Result<f64, VerifyError> {
        self.number_that(key, "0 to 1", |x| (0.0..=1.0).contains(&x))
    }

    /// A whole number in a range.
    pub(super) fn count(&mut self, key: &str, least: usize, most: usize) -> Result<usize, VerifyError> {
        let within = |x: f64| x >= least as f64 && x <= most as f64 && x == libm::floor(x);
        Ok(self.number_that(key, &format!("a whole number from {least} to {most}"), within)? as usize)
    }

    /// Yes or no that may be absent.
    pub(super) fn flag(&mut self, key: &str) -> Result<Option<bool>, VerifyError> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(other) => Err(self.wrong_kind(key, "true or false", other)),
        }
    }

    /// A text, empty when absent.
    pub(super) fn text(&mut self, key: &str) -> &'a str {
        self.take(key).and_then(Value::as_str).unwrap_or("")
    }

    /// A list of numbers that the case needs; null is NaN.
    pub(super) fn list(&mut self, key: &str) -> Result<Vec<f64>, VerifyError> {
        let value = self.required(key)?;
        self.list_at(value, key)
    }

    fn list_at(&self, value: &Value, place: &str) -> Result<Vec<f64>, VerifyError> {
        let Value::Array(items) = value else { return Err(self.wrong_kind(place, "a list of numbers", value)) };
        let read = |(i, item): (usize, &Value)| {
            number(item).ok_or_else(|| self.wrong_kind(&format!("{place}[{i}]"), "a number", item))
        };
        items.iter().enumerate().map(read).collect()
    }

    fn numbers_at(&self, value: &Value, place: &str) -> Result<Vec<f64>, VerifyError> {
        let list = self.list_at(value, place)?;
        match list.iter().position(|x| x.is_nan()) {
            Some(i) => Err(self.wrong(&format!("{place}[{i}]"), "expected a number, found null")),
            None => Ok(list),
        }
    }

    /// A list of numbers that the case needs, without gaps.
    pub(super) fn numbers(&mut self, key: &str) -> Result<Vec<f64>, VerifyError> {
        let value = self.required(key)?;
        self.numbers_at(value, key)
    }

    /// A list of finite numbers, each above zero (or of zero or more), with at least one.
    pub(super) fn rates(&mut self, key: &str, above_zero: bool) -> Result<Vec<f64>, VerifyError> {
        let list = self.list(key)?;
        if list.is_empty() {
            return Err(self.wrong(key, "expected at least one number"));
        }
        for (i, &x) in list.iter().enumerate() {
            if !x.is_finite() || x < 0.0 || (above_zero && x == 0.0) {
                let rule = if above_zero { "above 0" } else { "of at least 0" };
                return Err(self.wrong(&format!("{key}[{i}]"), format!("expected a number {rule}, found {x}")));
            }
        }
        Ok(list)
    }

    /// A list of lists of numbers, of equal length, with at least one.
    pub(super) fn table(&mut self, key: &str) -> Result<Vec<Vec<f64>>, VerifyError> {
        let value = self.required(key)?;
        let Value::Array(items) = value else {
            return Err(self.wrong_kind(key, "a list of lists of numbers", value));
        };
        let row = |(i, item): (usize, &Value)| self.numbers_at(item, &format!("{key}[{i}]"));
        let rows: Vec<Vec<f64>> = items.iter().enumerate().map(row).collect::<Result<_, _>>()?;
        let Some(first) = rows.first() else { return Err(self.wrong(key, "expected at least one row")) };
        match rows.iter().position(|r| r.len() != first.len()) {
            Some(i) => Err(self.wrong(&format!("{key}[{i}]"), "expected rows of equal length")),
            None => Ok(rows),
        }
    }

    /// A list of yes or no, written as booleans or as 0 and 1.
    pub(super) fn flags(&mut self, key: &str) -> Result<Vec<bool>, VerifyError> {
        let value = self.required(key)?;
        let Value::Array(items) = value else { return Err(self.wrong_kind(key, "a list of 0 and 1", value)) };
        let read = |(i, item): (usize, &Value)| match item {
            Value::Bool(b) => Ok(*b),
            other if number(other) == Some(0.0) => Ok(false),
            other if number(other) == Some(1.0) => Ok(true),
            other => Err(self.wrong_kind(&format!("{key}[{i}]"), "0 or 1", other)),
        };
        items.iter().enumerate().map(read).collect()
    }

    /// Errors unless two lists have the same length.
    pub(super) fn same_length(&self, key: &str, found: usize, wanted: usize) -> Result<(), VerifyError> {
        if found == wanted {
            return Ok(());
        }
        Err(self.wrong(key, format!("expected {wanted} elements, found {found}")))
    }

    /// Lists a field as not compared, for a reason.
    pub(super) fn not_checked(&mut self, key: &str, reason: &str) {
        if self.has(key) && self.read.insert(key.to_owned()) {
            self.leave_out(key, reason);
        }
    }

    /// The same of a field that was read.
    pub(super) fn leave_out(&mut self, key: &str, reason: &str) {
        let (case, quantity) = (self.case(), self.quantity(key));
        self.unchecked.push(Unchecked { case, quantity, reason: reason.to_owned() });
    }

    fn object(&self, place: &str, value: &'a Value) -> Result<Fields<'a, T>, VerifyError> {
        let object = Fields::new(self.file, &format!("{}.{place}", self.path), value)?;
        Ok(Fields { prefix: self.prefix.as_ref().map(|prefix| format!("{prefix}{place}.")), ..object })
    }

    /// The object in a field that the case needs, whose quantities are named with a prefix.
    pub(super) fn child(&mut self, key: &str, prefix: &str) -> Result<Fields<'a, T>, VerifyError> {
        let value = self.required(key)?;
        Ok(self.object(key, value)?.prefixed(prefix))
    }

    fn absorb(
        &mut self,
        mut inner: Fields<'a, T>,
        read: impl FnOnce(&mut Fields<'a, T>) -> Result<(), VerifyError>,
    ) -> Result<(), VerifyError> {
        read(&mut inner)?;
        inner.close();
        self.found.append(&mut inner.found);
        self.unchecked.append(&mut inner.unchecked);
        Ok(())
    }

    /// The object in a field, where it is present.
    pub(super) fn within(
        &mut self,
        key: &str,
        read: impl FnOnce(&mut Fields<'a, T>) -> Result<(), VerifyError>,
    ) -> Result<(), VerifyError> {
        let Some(value) = self.take(key) else { return Ok(()) };
        let inner = self.object(key, value)?;
        self.absorb(inner, read)
    }

    fn every(
        &mut self,
        key: &str,
        counts: fn(&Value) -> bool,
        mut read: impl FnMut(usize, &mut Fields<'a, T>) -> Result<(), VerifyError>,
    ) -> Result<(), VerifyError> {
        let items = match self.take(key) {
            None => return Ok(()),
            Some(Value::Array(items)) => items,
            Some(other) => return Err(self.wrong_kind(key, "a list of objects", other)),
        };
        for (i, item) in items.iter().enumerate().filter(|(_, item)| counts(item)) {
            let inner = self.object(&format!("{key}[{i}]"), item)?;
            self.absorb(inner, |inner| read(i, inner))?;
        }
        Ok(())
    }

    /// Every object of a list, where it is present, with its place in the list.
    pub(super) fn each(
        &mut self,
        key: &str,
        read: impl FnMut(usize, &mut Fields<'a, T>) -> Result<(), VerifyError>,
    ) -> Result<(), VerifyError> {
        self.every(key, |_| true, read)
    }

    /// The same of a list in which null stands for an object that there is not.
    pub(super) fn each_that_is(
        &mut self,
        key: &str,
        read: impl FnMut(usize, &mut Fields<'a, T>) -> Result<(), VerifyError>,
    ) -> Result<(), VerifyError> {
        self.every(key, |item| !item.is_null(), read)
    }

    /// Lists every field that was not read as not known.
    pub(super) fn close(&mut self) {
        for key in self.unread() {
            self.leave_out(&key, "field of an unknown kind");
        }
    }
}
