//! The one look of every chart and map: colours, type sizes, footer.
//!
//! Colours tell apart categories under every common colour vision deficiency (a test simulates them), and no chart
//! relies on colour alone: lines also differ by dash, points by shape, and series are named beside their marks.
//!
//! Type sizes are in pixels of a picture [`WIDTH`] pixels wide. Printed as one column of a journal (85 mm, 241 pt)
//! a tick label of 15 px is 5.6 pt high, above the 5 pt that journals ask for at least.
//!
//! # References
//! - Okabe & Ito, *Color Universal Design*, 2008, <https://jfly.uni-koeln.de/color/>: the categorical palette.
//! - Nuñez, Anderton & Renslow, PLoS ONE 13(7) e0199239, 2018, doi:10.1371/journal.pone.0199239: cividis, the
//!   sequential one.
//! - Machado, Oliveira & Fernandes, IEEE TVCG 15(6):1291-1298, 2009, doi:10.1109/TVCG.2009.113: simulated deficiency.

use std::fmt;

use plotters::style::RGBColor;

use crate::packed;

/// DejaVu Sans 2.37: Latin, Cyrillic with the Tajik letters, Arabic script with the Persian ones. All its characters, without the hints to
/// screens that nothing here reads: `pyftsubset DejaVuSans.ttf --unicodes='*' --layout-features='*' --name-IDs='*' --notdef-outline --no-hinting`.
#[must_use]
pub fn sans() -> &'static [u8] {
    packed::bytes("assets/fonts/DejaVuSans.ttf")
}

/// DejaVu Sans Bold 2.37, made in the same way.
#[must_use]
pub fn bold() -> &'static [u8] {
    packed::bytes("assets/fonts/DejaVuSans-Bold.ttf")
}

/// Width of every chart of a report, in pixels.
pub const WIDTH: f64 = 640.0;
/// The least width of a chart whose names find room, in pixels.
const NARROWEST: f64 = 300.0;
/// Size of the title, in pixels.
pub(crate) const TITLE: f64 = 19.0;
/// Size of axis names, legends and row names, in pixels.
pub(crate) const LABEL: f64 = 15.0;
/// Size of tick labels and annotations, in pixels.
pub(crate) const TICK: f64 = 14.5;
/// Size of the footer, in pixels.
pub(crate) const SMALL: f64 = 12.5;
/// White space around a picture, in pixels.
pub(crate) const MARGIN: f64 = 14.0;

/// Text and the strongest marks.
pub(crate) const INK: RGBColor = RGBColor(0x22, 0x26, 0x2b);
/// Secondary text; contrast with white is 6.5 to 1.
pub(crate) const MUTED: RGBColor = RGBColor(0x55, 0x5c, 0x66);
/// Axes and frames.
pub(crate) const AXIS: RGBColor = RGBColor(0x8a, 0x91, 0x99);
/// Grid lines and the tracks behind bars.
pub(crate) const GRID: RGBColor = RGBColor(0xe4, 0xe7, 0xea);
/// Paper.
pub(crate) const PAPER: RGBColor = RGBColor(0xff, 0xff, 0xff);
/// What is missing or has not happened by the horizon.
pub(crate) const ABSENT: RGBColor = RGBColor(0xb4, 0xb9, 0xbf);

/// Okabe & Ito's blue.
pub(crate) const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xb2);
/// Okabe & Ito's vermillion.
pub(crate) const VERMILLION: RGBColor = RGBColor(0xd5, 0x5e, 0x00);
/// Okabe & Ito's bluish green.
pub(crate) const GREEN: RGBColor = RGBColor(0x00, 0x9e, 0x73);
/// Okabe & Ito's orange.
pub(crate) const ORANGE: RGBColor = RGBColor(0xe6, 0x9f, 0x00);
/// Okabe & Ito's reddish purple.
pub(crate) const PURPLE: RGBColor = RGBColor(0xcc, 0x79, 0xa7);
/// Okabe & Ito's sky blue.
pub(crate) const SKY: RGBColor = RGBColor(0x56, 0xb4, 0xe9);

/// Colours of categories, in the order they are given out; the yellow of Okabe & Ito is left out (too pale on white).
pub(crate) const CATEGORIES: [RGBColor; 7] = [BLUE, VERMILLION, GREEN, ORANGE, PURPLE, SKY, INK];

