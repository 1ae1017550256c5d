//! Determines the role of a quantity: by how much something changed, the level it reached, a goal; and the time it belongs to.

use crate::notebook::{Bound, Grain};
use crate::reading::lexicon::Class;
use crate::reading::times::{TimeMention, When};
use crate::reading::tokens::{Kind, Tokens};

use super::{Amount, Basis, Direction, QuantityMention, Role, UnitSort};

/// Sets the roles of the quantities of a sentence, in order.
pub(super) fn read(tokens: &Tokens<'_>, times: &[TimeMention], found: &mut [QuantityMention]) {
    for at in 0..found.len() {
        let floor = at.checked_sub(1).map_or(0, |before| found[before].tokens.1);
        let close = at > 0 && found[at].tokens.0 <= floor + 3;
        let before = if close { Some(found[at - 1].role) } else { None };
        change(tokens, &mut found[at], floor, before);
        target(tokens, &mut found[at]);
        basis(tokens, &mut found[at]);
        if found[at].bound == Bound::AtLeast && found[at].tokens.0 > 1 && tokens.any(found[at].tokens.0 - 1, &["at", "from"]) {
            found[at].role = Role::Minimum;
        }
        if found[at].unit.sort == UnitSort::Time && found[at].role == Role::Level {
            let deadline = times
                .iter()
                .any(|time| time.deadline && time.tokens.0 <= found[at].tokens.0 && found[at].tokens.1 <= time.tokens.1);
            found[at].role = if deadline { Role::Deadline } else { Role::Duration };
        }
    }
    for mention in found.iter_mut() {
        if is_held_against(tokens, mention) {
            (mention.role, mention.direction) = (Role::OldLevel, None);
        }
    }
    same(tokens, found);
    shared(tokens, found);
    shortfall(found);
    belong(tokens, times, found);
}

/// Whether a number is what another one is held against: “against 63 a year earlier”, “compared with its prior view of $6.10”.
fn is_held_against(tokens: &Tokens<'_>, mention: &QuantityMention) -> bool {
    if matches!(mention.amount, Amount::FromTo(..)) || mention.is_time() {
        return false;
    }
    let start = opening(tokens, mention.tokens.0);
    for at in (start.saturating_sub(6)..start).rev() {
        if matches!(tokens.str(at), "," | ";" | ":" | ")") || tokens.any(at, &["and", "but", "et", "mais"]) {
            return false;
        }
        let compares = tokens.any(at, &["against", "versus", "vs", "contre", "beating"])
            || tokens.any(at, &["compared", "contrast"]) && tokens.any(at + 1, &["with", "to"])
            || tokens.any(at, &["up", "down"]) && tokens.any(at + 1, &["from"])
            // « 118 levers de rideau au lieu de 142 », “instead of 142”.
            || tokens.words(at, &["au", "lieu", "de"])
            || tokens.words(at, &["instead", "of"])
            || tokens.words(at, &["rather", "than"]);
        if compares {
            return true;
        }
    }
    false
}

/// Maximum number of words between a verb of change and its number.
const GAP: usize = 4;

