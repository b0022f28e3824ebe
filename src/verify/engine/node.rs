//! One object of a case file: parameters are read with their rules, expected values become things wanted, and whatever is
//! left over is known by name.

use super::estimate::Estimate;
use crate::verify::statistics::VerifyError;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A value that a simulation must come to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wanted {
    /// The quantity, as the file names it.
    pub(super) quantity: String,
    /// What the file expects.
    pub(super) expected: f64,
    /// How it is estimated.
    pub(super) estimate: Estimate,
}

/// An object of the file.
pub(super) struct Node<'a> {
    file: &'a str,
    path: String,
    prefix: String,
    map: &'a Map<String, Value>,
    read: BTreeSet<String>,
    /// What the simulation must come to.
    pub(super) wanted: Vec<Wanted>,
    /// What is not compared, each with the reason.
    pub(super) unchecked: Vec<(String, String)>,
}

/// The number a JSON value stands for; `null` is NaN.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Null => Some(f64::NAN),
        Value::Number(n) => n.as_f64(),
        Value::String(text) => match text.trim() {
            "inf" | "+inf" | "infinity" => Some(f64::INFINITY),
            "-inf" | "-infinity" => Some(f64::NEG_INFINITY),
            "nan" => Some(f64::NAN),
            _ => None,
        },
        _ => None,
    }
}

