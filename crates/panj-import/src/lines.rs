//! Who touches whom: lines that areas share, corner by corner, and lines that run side by side within a tolerance.
//!
//! Corners are snapped to [`GRID`] degrees; what two areas have in common between two snapped corners is their border. A stretch that
//! only one area has belongs to the area whose such line is nearest, if it is within the tolerance: so two sources, two
//! simplifications of one line, slivers, gaps and corners that only one side has do no harm. Of the two sides' stretches the longer
//! one counts, since simplification only shortens a line.

use std::collections::{BTreeMap, BTreeSet};

use crate::area::Area;
use crate::geodesy::{self, DEGREE_KM};
use crate::layer::Point;

/// To what corners are snapped, degrees: about a centimetre.
pub(crate) const GRID: f64 = 1e-7;
/// Most pieces into which lines are cut to be compared.
const MOST_PIECES: f64 = 2e5;
/// Most areas that are looked at where they have one side or corner in common: more are an error of the file.
const MOST_AT_ONE: usize = 32;
/// Most comparisons of a piece with a side.
const MOST_COMPARED: f64 = 2e10;

/// A snapped corner.
pub(crate) type Key = (i64, i64);

pub(crate) fn key(point: Point) -> Key {
    ((point.0 / GRID).round() as i64, (point.1 / GRID).round() as i64)
}

/// All sides of all areas, each with the areas that have it.
pub(crate) struct Sides(Vec<(Key, Key, u32)>);

impl Sides {
    pub(crate) fn of(areas: &[Area]) -> Sides {
        let mut all = Vec::new();
        for (number, area) in areas.iter().enumerate() {
            for (a, b) in area.rings.iter().flat_map(|ring| sides(&ring.points)) {
                let (a, b) = (key(a), key(b));
                if a != b {
                    all.push((a.min(b), a.max(b), number as u32));
                }
            }
        }
        all.sort_unstable();
        // What an area has twice lies within it: a seam between its parts, or a spike.
        let mut kept: Vec<(Key, Key, u32)> = Vec::with_capacity(all.len());
        for side in all {
            if kept.last() == Some(&side) {
                kept.pop();
            } else {
                kept.push(side);
            }
        }
        Sides(kept)
    }

    /// All corners with the areas that have them, in order.
    fn corners(&self) -> Vec<(Key, u32)> {
        let mut corners: Vec<(Key, u32)> =
            self.0.iter().flat_map(|side| [(side.0, side.2), (side.1, side.2)]).collect();
        corners.sort_unstable();
        corners.dedup();
        corners
    }

    /// The areas that have a side.
    pub(crate) fn owners(&self, a: Point, b: Point) -> &[(Key, Key, u32)] {
        let (a, b) = (key(a), key(b));
        let wanted = (a.min(b), a.max(b));
        let from = self.0.partition_point(|side| (side.0, side.1) < wanted);
        let many = self.0[from..].iter().take_while(|side| (side.0, side.1) == wanted).count();
        &self.0[from..from + many]
    }
}

/// A ring's sides.
pub(crate) fn sides(points: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    points.iter().copied().zip(points.iter().copied().cycle().skip(1))
}

/// What was found about two areas, the lower number first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Contact {
    /// Along sides that both have, km.
    pub(crate) exact: f64,
    /// Along lines side by side, km: of the first area and of the second.
    pub(crate) near: [f64; 2],
}

/// Contacts and what is left.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// Borders, km, by pair.
    pub(crate) borders: BTreeMap<(u32, u32), f64>,
    /// Of these, borders that no side is exactly shared of.
    pub(crate) by_tolerance: usize,
    /// Pairs that touch at a corner, or side by side for too little to be a border.
    pub(crate) corners: BTreeSet<(u32, u32)>,
    /// Sides that three or more areas have, by these: overlaps.
    pub(crate) crowded: BTreeSet<Vec<u32>>,
    /// Line of an area that no other has, km.
    pub(crate) outer: Vec<f64>,
}