fn change(tokens: &Tokens<'_>, mention: &mut QuantityMention, floor: usize, before_it: Option<Role>) {
    if mention.direction.is_some() || matches!(mention.amount, Amount::FromTo(..) | Amount::Multiple(_)) {
        return;
    }
    if matches!(mention.unit.sort, UnitSort::Time) {
        return;
    }
    let start = opening(tokens, mention.tokens.0);
    let before = start.checked_sub(1);
    let preposition = |words: &[&str]| before.is_some_and(|before| tokens.any_of(before, words));
    let by = preposition(&["by", "de", "another"]);
    let (to, from) = (preposition(&["to", "at", "à"]), preposition(&["from", "than"]));
    let reach = if by { 12 } else { GAP };
    let verb = verb_before(tokens, start, if by { 0 } else { floor }, reach);
    // “slipped 2.5 points to 17.5 %”, “tripled to 48,000”.
    if to && matches!(before_it, Some(Role::Delta | Role::Multiplier)) {
        mention.role = Role::NewLevel;
        return;
    }
    // “fell to €310m from €425m”.
    if from && matches!(before_it, Some(Role::Delta | Role::NewLevel | Role::Multiplier)) {
        mention.role = Role::OldLevel;
        return;
    }
    match (verb, to, from) {
        (Some(_), true, _) => mention.role = Role::NewLevel,
        (Some(_), _, true) => mention.role = Role::OldLevel,
        (Some(direction), ..) if moves(tokens, mention) => {
            (mention.direction, mention.role) = (Some(direction), Role::Delta);
        }
        _ => {}
    }
    // “a 12 % drop”, “5 percent higher”, « 40 % de plus ».
    let next = mention.tokens.1;
    let of_change = matches!(mention.unit.sort, UnitSort::Percent | UnitSort::Points);
    if mention.direction.is_none() && of_change && mention.role == Role::Level {
        let direction_at =
            (next..next + 2).find(|&at| tokens.is(at, Class::CHANGE_NOUN) || tokens.any(at, &["higher", "lower", "up", "down"]));
        let french = tokens
            .words(next, &["de", "plus"])
            .then_some(Direction::Up)
            .or(tokens.words(next, &["de", "moins"]).then_some(Direction::Down));
        let english = direction_at.and_then(|at| direction(tokens, at));
        if let Some(found) = english.or(french) {
            (mention.direction, mention.role) = (Some(found), Role::Delta);
        }
    }
}

/// Whether a quantity can be the amount of a change: shares and points always, others only right after the verb or a
/// preposition.
fn moves(tokens: &Tokens<'_>, mention: &QuantityMention) -> bool {
    let percent = matches!(mention.unit.sort, UnitSort::Percent | UnitSort::Points | UnitSort::Share);
    let start = opening(tokens, mention.tokens.0);
    let near = start
        .checked_sub(1)
        .is_some_and(|before| tokens.is(before, Class::UP.or(Class::DOWN)) || tokens.any(before, &["by", "of", "a", "de", "d"]));
    // “lost $5 million” is a loss, not a fall.
    let lost = mention.unit.sort == UnitSort::Currency
        && start.checked_sub(1).is_some_and(|before| tokens.any(before, &["lost", "loses", "lose", "losing"]));
    if lost {
        return false;
    }
    percent || near
}

/// The first token of the words that bound a number: “rose just over 4 %”.
fn opening(tokens: &Tokens<'_>, mut at: usize) -> usize {
    while at > 0
        && (tokens.is(at - 1, Class::BOUND_END) && !tokens.any(at - 1, &["to", "at", "of", "de", "à"])
            || tokens.any(at - 1, &["another", "a", "than", "more", "less", "fewer", "up"]) && tokens.is(at, Class::BOUND_END))
    {
        // “up to” is a bound, “to” alone leads to a level.
        at -= 1;
    }
    if at >= 2 && tokens.words(at - 2, &["up", "to"]) {
        at -= 2;
    }
    at
}

/// The direction of the nearest word of change before a token.
fn verb_before(tokens: &Tokens<'_>, start: usize, floor: usize, reach: usize) -> Option<Direction> {
    let lowest = start.saturating_sub(reach).max(floor);
    for at in (lowest..start).rev() {
        if tokens.kind(at) == Some(Kind::Mark)
            && matches!(tokens.str(at), "," | ";" | ":" | "." | "(" | ")")
            && !tokens.glued(at + 1)
        {
            return None;
        }
        if let Some(found) = direction(tokens, at) {
            return Some(found);
        }
    }
    None
}

