//! Invented series and a histogram.

use super::{DAYS, START};
use panj::report::charts::{Band, FanChart, FanLine, Histogram, Milestone, Observed};
use panj::report::html::*;
use panj::report::theme::Footer;

/// A smooth rise from 0 to 1 around a day.
pub(crate) fn rise(day: f64, middle: f64, width: f64) -> f64 {
    let z = (day - middle) / width;
    0.5 + 0.5 * z / (1.0 + z.abs())
}

pub(crate) fn footer() -> Footer {
    Footer {
        scenario: "Invented".into(),
        n: 10_000,
        seed: Some(1),
        version: env!("CARGO_PKG_VERSION").into(),
        paper: None,
    }
}

fn line(label: &str, top: f64, middle: f64) -> FanLine {
    let days = (0..DAYS).map(|d| d as f64);
    let value = |d: f64, shift: f64| (top * (rise(d, middle + shift, 12.0) - 0.05)).max(0.0);
    let curve = |shift: f64| days.clone().map(|d| value(d, shift)).collect::<Vec<f64>>();
    FanLine {
        label: label.into(),
        median: curve(0.0),
        bands: vec![
            Band { level: 0.9, low: curve(16.0), high: curve(-14.0) },
            Band { level: 0.5, low: curve(6.0), high: curve(-5.0) },
        ],
        paths: Vec::new(),
    }
}

pub(crate) fn milestones() -> Vec<Milestone> {
    vec![
        Milestone { date: START + 62.0, name: "The air base is vacated".into() },
        Milestone { date: START + 67.0, name: "Request to the alliance".into() },
    ]
}

fn fan(title: &str, unit: &str, lines: Vec<FanLine>) -> FanChart {
    FanChart {
        title: title.into(),
        y_label: unit.into(),
        dates: (0..DAYS).map(|d| START + d as f64).collect(),
        lines,
        milestones: milestones(),
        footer: footer(),
        ..FanChart::default()
    }
}

fn figure(id: &str, title: &str, caption: &str, svg: String, alt: &str) -> Figure {
    Figure { id: id.into(), title: title.into(), caption: Some(caption.into()), svg, alt: alt.into() }
}

pub(crate) fn fan_figure(id: &str, title: &str, unit: &str, top: f64, observed: bool) -> Figure {
    let points =
        [(0.0, 14.0), (45.0, 96.0), (59.0, 157.0), (70.0, 204.0), (87.0, 330.0), (96.0, 352.0), (106.0, 351.0)];
    let points = points.map(|(day, value)| Observed {
        date: START + day,
        value,
        source: "Counter A".into(),
        ..Observed::default()
    });
    let chart = FanChart {
        observed: if observed { points.into() } else { Vec::new() },
        ..fan(title, unit, vec![line("", top, 66.0)])
    };
    figure(id, title, "Median and bands of 10 000 replications.", chart.draw(), &format!("{title} rise in July."))
}

pub(crate) fn policies_fan() -> Figure {
    let title = "Men needed at the border and not there, by policy";
    let lines = vec![
        line("baseline", 5200.0, 60.0),
        line("automatic article", 2900.0, 64.0),
        line("early mobilization", 1700.0, 70.0),
    ];
    let svg = fan(title, "men", lines).draw();
    figure("policies", title, "Medians and 90 % and 50 % bands.", svg, "Every policy lacks men in July.")
}

pub(crate) fn histogram() -> Figure {
    let title = "Days from request to decision";
    let days = |k: u32| vec![f64::from(k) + 11.0; (900.0 / (1.0 + (f64::from(k) - 5.0).powi(2) / 7.0)) as usize];
    let chart = Histogram {
        title: title.into(),
        x_label: "days from request to decision".into(),
        values: (0..16).flat_map(days).collect(),
        quantiles: vec![0.05, 0.5, 0.95],
        footer: footer(),
        ..Histogram::default()
    };
    let alt = "Histogram of days from request to decision: most worlds between 11 and 24 days, median 16.";
    figure("decision-days", title, "Share of replications by days; the line marks the median.", chart.draw(), alt)
}
