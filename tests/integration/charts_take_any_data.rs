//! No data, however odd, makes a chart fail or write outside its sheet: nothing, one point, missing, huge, constant,
//! mixed and unequal lengths.

use panj::report::charts::*;
use panj::report::map::{
    CellValue, MapChart, MapDisc, MapPanel, MapPlace, MapSeries, MapValues, PlaceKind, Seat, Territory,
};
use panj::report::picture;
use panj::result::Bounded;
use resvg::usvg;

const NAN: f64 = f64::NAN;

fn odd() -> Vec<Vec<f64>> {
    vec![
        vec![],
        vec![5.0],
        vec![NAN; 4],
        vec![1e308, -1e308, 3.0],
        vec![7.0; 10],
        vec![0.0, 0.0],
        vec![f64::INFINITY, 1.0, f64::NEG_INFINITY, NAN],
        vec![1e-320, 2e-310],
        vec![-3.0, 1e12, 0.5, NAN, 2.0],
    ]
}

fn all_of(v: &[f64]) -> Vec<String> {
    let w: Vec<f64> = v.iter().rev().copied().chain([1.0]).collect();
    let name = |i: usize| format!("row <{i}> & Қ پنج {}", "long ".repeat(i * 3));
    let first = v.first().copied().unwrap_or(NAN);
    let last = v.last().copied().unwrap_or(1.0);
    let milestones = v.iter().map(|d| Milestone { date: *d, name: name(2) }).collect::<Vec<_>>();
    let index = |value: f64| Bounded { value, low: -value, high: value * 2.0 };
    let kinds = [Values::Numbers, Values::Dates];
    let mut drawn = vec![
        FanChart {
            dates: v.to_vec(),
            lines: [2, 9]
                .map(|i| FanLine {
                    label: name(i),
                    median: w.clone(),
                    bands: vec![Band { level: first, low: v.to_vec(), high: w.clone() }],
                    paths: vec![v.to_vec(), w.clone()],
                })
                .into(),
            observed: v.iter().map(|x| Observed { date: *x, value: first, label: name(1), source: name(3) }).collect(),
            milestones,
            ..FanChart::default()
        }
        .draw(),
        StageDays {
            stages: v
                .iter()
                .enumerate()
                .map(|(i, x)| Stage { name: name(i), mean: *x, low: first, high: last, share: *x })
                .collect(),
            ..StageDays::default()
        }
        .draw(),
        RaceChart {
            milestones: v
                .iter()
                .map(|x| RaceMilestone { name: name(5), response_first: *x, advance_first: last })
                .collect(),
            curves: vec![RaceCurve { name: name(9), side: Side::Advance, dates: v.to_vec(), share: w.clone() }],
            ..RaceChart::default()
        }
        .draw(),
        Estimates {
            against: Some(last),
            rows: v.iter().map(|x| EstimateRow { name: name(2), value: *x, low: first, high: last }).collect(),
            ..Estimates::default()
        }
        .draw(),
        Tornado {
            base: first,
            bars: v
                .iter()
                .map(|x| TornadoBar {
                    factor: name(4),
                    low_value: name(1),
                    at_low: *x,
                    at_high: last,
                    ..TornadoBar::default()
                })
                .collect(),
            ..Tornado::default()
        }
        .draw(),
        Morris {
            points: v
                .iter()
                .enumerate()
                .map(|(i, x)| MorrisPoint { factor: name(i), mu_star: [*x, first, last].into(), sigma: last })
                .collect(),
            ..Morris::default()
        }
        .draw(),
        SobolBars {
            rows: v.iter().map(|x| SobolRow { factor: name(3), first: index(*x), total: index(last) }).collect(),
            ..SobolBars::default()
        }
        .draw(),
        PitHistogram {
            counts: v.iter().map(|x| *x as u64 >> 8).collect(),
            expected: first,
            band: (last, first),
            ..PitHistogram::default()
        }
        .draw(),
        CalibrationPlot {
            nominal: v.to_vec(),
            observed: w.clone(),
            low: v.to_vec(),
            high: w.clone(),
            ..CalibrationPlot::default()
        }
        .draw(),
        ParetoFront {
            points: v
                .iter()
                .enumerate()
                .map(|(i, x)| ParetoPoint {
                    name: name(i),
                    cost: *x,
                    cost_interval: (first, last),
                    benefit: last,
                    benefit_interval: (NAN, first),
                    on_front: i % 2 == 0,
                })
                .collect(),
            ..ParetoFront::default()
        }
        .draw(),
    ];
    for log_x in [false, true] {
        let curve = SweepCurve { name: name(1), x: v.to_vec(), y: w.clone(), low: v.to_vec(), high: w.clone() };
        drawn.push(SweepLine { log_x, curves: vec![curve.clone(), curve], ..SweepLine::default() }.draw());
    }
    let z = v.iter().flat_map(|a| w.iter().map(move |b| a + b)).collect();
    drawn.push(SweepHeatmap { x: w.clone(), y: v.to_vec(), z, ..SweepHeatmap::default() }.draw());
    for kind in kinds {
        for censored in [0, 3] {
            let quantiles = vec![0.0, 0.5, 1.0, first];
            drawn.push(
                Histogram {
                    values: v.to_vec(),
                    kind,
                    censored,
                    censored_label: name(1),
                    quantiles,
                    ..Histogram::default()
                }
                .draw(),
            );
            let curve = EcdfCurve { name: name(1), values: v.to_vec(), censored };
            drawn.push(Ecdf { kind, curves: vec![curve], horizon: Some(last), ..Ecdf::default() }.draw());
        }
        let at_risk = vec![1, 2, 3];
        let curve = IncidenceCurve {
            name: name(2),
            times: v.to_vec(),
            share: w.clone(),
            low: v.to_vec(),
            high: w.clone(),
            at_risk,
        };
        drawn.push(
            CumulativeIncidence { kind, curves: vec![curve], risk_times: v.to_vec(), ..CumulativeIncidence::default() }
                .draw(),
        );
    }
    drawn
}

