//! Scores how well a sentence can be checked, and finds its main quantity and its subject.

use super::claim::ReadClaim;
use super::clauses::Clauses;
use super::cues::{Cue, Cues, Rule};
use super::lexicon::Class;
use super::phrases::Names;
use super::quantities::{Amount, QuantityMention, Role, UnitSort};
use super::times::{TimeMention, When};
use super::tokens::{Kind, Tokens};
use super::voices::Voice;
use crate::notebook::{ClaimKind, TextRange};

/// Returns the index of a sentence’s main quantity: a target before a level, a level before a change, things before shares.
/// `beside`: for each, whether it stands beside what the sentence says: “four of the 17 mills”, “in 126 cities”.
pub(super) fn main_quantity(quantities: &[QuantityMention], denied: &[bool], beside: &[bool]) -> Option<usize> {
    // “delivered 136,854 cars, exceeding its target of 130,000”: the result is the main quantity, not the target.
    let measured_against = |target: &QuantityMention| {
        let same = |other: &QuantityMention| {
            matches!(other.role, Role::Level | Role::NewLevel | Role::Delta)
                && other.same_as.is_none()
                && (other.unit == target.unit || target.unit.is_none() && !other.unit.is_none())
                && !other.is_time()
        };
        quantities.iter().any(|other| other.range.start < target.range.start && same(other))
    };
    let worth = |quantity: &QuantityMention| {
        let role = match quantity.role {
            Role::Target if measured_against(quantity) => 2,
            Role::Target => 6,
            Role::Level | Role::NewLevel | Role::Minimum => 4,
            Role::Share => 3,
            Role::Delta | Role::Multiplier | Role::Shortfall => 2,
            Role::OldLevel => 1,
            Role::Duration | Role::Deadline | Role::Age => -9,
        };
        let unit = match quantity.unit.sort {
            UnitSort::Counted | UnitSort::Currency | UnitSort::Percent | UnitSort::Points => 2,
            UnitSort::Physical | UnitSort::Share => 2,
            UnitSort::None if quantity.role == Role::NewLevel => 1,
            UnitSort::None => -2,
            UnitSort::Time => -9,
            UnitSort::Times => 0,
        };
        // “two people” says less than “130,000 cars”.
        let small = matches!(quantity.amount, Amount::One(value) if value <= rust_decimal::Decimal::TEN)
            && quantity.unit.sort == UnitSort::Counted;
        role + unit - i32::from(small) * 2 - i32::from(quantity.same_as.is_some()) * 2
    };
    let best = quantities.iter().enumerate().filter(|(_, quantity)| !quantity.is_time()).max_by_key(|&(at, quantity)| {
        let set = |flags: &[bool]| flags.get(at).copied().unwrap_or_default();
        (!set(denied), worth(quantity) - i32::from(set(beside)) * 5, usize::MAX - at)
    });
    best.map(|(at, _)| at)
}

/// Whether a number is so large that it says something without what it counts: “users crossed 22 crore”.
pub(super) fn is_large(quantity: &QuantityMention) -> bool {
    matches!(quantity.amount, Amount::One(value) if value >= rust_decimal::Decimal::from(100_000))
}

/// Whether a number stands beside what its sentence says: after “of the”, “in”, “across”, “after”, in a relative or participial clause, or
/// as what was once promised.
pub(super) fn is_beside(tokens: &Tokens<'_>, quantity: &QuantityMention, clauses: &Clauses, former: &[usize]) -> bool {
    let (start, end) = quantity.tokens;
    let counted = quantity.unit.sort == UnitSort::Counted;
    // “its 24-bed unit”, “the 8.4-mile line”.
    let attributive = (start + 1..end).any(|at| tokens.dash(at) && tokens.glued(at) && tokens.glued(at + 1))
        && quantity.unit.sort != UnitSort::Percent
        && !matches!(quantity.amount, Amount::Range(..));
    // “, who farms 300 hectares”, “, meaning that 44,000 fewer jobs”.
    let comma = (start.saturating_sub(11)..start).rev().find(|&mark| tokens.mark(mark, ","));
    let aside = comma.is_some_and(|comma| {
        tokens.any(comma + 1, &["which", "who", "qui"])
            || tokens.str(comma + 1).ends_with("ing") && tokens.any(comma + 2, &["that", "the", "a"])
    });
    attributive
        || aside
        || is_former(start, clauses, former)
        || is_tied(tokens, quantity, counted)
        || is_base(tokens, start, comma)
        || is_conditional(tokens, start, comma)
}

