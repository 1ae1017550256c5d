//! What a number is about, and what it measures: put together from its sentence and from what earlier sentences named.

use super::assertions::Assertion;
use super::lexicon::Class;
use super::phrases::{self, Phrase, Sentence};
use super::quantities::{QuantityMention, UnitSort};
use super::subjects;
use super::tokens::{Kind, Tokens};
use crate::notebook::{ClaimKind, TextRange};

/// What earlier sentences leave for later ones.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// Who was named last as the one who did something: “it” and “the company” lead back to them.
    pub last: Option<TextRange>,
    /// What the last number was about and measured: “that compares with 365”.
    before: Option<(Option<TextRange>, Option<TextRange>, Option<&'static str>)>,
}

impl Named {
    /// Remembers what the first number of a sentence was about.
    pub fn remember(&mut self, first: Option<&Assertion>) {
        if let Some(first) = first.filter(|first| first.quantity.is_some()) {
            self.before = Some((first.subject, first.measure, first.deed));
        }
    }
}

/// What a number is about, and what it measures.
#[derive(Debug, Default)]
pub(super) struct About {
    subject: Option<TextRange>,
    measure: Option<TextRange>,
    deed: Option<&'static str>,
}

impl About {
    pub fn assertion(self, quantity: usize, kind: ClaimKind, negated: bool) -> Assertion {
        let Self { subject, measure, deed } = self;
        Assertion { quantity: Some(quantity), before: false, kind, negated, subject, measure, deed }
    }

    /// “$3m, or 40 cents a share” states one measure twice: without one of its own, a number measures what the number before it does, and
    /// is about the same, or about whoever was named last.
    pub fn led_on(mut self, before: Option<&Assertion>, quantity: &QuantityMention, named: &Named) -> Self {
        if let Some(before) = before
            && self.measure.is_none()
            && self.deed.is_none()
            && quantity.unit.sort != UnitSort::Counted
        {
            (self.measure, self.deed) = (before.measure, before.deed);
        }
        self.subject = self.subject.or_else(|| before.and_then(|before| before.subject)).or(named.last);
        self
    }
}

/// Finds what a number is about. `named`: the first name of the sentence.
pub(super) fn about(
    sentence: Sentence<'_>,
    quantity: &QuantityMention,
    named: Option<TextRange>,
    earlier: &mut Named,
) -> About {
    let tokens = sentence.tokens;
    if let Some((subject, measure, deed)) = earlier.before.filter(|_| compares(tokens)) {
        return About { subject, measure, deed };
    }
    let range_of = |phrase: Phrase| tokens.range(phrase.start, phrase.end);
    let noun = counted_noun(tokens, quantity);
    // “There are 2,200 farms left”, “Some 400 jobs are at risk”: they are about what they count.
    let exists = is_existential(tokens, quantity) || opens_with(tokens, quantity);
    let phrase = if exists { None } else { subjects::subject_of(sentence, quantity) };
    let measure = subjects::measure_of(sentence, quantity, phrase);
    let deed = if measure.is_none() { subjects::deed_of(tokens, quantity) } else { None };
    let subject = match phrase {
        Some(phrase) if phrases::stands_for(tokens, phrase) => {
            let own = tokens.any(phrase.start, &["we", "nous"]).then(|| range_of(phrase));
            // “The council”, where nobody was named before, is itself.
            let itself = !tokens.is(phrase.end - 1, Class::PRONOUN);
            earlier.last.or(own).or_else(|| itself.then(|| tokens.range(phrase.start.saturating_sub(1), phrase.end)))
        }
        Some(phrase) => {
            let owner = if is_place(tokens, phrase.end - 1) { phrase } else { subjects::possessor(tokens, phrase) };
            let range = range_of(owner);
            if phrases::is_actor(sentence, owner) || is_named(tokens, owner) {
                earlier.last = Some(range);
            }
            // “Its revenue” is that of whoever was named last.
            let theirs = owner.start > 0
                && tokens.any(owner.start - 1, &["its", "their", "his", "her", "our", "sa", "son", "ses", "leur", "leurs"]);
            if theirs { earlier.last.or(Some(range)) } else { Some(range) }
        }
        None => {
            let owner = measure.and_then(|measure| subjects::owner_of(sentence, measure)).map(range_of);
            owner.or(noun.filter(|_| exists).map(range_of)).or(named)
        }
    };
    About { subject, measure: measure.map(range_of), deed }
}

