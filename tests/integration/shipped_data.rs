//! The tables of the shipped scenario of 2021 hold what SOURCES.md says they hold.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

type Row = BTreeMap<String, String>;
type Checked = Result<(), Box<dyn Error>>;

fn table(file: &str) -> Result<Vec<Row>, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tajik-afghan-2021").join(file);
    let mut rows = Vec::new();
    for row in csv::Reader::from_path(path)?.deserialize() {
        rows.push(row?);
    }
    Ok(rows)
}

fn ids(rows: &[Row], column: &str) -> BTreeSet<String> {
    rows.iter().map(|row| row[column].clone()).collect()
}

fn sum(rows: &[Row], column: &str) -> Result<f64, Box<dyn Error>> {
    let mut total = 0.0;
    for row in rows {
        total += row[column].parse::<f64>()?;
    }
    Ok(total)
}

#[test]
fn there_are_398_districts_in_34_provinces_each_with_one_capital() -> Checked {
    let districts = table("districts.csv")?;
    let provinces = table("provinces.csv")?;
    assert_eq!(ids(&districts, "id").len(), 398);
    assert_eq!(ids(&provinces, "id").len(), 34);
    assert_eq!(ids(&districts, "province"), ids(&provinces, "id"));
    let capitals: BTreeSet<String> =
        districts.iter().filter(|row| row["capital"] == "1").map(|row| row["id"].clone()).collect();
    assert_eq!(capitals, ids(&provinces, "capital_district"));
    assert_eq!(sum(&provinces, "national_capital")?, 1.0);
    assert_eq!(sum(&districts, "held_at_start")?, 73.0);
    assert_eq!(sum(&districts, "population")?, 30_725_560.0);
    Ok(())
}

#[test]
fn the_1098_edges_are_undirected_and_connect_every_district() -> Checked {
    let districts = ids(&table("districts.csv")?, "id");
    let edges = table("edges.csv")?;
    let mut neighbours: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    for edge in &edges {
        let (a, b) = (edge["a"].as_str(), edge["b"].as_str());
        assert!(a < b, "edge {a}-{b} is written smaller id first");
        assert!(districts.contains(a) && districts.contains(b));
        pairs.insert((a, b));
        neighbours.entry(a).or_default().push(b);
        neighbours.entry(b).or_default().push(a);
    }
    assert_eq!((edges.len(), pairs.len()), (1098, 1098));
    let mut reached = BTreeSet::from(["AF0101"]);
    let mut open = vec!["AF0101"];
    while let Some(here) = open.pop() {
        for &next in &neighbours[here] {
            if reached.insert(next) {
                open.push(next);
            }
        }
    }
    assert_eq!(reached.len(), 398);
    Ok(())
}

#[test]
fn the_river_border_is_1373_km_long_and_every_name_on_it_is_known() -> Checked {
    let districts = ids(&table("districts.csv")?, "id");
    let hosts = table("host_districts.csv")?;
    let contacts = table("border_edges.csv")?;
    assert_eq!(hosts.len(), 15);
    assert_eq!(ids(&hosts, "sector").len(), 4);
    assert_eq!(ids(&contacts, "host_district"), ids(&hosts, "id"));
    assert!(ids(&contacts, "district").is_subset(&districts));
    assert!((sum(&contacts, "shared_km")? - 1372.9).abs() < 0.05);
    let pair = |row: &Row| (row["district"].clone(), row["host_district"].clone());
    let known: BTreeSet<_> = contacts.iter().map(pair).collect();
    for route in table("routes.csv")? {
        assert!(known.contains(&pair(&route)), "route {route:?}");
    }
    let posts = table("posts.csv")?;
    assert_eq!(posts.len(), 11);
    for post in &posts {
        assert!(districts.contains(&post["district"]), "post {post:?}");
        assert!(post["host_district"].is_empty() || known.contains(&pair(post)));
    }
    Ok(())
}

#[test]
fn every_observed_row_has_its_use_a_confidence_and_a_source() -> Checked {
    let uses = BTreeSet::from(["milestone", "parameter", "outcome", "context"]);
    let files = [
        ("observed/control_counts.csv", 31),
        ("observed/district_falls.csv", 259),
        ("observed/capitals.csv", 33),
        ("observed/crossings.csv", 27),
        ("observed/responses.csv", 56),
        ("observed/alliance_cases.csv", 29),
    ];
    for (file, rows) in files {
        let observed = table(file)?;
        assert_eq!(observed.len(), rows, "rows of {file}");
        for row in &observed {
            assert!(uses.contains(row["use"].as_str()), "{file}: {row:?}");
            assert!(!row["source"].is_empty(), "{file}: {row:?}");
            assert!(["high", "medium", "low"].contains(&row["confidence"].as_str()));
            assert!(row.get("place").is_none_or(|place| !place.is_empty()));
        }
    }
    Ok(())
}

#[test]
fn every_observed_fall_names_a_district_and_alternates_with_recaptures() -> Checked {
    let districts = ids(&table("districts.csv")?, "id");
    let mut falls = table("observed/district_falls.csv")?;
    falls.sort_by(|a, b| (&a["district"], &a["date"]).cmp(&(&b["district"], &b["date"])));
    assert!(ids(&falls, "district").is_subset(&districts));
    let mut fallen: BTreeMap<&str, bool> = BTreeMap::new();
    for row in &falls {
        let falls_now = row["event"] == "fall";
        let before = fallen.insert(&row["district"], falls_now).unwrap_or(false);
        assert_ne!(before, falls_now, "{row:?} repeats the event before it");
    }
    Ok(())
}
