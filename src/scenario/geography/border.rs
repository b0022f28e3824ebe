//! What lies across the border: host districts, contacts, crossing routes, posts.

use super::Terrain;

/// A district of a host state.
#[derive(Clone, Debug, PartialEq)]
pub struct HostDistrict {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Number of the host state.
    pub host: u32,
    /// Number of its sector.
    pub sector: u32,
    /// Longitude, degrees; NaN if not given.
    pub lon: f64,
    /// Latitude, degrees; NaN if not given.
    pub lat: f64,
    /// People who live in it.
    pub population: f64,
    /// Border guards normally on duty in it.
    pub guards: f64,
    /// Its terrain.
    pub terrain: Terrain,
    /// Civilians whom it can shelter; infinite if not given.
    pub shelter: f64,
    /// Weight with which those who move on in the host state go there.
    pub takes_in: f64,
}

impl HostDistrict {
    /// Name of the metric that counts who crossed into it.
    #[must_use]
    pub fn crossed_metric(&self) -> String {
        format!("crossed_{}", in_metrics(&self.id))
    }

    /// Name of the daily series of civilians in it.
    #[must_use]
    pub fn refuge_series(&self) -> String {
        format!("civilians_in_{}", in_metrics(&self.id))
    }
}

/// A word of the map as it stands in names of outcomes: in small letters, with `_` for what else there is.
#[must_use]
pub fn in_metrics(word: &str) -> String {
    word.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect()
}

/// A sector of a host's border, under one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sector {
    /// Its id.
    pub id: String,
    /// Number of the host state.
    pub host: u32,
}

/// A stretch of border between a district and a host district.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contact {
    /// Number of the district.
    pub district: u32,
    /// Number of the host district.
    pub host_district: u32,
    /// Length, km.
    pub shared_km: f64,
}

/// A named crossing point that takes most of those who flee a district.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Route {
    /// Number of the district.
    pub district: u32,
    /// Number of the host district.
    pub host_district: u32,
    /// Share of those who flee, 0 to 1.
    pub share: f64,
}

/// A border post.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Number of the district on the near side.
    pub district: u32,
    /// Number of the host district; `None` for a post that leads elsewhere.
    pub host_district: Option<u32>,
    /// Longitude, degrees; NaN if not given.
    pub lon: f64,
    /// Latitude, degrees; NaN if not given.
    pub lat: f64,
    /// Bridge, ferry, ford...: a word for maps.
    pub kind: String,
    /// Registration teams that work side by side.
    pub servers: u32,
    /// Whom it lets in at the start.
    pub status: PostStatus,
}

/// Whom a post lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostStatus {
    /// Everyone.
    Open,
    /// So many a day.
    Quota,
    /// Nobody.
    Closed,
}

pub(crate) const STATUSES: &[(&str, PostStatus)] =
    &[("open", PostStatus::Open), ("quota", PostStatus::Quota), ("closed", PostStatus::Closed)];
