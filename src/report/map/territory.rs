//! The territory as cells: the user's own polygons, or the Voronoi cells of the district seats within the outline of
//! their country.
//!
//! A seat's cell is what is nearer to it than to any other seat. The outline is cut by the bisectors of a seat and
//! its neighbours, nearest first, until the next seat is too far to matter: exact for coincident, collinear or single
//! seats, and for countries in several pieces.

use super::polygon::{HalfPlane, Point, area, cut, holds};
use super::projection::{Projection, near};
use super::region::Region;
use crate::report::charts::scale::extent;

/// Where a district's centre is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seat {
    /// The district.
    pub id: String,
    /// Longitude and latitude, degrees.
    pub at: (f64, f64),
}

/// A district as an area.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The district.
    pub id: String,
    /// Its pieces, kilometres east and north of the middle of the map.
    pub(crate) rings: Vec<Vec<Point>>,
}

/// Cells, countries around them, and the border with the host.
#[derive(Clone, Debug)]
pub struct Territory {
    pub(crate) projection: Projection,
    /// Districts in the order of the seats.
    pub cells: Vec<Cell>,
    /// Countries: pieces in kilometres.
    pub(crate) countries: Vec<Cell>,
    /// The border shared by home and host, as lines in kilometres.
    pub(crate) border: Vec<Vec<Point>>,
}

impl Territory {
    /// West, south, east, north in kilometres.
    pub(crate) fn bounds(&self) -> [f64; 4] {
        let points = || self.cells.iter().flat_map(|cell| cell.rings.iter().flatten());
        let (x, y) = (extent(points().map(|p| p.0)), extent(points().map(|p| p.1)));
        let ((west, east), (south, north)) = (x.unwrap_or((-50.0, 50.0)), y.unwrap_or((-50.0, 50.0)));
        let margin = 0.02 * (east - west).max(north - south).max(1.0);
        [west - margin, south - margin, east + margin, north + margin]
    }

    /// Builds cells for `seats`. `countries` are outlines; home is the one that holds most seats, the host the one
    /// that holds most of `host_seats`. `polygons` are the districts' own areas, matched by id; a seat without one
    /// gets its Voronoi cell.
    pub fn new(seats: &[Seat], host_seats: &[(f64, f64)], countries: &[Region], polygons: &[Region]) -> Territory {
        let all: Vec<(f64, f64)> = seats.iter().map(|s| s.at).chain(host_seats.iter().copied()).collect();
        let projection = about_middle(&all);
        let places: Vec<Point> = seats.iter().map(|s| projection.km(s.at)).collect();
        let hosts: Vec<Point> = host_seats.iter().map(|s| projection.km(*s)).collect();
        let outlines: Vec<Cell> = countries.iter().map(|c| projected(c, projection)).collect();
        let home = most(&outlines, &places, None);
        let host = most(&outlines, &hosts, home);
        let whole = home.map_or_else(|| vec![frame(&places)], |i| outlines[i].rings.clone());
        let cells = seats
            .iter()
            .enumerate()
            .map(|(i, seat)| match polygons.iter().find(|p| p.id == seat.id) {
                Some(own) => projected(own, projection),
                None => Cell { id: seat.id.clone(), rings: voronoi_cell(i, &places, &whole) },
            })
            .collect();
        let border = match (home, host) {
            (Some(a), Some(b)) => shared_line(&outlines[a].rings, &outlines[b].rings),
            _ => Vec::new(),
        };
        Territory { projection, cells, countries: outlines, border }
    }
}

fn about_middle(points: &[(f64, f64)]) -> Projection {
    let finite = || points.iter().filter(|p| p.0.is_finite() && p.1.is_finite());
    let n = finite().count().max(1) as f64;
    // Longitudes are measured from the first place, so that a territory across the 180th meridian has its middle there.
    let first = finite().next().map_or(0.0, |p| p.0);
    let sum = finite().fold((0.0, 0.0), |s, p| (s.0 + near(p.0, first), s.1 + p.1));
    Projection::about(sum.0 / n, sum.1 / n)
}

fn projected(region: &Region, projection: Projection) -> Cell {
    let rings = region.rings.iter().map(|ring| ring.iter().map(|p| projection.km(*p)).collect());
    Cell { id: region.id.clone(), rings: rings.collect() }
}

