//! Invisible characters that change how text is displayed: a text may contain them, but the screen must not obey them.

use std::borrow::Cow;

/// The character shown in place of a hidden one.
pub const HIDDEN_MARK: char = '¤';

/// Whether a character is invisible and affects how text is displayed: control characters except line ends and tabs; marks and
/// overrides of the writing direction (UAX #9); invisible spaces, joiners and tags (UTS #39, “default ignorable”). Characters
/// that emoji and some scripts need (U+200C, U+200D, variation selectors) are not included.
pub fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        // Characters that mean nothing in any text.
        '\u{fdd0}'..='\u{fdef}' => true,
        _ => character.is_control() || character as u32 & 0xfffe == 0xfffe,
    }
}

/// The text with [`HIDDEN_MARK`] in place of each hidden character.
///
/// ```
/// use claimbook::notebook::visible;
///
/// assert_eq!(visible("12 shops"), "12 shops");
/// // A character that turns the direction of the text is marked, not obeyed.
/// assert_ne!(visible("\u{202e}spohs 21"), "\u{202e}spohs 21");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_hidden) {
        text.chars().map(|character| if is_hidden(character) { HIDDEN_MARK } else { character }).collect::<String>().into()
    } else {
        text.into()
    }
}

/// The words of a text with one space between them, in one line.
pub fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters of scripts that are written without spaces between words: Han, kana, Thai, Lao, Khmer.
pub fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a spreadsheet would read a field as a formula: because of its first sign, even after white space, or because it
/// begins with a tab or a line end (OWASP, “CSV Injection”). Tables are written with an apostrophe before such a field, and
/// read without it.
pub fn begins_formula(field: &str) -> bool {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    field.trim_start().starts_with(SIGNS) || field.starts_with(['\t', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_the_screen_is_shown_and_scripts_are_left_alone() {
        assert_eq!(visible("invoice\u{202e}nod.exe\u{1b}[2J\u{7}\u{200b}"), "invoice¤nod.exe¤[2J¤¤");
        for text in ["Zeile\n\tzwei", "👩\u{200d}🔬 ☕\u{fe0f}", "می\u{200c}خواهم", "小米 – “ok”"] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }
}
