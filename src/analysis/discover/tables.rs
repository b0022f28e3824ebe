//! The files of a search: `discovery.csv` (a set in a row), `changes.csv`, `discovery.json`.

use std::path::Path;

use super::{Discovery, SmallestSet, TriedChange};
use crate::result::{FileEntry, TableError, Tidy, write_json};

/// The file that holds all of it.
pub const DISCOVERY: &str = "discovery.json";

/// Writes the files; returns what stands in the tables.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_discovery(folder: &Path, found: &Discovery) -> Result<Vec<FileEntry>, TableError> {
    let rows: Vec<SetRow<'_>> = found.sets.iter().map(SetRow::of).collect();
    let written = [sets(&rows).write(folder)?, changes(&found.changes).write(folder)?];
    Ok([written.as_slice(), &[write_json(folder, DISCOVERY, found)?]].concat())
}

/// The tables of a search with their columns.
pub(in crate::analysis) fn tables() -> Vec<FileEntry> {
    vec![sets(&[]).entry(), changes(&[]).entry()]
}

struct SetRow<'a> {
    set: &'a SmallestSet,
    changes: String,
    necessity: String,
}

impl SetRow<'_> {
    fn of(set: &SmallestSet) -> SetRow<'_> {
        let necessity: Vec<String> = set.necessity.iter().map(|share| format!("{share:.3}")).collect();
        SetRow { set, changes: set.changes.join(" + "), necessity: necessity.join(" + ") }
    }
}

fn sets<'a>(rows: &'a [SetRow<'a>]) -> Tidy<'a, SetRow<'a>> {
    let cost = |row: &'a SetRow<'a>| row.set.cost;
    Tidy::new("discovery", rows)
        .text("changes", "the changes of the set, between plus signs", |r| &r.changes)
        .integer("size", "changes", "how many", |r| r.set.changes.len() as u64)
        .bounded(
            ["share", "low", "high"],
            "",
            [
                "share of the lost replications of the second half that it saves",
                "exact interval, 95 % for all sets together",
            ],
            |r| r.set.share,
        )
        .integer("saved", "replications", "lost replications of the second half that it saves", |r| r.set.saved)
        .integer("newly_lost", "replications", "replications of the second half that are lost only with it", |r| {
            r.set.newly_lost
        })
        .number("p", "", "one-sided exact p-value that it saves more than it loses, not corrected", |r| r.set.p)
        .number("share_tried", "", "share of the lost replications that it was chosen by, which flatters it", |r| {
            r.set.share_tried
        })
        .text("necessity", "by change: share of the saved replications that are lost again without it", |r| {
            &r.necessity
        })
        .number("men", "men", "cost in men; empty where a change has no cost on record", move |r| {
            cost(r).map_or(f64::NAN, |cost| cost.men)
        })
        .number("musd", "million US dollars", "cost in money", move |r| cost(r).map_or(f64::NAN, |cost| cost.musd))
        .number("notice_days", "days", "longest notice of its changes", move |r| {
            cost(r).map_or(f64::NAN, |cost| cost.notice_days)
        })
        .integer("confirmed", "", "1 where the second half confirms it", |r| u64::from(r.set.confirmed))
        .integer("on_front", "", "1 where no other confirmed set saves as many at no more of any cost", |r| {
            u64::from(r.set.on_front)
        })
}

fn changes(rows: &[TriedChange]) -> Tidy<'_, TriedChange> {
    let cost = |row: &TriedChange| row.change.cost;
    Tidy::new("changes", rows)
        .text("change", "a policy, or PATH=VALUE", |r| &r.change.name)
        .text("is", "policy or parameter", |r| if r.change.policy { "policy" } else { "parameter" })
        .number("alone", "", "share of the lost replications of the first half that it saves alone", |r| r.alone)
        .number("men", "men", "cost in men; empty where there is none on record", move |r| {
            cost(r).map_or(f64::NAN, |cost| cost.men)
        })
        .number("musd", "million US dollars", "cost in money", move |r| cost(r).map_or(f64::NAN, |cost| cost.musd))
        .number("notice_days", "days", "notice that it takes", move |r| {
            cost(r).map_or(f64::NAN, |cost| cost.notice_days)
        })
        .text("summary", "what it does", |r| &r.change.summary)
}
