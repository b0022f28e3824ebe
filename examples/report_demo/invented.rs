//! A report about places that do not exist, with every section filled and names that are hard to write.

use panj::report::html::*;

const START: &str = "2021-05-01";
const DAYS: usize = 107;

/// The whole page.
pub(crate) fn page() -> Page {
    Page {
        title: "Lowland and Upland, summer of the trial".into(),
        question: "Does the alliance’s help reach the border before the last border district is lost?".into(),
        answer: vec![
            "Hardly ever. In 10,000 simulated summers help was in place before the last border district fell in 4.1 % (95 % interval 3.7 to 4.5 %). \
             The median decision came 16 days after the request; in nine of ten worlds it took between 11 and 24 days, while the border was lost in 9 days."
                .into(),
            "An automatic rule in place of the vote raises that share to 61 %. What is not known about the assessment’s bias moves the result more than the voting rule does."
                .into(),
        ],
        basis: Some("10,000 replications · seed 1 · invented data".into()),
        key_figures: vec![
            key("4.1 %", "help in time", "95 % interval 3.7–4.5 %"),
            key("16 days", "request to decision, median", "90 % of worlds 11–24 days"),
            key("233", "districts held on day 100, median", "90 % of worlds 197–268"),
            key("1,480", "soldiers crossed, median", "90 % of worlds 620–2,950"),
        ],
        figures: vec![
            fan_figure("held", "Districts held by the advance", "districts", 390.0, true),
            fan_figure("crossed", "Soldiers who crossed", "people", 1480.0, false),
            Figure {
                id: "decision-days".into(),
                title: "Days from request to decision".into(),
                caption: Some("Share of worlds by days; the line marks the median.".into()),
                content: FigureContent::Svg { svg: histogram(), alt: "Histogram of days from request to decision: most worlds between 11 and 24 days, median 16.".into() },
            },
        ],
        outcomes: Some(outcomes()),
        series: vec![policies_fan()],
        stages: Some(stages()),
        race: Some(race()),
        comparison: Some(comparison()),
        sensitivity: Some(sensitivity()),
        hindcast: Some(hindcast()),
        map: Some(map()),
        more_figures: Vec::new(),
        cautions: cautions(),
        scenario: Some(scenario()),
        provenance: Some(provenance()),
    }
}

fn key(value: &str, label: &str, detail: &str) -> KeyFigure {
    KeyFigure {
        value: value.into(),
        label: label.into(),
        detail: Some(detail.into()),
    }
}

/// A smooth rise from 0 to 1 around a day.
fn rise(day: f64, middle: f64, width: f64) -> f64 {
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
            Band {
                share: 0.9,
                low: curve(16.0),
                high: curve(-14.0),
            },
            Band {
                share: 0.5,
                low: curve(6.0),
                high: curve(-5.0),
            },
        ],
    }
}

fn milestones() -> Vec<Milestone> {
    vec![
        Milestone {
            day: 62.0,
            label: "The air base is vacated".into(),
        },
        Milestone {
            day: 67.0,
            label: "Request to the alliance".into(),
        },
    ]
}

fn fan_figure(id: &str, title: &str, unit: &str, top: f64, observed: bool) -> Figure {
    let points = [
        (0.0, 14.0),
        (45.0, 96.0),
        (59.0, 157.0),
        (70.0, 204.0),
        (87.0, 330.0),
        (96.0, 352.0),
        (106.0, 351.0),
    ];
    Figure {
        id: id.into(),
        title: title.into(),
        caption: Some("Median and bands of 10,000 worlds.".into()),
        content: FigureContent::Fan(Fan {
            y_label: unit.into(),
            start_date: Some(START.into()),
            days: (0..DAYS).map(|d| d as f64).collect(),
            lines: vec![line("", top, 66.0)],
            observed: if observed {
                points
                    .iter()
                    .map(|&(day, value)| ObservedPoint {
                        day,
                        value,
                        source: Some("Counter A".into()),
                    })
                    .collect()
            } else {
                Vec::new()
            },
            milestones: milestones(),
            alt: None,
        }),
    }
}

