//! The map of districts, read from a scenario folder of the project.

use std::{collections::BTreeMap, error::Error, path::Path};

/// Districts by number (sorted by id), who borders whom, and which lie on the state border.
#[derive(Clone, Debug)]
pub struct Map {
    /// Numbers of the neighbours of each district.
    pub neighbours: Vec<Vec<usize>>,
    /// Whether the district has an edge in `border_edges.csv`.
    pub on_border: Vec<bool>,
}

impl Map {
    /// Reads `districts.csv`, `edges.csv` and `border_edges.csv` of a scenario folder.
    ///
    /// # Errors
    /// A file that cannot be read, a column that is missing, or an id that no district has.
    pub fn read(folder: &Path) -> Result<Map, Box<dyn Error>> {
        let mut ids = column(&folder.join("districts.csv"), "id")?;
        ids.sort();
        let number: BTreeMap<&str, usize> = ids.iter().enumerate().map(|(i, id)| (id.as_str(), i)).collect();
        let find = |id: &str| number.get(id).copied().ok_or_else(|| format!("no district has the id {id:?}"));

        let edges = folder.join("edges.csv");
        let mut neighbours = vec![Vec::new(); ids.len()];
        for (a, b) in column(&edges, "a")?.iter().zip(&column(&edges, "b")?) {
            let (a, b) = (find(a)?, find(b)?);
            neighbours[a].push(b);
            neighbours[b].push(a);
        }
        let mut on_border = vec![false; ids.len()];
        for id in column(&folder.join("border_edges.csv"), "district")? {
            on_border[find(&id)?] = true;
        }
        Ok(Map { neighbours, on_border })
    }

    /// Number of districts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.neighbours.len()
    }

    /// Whether the map has no district.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.neighbours.is_empty()
    }
}

fn column(file: &Path, name: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(file)?;
    let place = reader.headers()?.iter().position(|h| h == name);
    let place = place.ok_or_else(|| format!("{}: no column {name:?}", file.display()))?;
    reader.records().map(|row| Ok(row?.get(place).unwrap_or_default().to_owned())).collect()
}
