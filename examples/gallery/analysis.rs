//! Pictures of comparisons, sensitivity, calibration and benchmarks.

use panj::report::charts::*;
use panj::result::Bounded;

use super::pictures::footer;

pub(crate) fn all() -> Vec<(&'static str, String)> {
    vec![
        ("paired", paired().draw()),
        ("tornado", tornado().draw()),
        ("morris", morris().draw()),
        ("sobol", sobol().draw()),
        ("sweep", sweep().draw()),
        ("heatmap", heatmap().draw()),
        ("named_heatmap", named_heatmap().draw()),
        ("estimates", estimates().draw()),
        ("contour", contour().draw()),
        ("pit", pit().draw()),
        ("calibration", calibration().draw()),
        ("pareto", pareto().draw()),
    ]
}

fn paired() -> Estimates {
    let row = |name: &str, value, low, high| EstimateRow { name: name.into(), value, low, high };
    Estimates {
        title: "Rules change when help comes".into(),
        interval: "mean difference from consensus in the same worlds; simultaneous 95 % intervals".into(),
        x_label: "first contingent arrives, days".into(),
        against: Some(0.0),
        rows: vec![
            row("majority vote", -12.1, -13.4, -10.8),
            row("standing force", -19.6, -21.0, -18.2),
            row("early request", 0.4, -1.6, 2.2),
            row("the same in every world", -3.0, -3.0, -3.0),
        ],
        footer: footer(),
    }
}

const FACTORS: [&str; 8] = [
    "campaign.contagion",
    "campaign.base_hazard_per_day",
    "alliance.quorum",
    "garrison.people_per_post",
    "alliance.intake_days",
    "mobilization.reserve_share",
    "displacement.share_fleeing",
    "programme.delay_days",
];

fn tornado() -> Tornado {
    let bar = |i: usize, low_value: &str, high_value: &str, at_low, at_high| TornadoBar {
        factor: FACTORS[i].into(),
        low_value: low_value.into(),
        high_value: high_value.into(),
        at_low,
        at_high,
    };
    Tornado {
        title: "Contagion moves the fall of the river border most".into(),
        x_label: "median days until the river border has fallen".into(),
        base: 82.0,
        bars: vec![
            bar(0, "1", "20", 121.0, 61.0),
            bar(1, "0.0005", "0.002", 108.0, 70.0),
            bar(2, "4", "6", 81.5, 82.6),
            bar(3, "10", "60", 77.0, 93.0),
            bar(4, "1", "14", 81.9, 82.2),
            bar(5, "0.2", "0.8", 83.9, 80.8),
            bar(6, "0.01", "0.1", 84.0, 83.0),
            bar(7, "0", "365", 82.0, 82.0),
        ],
        footer: footer(),
        ..Tornado::default()
    }
}

fn morris() -> Morris {
    let at = [(34.0, 14.0), (26.0, 9.0), (3.1, 4.5), (12.0, 15.5), (1.1, 1.0), (4.2, 2.1), (2.2, 2.6), (0.3, 0.4)];
    let point = |i: usize| MorrisPoint {
        factor: FACTORS[i].into(),
        mu_star: [at[i].0, at[i].0 * 0.86, at[i].0 * 1.13].into(),
        sigma: at[i].1,
    };
    Morris {
        title: "Two factors drive the fall of the river border; a third acts through the others".into(),
        metric: "days until the border has fallen".into(),
        points: (0..8).map(point).collect(),
        footer: footer(),
    }
}

fn sobol() -> SobolBars {
    let index = |value: f64, half: f64| Bounded { value, low: value - half, high: value + half };
    let value = [
        (0.46, 0.55),
        (0.24, 0.31),
        (0.01, 0.03),
        (0.07, 0.17),
        (0.0, 0.006),
        (0.02, 0.03),
        (-0.004, 0.01),
        (0.0, 0.0),
    ];
    let row = |i: usize| SobolRow {
        factor: FACTORS[i].into(),
        first: index(value[i].0, 0.03),
        total: index(value[i].1, 0.04),
    };
    SobolBars {
        title: "Contagion and the base hazard explain most of the variance".into(),
        metric: "the date of the fall".into(),
        interval: "95 % bootstrap intervals".into(),
        rows: (0..8).map(row).collect(),
        footer: footer(),
    }
}

fn sweep() -> SweepLine {
    let x: Vec<f64> = (0..9).map(|i| 0.25 * 2f64.powi(i)).collect();
    let curve = |name: &str, plateau: f64, half: f64| {
        let y: Vec<f64> = x.iter().map(|v| plateau * half / (half + v)).collect();
        SweepCurve {
            name: name.into(),
            x: x.clone(),
            low: y.iter().map(|v| v * 0.9 - 1.0).collect(),
            high: y.iter().map(|v| v * 1.1 + 1.0).collect(),
            y,
        }
    };
    SweepLine {
        title: "Stronger contagion leaves no rule enough time".into(),
        interval: "mean with 95 % interval, 1000 worlds at each point".into(),
        x_label: "contagion (hazard multiplier when all neighbours have fallen)".into(),
        y_label: "days between help and the fall".into(),
        log_x: true,
        curves: vec![
            curve("consensus", 60.0, 3.0),
            curve("majority vote", 72.0, 6.0),
            curve("standing force", 80.0, 14.0),
        ],
        footer: footer(),
        ..SweepLine::default()
    }
}

