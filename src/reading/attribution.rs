//! Finds the voices of a sentence (who says so, outermost first) and tracks quotations that continue over several sentences.
//!
//! Patterns: “X said (that) …”, “…, X said”, ““…,” said X”, “X told Y”, “according to X”, “citing X”, “X has learned from Y”,
//! « selon X », « a déclaré X ». A third-person pronoun means the last voice.

use super::cues::Cues;
use super::lexicon::Class;
use super::tokens::{Kind, Tokens};
use crate::notebook::TextRange;

/// A person or organisation to which a sentence attributes its statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The name or description as the text has it.
    pub name: String,
    /// Its range in the text: in an earlier sentence, if it was carried over from there.
    pub range: TextRange,
    /// Whether it has no name: “people familiar with the matter”.
    pub anonymous: bool,
}

/// The state that earlier sentences leave for later ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    /// The voices of the last attribution.
    last: Vec<Voice>,
    /// Whether a quotation is open; then `open_blocks` counts the blocks begun since its last mark, and `quoted` are its voices.
    open: bool,
    open_blocks: u8,
    quoted: Vec<Voice>,
}

impl Memory {
    /// Begins a paragraph. An open quotation continues for at most two further paragraphs without a quotation mark.
    pub fn begin_block(&mut self) {
        if self.open {
            self.open_blocks += 1;
        }
        if self.open_blocks > 2 {
            (self.open, self.open_blocks) = (false, 0);
            self.quoted.clear();
        }
    }
}

/// The most tokens in a name.
const MAX_NAME: usize = 9;

/// Returns the voices of a sentence, outermost first, and remembers them for the sentences after it.
pub(super) fn voices(tokens: &Tokens<'_>, cues: &Cues, memory: &mut Memory) -> Vec<Voice> {
    let was_open = memory.open;
    if !(was_open || cues.voice || cues.quotes) {
        return Vec::new();
    }
    let quoted = track_quotes(tokens, memory);
    let found = if cues.voice { said(tokens, memory) } else { Vec::new() };
    let inside = |voice: &Voice| quoted.iter().any(|range| range.contains(voice.range.start));
    // The speaker is named outside the quotation marks; otherwise it is the outermost voice of the last attribution.
    let outside: Vec<Voice> = found.iter().filter(|voice| !inside(voice)).cloned().collect();
    let speaker = match () {
        () if was_open => memory.quoted.clone(),
        () if quoted.is_empty() => Vec::new(),
        () if outside.is_empty() => memory.last.first().cloned().into_iter().collect(),
        () => outside.clone(),
    };
    if !quoted.is_empty() {
        memory.quoted = if memory.open { if outside.is_empty() { speaker.clone() } else { outside.clone() } } else { Vec::new() };
    }
    let mut chain = if outside.is_empty() && !quoted.is_empty() { speaker } else { Vec::new() };
    for voice in found {
        if !chain.iter().any(|known| known.name == voice.name) {
            chain.push(voice);
        }
    }
    if !chain.is_empty() {
        memory.last.clone_from(&chain);
    }
    chain
}

/// Returns the ranges of the sentence inside quotation marks, and remembers whether a quotation is open at its end. A straight
/// mark closes an open quotation.
fn track_quotes(tokens: &Tokens<'_>, memory: &mut Memory) -> Vec<TextRange> {
    let mut quoted = Vec::new();
    let whole = tokens.range(0, tokens.len());
    let mut start = memory.open.then_some(whole.start);
    for at in 0..tokens.len() {
        if tokens.kind(at) != Some(Kind::Mark) {
            continue;
        }
        let opens = match tokens.str(at) {
            "“" | "«" | "「" | "„" => true,
            "”" | "»" | "」" => false,
            "\"" => start.is_none(),
            _ => continue,
        };
        let mark = tokens.range(at, at + 1);
        match (opens, start) {
            (true, None) => start = Some(mark.end),
            (false, Some(from)) => {
                quoted.push(TextRange { start: from, end: mark.start.max(from) });
                start = None;
            }
            _ => {}
        }
        memory.open_blocks = 0;
    }
    quoted.extend(start.map(|from| TextRange { start: from, end: whole.end.max(from) }));
    memory.open = start.is_some();
    quoted
}

