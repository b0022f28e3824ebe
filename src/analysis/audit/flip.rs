//! Looks over the range of each assumption, and the bisection for the values at which answers turn.

use std::collections::BTreeMap;

use super::assumption::mark;
use super::{Assumption, Audited, Effect, Flip};
use crate::result::LEVEL;
use crate::stats::proportion::wilson;

/// Coordinates of the looks over a range: those of Morris's design.
pub const LOOKS: [f64; 4] = [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0];

/// What is seen at a point.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    /// By outcome: the sum of its values (of answers: worlds with yes), and the worlds with a value.
    pub sums: Vec<(f64, u64)>,
    /// Whether any metric differs in any world from the scenario as written.
    pub moved: bool,
}

impl Seen {
    /// Share or mean of an outcome; NaN without worlds.
    pub fn mean(&self, outcome: usize) -> f64 {
        let (sum, n) = self.sums[outcome];
        sum / n as f64
    }

    /// On which side of one half the share of an answer is: 1 or -1, and 0 where the interval holds one half.
    fn side(&self, outcome: usize) -> i8 {
        let (sum, n) = self.sums[outcome];
        let interval = wilson(sum as u64, n, LEVEL);
        i8::from(interval.low > 0.5) - i8::from(interval.high < 0.5)
    }
}

/// Simulates points, each a list of assignments, in the same worlds; None for a point that cannot be.
pub type Simulate<'a, E> = dyn FnMut(&[Vec<String>]) -> Result<Vec<Option<Seen>>, E> + 'a;

/// What was seen over the ranges of assumptions.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// By assumption: coordinate and what is seen there, ascending, with the value as written.
    at: Vec<Vec<(f64, Seen)>>,
    /// By assumption and outcome.
    pub effects: Vec<Effect>,
}

/// Looks over the range of every assumption; those of which an end cannot be simulated are taken out of the list, and named.
///
/// # Errors
/// What `simulate` says.
pub fn look<E>(
    assumptions: &mut Vec<Assumption>,
    outcomes: &[Audited],
    written: &Seen,
    simulate: &mut Simulate<'_, E>,
) -> Result<(Looked, Vec<String>), E> {
    let points: Vec<Vec<String>> = assumptions.iter().flat_map(|one| LOOKS.map(|u| vec![one.set(u)])).collect();
    let seen: Vec<Option<Seen>> = if points.is_empty() { Vec::new() } else { simulate(&points)? };
    let (mut at, mut kept, mut not_varied, mut moved) = (Vec::new(), Vec::new(), Vec::new(), BTreeMap::new());
    let mut effects = Vec::new();
    for (one, seen) in std::mem::take(assumptions).into_iter().zip(seen.chunks(LOOKS.len())) {
        let Some(seen) = seen.iter().cloned().collect::<Option<Vec<Seen>>>() else {
            not_varied.push(one.parameter.clone());
            continue;
        };
        for (number, outcome) in outcomes.iter().enumerate() {
            let means = [0, 1, 2, 3].map(|look: usize| seen[look].mean(number));
            let all = || means.into_iter().chain([written.mean(number)]).filter(|mean| !mean.is_nan());
            let swing = all().fold(f64::NEG_INFINITY, f64::max) - all().fold(f64::INFINITY, f64::min);
            let (parameter, outcome) = (one.parameter.clone(), outcome.name.clone());
            effects.push(Effect { parameter, outcome, at: means, swing: swing.max(0.0) });
        }
        moved.insert(one.parameter.clone(), seen.iter().any(|seen| seen.moved));
        let mut own: Vec<(f64, Seen)> = LOOKS.into_iter().zip(seen).chain([(one.place(), written.clone())]).collect();
        // The value as written comes after a look at the same place, which is the same point.
        own.sort_by(|a, b| a.0.total_cmp(&b.0));
        at.push(own);
        kept.push(one);
    }
    *assumptions = kept;
    mark(assumptions, &moved);
    Ok((Looked { at, effects }, not_varied))
}

/// A bracket being halved.
struct Bracket {
    assumption: usize,
    outcome: usize,
    swing: f64,
    /// Coordinates with the answer as written, and with the other one.
    before: f64,
    after: f64,
}

