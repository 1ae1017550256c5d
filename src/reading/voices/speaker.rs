//! Who speaks: the name before or behind a verb of saying, in what it is told apart from what stands around it, and pronouns.

use super::super::lexicon::Class;
use super::super::nouns;
use super::super::phrases::{self, is_people};
use super::super::tokens::{Kind, Tokens};
use super::evidence::{is_apostrophe, is_evidence, is_verb_of_things, names_evidence, shows};
use super::memory::{Memory, Voice};
use super::names::{is_first_person, is_person};
use super::verbs_of_saying::is_noun_here;

/// The most tokens in a name.
pub(super) const MAX_NAME: usize = 9;
/// The most tokens of what stands between commas after a name.
pub(super) const MAX_APPOSITION: usize = 16;

/// Finds the name that begins at a token: up to the next mark, verb or “that”. Returns its first token and the one after its last.
pub(super) fn name_at(tokens: &Tokens<'_>, start: usize) -> Option<(usize, usize)> {
    let mut at = start;
    while at < tokens.len() && at - start < MAX_NAME && !ends_name(tokens, start, at) {
        at += 1;
    }
    if let Some(named) = one_of_them(tokens, start) {
        return Some(named);
    }
    // « le directeur général, Paul Vernier »: who has the office is named after it.
    if let Some(named) = named_after(tokens, start, at) {
        return Some(named);
    }
    let worthy = (start..at).any(|token| {
        tokens.capital(token)
            || tokens.is(token, Class::SPEAKER.or(Class::OUTLET).or(Class::ANONYMOUS).or(Class::PLURAL).or(Class::TITLE))
            || tokens.kind(token) == Some(Kind::Number)
            || is_evidence(tokens, token)
            || is_people(tokens, token)
    });
    let determined = tokens.is(start, Class::DETERMINER) || tokens.any(start, &["l", "one"]) || worthy;
    (at > start + usize::from(!worthy) && determined && !tokens.is(at - 1, Class::DETERMINER)).then_some((start, at))
}

/// Whether a name that begins at `start` has ended before the token `at`.
fn ends_name(tokens: &Tokens<'_>, start: usize, at: usize) -> bool {
    let inner_dash = tokens.dash(at) && tokens.glued(at) && tokens.glued(at + 1);
    let apostrophe = matches!(tokens.str(at), "’" | "'" | "&");
    let initial =
        tokens.mark(at, ".") && at > start && tokens.str(at - 1).len() <= 3 && tokens.capital(at - 1) && tokens.capital(at + 1);
    match tokens.kind(at) {
        Some(Kind::Mark) if !(inner_dash || apostrophe || initial) => return true,
        Some(Kind::Number) if at > start && !tokens.glued(at) && !is_digit_name(tokens, at) && !tokens.any(at - 1, &["of"]) => {
            return true;
        }
        _ => {}
    }
    const ENDS: [&str; 25] = [
        "ahead", "that", "and", "but", "who", "which", "as", "on", "in", "que", "qui", "dans", "sur", "lors", "après", "while",
        "after", "before", "because", "when", "during", "last", "this", "et", "chez",
    ];
    let helper = tokens.is(at, Class::AUXILIARY.or(Class::WILL).or(Class::MAY).or(Class::SHOULD)) && !tokens.capital(at);
    let possessive = tokens.any(at, &["s"]) && tokens.glued(at) && at > start;
    let says = tokens.is(at, Class::SAY) && at > start && !tokens.any(at, &["report", "statement", "note", "reports"]);
    let of_office = at > start && tokens.any(at, &["on", "in"]) && tokens.capital(at + 1) && tokens.is(at - 1, Class::SPEAKER);
    // “the April survey of firms”.
    let qualifies = at == start + 1 && tokens.kind(at + 1) == Some(Kind::Word) && !tokens.is(at + 1, Class::FUNCTION);
    let is_day =
        tokens.is(at, Class::WEEKDAY.or(Class::MONTH)) && at > start && !qualifies && !tokens.any(at, &["mar", "may", "mars"]);
    let next_phrase = at > start
        && tokens.is(at, Class::DETERMINER)
        && !tokens.capital(at)
        && !tokens.is(at - 1, Class::PREPOSITION)
        && !tokens.any(at - 1, &["de", "by", "par"])
        && !tokens.any(at, &["du", "des", "de"]);
    const ADJECTIVES: [&str; 8] = ["quarterly", "monthly", "weekly", "daily", "yearly", "early", "elderly", "friendly"];
    let adverb = tokens.adverb(at) && at > start && !tokens.capital(at) && !tokens.any(at, &ADJECTIVES);
    // « le collectif Terre et Lait ».
    let pairs = tokens.any(at, &["and", "et"]) && at > start && tokens.capital(at - 1) && tokens.capital(at + 1);
    if pairs {
        return false;
    }
    helper && !possessive
        || says
        || tokens.any(at, &ENDS) && !of_office && !(at == start && tokens.any(at, &["this", "last"]))
        || is_day
        || at > start && tokens.any(at, &["to"]) && !tokens.lexicon.is_french()
        || next_phrase
        || adverb
        || tokens.is(at, Class::PRONOUN)
}

