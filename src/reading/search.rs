//! Finding words in a text, whatever their case.

use crate::notebook::TextRange;

/// Every place of `needle` in `text`, compared without case, in order and without overlap. An empty needle is nowhere.
pub fn find_all(text: &str, needle: &str) -> Vec<TextRange> {
    let needle: Vec<char> = needle.chars().flat_map(char::to_lowercase).collect();
    let Some(&first) = needle.first() else { return Vec::new() };
    let mut found = Vec::new();
    let mut from = 0;
    for (start, character) in text.char_indices() {
        if start < from || character.to_lowercase().next() != Some(first) {
            continue;
        }
        if let Some(length) = match_length(&text[start..], &needle) {
            found.push(TextRange { start, end: start + length });
            from = start + length;
        }
    }
    found
}

/// Whether `text` holds `needle`, compared without case. An empty needle is everywhere.
pub fn folded_contains(text: &str, needle: &str) -> bool {
    needle.is_empty() || !find_all(text, needle).is_empty()
}

/// The bytes that the text's characters take which fold to the needle; `None` where it does not start with them.
fn match_length(text: &str, needle: &[char]) -> Option<usize> {
    let mut wanted = needle.iter();
    for (byte, character) in text.char_indices() {
        for folded in character.to_lowercase() {
            match wanted.next() {
                Some(&expected) if expected == folded => {}
                Some(_) => return None,
                // The needle ends inside a character that folds to several.
                None => return None,
            }
        }
        if wanted.len() == 0 {
            return Some(byte + character.len_utf8());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter_and_offsets_are_those_of_the_text() {
        let text = "Škoda, ŠKODA and İstanbul 小米";
        assert_eq!(find_all(text, "škoda").len(), 2);
        let hit = find_all(text, "小米")[0];
        assert_eq!(&text[hit.start..hit.end], "小米");
        assert_eq!(find_all("aaaa", "aa").len(), 2);
        assert!(find_all(text, "").is_empty());
        assert!(folded_contains(text, ""));
    }
}
