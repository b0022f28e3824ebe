//! Outcomes: a row for each metric (and policy), with its estimates and their uncertainty.

use maud::{Markup, html};

use super::figure::{self, Figure};
use super::number;
use super::page::Estimate;
use super::table::{Cell, Column, Table};
use super::text::{self, named};

/// The outcomes of an experiment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcomes {
    /// Words before the table.
    pub text: Vec<String>,
    /// The probabilities of the quantile columns, as in every row's `quantiles` (0.05, 0.5, 0.95).
    pub quantile_levels: Vec<f64>,
    /// A row for each metric and policy.
    pub rows: Vec<OutcomeRow>,
    /// Charts that belong to the outcomes.
    pub figures: Vec<Figure>,
}

/// One metric under one policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutcomeRow {
    /// The metric's id in the result files.
    pub metric: String,
    /// What it measures.
    pub meaning: String,
    /// Its unit; empty for a pure number or a probability.
    pub unit: String,
    /// The theme it belongs to ("Advance", "Alliance"), offered as a filter.
    pub theme: Option<String>,
    /// The policy, where the table holds several.
    pub policy: Option<String>,
    /// Replications with a value.
    pub n: u64,
    /// Mean with its confidence interval, in the metric's unit.
    pub mean: Option<Estimate>,
    /// Quantiles at the table's levels, in the metric's unit; `None` where censoring leaves one undetermined.
    pub quantiles: Vec<Option<f64>>,
    /// Probability of an event with its Wilson interval.
    pub probability: Option<Estimate>,
    /// Share of replications that had not reached the event by the horizon.
    pub censored: Option<f64>,
    /// What to keep in mind with this row.
    pub cautions: Vec<String>,
}

/// The section's body.
pub(super) fn render(outcomes: &Outcomes) -> Markup {
    let mut columns = vec![
        Column::text("Outcome"),
        Column::facet("Theme"),
        Column::facet("Policy"),
        Column::text("Unit"),
        Column::number("n"),
        Column::number("Mean"),
        Column::number("95 % interval"),
    ];
    columns.extend(outcomes.quantile_levels.iter().map(|&level| Column::number(&quantile_label(level))));
    columns.extend([Column::number("Probability"), Column::number("Not reached")]);
    let table = Table::new(
        "outcomes-table",
        "Outcomes. Intervals of means are for 95 % confidence, those of probabilities are Wilson’s; median and q are quantiles over worlds.",
        columns,
        outcomes.rows.iter().map(|row| cells(row, outcomes.quantile_levels.len())).collect(),
    );
    html! { (text::paragraphs(&outcomes.text)) (table) (figure::row(&outcomes.figures)) }
}

fn quantile_label(level: f64) -> String {
    if level == 0.5 { "Median".to_owned() } else { format!("q\u{a0}{}\u{a0}%", number::plain(100.0 * level)) }
}

fn cells(row: &OutcomeRow, levels: usize) -> Vec<Cell> {
    let interval = row.mean.and_then(|m| m.interval);
    let decimals = row.mean.map_or(0, |m| {
        let decimals = number::decimals_for(interval, m.value);
        if interval.is_some() { decimals.max(usize::from(m.value.abs() < 1.0)) } else { decimals }
    });
    let largest = row.quantiles.iter().flatten().fold(0.0_f64, |a, q| a.max(q.abs()));
    let whole = row.quantiles.iter().flatten().all(|q| *q == libm::trunc(*q));
    let quantile_decimals = if whole { 0 } else { number::decimals_for_size(largest) };
    let mut cells = vec![
        Cell::markup(html! {
            (named(&row.meaning, &row.metric))
            @for caution in &row.cautions { span.row-caution { (caution) } }
        }),
        Cell::option(row.theme.as_deref()),
        Cell::option(row.policy.as_deref()),
        Cell::text(&row.unit),
        Cell::count(row.n),
        Cell::maybe(row.mean.map(|m| m.value), decimals),
        Cell::interval(interval, decimals),
    ];
    cells.extend((0..levels).map(|k| Cell::maybe(row.quantiles.get(k).copied().flatten(), quantile_decimals)));
    cells.extend([Cell::probability(row.probability), Cell::share(row.censored, 0)]);
    cells
}
