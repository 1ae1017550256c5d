//! Who does what: the subject of the verb that governs a number, and what the number measures, by the shape of the words alone. What fits
//! none of the shapes is left out, and the analyst fills it in.

use super::deeds::deed_of;
use super::lexicon::Class;
use super::phrases::{Phrase, Sentence, is_actor, is_of_name, phrase_after, phrase_before, with_whole};
use super::placed::{attributed, in_passing, put_at};
use super::quantities::{QuantityMention, Role, UnitSort};
use super::tokens::{Kind, Tokens};
use super::verbs::{REACH, is_finite, verb_group};

/// The subject of the verb that governs a number; `None` if no verb is known.
pub(super) fn subject_of(sentence: Sentence<'_>, quantity: &QuantityMention) -> Option<Phrase> {
    let tokens = sentence.tokens;
    let before = phrase_start(tokens, quantity);
    if let Some(phrase) = attributed(sentence, quantity).or_else(|| put_at(sentence, before)) {
        return Some(phrase);
    }
    if let Some(phrase) = mover(sentence, before).or_else(|| in_passing(sentence, before, quantity.tokens.1)) {
        return Some(phrase);
    }
    let mut end = before;
    // A verb that shares its subject with one before it (“took … and sold”) leads back to that.
    for _ in 0..4 {
        let Some(verb) = (end.saturating_sub(REACH)..end).rev().find(|&at| is_finite(tokens, at)) else {
            return after_opening(sentence, quantity).or_else(|| opening_phrase(sentence, before));
        };
        // “insisted that the target of 4 % still stands”: what is said begins a clause of its own.
        let said = (verb + 1..before).rev().find(|&at| tokens.any(at, &["that", "que", "qu"]));
        if let Some(that) = said.filter(|_| tokens.is(verb, Class::SAY.or(Class::THINK).or(Class::CITE).or(Class::FORECAST))) {
            let from = that + 1 + usize::from(matches!(tokens.str(that + 1), "’" | "'"));
            let from = from + usize::from(tokens.is(from, Class::DETERMINER) || tokens.any(from, &["l"]));
            let from = from + usize::from(is_year(tokens, from));
            if from < before
                && let Some(phrase) = phrase_after(sentence, from).filter(|phrase| phrase.end <= before)
            {
                return Some(phrase);
            }
        }
        match before_verb(sentence, verb_group(tokens, verb)) {
            Before::Subject(phrase) => return Some(phrase),
            Before::Shared(at) => end = at,
            Before::Nothing => return None,
        }
    }
    None
}

/// “expect dividends to grow 8 %”: what is to grow, before the verb that has no subject of its own.
fn mover(sentence: Sentence<'_>, number: usize) -> Option<Phrase> {
    let tokens = sentence.tokens;
    let verb = (number.saturating_sub(3)..number)
        .rev()
        .find(|&at| tokens.is(at, Class::UP.or(Class::DOWN)) && tokens.is(at, Class::VERB))?;
    let to = verb.checked_sub(1).filter(|&to| tokens.any(to, &["to"]))?;
    let phrase = phrase_before(sentence, to)?;
    let is_noun = !tokens.is(phrase.end - 1, Class::PRONOUN.or(Class::PLAN).or(Class::TARGET).or(Class::FORECAST))
        && !is_finite(tokens, phrase.end - 1);
    is_noun.then_some(phrase)
}

/// The first noun phrase of a sentence whose verb follows the number: “a proposal to raise $5m has been dropped”.
fn opening_phrase(sentence: Sentence<'_>, number: usize) -> Option<Phrase> {
    let tokens = sentence.tokens;
    let mark = (number.saturating_sub(REACH)..number).rev().find(|&at| matches!(tokens.str(at), ";" | ":" | "—"));
    let mut at = mark.map_or(0, |mark| mark + 1);
    // “According to the union, …” is about nobody named there.
    if tokens.is(at, Class::CITE) {
        return None;
    }
    while at < number && (tokens.is(at, Class::DETERMINER) || tokens.quotes(at)) {
        at += 1;
    }
    phrase_after(sentence, at).filter(|phrase| phrase.end <= number)
}

