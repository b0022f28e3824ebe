//! Rinott's two-stage procedure for independent systems.
//!
//! # References
//! - Y. Rinott (1978), Communications in Statistics A7: 799-811.

use super::super::special::rinott_h;
use super::super::summary::variance;

/// The second stage asked for by Rinott's procedure.
#[derive(Clone, Debug, PartialEq)]
pub struct RinottStage {
    /// Rinott's constant.
    pub h: f64,
    /// First-stage variances.
    pub variances: Vec<f64>,
    /// Total observations wanted of each system: `max(n0, ceil(h^2 S^2 / delta^2))`.
    pub totals: Vec<usize>,
}

/// From the first stage (`rows`: one per system, `n0 >= 2` observations each) to the totals that guarantee selection of
/// a best system, `delta` or more above the rest, with probability `1 - alpha`. `None` for fewer than two systems or `n0 < 2`.
pub fn rinott_stage(rows: &[Vec<f64>], alpha: f64, delta: f64) -> Option<RinottStage> {
    let n0 = rows.iter().map(Vec::len).min()?;
    if rows.len() < 2 || n0 < 2 {
        return None;
    }
    let h = rinott_h(rows.len(), n0, 1.0 - alpha);
    let variances: Vec<f64> = rows.iter().map(|r| variance(&r[..n0])).collect();
    let totals = variances.iter().map(|s2| (libm::ceil(h * h * s2 / (delta * delta)) as usize).max(n0)).collect();
    Some(RinottStage { h, variances, totals })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_of_the_literature() {
        // Wilcox (1984) tables: n0 = 20, k = 2: 2.452; n0 = 10, k = 5: 3.692
        assert!((rinott_h(2, 20, 0.95) - 2.452_473_252_6).abs() < 1e-8);
        assert!((rinott_h(5, 10, 0.95) - 3.692_624_003_8).abs() < 1e-8);
    }

    #[test]
    fn no_variance_wants_nothing_more() {
        let stage = rinott_stage(&[vec![1.0; 6], vec![2.0; 6]], 0.05, 1.0).unwrap();
        assert_eq!(stage.totals, vec![6, 6]);
        assert_eq!(rinott_stage(&[vec![1.0; 6]], 0.05, 1.0), None);
    }
}
