//! The pictures and sentences of what drives an outcome.

use super::outcomes::{label, subject};
use crate::report::charts::{Index, Morris, MorrisPoint, SobolBars, SobolRow, SweepCurve, SweepLine};
use crate::report::folder::read::{Results, number, words};
use crate::report::folder::words::{amount, percent, percent_range};
use crate::report::folder::{Chart, ReportError};
use crate::result::read_columns;

/// Most rows of a chart of indices.
const BARS: usize = 12;
/// Most points of a screening.
const POINTS: usize = 16;
/// Parameters whose measures are followed over the size of the design.
const FOLLOWED: usize = 5;
/// Parameters of a sentence.
const NAMED: usize = 3;
/// Rank correlation from which an effect has a direction.
const DIRECTED: f64 = 0.1;

/// What drives an outcome, as read.
#[derive(Clone, Debug, Default)]
pub(super) struct Measured {
    pub(super) metric: String,
    pub(super) level: String,
    /// Whether some point has no value, so that nothing is defined.
    pub(super) undefined: bool,
    /// Share of the differences between points that is chance.
    pub(super) chance: f64,
    /// The strongest first.
    pub(super) parameters: Vec<Parameter>,
}

/// One parameter's measures; estimates with their intervals, NaN where the method gives none.
#[derive(Clone, Debug, Default)]
pub(super) struct Parameter {
    pub(super) path: String,
    pub(super) mu: f64,
    pub(super) mu_star: [f64; 3],
    pub(super) sigma: f64,
    pub(super) first: [f64; 3],
    pub(super) total: [f64; 3],
    pub(super) rank_correlation: f64,
}

impl Parameter {
    fn measure(&self) -> [f64; 3] {
        if self.total[0].is_finite() { self.total } else { self.mu_star }
    }
}

impl Measured {
    /// Puts the strongest parameter first.
    pub(super) fn order(&mut self) {
        let strength = |p: &Parameter| Some(p.measure()[0]).filter(|m| m.is_finite()).unwrap_or(f64::NEG_INFINITY);
        self.parameters.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    }

    /// The largest measure; NaN where there is none.
    pub(super) fn strongest(&self) -> f64 {
        self.parameters.first().map_or(f64::NAN, |p| p.measure()[0])
    }

    fn name(&self) -> String {
        let level = self.level.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        if level.is_empty() { self.metric.clone() } else { format!("{}_{level}", self.metric) }
    }
}

/// "27 to 100 %", without the parts outside 0 to 1 that an interval of an index may have.
pub(super) fn range(low: f64, high: f64) -> String {
    percent_range(low.clamp(0.0, 1.0), high.clamp(0.0, 1.0))
}

/// Whether the intervals of the two strongest parameters overlap.
pub(super) fn is_unordered(one: &Measured) -> bool {
    match one.parameters.as_slice() {
        [a, b, ..] => a.measure()[1] < b.measure()[2],
        _ => false,
    }
}

/// Indices or effects of one outcome.
pub(super) fn strengths(results: &Results, one: &Measured) -> Chart {
    let subject = subject(results, &one.metric, &one.level);
    let title = match one.parameters.first() {
        Some(first) => format!("{subject}: driven most by {}", first.path),
        None => subject,
    };
    let metric = label(results, &one.metric, &one.level);
    if one.parameters.iter().any(|p| p.total[0].is_finite()) {
        let index = |[value, low, high]: [f64; 3]| Index { value, low, high };
        let row = |p: &Parameter| SobolRow { factor: p.path.clone(), first: index(p.first), total: index(p.total) };
        let svg = SobolBars {
            title: title.clone(),
            metric,
            interval: "95 % bootstrap intervals; an index may lie slightly outside 0 to 1".to_owned(),
            rows: one.parameters.iter().take(BARS).map(row).collect(),
            footer: results.footer(),
        }
        .draw();
        return Chart::new(format!("sobol_{}", one.name()), title, svg);
    }
    let point = |p: &Parameter| {
        let [mu_star, low, high] = p.mu_star;
        MorrisPoint { factor: p.path.clone(), mu_star, low, high, sigma: p.sigma }
    };
    let points = one.parameters.iter().filter(|p| p.mu_star[0] > 0.0).take(POINTS).map(point).collect();
    let svg = Morris { title: title.clone(), metric, points, footer: results.footer() }.draw();
    Chart::new(format!("morris_{}", one.name()), title, svg)
}