fn direction(tokens: &Tokens<'_>, at: usize) -> Option<Direction> {
    // “makes up 38 %”, “took up”, “ended up with”: not a direction.
    const PHRASAL: [&str; 16] = [
        "make", "makes", "made", "making", "take", "takes", "took", "taken", "set", "put", "end", "ends", "ended", "end", "used",
        "pay",
    ];
    if at > 0 && tokens.any(at, &["up", "down"]) && tokens.any(at - 1, &PHRASAL) {
        return None;
    }
    let class = tokens.entry(at).class;
    match (class.meets(Class::UP), class.meets(Class::DOWN)) {
        (true, false) => Some(Direction::Up),
        (false, true) => Some(Direction::Down),
        _ => None,
    }
}

/// Recognises a target: “a target of 3,000”, “its 100,000-unit goal”, « un objectif de ».
fn target(tokens: &Tokens<'_>, mention: &mut QuantityMention) {
    let start = opening(tokens, mention.tokens.0);
    let of = start >= 2 && tokens.any(start - 1, &["of", "de", "at"]) && tokens.is(start - 2, Class::TARGET);
    let next = mention.tokens.1;
    let noun = (next..next + 2).any(|at| tokens.any(at, &["goal", "target", "objective", "ambition", "objectif", "cible"]));
    // “its target is 3,000”.
    let is =
        start >= 2 && tokens.any(start - 1, &["is", "was", "remains", "est", "était"]) && tokens.is(start - 2, Class::TARGET);
    if of || noun || is {
        mention.role = Role::Target;
    }
}

/// Reads the basis of a change: “year on year”, “from a year earlier”, “quarter-on-quarter”.
fn basis(tokens: &Tokens<'_>, mention: &mut QuantityMention) {
    if !matches!(mention.unit.sort, UnitSort::Percent | UnitSort::Points) {
        return;
    }
    let next = mention.tokens.1;
    mention.basis = (next..next + 5).find_map(|at| {
        let on = |unit: &str| {
            let dash = usize::from(tokens.dash(at + 1));
            tokens.word(at, unit) && tokens.any(at + 1 + dash, &["on", "over"]) && tokens.word(at + 2 + 2 * dash, unit)
        };
        let earlier =
            tokens.any(at, &["a"]) && tokens.any(at + 1, &["year"]) && tokens.any(at + 2, &["earlier", "ago", "before"]);
        let french = tokens.any(at, &["sur"]) && tokens.any(at + 1, &["un"]) && tokens.any(at + 2, &["an"]);
        match () {
            () if on("year") || earlier || french || tokens.any(at, &["yoy"]) => Some(Basis::YearOnYear),
            () if on("quarter") || tokens.any(at, &["qoq"]) => Some(Basis::QuarterOnQuarter),
            () if on("month") || tokens.any(at, &["mom"]) => Some(Basis::MonthOnMonth),
            () => None,
        }
    });
}

/// Recognises by how much a target was missed: “fell short of its 100,000-unit goal by 12 percent”.
fn shortfall(found: &mut [QuantityMention]) {
    for at in 1..found.len() {
        if found[at - 1].role == Role::Target && found[at].role == Role::Delta && found[at].direction == Some(Direction::Down) {
            found[at].role = Role::Shortfall;
        }
    }
}

/// “expands by 1.6 per cent in 2026 and 2.1 per cent in 2027”: the second is by how much, too.
fn shared(tokens: &Tokens<'_>, found: &mut [QuantityMention]) {
    for at in 1..found.len() {
        let (a, b) = (&found[at - 1], &found[at]);
        let gap = a.tokens.1..b.tokens.0;
        let joined = gap.len() <= 5 && b.tokens.0 > 0 && tokens.any(b.tokens.0 - 1, &["and", "et"]);
        let percent = matches!(a.unit.sort, UnitSort::Percent | UnitSort::Points) && a.unit == b.unit;
        if joined
            && percent
            && a.role == Role::Delta
            && b.role == Role::Level
            && !gap.clone().any(|at| tokens.is(at, Class::VERB))
        {
            (found[at].role, found[at].direction) = (Role::Delta, found[at - 1].direction);
        }
    }
}

