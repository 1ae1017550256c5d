//! Tests reading with a gold set (`tests/it/reading/gold.txt`): quantities, times, kinds and voices of sentences in our own
//! words.

use claimbook::notebook::{Block, BlockKind, Bound};
use claimbook::reading::{Amount, Direction, Language, QuantityMention, ReadClaim, Reading, ReadingContext, read};
use jiff::civil::date;
use proptest::prelude::*;

use crate::checks;

const GOLD: &str = include_str!("reading/gold.txt");

fn read_on_the_day(text: &str) -> Reading {
    read(text, &ReadingContext { published: Some(date(2026, 11, 21)), language: None, blocks: &[] })
}

/// Formats a quantity as the gold set does.
fn shown(quantity: &QuantityMention) -> String {
    let number = |value: rust_decimal::Decimal| value.normalize().to_string();
    let value = match quantity.amount {
        Amount::One(value) | Amount::Multiple(value) => number(value),
        Amount::Range(low, high) | Amount::Vague(low, high) => format!("{}..{}", number(low), number(high)),
        Amount::FromTo(from, to) => format!("{}->{}", number(from), number(to)),
        Amount::Part(part, whole) => (f64::from(part) / f64::from(whole)).to_string(),
    };
    let sign = match (quantity.bound, quantity.approx, quantity.direction) {
        (Bound::AtLeast | Bound::MoreThan, ..) => "> ",
        (Bound::AtMost | Bound::LessThan, ..) => "< ",
        (_, true, _) => "~ ",
        (_, _, Some(Direction::Up)) => "up ",
        (_, _, Some(Direction::Down)) => "down ",
        _ => "",
    };
    let unit = if quantity.unit.name.is_empty() { "-" } else { &quantity.unit.name };
    let per = if quantity.per.is_empty() { String::new() } else { format!(" per {}", quantity.per) };
    format!("{sign}{value} {unit}{per}")
}

fn joined(parts: impl Iterator<Item = String>, separator: &str) -> String {
    let all: Vec<String> = parts.collect();
    if all.is_empty() { "none".to_owned() } else { all.join(separator) }
}

/// Formats what was read in a sentence as the columns of the gold set.
fn columns(reading: &Reading) -> [String; 4] {
    let claims = &reading.claims;
    let quantities = claims.iter().flat_map(|claim| &claim.quantities);
    let times = claims.iter().flat_map(|claim| &claim.times);
    let best = claims.iter().max_by_key(|claim: &&ReadClaim| claim.score);
    let voices = best.into_iter().flat_map(|claim| &claim.voices);
    [
        joined(quantities.map(shown), "; "),
        joined(times.map(|time| time.value()), "; "),
        best.map_or_else(|| "fact".to_owned(), |claim| claim.kind.label().to_lowercase()),
        joined(voices.map(|voice| voice.name.clone()), " > "),
    ]
}

fn cases() -> impl Iterator<Item = (usize, bool, &'static str, Vec<&'static str>)> {
    GOLD.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty()).map(|(number, line)| {
        let trap = line.strip_prefix('!');
        let mut parts = trap.unwrap_or(line).split('|').map(str::trim);
        let sentence = parts.next().unwrap_or_default();
        (number + 1, trap.is_some(), sentence, parts.collect())
    })
}

#[test]
fn the_gold_set_is_large_enough() {
    assert!(cases().count() >= 200, "{} sentences", cases().count());
    let traps = cases().filter(|(_, trap, ..)| *trap).count();
    assert!(traps >= 80, "{traps} traps");
}