/// “(WACC 5.9 %)”, “whereas expectations stood at 4.4 %”, “If prices stay 20 % higher, …”, “two of the party’s four donors”: in brackets,
/// in a clause of its own, or as the condition or the whole of what the sentence says.
fn is_conditional(tokens: &Tokens<'_>, start: usize, comma: Option<usize>) -> bool {
    let bracket = (start.saturating_sub(9)..start).rev().find(|&at| matches!(tokens.str(at), "(" | ")"));
    let in_brackets = bracket.is_some_and(|at| tokens.mark(at, "(") && at > 0);
    let contrasted = comma.is_some_and(|comma| tokens.any(comma + 1, &["whereas", "while", "although", "though"]));
    let first = usize::from(tokens.quotes(0));
    let condition = tokens.any(first, &["if", "were", "unless", "should", "si"])
        && !(0..start).any(|at| tokens.mark(at, ","))
        && (start..tokens.len()).any(|at| tokens.mark(at, ","));
    let possessive = (start.saturating_sub(2)..start).any(|at| tokens.any(at, &["s"]) && tokens.glued(at) && at > 0);
    let whole = possessive
        && (start.saturating_sub(6)..start).any(|at| tokens.any(at, &["of"]) && at > 0 && tokens.is(at - 1, Class::NUMBER));
    in_brackets || contrasted || condition || whole
}

/// “up from 55,000”, “per 100 grams”, “instead of the 8 %”, “with a 20p rise in charges”: what another number is told by.
fn is_base(tokens: &Tokens<'_>, start: usize, comma: Option<usize>) -> bool {
    let Some(before) = start.checked_sub(1) else { return false };
    let from = tokens.any(before, &["from", "per"]) && before > 0 && tokens.any(before - 1, &["up", "down"])
        || tokens.any(before, &["per"]);
    let instead = (before.saturating_sub(3)..=before).any(|at| tokens.any(at, &["instead", "lieu"]));
    from || instead || comma.is_some_and(|comma| tokens.any(comma + 1, &["with", "avec"]))
}

/// “promised 2,500 homes by 2028; it had built 311”: the clause says what was once aimed at.
fn is_former(number: usize, clauses: &Clauses, former: &[usize]) -> bool {
    let Some(first) = former.first().filter(|&&first| first < number) else { return false };
    let clause = clauses.around(number);
    clause.end > *first && former.iter().any(|at| clause.contains(at) && *at < number)
}

/// The verbs of a sentence that tell what was once aimed at: “the 95 it had promised”, “set out to”.
pub(super) fn former(tokens: &Tokens<'_>) -> Vec<usize> {
    const FORMER: [&str; 16] = [
        "promised",
        "wanted",
        "planned",
        "pledged",
        "vowed",
        "hoped",
        "targeted",
        "aimed",
        "spoke",
        "envisaged",
        "promis",
        "promettait",
        "prévoyait",
        "voulait",
        "espérait",
        "visait",
    ];
    let is_former = |&at: &usize| {
        // “, once promised for 2028,” is said in passing.
        let apart =
            || at > 0 && tokens.any(at - 1, &["is", "are", "has", "have", "the", "a", "once", "first", "originally", ","]);
        tokens.any(at, &FORMER) && !apart() || tokens.words(at, &["set", "out", "to"])
    };
    (0..tokens.len()).filter(is_former).collect()
}

