//! From degrees to kilometres: Lambert's azimuthal equal-area projection about the middle of the territory.
//!
//! Areas are true everywhere; within 800 km of the middle, distances are off by less than 0.5 %.
//!
//! # References
//! Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395, 1987, pp. 182-190 (sphere).

/// Mean radius of the earth, km (IUGG 1980: arithmetic mean of the semi-axes).
const RADIUS: f64 = 6371.0088;

/// A projection about a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Projection {
    lon: f64,
    lat: f64,
}

impl Projection {
    /// Centred on (`lon`, `lat`), degrees.
    pub(crate) fn about(lon: f64, lat: f64) -> Projection {
        Projection { lon: lon.to_radians(), lat: lat.to_radians() }
    }

    /// Kilometres east and north of the centre.
    pub(crate) fn km(&self, (lon, lat): (f64, f64)) -> (f64, f64) {
        let (lambda, phi) = (lon.to_radians() - self.lon, lat.to_radians());
        let (sin0, cos0) = (libm::sin(self.lat), libm::cos(self.lat));
        let (sin, cos) = (libm::sin(phi), libm::cos(phi));
        let denominator = 1.0 + sin0 * sin + cos0 * cos * libm::cos(lambda);
        let k = RADIUS * libm::sqrt(2.0 / denominator.max(1e-9));
        (k * cos * libm::sin(lambda), k * (cos0 * sin - sin0 * cos * libm::cos(lambda)))
    }
}

/// A longitude turned by whole circles until it is within half a circle of another.
pub(crate) fn near(lon: f64, other: f64) -> f64 {
    let away = lon - other;
    if away.abs() <= 180.0 { lon } else { lon - 360.0 * (away / 360.0).round() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_true_far_from_the_centre() {
        let p = Projection::about(68.0, 35.0);
        // A strip of the sphere between two latitudes, a degree wide; cut into small quadrilaterals.
        let steps = 200;
        let at = |i: i32, lon: f64| p.km((lon, 40.0 + 2.0 * f64::from(i) / f64::from(steps)));
        let cross = |a: (f64, f64), b: (f64, f64)| a.0 * b.1 - a.1 * b.0;
        let east = (0..steps).map(|i| cross(at(i, 76.0), at(i + 1, 76.0)));
        let west = (0..steps).map(|i| cross(at(i + 1, 75.0), at(i, 75.0)));
        let ends = cross(at(steps, 76.0), at(steps, 75.0)) + cross(at(0, 75.0), at(0, 76.0));
        let area = (east.chain(west).sum::<f64>() + ends) / 2.0;
        let true_area = RADIUS * RADIUS * 1f64.to_radians() * (42f64.to_radians().sin() - 40f64.to_radians().sin());
        assert!((area / true_area - 1.0).abs() < 1e-3, "{area} {true_area}");
    }

    #[test]
    fn a_degree_is_111_km_at_the_centre() {
        let p = Projection::about(68.0, 35.0);
        assert!((p.km((68.0, 36.0)).1 - 111.19).abs() < 0.05);
        assert!((p.km((69.0, 35.0)).0 - 111.19 * 35f64.to_radians().cos()).abs() < 0.05);
    }
}
