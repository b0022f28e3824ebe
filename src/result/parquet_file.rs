//! Parquet files through the library's low-level writer and reader (its Arrow half would triple the build).
//!
//! Every column is optional, so missing values are null. Words, and so categories, are encoded through a dictionary. Unit,
//! meaning and levels of each column stand in the file's key-value metadata under `panj.columns`, as JSON.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Encoding, LogicalType, Repetition, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
pub use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type, TypePtr};

use super::aside::Aside;
use super::read::{Values, no_column};
use super::table::{CellType, Cells, Column, TableError};
use crate::scenario::Date;

/// Bytes of the dictionary of a column's group, above which its values are written as they are: a dictionary of numbers that never
/// come again takes more room than the numbers.
const DICTIONARY: usize = 16 << 10;
/// By so many of a column's first numbers it is seen whether they come again.
const LOOKED_AT: usize = 4_096;

/// A Parquet file being written.
pub(super) struct ParquetFile {
    schema: TypePtr,
    described: String,
    /// Before the first rows.
    aside: Option<Aside>,
    /// After them.
    writer: Option<SerializedFileWriter<Aside>>,
}

impl ParquetFile {
    pub(super) fn new(aside: Aside, columns: &[Column]) -> Result<ParquetFile, ParquetError> {
        let fields = columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
        let schema = Arc::new(Type::group_type_builder("panj").with_fields(fields).build()?);
        let described = serde_json::to_string(columns).map_err(|error| ParquetError::External(Box::new(error)))?;
        Ok(ParquetFile { schema, described, aside: Some(aside), writer: None })
    }

