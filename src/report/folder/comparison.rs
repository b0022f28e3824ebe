//! Policies compared: which outcomes they move, and the section of the page.

use maud::{Markup, html};

use super::design::subject;
use super::read::Results;
use crate::analysis::compare::{Certainty, ComparedOutcome, Comparison, Difference, EventPair, Saving, Standing};
use crate::number;
use crate::outcome::{Better, Metric};
use crate::report::charts::scale::Scale;
use crate::report::html::text::{note, paragraphs};
use crate::report::html::{Cell, Column, Figure, Mark, Section, Table, figures, strip};

/// Outcomes whose tables hold every policy that moves them.
const WHOLE: usize = 12;
/// Outcomes that are named before "and others".
const NAMED: usize = 12;

/// A comparison, its outcomes in the order of the page.
pub(super) struct Compared<'a> {
    pub(super) baseline: &'a str,
    /// Outcomes that some policy moves, the first ones first.
    pub(super) moved: Vec<&'a ComparedOutcome>,
    /// Outcomes that no policy moves in any world.
    pub(super) still: Vec<String>,
}

/// The comparison of a folder; None where it has none.
pub(super) fn of<'r>(results: &'r Results<'_>) -> Option<Compared<'r>> {
    let Comparison { baseline, outcomes, .. } = results.found.comparison.as_deref()?;
    let (mut moved, still): (Vec<_>, Vec<_>) = outcomes.iter().partition(|one| is_moved(one));
    moved.sort_by_key(|one| {
        let rank = if one.about.level.is_empty() {
            Metric::rank(&results.manifest.metrics, &one.about.metric)
        } else {
            u8::MAX
        };
        (rank, one.about.better == Better::Neither)
    });
    Some(Compared { baseline, moved, still: still.into_iter().map(|one| one.about.name()).collect() })
}

/// Whether some policy differs from the baseline in any world: in the value, or in whether it came.
fn is_moved(one: &ComparedOutcome) -> bool {
    let comes =
        |own: &Difference| one.event(&own.policy).is_some_and(|event| event.only_policy + event.only_baseline > 0);
    one.differences.iter().any(|own| moves(own) || own.larger + own.smaller > 0 || comes(own))
}

/// Whether a policy differs from the baseline by what can be said of the mean.
pub(super) fn moves(difference: &Difference) -> bool {
    let Difference { difference, ci_low, ci_high, .. } = *difference;
    !difference.is_nan() && (difference != 0.0 || ci_low < 0.0 || ci_high > 0.0)
}

/// The section of the page; outcomes that no policy moves are only named, and so are policies that do not move one.
pub(super) fn section(results: &Results, found: &Compared<'_>, shown: &[Figure]) -> Section {
    let mut text = vec![
        "Every policy meets the same worlds as the baseline, so a difference is taken world by world. Simultaneous intervals \
         hold for all policies at once: where one leaves out zero, and all that is taken not to matter, the policy clearly changes the outcome."
            .to_owned(),
    ];
    if !found.still.is_empty() {
        text.push(format!("No policy changes these in any world: {}.", listed(&found.still)));
    }
    let mut tables: Vec<Markup> = Vec::new();
    let mut unclear: Vec<String> = Vec::new();
    for (rank, one) in found.moved.iter().enumerate() {
        // Of the first outcomes every policy that moves them has a row; of the others those that do so clearly.
        let clear = |own: &Difference| one.certainty(own) == Certainty::Clear;
        let tells = |own: &&Difference| if rank < WHOLE { moves(own) } else { clear(own) };
        let rows: Vec<Row<'_>> = one.differences.iter().filter(tells).map(|own| Row::of(results, one, own)).collect();
        if rows.is_empty() {
            unclear.push(one.about.name());
            continue;
        }
        let meaning = subject(results, &one.about.metric, &one.about.level);
        let unit = one.about.shown_unit();
        tables.push(html! {
            details open[tables.is_empty()] {
                summary { (meaning) @if !unit.is_empty() { ", " (unit) } " " code { (one.about.name()) } }
                (table(tables.len(), &meaning, found.baseline, one.about.better, &rows))
            }
        });
    }
    if !unclear.is_empty() {
        text.push(format!(
            "Policies change these in some worlds, but none of them clearly: {}. comparison.csv holds all rows.",
            listed(&unclear)
        ));
    }
    let body = html! { (paragraphs(&text)) @for table in &tables { (table) } (figures(shown)) };
    Section::new("comparison", "Policies", "Policies compared", &body)
}

/// All that is said of a policy's part in an outcome.
struct Row<'a> {
    summary: Option<String>,
    difference: &'a Difference,
    standing: Option<&'a Standing>,
    event: Option<&'a EventPair>,
}

