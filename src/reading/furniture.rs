//! What belongs to a page and not to its text: captions, notes under charts, lines about the author, invitations, small print; and
//! headlines that the text repeats.

use super::claim::ReadClaim;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::cues::{Cue, Rule};
use super::quantities::{Amount, QuantityMention, UnitSort};
use crate::notebook::TextRange;

/// With what a block of the page begins, before a colon, a number or its end; in small letters.
const LABELS: [&str; 60] = [
    "q",
    "question",
    "photo",
    "photos",
    "picture",
    "image",
    "caption",
    "chart",
    "figure",
    "graph",
    "graphic",
    "table",
    "source",
    "sources",
    "credit",
    "credits",
    "note",
    "notes",
    "read more",
    "also read",
    "read also",
    "see also",
    "related",
    "related articles",
    "more on this",
    "disclaimer",
    "disclosure",
    "correction",
    "contact",
    "contacts",
    "press contact",
    "media contact",
    "advertisement",
    "légende",
    "graphique",
    "tableau",
    "crédit",
    "crédit photo",
    "lire aussi",
    "à lire aussi",
    "à lire",
    "contact presse",
    "contacts presse",
    "prochain rendez-vous",
    "prochaine publication",
    "prochains rendez-vous",
    "图",
    "表",
    "来源",
    "资料来源",
    "数据来源",
    "责任编辑",
    "编辑",
    "相关阅读",
    "延伸阅读",
    "推荐阅读",
    "作者",
    "免责声明",
    "联系电话",
    "版权",
];
/// Beginnings that need nothing after them.
const OPENINGS: [&str; 20] = [
    "more from",
    "prochaine réunion",
    "sign up",
    "about the author",
    "reporting by",
    "editing by",
    "additional reporting",
    "follow us",
    "subscribe",
    "for further information",
    "for more information",
    "doors open",
    "tickets from",
    "tickets cost",
    "preheat",
    "this article",
    "inscrivez-vous",
    "abonnez-vous",
    "pour plus d’informations",
    "communiqué de presse",
];
/// Words that only small print, lines about the author and invitations have.
const PHRASES: [&str; 34] = [
    "is the author of",
    "and the author of",
    "author of “",
    "is a columnist",
    "owns shares in",
    "The author owns",
    "ast performance",
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
    "tickets from",
    "au capital de",
    "RCS ",
    "l’auteur de «",
    "l’auteure de «",
    "l'auteur de «",
    "performances passées",
    "lettre d’information",
    "under embargo",
    "half-time",
    "投资有风险",
    "不构成投资建议",
    "版权所有",
    "著有《",
    "on the sidelines of page",
];

/// Finds what makes a block a part of the page: its label.
pub(super) fn label(block: &str) -> Option<TextRange> {
    let early = &block[..block.floor_char_boundary(48)];
    let begins = |opening: &&str| early.get(..opening.len()).is_some_and(|head| head.eq_ignore_ascii_case(opening));
    // Nearly every block has neither.
    if !early.contains([':', '：']) && !OPENINGS.iter().any(|opening| begins(opening)) && !is_about(block) {
        return None;
    }
    let head: String = block.chars().take(32).flat_map(char::to_lowercase).collect();
    let is_label = LABELS.iter().any(|label| {
        head.strip_prefix(label).is_some_and(|rest| {
            let rest = rest.trim_start_matches(|sign: char| {
                sign == ' ' || matches!(sign, '\u{a0}' | '\u{202f}') || sign.is_ascii_digit() || sign == '.'
            });
            rest.starts_with([':', '：'])
        })
    });
    let opens = OPENINGS.iter().any(|opening| head.starts_with(opening)) || is_about(block);
    let end = block.find([':', '：']).unwrap_or(block.len()).min(block.floor_char_boundary(32));
    (is_label || opens).then_some(TextRange { start: 0, end })
}

/// “About Orbex: founded in 1998”, “About Orbex” above a block.
fn is_about(block: &str) -> bool {
    let rest = ["About ", "À propos d", "关于"].iter().find_map(|word| block.strip_prefix(word));
    rest.is_some_and(|rest| {
        let line = rest.lines().next().unwrap_or_default();
        let name = line.find([':', '：']).map_or(line, |colon| &line[..colon]);
        name.chars().count() <= 40
            && !name.ends_with('.')
            && name.chars().next().is_some_and(|first| !first.is_ascii_digit())
            && (name.len() < line.len() || line.len() == rest.len())
    })
}

/// The lists, ready to be looked for.
struct Lists {
    phrases: Option<AhoCorasick>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists { phrases: AhoCorasick::new(PHRASES).ok() });

/// Finds words in a sentence that only the page’s own parts have.
pub(super) fn phrase(sentence: &str) -> Option<TextRange> {
    let found = LISTS.phrases.as_ref()?.find(sentence)?;
    Some(TextRange { start: found.start(), end: found.end() })
}

/// What a claim of the page loses, so that it is not suggested.
pub(super) const COST: i32 = 8;

/// Marks the claims of headings whose numbers the text repeats, so that they are suggested once. `headings`: the indices of the claims.
pub(super) fn repeated(claims: &mut [ReadClaim], headings: &[usize]) {
    for &at in headings {
        let Some(main) = claims[at].main().cloned() else { continue };
        let repeats = claims
            .iter()
            .enumerate()
            .filter(|(other, _)| !headings.contains(other))
            .any(|(_, claim)| claim.quantities.iter().any(|quantity| is_about_same(&main, quantity)));
        if repeats {
            let range = claims[at].sentence;
            claims[at].evidence.push(Cue { range, rule: Rule::Repeated });
            claims[at].score -= COST;
        }
    }
}

/// Whether two numbers are the same, one of them perhaps rounded.
fn is_about_same(a: &QuantityMention, b: &QuantityMention) -> bool {
    let value = |quantity: &QuantityMention| match quantity.amount {
        Amount::One(value) => crate::notebook::to_f64(value),
        Amount::Range(low, high) | Amount::FromTo(low, high) | Amount::Vague(low, high) => {
            (crate::notebook::to_f64(low) + crate::notebook::to_f64(high)) / 2.0
        }
        Amount::Part(part, whole) => 100.0 * f64::from(part) / f64::from(whole.max(1)),
        Amount::Multiple(value) => crate::notebook::to_f64(value),
    };
    let share = |quantity: &QuantityMention| matches!(quantity.unit.sort, UnitSort::Percent | UnitSort::Share);
    let (x, y) = (value(a), value(b));
    let alike = a.unit.sort == b.unit.sort || share(a) && share(b) || a.unit.is_none() || b.unit.is_none();
    alike && (x - y).abs() <= 0.05 * x.abs().max(y.abs())
}
