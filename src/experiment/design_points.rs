//! Points of a design, in coordinates from 0 to 1 for each factor, and as variants of a scenario.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::asked::AskError;
use super::factor::{Factor, NO_POLICY, POLICY};
use super::plan::Variant;
use crate::sim::{Mechanism, World};
use crate::stats::design::{full_grid, latin_hypercube, owen_points, sobol_points};

/// Names the random numbers of designs; no mechanism of a model has this number.
const DESIGN: Mechanism = Mechanism(60_002);

/// How points are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// All combinations of values, the last factor changing fastest.
    Grid,
    /// A Latin hypercube.
    Lhs,
    /// The Sobol' sequence from its first point (the origin) on.
    Sobol,
    /// The Sobol' sequence with Owen's scrambling.
    SobolScrambled,
    /// Points that somebody else chose.
    Given,
}

impl Layout {
    /// Name, as plans have it.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Grid => "grid",
            Layout::Lhs => "lhs",
            Layout::Sobol => "sobol",
            Layout::SobolScrambled => "sobol-scrambled",
            Layout::Given => "given",
        }
    }
}

impl FromStr for Layout {
    type Err = AskError;

    fn from_str(text: &str) -> Result<Layout, AskError> {
        match text {
            "grid" => Ok(Layout::Grid),
            "lhs" => Ok(Layout::Lhs),
            "sobol" => Ok(Layout::Sobol),
            "sobol-scrambled" => Ok(Layout::SobolScrambled),
            other => Err(AskError::Layout(other.to_owned())),
        }
    }
}

/// Independent uniforms on `[0, 1)` for a design with this seed.
pub fn design_source(seed: u64) -> impl FnMut() -> f64 {
    let mut stream = World::new(seed, 0).stream(DESIGN, 0);
    move || stream.uniform()
}

/// Coordinates of `count` points in `dims` dimensions; None for a grid, or more dimensions than the sequence has.
pub fn coordinates(layout: Layout, dims: usize, count: usize, seed: u64) -> Option<Vec<Vec<f64>>> {
    let mut random = design_source(seed);
    match layout {
        Layout::Grid | Layout::Given => None,
        Layout::Lhs => Some(latin_hypercube(dims, count, &mut random)),
        Layout::Sobol => sobol_points(dims, count),
        Layout::SobolScrambled => owen_points(dims, count, &mut random),
    }
}

/// Values of all factors at each point of a design.
///
/// # Errors
/// When a grid meets a range without a number of values, or there are too many factors or points.
pub fn design(layout: Layout, factors: &[Factor], count: usize, seed: u64) -> Result<Vec<Vec<String>>, AskError> {
    const MOST: usize = 100_000;
    if layout != Layout::Grid {
        let points = coordinates(layout, factors.len(), count, seed);
        let points = points.ok_or(AskError::TooManyFactors)?;
        return Ok(points.iter().map(|point| values_at(factors, point)).collect());
    }
    let levels = factors.iter().map(|factor| factor.levels().ok_or_else(|| AskError::NoLevels(factor.path.clone())));
    let levels: Vec<Vec<String>> = levels.collect::<Result<_, _>>()?;
    let counts: Vec<usize> = levels.iter().map(Vec::len).collect();
    if counts.iter().try_fold(1_usize, |all, n| all.checked_mul(*n)).is_none_or(|all| all > MOST) {
        return Err(AskError::LargeGrid(MOST));
    }
    let pick = |row: Vec<usize>| row.iter().zip(&levels).map(|(at, levels)| levels[*at].clone()).collect();
    Ok(full_grid(&counts).into_iter().map(pick).collect())
}

/// Values of all factors at a point.
pub fn values_at(factors: &[Factor], point: &[f64]) -> Vec<String> {
    factors.iter().zip(point).map(|(factor, u)| factor.at(*u)).collect()
}

/// The variant of a point: values laid over what all points have.
pub fn point_variant(name: String, factors: &[Factor], values: &[String], base: &Variant) -> Variant {
    let mut variant = Variant { name, ..base.clone() };
    for (factor, value) in factors.iter().zip(values) {
        if factor.path == POLICY {
            variant.policy = (value != NO_POLICY).then(|| value.clone());
        } else {
            variant.set.push(format!("{}={value}", factor.path));
        }
    }
    variant
}

/// The value that a variant gives a factor.
pub fn value_of(variant: &Variant, path: &str) -> String {
    if path == POLICY {
        return variant.policy.clone().unwrap_or_else(|| NO_POLICY.to_owned());
    }
    let own = variant.set.iter().rev().filter_map(|set| set.split_once('='));
    own.into_iter().find(|(p, _)| *p == path).map(|(_, value)| value.to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::registry;

    fn factors(texts: &[&str]) -> Vec<Factor> {
        texts.iter().map(|text| Factor::parse(text, &registry()).unwrap()).collect()
    }

    #[test]
    fn a_grid_has_all_combinations() {
        let factors = factors(&["campaign.contagion=1,2", "policy=baseline,a"]);
        let points = design(Layout::Grid, &factors, 0, 1).unwrap();
        assert_eq!(points, [["1", "baseline"], ["1", "a"], ["2", "baseline"], ["2", "a"]]);
        let base = Variant { set: vec!["x=3".into()], ..Variant::default() };
        let last = point_variant("4".into(), &factors, &points[3], &base);
        assert_eq!((last.policy.as_deref(), last.set.join(" ")), (Some("a"), "x=3 campaign.contagion=2".to_owned()));
        assert_eq!((value_of(&last, "policy"), value_of(&last, "campaign.contagion")), ("a".into(), "2".into()));
    }

    #[test]
    fn sequences_are_those_of_the_literature() {
        let factors = factors(&["campaign.contagion=0..8", "campaign.base_hazard_per_day=0..1"]);
        let points = design(Layout::Sobol, &factors, 4, 1).unwrap();
        assert_eq!(points, [["0", "0"], ["4", "0.5"], ["6", "0.25"], ["2", "0.75"]]);
        let lhs = coordinates(Layout::Lhs, 2, 10, 5).unwrap();
        // one point in each tenth of either factor
        for factor in 0..2 {
            let mut tenths: Vec<u32> = lhs.iter().map(|point| (10.0 * point[factor]) as u32).collect();
            tenths.sort_unstable();
            assert!(tenths.into_iter().eq(0..10));
        }
        assert_ne!(lhs, coordinates(Layout::Lhs, 2, 10, 6).unwrap());
        assert!(design(Layout::Grid, &factors, 4, 1).is_err(), "a range without steps has no grid");
    }
}