/// Whether a number hangs on a word that makes it a circumstance: “froze rents on 4,600 flats”, “a fifth of its 8,200 jobs”.
fn is_tied(tokens: &Tokens<'_>, quantity: &QuantityMention, counted: bool) -> bool {
    const CIRCUMSTANCES: [&str; 15] = [
        "auprès",
        "after",
        "despite",
        "following",
        "including",
        "without",
        "excluding",
        "dont",
        "après",
        "against",
        "than",
        "malgré",
        "hors",
        "compris",
        "contre",
    ];
    const PLACES: [&str; 13] =
        ["in", "across", "with", "among", "since", "dans", "parmi", "avec", "throughout", "on", "from", "over", "at"];
    let start = quantity.tokens.0;
    let skips = |at: usize| {
        tokens.is(at, Class::DETERMINER.or(Class::BOUND_END).or(Class::EMPTY_ADJECTIVE))
            && !tokens.any(at, &["to", "at", "of", "by", "near", "as", "than"])
            || tokens.adverb(at)
            || tokens.str(at).ends_with("ed") && !tokens.is(at, Class::FUNCTION)
    };
    let mut at = start;
    while at > 0 && skips(at - 1) {
        at -= 1;
    }
    // « Ses 385 000 panneaux produiront 300 GWh »: a number within the subject.
    let within_subject = at == 0 && start > 0 && tokens.is(start - 1, Class::DETERMINER) && counted;
    let Some(before) = at.checked_sub(1) else { return within_subject };
    let sample = tokens.any(before, &["of", "de", "auprès"])
        && before > 0
        && tokens.any(before - 1, &["survey", "poll", "sample", "study", "panel", "enquête", "sondage"]);
    let usual = tokens.kind(before) == Some(Kind::Word)
        && before > 1
        && tokens.is(before - 1, Class::DETERMINER)
        && tokens.any(before - 2, &["of"]);
    let of_the = tokens.any(before, &["of"]) && at < start && counted;
    let is_level = quantity.role == Role::Level;
    // “more than 14,300 patients” is a bound.
    let bound = tokens.any(before, &["than"]) && before > 0 && tokens.is(before - 1, Class::COMPARATIVE.or(Class::BOUND_END));
    if bound {
        return false;
    }
    sample
        || usual && counted
        || of_the
        || is_level && (counted && tokens.any(before, &PLACES) || tokens.any(before, &CIRCUMSTANCES))
}

/// A number in a later clause stands beside one that its sentence says first. `marks`: what divides clauses.
pub(super) fn later_beside(text: &str, quantities: &[QuantityMention], marks: &[char], beside: &mut [bool]) {
    let is_number = |quantity: &QuantityMention| !quantity.is_time() && !quantity.unit.is_none();
    let Some(first) = quantities.iter().zip(beside.iter()).position(|(quantity, beside)| is_number(quantity) && !beside) else {
        return;
    };
    let from = quantities[first].range.end;
    for (quantity, beside) in quantities.iter().zip(beside).skip(first + 1) {
        *beside |= text.get(from..quantity.range.start).is_some_and(|between| between.contains(marks));
    }
}

/// Adds evidence for and against a sentence that is independent of its kind.
pub(super) fn signs(tokens: &Tokens<'_>, cues: &Cues, evidence: &mut Vec<Cue>) {
    let word = |at: usize, rule: Rule| Cue { range: tokens.range(at, at + 1), rule };
    let question = tokens.len().checked_sub(1).filter(|&last| (last.saturating_sub(1)..=last).any(|at| tokens.mark(at, "?")));
    let cue_at = |at: Option<usize>, rule: Rule| at.map(|at| word(at, rule));
    let found = [
        cue_at(cues.superlative, Rule::Superlative),
        cue_at(cues.rank, Rule::Rank),
        cue_at(cues.furniture.filter(|&at| is_furniture(tokens, at)), Rule::Furniture),
        cue_at(question, Rule::Question),
        cue_at(cues.first_person, Rule::FirstPerson),
    ];
    evidence.extend(found.into_iter().flatten());
}

