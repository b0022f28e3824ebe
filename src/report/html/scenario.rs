//! The scenario as resolved: every parameter with its value, unit, source and origin.

use serde::{Deserialize, Serialize};

use super::escape;
use super::figure;
use super::table::{Cell, Column, Table};

/// The section.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScenarioTable {
    /// Words before the table.
    pub text: Vec<String>,
    /// A row for each parameter.
    pub rows: Vec<ScenarioRow>,
}

/// One parameter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScenarioRow {
    /// Parameter path.
    pub path: String,
    /// Its value as written.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// Whether it has its default value.
    pub default: bool,
    /// What it means.
    pub meaning: Option<String>,
    /// Where the number comes from (a work, a fit, an assumption).
    pub source: Option<String>,
    /// Where it was set ("scenario.toml:14", "--set", "default").
    pub origin: Option<String>,
}

/// The section's body.
pub(super) fn render(scenario: &ScenarioTable) -> String {
    let table = Table {
        id: "scenario-table".to_owned(),
        caption: "Every parameter as used.".to_owned(),
        columns: vec![
            Column::text("Parameter"),
            Column::text("Value"),
            Column::text("Unit"),
            Column::facet("Status"),
            Column::text("Set in"),
            Column::text("Source"),
        ],
        rows: scenario.rows.iter().map(cells).collect(),
        sortable: true,
        filterable: scenario.rows.len() > 4,
    };
    format!("{}{}", figure::paragraphs(&scenario.text), table.render())
}

fn cells(row: &ScenarioRow) -> Vec<Cell> {
    let meaning = row
        .meaning
        .as_ref()
        .map_or_else(String::new, |m| format!("<span class=\"row-note\">{}</span>", escape::text(m)));
    vec![
        Cell::html(format!("<code>{}</code>{meaning}", escape::text(&row.path))),
        value(&row.value),
        Cell::text(&row.unit),
        Cell::text(if row.default { "default" } else { "set" }),
        row.origin.as_deref().map_or_else(Cell::none, Cell::text),
        row.source.as_deref().map_or_else(Cell::none, Cell::text),
    ]
}

fn value(raw: &str) -> Cell {
    match raw.parse::<f64>() {
        Ok(number) if number.is_finite() => Cell::valued(raw, number),
        _ => Cell::text(raw),
    }
}
