//! Two result folders side by side.

use maud::{Markup, html};

use super::figure::{self, Figure};
use super::number;
use super::page::Estimate;
use super::table::{Cell, Column, Table};
use super::text::{self, named};

/// The section.
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Debug, Default, PartialEq)]
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

    fn decimals(&self) -> usize {
        number::decimals_for(self.difference.interval, self.first.value)
    }
}

/// The section's body.
pub(super) fn render(beside: &Beside) -> Markup {
    let inputs = Table::new(
        "inputs-table",
        "What differs between the inputs.",
        vec![Column::text("Input"), Column::text(&beside.first), Column::text(&beside.second)],
        beside.inputs.iter().map(|row| row.iter().map(|cell| Cell::text(cell)).collect()).collect(),
    );
    let outcomes = Table::of(
        "beside-table",
        "Outcomes of both, the clearest difference first. Intervals are for 95 % confidence, one outcome at a time.",
        &beside.rows,
        &[
            (Column::text("Outcome"), &|row| Cell::markup(named(&row.meaning, &row.metric))),
            (Column::text("Unit"), &|row| Cell::text(&row.unit)),
            (Column::number(&beside.first), &|row| Cell::number(row.first.value, row.decimals())),
            (Column::number(&beside.second), &|row| Cell::number(row.second.value, row.decimals())),
            (Column::number("Difference"), &|row| Cell::number(row.difference.value, row.decimals())),
            (Column::number("95 % interval"), &|row| Cell::interval(row.difference.interval, row.decimals())),
            (Column::facet("Differs"), &|row| Cell::text(if row.is_clear() { "clearly" } else { "not clearly" })),
        ],
    );
    html! { (text::paragraphs(&beside.text)) (inputs.in_order()) (figure::row(&beside.figures)) (outcomes) }
}