/// “said one of them, Jory Katz”.
fn one_of_them(tokens: &Tokens<'_>, start: usize) -> Option<(usize, usize)> {
    let them = tokens.words(start, &["one", "of"]) && tokens.any(start + 2, &["them", "whom", "those"]);
    let from = start + 4;
    let to = capitals(tokens, from);
    (them && tokens.mark(start + 3, ",") && to >= from + 2).then_some((from, to))
}

/// The name that follows an office and a comma: “its head of sport, Pia Lund”.
fn named_after(tokens: &Tokens<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    let office = tokens.is(start, Class::DETERMINER) || tokens.any(start, &["l"]);
    // « la mairesse de Laval, Sophie Roy », but not “the Bank of England, London”.
    let noun = start + 1 + usize::from(is_apostrophe(tokens, start + 1));
    if !office || !tokens.mark(end, ",") || tokens.capital(noun) {
        return None;
    }
    let from = end + 1;
    let to = capitals(tokens, from);
    let closed = to >= tokens.len()
        || tokens.kind(to) == Some(Kind::Mark)
        || tokens.is(to, Class::PREPOSITION)
        || tokens.any(to, &["lors", "qui", "who"]);
    (to >= from + 2 && closed).then_some((from, to))
}

/// The token after the words with capitals that begin at a token: “Ghislain de Kermadec”.
pub(super) fn capitals(tokens: &Tokens<'_>, from: usize) -> usize {
    let mut to = from;
    while tokens.capital(to)
        || to > from && tokens.any(to, &["de", "von", "van", "da", "di", "al", "bin", "le", "la", "du"]) && tokens.capital(to + 1)
        || to > from
            && tokens.glued(to)
            && tokens.glued(to + 1)
            && tokens.capital(to + 1)
            && (tokens.dash(to) || matches!(tokens.str(to), "’" | "'"))
    {
        to += 1;
    }
    to
}

/// “36Kr”: digits that begin a name.
pub(super) fn is_digit_name(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.kind(at) == Some(Kind::Number) && tokens.glued(at + 1) && tokens.kind(at + 1) == Some(Kind::Word)
}

/// Words that may be between a voice and its verb: “has also said”.
const BETWEEN: [&str; 36] = [
    "revanche",
    "outre",
    "effet",
    "just",
    "also",
    "not",
    "later",
    "recently",
    "already",
    "previously",
    "earlier",
    "n",
    "once",
    "still",
    "reportedly",
    "now",
    "currently",
    "today",
    "again",
    "then",
    "since",
    "aussi",
    "encore",
    "déjà",
    "ensuite",
    "toutefois",
    "ne",
    "se",
    "s",
    "fait",
    "plutôt",
    "lui",
    "en",
    "y",
    "nous",
    "own",
];

