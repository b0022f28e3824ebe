//! What is drawn: simplified areas that keep their common lines, and a picture of who touches whom.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::json;

use crate::area::Area;
use crate::layer::Point;
use crate::lines::{Key, Sides, distance, key, sides};

/// Part of a map's larger extent that a simplified line may be off: half a pixel of a wide picture.
const FINENESS: f64 = 1.0 / 2000.0;

/// Areas as GeoJSON, simplified: what two areas share stays shared.
pub(crate) fn geojson(areas: &[Area], tolerance: f64) -> String {
    let all = Sides::of(areas);
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for (number, area) in areas.iter().enumerate() {
        // Polygons of one ring each, with the holes that lie within.
        let mut pieces: Vec<Vec<Vec<Point>>> = Vec::new();
        let mut holes = Vec::new();
        for ring in &area.rings {
            let simple = simplified(&ring.points, &all, tolerance);
            match (simple.len() >= 3, ring.hole) {
                (true, true) => holes.push(simple),
                (true, false) => pieces.push(vec![simple]),
                (false, _) => {}
            }
        }
        if pieces.is_empty() {
            pieces =
                area.rings.iter().filter(|ring| !ring.hole).take(1).map(|ring| vec![ring.points.clone()]).collect();
        }
        put_feature(&mut text, number, (&area.id, &area.name), pieces, holes);
    }
    text.push_str("\n]}\n");
    text
}

/// Outlines of the country and of each host as GeoJSON: the sides that one area of a state alone has, simplified as areas are.
pub(crate) fn outlines(areas: &[Area], tolerance: f64) -> String {
    let all = Sides::of(areas);
    let mut states: Vec<&str> = areas.iter().map(|area| area.host.as_str()).collect();
    states.sort_unstable();
    states.dedup();
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for (number, state) in states.into_iter().enumerate() {
        let (mut pieces, mut holes) = (Vec::new(), Vec::new());
        for ring in outer_rings(areas, state, &all) {
            let simple = simplified(&ring, &all, tolerance);
            match (simple.len() >= 3, turns_left(&ring)) {
                (true, true) => pieces.push(vec![simple]),
                (true, false) => holes.push(simple),
                (false, _) => {}
            }
        }
        let name = if state.is_empty() { "the country" } else { state };
        put_feature(&mut text, number, (name, name), pieces, holes);
    }
    text.push_str("\n]}\n");
    text
}

/// The rings around all areas of a state together: outer ones turn left, those of holes right.
fn outer_rings(areas: &[Area], state: &str, all: &Sides) -> Vec<Vec<Point>> {
    let mut next: BTreeMap<Key, Vec<(Point, Point)>> = BTreeMap::new();
    for area in areas.iter().filter(|area| area.host == state) {
        for ring in &area.rings {
            let mut points = ring.points.clone();
            if turns_left(&points) == ring.hole {
                points.reverse();
            }
            for (from, to) in sides(&points).filter(|&(from, to)| key(from) != key(to)) {
                let own = all.owners(from, to).iter().filter(|side| areas[side.2 as usize].host == state).count();
                if own == 1 {
                    next.entry(key(from)).or_default().push((from, to));
                }
            }
        }
    }
    let mut rings = Vec::new();
    while let Some(start) = next.keys().next().copied() {
        let (mut at, mut ring) = (start, Vec::new());
        // A line that ends nowhere, as errors of a file leave them, is no ring.
        while let Some(ways) = next.get_mut(&at) {
            let Some((from, to)) = ways.pop() else { break };
            if ways.is_empty() {
                next.remove(&at);
            }
            ring.push(from);
            at = key(to);
            if at == start {
                rings.push(core::mem::take(&mut ring));
                break;
            }
        }
    }
    rings
}

/// Whether a ring turns left, as outer rings of GeoJSON do.
fn turns_left(ring: &[Point]) -> bool {
    sides(ring).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() > 0.0
}

/// Writes a feature of polygons of one ring each, with the holes that lie within.
fn put_feature(
    text: &mut String,
    number: usize,
    (id, name): (&str, &str),
    mut pieces: Vec<Vec<Vec<Point>>>,
    holes: Vec<Vec<Point>>,
) {
    for hole in holes {
        let around = pieces.iter().position(|piece| holds(&piece[0], hole[0]));
        if let Some(around) = around.or((!pieces.is_empty()).then_some(0)) {
            pieces[around].push(hole);
        }
    }
    let written = |ring: &Vec<Point>| -> Vec<[f64; 2]> {
        let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
        ring.iter().chain(ring.first()).map(|p| [round(turned(p.0)), round(p.1)]).collect()
    };
    let coordinates: Vec<Vec<Vec<[f64; 2]>>> = pieces.iter().map(|piece| piece.iter().map(written).collect()).collect();
    let properties = json!({ "id": id, "name": name });
    let geometry = json!({ "type": "MultiPolygon", "coordinates": coordinates });
    let comma = if number == 0 { "" } else { "," };
    let _ = write!(text, "{comma}\n{}", json!({ "type": "Feature", "properties": properties, "geometry": geometry }));
}

/// How far simplified lines may be off, km.
pub(crate) fn tolerance(areas: &[Area]) -> f64 {
    let [west, south, east, north] = bounds(areas);
    crate::geodesy::DEGREE_KM * (north - south).max(east - west) * FINENESS
}

fn bounds(areas: &[Area]) -> [f64; 4] {
    areas.iter().map(Area::bounds).fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |a, b| {
        [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
    })
}

