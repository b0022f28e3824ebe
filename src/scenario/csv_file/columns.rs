//! The columns of a file: each declared once with unit and meaning. Kind, range and default are stated where a row is read,
//! and noted by reading the file's own example, so that `panj explain` and the pages of `docs` cannot tell others.

use std::cell::RefCell;

use super::{CsvFile, Row};
use crate::scenario::origin::Sources;
use crate::scenario::parameter::{Kind, Parameter, Range};
use crate::scenario::value::Value;

/// Columns of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Columns {
    /// What the file holds, and what a row of it is.
    pub(crate) about: &'static str,
    pub(crate) columns: &'static [ColumnWords],
    /// Rows as a scenario could have them, cells in the order of the columns.
    pub(crate) example: &'static [&'static str],
}

/// What is said of a column beside what its reader takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ColumnWords {
    name: &'static str,
    needed: bool,
    unit: &'static str,
    doc: &'static str,
}

/// A column that must be there.
pub(crate) const fn needed(name: &'static str, unit: &'static str, doc: &'static str) -> ColumnWords {
    ColumnWords { name, needed: true, unit, doc }
}

/// A column that may be there.
pub(crate) const fn optional(name: &'static str, unit: &'static str, doc: &'static str) -> ColumnWords {
    ColumnWords { name, needed: false, unit, doc }
}

/// What readers of rows take, by file and column, noted while they read.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    list: RefCell<Vec<Note>>,
}

#[derive(Debug)]
struct Note {
    /// Number of the file among the sources.
    source: usize,
    column: String,
    kind: Kind,
    range: Range,
    choices: Vec<&'static str>,
    default: Option<Value>,
}

impl Columns {
    /// Names of all columns, in their order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|column| column.name)
    }

    /// Names of those that must be there.
    pub(crate) fn needed(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().filter(|column| column.needed).map(|column| column.name)
    }

    /// The example as a file: header line and rows.
    pub(crate) fn example_file(&self) -> String {
        let names: Vec<&str> = self.names().collect();
        let rows = std::iter::once(names.join(",")).chain(self.example.iter().map(|row| (*row).to_owned()));
        rows.map(|row| row + "\n").collect()
    }

    /// The columns of the file `key`, with what was noted of the source `source`.
    pub(crate) fn described(&self, key: &str, notes: &Notes, source: usize) -> Vec<Parameter> {
        let described = |words: &ColumnWords| {
            let list = notes.list.borrow();
            let note = list.iter().find(|note| note.source == source && note.column == words.name);
            Parameter {
                path: format!("{key}.{}", words.name),
                kind: note.map_or(Kind::Text, |note| note.kind),
                unit: words.unit,
                range: note.map_or(Range::ALL, |note| note.range),
                default: note.and_then(|note| note.default.clone()),
                required: words.needed,
                doc: words.doc,
                source: "",
                choices: note.map_or_else(Vec::new, |note| note.choices.clone()),
            }
        };
        self.columns.iter().map(described).collect()
    }

    /// The same for a file that is read by itself: reads the example to learn what the rows take.
    pub(crate) fn describe<T>(&self, key: &str, mut read_row: impl FnMut(&Row<'_>) -> T) -> Vec<Parameter> {
        let (notes, problems) = (Notes::default(), RefCell::default());
        let mut sources = Sources::default();
        let source = sources.add_file(key.to_owned(), self.example_file());
        let mut file = CsvFile::parse(&sources, source, *self, &problems);
        file.notes = Some(&notes);
        for row in file.rows() {
            read_row(&row);
        }
        debug_assert!(problems.borrow().is_empty(), "the example of {key} breaks its own rules: {problems:?}");
        self.described(key, &notes, source)
    }
}

impl Row<'_> {
    /// Notes what a column takes, where that is asked for.
    pub(super) fn note(&self, column: &str, kind: Kind, range: Range) {
        self.note_all(column, kind, range, &[], None);
    }

    pub(super) fn note_all(
        &self,
        column: &str,
        kind: Kind,
        range: Range,
        choices: &[&'static str],
        default: Option<f64>,
    ) {
        let Some(notes) = self.file.notes else { return };
        let source = self.file.source;
        let mut list = notes.list.borrow_mut();
        if !list.iter().any(|note| note.source == source && note.column == column) {
            let default = default.filter(|x| !x.is_nan()).map(Value::Number);
            list.push(Note { source, column: column.to_owned(), kind, range, choices: choices.to_vec(), default });
        }
    }
}
