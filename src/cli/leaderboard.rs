//! The leaderboard of a benchmark: who ranks best in sentences, then a table.

use std::path::Path;

use super::error::CliError;
use super::numbers::{counted, grouped, probability, short};
use super::output::Output;
use super::results_table::{section, title, wide_section};
use super::screen::{self, HEAD_AND_FOLDER, wrapped};
use crate::analysis::benchmark::{Benchmark as Found, Place, Verdict};
use crate::report::folder::leaders;

/// Sentences of the answer.
const SENTENCES: usize = 3;

/// Prints a leaderboard.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print_leaderboard(found: &Found, out: &Path, output: &Output) -> Result<(), CliError> {
    if output.json {
        return output.print_json(found);
    }
    let mut text = title(&found.title);
    let scenarios = counted(found.scenarios.len() as u64, "scenario", "scenarios");
    wrapped(&mut text, &format!("Which policy does best over {scenarios}?"));
    wrapped(
        &mut text,
        &format!("{scenarios}, {} replications in each, seed {}", grouped(found.replications), found.seed),
    );
    text.push('\n');
    leaders(found).iter().take(SENTENCES).for_each(|sentence| wrapped(&mut text, sentence));
    let scenarios_of = |n: usize| format!("{n} of {}", found.scenarios.len());
    let few = |place: &Place| {
        let verdict: Option<&Verdict> = found.verdicts.iter().find(|verdict| verdict.policy == place.policy);
        vec![
            place.policy.clone(),
            short(place.mean_rank),
            format!("{} to {}", short(place.rank_low), short(place.rank_high)),
            format!("{} of {}", place.may_be_best, place.cells),
            format!("{} of {}", place.on_front, found.scenarios.len()),
            verdict.map_or(String::new(), |verdict| scenarios_of(verdict.helps.len())),
            verdict.map_or(String::new(), |verdict| scenarios_of(verdict.harms.len())),
        ]
    };
    let more =
        |place: &Place| [probability(place.mean_regret), probability(place.max_regret), place.worst_cell.clone()];
    let heads = ["mean rank", "95 % interval", "may be best", "on front", "helps in", "harms in"];
    let all = found.leaderboard.len();
    if output.all {
        let rows: Vec<Vec<String>> =
            found.leaderboard.iter().map(|place| few(place).into_iter().chain(more(place)).collect()).collect();
        let heads: Vec<&str> = heads.into_iter().chain(["mean regret", "max regret", "worst in"]).collect();
        wide_section(&mut text, "policy", &heads, &rows);
        text.push('\n');
    } else {
        let mut below = String::from("\n");
        wrapped(
            &mut below,
            &format!("All {all} policies, and where each does worst: --all; each scenario and metric: cells.csv"),
        );
        let most = screen::rows_beside(&[&text, &below, HEAD_AND_FOLDER]);
        let rows: Vec<Vec<String>> = found.leaderboard.iter().take(most).map(few).collect();
        section(&mut text, "policy", &heads, &rows);
        text += &below;
    }
    if !found.verdicts.is_empty() {
        wrapped(
            &mut text,
            "Helps and harms: beside the baseline, beyond chance. Where, and by which metric: leaderboard.md",
        );
    }
    text.push_str(&format!("Results: {}\n", out.display()));
    output.print(&text)
}
