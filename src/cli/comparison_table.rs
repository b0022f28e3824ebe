//! A comparison as short tables.

use std::fmt::Write;

use serde_json::json;

use super::divergence_table::divergences;
use super::error::CliError;
use super::numbers::{counted, decimals_for_size, fixed, grouped, percent, plain, probability, short};
use super::output::Output;
use super::results_table::{
    competing, every_caution, goals, print_found, print_with_folder, section, title, wide_section,
};
use super::screen::{self, HEAD_AND_FOLDER, WIDTH, wrapped};
use super::uncertainty_table::variances;
use crate::analysis::compare::{Certainty, ComparedOutcome, Comparison, Difference, Selection, Standing, Zone};
use crate::analysis::discover::SetCost;
use crate::outcome::Better;
use crate::result::Manifest;
use crate::study::StudyResults;

/// Outcomes of the table of policies.
const SHOWN: usize = 4;
/// Outcomes that are told in words.
const SENTENCES: usize = 2;
/// Letters of a line in the head of a column.
const NARROW: usize = 8;
/// Blanks between columns.
const GAP: usize = 2;
/// Head of the column of costs.
const COST: &str = "cost";

/// Prints a comparison.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print_comparison(found: &StudyResults, comparison: &Comparison, output: &Output) -> Result<(), CliError> {
    if output.json {
        return print_found(found, json!({ "comparison": comparison }), output);
    }
    let results = &found.results;
    let text = if output.all { whole(found, comparison) } else { one_screen(found, comparison) };
    print_with_folder(text, results, output)
}

/// All that a comparison found.
fn whole(found: &StudyResults, comparison: &Comparison) -> String {
    let results = &found.results;
    let mut text = title(&results.manifest.title);
    _ = writeln!(text, "{}", made_of(comparison, &results.manifest));
    for one in &comparison.outcomes {
        outcome(&mut text, one, comparison);
    }
    comparison.divergence.iter().for_each(|found| divergences(&mut text, found));
    goals(&mut text, &results.manifest);
    found.uncertainty.iter().for_each(|found| variances(&mut text, found, &[]));
    every_caution(&mut text, &results.manifest);
    text
}

fn made_of(comparison: &Comparison, manifest: &Manifest) -> String {
    let imposed = manifest.imposed().map(|imposed| format!("; {imposed}")).unwrap_or_default();
    format!(
        "{} policies in the same {}, seed {}; differences to {}{imposed}",
        comparison.policies.len(),
        counted(comparison.replications, "replication", "replications"),
        comparison.seed,
        comparison.baseline
    )
}

/// The answer of a comparison, and a table of policies by the outcomes that matter.
fn one_screen(found: &StudyResults, comparison: &Comparison) -> String {
    let (results, manifest) = (&found.results, &found.results.manifest);
    let mut text = String::new();
    screen::head(&mut text, manifest);
    wrapped(&mut text, &made_of(comparison, &results.manifest));
    text.push('\n');
    let columns = comparison.most_informative(&manifest.metrics, SHOWN);
    columns.iter().take(SENTENCES).for_each(|one| wrapped(&mut text, &sentence(one, comparison)));
    let ids: Vec<&str> = columns.iter().map(|one| one.about.metric.as_str()).collect();
    screen::not_known(&mut text, found.uncertainty.as_ref(), &comparison.baseline, &ids);
    screen::hangs_on(&mut text, results);
    let mut below = String::new();
    goals(&mut below, manifest);
    screen::cautions(&mut below, manifest);
    let all = comparison.outcomes.len();
    wrapped(&mut below, &format!("All {all} outcomes with intervals: --all; other columns: --metric A,B"));
    matrix(&mut text, &columns, comparison, &below);
    text + &below
}

