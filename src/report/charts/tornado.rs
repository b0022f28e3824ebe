//! Tornado: how far one factor alone, set to its low and its high value, moves the metric from its base.

use super::axes::Axes;
use super::canvas::{Area, At, Canvas, Type};
use super::number::short;
use super::rows::{Rows, reference};
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use crate::report::theme::{self, Footer};

/// One factor's bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TornadoBar {
    /// The factor.
    pub factor: String,
    /// Its low value, as written at the bar.
    pub low_value: String,
    /// Its high value, as written at the bar.
    pub high_value: String,
    /// The metric at the low value.
    pub at_low: f64,
    /// The metric at the high value.
    pub at_high: f64,
}

/// Bars of all factors; drawn with the longest at the top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tornado {
    /// The finding's subject.
    pub title: String,
    /// What the bars are, such as `lowest and highest quarter of the points`; may be empty.
    pub note: String,
    /// Name and unit of the metric.
    pub x_label: String,
    /// Where the bars begin: the metric with every factor at its base value, or its mean over a design.
    pub base: f64,
    /// What that is, for the legend, with its value; empty says `base` and the value.
    pub base_name: String,
    /// The bars.
    pub bars: Vec<TornadoBar>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const VALUE: Type = Type::new(theme::SMALL, theme::MUTED);

impl Tornado {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let mut bars: Vec<&TornadoBar> = self.bars.iter().collect();
        let swing = |b: &TornadoBar| {
            let s = (b.at_high / 2.0 - b.at_low / 2.0).abs();
            if s.is_nan() { -1.0 } else { s }
        };
        bars.sort_by(|a, b| swing(b).total_cmp(&swing(a)));
        let ends = bars.iter().flat_map(|b| [b.at_low, b.at_high]).chain([self.base]);
        let (low, high) = extent(ends).unwrap_or((0.0, 1.0));
        let widest =
            bars.iter().flat_map(|b| [&b.low_value, &b.high_value]).map(|v| VALUE.width(v)).fold(0.0, f64::max);
        let margin = (high - low) * (0.04 + widest / 250.0).min(0.5);
        let mut x = Scale::within(low - margin, high + margin, 5);
        // The margin is room for values at the bars: it is no part of the metric's range.
        x.ticks.retain(|tick| low < 0.0 || tick.at >= 0.0);
        let rows = Rows::new(bars.iter().map(|b| b.factor.as_str()), self.footer.room() * 0.4, 28.0);
        let body = rows.body(&self.footer, &x, &self.x_label, 0.0);
        self.sheet(&bars).draw(body, |canvas, area| {
            let (axes, middles) = rows.draw(canvas, area, x, &self.x_label, 0.0);
            for (bar, y) in bars.iter().zip(middles) {
                draw_bar(canvas, &axes, self.base, bar, y);
            }
            reference(canvas, &axes, self.base);
        })
    }

    fn base_words(&self) -> String {
        if self.base_name.is_empty() { format!("base: {}", short(self.base)) } else { self.base_name.clone() }
    }

    fn sheet(&self, bars: &[&TornadoBar]) -> Sheet<'_> {
        let told: Vec<String> = bars
            .iter()
            .map(|b| {
                format!(
                    "{}: {} at {}, {} at {}",
                    b.factor,
                    short(b.at_low),
                    b.low_value,
                    short(b.at_high),
                    b.high_value
                )
            })
            .collect();
        let base = self.base_words();
        let keys = vec![
            Key::new(Mark::Block(theme::SKY), "factor at its low value"),
            Key::new(Mark::Block(theme::ORANGE), "at its high value"),
            Key::new(Mark::Line(theme::INK, None), &base),
        ];
        let description = format!("Tornado of {}, {base}. {}.", self.x_label, told.join("; "));
        Sheet { title: &self.title, subtitle: &self.note, keys, description, footer: &self.footer }
    }
}

/// A bar from the base to each end; ends on one side of the base share the height of the bar.
fn draw_bar(canvas: &mut Canvas, axes: &Axes, base: f64, bar: &TornadoBar, y: f64) {
    if !(bar.at_low.is_finite() && bar.at_high.is_finite() && base.is_finite()) {
        return;
    }
    let (zero, low, high) = (axes.px(base), axes.px(bar.at_low), axes.px(bar.at_high));
    let one_side = (low - zero) * (high - zero) >= 0.0;
    let halves = if one_side { [(y - 9.0, y), (y, y + 9.0)] } else { [(y - 9.0, y + 9.0); 2] };
    for ((x, color), (top, bottom)) in [(low, theme::SKY), (high, theme::ORANGE)].into_iter().zip(halves) {
        canvas.rect(Area::new(zero.min(x), top, zero.max(x), bottom), color, 1.0);
    }
    let mut write = |x: f64, text: &str| {
        let (shift, anchor) = if x < zero { (-5.0, At::End) } else { (5.0, At::Start) };
        canvas.text_if_free(&[(x + shift, VALUE.centred(y), anchor)], text, VALUE, axes.plot.grown(6.0));
    };
    if one_side {
        let far = if (low - zero).abs() > (high - zero).abs() { low } else { high };
        write(far, &format!("{} / {}", bar.low_value, bar.high_value));
    } else {
        write(low, &bar.low_value);
        write(high, &bar.high_value);
    }
}
