//! One parameter while it is read: its value is taken, checked against its rule, and described.

use super::field_value::{FieldValue, Ranged, Wrong};
use super::limits::MOST_DAYS;
use super::origin::Origin;
use super::parameter::{Kind, Parameter, Range};
use super::pass::Reading;
use super::value::{Node, Value, join};

/// A parameter of type `T` being read. Ends with [`get`](Field::get) or [`optional`](Field::optional).
#[must_use = "a field is read by get() or optional()"]
pub(crate) struct Field<'s, T> {
    reading: &'s Reading<'s>,
    node: Option<&'s Node>,
    section_origin: Origin,
    /// Path of the section, and path of its description.
    paths: (&'s str, &'s str),
    key: &'static str,
    unit: &'static str,
    doc: &'static str,
    source: &'static str,
    range: Range,
    default: Option<T>,
    names: Option<super::names::NameKind>,
}

impl<'s, T> Field<'s, T> {
    pub(super) fn new(
        reading: &'s Reading<'s>,
        node: Option<&'s Node>,
        section_origin: Origin,
        paths: (&'s str, &'s str),
        key: &'static str,
    ) -> Self {
        let (unit, doc, source) = ("", "", "");
        Field {
            reading,
            node,
            section_origin,
            paths,
            key,
            unit,
            doc,
            source,
            range: Range::ALL,
            default: None,
            names: None,
        }
    }

    /// The value that holds where the scenario is silent. Without one, the scenario must give the parameter.
    pub(crate) fn default(mut self, value: impl Into<T>) -> Self {
        self.default = Some(value.into());
        self
    }

    /// Unit in words: "days", "per day", "km", "people".
    pub(crate) fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// What the parameter means, in a sentence.
    pub(crate) fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    /// Where the default comes from, or "assumption".
    pub(crate) fn source(mut self, source: &'static str) -> Self {
        self.source = source;
        self
    }

    /// Says that the default is an assumption.
    pub(crate) fn assumed(self) -> Self {
        self.source("assumption")
    }

    fn path(&self) -> String {
        join(self.paths.0, self.key)
    }

    fn description(&self, kind: Kind, default: Option<Value>, required: bool, choices: Vec<&'static str>) -> Parameter {
        let path = join(self.paths.1, self.key);
        let (unit, range, doc, source) = (self.unit, self.range, self.doc, self.source);
        Parameter { path, kind, unit, range, default, required, doc, source, choices }
    }

    fn report_missing(&self, rule: &Parameter) {
        let remedy = format!("add {} = ...", self.key);
        self.reading.report(self.section_origin, &self.path(), "nothing".to_owned(), rule.to_string(), remedy);
    }

    fn report_wrong(&self, wrong: Wrong, rule: &Parameter) {
        let path = join(&self.path(), &wrong.key);
        let rule = wrong.rule.unwrap_or_else(|| rule.to_string());
        self.reading.report(wrong.origin, &path, wrong.found, rule, wrong.remedy);
    }
}

impl<T: Ranged> Field<'_, T> {
    /// Only numbers from `low` to `high`, both included.
    pub(crate) fn between(mut self, low: f64, high: f64) -> Self {
        self.range = Range { low, high, above_low: false, below_high: false };
        self
    }

    /// Days that something takes: from 0 to [`MOST_DAYS`].
    pub(crate) fn days(mut self) -> Self {
        self.unit = "days";
        self.between(0.0, MOST_DAYS)
    }

    /// Only a share: from 0 to 1.
    pub(crate) fn share(mut self) -> Self {
        if self.unit.is_empty() {
            self.unit = "share";
        }
        self.between(0.0, 1.0)
    }
}

impl<T: super::names::Named> Field<'_, T> {
    /// Only names that the territory's files have.
    pub(crate) fn naming(mut self, names: super::names::NameKind) -> Self {
        self.names = Some(names);
        self
    }
}

