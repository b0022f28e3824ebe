//! Shapefiles: `.shp`, `.dbf`, and `.prj` and `.cpg` where they are there.
//!
//! # References
//! ESRI Shapefile Technical Description, 1998.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use encoding_rs::Encoding;
use shapefile::dbase::encoding::{DynEncoding, EncodingRs, Unicode};
use shapefile::dbase::{FieldValue, Reader, ReaderBuilder};
use shapefile::{PolygonRing, Shape, ShapeReader};

use crate::crs::Crs;
use crate::layer::{Layer, MOST_POINTS, Point, Reading, Ring, Row, ring};
use crate::problem::Problem;

/// Reads all of it into a layer; gives the coordinate system that the `.prj` names.
pub(crate) fn read(layer: &mut Layer, reading: &Reading) -> Result<Option<Crs>, Problem> {
    let file = layer.file.clone();
    let beside = |ending: &str| {
        let upper = file.with_extension(ending.to_uppercase());
        if upper.is_file() { upper } else { file.with_extension(ending) }
    };
    let bytes = layer.bytes(&file)?;
    check(&file, &bytes)?;
    let shapes = ShapeReader::new(Cursor::new(bytes)).and_then(ShapeReader::read);
    let shapes = shapes.map_err(|error| Problem::of(&file, error.to_string(), "a Shapefile of polygons"))?;
    let table = beside("dbf");
    let bytes = layer.bytes(&table)?;
    let encoding = match (&reading.encoding, beside("cpg")) {
        (Some(label), _) => Some(encoding(label).ok_or_else(|| {
            Problem::option("--encoding", format!("`{label}`"), "a label such as utf-8, windows-1252, windows-1251")
        })?),
        (None, cpg) if cpg.is_file() => encoding(&String::from_utf8_lossy(&layer.bytes(&cpg)?)),
        _ => None,
    };
    let values = match encoding {
        Some(encoding) => records(&bytes, EncodingRs::from(encoding), shapes.len(), layer),
        None => records(&bytes, Unicode, shapes.len(), layer).or_else(|_| {
            let note = "its texts are no UTF-8 and were read as windows-1252; if names look wrong, give --encoding";
            layer.doubts.push(format!("{}: {note}", table.display()));
            records(&bytes, EncodingRs::from(encoding_rs::WINDOWS_1252), shapes.len(), layer)
        }),
    };
    let values = values
        .map_err(|(row, found)| Problem::of(&table, found, "a dBASE table with a record for each shape").row(row))?;
    let mut left_out = 0;
    for (at, (shape, values)) in shapes.into_iter().zip(values).enumerate() {
        let (rings, point, lost) = geometry(shape).map_err(|kind| {
            Problem::of(&file, format!("a shape of the type {kind}"), "polygons, or points for seats").row(at + 1)
        })?;
        left_out += lost;
        layer.rows.push(Row { values, rings, point });
    }
    if left_out > 0 {
        layer.doubts.push(format!("{}: {left_out} rings of fewer than three points were left out", file.display()));
    }
    let prj = beside("prj");
    if !prj.is_file() {
        return Ok(None);
    }
    let text = layer.bytes(&prj)?;
    let rule = "well-known text of a coordinate system; give it by --crs";
    let of_file = Crs::of_wkt(&String::from_utf8_lossy(&text)).map_err(|found| Problem::of(&prj, found, rule));
    if reading.crs.is_some() { Ok(None) } else { of_file.map(Some) }
}

/// Looks at the sizes of a `.shp`, so that a damaged one fills no memory.
fn check(file: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let rule = "the file is damaged or cut short: fetch it again";
    let word = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok());
    let (mut at, mut row, mut all) = (100, 0, 0usize);
    if word(0).map(i32::from_be_bytes) != Some(9994) || bytes.len() < 100 {
        return Err(Problem::of(file, "no header of a Shapefile", "a file .shp"));
    }
    while at < bytes.len() {
        row += 1;
        let wrong = |found: String| Problem::of(file, found, rule).row(row);
        let size = word(at + 4).map(i32::from_be_bytes).and_then(|words| usize::try_from(words).ok());
        let size =
            size.and_then(|words| words.checked_mul(2)).filter(|size| *size >= 4 && *size <= bytes.len() - at - 8);
        let size = size.ok_or_else(|| wrong("a record that reaches beyond the end".to_owned()))?;
        let content = at + 8;
        if matches!(word(content).map(i32::from_le_bytes), Some(3 | 5 | 8 | 13 | 15 | 18 | 23 | 25 | 28 | 31)) {
            let count = |at: usize| word(at).map(i32::from_le_bytes).and_then(|n| usize::try_from(n).ok());
            let (parts, points) = (count(content + 36), count(content + 40));
            let fits = parts.zip(points).is_some_and(|(parts, points)| parts * 4 + points * 16 + 44 <= size);
            if !fits {
                return Err(wrong(format!("{parts:?} parts and {points:?} points in {size} bytes")));
            }
            all += points.unwrap_or_default();
        }
        at = content + size;
    }
    if all > MOST_POINTS {
        let rule = format!("at most {MOST_POINTS}; simplify it or take a coarser level");
        return Err(Problem::of(file, format!("{all} points"), rule));
    }
    Ok(())
}

