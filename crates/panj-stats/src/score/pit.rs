//! Probability integral transforms.

/// Place of an observation among the members of an ensemble.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pit {
    /// Members below the observation.
    pub less: usize,
    /// Members at or below the observation.
    pub at_most: usize,
    /// `less / m`.
    pub lower: f64,
    /// `at_most / m`.
    pub upper: f64,
    /// Midpoint of `lower` and `upper`.
    pub mid: f64,
}

/// Place of `observed` among the members.
pub fn pit(ensemble: &[f64], observed: f64) -> Pit {
    let m = ensemble.len() as f64;
    let less = ensemble.iter().filter(|&&x| x < observed).count();
    let at_most = ensemble.iter().filter(|&&x| x <= observed).count();
    let (lower, upper) = (less as f64 / m, at_most as f64 / m);
    Pit { less, at_most, lower, upper, mid: 0.5 * (lower + upper) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_widen_the_transform() {
        let p = pit(&[0.0, 0.0, 1.0, 2.0], 0.0);
        assert_eq!((p.less, p.at_most, p.lower, p.upper, p.mid), (0, 2, 0.0, 0.5, 0.25));
    }
}
