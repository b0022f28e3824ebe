//! One row of a CSV file: its cells by column, as text, number, word, date or id.

use super::{CsvFile, Ids, cell_span};
use crate::scenario::date::Date;
use crate::scenario::nearest::did_you_mean;
use crate::scenario::origin::Origin;
use crate::scenario::parameter::{Kind, Range};
use crate::scenario::problem::Problem;

/// One row of a CSV file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    pub(super) file: &'a CsvFile<'a>,
    pub(super) start: usize,
    pub(super) record: &'a csv::StringRecord,
}

impl Row<'_> {
    /// A cell without the space around it; empty where the column is not there.
    pub(crate) fn cell(&self, column: &str) -> &str {
        let at = self.file.header.iter().position(|h| h == column);
        at.and_then(|at| self.record.get(at)).unwrap_or("").trim()
    }

    /// A text that must not be empty.
    pub(crate) fn text(&self, column: &str) -> String {
        let cell = self.cell(column);
        if cell.is_empty() {
            self.wrong(column, "a text that is not empty", "");
        }
        cell.to_owned()
    }

    /// A new id; `None` where it stood before, which is reported.
    pub(crate) fn new_id(&self, column: &str, ids: &mut Ids) -> Option<u32> {
        let id = self.text(column);
        if ids.get(&id).is_some() {
            self.wrong(column, "each id once", "the same id stands in a row above");
            return None;
        }
        Some(ids.intern(&id))
    }

    /// The number of an id that must be known.
    pub(crate) fn reference(&self, column: &str, ids: &Ids) -> Option<u32> {
        let cell = self.cell(column);
        let known = ids.get(cell);
        if known.is_none() && !ids.partial {
            let near = if self.file.is_told_enough() { String::new() } else { did_you_mean(cell, ids.names()) };
            self.wrong(column, ids.of, &near);
        }
        known
    }

    /// A finite number in a range.
    pub(crate) fn number(&self, column: &str, range: Range) -> f64 {
        self.note(column, Kind::Number, range);
        let cell = self.cell(column);
        match cell.parse::<f64>() {
            Ok(x) if x.is_finite() && range.contains(x) => x,
            _ => {
                self.wrong(column, format!("a number {range}").trim_end(), "");
                0.0
            }
        }
    }

    /// A finite number in a range, or what stands for an empty cell or a missing column.
    pub(crate) fn number_or(&self, column: &str, range: Range, otherwise: f64) -> f64 {
        self.note_all(column, Kind::Number, range, &[], Some(otherwise));
        if self.cell(column).is_empty() { otherwise } else { self.number(column, range) }
    }

    /// A whole number in a range.
    pub(crate) fn whole(&self, column: &str, low: u32, high: u32) -> u32 {
        let range = Range { low: f64::from(low), high: f64::from(high), ..Range::ALL };
        self.note(column, Kind::Integer, range);
        match self.cell(column).parse::<u32>() {
            Ok(n) if (low..=high).contains(&n) => n,
            _ => {
                self.wrong(column, &format!("a whole number from {low} to {high}"), "");
                low
            }
        }
    }

    /// 0 or 1.
    pub(crate) fn flag(&self, column: &str) -> bool {
        self.note_all(column, Kind::Choice, Range::ALL, &["0", "1"], None);
        match self.cell(column) {
            "0" => false,
            "1" => true,
            _ => {
                self.wrong(column, "0 or 1", "");
                false
            }
        }
    }

    /// One of some words.
    pub(crate) fn word<T: Copy>(&self, column: &str, words: &[(&'static str, T)]) -> T {
        if self.file.notes.is_some() {
            let choices: Vec<&'static str> =
                words.iter().map(|(word, _)| *word).filter(|word| !word.is_empty()).collect();
            self.note_all(column, Kind::Choice, Range::ALL, &choices, None);
        }
        let cell = self.cell(column);
        let found = words.iter().find(|(word, _)| *word == cell);
        if found.is_none() {
            let list: Vec<&str> = words.iter().map(|(word, _)| *word).filter(|word| !word.is_empty()).collect();
            let near = did_you_mean(cell, list.iter().copied());
            self.wrong(column, &format!("one of {}", list.join(", ")), &near);
        }
        found.unwrap_or(&words[0]).1
    }

    /// A date; `None` for an empty cell.
    pub(crate) fn date(&self, column: &str) -> Option<Date> {
        self.note(column, Kind::Date, Range::ALL);
        let cell = self.cell(column);
        if cell.is_empty() {
            return None;
        }
        match cell.parse() {
            Ok(date) => Some(date),
            Err(error) => {
                self.wrong(column, "a date like 2021-07-05", &format!("{error}"));
                None
            }
        }
    }

    /// Reports that a cell breaks a rule.
    pub(crate) fn wrong(&self, column: &str, rule: &str, remedy: &str) {
        let cell = self.cell(column);
        let found = if cell.is_empty() { "an empty cell".to_owned() } else { cell.to_owned() };
        self.report(column, found, rule, remedy);
    }

    /// Reports a problem at a cell in own words.
    pub(crate) fn report(&self, column: &str, found: impl Into<String>, rule: &str, remedy: &str) {
        let origin = self.origin(column);
        self.file.report(origin, column, found.into(), rule.to_owned(), remedy.to_owned());
    }

    /// A problem at a cell, kept for what only a later reader can judge.
    pub(crate) fn problem(&self, column: &str, rule: &str) -> Problem {
        let found = self.cell(column).to_owned();
        Problem::at(self.file.sources, self.origin(column), column).found(found).rule(rule)
    }

    /// Where a cell stands; the row's beginning for a column that is not there.
    pub(crate) fn origin(&self, column: &str) -> Origin {
        let at = self.file.header.iter().position(|h| h == column).unwrap_or(0);
        Origin::new(self.file.source, cell_span(self.file.sources.text(self.file.source), self.start, at))
    }
}
