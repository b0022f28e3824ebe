//! Two result folders side by side.

use serde::{Deserialize, Serialize};

use super::escape;
use super::figure;
use super::number;
use super::page::{Estimate, Figure};
use super::table::{Cell, Column, Table};

/// The section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Beside {
    /// Words before the tables.
    pub text: Vec<String>,
    /// Name of the first folder.
    pub first: String,
    /// Name of the second.
    pub second: String,
    /// What differs between the inputs: name, in the first, in the second.
    pub inputs: Vec<[String; 3]>,
    /// A row for each outcome, the clearest difference first.
    pub rows: Vec<BesideRow>,
    /// Charts that belong here.
    pub figures: Vec<Figure>,
}

/// One outcome in both folders.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BesideRow {
    /// The metric's id, with its level.
    pub metric: String,
    /// What it measures.
    pub meaning: String,
    /// Its unit.
    pub unit: String,
    /// In the first folder.
    pub first: Estimate,
    /// In the second.
    pub second: Estimate,
    /// Second minus first, as of independent samples.
    pub difference: Estimate,
}

impl BesideRow {
    /// Whether the interval of the difference leaves out zero.
    pub fn is_clear(&self) -> bool {
        self.difference.interval.is_some_and(|[low, high]| low > 0.0 || high < 0.0)
    }
}

/// The section's body.
pub(super) fn render(beside: &Beside) -> String {
    let inputs = Table {
        id: "inputs-table".to_owned(),
        caption: "What differs between the inputs.".to_owned(),
        columns: vec![Column::text("Input"), Column::text(&beside.first), Column::text(&beside.second)],
        rows: beside.inputs.iter().map(|row| row.iter().map(|cell| Cell::text(cell)).collect()).collect(),
        sortable: false,
        filterable: beside.inputs.len() > 12,
    };
    let outcomes = Table {
        id: "beside-table".to_owned(),
        caption:
            "Outcomes of both, the clearest difference first. Intervals are for 95 % confidence, one outcome at a time."
                .to_owned(),
        columns: vec![
            Column::text("Outcome"),
            Column::text("Unit"),
            Column::number(&beside.first),
            Column::number(&beside.second),
            Column::number("Difference"),
            Column::number("95 % interval"),
            Column::facet("Differs"),
        ],
        rows: beside.rows.iter().map(cells).collect(),
        sortable: true,
        filterable: beside.rows.len() > 8,
    };
    format!(
        "{}{}{}{}",
        figure::paragraphs(&beside.text),
        inputs.render(),
        figure::row(&beside.figures),
        outcomes.render()
    )
}

fn cells(row: &BesideRow) -> Vec<Cell> {
    let interval = row.difference.interval;
    let decimals = match interval {
        Some([low, high]) if high > low => number::decimals_for_spread(0.5 * (high - low)),
        _ => number::decimals_for_size(row.first.value),
    };
    vec![
        Cell::html(format!("{}<code>{}</code>", escape::text(&row.meaning), escape::text(&row.metric))),
        Cell::text(&row.unit),
        Cell::number(row.first.value, decimals),
        Cell::number(row.second.value, decimals),
        Cell::number(row.difference.value, decimals),
        Cell::interval(interval, decimals),
        Cell::text(if row.is_clear() { "clearly" } else { "not clearly" }),
    ]
}