fn heatmap() -> SweepHeatmap {
    let x: Vec<f64> = (0..8).map(|i| 1.0 + 2.0 * f64::from(i)).collect();
    let y: Vec<f64> = (0..7).map(|i| 0.1 * f64::from(i) + 0.2).collect();
    let z = y.iter().flat_map(|b| x.iter().map(move |a| 0.98 / (1.0 + (-(0.35 * a - 6.0 * b)).exp())));
    SweepHeatmap {
        title: "When the river border falls before help arrives".into(),
        x_label: "contagion (hazard multiplier)".into(),
        y_label: "share of the reserve that can be mobilized".into(),
        z_label: "probability that the advance comes first".into(),
        z: z.collect(),
        x,
        y,
        footer: footer(),
        ..SweepHeatmap::default()
    }
}

fn named_heatmap() -> SweepHeatmap {
    let names = ["baseline", "majority-rule", "standing-rapid-force", "қарори умумӣ", "نیروی آماده"];
    SweepHeatmap {
        title: "How far each policy is from the best, by scenario".into(),
        note: "1\u{a0}baseline · 2\u{a0}majority-rule · 3\u{a0}standing-rapid-force · 4\u{a0}early-mobilization".into(),
        x_label: "scenario".into(),
        y_label: "policy".into(),
        z_label: "mean regret over metrics: 0 best, 1 worst, of all outcomes that were asked for".into(),
        x: vec![1.0, 2.0, 3.0, 4.0],
        y: vec![1.0, 2.0, 3.0, 4.0, 5.0],
        y_names: names.map(str::to_owned).into(),
        z: (0..20).map(|i| if i == 7 { f64::NAN } else { f64::from(i * 7 % 20) / 19.0 }).collect(),
        footer: footer(),
        ..SweepHeatmap::default()
    }
}

fn estimates() -> Estimates {
    let row = |name: &str, value: f64, half: f64| EstimateRow {
        name: name.into(),
        value,
        low: value - half,
        high: value + half,
    };
    Estimates {
        title: "Days from the request until the first answer by policy".into(),
        interval: "95 % intervals, the same worlds at all points".into(),
        x_label: "days from the request until help beyond words and observers (exercise, aid or men) is in place, mean"
            .into(),
        against: None,
        rows: vec![
            row("baseline", 14.1, 3.2),
            row("majority-rule", 12.0, 2.9),
            row("standing-rapid-force", 4.0, 0.0),
            row("қарори умумӣ", 119.3, 0.4),
        ],
        footer: footer(),
    }
}

fn contour() -> SweepHeatmap {
    let x: Vec<f64> = (0..25).map(|i| 0.5 * f64::from(i)).collect();
    let y: Vec<f64> = (0..20).map(|i| 5.0 * f64::from(i)).collect();
    let z = y
        .iter()
        .flat_map(|b| x.iter().map(move |a| 90.0 * (-((a - 6.0) / 4.0).powi(2) - ((b - 40.0) / 35.0).powi(2)).exp()));
    SweepHeatmap {
        z: z.collect(),
        x,
        y,
        title: "Days gained by the standing force".into(),
        x_label: "size of the force, battalions".into(),
        y_label: "days of notice".into(),
        z_label: "days gained".into(),
        ..heatmap()
    }
}

fn pit() -> PitHistogram {
    PitHistogram {
        title: "Forecast fall dates are a little too narrow".into(),
        counts: vec![19, 14, 11, 12, 10, 9, 12, 13, 15, 21],
        expected: 13.6,
        band: (7.0, 21.0),
        band_name: "95 % of calibrated forecasts".into(),
        footer: footer(),
    }
}

fn calibration() -> CalibrationPlot {
    let nominal: Vec<f64> = (1..=9).map(|i| f64::from(i) / 10.0).chain([0.95]).collect();
    let observed: Vec<f64> = nominal.iter().map(|n| n - 0.25 * n * (1.0 - n)).collect();
    CalibrationPlot {
        title: "Intervals hold a little less than they promise".into(),
        low: observed.iter().map(|o| o - 0.07).collect(),
        high: observed.iter().map(|o| (o + 0.07).min(1.0)).collect(),
        nominal,
        observed,
        footer: footer(),
    }
}

fn pareto() -> ParetoFront {
    let point = |name: &str, cost: f64, benefit: f64, on_front| ParetoPoint {
        name: name.into(),
        cost,
        cost_interval: (cost * 0.92, cost * 1.08),
        benefit,
        benefit_interval: (benefit - 1.6, benefit + 1.6),
        on_front,
    };
    ParetoFront {
        title: "What a day gained costs".into(),
        cost_label: "cost, person-days of deployed forces (thousands)".into(),
        benefit_label: "days gained over consensus".into(),
        points: vec![
            point("consensus", 10.0, 0.0, true),
            point("early request", 12.0, 7.9, true),
            point("majority vote", 13.5, 12.1, true),
            point("opt-out rule", 18.0, 10.5, false),
            point("standing force", 34.0, 19.6, true),
            point("bilateral treaty", 29.0, 14.0, false),
            point("standing force, early request", 41.0, 24.0, true),
        ],
        footer: footer(),
    }
}