/// “That compares with 365 a year earlier”: the sentence goes on about the number before it.
fn compares(tokens: &Tokens<'_>) -> bool {
    tokens.any(0, &["that", "this", "it", "which", "cela", "ceci"])
        && (1..4).any(|at| tokens.any(at, &["compares", "compared", "compare", "contrasts", "représentait"]))
        && (2..5).any(|at| tokens.any(at, &["with", "to", "à", "avec"]))
}

/// The noun of what a number counts; `None` if it counts nothing.
fn counted_noun(tokens: &Tokens<'_>, quantity: &QuantityMention) -> Option<Phrase> {
    let end = quantity.tokens.1;
    let number = Class::NUMBER.or(Class::TENS).or(Class::SCALE).or(Class::VAGUE);
    let is_number = |at: usize| tokens.kind(at) != Some(Kind::Word) || tokens.is(at, number) || tokens.is(at, Class::FUNCTION);
    let start = (quantity.tokens.0..end).rev().find(|&at| is_number(at) && !tokens.dash(at)).map_or(quantity.tokens.0, |at| at + 1);
    (quantity.unit.sort == UnitSort::Counted && start < end).then_some(Phrase { start, end })
}

/// “there are 2,200 farms”, « il reste 2 200 exploitations », « il y a ».
fn is_existential(tokens: &Tokens<'_>, quantity: &QuantityMention) -> bool {
    let before = quantity.tokens.0.saturating_sub(7)..quantity.tokens.0;
    before.clone().any(|at| {
        tokens.any(at, &["there"]) && tokens.is(at + 1, Class::AUXILIARY.or(Class::WILL).or(Class::MAY))
            || tokens.any(at, &["il"])
                && (at + 1..at + 4).any(|near| tokens.any(near, &["reste", "restait", "restera", "manque", "existe"]) || tokens.words(near, &["y", "a"]))
    })
}

/// “Some 400 jobs are at risk”: the number begins the sentence, and a verb follows what it counts.
fn opens_with(tokens: &Tokens<'_>, quantity: &QuantityMention) -> bool {
    let (start, end) = quantity.tokens;
    let opens = (0..start).all(|at| {
        tokens.is(at, Class::DETERMINER.or(Class::BOUND_END).or(Class::COMPARATIVE))
            || tokens.quotes(at)
            || tokens.any(at, &["quelque", "environ", "près", "plus", "au", "total", "de", "up", "another", "nearly"])
    });
    opens && quantity.unit.sort == UnitSort::Counted && (end..end + 5).any(|at| super::verbs::is_finite(tokens, at))
}

/// Whether a phrase holds a name within it: “the Humber yard”. What is measured is none.
fn is_named(tokens: &Tokens<'_>, phrase: Phrase) -> bool {
    (phrase.start..phrase.end).any(|at| tokens.capital(at) && at > 0 && tokens.kind(at) == Some(Kind::Word) && tokens.str(at).len() > 2)
        && !tokens.is(phrase.end - 1, Class::MEASURE.or(Class::UP).or(Class::DOWN))
}

/// Whether a word is for a place or a part of somebody that does things of its own: “the theatre’s café”.
fn is_place(tokens: &Tokens<'_>, at: usize) -> bool {
    const PLACES: [&str; 28] = [
        "café", "port", "plant", "factory", "yard", "shop", "store", "terminal", "mill", "branch", "arm", "site", "mine", "farm", "hotel",
        "school", "hospital", "airport", "museum", "restaurant", "line", "fleet", "app", "platform", "website", "campus", "depot",
        "warehouse",
    ];
    tokens.any(at, &PLACES) || phrases::is_organisation(tokens, at)
}
