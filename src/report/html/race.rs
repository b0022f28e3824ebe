//! The race between advance and response: in which share of worlds each came first.

use maud::{Markup, html};

use super::figure;
use super::number;
use super::page::{Estimate, Figure};
use super::table::{Cell, Column, Mark, Table, strip};
use super::text;

/// The section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Race {
    /// Words before the table.
    pub text: Vec<String>,
    /// A row for each pair of events (and policy).
    pub rows: Vec<RaceRow>,
    /// Charts that belong here.
    pub figures: Vec<Figure>,
}

/// A pair of events that race each other. The three shares add up to 1.
#[derive(Clone, Debug, Default, PartialEq)]
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
pub(super) fn render(race: &Race) -> Markup {
    let table = Table::new(
        "race-table",
        "Which came first, as shares of worlds with Wilson intervals for 95 % confidence.",
        vec![
            Column::text("Response against advance"),
            Column::facet("Policy"),
            Column::graphic("Shares of worlds", ["0", "100 %"]),
            Column::number("Response first"),
            Column::number("Advance first"),
            Column::number("Neither"),
            Column::number("Median lead, days"),
            Column::number("n"),
        ],
        race.rows.iter().map(cells).collect(),
    );
    html! {
        (text::paragraphs(&race.text))
        (table)
        @if !race.rows.is_empty() {
            ul.legend {
                @for (class, words) in [("c3", "response first"), ("c2", "advance first"), ("c0", "neither by the horizon")] {
                    li { span class={ "key band " (class) } {} (words) }
                }
            }
        }
        (figure::row(&race.figures))
    }
}

fn cells(row: &RaceRow) -> Vec<Cell> {
    vec![
        Cell::markup(html! { (row.response) " " span.against { "against " (row.advance) } }),
        Cell::option(row.policy.as_deref()),
        Cell::markup(stacked([row.response_first.value, row.advance_first.value, row.neither.value])),
        Cell::probability(Some(row.response_first)),
        Cell::probability(Some(row.advance_first)),
        Cell::probability(Some(row.neither)),
        Cell::maybe(row.lead_days, row.lead_days.map_or(0, |d| number::decimals_for_size(d).min(1))),
        Cell::count(row.n),
    ]
}

fn stacked(shares: [f64; 3]) -> Markup {
    let mut end = 0.0;
    strip(shares.into_iter().zip(["c3", "c2", "c0"]).map(|(share, class)| {
        let (start, length) = (end, 1000.0 * share.clamp(0.0, 1.0));
        end += length;
        Mark { class, start, length, thickness: 16.0 }
    }))
}
