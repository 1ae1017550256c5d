//! Which levels a change is compared with: whether it goes up or down, of which measure it is, and what it is counted from.

use rust_decimal::Decimal;

use super::cues::Cue;
use super::figure::Figure;
use super::ledger::{Topic, View};
use super::stated::Meaning;
use super::sums::{before, is_same_time, years_later};
use crate::notebook::{Grain, NameKey, Nature, Period, counted_key};

/// A change of a figure, up or down.
pub(super) struct Signs {
    up: bool,
    down: bool,
}

impl Signs {
    /// As its number, the name of its measure or its sentence says; both if they do not.
    pub(super) fn of(figure: &Figure) -> Self {
        let is_negative = figure.strict().is_some_and(|strict| strict.high.at.is_some_and(|high| high < Decimal::ZERO));
        let names = (figure.of_measure.has(Cue::Rise), figure.of_measure.has(Cue::Fall));
        let says = (figure.of_text.has(Cue::Rise), figure.of_text.has(Cue::Fall));
        match (is_negative, names, says) {
            (true, ..) => Self { up: true, down: false },
            (_, (false, true), _) => Self { up: false, down: true },
            _ => match (figure.rises, says) {
                (Some(true), _) => Self { up: true, down: false },
                (Some(false), _) => Self { up: false, down: true },
                (None, (true, false)) => Self { up: true, down: false },
                (None, (false, true)) => Self { up: false, down: true },
                // “Growth slowed to 3 %”: a name that says growth means growth.
                (None, _) if names.0 => Self { up: true, down: says.1 },
                (None, _) => Self { up: true, down: true },
            },
        }
    }

    /// The meanings of a number with these signs.
    pub(super) fn apply(&self, meaning: &Meaning) -> Vec<Meaning> {
        let down = || meaning.scaled(Decimal::NEGATIVE_ONE);
        [self.up.then_some(*meaning), self.down.then(down).flatten()].into_iter().flatten().collect()
    }
}

/// Words of names of changes that are not words of what changes.
const CHANGE_WORDS: &[&str] = &[
    "growth",
    "increase",
    "increases",
    "decrease",
    "change",
    "changes",
    "rise",
    "decline",
    "drop",
    "fall",
    "rate",
    "yoy",
    "qoq",
    "year-on-year",
    "year-over-year",
    "quarter-on-quarter",
    "year",
    "on",
    "over",
    "quarter",
    "quarterly",
    "annual",
    "yearly",
    "monthly",
    "in",
    "of",
    "the",
    "percentage",
    "relative",
    "%",
    "for",
    "expansion",
    "gain",
    "from",
    "since",
    "with",
    "compared",
    "to",
    "by",
    "per",
    "previous",
    "average",
    "rückgang",
    "anstieg",
    "zuwachs",
    "wachstum",
    "zunahme",
    "veränderung",
    "gegenüber",
    "zum",
    "vorjahr",
    "der",
    "des",
    "im",
    "seit",
    "croissance",
    "hausse",
    "baisse",
    "évolution",
    "augmentation",
    "par",
    "rapport",
    "à",
    "depuis",
    "le",
    "les",
    "du",
    "crecimiento",
    "aumento",
    "caída",
    "variación",
    "respecto",
    "a",
    "desde",
    "el",
    "las",
    "los",
    "de",
    "del",
    "la",
    "en",
];
const CHANGE_ENDS: &[&str] = &[
    "同比增长率",
    "环比增长率",
    "同比增长",
    "环比增幅",
    "环比增长",
    "同比提高",
    "同比上升",
    "同比下降",
    "同比增幅",
    "增长率",
    "增长",
    "增速",
    "增幅",
    "同比",
    "降幅",
    "提高",
    "上升",
    "下降",
    "增加",
    "减少",
    "的变化",
    "变化",
    "swachstum",
    "wachstum",
    "rückgang",
    "zuwachs",
    "anstieg",
];

