//! Words from data: numbers with the digits that their uncertainty supports, meanings with the scenario's own names.

use crate::report::charts::date;
use crate::report::charts::number::{decimal, grouped};
use crate::scenario::RoleNames;

/// The scenario's names in place of the model's generic words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    swaps: Vec<(&'static str, String)>,
}

impl Names {
    /// The names of a scenario's roles, as they are written: a name that takes an article brings it ("the Reds"). A role
    /// that has no name of its own keeps its generic word.
    pub(crate) fn of(names: &RoleNames) -> Names {
        let mut swaps = Vec::new();
        let mut swap = |phrases: &[&'static str], generic: &str, name: &str| {
            if name.strip_prefix("the ").unwrap_or(name) != generic {
                swaps.extend(phrases.iter().map(|phrase| (*phrase, name.to_owned())));
            }
        };
        swap(&["the advancing force"], "advancing force", &names.advancing_force);
        swap(&["the government"], "government", &names.government);
        swap(&["the host state", "a host state", "the host"], "host state", &names.host);
        swap(&["the alliance's", "the alliance"], "alliance", &names.alliance);
        for (phrase, name) in &mut swaps {
            if phrase.ends_with("'s") {
                name.push_str("'s");
            }
        }
        Names { swaps }
    }

    /// A meaning with the scenario's names.
    pub(crate) fn fill(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (phrase, name) in &self.swaps {
            text = text.replace(phrase, name);
        }
        text
    }
}

/// "12 %", "12.4 %": a probability with the decimals that an interval of this width supports.
pub(crate) fn percent(p: f64, low: f64, high: f64) -> String {
    format!("{}\u{a0}%", share(p, low, high))
}

/// "10 to 14 %": an interval of a probability.
pub(crate) fn percent_range(low: f64, high: f64) -> String {
    format!("{} to {}\u{a0}%", share(low, low, high), share(high, low, high))
}

fn share(p: f64, low: f64, high: f64) -> String {
    if p <= 0.0 || p >= 1.0 {
        return format!("{:.0}", 100.0 * p);
    }
    let decimals = usize::from(high - low < 0.02) + usize::from(high - low < 0.002);
    format!("{:.decimals$}", 100.0 * p)
}

/// A number with three significant digits at most, thousands grouped.
pub(crate) fn amount(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let size = value.abs();
    let decimals = if size >= 10.0 || value == value.trunc() {
        0
    } else if size >= 1.0 {
        1
    } else {
        2
    };
    grouped(&decimal(value, decimals))
}

/// A whole number, thousands grouped.
pub(crate) fn count(n: u64) -> String {
    grouped(&n.to_string())
}

/// A number of things of one or several: "1 world", "2,000 worlds".
pub(crate) fn counted(n: u64, one: &str, several: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { several })
}

/// "14 Aug 2021".
pub(crate) fn day(epoch_day: f64) -> String {
    date::written(epoch_day, true)
}

/// The first letter in upper case.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generic_words_give_way_to_names() {
        let names = Names::of(&RoleNames {
            advancing_force: "the Reds".to_owned(),
            government: "the government".to_owned(),
            host: "Northland".to_owned(),
            alliance: "the Pact".to_owned(),
            lead: "lead member".to_owned(),
        });
        assert_eq!(
            names.fill(
                "days until the host asks the alliance; the alliance's answer to the government, of the advancing force"
            ),
            "days until Northland asks the Pact; the Pact's answer to the government, of the Reds"
        );
    }

    #[test]
    fn the_interval_sets_the_digits() {
        assert_eq!(percent(0.1234, 0.10, 0.15), "12\u{a0}%");
        assert_eq!(percent_range(0.115, 0.13), "11.5 to 13.0\u{a0}%");
        assert_eq!(amount(12_345.6), "12\u{2009}346");
    }
}
