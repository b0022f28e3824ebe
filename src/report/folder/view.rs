//! A chart of results as a figure of its own: which one, of what, on what paper.

use std::path::Path;

use super::read::{Kept, Results};
use super::{Chart, ReportError, benchmark, of_results, picture_file::inside};
use crate::analysis::benchmark::is_benchmark;
use crate::report::charts::Numbers;
use crate::report::theme::Paper;
use crate::scenario::nearest;

/// What charts show of results, and how; all that reports show where nothing is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Policies, the first of which is the one of charts that show one; empty for the plan's.
    pub policies: Vec<String>,
    /// The metric or daily series that charts are of.
    pub metric: Option<String>,
    /// How they are set for a paper.
    pub paper: Option<Paper>,
}

/// A chart with its numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawn {
    /// Its name, as of the files of a report's charts.
    pub name: String,
    /// What it says, as its title has it.
    pub title: String,
    /// The drawing.
    pub svg: String,
    /// The numbers in it.
    pub numbers: Numbers,
}

impl Drawn {
    /// Width and height of the drawing, in pixels.
    pub fn size(&self) -> [f64; 2] {
        let number = |name: &str| {
            let (_, rest) = self.svg.split_once(&format!(" {name}=\""))?;
            rest.split_once('"')?.0.parse().ok()
        };
        [number("width").unwrap_or(1.0), number("height").unwrap_or(1.0)]
    }

    /// The drawing so many millimetres wide.
    pub fn svg_in_mm(&self, width: f64) -> String {
        let [across, down] = self.size();
        let pixels = format!("width=\"{across}\" height=\"{down}\"");
        self.svg.replacen(&pixels, &format!("width=\"{width:.2}mm\" height=\"{:.2}mm\"", width * down / across), 1)
    }
}

/// The charts that can be drawn of a result folder under a view.
///
/// # Errors
/// [`ReportError`] when the folder holds no results, or none of the policies or the metric that is asked for.
pub fn drawn(folder: &Path, view: &View) -> Result<Vec<Drawn>, ReportError> {
    if is_benchmark(folder) {
        if !view.policies.is_empty() || view.metric.is_some() {
            let asked = "charts of a benchmark are of all its policies and metrics: leave out --policy and --metric";
            return Err(ReportError::NotDrawn(asked.to_owned()));
        }
        return Ok(of_charts(benchmark::of(folder, view.paper)?.1));
    }
    drawn_of(Results::read(folder)?, view)
}

/// The same of results that are read.
///
/// # Errors
/// As [`drawn`].
pub fn drawn_of(results: Results<'_>, view: &View) -> Result<Vec<Drawn>, ReportError> {
    let (_, charts) = of_results(&results.viewed(view.clone())?)?;
    // A name is the kind, the metric, and the level where a metric has several.
    let of = |chart: &Chart, metric: &str| {
        let rest = chart.name.split_once('_').and_then(|(_, rest)| rest.strip_prefix(metric));
        rest.is_some_and(|level| level.is_empty() || level.starts_with('_'))
    };
    let of_metric = |chart: &Chart| view.metric.as_ref().is_none_or(|metric| of(chart, metric));
    Ok(of_charts(charts.into_iter().filter(of_metric).collect()))
}

fn of_charts(charts: Vec<Chart>) -> Vec<Drawn> {
    let drawn = |chart: Chart| Drawn {
        title: inside(&chart.svg, "title"),
        name: chart.name,
        svg: chart.svg,
        numbers: chart.numbers,
    };
    charts.into_iter().map(drawn).collect()
}

/// The one chart that is meant by a name: its own, its end (`districts_held`), or its kind (`fan`) where that has one chart or
/// a metric is asked for.
///
/// # Errors
/// [`ReportError::NotDrawn`] with the names that there are, or the nearest.
pub fn named(all: Vec<Drawn>, name: &str, view: &View) -> Result<Drawn, ReportError> {
    let of = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> { (0..all.len()).filter(|at| fits(&all[*at].name)).collect() };
    let of_metric = view.metric.as_ref().map(|metric| format!("{name}_{metric}"));
    let ways: [&dyn Fn(&str) -> bool; 4] = [
        &|one| one == name,
        &|one| of_metric.as_deref() == Some(one),
        &|one| one.strip_suffix(name).is_some_and(|rest| rest.ends_with('_')),
        &|one| one.strip_prefix(name).is_some_and(|rest| rest.starts_with('_')),
    ];
    let meant = ways.iter().map(|way| of(way)).find(|found| !found.is_empty()).unwrap_or_default();
    let names = || all.iter().map(|one| one.name.as_str());
    let what = view.metric.as_ref().map_or_else(|| name.to_owned(), |metric| format!("{name} of {metric}"));
    let remedy = match meant.as_slice() {
        [_] => String::new(),
        [] => {
            let near = nearest(name, names()).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            format!("no chart {what} in these results{near}\n{}", by_kind(names()))
        }
        several => {
            let several: Vec<&str> = several.iter().map(|at| all[*at].name.as_str()).collect();
            format!("{what} is several charts: name one of {}", several.join(", "))
        }
    };
    match meant.first().filter(|_| remedy.is_empty()) {
        Some(at) => Ok(all.into_iter().nth(*at).unwrap_or_default()),
        None => Err(ReportError::NotDrawn(remedy)),
    }
}

