//! Where the alliance's days go: the stages of a case, from the means in the summary.

use maud::html;

use super::Chart;
use super::read::Results;
use super::words::{amount, capitalised};
use crate::outcome::Metric;
use crate::report::charts::{self, StageWaterfall};
use crate::report::html::{Cell, Column, Section, Table, bar, figures};
use crate::result::Estimate;

/// Most tables that all stand open.
const OPEN: usize = 3;

/// The section and its chart; None where no case went through a stage.
pub(super) fn of(results: &Results) -> Option<(Chart, Section)> {
    let stages: Vec<&Metric> = results.manifest.metrics.iter().filter(|metric| metric.stage.is_some()).collect();
    let main: Vec<&Metric> = stages.iter().copied().filter(|metric| results.row(&metric.id).is_some()).collect();
    if main.is_empty() {
        return None;
    }
    let rows = main.iter().filter_map(|metric| Some((capitalised(metric.stage.as_ref()?), results.row(&metric.id)?)));
    let drawn: Vec<charts::Stage> = rows
        .map(|(name, row)| charts::Stage { name, mean: row.mean, low: row.quantile(0.1), high: row.quantile(0.9) })
        .collect();
    let longest = drawn.iter().max_by(|a, b| a.mean.total_cmp(&b.mean))?;
    // Each mean is of the replications that entered the stage: their sum is the length of nobody's way.
    let title =
        format!("{} takes the most days: {} in the mean where it takes place", longest.name, amount(longest.mean));
    let drawn = StageWaterfall {
        title,
        x_label: "mean days of each stage, where it takes place, one after another".to_owned(),
        interval: "80 % of replications".to_owned(),
        stages: drawn,
        footer: results.footer_of_main(),
    };
    let chart = Chart::new("stages", &drawn);
    let several = results.manifest.plan.variant.len() > 1;
    let tables: Vec<(&str, Vec<Passed<'_>>)> =
        results.variants().map(|variant| (variant, passed(results, &stages, variant))).collect();
    let longest = tables.iter().map(|(_, passed)| total(passed)).fold(0.0_f64, f64::max);
    let body = html! {
        p dir="auto" {
            "Each stage is averaged over the replications in which it took place, in the first round of the case; a stage \
             that few replications enter counts fully where it is entered."
        }
        @for (k, (variant, passed)) in tables.iter().enumerate() {
            @let table = table(results, k, if several { variant } else { "" }, passed, longest);
            // Of several policies, the first stands open.
            @if k == 0 || passed.is_empty() || tables.len() <= OPEN {
                (table)
            } @else {
                details { summary { (variant) } (table) }
            }
        }
        (figures(&[chart.figure()]))
    };
    Some((chart, Section::new("stages", "Stages", "Where the days go", &body)))
}

/// A stage with the days spent in it.
type Passed<'a> = (String, &'a Estimate);

/// The stages that a policy's cases went through.
fn passed<'a>(results: &'a Results, stages: &[&'a Metric], variant: &'a str) -> Vec<Passed<'a>> {
    let one = |metric: &&'a Metric| {
        let row = results.rows(&metric.id, variant).find(|row| row.n > 0)?;
        Some((capitalised(metric.stage.as_ref()?), row))
    };
    stages.iter().filter_map(one).collect()
}

fn total(passed: &[Passed<'_>]) -> f64 {
    passed.iter().map(|(_, row)| row.mean).sum()
}

/// Means are used because they add up; medians of stages do not add up to the median of the whole.
fn table(results: &Results, index: usize, label: &str, passed: &[Passed<'_>], longest: f64) -> Table {
    let (all, sum) = (results.manifest.replications as f64, total(passed));
    let scale = if longest > 0.0 { longest } else { 1.0 };
    let mut before = 0.0;
    let mut rows = Vec::new();
    for (name, row) in passed {
        rows.push(vec![
            Cell::text(name),
            Cell::markup(bar(before / scale, row.mean / scale, "c1")),
            Cell::number(row.mean, 1),
            Cell::share(if sum > 0.0 { row.mean / sum } else { 0.0 }, 0),
            Cell::interval([row.quantile(0.05), row.quantile(0.95)], 1),
            Cell::share(row.n as f64 / all, 0),
        ]);
        before += row.mean;
    }
    if rows.len() > 1 {
        rows.push(vec![
            Cell::markup(html! { strong { "All stages" } }),
            Cell::markup(bar(0.0, sum / scale, "c0")),
            Cell::number(sum, 1),
            Cell::share(1.0, 0),
            Cell::default(),
            Cell::default(),
        ]);
    }
    let label = if label.is_empty() { String::new() } else { format!(" — {label}") };
    let columns = vec![
        Column::text("Stage"),
        Column::graphic("Running total", ["0", &format!("{} days", amount(scale))]),
        Column::number("Mean days"),
        Column::number("Share"),
        Column::number("90 % of replications"),
        Column::number("Entered"),
    ];
    let caption = format!("Mean days in each stage{label}. Each bar starts where the one above ends.");
    Table::new(&format!("stages-{index}"), &caption, columns, rows).in_order()
}
