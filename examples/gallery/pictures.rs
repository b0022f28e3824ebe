//! The pictures, by name.

use panj::report::charts::date::place;
use panj::report::charts::*;
use panj::report::theme::Footer;

use super::sample::Sample;

pub(crate) fn all() -> Vec<(&'static str, String)> {
    let mut pictures = vec![
        ("fan", fan().draw()),
        ("fan-cyrillic", fan_cyrillic().draw()),
        ("fan-policies", fan_policies().draw()),
        ("histogram", histogram().draw()),
        ("histogram-dates", histogram_dates().draw()),
        ("ecdf", ecdf().draw()),
        ("stages", stages().draw()),
        ("race", race().draw()),
        ("incidence", incidence().draw()),
    ];
    pictures.extend(super::analysis::all());
    pictures.extend(super::maps::all());
    pictures
}

pub(crate) fn footer() -> Footer {
    Footer {
        scenario: "Tajik-Afghan border, summer 2021".into(),
        n: 10_000,
        seed: Some(2021),
        version: "0.1.0".into(),
        paper: None,
    }
}

pub(crate) fn day(iso: &str) -> f64 {
    iso.parse().map_or(f64::NAN, place)
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
        lines: vec![FanLine {
            label: String::new(),
            median: fall(0.0, 13.5),
            bands: vec![band(0.5, 6.0), band(0.8, 13.0), band(0.95, 22.0)],
            paths: vec![fall(-9.0, 6.0), fall(-3.0, 11.0), fall(4.0, 16.0), fall(8.0, 9.0)],
        }],
        dates,
        observed: observed
            .iter()
            .map(|(d, v, l)| Observed { date: day(d), value: *v, label: (*l).into(), ..Observed::default() })
            .collect(),
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

fn fan_policies() -> FanChart {
    let line = |label: &str, share: f64| {
        let scaled = |values: &[f64]| values.iter().map(|v| share * v).collect::<Vec<f64>>();
        let one = &fan().lines[0];
        let band = &one.bands[2];
        FanLine {
            label: label.into(),
            median: scaled(&one.median),
            bands: vec![Band { level: 0.9, low: scaled(&band.low), high: scaled(&band.high) }],
            paths: Vec::new(),
        }
    };
    FanChart { lines: vec![line("baseline", 0.7), line("majority rule", 0.85), line("early warning", 1.0)], ..fan() }
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
        ..Histogram::default()
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
        ..Histogram::default()
    }
}

fn ecdf() -> Ecdf {
    let mut s = Sample::new(11);
    let mut curve = |name: &str, mean: f64, censored: u64| EcdfCurve {
        name: name.into(),
        values: s.normals(2000 - censored as usize, mean, 9.0).iter().map(|v| v.clamp(2.0, 90.0)).collect(),
        censored,
    };
    Ecdf {
        title: "A majority rule brings help about twelve days sooner".into(),
        x_label: "days from the request to the first contingent".into(),
        kind: Values::Numbers,
        curves: vec![
            curve("consensus (baseline)", 41.0, 620),
            curve("majority vote", 29.0, 240),
            curve("majority vote and pre-positioned stocks", 18.0, 180),
        ],
        horizon: Some(90.0),
        footer: footer(),
    }
}

fn stages() -> StageDays {
    let stage = |name: &str, mean: f64, low, high| Stage {
        name: name.into(),
        mean,
        low,
        high,
        share: 1.0 / (1.0 + mean / 20.0),
    };
    StageDays {
        title: "Where the alliance's days go between the request and the first patrol".into(),
        x_label: "days in the stage".into(),
        interval: "80 % of replications".into(),
        stages: vec![
            stage("Request lodged and received", 1.1, 0.3, 2.2),
            stage("Consultations", 6.4, 2.0, 12.5),
            stage("Council convened", 4.2, 1.5, 8.0),
            stage("Decision (consensus of six)", 11.8, 3.1, 24.0),
            stage("National approvals", 7.5, 4.0, 13.0),
            stage("Mobilization", 5.2, 3.0, 8.1),
            stage("Transport to the border", 3.4, 2.1, 5.3),
        ],
        footer: footer(),
    }
}

fn race() -> RaceChart {
    let milestone =
        |name: &str, response_first, advance_first| RaceMilestone { name: name.into(), response_first, advance_first };
    let start = day("2021-05-01");
    let dates: Vec<f64> = (0..245).map(|i| start + f64::from(i)).collect();
    let rise = |middle: f64, width: f64, plateau: f64| -> Vec<f64> {
        (0..245).map(|i| plateau / (1.0 + (-(f64::from(i) - middle) / width).exp())).collect()
    };
    let curve = |name: &str, side, share| RaceCurve { name: name.into(), side, dates: dates.clone(), share };
    RaceChart {
        title: "The advance reaches the river before help arrives in two worlds of three".into(),
        milestones: vec![
            milestone("First border post taken, or reserve deployed", 0.22, 0.77),
            milestone("Whole river border taken, or first contingent", 0.31, 0.62),
            milestone("10 000 refugees, or camp opened", 0.08, 0.021),
        ],
        curves: vec![
            curve("first border post taken", Side::Advance, rise(50.0, 7.0, 0.99)),
            curve("whole river border taken", Side::Advance, rise(82.0, 10.0, 0.91)),
            curve("reserve deployed", Side::Response, rise(72.0, 6.0, 0.97)),
            curve("first contingent of the alliance arrives", Side::Response, rise(110.0, 14.0, 0.68)),
        ],
        footer: footer(),
    }
}

fn incidence() -> CumulativeIncidence {
    let times: Vec<f64> = (0..=61).map(|i| f64::from(i) * 4.0).collect();
    let curve = |name: &str, scale: f64, plateau: f64, at_risk: [u64; 5]| {
        let share: Vec<f64> = times.iter().map(|t| plateau * (1.0 - (-(t / scale).powi(2)).exp())).collect();
        IncidenceCurve {
            name: name.into(),
            times: times.clone(),
            low: share.iter().map(|s| s - 0.05 * s.sqrt()).collect(),
            high: share.iter().map(|s| s + 0.05 * s.sqrt()).collect(),
            share,
            at_risk: at_risk.to_vec(),
        }
    };
    CumulativeIncidence {
        title: "Probability that the alliance has decided".into(),
        subtitle: String::new(),
        x_label: "days in the stage".into(),
        y_label: "probability by then (95 % band)".into(),
        kind: Values::Numbers,
        curves: vec![
            curve("consensus (baseline)", 120.0, 0.72, [10_000, 8_100, 5_900, 4_000, 2_950]),
            curve("majority vote", 60.0, 0.94, [10_000, 4_100, 1_500, 700, 610]),
        ],
        risk_times: vec![0.0, 60.0, 120.0, 180.0, 244.0],
        footer: footer(),
    }
}
