//! The page of a result folder, and all its charts.

use super::race::Dated;
use super::read::Results;
use maud::html;

use super::answer::{Told, asked};
use super::words::counted;
use super::{
    Chart, ReportError, comparison, comparison_charts, comparison_words, convergence, curves, distributions, endings,
    fans, hangs_on, hindcast, ladder, maps, matrix, race, references, stages,
};
use crate::report::html::{Figure, Page, Section, figures};

/// Figures of the first screen.
const FIRST: usize = 3;
/// Sentences of an answer.
const SENTENCES: usize = 4;

/// The page and the charts of a folder.
pub(super) fn of(results: &Results) -> Result<(Page, Vec<Chart>), ReportError> {
    let mut charts = fans::of(results);
    let histogram = distributions::of(results)?;
    let mut first: Vec<Figure> = Vec::new();
    let mut series = Vec::new();
    for fan in charts.iter().map(Chart::figure) {
        // Two fans and the histogram make the first screen.
        if first.len() + 1 < FIRST { first.push(fan) } else { series.push(fan) }
    }
    if let Some(chart) = &histogram {
        first.insert(first.len().min(1), chart.figure());
    }
    charts.extend(histogram);
    let dated = Dated::of_main(results)?;
    if let Some(chart) = ladder::of(results, &dated) {
        first.insert(0, chart.figure());
        charts.push(chart);
    }
    let (stage_chart, stages) = stages::of(results).unzip();
    charts.extend(stage_chart);
    let (race_chart, race) = race::of(results, &dated)?.unzip();
    // A million replications have millions of days.
    drop(dated);
    charts.extend(race_chart);
    let curves = curves::of(results)?;
    let (endings, mut more_figures): (Vec<Chart>, Vec<Figure>) = endings::of(results)?.into_iter().unzip();
    charts.extend(endings);
    more_figures.extend(curves.iter().map(Chart::figure));
    charts.extend(curves);
    if let Some(chart) = convergence::of(results)? {
        more_figures.push(chart.figure());
        charts.push(chart);
    }
    let (map_charts, map) = maps::of(results).unzip();
    charts.extend(map_charts.unwrap_or_default());
    let (checks, hindcast) = hindcast::of(results).unzip();
    charts.extend(checks.unwrap_or_default());
    let compared = comparison::of(results);
    let paired = compared.as_ref().map(|found| comparison_charts::of(results, found)).transpose()?.unwrap_or_default();
    let mut paired_figures: Vec<Figure> = paired.iter().map(Chart::figure).collect();
    charts.extend(paired);
    // One that no report shows, for who asks for it.
    let wanted = results.view.metric.as_ref().and_then(|id| results.metric(id)).filter(|one| one.clock().is_some());
    if let (Some(metric), None) = (wanted, &compared) {
        let policies: Vec<&str> = results.variants().collect();
        charts.push(comparison_charts::spread(results, metric, &policies, "over the replications")?);
    }
    let told = Told::of(&results.manifest, &results.summary, results.start());
    let (mut answer, mut keys) = (told.sentences(SENTENCES), told.keys());
    if let Some(found) = &compared {
        (answer, keys) = (comparison_words::sentences(results, found), comparison_words::keys(results, found));
        // The first screen of a comparison shows differences; what a run shows there comes later.
        let at = paired_figures.len().min(FIRST);
        let own: Vec<Figure> = paired_figures.drain(..at).collect();
        series.splice(0..0, std::mem::replace(&mut first, own));
    }
    let comparison = compared.as_ref().map(|found| comparison::section(results, found, &paired_figures));
    let manifest = &results.manifest;
    let question = results.kept.as_ref().map_or("", |kept| kept.scenario.meta.question.as_str());
    let page = Page {
        title: manifest.title.clone(),
        question: match &compared {
            Some(found) => {
                let others = manifest.plan.variant.iter().map(|variant| &variant.name);
                match &others.filter(|name| *name != found.baseline).collect::<Vec<_>>()[..] {
                    [one] => format!("What does {one} change against {}?", found.baseline),
                    many => format!("What do {} policies change against {}?", many.len(), found.baseline),
                }
            }
            None if question.is_empty() => manifest.title.clone(),
            None => asked(question).to_owned(),
        },
        answer,
        basis: Some(basis(results)),
        key_figures: keys,
        lead: html! { @if let Some(table) = matrix::of(results) { (table) } },
        figures: first,
        cautions: references::cautions(results),
        sections: comparison
            .into_iter()
            .chain(hangs_on::sections(results))
            .chain([references::outcomes(results), Section::new("series", "Time", "Through time", &figures(&series))])
            .chain(stages)
            .chain(race)
            .chain(hindcast)
            .chain(map.map(|map| Section::new("map", "Map", "Map", &map)))
            .chain([Section::new("figures", "Figures", "Further figures", &figures(&more_figures))])
            .chain(references::sections(results))
            .collect(),
    };
    Ok((page, charts))
}

/// Under what the numbers were made.
fn basis(results: &Results) -> String {
    let manifest = &results.manifest;
    let variants = manifest.plan.variant.len();
    let of = match manifest.plan.variant.first() {
        Some(variant) if variants == 1 && variant.policy.is_some() => format!(", policy {}", variant.name),
        _ if variants > 1 => {
            format!(" of each of {variants} policies; words and maps are about {}", results.main_variant())
        }
        _ => String::new(),
    };
    let replications = counted(manifest.replications, "replication", "replications");
    let of = manifest.imposed().map_or_else(|| of.clone(), |imposed| format!("{of}, {imposed}"));
    format!("{replications}{of}, seed {}, panj {}", manifest.plan.seed, manifest.panj)
}
