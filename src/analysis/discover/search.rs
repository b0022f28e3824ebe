//! The search for smallest sets, and their trial in worlds that it has not seen.

use std::collections::BTreeMap;

use super::{Change, DISCOVERY_FORMAT, Discovery, SetCost, SmallestSet, Tried, TriedChange, on_front};
use crate::experiment::DiscoverQuestion;
use crate::math::{beta_quantile, binomial_cdf};
use crate::result::Bounded;
use crate::stats::Interval;

/// Chance that any set is confirmed which is not what it claims to be.
const ERROR: f64 = 0.05;
/// Sets that are held against the second half at most, those that saved most first: each makes the intervals of all wider.
const MOST_CLAIMS: usize = 16;
/// A change without which fewer of the saved worlds are lost again than this is no part of a set.
const LEAST_NECESSITY: f64 = 0.1;

/// Whether the goal is met, world for world; None where a world failed or has no answer.
pub type Answers = Vec<Option<bool>>;

/// Sets, each with its answers; None for a set that cannot be simulated.
pub type Simulated = Vec<Option<Answers>>;

/// Gives the answers of sets of changes in some worlds.
pub type Simulate<'a, E> = dyn FnMut(&[Vec<usize>], &[u64]) -> Result<Simulated, E> + 'a;

/// Looks for the smallest sufficient sets of `changes`.
///
/// `simulate` gives the answers of sets (numbers of changes, ascending) in some of the worlds `0..worlds`. Of the two halves
/// `held_out` says which worlds are in the second; worlds that share a draw of parameters must lie in one half.
///
/// # Errors
/// What `simulate` says.
pub fn discover<E>(
    changes: &[Change],
    question: &DiscoverQuestion,
    (worlds, held_out): (u64, &dyn Fn(u64) -> bool),
    simulate: &mut Simulate<'_, E>,
) -> Result<Discovery, E> {
    let all: Vec<u64> = (0..worlds).collect();
    let written = simulate(&[Vec::new()], &all)?.pop().flatten().unwrap_or_default();
    let with = |answer: bool, second: bool| {
        let own =
            |(at, found): (&u64, &Option<bool>)| (*found == Some(answer) && held_out(*at) == second).then_some(*at);
        all.iter().zip(&written).filter_map(own).collect::<Vec<u64>>()
    };
    let mut lost = with(false, false);
    let (lost_held_out, kept_held_out) = (with(false, true), with(true, true));
    let lost_in_all = (lost.len() + lost_held_out.len()) as u64;
    lost.truncate(question.worlds);
    let mut search = Search { changes, question, saved: BTreeMap::new(), sufficient: Vec::new(), tried: Vec::new() };
    if !lost.is_empty() && !lost_held_out.is_empty() {
        for size in 1..=question.most {
            search.try_size(size, &lost, simulate)?;
        }
    }
    let alone = |at: usize| search.saved.get(&vec![at]).map_or(f64::NAN, |saved| share(saved));
    let of_change = |(at, change): (usize, &Change)| TriedChange { change: change.clone(), alone: alone(at) };
    let mut chosen = search.claims();
    let mut sets = Vec::new();
    let level = 1.0 - ERROR / chosen.len().max(1) as f64;
    let second = [lost_held_out.as_slice(), &kept_held_out].concat();
    let answers = if chosen.is_empty() { Vec::new() } else { simulate(&chosen, &second)? };
    for (set, answers) in chosen.drain(..).zip(answers) {
        let (of_lost, of_kept) =
            answers.as_deref().unwrap_or_default().split_at_checked(lost_held_out.len()).unwrap_or_default();
        let met = |answer: &Option<bool>| *answer == Some(true);
        let saved: Vec<u64> =
            lost_held_out.iter().zip(of_lost).filter(|(_, answer)| met(answer)).map(|(world, _)| *world).collect();
        let newly_lost = of_kept.iter().filter(|answer| **answer == Some(false)).count() as u64;
        let (count, of) = (saved.len() as u64, of_lost.iter().flatten().count() as u64);
        let interval = clopper_pearson(count, of, level);
        let p = binomial_cdf(newly_lost, count + newly_lost, 0.5);
        let members = || set.iter().map(|&at| &changes[at]);
        sets.push(SmallestSet {
            changes: members().map(|change| change.name.clone()).collect(),
            share: Bounded::new(count as f64 / of as f64, interval),
            saved: count,
            newly_lost,
            p,
            share_tried: search.saved.get(&set).map_or(f64::NAN, |saved| share(saved)),
            necessity: necessity(&set, &saved, simulate)?,
            cost: SetCost::of(members()),
            confirmed: interval.low >= question.share && p <= 1.0 - level,
            on_front: false,
        });
    }
    on_front(&mut sets);
    let rank = |set: &SmallestSet| (!set.confirmed, set.changes.len());
    sets.sort_by(|a, b| rank(a).cmp(&rank(b)).then(b.share.value.total_cmp(&a.share.value)));
    Ok(Discovery {
        format: DISCOVERY_FORMAT,
        identity: String::new(),
        question: question.clone(),
        goal: question.goal.clone(),
        replications: worlds,
        seed: 0,
        lost: lost_in_all,
        lost_tried: lost.len() as u64,
        lost_held_out: lost_held_out.len() as u64,
        kept_held_out: kept_held_out.len() as u64,
        changes: changes.iter().enumerate().map(of_change).collect(),
        tried: search.tried,
        sets,
        level,
    })
}

