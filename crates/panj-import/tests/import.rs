//! Maps whose borders are known, and maps that are wrong.

#![allow(clippy::panic, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use panj_import::{Columns, Imported, Link, Options, Preset, Side, import};
use serde_json::{Value, json};
use shapefile::dbase::{FieldName, FieldValue, Record, TableWriterBuilder};
use shapefile::{Point, Polygon, PolygonRing, Writer};
use tempfile::TempDir;

type Ring = Vec<(f64, f64)>;
/// Id, province, rings.
type Area = (&'static str, &'static str, Vec<Ring>);

fn square(west: f64, south: f64, size: f64) -> Ring {
    vec![(west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south)]
}

fn collection(areas: &[Area]) -> Value {
    let feature = |(id, province, rings): &Area| {
        json!({ "type": "Feature", "properties": { "code": id, "label": format!("The {id}"), "prov": province },
            "geometry": { "type": "Polygon", "coordinates": rings } })
    };
    json!({ "type": "FeatureCollection", "features": areas.iter().map(feature).collect::<Vec<_>>() })
}

fn columns() -> Columns {
    let column = |name: &str| Some(name.to_owned());
    Columns { id: column("code"), name: column("label"), province: column("prov"), ..Columns::default() }
}

struct Maps(TempDir);

impl Maps {
    fn new() -> Maps {
        Maps(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn side(&self, host: &str, areas: &[Area]) -> Side {
        let file = self.write(&format!("side{host}.geojson"), collection(areas).to_string());
        Side { host: host.to_owned(), file, columns: columns(), ..Side::default() }
    }

    fn options(&self, areas: &[Area]) -> Options {
        let days = ["2030-05-01", "2030-12-31"].map(str::to_owned);
        Options {
            districts: self.side("", areas),
            tolerance: 0.001,
            title: "A map".to_owned(),
            days,
            ..Options::default()
        }
    }
}

fn made(options: &Options) -> Imported {
    import(options).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn told(options: &Options) -> String {
    import(options).unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn file<'a>(imported: &'a Imported, name: &str) -> &'a str {
    &imported.files.iter().find(|file| file.0 == name).unwrap_or_else(|| panic!("no {name}")).1
}

/// Pairs and km of a table of borders.
fn edges(imported: &Imported, name: &str) -> Vec<(String, f64)> {
    let rows = file(imported, name).lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (format!("{}-{}", cells[0], cells[1]), cells[2].parse().unwrap())
    });
    rows.collect()
}

fn pairs(imported: &Imported) -> Vec<String> {
    edges(imported, "edges.csv").into_iter().map(|edge| edge.0).collect()
}

/// A degree of the equator and of the meridian there, km on WGS 84.
const EQUATOR: f64 = 111.319_490_793;
const MERIDIAN: f64 = 110.574_388_558;

#[test]
fn a_checkerboard_has_its_lengths_on_the_ellipsoid() {
    let maps = Maps::new();
    let areas = [
        ("a", "west", vec![square(0.0, 0.0, 1.0)]),
        ("b", "east", vec![square(1.0, 0.0, 1.0)]),
        ("c", "west", vec![square(0.0, -1.0, 1.0)]),
        ("d", "east", vec![square(1.0, -1.0, 1.0)]),
    ];
    let imported = made(&maps.options(&areas));
    let want = [("a-b", MERIDIAN), ("a-c", EQUATOR), ("b-d", EQUATOR), ("c-d", MERIDIAN)];
    let found = edges(&imported, "edges.csv");
    assert_eq!(found.len(), want.len());
    for ((pair, km), (name, length)) in found.iter().zip(want) {
        assert!(pair == name && (km - length).abs() < 0.001, "{pair} {km} {length}");
    }
    // a and d, b and c meet in a corner: said, and no border.
    assert!(
        imported.doubts.iter().any(|doubt| doubt.starts_with("2 pairs touch at a corner")),
        "{:?}",
        imported.doubts
    );
    assert_eq!(imported.counts.provinces, 2);
    assert!((imported.counts.outer_km - 4.0 * (EQUATOR + MERIDIAN)).abs() < 0.1, "{:?}", imported.counts);
    let districts = file(&imported, "districts.csv");
    assert!(districts.contains("\na,The a,,west,plain,1,0,200,10000,"), "{districts}");
    assert_eq!(file(&imported, "provinces.csv").lines().count(), 3);
}

