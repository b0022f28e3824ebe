//! An indexed heap: one due time for every slot, the earliest at the root, any of them changed in place.

const BRANCHES: usize = 4;

/// Slots 0..n with a due time each; `f64::INFINITY` where nothing is due.
pub struct Heap {
    /// (due time, slot), heap-ordered with four children to a node.
    nodes: Vec<(f64, u32)>,
    /// Where each slot's node is.
    place: Vec<u32>,
}

impl Heap {
    /// A heap of `slots` slots, none due.
    pub fn new(slots: usize) -> Heap {
        let slots = slots as u32;
        Heap { nodes: (0..slots).map(|slot| (f64::INFINITY, slot)).collect(), place: (0..slots).collect() }
    }

    /// Gives every slot its due time at once.
    pub fn fill(&mut self, due: impl Iterator<Item = f64>) {
        for (at, (node, time)) in self.nodes.iter_mut().zip(due).enumerate() {
            *node = (time, at as u32);
            self.place[at] = at as u32;
        }
        for at in (0..self.nodes.len().div_ceil(BRANCHES)).rev() {
            self.sift_down(at);
        }
    }

    /// The earliest due time and its slot.
    pub fn first(&self) -> (f64, usize) {
        let (time, slot) = self.nodes[0];
        (time, slot as usize)
    }

    /// Changes the due time of a slot.
    pub fn set(&mut self, slot: usize, time: f64) {
        let at = self.place[slot] as usize;
        let earlier = time < self.nodes[at].0;
        self.nodes[at].0 = time;
        if earlier {
            self.sift_up(at);
        } else {
            self.sift_down(at);
        }
    }

    fn sift_up(&mut self, mut at: usize) {
        let node = self.nodes[at];
        while at > 0 {
            let parent = (at - 1) / BRANCHES;
            if self.nodes[parent].0 <= node.0 {
                break;
            }
            self.put(at, self.nodes[parent]);
            at = parent;
        }
        self.put(at, node);
    }

    fn sift_down(&mut self, mut at: usize) {
        let node = self.nodes[at];
        loop {
            let first = at * BRANCHES + 1;
            let Some(children) = self.nodes.get(first..(first + BRANCHES).min(self.nodes.len())) else { break };
            let Some((eldest, others)) = children.split_first() else { break };
            let (mut earliest, mut least) = (eldest.0, first);
            for (child, &(time, _)) in (first + 1..).zip(others) {
                if time < earliest {
                    (earliest, least) = (time, child);
                }
            }
            if node.0 <= earliest {
                break;
            }
            self.put(at, self.nodes[least]);
            at = least;
        }
        self.put(at, node);
    }

    fn put(&mut self, at: usize, node: (f64, u32)) {
        self.nodes[at] = node;
        self.place[node.1 as usize] = at as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::Heap;

    #[test]
    fn the_first_is_the_least_after_every_change() {
        let mut due: Vec<f64> = (0..97).map(|i| f64::from(i * 37 % 97)).collect();
        let mut heap = Heap::new(due.len());
        heap.fill(due.iter().copied());
        for step in 0..5000 {
            let slot = step * 31 % due.len();
            due[slot] = (step * 7919 % 1009) as f64;
            heap.set(slot, due[slot]);
            let least = due.iter().copied().fold(f64::INFINITY, f64::min);
            assert_eq!(heap.first().0, least);
            assert_eq!(due[heap.first().1], least);
        }
    }
}