/// The subject of the first verb of a sentence.
pub(super) fn of_first_verb(sentence: Sentence<'_>) -> Option<Phrase> {
    let tokens = sentence.tokens;
    let verb = (1..tokens.len()).find(|&at| is_finite(tokens, at))?;
    match before_verb(sentence, verb_group(tokens, verb)) {
        Before::Subject(phrase) => Some(phrase),
        _ => None,
    }
}

/// “With 310,000 cows, the county has the largest herd”: whoever the sentence is about stands after what opens it.
fn after_opening(sentence: Sentence<'_>, quantity: &QuantityMention) -> Option<Phrase> {
    let tokens = sentence.tokens;
    if !tokens.is(0, Class::PREPOSITION) && !tokens.any(0, &["avec", "sur", "parmi"]) {
        return None;
    }
    let comma = (quantity.tokens.1..tokens.len().min(quantity.tokens.1 + 12)).find(|&at| tokens.mark(at, ","))?;
    let at = comma + 1 + usize::from(tokens.is(comma + 1, Class::DETERMINER));
    let phrase = phrase_after(sentence, at)?;
    (phrase.end..tokens.len().min(phrase.end + 6)).any(|at| is_finite(tokens, at)).then_some(phrase)
}

/// The words that bound a number belong to it.
pub(super) fn phrase_start(tokens: &Tokens<'_>, quantity: &QuantityMention) -> usize {
    let mut at = quantity.tokens.0;
    while at > 0 && tokens.range(at - 1, at).start >= quantity.phrase.start {
        at -= 1;
    }
    at
}

/// What stands before a verb.
enum Before {
    Subject(Phrase),
    /// Another verb with the same subject, somewhere before this token.
    Shared(usize),
    Nothing,
}

