//! A claim prepared for the rules: what it is about under all its names, what its number can mean, and what its words say.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::cues::{Cue, Cues};
use super::interval::Interval;
use super::ledger::Reader;
use super::stated::{Meaning, first_digits};
use crate::notebook::{
    Claim, ClaimId, ClaimKind, Document, DocumentId, NameKey, Nature, Notebook, Period, Quantity, Status, TermKind, TextRange,
    UnitFamily, UnitSort,
};

/// A number as a claim states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// As stated.
    pub quantity: Quantity,
    /// The sort of its unit; nouns that the measure counts as one are one.
    pub sort: UnitSort,
    /// What it can mean, in the base of its sort.
    pub meaning: Meaning,
}

impl Number {
    /// Whether two numbers can be compared: they have units of one sort. What one measure counts as one need not be one for another.
    pub fn is_like(&self, other: &Self) -> bool {
        self.sort.is_like(&other.sort) || UnitSort::of_quantity(&self.quantity).is_like(&UnitSort::of_quantity(&other.quantity))
    }

    /// The stated value in the base of its sort; the middle of a range.
    pub fn value(&self) -> Option<Decimal> {
        let (low, high) = (self.quantity.value.low(), self.quantity.value.high());
        low.checked_add(high)?.checked_div(Decimal::TWO)?.checked_mul(self.sort.factor)
    }

    /// Its digits without the zeros at its end: those of “1,200” and of “0.012” are 12.
    pub fn digits(&self) -> String {
        let value = self.quantity.value.low().normalize().abs();
        value.mantissa().to_string().trim_end_matches('0').to_owned()
    }

    /// Whether its last digit is at most one hundredth of it: a figure that somebody counted.
    pub fn is_exact(&self) -> bool {
        self.digits().len() >= 4 && !self.quantity.approx
    }
}

/// A claim prepared for the rules.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The claim.
    pub claim: ClaimId,
    /// Fact, target, forecast…
    pub kind: ClaimKind,
    /// Whom or what it is about.
    pub subject: NameKey,
    /// What is measured.
    pub measure: NameKey,
    /// The measure as typed, in lower case.
    pub measure_words: String,
    /// Its number; `None` if it has none that was understood.
    pub number: Option<Number>,
    /// The period that it is about.
    pub period: Option<Period>,
    /// The source, and where in it the claim's first passage is.
    pub place: Option<(DocumentId, TextRange)>,
    /// The day on which its source was published.
    pub said_on: Option<Date>,
    /// Who says so, outermost first.
    pub voices: Vec<NameKey>,
    /// Whose number it is: the innermost voice, or who published it.
    pub speaker: Option<NameKey>,
    /// What the name of its measure says.
    pub of_measure: Cues,
    /// What its sentence, statement and fields say.
    pub of_text: Cues,
    /// Factors that its sentence names: “doubled”.
    pub multiple: Option<super::multiple::Multiple>,
    /// Whether its measure is a level or an amount: as its term says, or as its name does.
    pub nature: Nature,
    /// Whether its term or its name says that it is an amount: not only that nothing says it is a level.
    pub is_surely_flow: bool,
    /// Whether its number is the amount of a change, not a level.
    pub is_change: bool,
    /// Whether something rose (`true`) or fell by its number, as its sentence is read.
    pub rises: Option<bool>,
    /// Whether its words have brackets, in which a conversion may stand.
    pub has_brackets: bool,
    /// How many numbers its words have, years left out.
    pub numbers: usize,
    /// Whether somebody said that it is overtaken by a later claim.
    pub is_superseded: bool,
}

