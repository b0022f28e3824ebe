//! Tables as Arrow, which pandas, polars, DuckDB and pyarrow take without copies by the PyCapsule interface.

use std::sync::Arc;

use arrow_array::builder::{Date32Builder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Date32Type, Float64Type, Int32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int32Array, Int64Array, RecordBatch,
    RecordBatchIterator, StringArray,
};
use arrow_schema::{ArrowError, DataType, Field, Schema, ffi::FFI_ArrowSchema};
use panj::result::{Cells, Column, ColumnValues, TableColumn};
use panj::scenario::format::nearest_name;
use pyo3::exceptions::{PyKeyError, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule};

/// A table: columns with name, type, unit and meaning.
#[pyclass(frozen, module = "panj._native")]
pub(crate) struct Table {
    batch: RecordBatch,
}

/// A column's kind, its cells as bytes (of categories and booleans -1 is missing), and its levels, or words.
type Parts<'py> = (&'static str, Bound<'py, PyBytes>, Vec<Option<String>>);

fn wrong(error: &ArrowError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

/// Numbers, of which NaN is null.
fn numbers(values: Vec<f64>) -> ArrayRef {
    let missing = values.iter().any(|value| value.is_nan());
    let valid = missing.then(|| values.iter().map(|value| !value.is_nan()).collect());
    Arc::new(Float64Array::new(values.into(), valid))
}

fn words<'a>(values: impl IntoIterator<Item = &'a str>) -> ArrayRef {
    let mut builder = StringBuilder::new();
    for value in values {
        builder.append_option((!value.is_empty()).then_some(value));
    }
    Arc::new(builder.finish())
}

#[allow(clippy::disallowed_types, reason = "metadata of Arrow, whose order does not show")]
fn field(about: &Column, array: &dyn Array) -> Field {
    let mut metadata = std::collections::HashMap::from([("meaning".to_owned(), about.meaning.to_string())]);
    if !about.unit.is_empty() {
        metadata.insert("unit".to_owned(), about.unit.to_string());
    }
    Field::new(&*about.name, array.data_type().clone(), true).with_metadata(metadata)
}

impl Table {
    fn of(columns: impl IntoIterator<Item = (Column, ArrayRef)>) -> PyResult<Table> {
        let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) =
            columns.into_iter().map(|(about, array)| (field(&about, &array), array)).unzip();
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).map_err(|error| wrong(&error))?;
        Ok(Table { batch })
    }

    /// Outcomes as columns.
    ///
    /// # Errors
    /// None that can be met.
    pub(crate) fn of_outcomes(columns: Vec<TableColumn>) -> PyResult<Table> {
        let mut made = Vec::with_capacity(columns.len());
        for TableColumn { about, values } in columns {
            let array: ArrayRef = match values {
                ColumnValues::Numbers(values) => numbers(values),
                ColumnValues::Integers(values) => {
                    Arc::new(values.into_iter().map(|value| value as i64).collect::<Int64Array>())
                }
                ColumnValues::Booleans(values) => Arc::new(BooleanArray::from(values)),
                ColumnValues::Categories(values) => {
                    let codes: Int32Array = values.into_iter().map(|code| code.map(|code| code as i32)).collect();
                    let levels: StringArray = about.levels.iter().map(|level| Some(&**level)).collect();
                    let levels = DictionaryArray::<Int32Type>::try_new(codes, Arc::new(levels));
                    Arc::new(levels.map_err(|error| wrong(&error))?)
                }
            };
            made.push((about, array));
        }
        Table::of(made)
    }

    /// A tidy table.
    ///
    /// # Errors
    /// None that can be met.
    pub(crate) fn of_cells((columns, cells): (Vec<Column>, Vec<Cells<'_>>)) -> PyResult<Table> {
        let array = |cells: Cells<'_>| -> ArrayRef {
            match cells {
                Cells::Text(values) => words(values),
                Cells::Integer(values) => Arc::new(Int64Array::from(values)),
                Cells::Number(values) => numbers(values.into_owned()),
                Cells::Boolean(values) => Arc::new(BooleanArray::from(values)),
                Cells::Date(values) => {
                    let mut builder = Date32Builder::new();
                    builder.append_slice(&values);
                    Arc::new(builder.finish())
                }
            }
        };
        Table::of(columns.into_iter().zip(cells.into_iter().map(array)))
    }
}

#[pymethods]
impl Table {
    /// Number of rows.
    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    /// Names of the columns with unit and meaning.
    fn fields(&self) -> Vec<(String, String, String)> {
        let schema = self.batch.schema();
        let one = |field: &Arc<Field>| {
            let told = |key| field.metadata().get(key).cloned().unwrap_or_default();
            (field.name().clone(), told("unit"), told("meaning"))
        };
        schema.fields().iter().map(one).collect()
    }

    /// A column: its kind, its cells as bytes, its levels.
    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Parts<'py>> {
        let Some(array) = self.batch.column_by_name(name) else {
            let schema = self.batch.schema();
            let near = nearest_name(name, schema.fields().iter().map(|field| field.name().as_str()));
            let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
            return Err(PyKeyError::new_err(format!("no column {name}{near}")));
        };
        let bytes = |values: &[u8]| PyBytes::new(py, values);
        Ok(match array.data_type() {
            DataType::Float64 => {
                let values: Vec<u8> =
                    array.as_primitive::<Float64Type>().values().iter().flat_map(|x| x.to_le_bytes()).collect();
                ("number", bytes(&values), Vec::new())
            }
            DataType::Int64 => {
                let values = array.as_primitive::<Int64Type>().iter().map(Option::unwrap_or_default);
                ("integer", bytes(&values.flat_map(i64::to_le_bytes).collect::<Vec<u8>>()), Vec::new())
            }
            DataType::Date32 => {
                let values = array.as_primitive::<Date32Type>().iter().map(|day| i64::from(day.unwrap_or_default()));
                ("date", bytes(&values.flat_map(i64::to_le_bytes).collect::<Vec<u8>>()), Vec::new())
            }
            DataType::Boolean => {
                let values = array.as_boolean().iter().map(|holds| holds.map_or(-1_i8, i8::from));
                ("boolean", bytes(&values.flat_map(i8::to_le_bytes).collect::<Vec<u8>>()), Vec::new())
            }
            DataType::Dictionary(..) => {
                let dictionary = array.as_dictionary::<Int32Type>();
                let codes = dictionary.keys().iter().map(|code| code.unwrap_or(-1));
                let levels = dictionary.values().as_string::<i32>().iter().map(|level| level.map(str::to_owned));
                ("category", bytes(&codes.flat_map(i32::to_le_bytes).collect::<Vec<u8>>()), levels.collect())
            }
            _ => {
                let words = array.as_string::<i32>().iter().map(|word| word.map(str::to_owned)).collect();
                ("text", bytes(&[]), words)
            }
        })
    }

    /// The schema, for whoever asks before the data.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.batch.schema().as_ref()).map_err(|error| wrong(&error))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The table as a stream of one batch; it is not cast to `requested_schema`, as the interface allows.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let batches = RecordBatchIterator::new([Ok(self.batch.clone())], self.batch.schema());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), c"arrow_array_stream")
    }
}