fn before_verb(sentence: Sentence<'_>, verb: usize) -> Before {
    let tokens = sentence.tokens;
    let mut end = verb;
    let mut head: Option<Phrase> = None;
    for _ in 0..8 {
        let Some(last) = end.checked_sub(1) else { break };
        if head.is_none() && is_aside(tokens, last) {
            end = last;
            continue;
        }
        // “revenue for the year ended 31 December was”, “cash flow this year should be”: when it was is no part of the subject.
        if head.is_none()
            && let Some(first) = sentence.time_at(last)
        {
            end = first;
            while end > 0 && (tokens.is(end - 1, Class::PREPOSITION.or(Class::DETERMINER)) || tokens.any(end - 1, &["season"])) {
                end -= 1;
            }
            continue;
        }
        // “the season just finished were”: a participle behind its noun.
        if head.is_none() && tokens.str(last).ends_with("ed") && last > 1 && is_aside(tokens, last - 1) {
            end = last - 1;
            continue;
        }
        // “posted on Wednesday”, “in March”: the day is no part of the subject.
        if head.is_none() && (tokens.is(last, Class::WEEKDAY.or(Class::MONTH)) && tokens.capital(last) || is_year(tokens, last)) {
            end = last - usize::from(last > 0 && tokens.is(last - 1, Class::PREPOSITION));
            continue;
        }
        if head.is_none() && tokens.any(last, &["and", "or", "but", "et", "ou", "mais"]) {
            return Before::Shared(last);
        }
        if head.is_none() && tokens.any(last, &["which", "that", "who", "qui", "que"]) {
            end = last - usize::from(last > 0 && tokens.mark(last - 1, ","));
            continue;
        }
        if tokens.mark(last, ",") && head.is_none() {
            // An apposition, or a clause between commas, stands between the subject and its verb.
            match (0..last).rev().find(|&at| tokens.mark(at, ",") && !is_of_name(tokens, at)) {
                Some(open) => end = open,
                None => return Before::Shared(last),
            }
            continue;
        }
        if tokens.mark(last, ")") {
            match (0..last).rev().find(|&at| tokens.mark(at, "(")) {
                Some(open) => end = open,
                None => return Before::Nothing,
            }
            continue;
        }
        let Some(phrase) = phrase_before(sentence, end) else { break };
        head = Some(phrase);
        // “cargo handled during the quarter”: what is tied by a preposition leads on to the head.
        let Some(before) = phrase.start.checked_sub(1) else { break };
        // « le chiffre d’affaires de la coopérative ».
        let elides = |at: usize| at > 0 && matches!(tokens.str(at), "’" | "'");
        let before = if elides(before) && tokens.any(before - 1, &["l"]) && before > 1 { before - 2 } else { before };
        let before = if elides(before) && tokens.any(before - 1, &["d"]) { before - 1 } else { before };
        // “the line between Bordeaux and Toulouse is”.
        if tokens.any(before, &["and", "et"])
            && let Some(pair) = (before.saturating_sub(6)..before).rev().find(|&at| tokens.any(at, &["between", "entre"]))
        {
            end = pair;
            continue;
        }
        // “its unit, which somebody had valued at $900m”, “a building whose cost is put at”: what was named before the comma.
        let relative =
            (before.saturating_sub(1)..=before).find(|&at| tokens.any(at, &["which", "that", "whose", "dont", "que", "qu"]));
        let valued = (end..end + 4).any(|at| {
            tokens.any(
                at,
                &[
                    "valued",
                    "put",
                    "puts",
                    "sees",
                    "estimates",
                    "reckons",
                    "priced",
                    "estimated",
                    "costed",
                    "évalué",
                    "évaluée",
                    "estimé",
                ],
            )
        });
        if let Some(relative) =
            relative.filter(|&at| tokens.any(at, &["whose", "dont"]) || valued && tokens.mark(at.wrapping_sub(1), ","))
        {
            let mut close = relative - usize::from(relative > 0 && tokens.mark(relative - 1, ","));
            // « un bâtiment de 6 000 m², dont le coût »: the number is no part of it.
            while close > 0 && (sentence.is_number(close - 1) || tokens.any(close - 1, &["de", "of", "d"])) {
                close -= 1;
            }
            if let Some(antecedent) = phrase_before(sentence, close) {
                return Before::Subject(antecedent_of(sentence, antecedent));
            }
        }
        // “crates that stood idle doubled”: what a relative clause says is skipped.
        if is_finite(tokens, before) && before > 0 && tokens.any(before - 1, &["that", "which", "who", "qui"]) {
            end = before - 1;
            continue;
        }
        // “a campaign to replace the roof has raised”: what it is for is skipped.
        let verb = before - usize::from(before > 0 && tokens.is(before, Class::DETERMINER));
        if verb > 1
            && tokens.any(verb - 1, &["to"])
            && tokens.kind(verb) == Some(Kind::Word)
            && !tokens.is(verb, Class::FUNCTION)
            && phrase_before(sentence, verb - 1).is_some_and(|goal| !is_finite(tokens, goal.end - 1))
        {
            end = verb - 1;
            continue;
        }
        let contracted = tokens.any(before, &["du", "des", "de", "d"]) && tokens.lexicon.is_french();
        let tie = before - usize::from(before > 0 && tokens.is(before, Class::DETERMINER) && !contracted);
        let ties = tokens.is(tie, Class::PREPOSITION)
            || tokens.any(tie, &["d", "de", "des", "du"])
            || tokens.any(tie, &["excluding", "including", "covering", "hors"]);
        // “the bill for mending its basin had doubled”.
        let mends = tie > 1 && tokens.str(tie).ends_with("ing") && tokens.is(tie - 1, Class::PREPOSITION);
        let (ties, tie) = if mends { (true, tie - 1) } else { (ties, tie) };
        if ties && tie > 0 && !tokens.mark(tie - 1, ",") {
            const IRREGULAR: [&str; 16] = [
                "paid", "sold", "held", "made", "built", "taken", "spent", "given", "bought", "kept", "left", "drawn", "born",
                "lost", "seen", "run",
            ];
            let participle = (tokens.str(tie - 1).ends_with("ed") || tokens.any(tie - 1, &IRREGULAR))
                && tie > 1
                && !tokens.any(tie - 1, &["need", "speed", "seed", "feed"]);
            end = if participle { tie - 1 } else { tie };
            if phrase_before(sentence, end).is_some() {
                continue;
            }
        }
        break;
    }
    head.map_or(Before::Nothing, |head| Before::Subject(with_whole(sentence, head)))
}

