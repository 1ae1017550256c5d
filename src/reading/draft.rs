//! Drafts a claim: puts what was read in a sentence into the fields of a claim.
//!
//! Fills in only what the words say, and leaves the rest to the analyst.

use jiff::civil::Date;

use super::assertions::Assertion;
use super::claim::ReadClaim;
use super::cues::{Modality, Rule};
use super::language::{Language, language_of, language_of_run};
use super::lexicon::Class;
use super::quantities::{QuantityMention, Role, UnitSort};
use super::reader::Reader;
use super::subjects::is_point;
use super::times::{PeriodError, TimeMention, When};
use super::tokens::Tokens;
use super::{field, segment, traditional};
use crate::notebook::{Claim, ClaimKind, StatedPeriod, StatedQuantity, TextRange};

/// Facts about a passage that its words do not state.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The day the document was published.
    pub published: Option<Date>,
    /// Who published it: the outermost voice.
    pub publisher: String,
    /// The language of the document; detected from the passage if absent.
    pub language: Option<Language>,
}

/// The fields that could be filled in; the others are empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// The sort of assertion.
    pub kind: ClaimKind,
    /// Whom it is about; empty if the words name nobody.
    pub subject: String,
    /// What is counted or measured.
    pub measure: String,
    /// The main quantity, with its bound and unit.
    pub quantity: Option<StatedQuantity>,
    /// The period that it is about.
    pub period: Option<StatedPeriod>,
    /// Who says so, outermost first.
    pub attribution: Vec<String>,
}

impl Draft {
    /// Copies its fields into a claim.
    pub fn fill(self, claim: &mut Claim) {
        claim.kind = self.kind;
        claim.subject = self.subject;
        claim.measure = self.measure;
        claim.quantity = self.quantity;
        claim.period = self.period;
        claim.attribution = self.attribution;
    }

    /// Drafts the claim of one of the assertions of a sentence that was read in `text`.
    pub fn of(text: &str, claim: &ReadClaim, assertion: &Assertion, publisher: &str) -> Self {
        let quantity = claim.quantity_of(assertion);
        let mut attribution: Vec<String> = voice(publisher).into_iter().collect();
        for name in claim.voices.iter().map(|voice| &voice.name) {
            if !attribution.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                attribution.push(name.clone());
            }
        }
        Self {
            kind: assertion.kind,
            subject: assertion
                .subject
                .map_or_else(String::new, |range| crate::notebook::in_one_line(&text[range.start..range.end])),
            measure: quantity.map_or_else(String::new, |quantity| measure(text, claim, assertion, quantity)),
            quantity: quantity.map(|quantity| match (assertion.before, assertion.negated) {
                (true, _) => left_behind(quantity),
                (_, true) => denied(text, quantity),
                _ => stated(text, quantity),
            }),
            period: match quantity {
                Some(quantity) if assertion.before || quantity.role == Role::OldLevel => {
                    base_time(text, claim, assertion, quantity)
                }
                _ => claim.time_of(quantity).and_then(|time| stated_time(text, time)),
            },
            attribution,
        }
    }
}

