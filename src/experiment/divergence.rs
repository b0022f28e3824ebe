//! Where two histories of the same world first diverge: the first fact that one has and the other has not.

use rayon::prelude::*;

use super::crisis_simulator::{CrisisSimulator, Workspace};
use super::panic_guard::guarded;
use super::simulator::{Failure, Simulator};
use crate::model::{Crisis, Fact};
use crate::outcome::event_log::kind;
use crate::sim::{Observer, Time};

/// The first fact in which two histories differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Divergence {
    /// When, in days since the scenario's start.
    pub day: f64,
    /// Kind of the fact, such as `mobilization decreed`.
    pub kind: String,
    /// Whether the second history has it and the first has not, or the other way round.
    pub in_second: bool,
}

/// Facts of one history, in their order.
#[derive(Debug, Default)]
struct Facts {
    all: Vec<(Time, Fact)>,
}

impl Observer<Crisis> for Facts {
    fn see(&mut self, now: Time, fact: &Fact, _: &Crisis) {
        self.all.push((now, *fact));
    }
}

/// Where a world diverges under each variant; None for a variant under which it does not.
type OfWorld = Vec<Option<Divergence>>;

/// Runs worlds `0..worlds` under all variants, on all processors, and finds where each diverges from the `baseline`. Of a
/// world that fails there is None. A processor holds two histories at a time.
///
/// # Errors
/// When worker threads cannot be started.
pub fn divergences(
    simulator: &CrisisSimulator,
    baseline: usize,
    seed: u64,
    worlds: u64,
) -> Result<Vec<Option<OfWorld>>, rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().build()?;
    let of_world = |workspace: &mut Workspace, world| {
        let mut found = Vec::new();
        let run = || of_world(simulator, baseline, (seed, world), workspace).map(|diverged| found = diverged);
        match guarded(run) {
            Ok(()) => Some(found),
            Err(_) => {
                *workspace = simulator.workspace();
                None
            }
        }
    };
    let all = pool.install(|| (0..worlds).into_par_iter().map_init(|| simulator.workspace(), of_world).collect());
    Ok(all)
}

/// Runs one world under all variants.
fn of_world(
    simulator: &CrisisSimulator,
    baseline: usize,
    world: (u64, u64),
    workspace: &mut Workspace,
) -> Result<OfWorld, Failure> {
    let (mut first, mut second) = (Facts::default(), Facts::default());
    simulator.observe(baseline, world, workspace, &mut first, |_, _| true)?;
    let mut found = Vec::with_capacity(simulator.variants());
    for variant in 0..simulator.variants() {
        if variant == baseline {
            found.push(None);
            continue;
        }
        second.all.clear();
        let (mut diverged, mut seen) = (None, (0, 0));
        // A history runs only until it has diverged.
        simulator.observe(variant, world, workspace, &mut second, |second, now| {
            let reached = first.all.partition_point(|(time, _)| *time <= now);
            diverged = divergence(&first.all[seen.0..reached], &second.all[seen.1..]);
            seen = (reached, second.all.len());
            diverged.is_none()
        })?;
        found.push(diverged);
    }
    Ok(found)
}

/// The first fact that is in one replication only. Facts of one instant may stand in any order.
fn divergence(first: &[(Time, Fact)], second: &[(Time, Fact)]) -> Option<Divergence> {
    let same = first.iter().zip(second).take_while(|(a, b)| a == b).count();
    // The instant of the last common fact may hold more, in another order: it is looked at as a whole.
    let last = first[..same].last().map(|(time, _)| *time);
    let begun = first[..same].iter().rposition(|(time, _)| Some(*time) != last).map_or(0, |at| at + 1);
    let (mut first, mut second) = (&first[begun..], &second[begun..]);
    loop {
        let now = [first, second].into_iter().filter_map(|facts| facts.first()).map(|(time, _)| *time).min()?;
        let (of_first, of_second) = (instant(first, now), instant(second, now));
        let (one, other) = (lacking(of_second, of_first), lacking(of_first, of_second));
        if let Some((fact, in_second)) = one.map(|fact| (fact, true)).or(other.map(|fact| (fact, false))) {
            return Some(Divergence { day: now.days(), kind: kind(&fact), in_second });
        }
        (first, second) = (&first[of_first.len()..], &second[of_second.len()..]);
    }
}

/// The facts of an instant at the beginning of a history's rest.
fn instant(facts: &[(Time, Fact)], now: Time) -> &[(Time, Fact)] {
    let length = facts.iter().take_while(|(time, _)| *time == now).count();
    &facts[..length]
}

/// The first of some facts that others lack, each counted as often as it stands.
fn lacking(these: &[(Time, Fact)], others: &[(Time, Fact)]) -> Option<Fact> {
    let mut left: Vec<&(Time, Fact)> = others.iter().collect();
    for fact in these {
        match left.iter().position(|other| *other == fact) {
            Some(at) => _ = left.remove(at),
            None => return Some(fact.1),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Answer;
    use crate::model::index::AllianceId;

    fn history(days: &[(f64, u32)]) -> Vec<(Time, Fact)> {
        days.iter().map(|(time, day)| (Time::from_days(*time), Fact::DayEnded { day: *day })).collect()
    }

    #[test]
    fn the_first_fact_that_one_lacks_is_found() {
        let first = history(&[(1.0, 1), (2.0, 2), (2.0, 3), (5.0, 5)]);
        assert_eq!(divergence(&first, &first), None);
        let another_order = history(&[(1.0, 1), (2.0, 3), (2.0, 2), (5.0, 5)]);
        assert_eq!(divergence(&first, &another_order), None);
        let more = history(&[(1.0, 1), (2.0, 3), (2.0, 2), (2.0, 2), (5.0, 5)]);
        let found = |day, in_second| Some(Divergence { day, kind: "day ended".to_owned(), in_second });
        assert_eq!(divergence(&first, &more), found(2.0, true));
        assert_eq!(divergence(&more, &first), found(2.0, false));
        assert_eq!(divergence(&first, &history(&[(1.0, 1), (2.0, 2), (2.0, 3), (4.0, 5)])), found(4.0, true));
        assert_eq!(divergence(&first, &first[..3]), found(5.0, false));
        assert_eq!(divergence(&[], &first), found(1.0, true));
        let consequence =
            [&first[..3], &[(Time::from_days(2.0), Fact::Alliance(AllianceId::FIRST, Answer::AllianceReminded))]]
                .concat();
        let reminded = Some(Divergence { day: 2.0, kind: "alliance reminded".to_owned(), in_second: true });
        assert_eq!(divergence(&first, &consequence), reminded, "facts before it in the same instant are common");
    }
}
