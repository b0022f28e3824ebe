//! What would have changed it, on one screen: the answer in sentences, then the smallest sets.

use serde_json::json;

use super::error::CliError;
use super::numbers::{counted, grouped, probability, short};
use super::output::Output;
use super::results_table::{print_found, print_with_folder, section, title};
use super::screen::wrapped;
use crate::analysis::discover::{Discovery, SmallestSet, Tried};
use crate::study::StudyResults;

/// Sets shown.
const SETS: usize = 10;

/// Prints what a search found.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print_discovery(study: &StudyResults, found: &Discovery, output: &Output) -> Result<(), CliError> {
    if output.json {
        return print_found(study, json!({ "discovery": found }), output);
    }
    let mut text = title(&study.results.manifest.title);
    let wanted = probability(found.question.share);
    wrapped(
        &mut text,
        &format!(
            "{} of {} replications are lost: they miss {}.",
            grouped(found.lost),
            grouped(found.replications),
            found.goal
        ),
    );
    let confirmed = found.confirmed().count() as u64;
    let tried: u64 = found.tried.iter().map(|tried| tried.sets).sum();
    let searched = format!(
        "{} drawn from {} were tried in {} lost replications",
        counted(tried, "set", "sets"),
        counted(found.changes.len() as u64, "change", "changes"),
        grouped(found.lost_tried)
    );
    wrapped(
        &mut text,
        &match (found.lost, confirmed) {
            (0, _) => "Nothing is to be changed.".to_owned(),
            (_, 0) => format!(
                "No set of at most {} changes is confirmed to save {wanted} of them; {searched}.",
                found.question.most
            ),
            _ => format!(
                "{} of at most {} changes {} {wanted} of them or more, by {} lost and {} other replications that the search has not seen; {searched}.",
                counted(confirmed, "smallest set", "smallest sets"),
                found.question.most,
                if confirmed == 1 { "saves" } else { "save" },
                grouped(found.lost_held_out),
                grouped(found.kept_held_out)
            ),
        },
    );
    let partly: Vec<&Tried> = found.tried.iter().filter(|tried| tried.sets < tried.of).collect();
    for tried in partly {
        wrapped(
            &mut text,
            &format!(
                "Of {} sets of {} changes the {} that looked best were tried (--sets).",
                grouped(tried.of),
                tried.size,
                grouped(tried.sets)
            ),
        );
    }
    let unconfirmed = found.sets.len() as u64 - confirmed;
    if unconfirmed > 0 {
        wrapped(
            &mut text,
            &format!(
                "{} saved enough in the search and {} not confirmed (discovery.csv).",
                counted(unconfirmed, "further set", "further sets"),
                if unconfirmed == 1 { "is" } else { "are" }
            ),
        );
    }
    let sets: Vec<&SmallestSet> = found.confirmed().collect();
    if sets.is_empty() {
        // What comes nearest, alone.
        let mut alone: Vec<_> = found.changes.iter().filter(|one| one.alone > 0.0).collect();
        alone.sort_by(|a, b| b.alone.total_cmp(&a.alone));
        let rows: Vec<Vec<String>> =
            alone.iter().take(5).map(|one| vec![one.change.name.clone(), probability(one.alone)]).collect();
        if !rows.is_empty() {
            section(&mut text, "alone, in the search", &["saves"], &rows);
        }
    } else {
        let rows: Vec<Vec<String>> = sets.iter().take(SETS).flat_map(|set| rows_of(set)).collect();
        section(&mut text, "set of changes", &["saves", "interval", "needed", "men", "musd", "notice", ""], &rows);
        if sets.len() > SETS {
            wrapped(&mut text, &format!("{} more in discovery.csv", sets.len() - SETS));
        }
    }
    print_with_folder(text, &study.results, output)
}

/// A row for each change of a set; the first has what is true of the set.
fn rows_of(set: &SmallestSet) -> Vec<Vec<String>> {
    let cost = |get: fn(&crate::analysis::discover::SetCost) -> f64| {
        set.cost.as_ref().map_or("?".to_owned(), |c| short(get(c)))
    };
    let row = |(at, change): (usize, &String)| {
        let needed = probability(set.necessity.get(at).copied().unwrap_or(f64::NAN));
        if at > 0 {
            let none = String::new;
            return vec![format!("  + {change}"), none(), none(), needed, none(), none(), none(), none()];
        }
        let interval = format!("{}-{}", probability(set.share.low), probability(set.share.high));
        let front = if set.on_front { "front" } else { "" };
        let costs = [cost(|c| c.men), cost(|c| c.musd), cost(|c| c.notice_days)];
        let own = [change.clone(), probability(set.share.value), interval, needed];
        own.into_iter().chain(costs).chain([front.to_owned()]).collect()
    };
    set.changes.iter().enumerate().map(row).collect()
}
