//! Histogram of a metric over the replications, with quantile marks; replications where the event did not happen by the horizon
//! stand as a bar of their own, on the same vertical scale.

use super::axes::{Axes, Names, label_width};
use super::canvas::{Area, At, Canvas, Type};
use super::milestone::{Milestone, Strip};
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use super::{date, number};
use crate::report::theme::{self, Footer};

/// What the values on a horizontal axis are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Values {
    /// Numbers in the unit of the axis.
    #[default]
    Numbers,
    /// Dates, as days since 1970-01-01.
    Dates,
}

/// Distribution of one metric.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histogram {
    /// The finding's subject.
    pub title: String,
    /// Name and unit of the metric.
    pub x_label: String,
    /// What the values are of; empty says `replications`.
    pub of: String,
    /// One value for each replication in which there is one; not-a-number is left out.
    pub values: Vec<f64>,
    /// What the values are.
    pub kind: Values,
    /// Worlds in which it did not happen by the horizon.
    pub censored: u64,
    /// What the bar of those replications is called, such as `not by 31 Dec 2021`.
    pub censored_label: String,
    /// Orders of the quantiles to mark, 0..1; they count the censored replications as later than all others.
    pub quantiles: Vec<f64>,
    /// Their values where an estimate gives them, in the same order, not-a-number where one is not reached; else they are
    /// counted from `values`.
    pub quantile_values: Vec<f64>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const HEIGHT: f64 = 350.0;
const NOTE: Type = Type::new(theme::TICK, theme::INK);

/// Bins of equal width and the count in each.
struct Bins {
    low: f64,
    width: f64,
    counts: Vec<u64>,
}

impl Histogram {
    fn of(&self) -> &str {
        if self.of.is_empty() { "replications" } else { &self.of }
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted: Vec<f64> =
            self.values.iter().copied().filter(|v| v.is_finite()).map(|v| v.clamp(-1e300, 1e300)).collect();
        sorted.sort_by(f64::total_cmp);
        sorted
    }

    /// The bars: from where to where, and how many values.
    pub(crate) fn bars(&self) -> impl Iterator<Item = (f64, f64, u64)> {
        let Bins { low, width, counts } = Bins::of(&self.sorted());
        let edge = move |i: usize| low + width * i as f64;
        counts.into_iter().enumerate().map(move |(i, count)| (edge(i), edge(i + 1), count))
    }

    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let sorted = self.sorted();
        let bins = Bins::of(&sorted);
        let total = sorted.len() as f64 + self.censored as f64;
        let share = |count: u64| {
            if total > 0.0 { count as f64 / total } else { 0.0 }
        };
        let tallest = bins.counts.iter().copied().max().unwrap_or(0).max(self.censored);
        let y = percent_to(share(tallest));
        let marks = self.marks(&sorted);
        let left = theme::MARGIN + label_width(&y);
        let room = if self.censored > 0 { self.censored_room() } else { 0.0 };
        let strip =
            Strip::new(&marks, &self.horizontal(&bins), left, theme::MARGIN + self.footer.room() - room).height();
        self.sheet(&sorted, total).draw_plot(HEIGHT + strip, strip, |canvas, area| {
            let x = self.horizontal(&bins);
            let plot_area = Area { right: area.right - room, ..area };
            let name = format!("share of {}", self.of());
            let beside = self.censored > 0;
            let names = Names { x: &self.x_label, y: &name, strip, beside, ..Names::default() };
            let axes = Axes::draw(canvas, plot_area, x, y, names);
            for (i, &count) in bins.counts.iter().enumerate() {
                let left = axes.px(bins.low + bins.width * i as f64);
                let right = axes.px(bins.low + bins.width * (i + 1) as f64);
                let bar = Area::new(left + 0.4, axes.py(share(count)), right - 0.4, axes.plot.bottom);
                canvas.rect(bar, theme::tint(theme::BLUE, 0.75), 1.0);
            }
            if self.censored > 0 {
                self.draw_censored(canvas, &axes, area.right, share(self.censored));
            }
            Strip::new(&marks, &axes.x, axes.plot.left, axes.plot.right).draw(canvas, &axes);
        })
    }

    fn horizontal(&self, bins: &Bins) -> Scale {
        let high = bins.low + bins.width * bins.counts.len() as f64;
        match self.kind {
            Values::Numbers => Scale::within(bins.low, high, 6),
            Values::Dates => Scale::dates(bins.low, high),
        }
    }

    /// Pixels at the right for the bar of censored replications, as wide as its name in two or three lines asks.
    fn censored_room(&self) -> f64 {
        let widest = self.censored_lines().iter().map(|l| NOTE.width(l)).fold(60.0, f64::max);
        widest + 18.0
    }

    fn censored_lines(&self) -> Vec<String> {
        super::text::at_most(3, &self.censored_label, NOTE.size, 84.0)
    }

    fn draw_censored(&self, canvas: &mut Canvas, axes: &Axes, right: f64, share: f64) {
        let left = right - self.censored_room() + 18.0;
        let middle = f64::midpoint(left, right);
        let bottom = axes.plot.bottom;
        let top = axes.py(share);
        canvas.rect(Area::new(middle - 22.0, top, middle + 22.0, bottom), theme::ABSENT, 1.0);
        canvas.line(&[(left, bottom), (right, bottom)], theme::AXIS, 1.2, None);
        canvas.text(middle, top - 6.0, &number::percent(share), NOTE, At::Middle);
        for (i, line) in self.censored_lines().iter().enumerate() {
            canvas.text(middle, bottom + 7.0 + NOTE.size * 0.85 + i as f64 * NOTE.leading(), line, NOTE, At::Middle);
        }
    }

    /// Quantiles that fall among the values.
    fn marks(&self, sorted: &[f64]) -> Vec<Milestone> {
        let total = sorted.len() as f64 + self.censored as f64;
        let counted = |q: f64| sorted.get(libm::ceil(q * total).max(1.0) as usize - 1).copied();
        let given = |at: usize| self.quantile_values.get(at).copied();
        let mut orders: Vec<(f64, Option<f64>)> =
            self.quantiles.iter().enumerate().map(|(at, q)| (*q, given(at).or_else(|| counted(*q)))).collect();
        orders.sort_by(|a, b| a.0.total_cmp(&b.0));
        orders
            .iter()
            .filter_map(|(q, value)| {
                let value = value.filter(|value| value.is_finite())?;
                let name = if (q - 0.5).abs() < 1e-9 { "median".to_owned() } else { number::level(*q) };
                Some(Milestone { date: value, name: format!("{name}: {}", self.written(value)) })
            })
            .collect()
    }

    fn written(&self, value: f64) -> String {
        match self.kind {
            Values::Numbers => number::short(value),
            Values::Dates => date::written(value, false),
        }
    }

    fn sheet(&self, sorted: &[f64], total: f64) -> Sheet<'_> {
        let marks: Vec<String> = self.marks(sorted).into_iter().map(|m| m.name).collect();
        let censored = if self.censored > 0 {
            format!(" {}: {} of {}.", self.censored_label, number::percent(self.censored as f64 / total), self.of())
        } else {
            String::new()
        };
        let description = format!(
            "Histogram of {} over {total} replications. Quantiles: {}.{censored}",
            self.x_label,
            marks.join("; ")
        );
        let keys = if marks.is_empty() {
            vec![]
        } else {
            vec![Key::new(Mark::Line(theme::INK, Some((5.0, 3.0))), format!("quantiles over all {}", self.of()))]
        };
        Sheet { title: &self.title, subtitle: "", keys, description, footer: &self.footer }
    }
}

