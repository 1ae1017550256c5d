//! The words that attribute a statement: “according to”, verbs of saying by class, and any verb in a place that only verbs of saying
//! have, such as after a closing quotation mark.

use crate::notebook::TextRange;

use super::super::lexicon::Class;
use super::super::phrases::is_people;
use super::super::tokens::{Kind, Tokens};
use super::evidence::is_apostrophe;
use super::memory::{Memory, Voice};
use super::quotes::Quoted;
use super::speaker::{self, MAX_NAME, name_at, voice_of};
use super::verbs_of_saying::{is_ambiguous, is_weak, speaks};

/// The most voices of a sentence.
const MOST_VOICES: usize = 3;

/// The voices that a sentence names, in the order in which they cite each other as far as that is known.
pub(super) fn said(tokens: &Tokens<'_>, quoted: &Quoted, memory: &Memory) -> Vec<Voice> {
    let mut chain: Vec<Voice> = Vec::new();
    let marks = Class::SAY.or(Class::THINK).or(Class::CITE).or(Class::ATTRIBUTES).or(Class::UP).or(Class::DOWN);
    for at in 0..tokens.len() {
        // Small words, numbers and most marks attribute nothing, except those with which a preposition begins.
        let class = tokens.entry(at).class;
        let silent = match tokens.kind(at) {
            Some(Kind::Word) => {
                class.meets(Class::FUNCTION)
                    && !class.meets(marks)
                    && !matches!(
                        tokens.str(at).as_bytes().first(),
                        Some(b'b' | b'B' | b'i' | b'I' | b'p' | b'P' | b'd' | b'D' | b'a' | b's' | b'S' | 0xc3)
                    )
            }
            Some(Kind::Mark) => !matches!(tokens.str(at), ":" | "-" | "‑"),
            _ => true,
        };
        if silent {
            continue;
        }
        if let Some(start) = preposition(tokens, at) {
            let next = push_after(tokens, start, memory, &mut chain);
            cited(tokens, next, &mut chain);
        } else if let Some(end) = opinion_of(tokens, at) {
            push(&mut chain, voice_of(tokens, end.0, end.1));
        } else if tokens.any(at, &["citing", "dixit"]) {
            push_after(tokens, at + 1, memory, &mut chain);
        } else if let Some(owner) = view_that(tokens, at) {
            push(&mut chain, voice_of(tokens, owner.0, owner.1));
        } else if is_passive_saying(tokens, at) {
            push_after(tokens, at + 2, memory, &mut chain);
        } else if let Some(owner) = forecast_of(tokens, at) {
            push(&mut chain, voice_of(tokens, owner.0, owner.1));
        } else if let Some(pronoun) = inverted(tokens, at) {
            chain.extend(speaker::pronoun(tokens, pronoun, memory).filter(|voice| !holds(&chain, voice)));
        } else if speaks(tokens, at) || is_in_place(tokens, at, quoted) {
            spoken(tokens, at, quoted, memory, &mut chain);
        } else if tokens.mark(at, ":") && quoted.begins_after(at) {
            let voice = speaker::name_before(tokens, at)
                .or_else(|| if chain.is_empty() { speaker::named_in_clause(tokens, at, memory) } else { None });
            chain.extend(voice.filter(|voice| !holds(&chain, voice)));
        }
        if chain.len() >= MOST_VOICES {
            break;
        }
    }
    chain
}

fn holds(chain: &[Voice], voice: &Voice) -> bool {
    chain.iter().any(|known| known.name == voice.name)
}

fn push(chain: &mut Vec<Voice>, voice: Voice) {
    if !holds(chain, &voice) {
        chain.push(voice);
    }
}