/// The colour of the `index`-th category; colours repeat after seven, dashes and shapes then still differ.
pub(crate) fn category(index: usize) -> RGBColor {
    CATEGORIES[index % CATEGORIES.len()]
}

/// The cividis colour of `share` in 0..=1 (dark blue to yellow, monotone in lightness); not-a-number gives grey.
///
/// The polynomial approximates the published table to within one or two of 255 levels.
pub(crate) fn sequential(share: f64) -> RGBColor {
    if share.is_nan() {
        return ABSENT;
    }
    let t = share.clamp(0.0, 1.0);
    let channel = |c: [f64; 6]| {
        let value = c[0] + t * (c[1] + t * (c[2] + t * (c[3] + t * (c[4] + t * c[5]))));
        value.round().clamp(0.0, 255.0) as u8
    };
    RGBColor(
        channel([-4.54, -35.34, 2381.73, -6402.7, 7024.72, -2710.57]),
        channel([32.49, 170.73, 52.82, -131.46, 176.58, -67.37]),
        channel([81.24, 442.36, -2482.43, 6167.24, -6614.94, 2475.67]),
    )
}

/// `color` mixed with paper: 1 is the colour, 0 is white. An opaque tint, so that overlapping fills do not darken.
pub(crate) fn tint(color: RGBColor, share: f64) -> RGBColor {
    let mix = |c: u8| (255.0 + (f64::from(c) - 255.0) * share.clamp(0.0, 1.0)).round() as u8;
    RGBColor(mix(color.0), mix(color.1), mix(color.2))
}

/// Whether text on `color` should be white: relative luminance (WCAG 2) below 0.18, where black and
/// white contrast equally.
pub(crate) fn is_dark(color: RGBColor) -> bool {
    let [r, g, b] = linear(color);
    0.2126 * r + 0.7152 * g + 0.0722 * b < 0.18
}

/// The colour on dark paper: lightness turned round, hue kept.
pub(crate) fn dark(color: RGBColor) -> RGBColor {
    // What the filters `invert(.91) hue-rotate(180deg)` of the web make of it (Filter Effects Module Level 1).
    let turned = [color.0, color.1, color.2].map(|c| 0.91 * 255.0 - 0.82 * f64::from(c));
    let light = 0.213 * turned[0] + 0.715 * turned[1] + 0.072 * turned[2];
    let [r, g, b] = turned.map(|c| (2.0 * light - c).round().clamp(0.0, 255.0) as u8);
    RGBColor(r, g, b)
}

/// sRGB to linear light, each channel in 0..=1.
fn linear(color: RGBColor) -> [f64; 3] {
    [color.0, color.1, color.2].map(|c| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
    })
}

/// Why a picture cannot be set for a paper; the name is that of an option.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum PaperError {
    /// A size that no paper has.
    #[error("{name} {given}: a number from {} to {}", .range.0, .range.1)]
    Size {
        /// `width`, `height` or `font-size`.
        name: &'static str,
        /// What was given, in mm or points.
        given: f64,
        /// Least and most.
        range: (f64, f64),
    },
    /// Names would cover each other.
    #[error("names {font_size} points high find no room in {width} mm: a larger width, or a smaller font size")]
    NoRoom {
        /// Millimetres across.
        width: f64,
        /// Points.
        font_size: f64,
    },
}

/// How a picture is set for a paper: it fills a width, in the pixels in which type has the sizes above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paper {
    /// Pixels across.
    pub width: f64,
    /// Pixels down; none for what the drawing needs. A drawing that needs more is higher.
    pub height: Option<f64>,
    /// Whether it has the title, and the footer that tells its origin.
    pub title: bool,
}

impl Default for Paper {
    /// As reports have it.
    fn default() -> Paper {
        Paper { width: WIDTH, height: None, title: true }
    }
}

impl Paper {
    /// A paper of a size in millimetres (20 to 2,000) on which names of axes are so many points (3 to 100) high.
    ///
    /// # Errors
    /// A size outside its range, or names that find no room.
    pub fn new(width: f64, height: Option<f64>, font_size: f64, title: bool) -> Result<Paper, PaperError> {
        let millimetres = (20.0, 2000.0);
        let sizes = [
            ("width", Some(width), millimetres),
            ("height", height, millimetres),
            ("font-size", Some(font_size), (3.0, 100.0)),
        ];
        for (name, given, range) in sizes {
            if let Some(given) = given.filter(|given| !(range.0..=range.1).contains(given)) {
                return Err(PaperError::Size { name, given, range });
            }
        }
        let pixels = LABEL / (font_size * 25.4 / 72.0);
        let paper = Paper { width: width * pixels, height: height.map(|height| height * pixels), title };
        if paper.width < NARROWEST { Err(PaperError::NoRoom { width, font_size }) } else { Ok(paper) }
    }
}

