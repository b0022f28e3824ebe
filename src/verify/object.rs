//! The objects of a case file: inputs are read with their rules, every other field is a quantity that a check may know, and
//! whatever nobody asked for is known by name.

use super::check::Check;
use super::error::VerifyError;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// An object of the file.
pub(super) struct Object<'a> {
    file: &'a str,
    path: String,
    map: &'a Map<String, Value>,
    /// Whether each number of a list is a quantity of its own.
    by_element: bool,
    /// Places that were read.
    read: RefCell<BTreeSet<String>>,
}

/// A field of an object, or of an object within it, that is no object; a list of objects is one itself, named with `[]`, for its
/// length.
pub(super) struct Quantity<'a> {
    object: &'a Object<'a>,
    /// Its place in the object: `at[1].mean`.
    pub(super) place: String,
    /// The same without the indices of lists: `at.mean`.
    pub(super) name: String,
    /// Which object of the innermost list it lies in.
    pub(super) row: usize,
    item: usize,
    within: String,
    beside: &'a Map<String, Value>,
    /// What the file holds.
    pub(super) value: &'a Value,
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

fn joined(place: &str, key: &str) -> String {
    if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") }
}

impl<'a> Object<'a> {
    /// The object `value`, at a place of the file.
    pub(super) fn new(file: &'a str, path: &str, value: &'a Value) -> Result<Object<'a>, VerifyError> {
        let path = path.to_owned();
        match value {
            Value::Object(map) => Ok(Object { file, path, map, by_element: false, read: RefCell::default() }),
            other => {
                let message = format!("expected an object, found {}", kind(other));
                Err(VerifyError::Form { file: file.to_owned(), place: format!(": {path}"), message })
            }
        }
    }

    /// With each number of a list as a quantity of its own.
    pub(super) fn by_element(self) -> Object<'a> {
        Object { by_element: true, ..self }
    }

    /// What the object is called in a report: its place, and its name where it has one.
    pub(super) fn case(&self) -> String {
        let place = self.path.trim_start_matches("$.");
        match self.map.get("name").and_then(Value::as_str) {
            Some(name) => format!("{place} ({})", name.chars().take(48).collect::<String>()),
            None => place.to_owned(),
        }
    }

    /// Whether a field is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// Marks fields that carry no quantity (labels and notes).
    pub(super) fn ignore(&self, keys: &[&str]) {
        self.read.borrow_mut().extend(keys.iter().map(|key| (*key).to_owned()));
    }

    /// An error about a field of this object.
    pub(super) fn wrong(&self, key: &str, message: impl Into<String>) -> VerifyError {
        let place = format!(": {}.{key}", self.path);
        VerifyError::Form { file: self.file.to_owned(), place, message: message.into() }
    }

    fn wrong_kind(&self, key: &str, expected: &str, found: &Value) -> VerifyError {
        self.wrong(key, format!("expected {expected}, found {}", kind(found)))
    }

    fn field(&self, key: &str) -> Result<&'a Value, VerifyError> {
        self.map.get(key).ok_or_else(|| self.wrong(key, "missing; the case needs it"))
    }

    fn required(&self, key: &str) -> Result<&'a Value, VerifyError> {
        self.ignore(&[key]);
        self.field(key)
    }

    fn number_at(&self, place: &str, value: &Value) -> Result<f64, VerifyError> {
        number(value).filter(|x| !x.is_nan()).ok_or_else(|| self.wrong_kind(place, "a number", value))
    }

    /// A number that the case needs; it may be infinite.
    pub(super) fn number(&self, key: &str) -> Result<f64, VerifyError> {
        self.number_at(key, self.required(key)?)
    }

    fn number_that(&self, key: &str, rule: &str, holds: impl Fn(f64) -> bool) -> Result<f64, VerifyError> {
        let x = self.number(key)?;
        if holds(x) { Ok(x) } else { Err(self.wrong(key, format!("expected {rule}, found {x}"))) }
    }

    /// A finite number above zero.
    pub(super) fn positive(&self, key: &str) -> Result<f64, VerifyError> {
        self.number_that(key, "a number above 0", |x| x.is_finite() && x > 0.0)
    }

    /// A finite number of zero or more.
    pub(super) fn not_negative(&self, key: &str) -> Result<f64, VerifyError> {
        self.number_that(key, "a number of at least 0", |x| x.is_finite() && x >= 0.0)
    }

    /// A number from 0 to 1.
    pub(super) fn share(&self, key: &str) -> Result<f64, VerifyError> {
        self.number_that(key, "0 to 1", |x| (0.0..=1.0).contains(&x))
    }

    /// A whole number in a range.
    pub(super) fn count(&self, key: &str, least: usize, most: usize) -> Result<usize, VerifyError> {
        let within = |x: f64| x >= least as f64 && x <= most as f64 && x == libm::floor(x);
        Ok(self.number_that(key, &format!("a whole number from {least} to {most}"), within)? as usize)
    }

    /// Yes or no that the case needs.
    pub(super) fn flag(&self, key: &str) -> Result<bool, VerifyError> {
        let value = self.required(key)?;
        value.as_bool().ok_or_else(|| self.wrong_kind(key, "true or false", value))
    }

    /// A text, empty when absent.
    pub(super) fn text(&self, key: &str) -> &'a str {
        self.required(key).ok().and_then(Value::as_str).unwrap_or("")
    }

    fn list_at<T>(
        &self,
        place: &str,
        value: &'a Value,
        item: impl Fn(&str, &'a Value) -> Result<T, VerifyError>,
    ) -> Result<Vec<T>, VerifyError> {
        let Value::Array(items) = value else { return Err(self.wrong_kind(place, "a list", value)) };
        items.iter().enumerate().map(|(i, value)| item(&format!("{place}[{i}]"), value)).collect()
    }

    /// A list of numbers that the case needs, without gaps and with at least one.
    pub(super) fn numbers(&self, key: &str) -> Result<Vec<f64>, VerifyError> {
        let list = self.list_at(key, self.required(key)?, |place, item| self.number_at(place, item))?;
        if list.is_empty() { Err(self.wrong(key, "expected at least one number")) } else { Ok(list) }
    }

    /// The same, each finite and above zero (or at least zero).
    pub(super) fn rates(&self, key: &str, above_zero: bool) -> Result<Vec<f64>, VerifyError> {
        let list = self.numbers(key)?;
        let wrong = |x: &f64| !x.is_finite() || *x < 0.0 || (above_zero && *x == 0.0);
        let Some(i) = list.iter().position(wrong) else { return Ok(list) };
        let rule = if above_zero { "above 0" } else { "of at least 0" };
        Err(self.wrong(&format!("{key}[{i}]"), format!("expected a number {rule}, found {}", list[i])))
    }

    /// A list of lists of numbers, of equal length of at least one, with at least one.
    pub(super) fn table(&self, key: &str) -> Result<Vec<Vec<f64>>, VerifyError> {
        let row = |place: &str, value| self.list_at(place, value, |place, item| self.number_at(place, item));
        let rows = self.list_at(key, self.required(key)?, row)?;
        if rows.first().is_none_or(Vec::is_empty) {
            return Err(self.wrong(key, "expected at least one row with at least one number"));
        }
        match rows.iter().position(|row| row.len() != rows[0].len()) {
            Some(i) => Err(self.wrong(&format!("{key}[{i}]"), "expected rows of equal length")),
            None => Ok(rows),
        }
    }

    /// A list of yes or no, written as booleans or as 0 and 1.
    pub(super) fn flags(&self, key: &str) -> Result<Vec<bool>, VerifyError> {
        self.list_at(key, self.required(key)?, |place, item| match (item.as_bool(), number(item)) {
            (Some(flag), _) => Ok(flag),
            (None, Some(x)) if x == 0.0 || x == 1.0 => Ok(x == 1.0),
            _ => Err(self.wrong_kind(place, "0 or 1", item)),
        })
    }

    /// Errors unless two lists have the same length.
    pub(super) fn same_length(&self, key: &str, found: usize, wanted: usize) -> Result<(), VerifyError> {
        if found == wanted {
            return Ok(());
        }
        Err(self.wrong(key, format!("expected {wanted} elements, found {found}")))
    }

    /// The object in a field that the case needs. What is read of it does not count as read here.
    pub(super) fn child(&self, key: &str) -> Result<Object<'a>, VerifyError> {
        Object::new(self.file, &format!("{}.{key}", self.path), self.field(key)?)
    }

    /// The same, or each of a list of objects.
    pub(super) fn children(&self, key: &str) -> Result<Vec<Object<'a>>, VerifyError> {
        match self.field(key)? {
            list @ Value::Array(_) => {
                self.list_at(key, list, |place, item| Object::new(self.file, &format!("{}.{place}", self.path), item))
            }
            _ => Ok(vec![self.child(key)?]),
        }
    }

    /// Hands over every quantity; those for which `knows` says so count as read.
    pub(super) fn quantities(&'a self, knows: &mut dyn FnMut(&Quantity<'a>) -> bool) {
        let mut all = Vec::new();
        self.map.iter().for_each(|(key, value)| self.gather(key, value, &mut all));
        for quantity in all {
            if knows(&quantity) {
                self.ignore(&[&quantity.place]);
            }
        }
    }

    fn gather(&'a self, key: &str, value: &'a Value, all: &mut Vec<Quantity<'a>>) {
        let (place, name) = (key.to_owned(), key.to_owned());
        let quantity =
            Quantity { object: self, place, name, row: 0, item: 0, within: String::new(), beside: self.map, value };
        quantity.spread(all);
    }

    /// Places of fields that nobody read; the name alone of a field of which nothing was read.
    fn unread(&'a self) -> Vec<String> {
        let read = self.read.borrow();
        let mut left = Vec::new();
        for (key, value) in self.map.iter().filter(|(key, _)| !read.contains(*key)) {
            let mut all = Vec::new();
            self.gather(key, value, &mut all);
            all.retain(|quantity| !quantity.place.ends_with("[]"));
            let count = all.len();
            all.retain(|quantity| !read.contains(&quantity.place));
            if all.len() == count {
                left.push(key.clone());
            } else {
                left.extend(all.into_iter().map(|quantity| quantity.place));
            }
        }
        left
    }

    /// A check that was not made for every field that nobody read; `prefix` stands before their names.
    pub(super) fn unchecked(&'a self, case: &str, prefix: &str) -> Vec<Check> {
        let reason = "not known, or without the number that it needs";
        self.unread().iter().map(|place| Check::not_checked(case, &format!("{prefix}{place}"), reason)).collect()
    }
}