/// Matches “according to”, « selon », « d’après », « de l’avis de », « à en croire » at a token; returns the index of the token after it.
fn preposition(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let french = tokens.lexicon.is_french();
    let found = match () {
        () if tokens.words(at, &["according", "to"]) => at + 2,
        // “Consensus, per Visible, stands at $1.12”.
        () if tokens.any(at, &["per"])
            && !french
            && (at == 0 || tokens.mark(at - 1, ","))
            && (tokens.capital(at + 1) || tokens.is(at + 1, Class::DETERMINER)) =>
        {
            at + 1
        }
        () if !french => return None,
        () if tokens.any(at, &["selon"]) => at + 1,
        () if tokens.any(at, &["d"]) && is_apostrophe(tokens, at + 1) && tokens.any(at + 2, &["après"]) => at + 3,
        () if tokens.words(at, &["de", "l"])
            && tokens.any(at + 3, &["avis", "aveu"])
            && tokens.any(at + 4, &["de", "du", "des"]) =>
        {
            at + 5
        }
        () if tokens.words(at, &["à", "en", "croire"]) => at + 3,
        () if tokens.words(at, &["aux", "dires"]) || tokens.words(at, &["aux", "yeux"]) => at + 3,
        // « Pour Jeanne Morel, économiste, la hausse dépassera 15 % »: a person, at the beginning of a clause.
        () if tokens.any(at, &["pour"])
            && (at == 0 || tokens.kind(at - 1) == Some(Kind::Mark))
            && tokens.capital(at + 1)
            && tokens.capital(at + 2)
            && name_at(tokens, at + 1).is_some_and(|(_, end)| tokens.mark(end, ",")) =>
        {
            at + 1
        }
        () => return None,
    };
    // « selon les modèles » says on what it depends.
    const DEPENDS: [&str; 14] = [
        "cas", "modèles", "modèle", "pays", "versions", "saisons", "type", "âge", "taille", "besoins", "régions", "années",
        "plan", "size",
    ];
    let depends = (found..found + 3).any(|near| tokens.any(near, &DEPENDS));
    (!depends).then_some(found)
}

/// “in Ashby’s view”: the name of whose view it is.
fn opinion_of(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if !tokens.any(at, &["in", "by"]) {
        return None;
    }
    let mark =
        (at + 2..at + 7).find(|&mark| is_apostrophe(tokens, mark) && tokens.any(mark + 1, &["s"]) && tokens.glued(mark + 1))?;
    let views = [
        "view",
        "opinion",
        "estimation",
        "reckoning",
        "words",
        "telling",
        "account",
        "estimate",
        "count",
        "tally",
        "math",
        "admission",
    ];
    let own = usize::from(tokens.any(mark + 2, &["own", "latest", "best"]));
    tokens.any(mark + 2 + own, &views).then_some((at + 1, mark))
}

/// “Ms Ortega’s view is that”: the name of whose view it is, where the view is at `at`.
fn view_that(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let views = [
        "view",
        "argument",
        "contention",
        "claim",
        "position",
        "assessment",
        "guess",
        "theory",
        "answer",
        "complaint",
        "hope",
        "fear",
    ];
    if !tokens.is(at + 1, Class::AUXILIARY) {
        return None;
    }
    let is = tokens.any(at, &views) && tokens.any(at + 1, &["is", "was", "remains"]) && tokens.any(at + 2, &["that"]);
    let mark = at.checked_sub(2).filter(|&mark| is && is_apostrophe(tokens, mark) && tokens.any(mark + 1, &["s"]))?;
    let start = speaker::start_of_voice(tokens, mark);
    (start < mark).then_some((start, mark))
}

/// “is said by investigators to have posted”: whoever says or believes it follows “by”.
fn is_passive_saying(tokens: &Tokens<'_>, at: usize) -> bool {
    if !tokens.any(at + 1, &["by"]) {
        return false;
    }
    let says = [
        "reported",
        "revealed",
        "disclosed",
        "said",
        "believed",
        "thought",
        "estimated",
        "alleged",
        "claimed",
        "feared",
        "described",
        "reckoned",
    ];
    let ways = ["phone", "telephone", "email", "text", "letter", "video"];
    let person = !tokens.any(at + 2, &ways);
    let is_passive = at > 0 && tokens.is(at - 1, Class::AUXILIARY) || tokens.any(at, &["reported", "revealed", "disclosed"]);
    tokens.any(at, &says) && is_passive && person
}

