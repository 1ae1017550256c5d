//! Reads sets of sentences in our own words, written before they were read: who speaks, what a number is about and measures, kinds, what
//! belongs to a page, how numbers are written, and what only looks like one.
//!
//! A line that begins with “~” is not read right yet; a test fails as well when such a line has become right, so that the mark goes.

use claimbook::notebook::{Block, BlockKind, Value, to_f64};
use claimbook::reading::{Draft, Language, ReadClaim, ReadingContext, Role, read};
use jiff::civil::Date;

/// A sentence of a set, with what is expected of it, and whether it is known to be read otherwise.
struct Line {
    sentence: &'static str,
    expected: &'static str,
    wrong: bool,
}

/// An article: its language, its day and its paragraphs.
struct Article {
    language: &'static str,
    day: Date,
    paragraphs: Vec<Vec<Line>>,
}

fn articles(set: &'static str) -> Vec<Article> {
    let mut found: Vec<Article> = Vec::new();
    for line in set.lines() {
        if let Some(head) = line.strip_prefix("# ") {
            let Some((language, day)) = head.split_once(' ').and_then(|(language, day)| Some((language, day.parse().ok()?)))
            else {
                continue;
            };
            found.push(Article { language, day, paragraphs: vec![Vec::new()] });
            continue;
        }
        let Some(article) = found.last_mut() else { continue };
        if line.trim().is_empty() {
            article.paragraphs.push(Vec::new());
            continue;
        }
        let (sentence, expected) = line.split_once(" | ").unwrap_or((line, ""));
        let wrong = sentence.starts_with('~');
        let line = Line { sentence: sentence.trim_start_matches('~').trim(), expected: expected.trim(), wrong };
        article.paragraphs.last_mut().unwrap().push(line);
    }
    found
}

/// The claims of an article that stand in a sentence of it.
fn claims_of<'a>(text: &str, claims: &'a [ReadClaim], sentence: &str) -> Vec<&'a ReadClaim> {
    let within = |claim: &&ReadClaim| {
        let quote = &text[claim.sentence.start..claim.sentence.end];
        sentence.contains(quote) || quote.contains(sentence)
    };
    claims.iter().filter(within).collect()
}

/// Reads some lines as the paragraphs of a text.
fn read_paragraphs(paragraphs: &[&[Line]], article: &Article) -> (String, Vec<ReadClaim>) {
    let space = if article.language == "zh" { "" } else { " " };
    let (mut text, mut blocks) = (String::new(), Vec::new());
    for lines in paragraphs.iter().filter(|lines| !lines.is_empty()) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&lines.iter().map(|line| line.sentence).collect::<Vec<_>>().join(space));
        blocks.push(Block { kind: BlockKind::Paragraph, range: (start, text.len()).into() });
    }
    let context = ReadingContext { published: Some(article.day), language: Language::of_tag(article.language), blocks: &blocks };
    let claims = read(&text, &context).claims;
    (text, claims)
}

/// Checks every line of a set; `judge` says what is wrong with it.
fn check(set: &'static str, whole: bool, judge: impl Fn(&str, &[&ReadClaim], &str, &str) -> Option<String>) {
    let (mut failed, mut lines) = (Vec::new(), 0);
    for article in articles(set) {
        let all: Vec<&[Line]> = article.paragraphs.iter().map(Vec::as_slice).collect();
        let parts: Vec<Vec<&[Line]>> = match whole {
            true => vec![all],
            false => article.paragraphs.iter().flatten().map(|line| vec![std::slice::from_ref(line)]).collect(),
        };
        for part in parts {
            let (text, claims) = read_paragraphs(&part, &article);
            for line in part.into_iter().flatten() {
                lines += 1;
                let found = claims_of(&text, &claims, line.sentence);
                match judge(&text, &found, line.sentence, line.expected) {
                    Some(problem) if !line.wrong => failed.push(format!("{}\n    {problem}", line.sentence)),
                    None if line.wrong => failed.push(format!("{}\n    is read right now: take away its mark", line.sentence)),
                    _ => {}
                }
            }
        }
    }
    assert!(lines > 30, "{lines} lines");
    assert!(failed.is_empty(), "{} of {lines}:\n{}", failed.len(), failed.join("\n"));
}