/// Share of the worlds in which a set saves what was lost.
fn share(saved: &[bool]) -> f64 {
    saved.iter().filter(|saved| **saved).count() as f64 / saved.len() as f64
}

/// By change of a set: the share of the worlds that it saves which are lost again without the change.
fn necessity<E>(set: &[usize], saved: &[u64], simulate: &mut Simulate<'_, E>) -> Result<Vec<f64>, E> {
    // Without its only change a world is as written: lost.
    if set.len() == 1 || saved.is_empty() {
        return Ok(vec![if saved.is_empty() { f64::NAN } else { 1.0 }; set.len()]);
    }
    let smaller: Vec<Vec<usize>> = set.iter().map(|out| without(set, *out)).collect();
    let lost_again = |answers: Option<Answers>| {
        let answers = answers.unwrap_or_default();
        let lost = answers.iter().filter(|answer| **answer == Some(false)).count();
        lost as f64 / answers.iter().flatten().count() as f64
    };
    Ok(simulate(&smaller, saved)?.into_iter().map(lost_again).collect())
}

fn without(set: &[usize], out: usize) -> Vec<usize> {
    set.iter().copied().filter(|at| *at != out).collect()
}

/// The exact interval of a share (Clopper and Pearson 1934); from 0 to 1 where there are no trials.
fn clopper_pearson(count: u64, of: u64, level: f64) -> Interval {
    let (k, n, tail) = (count as f64, of as f64, (1.0 - level) / 2.0);
    let low = if count == 0 { 0.0 } else { beta_quantile(k, n - k + 1.0, tail) };
    let high = if count == of { 1.0 } else { beta_quantile(k + 1.0, n - k, 1.0 - tail) };
    Interval { low, high }
}

/// What is known of sets in lost worlds of the first half.
struct Search<'a> {
    changes: &'a [Change],
    question: &'a DiscoverQuestion,
    /// By set: which of the lost worlds it saves.
    saved: BTreeMap<Vec<usize>, Vec<bool>>,
    /// Sets that save enough, none of which holds another.
    sufficient: Vec<Vec<usize>>,
    tried: Vec<Tried>,
}

