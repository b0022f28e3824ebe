//! Policies on the scenarios of a suite: their places, and every rank behind them.

use maud::{Markup, html};

use super::figure::{self, Figure};
use super::number;
use super::page::Estimate;
use super::table::{Cell, Column, Table, bar};
use super::text;

/// The section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Leaderboard {
    /// Words before the tables.
    pub text: Vec<String>,
    /// The policies, the best mean rank first.
    pub places: Vec<PlaceRow>,
    /// Scenarios of the suite.
    pub scenarios: u64,
    /// Every policy in every metric of every scenario.
    pub ranks: Vec<RankedRow>,
    /// Charts that belong here.
    pub figures: Vec<Figure>,
}

/// A policy's place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceRow {
    /// The policy.
    pub policy: String,
    /// Metrics in scenarios in which it has a value.
    pub cells: u64,
    /// Mean rank over them; 1 is best.
    pub rank: Estimate,
    /// Those in which it may be best.
    pub may_be_best: u64,
    /// Mean regret, from 0 (always best) to 1 (always worst).
    pub mean_regret: f64,
    /// Largest regret.
    pub max_regret: f64,
    /// Where that is.
    pub worst: String,
    /// Scenarios in which it is on the Pareto front.
    pub on_front: u64,
}

/// A policy in a metric of a scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankedRow {
    /// The scenario.
    pub scenario: String,
    /// The metric.
    pub metric: String,
    /// Its unit.
    pub unit: String,
    /// The policy.
    pub policy: String,
    /// The mean.
    pub mean: Estimate,
    /// Its rank; ties share.
    pub rank: f64,
    /// Probability that its mean is the best.
    pub best: Option<f64>,
    /// Distance to the best as a share of the distance between best and worst.
    pub regret: f64,
}

/// The section's body.
pub(super) fn render(board: &Leaderboard) -> Markup {
    let places = Table::of(
        "leaderboard-table",
        "Places. Rank 1 is best; regret is the distance to the best policy as a share of the distance between best and worst.",
        &board.places,
        &[
            (Column::text("Policy"), &|place| Cell::text(&place.policy)),
            (Column::graphic("Mean regret", ["0", "1"]), &|place| Cell::markup(bar(0.0, place.mean_regret, "c1"))),
            (Column::number("Mean rank"), &|place| Cell::number(place.rank.value, 2)),
            (Column::number("95 % interval"), &|place| Cell::interval(place.rank.interval, 2)),
            (Column::number("May be best"), &|place| Cell::number(place.may_be_best as f64, 0)),
            (Column::number("Of cells"), &|place| Cell::count(place.cells)),
            (Column::number("Mean regret"), &|place| Cell::number(place.mean_regret, 2)),
            (Column::number("Max regret"), &|place| Cell::number(place.max_regret, 2)),
            (Column::text("Worst in"), &|place| Cell::text(&place.worst)),
            (Column::number("Pareto front"), &|place| {
                Cell::valued(&format!("{} of {}", place.on_front, board.scenarios), place.on_front as f64)
            }),
        ],
    );
    let decimals = |row: &RankedRow| number::decimals_for(row.mean.interval, row.mean.value);
    let ranks = Table::of(
        "ranks-table",
        "Every policy in every metric of every scenario.",
        &board.ranks,
        &[
            (Column::facet("Scenario"), &|row| Cell::text(&row.scenario)),
            (Column::facet("Metric"), &|row| Cell::code(&row.metric)),
            (Column::facet("Policy"), &|row| Cell::text(&row.policy)),
            (Column::text("Unit"), &|row| Cell::text(&row.unit)),
            (Column::number("Mean"), &|row| Cell::number(row.mean.value, decimals(row))),
            (Column::number("95 % interval"), &|row| Cell::interval(row.mean.interval, decimals(row))),
            (Column::number("Rank"), &|row| Cell::number(row.rank, usize::from(row.rank != libm::trunc(row.rank)))),
            (Column::number("Best of all"), &|row| Cell::share(row.best, 0)),
            (Column::number("Regret"), &|row| Cell::number(row.regret, 2)),
        ],
    );
    html! { (text::paragraphs(&board.text)) (places) (figure::row(&board.figures)) (ranks) }
}
