//! Reads tables of a result folder back, in either format, some columns at a time.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::schema::types::Type;

use super::table::TableError;
use crate::outcome::iso_date;

/// A column as read: numbers where every cell is one (or missing), else words.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Numbers; NaN is missing.
    Numbers(Vec<f64>),
    /// Words and ISO dates; "" is missing.
    Words(Vec<String>),
}

impl Values {
    /// The numbers, empty for words.
    pub fn numbers(&self) -> &[f64] {
        match self {
            Values::Numbers(numbers) => numbers,
            Values::Words(_) => &[],
        }
    }

    /// The words, empty for numbers.
    pub fn words(&self) -> &[String] {
        match self {
            Values::Words(words) => words,
            Values::Numbers(_) => &[],
        }
    }

    /// Takes up a cell of CSV.
    fn push(&mut self, cell: &str) {
        if let Values::Numbers(numbers) = self {
            let number = if cell.is_empty() { Ok(f64::NAN) } else { cell.parse() };
            match number {
                Ok(number) => return numbers.push(number),
                Err(_) => {
                    // The first word of a column: what came before can only have been missing or looked like numbers.
                    let shown = |x: &f64| if x.is_nan() { String::new() } else { x.to_string() };
                    *self = Values::Words(numbers.iter().map(shown).collect());
                }
            }
        }
        if let Values::Words(words) = self {
            words.push(cell.to_owned());
        }
    }
}

/// Reads columns of a table (`.csv` or `.parquet`) by name, in the order asked for.
///
/// # Errors
/// [`TableError`] when the file cannot be read or lacks a column.
pub fn read_columns(path: &Path, columns: &[&str]) -> Result<Vec<Values>, TableError> {
    if path.extension().is_some_and(|extension| extension == "parquet") {
        read_parquet(path, columns)
    } else {
        read_csv(path, columns)
    }
}

fn no_column(path: &Path, column: &str) -> TableError {
    TableError::NoColumn { path: path.to_owned(), column: column.to_owned() }
}

fn read_csv(path: &Path, columns: &[&str]) -> Result<Vec<Values>, TableError> {
    let failed = |source| TableError::Csv { path: path.to_owned(), source };
    let mut reader = csv::Reader::from_path(path).map_err(failed)?;
    let heads = reader.headers().map_err(failed)?.clone();
    let places = columns
        .iter()
        .map(|column| heads.iter().position(|head| head == *column).ok_or_else(|| no_column(path, column)))
        .collect::<Result<Vec<_>, _>>()?;
    let mut out = vec![Values::Numbers(Vec::new()); columns.len()];
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(failed)? {
        for (values, &place) in out.iter_mut().zip(&places) {
            values.push(&record[place]);
        }
    }
    Ok(out)
}

fn read_parquet(path: &Path, columns: &[&str]) -> Result<Vec<Values>, TableError> {
    let failed = |source| TableError::Parquet { path: path.to_owned(), source };
    let disk = |source| TableError::Disk { path: path.to_owned(), source };
    let reader = SerializedFileReader::new(File::open(path).map_err(disk)?).map_err(failed)?;
    let schema = reader.metadata().file_metadata().schema();
    let wanted = schema.get_fields().iter().filter(|field| columns.contains(&field.name())).cloned();
    let wanted: Vec<Arc<Type>> = wanted.collect();
    let place = |column: &&str| wanted.iter().position(|field| field.name() == *column);
    let places = columns
        .iter()
        .map(|column| place(column).ok_or_else(|| no_column(path, column)))
        .collect::<Result<Vec<_>, _>>()?;
    let words = |field: &Arc<Type>| field.get_basic_info().logical_type_ref().is_some();
    let mut read: Vec<Values> = wanted
        .iter()
        .map(|field| if words(field) { Values::Words(Vec::new()) } else { Values::Numbers(Vec::new()) })
        .collect();
    let projection = Type::group_type_builder(schema.name()).with_fields(wanted).build().map_err(failed)?;
    for row in reader.get_row_iter(Some(projection)).map_err(failed)? {
        let row = row.map_err(failed)?;
        for ((_, field), values) in row.get_column_iter().zip(&mut read) {
            match values {
                Values::Numbers(numbers) => numbers.push(match field {
                    Field::Double(x) => *x,
                    Field::Long(x) => *x as f64,
                    _ => f64::NAN,
                }),
                Values::Words(words) => words.push(match field {
                    Field::Str(text) => text.clone(),
                    Field::Date(day) => iso_date(*day),
                    _ => String::new(),
                }),
            }
        }
    }
    Ok(places.into_iter().map(|place| read[place].clone()).collect())
}
