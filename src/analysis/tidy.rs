//! A small table made from a list of records, with the name, unit and meaning of every column.

use std::borrow::Cow;
use std::path::Path;

use crate::result::{CellType, Cells, Column, FileEntry, Format, TableError, TableFile, write_whole};

/// A table in the making.
pub struct Tidy<'a, R> {
    stem: &'static str,
    records: &'a [R],
    columns: Vec<Column>,
    cells: Vec<Cells<'a>>,
}

impl<'a, R> Tidy<'a, R> {
    /// A table named `stem` of these records, without columns yet.
    pub fn new(stem: &'static str, records: &'a [R]) -> Tidy<'a, R> {
        Tidy { stem, records, columns: Vec::new(), cells: Vec::new() }
    }

    /// Adds a column of words.
    #[must_use]
    pub fn text(
        mut self,
        name: impl Into<Cow<'static, str>>,
        meaning: &'static str,
        get: impl Fn(&'a R) -> &'a str,
    ) -> Self {
        self.columns.push(Column::new(name, CellType::Text, "", meaning));
        self.cells.push(Cells::Text(self.records.iter().map(get).collect()));
        self
    }

    /// Adds a column of numbers; NaN is empty.
    #[must_use]
    pub fn number(
        mut self,
        name: &'static str,
        unit: &'static str,
        meaning: &'static str,
        get: impl Fn(&'a R) -> f64,
    ) -> Self {
        self.columns.push(Column::new(name, CellType::Number, unit, meaning));
        // Zero has no sign in a table.
        let plain = |value: f64| if value == 0.0 { 0.0 } else { value };
        self.cells.push(Cells::Number(self.records.iter().map(|record| plain(get(record))).collect()));
        self
    }

    /// Adds a column of whole numbers.
    #[must_use]
    pub fn integer(
        mut self,
        name: &'static str,
        unit: &'static str,
        meaning: &'static str,
        get: impl Fn(&'a R) -> u64,
    ) -> Self {
        self.columns.push(Column::new(name, CellType::Integer, unit, meaning));
        self.cells.push(Cells::Integer(self.records.iter().map(|record| Some(get(record) as i64)).collect()));
        self
    }

    /// What it holds, without writing it.
    pub fn entry(self) -> FileEntry {
        FileEntry { name: format!("{}.csv", self.stem), columns: self.columns }
    }

    /// Writes the table as CSV and says what it holds.
    ///
    /// # Errors
    /// [`TableError`] when the disk refuses.
    pub fn write(self, folder: &Path) -> Result<FileEntry, TableError> {
        let mut table = TableFile::create(folder, self.stem, Format::Csv, &self.columns)?;
        table.write(&self.cells)?;
        table.finish()?;
        Ok(self.entry())
    }
}

/// Writes a structure as JSON, whole or not at all.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_json(folder: &Path, name: &str, value: &impl serde::Serialize) -> Result<(), TableError> {
    let path = folder.join(name);
    let disk = |source| TableError::Disk { path: path.clone(), source };
    let mut text = serde_json::to_vec_pretty(value).map_err(|error| disk(error.into()))?;
    text.push(b'\n');
    write_whole(&path, &text).map_err(disk)
}