/// Links quantities that state the same twice: “RMB 215,900, roughly $29,800”, “7 miles (11 km)”, “a third, or some 4,500
/// people”.
fn same(tokens: &Tokens<'_>, found: &mut [QuantityMention]) {
    for at in 1..found.len() {
        let (a, b) = (&found[at - 1], &found[at]);
        let (end, start) = (a.tokens.1, b.tokens.0);
        if a.unit == b.unit || a.unit.is_none() && !tokens.any(end + 1, &["or", "soit", "ou"]) {
            continue;
        }
        let gap = start.saturating_sub(end);
        let both = a.unit.sort == b.unit.sort && matches!(a.unit.sort, UnitSort::Currency | UnitSort::Physical);
        let parenthesis = (1..=3).contains(&gap) && tokens.mark(end, "(") && both;
        let or = (2..=4).contains(&gap) && tokens.mark(end, ",") && tokens.any(end + 1, &["or", "soit", "ou"]);
        let about = (1..=3).contains(&gap) && tokens.mark(end, ",") && both && b.approx;
        if parenthesis || or || about {
            found[at].same_as = Some(at - 1);
            // “cut by 1,200, or about 4 percent” goes down by both.
            let share = matches!(found[at].unit.sort, UnitSort::Percent | UnitSort::Points);
            if or && share && found[at - 1].role == Role::Delta && found[at].direction.is_none() {
                (found[at].role, found[at].direction) = (Role::Delta, found[at - 1].direction);
            }
        }
    }
}

/// Gives each quantity the time that it is about: lists are paired in order, otherwise the nearest time of the clause is taken.
fn belong(tokens: &Tokens<'_>, times: &[TimeMention], found: &mut [QuantityMention]) {
    let is_date = |at: &usize| !times[*at].since && !matches!(times[*at].when, When::Duration(..) | When::Present);
    let says = |at: &usize| {
        let time = &times[*at];
        is_of_saying(tokens, time) || is_base(tokens, time) || is_label(tokens, time) || is_former(tokens, time)
    };
    let mut dated: Vec<usize> = (0..times.len()).filter(is_date).filter(|at| !says(at)).collect();
    // “now” dates what nothing else does; and so does what has gone on since a day.
    if dated.iter().any(|&at| !times[at].is_present()) {
        dated.retain(|&at| !times[at].is_present());
    }
    if dated.is_empty() {
        dated = (0..times.len()).filter(|&at| times[at].until.is_some()).collect();
    }
    let levels: Vec<usize> = (0..found.len()).filter(|&at| !found[at].is_time() && found[at].same_as.is_none()).collect();
    if dated.is_empty() && !(0..times.len()).any(|at| is_label(tokens, &times[at])) {
        return;
    }
    if dated.len() > 1 && levels.len() == dated.len() && zipped(tokens, times, found, &levels, &dated) {
        for (level, time) in levels.iter().zip(&dated) {
            found[*level].time = Some(*time);
        }
        return;
    }
    for level in levels {
        let (start, end) = found[level].tokens;
        let moves = matches!(found[level].amount, Amount::FromTo(..));
        let distance = |time: usize| {
            let (from, to) = times[time].tokens;
            // “which employs 540 people, expects to add 900 by 2029”: a deadline is of the number before it.
            let other = |quantity: &QuantityMention| quantity.tokens.0 >= end && quantity.tokens.1 <= from && !quantity.is_time();
            let apart = from >= end && (end..from).any(|at| tokens.mark(at, ","));
            if times[time].deadline && apart && found.iter().any(other) {
                return usize::MAX;
            }
            // A change is dated by where it ended.
            if moves && from < end && dated.iter().any(|&other| times[other].tokens.0 >= end)
                || is_of_another(tokens, times, found, level, time)
            {
                return usize::MAX;
            }
            // A time after a number is preferred to one before it.
            let (gap, range) =
                if from >= end { (from - end, end..from) } else { ((start - to.min(start)) * 2, to.min(start)..start) };
            // “which opened in 2019, employs 2,500 people”: the year belongs to the relative clause.
            let aside = to <= start && range.clone().any(|at| tokens.mark(at, ",")) && aside_before(tokens, from);
            let clauses = range
                .filter(|&at| matches!(tokens.str(at), ";" | ":" | "—" | "(" | ",") || tokens.any(at, &["and", "but", "while"]))
                .count();
            gap + clauses * 4 + if aside { 60 } else { 0 }
        };
        // “(2024: 31 cents)”: the number in the brackets has their time.
        let labelled = (0..times.len())
            .find(|&at| is_label(tokens, &times[at]) && times[at].tokens.1 < start && start <= times[at].tokens.1 + 3);
        if labelled.is_some() {
            (found[level].time, found[level].role) = (labelled, Role::OldLevel);
            continue;
        }
        found[level].time = dated.iter().copied().min_by_key(|&time| distance(time)).filter(|&time| distance(time) < 60);
    }
}

