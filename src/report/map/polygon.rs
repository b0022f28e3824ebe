//! Cutting polygons by half-planes, exactly in the sense of pieces: a concave outline falls apart where the cut
//! leaves several, instead of keeping them joined by edges of no width.

/// A point in kilometres.
pub(crate) type Point = (f64, f64);

/// The half-plane of points p with (p - `origin`) · `normal` <= 0.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HalfPlane {
    pub(crate) origin: Point,
    pub(crate) normal: Point,
}

impl HalfPlane {
    /// The points nearer to `a` than to `b`.
    pub(crate) fn nearer(a: Point, b: Point) -> HalfPlane {
        HalfPlane { origin: (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1)), normal: (b.0 - a.0, b.1 - a.1) }
    }

    fn above(&self, p: Point) -> f64 {
        (p.0 - self.origin.0) * self.normal.0 + (p.1 - self.origin.1) * self.normal.1
    }

    /// Position along the cutting line.
    fn along(&self, p: Point) -> f64 {
        (p.1 - self.origin.1) * self.normal.0 - (p.0 - self.origin.0) * self.normal.1
    }
}

/// The pieces of `polygon` (a simple ring) inside `half`.
pub(crate) fn cut(polygon: &[Point], half: &HalfPlane) -> Vec<Vec<Point>> {
    let inside: Vec<bool> = polygon.iter().map(|p| half.above(*p) <= 0.0).collect();
    let n = polygon.len();
    if inside.iter().all(|i| *i) {
        return vec![polygon.to_vec()];
    }
    let Some(first) = (0..n).find(|&i| !inside[i] && inside[(i + 1) % n]) else { return Vec::new() };
    let mut chains: Vec<Vec<Point>> = Vec::new();
    for k in 0..n {
        let (i, j) = ((first + k) % n, (first + k + 1) % n);
        match (inside[i], inside[j]) {
            (false, true) => chains.push(vec![crossing(polygon[i], polygon[j], half), polygon[j]]),
            (true, inside_next) => {
                let next = if inside_next { polygon[j] } else { crossing(polygon[i], polygon[j], half) };
                if let Some(chain) = chains.last_mut() {
                    chain.push(next);
                }
            }
            (false, false) => {}
        }
    }
    close(&chains, half)
}

fn crossing(a: Point, b: Point, half: &HalfPlane) -> Point {
    let (da, db) = (half.above(a), half.above(b));
    let t = if da == db { 0.5 } else { (da / (da - db)).clamp(0.0, 1.0) };
    (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1))
}

/// Joins chains along the cutting line: sorted along it, ends pair up as inside stretches (even-odd rule).
fn close(chains: &[Vec<Point>], half: &HalfPlane) -> Vec<Vec<Point>> {
    let mut ends: Vec<(f64, usize, bool)> = Vec::new();
    for (i, chain) in chains.iter().enumerate() {
        ends.push((half.along(chain[0]), i, true));
        ends.push((half.along(chain[chain.len() - 1]), i, false));
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    // next[i]: the chain that begins where the inside stretch from the end of chain i leads to.
    let mut next: Vec<Option<usize>> = vec![None; chains.len()];
    for pair in ends.chunks_exact(2) {
        match (pair[0].2, pair[1].2) {
            (true, false) => next[pair[1].1] = Some(pair[0].1),
            (false, true) => next[pair[0].1] = Some(pair[1].1),
            _ => return vec![chains.concat()],
        }
    }
    let mut used = vec![false; chains.len()];
    let mut pieces = Vec::new();
    for start in 0..chains.len() {
        let (mut piece, mut at) = (Vec::new(), start);
        while !used[at] {
            used[at] = true;
            piece.extend_from_slice(&chains[at]);
            let Some(to) = next[at] else { break };
            at = to;
        }
        if piece.len() > 2 && area(&piece).abs() > 1e-6 {
            pieces.push(piece);
        }
    }
    pieces
}

/// Signed area, square kilometres; counter-clockwise is positive.
pub(crate) fn area(ring: &[Point]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0
}

/// Whether `ring` holds `p` (even-odd rule).
pub(crate) fn holds(ring: &[Point], p: Point) -> bool {
    let mut inside = false;
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        if (a.1 > p.1) != (b.1 > p.1) && p.0 < (b.0 - a.0) * (p.1 - a.1) / (b.1 - a.1) + a.0 {
            inside = !inside;
        }
    }
    inside
}

