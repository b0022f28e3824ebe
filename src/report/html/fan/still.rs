//! The static drawing of a fan chart, for print and for pages without scripts.

use super::Fan;
use crate::report::charts::scale::{Scale, extent};
use maud::Render as _;

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 30.0;

/// Where data stands in the drawing.
struct Frame {
    /// Day 0 on the axis of days: days since 1970, or 0 without a calendar.
    first: f64,
    x: Scale,
    y: Scale,
}

impl Frame {
    fn of(fan: &Fan) -> Frame {
        let start = fan.start;
        let (low, high) = extent(fan.days.iter().copied()).unwrap_or((0.0, 1.0));
        let x = match start {
            Some(first) => Scale::dates(first + low, first + high),
            None => Scale::within(low, high, 5),
        };
        let edges = fan.lines.iter().flat_map(|l| l.bands.iter().flat_map(|b| b.low.iter().chain(&b.high)));
        let medians = fan.lines.iter().flat_map(|l| &l.median);
        let values = edges.chain(medians).chain(fan.observed.iter().map(|o| &o.value)).copied();
        Frame { first: start.unwrap_or(0.0), x, y: Scale::linear(values.chain([0.0]), 4) }
    }

    fn at(&self, day: f64, value: f64) -> (f64, f64) {
        (self.x.at(self.first + day, LEFT, WIDTH - RIGHT), self.y.at(value, HEIGHT - BOTTOM, TOP))
    }

    fn path<'a>(&self, days: impl Iterator<Item = &'a f64>, values: impl Iterator<Item = &'a f64>) -> Vec<String> {
        days.zip(values)
            .filter(|(_, v)| v.is_finite())
            .map(|(d, v)| {
                let (x, y) = self.at(*d, *v);
                format!("{x:.1} {y:.1}")
            })
            .collect()
    }
}

/// The drawing, in the colours of the page.
pub(super) fn svg(fan: &Fan) -> String {
    let frame = Frame::of(fan);
    let mut drawn = axes(fan, &frame);
    for (k, line) in fan.lines.iter().enumerate() {
        let colour = k % 6 + 1;
        for band in &line.bands {
            let mut edge = frame.path(fan.days.iter(), band.high.iter());
            edge.extend(frame.path(fan.days.iter().rev(), band.low.iter().rev()));
            drawn.push_str(&format!("<path class=\"f-band c{colour}\" d=\"M{}Z\"/>", edge.join("L")));
        }
        let median = frame.path(fan.days.iter(), line.median.iter());
        drawn.push_str(&format!("<path class=\"f-line c{colour} d{colour}\" d=\"M{}\"/>", median.join("L")));
    }
    for point in &fan.observed {
        let (x, y) = frame.at(point.day, point.value);
        drawn.push_str(&format!("<circle class=\"f-dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.2\"/>"));
    }
    format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\">{drawn}</svg>")
}

fn axes(fan: &Fan, frame: &Frame) -> String {
    let mut drawn = format!("<text class=\"f-label\" x=\"4\" y=\"13\">{}</text>", fan.y_label.render().0);
    for tick in &frame.y.ticks {
        let y = frame.y.at(tick.at, HEIGHT - BOTTOM, TOP);
        drawn.push_str(&format!(
            "<path class=\"f-grid\" d=\"M{LEFT} {y:.1}H{:.1}\"/><text class=\"f-label\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            WIDTH - RIGHT,
            LEFT - 6.0,
            y + 4.0,
            tick.text.render().0
        ));
    }
    let bottom = HEIGHT - BOTTOM;
    for tick in &frame.x.ticks {
        let x = frame.x.at(tick.at, LEFT, WIDTH - RIGHT);
        let anchor = if x < LEFT + 8.0 { "start" } else { "middle" };
        drawn.push_str(&format!(
            "<path class=\"f-axis\" d=\"M{x:.1} {bottom:.1}v4\"/><text class=\"f-label\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
            bottom + 17.0,
            tick.text.render().0
        ));
    }
    for milestone in &fan.milestones {
        let x = frame.x.at(frame.first + milestone.day, LEFT, WIDTH - RIGHT);
        drawn.push_str(&format!(
            "<path class=\"f-mile\" d=\"M{x:.1} {TOP}V{bottom:.1}\"><title>{}</title></path>",
            milestone.label.render().0
        ));
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_fan_is_drawn_without_harm() {
        let drawing = svg(&Fan::default());
        assert!(drawing.starts_with("<svg") && !drawing.contains("NaN"));
    }
}
