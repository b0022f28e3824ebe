//! A territory of hexagons, with names that are hard to write.

use super::charts::{footer, milestones, rise};
use super::{DAYS, START};
use panj::report::charts::Values;
use panj::report::html::*;
use panj::report::map::{CellValue, MapChart, MapPlace, MapValues, PlaceKind, Region, Seat, Territory};

const COLUMNS: usize = 14;
const ROWS: usize = 9;

/// The middle of a district's hexagon.
fn seat(column: usize, row: usize) -> (f64, f64) {
    (60.0 + 0.866 * (2 * column + row % 2) as f64 * 0.5, 38.0 - 0.75 * row as f64 * 0.8)
}

fn hexagon(column: usize, row: usize) -> Region {
    let (x, y) = seat(column, row);
    let corners = [(0.0, 0.5), (0.433, 0.25), (0.433, -0.25), (0.0, -0.5), (-0.433, -0.25), (-0.433, 0.25)];
    Region {
        id: format!("{row}-{column}"),
        rings: vec![corners.iter().map(|(dx, dy)| (x + dx, y + dy * 0.8)).collect()],
    }
}

fn box_of(id: &str, west: f64, south: f64, east: f64, north: f64) -> Region {
    Region { id: id.into(), rings: vec![vec![(west, south), (east, south), (east, north), (west, north)]] }
}

/// The map of the median day of the fall, with posts and capitals.
fn drawing(hexagons: &[Region], fall: impl Fn(usize) -> f64) -> Figure {
    let places = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| seat(column, row)));
    let seats: Vec<Seat> = hexagons.iter().zip(places).map(|(h, at)| Seat { id: h.id.clone(), at }).collect();
    let countries = [box_of("home", 58.0, 30.0, 74.0, 38.5), box_of("host", 58.0, 38.5, 74.0, 41.0)];
    let territory = Territory::new(&seats, &[(66.0, 40.0)], &countries, hexagons);
    let post = |(k, column): (usize, f64)| MapPlace {
        name: format!("Post {}", k + 1),
        at: (60.0 + 0.866 * column, 38.5),
        kind: PlaceKind::Post,
    };
    let capitals = [
        MapPlace { name: "Capitol · پایتخت".into(), at: (66.0, 35.0), kind: PlaceKind::NationalCapital },
        MapPlace { name: "Northtown".into(), at: (63.0, 37.0), kind: PlaceKind::Capital },
    ];
    let title = "Districts near the border fall first";
    let value = |i: usize| if i % 17 == 5 { f64::NAN } else { START + fall(i) };
    let chart = MapChart {
        title: title.into(),
        value_label: "median date of the fall".into(),
        kind: MapValues::Measure(Values::Dates),
        territory: &territory,
        values: (0..seats.len()).map(|i| CellValue { uncertain: i % 13 == 0, ..CellValue::of(value(i)) }).collect(),
        absent_label: "does not fall in most worlds".into(),
        from_start_label: "held at the start".into(),
        uncertain_label: "80 % of replications span more than 30 days".into(),
        places: [0.0, 2.0, 5.0, 8.0, 11.0].into_iter().enumerate().map(post).chain(capitals).collect(),
        discs: Vec::new(),
        disc_label: String::new(),
        footer: footer(),
    };
    Figure {
        id: "map-fall-dates".into(),
        title: title.into(),
        caption: None,
        svg: chart.draw(),
        alt: "Map of the median date of the fall in 126 districts.".into(),
    }
}

pub(crate) fn map() -> Map {
    let hexagons: Vec<Region> =
        (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| hexagon(column, row))).collect();
    let cells: Vec<MapCell> = (0..hexagons.len())
        .map(|i| (i % COLUMNS, i / COLUMNS))
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
    let percent = |day: usize, i: usize| match held_at_start[i] {
        true => 100,
        false => (100.0 * (rise(day as f64, fall(i), 6.0) - 0.05).max(0.0)) as u8,
    };
    let percent_by_day = (0..DAYS).map(|day| (0..cells.len()).map(|i| percent(day, i)).collect()).collect();
    let layer = |label: &str, note: &str, content: LayerContent| Layer {
        label: label.into(),
        note: Some(note.into()),
        content,
    };
    Map {
        start: START,
        last_day: 106.0,
        cells_are: "districts".into(),
        held_is: "held by the advance".into(),
        drawing: drawing(&hexagons, fall),
        has_border: true,
        kinds: vec![PlaceKind::NationalCapital, PlaceKind::Capital, PlaceKind::Post],
        layers: vec![
            layer(
                "Median of 10 000 replications",
                "A district changes colour on the day by which half of the worlds have lost it.",
                LayerContent::History { held_at_start: held_at_start.clone(), changes: falls(0.0) },
            ),
            layer(
                "One history (replication 17)",
                "",
                LayerContent::History { held_at_start: held_at_start.clone(), changes: history },
            ),
            layer(
                "Probability held",
                "Share of replications in which the district is held.",
                LayerContent::Probability { percent_by_day },
            ),
            layer(
                "Median fall day",
                "White: fewer than half of the worlds lost it.",
                LayerContent::Values {
                    values: (0..cells.len()).map(|i| (i % 17 != 5).then(|| fall(i))).collect(),
                    unit: "days".into(),
                },
            ),
        ],
        milestones: milestones(),
        figures: Vec::new(),
        cells,
    }
}
