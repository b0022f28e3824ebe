//! The reference model by the next-reaction method: every district, server and the alliance has one due time in an
//! indexed heap; a change of hazard moves a due time without a new draw.
//!
//! # References
//! - Gibson, M. A. & Bruck, J. (2000). Efficient exact stochastic simulation of chemical systems with many species and
//!   many channels. *J. Phys. Chem. A* 104(9), 1876-1889.
//! - Anderson, D. F. (2007). A modified next reaction method for simulating chemical systems with time dependent
//!   propensities and delays. *J. Chem. Phys.* 127, 214107.

use std::collections::VecDeque;

use common::{
    Map, Outcome,
    reference::{CROSSINGS_TO_START, FALLEN_AT_START, HORIZON, RECAPTURE_HAZARD, SERVERS, STAGES, fall_hazard},
};

use crate::{
    draws::{Draws, Side},
    heap::Heap,
};

#[derive(Clone, Copy, Default)]
struct District {
    fallen: bool,
    fallen_neighbours: u32,
    /// Thresholds drawn so far, by side: which occasion the next draw is for.
    drawn: [u32; 2],
    /// Hazard now, per day, and since when.
    hazard: f64,
    since: f64,
    /// Integrated hazard still to go at `since` before the district changes hands.
    left: f64,
}

impl District {
    fn due(&self) -> f64 {
        self.since + self.left / self.hazard
    }

    fn set_hazard(&mut self, now: f64, hazard: f64) {
        self.left -= self.hazard * (now - self.since);
        self.since = now;
        self.hazard = hazard;
    }

    /// Starts to wait for the next change of hands of district `i`, which this is.
    fn start(&mut self, now: f64, i: usize, draws: &mut impl Draws) {
        let (side, hazard) = if self.fallen {
            (Side::Recapture, RECAPTURE_HAZARD)
        } else {
            (Side::Fall, fall_hazard(self.fallen_neighbours))
        };
        let occasion = &mut self.drawn[side as usize];
        self.left = draws.threshold(side, i, *occasion);
        *occasion += 1;
        self.since = now;
        self.hazard = hazard;
    }
}

/// The model's memory, used again in every replication.
pub struct Model {
    /// Neighbours of district `i`: `adjacent[first[i]..first[i + 1]]`.
    first: Vec<u32>,
    adjacent: Vec<u32>,
    on_border: Vec<bool>,
    /// Districts as they stand before any draw.
    start: Vec<District>,
    districts: Vec<District>,
    /// Slots: districts, then servers, then the alliance.
    heap: Heap,
    idle: Vec<usize>,
    queue: VecDeque<f64>,
    stages_left: u32,
    outcome: Outcome,
}

impl Model {
    /// The model on a map.
    pub fn new(map: &Map) -> Model {
        let n = map.len();
        let mut first = vec![0];
        let mut adjacent = Vec::new();
        for neighbours in &map.neighbours {
            adjacent.extend(neighbours.iter().map(|&j| j as u32));
            first.push(adjacent.len() as u32);
        }
        let fallen = |i: usize| i < FALLEN_AT_START;
        let district = |i: usize| District {
            fallen: fallen(i),
            fallen_neighbours: map.neighbours[i].iter().filter(|&&j| fallen(j)).count() as u32,
            ..District::default()
        };
        let start: Vec<District> = (0..n).map(district).collect();
        Model {
            first,
            adjacent,
            on_border: map.on_border.clone(),
            districts: start.clone(),
            start,
            heap: Heap::new(n + SERVERS + 1),
            idle: Vec::with_capacity(SERVERS),
            queue: VecDeque::with_capacity(64),
            stages_left: STAGES,
            outcome: Outcome::default(),
        }
    }

    /// One replication.
    pub fn replicate(&mut self, draws: &mut impl Draws, replication: u64) -> Outcome {
        draws.begin(replication);
        self.reset(draws);
        let n = self.districts.len();
        loop {
            let (now, slot) = self.heap.first();
            if now > HORIZON {
                break;
            }
            if slot < n {
                self.change_hands(now, slot, draws);
            } else if slot < n + SERVERS {
                self.cross(now, slot, draws);
            } else {
                self.end_stage(now, slot, draws);
            }
        }
        self.outcome.fallen_end = FALLEN_AT_START as u32 + self.outcome.falls - self.outcome.recaptures;
        self.outcome
    }

    fn reset(&mut self, draws: &mut impl Draws) {
        let n = self.start.len();
        self.districts.copy_from_slice(&self.start);
        for (i, district) in self.districts.iter_mut().enumerate() {
            district.start(0.0, i, draws);
        }
        let nothing = std::iter::repeat_n(f64::INFINITY, SERVERS + 1);
        self.heap.fill(self.districts.iter().map(District::due).chain(nothing));
        self.idle.clear();
        self.idle.extend(n..n + SERVERS);
        self.queue.clear();
        self.stages_left = STAGES;
        self.outcome = Outcome::default();
    }

    fn change_hands(&mut self, now: f64, i: usize, draws: &mut impl Draws) {
        let district = &mut self.districts[i];
        district.fallen = !district.fallen;
        let falls = district.fallen;
        if falls {
            self.outcome.falls += 1;
        } else {
            self.outcome.recaptures += 1;
        }
        district.start(now, i, draws);
        let due = district.due();
        self.heap.set(i, due);

        for &j in &self.adjacent[self.first[i] as usize..self.first[i + 1] as usize] {
            let neighbour = &mut self.districts[j as usize];
            neighbour.fallen_neighbours =
                if falls { neighbour.fallen_neighbours + 1 } else { neighbour.fallen_neighbours - 1 };
            if !neighbour.fallen {
                neighbour.set_hazard(now, fall_hazard(neighbour.fallen_neighbours));
                let due = neighbour.due();
                self.heap.set(j as usize, due);
            }
        }
        if falls && self.on_border[i] {
            let occasion = self.districts[i].drawn[Side::Recapture as usize] - 1;
            for _ in 0..draws.soldiers(i, occasion) {
                self.arrive(now, draws);
            }
        }
    }

    fn arrive(&mut self, now: f64, draws: &mut impl Draws) {
        if let Some(server) = self.idle.pop() {
            self.serve(now, now, server, draws);
        } else {
            self.queue.push_back(now);
        }
    }

    fn serve(&mut self, now: f64, arrived: f64, server: usize, draws: &mut impl Draws) {
        self.outcome.started += 1;
        self.outcome.waited += now - arrived;
        self.heap.set(server, now + draws.service());
    }

    fn cross(&mut self, now: f64, server: usize, draws: &mut impl Draws) {
        self.outcome.crossed += 1;
        if let Some(arrived) = self.queue.pop_front() {
            self.serve(now, arrived, server, draws);
        } else {
            self.heap.set(server, f64::INFINITY);
            self.idle.push(server);
        }
        if self.outcome.crossed == CROSSINGS_TO_START {
            self.heap.set(self.districts.len() + SERVERS, now + draws.stage());
        }
    }

    fn end_stage(&mut self, now: f64, slot: usize, draws: &mut impl Draws) {
        self.stages_left -= 1;
        if self.stages_left == 0 {
            self.outcome.decision = Some(now);
            self.heap.set(slot, f64::INFINITY);
        } else {
            self.heap.set(slot, now + draws.stage());
        }
    }
}