    /// The writer of a file whose first rows are these.
    fn opened(&mut self, first: &[Cells<'_>]) -> Result<&mut SerializedFileWriter<Aside>, ParquetError> {
        if let Some(aside) = self.aside.take() {
            let mut properties = WriterProperties::builder()
                .set_compression(Compression::SNAPPY)
                .set_dictionary_page_size_limit(DICTIONARY)
                .set_key_value_metadata(Some(vec![KeyValue::new("panj.columns".to_owned(), self.described.clone())]));
            for field in self.schema.get_fields().iter().filter(|field| field.get_physical_type() == Physical::DOUBLE) {
                // Nothing is in order by them: their least and greatest let no reader leave out a group.
                let path = ColumnPath::from(field.name());
                properties = properties.set_column_statistics_enabled(path, EnabledStatistics::None);
            }
            for (field, _) in self.schema.get_fields().iter().zip(first).filter(|(_, cells)| never_come_again(cells)) {
                // There is little to find in them: compressed, those of the tutorial take nine tenths of their room.
                let path = ColumnPath::from(field.name());
                properties = properties.set_column_dictionary_enabled(path.clone(), false);
                if field.get_physical_type() == Physical::INT64 {
                    // Numbers of replications go up by one.
                    properties = properties.set_column_encoding(path.clone(), Encoding::DELTA_BINARY_PACKED);
                }
                properties = properties.set_column_compression(path, Compression::UNCOMPRESSED);
            }
            self.writer =
                Some(SerializedFileWriter::new(aside, Arc::clone(&self.schema), Arc::new(properties.build()))?);
        }
        self.writer.as_mut().ok_or_else(not_opened)
    }

    /// Writes one row group.
    pub(super) fn write(&mut self, columns: &[Cells<'_>]) -> Result<(), ParquetError> {
        let mut group = self.opened(columns)?.next_row_group()?;
        for cells in columns {
            let Some(mut column) = group.next_column()? else { break };
            match cells {
                Cells::Text(values) => {
                    let levels: Vec<i16> = values.iter().map(|v| i16::from(!v.is_empty())).collect();
                    // Words come again: the bytes of each are kept once.
                    let mut known: BTreeMap<&str, ByteArray> = BTreeMap::new();
                    let mut bytes = |word| known.entry(word).or_insert_with(|| ByteArray::from(word)).clone();
                    let present: Vec<ByteArray> = values.iter().filter(|v| !v.is_empty()).map(|v| bytes(*v)).collect();
                    column.typed::<ByteArrayType>().write_batch(&present, Some(&levels), None)?;
                }
                Cells::Integer(values) => {
                    let levels: Vec<i16> = values.iter().map(|v| i16::from(v.is_some())).collect();
                    let present: Vec<i64> = values.iter().flatten().copied().collect();
                    column.typed::<Int64Type>().write_batch(&present, Some(&levels), None)?;
                }
                Cells::Number(values) => {
                    let levels: Vec<i16> = values.iter().map(|v| i16::from(!v.is_nan())).collect();
                    let mut present = Cow::Borrowed(&values[..]);
                    if levels.contains(&0) {
                        present.to_mut().retain(|value| !value.is_nan());
                    }
                    column.typed::<DoubleType>().write_batch(&present, Some(&levels), None)?;
                }
                Cells::Boolean(values) => {
                    let levels: Vec<i16> = values.iter().map(|v| i16::from(v.is_some())).collect();
                    let present: Vec<bool> = values.iter().flatten().copied().collect();
                    column.typed::<BoolType>().write_batch(&present, Some(&levels), None)?;
                }
                Cells::Date(values) => {
                    let levels = vec![1; values.len()];
                    column.typed::<Int32Type>().write_batch(values, Some(&levels), None)?;
                }
            }
            column.close()?;
        }
        group.close()?;
        Ok(())
    }

    /// Writes the footer and hands the file back.
    pub(super) fn finish(mut self) -> Result<Aside, ParquetError> {
        self.opened(&[])?;
        self.writer.ok_or_else(not_opened)?.into_inner()
    }
}

/// An earlier call has failed, and the caller goes on.
fn not_opened() -> ParquetError {
    ParquetError::General("the file was not opened".to_owned())
}

/// Whether nearly all numbers of a column are different ones.
fn never_come_again(cells: &Cells<'_>) -> bool {
    let mut bits: Vec<u64> = match cells {
        Cells::Number(values) => {
            values.iter().filter(|value| !value.is_nan()).take(LOOKED_AT).map(|value| value.to_bits()).collect()
        }
        Cells::Integer(values) => values.iter().flatten().take(LOOKED_AT).map(|value| *value as u64).collect(),
        Cells::Text(_) | Cells::Boolean(_) | Cells::Date(_) => return false,
    };
    let looked_at = bits.len();
    bits.sort_unstable();
    bits.dedup();
    looked_at == LOOKED_AT && bits.len() > LOOKED_AT / 4 * 3
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let physical = match column.cells {
        CellType::Text | CellType::Category => Physical::BYTE_ARRAY,
        CellType::Boolean => Physical::BOOLEAN,
        CellType::Integer => Physical::INT64,
        CellType::Number => Physical::DOUBLE,
        CellType::Date => Physical::INT32,
    };
    let builder = Type::primitive_type_builder(&column.name, physical).with_repetition(Repetition::OPTIONAL);
    let built = match column.cells {
        CellType::Text | CellType::Category => {
            builder.with_logical_type(Some(LogicalType::String)).with_converted_type(ConvertedType::UTF8)
        }
        CellType::Date => builder.with_logical_type(Some(LogicalType::Date)).with_converted_type(ConvertedType::DATE),
        CellType::Integer | CellType::Number | CellType::Boolean => builder,
    };
    Ok(Arc::new(built.build()?))
}

/// Reads columns of a Parquet file, a row group at a time, until `visit` says false; at most so many rows. What `visit` does not take
/// away stays before the rows that are read next; what is there at the end is given back.
pub(super) fn read_parquet(
    path: &Path,
    columns: &[&str],
    most: u64,
    mut visit: impl FnMut(&mut [Values]) -> bool,
) -> Result<Vec<Values>, TableError> {
    let failed = |source| TableError::Parquet { path: path.to_owned(), source };
    let disk = |source| TableError::Disk { path: path.to_owned(), source };
    let reader = SerializedFileReader::new(File::open(path).map_err(disk)?).map_err(failed)?;
    let rows = reader.metadata().file_metadata().num_rows();
    if u64::try_from(rows).is_ok_and(|rows| rows > most) {
        return Err(TableError::NotOfTheRun { path: path.to_owned(), replications: most });
    }
    let fields = reader.metadata().file_metadata().schema().get_fields();
    let place = |column: &&str| fields.iter().position(|field| field.name() == *column);
    let places = columns
        .iter()
        .map(|column| place(column).ok_or_else(|| no_column(path, column)))
        .collect::<Result<Vec<_>, _>>()?;
    let words = |place: &usize| fields[*place].get_basic_info().logical_type_ref().is_some();
    let empty = |place| if words(place) { Values::Words(Vec::new()) } else { Values::Numbers(Vec::new()) };
    let mut read: Vec<Values> = places.iter().map(empty).collect();
    for number in 0..reader.num_row_groups() {
        let group = reader.get_row_group(number).map_err(failed)?;
        let rows = group.metadata().num_rows() as usize;
        for (&place, values) in places.iter().zip(&mut read) {
            append(group.get_column_reader(place).map_err(failed)?, rows, values).map_err(failed)?;
        }
        if !visit(&mut read) {
            return Ok(read);
        }
    }
    if reader.num_row_groups() == 0 {
        visit(&mut read);
    }
    Ok(read)
}

/// Appends a column of a row group.
fn append(column: ColumnReader, rows: usize, into: &mut Values) -> Result<(), ParquetError> {
    match (column, into) {
        (ColumnReader::DoubleColumnReader(column), Values::Numbers(out)) => {
            cells(column, rows, out, |x| x.copied().unwrap_or(f64::NAN))
        }
        (ColumnReader::BoolColumnReader(column), Values::Numbers(out)) => {
            cells(column, rows, out, |x| x.map_or(f64::NAN, |holds| f64::from(u8::from(*holds))))
        }
        (ColumnReader::Int64ColumnReader(column), Values::Numbers(out)) => {
            cells(column, rows, out, |x| x.map_or(f64::NAN, |x| *x as f64))
        }
        (ColumnReader::ByteArrayColumnReader(column), Values::Words(out)) => cells(column, rows, out, |x| {
            x.map_or_else(String::new, |bytes| String::from_utf8_lossy(bytes.data()).into_owned())
        }),
        (ColumnReader::Int32ColumnReader(column), Values::Words(out)) => {
            cells(column, rows, out, |x| x.map_or_else(String::new, |day| Date::EPOCH.plus_days(*day).to_string()))
        }
        (_, Values::Numbers(out)) => {
            out.extend(std::iter::repeat_n(f64::NAN, rows));
            Ok(())
        }
        (_, Values::Words(out)) => {
            out.extend(std::iter::repeat_n(String::new(), rows));
            Ok(())
        }
    }
}

/// Appends what is made of each cell of an optional column of `rows` rows, None where it is null.
fn cells<T: DataType, V>(
    mut column: ColumnReaderImpl<T>,
    rows: usize,
    out: &mut Vec<V>,
    made: impl Fn(Option<&T::T>) -> V,
) -> Result<(), ParquetError> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    while levels.len() < rows {
        let (records, _, _) = column.read_records(rows - levels.len(), Some(&mut levels), None, &mut values)?;
        if records == 0 {
            break;
        }
    }
    let mut present = values.iter();
    out.extend(levels.iter().map(|level| made(if *level > 0 { present.next() } else { None })));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::table::TableFile;
    use super::*;
    use crate::experiment::Format;

    #[test]
    fn numbers_that_never_come_again_are_written_as_they_are() {
        let number = |name: &'static str| Column::new(name, CellType::Number, "", "");
        let counted = Column::new("counted", CellType::Integer, "", "");
        let columns = [number("scattered"), number("few"), number("rare"), counted];
        let rows = 0..6_000;
        let scattered: Vec<f64> =
            rows.clone().map(|i| if i % 5 == 0 { f64::NAN } else { f64::from(i).sqrt() }).collect();
        let few: Vec<f64> = rows.clone().map(|i| f64::from(i % 7)).collect();
        // Different ones, but too few to tell.
        let rare: Vec<f64> = rows.clone().map(|i| if i % 2 == 0 { f64::NAN } else { f64::from(i).sqrt() }).collect();
        let [scattered, few, rare] = [scattered, few, rare].map(|values| Cells::Number(values.into()));
        let cells = [scattered, few, rare, Cells::Integer(rows.map(|i| Some(i64::from(i))).collect())];
        let folder = tempfile::tempdir().unwrap();
        let mut table = TableFile::create(folder.path(), "table", Format::Parquet, &columns).unwrap();
        table.write(&cells).unwrap();
        table.finish().unwrap();
        let path = folder.path().join("table.parquet");
        let reader = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
        let compressed: Vec<bool> = (0..4)
            .map(|at| reader.metadata().row_group(0).column(at).compression() != Compression::UNCOMPRESSED)
            .collect();
        assert_eq!(compressed, [false, true, true, false]);
        let counted = reader.metadata().row_group(0).column(3);
        assert!(counted.compressed_size() < 1_000, "{} bytes", counted.compressed_size());
        let read = read_parquet(&path, &["scattered", "few", "rare", "counted"], 6_000, |_| true).unwrap();
        for (read, wrote) in read.iter().zip(&cells) {
            let wrote = |at: usize| match wrote {
                Cells::Number(wrote) => wrote[at],
                Cells::Integer(wrote) => wrote[at].map_or(f64::NAN, |number| number as f64),
                _ => unreachable!("all are numbers"),
            };
            assert!((0..6_000).all(|at| read.number(at).to_bits() == wrote(at).to_bits()));
        }
    }

    #[test]
    fn a_table_without_rows_has_its_columns() {
        let folder = tempfile::tempdir().unwrap();
        let columns = [Column::new("x", CellType::Number, "", "")];
        TableFile::create(folder.path(), "none", Format::Parquet, &columns).unwrap().finish().unwrap();
        let mut lengths = Vec::new();
        read_parquet(&folder.path().join("none.parquet"), &["x"], 0, |group| {
            lengths.extend(group.iter().map(Values::len));
            true
        })
        .unwrap();
        assert_eq!(lengths, [0]);
    }
}
