//! Where the alliance's days go: the stages of a case, from the means in the summary.

use super::Chart;
use super::read::Results;
use super::words::{amount, capitalised};
use crate::outcome::Metric;
use crate::report::charts::{self, StageWaterfall};
use crate::report::html;

/// The section and its chart; None where no case went through a stage.
pub(super) fn of(results: &Results) -> Option<(Chart, html::Stages)> {
    let stages: Vec<&Metric> = results.manifest.metrics.iter().filter(|metric| metric.stage.is_some()).collect();
    let main: Vec<&Metric> = stages.iter().copied().filter(|metric| results.row(&metric.id).is_some()).collect();
    if main.is_empty() {
        return None;
    }
    let rows = main.iter().filter_map(|metric| Some((capitalised(metric.stage.as_ref()?), results.row(&metric.id)?)));
    let drawn: Vec<charts::Stage> = rows
        .map(|(name, row)| charts::Stage { name, mean: row.mean, low: row.quantile(0.1), high: row.quantile(0.9) })
        .collect();
    let total: f64 = drawn.iter().map(|stage| stage.mean).sum();
    let longest = drawn.iter().max_by(|a, b| a.mean.total_cmp(&b.mean))?;
    let title =
        format!("{} takes the most days: {} of {} in the mean", longest.name, amount(longest.mean), amount(total));
    let svg = StageWaterfall {
        title: title.clone(),
        x_label: "days since the request, mean stages laid end to end".to_owned(),
        interval: "80 % of worlds".to_owned(),
        stages: drawn,
        footer: results.footer(),
    }
    .draw();
    let chart = Chart::new("stages", title, svg);
    let section = html::Stages {
        text: vec![
            "Each stage is averaged over the worlds in which it took place, in the first round of the case; a stage that \
             few worlds enter counts fully where it is entered."
                .to_owned(),
        ],
        waterfalls: results.variants().map(|variant| waterfall(results, &stages, variant)).collect(),
        figures: vec![chart.figure(None)],
    };
    Some((chart, section))
}

fn waterfall(results: &Results, stages: &[&Metric], variant: &str) -> html::Waterfall {
    let all = results.manifest.replications as f64;
    let stage = |metric: &&Metric| {
        let row = results.rows(&metric.id, variant).find(|row| row.n > 0)?;
        Some(html::Stage {
            name: capitalised(metric.stage.as_ref()?),
            mean_days: row.mean,
            range: Some([row.quantile(0.05), row.quantile(0.95)]),
            entered: Some(row.n as f64 / all),
            ended: None,
        })
    };
    let label = if results.manifest.plan.variant.len() > 1 { variant.to_owned() } else { String::new() };
    html::Waterfall { label, stages: stages.iter().filter_map(stage).collect() }
}
