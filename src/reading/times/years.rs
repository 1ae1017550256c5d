//! Years that are named from the day of publication: “this year”, « l’an dernier ».

use crate::reading::lexicon::Class;
use crate::reading::tokens::Tokens;

/// Reads “this year”, “last year”, “next year”, « l’an dernier », « cette année »: the number of years from now, and the token
/// after.
pub(super) fn relative_year(tokens: &Tokens<'_>, at: usize) -> Option<(i32, usize)> {
    const ENGLISH: [(&[&str], i32); 7] = [
        (&["this", "year"], 0),
        (&["last", "year"], -1),
        (&["next", "year"], 1),
        (&["the", "year"], 0),
        (&["the", "current", "year"], 0),
        (&["the", "previous", "year"], -1),
        (&["the", "coming", "year"], 1),
    ];
    const FRENCH: [(&[&str], i32); 8] = [
        (&["cette", "année"], 0),
        (&["l", "an", "dernier"], -1),
        (&["l", "année", "dernière"], -1),
        (&["l", "année", "passée"], -1),
        (&["l", "an", "prochain"], 1),
        (&["l", "année", "prochaine"], 1),
        (&["l", "an", "passé"], -1),
        (&["l", "année"], 0),
    ];
    if !tokens.is(at, Class::TIME_OPEN) {
        return None;
    }
    if !tokens.lexicon.is_french() {
        let found = ENGLISH.iter().find(|(words, _)| tokens.words(at, words));
        return found.map(|(words, shift)| (*shift, at + words.len()));
    }
    // The apostrophe after l is written in two ways.
    let elided = tokens.any(at, &["l"]) && matches!(tokens.str(at + 1), "’" | "'");
    let (found, skip) = if elided {
        (FRENCH.iter().find(|(words, _)| words[0] == "l" && tokens.words(at + 2, &words[1..])), 1)
    } else {
        (FRENCH.iter().find(|(words, _)| words[0] != "l" && tokens.words(at, words)), 0)
    };
    found.map(|(words, shift)| (*shift, at + words.len() + skip))
}