/// What policies change in an outcome: how many of them clearly, and the one that does most for the better.
fn sentence(one: &ComparedOutcome, comparison: &Comparison) -> String {
    let number = |value: f64| if one.about.is_share() { percent(value) } else { short(value) };
    let unit = if one.about.is_share() { String::new() } else { format!(" {}", one.about.shown_unit()) };
    let amount = |value: f64| format!("{}{}", number(value), unit.trim_end());
    let mean = |policy: &str| one.standing(policy).map_or(f64::NAN, |standing| standing.mean);
    let what = one.about.meaning.split("; ").next().unwrap_or_default();
    let what = what.strip_prefix("whether ").unwrap_or(what);
    let own = mean(&comparison.baseline);
    let written = if own.is_nan() { "never".to_owned() } else { amount(own) };
    let [better, worse] = one.clear();
    let all = counted(one.differences.len() as u64, "policy", "policies");
    let name = one.about.name();
    let cut =
        if one.about.horizon.is_nan() { String::new() } else { format!(" (cut at {})", short(one.about.horizon)) };
    let own = format!("{name}: {what}: {written} under {}{cut}", comparison.baseline);
    if better + worse == 0 {
        return match &one.differences[..] {
            [other] => format!("{own}; {} does not clearly change it.", other.policy),
            _ => format!("{own}; none of {all} clearly changes it."),
        };
    }
    let mut gains: Vec<&Difference> = one.differences.iter().filter(|own| one.is_gain(own) == Some(true)).collect();
    gains.retain(|own| matches!(one.certainty(own), Certainty::Clear));
    gains.sort_by(|a, b| b.difference.abs().total_cmp(&a.difference.abs()));
    let most = gains
        .first()
        .map_or_else(String::new, |own| format!(", most `{}` ({})", own.policy, amount(mean(&own.policy))));
    format!("{own}; clearly better under {better} of {all}{most}, clearly worse under {worse}.")
}

/// A column of the table of policies: an outcome, on a scale that its cells share.
struct Cells<'a> {
    one: &'a ComparedOutcome,
    scale: f64,
    decimals: usize,
}

impl Cells<'_> {
    fn of(one: &ComparedOutcome) -> Cells<'_> {
        let largest = one.standings.iter().map(|s| s.mean.abs()).filter(|mean| mean.is_finite()).fold(0.0, f64::max);
        let scale = [1e6, 1e3].into_iter().find(|scale| largest >= 10.0 * scale).unwrap_or(1.0);
        let decimals = if one.about.is_share() { 3 } else { decimals_for_size(largest / scale) };
        Cells { one, scale, decimals }
    }

    fn number(&self, value: f64) -> String {
        if value.is_nan() { String::new() } else { fixed(value / self.scale, self.decimals) }
    }

    /// Its name in lines that suit a narrow column, and its unit.
    fn head(&self) -> String {
        let power = match self.scale {
            1e6 => "10⁶ ",
            1e3 => "10³ ",
            _ => "",
        };
        let unit = format!("{power}{}", self.one.about.shown_unit());
        [self.one.about.name(), unit].map(|text| screen::narrow(&text, NARROW)).join("\n").trim_end().to_owned()
    }

    fn mean(&self, policy: &str) -> String {
        self.number(self.one.standing(policy).map_or(f64::NAN, |standing| standing.mean))
    }

    fn own(&self, policy: &str) -> Option<&Difference> {
        self.one.differences.iter().find(|own| own.policy == policy)
    }

    /// The difference of a policy with the signs of what may be said of it.
    fn difference(&self, policy: &str) -> String {
        let Some(own) = self.own(policy) else { return String::new() };
        let best = self.one.standing(policy).is_some_and(|standing| standing.may_be_best);
        if self.one.certainty(own) == Certainty::Same {
            return format!(" {}", if best { "*" } else { " " });
        }
        let sign = self.one.sign(own);
        let event = self.one.event(policy);
        // Of a time that never came under one of them there is no mean, but how often it came is known.
        let value = match event {
            Some(event) if own.difference.is_nan() && !event.difference().is_nan() => {
                format!("p{}", plus(event.difference(), fixed(event.difference(), 2)))
            }
            _ => plus(own.difference, self.number(own.difference)),
        };
        format!("{value}{sign}{}", if best { "*" } else { " " })
    }
}

/// A number that was written, with a plus where it is above 0.
fn plus(value: f64, written: String) -> String {
    if value > 0.0 { format!("+{written}") } else { written }
}

