//! Which outcomes of a design are told first, in the terminal as in the report.

use super::About;
use crate::outcome::Metric;

/// The first so many of some outcomes: headlines by their rank, then those with the greatest score; of a series of counts on
/// dates only one, which stands for all.
pub(super) fn told_first<'a, T>(
    metrics: &[Metric],
    mut able: Vec<(&'a T, f64)>,
    about: impl Fn(&T) -> &About,
    most: usize,
) -> Vec<&'a T> {
    let rank = |one: &T| Metric::rank(metrics, &about(one).metric);
    able.sort_by(|a, b| rank(a.0).cmp(&rank(b.0)).then(b.1.total_cmp(&a.1)));
    let series = |one: &T| about(one).metric.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_').to_owned();
    let mut out: Vec<&T> = Vec::new();
    for (one, _) in able {
        if out.len() < most && out.iter().all(|there| series(there) != series(one)) {
            out.push(one);
        }
    }
    out
}
