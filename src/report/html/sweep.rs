//! Outcomes at the points of a design.

use serde::{Deserialize, Serialize};

use super::escape;
use super::figure;
use super::number;
use super::page::{Estimate, Figure};
use super::table::{Cell, Column, Table};

/// The section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sweep {
    /// Words before the table.
    pub text: Vec<String>,
    /// The factors, in the order of each row's `values`.
    pub factors: Vec<String>,
    /// A row for each outcome at each point.
    pub rows: Vec<SweptRow>,
    /// Charts that belong here.
    pub figures: Vec<Figure>,
}

/// One outcome at one point.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SweptRow {
    /// The metric's id in the result files.
    pub metric: String,
    /// What is estimated, with its unit.
    pub meaning: String,
    /// Values of the factors.
    pub values: Vec<String>,
    /// Worlds with a value.
    pub n: u64,
    /// Mean or share of worlds.
    pub mean: Estimate,
}

/// The section's body.
pub(super) fn render(sweep: &Sweep) -> String {
    let mut columns = vec![Column::text("Outcome"), Column::facet("Metric")];
    columns.extend(sweep.factors.iter().map(|path| Column::number(path)));
    columns.extend([Column::number("Mean"), Column::number("95 % interval"), Column::number("n")]);
    let table = Table {
        id: "sweep-table".to_owned(),
        caption:
            "Outcomes at the points of the design. Intervals are for 95 % confidence, Wilson’s for shares of worlds."
                .to_owned(),
        columns,
        rows: sweep.rows.iter().map(cells).collect(),
        sortable: true,
        filterable: sweep.rows.len() > 8,
    };
    format!("{}{}{}", figure::paragraphs(&sweep.text), figure::row(&sweep.figures), table.render())
}

fn cells(row: &SweptRow) -> Vec<Cell> {
    let interval = row.mean.interval.filter(|[low, high]| low.is_finite() && high.is_finite());
    let decimals = match interval {
        Some([low, high]) if high > low => number::decimals_for_spread(0.5 * (high - low)),
        _ => number::decimals_for_size(row.mean.value),
    };
    let metric = Cell::html(format!("<code>{}</code>", escape::text(&row.metric)));
    let mut cells = vec![Cell::text(&row.meaning), metric];
    cells.extend(row.values.iter().map(|value| {
        value.replace('\u{2212}', "-").parse().map_or_else(|_| Cell::text(value), |number| Cell::valued(value, number))
    }));
    cells.extend([Cell::number(row.mean.value, decimals), Cell::interval(interval, decimals), Cell::count(row.n)]);
    cells
}
