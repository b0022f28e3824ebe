//! Sobol' indices: the share of a metric's variance that a factor explains alone (S1) and with all its interactions (ST).

use super::canvas::Area;
use super::number::short;
use super::rows::{Rows, whisker};
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use crate::report::theme::{self, Footer};
use crate::result::Bounded;

/// One factor's indices.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SobolRow {
    /// The factor.
    pub factor: String,
    /// First-order index; an estimate may lie slightly outside 0..1.
    pub first: Bounded,
    /// Total index.
    pub total: Bounded,
}

/// Indices of all factors for one metric; drawn with the largest total index at the top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SobolBars {
    /// The finding's subject.
    pub title: String,
    /// The metric.
    pub metric: String,
    /// What the intervals are, such as `95 % bootstrap intervals`.
    pub interval: String,
    /// The factors.
    pub rows: Vec<SobolRow>,
    /// Where the numbers come from.
    pub footer: Footer,
}

impl SobolBars {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let mut factors: Vec<&SobolRow> = self.rows.iter().collect();
        factors.sort_by(|a, b| b.total.value.total_cmp(&a.total.value));
        let ends = factors.iter().flat_map(|r| [r.first, r.total]).flat_map(|i| [i.low, i.value, i.high]);
        let (low, high) = extent(ends.chain([0.0, 0.1])).unwrap_or((0.0, 1.0));
        let x = Scale::linear([low.max(-1.0), high.min(2.0)], 5);
        let rows = Rows::new(factors.iter().map(|r| r.factor.as_str()), self.footer.room() * 0.4, 40.0);
        let told: Vec<String> = factors
            .iter()
            .map(|r| format!("{}: S1 {}, ST {}", r.factor, short(r.first.value), short(r.total.value)))
            .collect();
        let sheet = Sheet {
            title: &self.title,
            subtitle: &self.interval,
            keys: vec![
                Key::new(Mark::Block(theme::BLUE), "alone (S1)"),
                Key::new(Mark::Block(theme::ORANGE), "with its interactions (ST)"),
            ],
            description: format!("Sobol' indices of {}. {}.", self.metric, told.join("; ")),
            footer: &self.footer,
        };
        let name = format!("share of the variance of {}", self.metric);
        let body = rows.body(&self.footer, &x, &name, 0.0);
        sheet.draw(body, |canvas, area| {
            let (axes, middles) = rows.draw(canvas, area, x, &name, 0.0);
            let zero = axes.px(0.0);
            for (row, y) in factors.iter().zip(middles) {
                for (index, color, top) in [(row.first, theme::BLUE, y - 15.0), (row.total, theme::ORANGE, y + 1.0)] {
                    if index.value.is_finite() {
                        let end = axes.px(index.value).clamp(axes.plot.left, axes.plot.right);
                        canvas.rect(Area::new(zero.min(end), top, zero.max(end), top + 14.0), color, 1.0);
                    }
                    whisker(canvas, &axes, (index.low, index.high), top + 7.0, theme::INK);
                }
            }
            canvas.line(&[(zero, axes.plot.top), (zero, axes.plot.bottom)], theme::INK, 1.2, None);
        })
    }
}
