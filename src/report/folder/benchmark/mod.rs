//! The page of a benchmark: its leaderboard, its cells and its Pareto fronts.

mod charts;

use std::path::Path;

use maud::{Markup, html};

use super::references::{Shown, made_by};
use super::words::{amount, count, shown_unit};
use super::{Chart, ReportError};
use crate::analysis::benchmark::{Benchmark, Cell as BoardCell, Place, read_benchmark};
use crate::number::decimals_for;
use crate::report::html::{Cell, Column, KeyFigure, Page, Section, Table, bar, figures};
use crate::report::theme::{Footer, Paper};
use crate::result::{FILES, Origin, ResultFile};

/// Figures of the first screen.
const FIRST: usize = 3;
/// The page and the charts.
pub(super) fn of(folder: &Path, paper: Option<Paper>) -> Result<(Page, Vec<Chart>), ReportError> {
    let board = read_benchmark(folder)?;
    let charts = charts::of(&board, &footer(&board, paper));
    let all: Vec<_> = charts.iter().map(Chart::figure).collect();
    let (first, rest) = all.split_at(all.len().min(FIRST));
    let [places, ranks] = tables(&board);
    let body = html! {
        p dir="auto" {
            "A cell is a metric in a scenario; policies that have a value in it are ranked by their means. A policy that is \
             compared in fewer cells than others (it may lack a value in some) has a mean rank over those alone."
        }
        p dir="auto" { "Each scenario is a folder with a comparison of its own; panj report FOLDER/SCENARIO draws it." }
        (places) (figures(rest)) (ranks)
    };
    let page = Page {
        title: board.title.clone(),
        question: format!("Which policy does best over {} scenarios?", board.scenarios.len()),
        answer: answer(&board),
        basis: Some(format!(
            "{} replications in each of {} scenarios (the same worlds for all policies), seed {}, panj {}",
            count(board.replications),
            board.scenarios.len(),
            board.seed,
            board.panj
        )),
        key_figures: board.leaderboard.iter().take(4).map(key).collect(),
        figures: first.to_vec(),
        lead: Markup::default(),
        cautions: Vec::new(),
        sections: vec![Section::new("leaderboard", "Leaderboard", "Leaderboard", &body), provenance(folder, &board)],
    };
    Ok((page, charts))
}

/// The footer of every chart.
fn footer(board: &Benchmark, paper: Option<Paper>) -> Footer {
    let (scenario, version) = (board.title.clone(), board.panj.clone());
    Footer { scenario, n: board.replications, seed: Some(board.seed), version, paper }
}

/// Who ranks best, in sentences.
pub(crate) fn answer(board: &Benchmark) -> Vec<String> {
    let Some((best, others)) = board.leaderboard.split_first() else { return Vec::new() };
    let most = board.leaderboard.iter().map(|place| place.cells).max().unwrap_or(0);
    let mut said = vec![format!(
        "{} ranks best: mean rank {:.2} (95 % interval {:.2} to {:.2}) over {} metrics in scenarios, in {} of which it may be \
         the best.",
        best.policy, best.mean_rank, best.rank_low, best.rank_high, best.cells, best.may_be_best
    )];
    if let Some(next) = others.first() {
        let apart = if best.rank_high < next.rank_low { "clearly behind" } else { "not clearly behind" };
        said.push(format!(
            "{} comes next, {apart}: mean rank {:.2} ({:.2} to {:.2}).",
            next.policy, next.mean_rank, next.rank_low, next.rank_high
        ));
    }
    said.push(if best.max_regret > 0.0 {
        format!(
            "It is not best everywhere: its largest regret is {} in {}, on a scale from 0 (the best there) to 1 (the worst \
             there).",
            amount(best.max_regret),
            best.worst_cell
        )
    } else {
        "It is the best or ties with the best everywhere.".to_owned()
    });
    let fewer: Vec<&str> = board.leaderboard.iter().filter(|p| p.cells < most).map(|p| p.policy.as_str()).collect();
    if !fewer.is_empty() {
        said.push(format!(
            "Compared in fewer cells than the others, so that ranks are not of the same kind: {}.",
            fewer.join(", ")
        ));
    }
    said
}

