//! The pictures of a sweep: a line over one factor, lines and a heat map over two, a tornado over more.

use super::outcomes::{file_name, label_of, subject_of};
use super::{Design, Factor, tornado};
use crate::analysis::sweep::{AtPoint, SweptOutcome};
use crate::report::charts::{EstimateRow, Estimates, SweepCurve, SweepHeatmap, SweepLine, Values};
use crate::report::folder::Chart;
use crate::report::folder::read::Results;
use crate::report::folder::words::amount;
use crate::result::LEVEL;
use crate::stats::summary::Summary;

/// Most curves that can be told apart.
const CURVES: usize = 7;
/// Groups of points along a factor that has many values.
const GROUPS: usize = 6;
const OF_MEANS: &str = "95 % intervals, the same worlds at all points";

/// The pictures of one outcome, the most informative first.
pub(super) fn of(results: &Results, design: &Design, outcome: &SweptOutcome) -> Vec<Chart> {
    let sketch = Sketch { results, design, outcome };
    match design.factors.as_slice() {
        [one] if one.is_numeric() => vec![sketch.line(one)],
        [_] => vec![sketch.rows()],
        [a, b] if design.grid => match (a.is_numeric(), b.is_numeric()) {
            (false, false) => vec![sketch.rows()],
            (true, true) if b.levels().len() > a.levels().len() => vec![sketch.heatmap(b, a), sketch.lines(b, a)],
            (true, _) => vec![sketch.heatmap(a, b), sketch.lines(a, b)],
            (false, true) => vec![sketch.heatmap(b, a), sketch.lines(b, a)],
        },
        _ => {
            let means: Vec<f64> = outcome.means().collect();
            let tornado = tornado::chart(results, design, &outcome.about, &means);
            let strongest = tornado::swings(design, &means).into_iter().next();
            let strongest = strongest.and_then(|swing| design.factors.iter().find(|f| f.path == swing.bar.factor));
            tornado.into_iter().chain(strongest.map(|factor| sketch.averaged(factor))).collect()
        }
    }
}

struct Sketch<'a> {
    results: &'a Results<'a>,
    design: &'a Design,
    outcome: &'a SweptOutcome,
}

