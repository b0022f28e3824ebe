//! From longitude and latitude to the drawing's coordinates.

use super::Map;

/// Width of the drawing; its height follows from the territory's shape.
pub(super) const WIDTH: f64 = 1000.0;
const MARGIN: f64 = 12.0;

/// Equirectangular projection fitted to the cells (or, without cells, to all lines).
pub(super) struct Projection {
    west: f64,
    north: f64,
    squeeze: f64,
    scale: f64,
    /// Height of the drawing.
    pub(super) height: f64,
}

impl Projection {
    pub(super) fn of(map: &Map) -> Projection {
        let cells = map.cells.iter().flat_map(|c| c.rings.iter().flatten());
        let places = map.places.iter().map(|p| &p.at);
        let mut bounds = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        for [lon, lat] in cells.chain(places).chain(map.border.iter().flatten()) {
            if lon.is_finite() && lat.is_finite() {
                bounds = [bounds[0].min(*lon), bounds[1].min(*lat), bounds[2].max(*lon), bounds[3].max(*lat)];
            }
        }
        let [west, south, east, north] =
            if bounds[0] < bounds[2] && bounds[1] < bounds[3] { bounds } else { [0.0, 0.0, 1.0, 1.0] };
        let squeeze = libm::cos((south + north).to_radians() / 2.0).max(0.05);
        let scale = (WIDTH - 2.0 * MARGIN) / ((east - west) * squeeze);
        Projection { west, north, squeeze, scale, height: (north - south) * scale + 2.0 * MARGIN }
    }

    pub(super) fn at(&self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        [MARGIN + (lon - self.west) * self.squeeze * self.scale, MARGIN + (self.north - lat) * self.scale]
    }

    /// Path data of lines, to a tenth of a unit, without repeated points; `close` makes rings of them.
    pub(super) fn path(&self, lines: &[Vec<[f64; 2]>], close: bool) -> String {
        let mut data = String::new();
        for line in lines {
            let mut before = [i64::MIN; 2];
            let mut first = true;
            for point in line.iter().filter(|p| p[0].is_finite() && p[1].is_finite()) {
                let [x, y] = self.at(*point);
                let tenths = [libm::round(x * 10.0) as i64, libm::round(y * 10.0) as i64];
                if tenths == before {
                    continue;
                }
                data.push_str(&format!("{}{} {}", if first { 'M' } else { 'L' }, tenth(tenths[0]), tenth(tenths[1])));
                before = tenths;
                first = false;
            }
            if close && !first {
                data.push('Z');
            }
        }
        data
    }
}

fn tenth(value: i64) -> String {
    let shown = format!("{:.1}", value as f64 / 10.0);
    shown.strip_suffix(".0").map_or(shown.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::MapCell;
    use super::*;

    #[test]
    fn the_territory_fills_the_width_and_north_is_up() {
        let cell = MapCell { rings: vec![vec![[60.0, 30.0], [75.0, 30.0], [75.0, 38.0]]], ..MapCell::default() };
        let projection = Projection::of(&Map { cells: vec![cell], ..Map::default() });
        let [west, south] = projection.at([60.0, 30.0]);
        let [east, north] = projection.at([75.0, 38.0]);
        assert!((west - MARGIN).abs() < 1e-9 && (east - (WIDTH - MARGIN)).abs() < 1e-9);
        assert!(north < south && (south - (projection.height - MARGIN)).abs() < 1e-9);
    }

    #[test]
    fn points_that_fall_together_are_drawn_once() {
        let projection = Projection::of(&Map::default());
        let path = projection.path(&[vec![[0.0, 1.0], [0.0, 1.000_001], [1.0, 1.0]]], true);
        assert_eq!(path, "M12 12L988 12Z");
    }
}
