//! Invented results.

use panj::report::html::*;

pub(crate) fn outcomes() -> Outcomes {
    let amount =
        |theme: &str, metric: &str, meaning: &str, unit: &str, mean: [f64; 3], quantiles: [f64; 3]| OutcomeRow {
            metric: metric.into(),
            meaning: meaning.into(),
            unit: unit.into(),
            theme: Some(theme.into()),
            n: 10_000,
            mean: Some(Estimate::new(mean[0], mean[1], mean[2])),
            quantiles: quantiles.into_iter().map(Some).collect(),
            ..OutcomeRow::default()
        };
    let event = |theme: &str, metric: &str, meaning: &str, p: [f64; 3]| OutcomeRow {
        metric: metric.into(),
        meaning: meaning.into(),
        theme: Some(theme.into()),
        n: 10_000,
        probability: Some(Estimate::new(p[0], p[1], p[2])),
        ..OutcomeRow::default()
    };
    Outcomes {
        text: Vec::new(),
        quantile_levels: vec![0.05, 0.5, 0.95],
        rows: vec![
            amount(
                "Advance",
                "held_day_100",
                "Districts held on day 100",
                "districts",
                [232.6, 232.2, 233.0],
                [197.0, 233.0, 268.0],
            ),
            OutcomeRow {
                censored: Some(0.031),
                quantiles: vec![Some(59.2), Some(66.0), None],
                cautions: vec!["The 95 % quantile lies beyond the horizon.".into()],
                ..amount(
                    "Advance",
                    "half_held_days",
                    "Day on which half of the districts are held",
                    "days",
                    [67.31, 67.22, 67.40],
                    [0.0; 3],
                )
            },
            amount(
                "People",
                "soldiers_crossed",
                "Soldiers who crossed into the host state",
                "people",
                [1571.4, 1557.1, 1585.7],
                [620.0, 1480.0, 2950.0],
            ),
            amount(
                "People",
                "turned_back",
                "Civilians turned back at <closed> posts & fords",
                "people",
                [41.2, 40.6, 41.8],
                [0.0, 32.0, 118.0],
            ),
            OutcomeRow {
                censored: Some(0.22),
                ..amount(
                    "Alliance",
                    "request_to_decision_days",
                    "Request to decision",
                    "days",
                    [16.42, 16.34, 16.50],
                    [11.1, 15.9, 24.3],
                )
            },
            event(
                "Alliance",
                "in_time",
                "Help in place before the last border district falls",
                [0.0412, 0.0375, 0.0453],
            ),
            event("Alliance", "level_force", "The council decides to send a force", [0.0098, 0.0081, 0.0119]),
            event("Alliance", "level_none", "The case ends without a decision", [0.2207, 0.2127, 0.2289]),
            amount(
                "Border",
                "gap_man_days",
                "Response gap: men needed and not there, over time",
                "man-days",
                [88_412.0, 87_950.0, 88_874.0],
                [41_000.0, 86_300.0, 141_500.0],
            ),
            amount(
                "Border",
                "incidents",
                "Incidents at the border",
                "incidents",
                [2.913, 2.879, 2.947],
                [0.0, 3.0, 6.0],
            ),
        ],
        figures: Vec::new(),
    }
}

pub(crate) fn stages() -> Stages {
    let stage = |name: &str, mean: f64, low: f64, high: f64, entered: f64, ended: f64| Stage {
        name: name.into(),
        mean_days: mean,
        range: Some([low, high]),
        entered: Some(entered),
        ended: (ended > 0.0).then_some(ended),
    };
    Stages {
        text: vec![
            "Days over the worlds that passed a stage. The assessment and the preparation take most of them.".into(),
        ],
        waterfalls: vec![Waterfall {
            label: "baseline".into(),
            stages: vec![
                stage("Intake", 1.2, 0.4, 2.7, 1.0, 0.0),
                stage("Consultations", 3.6, 1.4, 7.4, 1.0, 0.0),
                stage("Fact-finding mission", 4.1, 3.5, 5.1, 1.0, 0.22),
                stage("Assessment", 2.4, 1.0, 4.9, 0.78, 0.0),
                stage("Waiting for a session", 3.9, 0.3, 6.8, 0.78, 0.0),
                stage("Adoption", 1.2, 0.1, 3.3, 0.78, 0.38),
                stage("Preparation", 9.7, 4.2, 18.9, 0.40, 0.0),
                stage("Transit", 4.3, 2.4, 7.7, 0.40, 0.0),
            ],
        }],
        figures: Vec::new(),
    }
}

pub(crate) fn race() -> Race {
    let row = |response: &str, advance: &str, policy: &str, shares: [f64; 3], lead: f64| {
        let share = |p: f64| Estimate::new(p, (p - 0.009).max(0.0), (p + 0.009).min(1.0));
        RaceRow {
            response: response.into(),
            advance: advance.into(),
            policy: Some(policy.into()),
            n: 10_000,
            response_first: share(shares[0]),
            advance_first: share(shares[1]),
            neither: share(shares[2]),
            lead_days: Some(lead),
        }
    };
    Race {
        text: Vec::new(),
        rows: vec![
            row("Help in place", "last border district lost", "baseline", [0.041, 0.902, 0.057], -21.0),
            row("Reservists ready", "last border district lost", "baseline", [0.337, 0.631, 0.032], -4.5),
            row("Help in place", "last border district lost", "automatic article", [0.610, 0.341, 0.049], 3.0),
            row("Decision", "first contact", "baseline", [0.004, 0.991, 0.005], -18.0),
        ],
        figures: Vec::new(),
    }
}