impl Figure {
    /// Prepares a claim.
    pub fn of(notebook: &Notebook, claim: &Claim, reader: &dyn Reader) -> Self {
        let vocabulary = notebook.vocabulary();
        let source = claim.document().and_then(|id| notebook.documents.get(id));
        let measure_words = claim.measure.trim().to_lowercase();
        let text = text_of(claim).to_lowercase();
        let (of_measure, of_text) = (Cues::of(&measure_words), Cues::of(&text));
        let number = number_of(notebook, claim);
        let rises = number.as_ref().filter(|number| is_share(number)).and_then(|_| direction(claim, source, reader));
        let period = claim.understood_period();
        let measure = vocabulary.key(TermKind::Measure, &claim.measure);
        let said = measure.term().and_then(|id| notebook.terms.get(id)).and_then(|term| term.nature);
        let guessed = |period: Option<Period>| said.unwrap_or_else(|| Nature::guessed(&measure_words, period.into_iter()));
        Self {
            claim: claim.id,
            kind: claim.kind,
            subject: vocabulary.key(TermKind::Subject, &claim.subject),
            measure,
            is_change: number.as_ref().is_some_and(|number| {
                let is_named = of_measure.has(Cue::ChangeNoun)
                    || of_measure.any(&[Cue::Rise, Cue::Fall]) && !of_measure.any(&[Cue::Opened, Cue::Closed]);
                // “Lost 18 % of its customers” is the level of a churn rate.
                let is_rate = of_measure.has(Cue::NotAdditive);
                let says_so = || !is_rate && rises.is_some() || of_text.any(&[Cue::Rise, Cue::Fall]) && says_by(claim);
                number.sort.family == UnitFamily::Points || is_named || is_share(number) && says_so()
            }),
            rises,
            nature: guessed(period),
            // Of something that says nothing, single days are levels.
            is_surely_flow: guessed(period.and_then(|period| Period::day(period.start))) == Nature::Flow,
            number,
            period,
            place: claim.passages.first().map(|passage| (passage.document, passage.range)),
            said_on: source.and_then(|document| document.details.published),
            speaker: speaker(claim, source).map(|voice| vocabulary.key(TermKind::Voice, voice)),
            voices: claim.attribution.iter().map(|voice| vocabulary.key(TermKind::Voice, voice)).collect(),
            of_measure,
            of_text,
            multiple: super::multiple::Multiple::of(&text),
            has_brackets: claim.passages.first().is_some_and(|passage| passage.quote.contains(['(', '（'])),
            numbers: claim.passages.first().map_or(0, |passage| numbers_in(&passage.quote)),
            measure_words,
            is_superseded: claim.status == Status::Superseded,
        }
    }

    /// Whether it reports what happened or is.
    pub fn is_fact(&self) -> bool {
        self.kind == ClaimKind::Fact
    }

    /// Whether it sets out to reach something.
    pub fn is_aim(&self) -> bool {
        matches!(self.kind, ClaimKind::Target | ClaimKind::Plan)
    }

    /// Whether its number is an amount that can be added to others: not a share, a rate, a price or an average.
    pub fn is_additive(&self) -> bool {
        let is_amount = |number: &Number| {
            matches!(number.sort.family, UnitFamily::Count | UnitFamily::Money | UnitFamily::Physical)
                && number.quantity.per.is_empty()
                && number.quantity.unit != "×"
        };
        self.number.as_ref().is_some_and(is_amount) && !self.of_measure.has(Cue::NotAdditive)
    }

    /// Whether its number is a share or a change in per cent.
    pub fn is_per_cent(&self) -> bool {
        self.number.as_ref().is_some_and(|number| number.sort.family == UnitFamily::Share)
    }

    /// What its number can mean, read strictly; `None` without one.
    pub fn strict(&self) -> Option<Interval> {
        Some(self.number.as_ref()?.meaning.strict)
    }

    /// The document of its first passage.
    pub fn document(&self) -> Option<DocumentId> {
        Some(self.place?.0)
    }

    /// Whether two claims are of one source, or of one voice: what is compared has one scope.
    pub fn is_of_one_voice_with(&self, other: &Self) -> bool {
        self.shares_source_with(other) || self.speaker.is_some() && self.speaker == other.speaker
    }

    /// Whether two claims have a source in common.
    pub fn shares_source_with(&self, other: &Self) -> bool {
        self.document().is_some() && self.document() == other.document()
    }

    /// Whether the two rest on overlapping words of one source.
    pub fn shares_words_with(&self, other: &Self) -> bool {
        matches!((self.place, other.place), (Some((one, mine)), Some((two, theirs))) if one == two && mine.overlaps(theirs))
    }
}

fn speaker<'a>(claim: &'a Claim, source: Option<&'a Document>) -> Option<&'a str> {
    let publisher = || source.map(|document| document.details.publisher.as_str());
    claim.attribution.last().map(String::as_str).or_else(publisher).filter(|voice| !voice.trim().is_empty())
}

