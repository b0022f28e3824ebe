//! The reference model by Gillespie's direct method, districts grouped by hazard.
//!
//! A hazard depends only on the side and the number of fallen neighbours, so a dozen groups hold all districts: an event
//! takes one exponential for its time, one uniform for the group and the member, and moves a few districts between
//! groups. Crossings do not feed back, so the post is a recursion over arrivals. It shows how far a program for this one
//! model can go; no general simulator can use these shortcuts.
//!
//! # References
//! - Gillespie, D. T. (1977). Exact stochastic simulation of coupled chemical reactions. *J. Phys. Chem.* 81(25), 2340-2361.
//! - Slepoy, A., Thompson, A. P. & Plimpton, S. J. (2008). A constant-time kinetic Monte Carlo algorithm for simulation of
//!   large biochemical reaction networks. *J. Chem. Phys.* 128, 205101.

use common::{
    Map, Outcome,
    reference::{CROSSINGS_TO_START, FALLEN_AT_START, HORIZON, RECAPTURE_HAZARD, SERVERS, STAGES, fall_hazard},
};

use crate::draws::{Draws, Sequential};

/// The group of fallen districts; group `1 + k` holds those held with `k` fallen neighbours.
const FALLEN: usize = 0;

/// The model's memory, used again in every replication.
pub struct Model {
    neighbours: Vec<Vec<usize>>,
    on_border: Vec<bool>,
    hazards: Vec<f64>,
    groups: Vec<Vec<u32>>,
    /// Group of each district, and its place in the group.
    group: Vec<usize>,
    place: Vec<usize>,
    fallen_neighbours: Vec<usize>,
    done: Vec<f64>,
}

impl Model {
    /// The model on a map.
    pub fn new(map: &Map) -> Model {
        let n = map.len();
        let most = map.neighbours.iter().map(Vec::len).max().unwrap_or(0);
        let hazards = std::iter::once(RECAPTURE_HAZARD).chain((0..=most as u32).map(fall_hazard)).collect();
        Model {
            neighbours: map.neighbours.clone(),
            on_border: map.on_border.clone(),
            hazards,
            groups: vec![Vec::with_capacity(n); most + 2],
            group: vec![0; n],
            place: vec![0; n],
            fallen_neighbours: vec![0; n],
            done: Vec::with_capacity(256),
        }
    }

    /// One replication.
    pub fn replicate(&mut self, draws: &mut Sequential, replication: u64) -> Outcome {
        draws.begin(replication);
        self.reset();
        let mut outcome = Outcome::default();
        let mut free = [0.0; SERVERS];
        let mut now = 0.0;
        loop {
            let total: f64 = self.groups.iter().zip(&self.hazards).map(|(g, h)| g.len() as f64 * h).sum();
            now += draws.exponential() / total;
            if now > HORIZON {
                break;
            }
            let i = self.pick(draws.uniform() * total);
            let falls = self.group[i] != FALLEN;
            self.change_hands(i, falls);
            if falls {
                outcome.falls += 1;
                if self.on_border[i] {
                    for _ in 0..draws.soldiers(i, 0) {
                        self.serve(now, &mut free, draws, &mut outcome);
                    }
                }
            } else {
                outcome.recaptures += 1;
            }
        }
        outcome.fallen_end = self.groups[FALLEN].len() as u32;
        outcome.crossed = self.done.len() as u32;
        outcome.decision = self.decide(draws);
        outcome
    }

    fn reset(&mut self) {
        for group in &mut self.groups {
            group.clear();
        }
        for i in 0..self.neighbours.len() {
            self.fallen_neighbours[i] = self.neighbours[i].iter().filter(|&&j| j < FALLEN_AT_START).count();
            self.join(i, if i < FALLEN_AT_START { FALLEN } else { 1 + self.fallen_neighbours[i] });
        }
        self.done.clear();
    }

    /// The district at `mass` along the groups' hazards laid end to end.
    fn pick(&self, mut mass: f64) -> usize {
        let mut last = 0;
        for (group, hazard) in self.groups.iter().zip(&self.hazards) {
            let held = group.len() as f64 * hazard;
            if mass < held {
                let at = ((mass / hazard) as usize).min(group.len() - 1);
                return group[at] as usize;
            }
            mass -= held;
            // Rounding can carry the mass past the end: the last district there is.
            last = group.last().map_or(last, |&i| i as usize);
        }
        last
    }

    fn change_hands(&mut self, i: usize, falls: bool) {
        self.leave(i);
        self.join(i, if falls { FALLEN } else { 1 + self.fallen_neighbours[i] });
        for at in 0..self.neighbours[i].len() {
            let j = self.neighbours[i][at];
            self.fallen_neighbours[j] =
                if falls { self.fallen_neighbours[j] + 1 } else { self.fallen_neighbours[j] - 1 };
            if self.group[j] != FALLEN {
                self.leave(j);
                self.join(j, 1 + self.fallen_neighbours[j]);
            }
        }
    }

    fn join(&mut self, i: usize, group: usize) {
        self.group[i] = group;
        self.place[i] = self.groups[group].len();
        self.groups[group].push(i as u32);
    }

    fn leave(&mut self, i: usize) {
        let (group, place) = (self.group[i], self.place[i]);
        self.groups[group].swap_remove(place);
        if let Some(&moved) = self.groups[group].get(place) {
            self.place[moved as usize] = place;
        }
    }

    /// A soldier takes the server that is free first.
    fn serve(&mut self, now: f64, free: &mut [f64; SERVERS], draws: &mut Sequential, outcome: &mut Outcome) {
        let server = if free[0] <= free[1] { 0 } else { 1 };
        let start = free[server].max(now);
        free[server] = start + draws.service();
        if start <= HORIZON {
            outcome.started += 1;
            outcome.waited += start - now;
        }
        if free[server] <= HORIZON {
            self.done.push(free[server]);
        }
    }

    fn decide(&mut self, draws: &mut Sequential) -> Option<f64> {
        let nth = CROSSINGS_TO_START as usize - 1;
        if self.done.len() <= nth {
            return None;
        }
        let (_, &mut start, _) = self.done.select_nth_unstable_by(nth, f64::total_cmp);
        let day = start + (0..STAGES).map(|_| draws.stage()).sum::<f64>();
        (day <= HORIZON).then_some(day)
    }
}