/// The head of a noun phrase that ends before a relative clause: “a new building of 6,000 m²” is led back to the building.
pub(super) fn antecedent_of(sentence: Sentence<'_>, last: Phrase) -> Phrase {
    let tokens = sentence.tokens;
    let mut phrase = last;
    for _ in 0..3 {
        let Some(tie) = phrase.start.checked_sub(1) else { break };
        let tie = tie - usize::from(tie > 0 && tokens.is(tie, Class::DETERMINER) && !tokens.any(tie, &["du", "des", "de"]));
        if !(tokens.is(tie, Class::PREPOSITION) || tokens.any(tie, &["de", "du", "des", "d"])) {
            break;
        }
        let Some(head) = phrase_before(sentence, tie) else { break };
        phrase = head;
    }
    phrase
}

/// Whether a word between a subject and its verb belongs to neither.
fn is_aside(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.adverb(at) && tokens.kind(at) == Some(Kind::Word) && !tokens.capital(at)
        || tokens.any(
            at,
            &[
                "just",
                "recently",
                "newly",
                "ever",
                "there",
                "here",
                "abroad",
                "alone",
                "also",
                "now",
                "today",
                "then",
                "still",
                "already",
                "itself",
                "themselves",
                "together",
                "combined",
                "overall",
                "altogether",
                "again",
                "though",
                "however",
                "too",
                "instead",
                "meanwhile",
            ],
        )
        // “Growers have so far recovered”.
        || tokens.so_far(at)
}

fn is_year(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.kind(at) == Some(Kind::Number) && tokens.str(at).len() == 4 && tokens.str(at).starts_with(['1', '2'])
}

