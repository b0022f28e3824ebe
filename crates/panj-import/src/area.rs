//! Rows of a layer as areas with an id: which columns mean what, by name or by the makers of common sets of boundaries.

use std::collections::BTreeMap;

use crate::geodesy;
use crate::layer::{Layer, Point, Ring};
use crate::problem::Problem;

/// Whose columns a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// OCHA's Common Operational Datasets: `ADM2_PCODE`, `ADM2_EN`.
    CodAb,
    /// geoBoundaries: `shapeID`, `shapeName`, `shapeGroup`.
    GeoBoundaries,
    /// GADM: `GID_2`, `NAME_2`.
    Gadm,
}

/// Which columns mean what; what is left out is taken from the preset, or is not there.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Whose columns they are.
    pub from: Option<Preset>,
    /// The id.
    pub id: Option<String>,
    /// The name in Latin letters.
    pub name: Option<String>,
    /// The name as people there write it.
    pub local: Option<String>,
    /// The province's id; of a host's district its sector.
    pub province: Option<String>,
    /// The province's name.
    pub province_name: Option<String>,
}

/// A district, of either side.
#[derive(Clone, Debug, Default)]
pub(crate) struct Area {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) local: String,
    pub(crate) province: String,
    pub(crate) province_name: String,
    /// The host state; empty for the country itself.
    pub(crate) host: String,
    pub(crate) rings: Vec<Ring>,
    /// Its seat, or a point within it.
    pub(crate) seat: Point,
    /// Whether the seat is one, by name.
    pub(crate) seat_name: Option<String>,
    pub(crate) capital: bool,
    pub(crate) held: bool,
    pub(crate) population: Option<f64>,
    pub(crate) km2: f64,
    values: BTreeMap<String, String>,
}

impl Columns {
    /// The columns of a layer; of a preset those of the finest level that is there.
    fn found(&self, layer: &Layer) -> Result<Columns, Problem> {
        let known = |pattern: &str, level: u32| {
            let wanted = pattern.replace('#', &level.to_string());
            layer.columns.iter().find(|column| column.eq_ignore_ascii_case(&wanted)).cloned()
        };
        // Id, name, local name, province and its name, with # for the level.
        let [id, name, local, province, province_name] = match self.from {
            None => [""; 5],
            Some(Preset::CodAb) => {
                ["ADM#_PCODE", "ADM#_EN|ADM#_NAME|ADM#_REF", "", "ADM#_PCODE", "ADM#_EN|ADM#_NAME|ADM#_REF"]
            }
            Some(Preset::GeoBoundaries) => ["shapeID", "shapeName", "", "", ""],
            Some(Preset::Gadm) => ["GID_#", "NAME_#", "NL_NAME_#", "GID_#", "NAME_#"],
        };
        let any = |patterns: &str, level| patterns.split('|').find_map(|pattern| known(pattern, level));
        let level = (0..=5).rev().find(|&level| any(id, level).is_some()).unwrap_or(0);
        let above = if level > 1 { 1 } else { 0 };
        let of = |own: &Option<String>, patterns, level| own.clone().or_else(|| any(patterns, level));
        let local = of(&self.local, local, level).or_else(|| {
            // COD-AB has a column for each language, by its letters.
            let other = |column: &&String| {
                let upper = column.to_uppercase();
                upper.len() == 7 && upper.starts_with(&format!("ADM{level}_")) && !upper.ends_with("_EN")
            };
            layer.columns.iter().find(other).filter(|_| self.from == Some(Preset::CodAb)).cloned()
        });
        let columns = Columns {
            from: self.from,
            id: of(&self.id, id, level),
            name: of(&self.name, name, level),
            local,
            province: of(&self.province, province, above),
            province_name: of(&self.province_name, province_name, above),
        };
        if columns.id.is_none() {
            let rule = format!(
                "say which column holds the ids (--id COLUMN), or --from cod-ab, geoboundaries or gadm\n{}",
                layer.shown()
            );
            return Err(Problem::of(&layer.file, "the column of the ids is not named", rule));
        }
        let all = [&columns.id, &columns.name, &columns.local, &columns.province, &columns.province_name];
        all.into_iter().flatten().try_for_each(|column| layer.has(column))?;
        Ok(columns)
    }
}

