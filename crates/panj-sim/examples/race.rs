//! A race of hazards: three teams look for a fault. Who finds it, and when?
//!
//!     cargo run -p panj-sim --example race
//!
//! Shown: events whose rates change while they wait. An alarm of the last hours makes all teams faster, and the haste fades; on day 2
//! the third team gets better instruments. No clock is drawn anew: each keeps the share of its hazard that it has used up.

use panj_sim::{Alarm, Context, HazardRace, Mechanism, Phase, Process, Time, World, run};

const SEARCH: Mechanism = Mechanism(0);
/// Hazards of the teams per day, and that of the third with its instruments, which come after so many days.
const HAZARDS: [f64; 3] = [0.05, 0.10, 0.02];
const BETTER: f64 = 0.25;
const INSTRUMENTS: f64 = 2.0;
/// Haste at the start (all hazards are `1 + HASTE` times as high), and how fast it fades per day.
const HASTE: f64 = 3.0;
const FADES: f64 = 0.8;

/// What is simulated.
struct Search {
    race: HazardRace,
    alarm: Alarm,
    found: Option<(usize, f64)>,
}

/// What will happen.
#[derive(Clone, Copy)]
enum Event {
    InstrumentsCome,
    Finds { team: usize },
}

impl Search {
    fn begin(world: &World, context: &mut Context<Event, ()>) -> Search {
        let mut race = HazardRace::default();
        race.begin((0..HAZARDS.len()).map(|team| world.stream(SEARCH, team as u64).exponential()), FADES);
        race.set_first_weights(HAZARDS.into_iter());
        race.remember(HASTE, Time::ZERO);
        context.schedule_in(INSTRUMENTS, Phase(0), Event::InstrumentsCome);
        let mut search = Search { race, alarm: context.add_alarm(), found: None };
        search.aim(context);
        search
    }

    /// Who comes first as things stand.
    fn aim(&mut self, context: &mut Context<Event, ()>) {
        if let Some((time, team)) = self.race.next(context.now()) {
            context.set_alarm(self.alarm, time, Phase(0), Event::Finds { team });
        }
    }
}

impl Process for Search {
    type Event = Event;
    type Fact = ();

    fn fire(&mut self, event: Event, context: &mut Context<Event, ()>) {
        match event {
            Event::Finds { team } => self.found = Some((team, context.now().days())),
            Event::InstrumentsCome if self.found.is_none() => {
                self.race.set_weight(2, BETTER, context.now());
                self.aim(context);
            }
            Event::InstrumentsCome => {}
        }
    }

    fn react(&mut self, (): &(), _: &mut Context<Event, ()>) {}
}

/// Who finds it in a world, and after how many days.
fn replicate(replication: u64) -> Option<(usize, f64)> {
    let mut context = Context::new();
    let mut search = Search::begin(&World::new(1, replication), &mut context);
    run(&mut search, &mut context, Time::NEVER, &mut ());
    search.found
}

/// The probability that nobody has found it after so many days: `exp(-` integrated hazard `)`.
fn still_hidden(days: f64) -> f64 {
    let haste = |t: f64| t + HASTE * (1.0 - (-FADES * t).exp()) / FADES;
    let all: f64 = HAZARDS.iter().sum();
    let with_instruments = all - HAZARDS[2] + BETTER;
    let before = haste(days.min(INSTRUMENTS));
    (-all * before - with_instruments * (haste(days) - before)).exp()
}

/// The probability that a team is first: its share of the hazard, before the instruments come and after.
fn first(team: usize) -> f64 {
    let late = still_hidden(INSTRUMENTS);
    let all: f64 = HAZARDS.iter().sum();
    let after = if team == 2 { BETTER } else { HAZARDS[team] };
    (1.0 - late) * HAZARDS[team] / all + late * after / (all - HAZARDS[2] + BETTER)
}

fn main() {
    let worlds = 20_000;
    let found: Vec<(usize, f64)> = (0..worlds).filter_map(replicate).collect();
    let share = |count: usize| count as f64 / worlds as f64;
    for team in 0..HAZARDS.len() {
        let count = found.iter().filter(|(who, _)| *who == team).count();
        println!("team {} is first: {:.4}; closed form {:.4}", team + 1, share(count), first(team));
    }
    for days in [1.0, 2.0, 5.0, 10.0] {
        let count = found.iter().filter(|(_, when)| *when > days).count();
        println!("hidden after {days} days: {:.4}; closed form {:.4}", share(count), still_hidden(days));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_and_when_are_those_of_the_hazards() {
        let worlds = 20_000;
        let found: Vec<(usize, f64)> = (0..worlds).filter_map(replicate).collect();
        assert_eq!(found.len() as u64, worlds, "one team finds it in every world");
        let agrees = |what: &str, count: usize, p: f64| {
            let (share, error) = (count as f64 / worlds as f64, (p * (1.0 - p) / worlds as f64).sqrt());
            assert!((share - p).abs() < 4.0 * error, "{what}: {share}, not {p}");
        };
        for team in 0..HAZARDS.len() {
            agrees("first", found.iter().filter(|(who, _)| *who == team).count(), first(team));
        }
        for days in [0.5, 1.0, 2.0, 3.0, 5.0, 10.0] {
            agrees("hidden", found.iter().filter(|(_, when)| *when > days).count(), still_hidden(days));
        }
    }

    #[test]
    fn the_closed_form_is_a_probability() {
        assert!(((0..3).map(first).sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(still_hidden(0.0), 1.0);
    }
}