/// Matches “according to”, « selon », « d’après » at a token; returns the index of the token after it.
fn is_preposition_cue(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    match () {
        () if !tokens.is(at, Class::CITE) && !tokens.is(at + 2, Class::CITE) => None,
        () if tokens.words(at, &["according", "to"]) => Some(at + 2),
        () if tokens.any(at, &["selon"]) && tokens.lexicon.is_french() => Some(at + 1),
        () if tokens.any(at, &["d"]) && matches!(tokens.str(at + 1), "’" | "'") && tokens.any(at + 2, &["après"]) => {
            Some(at + 3)
        }
        () => None,
    }
}

fn said(tokens: &Tokens<'_>, memory: &Memory) -> Vec<Voice> {
    let mut chain: Vec<Voice> = Vec::new();
    for at in 0..tokens.len() {
        if let Some(start) = is_preposition_cue(tokens, at) {
            let next = push_after(tokens, start, &mut chain);
            cited(tokens, next, &mut chain);
        } else if tokens.any(at, &["citing"]) {
            push_after(tokens, at + 1, &mut chain);
        } else if speaks(tokens, at) {
            spoken(tokens, at, memory, &mut chain);
        }
        if chain.len() >= 3 {
            break;
        }
    }
    chain
}

/// Whether a word is a verb of saying here. A weak one needs “that”, a pronoun or a mark after it: “shares added 5 %” is not one.
fn speaks(tokens: &Tokens<'_>, at: usize) -> bool {
    // In “missed estimates” it is a noun; as a verb it has a forecaster right before it.
    let cites = tokens.is(at, Class::CITE)
        && at > 0
        && (tokens.capital(at - 1) || tokens.is(at - 1, Class::SPEAKER.or(Class::PRONOUN).or(Class::AUXILIARY)));
    let thinks = tokens.is(at, Class::THINK) || cites && !tokens.any(at, &["according", "citing", "selon", "après"]);
    if !(tokens.is(at, Class::SAY) || thinks) {
        return false;
    }
    let weak = tokens.any(
        at,
        &[
            "added",
            "adds",
            "add",
            "note",
            "notes",
            "show",
            "shows",
            "find",
            "finds",
            "found",
            "showed",
            "shown",
            "report",
            "reports",
            "state",
            "states",
            "claim",
            "claims",
            "describes",
            "described",
            "describe",
            "suggest",
            "suggests",
            "indicate",
            "indicates",
        ],
    );
    let that = tokens.any(at + 1, &["that", "it", "its", "they", "he", "she", "que", "qu"])
        || tokens.mark(at + 1, ",")
        || tokens.mark(at + 1, ":")
        || tokens.mark(at + 1, "“");
    !weak || that || shows(tokens, at)
}

/// What shows something speaks, too: “customs records show”, “data released by the regulator on Thursday showed”.
fn shows(tokens: &Tokens<'_>, verb: usize) -> bool {
    const VERBS: [&str; 7] = ["show", "shows", "showed", "suggest", "suggests", "indicate", "indicates"];
    tokens.any(verb, &VERBS) && (verb.saturating_sub(MAX_NAME)..verb).any(|at| is_evidence(tokens, at))
}

/// Whether a word is for what shows something.
fn is_evidence(tokens: &Tokens<'_>, at: usize) -> bool {
    const EVIDENCE: [&str; 20] = [
        "data",
        "figures",
        "records",
        "accounts",
        "survey",
        "surveys",
        "poll",
        "polls",
        "study",
        "studies",
        "statistics",
        "filing",
        "filings",
        "documents",
        "report",
        "results",
        "estimates",
        "minutes",
        "census",
        "audit",
    ];
    tokens.any(at, &EVIDENCE)
}

/// Adds the voice before or after a verb of saying (“said Mr Lu”). In “told Reuters” the listener is the outer voice.
fn spoken(tokens: &Tokens<'_>, verb: usize, memory: &Memory, chain: &mut Vec<Voice>) {
    let voice = before(tokens, verb, memory).or_else(|| behind(tokens, verb));
    let Some(voice) = voice else { return };
    if tokens.any(verb, &["told", "tells", "tell"]) {
        let listener = name_at(tokens, verb + 1).filter(|(start, _)| {
            tokens.capital(*start) || is_digit_name(tokens, *start) || (*start..*start + 3).any(|at| tokens.is(at, Class::OUTLET))
        });
        if let Some((start, end)) = listener {
            chain.push(voice_of(tokens, start, end));
        }
    }
    if !chain.iter().any(|known| known.name == voice.name) {
        // “The Journal, citing two officials, said”: the one who cites is the outer voice.
        let cited = tokens.tokens[..verb].iter().enumerate().any(|(at, _)| tokens.any(at, &["citing"]));
        chain.insert(if cited { 0 } else { chain.len() }, voice);
    }
    // “has learned from multiple sources that”.
    let from = verb + 1;
    if tokens.any(verb, &["learned", "learnt", "heard"])
        && tokens.any(from, &["from"])
        && let Some((start, end)) = name_at(tokens, from + 1)
    {
        chain.push(voice_of(tokens, start, end));
    }
}

