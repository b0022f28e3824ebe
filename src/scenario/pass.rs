//! One pass over a tree of values: collects what is wrong, and, if asked, what was read.

use std::cell::{Cell, RefCell};

use super::geography::Geography;
use super::origin::{Origin, Sources};
use super::parameter::Parameter;
use super::problem::{MOST_NOTED, Problem, note};
use super::record;
use super::registry::Registry;
use super::status::Status;
use super::value::{Table, Value};

/// The state of one pass. Sections and fields report to it.
pub(crate) struct Reading<'a> {
    sources: &'a Sources,
    /// The territory whose names parameters may use; `None` when it could not be read.
    pub(crate) geography: Option<&'a Geography>,
    /// The record that parameters may rest on; `None` when it could not be read.
    pub(crate) observed: Option<&'a record::Record>,
    /// Known parameters; `None` while they are being described.
    pub(crate) registry: Option<&'a Registry>,
    problems: RefCell<Vec<Problem>>,
    record: Option<RefCell<Record>>,
    /// Whether the document is empty on purpose, so that nothing is missed in it.
    blank: Cell<bool>,
}

/// What a recording pass has seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// Descriptions, in the order of reading, one for a path.
    pub(crate) parameters: Vec<Parameter>,
    /// Values as resolved, in the order of reading.
    pub(crate) values: Vec<Resolved>,
    /// Paths of groups of tables whose names the territory gives: `campaign.region`.
    pub(crate) territorial: Vec<String>,
    /// Sections with what they are about, by path.
    pub(crate) sections: Vec<(String, &'static str)>,
}

/// A parameter's value in one scenario under one overlay.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// Its path, names filled in: `alliance.member.lead.position`.
    pub path: String,
    /// The path of its description: `alliance.member.NAME.position`.
    pub described_at: String,
    /// Its value; `None` where it may be left out and was.
    pub value: Option<Value>,
    /// Where the value was written: `scenario.toml:12`, `--set`, or `default`.
    pub given_by: String,
    /// What the value rests on; `None` where nobody says.
    pub status: Option<Status>,
}

impl<'a> Reading<'a> {
    /// A pass that checks.
    pub(crate) fn checking(
        sources: &'a Sources,
        geography: Option<&'a Geography>,
        registry: Option<&'a Registry>,
    ) -> Self {
        Reading {
            sources,
            geography,
            observed: None,
            registry,
            problems: RefCell::default(),
            record: None,
            blank: Cell::new(false),
        }
    }

    /// The same pass, which knows what is on record.
    pub(crate) fn knowing(mut self, observed: &'a record::Record) -> Self {
        self.observed = Some(observed);
        self
    }

    /// The same pass, which also records values.
    pub(crate) fn recording(mut self) -> Self {
        self.record = Some(RefCell::default());
        self
    }

    /// A pass over nothing, to learn which parameters there are.
    pub(crate) fn describing(sources: &'a Sources) -> Self {
        let reading = Reading::checking(sources, None, None).recording();
        reading.blank.set(true);
        reading
    }

    /// Another pass over what the same files say; it checks, and records nothing.
    pub(crate) fn apart(&self) -> Reading<'a> {
        Reading { observed: self.observed, ..Reading::checking(self.sources, self.geography, self.registry) }
    }

    /// Takes over what another pass has found wrong with what a change sets, or elsewhere by its doing.
    pub(crate) fn take_over(&self, other: Reading<'_>, change: &str, set: &Table) {
        let mut problems = self.problems.borrow_mut();
        for problem in other.finish().0 {
            let link = if problem.remedy.is_empty() { "" } else { "; " };
            let remedy = format!("{}{link}change {change} brings it about", problem.remedy);
            let own = set.get(&problem.key).is_some();
            note(&mut problems, if own { problem } else { problem.remedy(remedy) });
        }
    }

    /// Whether nothing was wrong so far.
    pub(crate) fn is_sound(&self) -> bool {
        self.problems.borrow().is_empty()
    }

    /// Whether the pass only describes.
    pub(crate) fn is_blank(&self) -> bool {
        self.blank.get()
    }

    /// Whether the pass records.
    pub(crate) fn is_recording(&self) -> bool {
        self.record.is_some()
    }

    /// Reports a problem at an origin, unless the pass only describes.
    pub(crate) fn report(&self, origin: Origin, key: &str, found: String, rule: String, remedy: String) {
        if !self.is_blank() {
            let mut problems = self.problems.borrow_mut();
            let problem = if problems.len() >= MOST_NOTED {
                Problem::further("")
            } else {
                Problem::at(self.sources, origin, key).found(found).rule(rule).remedy(remedy)
            };
            note(&mut problems, problem);
        }
    }

    /// Records a description and a value, if the pass records.
    pub(crate) fn record(&self, path: &str, parameter: Parameter, value: Option<Value>, origin: Option<Origin>) {
        let Some(record) = &self.record else { return };
        let mut record = record.borrow_mut();
        record.values.push(Resolved {
            path: path.to_owned(),
            described_at: parameter.path.clone(),
            value,
            given_by: self.given_by(origin),
            status: None,
        });
        if !record.parameters.iter().any(|p| p.path == parameter.path) {
            record.parameters.push(parameter);
        }
    }

    /// Records what a section is about, if the pass records.
    pub(crate) fn record_section(&self, template: &str, doc: &'static str) {
        if let Some(record) = &self.record {
            let mut record = record.borrow_mut();
            if !record.sections.iter().any(|(path, _)| path == template) {
                record.sections.push((template.to_owned(), doc));
            }
        }
    }

    /// A parameter that another section has under the same last key.
    pub(crate) fn same_key_elsewhere(&self, key: &str) -> Option<&'a str> {
        let known = self.registry.into_iter().flat_map(Registry::parameters);
        known.map(|p| p.path.as_str()).find(|path| path.rsplit('.').next() == Some(key))
    }

    /// Records that the territory gives the names of a group of tables, if the pass records.
    pub(crate) fn record_territorial(&self, template: String) {
        if let Some(record) = &self.record {
            record.borrow_mut().territorial.push(template);
        }
    }

    /// Ends the pass: its problems and its record.
    pub(crate) fn finish(self) -> (Vec<Problem>, Record) {
        (self.problems.into_inner(), self.record.map(RefCell::into_inner).unwrap_or_default())
    }

    /// Who gave a value.
    fn given_by(&self, origin: Option<Origin>) -> String {
        match origin.map(|o| self.sources.place(o)) {
            None => "default".to_owned(),
            Some(None) => "panj".to_owned(),
            Some(Some(place)) if place.line == 0 => place.name,
            Some(Some(place)) => format!("{}:{}", place.name, place.line),
        }
    }
}