/// “VisitBritain’s latest forecast is for 44.3 million visits”: whose forecast it is.
fn forecast_of(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if !tokens.any(at, &["forecast", "estimate", "projection", "figures", "survey", "poll"])
        || !(tokens.is(at + 1, Class::AUXILIARY) || tokens.any(at + 1, &["puts", "calls", "points", "shows"]))
    {
        return None;
    }
    let mark = (at.saturating_sub(4)..at).rev().find(|&mark| is_apostrophe(tokens, mark) && tokens.any(mark + 1, &["s"]))?;
    let mut start = mark;
    while start > 0 && tokens.capital(start - 1) {
        start -= 1;
    }
    (start < mark).then_some((start, mark))
}

/// « soupire-t-il », « a-t-il annoncé », « dit-elle »: the pronoun of an inverted verb of saying, which follows a mark.
fn inverted(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let joined = tokens.lexicon.is_french() && tokens.dash(at) && tokens.glued(at) && tokens.glued(at + 1);
    if !joined || at == 0 {
        return None;
    }
    let pronoun = if tokens.any(at + 1, &["t"]) && tokens.dash(at + 2) { at + 3 } else { at + 1 };
    let is_pronoun = tokens.any(pronoun, &["il", "elle", "on", "ils", "elles"]);
    let mut first = at - 1;
    while first > 0 && (is_apostrophe(tokens, first - 1) || tokens.any(first - 1, &["s", "n", "se", "ne", "m", "y"])) {
        first -= 1;
    }
    let after_mark =
        first.checked_sub(1).is_some_and(|mark| matches!(tokens.str(mark), "," | "»" | "”" | "\"" | "!" | "?" | "…"));
    (is_pronoun && after_mark).then_some(pronoun)
}

/// Whether a word stands where only a verb of saying does: between a quotation and its speaker (“…,” grumbled Tom Abbot; “…,” one of
/// them scoffed), or, in French, between a comma and who speaks (« …, explique l’agricultrice »).
fn is_in_place(tokens: &Tokens<'_>, at: usize, quoted: &Quoted) -> bool {
    // Without a quotation only French leaves a place for the verb.
    if quoted.is_empty() && !tokens.lexicon.is_french() {
        return false;
    }
    if tokens.kind(at) != Some(Kind::Word) || tokens.capital(at) || tokens.is(at, Class::FUNCTION) && !tokens.is(at, Class::VERB)
    {
        return false;
    }
    let french = tokens.lexicon.is_french();
    let word = tokens.str(at);
    let looks_like_a_verb = match french {
        true => word.len() > 3 && (word.ends_with(['e', 't', 'd', 'é', 'u', 'i']) || word.ends_with("is")),
        false => word.len() > 3 && (word.ends_with("ed") || word.ends_with('s')),
    };
    // « confié au groupement »: without a helper a participle is none.
    let participle = french && word.ends_with(['é', 'u', 'i']) && group_start(tokens, at) == at;
    if !looks_like_a_verb || participle {
        return false;
    }
    // “Ms Lang commented: “…””.
    if !french && matches!(tokens.str(at + 1), ":" | ",") && quoted.begins_after(at + 1) {
        return true;
    }
    let first = group_start(tokens, at);
    let is_named = |next: usize| {
        tokens.capital(next)
            || tokens.is(next, Class::DETERMINER)
            || tokens.any(next, &["one", "l"])
            || tokens.is(next, Class::SPEAKER)
    };
    let is_plural = !french && word.ends_with('s') && !tokens.is(at, Class::VERB);
    if quoted.ends_before(tokens, first) && is_named(at + 1) && (!is_plural || tokens.capital(at + 1)) {
        return true;
    }
    // « …, explique l’agricultrice. »: within the marks, or without any, after a comma.
    if french && first > 0 && matches!(tokens.str(first - 1), "," | "!" | "?" | "…") && is_named(at + 1) && first > 2 {
        // « Énerlis, producteur d’électricité, annonce la mise en service »: there the speaker came first.
        let adverb = word.ends_with("ment")
            || tokens.any(at, &["surtout", "avant", "devant", "pendant", "durant", "contre", "entre", "outre", "malgré"]);
        let people = (at + 1..at + 4).any(|near| tokens.is(near, Class::SPEAKER) || is_people(tokens, near));
        let known = tokens.is(at, Class::SAY.or(Class::THINK)) || is_ambiguous(tokens, at) || tokens.any(at, &["savoir"]);
        let known = known || people && !adverb && first == at && !tokens.is(at, Class::ORDINAL);
        return (known || quoted.holds(at)) && names_only(tokens, at + 1);
    }
    // « Comme l’a révélé Le Temps ».
    if french && first > 0 && tokens.any(first - 1, &["comme"]) && is_named(at + 1) {
        return true;
    }
    // “…,” one of them scoffed.
    let ends = tokens.kind(at + 1) != Some(Kind::Word) || tokens.is(at + 1, Class::PREPOSITION) || tokens.adverb(at + 1);
    let start = (at.saturating_sub(MAX_NAME)..at).rev().find(|&start| quoted.ends_before(tokens, start));
    let by_somebody =
        |start: usize| !is_plural || tokens.is(start, Class::PRONOUN) || (start..at).all(|near| tokens.capital(near));
    !french
        && ends
        && start
            .is_some_and(|start| start < at && by_somebody(start) && !(start..at).any(|near| tokens.is(near, Class::AUXILIARY)))
}