/// Finds the voice before a verb, searching back to the beginning of its clause.
pub(super) fn before(tokens: &Tokens<'_>, verb: usize, memory: &Memory) -> Option<Voice> {
    let end = end_of_voice(tokens, verb)?;
    if let Some((start, end)) = named_between(tokens, verb, end) {
        return Some(voice_of(tokens, start, end));
    }
    let start = start_of_voice(tokens, end);
    if start == end {
        return shared(tokens, verb, start, memory);
    }
    if end - start == 1 && tokens.is(start, Class::PRONOUN) {
        return pronoun(tokens, start, memory);
    }
    // Times before the name are not part of it: “On Monday Tesla said”.
    let is_time = |at: usize| {
        tokens.is(at, Class::PREPOSITION.or(Class::WEEKDAY).or(Class::MONTH))
            || tokens.any(at, &["last", "this", "year", "week", "month", "also", "but", "yet", "mais", "or"])
    };
    // “09:52 The chancellor says”: the minutes are none either.
    let is_clock = |at: usize| {
        tokens.kind(at) == Some(Kind::Number)
            && !is_digit_name(tokens, at)
            && (tokens.is(at + 1, Class::DETERMINER) || tokens.capital(at + 1) || tokens.glued(at))
    };
    let start = (start..end).find(|&at| !(is_time(at) || at == start && is_clock(at)))?;
    // “the Commission, which supervises them, says”: a pronoun is no name.
    if (start..end).all(|at| tokens.is(at, Class::PRONOUN.or(Class::DETERMINER)) || tokens.any(at, &["l", "’", "'"])) {
        return pronoun(tokens, end - 1, memory);
    }
    is_somebody(tokens, verb, start, end).then(|| voice_of(tokens, start, end))
}

/// Whether the words before a verb of saying are somebody who can say it.
fn is_somebody(tokens: &Tokens<'_>, verb: usize, start: usize, end: usize) -> bool {
    let named = (start..end).any(|at| {
        tokens.capital(at) && (at > 0 || tokens.entry(at).class == Class::NONE || tokens.is(at, Class::SPEAKER.or(Class::TITLE)))
    });
    let is_passive =
        verb > 0 && tokens.is(verb - 1, Class::AUXILIARY) && !tokens.any(verb - 1, &["has", "have", "had", "a", "ont", "avait"]);
    // “traders said”, “the fire service said”: whoever says or tells something is somebody.
    let human = tokens.is(verb, Class::SAY) && !is_verb_of_things(tokens, verb) && !tokens.any(verb, &["stated"]) && !is_passive;
    let noun = (start..end).any(|at| {
        tokens.kind(at) == Some(Kind::Word)
            && !tokens.is(at, Class::FUNCTION.or(Class::MEASURE).or(Class::VERB))
            && tokens.str(at).len() > 2
    });
    let showing = shows(tokens, verb) || is_verb_of_things(tokens, verb);
    let people = !is_passive && (is_people(tokens, end - 1) || nouns::is_plural(tokens, end - 1) && human && end - start == 1);
    let role = people
        || human && noun
        || (start..end).any(|at| {
            tokens.is(at, Class::SPEAKER.or(Class::OUTLET).or(Class::ANONYMOUS))
                || phrases::is_organisation(tokens, at)
                || showing && is_evidence(tokens, at)
        });
    // “Ticket income, our treasurer reports, was up a quarter”.
    let aside = start > 0 && tokens.mark(start - 1, ",") && tokens.kind(verb + 1) != Some(Kind::Word) && noun;
    let values = tokens.any(verb, &["put", "puts"]) && noun || aside;
    let digits = tokens.kind(start) == Some(Kind::Number) && tokens.glued(start + 1);
    // Things that are measured do not speak: “sales reported”.
    let measured = tokens.is(end - 1, Class::MEASURE) && !role;
    (named || role || digits || values) && !measured
}

