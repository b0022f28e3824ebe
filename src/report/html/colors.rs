//! Drawings come in colours for white paper; where the page is dark, each is shown as its like on dark paper.

use std::collections::BTreeSet;

use plotters::style::RGBColor;

use crate::report::theme::{self, PAPER};

/// The rules of style for the colours of the drawings in `markup`.
pub(super) fn rules(markup: &str) -> String {
    let attribute = |name: &str| {
        let start = format!(" {name}=\"#");
        let at = markup.match_indices(&start).map(move |(at, found)| at + found.len());
        let used: BTreeSet<&str> = at.filter_map(|at| markup.get(at..at + 6)).collect();
        let rule = |hex: &str| {
            let [r, g, b] = [0, 2, 4].map(|k| u8::from_str_radix(hex.get(k..k + 2)?, 16).ok());
            let color = RGBColor(r?, g?, b?);
            let like = if color == PAPER { "var(--card)".to_owned() } else { written(theme::dark(color)) };
            Some(format!(".drawing [{name}=\"#{hex}\"]{{{name}:light-dark(#{hex},{like})}}\n"))
        };
        used.into_iter().filter_map(rule).collect::<String>()
    };
    attribute("fill") + &attribute("stroke")
}

fn written(RGBColor(r, g, b): RGBColor) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::rules;

    #[test]
    fn every_color_has_its_like_on_dark_paper() {
        let drawn = "<rect fill=\"#FFFFFF\"/><path stroke=\"#222222\"/><path stroke=\"#222222\"/><a href=\"#answer\">";
        let rules = rules(drawn);
        assert!(rules.contains(".drawing [fill=\"#FFFFFF\"]{fill:light-dark(#FFFFFF,var(--card))}"));
        assert!(rules.contains(".drawing [stroke=\"#222222\"]{stroke:light-dark(#222222,#cccccc)}"), "{rules}");
        assert_eq!(rules.lines().count(), 2);
    }
}