/// How the measures of the strongest parameters settle as the design grows; None where the folder does not say.
pub(super) fn convergence(results: &Results, one: &Measured) -> Result<Option<Chart>, ReportError> {
    let Some(path) = results.manifest.table(&results.folder, "convergence") else { return Ok(None) };
    let columns = read_columns(&path, &["metric", "level", "parameter", "measure", "points", "value"])?;
    let (metrics, levels, paths) = (words(&columns[0]), words(&columns[1]), words(&columns[2]));
    let measures = words(&columns[3]);
    let measure = if one.parameters.iter().any(|p| p.total[0].is_finite()) { "total" } else { "mu_star" };
    let strongest: Vec<&Parameter> = one.parameters.iter().take(FOLLOWED).collect();
    let mut curves: Vec<SweepCurve> =
        strongest.iter().map(|p| SweepCurve { name: p.path.clone(), ..SweepCurve::default() }).collect();
    for (row, path) in paths.iter().enumerate() {
        let own = metrics[row] == one.metric && levels[row] == one.level && measures[row] == measure;
        let of = strongest.iter().position(|p| p.path == *path);
        if let Some(curve) = of.filter(|_| own).and_then(|at| curves.get_mut(at)) {
            curve.x.push(number(&columns[4], row));
            curve.y.push(number(&columns[5], row));
        }
    }
    if curves.iter().all(|curve| curve.x.len() < 2) {
        return Ok(None);
    }
    let title = format!("{}: is the design large enough?", subject(results, &one.metric, &one.level));
    let (x_label, y_label) = if measure == "total" {
        ("base points used".to_owned(), "total index from them".to_owned())
    } else {
        ("trajectories used".to_owned(), "mean absolute effect from them".to_owned())
    };
    let interval =
        "measures of the strongest parameters from the first points alone: flat lines have settled".to_owned();
    let footer = results.footer();
    let svg = SweepLine {
        title: title.clone(),
        interval,
        x_label,
        y_label,
        log_x: true,
        curves,
        footer,
        ..SweepLine::default()
    };
    Ok(Some(Chart::new(format!("convergence_{}", one.name()), title, svg.draw())))
}

/// What drives an outcome, in a sentence.
pub(super) fn sentence(results: &Results, one: &Measured, is_sobol: bool) -> Option<String> {
    let about = subject(results, &one.metric, &one.level);
    let named: Vec<String> = one
        .parameters
        .iter()
        .take(NAMED)
        .enumerate()
        .map(|(rank, p)| if is_sobol { explained(p, rank) } else { moved(results, one, p, rank) })
        .collect();
    let (first, others) = named.split_first()?;
    let then = if others.is_empty() { String::new() } else { format!("; then {}", others.join(", ")) };
    let chance = percent(one.chance, 0.0, 1.0);
    Some(format!("{about}: {first}{then}. Chance makes {chance} of the differences between points."))
}

/// "campaign.contagion explains 57 % of the variance (95 % interval 27 to 100 %), 47 % alone, more of it means more".
fn explained(p: &Parameter, rank: usize) -> String {
    let [value, low, high] = p.total;
    let share = percent(value, low, high);
    if rank > 0 {
        return format!("{} ({share})", p.path);
    }
    format!(
        "{} explains {share} of the variance (95 % interval {}), {} alone{}",
        p.path,
        range(low, high),
        percent(p.first[0].clamp(0.0, 1.0), p.first[1], p.first[2]),
        direction(p.rank_correlation, DIRECTED)
    )
}

fn moved(results: &Results, one: &Measured, p: &Parameter, rank: usize) -> String {
    let unit = results.metric(&one.metric).map_or("", |metric| metric.unit.as_ref());
    let unit = if unit.is_empty() || unit == "1" { String::new() } else { format!(" {unit}") };
    let [value, low, high] = p.mu_star.map(amount);
    if rank > 0 {
        return format!("{} ({value}{unit})", p.path);
    }
    let way = direction(p.mu / p.mu_star[0], 0.5);
    format!(
        "{} moves it most, by {value}{unit} over its range in the mean (95 % interval {low} to {high}){way}",
        p.path
    )
}

/// Which way an outcome goes with a parameter, where it goes one way.
fn direction(tendency: f64, clear: f64) -> &'static str {
    if tendency > clear {
        ", more of it means more"
    } else if tendency < -clear {
        ", more of it means less"
    } else {
        ""
    }
}
