//! What a drawing shows, as a table: the numbers as they came, with all their digits.

use std::io;

use super::{
    CalibrationPlot, CumulativeIncidence, Ecdf, Estimates, FanChart, Histogram, Ladder, Morris, ParetoFront,
    PitHistogram, RaceChart, Side, SobolBars, StageDays, SweepHeatmap, SweepLine, Tornado, Values, date,
};
use crate::report::map::{MapChart, MapSeries, MapValues};
use crate::report::theme::Footer;

/// A drawing with the numbers in it.
pub trait Drawing {
    /// The drawing as SVG.
    fn svg(&self) -> String;
    /// Its numbers.
    fn numbers(&self) -> Numbers;
    /// Where they come from.
    fn footer(&self) -> &Footer;
}

/// A table of text: names of columns, and rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Numbers {
    fn new(head: &[&str]) -> Numbers {
        Numbers { head: head.iter().map(|&name| name.to_owned()).collect(), rows: Vec::new() }
    }

    fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The table as CSV.
    ///
    /// # Errors
    /// None for text in memory.
    pub fn csv(&self) -> io::Result<Vec<u8>> {
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(&self.head)?;
        self.rows.iter().try_for_each(|row| out.write_record(row))?;
        out.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }
}

/// A number as tables of results have it: with all its digits, empty where it is missing.
fn written(value: f64) -> String {
    if value.is_nan() { String::new() } else { value.to_string() }
}

/// A place on an axis: a number, or the day of a date.
fn place(kind: Values, value: f64) -> String {
    match (kind, date::on(value)) {
        (Values::Dates, Some(date)) => date.to_string(),
        _ => written(value),
    }
}

fn at(values: &[f64], i: usize) -> String {
    written(values.get(i).copied().unwrap_or(f64::NAN))
}

/// Says of a chart that it draws itself and has a footer; what remains is its table.
macro_rules! drawing {
    ($chart:ty, |$own:ident| $numbers:block) => {
        impl Drawing for $chart {
            fn svg(&self) -> String {
                self.draw()
            }

            fn numbers(&self) -> Numbers {
                let $own = self;
                $numbers
            }

            fn footer(&self) -> &Footer {
                &self.footer
            }
        }
    };
}

drawing!(FanChart, |chart| {
    let bands = chart.lines.first().map_or(&[][..], |line| &line.bands);
    let ends = |band: &super::Band| ["low", "high"].map(|end| format!("{end}_{}", band.level * 100.0));
    let mut table = Numbers::new(&["line", "date", "value"]);
    table.head[2] = if chart.lines.iter().all(|line| line.bands.is_empty()) { "value" } else { "median" }.to_owned();
    table.head.extend(bands.iter().flat_map(ends));
    let paths = chart.lines.iter().map(|line| line.paths.len()).max().unwrap_or(0);
    table.head.extend((0..paths).map(|path| format!("path_{path}")));
    for line in &chart.lines {
        for (i, day) in chart.dates.iter().enumerate() {
            let bands = line.bands.iter().flat_map(|band| [at(&band.low, i), at(&band.high, i)]);
            let own = [line.label.clone(), place(Values::Dates, *day), at(&line.median, i)];
            let paths = (0..paths).map(|path| line.paths.get(path).map_or_else(String::new, |path| at(path, i)));
            table.row(own.into_iter().chain(bands).chain(paths));
        }
    }
    for seen in &chart.observed {
        let own = [chart.observed_name.clone(), place(Values::Dates, seen.date), written(seen.value)];
        table.row(own.into_iter().chain(vec![String::new(); 2 * bands.len() + paths]));
    }
    table
});

drawing!(Histogram, |chart| {
    let mut table = Numbers::new(&["part", "from", "to", "count"]);
    let edge = |value| place(chart.kind, value);
    for (from, to, count) in chart.bars() {
        table.row(["bar".to_owned(), edge(from), edge(to), count.to_string()]);
    }
    if chart.censored > 0 {
        table.row([chart.censored_label.clone(), String::new(), String::new(), chart.censored.to_string()]);
    }
    for (order, value) in chart.quantiles.iter().zip(&chart.quantile_values) {
        table.row([format!("quantile {order}"), edge(*value), edge(*value), String::new()]);
    }
    table
});