fn map_of(v: &[f64], kind: MapValues) -> String {
    let seats: Vec<Seat> =
        v.iter().enumerate().map(|(i, x)| Seat { id: i.to_string(), at: (x % 80.0, i as f64) }).collect();
    let territory = Territory::new(&seats, &[], &[], &[]);
    let place = |x: &f64| MapPlace { name: "a place".into(), at: (x % 80.0, 0.0), kind: PlaceKind::Post };
    let chart = MapChart {
        title: "map".into(),
        value_label: "value".into(),
        kind,
        territory: &territory,
        values: v.iter().map(|x| CellValue { uncertain: true, from_start: x.is_nan(), ..CellValue::of(*x) }).collect(),
        absent_label: "none".into(),
        from_start_label: String::new(),
        uncertain_label: "uncertain".into(),
        places: v.iter().map(place).collect(),
        discs: v.iter().map(|x| MapDisc { name: "a camp".into(), at: (x % 80.0, 0.0), value: *x }).collect(),
        disc_label: "people".into(),
        footer: panj::report::theme::Footer::default(),
    };
    chart.draw()
}

fn maps_by_date(v: &[f64]) -> String {
    let seats: Vec<Seat> =
        v.iter().enumerate().map(|(i, x)| Seat { id: i.to_string(), at: (x % 80.0, i as f64) }).collect();
    let panels = v.iter().map(|x| MapPanel { date: *x, shares: v.to_vec() }).collect();
    let footer = panj::report::theme::Footer::default();
    let territory = Territory::new(&seats, &[], &[], &[]);
    MapSeries { title: "maps".into(), value_label: "value".into(), territory: &territory, panels, footer }.draw()
}

/// Texts that leave the sheet, and whether the picture parses.
fn check(svg: &str) -> Result<(), String> {
    let mut options = usvg::Options::default();
    options.fontdb_mut().load_font_data(picture::sans().to_vec());
    options.fontdb_mut().load_font_data(picture::bold().to_vec());
    let tree = usvg::Tree::from_str(svg, &options).map_err(|e| e.to_string())?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let mut groups = vec![tree.root()];
    while let Some(group) = groups.pop() {
        for node in group.children() {
            match node {
                usvg::Node::Group(inner) => groups.push(inner),
                usvg::Node::Text(text) => {
                    let b = text.abs_bounding_box();
                    if b.left() < -0.5 || b.top() < -0.5 || b.right() > width + 0.5 || b.bottom() > height + 0.5 {
                        return Err(format!(
                            "'{}' at {b:?}",
                            text.chunks().iter().map(|c| c.text()).collect::<String>()
                        ));
                    }
                }
                _ => {}
            }
        }
    }
    Ok(())
}

#[test]
fn odd_data_gives_a_picture_all_the_same() {
    let mut wrong = Vec::new();
    for values in odd() {
        let maps = [MapValues::Shares, MapValues::Measure(Values::Dates), MapValues::Measure(Values::Numbers)]
            .map(|k| map_of(&values, k));
        for (i, svg) in all_of(&values).iter().chain(&maps).chain([&maps_by_date(&values)]).enumerate() {
            if let Err(problem) = check(svg) {
                wrong.push(format!("chart {i} of {values:?}: {problem}"));
            }
            if svg.len() > 3_000_000 {
                wrong.push(format!("chart {i} of {values:?} has {} bytes", svg.len()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
