//! Reads when something is: dates, quarters, fiscal years, deadlines, durations, and times relative to the day of publication.
//!
//! News speaks of the past unless a word for the future governs the phrase: a bare weekday or month is the last one, after
//! “will”, “due” or “by” the next.

mod absolute;
mod beside;
mod chinese_spans;
mod chinese_times;
mod earlier;
mod figures;
mod fiscal;
mod mention;
mod relative;
mod spans;
mod tense;
mod years;

use super::lexicon::Class;
use super::tokens::{Kind, Tokens};
use super::web;

pub(super) use absolute::is_year;
pub(super) use chinese_spans::report_of;
pub(super) use chinese_times::read as read_chinese;
pub(super) use earlier::Spoken;
pub(super) use fiscal::first_month as first_fiscal_month;
pub(super) use mention::{Found, TimeContext, days, month_count, months_from};
pub use mention::{PeriodError, Style, TimeMention, TimeUnit, When};

/// Appends the times of a sentence, in order and without overlap. `future`: whether the clause of a token is about the future.
pub(super) fn read(tokens: &Tokens<'_>, context: TimeContext, future: impl Fn(usize) -> bool, found: &mut Vec<TimeMention>) {
    let (mut at, mut spoken) = (0, context.spoken);
    while at < tokens.len() {
        if !may_begin(tokens, at) {
            at += 1;
            continue;
        }
        let context = TimeContext { future: context.future && future(at), spoken, ..context };
        match mention_at(tokens, at, context) {
            Some((mention, next)) if next > at && !web::is_in_address(tokens.text, mention.range.start) => {
                spoken.remember(std::slice::from_ref(&mention));
                found.push(mention);
                at = next;
            }
            _ => at += 1,
        }
    }
}

