//! The race between advance and response: in which share of worlds each came first.

use serde::{Deserialize, Serialize};

use super::escape;
use super::figure;
use super::number;
use super::page::{Estimate, Figure};
use super::table::{Cell, Column, Table};

/// The section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Race {
    /// Words before the table.
    pub text: Vec<String>,
    /// A row for each pair of events (and policy).
    pub rows: Vec<RaceRow>,
    /// Charts that belong here.
    pub figures: Vec<Figure>,
}

/// A pair of events that race each other. The three shares add up to 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RaceRow {
    /// The response's event ("allied force in place").
    pub response: String,
    /// The advance's event ("last border district lost").
    pub advance: String,
    /// The policy, where several are shown.
    pub policy: Option<String>,
    /// Replications.
    pub n: u64,
    /// Share of worlds in which the response came first.
    pub response_first: Estimate,
    /// Share of worlds in which the advance came first.
    pub advance_first: Estimate,
    /// Share of worlds in which neither came by the horizon.
    pub neither: Estimate,
    /// Median days by which the response led (negative: it came late), where both came.
    pub lead_days: Option<f64>,
}

/// The section's body.
pub(super) fn render(race: &Race) -> String {
    let key = if race.rows.is_empty() {
        ""
    } else {
        "<ul class=\"legend\"><li><span class=\"key band c3\"></span>response first</li><li><span class=\"key band c2\"></span>advance first</li>\
               <li><span class=\"key band c0\"></span>neither by the horizon</li></ul>"
    };
    let table = Table {
        id: "race-table".to_owned(),
        caption: "Which came first, as shares of worlds with Wilson intervals for 95 % confidence.".to_owned(),
        columns: vec![
            Column::text("Response against advance"),
            Column::facet("Policy"),
            Column::graphic("Shares of worlds", Some("<span>0</span><span>100 %</span>".to_owned())),
            Column::number("Response first"),
            Column::number("Advance first"),
            Column::number("Neither"),
            Column::number("Median lead, days"),
            Column::number("n"),
        ],
        rows: race.rows.iter().map(cells).collect(),
        sortable: true,
        filterable: race.rows.len() > 8,
    };
    format!("{}{}{key}{}", figure::paragraphs(&race.text), table.render(), figure::row(&race.figures))
}

fn cells(row: &RaceRow) -> Vec<Cell> {
    vec![
        Cell::html(format!(
            "{} <span class=\"against\">against {}</span>",
            escape::text(&row.response),
            escape::text(&row.advance)
        )),
        row.policy.as_deref().map_or_else(Cell::none, Cell::text),
        Cell::html(stacked([row.response_first.value, row.advance_first.value, row.neither.value])),
        Cell::probability(Some(row.response_first)),
        Cell::probability(Some(row.advance_first)),
        Cell::probability(Some(row.neither)),
        Cell::maybe(row.lead_days, row.lead_days.map_or(0, |d| number::decimals_for_size(d).min(1))),
        Cell::count(row.n),
    ]
}

fn stacked(shares: [f64; 3]) -> String {
    let mut start = 0.0;
    let mut bars = String::new();
    for (share, class) in shares.into_iter().zip(["c3", "c2", "c0"]) {
        let width = 1000.0 * share.clamp(0.0, 1.0);
        bars.push_str(&format!(
            "<rect class=\"{class}\" x=\"{start:.0}\" y=\"2\" width=\"{width:.0}\" height=\"16\"/>"
        ));
        start += width;
    }
    format!("<svg class=\"bar\" viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{bars}</svg>")
}
