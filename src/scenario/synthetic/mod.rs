//! Invented scenarios of any size: a country on a grid, two advancing fronts, two host states.
//!
//! For tests of speed and scale, and for trying ideas on a map that nobody has an opinion about. Nothing in it is a claim
//! about the world: every number is an assumption, and the scenario says so. The same size and seed give the same files.
//!
//! The country is a rectangle of districts, three to four wide for each that it is high. Provinces are blocks of districts
//! around a capital. The advancing force starts in two corners, on the south-west and the south-east; one host state lies
//! to the north, the other to the east.

mod grid;
mod texts;

use std::io;
use std::path::Path;

use self::grid::Grid;

/// Fewest and most districts of an invented scenario.
pub const SIZES: std::ops::RangeInclusive<u32> = 40..=200_000;

/// Writes an invented scenario of about so many districts into a folder, which is made if it is not there.
///
/// Returns the number of districts.
///
/// # Errors
/// When a file cannot be written, or one of them is there already: nothing is written over.
pub fn write_scenario(folder: &Path, districts: u32, seed: u64) -> io::Result<u32> {
    let grid = Grid::new(districts.clamp(*SIZES.start(), *SIZES.end()), seed);
    let files = texts::files(&grid);
    std::fs::create_dir_all(folder)?;
    for (name, _) in &files {
        if folder.join(name).exists() {
            let already = format!("{} is there already; name an empty folder", folder.join(name).display());
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, already));
        }
    }
    for (name, text) in &files {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(grid.districts.len() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Overlay, load};

    #[test]
    fn an_invented_scenario_is_sound_and_the_same_for_the_same_seed() {
        let folder = tempfile::tempdir().unwrap();
        let (first, second) = (folder.path().join("a"), folder.path().join("b"));
        let districts = write_scenario(&first, 500, 7).unwrap();
        write_scenario(&second, 500, 7).unwrap();
        for file in ["districts.csv", "edges.csv", "scenario.toml"] {
            assert_eq!(std::fs::read(first.join(file)).unwrap(), std::fs::read(second.join(file)).unwrap());
        }
        let scenario = load(&first, &Overlay::none()).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(scenario.geography.districts.len(), districts as usize);
        assert_eq!(scenario.geography.neighbours.parts(), 1, "the country is one piece");
        assert_eq!(scenario.geography.hosts.len(), 2);
        assert!(scenario.geography.provinces.iter().filter(|province| province.national_capital).count() == 1);
    }

    #[test]
    fn nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("posts.csv"), "mine").unwrap();
        assert!(write_scenario(folder.path(), 100, 1).is_err());
        assert_eq!(std::fs::read_to_string(folder.path().join("posts.csv")).unwrap(), "mine");
        assert!(!folder.path().join("scenario.toml").exists());
    }
}