/// All that a claim says in words.
fn text_of(claim: &Claim) -> String {
    let mut text = String::with_capacity(256);
    let quotes = claim.passages.iter().map(|passage| passage.quote.as_str());
    let typed =
        [claim.quantity.as_ref().map(|typed| typed.text.as_str()), claim.period.as_ref().map(|typed| typed.text.as_str())];
    for part in quotes.chain([claim.statement.as_str(), claim.measure.as_str()]).chain(typed.into_iter().flatten()) {
        text.push_str(part);
        text.push_str(" \n");
    }
    text
}

fn number_of(notebook: &Notebook, claim: &Claim) -> Option<Number> {
    let stated = claim.quantity.as_ref()?;
    let quantity = stated.understood.as_ref()?;
    let sort = notebook.sort_counted(&claim.measure, quantity);
    let meaning = Meaning::of(quantity, &stated.text).scaled(sort.factor)?;
    Some(Number { quantity: quantity.clone(), sort, meaning })
}

fn is_share(number: &Number) -> bool {
    number.sort.family == UnitFamily::Share
}

/// Whether something rose or fell by the number of a claim, as its sentence is read.
fn direction(claim: &Claim, source: Option<&Document>, reader: &dyn Reader) -> Option<bool> {
    let (quote, stated) = (&claim.passages.first()?.quote, claim.understood_quantity()?);
    let read = reader.read(quote, source);
    let is_own = |read: &&super::ledger::Read| {
        read.quantity.value.low().abs() == stated.value.low().abs() && read.quantity.unit == stated.unit
    };
    read.iter().find(is_own)?.rises
}

/// The number of numbers in digits of a text, without years.
fn numbers_in(text: &str) -> usize {
    let runs = text.split(|letter: char| !(letter.is_ascii_digit() || ".,".contains(letter)));
    let is_year = |run: &str| run.len() == 4 && matches!(run.parse::<u32>(), Ok(1900..2100));
    runs.map(|run| run.trim_matches(['.', ','])).filter(|run| !run.is_empty() && !is_year(run)).count()
}

/// Words before the amount of a change.
const BY: [&str; 28] = [
    "by",
    "um",
    "up",
    "down",
    "plus",
    "minus",
    "rose",
    "grew",
    "fell",
    "gained",
    "lost",
    "by about",
    "by around",
    "by roughly",
    "by nearly",
    "by almost",
    "by some",
    "增长",
    "下降",
    "增加",
    "减少",
    "上升",
    "下跌",
    "增长了",
    "下降了",
    "增长约",
    "下降约",
    "上涨",
];
/// Words before the amount of a change if a word for a change is before them: “growth of”, « augmenté de », “creció un”.
const OF: [&str; 7] = ["of", "de", "d'", "d’", "en", "un", "del"];

/// “rose by 5 %”, „um 5 %“, « de 5 % », 增长5%.
fn says_by(claim: &Claim) -> bool {
    let Some(stated) = &claim.quantity else { return false };
    let digits = first_digits(&stated.text);
    let texts = claim.passages.iter().map(|passage| &passage.quote).chain([&claim.statement]);
    let is_beside = |text: String| {
        text.match_indices(digits).any(|(at, _)| {
            let is_part = |letter: char| letter.is_ascii_digit();
            let after = text[at + digits.len()..].trim_start_matches(['.', ',']);
            if text[..at].ends_with(|letter: char| is_part(letter) || ".,".contains(letter)) || after.starts_with(is_part) {
                return false;
            }
            let before = text[..at].trim_end_matches(|letter: char| letter.is_whitespace() || "+-−".contains(letter));
            let without = |word: &str| {
                let rest = before.strip_suffix(word)?;
                (!word.is_ascii() || !rest.ends_with(char::is_alphanumeric)).then_some(rest)
            };
            let is_change = |rest: &str| {
                let last = rest.split_whitespace().next_back().unwrap_or_default();
                Cues::of(last).any(&[Cue::Rise, Cue::Fall])
            };
            BY.iter().any(|word| without(word).is_some()) || OF.iter().any(|word| without(word).is_some_and(is_change))
        })
    };
    !digits.is_empty() && texts.map(|text| text.to_lowercase()).any(is_beside)
}
