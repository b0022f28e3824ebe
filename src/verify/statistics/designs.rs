//! Designs: Sobol' points in CSV.

use super::VerifyError;
use super::compare::{EXACT, compare};
use crate::stats::design;
use crate::verify::check::Check;
use serde_json::Value;

/// Checks a CSV file of unscrambled Sobol' points, the first of the sequence, one column for each dimension.
pub(super) fn check_csv(file: &str, text: &str) -> Result<Vec<Check>, VerifyError> {
    let wrong = |line: usize, message: String| VerifyError::Csv { file: file.to_owned(), line, message };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| wrong(1, e.to_string()))?.clone();
    let dims = header.len();
    if header.is_empty() || !header.iter().all(|name| name.trim().starts_with('x')) {
        return Err(wrong(1, "expected a header x1,x2,... of design columns".to_owned()));
    }
    let mut rows = Vec::new();
    for (i, record) in reader.records().enumerate() {
        let record = record.map_err(|e| wrong(i + 2, e.to_string()))?;
        if record.len() != dims {
            return Err(wrong(i + 2, format!("expected {dims} numbers, found {}", record.len())));
        }
        let row: Result<Vec<f64>, VerifyError> = record
            .iter()
            .map(|cell| cell.trim().parse().map_err(|_| wrong(i + 2, format!("expected a number, found \"{cell}\""))))
            .collect();
        rows.push(row?);
    }
    let case = format!("Sobol' points, {} rows, {dims} columns", rows.len());
    let Some(points) = design::sobol_points(dims, rows.len()) else {
        let reason = format!("at most {} dimensions are supported", design::MAX_DIMENSIONS);
        return Ok(vec![Check::not_checked(&case, "points", "", &reason)]);
    };
    Ok((0..dims)
        .map(|j| {
            let computed: Vec<f64> = points.iter().map(|p| p[j]).collect();
            let expected: Vec<f64> = rows.iter().map(|r| r[j]).collect();
            compare(&case, header[j].trim(), &computed.into(), &Value::from(expected), EXACT)
        })
        .collect())
}
