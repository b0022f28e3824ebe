//! The search for what would have changed a run: which changes there are, and how sets of them are simulated.

use super::beside::Beside;
use super::error::StudyError;
use super::monitor::{Monitor, Note};
use super::prepared::{Prepared, overlay};
use crate::analysis::YesOrNo;
use crate::analysis::discover::{Answers, Change, Discovery, SetCost, discover};
use crate::experiment::{DiscoverQuestion, Plan, hex};
use crate::scenario::{Assignment, Overlay, nearest};

/// Name of a policy that does what several do; no policy of a file is called so.
const JOINED: &str = "all of these";

/// Finds the smallest sets of changes that would have changed the answer of a plan's one variant.
pub(super) fn smallest_sets(
    plan: &Plan,
    asked: &DiscoverQuestion,
    prepared: &Prepared,
    monitor: &dyn Monitor,
) -> Result<Discovery, StudyError> {
    let beside = Beside::new(prepared, monitor)?;
    let goal = YesOrNo::parse(&asked.goal, beside.metrics)?;
    let changes = changes(prepared, asked)?;
    let base = plan.variant.first().map(overlay).transpose()?.unwrap_or_default();
    let source = &prepared.source;
    let mut simulate = |sets: &[Vec<usize>], worlds: &[u64]| {
        monitor.note(&Note::Sets(sets.len(), sets.first().map_or(0, Vec::len), worlds.len()));
        let policies = |set: &Vec<usize>| {
            let of_set = set.iter().map(|&at| &changes[at]).filter(|change| change.policy);
            base.policy.iter().cloned().chain(of_set.map(|change| change.name.clone())).collect::<Vec<String>>()
        };
        let joined = sets.iter().enumerate().map(|(at, set)| (format!("{JOINED} {at}"), policies(set)));
        let joined = source.with_joined(joined);
        let overlay = |(at, set): (usize, &Vec<usize>)| {
            let values = set.iter().map(|&at| &changes[at]).filter(|change| !change.policy);
            let values = values.filter_map(|change| change.name.parse::<Assignment>().ok());
            let sets = base.sets.iter().cloned().chain(values).collect();
            Overlay { policy: Some(format!("{JOINED} {at}")), sets, ..Overlay::none() }
        };
        let overlays: Vec<Overlay> = sets.iter().enumerate().map(overlay).collect();
        let mut answers: Vec<Answers> = vec![Vec::with_capacity(worlds.len()); sets.len()];
        let could = beside.simulate(&joined, &overlays, worlds, &mut |at, _, row| {
            answers[at].push(row.and_then(|row| goal.of(row)));
        })?;
        Ok::<_, StudyError>(answers.into_iter().zip(could).map(|(own, could)| could.then_some(own)).collect())
    };
    // Worlds that share a draw lie in one half.
    let worlds_per_draw = beside.worlds_per_draw();
    let held_out = move |world: u64| (world / worlds_per_draw) % 2 == 1;
    let found = discover(&changes, asked, (plan.replications, &held_out), &mut simulate)?;
    Ok(Discovery { identity: hex(&plan.identity()), seed: plan.seed, goal: goal.text, ..found })
}

/// What may be changed: policies of the scenario, and values of parameters.
pub(super) fn changes(prepared: &Prepared, asked: &DiscoverQuestion) -> Result<Vec<Change>, StudyError> {
    let source = &prepared.source;
    let known = source.policies();
    if let Some(name) = asked.policies.iter().find(|name| known.iter().all(|policy| policy.name != **name)) {
        let near = nearest(name, known.iter().map(|policy| policy.name.as_str())).map(str::to_owned);
        return Err(StudyError::NoVariant { name: name.clone(), nearest: near });
    }
    let own = prepared.plan.variant.first().and_then(|variant| variant.policy.as_ref());
    let wanted = known.iter().filter(|policy| {
        let named = asked.policies.is_empty() || asked.policies.contains(&policy.name);
        named && own != Some(&policy.name)
    });
    let mut changes: Vec<Change> = wanted
        .map(|policy| Change {
            name: policy.name.clone(),
            policy: true,
            summary: policy.summary.clone(),
            paths: source.paths_of(&policy.name),
            cost: policy.cost.as_ref().map(SetCost::from),
        })
        // A policy that changes nothing is the scenario as written.
        .filter(|change| !change.paths.is_empty())
        .collect();
    for text in &asked.changes {
        let wrong = |source| StudyError::Assignment { text: text.clone(), source };
        let one: Assignment = text.parse().map_err(wrong)?;
        // Told here, where it can be mended, and not once a set of it cannot be simulated.
        source.resolve(&Overlay::none().with_set(one.path.clone(), one.value.clone()))?;
        changes.push(Change {
            name: one.to_string(),
            policy: false,
            summary: String::new(),
            paths: vec![one.path],
            cost: None,
        });
    }
    Ok(changes)
}