fn voice(publisher: &str) -> Option<String> {
    Some(publisher.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Keeps a number that is denied as words, so that no chart takes it for what is so.
fn denied(text: &str, quantity: &QuantityMention) -> StatedQuantity {
    let said = crate::notebook::in_one_line(&text[quantity.phrase.start..quantity.phrase.end]);
    // “a £20m loan” is denied as “not £20m”.
    let said = ["a ", "an ", "the "].iter().find_map(|article| said.strip_prefix(article)).unwrap_or(&said);
    StatedQuantity { text: format!("not {said}"), understood: None }
}

/// The level before a change.
fn left_behind(quantity: &QuantityMention) -> StatedQuantity {
    let understood = quantity.base();
    StatedQuantity { text: understood.to_string(), understood: Some(understood) }
}

/// Returns a quantity as words and value. Words that would be parsed differently, such as a fall without its sign, are written
/// out from the value, so that they can be edited.
fn stated(text: &str, quantity: &QuantityMention) -> StatedQuantity {
    let understood = quantity.quantity();
    let said = &text[quantity.phrase.start..quantity.phrase.end];
    let plain = super::parse_quantity(said).is_ok_and(|again| again.value == understood.value && again.bound == understood.bound);
    let text = if plain { crate::notebook::in_one_line(said) } else { understood.to_string() };
    StatedQuantity { text, understood: Some(understood) }
}

/// The time of a level that another one is held against: a year before the main one where the words say so, its own, or none. That of the
/// main number is not its own.
fn base_time(text: &str, claim: &ReadClaim, assertion: &Assertion, quantity: &QuantityMention) -> Option<StatedPeriod> {
    const A_YEAR_BEFORE: [&str; 12] = [
        "a year earlier",
        "a year before",
        "a year ago",
        "the year before",
        "one year earlier",
        "a year previously",
        "in the prior year",
        "the prior year",
        "the previous year",
        "un an plus tôt",
        "un an auparavant",
        "l’année précédente",
    ];
    let main = claim.main()?;
    let rest = text[quantity.phrase.end.min(claim.sentence.end)..claim.sentence.end].trim_start();
    let begins = |words: &&str| rest.get(..words.len()).is_some_and(|rest| rest.eq_ignore_ascii_case(words));
    let dated = main.time.and_then(|time| claim.times.get(time)).and_then(TimeMention::period);
    if let Some(period) = dated.filter(|_| A_YEAR_BEFORE.iter().any(begins)) {
        let earlier = period.years_earlier(1)?;
        return Some(StatedPeriod { text: earlier.to_string(), understood: Some(earlier) });
    }
    // “from 9.4 %” was before; “against the 3 % that was expected” is of the same time.
    let before = text[claim.sentence.start..quantity.phrase.start.max(claim.sentence.start)].trim_end();
    let is_left = assertion.before || ["from", "than", "de"].iter().any(|word| before.ends_with(word));
    // A forecast that was changed was of the same time: “we assume $10,400 in 2026, up from $9,800”.
    let foretells = matches!(claim.kind, ClaimKind::Forecast | ClaimKind::Target | ClaimKind::Estimate);
    // What will be reached is not what it was reached from: “will reach £12m in 2027, up from £8.2m”.
    let revised = claim.modality == Modality::Asserted;
    if is_left && foretells && revised && quantity.time.is_none_or(|time| Some(time) == main.time) {
        return main.time.and_then(|time| claim.times.get(time)).and_then(|time| stated_time(text, time));
    }
    // “That was down from 74 % in 2023” says when.
    let is_main = std::ptr::eq(main, quantity);
    let is_left = is_left && !is_main;
    let own = quantity.time.filter(|time| !is_left || Some(*time) != main.time)?;
    claim.times.get(own).and_then(|time| stated_time(text, time))
}

fn stated_time(text: &str, time: &TimeMention) -> Option<StatedPeriod> {
    let understood = time.period();
    let waits = matches!(time.when, When::Unresolved(PeriodError::NoReference));
    let said = crate::notebook::in_one_line(&text[time.range.start..time.range.end]);
    (understood.is_some() || waits).then_some(StatedPeriod { text: said, understood })
}

/// Finds what is counted: the noun after the number; for money and shares, what the sentence names, or else the last measure before it.
fn measure(text: &str, claim: &ReadClaim, assertion: &Assertion, quantity: &QuantityMention) -> String {
    let is_chinese = |range: TextRange| text[range.start..range.end].contains(super::tokens::is_ideograph);
    if let Some(range) = assertion.measure.filter(|range| is_chinese(*range)) {
        return text[range.start..range.end].to_owned();
    }
    if quantity.unit.sort == UnitSort::Counted && !is_point(quantity) {
        return counted(text, quantity);
    }
    let change = |named: String| match quantity.role {
        Role::Delta | Role::Shortfall if !named.is_empty() => format!("change of {named}"),
        _ => named,
    };
    if let Some(range) = assertion.measure {
        let words = crate::notebook::in_one_line(&text[range.start..range.end]);
        let opens =
            text[claim.sentence.start..range.start.max(claim.sentence.start)].chars().all(|letter| !letter.is_alphanumeric());
        return change(if opens { uncapitalised(&words) } else { words });
    }
    if let Some(deed) = assertion.deed {
        return change(deed.to_owned());
    }
    let before = &text[claim.sentence.start..quantity.range.start.max(claim.sentence.start)];
    let named = last_measure(before).unwrap_or_default();
    change(named)
}

/// A phrase as it stands within a sentence: “Gross margin” is “gross margin”, “EBITDA margin” stays.
fn uncapitalised(phrase: &str) -> String {
    let first = phrase.split([' ', '-']).next().unwrap_or_default();
    let is_name = first.chars().skip(1).any(char::is_uppercase) || first.chars().count() < 2;
    if is_name { phrase.to_owned() } else { crate::notebook::uncapitalised(phrase) }
}

/// The counted noun as the text has it: “directly operated stores”.
fn counted(text: &str, quantity: &QuantityMention) -> String {
    let said = &text[quantity.range.start..quantity.range.end];
    let head = quantity.unit.short.split(' ').next().unwrap_or_default();
    // “ferries” of “ferry”.
    let stem = head.strip_suffix('y').unwrap_or(head);
    let start = said.find(stem).filter(|_| stem.len() > 1);
    let noun = start.map_or(quantity.unit.short.to_string(), |start| said[start..].to_owned());
    let noun = noun.split(" per ").next().unwrap_or_default().split(" a ").next().unwrap_or_default();
    if !noun.contains(super::tokens::is_ideograph) { noun.to_owned() } else { quantity.unit.short.to_string() }
}

/// Finds the last word for something that is measured, with the word that qualifies it: “gross margin”, “market share”.
fn last_measure(before: &str) -> Option<String> {
    let [(english, style), (french, _)] = field::grammars();
    let find = |tokens: &Tokens<'_>| {
        let at = (0..tokens.len()).rev().find(|&at| tokens.is(at, Class::MEASURE))?;
        let kinds = [
            "gross",
            "net",
            "operating",
            "market",
            "overseas",
            "retail",
            "online",
            "annual",
            "quarterly",
            "total",
            "vehicle",
            "car",
            "unit",
            "store",
        ];
        let start = at.checked_sub(1).filter(|&kind| tokens.any(kind, &kinds)).unwrap_or(at);
        let range = tokens.range(start, at + 1);
        Some(tokens.text[range.start..range.end].to_lowercase())
    };
    field::with_tokens(before, english, style, find).or_else(|| field::with_tokens(before, french, style, find))
}

/// The longest passage that is read, in bytes. A longer one, pages perhaps, makes more than one claim: nothing is guessed from
/// it.
const MAX_PASSAGE: usize = 1_500;

/// Drafts a claim from a passage. Of several sentences the first with a number is used alone, because a number must not get
/// another sentence’s year. A passage of more than 1,500 bytes is not read.
///
/// ```
/// use claimbook::notebook::ClaimKind;
/// use claimbook::reading::{Context, draft};
///
/// let context = Context { publisher: "The Gazette".into(), ..Context::default() };
/// let draft = draft("Acme aims to sell 130,000 cars by 2027.", &context);
/// assert_eq!(draft.kind, ClaimKind::Target);
/// assert_eq!(draft.quantity.unwrap().text, "130,000 cars");
/// assert_eq!(draft.attribution, ["The Gazette"]);
/// ```
pub fn draft(passage: &str, context: &Context) -> Draft {
    let unread = || Draft { attribution: voice(&context.publisher).into_iter().collect(), ..Draft::default() };
    if passage.len() > MAX_PASSAGE {
        return unread();
    }
    let language = context.language.map_or_else(|| language_of(passage), |whole| language_of_run(passage, whole, whole));
    let mut reader = Reader::of_choice(language, context.published);
    let simple = traditional::simplified(passage);
    let text = simple.as_deref().unwrap_or(passage);
    let mut claims: Vec<ReadClaim> = segment::readable_sentences(text).filter_map(|range| reader.sentence(text, range)).collect();
    if let Some(simple) = &simple {
        claims.iter_mut().for_each(|claim| claim.name_as_in(passage, simple));
    }
    let speaking = claims.iter().find(|claim| claim.main().is_some()).or_else(|| claims.first());
    let mut draft = speaking.map_or_else(unread, |claim| Draft::of(passage, claim, &claim.assertions[0], &context.publisher));
    // The voice may be named in another sentence of the selection.
    if draft.attribution.len() < 2
        && let Some(claim) = claims.iter().find(|claim| !claim.voices.is_empty())
    {
        draft.attribution = Draft::of(passage, claim, &claim.assertions[0], &context.publisher).attribution;
    }
    draft
}

/// Returns the reasons why a claim was read as it was, in words, each with its range in the text: for the sidebar.
pub fn reasons(claim: &ReadClaim) -> Vec<(&'static str, TextRange)> {
    let mut reasons: Vec<(&'static str, TextRange)> = Vec::new();
    for cue in &claim.evidence {
        let whole = cue.rule == Rule::Question;
        let range = if whole { claim.sentence } else { cue.range };
        if !reasons.iter().any(|(label, _)| *label == cue.rule.label()) {
            reasons.push((cue.rule.label(), range));
        }
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(passage: &str) -> (String, String, ClaimKind) {
        let context = Context { published: Some(date(2025, 12, 2)), publisher: "The desk".into(), language: None };
        let draft = draft(passage, &context);
        let quantity = draft.quantity.and_then(|stated| stated.understood).map(|quantity| quantity.to_string());
        let period = draft.period.and_then(|stated| stated.understood).map(|period| period.to_string());
        (quantity.unwrap_or_default(), period.unwrap_or_default(), draft.kind)
    }

    #[test]
    fn the_first_number_its_period_and_its_kind_are_filled_in() {
        use ClaimKind::{Fact, Target};
        for (passage, quantity, period, kind) in [
            ("The SU7 has a sales target of 140,000 units for 2024.", "140,000 units", "2024", Target),
            ("It runs more than 90 shops abroad today", "more than 90 shops", "2 Dec 2025", Fact),
            ("The president wants to open 9,000 shops overseas in 5 years.", "9,000 shops", "by end of Dec 2030", Target),
            ("It plans to open a dozen flagships by the end of 2026.", "12 flagships", "by end of 2026", Target),
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
        let context = Context { published: None, publisher: "The desk".into(), language: None };
        let draft = draft("According to Reuters, sales rose.", &context);
        assert_eq!(draft.attribution, ["The desk", "Reuters"]);
    }
}