/// Areas of a layer, rows of one id joined. `host` is the host state that they belong to, or empty.
pub(crate) fn areas(layer: &mut Layer, columns: &Columns, host: &str) -> Result<Vec<Area>, Vec<Problem>> {
    let columns = columns.found(layer).map_err(|problem| vec![problem])?;
    let mut areas: Vec<Area> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let (mut problems, mut joined) = (Vec::new(), 0);
    for (at, row) in std::mem::take(&mut layer.rows).into_iter().enumerate() {
        let cell = |column: &Option<String>| {
            let text = column.as_ref().and_then(|column| row.values.get(column));
            text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
        };
        let (id, wrong) =
            (cell(&columns.id), |found: &str, rule: &str| Problem::of(&layer.file, found, rule).row(at + 1));
        if id.is_empty() {
            let rule = "every area has an id; leave the row out by --only COLUMN=VALUE";
            problems.push(wrong("no id", rule).column(columns.id.as_deref().unwrap_or_default()));
        } else if row.rings.is_empty() {
            problems.push(wrong(&format!("{id} has no area"), "a polygon; leave the row out by --only COLUMN=VALUE"));
        } else if let Some(&there) = known.get(&id) {
            areas[there].rings.extend(row.rings);
            joined += 1;
        } else {
            known.insert(id.clone(), areas.len());
            let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
            let province = or(cell(&columns.province), if host.is_empty() { "all" } else { host });
            areas.push(Area {
                name: or(cell(&columns.name), &id),
                local: cell(&columns.local),
                province_name: or(cell(&columns.province_name), &province),
                province,
                id,
                host: host.to_owned(),
                rings: row.rings,
                values: row.values,
                ..Area::default()
            });
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if joined > 0 {
        layer
            .doubts
            .push(format!("{}: {joined} rows had an id of a row before and were joined with it", layer.file.display()));
    }
    for area in &mut areas {
        area.km2 =
            area.rings.iter().map(|ring| geodesy::km2(&ring.points) * if ring.hole { -1.0 } else { 1.0 }).sum::<f64>();
        area.km2 = area.km2.abs();
    }
    Ok(areas)
}

impl Area {
    /// What its row says in a column.
    pub(crate) fn value(&self, column: &str) -> Option<&str> {
        self.values.get(column).map(String::as_str)
    }

    /// Whether a place lies in it: by the number of its lines that lie east of the place.
    pub(crate) fn holds(&self, (lon, lat): Point) -> bool {
        crossed(&self.rings, lat).filter(|x| *x > lon).count() % 2 == 1
    }

    /// West, south, east, north.
    pub(crate) fn bounds(&self) -> [f64; 4] {
        let points = self.rings.iter().flat_map(|ring| &ring.points);
        points.fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |b, p| {
            [b[0].min(p.0), b[1].min(p.1), b[2].max(p.0), b[3].max(p.1)]
        })
    }
}

/// Longitudes at which lines of rings meet a latitude.
fn crossed(rings: &[Ring], lat: f64) -> impl Iterator<Item = f64> {
    let sides = rings.iter().flat_map(|ring| ring.points.iter().zip(ring.points.iter().cycle().skip(1)));
    let met = sides.filter(move |(a, b)| (a.1 > lat) != (b.1 > lat));
    met.map(move |(a, b)| a.0 + (lat - a.1) / (b.1 - a.1) * (b.0 - a.0))
}

/// A point within an area: in the midst of its longest stretch at the middle latitude of its largest ring.
pub(crate) fn within(rings: &[Ring]) -> Point {
    let size = |ring: &&Ring| {
        let sides = ring.points.iter().zip(ring.points.iter().cycle().skip(1));
        sides.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs()
    };
    let outer = rings.iter().filter(|ring| !ring.hole).max_by(|a, b| size(a).total_cmp(&size(b)));
    let Some(outer) = outer.or(rings.first()) else { return (f64::NAN, f64::NAN) };
    let lats = || outer.points.iter().map(|point| point.1);
    let (south, north) = (lats().fold(f64::INFINITY, f64::min), lats().fold(f64::NEG_INFINITY, f64::max));
    // Not at the very middle, where a vertex of a regular shape may lie.
    let lat = south + 0.5003 * (north - south);
    let mut met: Vec<f64> = crossed(rings, lat).collect();
    met.sort_by(f64::total_cmp);
    let longest = met.chunks_exact(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])));
    longest.map_or(outer.points[0], |pair| (f64::midpoint(pair[0], pair[1]), lat))
}
