//! The first draft of a claim from the words that were selected.
//!
//! It fills in only what the words plainly say, and leaves the rest to the analyst. Names with digits (SU7, 5G) and years
//! are no quantities.

use jiff::civil::Date;

use super::{PeriodError, parse_period, parse_quantity};
use crate::notebook::{Claim, ClaimKind, StatedPeriod, StatedQuantity};

/// What is known besides the words.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The day the document was published.
    pub published: Option<Date>,
    /// Who published it: the outermost voice.
    pub publisher: String,
}

/// What could be filled in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// The sort of assertion.
    pub kind: ClaimKind,
    /// The first number with its bound and unit.
    pub quantity: Option<StatedQuantity>,
    /// The first period.
    pub period: Option<StatedPeriod>,
    /// Who says so, outermost first.
    pub attribution: Vec<String>,
}

impl Draft {
    /// Puts what it says into a claim.
    pub fn fill(self, claim: &mut Claim) {
        claim.kind = self.kind;
        claim.quantity = self.quantity;
        claim.period = self.period;
        claim.attribution = self.attribution;
    }
}

/// Bytes of a passage that still says one thing. Of a longer one, pages perhaps, nothing is guessed.
const MAX_PASSAGE: usize = 1_500;

/// Reads a passage.
pub fn draft(passage: &str, context: &Context) -> Draft {
    if passage.len() > MAX_PASSAGE {
        let outlet = Some(context.publisher.trim().to_owned()).filter(|name| !name.is_empty());
        return Draft { attribution: outlet.into_iter().collect(), ..Draft::default() };
    }
    // Of several sentences the first with a number speaks: a number must not be given another sentence's year.
    let sentences = sentences(passage);
    let sentence = sentences.iter().find(|sentence| quantity(&words(sentence)).is_some()).copied().unwrap_or(passage);
    let words = words(sentence);
    let mut attribution: Vec<String> =
        Some(context.publisher.trim().to_owned()).filter(|name| !name.is_empty()).into_iter().collect();
    attribution.extend(according_to(passage));
    Draft { kind: kind(sentence), quantity: quantity(&words), period: period(&words, context.published), attribution }
}

/// The sentences of a passage.
fn sentences(passage: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < passage.len() {
        let range = super::sentence_at(passage, at);
        if range.end <= at {
            break;
        }
        found.push(&passage[range.start..range.end]);
        at = passage[range.end..].find(|character: char| !character.is_whitespace()).map_or(passage.len(), |gap| range.end + gap);
    }
    found
}

/// The words between white space, without the quotation marks and brackets around them.
fn words(passage: &str) -> Vec<&str> {
    let outer = ['“', '”', '"', '(', ')', '[', ']', '‘', '«', '»', '!', '?', ';', ':'];
    passage.split_whitespace().map(|word| word.trim_matches(outer)).filter(|word| !word.is_empty()).collect()
}

/// The first stretch of words that is a quantity, with as many words before and after as belong to it.
fn quantity(words: &[&str]) -> Option<StatedQuantity> {
    (0..words.len()).filter(|&at| starts_quantity(words, at)).find_map(|start| quantity_at(words, start))
}

fn quantity_at(words: &[&str], start: usize) -> Option<StatedQuantity> {
    let first = start.saturating_sub(MAX_OPENING_WORDS);
    let last = (start + 1..words.len()).take(MAX_PHRASE_WORDS).take_while(|&at| goes_on(words, at)).last().unwrap_or(start);
    // The longest stretch that is understood wins: openings first, then the words that name what is counted.
    for end in (start..=last).rev() {
        for begin in first..=start {
            let text = words[begin..=end].join(" ");
            let text = text.trim_end_matches(['.', ',']);
            // A stretch that begins with a word must begin with an opening such as “more than”, which parses.
            if let Ok(quantity) = parse_quantity(text) {
                return Some(StatedQuantity { text: text.to_owned(), understood: Some(quantity) });
            }
        }
    }
    None
}