/// Whether nothing but a name follows: up to a mark, a day or « dans », « lors de ».
fn names_only(tokens: &Tokens<'_>, from: usize) -> bool {
    let day = usize::from(tokens.is(from, Class::WEEKDAY));
    name_at(tokens, from + day).is_some_and(|(_, end)| {
        !matches!(tokens.kind(end), Some(Kind::Word | Kind::Number))
            || tokens.is(end, Class::WEEKDAY)
            || tokens.any(end, &["dans", "lors", "qui", "chez", "sur", "après"])
    })
}

/// The first word of the helpers before a verb: « s’est félicité », “has since added”.
fn group_start(tokens: &Tokens<'_>, verb: usize) -> usize {
    let mut first = verb;
    while first > 0
        && (tokens.is(first - 1, Class::AUXILIARY)
            || tokens.any(
                first - 1,
                &["croit", "croient", "s", "se", "n", "ne", "l", "le", "lui", "y", "en", "fait", "aussi", "encore", "m"],
            )
            || is_apostrophe(tokens, first - 1) && tokens.lexicon.is_french())
    {
        first -= 1;
    }
    first
}

/// Whether a voice that is named within quotation marks speaks the quotation: « La saison est fichue, soupire Luc Aubert. Il pleut. »
pub(super) fn is_aside(tokens: &Tokens<'_>, voice: TextRange) -> bool {
    if !tokens.lexicon.is_french() {
        return false;
    }
    let Some(at) = tokens.tokens.iter().position(|token| token.end as usize > voice.start) else { return false };
    // A pronoun that leads elsewhere stands in this sentence all the same.
    if voice.start < tokens.range(0, 1).start {
        return true;
    }
    let mut first = at;
    while first > 0
        && (tokens.is(first - 1, Class::DETERMINER) || is_apostrophe(tokens, first - 1) || tokens.any(first - 1, &["l"]))
    {
        first -= 1;
    }
    let Some(verb) = first.checked_sub(1) else { return false };
    let first = group_start(tokens, verb);
    first > 0 && tokens.kind(verb) == Some(Kind::Word) && matches!(tokens.str(first - 1), "," | "!" | "?" | "…")
}