/// Finds the values at which answers turn, next to the values as written; at most so many, those of the earliest outcomes and then
/// of the largest swing, and says how many were left.
///
/// # Errors
/// What `simulate` says.
pub fn bisect<E>(
    assumptions: &[Assumption],
    outcomes: &[Audited],
    looked: &Looked,
    (steps, most): (usize, usize),
    simulate: &mut Simulate<'_, E>,
) -> Result<(Vec<Flip>, usize), E> {
    let mut brackets = Vec::new();
    for (outcome, audited) in outcomes.iter().enumerate().filter(|(_, one)| one.is_share) {
        let mut own: Vec<Bracket> = (0..assumptions.len())
            .flat_map(|assumption| {
                let swing = looked.effects[assumption * outcomes.len() + outcome].swing;
                let sides =
                    sides(&looked.at[assumption], assumptions[assumption].place(), outcome, audited.written.value);
                sides.map(move |(before, after)| Bracket { assumption, outcome, swing, before, after })
            })
            .collect();
        own.sort_by(|a, b| b.swing.total_cmp(&a.swing));
        brackets.extend(own);
    }
    let left = brackets.len().saturating_sub(most);
    brackets.truncate(most);
    // All that was seen, by assumption: what one bracket asks for serves the others.
    let mut at: Vec<Vec<(f64, Seen)>> = looked.at.clone();
    for _ in 0..steps {
        let middles: Vec<(usize, f64)> =
            brackets.iter().map(|one| (one.assumption, 0.5 * (one.before + one.after))).collect();
        let mut wanted: Vec<(usize, f64)> = Vec::new();
        for middle in &middles {
            if !wanted.contains(middle) {
                wanted.push(*middle);
            }
        }
        let points: Vec<Vec<String>> = wanted.iter().map(|(one, u)| vec![assumptions[*one].set(*u)]).collect();
        if points.is_empty() {
            break;
        }
        for ((one, u), seen) in wanted.into_iter().zip(simulate(&points)?) {
            at[one].extend(seen.map(|seen| (u, seen)));
        }
        for (bracket, (one, u)) in brackets.iter_mut().zip(middles) {
            let Some((_, seen)) = at[one].iter().find(|(there, _)| *there == u) else { continue };
            let same = (seen.mean(bracket.outcome) > 0.5) == (outcomes[bracket.outcome].written.value > 0.5);
            if same { bracket.before = u } else { bracket.after = u }
        }
    }
    let flip = |one: &Bracket| {
        let (assumption, seen) = (&assumptions[one.assumption], &at[one.assumption]);
        let share =
            |u: f64| seen.iter().find(|(there, _)| *there == u).map_or(f64::NAN, |(_, seen)| seen.mean(one.outcome));
        // Outwards from the crossing on either side: the nearest value at which the interval leaves one half out.
        let clear = |from: f64, outwards: f64, answer: i8| {
            let beyond = |(u, seen): &&(f64, Seen)| (u - from) * outwards >= 0.0 && seen.side(one.outcome) == answer;
            let nearest = seen.iter().filter(beyond).min_by(|a, b| (a.0 - from).abs().total_cmp(&(b.0 - from).abs()));
            nearest.map_or_else(String::new, |(u, _)| assumption.at(*u))
        };
        let outwards = if one.before < one.after { 1.0 } else { -1.0 };
        let answer: i8 = if outcomes[one.outcome].written.value > 0.5 { 1 } else { -1 };
        Flip {
            outcome: outcomes[one.outcome].name.clone(),
            parameter: assumption.parameter.clone(),
            written: assumption.written.clone(),
            before: assumption.at(one.before),
            after: assumption.at(one.after),
            share_before: share(one.before),
            share_after: share(one.after),
            clear_before: clear(one.before, -outwards, answer),
            clear_after: clear(one.after, outwards, -answer),
            swing: one.swing,
        }
    };
    Ok((brackets.iter().map(flip).collect(), left))
}

/// On either side of the value as written: the last coordinate with its answer, and the next look, which has the other one.
fn sides(seen: &[(f64, Seen)], place: f64, outcome: usize, written: f64) -> impl Iterator<Item = (f64, f64)> + use<> {
    let turned = |seen: &Seen| {
        let mean = seen.mean(outcome);
        !mean.is_nan() && !written.is_nan() && (mean > 0.5) != (written > 0.5)
    };
    let look = |outwards: &mut dyn Iterator<Item = &(f64, Seen)>| {
        let mut before = place;
        for (u, seen) in outwards {
            if turned(seen) {
                return (before != *u).then_some((before, *u));
            }
            before = *u;
        }
        None
    };
    let up = look(&mut seen.iter().filter(|(u, _)| *u > place));
    let down = look(&mut seen.iter().rev().filter(|(u, _)| *u < place));
    // Where the value as written lies outside of the range, the look at the range's end is another point at the same place.
    let end = seen.iter().find(|(u, seen)| *u == place && turned(seen)).map(|_| (place, place));
    [up, down].into_iter().flatten().chain(end.filter(|_| up.is_none() && down.is_none()))
}
