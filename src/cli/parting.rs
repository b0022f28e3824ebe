//! Where the worlds of a comparison first part: found by running the first of them again, and shown.

use std::fmt::Write;

use super::concluding::failed;
use super::error::CliError;
use super::numbers::{grouped, probability, short};
use super::output::Output;
use super::preparing::prepare_kept;
use super::results_table::section;
use crate::analysis::compare::{Comparison, PartingKind, Partings, PolicyParting};
use crate::experiment::{divergences, hex};
use crate::result::Results;

/// Kinds of first facts shown; all of them stand in `parting.csv`.
const KINDS: usize = 3;

/// Finds where the first worlds of finished results part from those of the baseline; None where none are asked for, or
/// the folder keeps no scenario. What a folder already says of the same worlds is taken from it.
///
/// # Errors
/// When the kept scenario cannot be read.
pub(super) fn where_worlds_part(
    results: &Results,
    comparison: &Comparison,
    worlds: u64,
    output: &Output,
) -> Result<Option<Partings>, CliError> {
    let worlds = worlds.min(results.manifest.replications);
    let plan = &results.manifest.plan;
    let identity = hex(&plan.identity());
    if worlds == 0 {
        return Ok(None);
    }
    let known = std::fs::read(results.folder.join("parting.json")).ok();
    let known = known.and_then(|bytes| serde_json::from_slice::<Partings>(&bytes).ok());
    let same = |p: &Partings| p.identity == identity && p.baseline == comparison.baseline && p.worlds == worlds;
    if let Some(known) = known.filter(same) {
        return Ok(Some(known));
    }
    let Some(prepared) = prepare_kept(&results.folder, plan)? else { return Ok(None) };
    output.note(&format!("Looking where the first {} worlds part ...", grouped(worlds)));
    let simulator = prepared.simulator()?;
    let baseline = comparison.policies.iter().position(|name| *name == comparison.baseline).unwrap_or(0);
    let found = divergences(&simulator, baseline, plan.seed, worlds).map_err(failed)?;
    Ok(Some(Partings::of((identity, baseline, &comparison.policies), &found)))
}

/// Appends where worlds part, a policy in a row.
pub(super) fn partings(text: &mut String, found: &Partings, bold: (&str, &str)) {
    let rows: Vec<Vec<String>> = found.policies.iter().map(row).collect();
    let heads = ["parted", "day 5 %", "50 %", "95 %", "first fact"];
    section(text, &format!("Where worlds part from `{}`", found.baseline), &heads, &rows, bold);
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