/// What a number measures, in the words of its sentence; `None` if they do not say.
pub(super) fn measure_of(sentence: Sentence<'_>, quantity: &QuantityMention, subject: Option<Phrase>) -> Option<Phrase> {
    let tokens = sentence.tokens;
    let of = |phrase: Phrase| Some(possessed(tokens, phrase));
    let start = phrase_start(tokens, quantity);
    let next = quantity.tokens.1;
    // An index and a rate stand at points; these are no things.
    let counted = quantity.unit.sort == UnitSort::Counted && !is_point(quantity);
    // “a $1.92 billion budget”, “a 25 % stake”.
    let has_article = tokens.is(start, Class::DETERMINER)
        || start > 0 && tokens.is(start - 1, Class::DETERMINER)
        || tokens.is(next, Class::MEASURE);
    if !counted
        && has_article
        && quantity.per.is_empty()
        && !tokens.is(next, Class::FUNCTION)
        && (!tokens.is(next, Class::UP.or(Class::DOWN)) || tokens.dash(next + 1) || quantity.unit.sort == UnitSort::Currency)
        && tokens.kind(next) == Some(Kind::Word)
        && let Some(phrase) = phrase_after(sentence, next)
    {
        return of(phrase);
    }
    let is_measured = subject.is_some_and(|phrase| !is_actor(sentence, phrase));
    // “61 % of volume”, “a fifth of its costs”.
    let elides = tokens.any(next, &["d"]) && matches!(tokens.str(next + 1), "’" | "'");
    let is_part =
        !is_measured && matches!(quantity.unit.sort, UnitSort::Percent | UnitSort::Share) && quantity.role != Role::Delta;
    if is_part && (elides || tokens.any(next, &["of", "de", "du", "des"])) && !tokens.is(next + 1, Class::PRONOUN) {
        let from = next + 1 + usize::from(elides || tokens.is(next + 1, Class::DETERMINER));
        if let Some(phrase) = phrase_after(sentence, from) {
            return of(phrase);
        }
    }
    // “£125m of loans”, “$900 million of revenue”, “£640,000 in parking refunds”, « 300 millions d’euros de ventes ».
    if !counted
        && (quantity.unit.sort == UnitSort::Currency
            || quantity.unit.sort == UnitSort::Physical && deed_of(tokens, quantity).is_none())
        && tokens.any(next, &["of", "in", "de"])
        && tokens.kind(next + 1) == Some(Kind::Word)
        && !tokens.capital(next + 1)
        && !tokens.is(next + 1, Class::FUNCTION.or(Class::TIME_UNIT).or(Class::FUZZY).or(Class::FISCAL).or(Class::SEASON))
        && sentence.time_at(next + 1).is_none()
        && let Some(phrase) = phrase_after(sentence, next + 1)
    {
        return of(phrase);
    }
    // “Staff put the loss at 1.2 million”, “put the odds of a cut by June at 72 %”.
    if start > 1
        && tokens.any(start - 1, &["at", "à"])
        && let Some(put) =
            (start.saturating_sub(11)..start - 1).rev().find(|&at| tokens.any(at, &["put", "puts", "estime", "évalue"]))
        && let Some(phrase) = phrase_after(sentence, put + 1 + usize::from(tokens.is(put + 1, Class::DETERMINER)))
    {
        return of(phrase);
    }
    // “a 3 % rise in sales”, “a 12 % drop in orders”.
    if tokens.is(next, Class::CHANGE_NOUN) && tokens.any(next + 1, &["in", "of", "de", "des", "du"]) {
        let from = next + 2 + usize::from(tokens.is(next + 2, Class::DETERMINER));
        if let Some(phrase) = phrase_after(sentence, from) {
            return of(phrase);
        }
    }
    // “a net profit of $5m”, “raises the fare to $2.50”, “capacity from 6 to 11 GWh”.
    let spread = start;
    let start = (0..start)
        .rev()
        .find(|&at| !tokens.any(at, &["between", "entre", "comprise", "compris", "ranging"]))
        .map_or(start, |at| at + 1);
    // « un ratio compris entre 93 et 95 % », « une croissance de l’ordre de 3 % »: the tie is among the words that bound the number.
    let bound = start < spread || tokens.any(start, &["de", "à", "aux"]) && quantity.tokens.0 > start + 1;
    let tied = |tie: usize| {
        tokens.any(tie, &["of", "to", "from", "at", "by", "above", "below", "worth", "de", "à"])
            || matches!(tokens.str(tie), ":" | "(" | "=")
    };
    if let Some(tie) = start.checked_sub(1).and_then(|tie| match () {
        () if tied(tie) => Some(tie),
        () => bound.then_some(start),
    }) && let Some(phrase) = phrase_before(sentence, without_time(sentence, tie)).map(|phrase| {
        // “reduced strokes among people in their seventies by 27 %”.
        if tokens.any(tie, &["by"]) { antecedent_of(sentence, phrase) } else { phrase }
    }) && !is_finite(tokens, phrase.end - 1)
        && !is_participle(tokens, phrase)
        && !follows_have(tokens, phrase)
        && !is_actor(sentence, phrase)
        && (!tokens.is(phrase.end - 1, Class::TIME_UNIT.or(Class::UP).or(Class::DOWN)) || tokens.any(phrase.end - 1, &["growth"])
            // “a gain of $6.2m”, “the loss at 1.2 million”.
            || phrase.start > 0 && phrase.end == phrase.start + 1 && tokens.is(phrase.start - 1, Class::DETERMINER) && tokens.any(tie, &["of", "at"]))
        && !tokens.any(phrase.end - 1, &["range", "total", "average", "peak", "record"])
    {
        return of(phrase);
    }
    // “Seafarers numbered 1,318”.
    if start > 0 && tokens.any(start - 1, &["numbered", "number", "totalled", "totaled"]) {
        return subject;
    }
    // Whoever sells, pays or loses is somebody.
    if let Some(phrase) = subject.filter(|&phrase| !is_actor(sentence, phrase) && deed_of(tokens, quantity).is_none()) {
        return of(phrase);
    }
    None
}

