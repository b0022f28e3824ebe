//! Reads tables of a result folder back, in either format, some columns at a time.

use std::path::Path;

use super::parquet_file::read_parquet;
use super::table::{Column, TableError};

/// Lines of CSV that are read at a time.
const LINES: usize = 32_768;

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

    /// The numbers, empty for words; a million of them take 8 MB, which are handed on and not copied.
    #[must_use]
    pub fn into_numbers(self) -> Vec<f64> {
        match self {
            Values::Numbers(numbers) => numbers,
            Values::Words(_) => Vec::new(),
        }
    }

    /// The words, empty for numbers.
    pub fn words(&self) -> &[String] {
        match self {
            Values::Words(words) => words,
            Values::Numbers(_) => &[],
        }
    }

    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        match self {
            Values::Numbers(numbers) => numbers.len(),
            Values::Words(words) => words.len(),
        }
    }

    /// A row's cell as words, "" where it is missing.
    pub(super) fn text(&self, at: usize) -> String {
        match self {
            Values::Words(words) => words[at].clone(),
            Values::Numbers(numbers) if numbers[at].is_nan() => String::new(),
            Values::Numbers(numbers) => numbers[at].to_string(),
        }
    }

    /// A row's cell as a number, NaN where it is missing or no number.
    pub(super) fn number(&self, at: usize) -> f64 {
        match self {
            Values::Numbers(numbers) => numbers[at],
            Values::Words(words) => words[at].parse().unwrap_or(f64::NAN),
        }
    }

    pub(super) fn clear(&mut self) {
        match self {
            Values::Numbers(numbers) => numbers.clear(),
            Values::Words(words) => words.clear(),
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
    // What is left where it was read to is kept.
    read_at_most(path, columns, u64::MAX, |_| true)
}

/// The cells of a row, taken one after the other in the order of the table's columns.
pub struct RowCells<'a> {
    columns: &'a [Values],
    row: usize,
    next: usize,
}

impl RowCells<'_> {
    fn next(&mut self) -> Option<&Values> {
        self.next += 1;
        self.columns.get(self.next - 1)
    }

    /// The next cell as words, "" where it is missing.
    pub fn text(&mut self) -> String {
        let row = self.row;
        self.next().map_or_else(String::new, |values| values.text(row))
    }

    /// The next cell as a number, NaN where it is missing.
    pub fn number(&mut self) -> f64 {
        let row = self.row;
        self.next().map_or(f64::NAN, |values| values.number(row))
    }

    /// The next cells as numbers.
    pub fn numbers<const N: usize>(&mut self) -> [f64; N] {
        std::array::from_fn(|_| self.number())
    }

    /// All cells that are left, as numbers.
    pub fn rest(&mut self) -> Vec<f64> {
        (self.next..self.columns.len()).map(|_| self.number()).collect()
    }
}

/// Reads a table row by row; `take` makes a row of its cells, in the order of the columns that the table was written with.
///
/// # Errors
/// As [`read_columns`].
pub fn read_rows<T>(
    path: &Path,
    columns: &[Column],
    mut take: impl FnMut(&mut RowCells<'_>) -> T,
) -> Result<Vec<T>, TableError> {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_ref()).collect();
    let mut rows = Vec::new();
    read_groups(path, &names, |group| {
        let of_group = group.first().map_or(0, Values::len);
        rows.extend((0..of_group).map(|row| take(&mut RowCells { columns: group, row, next: 0 })));
    })?;
    Ok(rows)
}

/// Reads columns some rows at a time (at least once, even of a table without rows); `visit` gets the columns in the order
/// asked for.
///
/// # Errors
/// As [`read_columns`].
fn read_groups(path: &Path, columns: &[&str], mut visit: impl FnMut(&[Values])) -> Result<(), TableError> {
    read_at_most(path, columns, u64::MAX, |group| {
        visit(group);
        group.iter_mut().for_each(Values::clear);
        true
    })?;
    Ok(())
}

/// Reads columns some rows at a time until `visit` says false, from a table that has at most so many rows. What `visit` does not
/// take away stays before the rows that are read next; what is there at the end is given back.
///
/// # Errors
/// As [`read_columns`]; [`TableError::NotOfTheRun`] when a Parquet file says that it has more.
pub(super) fn read_at_most(
    path: &Path,
    columns: &[&str],
    most: u64,
    visit: impl FnMut(&mut [Values]) -> bool,
) -> Result<Vec<Values>, TableError> {
    if path.extension().is_some_and(|extension| extension == "parquet") {
        read_parquet(path, columns, most, visit)
    } else {
        read_csv(path, columns, visit)
    }
}

/// A table lacks a column.
pub(super) fn no_column(path: &Path, column: &str) -> TableError {
    TableError::NoColumn { path: path.to_owned(), column: column.to_owned() }
}

fn read_csv(
    path: &Path,
    columns: &[&str],
    mut visit: impl FnMut(&mut [Values]) -> bool,
) -> Result<Vec<Values>, TableError> {
    let failed = |source| TableError::Csv { path: path.to_owned(), source };
    let mut reader = csv::Reader::from_path(path).map_err(failed)?;
    let heads = reader.headers().map_err(failed)?.clone();
    let places = columns
        .iter()
        .map(|column| heads.iter().position(|head| head == *column).ok_or_else(|| no_column(path, column)))
        .collect::<Result<Vec<_>, _>>()?;
    let (mut out, mut lines) = (vec![Values::Numbers(Vec::new()); columns.len()], 0);
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(failed)? {
        for (values, &place) in out.iter_mut().zip(&places) {
            values.push(&record[place]);
        }
        lines += 1;
        if lines % LINES == 0 && !visit(&mut out) {
            return Ok(out);
        }
    }
    if lines == 0 || lines % LINES > 0 {
        visit(&mut out);
    }
    Ok(out)
}
