//! Folds characters that count as equal in a search.
//!
//! Ignored are case, accents on Latin and Greek letters (by their canonical decomposition, Unicode Standard Annex #15),
//! full-width forms, ligatures, and the shape of quotation marks, dashes and spaces. Marks that make a different letter (the
//! dots of が, the breve of й) count.

use super::table::SPECIALS;

/// Appends a text to `out` in the form in which texts are compared.
pub fn fold_into(out: &mut String, text: &str) {
    let mut rest = text;
    loop {
        // Most letters of most languages here are ASCII: a run of them is copied and put in lower case as a whole.
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let start = out.len();
        out.push_str(&rest[..ascii]);
        out[start..].make_ascii_lowercase();
        let mut others = rest[ascii..].chars();
        let Some(character) = others.next() else { return };
        match folded(character) {
            Folded::Same => out.push(character),
            Folded::Char(other) => out.push(other),
            Folded::Text(more) => out.push_str(more),
        }
        rest = others.as_str();
    }
}

/// Returns a text in the form in which texts are compared: in lower case, without accents.
///
/// ```
/// use claimbook::reading::fold;
///
/// assert_eq!(fold("Européens"), "europeens");
/// assert_eq!(fold("Straße"), fold("STRASSE"));
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(&mut out, text);
    out
}

/// The folded form of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folded {
    Same,
    Char(char),
    /// Several characters, or none.
    Text(&'static str),
}

/// Whether a character is a combining accent (U+0300 to U+036F), which folding removes.
pub fn is_accent(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

/// Returns the folded form of a character.
pub(super) fn folded(character: char) -> Folded {
    if character.is_ascii() {
        let lower = character.to_ascii_lowercase();
        return if lower == character { Folded::Same } else { Folded::Char(lower) };
    }
    if is_accent(character) {
        return Folded::Text("");
    }
    if let Ok(index) = SPECIALS.binary_search_by_key(&character, |(known, _)| *known) {
        return Folded::Text(SPECIALS[index].1);
    }
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) if one != character => Folded::Char(one),
        _ => Folded::Same,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization as _;

    /// Letters that do not decompose, and signs that are typed in several shapes.
    const BY_HAND: [(char, &str); 45] = [
        ('ß', "ss"),
        ('ẞ', "ss"),
        ('æ', "ae"),
        ('Æ', "ae"),
        ('œ', "oe"),
        ('Œ', "oe"),
        ('ø', "o"),
        ('Ø', "o"),
        ('đ', "d"),
        ('Đ', "d"),
        ('ð', "d"),
        ('Ð', "d"),
        ('þ', "th"),
        ('Þ', "th"),
        ('ł', "l"),
        ('Ł', "l"),
        ('ħ', "h"),
        ('Ħ', "h"),
        ('ı', "i"),
        ('ŋ', "n"),
        ('Ŋ', "n"),
        ('ſ', "s"),
        ('ﬀ', "ff"),
        ('ﬁ', "fi"),
        ('ﬂ', "fl"),
        ('ﬃ', "ffi"),
        ('ﬄ', "ffl"),
        ('ﬅ', "st"),
        ('ﬆ', "st"),
        ('ς', "σ"),
        ('‘', "'"),
        ('’', "'"),
        ('‚', "'"),
        ('“', "\""),
        ('”', "\""),
        ('„', "\""),
        ('«', "\""),
        ('»', "\""),
        ('‐', "-"),
        ('‑', "-"),
        ('–', "-"),
        ('—', "-"),
        ('\u{a0}', " "),
        ('\u{202f}', " "),
        ('\u{3000}', " "),
    ];

    /// The ranges in which characters are special: everything else only loses its case.
    const RANGES: [(char, char); 5] = [
        ('\u{a0}', '\u{24f}'),
        ('\u{370}', '\u{3ff}'),
        ('\u{1e00}', '\u{1fff}'),
        ('\u{2010}', '\u{202f}'),
        ('\u{ff01}', '\u{ff5e}'),
    ];

    /// The folded form of a character according to the Unicode data; `None` if it is not special.
    fn computed(character: char) -> Option<String> {
        if let Some((_, text)) = BY_HAND.iter().find(|(known, _)| *known == character) {
            return Some((*text).to_owned());
        }
        if ('\u{ff01}'..='\u{ff5e}').contains(&character) {
            return Some(char::from_u32(u32::from(character) - 0xfee0)?.to_ascii_lowercase().to_string());
        }
        let mut parts = std::iter::once(character).nfd();
        let base = parts.next()?;
        let only_accents = parts.clone().count() > 0 && parts.all(is_accent);
        if !only_accents || base == character {
            return None;
        }
        // The letter under the accents can be special itself, as in ǽ.
        let by_hand = BY_HAND.iter().find(|(known, _)| *known == base).map(|(_, text)| (*text).to_owned());
        by_hand.or_else(|| Some(base.to_lowercase().next()?.to_string()))
    }

    #[test]
    fn the_table_says_what_the_unicode_data_say() {
        let ranges = RANGES.iter().flat_map(|&(from, to)| from..=to);
        let alone = BY_HAND.iter().map(|(character, _)| *character);
        let mut all: Vec<(char, String)> = ranges.chain(alone).filter_map(|c| Some((c, computed(c)?))).collect();
        all.sort_unstable();
        all.dedup();
        let table: Vec<(char, String)> = SPECIALS.iter().map(|(character, text)| (*character, (*text).to_owned())).collect();
        assert_eq!(table, all);
    }

    #[test]
    fn accents_case_and_shapes_do_not_count_but_letters_do() {
        for (text, same) in [
            ("Élysée", "elysee"),
            ("ŠKODA", "skoda"),
            ("e\u{301}t\u{e9}", "ete"),
            ("Straße", "strasse"),
            ("“don’t”", "\"don't\""),
            ("ＡＢＣ１２", "abc12"),
            ("Ελλάδα", "ελλαδα"),
            ("Łódź Øre", "lodz ore"),
            ("İstanbul", "istanbul"),
            ("小米ＳＵ７", "小米su7"),
            ("МОЙ", "мой"),
        ] {
            assert_eq!(fold(text), fold(same), "{text}");
        }
        for (a, b) in [("が", "か"), ("й", "и"), ("ö", "u"), ("한", "하")] {
            assert_ne!(fold(a), fold(b));
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for &(character, _) in SPECIALS {
            let once = fold(&character.to_string());
            assert_eq!(fold(&once), once, "{character}");
        }
    }
}
