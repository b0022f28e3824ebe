//! Differences in the same worlds, adjusted p-values, and binary pairs.

use super::compare::{check, ends, exact, near, tail};
use super::{Checks, MOST, level_after};
use crate::stats::mcnemar::BinaryPairs;
use crate::stats::multiplicity::holm;
use crate::stats::paired::{effect_size, hodges_lehmann, sign_test, t_test, wilcoxon};
use crate::stats::summary::Summary;
use crate::verify::object::Object;

/// A sample of differences.
pub(super) fn differences(f: &Object<'_>) -> Checks {
    f.ignore(&["name", "wilcoxon_zero_method"]);
    let d = f.numbers("d")?;
    let (s, t, effect) = (Summary::of(&d), t_test(&d), effect_size(&d));
    let (sign, rank) = (sign_test(&d), wilcoxon(&d));
    Ok(check(f, |q| match q.name.as_str() {
        "n" => exact(d.len()),
        "mean" => near(s.mean, 1e-3 * s.sd),
        "sd" => exact(s.sd),
        "se" => exact(s.standard_error()),
        "cohen_dz" => near(effect.dz, 1e-3),
        "hedges_g_exact_J" => near(effect.hedges_g, 1e-3),
        "t" => near(t.t, 1e-3),
        "t_df" => exact(t.df),
        "t_p_two_sided" => tail(t.p_two_sided),
        "t_p_greater" => tail(t.p_greater),
        "t_p_less" => tail(1.0 - t.p_greater),
        "sign_positive" => exact(sign.positive),
        "sign_nonzero" => exact(sign.nonzero),
        "sign_p_two_sided" => tail(sign.p_two_sided),
        "sign_p_greater" => tail(sign.p_greater),
        "wilcoxon_T_min" => exact(rank.smaller),
        "wilcoxon_p_asymptotic_no_cc" => tail(rank.p_asymptotic),
        "wilcoxon_p_asymptotic_cc" => tail(rank.p_asymptotic_corrected),
        "wilcoxon_p_exact" => tail(rank.p_exact),
        "hodges_lehmann" => near(hodges_lehmann(&d), 1e-3 * s.sd),
        key => near(ends(s.t_interval(level_after(key, "t_ci_")?)), s.sd),
    }))
}

/// Given p-values and their adjustments.
pub(super) fn adjust(f: &Object<'_>) -> Checks {
    let p = f.numbers("p")?;
    Ok(check(f, |q| if q.name == "holm" { tail(holm(&p)) } else { None }))
}

/// Counts of binary pairs.
pub(super) fn mcnemar(f: &Object<'_>) -> Checks {
    let count = |key: &str| f.count(key, 0, MOST).map(|n| n as u64);
    let (both, only_first) = (count("both")?, count("only_first")?);
    let pairs = BinaryPairs { both, only_first, only_second: count("only_second")?, neither: count("neither")? };
    Ok(check(f, |q| if q.name == "exact_p" { tail(pairs.exact_p()) } else { None }))
}
