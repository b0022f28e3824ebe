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

    /// A longitude turned by whole circles until it is within half a circle of the centre: the same on both sides of the 180th
    /// meridian.
    pub(crate) fn unwrapped(&self, lon: f64) -> f64 {
        near(lon, self.lon.to_degrees())
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

    /// Longitude and latitude, degrees, of a point in kilometres.
    pub(crate) fn degrees(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let rho = libm::hypot(x, y);
        if rho < 1e-9 {
            return (self.lon.to_degrees(), self.lat.to_degrees());
        }
        let c = 2.0 * libm::asin((rho / (2.0 * RADIUS)).min(1.0));
        let (sin, cos) = (libm::sin(c), libm::cos(c));
        let lat = libm::asin((cos * libm::sin(self.lat) + y * sin * libm::cos(self.lat) / rho).clamp(-1.0, 1.0));
        let lon = self.lon + libm::atan2(x * sin, rho * libm::cos(self.lat) * cos - y * libm::sin(self.lat) * sin);
        (lon.to_degrees(), lat.to_degrees())
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
    fn there_and_back_is_the_same_point() {
        let p = Projection::about(68.0, 35.0);
        for point in [(60.0, 30.0), (68.0, 35.0), (75.5, 41.0), (68.0, 29.0)] {
            let back = p.degrees(p.km(point));
            assert!((back.0 - point.0).abs() < 1e-9 && (back.1 - point.1).abs() < 1e-9, "{point:?} {back:?}");
        }
    }

    #[test]
    fn a_degree_is_111_km_at_the_centre() {
        let p = Projection::about(68.0, 35.0);
        assert!((p.km((68.0, 36.0)).1 - 111.19).abs() < 0.05);
        assert!((p.km((69.0, 35.0)).0 - 111.19 * 35f64.to_radians().cos()).abs() < 0.05);
    }
}