/// Returns the token after the voice before a verb, skipping auxiliaries, adverbs and what is between commas.
fn end_of_voice(tokens: &Tokens<'_>, verb: usize) -> Option<usize> {
    let is_between = |at: usize| {
        tokens.is(at, Class::AUXILIARY)
            || tokens.any(at, &BETWEEN) && !tokens.capital(at)
            || tokens.adverb(at) && !tokens.capital(at)
            || matches!(tokens.str(at), "’" | "'")
                && at > 0
                && tokens.any(at - 1, &["s", "n", "l", "m"])
                && tokens.lexicon.is_french()
    };
    let mut end = verb;
    while end > 0 && is_between(end - 1) {
        end -= 1;
    }
    if end == 0 {
        return None;
    }
    // “Lu Weibing, president of Xiaomi, said”; “the accounts, published in July, show”.
    if end > 1 && tokens.mark(end - 1, ",") {
        let open = (end.saturating_sub(MAX_APPOSITION)..end - 1).rev().find(|&at| tokens.mark(at, ","));
        let explains = |open: usize| {
            open > 0
                && (tokens.capital(open - 1)
                    || tokens.mark(open - 1, ")")
                    || tokens
                        .any(open + 1, &["who", "which", "whose", "a", "an", "the", "qui", "un", "une", "lui", "elle", "eux"])
                    || tokens.str(open + 1).ends_with("ed")
                    || tokens.str(open + 1).ends_with("ing")
                    || tokens.capital(open + 1))
        };
        // “Analysts had, on average, expected”.
        let helper = open.filter(|&open| open > 1 && tokens.is(open - 1, Class::AUXILIARY)).map(|open| open - 1);
        end = open.filter(|&open| explains(open)).or(helper).unwrap_or(end);
    }
    Some(before_relative(tokens, end))
}

/// “The company, which is based in Omaha, Nebraska, said”: the end of the name before a relative clause that holds commas itself.
fn before_relative(tokens: &Tokens<'_>, end: usize) -> usize {
    if !tokens.mark(end, ",") {
        return end;
    }
    let opens = |at: usize| tokens.mark(at, ",") && tokens.any(at + 1, &["which", "who", "whose", "qui", "dont"]);
    let from = end.saturating_sub(MAX_APPOSITION);
    let edge = (from..end).rev().find(|&at| matches!(tokens.str(at), ";" | ":") || tokens.quotes(at)).unwrap_or(from);
    (edge..end).rev().find(|&at| at > 0 && opens(at)).unwrap_or(end)
}

/// “its head of sport, Pia Lund, said”: the name between the commas.
fn named_between(tokens: &Tokens<'_>, verb: usize, end: usize) -> Option<(usize, usize)> {
    if !tokens.mark(end, ",") || end == 0 {
        return None;
    }
    let close = (end + 1..verb).find(|&at| tokens.mark(at, ","))?;
    // « le ministre des Finances »: the head of the phrase has no capital.
    let is_office = (end.saturating_sub(6)..end.saturating_sub(1)).any(|at| {
        let determined = tokens.is(at, Class::DETERMINER) || tokens.any(at, &["l"]);
        let noun = at + 1 + usize::from(is_apostrophe(tokens, at + 1));
        determined && !tokens.any(at, &["du", "des", "de"]) && !tokens.capital(noun)
    });
    // “The RFU’s general secretary, Maureen Tighe, tells”.
    let is_office = is_office || tokens.is(end - 1, Class::TITLE.or(Class::SPEAKER)) && !tokens.capital(end - 1);
    (is_office && close >= end + 3 && capitals(tokens, end + 1) == close).then_some((end + 1, close))
}