#[test]
fn an_enclave_a_neighbour_with_more_corners_and_an_island() {
    let maps = Maps::new();
    // `in` fills the hole of `out`; `many` has two corners on a side of which `out` has none; `isle` is alone.
    let many = vec![(4.0, 0.0), (5.0, 0.0), (5.0, 4.0), (4.0, 4.0), (4.0, 3.0), (4.0, 1.3), (4.0, 0.0)];
    let mut hole = square(1.0, 1.0, 1.0);
    hole.reverse();
    let areas = [
        ("out", "p", vec![square(0.0, 0.0, 4.0), hole]),
        ("in", "p", vec![square(1.0, 1.0, 1.0)]),
        ("many", "p", vec![many]),
        ("isle", "p", vec![square(7.0, 0.0, 1.0)]),
    ];
    let mut options = maps.options(&areas);
    let imported = made(&options);
    let found = edges(&imported, "edges.csv");
    assert_eq!(pairs(&imported), ["out-in", "out-many"]);
    assert!((found[0].1 - 2.0 * (MERIDIAN + EQUATOR)).abs() < 0.2, "{found:?}");
    // Four degrees of a meridian; a corner of the other side alone does not break it.
    assert!((found[1].1 - 4.0 * MERIDIAN).abs() < 0.1, "{found:?}");
    assert!(
        imported
            .doubts
            .iter()
            .any(|doubt| doubt.starts_with("1 districts have no neighbour") && doubt.contains("isle"))
    );
    let areas: Value = serde_json::from_str(file(&imported, "districts.geojson")).unwrap();
    assert_eq!(areas["features"][0]["geometry"]["coordinates"][0].as_array().unwrap().len(), 2, "outline and hole");
    options.links = vec![Link { ids: ["isle".to_owned(), "many".to_owned()], km: Some(3.5) }];
    assert_eq!(edges(&made(&options), "edges.csv")[2], ("many-isle".to_owned(), 3.5));
    options.links.clear();
    options.link_nearest = true;
    assert_eq!(pairs(&made(&options)), ["out-in", "out-many", "many-isle"]);
    options.links = vec![Link { ids: ["isle".to_owned(), "none".to_owned()], km: None }];
    assert!(told(&options).contains("--link: no district none"));
}

#[test]
fn outlines_are_what_one_area_alone_has() {
    let maps = Maps::new();
    let mut hole = square(1.0, 1.0, 1.0);
    hole.reverse();
    let areas = [
        ("out", "p", vec![square(0.0, 0.0, 4.0), hole]),
        ("in", "p", vec![square(1.0, 1.0, 1.0)]),
        ("beside", "p", vec![square(4.0, 0.0, 4.0)]),
        ("isle", "p", vec![square(9.0, 0.0, 1.0)]),
    ];
    let imported = made(&maps.options(&areas));
    let outline: Value = serde_json::from_str(file(&imported, "outline.geojson")).unwrap();
    let features = outline["features"].as_array().unwrap();
    assert_eq!(features.len(), 1, "one state");
    let pieces = features[0]["geometry"]["coordinates"].as_array().unwrap();
    assert_eq!(pieces.len(), 2, "the mainland and the isle: {pieces:?}");
    assert!(pieces.iter().all(|piece| piece.as_array().unwrap().len() == 1), "a filled hole is none");
    let area = |piece: &Value| {
        let ring: Vec<(f64, f64)> =
            piece[0].as_array().unwrap().iter().map(|p| (p[0].as_f64().unwrap(), p[1].as_f64().unwrap())).collect();
        0.5 * ring.windows(2).map(|w| w[0].0 * w[1].1 - w[1].0 * w[0].1).sum::<f64>()
    };
    let mut areas: Vec<f64> = pieces.iter().map(area).collect();
    areas.sort_by(f64::total_cmp);
    assert_eq!(areas, [1.0, 32.0], "in square degrees");
    assert!(file(&imported, "scenario.toml").contains("outline = \"outline.geojson\""));
}

