//! Figures: a title, a drawing with a text alternative, a caption.

use super::escape;
use super::fan;
use super::page::{Figure, FigureContent};

/// Figures side by side where there is room; empty without figures.
pub(super) fn row(figures: &[Figure]) -> String {
    if figures.is_empty() {
        return String::new();
    }
    let count = figures.len().min(3);
    let inner: String = figures.iter().map(one).collect();
    format!("<div class=\"figures of-{count}\">{inner}</div>\n")
}

fn one(figure: &Figure) -> String {
    let id = escape::slug(&figure.id);
    let title = escape::text(&figure.title);
    let drawing = match &figure.content {
        FigureContent::Svg { svg, alt } => {
            format!(
                "<div class=\"plate\" role=\"img\" aria-label=\"{}\"><div class=\"drawing\" aria-hidden=\"true\">{}</div></div>",
                escape::text(alt),
                bare_svg(svg)
            )
        }
        FigureContent::Fan(fan) => fan::render(&id, &figure.title, fan),
    };
    let caption =
        figure.caption.as_ref().map_or_else(String::new, |c| format!("<p dir=\"auto\">{}</p>", escape::text(c)));
    format!("<figure id=\"figure-{id}\"><figcaption><strong>{title}</strong>{caption}</figcaption>{drawing}</figure>\n")
}

/// The `<svg>` element alone, without XML declaration; nothing if there is none. Scripts inside would be stopped by the
/// page's content security policy.
fn bare_svg(svg: &str) -> &str {
    match (svg.find("<svg"), svg.rfind("</svg>")) {
        (Some(start), Some(end)) if start < end => svg.get(start..end + "</svg>".len()).unwrap_or_default(),
        _ => "",
    }
}

/// Paragraphs of escaped text.
pub(super) fn paragraphs(texts: &[String]) -> String {
    texts.iter().map(|t| format!("<p dir=\"auto\">{}</p>\n", escape::text(t))).collect()
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
