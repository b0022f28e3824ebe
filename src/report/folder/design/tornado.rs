//! How far each factor moves an outcome over its range, the other factors the same.
//!
//! On a grid this is read off: the mean over the points with the least and with the greatest value of a factor. In a
//! design of trajectories or of Saltelli's kind, points that differ in one factor only are held against each other, and a
//! line through their differences (over the factor's position among its values) gives the movement; nothing of the
//! other factors is in it. In other designs it is the coefficient of a linear regression on all factors.
//!
//! # References
//! - Saltelli et al., *Global Sensitivity Analysis: The Primer*, 2008, chapters 1 and 3.

use super::outcomes::{file_name, label_of, subject_of};
use super::{Design, Factor};
use crate::analysis::About;
use crate::report::charts::{Tornado, TornadoBar};
use crate::report::folder::Chart;
use crate::report::folder::read::Results;
use crate::report::folder::words::amount;
use crate::stats::sensitivity::regression;
use crate::stats::summary::Summary;

/// Most bars.
const MOST: usize = 12;

/// How far a factor moves an outcome: on a grid, the means at its ends; else how far they lie from the mean of all.
pub(super) struct Swing {
    pub(super) bar: TornadoBar,
    is_mean: bool,
}

impl Swing {
    /// Its length, in the outcome's unit.
    fn size(&self) -> f64 {
        (self.bar.at_high - self.bar.at_low).abs()
    }

    /// The movement in words, without the outcome's name.
    pub(super) fn words(&self) -> String {
        let TornadoBar { factor, low_value, high_value, at_low, at_high } = &self.bar;
        if self.is_mean {
            format!("{factor} moves the mean from {} to {}", amount(*at_low), amount(*at_high))
        } else {
            let (way, by) = if at_high < at_low { ("down", at_low - at_high) } else { ("up", at_high - at_low) };
            format!("{factor} moves the mean {way} by {} from {low_value} to {high_value}", amount(by))
        }
    }
}

/// The swings of all factors with numbers, the longest first.
pub(super) fn swings(design: &Design, means: &[f64]) -> Vec<Swing> {
    let bars = if design.grid { on_a_grid(design, means) } else { over_ranges(design, means) };
    let known = bars.into_iter().filter(|bar| bar.at_low.is_finite() && bar.at_high.is_finite());
    let mut swings: Vec<Swing> = known.map(|bar| Swing { bar, is_mean: design.grid }).collect();
    swings.sort_by(|a, b| b.size().total_cmp(&a.size()));
    swings
}

/// The chart; None for fewer than two factors.
pub(super) fn chart(results: &Results, design: &Design, about: &About, means: &[f64]) -> Option<Chart> {
    let swings = swings(design, means);
    if swings.len() < 2 {
        return None;
    }
    let title = format!("{}: {}", subject_of(results, about), swings.first()?.words());
    let label = label_of(results, about);
    let base = Summary::of(means).mean;
    let (note, x_label) = if design.grid {
        ("means over the points with a factor's least and greatest value", label)
    } else {
        ("linear movement over each factor's range, the other factors the same", format!("change of {label}"))
    };
    let drawn = Tornado {
        title,
        note: note.to_owned(),
        x_label,
        base: if design.grid { base } else { 0.0 },
        base_name: format!("mean over all points: {}", amount(base)),
        bars: swings.into_iter().take(MOST).map(|swing| swing.bar).collect(),
        footer: results.footer(),
    };
    Some(Chart::new(format!("tornado_{}", file_name(about)), &drawn))
}

fn on_a_grid(design: &Design, means: &[f64]) -> Vec<TornadoBar> {
    let bar = |factor: &Factor| {
        let levels = factor.numeric_levels();
        let (first, last) = (*levels.first()?, *levels.last()?);
        // NaN where a mean is missing.
        let over = |level: usize| {
            let own: Vec<f64> = factor.alike(level).map(|at| means.get(at).copied().unwrap_or(f64::NAN)).collect();
            own.iter().sum::<f64>() / own.len() as f64
        };
        (first != last).then(|| TornadoBar {
            factor: factor.path.clone(),
            low_value: factor.shown(first),
            high_value: factor.shown(last),
            at_low: over(first),
            at_high: over(last),
        })
    };
    design.factors.iter().filter_map(bar).collect()
}

/// Bars of the linear movement, half of it to each side of the mean over all points.
fn over_ranges(design: &Design, means: &[f64]) -> Vec<TornadoBar> {
    let numeric: Vec<&Factor> = design.factors.iter().filter(|factor| factor.numeric_levels().len() > 1).collect();
    let positions: Vec<Vec<f64>> = numeric.iter().map(|factor| factor.positions()).collect();
    let movements = paired(design, &numeric, &positions, means).or_else(|| regressed(&positions, means));
    let Some(movements) = movements else { return Vec::new() };
    let bar = |(factor, movement): (&&Factor, f64)| {
        let levels = factor.numeric_levels();
        Some(TornadoBar {
            factor: factor.path.clone(),
            low_value: factor.shown(*levels.first()?),
            high_value: factor.shown(*levels.last()?),
            at_low: -movement / 2.0,
            at_high: movement / 2.0,
        })
    };
    numeric.iter().zip(movements).filter_map(bar).collect()
}

/// Slopes from pairs of points that differ in one factor; None where some factor has no pair.
fn paired(design: &Design, numeric: &[&Factor], positions: &[Vec<f64>], means: &[f64]) -> Option<Vec<f64>> {
    // A trajectory's next point, or a base point of Saltelli's design with its variations, lies at most so far.
    let reach = design.factors.len() + 1;
    let (mut products, mut squares) = (vec![0.0; numeric.len()], vec![0.0; numeric.len()]);
    for point in 1..means.len() {
        let mut near = (point.saturating_sub(reach)..point).rev();
        let found = near.find_map(|other| Some((other, only_difference(numeric, positions, point, other)?)));
        let Some((other, factor)) = found else { continue };
        let step = positions[factor][point] - positions[factor][other];
        products[factor] += (means[point] - means[other]) * step;
        squares[factor] += step * step;
    }
    squares.iter().all(|square| *square > 0.0).then(|| products.iter().zip(&squares).map(|(p, s)| p / s).collect())
}

/// The only factor in which two points differ.
fn only_difference(numeric: &[&Factor], positions: &[Vec<f64>], a: usize, b: usize) -> Option<usize> {
    let mut differ = (0..numeric.len()).filter(|factor| positions[*factor][a] != positions[*factor][b]);
    let first = differ.next()?;
    differ.next().is_none().then_some(first)
}

/// Coefficients of a linear regression on all factors; None for too few points.
fn regressed(positions: &[Vec<f64>], means: &[f64]) -> Option<Vec<f64>> {
    if means.len() < positions.len() + 3 {
        return None;
    }
    let rows: Vec<Vec<f64>> = (0..means.len()).map(|i| positions.iter().map(|column| column[i]).collect()).collect();
    let found = regression(&rows, means)?;
    let spread = Summary::of(means).sd;
    Some(found.src.iter().zip(positions).map(|(beta, column)| beta * spread / Summary::of(column).sd).collect())
}
