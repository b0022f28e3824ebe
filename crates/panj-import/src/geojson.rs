//! GeoJSON: feature collections of polygons, or of points.
//!
//! # References
//! RFC 7946, The GeoJSON Format, 2016; the member `crs` of the format of 2008.

use serde_json::Value;

use crate::crs::Crs;
use crate::layer::{Layer, MOST_POINTS, Point, Ring, Row, ring};
use crate::problem::Problem;

/// Reads all of it into a layer; gives the coordinate system that it names.
pub(crate) fn read(layer: &mut Layer) -> Result<Option<Crs>, Problem> {
    let file = layer.file.clone();
    let bytes = layer.bytes(&file)?;
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let parsed: Value = serde_json::from_slice(text).map_err(|error| {
        let found = format!("line {}, column {}: {error}", error.line(), error.column());
        Problem::of(&file, found, "the file must be GeoJSON")
    })?;
    let rule = "a GeoJSON feature collection";
    let features = match parsed["features"].as_array() {
        Some(features) if !features.is_empty() => features,
        Some(_) => return Err(Problem::of(&file, "no features", rule)),
        None if parsed["type"] == "Topology" => {
            let rule = format!("{rule}: `topo2geo` of topojson-client or panj.from_geodataframe make one of TopoJSON");
            return Err(Problem::of(&file, "TopoJSON", rule));
        }
        None => return Err(Problem::of(&file, "no list of features", rule)),
    };
    let mut points = 0;
    for (at, feature) in features.iter().enumerate() {
        let row = row(feature).map_err(|found| {
            let rule = "a Polygon or MultiPolygon of points [longitude, latitude], or a Point for seats";
            Problem::of(&file, found, rule).row(at + 1)
        })?;
        points += row.rings.iter().map(|ring| ring.points.len()).sum::<usize>();
        for column in row.values.keys() {
            if !layer.columns.contains(column) {
                layer.columns.push(column.clone());
            }
        }
        layer.rows.push(row);
    }
    if points > MOST_POINTS {
        let rule = format!("at most {MOST_POINTS}; simplify it or take a coarser level");
        return Err(Problem::of(&file, format!("{points} points"), rule));
    }
    match parsed["crs"]["properties"]["name"].as_str() {
        Some(name) if name.contains("CRS84") => Ok(None),
        Some(name) => Crs::of_option(name).map(Some),
        None => Ok(None),
    }
}

fn row(feature: &Value) -> Result<Row, String> {
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        // Whole numbers without a point: an id that went through a table of floats.
        Value::Number(number) => number.as_f64().map(|n| n.to_string()).unwrap_or_default(),
        other => other.to_string(),
    };
    let mut row = Row::default();
    if let Some(properties) = feature["properties"].as_object() {
        row.values = properties.iter().map(|(name, value)| (name.clone(), text(value))).collect();
    }
    if let Some(id) = feature.get("id") {
        row.values.entry("id".to_owned()).or_insert_with(|| text(id));
    }
    let geometry = &feature["geometry"];
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str() {
        Some("Polygon") => rings(coordinates, &mut row.rings)?,
        Some("MultiPolygon") => {
            let pieces = coordinates.as_array().ok_or("a MultiPolygon without coordinates")?;
            pieces.iter().try_for_each(|piece| rings(piece, &mut row.rings))?;
        }
        Some("Point") => row.point = Some(point(coordinates)?),
        None if geometry.is_null() => {}
        other => return Err(format!("the geometry {}", other.unwrap_or("without a type"))),
    }
    Ok(row)
}

/// The rings of a polygon: the first is its outline, the others holes.
fn rings(polygon: &Value, into: &mut Vec<Ring>) -> Result<(), String> {
    for (at, points) in polygon.as_array().ok_or("a polygon without rings")?.iter().enumerate() {
        let points: Vec<Point> =
            points.as_array().ok_or("a ring without points")?.iter().map(point).collect::<Result<_, _>>()?;
        into.extend(ring(points, at > 0));
    }
    Ok(())
}

fn point(value: &Value) -> Result<Point, String> {
    value[0].as_f64().zip(value[1].as_f64()).ok_or_else(|| {
        let shown: String = value.to_string().chars().take(60).collect();
        format!("the point {shown}")
    })
}
