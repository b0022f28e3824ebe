//! Maps of the summer of 2021 with invented results.

use panj::report::charts::Values;
use panj::report::map::{
    CellValue, MapChart, MapDisc, MapPanel, MapPlace, MapSeries, MapValues, PlaceKind, Region, Seat, Territory,
};
use panj::scenario::{Outline, ScenarioSource};

use super::pictures::{day, footer};
use super::sample::Sample;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/tajik-afghan-2021/");

pub(crate) fn all() -> Vec<(&'static str, String)> {
    let (territory, places, seats) = summer_2021();
    vec![
        ("map-dates", dates(&territory, &seats, &places).draw()),
        ("map-shares", shares(&territory, &seats, &places).draw()),
        ("map-crossings", crossings(&territory, &seats, &places).draw()),
        ("map-by-date", by_date(&territory, &seats).draw()),
    ]
}

/// Columns of a table of the scenario.
fn table(name: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let Ok(mut reader) = csv::Reader::from_path(format!("{FOLDER}{name}.csv")) else { return Vec::new() };
    let Ok(header) = reader.headers().cloned() else { return Vec::new() };
    let at: Vec<usize> = columns.iter().filter_map(|c| header.iter().position(|h| h == *c)).collect();
    let rows = reader.records().flatten();
    rows.map(|row| at.iter().map(|&i| row.get(i).unwrap_or("").to_owned()).collect()).collect()
}

fn degrees(row: &[String], at: usize) -> (f64, f64) {
    let number = |i: usize| row[i].parse().unwrap_or(f64::NAN);
    (number(at), number(at + 1))
}

/// A post's name without what stands in brackets.
fn short(name: &str) -> String {
    name.split(" (").next().unwrap_or(name).to_owned()
}

fn summer_2021() -> (Territory, Vec<MapPlace>, Vec<Seat>) {
    let districts = table("districts", &["id", "lon", "lat", "capital", "name"]);
    let seats: Vec<Seat> = districts.iter().map(|r| Seat { id: r[0].clone(), at: degrees(r, 1) }).collect();
    let hosts: Vec<(f64, f64)> = table("host_districts", &["lon", "lat"]).iter().map(|r| degrees(r, 0)).collect();
    let outlines = ScenarioSource::open(FOLDER.as_ref()).map(|source| source.geography().outlines.clone());
    let region = |outline: Outline| Region { id: outline.id, rings: outline.rings };
    let countries: Vec<Region> = outlines.unwrap_or_default().into_iter().map(region).collect();
    let capitals = districts.iter().filter(|r| r[3] == "1").map(|r| MapPlace {
        name: r[4].clone(),
        at: degrees(r, 1),
        kind: if r[4] == "Kabul" { PlaceKind::NationalCapital } else { PlaceKind::Capital },
    });
    let posts = table("posts", &["name", "lon", "lat"]);
    let posts = posts.iter().map(|r| MapPlace { name: short(&r[0]), at: degrees(r, 1), kind: PlaceKind::Post });
    let national =
        MapPlace { name: "Dushanbe · Душанбе".into(), at: (68.779, 38.536), kind: PlaceKind::NationalCapital };
    let places = capitals.chain(posts).chain([national]).collect();
    (Territory::new(&seats, &hosts, &countries, &[]), places, seats)
}

fn dates<'a>(territory: &'a Territory, seats: &[Seat], places: &[MapPlace]) -> MapChart<'a> {
    let mut s = Sample::new(5);
    let value = |seat: &Seat| {
        let (lon, lat) = seat.at;
        let from_kabul = (lon - 69.2).hypot(lat - 34.5);
        let value = day("2021-08-20") - 11.0 * from_kabul + 9.0 * s.normal();
        let held = value > day("2021-08-24");
        CellValue {
            uncertain: !held && s.uniform() < 0.15,
            from_start: held,
            ..CellValue::of(if held { f64::NAN } else { value })
        }
    };
    MapChart {
        title: "Districts far from the capital fall first".into(),
        value_label: "median date of the fall".into(),
        kind: MapValues::Measure(Values::Dates),
        territory,
        values: seats.iter().map(value).collect(),
        absent_label: "holds in most replications".into(),
        from_start_label: "held at the start".into(),
        uncertain_label: "80 % interval wider than 30 days".into(),
        places: places.to_vec(),
        discs: Vec::new(),
        disc_label: String::new(),
        footer: footer(),
    }
}

fn shares<'a>(territory: &'a Territory, seats: &[Seat], places: &[MapPlace]) -> MapChart<'a> {
    let value = |seat: &Seat| {
        let z = 2.2 * (seat.at.1 - 35.9) - 0.9 * (seat.at.0 - 69.5).abs();
        CellValue::of(1.0 / (1.0 + z.exp()))
    };
    MapChart {
        title: "Held by the government on 15 July 2021: the north-east is lost first".into(),
        value_label: "probability of being held on 15 Jul 2021".into(),
        kind: MapValues::Shares,
        values: seats.iter().map(value).collect(),
        ..dates(territory, seats, places)
    }
}

fn by_date<'a>(territory: &'a Territory, seats: &[Seat]) -> MapSeries<'a> {
    let on = |date: &str| {
        let past = day(date) - day("2021-06-15");
        let share = |seat: &Seat| {
            let z = past / 9.0 - 1.6 * (seat.at.0 - 69.2).hypot(seat.at.1 - 34.5) + 1.5 * (seat.at.1 - 35.9);
            1.0 / (1.0 + (-z).exp())
        };
        MapPanel { date: day(date), shares: seats.iter().map(share).collect() }
    };
    MapSeries {
        title: "The districts from 1 Jun to 15 Aug 2021".into(),
        value_label: "share of replications in which it has fallen by that day".into(),
        territory,
        panels: ["2021-06-01", "2021-06-22", "2021-07-09", "2021-07-22", "2021-08-06", "2021-08-15"].map(on).into(),
        footer: footer(),
    }
}

fn crossings<'a>(territory: &'a Territory, seats: &[Seat], places: &[MapPlace]) -> MapChart<'a> {
    let value = |seat: &Seat| {
        let people = 900.0 * (-((seat.at.0 - 69.0) / 1.2).powi(2) - ((seat.at.1 - 37.2) / 0.5).powi(2)).exp();
        CellValue::of(if people < 1.0 { f64::NAN } else { people })
    };
    let disc = |(k, post): (u32, &MapPlace)| MapDisc {
        name: post.name.clone(),
        at: post.at,
        value: 3000.0 / f64::from(k * k),
    };
    MapChart {
        title: "Those who cross come from the river districts".into(),
        value_label: "people who cross by 31 Dec 2021, mean".into(),
        kind: MapValues::Measure(Values::Numbers),
        values: seats.iter().map(value).collect(),
        absent_label: "fewer than one".into(),
        discs: (1..).zip(places.iter().filter(|place| place.kind == PlaceKind::Post)).map(disc).collect(),
        disc_label: "people let in, mean over replications".into(),
        ..dates(territory, seats, places)
    }
}
