//! Text from elsewhere made fit for a terminal: what would move the cursor, colour or reorder the text is shown, not obeyed.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a terminal may act on a character instead of showing it: control characters but line feed and tab, and what
/// changes the direction or the lines of a text unseen.
#[must_use]
pub fn acts_on_terminals(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        c => c.is_control(),
    }
}

/// The text with such characters written out, `\u{1b}` for an escape.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, acts_on_terminals, |out, c| _ = write!(out, "{}", c.escape_unicode()))
}

/// The same, on one line: line feeds and tabs are written out too.
#[must_use]
pub fn visible_on_a_line(text: &str) -> Cow<'_, str> {
    replaced(
        text,
        |c| matches!(c, '\n' | '\t') || acts_on_terminals(c),
        |out, c| match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => _ = write!(out, "{}", c.escape_unicode()),
        },
    )
}

/// JSON with such characters as JSON writes them (`\u001b`); they can stand in its texts only.
#[must_use]
pub fn visible_json(json: &str) -> Cow<'_, str> {
    replaced(json, acts_on_terminals, |out, c| _ = write!(out, "\\u{:04x}", u32::from(c)))
}

fn replaced(text: &str, wanted: impl Fn(char) -> bool, put: impl Fn(&mut String, char)) -> Cow<'_, str> {
    if !text.contains(&wanted) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if wanted(c) { put(&mut out, c) } else { out.push(c) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        let text = "a\x1b[31mред\u{9b}2J\x7f\r\u{202e}b\u{2066}\n\tمرز";
        assert_eq!(visible(text), "a\\u{1b}[31mред\\u{9b}2J\\u{7f}\\u{d}\\u{202e}b\\u{2066}\n\tمرز");
        assert_eq!(visible_on_a_line("a\n\x07"), "a\\n\\u{7}");
        assert!(matches!(visible("مرز"), Cow::Borrowed(_)));
        let json = serde_json::to_string(text).unwrap();
        assert!(!visible_json(&json).contains(acts_on_terminals));
        assert_eq!(serde_json::from_str::<String>(&visible_json(&json)).unwrap(), text);
    }
}
