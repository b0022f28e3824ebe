//! Policies compared: which outcomes they move, and the section of the page.

use super::design::subject;
use super::read::Results;
use crate::analysis::compare::{ComparedOutcome, Comparison, Difference};
use crate::outcome::Better;
use crate::report::html::{self, ComparedMetric, Estimate, Figure, PairedRow};

/// Outcomes whose tables hold every policy that moves them.
const WHOLE: usize = 12;
/// Outcomes that are named before "and others".
const NAMED: usize = 12;

/// A comparison, its outcomes in the order of the page.
pub(super) struct Compared<'a> {
    pub(super) baseline: &'a str,
    /// Outcomes that some policy moves, the first ones first.
    pub(super) moved: Vec<&'a ComparedOutcome>,
    /// Outcomes that no policy moves in any world.
    pub(super) still: Vec<String>,
}

/// The comparison of a folder; None where it has none.
pub(super) fn of(results: &Results) -> Option<Compared<'_>> {
    let Comparison { baseline, outcomes, .. } = results.comparison.as_ref()?;
    let (mut moved, still): (Vec<_>, Vec<_>) = outcomes.iter().partition(|one| one.differences.iter().any(moves));
    moved.sort_by_key(|one| {
        let rank = if one.about.level.is_empty() { results.rank(&one.about.metric) } else { u8::MAX };
        (rank, one.about.better == Better::Neither)
    });
    Some(Compared { baseline, moved, still: still.into_iter().map(|one| one.about.equation()).collect() })
}

/// Whether a policy differs from the baseline in any world, by what can be said.
pub(super) fn moves(difference: &Difference) -> bool {
    let Difference { difference, ci_low, ci_high, .. } = *difference;
    !difference.is_nan() && (difference != 0.0 || ci_low < 0.0 || ci_high > 0.0)
}

/// The section of the page; outcomes that no policy moves are only named, and so are policies that do not move one.
pub(super) fn section(results: &Results, found: &Compared<'_>, figures: Vec<Figure>) -> html::Comparison {
    let mut text = vec![
        "Every policy meets the same worlds as the baseline, so a difference is taken world by world. Simultaneous intervals \
         hold for all policies at once: where one leaves out zero, the policy changes the outcome."
            .to_owned(),
    ];
    if !found.still.is_empty() {
        text.push(format!("No policy changes these in any world: {}.", listed(&found.still)));
    }
    let mut metrics: Vec<ComparedMetric> = Vec::new();
    let mut unclear: Vec<String> = Vec::new();
    for (rank, one) in found.moved.iter().enumerate() {
        // Of the first outcomes every policy that moves them has a row; of the others those that do so clearly.
        let tells = |difference: &&Difference| if rank < WHOLE { moves(difference) } else { is_clear(difference) };
        let rows: Vec<PairedRow> = one.differences.iter().filter(tells).map(|own| row(results, one, own)).collect();
        if rows.is_empty() {
            unclear.push(one.about.equation());
        } else {
            metrics.push(ComparedMetric {
                metric: one.about.equation(),
                meaning: subject(results, &one.about.metric, &one.about.level),
                unit: one.about.shown_unit().to_owned(),
                better: one.about.better,
                rows,
            });
        }
    }
    if !unclear.is_empty() {
        text.push(format!(
            "Policies change these in some worlds, but none of them clearly: {}. comparison.csv holds all rows.",
            listed(&unclear)
        ));
    }
    html::Comparison { text, baseline: found.baseline.to_owned(), metrics, figures }
}

/// Whether the simultaneous interval of a policy's difference leaves out zero.
fn is_clear(difference: &Difference) -> bool {
    difference.simultaneous().is_some_and(|[low, high]| low > 0.0 || high < 0.0)
}

fn row(results: &Results, one: &ComparedOutcome, own: &Difference) -> PairedRow {
    let standing = one.standing(&own.policy);
    let event = one.events.iter().find(|event| event.policy == own.policy);
    let known = |value: f64| Some(value).filter(|value| value.is_finite());
    PairedRow {
        policy: own.policy.clone(),
        summary: results.summary_of_policy(&own.policy),
        mean: standing.and_then(|own| Estimate::known(own.mean, own.ci_low, own.ci_high)),
        difference: Estimate::known(own.difference, f64::NAN, f64::NAN)
            .map(|estimate| Estimate { interval: own.interval(), ..estimate }),
        simultaneous: own.simultaneous(),
        best: standing.and_then(|own| known(own.best_mean)),
        saves: event.and_then(|event| known(event.saves?.share)),
        loses: event.and_then(|event| known(event.loses?.share)),
        correlation: known(own.correlation),
        variance_ratio: known(own.variance_reduction),
        n: standing.map_or(0, |own| own.n as u64),
    }
}

/// "a, b and 3 others".
fn listed(names: &[String]) -> String {
    let named = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let others = names.len().saturating_sub(NAMED);
    if others > 0 { format!("{named} and {others} others") } else { named }
}
