//! Designs: Sobol' points in CSV, Halton points, measures of a given design, and transforms.

use super::VerifyError;
use super::compare::{EXACT, TAIL, compare};
use super::fields::Fields;
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

/// Unscrambled Halton points.
pub(super) fn halton(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let dims = f.count("d", 1)? as usize;
    let start = if f.has("start_index") { f.count("start_index", 0)? } else { 0 };
    let given = f.table("points")?;
    f.check("points", design::halton_points(dims, start, given.len()), EXACT);
    Ok(())
}

/// Measures of a given design.
pub(super) fn metrics(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let points = f.table("points")?;
    // discrepancies are differences of numbers near one
    let near = EXACT.scaled(1e-3);
    f.check("centered_L2_discrepancy", design::centered(&points), near);
    f.check("wraparound_L2", design::wraparound(&points), near);
    f.check("mixture", design::mixture(&points), near);
    f.check("L2_star", design::l2_star(&points), near);
    f.check("min_distance", design::min_distance(&points), EXACT);
    f.check("max_abs_column_correlation", design::max_column_correlation(&points), near);
    f.check("is_latin", design::is_latin(&points), EXACT);
    Ok(())
}

/// From uniform numbers to a distribution.
pub(super) fn transform(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let dist = f.text("dist").to_owned();
    let mut target = None;
    f.within("params", |f| {
        target = read_target(f, &dist)?;
        Ok(())
    })?;
    let u = f.numbers("u")?;
    let Some(target) = target else {
        for key in ["inverse_cdf", "mean", "var"] {
            f.not_checked(key, "distribution of an unknown kind");
        }
        return Ok(());
    };
    f.check("inverse_cdf", u.iter().map(|&u| target.inverse(u)).collect::<Vec<_>>(), TAIL);
    f.check("mean", target.mean(), EXACT);
    f.check("var", target.variance(), EXACT);
    Ok(())
}

fn read_target(f: &mut Fields<'_>, dist: &str) -> Result<Option<design::Target>, VerifyError> {
    use design::Target;
    Ok(Some(match dist {
        "uniform" => Target::Uniform { low: f.number("low")?, high: f.number("high")? },
        "normal" => Target::Normal { mean: f.number("mean")?, sd: f.number("sd")? },
        "lognormal" => Target::LogNormal { mu: f.number("mu_log")?, sigma: f.number("sd_log")? },
        "triangular" => Target::Triangular { low: f.number("low")?, mode: f.number("mode")?, high: f.number("high")? },
        "exponential" => Target::Exponential { mean: f.number("mean")? },
        "gamma" => Target::Gamma { shape: f.number("shape")?, scale: f.number("scale")? },
        "weibull" => Target::Weibull { shape: f.number("shape")?, scale: f.number("scale")? },
        "beta" => Target::Beta { a: f.number("a")?, b: f.number("b")? },
        "loguniform" => Target::LogUniform { low: f.number("low")?, high: f.number("high")? },
        "truncnormal" => Target::TruncatedNormal {
            mean: f.number("mean")?,
            sd: f.number("sd")?,
            low: f.number("low")?,
            high: f.number("high")?,
        },
        "poisson" => Target::Poisson { mean: f.number("mean")? },
        "negbinomial" => Target::NegativeBinomial { r: f.number("r")?, p: f.number("p")? },
        "binomial" => Target::Binomial { n: f.count("n", 0)?, p: f.number("p")? },
        _ => return Ok(None),
    }))
}
