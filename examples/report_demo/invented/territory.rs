//! A territory of hexagons, with names that are hard to write.

use super::charts::{milestones, rise};
use super::{DAYS, START};
use panj::report::html::*;

const COLUMNS: usize = 14;
const ROWS: usize = 9;

fn hexagon(column: usize, row: usize) -> Vec<[f64; 2]> {
    let x = 60.0 + 0.866 * (2 * column + row % 2) as f64 * 0.5;
    let y = 38.0 - 0.75 * row as f64 * 0.8;
    [(0.0, 0.5), (0.433, 0.25), (0.433, -0.25), (0.0, -0.5), (-0.433, -0.25), (-0.433, 0.25)]
        .iter()
        .map(|(dx, dy)| [x + dx, y + dy * 0.8])
        .collect()
}

pub(crate) fn map() -> Map {
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
            .map(|i| Change { day: fall(i) + shift, cell: i, held: true })
            .collect()
    };
    let mut history = falls(-6.0);
    history.push(Change { day: 80.0, cell: 7, held: false });
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
        start: Some(START),
        last_day: 106.0,
        cells_are: "districts".into(),
        held_is: "held by the advance".into(),
        layers: vec![
            layer(
                "Median of 10 000 worlds",
                "A district changes colour on the day by which half of the worlds have lost it.",
                LayerContent::History { held_at_start: held_at_start.clone(), changes: falls(0.0) },
            ),
            layer("One history (replication 17)", "", LayerContent::History { held_at_start, changes: history }),
            layer(
                "Probability held",
                "Share of worlds in which the district is held.",
                LayerContent::Probability { percent_by_day },
            ),
            layer(
                "Median fall date",
                "White: fewer than half of the worlds lost it.",
                LayerContent::Values {
                    values: (0..cells.len()).map(|i| (i % 17 != 5).then(|| fall(i))).collect(),
                    format: ValueFormat::Day,
                    unit: String::new(),
                },
            ),
        ],
        outlines: vec![vec![[58.0, 30.0], [58.0, 41.0], [74.0, 41.0], [74.0, 30.0]]],
        border: vec![(0..60).map(|k| [59.4 + 0.215 * f64::from(k), 38.55 + 0.06 * f64::from(k % 5)]).collect()],
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
                Place { name: "Northtown".into(), name_local: None, kind: PlaceKind::Capital, at: [63.0, 37.0] },
            ])
            .collect(),
        milestones: milestones(),
        figures: Vec::new(),
        cells,
    }
}