drawing!(Ecdf, |chart| {
    let mut table = Numbers::new(&["curve", "value", "share"]);
    for curve in &chart.curves {
        let mut sorted: Vec<f64> = curve.values.iter().copied().filter(|value| value.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let total = sorted.len() as f64 + curve.censored as f64;
        for (i, value) in sorted.iter().enumerate().filter(|(i, value)| sorted.get(i + 1) != Some(value)) {
            table.row([curve.name.clone(), place(chart.kind, *value), written((i + 1) as f64 / total)]);
        }
    }
    table
});

drawing!(Estimates, |chart| {
    let mut table = Numbers::new(&["name", "value", "low", "high"]);
    for row in &chart.rows {
        table.row([row.name.clone(), written(row.value), written(row.low), written(row.high)]);
    }
    table
});

drawing!(Ladder, |chart| {
    let mut table = Numbers::new(&["answer", "side", "q05", "q25", "q50", "q75", "q95", "share", "recorded"]);
    for rung in &chart.rungs {
        let days = rung.days.iter().map(|day| place(Values::Dates, *day));
        let last = [written(rung.share), place(Values::Dates, rung.recorded)];
        table.row([rung.name.clone(), side(rung.side)].into_iter().chain(days).chain(last));
    }
    table
});

drawing!(RaceChart, |chart| {
    let mut table = Numbers::new(&["part", "name", "date", "share", "response_first", "advance_first"]);
    let none = String::new;
    for pair in &chart.milestones {
        let shares = [written(pair.response_first), written(pair.advance_first)];
        table.row(["race".to_owned(), pair.name.clone(), none(), none()].into_iter().chain(shares));
    }
    for curve in &chart.curves {
        for (i, day) in curve.dates.iter().enumerate() {
            let own = [side(curve.side), curve.name.clone(), place(Values::Dates, *day), at(&curve.share, i)];
            table.row(own.into_iter().chain([none(), none()]));
        }
    }
    table
});

fn side(side: Side) -> String {
    if side == Side::Advance { "advance" } else { "response" }.to_owned()
}

drawing!(StageDays, |chart| {
    let mut table = Numbers::new(&["stage", "mean", "low", "high", "share"]);
    for stage in &chart.stages {
        table.row([
            stage.name.clone(),
            written(stage.mean),
            written(stage.low),
            written(stage.high),
            written(stage.share),
        ]);
    }
    table
});

drawing!(CumulativeIncidence, |chart| {
    let mut table = Numbers::new(&["curve", "time", "share", "low", "high"]);
    for curve in &chart.curves {
        for (i, time) in curve.times.iter().enumerate() {
            let ends = [at(&curve.share, i), at(&curve.low, i), at(&curve.high, i)];
            table.row([curve.name.clone(), place(chart.kind, *time)].into_iter().chain(ends));
        }
    }
    table
});

drawing!(SweepLine, |chart| {
    let mut table = Numbers::new(&["curve", "x", "y", "low", "high"]);
    for curve in &chart.curves {
        for (i, x) in curve.x.iter().enumerate() {
            let ends = [at(&curve.y, i), at(&curve.low, i), at(&curve.high, i)];
            table.row([curve.name.clone(), place(chart.kind, *x)].into_iter().chain(ends));
        }
    }
    table
});

drawing!(SweepHeatmap, |chart| {
    let mut table = Numbers::new(&["x", "y", "value"]);
    let name = |names: &[String], values: &[f64], i: usize| names.get(i).cloned().unwrap_or_else(|| at(values, i));
    for (i, value) in chart.z.iter().enumerate().take(chart.x.len() * chart.y.len()) {
        let (column, row) = (i % chart.x.len(), i / chart.x.len());
        let (x, y) = (name(&chart.x_names, &chart.x, column), name(&chart.y_names, &chart.y, row));
        table.row([x, y, written(*value)]);
    }
    table
});

drawing!(Tornado, |chart| {
    let mut table = Numbers::new(&["factor", "low_value", "high_value", "at_low", "at_high", "base"]);
    for bar in &chart.bars {
        let ends = [written(bar.at_low), written(bar.at_high), written(chart.base)];
        table.row([bar.factor.clone(), bar.low_value.clone(), bar.high_value.clone()].into_iter().chain(ends));
    }
    table
});

drawing!(Morris, |chart| {
    let mut table = Numbers::new(&["factor", "mu_star", "low", "high", "sigma"]);
    for point in &chart.points {
        let own = [point.mu_star.value, point.mu_star.low, point.mu_star.high, point.sigma].map(written);
        table.row([point.factor.clone()].into_iter().chain(own));
    }
    table
});

drawing!(SobolBars, |chart| {
    let mut table = Numbers::new(&["factor", "first", "first_low", "first_high", "total", "total_low", "total_high"]);
    for row in &chart.rows {
        let own = [row.first, row.total].into_iter().flat_map(|index| [index.value, index.low, index.high]);
        table.row([row.factor.clone()].into_iter().chain(own.map(written)));
    }
    table
});

drawing!(ParetoFront, |chart| {
    let mut table =
        Numbers::new(&["policy", "cost", "cost_low", "cost_high", "benefit", "benefit_low", "benefit_high", "front"]);
    for point in &chart.points {
        let ((cost_low, cost_high), (low, high)) = (point.cost_interval, point.benefit_interval);
        let own = [point.cost, cost_low, cost_high, point.benefit, low, high].map(written);
        table.row([point.name.clone()].into_iter().chain(own).chain([point.on_front.to_string()]));
    }
    table
});

drawing!(PitHistogram, |chart| {
    let mut table = Numbers::new(&["from", "to", "count", "expected", "low", "high"]);
    let n = chart.counts.len() as f64;
    for (i, count) in chart.counts.iter().enumerate() {
        let edges = [i as f64 / n, (i + 1) as f64 / n, *count as f64, chart.expected, chart.band.0, chart.band.1];
        table.row(edges.map(written));
    }
    table
});

drawing!(CalibrationPlot, |chart| {
    let mut table = Numbers::new(&["nominal", "observed", "low", "high"]);
    for i in 0..chart.nominal.len() {
        table.row([at(&chart.nominal, i), at(&chart.observed, i), at(&chart.low, i), at(&chart.high, i)]);
    }
    table
});

drawing!(MapSeries<'_>, |chart| {
    let mut table = Numbers::new(&["place", "date", "share"]);
    for panel in &chart.panels {
        for (cell, share) in chart.territory.cells.iter().zip(&panel.shares) {
            table.row([cell.id.clone(), place(Values::Dates, panel.date), written(*share)]);
        }
    }
    table
});

drawing!(MapChart<'_>, |chart| {
    let mut table = Numbers::new(&["place", "value", "uncertain", "from_start"]);
    let kind = match chart.kind {
        MapValues::Measure(kind) => kind,
        MapValues::Shares => Values::Numbers,
    };
    for (cell, own) in chart.territory.cells.iter().zip(&chart.values) {
        table.row([cell.id.clone(), place(kind, own.value), own.uncertain.to_string(), own.from_start.to_string()]);
    }
    table
});
