//! Text for HTML.

use crate::notebook::visible;

/// Text between tags: what would be markup is escaped, and what steers the screen is shown as a mark.
pub(in crate::export) fn text(words: &str) -> String {
    escaped(&visible(words))
}

/// Text in a quoted attribute.
pub(in crate::export) fn attribute(words: &str) -> String {
    escaped(&visible(words).replace(['\n', '\t'], " "))
}

fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + words.len() / 16);
    for letter in words.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
