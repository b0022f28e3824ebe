//! Full factorial grids.

/// All combinations of level indices, the last factor changing fastest; one empty row when there are no factors.
pub fn full_grid(levels: &[usize]) -> Vec<Vec<usize>> {
    let mut rows: Vec<Vec<usize>> = vec![Vec::new()];
    for &count in levels {
        rows = rows
            .iter()
            .flat_map(|row| {
                (0..count).map(move |level| {
                    let mut longer = row.clone();
                    longer.push(level);
                    longer
                })
            })
            .collect();
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_factor_changes_fastest() {
        assert_eq!(full_grid(&[2, 2]), vec![vec![0, 0], vec![0, 1], vec![1, 0], vec![1, 1]]);
        assert_eq!(full_grid(&[3, 0]).len(), 0);
    }
}
