//! Values and errors on their way between panj and Python.

use panj::scenario::{Date, Problem, Problems, Value};
use panj::study::StudyError;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};

/// A value of Python as a scenario has it. Scalars of NumPy and dates of pandas are taken like Python's own.
///
/// # Errors
/// When a scenario has no such value.
pub(crate) fn value_of(given: &Bound<'_, PyAny>) -> PyResult<Value> {
    if given.is_instance_of::<PyBool>() {
        return Ok(given.extract::<bool>()?.into());
    }
    if given.is_instance_of::<PyInt>() {
        return Ok(given.extract::<i64>()?.into());
    }
    if given.is_instance_of::<PyFloat>() {
        return Ok(given.extract::<f64>()?.into());
    }
    if given.is_instance_of::<PyString>() {
        return Ok(given.extract::<String>()?.into());
    }
    if given.is_instance_of::<PyList>() || given.is_instance_of::<PyTuple>() {
        let items = given.try_iter()?.map(|item| value_of(&item?)).collect::<PyResult<Vec<Value>>>()?;
        return Ok(items.into());
    }
    if let Ok(table) = given.cast::<PyDict>() {
        let entry = |(key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
            Ok(format!("{:?} = {}", key.extract::<String>()?, value_of(&value)?))
        };
        let entries = table.iter().map(entry).collect::<PyResult<Vec<String>>>()?;
        return Ok(Value::parse(&format!("{{ {} }}", entries.join(", "))));
    }
    if given.hasattr("isoformat")? {
        let text: String = given.call_method0("isoformat")?.extract()?;
        let day = text.split('T').next().unwrap_or_default();
        return match day.parse::<Date>() {
            Ok(date) => Ok(date.into()),
            Err(_) => Err(PyTypeError::new_err(format!("{text}: a date was expected"))),
        };
    }
    if given.hasattr("item")? {
        return value_of(&given.call_method0("item")?);
    }
    let name = given.get_type().name()?;
    Err(PyTypeError::new_err(format!(
        "a parameter is a number, a text, a date, True or False, a list or a dict, not {name}"
    )))
}

/// A value of a scenario as Python has it; lists and tables as TOML, which `panj` parses.
pub(crate) fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Text(text) => text.into_pyobject(py)?.into_any(),
        Value::Integer(whole) => whole.into_pyobject(py)?.into_any(),
        Value::Number(number) => number.into_pyobject(py)?.into_any(),
        Value::Flag(flag) => flag.into_pyobject(py)?.to_owned().into_any(),
        Value::Date(date) => day(py, *date)?,
        Value::List(_) | Value::Table(_) => py.import("panj._toml")?.getattr("value")?.call1((value.to_string(),))?,
    })
}

/// A date as Python has it.
pub(crate) fn day(py: Python<'_>, date: Date) -> PyResult<Bound<'_, PyAny>> {
    py.import("datetime")?.getattr("date")?.call_method1("fromisoformat", (date.to_string(),))
}

/// A problem as Python has it.
pub(crate) fn problem<'py>(py: Python<'py>, of: &Problem) -> PyResult<Bound<'py, PyAny>> {
    let Problem { file, line, column, key, found, rule, remedy, excerpt, .. } = of;
    let own = (file, line, column, key, found, rule, remedy, excerpt);
    py.import("panj._errors")?.getattr("problem")?.call1(own)
}

/// An error of a class of the package, with what is to be said and further arguments.
fn error<'py>(py: Python<'py>, class: &str, arguments: impl pyo3::call::PyCallArgs<'py>) -> PyErr {
    let made = py.import("panj._errors").and_then(|m| m.getattr(class)).and_then(|class| class.call1(arguments));
    made.map_or_else(|error| error, PyErr::from_value)
}

/// Problems as an exception that has them.
pub(crate) fn refused(py: Python<'_>, problems: &Problems) -> PyErr {
    let list = problems.iter().map(|one| problem(py, one)).collect::<PyResult<Vec<_>>>();
    match list {
        Ok(list) => error(py, "ScenarioError", (problems.to_string(), list)),
        Err(error) => error,
    }
}

/// Whatever a study cannot do, as an exception.
pub(crate) fn failed(py: Python<'_>, why: &StudyError) -> PyErr {
    match why {
        StudyError::Problems(problems) => refused(py, problems),
        other => other_error(py, &other.to_string()),
    }
}

/// An exception of the package without further data.
pub(crate) fn other_error(py: Python<'_>, text: &str) -> PyErr {
    error(py, "StudyError", (text,))
}
