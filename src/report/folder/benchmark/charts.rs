//! The pictures of a benchmark: ranks, regret by scenario, a Pareto front for each scenario that has one.

use std::collections::BTreeMap;

use crate::analysis::benchmark::{Benchmark, Cell, ParetoPoint as Point, Place};
use crate::outcome::Better;
use crate::report::charts::{EstimateRow, Estimates, ParetoFront, ParetoPoint, SweepHeatmap};
use crate::report::folder::Chart;
use crate::report::theme::Footer;
use crate::stats::summary::Summary;

/// Share of an axis within which points cannot be told apart.
const CLOSE: f64 = 0.02;

/// The pictures, the most informative first.
pub(super) fn of(board: &Benchmark, footer: &Footer) -> Vec<Chart> {
    let fronts = board.scenarios.iter().filter_map(|scenario| front(board, scenario, footer));
    [ranks(board, footer), regret(board, footer)].into_iter().flatten().chain(fronts).collect()
}

fn ranks(board: &Benchmark, footer: &Footer) -> Option<Chart> {
    let best = board.leaderboard.first()?;
    let title = format!("{} ranks best over {} scenarios", best.policy, board.scenarios.len());
    let row = |place: &Place| EstimateRow {
        name: place.policy.clone(),
        value: place.mean_rank,
        low: place.rank_low,
        high: place.rank_high,
    };
    let drawn = Estimates {
        title,
        interval: "95 % interval".to_owned(),
        x_label: "mean rank over metrics and scenarios; 1 is best".to_owned(),
        against: None,
        rows: board.leaderboard.iter().map(row).collect(),
        footer: footer.clone(),
    };
    Some(Chart::new("ranks", &drawn))
}

/// Mean regret of every policy in every scenario.
fn regret(board: &Benchmark, footer: &Footer) -> Option<Chart> {
    let mut cells: BTreeMap<(&str, &str), Vec<f64>> = BTreeMap::new();
    for cell in &board.cells {
        cells.entry((&cell.scenario, &cell.standing.policy)).or_default().push(cell.relative_regret);
    }
    let policies: Vec<&str> = board.leaderboard.iter().map(|place| place.policy.as_str()).collect();
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
    let drawn = SweepHeatmap {
        title,
        note: numbered.join(" · "),
        x_label: "policy".to_owned(),
        y_label: "scenario".to_owned(),
        z_label: "mean regret over metrics: 0 best, 1 worst".to_owned(),
        x: (1..=policies.len()).map(|i| i as f64).collect(),
        y: (1..=scenarios.len()).map(|i| i as f64).collect(),
        y_names: scenarios.iter().map(|name| (*name).clone()).collect(),
        z,
        footer: footer.clone(),
        ..SweepHeatmap::default()
    };
    Some(Chart::new("regret", &drawn))
}

/// The front of a scenario; None where policies do not differ in benefit or in cost.
fn front(board: &Benchmark, scenario: &str, footer: &Footer) -> Option<Chart> {
    let own: Vec<&Point> = board.pareto.iter().filter(|point| point.scenario == scenario).collect();
    let first = own.first()?;
    if own.iter().all(|p| p.benefit == first.benefit) || own.iter().all(|p| p.cost == first.cost) {
        return None;
    }
    let best = own.iter().filter(|point| point.on_front).count();
    let title = match own.iter().find(|point| point.on_front) {
        Some(one) if best == 1 => format!("{scenario}: {} beats all others", one.policy),
        _ => format!("{scenario}: {best} of {} policies are on the front", own.len()),
    };
    let drawn = ParetoFront {
        title,
        cost_label: axis(board, &board.cost, "cost", "less is better"),
        benefit_label: axis(board, &board.benefit, "benefit", "more is better"),
        points: together(board, scenario, &own),
        footer: footer.clone(),
    };
    let name = scenario.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "_");
    Some(Chart::new(format!("pareto_{name}"), &drawn))
}

/// What an axis says of a metric: its name, its unit and which way is better, as far as ranked cells tell it.
fn axis(board: &Benchmark, metric: &str, role: &str, usual: &str) -> String {
    if metric.is_empty() {
        return format!("{role}; {usual}");
    }
    let name = metric.replace('_', " ");
    let Some(cell) = board.cells.iter().find(|cell| cell.metric == metric) else { return format!("{name}; {usual}") };
    let unit = if cell.unit.is_empty() || cell.unit == "1" { String::new() } else { format!(" ({})", cell.unit) };
    let better = match cell.better {
        Better::Lower => "less is better",
        Better::Higher => "more is better",
        Better::Neither => usual,
    };
    format!("{name}{unit}; {better}")
}

/// The points of a scenario; policies that could not be told apart in the picture are one point with their names.
fn together(board: &Benchmark, scenario: &str, own: &[&Point]) -> Vec<ParetoPoint> {
    let interval = |metric: &str, policy: &str| {
        let of = |c: &&Cell| c.scenario == scenario && c.metric == metric && c.standing.policy == policy;
        let cell = board.cells.iter().find(of);
        cell.map_or((f64::NAN, f64::NAN), |cell| (cell.standing.ci_low, cell.standing.ci_high))
    };
    let span = |of: fn(&Point) -> f64| {
        let ends = own.iter().map(|point| of(point)).fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(x), b.max(x)));
        CLOSE * (ends.1 - ends.0)
    };
    let (benefits, costs) = (span(|point| point.benefit), span(|point| point.cost));
    let mut groups: Vec<(&Point, Vec<&str>)> = Vec::new();
    for point in own {
        let same = |there: &Point| {
            (there.benefit - point.benefit).abs() <= benefits
                && (there.cost - point.cost).abs() <= costs
                && there.on_front == point.on_front
        };
        match groups.iter_mut().find(|(there, _)| same(there)) {
            Some((_, names)) => names.push(&point.policy),
            None => groups.push((point, vec![&point.policy])),
        }
    }
    let point = |(first, names): (&Point, Vec<&str>)| ParetoPoint {
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
