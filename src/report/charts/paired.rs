//! Paired differences: what a policy changes in the same worlds, by metric, with simultaneous intervals.

use super::canvas::{Area, At, Type};
use super::number::{short, to_precision};
use super::rows::{Rows, interval, reference};
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use crate::report::theme::{self, Footer, ROOM};

/// One policy's difference in one metric.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PairedDifference {
    /// The policy compared with the baseline.
    pub policy: String,
    /// Metric's name.
    pub metric: String,
    /// Metric's unit.
    pub unit: String,
    /// Mean difference, policy minus baseline.
    pub difference: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// Differences of several policies in several metrics: a panel for each metric, in the order of first mention.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PairedDifferences {
    /// The finding's subject.
    pub title: String,
    /// The baseline policy.
    pub baseline: String,
    /// What the intervals are, such as `simultaneous 95 % intervals`.
    pub interval: String,
    /// The differences.
    pub rows: Vec<PairedDifference>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const PANEL: Type = Type::bold(theme::LABEL, theme::INK);
const VALUE: Type = Type::new(theme::TICK, theme::MUTED);
/// Room above a panel for one line of its heading, and what each further line takes.
const HEAD: f64 = 28.0;
/// Gap before the numbers at the right.
const GAP: f64 = 14.0;

struct Panel<'a> {
    heading: Vec<String>,
    rows: Vec<&'a PairedDifference>,
    layout: Rows,
    x: Scale,
}

impl PairedDifferences {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let panels = self.panels();
        let width = panels.iter().map(|p| p.layout.width).fold(0.0, f64::max);
        let numbers = panels.iter().map(Panel::numbers).fold(0.0, f64::max).min(ROOM * 0.4);
        let heights: Vec<f64> = panels.iter().map(|p| p.head() + p.layout.body(&p.x, "", 0.0) + 6.0).collect();
        self.sheet().draw(heights.iter().sum::<f64>().max(30.0), |canvas, area| {
            let mut top = area.top;
            for (mut panel, height) in panels.into_iter().zip(heights) {
                panel.layout.width = width;
                panel.draw(canvas, Area { top, bottom: top + height - 6.0, ..area }, numbers);
                top += height;
            }
        })
    }

    fn panels(&self) -> Vec<Panel<'_>> {
        let mut metrics: Vec<(&str, &str)> = Vec::new();
        for row in &self.rows {
            if !metrics.iter().any(|m| m.0 == row.metric) {
                metrics.push((&row.metric, &row.unit));
            }
        }
        let panel = |(metric, unit): (&str, &str)| {
            let rows: Vec<&PairedDifference> = self.rows.iter().filter(|r| r.metric == metric).collect();
            let layout = Rows::new(rows.iter().map(|r| r.policy.as_str()), ROOM * 0.3, 26.0);
            let ends = rows.iter().flat_map(|r| [r.low, r.difference, r.high]).chain([0.0]);
            let (low, high) = extent(ends).unwrap_or((0.0, 1.0));
            let margin = (high - low) * 0.04;
            let heading = if unit.is_empty() { metric.to_owned() } else { format!("{metric}, {unit}") };
            let heading = super::text::wrap(&heading, PANEL.size, true, ROOM);
            Panel { heading, rows, layout, x: Scale::linear([low - margin, high + margin], 4) }
        };
        metrics.into_iter().map(panel).collect()
    }

    fn sheet(&self) -> Sheet<'_> {
        let told: Vec<String> = self
            .rows
            .iter()
            .map(|r| {
                format!(
                    "{}, {}: {} ({} to {}) {}",
                    r.policy,
                    r.metric,
                    short(r.difference),
                    short(r.low),
                    short(r.high),
                    r.unit
                )
            })
            .collect();
        let keys = if self.rows.is_empty() {
            vec![]
        } else {
            vec![
                Key::new(Mark::Interval(theme::BLUE), "zero is outside the interval"),
                Key::new(Mark::Interval(theme::AXIS), "zero is inside"),
            ]
        };
        let description = format!("Mean differences from {} in the same worlds. {}.", self.baseline, told.join("; "));
        Sheet { title: &self.title, subtitle: &self.interval, keys, description, footer: &self.footer }
    }
}

impl Panel<'_> {
    /// Room for the heading.
    fn head(&self) -> f64 {
        HEAD + self.heading.len().saturating_sub(1) as f64 * PANEL.leading()
    }

    /// Width of the widest number with its interval.
    fn numbers(&self) -> f64 {
        self.rows.iter().map(|r| VALUE.width(&written(r))).fold(0.0, f64::max)
    }

    fn draw(self, canvas: &mut super::canvas::Canvas, area: Area, numbers: f64) {
        for (i, line) in self.heading.iter().enumerate() {
            let baseline = area.top + PANEL.size + i as f64 * PANEL.leading();
            canvas.text(area.left, baseline, line, PANEL, At::Start);
        }
        let inner = Area { top: area.top + self.head() - 8.0, right: area.right - numbers - GAP, ..area };
        let (axes, middles) = self.layout.draw(canvas, inner, self.x, "", 0.0);
        reference(canvas, &axes, 0.0);
        for (row, y) in self.rows.iter().zip(middles) {
            let apart = row.low > 0.0 || row.high < 0.0;
            let color = if apart { theme::BLUE } else { theme::AXIS };
            interval(canvas, &axes, (row.low, row.difference, row.high), y, color);
            let text = written(row);
            canvas.text(area.right, VALUE.centred(y), &text, VALUE, At::End);
        }
    }
}

/// The difference and its interval, with the digits that the interval supports.
fn written(row: &PairedDifference) -> String {
    let half = row.high / 2.0 - row.low / 2.0;
    let text = |v| to_precision(v, half);
    if row.low == row.high {
        return format!("{} in all worlds", short(row.difference));
    }
    let whole = format!("{} [{}, {}]", text(row.difference), text(row.low), text(row.high));
    super::text::fit(&whole, VALUE.size, false, ROOM * 0.4)
}
