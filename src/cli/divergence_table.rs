//! Where the worlds of a comparison first diverge, as a short table.

use std::fmt::Write;

use super::numbers::{counted, probability, short};
use super::results_table::wide_section;
use crate::analysis::compare::{DivergenceKind, FirstDivergences, PolicyDivergence};

/// Kinds of first facts shown; all of them stand in `divergence.csv`.
const KINDS: usize = 3;

/// Appends where worlds diverge, a policy in a row.
pub(super) fn divergences(text: &mut String, found: &FirstDivergences) {
    let rows: Vec<Vec<String>> = found.policies.iter().map(row).collect();
    let heads = ["diverged", "day 5 %", "50 %", "95 %", "first fact"];
    wide_section(text, &format!("Where worlds diverge from `{}`", found.baseline), &heads, &rows);
    _ = writeln!(
        text,
        "  the first {}, any fact, `no` where only the baseline has it (panj trace --details shows one world); all \
         kinds in divergence.csv",
        counted(found.worlds, "world", "worlds")
    );
}

fn row(policy: &PolicyDivergence) -> Vec<String> {
    let day = |day: Option<f64>| short(day.unwrap_or(f64::NAN));
    let kind = |kind: &DivergenceKind| {
        let whose = if kind.under_policy { "" } else { "no " };
        format!("{whose}{} {}", kind.kind, probability(kind.days.share))
    };
    let days = policy.any;
    vec![
        policy.policy.clone(),
        probability(days.share),
        day(days.day_q05),
        day(days.day_q50),
        day(days.day_q95),
        policy.kinds.iter().take(KINDS).map(kind).collect::<Vec<_>>().join(", "),
    ]
}
