//! Text that comes from scenarios and results, made safe for the places of a page.
//!
//! Contract: [`text`] is safe between tags and inside double-quoted attributes; [`json`] is safe inside a `<script>`
//! element of a data type. Control characters, which HTML forbids, are dropped. Letters of every script pass unchanged.

/// Escaped text in which long paths (`campaign.base_hazard_per_day`) may break after a dot or an underscore.
pub(super) fn breakable(raw: &str) -> String {
    let word = |word: &str| {
        if word.len() > 12 && word.contains(['.', '_']) {
            text(word).replace('.', ".<wbr>").replace('_', "_<wbr>")
        } else {
            text(word)
        }
    };
    raw.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Escapes text for an element or a double-quoted attribute.
pub(super) fn text(raw: &str) -> String {
    let mut safe = String::with_capacity(raw.len() + 8);
    for c in raw.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\t' => safe.push(c),
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

/// A name that may run from right to left, isolated so that it cannot reorder its surroundings.
pub(super) fn name(raw: &str) -> String {
    format!("<bdi>{}</bdi>", text(raw))
}

/// Serializes a value as JSON that cannot end the script element around it, whatever its strings hold.
pub(super) fn json(value: &serde_json::Value) -> String {
    let plain = value.to_string();
    let mut safe = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            c => safe.push(c),
        }
    }
    safe
}

/// An identifier for `id` and `href` attributes: letters and digits of the raw text, the rest as dashes.
pub(super) fn slug(raw: &str) -> String {
    raw.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_name_stays_text() {
        assert_eq!(text("<b>\"Fish\" & 'chips'</b>\u{0}"), "&lt;b&gt;&quot;Fish&quot; &amp; &#39;chips&#39;&lt;/b&gt;");
    }

    #[test]
    fn persian_and_tajik_letters_pass_unchanged() {
        assert_eq!(text("شیرخان بندر · Ҳамадонӣ"), "شیرخان بندر · Ҳамадонӣ");
    }

    #[test]
    fn data_cannot_close_its_script_element() -> serde_json::Result<()> {
        let value = serde_json::json!({ "name": "</script><script>alert(1)</script>\u{2028}<!--" });
        let safe = json(&value);
        assert!(!safe.contains('<') && !safe.contains('\u{2028}'));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe)?, value);
        Ok(())
    }
}
