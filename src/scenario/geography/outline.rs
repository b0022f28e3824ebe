//! Outlines of countries, for maps: areas of a GeoJSON feature collection, checked as they are drawn.
//!
//! # References
//! RFC 7946, The GeoJSON Format, 2016.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Geography;
use crate::scenario::nearest::nearest;
use crate::scenario::problem::Problem;

/// A closed ring of (longitude, latitude) in degrees; the first point is not repeated at the end. Across the 180th meridian
/// longitudes go on beyond 180.
pub type Ring = Vec<(f64, f64)>;

/// A country's outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Its id in the file.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Outer rings of its pieces.
    pub rings: Vec<Ring>,
    /// Rings of what lies within it and is not of it. Maps draw over them what fills them.
    pub holes: Vec<Ring>,
}

/// Reads the areas of a GeoJSON feature collection (RFC 7946), or tells what of it cannot be drawn.
pub(super) fn read_outlines(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Outline> {
    let parsed: Value = match serde_json::from_str(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let mut problem = Problem::of_file(file, error.to_string(), "the file must be GeoJSON");
            (problem.line, problem.column) = (error.line(), error.column());
            problems.push(problem);
            return Vec::new();
        }
    };
    let Some(features) = parsed["features"].as_array() else {
        problems.push(Problem::of_file(file, "no list of features", "the file must be a GeoJSON feature collection"));
        return Vec::new();
    };
    if features.is_empty() {
        let problem = Problem::of_file(file, "an empty list of features", "an outline has one area or more");
        problems.push(problem.remedy("add the country's polygon, or leave outline out of [files]"));
    }
    let mut outlines = Vec::new();
    for (at, feature) in features.iter().enumerate() {
        match outline(feature) {
            Ok(outline) => outlines.push(outline),
            Err((found, rule, remedy)) => {
                let id = word(feature, "id");
                let name = if id.is_empty() { format!("feature {}", at + 1) } else { format!("feature {id}") };
                problems.push(Problem::of_file(file, format!("{name}: {found}"), rule).remedy(remedy));
            }
        }
    }
    outlines
}

/// What was found, the rule, and the remedy.
type Wrong = (String, &'static str, &'static str);

fn word(feature: &Value, key: &str) -> String {
    feature["properties"][key].as_str().or_else(|| feature[key].as_str()).unwrap_or("").to_owned()
}

fn outline(feature: &Value) -> Result<Outline, Wrong> {
    let geometry = &feature["geometry"];
    let kind = geometry["type"].as_str().unwrap_or("nothing");
    let coordinates = geometry["coordinates"].as_array();
    let pieces: Vec<&Value> = match (kind, coordinates) {
        ("Polygon", Some(_)) => vec![&geometry["coordinates"]],
        ("MultiPolygon", Some(pieces)) => pieces.iter().collect(),
        _ => {
            let rule = "an outline is a Polygon or a MultiPolygon with coordinates";
            return Err((kind.to_owned(), rule, "leave points and lines out of this file"));
        }
    };
    let mut outline = Outline { id: word(feature, "id"), name: word(feature, "name"), rings: vec![], holes: vec![] };
    for piece in pieces {
        let rings = piece.as_array().map_or(&[][..], Vec::as_slice);
        for (at, points) in rings.iter().enumerate() {
            let ring = ring(points)?;
            if at == 0 { outline.rings.push(ring) } else { outline.holes.push(ring) }
        }
    }
    if outline.rings.is_empty() {
        let rule = "an outline has a ring of points [longitude, latitude]";
        return Err(("no ring".to_owned(), rule, "add its coordinates, or leave the feature out"));
    }
    Ok(outline)
}

fn ring(points: &Value) -> Result<Ring, Wrong> {
    let mut ring: Ring = Vec::new();
    for point in points.as_array().map_or(&[][..], Vec::as_slice) {
        let degrees = |at: usize, most: f64| point[at].as_f64().filter(|degrees| degrees.abs() <= most);
        let Some((lon, lat)) = degrees(0, 360.0).zip(degrees(1, 90.0)) else {
            let rule = "points are [longitude, latitude] in degrees, longitude first: -180 to 180, -90 to 90";
            let remedy = "transform metres to degrees (WGS 84, EPSG:4326), and put the longitude first";
            return Err((format!("the point {point}"), rule, remedy));
        };
        let lon = ring.last().map_or(lon, |last| near(lon, last.0));
        if ring.last() != Some(&(lon, lat)) {
            ring.push((lon, lat));
        }
    }
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    if ring.len() < 3 {
        let rule = "a ring has three different points or more";
        return Err((format!("a ring of {} points", ring.len()), rule, "add points, or leave the ring out"));
    }
    if let Some((a, b)) = crossing(&ring) {
        let found = format!("the sides that begin at {:?} and {:?} cross", ring[a], ring[b]);
        return Err((found, "the sides of a ring do not cross", "put its points in order round the area"));
    }
    Ok(ring)
}

