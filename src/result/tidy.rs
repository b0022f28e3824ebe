//! A table made from a list of records: the one place that names its columns, with unit and meaning.

use std::borrow::Cow;
use std::path::Path;

use super::bounded::Bounded;
use super::manifest::FileEntry;
use super::series::QUANTILES;
use super::table::{CellType, Cells, Column, TableError, TableFile};
use crate::experiment::Format;

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

    fn with(mut self, column: Column, cells: Cells<'a>) -> Self {
        self.columns.push(column);
        self.cells.push(cells);
        self
    }

    /// Adds a column of words.
    #[must_use]
    pub fn text(
        self,
        name: impl Into<Cow<'static, str>>,
        meaning: impl Into<Cow<'static, str>>,
        get: impl Fn(&'a R) -> &'a str,
    ) -> Self {
        self.texts(Column::new(name, CellType::Text, "", meaning), &get)
    }

    /// As `numbers`.
    fn texts(self, column: Column, get: &dyn Fn(&'a R) -> &'a str) -> Self {
        let cells = Cells::Text(self.records.iter().map(get).collect());
        self.with(column, cells)
    }

    /// Adds a column of numbers; NaN is empty.
    #[must_use]
    pub fn number(
        self,
        name: impl Into<Cow<'static, str>>,
        unit: &'static str,
        meaning: impl Into<Cow<'static, str>>,
        get: impl Fn(&'a R) -> f64,
    ) -> Self {
        self.numbers(Column::new(name, CellType::Number, unit, meaning), &get)
    }

    /// Built once for a kind of records, not for each of its columns.
    fn numbers(self, column: Column, get: &dyn Fn(&'a R) -> f64) -> Self {
        // Zero has no sign in a table.
        let plain = |value: f64| if value == 0.0 { 0.0 } else { value };
        let cells = Cells::Number(self.records.iter().map(|record| plain(get(record))).collect());
        self.with(column, cells)
    }

    /// Adds columns of an estimate and of the ends of its interval, which `interval` describes.
    #[must_use]
    pub fn bounded<B: Into<Bounded>>(
        self,
        [name, low, high]: [&'static str; 3],
        unit: &'static str,
        [meaning, interval]: [&'static str; 2],
        get: impl Fn(&'a R) -> B,
    ) -> Self {
        self.number(name, unit, meaning, |record| get(record).into().value)
            .number(low, unit, format!("lower end of its {interval}"), |record| get(record).into().low)
            .number(high, unit, "upper end", |record| get(record).into().high)
    }

    /// Adds a column of whole numbers.
    #[must_use]
    pub fn integer(
        self,
        name: &'static str,
        unit: &'static str,
        meaning: &'static str,
        get: impl Fn(&'a R) -> u64,
    ) -> Self {
        let cells = Cells::Integer(self.records.iter().map(|record| Some(get(record) as i64)).collect());
        self.with(Column::new(name, CellType::Integer, unit, meaning), cells)
    }

    /// Adds a column of days, given from 1970-01-01.
    #[must_use]
    pub fn date(self, name: &'static str, meaning: &'static str, get: impl Fn(&'a R) -> i32) -> Self {
        let cells = Cells::Date(self.records.iter().map(get).collect());
        self.with(Column::new(name, CellType::Date, "", meaning), cells)
    }

    /// Adds a column for each quantile of [`QUANTILES`]; `meaning` is of a probability.
    #[must_use]
    pub fn quantiles(
        self,
        unit: &'static str,
        meaning: impl Fn(f64) -> String,
        get: impl Fn(&'a R) -> &'a [f64; QUANTILES.len()],
    ) -> Self {
        QUANTILES
            .iter()
            .enumerate()
            .fold(self, |table, (at, (p, name))| table.number(*name, unit, meaning(*p), |record| get(record)[at]))
    }

    /// Its columns and their cells, without writing it.
    pub fn into_parts(self) -> (Vec<Column>, Vec<Cells<'a>>) {
        (self.columns, self.cells)
    }

    /// Its columns, without writing it.
    pub fn columns(self) -> Vec<Column> {
        self.columns
    }

    /// What it holds, without writing it.
    pub fn entry(self) -> FileEntry {
        FileEntry { name: format!("{}.csv", self.stem), columns: self.columns }
    }

    /// Starts its file, without rows: they come by [`Tidy::append`].
    ///
    /// # Errors
    /// [`TableError`] when the disk refuses.
    pub fn create(self, folder: &Path, format: Format) -> Result<TableFile, TableError> {
        TableFile::create(folder, self.stem, format, &self.columns)
    }

    /// Appends its rows to a file.
    ///
    /// # Errors
    /// [`TableError`] when the disk refuses.
    pub fn append(&self, table: &mut TableFile) -> Result<(), TableError> {
        table.write(&self.cells)
    }

    /// Writes the table as CSV and says what it holds.
    ///
    /// # Errors
    /// [`TableError`] when the disk refuses.
    pub fn write(self, folder: &Path) -> Result<FileEntry, TableError> {
        let mut table = TableFile::create(folder, self.stem, Format::Csv, &self.columns)?;
        self.append(&mut table)?;
        table.finish()?;
        Ok(self.entry())
    }
}