fn holds(ring: &[Point], (lon, lat): Point) -> bool {
    let sides = ring.iter().zip(ring.iter().cycle().skip(1));
    let met = sides.filter(|(a, b)| (a.1 > lat) != (b.1 > lat) && lon < a.0 + (lat - a.1) / (b.1 - a.1) * (b.0 - a.0));
    met.count() % 2 == 1
}

/// A longitude between -180 and 180.
pub(crate) fn turned(lon: f64) -> f64 {
    if (-180.0..=180.0).contains(&lon) { lon } else { lon - 360.0 * libm::floor((lon + 180.0) / 360.0) }
}

/// A ring simplified between the corners at which its neighbours change, so that both sides of a line come out the same.
fn simplified(ring: &[Point], all: &Sides, tolerance: f64) -> Vec<Point> {
    let n = ring.len();
    let owners: Vec<Vec<u32>> =
        (0..n).map(|at| all.owners(ring[at], ring[(at + 1) % n]).iter().map(|side| side.2).collect()).collect();
    let mut nodes: Vec<usize> = (0..n).filter(|&at| owners[at] != owners[(at + n - 1) % n]).collect();
    if nodes.is_empty() {
        // A ring with one neighbour, or none: from its least corner and the one farthest from it.
        let least = (0..n).min_by_key(|&at| key(ring[at])).unwrap_or(0);
        nodes.push(least);
    }
    if let [only] = nodes[..] {
        let away = |at: usize| distance(ring[only], ring[at], ring[at]).0;
        nodes.extend((0..n).max_by(|&a, &b| away(a).total_cmp(&away(b)).then(key(ring[a]).cmp(&key(ring[b])))));
        nodes.sort_unstable();
        nodes.dedup();
    }
    let mut simple = Vec::new();
    for (number, &from) in nodes.iter().enumerate() {
        let to = nodes[(number + 1) % nodes.len()];
        let steps = if to > from { to - from } else { to + n - from };
        let mut arc: Vec<Point> = (0..=steps).map(|step| ring[(from + step) % n]).collect();
        let keys: Vec<Key> = [arc[0], arc[arc.len() - 1]].map(key).to_vec();
        let turned = keys[0] > keys[1];
        if turned {
            arc.reverse();
        }
        let mut kept = douglas_peucker(&arc, tolerance);
        if turned {
            kept.reverse();
        }
        kept.pop();
        simple.extend(kept);
    }
    simple
}

/// Keeps the corners of a line that are farther than a tolerance from what is kept (Douglas & Peucker 1973).
fn douglas_peucker(line: &[Point], tolerance: f64) -> Vec<Point> {
    let mut keep = vec![false; line.len()];
    let last = line.len() - 1;
    (keep[0], keep[last]) = (true, true);
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        let away = |at: usize| distance(line[at], line[from], line[to]).0;
        let far = (from + 1..to).map(|at| (away(at), at)).max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, at)) = far.filter(|far| far.0 > tolerance) {
            keep[at] = true;
            open.extend([(from, at), (at, to)]);
        }
    }
    line.iter().zip(keep).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect()
}

/// A picture of who touches whom: areas, and a line between the seats of each pair.
pub(crate) fn graph(areas: &[Area], borders: impl Iterator<Item = (u32, u32, f64)>, tolerance: f64) -> String {
    const SIZE: f64 = 1000.0;
    let [west, south, east, north] = bounds(areas);
    let squeeze = libm::cos(f64::midpoint(south, north).to_radians()).max(0.01);
    let scale = SIZE / ((east - west) * squeeze).max(north - south).max(1e-9);
    let at = |p: Point| ((p.0 - west) * squeeze * scale + 20.0, (north - p.1) * scale + 20.0);
    let (width, height) = ((east - west) * squeeze * scale + 40.0, (north - south) * scale + 40.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"sans-serif\">\n"
    );
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let all = Sides::of(areas);
    for area in areas {
        let mut path = String::new();
        for ring in &area.rings {
            for (number, point) in simplified(&ring.points, &all, tolerance).into_iter().enumerate() {
                let (x, y) = at(point);
                let _ = write!(path, "{}{x:.1},{y:.1}", if number == 0 { "M" } else { " " });
            }
            path.push('Z');
        }
        let color = if area.host.is_empty() { "#e8e2d0" } else { "#cfe0ee" };
        let name = escaped(&format!("{} ({})", area.name, area.id));
        let _ = writeln!(
            svg,
            "<path d=\"{path}\" fill=\"{color}\" fill-rule=\"evenodd\" stroke=\"#fff\"><title>{name}</title></path>"
        );
    }
    let mut touched = vec![false; areas.len()];
    for (a, b, km) in borders {
        (touched[a as usize], touched[b as usize]) = (true, true);
        let (one, other) = (&areas[a as usize], &areas[b as usize]);
        let ((x1, y1), (x2, y2)) = (at(one.seat), at(other.seat));
        let color = if one.host == other.host { "#555" } else { "#c22" };
        let name = escaped(&format!("{} – {}: {km:.1} km", one.name, other.name));
        let _ = writeln!(
            svg,
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{color}\" stroke-width=\"1.2\"><title>{name}</title></line>"
        );
    }
    for (area, touched) in areas.iter().zip(touched) {
        let (x, y) = at(area.seat);
        let color = if touched { "#333" } else { "#c22" };
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{}\" fill=\"{color}\"/>",
            if touched { 2 } else { 6 }
        );
    }
    svg.push_str("</svg>\n");
    svg
}
