//! The page of a benchmark: its leaderboard, its cells and its Pareto fronts.

mod charts;

use std::path::Path;

use super::words::{amount, count};
use super::{Chart, ReportError};
use crate::analysis::benchmark::{Benchmark, Cell, Place, read_benchmark};
use crate::report::html::{Entry, Estimate, KeyFigure, Leaderboard, Page, PlaceRow, Provenance, RankedRow, ResultFile};
use crate::report::theme::Footer;

/// Figures of the first screen.
const FIRST: usize = 3;
/// The files of a benchmark, and what they hold.
const FILES: [(&str, &str); 5] = [
    ("leaderboard.csv", "the policies, best mean rank first"),
    ("leaderboard.json", "all of this for programs"),
    ("leaderboard.md", "the leaderboard as text"),
    ("cells.csv", "every policy in every metric of every scenario"),
    ("pareto.csv", "benefit and cost of every policy in every scenario"),
];

/// The page and the charts.
pub(super) fn of(folder: &Path) -> Result<(Page, Vec<Chart>), ReportError> {
    let board = read_benchmark(folder)?;
    let charts = charts::of(&board);
    let figures: Vec<_> = charts.iter().map(|chart| chart.figure(None)).collect();
    let split = figures.len().min(FIRST);
    let page = Page {
        title: board.title.clone(),
        question: format!("Which policy does best over {} scenarios?", board.scenarios.len()),
        answer: answer(&board),
        basis: Some(format!(
            "{} worlds in each of {} scenarios (the same for all policies), seed {}, panj {}",
            count(board.replications),
            board.scenarios.len(),
            board.seed,
            board.panj
        )),
        key_figures: board.leaderboard.iter().take(4).map(key).collect(),
        figures: figures[..split].to_vec(),
        leaderboard: Some(Leaderboard {
            text: vec![
                "A cell is a metric in a scenario; policies that have a value in it are ranked by their means. A policy that \
                 is compared in fewer cells than others (it may lack a value in some) has a mean rank over those alone."
                    .to_owned(),
                "Each scenario is a folder with a comparison of its own; panj report FOLDER/SCENARIO draws it.".to_owned(),
            ],
            places: board.leaderboard.iter().map(place).collect(),
            scenarios: board.scenarios.len() as u64,
            ranks: board.cells.iter().map(ranked).collect(),
            figures: figures[split..].to_vec(),
        }),
        provenance: Some(provenance(folder, &board)),
        ..Page::default()
    };
    Ok((page, charts))
}

/// The footer of every chart.
fn footer(board: &Benchmark) -> Footer {
    Footer { scenario: board.title.clone(), n: board.replications, seed: Some(board.seed), version: board.panj.clone() }
}

fn answer(board: &Benchmark) -> Vec<String> {
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

fn place(place: &Place) -> PlaceRow {
    PlaceRow {
        policy: place.policy.clone(),
        cells: place.cells as u64,
        rank: Estimate::new(place.mean_rank, place.rank_low, place.rank_high),
        may_be_best: place.may_be_best as u64,
        mean_regret: place.mean_regret,
        max_regret: place.max_regret,
        worst: place.worst_cell.clone(),
        on_front: place.on_front as u64,
    }
}

fn ranked(cell: &Cell) -> RankedRow {
    let standing = &cell.standing;
    let interval = Estimate::known(standing.mean, standing.ci_low, standing.ci_high).and_then(|known| known.interval);
    RankedRow {
        scenario: cell.scenario.clone(),
        metric: cell.metric.clone(),
        unit: if cell.unit == "1" { String::new() } else { cell.unit.clone() },
        policy: standing.policy.clone(),
        mean: Estimate { value: standing.mean, interval },
        rank: standing.rank,
        best: Some(standing.best_mean).filter(|p| p.is_finite()),
        regret: cell.relative_regret,
    }
}

fn provenance(folder: &Path, board: &Benchmark) -> Provenance {
    let entry = |key: &str, value: String| Entry { key: key.to_owned(), value };
    let own = FILES.iter().map(|(name, holds)| ResultFile {
        path: (*name).to_owned(),
        holds: (*holds).to_owned(),
        bytes: std::fs::metadata(folder.join(name)).ok().map(|data| data.len()),
        sha256: None,
    });
    let scenarios = board.scenarios.iter().map(|name| ResultFile {
        path: format!("{name}/manifest.json"),
        holds: "what this scenario's results rest on".to_owned(),
        // It tells when and where it was made, so that its size is not the same for the same results.
        bytes: None,
        sha256: None,
    });
    Provenance {
        command: None,
        entries: vec![
            entry("program", format!("panj {}", board.panj)),
            entry("worlds in each scenario", board.replications.to_string()),
            entry("seed", board.seed.to_string()),
            entry("metrics", board.metrics.join(", ")),
        ],
        files: own.chain(scenarios).collect(),
    }
}
