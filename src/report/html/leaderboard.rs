//! Policies on the scenarios of a suite: their places, and every rank behind them.

use maud::{Markup, html};

use super::figure;
use super::number;
use super::page::{Estimate, Figure};
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
    let places = Table::new(
        "leaderboard-table",
        "Places. Rank 1 is best; regret is the distance to the best policy as a share of the distance between best and worst.",
        vec![
            Column::text("Policy"),
            Column::graphic("Mean regret", ["0", "1"]),
            Column::number("Mean rank"),
            Column::number("95 % interval"),
            Column::number("May be best"),
            Column::number("Of cells"),
            Column::number("Mean regret"),
            Column::number("Max regret"),
            Column::text("Worst in"),
            Column::number("Pareto front"),
        ],
        board.places.iter().map(|place| place_cells(place, board.scenarios)).collect(),
    );
    let ranks = Table::new(
        "ranks-table",
        "Every policy in every metric of every scenario.",
        vec![
            Column::facet("Scenario"),
            Column::facet("Metric"),
            Column::facet("Policy"),
            Column::text("Unit"),
            Column::number("Mean"),
            Column::number("95 % interval"),
            Column::number("Rank"),
            Column::number("Best of all"),
            Column::number("Regret"),
        ],
        board.ranks.iter().map(rank_cells).collect(),
    );
    html! { (text::paragraphs(&board.text)) (places) (figure::row(&board.figures)) (ranks) }
}

fn place_cells(place: &PlaceRow, scenarios: u64) -> Vec<Cell> {
    vec![
        Cell::text(&place.policy),
        Cell::markup(bar(0.0, place.mean_regret, "c1")),
        Cell::number(place.rank.value, 2),
        Cell::interval(place.rank.interval, 2),
        Cell::number(place.may_be_best as f64, 0),
        Cell::count(place.cells),
        Cell::number(place.mean_regret, 2),
        Cell::number(place.max_regret, 2),
        Cell::text(&place.worst),
        Cell::valued(&format!("{} of {scenarios}", place.on_front), place.on_front as f64),
    ]
}

fn rank_cells(row: &RankedRow) -> Vec<Cell> {
    let decimals = number::decimals_for(row.mean.interval, row.mean.value);
    let half_ranks = usize::from(row.rank != libm::trunc(row.rank));
    vec![
        Cell::text(&row.scenario),
        Cell::code(&row.metric),
        Cell::text(&row.policy),
        Cell::text(&row.unit),
        Cell::number(row.mean.value, decimals),
        Cell::interval(row.mean.interval, decimals),
        Cell::number(row.rank, half_ranks),
        Cell::share(row.best, 0),
        Cell::number(row.regret, 2),
    ]
}