/// Names of charts, a line for each kind: what `KIND --metric` and the ends of names can be.
fn by_kind<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for name in names {
        let (kind, of) = name.split_once('_').unwrap_or((name, ""));
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, all)) => all.push(of),
            None => kinds.push((kind, vec![of])),
        }
    }
    let line = |(kind, of): &(&str, Vec<&str>)| {
        let mut line = format!("  {kind}");
        let mut length = line.len();
        for (at, one) in of.iter().filter(|one| !one.is_empty()).enumerate() {
            line.push(if at == 0 { ':' } else { ',' });
            length += one.len() + 2;
            if length > 78 {
                line.push_str("\n    ");
                length = one.len() + 4;
            } else {
                line.push(' ');
            }
            line.push_str(one);
        }
        line
    };
    match kinds.as_slice() {
        [] => "there are none".to_owned(),
        kinds => format!("there are\n{}", kinds.iter().map(line).collect::<Vec<_>>().join("\n")),
    }
}

impl<'a> Results<'a> {
    /// The results with what is asked to be shown of them.
    fn viewed(mut self, view: View) -> Result<Results<'a>, ReportError> {
        let unknown = |what: &str, name: &str, names: &[&str]| {
            let near = nearest(name, names.iter().copied());
            let remedy =
                near.map_or_else(|| format!("there are {}", names.join(", ")), |near| format!("did you mean {near}?"));
            Err(ReportError::NotDrawn(format!("no {what} {name} in these results: {remedy}")))
        };
        let variants: Vec<&str> = self.variants().collect();
        if !view.policies.is_empty() && self.manifest.plan.design.has_points() {
            let remedy = "charts of a design are of all its points: leave out --policy";
            return Err(ReportError::NotDrawn(remedy.to_owned()));
        }
        if let Some(name) = view.policies.iter().find(|name| !variants.contains(&name.as_str())) {
            return unknown("policy", name, &variants);
        }
        if let Some(name) = &view.metric {
            let metrics = self.manifest.metrics.iter().map(|metric| metric.id.as_ref());
            let known: Vec<&str> =
                metrics.chain(self.manifest.series.iter().map(|series| series.id.as_ref())).collect();
            if !known.contains(&name.as_str()) {
                return unknown("metric or series", name, &known);
            }
        }
        let first = self.manifest.plan.variant.first();
        if let Some(name) = view.policies.first().filter(|name| first.is_some_and(|first| first.name != **name)) {
            // What was held against the record, and what the scenario sets, is of the plan's first policy.
            self.found.hindcast = None;
            let own = self.manifest.plan.variant.iter().find(|variant| variant.name == *name);
            let kept = self.kept.take().map(|kept| Kept::of(kept.source, own)).transpose();
            self.kept = kept.map_err(ReportError::Kept)?;
        }
        self.view = view;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(names: &[&str]) -> Vec<Drawn> {
        names.iter().map(|name| Drawn { name: (*name).to_owned(), ..Drawn::default() }).collect()
    }

    #[test]
    fn a_chart_is_meant_by_its_name_its_end_or_its_kind() {
        let names = ["ladder", "fan_held", "fan_soldiers_held", "fan_fled", "map_fled_dates"];
        let found = |name: &str, metric: Option<&str>| {
            let view = View { metric: metric.map(str::to_owned), ..View::default() };
            named(all(&names), name, &view).map(|one| one.name).map_err(|error| error.to_string())
        };
        assert_eq!(found("ladder", None).unwrap(), "ladder");
        assert_eq!(found("soldiers_held", None).unwrap(), "fan_soldiers_held");
        assert_eq!(found("fled", None).unwrap(), "fan_fled");
        assert_eq!(found("fan", Some("held")).unwrap(), "fan_held");
        assert_eq!(found("map", None).unwrap(), "map_fled_dates");
        assert!(found("held", None).unwrap_err().contains("several charts: name one of fan_held, fan_soldiers_held"));
        let unknown = found("laddr", None).unwrap_err();
        assert!(unknown.contains("did you mean ladder?"), "{unknown}");
        assert!(
            unknown.ends_with("there are\n  ladder\n  fan: held, soldiers_held, fled\n  map: fled_dates"),
            "{unknown}"
        );
        assert!(found("fan", None).unwrap_err().contains("several"));
    }
}