/// A name without capitals and article.
fn plain(name: &str) -> String {
    let name = name.to_lowercase().replace('’', "'");
    let articles = ["the ", "a ", "an ", "le ", "la ", "les ", "un ", "une ", "l'", "des ", "son ", "its ", "sa "];
    let stripped = articles.iter().find_map(|article| name.strip_prefix(article));
    stripped.unwrap_or(&name).trim().to_owned()
}

/// Whether a name that was read is one of those expected: up to two more words, or a few more Chinese characters.
fn is_name(expected: &str, read: &str, loose: bool) -> bool {
    let (expected, read) = (plain(expected), plain(read));
    if expected == read {
        return true;
    }
    if !expected.is_ascii() && expected.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter)) {
        let more = read.chars().count().saturating_sub(expected.chars().count());
        return read.contains(&expected) && more <= 5 || loose && expected.contains(&read) && read.chars().count() > 1;
    }
    let words = |name: &str| name.split([' ', '-']).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (wanted, found) = (words(&expected), words(read.trim_start_matches("change of ")));
    let holds = |outer: &[String], inner: &[String]| !inner.is_empty() && inner.iter().all(|word| outer.contains(word));
    if loose {
        holds(&found, &wanted) || holds(&wanted, &found)
    } else {
        holds(&found, &wanted) && found.len() <= wanted.len() + 2
    }
}

#[test]
fn whoever_says_so_is_found() {
    check(include_str!("reading/voices.txt"), true, |_, claims, _, expected| {
        let voices: Vec<&str> = claims.iter().flat_map(|claim| &claim.voices).map(|voice| voice.name.as_str()).collect();
        let same = |group: &str, voice: &str| group.split('/').any(|name| plain(name) == plain(voice));
        let right = match expected.strip_prefix('?') {
            _ if claims.is_empty() => true,
            _ if expected == "-" => voices.is_empty(),
            Some(group) => voices.iter().all(|voice| {
                group.split('/').any(|name| plain(voice).contains(&plain(name)) || plain(name).contains(&plain(voice)))
            }),
            None => expected.split(" + ").all(|group| voices.iter().any(|voice| same(group, voice))),
        };
        (!right).then(|| format!("read {voices:?}, expected {expected}"))
    });
}

#[test]
fn what_a_number_is_about_and_measures_is_found() {
    check(include_str!("reading/rows.txt"), true, |text, claims, _, expected| {
        let rows: Vec<(f64, f64, Draft)> = claims
            .iter()
            .flat_map(|claim| claim.assertions.iter().map(move |assertion| (*claim, assertion)))
            .filter_map(|(claim, assertion)| {
                let mention = claim.quantity_of(assertion)?;
                let said = if assertion.before { mention.base() } else { mention.quantity() };
                let (low, high) = match said.value {
                    Value::One(value) => (to_f64(value), to_f64(value)),
                    Value::Range(low, high) => (to_f64(low), to_f64(high)),
                };
                Some((low, high, Draft::of(text, claim, assertion, "")))
            })
            .collect();
        expected.split(" ; ").filter(|row| !row.trim().is_empty()).find_map(|row| {
            let (value, about) = row.split_once(':')?;
            let (subjects, measures) = about.split_once('/').unwrap_or((about, ""));
            let (low, high) = value.trim().split_once("..").unwrap_or((value.trim(), value.trim()));
            let (low, high): (f64, f64) = (low.parse().ok()?, high.parse().ok()?);
            let near = |a: f64, b: f64| (a.abs() - b.abs()).abs() <= 1e-6 * a.abs().max(1.0);
            let Some((.., draft)) = rows.iter().find(|(from, to, _)| near(low, *from) && near(high, *to)) else {
                return Some(format!("{value} is not read"));
            };
            let fits = |names: &str, read: &str, loose: bool| {
                names.trim().is_empty() || names.split(',').any(|name| is_name(name.trim(), read, loose))
            };
            let right = fits(subjects, &draft.subject, false) && fits(measures, &draft.measure, true);
            (!right).then(|| format!("{value}: read {} / {}, expected {about}", draft.subject, draft.measure))
        })
    });
}

