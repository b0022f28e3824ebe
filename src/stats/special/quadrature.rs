//! Gauss-Legendre panels, and the weights of the scaled chi distribution that studentised statistics integrate over.

use super::gamma;
use super::{chi_square_quantile, normal_density};

/// Nodes and weights of the 16-point Gauss-Legendre rule on `[-1, 1]`, the positive half.
const HALF_RULE: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
    (0.755_404_408_355_003, 0.124_628_971_255_533_87),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_78),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_095),
];

/// Points and weights of a composite rule of `panels` equal panels on `[low, high]`.
pub(crate) fn panels(low: f64, high: f64, panels: usize) -> Vec<(f64, f64)> {
    let width = (high - low) / panels as f64;
    let mut points = Vec::with_capacity(16 * panels);
    for panel in 0..panels {
        let middle = low + (panel as f64 + 0.5) * width;
        for (node, weight) in HALF_RULE {
            points.push((middle - 0.5 * width * node, 0.5 * width * weight));
            points.push((middle + 0.5 * width * node, 0.5 * width * weight));
        }
    }
    points
}

/// Points of a standard normal variable with weights that include its density.
pub(crate) fn normal_points() -> Vec<(f64, f64)> {
    panels(-9.0, 9.0, 10).into_iter().map(|(z, w)| (z, w * normal_density(z))).collect()
}

/// Panels for a function of `s` that may change on the scale of `s` itself: where the range nearly reaches zero the
/// panels double in width from there, else they are equal.
fn graded(low: f64, high: f64) -> Vec<(f64, f64)> {
    if low > 0.1 * high {
        return panels(low, high, 8);
    }
    let mut points = panels(0.125 * high, high, 7);
    let mut edge = 0.125 * high;
    for _ in 0..14 {
        let next = (0.5 * edge).max(low);
        points.extend(panels(next, edge, 1));
        edge = next;
    }
    points.extend(panels(low, edge.max(low), 1));
    points
}

/// Points of `s = chi_df / sqrt(df)` with weights that include its density; one point at 1 when `df` is infinite.
pub(crate) fn scaled_chi_points(df: f64) -> Vec<(f64, f64)> {
    if df.is_infinite() {
        return vec![(1.0, 1.0)];
    }
    let low = (chi_square_quantile(1e-18, df) / df).sqrt();
    let high = (chi_square_quantile(1.0 - 1e-16, df) / df).sqrt();
    graded(low, high)
        .into_iter()
        .map(|(s, w)| {
            // density of s: 2 df s f_chi2(df s^2); x f_gamma(x/2; df/2) is the prefactor x^a e^-x / Gamma(a)
            let half = 0.5 * df * s * s;
            (s, w * 2.0 / s * gamma::prefactor(0.5 * df, half))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_normal_and_scaled_chi_sum_to_one() {
        let normal: f64 = normal_points().iter().map(|p| p.1).sum();
        assert!((normal - 1.0).abs() < 1e-14, "{normal}");
        for df in [1.0, 2.0, 9.0, 57.0, 400.0] {
            let points = scaled_chi_points(df);
            let total: f64 = points.iter().map(|p| p.1).sum();
            let second: f64 = points.iter().map(|p| p.1 * p.0 * p.0).sum();
            assert!((total - 1.0).abs() < 1e-12, "{df}: {total}");
            assert!((second - 1.0).abs() < 1e-12, "{df}: {second}");
        }
    }
}