/// Adds the voice before or after a verb of saying (“said Mr Lu”). In “told Reuters” the listener is the outer voice.
fn spoken(tokens: &Tokens<'_>, verb: usize, quoted: &Quoted, memory: &Memory, chain: &mut Vec<Voice>) {
    let first = group_start(tokens, verb);
    let is_inverted = quoted.ends_before(tokens, first)
        || first > 0
            && tokens.lexicon.is_french()
            && (tokens.mark(first - 1, ",") && names_only(tokens, verb + 1) || tokens.any(first - 1, &["comme"]));
    let after = || speaker::behind(tokens, verb, first);
    let ahead = || speaker::before(tokens, verb, memory);
    // “…, said Ana Ruiz” needs no quotation mark.
    let plain = tokens.is(verb, Class::SAY) && !is_weak(tokens, verb);
    let tells = tokens.any(verb, &["told", "tells", "tell"]);
    let may_follow = is_inverted || !tokens.lexicon.is_french() && plain && !tells;
    let voice = if is_inverted { after().or_else(ahead) } else { ahead().or_else(|| may_follow.then(after).flatten()) };
    let Some(voice) = voice else { return };
    if tells {
        let listener = name_at(tokens, verb + 1).filter(|(start, end)| {
            let named = tokens.capital(*start)
                || speaker::is_digit_name(tokens, *start)
                || (*start..*start + 3).any(|at| tokens.capital(at) && at < *end)
                || (*start..*start + 3).any(|at| tokens.is(at, Class::OUTLET));
            named && !tokens.any(*start, &["this", "our"])
        });
        if let Some((start, end)) = listener {
            push(chain, voice_of(tokens, start, end));
        }
    }
    let named_until = voice.range.end;
    if !holds(chain, &voice) {
        // “The Journal, citing two officials, said”: the one who cites is the outer voice.
        let cites = tokens.tokens[..verb].iter().enumerate().any(|(at, _)| tokens.any(at, &["citing"]));
        chain.insert(if cites { 0 } else { chain.len() }, voice);
    }
    let after = tokens.tokens.partition_point(|token| (token.start as usize) < named_until);
    if after < verb && !chain.is_empty() {
        cited(tokens, after, chain);
    }
    // “has learned from multiple sources that”.
    if tokens.any(verb, &["learned", "learnt", "heard"])
        && tokens.any(verb + 1, &["from"])
        && let Some((start, end)) = name_at(tokens, verb + 2)
    {
        push(chain, voice_of(tokens, start, end));
    }
}

/// Adds the name at a token, or whom a pronoun there stands for; returns the index of the token after it.
fn push_after(tokens: &Tokens<'_>, start: usize, memory: &Memory, chain: &mut Vec<Voice>) -> usize {
    if tokens.any(start, &["him", "her", "them", "lui", "elle", "eux", "elles"]) && tokens.kind(start + 1) != Some(Kind::Word) {
        chain.extend(speaker::pronoun(tokens, start, memory).filter(|voice| !holds(chain, voice)));
        return start + 1;
    }
    let Some((from, to)) = name_at(tokens, start) else { return start };
    push(chain, voice_of(tokens, from, to));
    to
}

/// “analysts at Nomura, cited by the newspaper”: adds the one who cites as the outer voice.
fn cited(tokens: &Tokens<'_>, at: usize, chain: &mut Vec<Voice>) {
    let token = at + usize::from(tokens.mark(at, ","));
    let token = token + usize::from(tokens.any(token, &["as"]));
    if tokens.any(token, &["cited", "quoted", "reported", "cité", "cités", "citée"])
        && tokens.any(token + 1, &["by", "par"])
        && let Some((from, to)) = name_at(tokens, token + 2)
    {
        let voice = voice_of(tokens, from, to);
        let inner = chain.len().saturating_sub(1);
        if !holds(chain, &voice) {
            chain.insert(inner, voice);
        }
    }
}
