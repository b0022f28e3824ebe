//! Ids that rows give to things, and that other rows name them by.

/// Ids of a file, in its order, found by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ids {
    by_name: std::collections::BTreeMap<String, u32>,
    /// Whether some ids could not be read, so that a missing one is no mistake of who names it.
    pub(crate) partial: bool,
    /// What they are ids of, with the file: `a district of districts.csv`.
    pub(crate) of: &'static str,
}

impl Ids {
    /// No ids yet, of a kind.
    pub(crate) fn of(of: &'static str) -> Ids {
        Ids { of, ..Ids::default() }
    }

    /// Number of an id.
    pub(crate) fn get(&self, id: &str) -> Option<u32> {
        self.by_name.get(id).copied()
    }

    /// Number of an id, which is added where it is new.
    pub(crate) fn intern(&mut self, id: &str) -> u32 {
        let next = self.by_name.len() as u32;
        *self.by_name.entry(id.to_owned()).or_insert(next)
    }

    /// The names, in their alphabet's order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// The names, in the order of their numbers.
    pub(crate) fn in_order(&self) -> Vec<String> {
        let mut names: Vec<(&String, &u32)> = self.by_name.iter().collect();
        names.sort_by_key(|(_, number)| **number);
        names.into_iter().map(|(name, _)| name.clone()).collect()
    }
}
