//! An audit on one screen: what each answer hangs on in a sentence, the values at which answers turn, a table of answers.

use std::fmt::Write;

use serde_json::json;

use super::error::CliError;
use super::numbers::{counted, grouped, probability, short};
use super::output::Output;
use super::results_table::{print_found, print_with_folder, section, title};
use super::screen::wrapped;
use crate::analysis::audit::{AnswerGrid, Audit, Audited, Flip, NOTABLE, RangeFrom, VarianceShare};
use crate::experiment::Design;
use crate::study::{Prepared, StudyError, StudyResults};

/// Answers told in a sentence.
const ANSWERS: usize = 4;
/// Rows of flip values.
const FLIPS: usize = 8;
/// Outcomes whose variance is told.
const VARIANCES: usize = 2;
/// Assumptions named in a sentence.
const NAMED: usize = 3;

/// Prints what an audit would cost.
///
/// # Errors
/// A sample or a grid that cannot be read; when standard output cannot be written.
pub(super) fn print_cost(prepared: &Prepared, output: &Output) -> Result<(), CliError> {
    let (Some(cost), Design::Audit { analysis }) = (prepared.audit_cost()?, &prepared.plan.design) else {
        return Err(StudyError::NoFactor.into());
    };
    let n = prepared.plan.replications;
    let total = cost.total(n);
    if output.json {
        return output.print_json(&json!({
            "assumptions": cost.assumptions,
            "replications": { "run": n, "looks": cost.looks, "flips_at_most": cost.flips, "screening": cost.screening,
                "indices": cost.indices, "grid": cost.grid, "total_at_most": total },
        }));
    }
    let mut text = title(&format!("{}: what an audit would cost", prepared.title()));
    let row = |what: String, count: u64| vec![what, grouped(count)];
    let rows = [
        row("the run itself".to_owned(), n),
        row(
            format!("looks over the ranges of {}", counted(cost.assumptions as u64, "assumption", "assumptions")),
            cost.looks,
        ),
        row(format!("{} flip values at most, {} steps each", analysis.most_flips, analysis.steps), cost.flips),
        row(format!("screening, {} trajectories", analysis.trajectories), cost.screening),
        row(
            format!("total indices of {} at most, {} base points", analysis.most_factors, analysis.points),
            cost.indices,
        ),
        row("table of answers".to_owned(), cost.grid),
        row("together, at most".to_owned(), total),
    ];
    section(&mut text, "for", &["replications"], &rows);
    output.print(&text)
}

/// Prints an audit.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print_audit(study: &StudyResults, found: &Audit, output: &Output) -> Result<(), CliError> {
    if output.json {
        return print_found(study, json!({ "audit": found }), output);
    }
    let mut text = title(&study.results.manifest.title);
    if !found.question.grid_only {
        sentences(&mut text, found);
        flips(&mut text, found);
    }
    if let Some(grid) = &found.grid {
        let turned = found.flips.first().map(|flip| flip.outcome.as_str());
        let shown = |name: &&String| found.question.grid_only || turned.is_none_or(|turned| turned == name.as_str());
        let most = if found.question.grid_only { usize::MAX } else { 1 };
        for name in grid.outcomes.iter().filter(shown).take(most) {
            let share = found.outcomes.iter().any(|one| one.name == *name && one.is_share);
            matrix(&mut text, grid, name, share);
        }
        if found.question.grid_only {
            wrapped(
                &mut text,
                &format!(
                    "Share of {} replications, or mean; the same worlds in every cell.",
                    grouped(found.replications)
                ),
            );
        }
    }
    print_with_folder(text, &study.results, output)
}

fn sentences(text: &mut String, found: &Audit) {
    let all = found.assumptions.len() as u64;
    for one in answers(found) {
        let own: Vec<&Flip> = found.flips.iter().filter(|flip| flip.outcome == one.name).collect();
        let mut paths: Vec<&str> = own.iter().map(|flip| flip.parameter.as_str()).collect();
        paths.dedup();
        let hangs = match (paths.as_slice(), one.is_clear()) {
            (_, false) => "too near one half to say what turns it (-n)".to_owned(),
            ([], _) => format!("no assumption turns it within its range, of {all}"),
            ([only], _) => format!("{only} alone turns it, of {}", counted(all, "assumption", "assumptions")),
            (several, _) => format!("{} of {all} assumptions turn it, each alone", several.len()),
        };
        let share = format!(
            "{} ({} to {})",
            probability(one.written.value),
            probability(one.written.low),
            probability(one.written.high)
        );
        wrapped(text, &format!("{}: {share} of {} replications; {hangs}.", one.name, grouped(found.replications)));
    }
    let inert: Vec<&str> = found.inert().map(|one| one.parameter.as_str()).collect();
    wrapped(
        text,
        &match inert.as_slice() {
            [] => format!(
                "Each of the {all} assumptions moves some metric in some of {} replications.",
                grouped(found.replications)
            ),
            inert => {
                let count = format!(
                    "{} of {all} assumptions move no metric in any of {} replications",
                    inert.len(),
                    grouped(found.replications)
                );
                format!("{count}: {}.", named(inert.iter().map(|path| (*path).to_owned()), inert.len()))
            }
        },
    );
    if !found.not_varied.is_empty() {
        let paths = found.not_varied.iter().cloned();
        let count = counted(found.not_varied.len() as u64, "further assumption", "further assumptions");
        wrapped(
            text,
            &format!(
                "{count} could not be varied, as neither end of the range can be simulated: {}.",
                named(paths, found.not_varied.len())
            ),
        );
    }
    if !found.off.is_empty() {
        let count = found.off.len();
        wrapped(
            text,
            &format!(
                "{count} further numbers are 0 without a prior: what they would do is off, and they are not varied."
            ),
        );
    }
    let mut told = 0;
    for one in &found.outcomes {
        let mut own: Vec<&VarianceShare> =
            found.shares.iter().filter(|share| (&share.metric, &share.level) == (&one.metric, &one.level)).collect();
        own.retain(|share| share.total.value > NOTABLE);
        own.sort_by(|a, b| b.total.value.total_cmp(&a.total.value));
        if own.is_empty() || told == VARIANCES {
            continue;
        }
        told += 1;
        let share = |share: &&VarianceShare| format!("{} {}", share.parameter, probability(share.total.value));
        let names = named(own.iter().map(share), own.len());
        wrapped(
            text,
            &format!("Variance of {} (total indices): {names}; chance in it {}.", one.name, probability(one.chance)),
        );
    }
    let mut unknown: Vec<&str> = found.without_prior().map(|share| share.parameter.as_str()).collect();
    unknown.sort_unstable();
    unknown.dedup();
    if !unknown.is_empty() {
        let names = named(unknown.iter().map(|path| (*path).to_owned()), unknown.len());
        wrapped(text, &format!("Without a prior, and with a total index above {NOTABLE}: {names}."));
    }
}

