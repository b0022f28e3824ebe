//! A comparison as short tables.

use std::fmt::Write;

use serde_json::json;

use super::divergence_table::partings;
use super::error::CliError;
use super::numbers::{counted, grouped, p_value, probability, short};
use super::output::Output;
use super::results_table::{cautions, competing, goals, print_found, print_with_folder, section, title};
use super::uncertainty_table::variances;
use crate::analysis::compare::{ComparedOutcome, Comparison, Difference, Selection, Standing, Zone};
use crate::outcome::Better;
use crate::study::StudyResults;

/// Outcomes shown in the terminal where none were asked for; all of them stand in the files.
const SHOWN: usize = 8;

/// Prints a comparison.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print_comparison(found: &StudyResults, comparison: &Comparison, output: &Output) -> Result<(), CliError> {
    if output.json {
        return print_found(found, json!({ "comparison": comparison }), output);
    }
    let results = &found.results;
    let mut text = title(&results.manifest.title);
    _ = writeln!(
        text,
        "{} policies in the same {}, seed {}; differences to `{}`, 95 % intervals that hold for all {} \
         together; best: probability that the mean is the best of all",
        comparison.policies.len(),
        counted(comparison.replications, "replication", "replications"),
        comparison.seed,
        comparison.baseline,
        counted(comparison.family as u64, "policy", "policies")
    );
    let shown = shown(comparison);
    for one in &shown {
        outcome(&mut text, one, comparison);
    }
    let hidden = comparison.outcomes.len() - shown.len();
    if hidden > 0 {
        _ = write!(text, "\n{hidden} further outcomes: comparison.csv, or --metric NAME\n");
    }
    comparison.parting.iter().for_each(|found| partings(&mut text, found));
    goals(&mut text, &results.manifest);
    let shown: Vec<&str> = shown.iter().map(|one| one.about.metric.as_str()).collect();
    found.uncertainty.iter().for_each(|found| variances(&mut text, found, &shown));
    cautions(&mut text, &results.manifest, &shown);
    print_with_folder(text, results, output)
}

/// The outcomes that were asked for; else those that have a better direction and differ most clearly.
fn shown(comparison: &Comparison) -> Vec<&ComparedOutcome> {
    if comparison.outcomes.len() <= SHOWN {
        return comparison.outcomes.iter().collect();
    }
    let strongest = |one: &ComparedOutcome| {
        let effects = one.differences.iter().map(|d| d.effect_size.abs()).filter(|e| !e.is_nan());
        effects.fold(0.0, f64::max)
    };
    let mut able: Vec<(usize, &ComparedOutcome)> =
        comparison.outcomes.iter().enumerate().filter(|(_, one)| one.about.better != Better::Neither).collect();
    able.sort_by(|a, b| strongest(b.1).total_cmp(&strongest(a.1)));
    able.truncate(SHOWN);
    able.sort_by_key(|(at, _)| *at);
    able.into_iter().map(|(_, one)| one).collect()
}

const HEADS: [&str; 8] = ["mean", "difference", "simultaneous 95 %", "p (Holm)", "best", "saves", "loses", "unit"];

