//! Stage waterfall: where the days go, each stage beginning where the one before it ends.

use super::canvas::{Area, At, Type};
use super::number;
use super::rows::{Rows, whisker};
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use crate::report::theme::{self, Footer};

/// One stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// What happens in it.
    pub name: String,
    /// Mean duration, days, not negative.
    pub mean: f64,
    /// Interval of its duration, days; not-a-number draws none.
    pub low: f64,
    /// Upper end of the interval, days.
    pub high: f64,
}

/// The stages between a request and its result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StageWaterfall {
    /// The finding's subject.
    pub title: String,
    /// What the horizontal axis counts from, such as `days since the request`.
    pub x_label: String,
    /// What the interval is, such as `80 % of worlds`.
    pub interval: String,
    /// In their order.
    pub stages: Vec<Stage>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const VALUE: Type = Type::new(theme::TICK, theme::INK);
const TOTAL: Type = Type::bold(theme::LABEL, theme::INK);

impl StageWaterfall {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let mut starts = vec![0.0];
        for stage in &self.stages {
            let mean = if stage.mean.is_finite() { stage.mean.clamp(0.0, 1e290) } else { 0.0 };
            starts.push(starts.last().copied().unwrap_or(0.0) + mean);
        }
        let total = starts.last().copied().unwrap_or(0.0);
        let ends = self.stages.iter().zip(&starts).map(|(s, start)| start + s.high.clamp(0.0, 1e290));
        let (_, high) = extent(ends.chain([total * 1.12, 1e-9])).unwrap_or((0.0, 1.0));
        let x = Scale::linear([0.0, high], 6);
        let rows = Rows::new(self.stages.iter().map(|s| s.name.as_str()), self.footer.room() * 0.36, 30.0);
        let spread = total / 10.0;
        let body = rows.body(&self.footer, &x, &self.x_label, 0.0) + 30.0;
        self.sheet(total, spread).draw(body, |canvas, area| {
            let (axes, middles) = rows.draw(canvas, area, x, &self.x_label, 0.0);
            for (i, (stage, y)) in self.stages.iter().zip(&middles).enumerate() {
                let (left, right) = (axes.px(starts[i]), axes.px(starts[i + 1]));
                if i > 0 {
                    canvas.line(&[(left, middles[i - 1] + 9.0), (left, y - 9.0)], theme::AXIS, 1.0, None);
                }
                canvas.rect(
                    Area::new(left, y - 9.0, right.max(left + 1.0), y + 9.0),
                    theme::tint(theme::BLUE, 0.7),
                    1.0,
                );
                let (low, high) = (starts[i] + stage.low, starts[i] + stage.high);
                whisker(canvas, &axes, (low, high), *y, theme::INK);
                let edge = if high.is_finite() { right.max(axes.px(high)) } else { right };
                let share = if total > 0.0 { stage.mean / total } else { f64::NAN };
                let text = format!("{} d · {}", number::to_precision(stage.mean, spread), number::percent(share));
                let places = [(edge + 8.0, VALUE.centred(*y), At::Start), (left - 8.0, VALUE.centred(*y), At::End)];
                canvas.text_if_free(&places, &text, VALUE, axes.plot);
            }
            let x = axes.px(total);
            let top = middles.last().map_or(axes.plot.top, |y| y + 9.0);
            canvas.line(&[(x, top), (x, axes.plot.bottom)], theme::INK, 1.2, Some((4.0, 3.0)));
            let label = format!("together {} days", number::to_precision(total, spread));
            let at = if x > f64::midpoint(axes.plot.left, axes.plot.right) { At::End } else { At::Start };
            let shift = if at == At::End { -7.0 } else { 7.0 };
            canvas.text_if_free(&[(x + shift, axes.plot.bottom - 9.0, at)], &label, TOTAL, axes.plot);
        })
    }

    fn sheet(&self, total: f64, spread: f64) -> Sheet<'_> {
        let stages: Vec<String> =
            self.stages.iter().map(|s| format!("{} {} days", s.name, number::to_precision(s.mean, spread))).collect();
        let mut keys =
            vec![Key::new(Mark::Block(theme::tint(theme::BLUE, 0.7)), "mean duration and its share of the total")];
        if self.stages.iter().any(|s| s.low.is_finite()) {
            keys.push(Key::new(Mark::Line(theme::INK, None), &self.interval));
        }
        let description = format!(
            "Stages in their order: {}. Together {} days.",
            stages.join("; "),
            number::to_precision(total, spread)
        );
        Sheet { title: &self.title, subtitle: "", keys, description, footer: &self.footer }
    }
}