impl<'a> Row<'a> {
    fn of(results: &Results, one: &'a ComparedOutcome, own: &'a Difference) -> Row<'a> {
        Row {
            summary: results.summary_of_policy(&own.policy),
            difference: own,
            standing: one.standing(&own.policy),
            event: one.event(&own.policy),
        }
    }

    fn decimals(&self) -> usize {
        number::decimals_for(self.difference.interval(), self.difference.difference)
    }

    fn standing(&self, get: fn(&Standing) -> f64) -> f64 {
        self.standing.map_or(f64::NAN, get)
    }

    fn saving(&self, get: fn(&EventPair) -> Option<Saving>) -> f64 {
        self.event.and_then(get).map_or(f64::NAN, |saving| saving.share)
    }
}

fn table(index: usize, meaning: &str, baseline: &str, better: Better, rows: &[Row<'_>]) -> Table {
    let ends = rows.iter().flat_map(|row| {
        let own = row.difference;
        let [low, high] = own.simultaneous().or(own.interval()).unwrap_or([0.0, 0.0]);
        [low, high, own.difference]
    });
    let (low, high) = ends.filter(|v| v.is_finite()).fold((0.0_f64, 0.0_f64), |(a, b), v| (a.min(v), b.max(v)));
    let scale = Scale::linear([low, high], 3);
    let range = [scale.low, scale.high];
    let wish = match better {
        Better::Lower => " Lower is better: dots left of the line are gains.",
        Better::Higher => " Higher is better: dots right of the line are gains.",
        Better::Neither => "",
    };
    let caption = format!(
        "{meaning}: difference from {baseline} in the same worlds.{wish} Dot: mean difference; thick: 95 % interval; thin: simultaneous over all policies."
    );
    let number = |value: f64, row: &Row<'_>| Cell::number(value, row.decimals());
    let interval =
        |ends: Option<[f64; 2]>, row: &Row<'_>| Cell::interval(ends.unwrap_or([f64::NAN; 2]), row.decimals());
    Table::of(
        &format!("comparison-{index}"),
        &caption,
        rows,
        &[
            (Column::text("Policy"), &|row| {
                Cell::markup(html! { (row.difference.policy) (note(row.summary.as_deref())) })
            }),
            (Column::graphic("Difference", range.map(number::plain)), &|row| {
                Cell::markup(whisker(row.difference, range, better))
            }),
            (Column::number("Mean"), &|row| number(row.standing(|own| own.mean), row)),
            (Column::number("Difference"), &|row| number(row.difference.difference, row)),
            (Column::number("95 % interval"), &|row| interval(row.difference.interval(), row)),
            (Column::number("Simultaneous"), &|row| interval(row.difference.simultaneous(), row)),
            (Column::number("Best of all"), &|row| Cell::share(row.standing(|own| own.best_mean), 1)),
            (Column::number("Saves"), &|row| Cell::share(row.saving(|event| event.saves), 1)),
            (Column::number("Loses"), &|row| Cell::share(row.saving(|event| event.loses), 1)),
            (Column::number("Correlation"), &|row| Cell::number(row.difference.correlation, 2)),
            (Column::number("Variance ratio"), &|row| Cell::number(row.difference.variance_reduction, 1)),
            (Column::number("Pairs"), &|row| Cell::count(row.standing.map_or(0, |own| own.n as u64))),
        ],
    )
}

/// Dot and whiskers on the metric's common scale; the upright line is no difference.
pub(super) fn whisker(own: &Difference, [low, high]: [f64; 2], better: Better) -> Markup {
    let at = |v: f64| 10.0 + 980.0 * ((v - low) / (high - low)).clamp(0.0, 1.0);
    let rises = own.interval().and_then(|[a, b]| if a > 0.0 { Some(true) } else { (b < 0.0).then_some(false) });
    let class = match (better, rises) {
        (Better::Lower, Some(false)) | (Better::Higher, Some(true)) => "c3",
        (Better::Lower | Better::Higher, Some(_)) => "c2",
        _ => "c0",
    };
    let line = |ends: Option<[f64; 2]>, thickness: f64| {
        ends.map(|[a, b]| Mark { class, start: at(a), length: (at(b) - at(a)).max(2.0), thickness })
    };
    let zero = Mark { class: "zero", start: at(0.0) - 2.0, length: 4.0, thickness: 20.0 };
    // Where no replication has the value under both, there is no difference to mark.
    let dot = own.difference.is_finite().then(|| Mark {
        class,
        start: at(own.difference) - 8.0,
        length: 16.0,
        thickness: 14.0,
    });
    let lines = [line(own.simultaneous(), 1.5), line(own.interval(), 5.0)];
    strip([zero].into_iter().chain(lines.into_iter().flatten()).chain(dot))
}

/// "a, b and 3 others".
fn listed(names: &[String]) -> String {
    let named = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let others = names.len().saturating_sub(NAMED);
    if others > 0 { format!("{named} and {others} others") } else { named }
}
