//! Figures: a title, a drawing with a text alternative, a caption.

use maud::{Markup, PreEscaped, html};

use super::fan;
use super::page::{Figure, FigureContent};
use super::text;

/// Figures side by side where there is room; empty without figures.
pub(super) fn row(figures: &[Figure]) -> Markup {
    html! {
        @if !figures.is_empty() {
            div class={ "figures of-" (figures.len().min(3)) } { @for figure in figures { (one(figure)) } }
        }
    }
}

fn one(figure: &Figure) -> Markup {
    let id = text::slug(&figure.id);
    html! {
        figure id={ "figure-" (id) } {
            figcaption {
                strong { (figure.title) }
                @if let Some(caption) = &figure.caption { p dir="auto" { (caption) } }
            }
            @match &figure.content {
                FigureContent::Svg { svg, alt } => {
                    div.plate role="img" aria-label=(alt) {
                        div.drawing aria-hidden="true" { (PreEscaped(bare_svg(svg))) }
                    }
                }
                FigureContent::Fan(fan) => (fan::render(&id, &figure.title, fan)),
            }
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
