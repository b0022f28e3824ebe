//! Invented series and a histogram.

use super::{DAYS, START};
use panj::report::html::*;

/// A smooth rise from 0 to 1 around a day.
pub(crate) fn rise(day: f64, middle: f64, width: f64) -> f64 {
    let z = (day - middle) / width;
    0.5 + 0.5 * z / (1.0 + z.abs())
}

fn line(label: &str, top: f64, middle: f64) -> FanLine {
    let days = (0..DAYS).map(|d| d as f64);
    let value = |d: f64, shift: f64| (top * (rise(d, middle + shift, 12.0) - 0.05)).max(0.0);
    let curve = |shift: f64| days.clone().map(|d| value(d, shift)).collect::<Vec<f64>>();
    FanLine {
        label: label.into(),
        median: curve(0.0),
        bands: vec![
            Band { share: 0.9, low: curve(16.0), high: curve(-14.0) },
            Band { share: 0.5, low: curve(6.0), high: curve(-5.0) },
        ],
    }
}

pub(crate) fn milestones() -> Vec<Milestone> {
    vec![
        Milestone { day: 62.0, label: "The air base is vacated".into() },
        Milestone { day: 67.0, label: "Request to the alliance".into() },
    ]
}

pub(crate) fn fan_figure(id: &str, title: &str, unit: &str, top: f64, observed: bool) -> Figure {
    let points =
        [(0.0, 14.0), (45.0, 96.0), (59.0, 157.0), (70.0, 204.0), (87.0, 330.0), (96.0, 352.0), (106.0, 351.0)];
    Figure {
        id: id.into(),
        title: title.into(),
        caption: Some("Median and bands of 10 000 worlds.".into()),
        content: FigureContent::Fan(Fan {
            y_label: unit.into(),
            start: Some(START),
            days: (0..DAYS).map(|d| d as f64).collect(),
            lines: vec![line("", top, 66.0)],
            observed: if observed {
                points
                    .iter()
                    .map(|&(day, value)| ObservedPoint { day, value, source: Some("Counter A".into()) })
                    .collect()
            } else {
                Vec::new()
            },
            milestones: milestones(),
            alt: None,
        }),
    }
}

pub(crate) fn policies_fan() -> Figure {
    Figure {
        id: "policies".into(),
        title: "Men needed at the border and not there, by policy".into(),
        caption: Some("Medians and 90 % and 50 % bands.".into()),
        content: FigureContent::Fan(Fan {
            y_label: "men".into(),
            start: Some(START),
            days: (0..DAYS).map(|d| d as f64).collect(),
            lines: vec![
                line("baseline", 5200.0, 60.0),
                line("automatic article", 2900.0, 64.0),
                line("early mobilization", 1700.0, 70.0),
            ],
            ..Fan::default()
        }),
    }
}

pub(crate) fn histogram() -> String {
    let mut bars = String::new();
    for k in 0..16 {
        let z = (f64::from(k) - 5.0) / 2.6;
        let height = 150.0 / (1.0 + z * z);
        bars.push_str(&format!(
            "<rect x=\"{}\" y=\"{:.1}\" width=\"22\" height=\"{height:.1}\" fill=\"#0072B2\"/>",
            50 + 26 * k,
            240.0 - height
        ));
    }
    format!(
        "<?xml version=\"1.0\"?><svg width=\"480\" height=\"300\" viewBox=\"0 0 480 300\" xmlns=\"http://www.w3.org/2000/svg\"><rect width=\"480\" height=\"300\" fill=\"#ffffff\"/>\
         {bars}<path d=\"M192 60V240\" stroke=\"#D55E00\" stroke-width=\"2\"/><path d=\"M44 240H470\" stroke=\"#333333\"/>\
         <text x=\"250\" y=\"284\" font-family=\"DejaVu Sans\" font-size=\"13\" text-anchor=\"middle\">days from request to decision</text></svg>"
    )
}
