//! Words for a chance, as analysts use them: the scale of ICD 203 (Office of the Director of National Intelligence, “Analytic
//! Standards”, 2015), with its rules: one row of words in a text, and no confidence in a sentence with a chance.

use crate::notebook::TextRange;

/// A step of the scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// The word of the first row.
    pub likely: &'static str,
    /// The word of the second row, which a text does not mix with the first.
    pub probable: &'static str,
    /// The least chance, in percent.
    pub from: f64,
    /// The greatest chance, in percent.
    pub to: f64,
}

/// The steps, from the least chance up.
pub const CHANCES: [Chance; 7] = [
    Chance { likely: "almost no chance", probable: "remote", from: 1.0, to: 5.0 },
    Chance { likely: "very unlikely", probable: "highly improbable", from: 5.0, to: 20.0 },
    Chance { likely: "unlikely", probable: "improbable", from: 20.0, to: 45.0 },
    Chance { likely: "roughly even chance", probable: "roughly even odds", from: 45.0, to: 55.0 },
    Chance { likely: "likely", probable: "probable", from: 55.0, to: 80.0 },
    Chance { likely: "very likely", probable: "highly probable", from: 80.0, to: 95.0 },
    Chance { likely: "almost certain", probable: "nearly certain", from: 95.0, to: 99.0 },
];

/// The step of a chance between 0 and 1.
pub fn chance_of(probability: f64) -> Chance {
    let percent = probability * 100.0;
    CHANCES.into_iter().find(|step| percent < step.to).unwrap_or(CHANCES[CHANCES.len() - 1])
}

/// The step that words name, in either row.
pub(super) fn step_named(words: &str) -> Option<Chance> {
    let words = words.trim().to_lowercase();
    CHANCES.into_iter().find(|step| step.likely == words || step.probable == words)
}

/// What is wrong with words for a chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// The words, in bytes of the text.
    pub at: TextRange,
    /// What is wrong.
    pub kind: LintKind,
}

/// The sort of a [`Lint`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LintKind {
    /// A word of the other row than most of the text uses.
    OtherRow,
    /// A chance and a confidence in one sentence.
    WithConfidence,
}

impl LintKind {
    /// What is wrong, as a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::OtherRow => "Words of two scales stand in one text: keep to “likely, unlikely” or to “probable, improbable”.",
            Self::WithConfidence => {
                "How likely something is and how sure we are of it stand in one sentence: readers take one for the other."
            }
        }
    }
}

/// Looks at the words for chances in the texts of a brief. Returns the lints of each text.
///
/// ```
/// use claimbook::writing::{LintKind, lints};
///
/// let found = lints(&["It is very likely.", "It is improbable.", "With high confidence, sales are likely to rise."]);
/// assert_eq!(found[1][0].kind, LintKind::OtherRow);
/// assert_eq!(found[2][0].kind, LintKind::WithConfidence);
/// assert!(found[0].is_empty());
/// ```
pub fn lints(texts: &[&str]) -> Vec<Vec<Lint>> {
    let words: Vec<Vec<ChanceWord>> = texts.iter().map(|text| chance_words(text)).collect();
    let rare = rare_row(words.iter().flatten());
    words.iter().map(|words| lints_of(words, rare)).collect()
}

/// A word for a chance in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ChanceWord {
    at: TextRange,
    /// Whether it is of the second row.
    is_second: bool,
    /// Whether its sentence says how confident somebody is.
    has_confidence: bool,
}

/// The row of which there are fewer words in a text, if there are words of both; whether it is the second.
pub(super) fn rare_row<'a>(words: impl Iterator<Item = &'a ChanceWord>) -> Option<bool> {
    let (mut first, mut second) = (0_usize, 0_usize);
    words.for_each(|word| *if word.is_second { &mut second } else { &mut first } += 1);
    (first > 0 && second > 0).then_some(second <= first)
}

/// What is wrong with the words of one text, of a brief in which one row is rare.
pub(super) fn lints_of(words: &[ChanceWord], rare: Option<bool>) -> Vec<Lint> {
    let of = |word: &ChanceWord| {
        let other = (rare == Some(word.is_second)).then_some(LintKind::OtherRow);
        let confidence = word.has_confidence.then_some(LintKind::WithConfidence);
        let at = word.at;
        other.into_iter().chain(confidence).map(move |kind| Lint { at, kind })
    };
    words.iter().flat_map(of).collect()
}

