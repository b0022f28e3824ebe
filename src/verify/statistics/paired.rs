//! Differences in the same worlds, adjusted p-values, and binary pairs.

use super::compare::{EXACT, TAIL};
use super::quantity::{Fields, level_after};
use super::{MOST, VerifyError};
use crate::stats::mcnemar::BinaryPairs;
use crate::stats::multiplicity::holm;
use crate::stats::paired::{effect_size, hodges_lehmann, sign_test, t_test, wilcoxon};
use crate::stats::summary::Summary;

/// A sample of differences.
pub(super) fn differences(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    f.ignore("name");
    f.ignore("wilcoxon_zero_method");
    let d = f.numbers("d")?;
    if d.is_empty() {
        return Err(f.wrong("d", "expected at least one difference"));
    }
    let (s, t, effect) = (Summary::of(&d), t_test(&d), effect_size(&d));
    let (sign, rank) = (sign_test(&d), wilcoxon(&d));
    for key in f.unread() {
        match key.as_str() {
            "n" => f.check(&key, d.len(), EXACT),
            "mean" => f.check(&key, s.mean, EXACT.scaled(1e-3 * s.sd)),
            "sd" => f.check(&key, s.sd, EXACT),
            "se" => f.check(&key, s.standard_error(), EXACT),
            "cohen_dz" => f.check(&key, effect.dz, EXACT.scaled(1e-3)),
            "hedges_g_exact_J" => f.check(&key, effect.hedges_g, EXACT.scaled(1e-3)),
            "t" => f.check(&key, t.t, EXACT.scaled(1e-3)),
            "t_df" => f.check(&key, t.df, EXACT),
            "t_p_two_sided" => f.check(&key, t.p_two_sided, TAIL),
            "t_p_greater" => f.check(&key, t.p_greater, TAIL),
            "t_p_less" => f.check(&key, 1.0 - t.p_greater, TAIL),
            "sign_positive" => f.check(&key, sign.positive, EXACT),
            "sign_nonzero" => f.check(&key, sign.nonzero, EXACT),
            "sign_p_two_sided" => f.check(&key, sign.p_two_sided, TAIL),
            "sign_p_greater" => f.check(&key, sign.p_greater, TAIL),
            "wilcoxon_T_min" => f.check(&key, rank.smaller, EXACT),
            "wilcoxon_p_asymptotic_no_cc" => f.check(&key, rank.p_asymptotic, TAIL),
            "wilcoxon_p_asymptotic_cc" => f.check(&key, rank.p_asymptotic_corrected, TAIL),
            "wilcoxon_p_exact" => f.check(&key, rank.p_exact, TAIL),
            "hodges_lehmann" => f.check(&key, hodges_lehmann(&d), EXACT.scaled(1e-3 * s.sd)),
            _ => {
                if let Some(level) = level_after(&key, "t_ci_") {
                    f.check(&key, s.t_interval(level), EXACT.scaled(s.sd));
                }
            }
        }
    }
    Ok(())
}

/// Compares the members of an object named after adjustments with the adjusted p-values.
pub(super) fn adjusted(f: &mut Fields<'_>, p: &[f64]) {
    f.check("holm", holm(p), TAIL);
}

/// Given p-values and their adjustments.
pub(super) fn adjust(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let p = f.numbers("p")?;
    adjusted(f, &p);
    Ok(())
}

/// Counts of binary pairs.
pub(super) fn mcnemar(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    let pairs = BinaryPairs {
        both: f.count("both", 0, MOST)? as u64,
        only_first: f.count("only_first", 0, MOST)? as u64,
        only_second: f.count("only_second", 0, MOST)? as u64,
        neither: f.count("neither", 0, MOST)? as u64,
    };
    f.check("exact_p", pairs.exact_p(), TAIL);
    Ok(())
}
