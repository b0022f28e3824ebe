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
    let table = Table::of(
        "scenario-table",
        "Every parameter as used.",
        &scenario.rows,
        &[
            (Column::text("Parameter"), &|row| {
                Cell::markup(html! { code { (row.path) } (text::note(row.meaning.as_deref())) })
            }),
            (Column::text("Value"), &|row| match row.value.parse::<f64>() {
                Ok(number) if number.is_finite() => Cell::valued(&row.value, number),
                _ => Cell::text(&row.value),
            }),
            (Column::text("Unit"), &|row| Cell::text(&row.unit)),
            (Column::facet("Status"), &|row| Cell::text(if row.default { "default" } else { "set" })),
            (Column::facet("Rests on"), &|row| Cell::text(row.status.map_or("", Status::as_str))),
            (Column::text("Set in"), &|row| Cell::option(row.origin.as_deref())),
            (Column::text("Source"), &|row| Cell::option(row.source.as_deref())),
        ],
    );
    html! { (text::paragraphs(&scenario.text)) (table) }
}
