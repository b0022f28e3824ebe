//! Designs: Sobol' points in CSV.

use super::Checks;
use super::compare::{check, exact};
use crate::stats::design;
use crate::verify::check::Check;
use crate::verify::error::VerifyError;
use crate::verify::object::Object;
use serde_json::Value;

/// Checks a CSV file of unscrambled Sobol' points, the first of the sequence, one column for each dimension; `file` is its name
/// in errors.
///
/// # Errors
/// When a line is no row of numbers.
pub(in crate::verify) fn check_csv(file: &str, text: &str) -> Checks {
    let wrong = |line: usize, message: &dyn ToString| VerifyError::line(file, line, message.to_string());
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| wrong(1, &e))?.clone();
    if header.is_empty() || !header.iter().all(|name| name.trim().starts_with('x')) {
        return Err(wrong(1, &"expected a header x1,x2,... of design columns"));
    }
    let mut columns = vec![Vec::new(); header.len()];
    for (i, record) in reader.records().enumerate() {
        let record = record.map_err(|e| wrong(i + 2, &e))?;
        if record.len() != header.len() {
            return Err(wrong(i + 2, &format!("expected {} numbers, found {}", header.len(), record.len())));
        }
        for (column, cell) in columns.iter_mut().zip(&record) {
            let number = cell.trim().parse::<f64>();
            column.push(number.map_err(|_| wrong(i + 2, &format!("expected a number, found \"{cell}\"")))?);
        }
    }
    let rows = columns[0].len();
    let case = format!("Sobol' points, {rows} rows, {} columns", header.len());
    let Some(points) = design::sobol_points(header.len(), rows) else {
        let reason = format!("at most {} dimensions are supported", design::MAX_DIMENSIONS);
        return Ok(vec![Check::not_checked(&case, "points", &reason)]);
    };
    let expected: Value = header.iter().map(|name| name.trim().to_owned()).zip(columns).collect();
    let found = check(&Object::new(file, &case, &expected)?, |q| {
        let dimension = header.iter().position(|name| name.trim() == q.name)?;
        exact(points.iter().map(|point| point[dimension]).collect::<Vec<f64>>())
    });
    Ok(found)
}