/// The encoding of a label, as `.cpg` files have them: `UTF-8`, `1252`, `ANSI 1251`, `ISO 88591`.
fn encoding(label: &str) -> Option<&'static Encoding> {
    let label = label.trim();
    let number: String = label.chars().filter(char::is_ascii_digit).collect();
    let usual = Encoding::for_label(label.as_bytes());
    usual.or_else(|| match number.as_str() {
        "65001" => Some(encoding_rs::UTF_8),
        iso if iso.starts_with("8859") => Encoding::for_label(format!("iso-8859-{}", &iso[4..]).as_bytes()),
        page => Encoding::for_label(format!("windows-{page}").as_bytes()),
    })
}

type Values = Vec<BTreeMap<String, String>>;

/// The records of a table, one for each shape; the number and what was found where one cannot be read.
fn records(
    bytes: &[u8],
    encoding: impl Into<DynEncoding>,
    shapes: usize,
    layer: &mut Layer,
) -> Result<Values, (usize, String)> {
    let mut reader: Reader<_> = ReaderBuilder::new()
        .with_encoding(encoding)
        .build(Cursor::new(bytes))
        .map_err(|error| (0, error.to_string()))?;
    let names: Vec<String> = reader.fields().iter().map(|field| field.name().to_owned()).collect();
    let mut values = Vec::new();
    for (at, record) in reader.iter_records().take(shapes).enumerate() {
        let record = record.map_err(|error| (at + 1, error.to_string()))?;
        let cell = |name: &String| (name.clone(), record.get(name).map(text).unwrap_or_default());
        values.push(names.iter().map(cell).collect());
    }
    if values.len() < shapes {
        return Err((values.len(), format!("{} records for {shapes} shapes", values.len())));
    }
    layer.columns = names;
    Ok(values)
}

/// A value as text; whole numbers without a point.
fn text(value: &FieldValue) -> String {
    match value {
        FieldValue::Character(text) => text.as_deref().unwrap_or_default().trim().to_owned(),
        FieldValue::Memo(text) => text.trim().to_owned(),
        FieldValue::Numeric(number) => number.map(|n| n.to_string()).unwrap_or_default(),
        FieldValue::Float(number) => number.map(|n| n.to_string()).unwrap_or_default(),
        FieldValue::Double(number) | FieldValue::Currency(number) => number.to_string(),
        FieldValue::Integer(number) => number.to_string(),
        FieldValue::Logical(yes) => yes.map(|yes| yes.to_string()).unwrap_or_default(),
        FieldValue::Date(date) => date.map(|date| date.to_string()).unwrap_or_default(),
        FieldValue::DateTime(time) => format!("{time:?}"),
    }
}

/// Rings or the point of a shape, and how many rings were none.
#[allow(clippy::type_complexity)]
fn geometry(shape: Shape) -> Result<(Vec<Ring>, Option<Point>, usize), String> {
    fn rings<P>(of: &[PolygonRing<P>], at: impl Fn(&P) -> Point) -> (Vec<Ring>, Option<Point>, usize) {
        let all = of.iter().map(|part| {
            let hole = matches!(part, PolygonRing::Inner(_));
            ring(part.points().iter().map(&at), hole)
        });
        let mut rings: Vec<Ring> = all.flatten().collect();
        let lost = of.len() - rings.len();
        // A file that turns all its rings round has no holes.
        if rings.iter().all(|ring| ring.hole) {
            rings.iter_mut().for_each(|ring| ring.hole = false);
        }
        (rings, None, lost)
    }
    let point = |x: f64, y: f64| (Vec::new(), Some((x, y)), 0);
    match shape {
        Shape::Polygon(polygon) => Ok(rings(polygon.rings(), |p| (p.x, p.y))),
        Shape::PolygonM(polygon) => Ok(rings(polygon.rings(), |p| (p.x, p.y))),
        Shape::PolygonZ(polygon) => Ok(rings(polygon.rings(), |p| (p.x, p.y))),
        Shape::Point(p) => Ok(point(p.x, p.y)),
        Shape::PointM(p) => Ok(point(p.x, p.y)),
        Shape::PointZ(p) => Ok(point(p.x, p.y)),
        Shape::NullShape => Ok((Vec::new(), None, 0)),
        other => Err(other.shapetype().to_string()),
    }
}
