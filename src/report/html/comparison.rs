//! Policies compared in the same worlds: paired differences from a baseline.

use maud::{Markup, html};

use super::figure::{self, Figure};
use super::number;
use super::page::Estimate;
use super::table::{Cell, Column, Mark, Table, strip};
use super::text;
use crate::outcome::Better;
use crate::report::charts::scale::Scale;

/// The section.
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComparedMetric {
    /// The metric's id.
    pub metric: String,
    /// What it measures.
    pub meaning: String,
    /// Its unit.
    pub unit: String,
    /// Which direction is wished for.
    pub better: Better,
    /// A row for each policy but the baseline.
    pub rows: Vec<PairedRow>,
}

/// A policy against the baseline in the same worlds.
#[derive(Clone, Debug, Default, PartialEq)]
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
pub(super) fn render(comparison: &Comparison) -> Markup {
    html! {
        (text::paragraphs(&comparison.text))
        @for (k, metric) in comparison.metrics.iter().enumerate() {
            details open[k == 0] {
                summary {
                    (metric.meaning) @if !metric.unit.is_empty() { ", " (metric.unit) } " " code { (metric.metric) }
                }
                (table(k, &comparison.baseline, metric))
            }
        }
        (figure::row(&comparison.figures))
    }
}

fn table(index: usize, baseline: &str, metric: &ComparedMetric) -> Table {
    let ends = metric.rows.iter().flat_map(|r| {
        let interval = r.simultaneous.or(r.interval()).unwrap_or([0.0, 0.0]);
        [interval[0], interval[1], r.difference.map_or(0.0, |d| d.value)]
    });
    let (low, high) = ends.filter(|v| v.is_finite()).fold((0.0_f64, 0.0_f64), |(a, b), v| (a.min(v), b.max(v)));
    let scale = Scale::linear([low, high], 3);
    let range = [scale.low, scale.high];
    let wish = match metric.better {
        Better::Lower => " Lower is better: dots left of the line are gains.",
        Better::Higher => " Higher is better: dots right of the line are gains.",
        Better::Neither => "",
    };
    let caption = format!(
        "{}: difference from {baseline} in the same worlds.{wish} Dot: mean difference; thick: 95 % interval; thin: simultaneous over all policies.",
        metric.meaning
    );
    let mean = |row: &PairedRow| Cell::maybe(row.mean.map(|m| m.value), row.decimals());
    let difference = |row: &PairedRow| Cell::maybe(row.difference.map(|d| d.value), row.decimals());
    Table::of(
        &format!("comparison-{index}"),
        &caption,
        &metric.rows,
        &[
            (Column::text("Policy"), &|row| Cell::markup(html! { (row.policy) (text::note(row.summary.as_deref())) })),
            (Column::graphic("Difference", range.map(number::plain)), &|row| {
                Cell::markup(whisker(row, range, metric.better))
            }),
            (Column::number("Mean"), &mean),
            (Column::number("Difference"), &difference),
            (Column::number("95 % interval"), &|row| Cell::interval(row.interval(), row.decimals())),
            (Column::number("Simultaneous"), &|row| Cell::interval(row.simultaneous, row.decimals())),
            (Column::number("Best of all"), &|row| Cell::share(row.best, 1)),
            (Column::number("Saves"), &|row| Cell::share(row.saves, 1)),
            (Column::number("Loses"), &|row| Cell::share(row.loses, 1)),
            (Column::number("Correlation"), &|row| Cell::maybe(row.correlation, 2)),
            (Column::number("Variance ratio"), &|row| Cell::maybe(row.variance_ratio, 1)),
            (Column::number("Pairs"), &|row| Cell::count(row.n)),
        ],
    )
}

impl PairedRow {
    fn interval(&self) -> Option<[f64; 2]> {
        self.difference.and_then(|d| d.interval)
    }

    fn decimals(&self) -> usize {
        number::decimals_for(self.interval(), self.difference.map_or(0.0, |d| d.value))
    }
}

/// Dot and whiskers on the metric's common scale; the upright line is no difference.
fn whisker(row: &PairedRow, [low, high]: [f64; 2], better: Better) -> Markup {
    let Some(difference) = row.difference else { return Markup::default() };
    let at = |v: f64| 10.0 + 980.0 * ((v - low) / (high - low)).clamp(0.0, 1.0);
    let rises = difference.interval.and_then(|[a, b]| if a > 0.0 { Some(true) } else { (b < 0.0).then_some(false) });
    let class = match (better, rises) {
        (Better::Lower, Some(false)) | (Better::Higher, Some(true)) => "c3",
        (Better::Lower | Better::Higher, Some(_)) => "c2",
        _ => "c0",
    };
    let line = |ends: Option<[f64; 2]>, thickness: f64| {
        ends.map(|[a, b]| Mark { class, start: at(a), length: (at(b) - at(a)).max(2.0), thickness })
    };
    let zero = Mark { class: "zero", start: at(0.0) - 2.0, length: 4.0, thickness: 20.0 };
    let dot = Mark { class, start: at(difference.value) - 8.0, length: 16.0, thickness: 14.0 };
    let lines = [line(row.simultaneous, 1.5), line(difference.interval, 5.0)];
    strip([zero].into_iter().chain(lines.into_iter().flatten()).chain([dot]))
}
