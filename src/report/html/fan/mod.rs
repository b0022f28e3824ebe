//! Fan charts: the median and bands of a series over worlds, with observed points on them.
//!
//! Drawn twice from the same data: as static SVG (print, no scripts) and, by the page's script, as an interactive chart.

mod still;

use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::date;
use super::number::{self, compact};
use super::text;

/// The data of a fan chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fan {
    /// What the vertical axis counts, with its unit ("districts held").
    pub y_label: String,
    /// The date of day 0, in days since 1970-01-01; without it the axis counts days.
    pub start: Option<f64>,
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FanLine {
    /// Policy or variant.
    pub label: String,
    /// The central line, a value for each day.
    pub median: Vec<f64>,
    /// Bands from wide to narrow.
    pub bands: Vec<Band>,
}

/// A band of quantiles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Band {
    /// The share of worlds inside, 0 to 1 (0.9 for the 5 % and 95 % quantiles).
    pub share: f64,
    /// Lower edge, a value for each day.
    pub low: Vec<f64>,
    /// Upper edge, a value for each day.
    pub high: Vec<f64>,
}

/// An observation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObservedPoint {
    /// Days since the start.
    pub day: f64,
    /// The observed value.
    pub value: f64,
    /// Its source, shown when pointed at.
    pub source: Option<String>,
}

/// A dated event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Milestone {
    /// Days since the start.
    pub day: f64,
    /// What happened.
    pub label: String,
}

/// The chart's place in the page: static drawing, legend, and the data for the interactive chart.
pub(super) fn render(id: &str, title: &str, fan: &Fan) -> Markup {
    let alt = fan.alt.clone().unwrap_or_else(|| alternative(fan));
    html! {
        div.fan data-fan=(id) data-title=(title) {
            (text::data(&data(fan)))
            div.still role="img" aria-label=(alt) { (PreEscaped(still::svg(fan))) }
            (legend(fan))
        }
    }
}

/// The data for the interactive chart.
fn data(fan: &Fan) -> Value {
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
        "start": fan.start,
        "days": round(&fan.days),
        "lines": lines,
        "observed": fan.observed.iter().map(|o| json!([compact(o.day), compact(o.value), o.source])).collect::<Vec<Value>>(),
        "milestones": fan.milestones.iter().map(|m| json!([compact(m.day), m.label])).collect::<Vec<Value>>(),
    })
}

/// The data in words: where each line starts and ends, and how wide its widest band is there.
fn alternative(fan: &Fan) -> String {
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
            date::label(fan.start, *first_day),
            number::plain(*last),
            date::label(fan.start, *last_day)
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

fn legend(fan: &Fan) -> Markup {
    let alone = fan.lines.len() == 1;
    let shares = fan.lines.first().map_or(&[][..], |line| &line.bands).iter().map(|b| number::percent(b.share, None));
    let shares = shares.collect::<Vec<String>>().join(" and ");
    html! {
        ul.legend {
            @for (k, line) in fan.lines.iter().enumerate() {
                @let colour = k % 6 + 1;
                li {
                    span class={ "key line c" (colour) } {
                        svg viewBox="0 0 30 4" aria-hidden="true" { path class={ "f-line c" (colour) " d" (colour) } d="M0 2H30" {} }
                    }
                    @if alone { "median" } @else { (line.label) }
                }
            }
            @if !shares.is_empty() { li { span.key.band.c1 {} (shares) " of worlds" } }
            @if !fan.observed.is_empty() { li { span.key.dot {} "observed" } }
            @if !fan.milestones.is_empty() { li { span.key.mile {} "dated event" } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alternative_tells_the_data() {
        let fan = Fan {
            y_label: "districts held".to_owned(),
            start: Some(18_748.0),
            days: vec![0.0, 106.0],
            lines: vec![FanLine {
                label: String::new(),
                median: vec![73.0, 391.0],
                bands: vec![Band { share: 0.9, low: vec![73.0, 310.0], high: vec![73.0, 395.0] }],
            }],
            ..Fan::default()
        };
        assert_eq!(
            alternative(&fan),
            "Fan chart of districts held through time. Median 73 on 1 May 2021, 391 on 15 Aug 2021 (90\u{a0}% of worlds from 310 to 395)."
        );
    }
}