const MAX_OPENING_WORDS: usize = 4;
const MAX_PHRASE_WORDS: usize = 6;

/// Words that end the phrase of what is counted.
const STOP_WORDS: [&str; 52] = [
    "in",
    "of",
    "for",
    "by",
    "to",
    "and",
    "or",
    "on",
    "at",
    "from",
    "with",
    "within",
    "over",
    "during",
    "after",
    "before",
    "as",
    "than",
    "that",
    "which",
    "who",
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "will",
    "would",
    "by",
    "overseas",
    "abroad",
    "worldwide",
    "outside",
    "this",
    "last",
    "next",
    "now",
    "today",
    "the",
    "a",
    "an",
    "its",
    "their",
    "it",
    "but",
    "while",
    "when",
    "compared",
    "up",
    "since",
];

fn starts_quantity(words: &[&str], at: usize) -> bool {
    let word = words[at].trim_start_matches(['$', '€', '£', '¥', '~', '>', '<', '≥', '≤']);
    word.starts_with(|first: char| first.is_ascii_digit()) && !is_name(word) && !is_year_or_date(words, at)
}

/// “5G”, “36Kr”: digits with letters glued to them that are no scale.
fn is_name(word: &str) -> bool {
    let tail = word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '–' | '+' | '%'));
    let letters = tail.trim_end_matches(|c: char| !c.is_alphanumeric());
    letters.starts_with(|first: char| first.is_ascii_alphabetic())
        && !["k", "m", "mn", "mln", "b", "bn", "t", "tn"].contains(&letters.to_lowercase().as_str())
}

/// “2027”, “30 June 2025”, “in 5 years”: numbers that say when, not how much.
fn is_year_or_date(words: &[&str], at: usize) -> bool {
    let bare = words[at].trim_end_matches(['.', ',']);
    let is_year =
        bare.len() == 4 && bare.bytes().all(|byte| byte.is_ascii_digit()) && (bare.starts_with("19") || bare.starts_with("20"));
    let next = words.get(at + 1).map(|word| word.trim_end_matches(['.', ',']).to_lowercase());
    let before = at.checked_sub(1).map(|before| words[before].to_lowercase());
    let is_month = |word: &Option<String>| word.as_ref().is_some_and(|word| super::period::is_month(word));
    let counts_time =
        next.as_ref().is_some_and(|word| ["year", "years", "month", "months", "day", "days"].contains(&word.as_str()));
    let is_delay = counts_time && before.as_ref().is_some_and(|word| ["in", "within", "next"].contains(&word.as_str()));
    is_year || is_delay || is_month(&next) || is_month(&before)
}

fn goes_on(words: &[&str], at: usize) -> bool {
    let ended = words[at - 1].ends_with(['.', ',']) || words[at - 1].ends_with(['。', '，']);
    let word = words[at].trim_end_matches(['.', ',']).to_lowercase();
    !ended && !STOP_WORDS.contains(&word.as_str())
}

/// Years that news speaks of.
const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i16> = 1900..=2150;

/// The first stretch of up to six words that is a period; a deadline wins over the bare year inside it.
fn period(words: &[&str], published: Option<Date>) -> Option<StatedPeriod> {
    for begin in 0..words.len() {
        for length in (1..=6).rev() {
            let Some(stretch) = words.get(begin..begin + length) else { continue };
            let text = stretch.join(" ");
            let text = text.trim_end_matches(['.', ',']);
            if !text.contains(|character: char| character.is_ascii_digit()) && length < 3 {
                continue;
            }
            match parse_period(text, published) {
                // “1500 stores” is no year.
                Ok(period) if !PLAUSIBLE_YEARS.contains(&period.start.year()) => {}
                Ok(period) => return Some(StatedPeriod { text: text.to_owned(), understood: Some(period) }),
                // It will be understood when the source gets its date.
                Err(PeriodError::NoReference) if length > 1 => {
                    return Some(StatedPeriod { text: text.to_owned(), understood: None });
                }
                Err(_) => {}
            }
        }
    }
    None
}