impl Lines {
    /// Finds the borders of areas; `tolerance` in km.
    ///
    /// # Errors
    /// Where lines are so dense that comparing them would take for ever.
    pub(crate) fn of(areas: &[Area], tolerance: f64) -> Result<Lines, String> {
        let all = Sides::of(areas);
        let mut contacts: BTreeMap<(u32, u32), Contact> = BTreeMap::new();
        let mut lines = Lines { outer: vec![0.0; areas.len()], ..Lines::default() };
        let mut free = Vec::new();
        for owned in all.0.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let (a, b) = (point(owned[0].0), point(owned[0].1));
            if let [only] = owned {
                free.push(Free { a, b, area: only.2 });
                continue;
            }
            if owned.len() > 2 {
                lines.crowded.insert(owned.iter().take(MOST_AT_ONE).map(|side| side.2).collect());
            }
            let km = geodesy::km(a, b);
            let owned = &owned[..owned.len().min(MOST_AT_ONE)];
            for (at, one) in owned.iter().enumerate() {
                for other in &owned[at + 1..] {
                    contacts.entry((one.2, other.2)).or_default().exact += km;
                }
            }
        }
        side_by_side(&free, tolerance, &mut contacts, &mut lines.outer)?;
        // Near a corner of three areas lines come within the tolerance without being a border.
        for (pair, contact) in contacts {
            let near = contact.near[0].max(contact.near[1]);
            let near = if near > tolerance { near } else { 0.0 };
            if contact.exact + near > 0.0 {
                lines.by_tolerance += usize::from(contact.exact == 0.0);
                lines.borders.insert(pair, contact.exact + near);
            } else {
                lines.corners.insert(pair);
            }
        }
        lines.add_corners(&all.corners());
        Ok(lines)
    }

    /// Pairs that share a corner and no side.
    fn add_corners(&mut self, corners: &[(Key, u32)]) {
        for met in corners.chunk_by(|one, other| one.0 == other.0) {
            let met = &met[..met.len().min(MOST_AT_ONE)];
            for (at, one) in met.iter().enumerate() {
                let pairs = met[at + 1..].iter().map(|other| (one.1, other.1));
                self.corners.extend(pairs.filter(|pair| !self.borders.contains_key(pair)));
            }
        }
    }
}

fn point(key: Key) -> Point {
    (key.0 as f64 * GRID, key.1 as f64 * GRID)
}

/// A side that one area alone has.
struct Free {
    a: Point,
    b: Point,
    area: u32,
}

/// Gives the pieces of free sides to the nearest other area within the tolerance, or counts them as outer.
fn side_by_side(
    free: &[Free],
    tolerance: f64,
    contacts: &mut BTreeMap<(u32, u32), Contact>,
    outer: &mut [f64],
) -> Result<(), String> {
    let lengths: Vec<f64> = free.iter().map(|side| geodesy::km(side.a, side.b)).collect();
    let index = Index::of(free, tolerance, lengths.iter().sum());
    let crowd = index.cells.chunk_by(|one, other| one.0 == other.0).map(|cell| libm::pow(cell.len() as f64, 2.0));
    if 9.0 * crowd.sum::<f64>() > MOST_COMPARED {
        return Err("lines with too many corners within the tolerance of each other".to_owned());
    }
    let step = tolerance.max(0.025).max(lengths.iter().sum::<f64>() / MOST_PIECES);
    for (side, km) in free.iter().zip(lengths) {
        let pieces = libm::ceil(km / step).max(1.0);
        for piece in 0..pieces as u32 {
            let share = (f64::from(piece) + 0.5) / pieces;
            let middle = (side.a.0 + share * (side.b.0 - side.a.0), side.a.1 + share * (side.b.1 - side.a.1));
            match index.nearest(free, middle, side.area, tolerance) {
                Some((other, place)) if !ahead(side, middle, place) => {
                    let pair = (side.area.min(other), side.area.max(other));
                    contacts.entry(pair).or_default().near[usize::from(side.area > other)] += km / pieces;
                }
                _ => outer[side.area as usize] += km / pieces,
            }
        }
    }
    Ok(())
}

