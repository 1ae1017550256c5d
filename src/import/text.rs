//! Normalises the characters of sources, and compares texts by their letters and digits.

/// Returns the text with `\n` for every line end, separator and page break, and without U+00AD, U+FEFF and NUL.
pub(super) fn canonical(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                out.push('\n');
            }
            // The separators that some exports use for lines and paragraphs, and the page break of PDF texts.
            '\u{2028}' | '\u{2029}' | '\u{c}' | '\u{b}' => out.push('\n'),
            '\u{ad}' | '\u{feff}' | '\0' => {}
            other => out.push(other),
        }
    }
    out
}

/// Whether two texts have the same letters and digits in the same order, ignoring case.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    words(a) == words(b)
}
