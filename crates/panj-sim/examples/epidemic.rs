//! An epidemic on a graph (susceptible, infected, recovered): how many fall ill, and what is saved by closing roads?
//!
//!     cargo run -p panj-sim --example epidemic
//!
//! Shown: random numbers that are named by what they decide. How long somebody is ill, and after how many days they would pass it on
//! to a neighbour, has a number of its own, so the same world can be played with other roads: a closed road never makes an
//! epidemic larger, which a test holds for every world and not on average.
//! Bailey, N. T. J. (1975). *The Mathematical Theory of Infectious Diseases*, 2nd ed., ch. 6 (the size of an epidemic).

use panj_sim::{Context, Ended, Mechanism, Phase, Process, Time, World, run};

const ILLNESS: Mechanism = Mechanism(0);
const CONTACT: Mechanism = Mechanism(1);

#[derive(Clone, Copy, PartialEq)]
enum State {
    Susceptible,
    Infected,
    Recovered,
}

/// What is simulated. Somebody who is ill passes it on to a neighbour with hazard `contact` and recovers with hazard 1, per day.
struct Epidemic<'a> {
    neighbours: &'a [Vec<usize>],
    contact: f64,
    world: World,
    states: Vec<State>,
}

/// What will happen.
#[derive(Clone, Copy)]
enum Event {
    Infects { whom: usize },
    Recovers { who: usize },
}

impl Process for Epidemic<'_> {
    type Event = Event;
    type Fact = ();

    fn fire(&mut self, event: Event, context: &mut Context<Event, ()>) {
        match event {
            Event::Recovers { who } => self.states[who] = State::Recovered,
            Event::Infects { whom } if self.states[whom] == State::Susceptible => {
                self.states[whom] = State::Infected;
                let ill = self.world.stream(ILLNESS, whom as u64).exponential();
                context.schedule_in(ill, Phase(0), Event::Recovers { who: whom });
                for &neighbour in &self.neighbours[whom] {
                    let pair = (whom * self.states.len() + neighbour) as u64;
                    let passes_on = self.world.stream(CONTACT, pair).exponential() / self.contact;
                    if passes_on < ill {
                        context.schedule_in(passes_on, Phase(0), Event::Infects { whom: neighbour });
                    }
                }
            }
            Event::Infects { .. } => {} // somebody else was faster
        }
    }

    fn react(&mut self, (): &(), _: &mut Context<Event, ()>) {}
}

/// How many have been ill in the end, the first one included.
fn size(neighbours: &[Vec<usize>], contact: f64, replication: u64) -> usize {
    let states = vec![State::Susceptible; neighbours.len()];
    let mut epidemic = Epidemic { neighbours, contact, world: World::new(1, replication), states };
    let mut context = Context::new();
    context.schedule_in(0.0, Phase(0), Event::Infects { whom: 0 });
    let ran = run(&mut epidemic, &mut context, Time::NEVER, &mut ());
    debug_assert!(ran.end == Ended::Empty && !epidemic.states.contains(&State::Infected));
    epidemic.states.iter().filter(|state| **state == State::Recovered).count()
}

/// A town of blocks, `side` by `side`, whose neighbours are the four around; the streets between columns `closed - 1` and `closed`
/// are shut.
fn town(side: usize, closed: usize) -> Vec<Vec<usize>> {
    let open = |a: usize, b: usize| a / side != b / side || a.max(b) % side != closed;
    let near = |a: usize, b: usize| {
        let steps = (a / side).abs_diff(b / side) + (a % side).abs_diff(b % side);
        steps == 1 && open(a, b)
    };
    (0..side * side).map(|a| (0..side * side).filter(|&b| near(a, b)).collect()).collect()
}

fn main() {
    let (open, shut) = (town(20, 0), town(20, 10));
    let worlds = 2_000;
    let (mut ill, mut saved, mut reached) = (0, 0, 0);
    for world in 0..worlds {
        let (without, with) = (size(&open, 2.0, world), size(&shut, 2.0, world));
        ill += without;
        saved += without - with;
        reached += usize::from(without > with);
    }
    let mean = |sum: usize| sum as f64 / worlds as f64;
    println!("of 400 blocks {:.1} fall ill; closing the middle saves {:.1}", mean(ill), mean(saved));
    println!("it saves somebody in {:.1} % of worlds, and costs nobody in any", 100.0 * mean(reached));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P(size) where everybody is everybody's neighbour, by the chain of (susceptible, infected): while both are there, the next
    /// event is an infection with probability `contact s / (contact s + 1)`.
    fn exact(people: usize, contact: f64) -> Vec<f64> {
        let mut sizes = vec![0.0; people + 1];
        // reached[i]: the chain comes by with s susceptible and i infected.
        let mut reached = vec![0.0; people + 2];
        reached[1] = 1.0;
        for s in (0..people).rev() {
            let infects = contact * s as f64 / (contact * s as f64 + 1.0);
            let mut next = vec![0.0; people + 2];
            for i in (1..=people).rev() {
                next[i + 1] += reached[i] * infects;
                reached[i - 1] += reached[i] * (1.0 - infects);
            }
            sizes[people - s] = reached[0];
            reached = next;
        }
        sizes
    }

    #[test]
    fn sizes_among_all_neighbours_are_baileys() {
        let (people, contact, worlds) = (8, 0.25, 20_000);
        let all: Vec<Vec<usize>> = (0..people).map(|a| (0..people).filter(|&b| a != b).collect()).collect();
        let mut found = vec![0_u32; people + 1];
        for world in 0..worlds {
            found[size(&all, contact, world)] += 1;
        }
        let truth = exact(people, contact);
        assert!((truth.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        for (size, (&count, p)) in found.iter().zip(truth).enumerate() {
            let (share, error) = (f64::from(count) / worlds as f64, (p * (1.0 - p) / worlds as f64).sqrt());
            assert!((share - p).abs() <= 4.0 * error, "{size} ill: {share}, not {p}");
        }
    }

    /// Two people: the first infects the second before recovering.
    #[test]
    fn the_exact_sizes_are_right_for_two() {
        assert_eq!(exact(2, 3.0), [0.0, 0.25, 0.75]);
    }

    #[test]
    fn a_closed_road_makes_no_epidemic_larger() {
        let (open, shut) = (town(8, 0), town(8, 4));
        let sizes: Vec<_> = (0..500).map(|world| (size(&open, 1.5, world), size(&shut, 1.5, world))).collect();
        assert!(sizes.iter().all(|(open, shut)| shut <= open && *shut <= 32));
        assert!(sizes.iter().filter(|(open, shut)| shut < open).count() > 50, "some cross the middle");
    }
}
