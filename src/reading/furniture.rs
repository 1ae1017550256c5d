//! What belongs to a page and not to its text: captions, notes under charts, lines about the author, invitations, small print; and
//! headlines that the text repeats.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::claim::ReadClaim;
use super::cues::{Cue, Rule};
use super::quantities::{Amount, QuantityMention, UnitSort};
use crate::notebook::{TextRange, to_f64};

/// With what a block of the page begins, before a colon, perhaps after a number; in small letters, divided by strokes.
const LABELS: &str = "photo|photos|picture|image|caption|chart|figure|graph|graphic|table|source|sources|credit|credits|note|notes|\
    read more|also read|read also|see also|related|related articles|more on this|disclaimer|disclosure|correction|contact|contacts|\
    press contact|media contact|advertisement|question|légende|graphique|tableau|crédit|crédit photo|lire aussi|à lire aussi|à lire|\
    contact presse|contacts presse|prochain rendez-vous|prochaine publication|prochains rendez-vous|图|表|来源|资料来源|数据来源|责任编辑|编辑|\
    相关阅读|延伸阅读|推荐阅读|作者|免责声明|联系电话|版权";
/// Beginnings that need nothing after them.
const OPENINGS: &str = "sign up|about the author|reporting by|editing by|additional reporting|follow us|subscribe to|for further information|\
    for more information|doors open|tickets from|tickets cost|preheat|this article was|more from|inscrivez-vous|abonnez-vous|\
    pour plus d’informations|communiqué de presse|prochaine réunion";
/// Words that only small print, lines about the author and invitations have.
const PHRASES: [&str; 31] = [
    "is the author of",
    "and the author of",
    "author of “",
    "is a columnist",
    "owns shares in",
    "The author owns",
    "Past performance",
    "past performance is",
    "no guide to the future",
    "reliable indicator of future",
    "rights reserved",
    "views expressed",
    "not constitute",
    "investment advice",
    "because of rounding",
    "due to rounding",
    "egistered office",
    "egistered in England",
    "ompany number",
    "tickets cost",
    "SA au capital de",
    "SAS au capital de",
    "SARL au capital de",
    "RCS ",
    "l’auteur de «",
    "l’auteure de «",
    "l'auteur de «",
    "performances passées",
    "投资有风险",
    "不构成投资建议",
    "著有《",
];

/// Finds what makes a block a part of the page: its label. `None` for running text.
pub(super) fn label(block: &str) -> Option<TextRange> {
    let early = &block[..block.floor_char_boundary(48)];
    let colon = early.find([':', '：']);
    let labelled = colon.is_some_and(|colon| is_label(&early[..colon]));
    let opens = OPENINGS.split('|').any(|opening| begins_with(early, opening));
    let end = colon.unwrap_or(early.len());
    (labelled || opens || is_about(block)).then_some(TextRange { start: 0, end })
}

/// Whether the words before a colon are a label of the page: “Photo”, “Chart 3”.
pub(super) fn is_label(words: &str) -> bool {
    let numbered = |sign: char| sign.is_whitespace() || sign.is_ascii_digit() || sign == '.';
    let words = words.trim_end_matches(numbered).trim_start();
    let alike = |label: &str| label.eq_ignore_ascii_case(words) || !label.is_ascii() && words.to_lowercase() == label;
    LABELS.split('|').any(alike)
}

/// Whether a text begins with some words, and another word does not go on from them: “subscribe to”, but not “subscribers”.
fn begins_with(text: &str, words: &str) -> bool {
    let head = text.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words));
    head && !text[words.len()..].starts_with(char::is_alphabetic)
}

/// “About Orbex: founded in 1998”, “About Orbex” above a block; not “About half of firms plan cuts”.
fn is_about(block: &str) -> bool {
    let rest = ["About ", "À propos de ", "À propos d’", "关于"].iter().find_map(|word| block.strip_prefix(word));
    rest.is_some_and(|rest| {
        let line = rest.lines().next().unwrap_or_default();
        let name = line.find([':', '：']).map_or(line, |colon| &line[..colon]);
        let named = name.starts_with(char::is_uppercase) || block.starts_with("关于");
        let short = name.chars().count() <= if block.starts_with("关于") { 12 } else { 40 };
        named
            && short
            && !name.contains(['.', '。', '，', ',', '！', '？', '?'])
            && (name.len() < line.len() || line.len() == rest.len())
    })
}

/// The lists, ready to be looked for.
struct Lists {
    phrases: Option<AhoCorasick>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    // A few kilobytes, and twice as fast as what is chosen for so many phrases otherwise.
    Lists { phrases: AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(PHRASES).ok() }
});

/// Finds words in a sentence that only the page’s own parts have.
pub(super) fn phrase(sentence: &str) -> Option<TextRange> {
    let found = LISTS.phrases.as_ref()?.find(sentence)?;
    Some(TextRange { start: found.start(), end: found.end() })
}

/// What a claim of the page loses, so that it is not suggested.
pub(super) const COST: i32 = 8;

/// Marks the claims of headings whose numbers the text repeats, so that they are suggested once. `headings`: the indices of the claims,
/// in order.
pub(super) fn repeated(claims: &mut [ReadClaim], headings: &[usize]) {
    if headings.is_empty() {
        return;
    }
    // The numbers of the text by size: a heading finds its own among the few of about the same.
    let body = claims.iter().enumerate().filter(|(at, _)| headings.binary_search(at).is_err());
    let mut numbers: Vec<(f64, &QuantityMention)> =
        body.flat_map(|(_, claim)| &claim.quantities).map(|quantity| (size(quantity), quantity)).collect();
    numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let repeats = |claim: &ReadClaim| {
        claim.main().is_some_and(|main| {
            let value = size(main);
            let reach = 0.05 * value.abs();
            let from = numbers.partition_point(|(other, _)| *other < value - reach);
            numbers[from..].iter().take_while(|(other, _)| *other <= value + reach).any(|(_, other)| is_alike(main, other))
        })
    };
    let found: Vec<usize> = headings.iter().copied().filter(|&at| repeats(&claims[at])).collect();
    for at in found {
        let range = claims[at].sentence;
        claims[at].evidence.push(Cue { range, rule: Rule::Repeated });
        claims[at].score -= COST;
    }
}

/// The size of a number; the middle of a range.
fn size(quantity: &QuantityMention) -> f64 {
    match quantity.amount {
        Amount::One(value) | Amount::Multiple(value) => to_f64(value),
        Amount::Range(low, high) | Amount::FromTo(low, high) | Amount::Vague(low, high) => (to_f64(low) + to_f64(high)) / 2.0,
        Amount::Part(part, whole) => 100.0 * f64::from(part) / f64::from(whole.max(1)),
    }
}

/// Whether two numbers of about the same size can be the same: of the same unit, or of the same sort where it is money or a share.
fn is_alike(a: &QuantityMention, b: &QuantityMention) -> bool {
    let share = |quantity: &QuantityMention| matches!(quantity.unit.sort, UnitSort::Percent | UnitSort::Share);
    let head = |quantity: &QuantityMention| quantity.unit.name.rsplit(' ').next().unwrap_or_default().to_owned();
    match (a.unit.sort, b.unit.sort) {
        (UnitSort::Counted, UnitSort::Counted) => head(a) == head(b),
        (one, other) => one == other || share(a) && share(b) || a.unit.is_none() || b.unit.is_none(),
    }
}
