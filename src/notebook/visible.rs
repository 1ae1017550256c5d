//! Characters that change how text is shown without being seen: a text may hold them, a screen must not obey them.

use std::borrow::Cow;

/// What stands on the screen in the place of a hidden character.
pub const HIDDEN_MARK: char = '¤';

/// Whether a character is invisible and steers what is shown: control characters but line ends and tabs; marks and overrides of
/// the direction of writing (UAX #9); invisible spaces, joiners of lines and tags (UTS #39, “default ignorable”). What emoji and
/// some scripts need to be written at all (U+200C, U+200D, variation selectors) is not among them.
pub fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        _ => character.is_control(),
    }
}

/// The text with a mark in the place of each hidden character.
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

/// Whether a spreadsheet takes a field for a formula: by its first sign, also after white space, or as it begins with a tab or a
/// line's end (OWASP, “CSV Injection”). What is written with a mark before such a field is read without it.
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
