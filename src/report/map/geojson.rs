//! Areas from GeoJSON: a FeatureCollection of polygons with an `id`.
//!
//! # References
//! RFC 7946, The GeoJSON Format, 2016.

use serde_json::Value;

/// A closed ring of (longitude, latitude) in degrees; the first point is not repeated at the end.
pub type Ring = Vec<(f64, f64)>;

/// A named area: the outer rings of its pieces. Holes are left out: areas that fill them are drawn over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Region {
    /// The property `id` of the feature, or the feature's own `id`.
    pub id: String,
    /// Outer rings.
    pub rings: Vec<Ring>,
}

/// Why a text is not a usable FeatureCollection.
#[derive(Debug, thiserror::Error)]
pub enum GeoJsonError {
    /// Not JSON.
    #[error("not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// No list of features.
    #[error("not a GeoJSON FeatureCollection: the key \"features\" with a list is missing")]
    NotACollection,
    /// A feature without a name.
    #[error("feature {index} has no id: give it a property \"id\"")]
    NoId {
        /// Position in the list, from 0.
        index: usize,
    },
    /// A feature that is no area.
    #[error("feature {id}: {found} is not an area: only Polygon and MultiPolygon are")]
    NotAnArea {
        /// The feature's id.
        id: String,
        /// The type found.
        found: String,
    },
    /// A ring with fewer than three points, or a point that is not two degrees.
    #[error("feature {id}: a ring needs at least three points [longitude, latitude] in degrees")]
    BadRing {
        /// The feature's id.
        id: String,
    },
}

/// Reads the areas of a FeatureCollection.
///
/// # Errors
/// When the text is not one, or a feature has no id or is not an area of valid rings.
pub fn regions(text: &str) -> Result<Vec<Region>, GeoJsonError> {
    let root: Value = serde_json::from_str(text)?;
    let features = root.get("features").and_then(Value::as_array).ok_or(GeoJsonError::NotACollection)?;
    features.iter().enumerate().map(|(index, feature)| region(index, feature)).collect()
}

fn region(index: usize, feature: &Value) -> Result<Region, GeoJsonError> {
    let named = feature.pointer("/properties/id").or_else(|| feature.get("id"));
    let id = match named {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => return Err(GeoJsonError::NoId { index }),
    };
    let kind = feature.pointer("/geometry/type").and_then(Value::as_str).unwrap_or("nothing");
    let coordinates = feature.pointer("/geometry/coordinates").and_then(Value::as_array);
    let outer: Vec<&Value> = match (kind, coordinates) {
        ("Polygon", Some(rings)) => rings.first().into_iter().collect(),
        ("MultiPolygon", Some(polygons)) => polygons.iter().filter_map(|p| p.get(0)).collect(),
        _ => return Err(GeoJsonError::NotAnArea { id, found: kind.to_owned() }),
    };
    let rings: Option<Vec<Ring>> = outer.into_iter().map(ring).collect();
    match rings {
        Some(rings) => Ok(Region { id, rings }),
        None => Err(GeoJsonError::BadRing { id }),
    }
}

fn ring(value: &Value) -> Option<Ring> {
    let point = |p: &Value| {
        let (lon, lat) = (p.get(0)?.as_f64()?, p.get(1)?.as_f64()?);
        (lon.abs() <= 360.0 && lat.abs() <= 90.0).then_some((lon, lat))
    };
    let mut points: Ring = value.as_array()?.iter().map(point).collect::<Option<_>>()?;
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    (points.len() >= 3).then_some(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collection(feature: &str) -> String {
        format!(r#"{{"type":"FeatureCollection","features":[{feature}]}}"#)
    }

    #[test]
    fn polygons_and_multipolygons_are_read() {
        let text = collection(
            r#"{"properties":{"id":"A"},"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6]]]]}},
               {"id":7,"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[[0.1,0.1],[0.2,0.1],[0.2,0.2]]]}}"#,
        );
        let found = regions(&text).unwrap();
        assert_eq!((found[0].id.as_str(), found[0].rings.len(), found[0].rings[0].len()), ("A", 2, 3));
        assert_eq!((found[1].id.as_str(), found[1].rings.len()), ("7", 1));
    }

    #[test]
    fn errors_say_what_is_missing() {
        assert!(matches!(regions("{"), Err(GeoJsonError::Json(_))));
        assert!(matches!(regions("{}"), Err(GeoJsonError::NotACollection)));
        let nameless = collection(r#"{"geometry":{"type":"Polygon","coordinates":[]}}"#);
        assert!(matches!(regions(&nameless), Err(GeoJsonError::NoId { index: 0 })));
        let point = collection(r#"{"id":"P","geometry":{"type":"Point","coordinates":[0,0]}}"#);
        assert!(matches!(regions(&point), Err(GeoJsonError::NotAnArea { .. })));
        let thin = collection(r#"{"id":"P","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,"x"],[1,1]]]}}"#);
        assert!(matches!(regions(&thin), Err(GeoJsonError::BadRing { .. })));
    }
}