/// The measure of which this one is the change, in its words: “revenue growth” is that of revenue.
pub(super) fn stripped(measure: &str) -> String {
    let is_kept =
        |word: &&str| !word.is_empty() && !CHANGE_WORDS.contains(word) && !word.bytes().all(|byte| byte.is_ascii_digit());
    let words = measure.split_whitespace().map(|word| word.trim_matches(['(', ')', ',', ':']));
    let mut plain = words.filter(is_kept).collect::<Vec<_>>().join(" ");
    for end in CHANGE_ENDS {
        if let Some(body) = plain.strip_suffix(*end).filter(|body| !body.is_empty()) {
            plain = body.trim_end_matches('的').to_owned();
        }
    }
    for begin in ["d'", "d’", "l'", "l’"] {
        if let Some(body) = plain.strip_prefix(begin) {
            plain = body.to_owned();
        }
    }
    plain
}

/// The topics that may have the levels of a change.
pub(super) fn levels_of(view: &View<'_>, topic: &Topic, change: &Figure) -> Vec<Topic> {
    let mut others = view.measures(&topic.subject);
    others.retain(|measure| *measure != topic.measure);
    let the_only = |is_meant: &dyn Fn(&NameKey) -> bool| {
        let mut meant = others.iter().filter(|measure| is_meant(measure));
        meant.next().filter(|_| meant.next().is_none()).map(|measure| topic.with_measure(measure.clone()))
    };
    if !change.of_measure.any(&[Cue::Rise, Cue::Fall, Cue::ChangeNoun]) {
        // “Roofs installed compared with 2023” is about roofs installed, if nothing else is said about it.
        let is_alone = view.about(topic).iter().all(|figure| figure.claim == change.claim);
        let inside = if is_alone { the_only(&|measure| begins_with(view, topic, measure, &change.measure_words)) } else { None };
        return vec![inside.unwrap_or_else(|| topic.clone())];
    }
    let parent = change.measure.term().and_then(|id| view.notebook.terms.get(id)?.parent).map(NameKey::Term);
    if let Some(parent) = parent {
        return vec![topic.with_measure(parent)];
    }
    let plain = stripped(&change.measure_words);
    if plain.is_empty() {
        // “Growth” alone: of the one thing that is known of the subject.
        return the_only(&|_| true).into_iter().collect();
    }
    let key = view.measure_key(&plain);
    if key == topic.measure {
        return Vec::new();
    }
    if others.contains(&key) {
        return vec![topic.with_measure(key)];
    }
    // “Rise in share of farms since 2022” is that of “share of farms”: without the same words.
    let own = counted_key(&plain);
    let is_same = |measure: &&NameKey| {
        let figures = view.all_about(&topic.with_measure((*measure).clone()));
        figures.first().is_some_and(|figure| counted_key(&stripped(&figure.measure_words)) == own)
    };
    if let Some(measure) = others.iter().find(is_same) {
        return vec![topic.with_measure(measure.clone())];
    }
    // “Growth of deliveries” of “cars delivered”: words with the same beginnings.
    the_only(&|measure| shares_words(view, topic, measure, &plain)).into_iter().collect()
}

/// The levels that a change may lie between: that after it, and that before.
pub(super) fn levels_around<'a>(
    view: &View<'a>,
    topic: &Topic,
    change: &Figure,
    period: Period,
) -> Vec<(&'a Figure, &'a Figure)> {
    let mut found = Vec::new();
    for levels in levels_of(view, topic, change) {
        let is_other = |level: &&Figure| level.claim != change.claim;
        let now: Vec<&Figure> = at_period(view, &levels, period).into_iter().filter(is_other).collect();
        for base in bases_in(view, &levels, change, period) {
            let then: Vec<&Figure> = at_period(view, &levels, base).into_iter().filter(is_other).collect();
            found.extend(now.iter().flat_map(|after| then.iter().map(move |before| (*after, *before))));
        }
    }
    found
}

/// Whether the words of a measure are all among those of a longer name.
fn begins_with(view: &View<'_>, topic: &Topic, measure: &NameKey, longer: &str) -> bool {
    let figures = view.all_about(&topic.with_measure(measure.clone()));
    let Some(first) = figures.first() else { return false };
    if !first.measure_words.is_ascii() && longer.len() > first.measure_words.len() && longer.contains(&first.measure_words) {
        return true;
    }
    let words: Vec<&str> = longer.split_whitespace().collect();
    first.measure_words.split_whitespace().all(|word| words.contains(&word))
}