fn policies_fan() -> Figure {
    Figure {
        id: "policies".into(),
        title: "Men needed at the border and not there, by policy".into(),
        caption: Some("Drag to zoom, double-click to see all again.".into()),
        content: FigureContent::Fan(Fan {
            y_label: "men".into(),
            start_date: Some(START.into()),
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

fn histogram() -> String {
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

fn outcomes() -> Outcomes {
    let amount = |theme: &str,
                  metric: &str,
                  meaning: &str,
                  unit: &str,
                  mean: [f64; 3],
                  quantiles: [f64; 3]| OutcomeRow {
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
            event(
                "Alliance",
                "level_force",
                "The council decides to send a force",
                [0.0098, 0.0081, 0.0119],
            ),
            event(
                "Alliance",
                "level_none",
                "The case ends without a decision",
                [0.2207, 0.2127, 0.2289],
            ),
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

fn stages() -> Stages {
    let stage = |name: &str, mean: f64, low: f64, high: f64, entered: f64, ended: f64| Stage {
        name: name.into(),
        mean_days: mean,
        range: Some([low, high]),
        entered: Some(entered),
        ended: (ended > 0.0).then_some(ended),
    };
    Stages {
        text: vec!["Days over the worlds that passed a stage. The assessment and the preparation take most of them.".into()],
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

fn race() -> Race {
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
            row(
                "Help in place",
                "last border district lost",
                "baseline",
                [0.041, 0.902, 0.057],
                -21.0,
            ),
            row(
                "Reservists ready",
                "last border district lost",
                "baseline",
                [0.337, 0.631, 0.032],
                -4.5,
            ),
            row(
                "Help in place",
                "last border district lost",
                "automatic article",
                [0.610, 0.341, 0.049],
                3.0,
            ),
            row(
                "Decision",
                "first contact",
                "baseline",
                [0.004, 0.991, 0.005],
                -18.0,
            ),
        ],
        figures: Vec::new(),
    }
}

fn comparison() -> Comparison {
    let row = |policy: &str,
               summary: &str,
               mean: f64,
               difference: [f64; 3],
               best: f64,
               saves: f64,
               loses: f64| PairedRow {
        policy: policy.into(),
        summary: Some(summary.into()),
        mean: Some(Estimate {
            value: mean,
            interval: None,
        }),
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
        row(
            "border-closure",
            "All posts close on 22 June",
            93_377.0,
            [4_965.0, 4_410.0, 5_520.0],
            0.0,
            0.001,
            0.012,
        ),
    ];
    let in_time = ComparedMetric {
        metric: "in_time".into(),
        meaning: "Help in time".into(),
        unit: "probability".into(),
        better: Some(Better::Higher),
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
        text: vec!["Every policy saw the same 10,000 worlds, so that differences are due to the policy alone.".into()],
        baseline: "baseline".into(),
        metrics: vec![
            ComparedMetric { metric: "gap_man_days".into(), meaning: "Response gap".into(), unit: "man-days".into(), better: Some(Better::Lower), rows },
            in_time,
        ],
        figures: Vec::new(),
    }
}

fn sensitivity() -> Sensitivity {
    let driver = |path: &str, meaning: &str, first: f64, total: f64| Driver {
        path: path.into(),
        meaning: Some(meaning.into()),
        first: Some(Estimate::new(first, first - 0.03, first + 0.03)),
        total: Some(Estimate::new(total, total - 0.04, total + 0.04)),
        ..Driver::default()
    };
    Sensitivity {
        text: Vec::new(),
        method: "Sobol’ indices, 4,096 points".into(),
        metrics: vec![Drivers {
            metric: "in_time".into(),
            meaning: "help in time".into(),
            rows: vec![
                driver("alliance.rule", "voting rule", 0.05, 0.11),
                driver(
                    "alliance.assessment.bias",
                    "bias of the joint assessment",
                    0.44,
                    0.58,
                ),
                driver(
                    "mobilization.call_up_days",
                    "days from order to call-up",
                    0.12,
                    0.19,
                ),
                driver(
                    "campaign.momentum_half_life_days",
                    "half-life of the campaign’s momentum",
                    0.09,
                    0.22,
                ),
            ],
        }],
        figures: Vec::new(),
    }
}

fn hindcast() -> Hindcast {
    let target =
        |name: &str, observed: f64, median: f64, interval: [f64; 2], pit: f64, held_out: bool| {
            Target {
                name: name.into(),
                unit: "districts".into(),
                observed,
                median: Some(median),
                interval: Some(interval),
                pit: Some(pit),
                held_out,
                source: Some("Counter A".into()),
            }
        };
    Hindcast {
        text: vec!["Fitted on what was known on 5 July; later dates are a forecast.".into()],
        targets: vec![
            target("Held on 15 June", 96.0, 101.0, [80.0, 124.0], 0.37, false),
            target("Held on 29 June", 157.0, 149.0, [118.0, 188.0], 0.64, false),
            target("Held on 27 July", 330.0, 301.0, [240.0, 342.0], 0.83, true),
            target(
                "Held on 15 August",
                351.0,
                341.0,
                [332.0, 348.0],
                0.97,
                true,
            ),
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

const COLUMNS: usize = 14;
const ROWS: usize = 9;

fn hexagon(column: usize, row: usize) -> Vec<[f64; 2]> {
    let x = 60.0 + 0.866 * (2 * column + row % 2) as f64 * 0.5;
    let y = 38.0 - 0.75 * row as f64 * 0.8;
    [
        (0.0, 0.5),
        (0.433, 0.25),
        (0.433, -0.25),
        (0.0, -0.5),
        (-0.433, -0.25),
        (-0.433, 0.25),
    ]
    .iter()
    .map(|(dx, dy)| [x + dx, y + dy * 0.8])
    .collect()
}

fn map() -> Map {
    let places = [(0, 0), (2, 0), (5, 0), (8, 0), (11, 0)];
    let cells: Vec<MapCell> = (0..ROWS)
        .flat_map(|row| (0..COLUMNS).map(move |column| (column, row)))
        .map(|(column, row)| MapCell {
            name: match (column, row) {
                (0, 0) => "Fish & <Chips>".into(),
                (1, 0) => "Sher\u{202e}port".into(),
                _ => format!("Ward {}-{}", row + 1, column + 1),
            },
            name_local: match column % 3 {
                0 => Some("شیرخان بندر".into()),
                1 => Some("Ҳамадонӣ, Қӯрғонтеппа, ҷойи ӣӯғҳ".into()),
                _ => None,
            },
            province: ["North", "Middle", "South"][row / 3].into(),
            rings: vec![hexagon(column, row)],
        })
        .collect();
    let fall = |i: usize| (18 + (i * 37 % 71) + 2 * (i / COLUMNS)) as f64;
    let held_at_start: Vec<bool> = (0..cells.len()).map(|i| i % 11 == 3).collect();
    let falls = |shift: f64| -> Vec<Change> {
        (0..cells.len())
            .filter(|i| i % 11 != 3 && i % 17 != 5)
            .map(|i| Change {
                day: fall(i) + shift,
                cell: i,
                held: true,
            })
            .collect()
    };
    let mut history = falls(-6.0);
    history.push(Change {
        day: 80.0,
        cell: 7,
        held: false,
    });
    let percent_by_day = (0..DAYS)
        .map(|day| {
            (0..cells.len())
                .map(|i| {
                    if held_at_start[i] {
                        100
                    } else {
                        (100.0 * (rise(day as f64, fall(i), 6.0) - 0.05).max(0.0)) as u8
                    }
                })
                .collect()
        })
        .collect();
    let layer = |label: &str, note: &str, content: LayerContent| Layer {
        label: label.into(),
        note: Some(note.into()),
        content,
    };
    Map {
        text: Vec::new(),
        start_date: Some(START.into()),
        last_day: 106.0,
        cells_are: "districts".into(),
        held_is: "held by the advance".into(),
        layers: vec![
            layer(
                "Median of 10,000 worlds",
                "A district changes colour on the day by which half of the worlds have lost it.",
                LayerContent::History {
                    held_at_start: held_at_start.clone(),
                    changes: falls(0.0),
                },
            ),
            layer(
                "One history (replication 17)",
                "",
                LayerContent::History {
                    held_at_start,
                    changes: history,
                },
            ),
            layer(
                "Probability held",
                "Share of worlds in which the district is held.",
                LayerContent::Probability { percent_by_day },
            ),
            layer(
                "Median fall date",
                "Grey: fewer than half of the worlds lost it.",
                LayerContent::Values {
                    values: (0..cells.len())
                        .map(|i| (i % 17 != 5).then(|| fall(i)))
                        .collect(),
                    format: ValueFormat::Day,
                    unit: String::new(),
                },
            ),
        ],
        outlines: vec![vec![[58.0, 30.0], [58.0, 41.0], [74.0, 41.0], [74.0, 30.0]]],
        border: vec![
            (0..60)
                .map(|k| [59.4 + 0.215 * f64::from(k), 38.55 + 0.06 * f64::from(k % 5)])
                .collect(),
        ],
        places: places
            .iter()
            .enumerate()
            .map(|(k, &(c, _))| Place {
                name: format!("Post {}", k + 1),
                name_local: None,
                kind: PlaceKind::Post,
                at: [60.0 + 0.866 * f64::from(c), 38.6],
            })
            .chain([
                Place {
                    name: "Capitol".into(),
                    name_local: Some("پایتخت".into()),
                    kind: PlaceKind::NationalCapital,
                    at: [66.0, 35.0],
                },
                Place {
                    name: "Northtown".into(),
                    name_local: None,
                    kind: PlaceKind::Capital,
                    at: [63.0, 37.0],
                },
            ])
            .collect(),
        milestones: milestones(),
        figures: Vec::new(),
        cells,
    }
}

fn cautions() -> Vec<Caution> {
    vec![
        Caution { severity: Severity::Note, text: "All data in this report are invented.".into(), remedy: None },
        Caution {
            severity: Severity::Caution,
            text: "3.1 % of worlds reached the horizon before half of the districts were held.".into(),
            remedy: Some("A later end would decide them.".into()),
        },
        Caution {
            severity: Severity::Serious,
            text: "The assessment’s bias is an assumption, and the result depends on it more than on any policy.".into(),
            remedy: Some("See what drives it; vary alliance.assessment.bias.".into()),
        },
    ]
}

fn scenario() -> ScenarioTable {
    let row =
        |path: &str, value: &str, unit: &str, meaning: &str, source: &str, line: Option<u32>| {
            ScenarioRow {
                path: path.into(),
                value: value.into(),
                unit: unit.into(),
                default: line.is_none(),
                meaning: Some(meaning.into()),
                source: Some(source.into()),
                origin: line.map(|l| format!("scenario.toml:{l}")),
            }
        };
    ScenarioTable {
        text: Vec::new(),
        rows: vec![
            row(
                "campaign.base_hazard_per_day",
                "0.00105",
                "per day",
                "hazard of a district with nothing around it held",
                "fitted",
                Some(14),
            ),
            row(
                "campaign.contagion",
                "3.6",
                "",
                "multiplier when every neighbour is held",
                "fitted",
                Some(15),
            ),
            row(
                "campaign.momentum_half_life_days",
                "8.7",
                "days",
                "half-life of the campaign’s momentum",
                "fitted",
                None,
            ),
            row(
                "alliance.rule",
                "consensus",
                "",
                "how the council decides",
                "charter, article 12",
                None,
            ),
            row(
                "alliance.assessment.bias",
                "-0.35",
                "",
                "bias of the joint assessment",
                "assumption",
                Some(41),
            ),
            row(
                "mobilization.call_up_days",
                "log_normal(median 2, sigma 0.5)",
                "days",
                "order to call-up",
                "assumption",
                None,
            ),
        ],
    }
}

fn provenance() -> Provenance {
    let entry = |key: &str, value: &str| Entry {
        key: key.into(),
        value: value.into(),
    };
    let file = |path: &str, holds: &str, bytes: u64| ResultFile {
        path: path.into(),
        holds: holds.into(),
        bytes: Some(bytes),
        sha256: Some("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into()),
    };
    Provenance {
        command: Some("panj run scenarios/invented -n 10000 --seed 1 --policy baseline --set \"alliance.rule='consensus'\" --out output/invented".into()),
        entries: vec![
            entry("panj", "0.1.0 (0123abc)"),
            entry("Seed", "1"),
            entry("Replications", "10,000 done, 0 failed"),
            entry("Scenario SHA-256", "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"),
            entry("Machine", "2 cores, Linux"),
            entry("Wall time", "41 s"),
        ],
        files: vec![file("outcomes.parquet", "a row for each replication", 912_334), file("summary.csv", "estimates of each metric", 8_120)],
    }
}