/// Whether a word makes the sentence page furniture: if it addresses the reader, begins or is part of a short sentence, or
/// occurs with others.
fn is_furniture(tokens: &Tokens<'_>, at: usize) -> bool {
    let to_reader = (0..tokens.len())
        .any(|near| tokens.any(near, &["you", "your", "us", "our", "please", "vous", "votre", "here", "sign", "here"]));
    let more = tokens.words(0, &["read", "more"])
        || tokens.words(0, &["see", "also"])
        || tokens.words(0, &["lire", "aussi"])
        || tokens.any(0, &["related"]);
    if tokens.any(at, &["read", "related"]) || more {
        return more;
    }
    let several = (0..tokens.len()).filter(|&near| tokens.is(near, Class::FURNITURE)).count() > 1;
    let command = at == 0 || tokens.len() < 12;
    to_reader || several || command
}

/// Returns the score of a sentence. The weights follow what analysts tag.
pub(super) fn score(claim: &ReadClaim) -> i32 {
    let numbers = claim.quantities.iter().filter(|quantity| !quantity.is_time()).collect::<Vec<_>>();
    let measured = numbers.iter().any(|quantity| (!quantity.unit.is_none() || is_large(quantity)) && !is_slight(quantity));
    let dated = claim.times.iter().any(|time| !matches!(time.when, When::Duration(..)));
    let ahead = matches!(claim.kind, ClaimKind::Target | ClaimKind::Forecast | ClaimKind::Plan);
    let has = |rule: Rule| claim.evidence.iter().any(|cue| cue.rule == rule);
    let mut score = 0;
    score += if measured { 4 } else { i32::from(!numbers.is_empty()) };
    score += 2 * i32::from(dated);
    score += 2 * i32::from(ahead);
    score += i32::from(!claim.voices.is_empty());
    score += 2 * i32::from(has(Rule::Rank)) + i32::from(has(Rule::Superlative));
    score += 2 * i32::from(claim.kind == ClaimKind::Rumour);
    score -= i32::from(claim.kind == ClaimKind::Opinion);
    // A plan that was given up is news without a number.
    score += 3 * i32::from(has(Rule::Outcome) && numbers.is_empty());
    score -= 8 * i32::from(has(Rule::Furniture));
    score -= 5 * i32::from(has(Rule::Question));
    // What a column counts is worth as much as what others do; what it feels is not.
    score -= if measured { 1 } else { 2 } * i32::from(has(Rule::FirstPerson));
    score
}

/// Whether a quantity says little: a small number of things (“two or three times”), or a number of a vague noun (“one thing”).
fn is_slight(quantity: &QuantityMention) -> bool {
    let small = match quantity.amount {
        Amount::One(value) => value <= rust_decimal::Decimal::from(3),
        Amount::Multiple(_) | Amount::Part(..) => false,
        Amount::Vague(..) => return true,
        _ => false,
    };
    // “10 things to know”.
    const SLIGHT: [&str; 12] =
        ["thing", "reason", "way", "tip", "story", "question", "chose", "raison", "façon", "conseil", "part", "step"];
    let head = quantity.unit.name.rsplit(' ').next().unwrap_or_default();
    small && matches!(quantity.unit.sort, UnitSort::Counted | UnitSort::Times) || SLIGHT.contains(&head)
}

/// Keeps what can be read without knowing the words of a language: percentages, amounts of money, and dates in figures.
pub(super) fn keep_figures(quantities: &mut Vec<QuantityMention>, times: &mut Vec<TimeMention>) {
    quantities.retain(|quantity| matches!(quantity.unit.sort, UnitSort::Percent | UnitSort::Currency));
    times.retain(|time| matches!(time.when, When::Days(..)));
    for quantity in quantities {
        quantity.time = None;
    }
}