/// Whether a time labels a number in brackets: “(2024: 31 cents)”.
fn is_label(tokens: &Tokens<'_>, time: &TimeMention) -> bool {
    let (from, to) = time.tokens;
    from > 0 && tokens.mark(from - 1, "(") && tokens.mark(to, ":")
}

/// Whether a time stands aside as what was once planned: “, first due in 2024,”.
fn is_former(tokens: &Tokens<'_>, time: &TimeMention) -> bool {
    let (from, to) = time.tokens;
    tokens.mark(to, ",")
        && (from.saturating_sub(4)..from).any(|at| {
            tokens.any(at, &["due", "promised", "planned", "scheduled", "expected", "promise", "prévue", "prévu", "promis"])
        })
        && (from.saturating_sub(6)..from).any(|at| tokens.mark(at, ","))
}

/// Whether a time says when something was said: “said on Monday”, “on Thursday showed”.
fn is_of_saying(tokens: &Tokens<'_>, time: &TimeMention) -> bool {
    let (from, to) = time.tokens;
    // “the range given in September”, « communiquée en septembre »: when a number was told.
    const TOLD: [&str; 16] = [
        "announced",
        "given",
        "published",
        "issued",
        "unveiled",
        "communiqué",
        "communiquée",
        "communiqués",
        "communiquées",
        "annoncé",
        "annoncée",
        "annoncés",
        "annoncées",
        "publié",
        "publiée",
        "dévoilé",
    ];
    // “in its final estimate on Wednesday”.
    const NEWS: [&str; 9] = ["estimate", "report", "forecast", "release", "statement", "filing", "survey", "update", "bulletin"];
    if from > 1 && tokens.any(from - 1, &["on"]) && tokens.any(from - 2, &NEWS) && tokens.is(from, Class::WEEKDAY) {
        return true;
    }
    let told = from > 1 && tokens.any(from - 1, &["in", "on", "en", "le", "dès"]) && tokens.any(from - 2, &TOLD);
    let short = time.period().is_some_and(|period| period.grain == Grain::Day);
    if told {
        return true;
    }
    if !short {
        return false;
    }
    // « a abaissé mardi sa prévision ».
    if from > 0 && tokens.any(from - 1, &["abaissé", "relevé", "révisé", "maintenu"]) {
        return true;
    }
    let says = |at: usize| tokens.is(at, Class::SAY) && !tokens.is(at, Class::UP.or(Class::DOWN));
    let link = |at: usize| {
        tokens.is(at, Class::PREPOSITION.or(Class::DETERMINER))
            || tokens.capital(at)
            || tokens
                .any(at, &["statement", "interview", "call", "reporters", "note", "conference", "press", "analysts", "investors"])
    };
    let before = (1..=7).map_while(|back| from.checked_sub(back)).find(|&at| !link(at));
    says(to) || before.is_some_and(says)
}