/// Where free sides are: cells of a grid, each with the sides that pass through it.
struct Index {
    cells: Vec<((i64, i64), u32)>,
    /// Size of a cell, degrees of longitude and latitude.
    size: Point,
}

impl Index {
    fn of(free: &[Free], tolerance: f64, km: f64) -> Index {
        let lat = free.iter().map(|side| side.a.1.abs().max(side.b.1.abs())).fold(0.0, f64::max).min(89.0);
        let high = (2.0 * tolerance.max(0.01)).max(2.0 * km / MOST_PIECES) / DEGREE_KM;
        let size = (high / libm::cos(lat.to_radians()), high);
        let mut index = Index { cells: Vec::new(), size };
        for (number, side) in free.iter().enumerate() {
            // Steps of half a cell: any place of the side is within a quarter of one of a place looked at.
            let along = ((side.b.0 - side.a.0) / size.0).abs().max(((side.b.1 - side.a.1) / size.1).abs());
            let steps = libm::ceil(2.0 * along).max(1.0) as u32;
            for step in 0..=steps {
                let share = f64::from(step) / f64::from(steps);
                let at = (side.a.0 + share * (side.b.0 - side.a.0), side.a.1 + share * (side.b.1 - side.a.1));
                let entry = (index.cell(at), number as u32);
                if index.cells.last() != Some(&entry) {
                    index.cells.push(entry);
                }
            }
        }
        index.cells.sort_unstable();
        index
    }

    fn cell(&self, at: Point) -> (i64, i64) {
        (libm::floor(at.0 / self.size.0) as i64, libm::floor(at.1 / self.size.1) as i64)
    }

    /// The other area whose free side is nearest to a place, within a distance of so many km, and the nearest place of that side.
    fn nearest(&self, free: &[Free], at: Point, own: u32, within: f64) -> Option<(u32, Point)> {
        let cell = self.cell(at);
        let mut best: Option<((f64, u32), Point)> = None;
        for lon in cell.0 - 1..=cell.0 + 1 {
            let column = (lon, cell.1 - 1);
            let from = self.cells.partition_point(|entry| entry.0 < column);
            for &(_, number) in self.cells[from..].iter().take_while(|entry| entry.0 <= (lon, cell.1 + 1)) {
                let side = &free[number as usize];
                if side.area != own {
                    let (km, place) = distance(at, side.a, side.b);
                    if km <= within && best.is_none_or(|best| (km, side.area) < best.0) {
                        best = Some(((km, side.area), place));
                    }
                }
            }
        }
        best.map(|((_, area), place)| (area, place))
    }
}

/// Whether a place lies ahead of a piece of a side, or behind it, rather than beside: where a border ends, lines of both areas go on from
/// its end, near each other and no border.
fn ahead(side: &Free, piece: Point, place: Point) -> bool {
    const AHEAD: f64 = 0.9;
    let scale = libm::cos(piece.1.to_radians());
    let vector = |a: Point, b: Point| ((b.0 - a.0) * scale, b.1 - a.1);
    let (along, away) = (vector(side.a, side.b), vector(piece, place));
    let product = libm::hypot(along.0, along.1) * libm::hypot(away.0, away.1);
    // Within a metre the direction says nothing.
    product > 0.0
        && libm::hypot(away.0, away.1) * DEGREE_KM > 0.001
        && (along.0 * away.0 + along.1 * away.1).abs() > AHEAD * product
}

/// Distance of a place from a side, km, as on a plane, and the nearest place of the side.
pub(crate) fn distance(at: Point, a: Point, b: Point) -> (f64, Point) {
    let scale = libm::cos(at.1.to_radians());
    let plane = |p: Point| ((p.0 - at.0) * scale * DEGREE_KM, (p.1 - at.1) * DEGREE_KM);
    let (from, to) = (plane(a), plane(b));
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx * dx + dy * dy;
    let share = if length > 0.0 { (-(from.0 * dx + from.1 * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let km = libm::hypot(from.0 + share * dx, from.1 + share * dy);
    (km, (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1)))
}