#[test]
fn every_sentence_is_read_as_a_person_reads_it() {
    const NAMES: [&str; 4] = ["quantities", "times", "kind", "voices"];
    let mut wrong = Vec::new();
    for (line, _, sentence, expected) in cases() {
        let found = columns(&read_on_the_day(sentence));
        for ((name, expected), found) in NAMES.iter().zip(expected).zip(&found) {
            if found != expected {
                wrong.push(format!("line {line}: {sentence}\n    {name}: expected {expected}, read {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} readings are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_span_is_of_the_sentence_and_on_characters() {
    for (.., sentence, _) in cases() {
        for claim in read_on_the_day(sentence).claims {
            for quantity in &claim.quantities {
                assert!(
                    sentence.get(quantity.range.start..quantity.range.end).is_some_and(|words| !words.is_empty()),
                    "{sentence}"
                );
            }
        }
    }
}

/// Generates sentences that almost make sense, from numbers, units, marks and words of the three languages.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "1",
            "12",
            "2024",
            "3.4",
            "1,000",
            "10 000",
            "99999999999999999999999999",
            "0",
            ".5",
            "1,2,3",
            "one",
            "two",
            "twenty",
            "hundred",
            "million",
            "trillion",
            "half",
            "a",
            "third",
            "dozens",
            "of",
            "twice",
            "as",
            "many",
            "tripled",
            "%",
            "percent",
            "$",
            "€",
            "US",
            "km",
            "per",
            "year",
            "m",
            "bn",
            "x",
            "from",
            "to",
            "between",
            "and",
            "-",
            "–",
            ",",
            ".",
            "(",
            ")",
            "“",
            "”",
            "'",
            "’",
            "more",
            "than",
            "up",
            "by",
            "in",
            "within",
            "last",
            "next",
            "quarter",
            "Q",
            "FY",
            "March",
            "Monday",
            "end",
            "decade",
            "said",
            "told",
            "according",
            "will",
            "target",
            "Reuters",
            "stores",
            "Model",
            "第",
            "十",
            "万",
            "亿",
            "千",
            "百",
            "三",
            "家",
            "辆",
            "年",
            "月",
            "日",
            "到",
            "去年",
            "百分之",
            "成",
            "超过",
            "plus",
            "de",
            "millions",
            "d’ici",
            "mois",
            "né",
            "\u{a0}",
            "\u{202f}",
            "\n",
            " ",
            " ",
            " ",
            " ",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        "[0-9]{1,30}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Each paragraph is read in its own language, whichever the text has been given.
#[test]
fn a_text_in_three_languages_is_read_in_each() {
    let parts = [
        "The operator said half a million passengers had used its night route in May.",
        "Selon le port, trois quarts de million de voyageurs ont transité au premier semestre 2026.",
        "维港渡轮公布，今年上半年股东应占溢利按年跌12.4%至3.2亿元。",
    ];
    let text = parts.join("\n\n");
    let mut blocks = Vec::new();
    for part in parts {
        let start = text.find(part).unwrap();
        blocks.push(Block { kind: BlockKind::Paragraph, range: (start, start + part.len()).into() });
    }
    for language in [Language::English, Language::French, Language::Chinese] {
        let context = ReadingContext { published: Some(date(2026, 11, 21)), language: Some(language), blocks: &blocks };
        let reading = read(&text, &context);
        let found: Vec<String> = reading.claims.iter().filter_map(ReadClaim::main).map(shown).collect();
        assert_eq!(found, ["500000 passenger", "750000 voyageur", "320000000 chinese yuan"], "{language:?}");
        let voices: Vec<&str> = reading.claims.iter().flat_map(|claim| &claim.voices).map(|voice| voice.name.as_str()).collect();
        assert_eq!(voices, ["the operator", "le port", "维港渡轮"], "{language:?}");
    }
}

/// What is written in traditional characters is read like the same in simplified ones, and named as it is written.
#[test]
fn traditional_characters_are_read_and_kept() {
    for (traditional, simplified, voice, unit) in [
        ("據維港渡輪公布，公司今年新購8輛電動車。", "据维港渡轮公布，公司今年新购8辆电动车。", "維港渡輪", "輛"),
        ("行政總裁陸嘉文說，乘客量回升一成半。", "行政总裁陆嘉文说，乘客量回升一成半。", "行政總裁陸嘉文", "percentage"),
        ("市民政局表示，全縣有三四十間診所歇業。", "市民政局表示，全县有三四十间诊所歇业。", "市民政局", "間"),
    ] {
        let (one, other) = (read_on_the_day(traditional), read_on_the_day(simplified));
        let values = |reading: &Reading| -> Vec<Amount> {
            reading.claims.iter().flat_map(|claim| &claim.quantities).map(|quantity| quantity.amount).collect()
        };
        assert_eq!(values(&one), values(&other), "{traditional}");
        assert!(!one.claims.is_empty(), "{traditional}");
        assert_eq!(one.claims[0].voices.first().map(|voice| voice.name.as_str()), Some(voice), "{traditional}");
        assert!(one.claims[0].quantities.iter().any(|quantity| quantity.unit.name == unit), "{traditional}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_500) })]

    #[test]
    fn any_text_is_read_without_a_panic_and_every_span_is_on_characters(text in pieces()) {
        checks::reading(text.as_bytes());
        checks::fields(text.as_bytes());
    }

    #[test]
    fn so_is_any_string(text in any::<String>()) {
        checks::reading(text.as_bytes());
    }
}