impl<T: FieldValue> Field<'_, T> {
    /// The value. Where it is missing or wrong, the problem is noted and a stand-in returned that no run will see.
    pub(crate) fn get(mut self) -> T {
        let default = self.default.take();
        match self.read(default.as_ref(), default.is_none()) {
            Some(value) => value,
            None => default.unwrap_or_else(T::neutral),
        }
    }

    /// The value, `None` where the scenario does not give it.
    pub(crate) fn optional(mut self) -> Option<T> {
        let default = self.default.take();
        self.read(default.as_ref(), false).or(default)
    }

    fn read(&self, default: Option<&T>, required: bool) -> Option<T> {
        let describe = || {
            let shown = if self.reading.is_recording() { default.map(T::to_value) } else { None };
            self.description(T::KIND, shown, required, Vec::new())
        };
        let Some(node) = self.node else {
            if required && !self.reading.is_blank() {
                self.report_missing(&describe());
            }
            if self.reading.is_recording() {
                self.reading.record(&self.path(), describe(), default.map(T::to_value), None);
            }
            return None;
        };
        if self.reading.is_recording() {
            self.reading.record(&self.path(), describe(), Some(node.value.clone()), Some(node.origin));
        }
        let mut wrongs = Vec::new();
        let value = T::from_node(node, &mut wrongs);
        if let Some(value) = &value {
            value.check(node, &self.range, &mut wrongs);
            if let (Some(kind), Some(geography)) = (self.names, self.reading.geography) {
                super::names::check(node, kind, geography, &mut wrongs);
            }
        }
        for wrong in wrongs {
            self.report_wrong(wrong, &describe());
        }
        value
    }
}

/// A parameter that takes one of some words, being read.
#[must_use = "a field is read by get() or optional()"]
pub(crate) struct Choice<'s, T: 'static> {
    field: Field<'s, T>,
    choices: &'static [(&'static str, T)],
}

impl<'s, T: Copy + PartialEq> Choice<'s, T> {
    pub(super) fn new(field: Field<'s, T>, choices: &'static [(&'static str, T)]) -> Self {
        Choice { field, choices }
    }

    /// The value that holds where the scenario is silent.
    pub(crate) fn default(mut self, value: T) -> Self {
        self.field.default = Some(value);
        self
    }

    /// Where the default comes from.
    pub(crate) fn source(mut self, source: &'static str) -> Self {
        self.field.source = source;
        self
    }

    /// Says that the default is an assumption.
    pub(crate) fn assumed(self) -> Self {
        self.source("assumption")
    }

    /// The value; see [`Field::get`].
    pub(crate) fn get(self) -> T {
        let fallback = self.field.default.unwrap_or(self.choices[0].1);
        self.read(self.field.default.is_none()).unwrap_or(fallback)
    }

    /// The value, `None` where the scenario does not give it.
    pub(crate) fn optional(self) -> Option<T> {
        self.read(false).or(self.field.default)
    }

    fn read(&self, required: bool) -> Option<T> {
        let field = &self.field;
        let word = |value: T| self.choices.iter().find(|(_, v)| *v == value).map(|(word, _)| *word);
        let default = || field.default.and_then(word).map(|w| Value::Text(w.to_owned()));
        let words = || self.choices.iter().map(|(word, _)| *word);
        let describe = || field.description(Kind::Choice, default(), required, words().collect());
        if field.reading.is_recording() {
            let value = field.node.map_or_else(default, |n| Some(n.value.clone()));
            field.reading.record(&field.path(), describe(), value, field.node.map(|n| n.origin));
        }
        let Some(node) = field.node else {
            if required && !field.reading.is_blank() {
                field.report_missing(&describe());
            }
            return None;
        };
        let found = match &node.value {
            Value::Text(text) => self.choices.iter().find(|(word, _)| word == text).map(|(_, value)| *value),
            _ => None,
        };
        if found.is_none() {
            let near = match &node.value {
                Value::Text(text) => super::nearest::nearest(text, words()),
                _ => None,
            };
            let remedy = near.map_or_else(String::new, |near| format!("did you mean \"{near}\"?"));
            field.report_wrong(Wrong::new(node).remedy(remedy), &describe());
        }
        found
    }
}
