//! In the place of `parquet_file` where panj is built without the feature `parquet`: every use of a Parquet file says so.

use std::path::Path;

use super::aside::Aside;
use super::read::Values;
use super::table::{Cells, Column, TableError};

/// There is no Parquet in this build.
#[derive(Debug, thiserror::Error)]
#[error("this panj is built without the feature `parquet`: take the format csv")]
pub struct ParquetError;

/// A Parquet file, of which there are none.
pub(super) enum ParquetFile {}

impl ParquetFile {
    pub(super) fn new(_: Aside, _: &[Column]) -> Result<ParquetFile, ParquetError> {
        Err(ParquetError)
    }

    pub(super) fn write(&mut self, _: &[Cells<'_>]) -> Result<(), ParquetError> {
        match *self {}
    }

    pub(super) fn finish(self) -> Result<Aside, ParquetError> {
        match self {}
    }
}

/// Reads no Parquet file.
pub(super) fn read_parquet(
    path: &Path,
    _: &[&str],
    _: u64,
    _: impl FnMut(&mut [Values]) -> bool,
) -> Result<Vec<Values>, TableError> {
    Err(TableError::Parquet { path: path.to_owned(), source: ParquetError })
}