/// Reads the time at a token, with the words before it that make it a deadline or a range.
fn mention_at(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Option<(TimeMention, usize)> {
    let (opening, deadline, future) = opening_at(tokens, at);
    let context = TimeContext { future: context.future || future, ..context };
    let start = at + opening;
    let said = tense::of(tokens, start);
    let context = TimeContext { future: said.unwrap_or(context.future), ..context };
    let made = |when: When, next: usize, deadline: bool| {
        let since = begins(tokens, at) || tense::is_traded(tokens, start);
        let goes_on = at > 0 && tokens.any(at - 1, &["since", "depuis"]);
        let until = context.reference.filter(|_| goes_on);
        let mention = TimeMention { range: tokens.range(at, next), when, deadline, since, until, tokens: (at, next) };
        Some((mention, next))
    };
    let leans = || beside::one(tokens, at, context).or_else(|| context.spoken.one(tokens, at));
    if let Some((when, next)) = spans::one(tokens, start, context).or_else(leans) {
        return made(when, next, deadline);
    }
    if let Some((when, next, deadline)) = relative::counted(tokens, at, context) {
        return made(when, next, deadline);
    }
    if let Some((when, next)) = stretch(tokens, start, context) {
        // “until now” is not a deadline.
        let deadline = deadline && !matches!(when, When::Present | When::Days(_, Style::Now));
        return made(when, next, deadline);
    }
    None
}

/// Whether the words before a time say that something began then.
fn begins(tokens: &Tokens<'_>, at: usize) -> bool {
    const STARTS: [&str; 14] = [
        "founded",
        "established",
        "built",
        "born",
        "created",
        "incorporated",
        "opened",
        "fondé",
        "fondée",
        "créé",
        "créée",
        "né",
        "launched",
        "formed",
    ];
    let since = at > 0 && tokens.any(at - 1, &["since", "depuis"]);
    let begun = at > 1 && tokens.any(at - 1, &["in", "en"]) && tokens.any(at - 2, &STARTS);
    // “to be launched in the third quarter” is still to come.
    since || begun && !(at > 2 && tokens.any(at - 3, &["be", "être"]))
}

/// Every time without digits has a word of one of these classes.
pub(super) const CALENDAR: Class = Class::MONTH
    .or(Class::WEEKDAY)
    .or(Class::SEASON)
    .or(Class::FUZZY)
    .or(Class::FISCAL)
    .or(Class::ORDINAL)
    .or(Class::TIME_UNIT)
    .or(Class::TIME_WORD)
    .or(Class::NUMBER)
    .or(Class::TENS);

/// Rules most words out cheaply: a time begins with a word of the calendar, or with one that can precede such a word within four
/// tokens.
fn may_begin(tokens: &Tokens<'_>, at: usize) -> bool {
    let of_calendar = |at: usize| tokens.kind(at) == Some(Kind::Number) || tokens.is(at, CALENDAR);
    match tokens.kind(at) {
        Some(Kind::Number) => true,
        Some(Kind::Word) => {
            let class = tokens.entry(at).class;
            class.meets(CALENDAR) || class.meets(Class::TIME_OPEN) && (at + 1..at + 5).any(of_calendar)
        }
        Some(Kind::Mark) => matches!(tokens.str(at), "'" | "’") && tokens.kind(at + 1) == Some(Kind::Number),
        None => false,
    }
}

/// Returns how many tokens introduce a time, whether they make it a deadline, and whether they point to the future.
fn opening_at(tokens: &Tokens<'_>, at: usize) -> (usize, bool, bool) {
    const ENGLISH: [(&[&str], bool, bool); 9] = [
        (&["no", "later", "than"], true, true),
        (&["not", "later", "than"], true, true),
        (&["as", "early", "as"], false, true),
        (&["as", "soon", "as"], false, true),
        (&["as", "late", "as"], true, true),
        (&["due", "by"], true, true),
        (&["by"], true, true),
        (&["until"], true, true),
        (&["before"], true, false),
    ];
    const FRENCH: [(&[&str], bool, bool); 7] = [
        (&["d", "’", "ici", "à"], true, true),
        (&["d", "’", "ici"], true, true),
        (&["d", "'", "ici", "à"], true, true),
        (&["d", "'", "ici"], true, true),
        (&["jusqu", "’", "en"], true, true),
        (&["jusqu", "'", "en"], true, true),
        (&["avant"], true, false),
    ];
    if !tokens.is(at, Class::TIME_OPEN) {
        return (0, false, false);
    }
    let openings = if tokens.lexicon.is_french() { &FRENCH[..] } else { &ENGLISH[..] };
    let found = openings.iter().find(|(words, ..)| tokens.words(at, words));
    found.map_or((0, false, false), |(words, deadline, future)| (words.len(), *deadline, *future))
}

/// Reads one time, or two that are joined: “2027–29”, “from 2024 to 2026”, “between March and June 2025”.
fn stretch(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    let between = tokens.any(at, &["between", "entre"]);
    let from = tokens.any(at, &["from", "de"]);
    if between || from {
        // « entre le 1er octobre et le 8 février ».
        let article = |at: usize| at + usize::from(between && tokens.any(at, &["le", "the"]));
        let start = article(at + 1);
        let (first, middle) = one(tokens, start, context)?;
        let joined =
            if between { tokens.any(middle, &["and", "et"]) } else { tokens.any(middle, &["to", "until", "through", "à"]) };
        let (second, next) = if joined { one(tokens, article(middle + 1), context)? } else { return None };
        // “from May to October 2020”: a first time without a year takes the year of the second.
        let undated = (at + 1..middle).all(|near| tokens.kind(near) != Some(Kind::Number) || tokens.str(near).len() < 4);
        let first = match (&second, undated && (middle + 1..next).any(|near| is_year(tokens, near))) {
            (When::Days(period, _), true) => {
                let context = TimeContext { reference: Some(period.end), ..TimeContext::default() };
                one(tokens, start, context).map_or(first, |(first, _)| first)
            }
            _ => first,
        };
        return Some((absolute::joined(first, second), next));
    }
    let (first, next) = one(tokens, at, context)?;
    if let When::Days(..) = first
        && (tokens.dash(next) || tokens.any(next, &["to", "through"]) && goes_on(tokens, at, next))
        && let Some((second, after)) = one(tokens, next + 1, context)
        && matches!(second, When::Days(..))
    {
        return Some((absolute::joined(first, second), after));
    }
    // “the July-to-September period”.
    if tokens.dash(next)
        && tokens.any(next + 1, &["to"])
        && tokens.dash(next + 2)
        && let Some((second, after)) = one(tokens, next + 3, context)
    {
        return Some((absolute::joined(first, second), after));
    }
    Some((first, next))
}

/// Whether “to” and another time after a time make a span of both: “2019 to 2024”, “April 29 to May 2”.
fn goes_on(tokens: &Tokens<'_>, at: usize, next: usize) -> bool {
    is_plain_year(tokens, at, next) || tokens.is(at, Class::MONTH) && tokens.is(next + 1, Class::MONTH)
}

/// Whether a time is a single number, such as a year.
fn is_plain_year(tokens: &Tokens<'_>, at: usize, next: usize) -> bool {
    next == at + 1 && tokens.kind(at) == Some(Kind::Number)
}

/// Reads one time at a token.
fn one(tokens: &Tokens<'_>, at: usize, context: TimeContext) -> Found {
    relative::one(tokens, at, context).or_else(|| absolute::one(tokens, at, context))
}