/// A winding line from (0, `from`) to (0, `to`), with a corner at every step.
fn winding(from: f64, to: f64, steps: usize, shift: f64) -> Ring {
    let at = |step: usize| from + (to - from) * step as f64 / steps as f64;
    (0..=steps).map(|step| (0.03 * (9.0 * at(step)).sin() + shift, at(step))).collect()
}

/// Two areas along a winding line that each has in its own corners.
fn two_sides(left: Ring, right: Ring) -> [Area; 2] {
    let closed = |mut line: Ring, lon: f64| {
        let (first, last) = (line[0], line[line.len() - 1]);
        line.extend([(lon, last.1), (lon, first.1), first]);
        line
    };
    [("left", "p", vec![closed(left, -1.0)]), ("right", "p", vec![closed(right, 1.0)])]
}

#[test]
fn lines_simplified_apart_keep_pair_and_length() {
    let maps = Maps::new();
    let length = |areas: &[Area], tolerance: f64| {
        let imported = made(&Options { tolerance, ..maps.options(areas) });
        edges(&imported, "edges.csv").first().map_or(0.0, |edge| edge.1)
    };
    let fine = length(&two_sides(winding(0.0, 1.0, 400, 0.0), winding(0.0, 1.0, 400, 0.0)), 0.001);
    assert!(fine > MERIDIAN, "{fine}");
    // The right side has a tenth of the corners, and another tenth than the left one's; a gap of 100 m lies between.
    let apart = two_sides(winding(0.0, 1.0, 400, 0.0), winding(0.0, 1.0, 37, 0.0009));
    assert_eq!(length(&apart, 0.001), 0.0);
    let found = length(&apart, 0.4);
    assert!((found / fine - 1.0).abs() < 0.01, "{found} {fine}");
    let doubts = made(&Options { tolerance: 0.4, ..maps.options(&apart) }).doubts;
    assert!(
        doubts.iter().any(|doubt| doubt.contains("1 of 1 borders were found by the tolerance alone")),
        "{doubts:?}"
    );
}

#[test]
fn four_areas_drawn_apart_have_no_borders_over_the_corner() {
    let maps = Maps::new();
    // Each square is off by up to 60 m, a fifth of the tolerance, so that all four gape and overlap.
    let areas = [
        ("a", "p", vec![square(0.0, 0.0, 0.9995)]),
        ("b", "p", vec![square(1.0003, 0.0001, 1.0)]),
        ("c", "p", vec![square(0.0001, -1.0, 1.0004)]),
        ("d", "p", vec![square(1.0, -1.0002, 0.9998)]),
    ];
    let imported = made(&Options { tolerance: 0.3, ..maps.options(&areas) });
    assert_eq!(pairs(&imported), ["a-b", "a-c", "b-d", "c-d"]);
}