/// The outline, other than `except`, that holds most of `places`.
fn most(outlines: &[Cell], places: &[Point], except: Option<usize>) -> Option<usize> {
    let held = |c: &Cell| places.iter().filter(|p| c.rings.iter().any(|r| holds(r, **p))).count();
    let counts = outlines.iter().enumerate().filter(|(i, _)| Some(*i) != except).map(|(i, c)| (held(c), i));
    counts.filter(|c| c.0 > 0).max_by_key(|c| (c.0, std::cmp::Reverse(c.1))).map(|c| c.1)
}

/// A frame around the seats, for territories without an outline.
fn frame(places: &[Point]) -> Vec<Point> {
    let reach = |pick: fn(&Point) -> f64| {
        let values = places.iter().map(pick).filter(|v| v.is_finite());
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        if low > high { (-50.0, 50.0) } else { (low - 0.15 * (high - low) - 10.0, high + 0.15 * (high - low) + 10.0) }
    };
    let ((left, right), (bottom, top)) = (reach(|p| p.0), reach(|p| p.1));
    vec![(left, bottom), (right, bottom), (right, top), (left, top)]
}

fn voronoi_cell(seat: usize, places: &[Point], whole: &[Vec<Point>]) -> Vec<Vec<Point>> {
    let here = places[seat];
    let distance = |p: &Point| libm::hypot(p.0 - here.0, p.1 - here.1);
    if !distance(&(0.0, 0.0)).is_finite() {
        return Vec::new();
    }
    let mut others: Vec<(f64, Point)> = places.iter().map(|p| (distance(p), *p)).filter(|o| o.0 > 1e-6).collect();
    others.retain(|o| o.0.is_finite());
    others.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut pieces = whole.to_vec();
    for (away, other) in others {
        let reach = pieces.iter().flatten().map(&distance).fold(0.0, f64::max);
        if away > 2.0 * reach {
            break;
        }
        let half = HalfPlane::nearer(here, other);
        pieces = pieces.iter().flat_map(|piece| cut(piece, &half)).collect();
    }
    pieces.retain(|p| area(p).abs() > 0.05);
    pieces
}

/// How far the outlines of two sources may be apart on their common border, km.
const SOURCES_DIFFER: f64 = 2.0;

/// Lines along which the outlines of `a` and `b` have the same corners (within 50 m); where they have none, being of two sources,
/// lines of `a` that run beside `b`.
fn shared_line(a: &[Vec<Point>], b: &[Vec<Point>]) -> Vec<Vec<Point>> {
    let key = |p: &Point| ((p.0 * 20.0).round() as i64, (p.1 * 20.0).round() as i64);
    let corners: std::collections::BTreeSet<(i64, i64)> = b.iter().flatten().map(key).collect();
    let same = lines_where(a, |p| corners.contains(&key(p)));
    if same.is_empty() { lines_where(a, |p| b.iter().any(|ring| is_beside(*p, ring))) } else { same }
}

/// Whether a point lies beside a ring.
fn is_beside(p: Point, ring: &[Point]) -> bool {
    ring.iter().zip(ring.iter().cycle().skip(1)).any(|(a, b)| {
        let (along, across) = ((b.0 - a.0, b.1 - a.1), (p.0 - a.0, p.1 - a.1));
        let length = (along.0 * along.0 + along.1 * along.1).max(f64::MIN_POSITIVE);
        let at = ((across.0 * along.0 + across.1 * along.1) / length).clamp(0.0, 1.0);
        libm::hypot(across.0 - at * along.0, across.1 - at * along.1) <= SOURCES_DIFFER
    })
}

