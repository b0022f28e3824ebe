//! Coordinate reference systems, to degrees on WGS 84. Datum shifts that need grids are left out: at most some 200 m.

use std::path::Path;

use proj4rs::{Proj, transform::transform};

use crate::layer::{Point, read_bytes};
use crate::problem::Problem;

/// What a file's coordinates are.
pub(crate) enum Crs {
    /// Degrees, of the datum named where it may not be WGS 84.
    Degrees(String),
    /// Metres of a projection: from it, to degrees.
    Projected(Box<(Proj, Proj)>, String),
}

impl Crs {
    /// From what `--crs` says.
    pub(crate) fn of_option(text: &str) -> Result<Crs, Problem> {
        let wrong = |found: String| {
            let rule = "give EPSG:4326, a UTM zone (EPSG:32601 to 32660, 32701 to 32760), EPSG:3857, a PROJ string ('+proj=utm +zone=42'; \
                        epsg.io shows it for any code), or a file with WKT (.prj)";
            Problem::option("--crs", found, rule)
        };
        if text.starts_with("+proj") {
            return Crs::of_proj(text).map_err(wrong);
        }
        let code = text.rsplit(':').next().filter(|_| text.to_uppercase().contains("EPSG"));
        match code.map(str::parse::<u32>) {
            Some(Ok(code)) => Crs::of_code(code).ok_or_else(|| wrong(format!("EPSG:{code}, which is not known"))),
            Some(Err(_)) => Err(wrong(format!("`{text}`"))),
            None => {
                let bytes = read_bytes(Path::new(text)).map_err(|_| wrong(format!("`{text}`")))?;
                Crs::of_wkt(&String::from_utf8_lossy(&bytes)).map_err(wrong)
            }
        }
    }

    /// From a code of EPSG that a formula knows.
    pub(crate) fn of_code(code: u32) -> Option<Crs> {
        let utm = |zone: u32, south: &str| Crs::of_proj(&format!("+proj=utm +zone={zone} {south} +datum=WGS84")).ok();
        match code {
            4326 | 4979 => Some(Crs::Degrees(String::new())),
            32601..=32660 => utm(code - 32600, ""),
            32701..=32760 => utm(code - 32700, "+south"),
            3857 => Crs::of_proj(
                "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null",
            )
            .ok(),
            _ => None,
        }
    }

    /// From well-known text, as `.prj` files hold.
    ///
    /// # Errors
    /// What of it is not known.
    pub(crate) fn of_wkt(text: &str) -> Result<Crs, String> {
        let text = text.trim().trim_start_matches('\u{feff}');
        if text.len() > 1 << 16 {
            return Err("a longer text than well-known text is".to_owned());
        }
        let upper = text.to_uppercase();
        if upper.starts_with("GEOG") || upper.starts_with("GEODCRS") {
            if !upper.contains("DEGREE") {
                return Err("a geographic system in other units than degrees".to_owned());
            }
            let name: String = text.split('"').nth(1).unwrap_or_default().chars().take(60).collect();
            let same = ["WGS84", "WGS1984", "ETRS", "CRS84"].iter().any(|own| squeezed(&name).contains(own));
            return Ok(Crs::Degrees(if same { String::new() } else { name }));
        }
        let proj = proj4wkt::wkt_to_projstring(text).map_err(|error| format!("well-known text: {error}"))?;
        Crs::of_proj(&proj)
    }

    fn of_proj(text: &str) -> Result<Crs, String> {
        let from = Proj::from_proj_string(text).map_err(|error| format!("`{text}`: {error}"))?;
        let to = Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").map_err(|error| error.to_string())?;
        if from.is_latlong() {
            return Ok(Crs::Degrees(String::new()));
        }
        Ok(Crs::Projected(Box::new((from, to)), text.to_owned()))
    }

    /// What was left out.
    pub(crate) fn doubt(&self) -> Option<String> {
        match self {
            Crs::Degrees(name) if !name.is_empty() => {
                Some(format!("its degrees are of {name} and were taken as WGS 84: places may be off by some 200 m"))
            }
            Crs::Projected(_, text) => {
                Some(format!("transformed to degrees from {text}, without grids of datum shifts (at most some 200 m)"))
            }
            Crs::Degrees(_) => None,
        }
    }

    /// A point in degrees; not-a-number where it lies outside of the projection.
    pub(crate) fn degrees(&self, point: Point) -> Point {
        let Crs::Projected(both, _) = self else { return point };
        let mut xyz = (point.0, point.1, 0.0);
        match transform(&both.0, &both.1, &mut xyz) {
            Ok(()) => (xyz.0.to_degrees(), xyz.1.to_degrees()),
            Err(_) => (f64::NAN, f64::NAN),
        }
    }
}

fn squeezed(name: &str) -> String {
    name.to_uppercase().chars().filter(char::is_ascii_alphanumeric).collect()
}