pub(crate) fn comparison() -> Comparison {
    let row =
        |policy: &str, summary: &str, mean: f64, difference: [f64; 3], best: f64, saves: f64, loses: f64| PairedRow {
            policy: policy.into(),
            summary: Some(summary.into()),
            mean: Some(Estimate { value: mean, interval: None }),
            difference: Some(Estimate::new(difference[0], difference[1], difference[2])),
            simultaneous: Some([difference[1] * 1.04 - 90.0, difference[2] * 0.96 + 90.0]),
            best: Some(best),
            saves: Some(saves),
            loses: Some(loses),
            correlation: Some(0.93),
            variance_ratio: Some(13.8),
            n: 10_000,
        };
    let rows = vec![
        row(
            "automatic-article",
            "Aid and an exercise without a vote at 400 km or 500 soldiers",
            61_120.0,
            [-27_292.0, -27_900.0, -26_684.0],
            0.31,
            0.571,
            0.002,
        ),
        row(
            "early-mobilization",
            "Reservists are called on 22 June",
            52_908.0,
            [-35_504.0, -36_300.0, -34_708.0],
            0.66,
            0.446,
            0.0,
        ),
        row(
            "majority-rule",
            "The council decides by majority",
            86_903.0,
            [-1_509.0, -1_930.0, -1_088.0],
            0.01,
            0.017,
            0.003,
        ),
        row(
            "no-agenda-congestion",
            "No other items on the agenda",
            88_201.0,
            [-211.0, -520.0, 98.0],
            0.0,
            0.004,
            0.003,
        ),
        row("border-closure", "All posts close on 22 June", 93_377.0, [4_965.0, 4_410.0, 5_520.0], 0.0, 0.001, 0.012),
    ];
    let in_time = ComparedMetric {
        metric: "in_time".into(),
        meaning: "Help in time".into(),
        unit: "probability".into(),
        better: Better::Higher,
        rows: vec![
            PairedRow {
                policy: "automatic-article".into(),
                difference: Some(Estimate::new(0.569, 0.559, 0.579)),
                n: 10_000,
                ..PairedRow::default()
            },
            PairedRow {
                policy: "majority-rule".into(),
                difference: Some(Estimate::new(0.014, 0.011, 0.017)),
                n: 10_000,
                ..PairedRow::default()
            },
        ],
    };
    Comparison {
        text: vec!["Every policy saw the same 10 000 worlds, so that differences are due to the policy alone.".into()],
        baseline: "baseline".into(),
        metrics: vec![
            ComparedMetric {
                metric: "gap_man_days".into(),
                meaning: "Response gap".into(),
                unit: "man-days".into(),
                better: Better::Lower,
                rows,
            },
            in_time,
        ],
        figures: Vec::new(),
    }
}

pub(crate) fn sensitivity() -> Sensitivity {
    let driver = |path: &str, meaning: &str, first: f64, total: f64| Driver {
        path: path.into(),
        meaning: Some(meaning.into()),
        first: Some(Estimate::new(first, first - 0.03, first + 0.03)),
        total: Some(Estimate::new(total, total - 0.04, total + 0.04)),
        ..Driver::default()
    };
    Sensitivity {
        text: Vec::new(),
        method: "Sobol’ indices, 4096 points".into(),
        metrics: vec![Drivers {
            metric: "in_time".into(),
            meaning: "help in time".into(),
            rows: vec![
                driver("alliance.rule", "voting rule", 0.05, 0.11),
                driver("alliance.assessment.bias", "bias of the joint assessment", 0.44, 0.58),
                driver("mobilization.call_up_days", "days from order to call-up", 0.12, 0.19),
                driver("campaign.momentum_half_life_days", "half-life of the campaign’s momentum", 0.09, 0.22),
            ],
        }],
        figures: Vec::new(),
    }
}

pub(crate) fn hindcast() -> Hindcast {
    let target = |name: &str, observed: f64, median: f64, interval: [f64; 2], pit: f64, used_for: &str| Target {
        name: name.into(),
        unit: "districts".into(),
        observed,
        median: Some(median),
        interval: Some(interval),
        pit: Some(pit),
        used_for: used_for.into(),
        source: Some("Counter A".into()),
    };
    Hindcast {
        text: vec!["Fitted on what was known on 5 July; later dates are a forecast.".into()],
        targets: vec![
            target("Held on 15 June", 96.0, 101.0, [80.0, 124.0], 0.37, "fitted to"),
            target("Held on 29 June", 157.0, 149.0, [118.0, 188.0], 0.64, "fitted to"),
            target("Held on 27 July", 330.0, 301.0, [240.0, 342.0], 0.83, "held out"),
            target("Held on 15 August", 351.0, 341.0, [332.0, 348.0], 0.97, "held out"),
        ],
        scores: vec![Score {
            name: "CRPS of districts held, held out".into(),
            unit: "districts".into(),
            model: 14.2,
            null_name: "straight line through June".into(),
            null: Some(39.8),
            skill: Some(0.643),
        }],
        figures: Vec::new(),
    }
}
