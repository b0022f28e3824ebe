//! Lengths and areas on the ellipsoid of WGS 84.
//!
//! # References
//! Karney, Algorithms for geodesics, Journal of Geodesy 87, 2013.

use std::sync::LazyLock;

use geographiclib_rs::{Geodesic, InverseGeodesic, PolygonArea, Winding};

use crate::layer::Point;

static WGS84: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

/// Kilometres of a degree of latitude, about.
pub(crate) const DEGREE_KM: f64 = 111.2;

/// Distance, km.
pub(crate) fn km(a: Point, b: Point) -> f64 {
    let metres: f64 = WGS84.inverse(a.1, a.0, b.1, b.0);
    metres / 1000.0
}

/// Area within a ring, km2, whichever way it turns.
pub(crate) fn km2(ring: &[Point]) -> f64 {
    let mut area = PolygonArea::new(&WGS84, Winding::CounterClockwise);
    for point in ring {
        area.add_point(point.1, point.0);
    }
    let (_, m2, _) = area.compute(true);
    m2.abs() / 1e6
}
