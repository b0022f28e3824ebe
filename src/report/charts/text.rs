//! How wide a text is in the embedded font, and how it breaks into lines.
//!
//! Widths are sums of advances without kerning and with Arabic letters unjoined, so they err on the wide side.

use std::sync::OnceLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use crate::report::theme;

/// Advances of one face, in units of the em; characters below 0x3000, which hold every script in use here.
struct Advances(Vec<f32>);

const TABLE: u32 = 0x3000;

impl Advances {
    fn read(font: &[u8]) -> Advances {
        let Ok(font) = FontRef::new(font) else { unreachable!("the embedded font is readable") };
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        let charmap = font.charmap();
        let missing = metrics.advance_width(skrifa::GlyphId::NOTDEF).unwrap_or(0.6);
        let advance = |c| charmap.map(c).and_then(|glyph| metrics.advance_width(glyph)).unwrap_or(missing);
        Advances((0..TABLE).map(advance).collect())
    }

    fn of(bold: bool) -> &'static Advances {
        static FACES: [OnceLock<Advances>; 2] = [const { OnceLock::new() }; 2];
        FACES[usize::from(bold)].get_or_init(|| Advances::read(if bold { theme::bold() } else { theme::sans() }))
    }

    fn get(&self, c: char) -> f64 {
        f64::from(self.0.get(c as usize).copied().unwrap_or(1.0))
    }
}

/// Width of `text` set at `size` pixels.
pub(crate) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let face = Advances::of(bold);
    size * text.chars().map(|c| face.get(c)).sum::<f64>()
}

/// Breaks `text` at spaces into lines no wider than `room`; a word that is wider still is cut with an ellipsis.
pub(crate) fn wrap(text: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // A no-break space holds a number and its unit together.
    let words = text.split(|c: char| c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}').filter(|w| !w.is_empty());
    for word in words.flat_map(|word| parts(word, size, bold, room)) {
        if let Some(last) = lines.last_mut() {
            let longer = format!("{last} {word}");
            if width(&longer, size, bold) <= room {
                *last = longer;
                continue;
            }
        }
        lines.push(word);
    }
    lines
}

/// As [`wrap`] in the plain face, with at most `count` lines, the last one cut where there is more.
pub(crate) fn at_most(count: usize, text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines = wrap(text, size, false, room);
    if lines.len() > count.max(1) {
        let rest = lines.split_off(count.max(1) - 1).join(" ");
        lines.push(fit(&rest, size, false, room));
    }
    lines
}

/// A word that is wider than `room` breaks after a full stop, an underscore (parameter paths) or a hyphen (names of policies),
/// else is cut.
fn parts(word: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let mut rest = word;
    let mut parts = Vec::new();
    while width(rest, size, bold) > room {
        let fits = |&(i, _): &(usize, &str)| width(&rest[..=i], size, bold) <= room;
        let Some((cut, _)) = rest.match_indices(['.', '_', '-']).rfind(fits) else { break };
        parts.push(rest[..=cut].to_owned());
        rest = &rest[cut + 1..];
    }
    if !rest.is_empty() {
        parts.push(fit(rest, size, bold, room));
    }
    parts
}

/// As [`wrap`], with lines of about equal length, so that no word is left alone on the last one.
pub(crate) fn balanced(text: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let lines = wrap(text, size, bold, room);
    let narrower = (1..20).map(|i| room * (1.0 - 0.03 * f64::from(i)));
    narrower
        .map(|room| wrap(text, size, bold, room))
        .take_while(|tried| tried.len() == lines.len() && !tried.iter().any(|l| l.ends_with('…')))
        .last()
        .unwrap_or(lines)
}

/// `text`, or its beginning with an ellipsis when it is wider than `room`.
pub(crate) fn fit(text: &str, size: f64, bold: bool, room: f64) -> String {
    if width(text, size, bold) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if width(&kept, size, bold) + width("…", size, bold) > room {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

/// Whether the embedded font can draw `c`.
#[cfg(test)]
pub(crate) fn has_glyph(c: char) -> bool {
    FontRef::new(theme::sans()).is_ok_and(|font| font.charmap().map(c).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bold_is_wider_and_width_grows_with_size() {
        assert!(width("Districts held", 15.0, true) > width("Districts held", 15.0, false));
        assert!((width("abc", 30.0, false) - 2.0 * width("abc", 15.0, false)).abs() < 1e-9);
        assert!((width("0", 1000.0, false) - 636.0).abs() < 1.0, "a digit of DejaVu Sans is 0.636 em");
    }

    #[test]
    fn lines_stay_within_the_room() {
        let text = "Districts held by the government, with the counts that observers published in summer 2021";
        let lines = wrap(text, 19.0, true, 300.0);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|l| width(l, 19.0, true) <= 300.0));
        assert_eq!(lines.join(" "), text);
        assert!(width(&fit(text, 15.0, false, 100.0), 15.0, false) <= 100.0);
        assert_eq!(wrap("campaign.base_hazard_per_day", 15.0, false, 170.0), ["campaign.base_", "hazard_per_day"]);
        assert!(wrap("", 15.0, false, 100.0).is_empty());
    }
}