/// “his forecast for the current year from £58m”: when it is for is no part of what is measured.
fn without_time(sentence: Sentence<'_>, tie: usize) -> usize {
    let tokens = sentence.tokens;
    let Some(first) = tie.checked_sub(1).and_then(|last| sentence.time_at(last)) else { return tie };
    let mut end = first;
    while end > 0 && tokens.is(end - 1, Class::PREPOSITION.or(Class::DETERMINER)) {
        end -= 1;
    }
    if end > 0 { end } else { tie }
}

/// Whether a number counts points, which are no things: “8,214 points”, “50 basis points”.
pub(super) fn is_point(quantity: &QuantityMention) -> bool {
    quantity.unit.name.ends_with("point") || quantity.unit.name.ends_with("points")
}

/// What somebody has: “revenue” of “the chain’s revenue”.
fn possessed(tokens: &Tokens<'_>, phrase: Phrase) -> Phrase {
    let mark = possessive(tokens, phrase);
    mark.map_or(phrase, |mark| Phrase { start: mark + 1, end: phrase.end })
}

/// Who has it: “chain” of “the chain’s revenue”; the phrase itself if it names nobody.
pub(super) fn possessor(tokens: &Tokens<'_>, phrase: Phrase) -> Phrase {
    let mark = possessive(tokens, phrase).filter(|mark| *mark > phrase.start + 1);
    mark.map_or(phrase, |mark| Phrase { start: phrase.start, end: mark - 1 })
}

/// Who has what a number measures, if they stand right before it: “more than 50 % of Xiaomi’s revenue”.
pub(super) fn owner_of(sentence: Sentence<'_>, measure: Phrase) -> Option<Phrase> {
    let (tokens, at) = (sentence.tokens, measure.start);
    let is_possessive = at >= 3 && tokens.any(at - 1, &["s"]) && matches!(tokens.str(at - 2), "’" | "'");
    phrase_before(sentence, at.checked_sub(2).filter(|_| is_possessive)?)
}

/// The s of a possessive within a phrase.
fn possessive(tokens: &Tokens<'_>, phrase: Phrase) -> Option<usize> {
    (phrase.start + 1..phrase.end.saturating_sub(1))
        .rev()
        .find(|&at| tokens.any(at, &["s"]) && tokens.glued(at) && matches!(tokens.str(at - 1), "’" | "'"))
}

/// “has swollen to”: a participle that no class knows.
fn follows_have(tokens: &Tokens<'_>, phrase: Phrase) -> bool {
    phrase.end == phrase.start + 1 && phrase.start > 0 && tokens.any(phrase.start - 1, &["has", "have", "had", "been", "be"])
}

/// « a ralenti à », « financé à »: a participle of French, not a noun.
fn is_participle(tokens: &Tokens<'_>, phrase: Phrase) -> bool {
    let ends = ["é", "és", "ée", "ées"].iter().any(|end| tokens.str(phrase.end - 1).ends_with(end));
    let helper = phrase.end.checked_sub(2).is_some_and(|before| {
        tokens.is(before, Class::WILL.or(Class::SHOULD).or(Class::MAY).or(Class::PLAN).or(Class::FORECAST))
            || tokens.any(before, &["devrait", "devraient", "pourrait", "pourraient", "va", "vont", "doit", "doivent", "peut"])
    });
    // « pour s’établir à 93,4 % », « qui se monte à ».
    let clitic = phrase.start > 0
        && (tokens.any(phrase.start - 1, &["se"])
            || phrase.start > 1 && matches!(tokens.str(phrase.start - 1), "’" | "'") && tokens.any(phrase.start - 2, &["s"]));
    let infinitive = helper && ["er", "ir", "re"].iter().any(|end| tokens.str(phrase.end - 1).ends_with(end));
    tokens.lexicon.is_french()
        && (ends || infinitive || clitic || phrase.start > 0 && tokens.is(phrase.start - 1, Class::AUXILIARY))
}
