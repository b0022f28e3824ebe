//! The territory: districts and their neighbours, provinces, and what lies across the border.
//!
//! Things are numbered in the order of their files and name each other by number. All numbers were checked when the files
//! were read, so an index never misses.

mod adjacency;
mod border;
mod columns;
mod districts;
mod outline;
mod places;
mod read;
mod rows;

pub use adjacency::{Adjacency, Neighbour};
pub(crate) use border::STATUSES;
pub use border::{Contact, HostDistrict, Post, PostStatus, Route, Sector, in_metrics};
pub(crate) use columns::described;
pub use districts::{District, Province, Terrain};
pub use outline::{Outline, Ring};
pub use places::Place;
pub(crate) use read::{Inputs, read_geography};

use super::names::NameKind;

/// The territory of a scenario; empty where a scenario has none.
#[derive(Clone, Debug, Default)]
pub struct Geography {
    /// Districts, in the order of their file.
    pub districts: Vec<District>,
    /// Provinces, in the order of their file.
    pub provinces: Vec<Province>,
    /// Names of regions, in the order of first mention.
    pub regions: Vec<String>,
    /// Tags of districts, in the order of first mention.
    pub tags: Vec<String>,
    /// Which districts touch.
    pub neighbours: Adjacency,
    /// Ids of the host states, in the order of first mention.
    pub hosts: Vec<String>,
    /// Sectors of the hosts' borders, in the order of first mention.
    pub sectors: Vec<Sector>,
    /// Districts of the host states, in the order of their file.
    pub host_districts: Vec<HostDistrict>,
    /// Where a district touches a host district, in the order of their file.
    pub contacts: Vec<Contact>,
    /// Shares of those who flee that named crossing points take.
    pub routes: Vec<Route>,
    /// Border posts.
    pub posts: Vec<Post>,
    /// Places to name on maps.
    pub places: Vec<Place>,
    /// Outlines of countries, for maps.
    pub outlines: Vec<Outline>,
    /// Areas of districts and host districts by their ids, for maps.
    pub areas: Vec<Outline>,
}

impl Geography {
    /// Contacts of a district with host districts.
    pub fn contacts_of(&self, district: u32) -> impl Iterator<Item = &Contact> {
        self.contacts.iter().filter(move |c| c.district == district)
    }

    /// Length of all contacts, km.
    #[must_use]
    pub fn border_km(&self) -> f64 {
        self.contacts.iter().map(|c| c.shared_km).sum()
    }

    /// Number of the district with an id.
    #[must_use]
    pub fn district(&self, id: &str) -> Option<u32> {
        self.districts.iter().position(|d| d.id == id).map(|at| at as u32)
    }

    /// Number of the host district with an id.
    #[must_use]
    pub fn host_district(&self, id: &str) -> Option<u32> {
        self.host_districts.iter().position(|d| d.id == id).map(|at| at as u32)
    }

    /// Districts of each province, by number.
    #[must_use]
    pub fn districts_by_province(&self) -> Vec<Vec<u32>> {
        let mut lists = vec![Vec::new(); self.provinces.len()];
        for (at, district) in self.districts.iter().enumerate() {
            lists[district.province as usize].push(at as u32);
        }
        lists
    }

    /// Whether a name of a kind exists.
    pub(crate) fn has_name(&self, kind: NameKind, name: &str) -> bool {
        self.names(kind).contains(&name)
    }

    /// All names of a kind.
    pub(crate) fn names(&self, kind: NameKind) -> Vec<&str> {
        match kind {
            NameKind::District => self.districts.iter().map(|d| d.id.as_str()).collect(),
            NameKind::Region => self.regions.iter().map(String::as_str).collect(),
            NameKind::Sector => self.sectors.iter().map(|s| s.id.as_str()).collect(),
        }
    }
}
