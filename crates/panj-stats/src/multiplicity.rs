//! Adjusted p-values for a family of tests: reject those at or below the level.
//!
//! # References
//! - S. Holm (1979), Scandinavian J. Statistics 6: 65-70.

/// Holm's step-down: family-wise, any dependence, never weaker than Bonferroni. A NaN p-value (a test that is not defined)
/// stays NaN and does not count as a member of the family.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).filter(|&i| !p[i].is_nan()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut adjusted = vec![f64::NAN; p.len()];
    let mut largest = 0.0_f64;
    for (rank, &i) in order.iter().enumerate() {
        // going up, adjusted p-values must not fall
        largest = largest.max((order.len() - rank) as f64 * p[i]);
        adjusted[i] = largest.min(1.0);
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_test_needs_no_adjustment() {
        assert_eq!(holm(&[0.04]), vec![0.04]);
        assert!(holm(&[]).is_empty());
    }

    #[test]
    fn undefined_tests_do_not_count() {
        let adjusted = holm(&[0.01, f64::NAN, 0.03]);
        assert_eq!((adjusted[0], adjusted[2]), (0.02, 0.03));
        assert!(adjusted[1].is_nan());
    }

    #[test]
    fn adjusted_values_do_not_fall_and_end_at_one() {
        assert_eq!(holm(&[0.5, 0.25, 0.25, 0.75]), vec![1.0; 4]);
        assert_eq!(holm(&[0.125, 0.0625, 0.0]), vec![0.125, 0.125, 0.0]);
    }
}