/// Adds the name at a token; returns the index of the token after it.
fn push_after(tokens: &Tokens<'_>, start: usize, chain: &mut Vec<Voice>) -> usize {
    let Some((from, to)) = name_at(tokens, start) else { return start };
    chain.push(voice_of(tokens, from, to));
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
        let inner = chain.len().saturating_sub(1);
        chain.insert(inner, voice_of(tokens, from, to));
    }
}

/// Finds the name that begins at a token: up to the next mark, verb or “that”. Returns its first token and the one after its
/// last.
fn name_at(tokens: &Tokens<'_>, start: usize) -> Option<(usize, usize)> {
    let mut at = start;
    while at < tokens.len() && at - start < MAX_NAME {
        let inner_dash = tokens.dash(at) && tokens.glued(at) && tokens.glued(at + 1);
        let apostrophe = matches!(tokens.str(at), "’" | "'" | "&")
            || tokens.mark(at, ".")
                && at > start
                && tokens.str(at - 1).len() <= 3
                && tokens.capital(at - 1)
                && tokens.capital(at + 1);
        match tokens.kind(at) {
            Some(Kind::Mark) if !(inner_dash || apostrophe) => break,
            Some(Kind::Number) if at > start && !tokens.glued(at) && !is_digit_name(tokens, at) => break,
            _ => {}
        }
        let ends = tokens.is(at, Class::AUXILIARY.or(Class::WILL).or(Class::MAY).or(Class::SHOULD)) && !tokens.capital(at)
            || tokens.is(at, Class::SAY) && at > start && !tokens.any(at, &["report", "statement", "note"])
            || tokens.any(
                at,
                &[
                    "that", "and", "but", "who", "which", "as", "on", "in", "que", "dans", "sur", "while", "after", "before",
                    "because", "when",
                ],
            ) && !(at > start && tokens.any(at, &["on", "in"]) && tokens.capital(at + 1) && tokens.is(at - 1, Class::SPEAKER));
        let next_phrase =
            at > start && tokens.is(at, Class::DETERMINER) && !tokens.capital(at) && !tokens.is(at - 1, Class::PREPOSITION);
        if ends || next_phrase || tokens.is(at, Class::PRONOUN) {
            break;
        }
        at += 1;
    }
    let worthy = (start..at).any(|token| {
        tokens.capital(token)
            || tokens.is(token, Class::SPEAKER.or(Class::OUTLET).or(Class::ANONYMOUS).or(Class::PLURAL))
            || tokens.kind(token) == Some(Kind::Number)
    });
    (at > start && worthy).then_some((start, at))
}

/// “36Kr”: digits that begin a name.
fn is_digit_name(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.kind(at) == Some(Kind::Number) && tokens.glued(at + 1) && tokens.kind(at + 1) == Some(Kind::Word)
}

/// Words that may be between a voice and its verb: “has also said”.
const BETWEEN: [&str; 16] = [
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
];

/// Finds the voice before a verb, searching back to the beginning of its clause.
fn before(tokens: &Tokens<'_>, verb: usize, memory: &Memory) -> Option<Voice> {
    let end = end_of_voice(tokens, verb);
    let start = start_of_voice(tokens, end);
    if start == end {
        return None;
    }
    if end - start == 1 && tokens.is(start, Class::PRONOUN) {
        return pronoun(tokens, start, memory);
    }
    // Times before the name are not part of it: “On Monday Tesla said”.
    let is_time = |at: usize| {
        tokens.is(at, Class::PREPOSITION.or(Class::WEEKDAY).or(Class::MONTH))
            || tokens.any(at, &["last", "this", "year", "week", "month", "also", "but", "yet"])
    };
    let start = (start..end).find(|&at| !is_time(at))?;
    let named = (start..end).any(|at| {
        tokens.capital(at) && (at > 0 || tokens.entry(at).class == Class::NONE || tokens.is(at, Class::SPEAKER.or(Class::TITLE)))
    });
    // “traders said”: people in the plural, by what they do.
    let is_passive = verb > 0 && tokens.is(verb - 1, Class::AUXILIARY);
    let people = tokens.any(verb, &["said", "say"]) && !is_passive && end - start == 1 && super::nouns::is_plural(tokens, start);
    let role = people
        || (start..end).any(|at| {
            tokens.is(at, Class::SPEAKER.or(Class::OUTLET).or(Class::ANONYMOUS)) || shows(tokens, verb) && is_evidence(tokens, at)
        });
    let digits = tokens.kind(start) == Some(Kind::Number) && tokens.glued(start + 1);
    // Things that are measured do not speak: “sales reported”.
    let measured = tokens.is(end - 1, Class::MEASURE) && !role;
    ((named || role || digits) && !measured).then(|| voice_of(tokens, start, end))
}

