//! Text that comes from scenarios and results, in the places of a page. Elements and attributes are escaped by `maud`;
//! what is left is text that may break, run from right to left, name an element or stand in a script as data.

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

/// Paragraphs.
pub(in crate::report) fn paragraphs(texts: &[String]) -> Markup {
    html! { @for text in texts { p dir="auto" { (text) } } }
}

/// A quieter line below the words of a cell; nothing without text.
pub(in crate::report) fn note(text: Option<&str>) -> Markup {
    html! { @if let Some(text) = text.filter(|text| !text.is_empty()) { span.row-note { (text) } } }
}

/// What something means, with its id.
pub(in crate::report) fn named(meaning: &str, id: &str) -> Markup {
    html! { (meaning) code { (id) } }
}

/// A name that may run from right to left, isolated so that it cannot reorder its surroundings.
pub(super) fn isolated(name: &str) -> Markup {
    html! { bdi { (name) } }
}

/// Text in which long paths (`campaign.base_hazard_per_day`) may break after a dot or an underscore.
pub(super) fn breakable(raw: &str) -> Markup {
    html! {
        @for (k, word) in raw.split(' ').enumerate() {
            @if k > 0 { " " }
            @let joints: &[char] = if word.len() > 12 { &['.', '_'] } else { &[] };
            @for (k, piece) in word.split_inclusive(joints).enumerate() {
                @if k > 0 { wbr; }
                (piece)
            }
        }
    }
}

/// An identifier for `id` and `href` attributes: letters and digits of the raw text, the rest as dashes.
pub(super) fn slug(raw: &str) -> String {
    raw.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

/// A script element that holds data, which cannot end the element whatever its strings hold.
pub(super) fn data(value: &Value) -> Markup {
    let mut safe = value.to_string();
    for (raw, escaped) in [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026")] {
        safe = safe.replace(raw, escaped);
    }
    html! { script type="application/json" { (PreEscaped(safe)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_name_stays_text() {
        assert_eq!(isolated("<b>\"Fish\" & chips</b>").0, "<bdi>&lt;b&gt;&quot;Fish&quot; &amp; chips&lt;/b&gt;</bdi>");
    }

    #[test]
    fn persian_and_tajik_letters_pass_unchanged() {
        assert_eq!(isolated("شیرخان بندر · Ҳамадонӣ").0, "<bdi>شیرخان بندر · Ҳамадонӣ</bdi>");
    }

    #[test]
    fn long_paths_break_at_their_joints() {
        assert_eq!(breakable("see campaign.base_hazard a.b").0, "see campaign.<wbr>base_<wbr>hazard a.b");
    }

    #[test]
    fn data_cannot_close_its_script_element() -> serde_json::Result<()> {
        let value = serde_json::json!({ "name": "</script><script>alert(1)</script><!--" });
        let element = data(&value).0;
        let inside = &element["<script type=\"application/json\">".len()..element.len() - "</script>".len()];
        assert!(!inside.contains('<'));
        assert_eq!(serde_json::from_str::<Value>(inside)?, value);
        Ok(())
    }
}
