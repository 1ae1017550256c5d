//! Which language a text is in, as far as reading needs to know.

use whatlang::Lang;

/// A language that is read word by word, or one of which only numbers and signs are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// French.
    French,
    /// Chinese, simplified or traditional.
    Chinese,
    /// Any other: digits, currencies, percent and dates in figures are read, words are not.
    Other,
}

impl Language {
    /// The language of a BCP 47 tag such as `en`, `fr-CA`, `zh-Hans`; `None` for an empty tag.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default().to_lowercase();
        match primary.as_str() {
            "" | "und" => None,
            "en" => Some(Self::English),
            "fr" => Some(Self::French),
            "zh" | "cmn" | "yue" => Some(Self::Chinese),
            _ => Some(Self::Other),
        }
    }

    /// Its BCP 47 tag; `und` for the others.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Chinese => "zh",
            Self::Other => "und",
        }
    }
}

/// Bytes that are looked at: the beginning of a text tells.
const SAMPLE: usize = 6_000;

/// Letters from which the trigrams of whatlang are trusted over “it is probably English”.
const ENOUGH_LETTERS: usize = 120;

/// Words that stand in every sentence or two of English or French and in hardly any of the other.
const ENGLISH_MARKS: [&str; 22] = [
    "the", "of", "and", "to", "is", "that", "with", "was", "for", "has", "will", "it", "at", "in", "a", "on", "its", "by",
    "from", "are", "as", "than",
];
const FRENCH_MARKS: [&str; 37] = [
    "le", "la", "les", "des", "du", "et", "est", "une", "dans", "pour", "que", "qui", "au", "sur", "de", "l", "d", "à", "un",
    "en", "il", "elle", "a", "son", "sa", "ses", "aux", "avec", "ont", "sont", "été", "par", "ce", "se", "ne", "pas", "plus",
];

/// The language of a text by its beginning: its script, then its commonest words, then its trigrams
/// (Cavnar and Trenkle 1994, as whatlang has them).
pub fn language_of(text: &str) -> Language {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let (mut han, mut kana, mut letters) = (0, 0, 0);
    for character in sample.chars().filter(|character| character.is_alphabetic()) {
        letters += 1;
        match character {
            '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}' => kana += 1,
            '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => han += 1,
            _ => {}
        }
    }
    if (han + kana) * 4 > letters {
        return if kana * 10 > han { Language::Other } else { Language::Chinese };
    }
    let marks = |known: &[&str]| {
        let words = sample.split(|character: char| !character.is_alphabetic());
        words.filter(|word| known.iter().any(|mark| mark.eq_ignore_ascii_case(word))).count()
    };
    let (english, french) = (marks(&ENGLISH_MARKS), marks(&FRENCH_MARKS));
    let trigrams = || {
        whatlang::detect(sample)
            .filter(|found| letters >= ENOUGH_LETTERS && (found.is_reliable() || found.confidence() > 0.6))
            .map(|found| found.lang())
    };
    match trigrams() {
        Some(Lang::Eng) => return Language::English,
        Some(Lang::Fra) => return Language::French,
        // A text full of names and figures has odd trigrams, but it has small words.
        Some(_) if english < 6 || english <= french * 2 => return Language::Other,
        _ => {}
    }
    let latin =
        || sample.chars().filter(|character| character.is_alphabetic()).all(|letter| letter.is_ascii() || letter < '\u{250}');
    match () {
        () if french > english => Language::French,
        // Not one small word of either: it is neither.
        () if english == 0 && letters >= 40 || !latin() => Language::Other,
        () => Language::English,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_languages_and_others_are_told_apart() {
        for (text, language) in [
            ("The carmaker will open a plant in Hungary, and it is the first of its kind.", Language::English),
            ("La marque vise 2,5 millions de voitures d’ici 2030.", Language::French),
            ("公司计划今年交付十三万辆汽车。", Language::Chinese),
            ("東京の会社は今年、十万台を売る予定です。", Language::Other),
            (
                "Der Hersteller will im kommenden Jahr in Deutschland hundert neue Läden eröffnen und erwartet, dass der Umsatz um zwanzig Prozent steigt, während die Kosten sinken.",
                Language::Other,
            ),
            ("Компания планирует открыть завод.", Language::Other),
            ("Sales: 300", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(language_of(text), language, "{text}");
        }
    }
}