/// The answers that are told: of a metric of levels its likeliest.
fn answers(found: &Audit) -> impl Iterator<Item = &Audited> {
    let likeliest = |one: &&Audited| {
        let own = found.outcomes.iter().filter(|other| other.metric == one.metric);
        one.is_share && own.map(|other| other.written.value).fold(0.0, f64::max) <= one.written.value
    };
    found.outcomes.iter().filter(move |one| one.is_share && (one.level.is_empty() || likeliest(one))).take(ANSWERS)
}

/// The first few of some names, and how many there are besides.
fn named(names: impl Iterator<Item = String>, all: usize) -> String {
    let first: Vec<String> = names.take(NAMED).collect();
    let more = all.saturating_sub(NAMED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", first.join(", "))
}

fn flips(text: &mut String, found: &Audit) {
    let mut left = FLIPS;
    let mut by_rule = false;
    // Where these worlds give no clear answer, what turns it is chance.
    for one in found.outcomes.iter().filter(|one| one.is_clear()) {
        let own: Vec<&Flip> = found.flips.iter().filter(|flip| flip.outcome == one.name).take(left).collect();
        if own.is_empty() {
            continue;
        }
        left -= own.len();
        let mut row = |flip: &Flip| {
            let clear = |end: &String| if end.is_empty() { "-".to_owned() } else { rounded(end) };
            let clear = format!("{} / {}", clear(&flip.clear_before), clear(&flip.clear_after));
            let status = found.assumptions.iter().find(|one| one.parameter == flip.parameter).map(|one| {
                let mark = if one.range == RangeFrom::Rule { "*" } else { "" };
                by_rule |= one.range == RangeFrom::Rule;
                format!("{}{mark}", one.status_word())
            });
            let path = shortened(&flip.parameter);
            vec![path, rounded(&flip.written), rounded(&flip.after), clear, status.unwrap_or_default()]
        };
        let rows: Vec<Vec<String>> = own.into_iter().map(&mut row).collect();
        section(text, &format!("{} turns", one.name), &["written", "turns at", "clear at", "value is"], &rows);
    }
    let (shown, all) = (FLIPS - left, found.flips.len());
    if by_rule {
        _ = writeln!(text, "* no prior: varied from half to twice the value");
    }
    if all > shown {
        _ = writeln!(text, "{} more flip values in flips.csv", all - shown);
    }
    if found.flips_left > 0 {
        _ = writeln!(text, "{} more were not looked for: --flips", found.flips_left);
    }
}

/// The end of a path that is too long for its column.
fn shortened(path: &str) -> String {
    const ROOM: usize = 36;
    match path.len().checked_sub(ROOM) {
        Some(over) if over > 0 => format!("..{}", path.get(over + 2..).unwrap_or(path)),
        _ => path.to_owned(),
    }
}

/// A value with three digits, if it is a number.
fn rounded(value: &str) -> String {
    value.parse::<f64>().map_or_else(|_| value.to_owned(), short)
}

/// The shares of one outcome: the values of the last factor beside each other, those of the others below.
fn matrix(text: &mut String, grid: &AnswerGrid, outcome: &str, share: bool) {
    let Some(number) = grid.outcomes.iter().position(|name| name == outcome) else { return };
    let Some((last, others)) = grid.factors.split_last() else { return };
    let mut columns: Vec<&String> = Vec::new();
    for point in &grid.points {
        if let Some(value) = point.values.last().filter(|value| !columns.contains(value)) {
            columns.push(value);
        }
    }
    let cell = |at: f64| {
        if at.is_nan() {
            "-".to_owned()
        } else if share {
            probability(at)
        } else {
            short(at)
        }
    };
    let row = |points: &[crate::analysis::audit::GridPoint]| {
        let values = points[0].values[..others.len()].iter().map(|value| rounded(value));
        let head = values.collect::<Vec<String>>().join("  ");
        [head].into_iter().chain(points.iter().map(|point| cell(point.at[number]))).collect::<Vec<String>>()
    };
    let rows: Vec<Vec<String>> = grid.points.chunks(columns.len().max(1)).map(row).collect();
    let heads: Vec<String> = columns.iter().map(|value| rounded(value)).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    _ = write!(text, "\n{outcome}, by {last} (across){}", if others.is_empty() { "" } else { " and" });
    section(text, &others.join("  "), &heads, &rows);
}