/// What every picture says at its foot: enough to draw it again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Footer {
    /// Title or name of the scenario.
    pub scenario: String,
    /// Replications behind the picture.
    pub n: u64,
    /// Seed of the run; none where nothing is drawn.
    pub seed: Option<u64>,
    /// Version of the program.
    pub version: String,
    /// How it is set for a paper; none as reports have it.
    pub paper: Option<Paper>,
}

impl Footer {
    /// Width of the picture, in pixels.
    pub(crate) fn width(&self) -> f64 {
        self.paper.map_or(WIDTH, |paper| paper.width)
    }

    /// Width inside the margins, in pixels.
    pub(crate) fn room(&self) -> f64 {
        self.width() - 2.0 * MARGIN
    }
}

impl fmt::Display for Footer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = crate::number::grouped(self.n);
        let seed = self.seed.map_or_else(String::new, |seed| format!(" · seed {seed}"));
        write!(f, "{} · n = {n}{seed} · panj {}", self.scenario, self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Full deficiency (severity 1.0), Machado et al. 2009, table of matrices; on linear RGB.
    const DEFICIENCIES: [(&str, [[f64; 3]; 3]); 4] = [
        ("normal vision", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "protanopia",
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        ),
        (
            "deuteranopia",
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        ),
        (
            "tritanopia",
            [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
        ),
    ];

    /// CIE 1976 L*a*b* of linear RGB, white point D65.
    fn lab(rgb: [f64; 3]) -> [f64; 3] {
        let [r, g, b] = rgb.map(|c| c.clamp(0.0, 1.0));
        let f = |t: f64| {
            if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 }
        };
        let x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
        let y = f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
        let z = f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    fn seen(color: RGBColor, matrix: &[[f64; 3]; 3]) -> [f64; 3] {
        let c = linear(color);
        lab(std::array::from_fn(|i| (0..3).map(|j| matrix[i][j] * c[j]).sum()))
    }

    fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
        (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt()
    }

    #[test]
    fn categories_stay_apart_under_every_simulated_deficiency() {
        for (name, matrix) in &DEFICIENCIES {
            for (i, a) in CATEGORIES.iter().enumerate() {
                for b in &CATEGORIES[i + 1..] {
                    let d = distance(seen(*a, matrix), seen(*b, matrix));
                    assert!(d > 11.0, "{name}: {a:?} and {b:?} are only {d:.1} apart (2.3 is just noticeable)");
                }
            }
        }
    }

    #[test]
    fn the_sequential_scale_grows_lighter_and_its_steps_stay_apart_under_every_deficiency() {
        for (name, matrix) in &DEFICIENCIES {
            let steps: Vec<[f64; 3]> = (0..=8).map(|i| seen(sequential(f64::from(i) / 8.0), matrix)).collect();
            for pair in steps.windows(2) {
                assert!(pair[1][0] > pair[0][0] + 3.0, "{name}: lightness does not grow: {pair:?}");
                assert!(distance(pair[0], pair[1]) > 6.0, "{name}: neighbouring steps look alike: {pair:?}");
            }
        }
    }

    #[test]
    fn the_sequential_scale_is_cividis() {
        // First, middle and last colours of the published table (0.0, 0.5, 1.0).
        for (t, (r, g, b)) in [(0.0, (0, 32, 77)), (0.5, (124, 123, 120)), (1.0, (255, 234, 70))] {
            let c = sequential(t);
            let off = [(c.0, r), (c.1, g), (c.2, b)].iter().map(|&(x, y): &(u8, u8)| x.abs_diff(y)).max();
            assert!(off.is_some_and(|o| o <= 5), "{t}: {c:?}");
        }
        assert_eq!(sequential(f64::NAN), ABSENT);
    }

    #[test]
    fn secondary_text_is_readable_on_paper() {
        let luminance = |c| {
            let [r, g, b] = linear(c);
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        assert!((1.05) / (luminance(MUTED) + 0.05) > 4.5, "WCAG AA");
    }
}
