//! Detects the direction in which a text is written.

/// The number of letters at the beginning of a text that are examined.
const LETTERS: usize = 2_000;

/// Whether a text is written from right to left: whether more than a third of its first 2,000 letters are (Hebrew, Arabic,
/// Syriac, Thaana, N’Ko and their presentation forms; Unicode Standard Annex #9, classes R and AL).
///
/// ```
/// use claimbook::reading::is_right_to_left;
///
/// assert!(is_right_to_left("مبيعات السيارات"));
/// assert!(!is_right_to_left("car sales"));
/// ```
pub fn is_right_to_left(text: &str) -> bool {
    let mut letters = 0;
    let mut from_right = 0;
    for character in text.chars().filter(|character| character.is_alphabetic()).take(LETTERS) {
        letters += 1;
        from_right += usize::from(stands_right(character));
    }
    from_right * 3 > letters
}

fn stands_right(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_foreign_words_do_not_turn_a_text() {
        assert!(is_right_to_left("مرحبا بالعالم هذا نص عربي") && is_right_to_left("שלום עולם, זה טקסט"));
        assert!(!is_right_to_left("The Arabic word مرحبا is a greeting, as everybody knows.") && !is_right_to_left("小米汽车"));
        assert!(!is_right_to_left(""));
    }
}
