//! Outcomes at the points of a design.

use maud::{Markup, html};

use super::figure::{self, Figure};
use super::number;
use super::page::Estimate;
use super::table::{Cell, Column, Table};
use super::text;

/// The section.
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Debug, Default, PartialEq)]
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
pub(super) fn render(sweep: &Sweep) -> Markup {
    let mut columns = vec![Column::text("Outcome"), Column::facet("Metric")];
    columns.extend(sweep.factors.iter().map(|path| Column::number(path)));
    columns.extend([Column::number("Mean"), Column::number("95 % interval"), Column::number("n")]);
    let table = Table::new(
        "sweep-table",
        "Outcomes at the points of the design. Intervals are for 95 % confidence, Wilson’s for shares of worlds.",
        columns,
        sweep.rows.iter().map(cells).collect(),
    );
    html! { (text::paragraphs(&sweep.text)) (figure::row(&sweep.figures)) (table) }
}

fn cells(row: &SweptRow) -> Vec<Cell> {
    let interval = row.mean.interval.filter(|[low, high]| low.is_finite() && high.is_finite());
    let decimals = number::decimals_for(interval, row.mean.value);
    let mut cells = vec![Cell::text(&row.meaning), Cell::code(&row.metric)];
    cells.extend(row.values.iter().map(|value| {
        value.replace('\u{2212}', "-").parse().map_or_else(|_| Cell::text(value), |number| Cell::valued(value, number))
    }));
    cells.extend([Cell::number(row.mean.value, decimals), Cell::interval(interval, decimals), Cell::count(row.n)]);
    cells
}