/// Lines of rings whose corners are all of a kind.
fn lines_where(rings: &[Vec<Point>], is: impl Fn(&Point) -> bool) -> Vec<Vec<Point>> {
    let mut lines: Vec<Vec<Point>> = Vec::new();
    for ring in rings {
        let start = ring.iter().position(|p| !is(p)).unwrap_or(0);
        let mut line: Vec<Point> = Vec::new();
        for p in ring.iter().cycle().skip(start).take(ring.len() + 1) {
            if is(p) {
                line.push(*p);
            } else if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
        }
        lines.push(line);
    }
    lines.retain(|l| l.len() > 1);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(id: &str, lon: f64, lat: f64) -> Seat {
        Seat { id: id.into(), at: (lon, lat) }
    }

    fn country(id: &str, ring: &[(f64, f64)]) -> Region {
        Region { id: id.into(), rings: vec![ring.to_vec()] }
    }

    #[test]
    fn a_border_of_two_sources_is_found_by_what_runs_beside() {
        // The other side has corners of its own, 300 m off.
        let home: Vec<Point> = vec![(0.0, 0.0), (40.0, 0.0), (40.0, 30.0), (20.0, 31.0), (0.0, 30.0)];
        let host: Vec<Point> = vec![(-5.0, 30.3), (12.0, 30.7), (45.0, 30.3), (45.0, 60.0), (-5.0, 60.0)];
        assert_eq!(shared_line(&[home], &[host]), [[(40.0, 30.0), (20.0, 31.0), (0.0, 30.0)]]);
        let far: Vec<Point> = vec![(0.0, 90.0), (40.0, 90.0), (40.0, 99.0)];
        assert!(shared_line(&[vec![(0.0, 0.0), (40.0, 0.0), (40.0, 30.0)]], &[far]).is_empty());
    }

    fn total(cells: &[Cell]) -> f64 {
        cells.iter().flat_map(|c| &c.rings).map(|r| area(r).abs()).sum()
    }

    #[test]
    fn cells_fill_the_country_and_each_holds_its_seat() {
        let bay = [(0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (2.5, 3.0), (2.2, 0.8), (1.8, 0.8), (1.5, 3.0), (0.0, 3.0)];
        let seats: Vec<Seat> = (0..40)
            .map(|i| {
                seat(&i.to_string(), 0.1 + 3.8 * f64::from(i * 17 % 40) / 40.0, 0.1 + 0.65 * f64::from(i % 5) / 5.0)
            })
            .collect();
        let t = Territory::new(&seats, &[], &[country("home", &bay)], &[]);
        let country_area = total(&t.countries);
        assert!((total(&t.cells) / country_area - 1.0).abs() < 1e-6, "{} {country_area}", total(&t.cells));
        for (cell, s) in t.cells.iter().zip(&seats) {
            let p = t.projection.km(s.at);
            assert!(cell.rings.iter().any(|r| holds(r, p)), "{}", s.id);
        }
    }

    #[test]
    fn the_map_is_the_same_on_the_180th_meridian() {
        let turned = |by: f64| {
            let lon = |lon: f64| if lon + by > 180.0 { lon + by - 360.0 } else { lon + by };
            let seats = [(9.5, 1.0), (10.5, 1.2), (10.1, 2.0)].map(|at| seat("s", lon(at.0), at.1));
            let home: Vec<_> = [(9.0, 0.0), (11.0, 0.0), (11.0, 3.0), (9.0, 3.0)].map(|p| (lon(p.0), p.1)).to_vec();
            let host: Vec<_> = [(9.0, 3.0), (11.0, 3.0), (11.0, 4.0), (9.0, 4.0)].map(|p| (lon(p.0), p.1)).to_vec();
            Territory::new(&seats, &[(lon(9.6), 3.5)], &[country("h", &home), country("g", &host)], &[])
        };
        let (here, there) = (turned(0.0), turned(170.0));
        assert_eq!(here.border.len(), 1);
        let points = |t: &Territory| -> Vec<Point> {
            t.cells.iter().chain(&t.countries).flat_map(|c| &c.rings).chain(&t.border).flatten().copied().collect()
        };
        let (one, other) = (points(&here), points(&there));
        assert_eq!(one.len(), other.len());
        let apart = |(a, b): (&Point, &Point)| libm::hypot(a.0 - b.0, a.1 - b.1);
        assert!(one.iter().zip(&other).map(apart).fold(0.0, f64::max) < 1e-6);
    }

    #[test]
    fn own_polygons_win_and_odd_seats_do_no_harm() {
        let own = country("a", &[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]);
        let seats = [seat("a", 0.5, 0.2), seat("b", 0.5, 0.2), seat("c", f64::NAN, 0.0)];
        let t = Territory::new(&seats, &[], &[], &[own]);
        assert_eq!(t.cells[0].rings[0].len(), 3);
        assert_eq!(t.cells[1].rings.len(), 1, "without an outline the cell is a frame");
        assert!(t.cells[2].rings.is_empty());
        assert!(Territory::new(&[], &[], &[], &[]).cells.is_empty());
    }

    #[test]
    fn the_border_is_the_line_that_both_outlines_share() {
        let home = country("h", &[(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.2), (0.0, 1.0)]);
        let host = country("g", &[(0.0, 1.0), (1.0, 1.2), (2.0, 1.0), (2.0, 2.0), (0.0, 2.0)]);
        let t = Territory::new(&[seat("a", 1.0, 0.5)], &[(1.0, 1.7)], &[host, home], &[]);
        assert_eq!(t.border, vec![[(2.0, 1.0), (1.0, 1.2), (0.0, 1.0)].map(|at| t.projection.km(at)).to_vec()]);
        assert_eq!(t.cells[0].rings[0].len(), 5);
    }
}