/// Whether all words of a name begin as words of a measure do.
pub(super) fn shares_words(view: &View<'_>, topic: &Topic, measure: &NameKey, plain: &str) -> bool {
    let figures = view.all_about(&topic.with_measure(measure.clone()));
    let Some(first) = figures.first() else { return false };
    let stem = |word: &str| word.chars().take(5).collect::<String>();
    let own: Vec<String> = first.measure_words.split_whitespace().map(stem).collect();
    let mut words = plain.split_whitespace().filter(|word| word.chars().count() > 3 || !word.is_ascii()).peekable();
    words.peek().is_some() && words.all(|word| own.contains(&stem(word)))
}

/// The periods that a figure may be compared with, by its words.
pub(super) fn bases(view: &View<'_>, figure: &Figure, period: Period) -> Vec<Period> {
    // “Up 40 % over three years”, “12 % a year since 2019”: from when is not known, or it is not one step.
    let named = named_year(view, figure, period);
    let words = figure.of_text;
    if words.has(Cue::Span) && named.is_none()
        || words.has(Cue::EachYear) && (named.is_some() || words.any(&[Cue::Span, Cue::Since]))
    {
        return Vec::new();
    }
    let year_before = years_later(period, -1);
    let period_before = before(period);
    if let Some(named) = named {
        return vec![named];
    }
    let found = match (words.has(Cue::YearOnYear), words.has(Cue::Sequential)) {
        (true, false) => [year_before, None],
        (false, true) => [period_before, None],
        _ => [year_before, period_before],
    };
    let mut found: Vec<Period> = found.into_iter().flatten().collect();
    found.dedup_by(|one, other| is_same_time(*one, *other));
    found
}

/// The periods that a figure may be compared with among some levels: of a change on a day, also the level before.
fn bases_in(view: &View<'_>, levels: &Topic, figure: &Figure, period: Period) -> Vec<Period> {
    let mut found = bases(view, figure, period);
    if period.grain == Grain::Day {
        let earlier = view.about(levels).into_iter().filter(|level| level.claim != figure.claim).filter_map(|level| level.period);
        found.extend(earlier.filter(|own| own.end <= period.start).max_by_key(|own| own.end));
    }
    found
}

/// The same period of another year that the sentence names: “up from 2020”.
fn named_year(view: &View<'_>, figure: &Figure, period: Period) -> Option<Period> {
    match earlier_years(view, figure, period)[..] {
        [year] => years_later(period, year - period.last_day().year()),
        _ => None,
    }
}

/// The years before that of a period that the sentence of a figure names.
pub(super) fn earlier_years(view: &View<'_>, figure: &Figure, period: Period) -> Vec<i16> {
    let Some(claim) = view.claim(figure) else { return Vec::new() };
    let texts = claim.passages.iter().map(|passage| passage.quote.as_str()).chain([claim.statement.as_str()]);
    let mut years: Vec<i16> = Vec::new();
    for text in texts {
        let numbers = text.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| digits.len() == 4);
        years.extend(numbers.filter_map(|digits| digits.parse().ok()).filter(|year: &i16| (1900..2100).contains(year)));
    }
    let own = period.last_day().year();
    years.retain(|year| *year < own);
    years.sort_unstable();
    years.dedup();
    years
}

/// The levels of a topic at a period: of amounts those for it, of levels those at its end.
pub(super) fn at_period<'a>(view: &View<'a>, topic: &Topic, period: Period) -> Vec<&'a Figure> {
    let is_level = |figure: &&Figure| figure.number.is_some() && !figure.is_aim();
    let all: Vec<&Figure> = view.about(topic).into_iter().filter(is_level).collect();
    let Some(first) = all.first() else { return all };
    if first.nature == Nature::Flow {
        return all.into_iter().filter(|figure| figure.period.is_some_and(|own| is_same_time(own, period))).collect();
    }
    all.into_iter()
        .filter(|figure| figure.period.is_some_and(|own| is_same_time(own, period) || own.last_day() == period.last_day()))
        .collect()
}