impl<'a> Node<'a> {
    /// The object at a path.
    pub(super) fn new(file: &'a str, path: &str, value: &'a Value) -> Result<Node<'a>, VerifyError> {
        Node::within(file, path.to_owned(), String::new(), value)
    }

    fn within(file: &'a str, path: String, prefix: String, value: &'a Value) -> Result<Node<'a>, VerifyError> {
        let Value::Object(map) = value else {
            let message = "expected an object".to_owned();
            return Err(VerifyError::Form { file: file.to_owned(), path, message });
        };
        let (read, wanted, unchecked) = (BTreeSet::new(), Vec::new(), Vec::new());
        Ok(Node { file, path, prefix, map, read, wanted, unchecked })
    }

    /// Whether a field is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// An error about a field.
    pub(super) fn wrong(&self, key: &str, message: impl Into<String>) -> VerifyError {
        VerifyError::Form { file: self.file.to_owned(), path: format!("{}.{key}", self.path), message: message.into() }
    }

    fn value(&mut self, key: &str) -> Result<&'a Value, VerifyError> {
        self.read.insert(key.to_owned());
        self.map.get(key).ok_or_else(|| self.wrong(key, "missing; the case needs it"))
    }

    /// A text; empty where there is none.
    pub(super) fn text(&mut self, key: &str) -> &'a str {
        self.read.insert(key.to_owned());
        self.map.get(key).and_then(Value::as_str).unwrap_or("")
    }

    /// Any finite number.
    pub(super) fn finite(&mut self, key: &str) -> Result<f64, VerifyError> {
        let value = self.value(key)?;
        match number(value).filter(|x| x.is_finite()) {
            Some(x) => Ok(x),
            None => Err(self.wrong(key, format!("expected a number, found {value}"))),
        }
    }

    /// A number above zero.
    pub(super) fn positive(&mut self, key: &str) -> Result<f64, VerifyError> {
        let x = self.finite(key)?;
        if x > 0.0 { Ok(x) } else { Err(self.wrong(key, format!("expected a number above 0, found {x}"))) }
    }

    /// A number of zero or more.
    pub(super) fn not_negative(&mut self, key: &str) -> Result<f64, VerifyError> {
        let x = self.finite(key)?;
        if x >= 0.0 { Ok(x) } else { Err(self.wrong(key, format!("expected a number of at least 0, found {x}"))) }
    }

    /// A number from 0 to 1.
    pub(super) fn share(&mut self, key: &str) -> Result<f64, VerifyError> {
        let x = self.finite(key)?;
        if (0.0..=1.0).contains(&x) { Ok(x) } else { Err(self.wrong(key, format!("expected 0 to 1, found {x}"))) }
    }

    /// A whole number in a range.
    pub(super) fn count(&mut self, key: &str, least: usize, most: usize) -> Result<usize, VerifyError> {
        let x = self.finite(key)?;
        if x >= least as f64 && x <= most as f64 && x == libm::floor(x) {
            return Ok(x as usize);
        }
        Err(self.wrong(key, format!("expected a whole number from {least} to {most}, found {x}")))
    }

    /// A list of numbers, each above zero (or of zero or more), with at least one.
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

    /// A list of numbers; null is NaN.
    pub(super) fn list(&mut self, key: &str) -> Result<Vec<f64>, VerifyError> {
        let value = self.value(key)?;
        let Value::Array(items) = value else { return Err(self.wrong(key, "expected a list of numbers")) };
        let read = |(i, item): (usize, &Value)| {
            number(item).ok_or_else(|| self.wrong(&format!("{key}[{i}]"), format!("expected a number, found {item}")))
        };
        items.iter().enumerate().map(read).collect()
    }

    /// A list of lists of numbers.
    pub(super) fn table(&mut self, key: &str, width: usize) -> Result<Vec<Vec<f64>>, VerifyError> {
        let value = self.value(key)?;
        let Value::Array(items) = value else { return Err(self.wrong(key, "expected a list of lists of numbers")) };
        let read = |(i, item): (usize, &Value)| {
            let row: Option<Vec<f64>> = item.as_array().and_then(|row| row.iter().map(number).collect());
            row.filter(|row| row.len() == width && row.iter().all(|x| x.is_finite()))
                .ok_or_else(|| self.wrong(&format!("{key}[{i}]"), format!("expected {width} numbers, found {item}")))
        };
        items.iter().enumerate().map(read).collect()
    }

    /// Marks a field that holds no quantity.
    pub(super) fn ignore(&mut self, key: &str) {
        self.read.insert(key.to_owned());
    }

    /// Lists a field as not compared, for a reason.
    pub(super) fn skip(&mut self, key: &str, reason: &str) {
        if self.has(key) && self.read.insert(key.to_owned()) {
            self.unchecked.push((format!("{}{key}", self.prefix), reason.to_owned()));
        }
    }

    /// A field that is to be compared with an estimate, where it is present.
    pub(super) fn want(&mut self, key: &str, estimate: Estimate) -> Result<(), VerifyError> {
        let Some(value) = self.map.get(key) else { return Ok(()) };
        self.read.insert(key.to_owned());
        let quantity = format!("{}{key}", self.prefix);
        match number(value) {
            Some(expected) if expected.is_nan() => {
                self.unchecked.push((quantity, "the file gives no value".to_owned()));
            }
            Some(expected) => self.wanted.push(Wanted { quantity, expected, estimate }),
            None => return Err(self.wrong(key, format!("expected a number, found {value}"))),
        }
        Ok(())
    }

    /// A list that is to be compared element by element, where it is present; nulls are left out.
    pub(super) fn want_list(
        &mut self,
        key: &str,
        length: usize,
        mut estimate: impl FnMut(usize) -> Estimate,
    ) -> Result<(), VerifyError> {
        if !self.has(key) {
            return Ok(());
        }
        let list = self.list(key)?;
        if list.len() != length {
            return Err(self.wrong(key, format!("expected {length} numbers, found {}", list.len())));
        }
        for (i, &expected) in list.iter().enumerate().filter(|(_, x)| !x.is_nan()) {
            let quantity = format!("{}{key}[{i}]", self.prefix);
            self.wanted.push(Wanted { quantity, expected, estimate: estimate(i) });
        }
        Ok(())
    }

    /// Every object of a list, where it is present; nulls are left out.
    pub(super) fn each(
        &mut self,
        key: &str,
        mut read: impl FnMut(usize, &mut Node<'a>) -> Result<(), VerifyError>,
    ) -> Result<(), VerifyError> {
        let Some(value) = self.map.get(key) else { return Ok(()) };
        self.read.insert(key.to_owned());
        let Value::Array(items) = value else { return Err(self.wrong(key, "expected a list of objects")) };
        for (i, item) in items.iter().enumerate().filter(|(_, item)| !item.is_null()) {
            let (path, prefix) = (format!("{}.{key}[{i}]", self.path), format!("{}{key}[{i}].", self.prefix));
            let mut inner = Node::within(self.file, path, prefix, item)?;
            read(i, &mut inner)?;
            self.take(inner);
        }
        Ok(())
    }

    /// The object in a field, where it is present.
    pub(super) fn inside(
        &mut self,
        key: &str,
        read: impl FnOnce(&mut Node<'a>) -> Result<(), VerifyError>,
    ) -> Result<(), VerifyError> {
        if !self.has(key) {
            return Ok(());
        }
        let prefix = format!("{}{key}.", self.prefix);
        let mut inner = self.child(key, &prefix)?;
        read(&mut inner)?;
        self.take(inner);
        Ok(())
    }

    /// The object in a field, whose quantities are named with a prefix.
    pub(super) fn child(&mut self, key: &str, prefix: &str) -> Result<Node<'a>, VerifyError> {
        let value = self.value(key)?;
        Node::within(self.file, format!("{}.{key}", self.path), prefix.to_owned(), value)
    }

    fn take(&mut self, mut inner: Node<'a>) {
        inner.close();
        self.wanted.append(&mut inner.wanted);
        self.unchecked.append(&mut inner.unchecked);
    }

    /// Lists every field that was not read as not known.
    pub(super) fn close(&mut self) {
        let unknown: Vec<String> = self.map.keys().filter(|key| !self.read.contains(*key)).cloned().collect();
        for key in unknown {
            self.unchecked.push((format!("{}{key}", self.prefix), "field of an unknown kind".to_owned()));
        }
    }
}