#[test]
fn a_border_of_two_sources_and_the_hosts_behind_it() {
    let maps = Maps::new();
    let mut options = maps.options(&[("a", "p", vec![square(0.0, 0.0, 1.0)]), ("b", "p", vec![square(1.0, 0.0, 1.0)])]);
    let host = [
        ("near", "north", vec![square(0.3, 1.002, 1.0)]),
        ("next", "north", vec![square(1.3, 1.002, 1.0)]),
        ("far", "north", vec![square(0.3, 2.002, 1.0)]),
    ];
    options.hosts = vec![maps.side("HOST", &host)];
    let message = told(&options);
    assert!(message.contains("no host district touches") && message.contains("--tolerance 400 (metres)"), "{message}");
    options.tolerance = 0.4;
    let imported = made(&options);
    let found = edges(&imported, "border_edges.csv");
    assert_eq!(found.iter().map(|edge| edge.0.as_str()).collect::<Vec<_>>(), ["a-near", "b-near", "b-next"]);
    for (edge, degrees) in found.iter().zip([0.7, 0.3, 0.7]) {
        // Half of the gap at each end, where the lines turn away, and a piece.
        assert!((edge.1 - degrees * EQUATOR).abs() < 0.3, "{edge:?} {degrees}");
    }
    // What lies behind the border is not in the scenario.
    assert!(!file(&imported, "host_districts.csv").contains("far"));
    assert!(file(&imported, "host_districts.csv").contains(",HOST,HOST-north,"));
    assert_eq!(file(&imported, "posts.csv").lines().count(), 2, "one post in the one sector");
    assert!(file(&imported, "scenario.toml").contains("[alliance.request]"));
    assert!(
        !file(&made(&maps.options(&[("a", "p", vec![square(0.0, 0.0, 1.0)])])), "scenario.toml").contains("[alliance")
    );
}

#[test]
fn the_180th_meridian_changes_nothing() {
    let maps = Maps::new();
    let turned = |by: f64| {
        let lon = |lon: f64| if lon + by > 180.0 { lon + by - 360.0 } else { lon + by };
        let ring = |west: f64| square(west, 50.0, 1.0).into_iter().map(|p| (lon(p.0), p.1)).collect::<Ring>();
        made(&maps.options(&[("a", "p", vec![ring(0.0)]), ("b", "p", vec![ring(1.0)]), ("c", "p", vec![ring(2.0)])]))
    };
    let (here, there) = (turned(10.0), turned(178.5));
    assert_eq!(file(&here, "edges.csv"), file(&there, "edges.csv"));
    assert_eq!(here.counts.km2.round(), there.counts.km2.round());
    for line in file(&there, "districts.csv").lines().skip(1) {
        let lon: f64 = line.split(',').nth(9).unwrap().parse().unwrap();
        assert!((-180.0..=180.0).contains(&lon), "{line}");
    }
}

#[test]
fn population_and_seats_are_joined_and_what_does_not_fit_is_told() {
    let maps = Maps::new();
    let mut options = maps.options(&[("a", "p", vec![square(0.0, 0.0, 1.0)]), ("b", "p", vec![square(1.0, 0.0, 1.0)])]);
    let people = maps.write("people.csv", "code,total\na,\"1,500\"\nx,7\n");
    options.population = Some(format!("{}:code:total", people.display()));
    options.seats = Some(maps.write("seats.csv", "name,lon,lat,capital\nTown,1.25,0.5,1\nSea,9,9,0\n"));
    options.held = vec!["a".to_owned()];
    let imported = made(&options);
    let districts = file(&imported, "districts.csv");
    assert!(districts.contains("a,The a,,p,plain,0,1,200,1500,"), "{districts}");
    assert!(districts.contains("b,The b,,p,plain,1,0,200,10000,1.2500,0.5000,"), "{districts}");
    assert!(file(&imported, "provinces.csv").contains("p,p,Town,b,0"));
    let doubts = imported.doubts.join("\n");
    for part in [
        "ids of",
        ": x",
        "no population in the source and got the assumed one: The b (b)",
        "1 seats lie in no district: Sea",
    ] {
        assert!(doubts.contains(part), "{part}: {doubts}");
    }
    assert!(file(&imported, "sources.csv").contains("districts.csv,population,10000,assumption,1 districts"));
    options.population = Some(format!("{}:code:many", people.display()));
    assert!(told(&options).contains("column many: no such column; its columns are code, total"));
    maps.write("people.csv", "code,total\na,many\n");
    options.population = Some(format!("{}:code:total", people.display()));
    assert!(told(&options).contains("people.csv, row 2, column total: `many`"), "{}", told(&options));
}

