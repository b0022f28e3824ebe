//! The pictures of a benchmark: ranks, regret by scenario, a Pareto front for each scenario that has one.

use std::collections::BTreeMap;

use super::read::Board;
use crate::report::charts::{ParetoFront, ParetoPoint, RankPlot, RankRow, SweepHeatmap};
use crate::report::folder::Chart;
use crate::stats::summary::Summary;

/// Share of an axis within which points cannot be told apart.
const CLOSE: f64 = 0.02;

/// The pictures, the most telling first.
pub(super) fn of(board: &Board) -> Vec<Chart> {
    let fronts = board.scenarios.iter().filter_map(|scenario| front(board, scenario));
    [ranks(board), regret(board)].into_iter().flatten().chain(fronts).collect()
}

fn ranks(board: &Board) -> Option<Chart> {
    let best = board.places.first()?;
    let title = format!("{} ranks best over {} scenarios", best.policy, board.scenarios.len());
    let row = |place: &super::Place| {
        let [rank, low, high] = place.rank;
        RankRow { name: place.policy.clone(), rank, low, high }
    };
    let svg = RankPlot {
        title: title.clone(),
        interval: "95 % interval".to_owned(),
        x_label: "mean rank over metrics and scenarios; 1 is best".to_owned(),
        rows: board.places.iter().map(row).collect(),
        footer: board.footer(),
    }
    .draw();
    Some(Chart::new("ranks", title, svg))
}

/// Mean regret of every policy in every scenario.
fn regret(board: &Board) -> Option<Chart> {
    let mut cells: BTreeMap<(&str, &str), Vec<f64>> = BTreeMap::new();
    for cell in &board.cells {
        cells.entry((&cell.scenario, &cell.policy)).or_default().push(cell.regret);
    }
    let policies: Vec<&str> = board.policies().collect();
    if policies.is_empty() || board.scenarios.is_empty() {
        return None;
    }
    // The first scenario of the suite stands at the top.
    let scenarios: Vec<&String> = board.scenarios.iter().rev().collect();
    let mean = |scenario: &str, policy: &str| cells.get(&(scenario, policy)).map_or(f64::NAN, |r| Summary::of(r).mean);
    let z = scenarios.iter().flat_map(|scenario| policies.iter().map(|policy| mean(scenario, policy))).collect();
    let numbered: Vec<String> =
        policies.iter().enumerate().map(|(i, policy)| format!("{}\u{a0}{policy}", i + 1)).collect();
    let title = "How far each policy is from the best, by scenario".to_owned();
    let svg = SweepHeatmap {
        title: title.clone(),
        note: numbered.join(" · "),
        x_label: "policy".to_owned(),
        y_label: "scenario".to_owned(),
        z_label: "mean regret over metrics: 0 best, 1 worst".to_owned(),
        x: (1..=policies.len()).map(|i| i as f64).collect(),
        y: (1..=scenarios.len()).map(|i| i as f64).collect(),
        y_names: scenarios.iter().map(|name| (*name).clone()).collect(),
        z,
        footer: board.footer(),
        ..SweepHeatmap::default()
    }
    .draw();
    Some(Chart::new("regret", title, svg))
}

/// The front of a scenario; None where policies do not differ in benefit or in cost.
fn front(board: &Board, scenario: &str) -> Option<Chart> {
    let own: Vec<&super::read::Point> = board.pareto.iter().filter(|point| point.scenario == scenario).collect();
    let first = own.first()?;
    if own.iter().all(|p| p.benefit == first.benefit) || own.iter().all(|p| p.cost == first.cost) {
        return None;
    }
    let best = own.iter().filter(|point| point.on_front).count();
    let title = match own.iter().find(|point| point.on_front) {
        Some(one) if best == 1 => format!("{scenario}: {} beats all others", one.policy),
        _ => format!("{scenario}: {best} of {} policies are on the front", own.len()),
    };
    let svg = ParetoFront {
        title: title.clone(),
        cost_label: board.axis(&board.cost, "cost", "less is better"),
        benefit_label: board.axis(&board.benefit, "benefit", "more is better"),
        points: together(board, scenario, &own),
        footer: board.footer(),
    }
    .draw();
    let name = scenario.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "_");
    Some(Chart::new(format!("pareto_{name}"), title, svg))
}

/// The points of a scenario; policies that could not be told apart in the picture are one point with their names.
fn together(board: &Board, scenario: &str, own: &[&super::read::Point]) -> Vec<ParetoPoint> {
    let interval = |metric: &str, policy: &str| {
        let cell = board.cells.iter().find(|c| c.scenario == scenario && c.metric == metric && c.policy == policy);
        cell.map_or((f64::NAN, f64::NAN), |cell| (cell.mean[1], cell.mean[2]))
    };
    let span = |of: fn(&super::read::Point) -> f64| {
        let ends = own.iter().map(|point| of(point)).fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(x), b.max(x)));
        CLOSE * (ends.1 - ends.0)
    };
    let (benefits, costs) = (span(|point| point.benefit), span(|point| point.cost));
    let mut groups: Vec<(&super::read::Point, Vec<&str>)> = Vec::new();
    for point in own {
        let same = |there: &super::read::Point| {
            (there.benefit - point.benefit).abs() <= benefits
                && (there.cost - point.cost).abs() <= costs
                && there.on_front == point.on_front
        };
        match groups.iter_mut().find(|(there, _)| same(there)) {
            Some((_, names)) => names.push(&point.policy),
            None => groups.push((point, vec![&point.policy])),
        }
    }
    let point = |(first, names): (&super::read::Point, Vec<&str>)| ParetoPoint {
        name: match names.as_slice() {
            [one] => (*one).to_owned(),
            [one, other] => format!("{one}, {other}"),
            [one, rest @ ..] => format!("{one} and {} others close by", rest.len()),
            [] => String::new(),
        },
        cost: first.cost,
        cost_interval: interval(&board.cost, &first.policy),
        benefit: first.benefit,
        benefit_interval: interval(&board.benefit, &first.policy),
        on_front: first.on_front,
    };
    groups.into_iter().map(point).collect()
}