/// Words that give the kind away, in order of precedence; each is looked for as a whole word.
const CUES: [(ClaimKind, &[&str]); 6] = [
    (ClaimKind::Rumour, &["rumour", "rumours", "rumor", "reportedly", "allegedly"]),
    (ClaimKind::Target, &["target", "targets", "goal", "goals", "aims", "aim", "objective", "pledged", "committed"]),
    (
        ClaimKind::Forecast,
        &["forecast", "forecasts", "expects", "expected", "predicts", "predicted", "projects", "projected", "outlook"],
    ),
    (ClaimKind::Plan, &["plans", "plan", "planned", "planning", "intends", "scheduled", "will", "due", "preparing"]),
    (ClaimKind::Estimate, &["estimate", "estimates", "estimated", "approximately"]),
    (ClaimKind::Opinion, &["think", "believe", "believes", "hunch", "opinion", "unlikely", "likely"]),
];

fn kind(passage: &str) -> ClaimKind {
    let lower = passage.to_lowercase();
    let has = |cue: &&str| lower.split(|character: char| !character.is_alphanumeric()).any(|word| word == *cue);
    CUES.iter().find(|(_, cues)| cues.iter().any(has)).map_or(ClaimKind::Fact, |(kind, _)| *kind)
}

/// The name after “according to”, up to the next mark.
fn according_to(passage: &str) -> Option<String> {
    const CUE: &str = "according to ";
    let at = super::Pattern::words(CUE).find_all(passage).first()?.end;
    let rest = &passage[at..];
    let end = rest.find([',', '.', ';', '(', '“']).unwrap_or(rest.len());
    let name: Vec<&str> = rest[..end].split_whitespace().take(6).collect();
    (!name.is_empty()).then(|| name.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(passage: &str) -> (String, String, ClaimKind) {
        let context = Context { published: Some(date(2024, 12, 2)), publisher: "The desk".into() };
        let draft = draft(passage, &context);
        let quantity = draft.quantity.and_then(|stated| stated.understood).map(|quantity| quantity.to_string());
        let period = draft.period.and_then(|stated| stated.understood).map(|period| period.to_string());
        (quantity.unwrap_or_default(), period.unwrap_or_default(), draft.kind)
    }

    #[test]
    fn the_first_number_its_period_and_its_kind_are_filled_in() {
        use ClaimKind::{Fact, Plan, Target};
        for (passage, quantity, period, kind) in [
            ("The SU7 has a sales target of 140,000 units for 2024.", "140,000 units", "2024", Target),
            ("It runs more than 90 shops abroad today", "more than 90 shops", "", Fact),
            ("The president wants 9,000 shops overseas in 5 years.", "9,000 shops", "by end of Dec 2029", Fact),
            ("It plans to open a dozen flagships by the end of 2026.", "", "by end of 2026", Plan),
            ("In the second quarter of 2025 it sold 80,100 cars.", "80,100 cars", "Q2 2025", Fact),
            ("The share rose to about 19 % on 30 June 2025.", "about 19 %", "30 Jun 2025", Fact),
            ("5G, 36Kr and the YU7 are names.", "", "", Fact),
        ] {
            assert_eq!(read(passage), (quantity.to_owned(), period.to_owned(), kind), "{passage}");
        }
    }

    #[test]
    fn a_number_keeps_to_its_sentence() {
        let (quantity, period, kind) = read("It runs more than 90 shops. Its target for 2024 is 130,000 cars.");
        assert_eq!((quantity.as_str(), period.as_str(), kind), ("more than 90 shops", "", ClaimKind::Fact));
    }

    #[test]
    fn voices_stand_outermost_first() {
        let context = Context { published: None, publisher: "The desk".into() };
        let draft = draft("According to Reuters, sales rose.", &context);
        assert_eq!(draft.attribution, ["The desk", "Reuters"]);
    }
}