/// Whether a time is what something is compared with: “4.3 % fewer than in 2024”, “up 3 % from a year earlier”.
fn is_base(tokens: &Tokens<'_>, time: &TimeMention) -> bool {
    let mut at = time.tokens.0;
    while at > 0 && tokens.any(at - 1, &["in", "the", "a", "on", "during", "en", "au", "à", "rapport"]) {
        at -= 1;
    }
    let Some(word) = at.checked_sub(1) else { return false };
    // “a third lower than at their peak in 2022”, « supérieure à celle de 2025 ».
    let than = (word.saturating_sub(5)..word).rev().find(|&near| tokens.any(near, &["than"]));
    let bare = than.is_some_and(|than| {
        (than + 1..word).all(|near| tokens.kind(near) == Some(Kind::Word)) && tokens.is(than + 1, Class::PREPOSITION)
    });
    let of_that = tokens.any(word, &["de", "of"])
        && word > 0
        && tokens.any(word - 1, &["celle", "celui", "ceux", "celles", "that", "those"]);
    bare || of_that
        || tokens.any(word, &["than", "par"]) && (tokens.kind(word) == Some(Kind::Word))
        || tokens.any(word, &["on", "over"])
            && word > 0
            && (tokens.mark(word - 1, "%") || tokens.any(word - 1, &["percent", "cent", "points"]))
        || tokens.any(word, &["with", "to"]) && word > 0 && tokens.any(word - 1, &["compared", "relative"])
}

/// Whether a token is in a relative clause: “, which opened in”.
fn aside_before(tokens: &Tokens<'_>, at: usize) -> bool {
    let comma = (0..at).rev().find(|&mark| tokens.mark(mark, ","));
    comma.is_some_and(|comma| tokens.any(comma + 1, &["which", "who", "where", "qui", "dont"]))
}

/// Whether a time belongs to another number right before it, with which this one is compared: “$12, against $10 a year ago”.
fn is_of_another(tokens: &Tokens<'_>, times: &[TimeMention], found: &[QuantityMention], level: usize, time: usize) -> bool {
    let compared = |start: usize| {
        start > 0
            && (tokens.any(start - 1, &["from", "against", "than", "versus", "compared", "with", "contre"])
                || start > 1 && tokens.any(start - 1, &["to"]) && tokens.any(start - 2, &["compared"]))
    };
    // “9.4 million (10.1 million in 2024)”: what stands in brackets is dated there.
    let (from, to) = times[time].tokens;
    let open = (from.saturating_sub(9)..from).rev().find(|&at| matches!(tokens.str(at), "(" | ")"));
    let within = open.filter(|&open| tokens.mark(open, "(") && (to..to + 3).any(|at| tokens.mark(at, ")")));
    if let Some(open) = within
        && found[level].tokens.1 <= open
        && found.iter().any(|other| other.tokens.0 > open && other.tokens.1 <= from)
    {
        return true;
    }
    found.iter().enumerate().any(|(at, other)| {
        at != level
            && other.tokens.1 <= times[time].tokens.0
            && (times[time].tokens.0 <= other.tokens.1 + 1
                // “618 tonnes in the same month last year”.
                || times[time].tokens.0 <= other.tokens.1 + 6
                    && (other.tokens.1..times[time].tokens.0).any(|at| tokens.any(at, &["same", "même"])))
            && compared(other.tokens.0)
            && !matches!(found[level].amount, Amount::FromTo(..))
    })
}

/// Whether as many numbers are in a row as times are: “120,000, 150,000 and 300,000 in 2024, 2025 and 2026”.
fn zipped(tokens: &Tokens<'_>, times: &[TimeMention], found: &[QuantityMention], levels: &[usize], dated: &[usize]) -> bool {
    let list = |at: usize| tokens.mark(at, ",") || tokens.any(at, &["and", "et"]);
    let row = |spans: &[(usize, usize)]| {
        spans
            .windows(2)
            .all(|pair| pair[0].1 < pair[1].0 && (pair[0].1..pair[1].0).all(|at| list(at) || tokens.any(at, &["in", "en", "by"])))
    };
    let numbers: Vec<_> = levels.iter().map(|&at| found[at].tokens).collect();
    let days: Vec<_> = dated.iter().map(|&at| times[at].tokens).collect();
    row(&numbers) && row(&days)
}