/// The same step in the other row, with a capital where the word has one: “Improbable” for “Unlikely”.
pub fn in_other_row(words: &str) -> Option<String> {
    let lower = words.to_lowercase();
    let pairs = CHANCES.iter().flat_map(|step| [(step.likely, step.probable), (step.probable, step.likely)]);
    let other = pairs.into_iter().find(|(one, _)| *one == lower)?.1;
    let is_capital = words.chars().next().is_some_and(char::is_uppercase);
    Some(if is_capital { crate::notebook::capitalised(other) } else { other.to_owned() })
}

/// The words for chances in a text.
pub(super) fn chance_words(text: &str) -> Vec<ChanceWord> {
    let found = chance_words_at(text);
    let has_confidence = |at: TextRange| {
        let sentence = crate::reading::sentence_at(text, at.start);
        let sentence = text.get(sentence.start..sentence.end).unwrap_or_default().to_lowercase();
        says_how_sure(&sentence)
    };
    found.into_iter().map(|(at, is_second)| ChanceWord { at, is_second, has_confidence: has_confidence(at) }).collect()
}

/// Whether a sentence in small letters says how sure somebody is: “with high confidence”, but not “consumer confidence”.
fn says_how_sure(sentence: &str) -> bool {
    let words: Vec<&str> = sentence.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let degrees = ["high", "moderate", "medium", "low", "little", "great", "full", "our", "with"];
    words.iter().enumerate().any(|(at, word)| match *word {
        "confident" => true,
        "confidence" => at.checked_sub(1).is_some_and(|before| degrees.contains(&words[before])),
        _ => false,
    })
}

/// The word for a chance that stands at a byte of a text, or ends there.
pub fn chance_word_at(text: &str, byte: usize) -> Option<TextRange> {
    chance_words_at(text).into_iter().map(|(at, _)| at).find(|at| at.start <= byte && byte <= at.end)
}

/// The words for chances in a text, each with whether it is of the second row.
fn chance_words_at(text: &str) -> Vec<(TextRange, bool)> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<(TextRange, bool)> = Vec::new();
    let mut terms: Vec<(&str, bool)> = CHANCES.iter().flat_map(|step| [(step.likely, false), (step.probable, true)]).collect();
    // Of “very likely” and “likely”, the longer.
    terms.sort_by_key(|(term, _)| std::cmp::Reverse(term.len()));
    for (term, is_second) in terms {
        for (start, _) in lower.match_indices(term) {
            let at = TextRange { start, end: start + term.len() };
            let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
            let stands_alone = !is_letter(lower[..start].chars().next_back()) && !is_letter(lower[at.end..].chars().next());
            // “A remote village” is none of them.
            let is_term = term != "remote" || lower[at.end..].trim_start().starts_with("chance");
            if stands_alone && is_term && !found.iter().any(|(other, _)| other.overlaps(at)) {
                found.push((at, is_second));
            }
        }
    }
    found.sort_by_key(|(at, _)| at.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chance_has_a_word() {
        for (chance, word) in [
            (0.0, "almost no chance"),
            (0.12, "very unlikely"),
            (0.5, "roughly even chance"),
            (0.64, "likely"),
            (1.0, "almost certain"),
        ] {
            assert_eq!(chance_of(chance).likely, word);
        }
        assert_eq!(step_named("Highly Improbable").map(|step| step.from), Some(5.0));
        assert_eq!(step_named("soon"), None);
    }

    #[test]
    fn only_how_sure_somebody_is_goes_badly_with_a_chance() {
        let has_lint = |text: &str| !lints(&[text])[0].is_empty();
        assert!(has_lint("We say with high confidence that sales are likely to rise."));
        assert!(has_lint("We are confident that sales are likely to rise."));
        assert!(!has_lint("A confidential memo says sales are likely to rise."));
        assert!(!has_lint("Consumer confidence is likely to fall."));
    }

    #[test]
    fn one_row_is_enough() {
        let found = lints(&["Likely, very likely; a remote village, improbably far."]);
        assert!(found[0].is_empty(), "{found:?}");
    }
}
