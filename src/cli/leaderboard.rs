//! The leaderboard of a benchmark as a short table.

use std::path::Path;

use super::error::CliError;
use super::numbers::{counted, grouped, probability, short};
use super::output::Output;
use super::results_table::{section, title};
use crate::analysis::benchmark::{Benchmark as Found, Place, Verdict};

/// Prints a leaderboard.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print_leaderboard(found: &Found, out: &Path, output: &Output) -> Result<(), CliError> {
    if output.json {
        return output.print_json(found);
    }
    let mut text = title(&found.title);
    text += &format!(
        "{}, {} replications in each, seed {}\n",
        counted(found.scenarios.len() as u64, "scenario", "scenarios"),
        grouped(found.replications),
        found.seed
    );
    let row = |place: &Place| {
        vec![
            place.policy.clone(),
            short(place.mean_rank),
            format!("{} to {}", short(place.rank_low), short(place.rank_high)),
            format!("{} of {}", place.may_be_best, place.cells),
            probability(place.mean_regret),
            probability(place.max_regret),
            place.worst_cell.clone(),
            format!("{} of {}", place.on_front, found.scenarios.len()),
        ]
    };
    let rows: Vec<Vec<String>> = found.leaderboard.iter().map(row).collect();
    let heads = ["mean rank", "95 % interval", "may be best", "mean regret", "max regret", "worst in", "Pareto"];
    section(&mut text, "policy", &heads, &rows);
    if !found.verdicts.is_empty() {
        let scenarios = |n: usize| format!("{n} of {}", found.scenarios.len());
        let row = |verdict: &Verdict| {
            let counts = [verdict.helps.len(), verdict.harms.len(), verdict.no_evidence.len()];
            [verdict.policy.clone()].into_iter().chain(counts.map(scenarios)).collect::<Vec<String>>()
        };
        let rows: Vec<Vec<String>> = found.verdicts.iter().map(row).collect();
        section(&mut text, "beside the baseline, beyond chance", &["helps in", "harms in", "no evidence in"], &rows);
        text.push_str("Where, and by which metric: leaderboard.md\n");
    }
    text.push_str(&format!("\nResults: {}\n", out.display()));
    output.print(&text)
}
