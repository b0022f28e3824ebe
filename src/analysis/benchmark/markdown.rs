//! The leaderboard as Markdown.

use std::fmt::Write;

use super::Benchmark;

/// The leaderboard with a line on how to read it.
pub(super) fn leaderboard(found: &Benchmark) -> String {
    let mut text = format!(
        "# {}\n\n{} scenarios, {} replications in each (the same worlds for all policies), seed {}.\n\nRank 1 is best; regret is the \
         distance to the best policy of a metric in a scenario, as a share of the distance between best and worst.\n\n",
        found.title,
        found.scenarios.len(),
        found.replications,
        found.seed
    );
    text.push_str("| | policy | mean rank | 95 % interval | may be best | mean regret | max regret | worst in | on the Pareto front |\n");
    text.push_str("|--:|---|--:|---|--:|--:|--:|---|--:|\n");
    for (at, place) in found.leaderboard.iter().enumerate() {
        _ = writeln!(
            text,
            "| {} | {} | {:.2} | {:.2} to {:.2} | {} of {} | {:.3} | {:.3} | {} | {} of {} |",
            at + 1,
            place.policy,
            place.mean_rank,
            place.rank_low,
            place.rank_high,
            place.may_be_best,
            place.cells,
            place.mean_regret,
            place.max_regret,
            place.worst_cell,
            place.on_front,
            found.scenarios.len()
        );
    }
    if !found.verdicts.is_empty() {
        text.push_str("\n## Where each helps, where it harms, and where there is no evidence\n\n");
        text.push_str(
            "Beside the baseline of each scenario, in the same worlds; beyond chance for all policies of a scenario together (95 %).\n\n",
        );
        found.verdicts.iter().for_each(|verdict| _ = writeln!(text, "- {verdict}."));
    }
    text
}
