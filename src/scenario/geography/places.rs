//! What only maps need: places and outlines of countries.

use crate::scenario::problem::Problem;

/// A place to name on a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// What it is: a word that maps choose a mark by.
    pub kind: String,
    /// Longitude, degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
}

/// A country's outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Its id in the file.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Rings of (longitude, latitude), degrees: outer rings and holes alike.
    pub rings: Vec<Vec<(f64, f64)>>,
}

/// Reads the polygons of a GeoJSON feature collection (RFC 7946).
pub(crate) fn read_outlines(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Outline> {
    let parsed: serde_json::Value = match serde_json::from_str(text) {
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
    features.iter().map(outline).collect()
}

fn outline(feature: &serde_json::Value) -> Outline {
    let word = |key: &str| feature["properties"][key].as_str().unwrap_or("").to_owned();
    let geometry = &feature["geometry"];
    let parts = match geometry["type"].as_str() {
        Some("Polygon") => vec![&geometry["coordinates"]],
        Some("MultiPolygon") => geometry["coordinates"].as_array().map_or_else(Vec::new, |a| a.iter().collect()),
        _ => Vec::new(),
    };
    let rings = parts.into_iter().filter_map(|part| part.as_array()).flatten().map(ring).collect();
    Outline { id: word("id"), name: word("name"), rings }
}

fn ring(points: &serde_json::Value) -> Vec<(f64, f64)> {
    let points = points.as_array().map_or(&[][..], Vec::as_slice);
    points.iter().filter_map(|p| Some((p[0].as_f64()?, p[1].as_f64()?))).collect()
}