fn outcome(text: &mut String, one: &ComparedOutcome, comparison: &Comparison) {
    let is_event = one.about.is_share();
    let number = |value: f64| if is_event { probability(value) } else { short(value) };
    let mut rows = Vec::new();
    for standing in &one.standings {
        let own = one.differences.iter().find(|d| d.policy == standing.policy);
        let of = |get: fn(&Difference) -> f64| own.map_or(f64::NAN, get);
        let interval = match own {
            Some(d) if d.same_in_all_worlds() => "same in all worlds".to_owned(),
            Some(d) if !d.simultaneous_low.is_nan() => {
                format!("{} to {}", number(d.simultaneous_low), number(d.simultaneous_high))
            }
            Some(d) if d.by_one_amount() => "by this in all worlds".to_owned(),
            _ => "–".to_owned(),
        };
        let event = one.events.iter().find(|pair| pair.policy == standing.policy);
        let share = |saving: Option<f64>| saving.map_or_else(|| "–".to_owned(), probability);
        rows.push(vec![
            standing.policy.clone(),
            number(standing.mean),
            if own.is_some() { number(of(|d| d.difference)) } else { "–".to_owned() },
            interval,
            p_value(of(|d| d.p_holm)),
            format!("{}{}", probability(standing.best_mean), if standing.may_be_best { "*" } else { " " }),
            share(event.and_then(|e| e.saves).map(|s| s.share)),
            share(event.and_then(|e| e.loses).map(|s| s.share)),
            one.about.unit.clone(),
        ]);
    }
    let title = one.about.name();
    section(text, &title, &HEADS, &rows);
    _ = writeln!(text, "  {}{}", one.about.meaning, direction(one));
    competing(text, &one.competing);
    let counted = if comparison.worlds_per_draw > 1 { "draws" } else { "replications" };
    if let Some(selection) = &one.selection {
        _ = writeln!(text, "  {}", choice(one, selection, counted));
    }
    let alike = one.differences.iter().all(Difference::same_in_all_worlds);
    let regrets = one.robustness.iter().filter(|_| !alike);
    if let Some(robust) = regrets.min_by(|a, b| a.max_regret.total_cmp(&b.max_regret)) {
        _ = writeln!(
            text,
            "  smallest maximum regret over {} draws: `{}` ({})",
            robust.states,
            robust.policy,
            short(robust.max_regret)
        );
    }
}

/// Which policy to choose, with the zone within which it does not matter and where that comes from.
fn choice(one: &ComparedOutcome, selection: &Selection, counted: &str) -> String {
    let best = one.standings.iter().find(|s| s.rank <= one.standings.iter().map(|s| s.rank).fold(f64::NAN, f64::min));
    let near = |s: &&Standing| {
        best.is_some_and(|best| !s.rank.is_nan() && (s.ranked_by - best.ranked_by).abs() <= selection.indifference)
    };
    let number = |value: f64| if one.about.is_share() { probability(value) } else { short(value) };
    let amount = format!("{} {}", number(selection.indifference), one.about.unit);
    let origin = match selection.zone {
        Zone::Given => "as asked",
        Zone::OfBaseline => "a tenth of the baseline's standard deviation",
        Zone::OfLargest => "a tenth of the largest standard deviation",
        Zone::None => "",
    };
    let zone = if origin.is_empty() { String::new() } else { format!(" ({}, {origin})", amount.trim_end()) };
    if one.differences.iter().all(Difference::same_in_all_worlds) {
        return "no policy differs from the baseline in any world".to_owned();
    }
    let alike: Vec<String> = one.standings.iter().filter(near).map(|s| format!("`{}`", s.policy)).collect();
    if selection.zone != Zone::None && alike.len() > 1 {
        let which = alike.join(" or ");
        return format!("{which} will do: their means differ by no more than what is taken not to matter{zone}");
    }
    match (&selection.selected, selection.at_most) {
        (Some(policy), _) => format!(
            "best by more than what is taken not to matter{zone}: `{policy}`, selected after {} {counted}",
            grouped(selection.worlds as u64)
        ),
        (None, Some(most)) => format!(
            "best: not settled between {} policies, if small differences do not matter{zone}; {} {counted} would settle it",
            selection.left.len(),
            grouped(most as u64)
        ),
        (None, None) => format!("best: not settled after {} {counted}{zone}", grouped(selection.worlds as u64)),
    }
}

fn direction(one: &ComparedOutcome) -> String {
    let better = match one.about.better {
        Better::Higher => "; more is better",
        Better::Lower => "; less is better",
        Better::Neither => "",
    };
    let cut =
        if one.about.horizon.is_nan() { String::new() } else { format!("; cut at {} days", short(one.about.horizon)) };
    let stars = if one.standings.iter().any(|s| s.may_be_best) { "; * may be best" } else { "" };
    format!("{better}{cut}{stars}")
}
