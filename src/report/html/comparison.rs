//! Policies compared in the same worlds: paired differences from a baseline.

use serde::{Deserialize, Serialize};

use super::escape;
use super::figure;
use super::number;
use super::page::{Estimate, Figure};
use super::table::{Cell, Column, Table};
use crate::report::charts::scale::Scale;

/// The section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Comparison {
    /// Words before the tables.
    pub text: Vec<String>,
    /// The policy (or result folder) that the others are held against.
    pub baseline: String,
    /// A table each; the first is open, the others unfold.
    pub metrics: Vec<ComparedMetric>,
    /// Charts that belong here.
    pub figures: Vec<Figure>,
}

/// One metric under all policies.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ComparedMetric {
    /// The metric's id.
    pub metric: String,
    /// What it measures.
    pub meaning: String,
    /// Its unit.
    pub unit: String,
    /// Which direction is wished for.
    pub better: Option<Better>,
    /// A row for each policy but the baseline.
    pub rows: Vec<PairedRow>,
}

/// Which direction of a metric is wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// Less is better.
    Lower,
    /// More is better.
    Higher,
}

/// A policy against the baseline in the same worlds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PairedRow {
    /// The policy.
    pub policy: String,
    /// What it does, in a line.
    pub summary: Option<String>,
    /// Its own mean (or probability).
    pub mean: Option<Estimate>,
    /// Mean paired difference, policy minus baseline.
    pub difference: Option<Estimate>,
    /// The simultaneous interval over all policies.
    pub simultaneous: Option<[f64; 2]>,
    /// Probability that the policy is the best of all.
    pub best: Option<f64>,
    /// Share of worlds that the policy saves and the baseline loses.
    pub saves: Option<f64>,
    /// Share of worlds that the policy loses and the baseline saves.
    pub loses: Option<f64>,
    /// Correlation of the pairs.
    pub correlation: Option<f64>,
    /// Variance of independent runs over that of paired ones: how many times fewer replications pairing needs.
    pub variance_ratio: Option<f64>,
    /// Pairs.
    pub n: u64,
}

/// The section's body.
pub(super) fn render(comparison: &Comparison) -> String {
    let mut body = figure::paragraphs(&comparison.text);
    for (k, metric) in comparison.metrics.iter().enumerate() {
        let table = table(k, &comparison.baseline, metric);
        let open = if k == 0 { " open" } else { "" };
        let unit = if metric.unit.is_empty() { String::new() } else { format!(", {}", escape::text(&metric.unit)) };
        body.push_str(&format!(
            "<details{open}><summary>{}{unit} <code>{}</code></summary>{table}</details>\n",
            escape::text(&metric.meaning),
            escape::text(&metric.metric)
        ));
    }
    body.push_str(&figure::row(&comparison.figures));
    body
}

fn table(index: usize, baseline: &str, metric: &ComparedMetric) -> String {
    let ends = metric.rows.iter().flat_map(|r| {
        let interval = r.simultaneous.or(r.difference.and_then(|d| d.interval)).unwrap_or([0.0, 0.0]);
        [interval[0], interval[1], r.difference.map_or(0.0, |d| d.value)]
    });
    let (low, high) = ends.filter(|v| v.is_finite()).fold((0.0_f64, 0.0_f64), |(a, b), v| (a.min(v), b.max(v)));
    let scale = Scale::linear([low, high], 3);
    let range = [scale.low, scale.high];
    let wish = match metric.better {
        Some(Better::Lower) => " Lower is better: dots left of the line are gains.",
        Some(Better::Higher) => " Higher is better: dots right of the line are gains.",
        None => "",
    };
    let scale_note = format!("<span>{}</span><span>{}</span>", number::plain(range[0]), number::plain(range[1]));
    Table {
        id: format!("comparison-{index}"),
        caption: format!(
            "{}: difference from {baseline} in the same worlds.{wish} Dot: mean difference; thick: 95 % interval; thin: simultaneous over all policies.",
            metric.meaning
        ),
        columns: vec![
            Column::text("Policy"),
            Column::graphic("Difference", Some(scale_note)),
            Column::number("Mean"),
            Column::number("Difference"),
            Column::number("95 % interval"),
            Column::number("Simultaneous"),
            Column::number("Best of all"),
            Column::number("Saves"),
            Column::number("Loses"),
            Column::number("Correlation"),
            Column::number("Variance ratio"),
            Column::number("Pairs"),
        ],
        rows: metric.rows.iter().map(|row| cells(row, range, metric.better)).collect(),
        sortable: true,
        filterable: metric.rows.len() > 8,
    }
    .render()
}

fn cells(row: &PairedRow, range: [f64; 2], better: Option<Better>) -> Vec<Cell> {
    let interval = row.difference.and_then(|d| d.interval);
    let decimals = interval.map_or(2, |[a, b]| if b > a { number::decimals_for_spread(0.5 * (b - a)) } else { 1 });
    let summary = row
        .summary
        .as_ref()
        .map_or_else(String::new, |s| format!("<span class=\"row-note\">{}</span>", escape::text(s)));
    let share = |p: Option<f64>| {
        p.map_or_else(Cell::none, |p| Cell::valued(&format!("{}\u{a0}%", number::fixed(100.0 * p, 1)), p))
    };
    vec![
        Cell::html(format!("{}{summary}", escape::text(&row.policy))),
        Cell::html(whisker(row, range, better)),
        Cell::maybe(row.mean.map(|m| m.value), decimals),
        Cell::maybe(row.difference.map(|d| d.value), decimals),
        Cell::interval(interval, decimals),
        Cell::interval(row.simultaneous, decimals),
        share(row.best),
        share(row.saves),
        share(row.loses),
        Cell::maybe(row.correlation, 2),
        Cell::maybe(row.variance_ratio, 1),
        Cell::count(row.n),
    ]
}

/// Dot and whiskers on the metric's common scale; the upright line is no difference.
fn whisker(row: &PairedRow, [low, high]: [f64; 2], better: Option<Better>) -> String {
    let Some(difference) = row.difference else {
        return String::new();
    };
    let at = |v: f64| 10.0 + 980.0 * ((v - low) / (high - low)).clamp(0.0, 1.0);
    let side = difference.interval.map_or(0.0, |[a, b]| {
        if a > 0.0 {
            1.0
        } else if b < 0.0 {
            -1.0
        } else {
            0.0
        }
    });
    let gain = match better {
        Some(Better::Lower) => -side,
        Some(Better::Higher) => side,
        None => 0.0,
    };
    let class = if gain > 0.0 {
        "c3"
    } else if gain < 0.0 {
        "c2"
    } else {
        "c0"
    };
    let line = |ends: Option<[f64; 2]>, thickness: f64| {
        ends.map_or_else(String::new, |[a, b]| {
            format!(
                "<rect class=\"{class}\" x=\"{:.0}\" y=\"{:.1}\" width=\"{:.0}\" height=\"{thickness}\"/>",
                at(a),
                10.0 - thickness / 2.0,
                (at(b) - at(a)).max(2.0)
            )
        })
    };
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"zero\" x=\"{:.0}\" y=\"0\" width=\"4\" \
         height=\"20\"/>{}{}<rect class=\"{class} mark\" x=\"{:.0}\" y=\"3\" width=\"16\" height=\"14\"/></svg>",
        at(0.0) - 2.0,
        line(row.simultaneous, 1.5),
        line(difference.interval, 5.0),
        at(difference.value) - 8.0
    )
}