/// Returns the token after the voice before a verb, skipping auxiliaries, adverbs and what is between commas.
fn end_of_voice(tokens: &Tokens<'_>, verb: usize) -> usize {
    let is_between = |at: usize| tokens.is(at, Class::AUXILIARY) || tokens.any(at, &BETWEEN);
    let mut end = verb;
    while end > 0 && is_between(end - 1) {
        end -= 1;
    }
    // “Lu Weibing, president of Xiaomi, said”.
    if end > 1 && tokens.mark(end - 1, ",") {
        let open = (end.saturating_sub(11)..end - 1).rev().find(|&at| tokens.mark(at, ","));
        end = open.filter(|&open| open > 0 && tokens.capital(open - 1)).unwrap_or(end);
    }
    end
}

/// Returns the first token of the clause that ends before `end`, at most [`MAX_NAME`] tokens back.
fn start_of_voice(tokens: &Tokens<'_>, end: usize) -> usize {
    let joins = |at: usize| {
        tokens.dash(at) && tokens.glued(at)
            || matches!(tokens.str(at), "’" | "'" | "&")
            || tokens.mark(at, ".") && at > 0 && tokens.str(at - 1).len() <= 3 && tokens.capital(at - 1)
    };
    let stops = |at: usize| {
        tokens.kind(at) == Some(Kind::Mark) && !joins(at)
            || tokens.is(at, Class::AUXILIARY.or(Class::WILL)) && !tokens.capital(at)
            || tokens.any(
                at,
                &[
                    "that", "but", "and", "when", "while", "which", "as", "because", "than", "if", "que", "after", "before",
                    "since",
                ],
            )
            || tokens.is(at, Class::SAY) && !tokens.any(at, &["report", "statement", "note"])
    };
    let mut start = end;
    while start > 0 && end - start < MAX_NAME && !stops(start - 1) {
        start -= 1;
    }
    start
}

/// Words before the name of a person.
const TITLES: [&str; 22] = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "director",
    "chief",
    "president",
    "minister",
    "analyst",
    "economist",
    "lawmaker",
    "councillor",
    "chair",
    "chairman",
    "professor",
    "founder",
    "executive",
    "manager",
    "mayor",
    "senator",
    "spokesman",
    "spokeswoman",
];

/// Resolves a pronoun: to the author, or to the last voice.
fn pronoun(tokens: &Tokens<'_>, at: usize, memory: &Memory) -> Option<Voice> {
    if tokens.any(at, &["i", "we", "je", "nous", "on"]) {
        return Some(voice_of(tokens, at, at + 1));
    }
    if tokens.any(at, &["he", "she", "they", "it", "il", "elle", "ils", "elles"]) {
        // “It” is nobody with a title.
        let is_person = |voice: &&Voice| voice.name.split(' ').any(|word| TITLES.contains(&word.to_lowercase().as_str()));
        return memory.last.last().filter(|voice| !(tokens.any(at, &["it"]) && is_person(voice))).cloned();
    }
    None
}

/// Finds the voice after a verb that follows a quotation: “said Mr Lu”, « a déclaré le président ».
fn behind(tokens: &Tokens<'_>, verb: usize) -> Option<Voice> {
    let first = verb.checked_sub(1)?;
    let first = if tokens.is(first, Class::AUXILIARY) { first.checked_sub(1)? } else { first };
    let closes = matches!(tokens.str(first), "," | "”" | "\"" | "»" | "?" | "!");
    let (start, end) = name_at(tokens, verb + 1).filter(|_| closes)?;
    Some(voice_of(tokens, start, end))
}

fn voice_of(tokens: &Tokens<'_>, start: usize, end: usize) -> Voice {
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