/// A longitude turned by whole circles until it is within half a circle of another.
fn near(lon: f64, other: f64) -> f64 {
    let away = lon - other;
    if away.abs() <= 180.0 { lon } else { lon - 360.0 * (away / 360.0).round() }
}

/// Numbers of two sides of a ring that cross in their midst. Sides are looked at from west to east, so that only those that
/// overlap are compared.
fn crossing(ring: &Ring) -> Option<(usize, usize)> {
    let side = |at: usize| (ring[at], ring[(at + 1) % ring.len()]);
    let west = |at: usize| side(at).0.0.min(side(at).1.0);
    let mut order: Vec<usize> = (0..ring.len()).collect();
    order.sort_by(|a, b| west(*a).total_cmp(&west(*b)));
    let mut open: Vec<usize> = Vec::new();
    for &at in &order {
        open.retain(|&other| side(other).0.0.max(side(other).1.0) >= west(at));
        if let Some(&other) = open.iter().find(|&&other| cross(side(at), side(other))) {
            return Some((at.min(other), at.max(other)));
        }
        open.push(at);
    }
    None
}

/// Whether two sides cross at a point that is the end of neither.
fn cross(one: ((f64, f64), (f64, f64)), other: ((f64, f64), (f64, f64))) -> bool {
    let turn = |a: (f64, f64), b: (f64, f64), c: (f64, f64)| (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
    let apart = |(a, b): ((f64, f64), (f64, f64)), (c, d)| turn(a, b, c) * turn(a, b, d) < 0.0;
    apart(one, other) && apart(other, one)
}

/// Whether a ring holds a place, on whichever side of the 180th meridian either is written.
fn holds(ring: &Ring, (lon, lat): (f64, f64)) -> bool {
    let inside = |lon: f64| {
        let sides = ring.iter().zip(ring.iter().cycle().skip(1));
        let crossed =
            sides.filter(|(a, b)| (a.1 > lat) != (b.1 > lat) && lon < a.0 + (lat - a.1) / (b.1 - a.1) * (b.0 - a.0));
        crossed.count() % 2 == 1
    };
    [lon, lon - 360.0, lon + 360.0].into_iter().any(inside)
}

/// Tells of areas that are no district's.
pub(super) fn check_areas(file: &str, geography: &Geography, problems: &mut Vec<Problem>) {
    let districts = geography.districts.iter().map(|d| d.id.as_str());
    let known: BTreeSet<&str> = districts.chain(geography.host_districts.iter().map(|d| d.id.as_str())).collect();
    for area in geography.areas.iter().filter(|area| !known.contains(area.id.as_str())) {
        let rule = "the property `id` of an area is the id of a district or a host district";
        let remedy = match nearest(&area.id, known.iter().copied()) {
            Some(near) => format!("did you mean {near}?"),
            None => "give the id, or leave the feature out".to_owned(),
        };
        problems.push(Problem::of_file(file, format!("an area with the id `{}`", area.id), rule).remedy(remedy));
    }
}

/// Tells of outlines that do not go with the districts, and of holes that maps would fill.
pub(super) fn check_outlines(
    file: &str,
    geography: &Geography,
    problems: &mut Vec<Problem>,
    warnings: &mut Vec<Problem>,
) {
    let seats: Vec<(f64, f64)> = geography
        .districts
        .iter()
        .map(|d| (d.lon, d.lat))
        .chain(geography.host_districts.iter().map(|d| (d.lon, d.lat)))
        .filter(|seat| seat.0.is_finite() && seat.1.is_finite())
        .collect();
    let outlines = &geography.outlines;
    let held = |outline: &Outline| seats.iter().any(|&seat| outline.rings.iter().any(|ring| holds(ring, seat)));
    if !seats.is_empty() && !outlines.is_empty() && !outlines.iter().any(held) {
        let problem = Problem::of_file(
            file,
            "no district of either side lies within any of the outlines",
            "an outline holds districts",
        );
        problems.push(
            problem
                .remedy("give longitude first, in degrees, and the outline of the country that the districts are of"),
        );
    }
    for outline in outlines {
        // A hole is right where the country that fills it is drawn too.
        let filled = |hole: &Ring| {
            outlines.iter().any(|other| other.rings.iter().any(|ring| ring.iter().any(|&p| holds(hole, p))))
        };
        let empty = outline.holes.iter().filter(|hole| !filled(hole)).count();
        if empty > 0 {
            let found = format!("feature {}: {empty} of its holes hold no other outline", outline.id);
            warnings.push(Problem::of_file(file, found, "").remedy("maps fill them as a part of the country"));
        }
    }
}
