//! Districts and provinces.

/// A district.
#[derive(Clone, Debug, PartialEq)]
pub struct District {
    /// Its id.
    pub id: String,
    /// Its name in Latin letters.
    pub name: String,
    /// Its name as locals write it; may be empty.
    pub name_local: String,
    /// Number of its province.
    pub province: u32,
    /// Number of its region.
    pub region: u32,
    /// Its terrain.
    pub terrain: Terrain,
    /// Whether it holds its province's capital.
    pub is_capital: bool,
    /// Whether the advancing force holds it at the start.
    pub held_at_start: bool,
    /// Government men in it at the start.
    pub garrison: f64,
    /// People who live in it.
    pub population: f64,
    /// Multiplier of its hazard; 1 for most.
    pub hazard_multiplier: f64,
    /// Longitude of its seat, degrees; NaN if not given.
    pub lon: f64,
    /// Latitude of its seat, degrees; NaN if not given.
    pub lat: f64,
    /// Its area, square km; NaN if not given.
    pub area_km2: f64,
    /// Numbers of its tags.
    pub tags: Vec<u32>,
}

/// What the land is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terrain {
    /// Plain or hilly land with roads.
    Plain,
    /// A river gorge with one road.
    Gorge,
    /// High mountains.
    Mountain,
}

pub(crate) const TERRAINS: &[(&str, Terrain)] =
    &[("plain", Terrain::Plain), ("gorge", Terrain::Gorge), ("mountain", Terrain::Mountain)];

/// A province.
#[derive(Clone, Debug, PartialEq)]
pub struct Province {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Name of its capital.
    pub capital_name: String,
    /// Number of the district that holds its capital.
    pub capital_district: u32,
    /// Whether its capital is the national one.
    pub national_capital: bool,
}
