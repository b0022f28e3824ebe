//! The scenario as resolved: every parameter with its value, unit, source and origin.

use maud::{Markup, html};

use super::table::{Cell, Column, Table};
use super::text;
use crate::scenario::Status;

/// The section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScenarioTable {
    /// Words before the table.
    pub text: Vec<String>,
    /// A row for each parameter.
    pub rows: Vec<ScenarioRow>,
}

/// One parameter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScenarioRow {
    /// Parameter path.
    pub path: String,
    /// Its value as written.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// Whether it has its default value.
    pub default: bool,
    /// What the value rests on, where it is said.
    pub status: Option<Status>,
    /// What it means.
    pub meaning: Option<String>,
    /// Where the number comes from (a work, a fit, an assumption).
    pub source: Option<String>,
    /// Where it was set ("scenario.toml:14", "--set", "default").
    pub origin: Option<String>,
}

/// The section's body.
pub(super) fn render(scenario: &ScenarioTable) -> Markup {
    let table = Table::new(
        "scenario-table",
        "Every parameter as used.",
        vec![
            Column::text("Parameter"),
            Column::text("Value"),
            Column::text("Unit"),
            Column::facet("Status"),
            Column::facet("Rests on"),
            Column::text("Set in"),
            Column::text("Source"),
        ],
        scenario.rows.iter().map(cells).collect(),
    );
    html! { (text::paragraphs(&scenario.text)) (table) }
}

fn cells(row: &ScenarioRow) -> Vec<Cell> {
    vec![
        Cell::markup(html! { code { (row.path) } (text::note(row.meaning.as_deref())) }),
        match row.value.parse::<f64>() {
            Ok(number) if number.is_finite() => Cell::valued(&row.value, number),
            _ => Cell::text(&row.value),
        },
        Cell::text(&row.unit),
        Cell::text(if row.default { "default" } else { "set" }),
        Cell::text(row.status.map_or("", Status::as_str)),
        Cell::option(row.origin.as_deref()),
        Cell::option(row.source.as_deref()),
    ]
}
