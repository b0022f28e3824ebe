//! Small dense linear algebra.

/// Inverse by Gauss-Jordan elimination with partial pivoting; `None` when singular to working precision.
pub fn inverse(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = matrix.len();
    let mut left = matrix.to_vec();
    let mut right: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| if i == j { 1.0 } else { 0.0 }).collect()).collect();
    let scale = matrix.iter().flatten().fold(0.0_f64, |m, v| m.max(v.abs()));
    for column in 0..n {
        let pivot = (column..n).max_by(|&a, &b| left[a][column].abs().total_cmp(&left[b][column].abs()))?;
        if left[pivot][column].abs().partial_cmp(&(1e-13 * scale)) != Some(std::cmp::Ordering::Greater) {
            return None;
        }
        left.swap(pivot, column);
        right.swap(pivot, column);
        let factor = left[column][column];
        left[column].iter_mut().for_each(|v| *v /= factor);
        right[column].iter_mut().for_each(|v| *v /= factor);
        let (pivot_left, pivot_right) = (left[column].clone(), right[column].clone());
        for row in (0..n).filter(|&r| r != column) {
            let factor = left[row][column];
            left[row].iter_mut().zip(&pivot_left).for_each(|(v, p)| *v -= factor * p);
            right[row].iter_mut().zip(&pivot_right).for_each(|(v, p)| *v -= factor * p);
        }
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverts_and_refuses_singular() {
        let inverse = inverse(&[vec![0.0, 2.0], vec![4.0, 2.0]]).unwrap();
        assert_eq!(inverse, vec![vec![-0.25, 0.25], vec![0.5, 0.0]]);
        assert_eq!(super::inverse(&[vec![1.0, 2.0], vec![2.0, 4.0]]), None);
    }
}
