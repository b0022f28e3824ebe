//! The pictures, by name.

use panj::report::charts::date::epoch_day_of;
use panj::report::charts::*;
use panj::report::theme::Footer;

use super::sample::Sample;

pub(crate) fn all() -> Vec<(&'static str, String)> {
    vec![
        ("fan", fan().draw()),
        ("fan-cyrillic", fan_cyrillic().draw()),
        ("histogram", histogram().draw()),
        ("histogram-dates", histogram_dates().draw()),
    ]
}

fn footer() -> Footer {
    Footer { scenario: "Tajik-Afghan border, summer 2021".into(), n: 10_000, seed: 2021, version: "0.1.0".into() }
}

fn day(iso: &str) -> f64 {
    epoch_day_of(iso).unwrap_or(f64::NAN)
}

fn milestone(iso: &str, name: &str) -> Milestone {
    Milestone { date: day(iso), name: name.into() }
}

pub(crate) fn fan() -> FanChart {
    let start = day("2021-05-01");
    let dates: Vec<f64> = (0..=153).map(|i| start + f64::from(i)).collect();
    let fall = |lag: f64, width: f64| -> Vec<f64> {
        (0..=153).map(|i| 345.0 / (1.0 + ((f64::from(i) - 92.0 - lag) / width).exp()) + 3.0).collect()
    };
    let band = |level, spread: f64| Band { level, low: fall(-spread, 13.0), high: fall(spread, 14.5) };
    let observed = [
        ("2021-05-01", 325.0, ""),
        ("2021-06-05", 310.0, "FDD 5 Jun"),
        ("2021-06-22", 270.0, "FDD 22 Jun"),
        ("2021-07-02", 235.0, ""),
        ("2021-07-09", 205.0, "FDD 9 Jul"),
        ("2021-07-22", 190.0, ""),
        ("2021-08-06", 180.0, "FDD 6 Aug"),
        ("2021-08-15", 5.0, ""),
    ];
    FanChart {
        title: "Districts held by the government fall slowly, then all at once".into(),
        y_label: "districts held (of 398)".into(),
        median: fall(0.0, 13.5),
        bands: vec![band(0.5, 6.0), band(0.8, 13.0), band(0.95, 22.0)],
        dates,
        observed: observed.iter().map(|(d, v, l)| Observed { date: day(d), value: *v, label: (*l).into() }).collect(),
        observed_name: "observed counts".into(),
        milestones: vec![
            milestone("2021-05-01", "Withdrawal begins"),
            milestone("2021-06-22", "Sher Khan Bandar taken"),
            milestone("2021-07-02", "Bagram vacated"),
            milestone("2021-07-05", "Reserve called up"),
            milestone("2021-08-06", "Zaranj falls"),
            milestone("2021-08-15", "Kabul falls"),
        ],
        footer: footer(),
    }
}

fn fan_cyrillic() -> FanChart {
    FanChart {
        title: "Қочоқон аз марзи Панҷ: ҷ қ ӯ ҳ ғ ӣ · پناهجویان در مرز پنج".into(),
        y_label: "одамон, ҳазор · هزار نفر".into(),
        milestones: vec![milestone("2021-07-02", "Баграм холӣ шуд"), milestone("2021-08-15", "سقوط کابل")],
        observed_name: "مشاهده شده".into(),
        ..fan()
    }
}

fn histogram() -> Histogram {
    let mut s = Sample::new(7);
    Histogram {
        title: "People who cross into the host country by the end of the year".into(),
        x_label: "people crossing, thousands".into(),
        values: (0..9600).map(|_| 4.0 * (0.7 * s.normal()).exp()).filter(|v| *v < 30.0).collect(),
        kind: Values::Numbers,
        censored: 0,
        censored_label: String::new(),
        quantiles: vec![0.05, 0.5, 0.95],
        footer: footer(),
    }
}

fn histogram_dates() -> Histogram {
    let mut s = Sample::new(3);
    let middle = day("2021-08-20");
    Histogram {
        title: "When the last northern capital falls".into(),
        x_label: "date of the fall".into(),
        values: s.normals(8300, middle, 17.0).iter().map(|v| v.floor()).collect(),
        kind: Values::Dates,
        censored: 1700,
        censored_label: "not by 31 Dec 2021".into(),
        quantiles: vec![0.05, 0.5, 0.8],
        footer: footer(),
    }
}
