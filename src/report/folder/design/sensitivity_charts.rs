//! The pictures and sentences of what drives an outcome.

use super::outcomes::{file_name, label_of, subject_of};
use crate::analysis::sensitivity::{Convergence, Measure, OutcomeSensitivity, ParameterSensitivity};
use crate::experiment::Method;
use crate::report::charts::{Morris, MorrisPoint, SobolBars, SobolRow, SweepCurve, SweepLine};
use crate::report::folder::Chart;
use crate::report::folder::read::Results;
use crate::report::folder::words::{amount, percent, percent_range};

/// Most rows of a chart of indices.
const BARS: usize = 12;
/// Most points of a screening.
const POINTS: usize = 16;
/// Parameters whose measures are followed over the size of the design.
const FOLLOWED: usize = 5;
/// Share of the strongest parameter's measure below which another is not worth naming.
const SMALL: f64 = 0.05;
/// Parameters of a sentence.
const NAMED: usize = 3;
/// Rank correlation from which an effect has a direction.
const DIRECTED: f64 = 0.1;

/// What drives an outcome, the strongest parameter first.
pub(super) struct Measured<'a> {
    pub(super) outcome: &'a OutcomeSensitivity,
    pub(super) method: Method,
    pub(super) parameters: Vec<&'a ParameterSensitivity>,
}

impl<'a> Measured<'a> {
    pub(super) fn of(outcome: &'a OutcomeSensitivity, method: Method) -> Measured<'a> {
        let mut parameters: Vec<&ParameterSensitivity> = outcome.parameters.iter().collect();
        let strength = |p: &ParameterSensitivity| Some(p.strength(method).value).filter(|m| m.is_finite());
        parameters.sort_by(|a, b| {
            strength(b).unwrap_or(f64::NEG_INFINITY).total_cmp(&strength(a).unwrap_or(f64::NEG_INFINITY))
        });
        Measured { outcome, method, parameters }
    }

    /// The largest measure; NaN where there is none.
    pub(super) fn strongest(&self) -> f64 {
        self.parameters.first().map_or(f64::NAN, |p| p.strength(self.method).value)
    }
}

/// "27 to 100 %", without the parts outside 0 to 1 that an interval of an index may have.
pub(super) fn range(low: f64, high: f64) -> String {
    percent_range(low.clamp(0.0, 1.0), high.clamp(0.0, 1.0))
}

/// Whether the intervals of the two strongest parameters overlap.
pub(super) fn is_unordered(one: &Measured<'_>) -> bool {
    match one.parameters.as_slice() {
        [a, b, ..] => a.strength(one.method).low < b.strength(one.method).high,
        _ => false,
    }
}

/// Indices or effects of one outcome.
pub(super) fn strengths(results: &Results, one: &Measured<'_>) -> Chart {
    let about = &one.outcome.about;
    let (subject, metric) = (subject_of(results, about), label_of(results, about));
    let title = match one.parameters.first() {
        Some(first) => format!("{subject}: driven most by {}", first.parameter),
        None => subject,
    };
    let footer = results.footer();
    let name = |kind: &str| format!("{kind}_{}", file_name(about));
    match one.method {
        Method::Sobol => {
            let row =
                |p: &&ParameterSensitivity| SobolRow { factor: p.parameter.clone(), first: p.first, total: p.total };
            let rows = one.parameters.iter().take(BARS).map(row).collect();
            let interval = "95 % bootstrap intervals; an index may lie slightly outside 0 to 1".to_owned();
            Chart::new(name("sobol"), &SobolBars { title, metric, interval, rows, footer })
        }
        Method::Morris => {
            let point = |p: &&ParameterSensitivity| MorrisPoint {
                factor: p.parameter.clone(),
                mu_star: p.mu_star,
                sigma: p.sigma.value,
            };
            let points = one.parameters.iter().filter(|p| p.mu_star.value > 0.0).take(POINTS).map(point).collect();
            Chart::new(name("morris"), &Morris { title, metric, points, footer })
        }
    }
}

/// How the measures of the strongest parameters settle as the design grows; None where the folder does not say.
pub(super) fn convergence(results: &Results, one: &Measured<'_>) -> Option<Chart> {
    let (measure, x_label, y_label) = match one.method {
        Method::Sobol => (Measure::Total, "base points used", "total index from them"),
        Method::Morris => (Measure::MuStar, "trajectories used", "mean absolute effect from them"),
    };
    let curve = |p: &&ParameterSensitivity| {
        let own = |step: &&Convergence| step.measure == measure && step.parameter == p.parameter;
        let steps = || one.outcome.convergence.iter().filter(own);
        let (x, y) = (steps().map(|step| step.points as f64).collect(), steps().map(|step| step.value).collect());
        SweepCurve { name: p.parameter.clone(), x, y, ..SweepCurve::default() }
    };
    let curves: Vec<SweepCurve> = one.parameters.iter().take(FOLLOWED).map(curve).collect();
    if curves.iter().all(|curve| curve.x.len() < 2) {
        return None;
    }
    let title = format!("{}: is the design large enough?", subject_of(results, &one.outcome.about));
    let drawn = SweepLine {
        title,
        interval: "measures of the strongest parameters from the first points alone: flat lines have settled"
            .to_owned(),
        x_label: x_label.to_owned(),
        y_label: y_label.to_owned(),
        log_x: true,
        curves,
        footer: results.footer(),
        ..SweepLine::default()
    };
    Some(Chart::new(format!("convergence_{}", file_name(&one.outcome.about)), &drawn))
}

/// What drives an outcome, in a sentence.
pub(super) fn sentence(results: &Results, one: &Measured<'_>) -> Option<String> {
    // Beside the strongest those that are worth a word.
    let worth = |p: &&&ParameterSensitivity| p.strength(one.method).value >= SMALL * one.strongest();
    let first = one.parameters.iter().take(NAMED).filter(worth).enumerate();
    let named: Vec<String> = first
        .map(|(rank, p)| match one.method {
            Method::Sobol => explained(p, rank),
            Method::Morris => moved(one, p, rank),
        })
        .collect();
    let (first, others) = named.split_first()?;
    let then = if others.is_empty() { String::new() } else { format!("; then {}", others.join(", ")) };
    let (about, chance) = (subject_of(results, &one.outcome.about), percent(one.outcome.noise.share, 0.0, 1.0));
    Some(format!("{about}: {first}{then}. Chance makes {chance} of the differences between points."))
}

/// "campaign.contagion explains 57 % of the variance (95 % interval 27 to 100 %), 47 % alone, more of it means more".
fn explained(p: &ParameterSensitivity, rank: usize) -> String {
    let share = percent(p.total.value.clamp(0.0, 1.0), p.total.low, p.total.high);
    if rank > 0 {
        return format!("{} ({share})", p.parameter);
    }
    format!(
        "{} explains {share} of the variance (95 % interval {}), {} alone{}",
        p.parameter,
        range(p.total.low, p.total.high),
        percent(p.first.value.clamp(0.0, 1.0), p.first.low, p.first.high),
        direction(p.rank_correlation, DIRECTED)
    )
}

fn moved(one: &Measured<'_>, p: &ParameterSensitivity, rank: usize) -> String {
    let unit = one.outcome.about.shown_unit();
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let [value, low, high] = [p.mu_star.value, p.mu_star.low, p.mu_star.high].map(amount);
    if rank > 0 {
        return format!("{} ({value}{unit})", p.parameter);
    }
    let way = direction(p.mu.value / p.mu_star.value, 0.5);
    format!(
        "{} moves it most, by {value}{unit} over its range in the mean (95 % interval {low} to {high}){way}",
        p.parameter
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
