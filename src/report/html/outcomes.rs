//! Outcomes: a row for each metric (and policy), with its estimates and their uncertainty.

use serde::{Deserialize, Serialize};

use super::escape;
use super::figure;
use super::number;
use super::page::{Estimate, Figure};
use super::table::{Cell, Column, Table};

/// The outcomes of an experiment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
pub(super) fn render(outcomes: &Outcomes) -> String {
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
    columns.push(Column::number("Probability"));
    columns.push(Column::number("Not reached"));
    let table = Table {
        id: "outcomes-table".to_owned(),
        caption: "Outcomes. Intervals of means are for 95 % confidence, those of probabilities are Wilson’s; median and q are quantiles over worlds."
            .to_owned(),
        columns,
        rows: outcomes.rows.iter().map(|row| cells(row, outcomes.quantile_levels.len())).collect(),
        sortable: true,
        filterable: outcomes.rows.len() > 4,
    };
    format!("{}{}{}", figure::paragraphs(&outcomes.text), table.render(), figure::row(&outcomes.figures))
}

fn quantile_label(level: f64) -> String {
    if level == 0.5 { "Median".to_owned() } else { format!("q\u{a0}{}\u{a0}%", number::plain(100.0 * level)) }
}

fn cells(row: &OutcomeRow, levels: usize) -> Vec<Cell> {
    let interval = row.mean.and_then(|m| m.interval);
    let decimals = match (interval, row.mean) {
        (Some([low, high]), Some(m)) if high > low => {
            number::decimals_for_spread(0.5 * (high - low)).max(usize::from(m.value.abs() < 1.0))
        }
        (_, Some(m)) => number::decimals_for_size(m.value),
        _ => 0,
    };
    let largest = row.quantiles.iter().flatten().fold(0.0_f64, |a, q| a.max(q.abs()));
    let whole = row.quantiles.iter().flatten().all(|q| *q == libm::trunc(*q));
    let quantile_decimals = if whole { 0 } else { number::decimals_for_size(largest) };
    let mut cells = vec![
        Cell::html(name(row)),
        row.theme.as_deref().map_or_else(Cell::none, Cell::text),
        row.policy.as_deref().map_or_else(Cell::none, Cell::text),
        Cell::text(&row.unit),
        Cell::count(row.n),
        Cell::maybe(row.mean.map(|m| m.value), decimals),
        Cell::interval(interval, decimals),
    ];
    cells.extend((0..levels).map(|k| Cell::maybe(row.quantiles.get(k).copied().flatten(), quantile_decimals)));
    cells.push(Cell::probability(row.probability));
    cells.push(row.censored.map_or_else(Cell::none, |share| Cell::valued(&number::percent(share, None), share)));
    cells
}

fn name(row: &OutcomeRow) -> String {
    let cautions: String =
        row.cautions.iter().map(|c| format!("<span class=\"row-caution\">{}</span>", escape::text(c))).collect();
    format!("{}<code>{}</code>{cautions}", escape::text(&row.meaning), escape::text(&row.metric))
}