#[test]
fn kinds_are_told_apart() {
    check(include_str!("reading/kinds.txt"), false, |_, claims, _, expected| {
        let kind = claims.first().map_or_else(|| "nothing".to_owned(), |claim| claim.kind.label().to_lowercase());
        (!expected.split(' ').any(|one| one == kind)).then(|| format!("read {kind}, expected {expected}"))
    });
}

#[test]
fn what_belongs_to_a_page_is_not_suggested() {
    check(include_str!("reading/page.txt"), false, |_, claims, _, _| {
        claims.iter().find(|claim| claim.is_suggested()).map(|claim| format!("suggested with score {}", claim.score))
    });
}

#[test]
fn numbers_are_read_however_they_are_written() {
    check(include_str!("reading/numbers.txt"), false, |_, claims, _, expected| {
        let shown = |value: Value| match value {
            Value::One(value) => value.normalize().to_string(),
            Value::Range(low, high) => format!("{}..{}", low.normalize(), high.normalize()),
        };
        let asserted = claims.iter().flat_map(|claim| &claim.quantities);
        let values: Vec<String> = asserted.map(|mention| shown(mention.quantity().value)).collect();
        let right = expected.split(' ').all(|value| value == "-" || values.iter().any(|read| read == value));
        (!right).then(|| format!("read {values:?}, expected {expected}"))
    });
}

#[test]
fn times_are_placed_in_the_calendar() {
    check(include_str!("reading/times.txt"), false, |_, claims, _, expected| {
        let periods = claims.iter().flat_map(|claim| &claim.times).filter_map(|time| time.period());
        let found: Vec<String> = periods.map(|period| format!("{}..{}", period.start, period.last_day())).collect();
        let right = match expected {
            "-" => found.is_empty(),
            _ => expected.split(' ').all(|period| found.iter().any(|read| read == period)),
        };
        (!right).then(|| format!("read {found:?}, expected {expected}"))
    });
}

#[test]
fn what_only_looks_like_a_quantity_is_none() {
    check(include_str!("reading/traps.txt"), false, |text, claims, _, _| {
        let mut quantities = claims.iter().flat_map(|claim| &claim.quantities);
        let read = quantities.find(|mention| mention.role != Role::Duration)?;
        Some(format!("read {:?}", &text[read.range.start..read.range.end]))
    });
}

/// Where a text says in which month its fiscal year ends, its fiscal quarters and years lie there.
#[test]
fn a_fiscal_year_begins_where_its_text_says() {
    for (text, language, from, last) in [
        (
            "The fiscal year of the mill ends on June 30. Revenue for the first quarter of fiscal 2026 was $41 million.",
            Language::English,
            "2025-07-01",
            "2025-09-30",
        ),
        (
            "The figures are for the quarter ended September 30, 2025. It spent $9 million in the first quarter of fiscal 2026.",
            Language::English,
            "2025-07-01",
            "2025-09-30",
        ),
        (
            "L’exercice de la coopérative est clos le 31 mars. Elle vise 12 millions d’euros de ventes pour l’exercice 2026.",
            Language::French,
            "2025-04-01",
            "2026-03-31",
        ),
        ("Sales in the first quarter of fiscal 2026 were $41 million.", Language::English, "2026-01-01", "2026-03-31"),
    ] {
        let context = ReadingContext { published: Some("2025-11-20".parse().unwrap()), language: Some(language), blocks: &[] };
        let claims = read(text, &context).claims;
        let claim = claims.last().unwrap();
        let main = claim.main().and_then(|main| claim.times.get(main.time?)).and_then(|time| time.period()).unwrap();
        assert_eq!((main.start.to_string(), main.last_day().to_string()), (from.to_owned(), last.to_owned()), "{text}");
    }
}