/// Policies by outcomes: the baseline's means, then differences, the policies that do best first; those that change
/// nothing are named below. There are as many columns as there is room for, and as many rows beside what stands `below`.
fn matrix(text: &mut String, columns: &[&ComparedOutcome], comparison: &Comparison, below: &str) {
    let (moving, still) = comparison.by_gains(columns);
    let columns: Vec<Cells<'_>> = columns.iter().map(|one| Cells::of(one)).collect();
    let baseline = comparison.baseline.as_str();
    let mut legend = String::new();
    if !still.is_empty() {
        screen::listed(&mut legend, &format!("no difference in these in any world ({})", still.len()), &still);
    }
    wrapped(
        &mut legend,
        "▲ clearly better, ▼ clearly worse, ~ may not matter, = does not matter, ? open; * may be best; p: \
         share that came; cost: men/million USD/days of notice",
    );
    let heads: Vec<String> = columns.iter().map(Cells::head).collect();
    let heads_lines = "\n".repeat(heads.iter().map(|head| head.lines().count()).max().unwrap_or(0));
    let room = screen::rows_beside(&[text, &legend, below, &heads_lines, HEAD_AND_FOLDER]) - 1;
    let shown = &moving[..room.min(moving.len())];
    let names = [baseline].into_iter().chain(shown.iter().copied());
    let cells = |policy: &str| -> Vec<String> {
        if policy == baseline {
            columns.iter().map(|cells| format!("{}  ", cells.mean(policy))).collect()
        } else {
            columns.iter().map(|cells| cells.difference(policy)).collect()
        }
    };
    let mut rows: Vec<Vec<String>> =
        names.map(|name| [name.to_owned()].into_iter().chain(cells(name)).collect()).collect();
    let mut kept = columns.len();
    let wide = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let head = |at: usize| heads[at - 1].lines().map(|line| line.chars().count()).max().unwrap_or(0);
    let costs: Vec<String> = shown.iter().map(|policy| cost(comparison, policy)).collect();
    let beside = wide(0) + GAP + costs.iter().map(String::len).max().unwrap_or(0).max(COST.len());
    while kept > 1 && beside + (1..=kept).map(|at| GAP + wide(at).max(head(at))).sum::<usize>() > WIDTH {
        kept -= 1;
    }
    for (row, cost) in rows.iter_mut().zip([String::new()].into_iter().chain(costs)) {
        row.truncate(1 + kept);
        row.push(cost);
    }
    let heads: Vec<&str> = heads[..kept].iter().map(String::as_str).chain([COST]).collect();
    section(text, "policy", &heads, &rows);
    if moving.len() > room {
        screen::listed(text, &format!("and {} more", moving.len() - room), &moving[room..]);
    }
    *text += &legend;
}

/// What a policy costs: men, millions, days of notice.
fn cost(comparison: &Comparison, policy: &str) -> String {
    let written = |cost: &SetCost| [cost.men, cost.musd, cost.notice_days].map(plain).join("/").replace(',', "");
    comparison.costs.get(policy).map_or_else(|| "?".to_owned(), written)
}

const HEADS: [&str; 7] = ["mean", "difference", "simultaneous 95 %", "best", "saves", "loses", "unit"];

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
        let event = one.event(&standing.policy);
        let share = |saving: Option<f64>| saving.map_or_else(|| "–".to_owned(), probability);
        rows.push(vec![
            standing.policy.clone(),
            number(standing.mean),
            if own.is_some() { number(of(|d| d.difference)) } else { "–".to_owned() },
            interval,
            format!("{}{}", probability(standing.best_mean), if standing.may_be_best { "*" } else { " " }),
            share(event.and_then(|e| e.saves).map(|s| s.share)),
            share(event.and_then(|e| e.loses).map(|s| s.share)),
            one.about.unit.clone(),
        ]);
    }
    let title = one.about.name();
    wide_section(text, &title, &HEADS, &rows);
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
        // The first worlds settled it for a policy that all of them do not bear out.
        (Some(policy), _) if !one.standing(policy).is_some_and(|own| near(&own)) => {
            format!("best: not settled after {} {counted}{zone}", grouped(one.worlds as u64))
        }
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
