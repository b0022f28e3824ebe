//! Contour lines of values on a grid.
//!
//! # References
//! Lorensen & Cline, SIGGRAPH 1987, doi:10.1145/37401.37422, in two dimensions (marching squares): each square of
//! four neighbouring values is crossed where the level lies between two corners, by linear interpolation. In a
//! saddle the mean of the corners decides which are joined.

type Point = (f64, f64);

/// Lines on which the values `z[row * columns + column]` equal `level`, in units of columns and rows. Squares with a
/// missing corner are left out.
pub(crate) fn lines(z: &[f64], columns: usize, rows: usize, level: f64) -> Vec<Vec<Point>> {
    let mut pieces: Vec<(Point, Point)> = Vec::new();
    if z.len() < columns * rows {
        return Vec::new();
    }
    for row in 0..rows.saturating_sub(1) {
        for column in 0..columns.saturating_sub(1) {
            let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(dx, dy)| {
                ((column + dx) as f64, (row + dy) as f64, z[(row + dy) * columns + column + dx] - level)
            });
            if corners.iter().all(|c| c.2.is_finite()) {
                pieces.extend(square(corners));
            }
        }
    }
    join(pieces)
}

/// The one or two pieces of the contour within a square; corners (x, y, value above the level) go round it.
fn square(corners: [(f64, f64, f64); 4]) -> Vec<(Point, Point)> {
    let mut cuts: Vec<(usize, Point)> = Vec::new();
    for side in 0..4 {
        let (a, b) = (corners[side], corners[(side + 1) % 4]);
        if (a.2 >= 0.0) != (b.2 >= 0.0) {
            let t = a.2 / (a.2 - b.2);
            cuts.push((side, (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1))));
        }
    }
    match cuts.as_slice() {
        [a, b] => vec![(a.1, b.1)],
        [a, b, c, d] => {
            let centre = corners.iter().map(|c| c.2).sum::<f64>() / 4.0;
            if (centre >= 0.0) == (corners[0].2 >= 0.0) {
                vec![(a.1, b.1), (c.1, d.1)]
            } else {
                vec![(d.1, a.1), (b.1, c.1)]
            }
        }
        _ => Vec::new(),
    }
}

/// Joins pieces end to end.
fn join(mut pieces: Vec<(Point, Point)>) -> Vec<Vec<Point>> {
    let same = |a: Point, b: Point| (a.0 - b.0).abs() + (a.1 - b.1).abs() < 1e-9;
    let mut lines = Vec::new();
    while let Some((a, b)) = pieces.pop() {
        let mut line = std::collections::VecDeque::from([a, b]);
        loop {
            let (first, last) = (line[0], line[line.len() - 1]);
            let next = pieces.iter().position(|p| [p.0, p.1].iter().any(|&e| same(e, first) || same(e, last)));
            let Some(next) = next else { break };
            let (a, b) = pieces.swap_remove(next);
            if same(a, last) {
                line.push_back(b);
            } else if same(b, last) {
                line.push_back(a);
            } else if same(a, first) {
                line.push_front(b);
            } else {
                line.push_front(a);
            }
        }
        lines.push(line.into());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_has_a_straight_contour() {
        let z: Vec<f64> = (0..25).map(|i| f64::from(i % 5)).collect();
        let found = lines(&z, 5, 5, 1.5);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].len(), 5);
        assert!(found[0].iter().all(|p| (p.0 - 1.5).abs() < 1e-12));
    }

    #[test]
    fn a_hill_has_a_closed_contour_and_missing_values_are_left_out() {
        let hill = |i: i32| -f64::from((i % 7 - 3).pow(2) + (i / 7 - 3).pow(2));
        let mut z: Vec<f64> = (0..49).map(hill).collect();
        let found = lines(&z, 7, 7, -4.5);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].first(), found[0].last());
        z.fill(f64::NAN);
        assert!(lines(&z, 7, 7, -4.5).is_empty());
        assert!(lines(&[], 7, 7, 0.0).is_empty());
    }
}