/// Stretches of the lines x + y = k * `step` inside `ring`: a hatching.
pub(crate) fn hatch(ring: &[Point], step: f64) -> Vec<[Point; 2]> {
    let sums = ring.iter().map(|p| p.0 + p.1);
    let (low, high) = sums.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), s| (l.min(s), h.max(s)));
    let mut stretches = Vec::new();
    if !(low.is_finite() && high.is_finite()) || (high - low) / step > 2000.0 {
        return stretches;
    }
    for k in (libm::ceil(low / step) as i64)..=(libm::floor(high / step) as i64) {
        let line = HalfPlane { origin: (k as f64 * step, 0.0), normal: (1.0, 1.0) };
        let mut cuts: Vec<Point> = Vec::new();
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            if (line.above(*a) <= 0.0) != (line.above(*b) <= 0.0) {
                cuts.push(crossing(*a, *b, &line));
            }
        }
        cuts.sort_by(|a, b| a.0.total_cmp(&b.0));
        stretches.extend(cuts.chunks_exact(2).map(|c| [c[0], c[1]]));
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LEFT: HalfPlane = HalfPlane { origin: (2.5, 0.0), normal: (1.0, 0.0) };

    #[test]
    fn a_comb_falls_into_its_teeth() {
        let comb = [(0.0, 0.0), (5.0, 0.0), (5.0, 1.0), (1.0, 1.0), (1.0, 2.0), (5.0, 2.0), (5.0, 3.0), (0.0, 3.0)];
        let right = HalfPlane { normal: (-1.0, 0.0), ..LEFT };
        let teeth = cut(&comb, &right);
        assert_eq!(teeth.len(), 2);
        assert!(teeth.iter().all(|t| (area(t) - 2.5).abs() < 1e-9));
        assert_eq!(cut(&comb, &LEFT).len(), 1);
        assert!((area(&cut(&comb, &LEFT)[0]) - 6.0).abs() < 1e-9);
    }

    #[test]
    fn what_lies_wholly_in_or_out_is_kept_or_dropped() {
        let square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
        assert_eq!(cut(&square, &LEFT), vec![square.to_vec()]);
        assert!(cut(&square, &HalfPlane { normal: (-1.0, 0.0), ..LEFT }).is_empty());
        assert!(holds(&square, (0.5, 0.5)) && !holds(&square, (1.5, 0.5)));
    }

    #[test]
    fn a_hatching_covers_the_area_evenly() {
        let square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];
        let length: f64 = hatch(&square, 0.1).iter().map(|[a, b]| libm::hypot(b.0 - a.0, b.1 - a.1)).sum();
        let spacing = 0.1 / std::f64::consts::SQRT_2;
        assert!((length * spacing - 100.0).abs() < 1.0, "{length}");
    }

    proptest! {
        /// A star-shaped ring cut in two keeps its area: nothing is lost, nothing is counted twice.
        #[test]
        fn both_sides_of_a_cut_make_up_the_whole(
            radii in proptest::collection::vec(1.0f64..10.0, 5..40),
            angle in 0.0f64..std::f64::consts::TAU,
            offset in -6.0f64..6.0,
        ) {
            let n = radii.len() as f64;
            let ring: Vec<Point> = radii
                .iter()
                .enumerate()
                .map(|(i, r)| {
                    let a = i as f64 / n * std::f64::consts::TAU;
                    (r * a.cos(), r * a.sin())
                })
                .collect();
            let normal = (angle.cos(), angle.sin());
            let half = HalfPlane { origin: (offset * normal.0, offset * normal.1), normal };
            let other = HalfPlane { normal: (-normal.0, -normal.1), ..half };
            let sum: f64 = cut(&ring, &half).iter().chain(&cut(&ring, &other)).map(|p| area(p)).sum();
            prop_assert!((sum - area(&ring)).abs() < 1e-6 * area(&ring), "{} {}", sum, area(&ring));
        }
    }
}