/// Finds whom a sentence is about: the first name before byte `limit` that is neither a voice nor a location.
pub(super) fn subject(tokens: &Tokens<'_>, names: &Names, voices: &[Voice], limit: usize) -> Option<TextRange> {
    let mut at = 0;
    while at < tokens.len() {
        let end = name_end(tokens, at);
        if end == at {
            at += 1;
            continue;
        }
        let range = tokens.range(at, end);
        if range.start >= limit {
            return None;
        }
        let speaks = voices.iter().any(|voice| voice.range.start < range.end && range.start < voice.range.end);
        // “Net sales of $418m” begins with a capital because it begins.
        const QUALIFIES: [&str; 14] = [
            "net",
            "free",
            "gross",
            "total",
            "adjusted",
            "operating",
            "organic",
            "underlying",
            "comparable",
            "core",
            "average",
            "annual",
            "diluted",
            "basic",
        ];
        let opens =
            at == 0 && end == 1 && (!names.holds(tokens.text, tokens.str(0)) || tokens.any(0, &QUALIFIES) && !tokens.capital(1));
        let cue_at = opens || at > 0 && tokens.any(at - 1, &["in", "at", "from", "across", "to", "en", "au", "aux", "à", "de"]);
        if !speaks && !cue_at {
            return Some(range);
        }
        at = end;
    }
    None
}

/// The name with which a sentence begins, if a verb follows it: “Norrland Timber opened a mill”.
pub(super) fn opening_name(tokens: &Tokens<'_>, names: &Names) -> Option<TextRange> {
    let start = after_dateline(tokens);
    let end = name_end(tokens, start);
    // A single word has its capital only because it begins the sentence, unless it has one elsewhere.
    let is_name = end > start + 1 || end == start + 1 && names.holds(tokens.text, tokens.str(start));
    // “Solvane Cells (NYSE: SLVN), a maker of batteries, announced”.
    let aside = tokens.mark(end, ",") || tokens.mark(end, "(");
    (is_name && (aside && end > start + 1 || super::verbs::is_finite(tokens, end))).then(|| tokens.range(start, end))
}

/// The token after a dateline: “CLEVELAND, 12 Feb (Wirefeed) —”; the first one if there is none.
fn after_dateline(tokens: &Tokens<'_>) -> usize {
    let dash = (1..tokens.len().min(14)).find(|&at| tokens.dash(at) && !tokens.glued(at));
    let is_place = tokens.capital(0) && (0..dash.unwrap_or(0)).all(|at| !super::verbs::is_finite(tokens, at));
    dash.filter(|_| is_place).map_or(0, |dash| dash + 1)
}

/// Returns the index of the token after the name that begins at `start`; `start` itself if there is no name.
fn name_end(tokens: &Tokens<'_>, start: usize) -> usize {
    let ordinary = Class::FUNCTION
        .or(Class::MONTH)
        .or(Class::WEEKDAY)
        .or(Class::BOUND_END)
        .or(Class::NUMBER)
        .or(Class::SUPERLATIVE)
        .or(Class::ORDINAL);
    let is_name = |at: usize| {
        tokens.kind(at) == Some(Kind::Word)
            && tokens.capital(at)
            && !tokens.is(at, ordinary)
            && (tokens.entry(at).unit.is_none() || tokens.capital(at + 1) && tokens.kind(at + 1) == Some(Kind::Word))
            && tokens.str(at).len() > 1
    };
    // A word that the lexicon knows is capitalised only because it begins the sentence.
    let first = is_name(start)
        && !(tokens.glued(start) && tokens.kind(start - 1) != Some(Kind::Mark))
        && (start > 0 || tokens.entry(start).class == Class::NONE && !tokens.str(start).ends_with("ing"));
    if !first {
        return start;
    }
    let mut end = start + 1;
    // “SX-40”.
    let coded =
        |at: usize| tokens.dash(at) && tokens.glued(at) && tokens.glued(at + 1) && tokens.kind(at + 1) == Some(Kind::Number);
    while is_name(end)
        || coded(end)
        || coded(end - 1)
        || tokens.kind(end) == Some(Kind::Number) && tokens.glued(end) && tokens.str(end).len() <= 3
    {
        end += 1;
    }
    end
}
