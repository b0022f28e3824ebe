//! Outcomes at the points of a design, and which of them are worth a picture.

use crate::outcome::{Kind, Metric};
use crate::report::folder::ReportError;
use crate::report::folder::read::{Results, number, words};
use crate::report::folder::words::capitalised;
use crate::result::{read_columns, read_groups};
use crate::stats::summary::Summary;

/// Spread between points over the standard error of a point, from which a movement is clear.
const CLEAR: f64 = 3.0;

/// An outcome at every point.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    pub(super) metric: String,
    /// Which level, for a metric of levels, else "".
    pub(super) level: String,
    pub(super) at: Vec<At>,
}

/// An outcome at a point.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct At {
    pub(super) n: f64,
    pub(super) mean: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) sd: f64,
}

impl Outcome {
    /// Spread of its means over points, in standard errors of a mean.
    fn clarity(&self) -> f64 {
        let means: Vec<f64> = self.means().filter(|mean| mean.is_finite()).collect();
        let squares: Vec<f64> = self.at.iter().map(|at| at.sd * at.sd / at.n).filter(|e| e.is_finite()).collect();
        let (spread, error) = (Summary::of(&means).sd, Summary::of(&squares).mean.sqrt());
        if error > 0.0 { spread / error } else { spread * 1e6 }
    }

    /// The means, in the order of the points.
    pub(super) fn means(&self) -> impl Iterator<Item = f64> {
        self.at.iter().map(|at| at.mean)
    }

    /// The mean of its means over some points; NaN where one is missing.
    pub(super) fn over(&self, points: &[usize]) -> f64 {
        points.iter().map(|point| self.at.get(*point).map_or(f64::NAN, |at| at.mean)).sum::<f64>() / points.len() as f64
    }

    /// Name of its files: the metric, and the level.
    pub(super) fn name(&self) -> String {
        if self.level.is_empty() {
            self.metric.clone()
        } else {
            format!("{}_{}", self.metric, self.level.replace(|c: char| !c.is_ascii_alphanumeric(), "_"))
        }
    }

    /// The outcome in words, to begin a sentence with.
    pub(in crate::report::folder) fn subject(&self, results: &Results) -> String {
        subject(results, &self.metric, &self.level)
    }

    /// What an axis says of it.
    pub(super) fn label(&self, results: &Results) -> String {
        label(results, &self.metric, &self.level)
    }
}

/// A metric in words, to begin a sentence with.
pub(in crate::report::folder) fn subject(results: &Results, metric: &str, level: &str) -> String {
    let Some(known) = results.metric(metric) else { return metric.to_owned() };
    let meaning = results.meaning(known);
    let meaning = meaning.split("; ").next().unwrap_or(&meaning);
    match &known.kind {
        Kind::Event => {
            let what = meaning.strip_prefix("whether ").unwrap_or(meaning);
            format!("Worlds in which {what}")
        }
        Kind::Level(_) => format!("{}: {}", capitalised(meaning), level.replace('-', " ")),
        _ => capitalised(meaning),
    }
}

/// What an axis says of a metric: its meaning, its unit, that it is a mean or a share.
pub(in crate::report::folder) fn label(results: &Results, metric: &str, level: &str) -> String {
    let Some(known) = results.metric(metric) else { return metric.to_owned() };
    let meaning = results.meaning(known);
    let meaning = meaning.split("; ").next().unwrap_or(&meaning);
    match &known.kind {
        Kind::Event => {
            format!("share of worlds in which {}", meaning.strip_prefix("whether ").unwrap_or(meaning))
        }
        Kind::Level(_) => format!("share of worlds: {meaning}: {}", level.replace('-', " ")),
        _ => format!("{}, mean", with_unit(known, meaning)),
    }
}

/// A meaning with its unit, unless it says it.
fn with_unit(metric: &Metric, meaning: &str) -> String {
    if metric.unit.is_empty() || metric.unit == "1" || meaning.contains(metric.unit.as_ref()) {
        meaning.to_owned()
    } else {
        format!("{meaning} ({})", metric.unit)
    }
}

/// The outcomes that get charts and sentences: those asked for; else those that move clearly, headlines by their rank, then others in
/// the order of how clearly.
pub(super) fn chosen(results: &Results, outcomes: &[Outcome], asked: &[String], most: usize) -> Vec<Outcome> {
    if !asked.is_empty() {
        return outcomes.iter().filter(|one| asked.contains(&one.metric)).take(2 * most).cloned().collect();
    }
    let defined = |one: &&Outcome| one.level.is_empty() && one.means().all(f64::is_finite);
    let mut ranked: Vec<(&Outcome, f64)> = outcomes.iter().filter(defined).map(|one| (one, one.clarity())).collect();
    ranked.retain(|(_, clarity)| *clarity > CLEAR);
    ranked.sort_by(|a, b| results.rank(&a.0.metric).cmp(&results.rank(&b.0.metric)).then(b.1.total_cmp(&a.1)));
    let mut out: Vec<Outcome> = Vec::new();
    for (one, _) in ranked {
        if out.len() < most && out.iter().all(|there| series(&there.metric) != series(&one.metric)) {
            out.push(one.clone());
        }
    }
    out
}

/// The name of a metric without the date that it is counted on: one count of a series stands for all.
pub(super) fn series(metric: &str) -> &str {
    metric.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_')
}

/// The outcomes of `sweep.csv`.
///
/// # Errors
/// When the table cannot be read.
pub(super) fn of_sweep(results: &Results) -> Result<Vec<Outcome>, ReportError> {
    let columns = ["point", "metric", "level", "n", "mean", "ci_low", "ci_high", "sd"];
    let Some(path) = results.manifest.table(&results.folder, "sweep") else { return Ok(Vec::new()) };
    let read = read_columns(&path, &columns)?;
    let (metrics, levels) = (words(&read[1]), words(&read[2]));
    let mut out: Vec<Outcome> = Vec::new();
    for (row, (metric, level)) in metrics.iter().zip(&levels).enumerate() {
        if out.last().is_none_or(|last| last.metric != *metric || last.level != *level) {
            out.push(Outcome { metric: metric.clone(), level: level.clone(), at: Vec::new() });
        }
        let [n, mean, low, high, sd] = [3, 4, 5, 6, 7].map(|at| number(&read[at], row));
        if let Some(last) = out.last_mut() {
            last.at.push(At { n, mean, low, high, sd });
        }
    }
    Ok(out)
}

/// Means of some metrics at all points, from `summary.csv`, which may be long: it is read some rows at a time.
///
/// # Errors
/// When the table cannot be read.
pub(super) fn of_summary(results: &Results, wanted: &[(String, String)]) -> Result<Vec<Outcome>, ReportError> {
    let empty =
        |(metric, level): &(String, String)| Outcome { metric: metric.clone(), level: level.clone(), at: Vec::new() };
    let mut out: Vec<Outcome> = wanted.iter().map(empty).collect();
    let columns = ["metric", "level", "mean", "p"];
    read_groups(&results.folder.join("summary.csv"), &columns, |group| {
        let (metrics, levels) = (words(&group[0]), words(&group[1]));
        for (row, (metric, level)) in metrics.iter().zip(&levels).enumerate() {
            if let Some(one) = out.iter_mut().find(|one| one.metric == *metric && one.level == *level) {
                let share = results.metric(metric).is_some_and(|m| m.is_share());
                let mean = number(&group[if share { 3 } else { 2 }], row);
                one.at.push(At { mean, ..At::default() });
            }
        }
    })?;
    Ok(out)
}
