//! Tables of a result folder, in Parquet or CSV with the same contents: one observation a row, ISO dates, snake_case
//! names, missing values null or empty.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::aside::Aside;
use super::parquet_file::{ParquetError, ParquetFile};
use crate::experiment::Format;
use crate::scenario::Date;

/// A column's name, unit, meaning and type; stands in the manifest and in the metadata of a Parquet file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name in snake case.
    pub name: Cow<'static, str>,
    /// Type of its cells.
    #[serde(rename = "type")]
    pub cells: CellType,
    /// Unit in words, "" where there is none.
    pub unit: Cow<'static, str>,
    /// What it says.
    pub meaning: Cow<'static, str>,
    /// The values that a category can have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Cow<'static, str>>,
}

/// Type of the cells of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellType {
    /// Words.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Days, ISO dates in CSV.
    Date,
    /// Whether something happened; 1 or 0 in CSV.
    Boolean,
    /// One of a column's levels; words, in Parquet through a dictionary.
    Category,
}

/// Cells of one column, for some rows.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells<'a> {
    /// Words; "" is missing.
    Text(Vec<&'a str>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Numbers; NaN is missing.
    Number(Cow<'a, [f64]>),
    /// Days from 1970-01-01.
    Date(Vec<i32>),
    /// Whether something happened.
    Boolean(Vec<Option<bool>>),
}

impl Column {
    /// A column.
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        cells: CellType,
        unit: impl Into<Cow<'static, str>>,
        meaning: impl Into<Cow<'static, str>>,
    ) -> Column {
        Column { name: name.into(), cells, unit: unit.into(), meaning: meaning.into(), levels: Vec::new() }
    }

    /// The same with the values that a category can have.
    #[must_use]
    pub fn levels(self, levels: Vec<Cow<'static, str>>) -> Column {
        Column { levels, ..self }
    }
}

impl Cells<'_> {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Cells::Text(c) => c.len(),
            Cells::Integer(c) => c.len(),
            Cells::Number(c) => c.len(),
            Cells::Date(c) => c.len(),
            Cells::Boolean(c) => c.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell of a row as CSV has it.
    fn text(&self, row: usize) -> Cow<'_, str> {
        match self {
            Cells::Text(c) => Cow::Borrowed(c[row]),
            Cells::Integer(c) => c[row].map_or(Cow::Borrowed(""), |x| Cow::Owned(x.to_string())),
            Cells::Number(c) if c[row].is_nan() => Cow::Borrowed(""),
            Cells::Number(c) => Cow::Owned(c[row].to_string()),
            Cells::Date(c) => Cow::Owned(Date::EPOCH.plus_days(c[row]).to_string()),
            Cells::Boolean(c) => Cow::Borrowed(c[row].map_or("", |holds| if holds { "1" } else { "0" })),
        }
    }
}

/// Why a table cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The disk refused.
    #[error("{path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The Parquet library refused.
    #[error("{path}: {source}")]
    Parquet {
        /// Which file.
        path: PathBuf,
        /// What it said.
        source: ParquetError,
    },
    /// The CSV library refused.
    #[error("{path}: {source}")]
    Csv {
        /// Which file.
        path: PathBuf,
        /// What it said.
        source: csv::Error,
    },
    /// It is not the structure that is written there.
    #[error("{path} is damaged, or not written by panj: {source}")]
    Json {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// Another version of panj wrote it.
    #[error(
        "{path} has format {found}, and this version of panj reads format {known}: run the experiment again with this version"
    )]
    OtherFormat {
        /// Which file.
        path: PathBuf,
        /// Version of its structure.
        found: u64,
        /// The version that is read.
        known: u32,
    },
    /// A table has rows that its run has not.
    #[error(
        "{path} is damaged: its rows are not those of {replications} replications of each variant; run the command again with --fresh"
    )]
    NotOfTheRun {
        /// Which file.
        path: PathBuf,
        /// Replications that the manifest tells of.
        replications: u64,
    },
    /// A table lacks a column that its manifest promises.
    #[error("{path} is damaged: it has no column `{column}`")]
    NoColumn {
        /// Which file.
        path: PathBuf,
        /// Which column.
        column: String,
    },
}

/// A table being written; it gets its name by [`TableFile::finish`].
pub struct TableFile {
    path: PathBuf,
    writer: Writer,
}

enum Writer {
    Parquet(Box<ParquetFile>),
    Csv(Box<csv::Writer<Aside>>),
}

impl TableFile {
    /// Starts a table named `stem` with the ending of its format.
    ///
    /// # Errors
    /// [`TableError`] when the file cannot be made.
    pub fn create(folder: &Path, stem: &str, format: Format, columns: &[Column]) -> Result<TableFile, TableError> {
        let path = folder.join(format!("{stem}.{}", format.extension()));
        let aside = Aside::create(&path).map_err(|source| TableError::Disk { path: path.clone(), source })?;
        let writer = match format {
            Format::Parquet => Writer::Parquet(Box::new(
                ParquetFile::new(aside, columns)
                    .map_err(|source| TableError::Parquet { path: path.clone(), source })?,
            )),
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(aside);
                writer
                    .write_record(columns.iter().map(|c| c.name.as_bytes()))
                    .map_err(|source| TableError::Csv { path: path.clone(), source })?;
                Writer::Csv(Box::new(writer))
            }
        };
        Ok(TableFile { path, writer })
    }

    /// Adds rows, given as the cells of all columns (equally many each).
    ///
    /// # Errors
    /// [`TableError`] when the disk refuses.
    pub fn write(&mut self, columns: &[Cells<'_>]) -> Result<(), TableError> {
        match &mut self.writer {
            Writer::Parquet(file) => {
                file.write(columns).map_err(|source| TableError::Parquet { path: self.path.clone(), source })
            }
            Writer::Csv(writer) => {
                let mut row = |row: usize| {
                    columns.iter().try_for_each(|column| writer.write_field(&*column.text(row)))?;
                    writer.write_record(None::<&[u8]>)
                };
                let mut rows = 0..columns.first().map_or(0, Cells::len);
                rows.try_for_each(&mut row).map_err(|source| TableError::Csv { path: self.path.clone(), source })
            }
        }
    }

    /// Closes the file and gives it its name.
    ///
    /// # Errors
    /// [`TableError`] when the disk refuses.
    pub fn finish(self) -> Result<(), TableError> {
        let disk = |source| TableError::Disk { path: self.path.clone(), source };
        let aside = match self.writer {
            Writer::Parquet(file) => {
                file.finish().map_err(|source| TableError::Parquet { path: self.path.clone(), source })?
            }
            Writer::Csv(writer) => writer.into_inner().map_err(|error| disk(error.into_error()))?,
        };
        aside.finish_synced().map_err(disk)
    }
}
