//! The word that was probably meant.

/// The candidate nearest to a mistyped word, `None` when none is near enough to be worth a suggestion.
///
/// Near means a Damerau-Levenshtein distance of at most a third of the longer word (at least 1), or that one word is a
/// part of the other. Ties go to the first in order.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = distance(&lower, candidate);
        if let Some(distance) = distance
            && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The remedy for a mistyped word: the one that was probably meant; empty where none is near enough.
pub(crate) fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, candidates).map_or_else(String::new, |near| format!("did you mean {near}?"))
}

/// Distance of two words, `None` when they are too far apart to be taken for each other.
fn distance(word: &str, candidate: &str) -> Option<usize> {
    let candidate = candidate.to_lowercase();
    let longer = word.chars().count().max(candidate.chars().count());
    let distance = strsim::osa_distance(word, &candidate);
    let part = word.len() >= 4 && candidate.len() >= 4 && (candidate.contains(word) || word.contains(&candidate));
    let near = distance <= (longer / 3).max(1) && distance < longer;
    (near || part).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let keys = ["base_hazard_per_day", "contagion", "frailty_sd"];
        assert_eq!(nearest("contagoin", keys), Some("contagion"));
        assert_eq!(nearest("hazard", keys), Some("base_hazard_per_day"));
        assert_eq!(nearest("Frailty-sd", keys), Some("frailty_sd"));
        assert_eq!(nearest("weather", keys), None);
        assert_eq!(nearest("", keys), None);
        assert_eq!(nearest("b", ["a"]), None);
    }
}
