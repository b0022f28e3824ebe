//! What a design varies: its factors, and the value of each at every point.

use crate::experiment::{self, DesignLayout, number, value_of};
use crate::number::plain;
use crate::report::charts::Values;
use crate::report::folder::read::Results;

/// A design as its folder's plan has it.
pub(super) struct Design {
    pub(super) factors: Vec<Factor>,
    pub(super) points: usize,
    /// Whether every value of every factor meets every value of all others.
    pub(super) grid: bool,
}

/// One factor.
pub(super) struct Factor {
    pub(super) path: String,
    pub(super) unit: String,
    /// What the parameter means; "" where the folder does not say.
    pub(super) meaning: String,
    /// Its value at each point, as written.
    pub(super) values: Vec<String>,
    /// The same as numbers (days since 1970-01-01); NaN for words.
    pub(super) numbers: Vec<f64>,
    pub(super) kind: Values,
}

impl Design {
    /// The design of a folder.
    pub(super) fn of(results: &Results) -> Design {
        let plan = &results.manifest.plan;
        let factors = plan.design.factors().iter().map(|path| {
            let values: Vec<String> = plan.variant.iter().map(|variant| value_of(variant, path)).collect();
            let read: Vec<Option<(f64, bool)>> = values.iter().map(|value| number(value)).collect();
            let dates = read.iter().flatten().any(|(_, date)| *date);
            let (unit, meaning) = described(results, path);
            Factor {
                path: path.clone(),
                unit,
                meaning,
                values,
                numbers: read.into_iter().map(|read| read.map_or(f64::NAN, |(x, _)| x)).collect(),
                kind: if dates { Values::Dates } else { Values::Numbers },
            }
        });
        let grid = matches!(plan.design, experiment::Design::Sweep { layout: DesignLayout::Grid, .. });
        Design { factors: factors.collect(), points: plan.variant.len(), grid }
    }
}

/// Unit and meaning of a parameter, from the scenario that the folder keeps.
fn described(results: &Results, path: &str) -> (String, String) {
    let found = results.kept.as_ref().and_then(|kept| {
        let resolved = kept.values.iter().find(|resolved| resolved.path == path)?;
        kept.source.registry().parameter(&resolved.described_at)
    });
    found.map_or_else(Default::default, |parameter| {
        let unit = if parameter.unit == "1" { "" } else { parameter.unit };
        (unit.to_owned(), parameter.doc.to_owned())
    })
}

impl Factor {
    /// Whether all of its values are numbers or dates.
    pub(super) fn is_numeric(&self) -> bool {
        self.numbers.iter().all(|x| x.is_finite())
    }

    /// Name and unit, for an axis.
    pub(super) fn label(&self) -> String {
        if self.unit.is_empty() || self.kind == Values::Dates {
            self.path.clone()
        } else {
            format!("{} ({})", self.path, self.unit)
        }
    }

    /// Its value at a point, to be read.
    pub(super) fn shown(&self, point: usize) -> String {
        let number = self.numbers.get(point).copied().unwrap_or(f64::NAN);
        match self.kind {
            Values::Numbers if number.is_finite() => plain(number),
            _ => self.values.get(point).cloned().unwrap_or_default(),
        }
    }

    /// One point for each of its values: numbers growing, words in the order of the design.
    pub(super) fn levels(&self) -> Vec<usize> {
        let mut seen = std::collections::BTreeSet::new();
        let mut levels: Vec<usize> = (0..self.values.len()).filter(|point| seen.insert(&self.values[*point])).collect();
        if self.is_numeric() {
            levels.sort_by(|a, b| self.numbers[*a].total_cmp(&self.numbers[*b]));
        }
        levels
    }

    /// Points with the same value as a point.
    pub(super) fn alike(&self, point: usize) -> impl Iterator<Item = usize> {
        (0..self.values.len()).filter(move |other| self.values[*other] == self.values[point])
    }

    /// One point for each of its values, growing; empty for words.
    pub(super) fn numeric_levels(&self) -> Vec<usize> {
        if self.is_numeric() { self.levels() } else { Vec::new() }
    }

    /// Where each point's value stands among all of its values, from 0 (the least) to 1 (the greatest).
    pub(super) fn positions(&self) -> Vec<f64> {
        let mut values = self.numbers.clone();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let last = values.len().saturating_sub(1).max(1) as f64;
        let rank = |x: &f64| values.binary_search_by(|other| other.total_cmp(x)).unwrap_or_else(|at| at);
        self.numbers.iter().map(|x| rank(x) as f64 / last).collect()
    }

    /// Whether its positive values spread over powers of ten.
    pub(super) fn is_logarithmic(&self) -> bool {
        let levels: Vec<f64> = self.levels().iter().map(|point| self.numbers[*point]).collect();
        let (Some(first), Some(last)) = (levels.first(), levels.last()) else { return false };
        let gaps = levels.windows(2).map(|pair| pair[1] - pair[0]);
        let (least, most) = gaps.fold((f64::INFINITY, 0.0_f64), |(a, b), gap| (a.min(gap), b.max(gap)));
        self.kind == Values::Numbers && *first > 0.0 && last / first >= 8.0 && most > 3.0 * least
    }
}
