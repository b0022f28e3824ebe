//! The race between advance and response: in which share of worlds each came first.

use maud::{Markup, html};

use super::figure::{self, Figure};
use super::number;
use super::page::Estimate;
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
    let lead = |row: &RaceRow| {
        Cell::maybe(row.lead_days, row.lead_days.map_or(0, |days| number::decimals_for_size(days).min(1)))
    };
    let table = Table::of(
        "race-table",
        "Which came first, as shares of worlds with Wilson intervals for 95 % confidence.",
        &race.rows,
        &[
            (Column::text("Response against advance"), &|row| {
                Cell::markup(html! { (row.response) " " span.against { "against " (row.advance) } })
            }),
            (Column::facet("Policy"), &|row| Cell::option(row.policy.as_deref())),
            (Column::graphic("Shares of worlds", ["0", "100 %"]), &|row| {
                Cell::markup(stacked([row.response_first.value, row.advance_first.value, row.neither.value]))
            }),
            (Column::number("Response first"), &|row| Cell::probability(Some(row.response_first))),
            (Column::number("Advance first"), &|row| Cell::probability(Some(row.advance_first))),
            (Column::number("Neither"), &|row| Cell::probability(Some(row.neither))),
            (Column::number("Median lead, days"), &lead),
            (Column::number("n"), &|row| Cell::count(row.n)),
        ],
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

fn stacked(shares: [f64; 3]) -> Markup {
    let mut end = 0.0;
    strip(shares.into_iter().zip(["c3", "c2", "c0"]).map(|(share, class)| {
        let (start, length) = (end, 1000.0 * share.clamp(0.0, 1.0));
        end += length;
        Mark { class, start, length, thickness: 16.0 }
    }))
}