impl Sketch<'_> {
    /// The outcome over the only factor.
    fn line(&self, factor: &Factor) -> Chart {
        let levels = factor.levels();
        let title = self.title(factor, &levels);
        self.draw_lines(factor, title, vec![self.curve(factor, &levels, String::new())], OF_MEANS)
    }

    /// The outcome over the first factor, a curve for each value of the second.
    fn lines(&self, across: &Factor, curves: &Factor) -> Chart {
        let levels = spread(&curves.levels(), CURVES);
        let curve = |level: &usize| {
            let mut own: Vec<usize> = curves.alike(*level).collect();
            own.sort_by(|a, b| across.numbers[*a].total_cmp(&across.numbers[*b]));
            self.curve(across, &own, format!("{} = {}", curves.path, curves.shown(*level)))
        };
        let drawn: Vec<SweepCurve> = levels.iter().map(curve).collect();
        let title =
            format!("{} over {}, by {}", subject_of(self.results, &self.outcome.about), across.path, curves.path);
        self.draw_lines(across, title, drawn, OF_MEANS)
    }

    fn curve(&self, factor: &Factor, points: &[usize], name: String) -> SweepCurve {
        let all =
            |get: fn(&AtPoint) -> f64| points.iter().map(move |at| self.outcome.at.get(*at).map_or(f64::NAN, get));
        SweepCurve {
            name,
            x: points.iter().map(|point| factor.numbers[*point]).collect(),
            y: all(|at| at.mean).collect(),
            low: all(|at| at.ci_low).collect(),
            high: all(|at| at.ci_high).collect(),
        }
    }

    fn draw_lines(&self, factor: &Factor, title: String, curves: Vec<SweepCurve>, interval: &str) -> Chart {
        let drawn = SweepLine {
            title,
            interval: interval.to_owned(),
            x_label: factor.label(),
            y_label: label_of(self.results, &self.outcome.about),
            kind: factor.kind,
            log_x: factor.is_logarithmic(),
            curves,
            footer: self.results.footer(),
        };
        Chart::new(format!("sweep_{}", file_name(&self.outcome.about)), &drawn)
    }

    /// The outcome on the grid of two factors.
    fn heatmap(&self, across: &Factor, upwards: &Factor) -> Chart {
        let (columns, rows) = (across.levels(), upwards.levels());
        let mut z = Vec::with_capacity(columns.len() * rows.len());
        for row in &rows {
            let own: Vec<usize> = upwards.alike(*row).collect();
            for column in &columns {
                let here = own.iter().find(|point| across.values[**point] == across.values[*column]);
                z.push(here.and_then(|point| self.outcome.at.get(*point)).map_or(f64::NAN, |at| at.mean));
            }
        }
        let (low, high) =
            z.iter().filter(|z| z.is_finite()).fold((f64::NAN, f64::NAN), |(a, b), z| (z.min(a), z.max(b)));
        let title = format!(
            "{}: {} to {} over the grid",
            subject_of(self.results, &self.outcome.about),
            amount(low),
            amount(high)
        );
        let names = |factor: &Factor, levels: &[usize]| -> Vec<String> {
            if factor.kind == Values::Numbers && factor.is_numeric() {
                return Vec::new();
            }
            levels.iter().map(|point| factor.shown(*point)).collect()
        };
        let drawn = SweepHeatmap {
            title,
            x_label: across.label(),
            y_label: upwards.label(),
            z_label: label_of(self.results, &self.outcome.about),
            x: columns.iter().map(|point| across.numbers[*point]).collect(),
            x_names: names(across, &columns),
            y: rows.iter().map(|point| upwards.numbers[*point]).collect(),
            y_names: names(upwards, &rows),
            z,
            footer: self.results.footer(),
            ..SweepHeatmap::default()
        };
        Chart::new(format!("heatmap_{}", file_name(&self.outcome.about)), &drawn)
    }

    /// A row for each point, where factors are words.
    fn rows(&self) -> Chart {
        let name = |point: usize| {
            let parts: Vec<String> = self.design.factors.iter().map(|factor| factor.shown(point)).collect();
            parts.join(", ")
        };
        let rows: Vec<EstimateRow> = self
            .outcome
            .at
            .iter()
            .enumerate()
            .map(|(point, at)| EstimateRow { name: name(point), value: at.mean, low: at.ci_low, high: at.ci_high })
            .collect();
        let paths: Vec<&str> = self.design.factors.iter().map(|factor| factor.path.as_str()).collect();
        let title = format!("{} by {}", subject_of(self.results, &self.outcome.about), paths.join(" and "));
        let drawn = Estimates {
            title,
            interval: OF_MEANS.to_owned(),
            x_label: label_of(self.results, &self.outcome.about),
            against: None,
            rows,
            footer: self.results.footer(),
        };
        Chart::new(format!("sweep_{}", file_name(&self.outcome.about)), &drawn)
    }

    /// The outcome over one of several factors: means over the points that share its value, or lie next to each other.
    fn averaged(&self, factor: &Factor) -> Chart {
        let mut curve = SweepCurve::default();
        for group in groups(factor) {
            let means: Vec<f64> =
                group.iter().filter_map(|point| self.outcome.at.get(*point)).map(|at| at.mean).collect();
            let summary = Summary::of(&means);
            let interval = summary.t_interval(LEVEL);
            let places: Vec<f64> = group.iter().map(|point| factor.numbers[*point]).collect();
            curve.x.push(Summary::of(&places).mean);
            curve.y.push(summary.mean);
            curve.low.push(interval.map_or(f64::NAN, |i| i.low));
            curve.high.push(interval.map_or(f64::NAN, |i| i.high));
        }
        let title = format!(
            "{} over {}, the other factors averaged",
            subject_of(self.results, &self.outcome.about),
            factor.path
        );
        let interval = "means over points, which differ in the other factors; 95 % intervals of these means";
        self.draw_lines(factor, title, vec![curve], interval)
    }

    fn title(&self, factor: &Factor, levels: &[usize]) -> String {
        let subject = subject_of(self.results, &self.outcome.about);
        let end = |point: Option<&usize>| {
            let point = *point?;
            Some((amount(self.outcome.at.get(point)?.mean), factor.shown(point)))
        };
        match (end(levels.first()), end(levels.last())) {
            (Some((a, x)), Some((b, y))) => format!("{subject}: {a} at {} = {x}, {b} at {y}", factor.path),
            _ => subject,
        }
    }
}

/// Points that share a factor's value; of a factor with many values, equally many points that lie next to each other.
fn groups(factor: &Factor) -> Vec<Vec<usize>> {
    let levels = factor.levels();
    if levels.len() <= GROUPS {
        return levels.iter().map(|level| factor.alike(*level).collect()).collect();
    }
    let mut order: Vec<usize> = (0..factor.numbers.len()).collect();
    order.sort_by(|a, b| factor.numbers[*a].total_cmp(&factor.numbers[*b]));
    order.chunks(order.len().div_ceil(GROUPS)).map(<[usize]>::to_vec).collect()
}

/// At most `most` of some levels, evenly spread, the first and the last among them.
fn spread(levels: &[usize], most: usize) -> Vec<usize> {
    if levels.len() <= most {
        return levels.to_vec();
    }
    (0..most).map(|k| levels[k * (levels.len() - 1) / (most - 1)]).collect()
}
