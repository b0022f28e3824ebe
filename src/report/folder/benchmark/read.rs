//! Reads the files of a benchmark.

use std::path::Path;

use serde::Deserialize;

use crate::experiment::is_plain_name;
use crate::report::folder::ReportError;
use crate::report::folder::read::{number, words};
use crate::report::theme::Footer;
use crate::result::read_columns;

/// What the report needs of `leaderboard.json`; tables hold the rest.
#[derive(Debug, Default, Deserialize)]
struct Head {
    #[serde(default)]
    panj: String,
    title: String,
    replications: u64,
    seed: u64,
    scenarios: Vec<String>,
    #[serde(default)]
    metrics: Vec<String>,
    #[serde(default)]
    benefit: String,
    #[serde(default)]
    cost: String,
}

/// A benchmark as read.
#[derive(Debug, Default)]
pub(super) struct Board {
    pub(super) version: String,
    pub(super) title: String,
    pub(super) replications: u64,
    pub(super) seed: u64,
    pub(super) scenarios: Vec<String>,
    pub(super) metrics: Vec<String>,
    /// Metric of the benefit, with its unit.
    pub(super) benefit: String,
    /// Metric of the cost.
    pub(super) cost: String,
    pub(super) places: Vec<Place>,
    pub(super) cells: Vec<Cell>,
    pub(super) pareto: Vec<Point>,
}

/// A policy's place.
#[derive(Debug, Default)]
pub(super) struct Place {
    pub(super) policy: String,
    pub(super) cells: u64,
    /// Mean rank and its interval.
    pub(super) rank: [f64; 3],
    pub(super) may_be_best: u64,
    pub(super) mean_regret: f64,
    pub(super) max_regret: f64,
    pub(super) worst: String,
    pub(super) on_front: u64,
}

/// A policy in a metric of a scenario.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) scenario: String,
    pub(super) metric: String,
    pub(super) unit: String,
    pub(super) policy: String,
    /// Mean and its interval.
    pub(super) mean: [f64; 3],
    pub(super) rank: f64,
    pub(super) best: f64,
    /// Relative regret.
    pub(super) regret: f64,
}

/// Benefit and cost of a policy in a scenario.
#[derive(Debug, Default)]
pub(super) struct Point {
    pub(super) scenario: String,
    pub(super) policy: String,
    pub(super) benefit: f64,
    pub(super) cost: f64,
    pub(super) on_front: bool,
}

impl Board {
    /// Reads a benchmark's folder.
    ///
    /// # Errors
    /// When a file is missing or is not what it should be.
    pub(super) fn read(folder: &Path) -> Result<Board, ReportError> {
        let path = folder.join("leaderboard.json");
        let disk = |source| ReportError::Disk { path: path.clone(), source };
        let bytes = std::fs::read(&path).map_err(disk)?;
        let head: Head = serde_json::from_slice(&bytes).map_err(|error| disk(error.into()))?;
        if let Some(name) = head.scenarios.iter().find(|name| !is_plain_name(name)) {
            let what = format!("damaged, or not written by panj: {name:?} is no name of a scenario");
            return Err(disk(std::io::Error::new(std::io::ErrorKind::InvalidData, what)));
        }
        Ok(Board {
            version: if head.panj.is_empty() { "(version not told)".to_owned() } else { head.panj },
            title: head.title,
            replications: head.replications,
            seed: head.seed,
            scenarios: head.scenarios,
            metrics: head.metrics,
            benefit: head.benefit,
            cost: head.cost,
            places: places(folder)?,
            cells: cells(folder)?,
            pareto: pareto(folder)?,
        })
    }

    /// The footer of every chart.
    pub(super) fn footer(&self) -> Footer {
        Footer { scenario: self.title.clone(), n: self.replications, seed: self.seed, version: self.version.clone() }
    }

    /// What an axis says of a metric: its name, its unit and which way is better, as far as ranked cells tell it.
    pub(super) fn axis(&self, metric: &str, role: &str, usual: &str) -> String {
        if metric.is_empty() {
            return format!("{role}; {usual}");
        }
        let own: Vec<&Cell> = self.cells.iter().filter(|cell| cell.metric == metric).collect();
        let unit = own.first().map_or("", |cell| cell.unit.as_str());
        let name = metric.replace('_', " ");
        let named = if unit.is_empty() || unit == "1" { name } else { format!("{name} ({unit})") };
        // In a cell, the mean of the first rank tells which way is better.
        let better = own.iter().find_map(|best| {
            let same = own.iter().filter(|cell| cell.scenario == best.scenario);
            let worst = same.max_by(|a, b| a.rank.total_cmp(&b.rank))?;
            (best.rank < worst.rank).then_some(if best.mean[0] < worst.mean[0] {
                "less is better"
            } else {
                "more is better"
            })
        });
        format!("{named}; {}", better.unwrap_or(usual))
    }

    /// The policies, in the order of their places.
    pub(super) fn policies(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(|place| place.policy.as_str())
    }
}

fn places(folder: &Path) -> Result<Vec<Place>, ReportError> {
    let names = ["policy", "worst_cell", "cells", "mean_rank", "rank_low", "rank_high", "may_be_best", "mean_regret"];
    let more = ["max_regret", "on_front"];
    let read = read_columns(&folder.join("leaderboard.csv"), &names.into_iter().chain(more).collect::<Vec<_>>())?;
    let (policy, worst) = (words(&read[0]), words(&read[1]));
    let row = |i: usize| Place {
        policy: policy[i].clone(),
        worst: worst[i].clone(),
        cells: number(&read[2], i) as u64,
        rank: [3, 4, 5].map(|at| number(&read[at], i)),
        may_be_best: number(&read[6], i) as u64,
        mean_regret: number(&read[7], i),
        max_regret: number(&read[8], i),
        on_front: number(&read[9], i) as u64,
    };
    Ok((0..policy.len()).map(row).collect())
}

fn cells(folder: &Path) -> Result<Vec<Cell>, ReportError> {
    let names = ["scenario", "metric", "unit", "policy", "mean", "ci_low", "ci_high", "rank", "best_mean"];
    let names: Vec<&str> = names.into_iter().chain(["relative_regret"]).collect();
    let read = read_columns(&folder.join("cells.csv"), &names)?;
    let text: Vec<Vec<String>> = read[..4].iter().map(words).collect();
    let row = |i: usize| Cell {
        scenario: text[0][i].clone(),
        metric: text[1][i].clone(),
        unit: text[2][i].clone(),
        policy: text[3][i].clone(),
        mean: [4, 5, 6].map(|at| number(&read[at], i)),
        rank: number(&read[7], i),
        best: number(&read[8], i),
        regret: number(&read[9], i),
    };
    Ok((0..text[0].len()).map(row).collect())
}

fn pareto(folder: &Path) -> Result<Vec<Point>, ReportError> {
    let read = read_columns(&folder.join("pareto.csv"), &["scenario", "policy", "benefit", "cost", "on_front"])?;
    let (scenario, policy) = (words(&read[0]), words(&read[1]));
    let row = |i: usize| Point {
        scenario: scenario[i].clone(),
        policy: policy[i].clone(),
        benefit: number(&read[2], i),
        cost: number(&read[3], i),
        on_front: number(&read[4], i) > 0.0,
    };
    Ok((0..scenario.len()).map(row).collect())
}
