//! Figures: a title, a drawing with a text alternative, a caption.

use maud::{Markup, PreEscaped, html};

use super::text;

/// A chart with its words. A drawing that carries its data can be pointed at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// Unique within the page; letters, digits and dashes.
    pub id: String,
    /// The figure's subject.
    pub title: String,
    /// What a reader should see in it, and how to read it.
    pub caption: Option<String>,
    /// The SVG document; its root needs a `viewBox`.
    pub svg: String,
    /// The alternative for readers who do not see it, which tells its data.
    pub alt: String,
}

/// Figures side by side where there is room; empty without figures.
pub fn figures(figures: &[Figure]) -> Markup {
    html! {
        @if !figures.is_empty() {
            div class={ "figures of-" (figures.len().min(3)) } { @for figure in figures { (one(figure)) } }
        }
    }
}

fn one(figure: &Figure) -> Markup {
    // A drawing that shows its title needs no second one, but a heading for those who hear it.
    let shown = figure.svg.contains("<title>");
    html! {
        figure id={ "figure-" (text::slug(&figure.id)) } {
            figcaption {
                strong.sr[shown] { (figure.title) }
                @if let Some(caption) = &figure.caption { p dir="auto" { (caption) } }
            }
            (plate(figure))
        }
    }
}

/// The drawing itself.
pub(super) fn plate(figure: &Figure) -> Markup {
    html! {
        div.plate role="img" tabindex="0" aria-label=(figure.alt) {
            div.drawing aria-hidden="true" { (PreEscaped(bare_svg(&figure.svg))) }
        }
    }
}

/// The `<svg>` element alone, without XML declaration; nothing if there is none. Scripts inside would be stopped by the
/// page's content security policy.
fn bare_svg(svg: &str) -> &str {
    match (svg.find("<svg"), svg.rfind("</svg>")) {
        (Some(start), Some(end)) if start < end => svg.get(start..end + "</svg>".len()).unwrap_or_default(),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_svg_element_is_taken() {
        assert_eq!(
            bare_svg("<?xml version=\"1.0\"?>\n<svg viewBox=\"0 0 1 1\"></svg>\n"),
            "<svg viewBox=\"0 0 1 1\"></svg>"
        );
        assert_eq!(bare_svg("<p>no drawing</p>"), "");
    }
}
