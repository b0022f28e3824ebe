//! The first screen: what the report is, the question, the answer, the numbers to remember, three figures.

use super::page::Page;
use super::sections::Section;
use super::{caution, escape, figure};

/// Letters of a number to remember from which it is set smaller.
const LONG: usize = 14;

/// The bar above: the report's name, what it rests on, the way to its sections.
pub(super) fn top_bar(page: &Page, sections: &[Section]) -> String {
    let links: String = sections.iter().map(|s| format!("<li><a href=\"#{}\">{}</a></li>", s.id, s.link)).collect();
    let nav =
        if links.is_empty() { String::new() } else { format!("<nav aria-label=\"Sections\"><ul>{links}</ul></nav>") };
    let basis =
        page.basis.as_ref().map_or_else(String::new, |b| format!("<span class=\"basis\">{}</span>", escape::text(b)));
    format!(
        "<header class=\"top\"><div class=\"mast\"><span class=\"name\" dir=\"auto\">{}</span>{basis}</div>{nav}</header>\n",
        escape::text(&page.title)
    )
}

/// The question and its answer.
pub(super) fn answer(page: &Page) -> String {
    let heading = escape::breakable(if page.question.is_empty() { &page.title } else { &page.question });
    let keys: String = page
        .key_figures
        .iter()
        .map(|k| {
            let detail = k
                .detail
                .as_ref()
                .map_or_else(String::new, |d| format!("<span class=\"detail\">{}</span>", escape::text(d)));
            // A path of a parameter is longer than a number, and breaks at its joints.
            let class = if k.value.chars().count() > LONG { "value long" } else { "value" };
            format!(
                "<div><dt>{}</dt><dd><span class=\"{class}\">{}</span>{detail}</dd></div>",
                escape::text(&k.label),
                escape::breakable(&k.value)
            )
        })
        .collect();
    let keys = if keys.is_empty() { String::new() } else { format!("<dl class=\"keys\">{keys}</dl>") };
    format!(
        "<section id=\"answer\" aria-labelledby=\"question\"><h1 id=\"question\" dir=\"auto\">{heading}</h1>\n<div class=\"first\"><div class=\"answer\">{}{}</div>{keys}</div>\n\
         <noscript><p class=\"pointer\">Scripts are off: figures and tables are complete but do not react.</p></noscript>\n{}</section>\n",
        figure::paragraphs(&page.answer),
        caution::pointer(&page.cautions),
        figure::row(&page.figures)
    )
}