/// Returns the first token of the clause that ends before `end`, at most [`MAX_NAME`] tokens back.
pub(super) fn start_of_voice(tokens: &Tokens<'_>, end: usize) -> usize {
    let joins = |at: usize| {
        tokens.dash(at) && tokens.glued(at)
            || matches!(tokens.str(at), "’" | "'" | "&")
            || tokens.mark(at, ".") && at > 0 && tokens.str(at - 1).len() <= 3 && tokens.capital(at - 1)
    };
    const STOPS: [&str; 20] = [
        "that", "but", "and", "when", "while", "which", "as", "because", "than", "if", "que", "qu", "after", "before", "since",
        "who", "qui", "mais", "et", "dont",
    ];
    let possessive = |at: usize| tokens.any(at, &["s"]) && tokens.glued(at);
    // “Office of Rail and Road data show”.
    let pairs = |at: usize| tokens.any(at, &["and", "et"]) && at > 0 && tokens.capital(at - 1) && tokens.capital(at + 1);
    let stops = |at: usize| {
        if pairs(at) {
            return false;
        }
        tokens.kind(at) == Some(Kind::Mark) && !joins(at)
            || tokens.is(at, Class::AUXILIARY.or(Class::WILL)) && !tokens.capital(at) && !possessive(at)
            || tokens.any(at, &STOPS)
            || tokens.is(at, Class::SAY)
                && !tokens.any(at, &["report", "statement", "note", "reports"])
                && !is_noun_here(tokens, at)
            || at + 1 < end
                && at > 1
                && tokens.any(at, &["figure", "number", "claim", "charge", "estimate"])
                && tokens.mark(at - 2, ",")
    };
    // “a figure a council spokesman said”: another phrase ends before it.
    let is_noun = |at: usize| {
        tokens.kind(at) == Some(Kind::Word)
            && !tokens.is(at, Class::FUNCTION.or(Class::PREPOSITION))
            && !tokens.any(at, &["all", "both", "half"])
    };
    let begins = |at: usize| {
        !tokens.lexicon.is_french()
            && at > 0
            && tokens.any(at, &["a", "an", "the", "his", "her", "their", "our"])
            && !tokens.capital(at)
            && is_noun(at - 1)
    };
    let mut start = end;
    while start > 0 && end - start < MAX_NAME && !stops(start - 1) && !(start < end && begins(start)) {
        start -= 1;
    }
    start
}

/// “Val Hargreave welcomed the news but said”: the verb shares the subject of the verb before it, the name at the head of the clause.
fn shared(tokens: &Tokens<'_>, verb: usize, start: usize, memory: &Memory) -> Option<Voice> {
    let joins = start > 0 && tokens.any(start - 1, &["and", "but", "et", "mais"]) && tokens.is(verb, Class::SAY);
    if !joins {
        return None;
    }
    let from = (0..start - 1).rev().find(|&at| matches!(tokens.str(at), ";" | ":" | "”" | "»" | "\"")).map_or(0, |mark| mark + 1);
    if tokens.is(from, Class::PRONOUN) {
        return pronoun(tokens, from, memory);
    }
    let verb_at = (from..start)
        .find(|&at| super::super::verbs::is_finite(tokens, at) || tokens.str(at).ends_with("ed") && !tokens.glued(at))?;
    let end = (from..verb_at).find(|&at| tokens.mark(at, ",")).unwrap_or(verb_at);
    (end > from && end - from <= MAX_NAME && is_somebody(tokens, verb, from, end)).then(|| voice_of(tokens, from, end))
}

/// The name right before a colon that a quotation follows, or whoever put it so.
pub(super) fn name_before(tokens: &Tokens<'_>, colon: usize) -> Option<Voice> {
    let mut start = colon;
    while start > 0 && colon - start < 4 && tokens.capital(start - 1) {
        start -= 1;
    }
    let is_name = start < colon && (start == 0 || tokens.kind(start - 1) == Some(Kind::Mark));
    is_name.then(|| voice_of(tokens, start, colon))
}

/// “Hungary’s foreign minister, Péter Balla, was blunter: “…””: the person whom the clause before a colon is about.
pub(super) fn named_in_clause(tokens: &Tokens<'_>, colon: usize, memory: &Memory) -> Option<Voice> {
    let from = (0..colon).rev().find(|&at| matches!(tokens.str(at), ";" | "”" | "»")).map_or(0, |mark| mark + 1);
    if tokens.any(from, &["he", "she", "il", "elle"]) {
        return pronoun(tokens, from, memory);
    }
    let (start, end) = name_at(tokens, from).filter(|(_, end)| *end < colon)?;
    let verb = (start..colon).find(|&at| super::super::verbs::is_finite(tokens, at))?;
    let (start, end) = named_between(tokens, verb, end).unwrap_or((start, end.min(verb)));
    let voice = (end > start).then(|| voice_of(tokens, start, end))?;
    is_person(&voice.name).then_some(voice)
}

