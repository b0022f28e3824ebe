//! The invented country: districts on a grid.

use crate::sim::{Mechanism, World};

const JITTER: Mechanism = Mechanism(1);
const PEOPLE: Mechanism = Mechanism(2);

/// Districts along each side of a province's block.
const BLOCK: (u32, u32) = (4, 3);
/// Size of a district, km.
const KM: f64 = 24.0;
/// Degrees of latitude and longitude for one km, near 36 degrees north.
const DEGREES: (f64, f64) = (1.0 / 90.0, 1.0 / 111.0);
/// South-western corner.
const CORNER: (f64, f64) = (60.0, 30.0);

/// A district of the invented country.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) column: u32,
    pub(super) row: u32,
    pub(super) province: u32,
    pub(super) region: &'static str,
    pub(super) is_capital: bool,
    pub(super) held_at_start: bool,
    pub(super) population: u32,
    pub(super) garrison: u32,
    /// Longitude and latitude of the seat.
    pub(super) seat: (f64, f64),
}

/// A border district of a host state, opposite some districts of the country.
#[derive(Debug, Clone)]
pub(super) struct HostCell {
    pub(super) host: &'static str,
    pub(super) sector: String,
    pub(super) seat: (f64, f64),
    /// Districts that it touches.
    pub(super) touches: Vec<u32>,
}

/// The invented country and its two neighbours.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) columns: u32,
    pub(super) rows: u32,
    pub(super) provinces: u32,
    pub(super) national: u32,
    pub(super) districts: Vec<Cell>,
    pub(super) hosts: Vec<HostCell>,
    pub(super) seed: u64,
}

impl Grid {
    pub(super) fn new(districts: u32, seed: u64) -> Self {
        let rows = libm::round(libm::sqrt(f64::from(districts) / 2.5)).max(4.0) as u32;
        let columns = districts.div_ceil(rows);
        let across = columns.div_ceil(BLOCK.0);
        let provinces = across * rows.div_ceil(BLOCK.1);
        let national = provinces / 2 + across / 2;
        let world = World::new(seed, 0);
        let mut grid = Self { columns, rows, provinces, national, districts: Vec::new(), hosts: Vec::new(), seed };
        for row in 0..rows {
            for column in 0..columns {
                grid.districts.push(cell(column, row, (columns, rows), across, &world));
            }
        }
        grid.hosts.extend(grid.northern_hosts());
        grid.hosts.extend(grid.eastern_hosts());
        grid
    }

    /// Position of a district in the list.
    pub(super) fn at(&self, column: u32, row: u32) -> u32 {
        row * self.columns + column
    }

    /// Pairs of districts that touch: east and north neighbours of each.
    pub(super) fn edges(&self) -> impl Iterator<Item = (u32, u32)> {
        (0..self.rows).flat_map(move |row| {
            (0..self.columns).flat_map(move |column| {
                let east = (column + 1 < self.columns).then(|| (self.at(column, row), self.at(column + 1, row)));
                let north = (row + 1 < self.rows).then(|| (self.at(column, row), self.at(column, row + 1)));
                east.into_iter().chain(north)
            })
        })
    }

    fn northern_hosts(&self) -> Vec<HostCell> {
        let top = self.rows - 1;
        let spans = (0..self.columns).step_by(5);
        spans
            .map(|first| {
                let touches: Vec<u32> =
                    (first..(first + 5).min(self.columns)).map(|column| self.at(column, top)).collect();
                let sector = format!("north-{}", 1 + 4 * first / self.columns.max(1));
                HostCell { host: "north", sector, seat: place(f64::from(first) + 2.5, f64::from(top) + 2.0), touches }
            })
            .collect()
    }

    fn eastern_hosts(&self) -> Vec<HostCell> {
        let edge = self.columns - 1;
        let spans = (0..self.rows).step_by(5);
        spans
            .map(|first| {
                let touches: Vec<u32> = (first..(first + 5).min(self.rows)).map(|row| self.at(edge, row)).collect();
                let sector = format!("east-{}", 1 + 4 * first / self.rows.max(1));
                HostCell { host: "east", sector, seat: place(f64::from(edge) + 2.0, f64::from(first) + 2.5), touches }
            })
            .collect()
    }
}

fn cell(column: u32, row: u32, (columns, rows): (u32, u32), across: u32, world: &World) -> Cell {
    let mut jitter = world.stream(JITTER, u64::from(row) << 32 | u64::from(column));
    let mut people = world.stream(PEOPLE, u64::from(row) << 32 | u64::from(column));
    let at = (f64::from(column) + 0.3 * (jitter.uniform() - 0.5), f64::from(row) + 0.3 * (jitter.uniform() - 0.5));
    let (block_column, block_row) = (column / BLOCK.0, row / BLOCK.1);
    // The capital stands in the middle of its block, or where the last block is cut short, in its first district.
    let middle = (block_column * BLOCK.0 + BLOCK.0 / 2, block_row * BLOCK.1 + BLOCK.1 / 2);
    let stands = (middle.0.min(columns - 1), middle.1.min(rows - 1));
    let is_capital = (column, row) == stands;
    let size = if is_capital { 4.0 } else { 1.0 };
    let population = libm::round(50_000.0 * libm::exp(0.7 * people.normal()) * size);
    let (x, y) = (f64::from(column) / f64::from(columns), f64::from(row) / f64::from(rows));
    let front = |corner: f64| (x - corner).abs() + y < 0.28;
    Cell {
        column,
        row,
        province: block_row * across + block_column,
        region: match (x < 0.5, y < 0.5) {
            (true, true) => "SW",
            (false, true) => "SE",
            (true, false) => "NW",
            (false, false) => "NE",
        },
        is_capital,
        held_at_start: !is_capital && (front(0.0) || front(1.0)),
        population: population as u32,
        garrison: libm::round(60.0 + 60.0 * libm::sqrt(population / 50_000.0) + if is_capital { 900.0 } else { 0.0 })
            as u32,
        seat: place(at.0, at.1),
    }
}

fn place(column: f64, row: f64) -> (f64, f64) {
    (CORNER.0 + column * KM * DEGREES.0, CORNER.1 + row * KM * DEGREES.1)
}

/// Corners of a rectangle of the grid, as longitude and latitude.
pub(super) fn rectangle(columns: (f64, f64), rows: (f64, f64)) -> [(f64, f64); 5] {
    let [sw, se] = [place(columns.0, rows.0), place(columns.1, rows.0)];
    let [ne, nw] = [place(columns.1, rows.1), place(columns.0, rows.1)];
    [sw, se, ne, nw, sw]
}

/// Length of a side between two districts, km.
pub(super) const SIDE_KM: f64 = KM;
