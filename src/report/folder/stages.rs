//! Where the alliance's days go: the stages of a case, from the summary.

use maud::html;

use super::Chart;
use super::read::Results;
use super::words::{amount, capitalised};
use crate::outcome::Metric;
use crate::report::charts::{self, StageDays};
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
    let all = results.manifest.replications as f64;
    let stage = |(name, row): (String, &Estimate)| {
        let [low, high] = [0.1, 0.9].map(|p| row.quantile(p));
        charts::Stage { name, mean: row.mean, low, high, share: row.n as f64 / all }
    };
    let drawn: Vec<charts::Stage> = rows.map(stage).collect();
    let longest = drawn.iter().max_by(|a, b| a.mean.total_cmp(&b.mean))?;
    let title =
        format!("{} takes the most days: {} in the mean where it takes place", longest.name, amount(longest.mean));
    let drawn = StageDays {
        title,
        x_label: "days in the stage, in the replications in which it takes place".to_owned(),
        interval: "80 % of replications".to_owned(),
        stages: drawn,
        footer: results.footer_of_main(),
    };
    let chart = Chart::new("stages", &drawn);
    let several = results.manifest.plan.variant.len() > 1;
    let tables: Vec<(&str, Vec<Passed<'_>>)> =
        results.variants().map(|variant| (variant, passed(results, &stages, variant))).collect();
    let longest = tables.iter().flat_map(|(_, passed)| passed).map(|(_, row)| row.mean).fold(0.0_f64, f64::max);
    let body = html! {
        p dir="auto" {
            "Each stage is averaged over the replications in which it took place, in the first round of the case. These differ from \
             stage to stage, so that the means do not add up to anybody’s way."
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

fn table(results: &Results, index: usize, label: &str, passed: &[Passed<'_>], longest: f64) -> Table {
    let all = results.manifest.replications as f64;
    let scale = if longest > 0.0 { longest } else { 1.0 };
    let row = |(name, row): &Passed<'_>| {
        vec![
            Cell::text(name),
            Cell::markup(bar(0.0, row.mean / scale, "c1")),
            Cell::number(row.mean, 1),
            Cell::interval([row.quantile(0.05), row.quantile(0.95)], 1),
            Cell::share(row.n as f64 / all, 0),
        ]
    };
    let rows = passed.iter().map(row).collect();
    let label = if label.is_empty() { String::new() } else { format!(" — {label}") };
    let columns = vec![
        Column::text("Stage"),
        Column::graphic("Mean", ["0", &format!("{} days", amount(scale))]),
        Column::number("Mean days"),
        Column::number("90 % of replications"),
        Column::number("Entered"),
    ];
    let caption = format!("Days in each stage{label}, where it takes place.");
    Table::new(&format!("stages-{index}"), &caption, columns, rows).in_order()
}