/// Resolves a pronoun: to the person or the voice before it; to itself if nobody was named.
pub(super) fn pronoun(tokens: &Tokens<'_>, at: usize, memory: &Memory) -> Option<Voice> {
    let itself = || Some(voice_of(tokens, at, at + 1));
    if tokens.any(at, &["i", "we", "je", "nous", "on"]) {
        return itself();
    }
    if tokens.any(at, &["he", "she", "him", "her", "il", "elle", "lui"]) {
        // « Il » can be an organisation, too.
        if memory.rival {
            return itself();
        }
        let person = memory
            .person
            .clone()
            .filter(|_| !tokens.lexicon.is_french() || memory.last.iter().any(|voice| is_person(&voice.name)));
        let last = || memory.last.last().filter(|voice| !names_evidence(&voice.name)).cloned();
        return person.or_else(last).or_else(itself);
    }
    if tokens.any(at, &["it", "they", "them", "ils", "elles", "eux"]) {
        // “It” is nobody with a title.
        let other = |voice: &&Voice| !is_person(&voice.name) && !is_first_person(&voice.name);
        return memory.last.last().filter(other).cloned().or_else(itself);
    }
    None
}

/// Finds the voice after a verb that follows a quotation: “said Mr Lu”, « a déclaré le président ». `first`: the first of its helpers.
pub(super) fn behind(tokens: &Tokens<'_>, verb: usize, first: usize) -> Option<Voice> {
    let mark = first.checked_sub(1)?;
    // In “I’ve written” the mark is an apostrophe.
    let closes = matches!(tokens.str(mark), "," | "”" | "\"" | "»" | "?" | "!" | "…")
        || matches!(tokens.str(mark), "’") && !tokens.glued(first)
        || tokens.any(mark, &["comme"]);
    // “said on Monday the minister” is no English; « a déclaré mardi le ministre » is French.
    let mut from = verb + 1;
    while tokens.lexicon.is_french()
        && (tokens.is(from, Class::WEEKDAY.or(Class::MONTH)) || tokens.any(from, &["hier", "aussi", "encore", "ce", "en"]))
    {
        from += 1;
    }
    // « a affirmé à l’AFI le directeur de l’office »: whom it was told stands before who told it.
    if tokens.lexicon.is_french() && tokens.any(from, &["à", "au", "aux"]) {
        let first = from + 1 + if tokens.any(from + 1, &["l"]) { 2 } else { usize::from(tokens.is(from + 1, Class::DETERMINER)) };
        let next = capitals(tokens, first);
        if next > first && (tokens.is(next, Class::DETERMINER) || tokens.any(next, &["l"])) {
            from = next;
        }
    }
    // “written about Orbex”, “translated from an interview”: nobody is named as the speaker.
    let is_circumstance = !tokens.lexicon.is_french() && tokens.is(from, Class::PREPOSITION) && !tokens.capital(from);
    let (start, end) = name_at(tokens, from).filter(|_| closes && !is_circumstance)?;
    Some(voice_of(tokens, start, end))
}

/// The voice that some tokens name. What follows the name of a person is left out: “Henrike Maas of the University of Leeds”.
pub(super) fn voice_of(tokens: &Tokens<'_>, start: usize, end: usize) -> Voice {
    let is_word = |at: usize| tokens.capital(at) && tokens.kind(at) == Some(Kind::Word);
    let cut = (start + 2..end).find(|&at| {
        tokens.any(at, &["of", "at", "from", "for", "in", "de", "chez"])
            && is_word(at - 1)
            && is_word(at - 2)
            && !tokens.capital(at)
    });
    let end = cut.filter(|_| !tokens.lexicon.is_french() && !tokens.is(start, Class::DETERMINER)).unwrap_or(end);
    let range = tokens.range(start, end);
    let capital = (start..end).any(|at| tokens.capital(at) && at > 0 && tokens.entry(at).class == Class::NONE);
    let nameless = (start..end).any(|at| tokens.is(at, Class::ANONYMOUS));
    // “A person close to the talks” has a capital only because it begins the sentence.
    let familiar = (start..end)
        .any(|at| tokens.any(at, &["familiar", "close", "knowledge", "briefed", "multiple", "anonymous", "several", "unnamed"]));
    let anonymous = nameless && (!capital || familiar);
    let name = crate::notebook::in_one_line(&tokens.text[range.start..range.end]);
    let name = if start == 0 && tokens.is(0, Class::DETERMINER) { crate::notebook::uncapitalised(&name) } else { name };
    Voice { name, range, anonymous }
}
