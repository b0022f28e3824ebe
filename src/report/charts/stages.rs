//! Where the days go: how long each stage takes where it takes place. Stages are of different replications, so that they are
//! not laid end to end.

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
    /// Mean duration in the replications in which it takes place, days, not negative.
    pub mean: f64,
    /// Interval of its duration, days; not-a-number draws none.
    pub low: f64,
    /// Upper end of the interval, days.
    pub high: f64,
    /// Share of the replications in which it takes place, 0..1.
    pub share: f64,
}

/// The stages between a request and its result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StageDays {
    /// The finding's subject.
    pub title: String,
    /// What the horizontal axis counts.
    pub x_label: String,
    /// What the interval is, such as `80 % of replications`.
    pub interval: String,
    /// In their order.
    pub stages: Vec<Stage>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const VALUE: Type = Type::new(theme::TICK, theme::INK);

impl StageDays {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let ends = self.stages.iter().flat_map(|stage| [stage.mean, stage.high]).map(|days| days.clamp(0.0, 1e290));
        let (_, high) = extent(ends.chain([1e-9])).unwrap_or((0.0, 1.0));
        let x = Scale::linear([0.0, high], 6);
        let rows = Rows::new(self.stages.iter().map(|s| s.name.as_str()), self.footer.room() * 0.36, 30.0);
        let written: Vec<String> = self.stages.iter().map(Stage::written).collect();
        let widest = written.iter().map(|text| VALUE.width(text)).fold(0.0, f64::max);
        self.sheet(&written).draw(rows.body(&self.footer, &x, &self.x_label, 0.0), |canvas, area| {
            let inner = Area { right: area.right - widest - 12.0, ..area };
            let (axes, middles) = rows.draw(canvas, inner, x, &self.x_label, 0.0);
            for ((stage, text), y) in self.stages.iter().zip(&written).zip(middles) {
                let (left, right) = (axes.px(0.0), axes.px(stage.mean.clamp(0.0, 1e290)));
                let bar = Area::new(left, y - 9.0, right.max(left + 1.0), y + 9.0);
                canvas.rect(bar, theme::tint(theme::BLUE, 0.7), 1.0);
                whisker(canvas, &axes, (stage.low, stage.high), y, theme::INK);
                canvas.text(area.right, VALUE.centred(y), text, VALUE, At::End);
            }
        })
    }

    fn sheet(&self, written: &[String]) -> Sheet<'_> {
        let stages: Vec<String> =
            self.stages.iter().zip(written).map(|(stage, text)| format!("{}: {text}", stage.name)).collect();
        let mut keys = vec![Key::new(
            Mark::Block(theme::tint(theme::BLUE, 0.7)),
            "mean, and in how many replications it takes place",
        )];
        if self.stages.iter().any(|s| s.low.is_finite()) {
            keys.push(Key::new(Mark::Line(theme::INK, None), &self.interval));
        }
        let description = format!("Days of each stage where it takes place, in their order. {}.", stages.join("; "));
        Sheet { title: &self.title, subtitle: "", keys, description, footer: &self.footer }
    }
}

impl Stage {
    fn written(&self) -> String {
        format!("{} d in {}", number::short(self.mean), number::percent(self.share))
    }
}
