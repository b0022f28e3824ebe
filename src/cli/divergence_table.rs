//! Where the worlds of a comparison first part, as a short table.

use std::fmt::Write;

use super::numbers::{grouped, probability, short};
use super::results_table::wide_section;
use crate::analysis::compare::{PartingKind, Partings, PolicyParting};

/// Kinds of first facts shown; all of them stand in `parting.csv`.
const KINDS: usize = 3;

/// Appends where worlds part, a policy in a row.
pub(super) fn partings(text: &mut String, found: &Partings) {
    let rows: Vec<Vec<String>> = found.policies.iter().map(row).collect();
    let heads = ["parted", "day 5 %", "50 %", "95 %", "first fact"];
    wide_section(text, &format!("Where worlds part from `{}`", found.baseline), &heads, &rows);
    _ = writeln!(
        text,
        "  the first {} worlds, any fact, `no` where only the baseline has it (panj trace --details shows one world); all \
         kinds in parting.csv",
        grouped(found.worlds)
    );
}

fn row(policy: &PolicyParting) -> Vec<String> {
    let day = |day: Option<f64>| short(day.unwrap_or(f64::NAN));
    let kind = |kind: &PartingKind| {
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
