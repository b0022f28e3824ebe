//! A file as a layer: rows with values by column, and areas or a point in degrees.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::crs::Crs;
use crate::{geojson, problem::Problem, shapes};

/// Largest file that is read, bytes.
pub const MOST_BYTES: u64 = 256 << 20;
/// Most points of a layer.
pub const MOST_POINTS: usize = 10_000_000;
/// Most rows of a layer.
pub const MOST_ROWS: usize = 100_000;

/// Longitude and latitude, degrees.
pub(crate) type Point = (f64, f64);

/// A ring of an area; its last point is not the first again.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ring {
    pub(crate) points: Vec<Point>,
    pub(crate) hole: bool,
}

/// A row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub(crate) values: BTreeMap<String, String>,
    pub(crate) rings: Vec<Ring>,
    pub(crate) point: Option<Point>,
}

/// A file's rows.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    pub(crate) file: PathBuf,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Row>,
    /// What a reader of the result should know.
    pub(crate) doubts: Vec<String>,
    /// Names of the files read, with their SHA-256.
    pub(crate) hashes: Vec<(String, String)>,
}

/// How files are to be read, where they do not say it themselves.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Coordinate reference system: `EPSG:4326` and UTM zones by code, a PROJ string, or a file with WKT.
    pub crs: Option<String>,
    /// Encoding of a Shapefile's texts, by its label.
    pub encoding: Option<String>,
    /// Only rows with these values, `COLUMN=VALUE`, or without them, `COLUMN!=VALUE`; a star at the end stands for anything.
    pub only: Vec<String>,
}

impl Layer {
    /// Reads a file: a Shapefile by its ending, else GeoJSON.
    pub(crate) fn read(file: &Path, reading: &Reading) -> Result<Layer, Problem> {
        let mut layer = Layer { file: file.to_owned(), ..Layer::default() };
        let ending = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let crs = match ending.as_str() {
            "shp" => shapes::read(&mut layer, reading)?,
            "json" | "geojson" => geojson::read(&mut layer)?,
            _ => {
                let rule =
                    "maps are read from .shp, .geojson and .json; others go through panj.from_geodataframe in Python";
                return Err(Problem::of(file, format!("the ending `{ending}`"), rule));
            }
        };
        layer.choose(&reading.only)?;
        let crs = reading.crs.as_deref().map(Crs::of_option).transpose()?.or(crs);
        layer.turn_into_degrees(crs.as_ref())?;
        if layer.rows.len() > MOST_ROWS {
            let rule = format!("at most {MOST_ROWS}; choose some by --only COLUMN=VALUE");
            return Err(Problem::of(file, format!("{} rows", layer.rows.len()), rule));
        }
        Ok(layer)
    }

    /// The bytes of a file of this layer, noted by their hash.
    pub(crate) fn bytes(&mut self, file: &Path) -> Result<Vec<u8>, Problem> {
        let bytes = read_bytes(file)?;
        let hex = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        self.hashes.push((file.file_name().unwrap_or_default().to_string_lossy().into_owned(), hex));
        Ok(bytes)
    }

    /// Keeps the rows that were asked for.
    fn choose(&mut self, only: &[String]) -> Result<(), Problem> {
        for wanted in only {
            let Some((column, value)) = wanted.split_once('=') else {
                return Err(Problem::option("--only", format!("`{wanted}`"), "it is COLUMN=VALUE or COLUMN!=VALUE"));
            };
            let (column, is_wanted) = column.strip_suffix('!').map_or((column, true), |column| (column, false));
            self.has(column)?;
            let keeps = |text: &str| match value.strip_suffix('*') {
                Some(start) => text.starts_with(start),
                None => text == value,
            };
            self.rows.retain(|row| row.values.get(column).is_some_and(|text| keeps(text) == is_wanted));
            if self.rows.is_empty() {
                return Err(Problem::of(&self.file, "no row", format!("one or more with {wanted}")).column(column));
            }
        }
        Ok(())
    }

    /// Turns coordinates into degrees, or tells which are none.
    fn turn_into_degrees(&mut self, crs: Option<&Crs>) -> Result<(), Problem> {
        if let Some(doubt) = crs.and_then(Crs::doubt) {
            self.doubts.push(format!("{}: {doubt}", self.file.display()));
        }
        for (at, row) in self.rows.iter_mut().enumerate() {
            let points = row.rings.iter_mut().flat_map(|ring| &mut ring.points).chain(&mut row.point);
            for point in points {
                let was = *point;
                if let Some(crs) = crs {
                    *point = crs.degrees(was);
                }
                if !(point.0.abs() <= 360.0 && point.1.abs() <= 90.0) {
                    let rule = "a point is longitude and latitude in degrees, or the coordinate system is given: by a .prj file, or by \
                                --crs EPSG:32642 (UTM), --crs '+proj=...' (a PROJ string), --crs FILE (WKT)";
                    return Err(Problem::of(&self.file, format!("the point {was:?}"), rule).row(at + 1));
                }
            }
        }
        Ok(())
    }

    /// Tells if a column is not there, and which are.
    pub(crate) fn has(&self, column: &str) -> Result<(), Problem> {
        if self.columns.iter().any(|known| known == column) {
            return Ok(());
        }
        let rule = format!("its columns are {}", self.columns.join(", "));
        Err(Problem::of(&self.file, "no such column", rule).column(column))
    }

    /// The columns with the first values of each, for those who must choose.
    pub(crate) fn shown(&self) -> String {
        let line = |column: &String| {
            let values = self.rows.iter().filter_map(|row| row.values.get(column)).filter(|text| !text.is_empty());
            let three: Vec<String> = values.take(3).map(|text| text.chars().take(40).collect()).collect();
            format!("  {column}: {}\n", three.join(" | "))
        };
        format!(
            "{} ({} rows) has\n{}",
            self.file.display(),
            self.rows.len(),
            self.columns.iter().map(line).collect::<String>()
        )
    }
}

/// Reads a whole regular file of bearable size.
pub(crate) fn read_bytes(file: &Path) -> Result<Vec<u8>, Problem> {
    let wrong = |error: std::io::Error| Problem::of(file, error.to_string(), "the file must be there and readable");
    let about = std::fs::metadata(file).map_err(wrong)?;
    if !about.is_file() {
        return Err(Problem::of(file, "no regular file", "name a file"));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(file).map_err(wrong)?.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(wrong)?;
    if bytes.len() as u64 > MOST_BYTES {
        let rule = format!("at most {} MiB; simplify it or take a coarser level", MOST_BYTES >> 20);
        return Err(Problem::of(file, "a larger file", rule));
    }
    Ok(bytes)
}

/// A ring without its repeated points; None where fewer than three different ones are left.
pub(crate) fn ring(points: impl IntoIterator<Item = Point>, hole: bool) -> Option<Ring> {
    let mut points: Vec<Point> = points.into_iter().collect();
    points.dedup();
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    (points.len() >= 3).then_some(Ring { points, hole })
}
