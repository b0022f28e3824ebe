//! Scores of an ensemble of vectors.
//!
//! # References
//! - M. Scheuerer, T. M. Hamill (2015), Monthly Weather Review 143: 1321-1334 (variogram score).

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt()
}

fn energy(members: &[Vec<f64>], observed: &[f64], pairs_divisor: f64) -> f64 {
    let near = members.iter().map(|x| distance(x, observed)).sum::<f64>() / members.len() as f64;
    let mut pairs = 0.0;
    for (i, a) in members.iter().enumerate() {
        for b in &members[..i] {
            pairs += 2.0 * distance(a, b);
        }
    }
    near - pairs / (2.0 * pairs_divisor)
}

/// Energy score: the CRPS with Euclidean distances; rows are members.
pub fn energy_score(members: &[Vec<f64>], observed: &[f64]) -> f64 {
    let m = members.len() as f64;
    energy(members, observed, m * m)
}

/// Fair energy score, unbiased in the number of members; NaN below two.
pub fn energy_score_fair(members: &[Vec<f64>], observed: &[f64]) -> f64 {
    let m = members.len() as f64;
    if m < 2.0 { f64::NAN } else { energy(members, observed, m * (m - 1.0)) }
}

/// Variogram score of order `p` with unit weights, over ordered pairs of components.
pub fn variogram_score(members: &[Vec<f64>], observed: &[f64], p: f64) -> f64 {
    let gap = |v: &[f64], i: usize, j: usize| libm::pow((v[i] - v[j]).abs(), p);
    let mut score = 0.0;
    for i in 0..observed.len() {
        for j in 0..i {
            let expected = members.iter().map(|x| gap(x, i, j)).sum::<f64>() / members.len() as f64;
            let off = gap(observed, i, j) - expected;
            score += 2.0 * off * off;
        }
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_component_is_the_crps() {
        let x = [1.0, 4.0, 2.5];
        let rows: Vec<Vec<f64>> = x.iter().map(|&v| vec![v]).collect();
        assert!((energy_score(&rows, &[2.0]) - super::super::crps(&x, 2.0)).abs() < 1e-14);
        assert!((energy_score_fair(&rows, &[2.0]) - super::super::crps_fair(&x, 2.0)).abs() < 1e-14);
        assert_eq!(variogram_score(&rows, &[2.0], 0.5), 0.0);
    }
}
