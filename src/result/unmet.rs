//! What never happened in any replication, told with how near it came.

use std::collections::BTreeMap;

use super::caution::{Caution, Seen};
use super::estimate::Estimate;
use super::manifest::WaitingEntry;
use crate::experiment::{Rows, Status};
use crate::outcome::{Layout, Metric, Waiting};

/// Cautions of triggers that were never met, then of outcomes that never came; by variant.
///
/// # Errors
/// When rows cannot be read.
pub(super) fn unmet(
    metrics: &[Metric],
    variants: &[String],
    waiting: &[WaitingEntry],
    estimates: &[Estimate],
    rows: &Rows,
    replications: u64,
) -> std::io::Result<Vec<Caution>> {
    let mut silent: BTreeMap<&str, Vec<&Estimate>> = BTreeMap::new();
    for estimate in estimates.iter().filter(|estimate| estimate.never_came() || estimate.has_no_value()) {
        silent.entry(&estimate.variant).or_default().push(estimate);
    }
    let mut waits_in: BTreeMap<&str, Vec<&Waiting>> = BTreeMap::new();
    for entry in waiting {
        waits_in.entry(&entry.variant).or_default().push(&entry.waiting);
    }
    let mut not_met: Vec<(usize, &Waiting, u64)> = Vec::new();
    for (variant, name) in variants.iter().enumerate() {
        let Some(silent) = silent.get(name.as_str()) else { continue };
        // A variant without entries of its own waits as the first one does.
        let first = variants.first().map_or("", String::as_str);
        let own = waits_in.get(name.as_str()).or_else(|| waits_in.get(first));
        for &waits in own.into_iter().flatten() {
            let estimate = silent.iter().find(|estimate| estimate.metric == waits.metric && estimate.never_came());
            not_met.extend(estimate.map(|estimate| (variant, waits, estimate.n)));
        }
    }
    let mut cautions = Vec::new();
    if !not_met.is_empty() {
        let largest = Largest::of(metrics, variants.len(), rows, replications)?;
        cautions.extend(not_met.into_iter().map(|(variant, waits, n)| {
            Caution::NotMet {
                event: waits.event.clone(),
                metric: waits.metric.clone(),
                variant: variants[variant].clone(),
                n,
                all: waits.all,
                conditions: waits
                    .conditions
                    .iter()
                    .map(|awaited| Seen {
                        condition: awaited.condition.clone(),
                        largest: awaited.metric.as_ref().and_then(|metric| largest.seen(variant, metric)),
                    })
                    .collect(),
            }
        }));
    }
    for (name, silent) in variants.iter().filter_map(|name| Some((name, silent.get(name.as_str())?))) {
        cautions.push(Caution::Never {
            variant: name.clone(),
            n: silent.iter().map(|estimate| estimate.n + estimate.missing).max().unwrap_or(0),
            metrics: named(metrics, silent, Estimate::never_came),
            without_value: named(metrics, silent, Estimate::has_no_value),
        });
    }
    Ok(cautions)
}

/// Metrics of the estimates of a kind, those of a first page first, a metric of levels once.
fn named(metrics: &[Metric], estimates: &[&Estimate], kind: impl Fn(&Estimate) -> bool) -> Vec<String> {
    let mut names: Vec<String> = estimates.iter().filter(|one| kind(one)).map(|one| one.metric.clone()).collect();
    names.dedup();
    let rank = |name: &String| metrics.iter().find(|metric| metric.id == *name)?.headline;
    names.sort_by_key(|name| rank(name).unwrap_or(u8::MAX));
    names
}

/// The largest value of each amount over all replications, by variant.
struct Largest<'a> {
    metrics: &'a [Metric],
    layout: Layout,
    /// `[variant][column]`; minus infinity where there is no value.
    values: Vec<Vec<f64>>,
}

impl<'a> Largest<'a> {
    fn of(metrics: &'a [Metric], variants: usize, rows: &Rows, replications: u64) -> std::io::Result<Self> {
        let layout = Layout::of(metrics);
        let mut values = vec![vec![f64::NEG_INFINITY; layout.width()]; variants];
        rows.for_each(0, replications * variants as u64, |pair, row, status| {
            if status == Status::Done {
                for (largest, value) in values[(pair % variants as u64) as usize].iter_mut().zip(row) {
                    *largest = largest.max(*value);
                }
            }
        })?;
        Ok(Self { metrics, layout, values })
    }

    fn seen(&self, variant: usize, metric: &str) -> Option<f64> {
        let number = self.metrics.iter().position(|known| known.id == metric)?;
        let at = self.layout.column(number);
        self.values.get(variant)?.get(at).copied().filter(|value| value.is_finite())
    }
}
