//! Fan charts: the median and bands of a series over worlds, with observed points on them.
//!
//! Drawn twice from the same data: as static SVG (print, no scripts) and, by the page's script, as an interactive chart.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::date;
use super::escape;
use super::number::{self, compact};
use super::scale;

/// The data of a fan chart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fan {
    /// What the vertical axis counts, with its unit ("districts held").
    pub y_label: String,
    /// The date of day 0 as `YYYY-MM-DD`; without it the axis counts days.
    pub start_date: Option<String>,
    /// Days since the start, ascending.
    pub days: Vec<f64>,
    /// One line for each policy or variant.
    pub lines: Vec<FanLine>,
    /// What was observed.
    pub observed: Vec<ObservedPoint>,
    /// Dated events, drawn as vertical lines.
    pub milestones: Vec<Milestone>,
    /// A text alternative; by default one is made from the data.
    pub alt: Option<String>,
}

/// A series over worlds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FanLine {
    /// Policy or variant.
    pub label: String,
    /// The central line, a value for each day.
    pub median: Vec<f64>,
    /// Bands from wide to narrow.
    pub bands: Vec<Band>,
}

/// A band of quantiles.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Band {
    /// The share of worlds inside, 0 to 1 (0.9 for the 5 % and 95 % quantiles).
    pub share: f64,
    /// Lower edge, a value for each day.
    pub low: Vec<f64>,
    /// Upper edge, a value for each day.
    pub high: Vec<f64>,
}

/// An observation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObservedPoint {
    /// Days since the start.
    pub day: f64,
    /// The observed value.
    pub value: f64,
    /// Its source, shown when pointed at.
    pub source: Option<String>,
}

/// A dated event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Milestone {
    /// Days since the start.
    pub day: f64,
    /// What happened.
    pub label: String,
}

/// The chart's place in the page: static drawing, legend, and a host for the interactive chart.
pub(super) fn render(id: &str, title: &str, fan: &Fan) -> String {
    let alt = fan.alt.clone().unwrap_or_else(|| alternative(fan));
    format!(
        "<div class=\"fan\" data-fan=\"{id}\" data-title=\"{}\"><div class=\"still\" role=\"img\" aria-label=\"{}\">{}</div>{}</div>",
        escape::text(title),
        escape::text(&alt),
        still(fan),
        legend(fan)
    )
}

/// The data for the interactive chart.
pub(super) fn data(fan: &Fan) -> Value {
    let round = |values: &[f64]| values.iter().map(|v| compact(*v)).collect::<Vec<f64>>();
    let lines: Vec<Value> = fan
        .lines
        .iter()
        .map(|line| {
            let bands: Vec<Value> = line
                .bands
                .iter()
                .map(|b| json!({ "share": b.share, "low": round(&b.low), "high": round(&b.high) }))
                .collect();
            json!({ "label": line.label, "median": round(&line.median), "bands": bands })
        })
        .collect();
    json!({
        "y": fan.y_label,
        "start": fan.start_date.as_deref().and_then(date::epoch_day),
        "days": round(&fan.days),
        "lines": lines,
        "observed": fan.observed.iter().map(|o| json!([compact(o.day), compact(o.value), o.source])).collect::<Vec<Value>>(),
        "milestones": fan.milestones.iter().map(|m| json!([compact(m.day), m.label])).collect::<Vec<Value>>(),
    })
}

/// The data in words: where each line starts and ends, and how wide its widest band is there.
fn alternative(fan: &Fan) -> String {
    let start = fan.start_date.as_deref();
    let mut said = format!("Fan chart of {} through time.", fan.y_label);
    for line in &fan.lines {
        let (Some(first_day), Some(last_day)) = (fan.days.first(), fan.days.last()) else {
            continue;
        };
        let (Some(first), Some(last)) = (line.median.first(), line.median.last()) else {
            continue;
        };
        let label = if line.label.is_empty() { "Median".to_owned() } else { format!("{}: median", line.label) };
        said.push_str(&format!(
            " {label} {} on {}, {} on {}",
            number::plain(*first),
            date::label(start, *first_day),
            number::plain(*last),
            date::label(start, *last_day)
        ));
        if let Some((low, high, share)) =
            line.bands.first().and_then(|b| Some((b.low.last()?, b.high.last()?, b.share)))
        {
            said.push_str(&format!(
                " ({} of worlds from {} to {})",
                number::percent(share, None),
                number::plain(*low),
                number::plain(*high)
            ));
        }
        said.push('.');
    }
    if !fan.observed.is_empty() {
        said.push_str(&format!(" {} observed points are marked.", fan.observed.len()));
    }
    said
}

