//! panj as a Python module: `panj._native`, on which the package in `python/panj` stands.
//!
//! What Python asks becomes an experiment of [`panj::study`]; the lock of the interpreter is let go while worlds are simulated, and
//! results are handed out as Arrow tables. Whatever is a matter of Python's own customs is written in Python.

// PyO3 hands arguments over by value.
#![allow(clippy::needless_pass_by_value)]

mod convert;
mod job;
mod results;
mod scenario;
mod supervised;
mod table;

use std::ffi::OsString;

use pyo3::prelude::*;

/// Runs the program by its arguments, the first of which is its name; gives the exit code.
#[pyfunction]
fn main(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| panj::cli::run(arguments))
}

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", panj::experiment::VERSION)?;
    module.add_class::<scenario::Scenario>()?;
    module.add_class::<job::Job>()?;
    module.add_class::<results::Results>()?;
    module.add_class::<table::Table>()?;
    module.add_function(wrap_pyfunction!(job::work, module)?)?;
    module.add_function(wrap_pyfunction!(main, module)?)
}