impl Bins {
    /// The width of Freedman & Diaconis (1981), rounded to 1, 2 or 5 times a power of ten; at most 60 bins. Whole
    /// numbers get bins of a whole width, so that no bin holds more of them than its neighbour.
    fn of(sorted: &[f64]) -> Bins {
        let (Some((low, high)), n) = (extent(sorted.iter().copied()), sorted.len()) else {
            return Bins { low: 0.0, width: 1.0, counts: vec![0] };
        };
        let quartiles = sorted[(3 * n / 4).min(n - 1)] - sorted[n / 4];
        let spread = if quartiles > 0.0 { quartiles } else { (high - low) / 4.0 };
        let ideal = 2.0 * spread / libm::cbrt(n as f64);
        let whole = sorted.iter().all(|v| libm::floor(*v) == *v) && high - low < 1e9;
        let least = ((high - low) / 60.0).max(high.abs().max(low.abs()) * 1e-9).max(if whole { 1.0 } else { 1e-290 });
        let mut width = Scale::linear([0.0, ideal.max(least)], 1).ticks.get(1).map_or(least, |t| t.at);
        if !(width > 0.0 && width.is_finite()) {
            width = least;
        }
        if whole {
            width = libm::ceil(width);
        }
        let low = libm::floor(low / width) * width - if whole { 0.5 } else { 0.0 };
        let count = (libm::floor((high - low) / width) as usize + 1).min(200);
        let mut counts = vec![0; count];
        for v in sorted {
            let bin = libm::floor((v - low) / width).max(0.0) as usize;
            counts[bin.min(count - 1)] += 1;
        }
        Bins { low, width, counts }
    }
}

/// A share axis from zero to a round percentage just above `share`.
pub(crate) fn percent_to(share: f64) -> Scale {
    let top = if share > 0.0 { (share * 1.06).min(1.0) } else { 1.0 };
    let mut scale = Scale::linear([0.0, top], 4);
    let step = scale.high / (scale.ticks.len() - 1) as f64;
    for tick in &mut scale.ticks {
        tick.text = format!("{}\u{a0}%", number::with_step(tick.at * 100.0, step * 100.0));
    }
    scale
}
