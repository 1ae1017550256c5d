//! What a number is about, and what it measures: put together from its sentence and from what earlier sentences named.

use super::assertions::Assertion;
use super::lexicon::Class;
use super::nouns;
use super::phrases::{self, Phrase, Sentence};
use super::quantities::{QuantityMention, Role, UnitSort};
use super::tokens::{Kind, Tokens};
use super::{deeds, subjects};
use crate::notebook::{ClaimKind, TextRange};

/// Whoever speaks or writes.
const OURSELVES: [&str; 4] = ["we", "i", "nous", "je"];

/// The second half of « celui-ci », « celle-là ».
const THERE: [&str; 2] = ["ci", "là"];

/// Whether a phrase that stands for somebody is a pronoun, not a noun such as “the company”.
fn is_pronoun(tokens: &Tokens<'_>, phrase: Phrase) -> bool {
    tokens.is(phrase.end - 1, Class::PRONOUN) || tokens.any(phrase.end - 1, &THERE)
}

/// What earlier sentences leave for later ones.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// Whom the text is about, as far as one can tell: who did something first. “The company” leads back to it, where nobody else was
    /// named in the sentence before.
    main: Option<TextRange>,
    /// Who did something last: “it” leads back to them.
    pub last: Option<TextRange>,
    /// Who was named last, and how many sentences ago.
    name: Option<(TextRange, u32)>,
    /// What the sentence is about, as far as its first words say: “its price” is that of it.
    here: Option<TextRange>,
    /// What the last number was about and measured: “that compares with 365”.
    before: Option<(Option<TextRange>, Option<TextRange>, Option<&'static str>)>,
}

impl Named {
    /// Begins a sentence.
    pub fn begin(&mut self) {
        self.name = self.name.map(|(name, age)| (name, age + 1));
        self.here = None;
    }

    /// Remembers what a sentence is about, as far as its first words say: a name, or an organisation, before a verb or a comma.
    pub fn opens(&mut self, sentence: Sentence<'_>) {
        let tokens = sentence.tokens;
        let mut at = 0;
        while at < tokens.len()
            && (tokens.quotes(at) || tokens.is(at, Class::DETERMINER) || tokens.kind(at) == Some(Kind::Number))
        {
            at += 1;
        }
        let Some(phrase) = phrases::phrase_after(sentence, at) else { return };
        let follows = tokens.mark(phrase.end, ",") || super::verbs::is_finite(tokens, phrase.end);
        let somebody = is_named(tokens, phrase) || phrases::is_organisation(tokens, phrase.end - 1);
        let range = tokens.range(phrase.start, phrase.end);
        if follows && somebody && !sentence.people.hold(&tokens.text[range.start..range.end]) {
            self.here = Some(range);
        }
    }

    /// Remembers a name with which a sentence begins.
    pub fn opens_with(&mut self, name: TextRange) {
        self.main = self.main.or(Some(name));
        self.last = Some(name);
        self.name = Some((name, 0));
    }

    /// Remembers who does something.
    fn acts(&mut self, sentence: Sentence<'_>, who: Phrase) {
        let tokens = sentence.tokens;
        let range = tokens.range(who.start, who.end);
        if sentence.people.hold(&tokens.text[range.start..range.end]) {
            return;
        }
        let titled = (who.start..who.end).any(|at| tokens.is(at, Class::TITLE.or(Class::SPEAKER)));
        // « activité Éolien » is nobody's name.
        let described = tokens.lexicon.is_french() && !tokens.capital(who.start) && !phrases::is_organisation(tokens, who.start);
        let is_name =
            is_named(tokens, who) && !described || phrases::is_actor(sentence, who) && tokens.capital(who.start) && who.start > 0;
        if is_name && !titled {
            self.opens_with(range);
        } else if phrases::is_organisation(tokens, who.end - 1) && !nouns::is_plural(tokens, who.end - 1) {
            self.last = Some(range);
        }
    }

    /// For whom “it” or “the company” stands: a company for whoever was named, any other office for itself.
    fn stood_for(&self, tokens: &Tokens<'_>, phrase: Phrase) -> Option<TextRange> {
        if tokens.any(phrase.end - 1, &["it", "they", "ils", "elles"])
            || tokens.any(phrase.end - 1, &THERE)
            || tokens.any(phrase.end - 1, &["il", "elle"]) && self.last.is_some()
        {
            return self.here.or(self.last);
        }
        if tokens.is(phrase.end - 1, Class::PRONOUN) {
            return None;
        }
        let fresh = self.name.filter(|(_, age)| *age <= 1).map(|(name, _)| name);
        let company = phrases::is_company(tokens, phrase.end - 1);
        fresh.filter(|_| company).or(self.main.filter(|_| company))
    }

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
        // “19 cents of every dollar, compared with 31 before”: what it is compared with is about the same.
        if quantity.role == Role::OldLevel
            && let Some(before) = before
            && before.subject.is_some()
        {
            self.subject = before.subject;
            if quantity.unit.sort != UnitSort::Counted && before.measure.or(before.deed.map(|_| TextRange::default())).is_some() {
                (self.measure, self.deed) = (before.measure, before.deed);
            }
        }
        self.subject =
            self.subject.or_else(|| before.and_then(|before| before.subject)).or(named.here).or(named.last).or(named.main);
        self
    }
}

