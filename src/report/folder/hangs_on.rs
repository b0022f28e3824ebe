//! What the answers hang on, of an audit, and what would have changed one, of a search; where a folder has neither, how to ask.

use maud::html;

use super::read::Results;
use super::words::{count, counted, percent};
use crate::analysis::audit::{Audit, Flip, VarianceShare};
use crate::analysis::discover::{Discovery, SmallestSet};
use crate::experiment::Design;
use crate::report::html::text::paragraphs;
use crate::report::html::{Cell, Column, Section, Table};

/// The sections.
pub(super) fn sections(results: &Results) -> Vec<Section> {
    let plan = &results.manifest.plan;
    let audit = results.found.audit.as_deref().map(audit);
    let discovery = results.found.discovery.as_deref().map(discovery);
    if matches!(plan.design, Design::Run {} | Design::Compare { .. }) {
        let scenario = plan.scenario.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let policy = plan.variant.first().and_then(|variant| variant.policy.as_deref());
        let policy = policy.map(|policy| format!(" --policy {policy}")).unwrap_or_default();
        let ask = html! {
            p dir="auto" {
                "This folder does not say. Which assumption the answers hang on: " code { "panj audit " (scenario) (policy) }
                "; what would have changed one: " code { "panj discover " (scenario) (policy) " --goal METRIC" } "."
            }
        };
        return vec![Section::new("hangs", "Hangs on", "What it hangs on, and what would have changed it", &ask)];
    }
    audit.into_iter().chain(discovery).collect()
}

fn audit(found: &Audit) -> Section {
    let all = found.assumptions.len() as u64;
    let inert: Vec<&str> = found.inert().map(|one| one.parameter.as_str()).collect();
    let mut text = vec![format!(
        "{} were varied over their ranges, each alone, in the same {} worlds. An answer turns where the share of replications in which it is yes crosses one half.",
        counted(all, "assumption", "assumptions"),
        count(found.replications)
    )];
    if !inert.is_empty() {
        text.push(format!("{} of them move no metric in any replication: {}.", inert.len(), inert.join(", ")));
    }
    if !found.not_varied.is_empty() {
        text.push(format!(
            "Could not be varied, as neither end of the range can be simulated: {}.",
            found.not_varied.join(", ")
        ));
    }
    let status = |path: &str| {
        let own = found.assumptions.iter().find(|one| one.parameter == path);
        own.map_or("", |one| one.status_word())
    };
    let written = |flip: &Flip| {
        let own = found.outcomes.iter().find(|one| one.name == flip.outcome);
        own.map_or_else(Cell::default, |own| Cell::probability(own.written.value, [own.written.low, own.written.high]))
    };
    // Where these worlds give no clear answer, what turns it is chance.
    let clear = |flip: &&Flip| found.outcomes.iter().any(|one| one.name == flip.outcome && one.is_clear());
    let flips: Vec<&Flip> = found.flips.iter().filter(clear).collect();
    let turns = Table::of(
        "flips",
        "The values at which answers turn: share of replications as written, the value as written and the first one on the other side of one half.",
        &flips,
        &[
            (Column::facet("Answer"), &|flip: &&Flip| Cell::code(&flip.outcome)),
            (Column::number("As written"), &|flip| written(flip)),
            (Column::text("Assumption"), &|flip| Cell::code(&flip.parameter)),
            (Column::number("Value"), &|flip| Cell::as_written(&flip.written)),
            (Column::number("Turns at"), &|flip| Cell::as_written(&flip.after)),
            (Column::number("Share there"), &|flip| Cell::share(flip.share_after, 0)),
            (Column::text("Value is"), &|flip| Cell::text(status(&flip.parameter))),
        ],
    );
    let mut shares: Vec<&VarianceShare> = found.shares.iter().filter(|share| share.total.value > 0.0).collect();
    shares.sort_by(|a, b| b.total.value.total_cmp(&a.total.value));
    let variances = Table::of(
        "shares",
        "Total indices: the share of an outcome’s variance between points in which an assumption has a part, with bootstrap intervals for 95 % confidence.",
        &shares,
        &[
            (Column::facet("Outcome"), &|share: &&VarianceShare| {
                Cell::code(&crate::outcome::outcome_name(&share.metric, &share.level))
            }),
            (Column::text("Assumption"), &|share| Cell::code(&share.parameter)),
            (Column::number("Total index"), &|share| Cell::estimate(share.total, 2)),
            (Column::text("Value is"), &|share| Cell::text(status(&share.parameter))),
        ],
    );
    let body = html! {
        (paragraphs(&text))
        @if flips.is_empty() { p { "No assumption turns a clear answer within its range." } } @else { (turns) }
        @if !shares.is_empty() { (variances) }
    };
    Section::new("hangs", "Hangs on", "What the answers hang on", &body)
}

fn discovery(found: &Discovery) -> Section {
    let confirmed: Vec<&SmallestSet> = found.confirmed().collect();
    let wanted = percent(found.question.share, f64::NAN, f64::NAN);
    let text = vec![
        format!(
            "{} of {} replications are lost: they miss {}.",
            count(found.lost),
            count(found.replications),
            found.goal
        ),
        format!(
            "{} of at most {} {} {wanted} of them or more, by {} lost and {} other replications that the search has not seen; all sets: discovery.csv.",
            counted(confirmed.len() as u64, "smallest set", "smallest sets"),
            counted(found.question.most as u64, "change", "changes"),
            if confirmed.len() == 1 { "saves" } else { "save" },
            count(found.lost_held_out),
            count(found.kept_held_out)
        ),
    ];
    let needed = |set: &SmallestSet| {
        let each = set.changes.iter().zip(&set.necessity);
        each.map(|(change, share)| format!("{change} {}", percent(*share, f64::NAN, f64::NAN)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let cost = |set: &SmallestSet, get: fn(&crate::analysis::discover::SetCost) -> f64| {
        set.cost.as_ref().map_or_else(Cell::default, |cost| Cell::number(get(cost), 0))
    };
    let table = Table::of(
        "sets",
        "Smallest sets of changes: share of the lost replications that each saves, with intervals for all of them together; those that were not lost and are lost with it; share of the saved ones that are lost again without a change.",
        &confirmed,
        &[
            (Column::text("Changes"), &|set: &&SmallestSet| Cell::text(&set.changes.join(" + "))),
            (Column::number("Saves"), &|set| Cell::probability(set.share.value, [set.share.low, set.share.high])),
            (Column::number("Newly lost"), &|set| Cell::number(set.newly_lost as f64, 0)),
            (Column::text("Needed"), &|set| Cell::text(&needed(set))),
            (Column::number("Men"), &|set| cost(set, |cost| cost.men)),
            (Column::number("Million USD"), &|set| cost(set, |cost| cost.musd)),
            (Column::number("Days of notice"), &|set| cost(set, |cost| cost.notice_days)),
        ],
    );
    let body = html! { (paragraphs(&text)) @if !confirmed.is_empty() { (table) } };
    Section::new("changes", "Changes", "What would have changed it", &body)
}