impl Search<'_> {
    /// Tries the sets of one size: all, or those that look best by what is known of smaller ones.
    fn try_size<E>(&mut self, size: usize, lost: &[u64], simulate: &mut Simulate<'_, E>) -> Result<(), E> {
        let mut ranked: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut of = 0;
        // Twice as many as are wanted are kept on the way, so that memory stays small.
        let keep = self.question.sets.max(1);
        for_each_set(self.changes.len(), size, &mut |set| {
            if self.is_worth_trying(set) {
                of += 1;
                ranked.push((self.hope(set), set.to_vec()));
                if ranked.len() >= 2 * keep {
                    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
                    ranked.truncate(keep);
                }
            }
        });
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(keep);
        let sets: Vec<Vec<usize>> = ranked.into_iter().map(|(_, set)| set).collect();
        self.tried.push(Tried { size, sets: sets.len() as u64, of });
        let simulated = if sets.is_empty() { Vec::new() } else { simulate(&sets, lost)? };
        for (set, answers) in sets.into_iter().zip(simulated) {
            let Some(answers) = answers else { continue };
            let saved: Vec<bool> = answers.iter().map(|answer| *answer == Some(true)).collect();
            if share(&saved) >= self.question.share && self.needs_all(&set, &saved) {
                self.sufficient.push(set.clone());
            }
            self.saved.insert(set, saved);
        }
        Ok(())
    }

    /// Whether a set changes no path twice, holds no sufficient set and nothing that cannot be simulated.
    fn is_worth_trying(&self, set: &[usize]) -> bool {
        let apart = |(at, a): (usize, &usize)| {
            set[at + 1..].iter().all(|b| !overlap(&self.changes[*a].paths, &self.changes[*b].paths))
        };
        let possible = |at: &usize| set.len() == 1 || self.saved.contains_key(std::slice::from_ref(at));
        let smaller = |found: &Vec<usize>| found.iter().all(|at| set.contains(at));
        set.iter().all(possible) && set.iter().enumerate().all(apart) && !self.sufficient.iter().any(smaller)
    }

    /// Worlds that a set should save if its parts did nothing to each other: those that any known part of it saves.
    fn hope(&self, set: &[usize]) -> usize {
        let parts = set.iter().map(|out| without(set, *out)).chain(set.iter().map(|at| vec![*at]));
        let known: Vec<&Vec<bool>> = parts.filter_map(|part| self.saved.get(&part)).collect();
        let worlds = known.first().map_or(0, |saved| saved.len());
        (0..worlds).filter(|&world| known.iter().any(|saved| saved[world])).count()
    }

    /// Whether each change of a set is needed in some of the worlds that it saves, as far as sets without it are known.
    fn needs_all(&self, set: &[usize], saved: &[bool]) -> bool {
        let count = saved.iter().filter(|saved| **saved).count() as f64;
        set.iter().all(|out| {
            self.saved.get(&without(set, *out)).is_none_or(|rest| {
                let lost_again = saved.iter().zip(rest).filter(|(with, rest)| **with && !**rest).count();
                lost_again as f64 >= LEAST_NECESSITY * count
            })
        })
    }

    /// The sets that are held against the second half, the smallest first.
    fn claims(&self) -> Vec<Vec<usize>> {
        let mut claims = self.sufficient.clone();
        let saved = |set: &Vec<usize>| self.saved.get(set).map_or(0.0, |saved| share(saved));
        claims.sort_by(|a, b| a.len().cmp(&b.len()).then(saved(b).total_cmp(&saved(a))).then(a.cmp(b)));
        claims.truncate(MOST_CLAIMS);
        claims
    }
}

/// Whether a path of one list is a path of another, or lies within one.
fn overlap(first: &[String], second: &[String]) -> bool {
    let within = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    first.iter().any(|a| second.iter().any(|b| within(a, b) || within(b, a)))
}

/// Calls `visit` for all sets of `size` numbers below `n`, in order.
fn for_each_set(n: usize, size: usize, visit: &mut dyn FnMut(&[usize])) {
    fn go_on(from: usize, n: usize, size: usize, set: &mut Vec<usize>, visit: &mut dyn FnMut(&[usize])) {
        if set.len() == size {
            return visit(set);
        }
        for at in from..n {
            set.push(at);
            go_on(at + 1, n, size, set, visit);
            set.pop();
        }
    }
    go_on(0, n, size, &mut Vec::new(), visit);
}