fn key(place: &Place) -> KeyFigure {
    KeyFigure {
        value: format!("{:.2}", place.mean_rank),
        label: format!("{}, mean rank", place.policy),
        detail: Some(format!("95 % interval: {:.2} to {:.2}; {} cells", place.rank_low, place.rank_high, place.cells)),
    }
}

fn tables(board: &Benchmark) -> [Table; 2] {
    let scenarios = board.scenarios.len();
    let places = Table::of(
        "leaderboard-table",
        "Places. Rank 1 is best; regret is the distance to the best policy as a share of the distance between best and worst.",
        &board.leaderboard,
        &[
            (Column::text("Policy"), &|place| Cell::text(&place.policy)),
            (Column::graphic("Mean regret", ["0", "1"]), &|place| Cell::markup(bar(0.0, place.mean_regret, "c1"))),
            (Column::number("Mean rank"), &|place| Cell::number(place.mean_rank, 2)),
            (Column::number("95 % interval"), &|place| Cell::interval([place.rank_low, place.rank_high], 2)),
            (Column::number("May be best"), &|place| Cell::number(place.may_be_best as f64, 0)),
            (Column::number("Of cells"), &|place| Cell::count(place.cells as u64)),
            (Column::number("Mean regret"), &|place| Cell::number(place.mean_regret, 2)),
            (Column::number("Max regret"), &|place| Cell::number(place.max_regret, 2)),
            (Column::text("Worst in"), &|place| Cell::text(&place.worst_cell)),
            (Column::number("Pareto front"), &|place| {
                Cell::valued(&format!("{} of {scenarios}", place.on_front), place.on_front as f64)
            }),
        ],
    );
    let interval = |cell: &BoardCell| [cell.standing.ci_low, cell.standing.ci_high];
    let decimals = |cell: &BoardCell| decimals_for(Some(interval(cell)), cell.standing.mean);
    let ranks = Table::of(
        "ranks-table",
        "Every policy in every metric of every scenario.",
        &board.cells,
        &[
            (Column::facet("Scenario"), &|cell| Cell::text(&cell.scenario)),
            (Column::facet("Metric"), &|cell| Cell::code(&cell.metric)),
            (Column::facet("Policy"), &|cell| Cell::text(&cell.standing.policy)),
            (Column::text("Unit"), &|cell| Cell::text(shown_unit(&cell.unit))),
            (Column::number("Mean"), &|cell| Cell::number(cell.standing.mean, decimals(cell))),
            (Column::number("95 % interval"), &|cell| Cell::interval(interval(cell), decimals(cell))),
            (Column::number("Rank"), &|cell| {
                let rank = cell.standing.rank;
                Cell::number(rank, usize::from(rank != libm::trunc(rank)))
            }),
            (Column::number("Best of all"), &|cell| Cell::share(cell.standing.best_mean, 0)),
            (Column::number("Regret"), &|cell| Cell::number(cell.relative_regret, 2)),
        ],
    );
    [places, ranks]
}

fn provenance(folder: &Path, board: &Benchmark) -> Section {
    let own = FILES.iter().filter(|file| file.origin == Origin::Benchmark).flat_map(ResultFile::names);
    let own = own.map(|name| Shown::of(folder, &name));
    let scenarios = board.scenarios.iter().map(|name| Shown {
        path: format!("{name}/manifest.json"),
        holds: "what this scenario's results rest on".to_owned(),
        // It tells when and where it was made, so that its size is not the same for the same results.
        bytes: 0,
    });
    let entries = [
        ("program", format!("panj {}", board.panj)),
        ("replications in each scenario", board.replications.to_string()),
        ("seed", board.seed.to_string()),
        ("metrics", board.metrics.join(", ")),
    ];
    made_by(None, &entries.map(|(key, value)| (key.to_owned(), value)), &own.chain(scenarios).collect::<Vec<_>>())
}
