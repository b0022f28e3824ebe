//! Parquet files through the library's low-level writer (its Arrow half would triple the build).
//!
//! Every column is optional, so missing values are null. Words, and so categories, are encoded through a dictionary. Unit,
//! meaning and levels of each column stand in the file's key-value metadata under `panj.columns`, as JSON.

use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use super::aside::Aside;
use super::table::{CellType, Cells, Column};

/// A Parquet file being written.
pub(super) struct ParquetFile {
    writer: SerializedFileWriter<Aside>,
}

impl ParquetFile {
    pub(super) fn new(aside: Aside, columns: &[Column]) -> Result<ParquetFile, ParquetError> {
        let fields = columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
        let schema = Arc::new(Type::group_type_builder("panj").with_fields(fields).build()?);
        let described = serde_json::to_string(columns).map_err(|error| ParquetError::External(Box::new(error)))?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_key_value_metadata(Some(vec![KeyValue::new("panj.columns".to_owned(), described)]))
            .build();
        Ok(ParquetFile { writer: SerializedFileWriter::new(aside, schema, Arc::new(properties))? })
    }

    /// Writes one row group.
    pub(super) fn write(&mut self, columns: &[Cells<'_>]) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for cells in columns {
            let Some(mut column) = group.next_column()? else { break };
            match cells {
                Cells::Text(values) => {
                    let levels: Vec<i16> = values.iter().map(|v| i16::from(!v.is_empty())).collect();
                    let present: Vec<ByteArray> =
                        values.iter().filter(|v| !v.is_empty()).map(|v| ByteArray::from(*v)).collect();
                    column.typed::<ByteArrayType>().write_batch(&present, Some(&levels), None)?;
                }
                Cells::Integer(values) => {
                    let levels: Vec<i16> = values.iter().map(|v| i16::from(v.is_some())).collect();
                    let present: Vec<i64> = values.iter().flatten().copied().collect();
                    column.typed::<Int64Type>().write_batch(&present, Some(&levels), None)?;
                }
                Cells::Number(values) => {
                    let levels: Vec<i16> = values.iter().map(|v| i16::from(!v.is_nan())).collect();
                    let present: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
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
    pub(super) fn finish(self) -> Result<Aside, ParquetError> {
        self.writer.into_inner()
    }
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