/// Finds what a number is about. `named`: the first name of the sentence.
pub(super) fn about(sentence: Sentence<'_>, quantity: &QuantityMention, named: Option<TextRange>, earlier: &mut Named) -> About {
    let tokens = sentence.tokens;
    if let Some((subject, measure, deed)) = earlier.before.filter(|_| compares(tokens)) {
        return About { subject, measure, deed };
    }
    let range_of = |phrase: Phrase| tokens.range(phrase.start, phrase.end);
    let part = parted_noun(tokens, quantity);
    let noun = counted_noun(tokens, quantity).or(part);
    // “There are 2,200 farms left”, “Some 400 jobs are at risk”: they are about what they count.
    let exists = noun.is_some() && is_existential(tokens, quantity) || opens_with(tokens, quantity);
    let phrase = if exists { None } else { subjects::subject_of(sentence, quantity) };
    // “one in five strokes”, « un emploi sur huit »: the part is of those.
    let measure = part.filter(|_| quantity.role != Role::Delta).or_else(|| subjects::measure_of(sentence, quantity, phrase));
    // « … et le rendement moyen à 71,4 quintaux »: without a verb it is about what it measures.
    let elliptic = measure.filter(|measure| {
        let determined = measure.start > 1 && tokens.is(measure.start - 1, Class::DETERMINER);
        determined
            && tokens.any(measure.start - 2, &["and", "et"])
            && (measure.end..quantity.tokens.0).len() <= 2
            && tokens.any(measure.end, &["at", "à"])
    });
    let phrase = elliptic.or(phrase);
    let deed = if measure.is_none() { deeds::deed_of(tokens, quantity) } else { None };
    let subject = match phrase {
        Some(phrase) if phrases::stands_for(tokens, phrase) => {
            let pronoun = is_pronoun(tokens, phrase);
            let stood_for = earlier.stood_for(tokens, phrase);
            if stood_for.is_none() && !pronoun && !phrases::is_company(tokens, phrase.end - 1) {
                earlier.acts(sentence, phrase);
            }
            // “We had £700,000”: whoever speaks.
            let ourselves = tokens.any(phrase.end - 1, &OURSELVES);
            // “The council”, where nobody was named before, is itself; “it” is nobody.
            stood_for.or_else(|| {
                (!pronoun || ourselves).then(|| {
                    let article = usize::from(!ourselves);
                    tokens.range(phrase.start.saturating_sub(article), phrase.end)
                })
            })
        }
        Some(phrase) => {
            let owner = if does_itself(tokens, phrase, quantity) { phrase } else { subjects::possessor(tokens, phrase) };
            let range = range_of(owner);
            earlier.acts(sentence, owner);
            // “Its revenue” is that of whoever was named last.
            let theirs = owner.start > 0
                && tokens.any(owner.start - 1, &["its", "their", "his", "her", "sa", "son", "ses", "leur", "leurs"]);
            if theirs {
                earlier.here.filter(|here| here.start != range.start).or(earlier.last).or(Some(range))
            } else {
                Some(range)
            }
        }
        None => {
            let owner = measure.and_then(|measure| subjects::owner_of(sentence, measure)).map(range_of);
            let whole = share_of(sentence, quantity).filter(|_| exists).map(range_of);
            // “We nudge our forecasts up by 1.5 %”: whoever speaks.
            let first = usize::from(tokens.quotes(0));
            let ourselves = tokens.any(first, &OURSELVES).then(|| tokens.range(first, first + 1));
            owner.or(whole).or(noun.filter(|_| exists).map(range_of)).or(ourselves).or(named)
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
    let start =
        (quantity.tokens.0..end).rev().find(|&at| is_number(at) && !tokens.dash(at)).map_or(quantity.tokens.0, |at| at + 1);
    (quantity.unit.sort == UnitSort::Counted && start < end && start > quantity.tokens.0).then_some(Phrase { start, end })
}

/// The noun of those of whom a number is a part: strokes of “one in five strokes”, écoliers of « les deux tiers des écoliers ».
fn parted_noun(tokens: &Tokens<'_>, quantity: &QuantityMention) -> Option<Phrase> {
    if quantity.unit.sort != UnitSort::Share || quantity.unit.name == "% -" {
        return None;
    }
    let number = Class::NUMBER.or(Class::TENS).or(Class::SCALE).or(Class::PART);
    let is_noun = |at: usize| {
        tokens.kind(at) == Some(Kind::Word)
            && !tokens.is(at, number)
            && !tokens.is(at, Class::FUNCTION.or(Class::DETERMINER).or(Class::PREPOSITION))
            && !tokens.any(at, &["un", "une", "sur", "l", "d", "des", "du", "out"])
    };
    let (start, end) = quantity.tokens;
    let last = (start..end).rev().find(|&at| is_noun(at))?;
    let first = (start..=last).rev().take_while(|&at| is_noun(at) || tokens.dash(at)).last()?;
    Some(Phrase { start: first, end: last + 1 })
}

/// “there are 2,200 farms”, « il reste 2 200 exploitations », « il y a ».
fn is_existential(tokens: &Tokens<'_>, quantity: &QuantityMention) -> bool {
    let before = quantity.tokens.0.saturating_sub(7)..quantity.tokens.0;
    before.clone().any(|at| {
        tokens.any(at, &["there"]) && tokens.is(at + 1, Class::AUXILIARY.or(Class::WILL).or(Class::MAY))
            || tokens.any(at, &["il"])
                && (at + 1..at + 4).any(|near| {
                    tokens.any(near, &["reste", "restait", "restera", "manque", "existe"]) || tokens.words(near, &["y", "a"])
                })
    })
}

/// “Some 400 jobs are at risk”: the number begins the sentence, and a verb follows what it counts.
fn opens_with(tokens: &Tokens<'_>, quantity: &QuantityMention) -> bool {
    let (start, end) = quantity.tokens;
    // At the beginning, or after “that”, a quotation mark or a comma.
    let from = (start.saturating_sub(6)..start)
        .rev()
        .find(|&at| {
            tokens.any(at, &["that", "que", "qu"])
                || tokens.quotes(at)
                || matches!(tokens.str(at), ":" | ";")
                // “According to the union, just 1,900 holdings have …”.
                || tokens.mark(at, ",") && (tokens.is(0, Class::CITE.or(Class::PREPOSITION)) || tokens.any(0, &["selon", "d"]))
        })
        .map_or(0, |at| at + 1);
    let opens = (from..start).all(|at| {
        tokens.is(at, Class::DETERMINER.or(Class::BOUND_END).or(Class::COMPARATIVE))
            || tokens.quotes(at)
            || matches!(tokens.str(at), "’" | "'")
            || tokens.any(at, &["l", "la", "quelque", "environ", "près", "plus", "au", "total", "de", "up", "another", "nearly"])
    });
    let counts = matches!(quantity.unit.sort, UnitSort::Counted | UnitSort::Percent | UnitSort::Share | UnitSort::None);
    opens && counts && (end..end + 12).any(|at| super::verbs::is_finite(tokens, at))
}

/// “60 % of residents are in favour”: those of whom it is a share.
fn share_of(sentence: Sentence<'_>, quantity: &QuantityMention) -> Option<Phrase> {
    let (tokens, next) = (sentence.tokens, quantity.tokens.1);
    let is_share = matches!(quantity.unit.sort, UnitSort::Percent | UnitSort::Share);
    let of_them = tokens.any(next, &["of"]) && tokens.is(next + 1, Class::DETERMINER);
    if !(is_share || of_them) || !tokens.any(next, &["of", "de", "des", "du"]) {
        return None;
    }
    phrases::phrase_after(sentence, next + 1 + usize::from(tokens.is(next + 1, Class::DETERMINER)))
}

/// “the theatre’s café contributed”, “Harald’s new furnace will add 25,000 tonnes”: what is somebody’s does things of its own, unless it
/// is measured.
fn does_itself(tokens: &Tokens<'_>, phrase: Phrase, quantity: &QuantityMention) -> bool {
    let head = phrase.end - 1;
    let of_things = matches!(quantity.unit.sort, UnitSort::Counted | UnitSort::Physical);
    phrases::is_organisation(tokens, head) || phrases::is_people(tokens, head) || of_things && !tokens.is(head, Class::MEASURE)
}

/// Whether a phrase holds a name within it: “the Humber yard”. What is measured is none.
fn is_named(tokens: &Tokens<'_>, phrase: Phrase) -> bool {
    (phrase.start..phrase.end).any(|at| {
        tokens.capital(at) && !phrases::begins(tokens, at) && tokens.kind(at) == Some(Kind::Word) && tokens.str(at).len() > 2
    }) && !tokens.is(phrase.end - 1, Class::MEASURE.or(Class::UP).or(Class::DOWN))
}

/// What a sentence without a number is about: the subject of its first verb; `named` if that is nobody.
pub(super) fn of_sentence(sentence: Sentence<'_>, named: Option<TextRange>, earlier: &Named) -> Option<TextRange> {
    let tokens = sentence.tokens;
    let Some(phrase) = subjects::of_first_verb(sentence) else { return named };
    if phrases::stands_for(tokens, phrase) {
        let itself = (!is_pronoun(tokens, phrase)).then(|| tokens.range(phrase.start, phrase.end));
        return earlier.stood_for(tokens, phrase).or(itself).or(named);
    }
    Some(tokens.range(phrase.start, phrase.end))
}
