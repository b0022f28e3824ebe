//! Which districts touch: an undirected graph with weights, as rows laid end to end.

/// A district next door.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// Its number.
    pub district: u32,
    /// The distance between the two seats, by its number among [`Adjacency::distances_km`].
    pub distance: u32,
    /// Length of the shared border, km.
    pub shared_km: f64,
}

/// Neighbours of every district.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Adjacency {
    /// Where each district's row begins, and the end of the last.
    offsets: Vec<u32>,
    neighbours: Vec<Neighbour>,
    distances_km: Vec<f64>,
}

/// Seats are at least so far from each other, km.
const NEAREST_KM: f64 = 1.0;

/// An edge as its file gives it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) shared_km: f64,
    pub(crate) seat_distance_km: f64,
}

impl Adjacency {
    /// Lays out the rows of `districts` districts. Each edge stands once in `edges`; neighbours come in the order of
    /// the districts.
    pub(crate) fn new(districts: usize, edges: &[Edge]) -> Adjacency {
        let km = |edge: &Edge| edge.seat_distance_km.max(NEAREST_KM);
        let mut distances_km: Vec<f64> = edges.iter().map(km).collect();
        distances_km.sort_by(f64::total_cmp);
        distances_km.dedup();
        let mut rows: Vec<Vec<Neighbour>> = vec![Vec::new(); districts];
        for edge in edges {
            let distance = distances_km.partition_point(|nearer| *nearer < km(edge)) as u32;
            let mut join = |one: u32, district: u32| {
                rows[one as usize].push(Neighbour { district, distance, shared_km: edge.shared_km });
            };
            join(edge.a, edge.b);
            join(edge.b, edge.a);
        }
        let mut offsets = Vec::with_capacity(districts + 1);
        let mut neighbours = Vec::with_capacity(2 * edges.len());
        offsets.push(0);
        for mut row in rows {
            row.sort_by_key(|n| n.district);
            neighbours.extend(row);
            offsets.push(neighbours.len() as u32);
        }
        Adjacency { offsets, neighbours, distances_km }
    }

    /// The different distances between seats of neighbours, km, at least 1, ascending: on a real map there are far fewer than edges, since
    /// they are told in tenths of a km.
    #[must_use]
    pub fn distances_km(&self) -> &[f64] {
        &self.distances_km
    }

    /// Neighbours of a district.
    #[must_use]
    pub fn of(&self, district: u32) -> &[Neighbour] {
        let at = district as usize;
        &self.neighbours[self.offsets[at] as usize..self.offsets[at + 1] as usize]
    }

    /// Length of a district's border with all its neighbours, km.
    #[must_use]
    pub fn border_km(&self, district: u32) -> f64 {
        self.of(district).iter().map(|n| n.shared_km).sum()
    }

    /// Number of pairs of districts that touch.
    #[must_use]
    pub fn edges(&self) -> usize {
        self.neighbours.len() / 2
    }

    /// Number of connected parts.
    #[must_use]
    pub fn parts(&self) -> usize {
        let districts = self.offsets.len().saturating_sub(1);
        let mut seen = vec![false; districts];
        let mut parts = 0;
        let mut open = Vec::new();
        for first in 0..districts {
            if seen[first] {
                continue;
            }
            parts += 1;
            seen[first] = true;
            open.push(first as u32);
            while let Some(district) = open.pop() {
                for neighbour in self.of(district) {
                    if !std::mem::replace(&mut seen[neighbour.district as usize], true) {
                        open.push(neighbour.district);
                    }
                }
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_hold_each_edge_from_both_ends() {
        let edge = |a, b, shared_km| Edge { a, b, shared_km, seat_distance_km: 20.0 - shared_km * shared_km };
        let graph = Adjacency::new(4, &[edge(2, 0, 5.0), edge(0, 1, 3.0)]);
        assert_eq!(graph.of(0).iter().map(|n| n.district).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(graph.border_km(0), 8.0);
        assert_eq!(graph.of(3), []);
        assert_eq!((graph.edges(), graph.parts()), (2, 2));
        // One seat would lie in the other.
        assert_eq!(graph.distances_km(), [1.0, 11.0]);
        assert_eq!(graph.of(0).iter().map(|n| n.distance).collect::<Vec<_>>(), [1, 0]);
    }
}