/// A Shapefile of squares in UTM zone 42, with names in an encoding.
fn shapefile_of(folder: &Path, names: &[&[u8]]) -> PathBuf {
    let path = folder.join("utm.shp");
    let table = TableWriterBuilder::new()
        .add_character_field(FieldName::try_from("ADM2_PCODE").unwrap(), 10)
        .add_character_field(FieldName::try_from("ADM2_EN").unwrap(), 20)
        .add_numeric_field(FieldName::try_from("T_TL").unwrap(), 10, 0);
    let mut writer = Writer::from_path(&path, table).unwrap();
    for at in 0..names.len() {
        let (west, size) = (500_000.0 + 10_000.0 * at as f64, 10_000.0);
        let corners = [(0.0, 0.0), (0.0, size), (size, size), (size, 0.0), (0.0, 0.0)];
        let ring = corners.map(|(x, y)| Point::new(west + x, 4_000_000.0 + y)).to_vec();
        let mut record = Record::default();
        record.insert("ADM2_PCODE".to_owned(), FieldValue::Character(Some(format!("AF{at:02}"))));
        record.insert("ADM2_EN".to_owned(), FieldValue::Character(Some("N".repeat(10))));
        record.insert("T_TL".to_owned(), FieldValue::Numeric(Some(1000.0 + at as f64)));
        writer.write_shape_and_record(&Polygon::new(PolygonRing::Outer(ring)), &record).unwrap();
    }
    drop(writer);
    // The writer knows UTF-8 alone.
    let table = path.with_extension("dbf");
    let mut bytes = fs::read(&table).unwrap();
    for name in names {
        let at = bytes.windows(10).position(|window| window == [b'N'; 10]).unwrap();
        let mut cell = name.to_vec();
        cell.resize(10, b' ');
        bytes[at..at + 10].copy_from_slice(&cell);
    }
    fs::write(table, bytes).unwrap();
    path
}

const UTM_42: &str = r#"PROJCS["WGS_1984_UTM_Zone_42N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],
PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],
PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",69.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

#[test]
fn shapefiles_with_projection_encoding_and_known_columns() {
    let maps = Maps::new();
    let file_of = shapefile_of(maps.0.path(), &["Bülach".as_bytes(), "Panj".as_bytes()]);
    let columns = Columns { from: Some(Preset::CodAb), ..Columns::default() };
    let mut options = Options {
        districts: Side { file: file_of, columns, ..Side::default() },
        population: Some("T_TL".to_owned()),
        ..maps.options(&[])
    };
    let message = told(&options);
    assert!(
        message.contains("utm.shp, row 1: the point (500000.0, 4000000.0)") && message.contains("--crs EPSG:32642"),
        "{message}"
    );
    maps.write("utm.prj", UTM_42);
    let imported = made(&options);
    let districts = file(&imported, "districts.csv");
    assert!(districts.contains("AF00,Bülach,,all,") && districts.contains(",1001,"), "{districts}");
    // 10 km of the grid beside the central meridian, where its scale is 0.9996.
    let found = edges(&imported, "edges.csv");
    assert_eq!(found[0].0, "AF00-AF01");
    assert!((found[0].1 - 10.0 / 0.9996).abs() < 0.001, "{found:?}");
    // The same by the code, without the file.
    fs::remove_file(maps.0.path().join("utm.prj")).unwrap();
    options.districts.reading.crs = Some("EPSG:32642".to_owned());
    let again = made(&options);
    assert!((edges(&again, "edges.csv")[0].1 - found[0].1).abs() < 1e-6);
    options.districts.reading.crs = Some("EPSG:99".to_owned());
    assert!(told(&options).contains("--crs: EPSG:99"), "{}", told(&options));
    options.districts.reading.crs = Some("EPSG:32642".to_owned());
    // Names that are no UTF-8, and with their encoding named.
    shapefile_of(maps.0.path(), &[b"B\xfclach", b"Panj"]);
    let imported = made(&options);
    assert!(file(&imported, "districts.csv").contains("Bülach"));
    assert!(imported.doubts.iter().any(|doubt| doubt.contains("no UTF-8")), "{:?}", imported.doubts);
    shapefile_of(maps.0.path(), &[b"\xcf\xff\xed\xe4\xe6", b"Panj"]);
    maps.write("utm.cpg", "ANSI 1251");
    assert!(file(&made(&options), "districts.csv").contains("Пяндж"));
}

