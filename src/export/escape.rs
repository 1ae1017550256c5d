//! Text for HTML and XML 1.0: what would be markup is escaped, and what steers the screen, or XML cannot hold, is shown as a mark.

use crate::notebook::visible;

/// Text between tags.
pub(super) fn text(words: &str) -> String {
    escaped(&visible(words))
}

/// Text in one line: in a quoted attribute, or in a run of words.
pub(super) fn one_line(words: &str) -> String {
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