fn legend(fan: &Fan) -> String {
    let mut items = String::new();
    let alone = fan.lines.len() == 1;
    for (k, line) in fan.lines.iter().enumerate() {
        let label = if alone { "median" } else { line.label.as_str() };
        items.push_str(&format!("<li><span class=\"key line c{}\"></span>{}</li>", k % 6 + 1, escape::text(label)));
    }
    let shares: Vec<String> = fan
        .lines
        .first()
        .map_or_else(Vec::new, |line| line.bands.iter().map(|b| number::percent(b.share, None)).collect());
    if !shares.is_empty() {
        items.push_str(&format!(
            "<li><span class=\"key band c1\"></span>{} of worlds</li>",
            escape::text(&shares.join(" and "))
        ));
    }
    if !fan.observed.is_empty() {
        items.push_str("<li><span class=\"key dot\"></span>observed</li>");
    }
    if !fan.milestones.is_empty() {
        items.push_str("<li><span class=\"key mile\"></span>dated event</li>");
    }
    format!("<ul class=\"legend\">{items}</ul>")
}

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 30.0;

/// Where data stands in the drawing.
struct Frame {
    x: [f64; 2],
    y: [f64; 2],
}

impl Frame {
    fn of(fan: &Fan) -> Frame {
        let first = fan.days.first().copied().unwrap_or(0.0);
        let last = fan.days.last().copied().unwrap_or(1.0);
        let edges =
            fan.lines.iter().flat_map(|l| l.bands.iter().flat_map(|b| b.low.iter().chain(&b.high)).chain(&l.median));
        let values = edges.chain(fan.observed.iter().map(|o| &o.value)).filter(|v| v.is_finite());
        let (low, high) = values.fold((0.0_f64, f64::MIN_POSITIVE), |(a, b), v| (a.min(*v), b.max(*v)));
        let ticks = scale::nice_ticks(low, high, 4);
        let top = ticks.last().copied().unwrap_or(high);
        Frame {
            x: [first, if last > first { last } else { first + 1.0 }],
            y: [ticks.first().copied().unwrap_or(low), if top > low { top } else { low + 1.0 }],
        }
    }

    fn at(&self, day: f64, value: f64) -> (f64, f64) {
        let [x0, x1] = self.x;
        let [y0, y1] = self.y;
        let x = LEFT + (WIDTH - LEFT - RIGHT) * (day - x0) / (x1 - x0);
        let y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - y0) / (y1 - y0);
        (x, y)
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

fn still(fan: &Fan) -> String {
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
        drawn.push_str(&format!("<path class=\"f-line c{colour}\" d=\"M{}\"/>", median.join("L")));
    }
    for point in &fan.observed {
        let (x, y) = frame.at(point.day, point.value);
        drawn.push_str(&format!("<circle class=\"f-dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.2\"/>"));
    }
    format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\">{drawn}</svg>")
}

fn axes(fan: &Fan, frame: &Frame) -> String {
    let mut drawn = format!("<text class=\"f-label\" x=\"4\" y=\"13\">{}</text>", escape::text(&fan.y_label));
    for tick in scale::nice_ticks(frame.y[0], frame.y[1], 4) {
        let (x, y) = frame.at(frame.x[0], tick);
        let label = number::plain(tick);
        drawn.push_str(&format!(
            "<path class=\"f-grid\" d=\"M{x:.1} {y:.1}H{:.1}\"/><text class=\"f-label\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
            WIDTH - RIGHT,
            x - 6.0,
            y + 4.0
        ));
    }
    for (day, label) in scale::day_ticks(fan.start_date.as_deref(), frame.x[0], frame.x[1]) {
        let (x, _) = frame.at(day, 0.0);
        let bottom = HEIGHT - BOTTOM;
        let anchor = if x < LEFT + 8.0 { "start" } else { "middle" };
        drawn.push_str(&format!(
            "<path class=\"f-axis\" d=\"M{x:.1} {bottom:.1}v4\"/><text class=\"f-label\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
            bottom + 17.0,
            escape::text(&label)
        ));
    }
    for milestone in &fan.milestones {
        let (x, _) = frame.at(milestone.day, 0.0);
        drawn.push_str(&format!(
            "<path class=\"f-mile\" d=\"M{x:.1} {TOP}V{:.1}\"><title>{}</title></path>",
            HEIGHT - BOTTOM,
            escape::text(&milestone.label)
        ));
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alternative_tells_the_data() {
        let fan = Fan {
            y_label: "districts held".to_owned(),
            start_date: Some("2021-05-01".to_owned()),
            days: vec![0.0, 106.0],
            lines: vec![FanLine {
                label: String::new(),
                median: vec![73.0, 391.0],
                bands: vec![Band { share: 0.9, low: vec![73.0, 310.0], high: vec![73.0, 398.0] }],
            }],
            ..Fan::default()
        };
        assert_eq!(
            alternative(&fan),
            "Fan chart of districts held through time. Median 73 on 1 May 2021, 391 on 15 Aug 2021 (90 % of worlds from 310 to 398)."
        );
    }

    #[test]
    fn an_empty_fan_is_drawn_without_harm() {
        assert!(still(&Fan::default()).starts_with("<svg"));
    }
}