#[test]
fn rows_are_chosen_joined_and_refused_by_their_columns() {
    let maps = Maps::new();
    let areas = [
        ("a1", "p", vec![square(0.0, 0.0, 1.0)]),
        ("a1", "p", vec![square(5.0, 0.0, 1.0)]),
        ("b1", "p", vec![square(1.0, 0.0, 1.0)]),
        ("b2", "p", vec![square(2.0, 0.0, 1.0)]),
    ];
    let mut options = maps.options(&areas);
    assert_eq!(pairs(&made(&options)), ["a1-b1", "b1-b2"]);
    assert!(made(&options).doubts.iter().any(|doubt| doubt.contains("1 rows had an id of a row before")));
    options.districts.reading.only = vec!["code=b*".to_owned()];
    assert_eq!(pairs(&made(&options)), ["b1-b2"]);
    options.districts.reading.only = vec!["code!=b2".to_owned()];
    assert_eq!(pairs(&made(&options)), ["a1-b1"]);
    options.districts.reading.only = vec!["code=c".to_owned()];
    assert!(told(&options).contains("no row"));
    options.districts.reading.only.clear();
    options.districts.columns = Columns::default();
    let message = told(&options);
    assert!(message.contains("--id COLUMN") && message.contains("  code: a1 | a1 | b1"), "{message}");
    options.districts.columns.id = Some("cod".to_owned());
    assert!(
        told(&options).contains("column cod: no such column; its columns are code, label, prov"),
        "{}",
        told(&options)
    );
    options.districts.columns.from = Some(Preset::Gadm);
    options.districts.columns.id = None;
    assert!(told(&options).contains("--from cod-ab"));
}

#[test]
fn the_same_map_gives_the_same_bytes() {
    let maps = Maps::new();
    let areas = [("a", "p", vec![winding_area()]), ("b", "p", vec![square(9.0, 0.0, 1.0)])];
    let (one, other) = (made(&maps.options(&areas)), made(&maps.options(&areas)));
    assert_eq!(one.files, other.files);
    let hash = file(&one, "SOURCES.md").lines().find(|line| line.contains("side.geojson")).unwrap();
    assert_eq!(hash.split('`').nth(1).unwrap().len(), 64);
    assert!(file(&one, "SOURCES.md").contains("Licence of the data: not stated"));
    let toml = file(&one, "scenario.toml");
    assert!(toml.contains("[status]") && toml.contains("\"campaign.contagion\""));
}

fn winding_area() -> Ring {
    (0..300)
        .map(|step| f64::from(step) * std::f64::consts::TAU / 300.0)
        .map(|t| (t.cos() * 2.0 + (t * 40.0).cos() * 0.01, t.sin()))
        .collect()
}