impl<'a> Quantity<'a> {
    fn at(&self, place: String, name: String, value: &'a Value) -> Quantity<'a> {
        let Quantity { object, row, item, beside, .. } = *self;
        Quantity { object, place, name, row, item, within: self.within.clone(), beside, value }
    }

    fn spread(self, all: &mut Vec<Quantity<'a>>) {
        let element = |i: &dyn std::fmt::Display| format!("{}[{i}]", self.place);
        match self.value {
            Value::Object(map) => {
                for (key, value) in map {
                    let inner = self.at(joined(&self.place, key), joined(&self.name, key), value);
                    Quantity { within: self.place.clone(), beside: map, ..inner }.spread(all);
                }
            }
            Value::Array(items) if items.iter().any(Value::is_object) => {
                all.push(self.at(element(&""), format!("{}[]", self.name), self.value));
                for (row, item) in items.iter().enumerate().filter(|(_, item)| !item.is_null()) {
                    Quantity { row, ..self.at(element(&row), self.name.clone(), item) }.spread(all);
                }
            }
            Value::Array(items) if self.object.by_element && !items.is_empty() => {
                for (item, value) in items.iter().enumerate() {
                    Quantity { item, ..self.at(element(&item), self.name.clone(), value) }.spread(all);
                }
            }
            _ => all.push(self),
        }
    }

    /// The number in a field beside this one, which so counts as read.
    pub(super) fn number(&self, key: &str) -> Option<f64> {
        let found = number(self.beside.get(key)?).filter(|x| !x.is_nan())?;
        self.object.ignore(&[&joined(&self.within, key)]);
        Some(found)
    }

    /// The time beside this one, not negative.
    pub(super) fn time(&self) -> Option<f64> {
        self.number("t").filter(|t| t.is_finite() && *t >= 0.0)
    }

    /// The probability beside this one.
    pub(super) fn probability(&self) -> Option<f64> {
        self.number("p").filter(|p| (0.0..=1.0).contains(p))
    }

    /// The whole number beside this one, below `n`.
    pub(super) fn index(&self, key: &str, n: usize) -> Option<usize> {
        self.number(key).filter(|x| *x >= 0.0 && *x < n as f64 && *x == libm::floor(*x)).map(|x| x as usize)
    }

    /// Which number of a list this is, where that is below `n`.
    pub(super) fn item(&self, n: usize) -> Option<usize> {
        (self.item < n).then_some(self.item)
    }
}