/// Bytes that a seed spoils: some changed, some cut off, some doubled.
fn spoiled(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let mut bytes = bytes.to_vec();
    for _ in 0..=next(4) {
        let at = next(bytes.len());
        match next(5) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << next(8),
            2 => bytes[at] = 0xff,
            3 => bytes.extend_from_within(at..),
            _ => {
                let end = (at + 4).min(bytes.len());
                bytes[at..end].fill(0x7f);
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

/// Damaged files are refused with their names or read as something; none panics or takes more than a moment.
#[test]
fn damaged_files_are_refused_or_read() {
    let maps = Maps::new();
    let shape = shapefile_of(maps.0.path(), &[b"One", b"Two", b"Three"]);
    maps.write("utm.prj", UTM_42);
    let named = Columns { id: Some("ADM2_PCODE".to_owned()), ..Columns::default() };
    let json =
        collection(&[("a", "p", vec![square(0.0, 0.0, 1.0)]), ("b", "p", vec![square(1.0, 0.0, 1.0)])]).to_string();
    let geojson = maps.write("areas.geojson", &json);
    let by_file = [
        (shape.clone(), shape.clone(), named.clone()),
        (shape.with_extension("dbf"), shape.clone(), named.clone()),
        (shape.with_extension("prj"), shape.clone(), named),
        (geojson.clone(), geojson, columns()),
    ];
    let mutants = std::env::var("PANJ_FUZZ_MUTANTS").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let (mut refused, mut read) = (0, 0);
    for (damaged, file, columns) in by_file {
        let sound = fs::read(&damaged).unwrap();
        for seed in 1..=mutants {
            fs::write(&damaged, spoiled(&sound, seed)).unwrap();
            let options = Options {
                districts: Side { file: file.clone(), columns: columns.clone(), ..Side::default() },
                ..maps.options(&[])
            };
            match import(&options) {
                Ok(_) => read += 1,
                Err(problems) => {
                    refused += 1;
                    let folder = maps.0.path().display().to_string();
                    assert!(problems.iter().all(|problem| problem.file.starts_with(&folder)), "{problems:?}");
                }
            }
        }
        fs::write(&damaged, sound).unwrap();
    }
    assert!(refused > mutants && read > mutants / 4, "{refused} refused, {read} read");
}

/// Sizes of a header that promise more than the file holds.
#[test]
fn sizes_that_the_file_does_not_hold_are_told_by_the_record() {
    let maps = Maps::new();
    let shape = shapefile_of(maps.0.path(), &[b"One", b"Two"]);
    let mut bytes = fs::read(&shape).unwrap();
    // Points of the second record: 100 bytes of header, then records of 136 bytes with 8 before each.
    let second = 100 + 8 + i32::from_be_bytes(bytes[104..108].try_into().unwrap()) as usize * 2;
    bytes[second + 48..second + 52].copy_from_slice(&i32::MAX.to_le_bytes());
    fs::write(&shape, bytes).unwrap();
    let columns = Columns { id: Some("ADM2_PCODE".to_owned()), ..Columns::default() };
    let options = Options { districts: Side { file: shape, columns, ..Side::default() }, ..maps.options(&[]) };
    assert!(
        told(&options).contains("utm.shp, row 2: Some(1) parts and Some(2147483647) points in"),
        "{}",
        told(&options)
    );
}

/// The county map of North Carolina that R's package sf brings: 231 pairs of 6,615.9 km, by geopandas and by spdep's documentation.
#[test]
fn north_carolina() {
    let Some(path) = std::env::var_os("PANJ_NC_SHP") else {
        eprintln!("skipped: PANJ_NC_SHP names no nc.shp (of R's package sf)");
        return;
    };
    let columns = Columns { id: Some("CNTY_ID".to_owned()), name: Some("NAME".to_owned()), ..Columns::default() };
    let imported = made(&Options {
        districts: Side { file: path.into(), columns, ..Side::default() },
        ..Maps::new().options(&[])
    });
    assert_eq!(imported.counts.edges, 231);
    assert!((imported.counts.shared_km - 6_615.9).abs() < 0.1, "{:?}", imported.counts);
    assert!(file(&imported, "districts.csv").contains("1825,Ashe,"));
}
