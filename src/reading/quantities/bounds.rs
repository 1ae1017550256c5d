//! Reads how the words around a number bound it: “more than”, “up to”, “about”, “or so”.

use crate::notebook::Bound;
use crate::reading::lexicon::Class;
use crate::reading::tokens::Tokens;

use super::QuantityMention;

/// The meaning of a phrase.
#[derive(Clone, Copy)]
enum Says {
    /// A limit.
    Limit(Bound),
    /// An approximation.
    About,
    /// A limit that is also an approximation: “just over”.
    Near(Bound),
    /// Nothing: “only”, “just”, “a” before a limit.
    Nothing,
}

use Says::{About, Limit, Near, Nothing};

/// Phrases before a number; the longest one that fits wins.
const BEFORE: [(&[&str], Says); 104] = {
    use Bound::{AtLeast, AtMost, LessThan, MoreThan};
    [
        (&["no", "more", "than"], Limit(AtMost)),
        (&["not", "more", "than"], Limit(AtMost)),
        (&["no", "fewer", "than"], Limit(AtLeast)),
        (&["no", "less", "than"], Limit(AtLeast)),
        (&["not", "less", "than"], Limit(AtLeast)),
        (&["more", "than"], Limit(MoreThan)),
        (&["greater", "than"], Limit(MoreThan)),
        (&["higher", "than"], Limit(MoreThan)),
        (&["larger", "than"], Limit(MoreThan)),
        (&["better", "than"], Limit(MoreThan)),
        (&["longer", "than"], Limit(MoreThan)),
        (&["over", "than"], Limit(MoreThan)),
        (&["fewer", "than"], Limit(LessThan)),
        (&["less", "than"], Limit(LessThan)),
        (&["lower", "than"], Limit(LessThan)),
        (&["smaller", "than"], Limit(LessThan)),
        (&["just", "over"], Near(MoreThan)),
        (&["slightly", "over"], Near(MoreThan)),
        (&["a", "little", "over"], Near(MoreThan)),
        (&["well", "over"], Limit(MoreThan)),
        (&["just", "above"], Near(MoreThan)),
        (&["just", "under"], Limit(LessThan)),
        (&["just", "below"], Limit(LessThan)),
        (&["over"], Limit(MoreThan)),
        (&["above"], Limit(MoreThan)),
        (&["exceeding"], Limit(MoreThan)),
        (&["exceeds"], Limit(MoreThan)),
        (&["exceed"], Limit(MoreThan)),
        (&["exceeded"], Limit(MoreThan)),
        (&["in", "excess", "of"], Limit(MoreThan)),
        (&["upwards", "of"], Limit(MoreThan)),
        (&["upward", "of"], Limit(MoreThan)),
        (&["north", "of"], Limit(MoreThan)),
        (&["topped"], Limit(MoreThan)),
        (&["topping"], Limit(MoreThan)),
        (&["tops"], Limit(MoreThan)),
        (&["surpassed"], Limit(MoreThan)),
        (&["surpassing"], Limit(MoreThan)),
        (&["surpasses"], Limit(MoreThan)),
        (&["surpass"], Limit(MoreThan)),
        (&["beyond"], Limit(MoreThan)),
        (&["past"], Limit(MoreThan)),
        (&["at", "least"], Limit(AtLeast)),
        (&["a", "minimum", "of"], Limit(AtLeast)),
        (&["minimum", "of"], Limit(AtLeast)),
        (&["starting", "at"], Limit(AtLeast)),
        (&["starting", "from"], Limit(AtLeast)),
        (&["start", "at"], Limit(AtLeast)),
        (&["starts", "at"], Limit(AtLeast)),
        (&["start", "from"], Limit(AtLeast)),
        (&["starts", "from"], Limit(AtLeast)),
        (&["under"], Limit(LessThan)),
        (&["below"], Limit(LessThan)),
        (&["shy", "of"], Limit(LessThan)),
        (&["south", "of"], Limit(LessThan)),
        (&["sub"], Limit(LessThan)),
        (&["up", "to"], Limit(AtMost)),
        (&["at", "most"], Limit(AtMost)),
        (&["at", "the", "most"], Limit(AtMost)),
        (&["as", "many", "as"], Limit(AtMost)),
        (&["as", "much", "as"], Limit(AtMost)),
        (&["as", "high", "as"], Limit(AtMost)),
        (&["a", "maximum", "of"], Limit(AtMost)),
        (&["maximum", "of"], Limit(AtMost)),
        (&["capped", "at"], Limit(AtMost)),
        (&["within"], Limit(AtMost)),
        (&["about"], About),
        (&["around"], About),
        (&["roughly"], About),
        (&["approximately"], About),
        (&["approx"], About),
        (&["approx", "."], About),
        (&["nearly"], About),
        (&["almost"], About),
        (&["some"], About),
        (&["estimated"], About),
        (&["an", "average", "of"], Nothing),
        (&["circa"], About),
        (&["c", "."], About),
        (&["ca", "."], About),
        (&["~"], About),
        (&["≈"], About),
        (&["close", "to"], About),
        (&["in", "the", "region", "of"], About),
        (&["perhaps"], About),
        (&["maybe"], About),
        (&["virtually"], About),
        (&["only"], Nothing),
        (&["just"], Nothing),
        (&["a"], Nothing),
        (&[">"], Limit(MoreThan)),
        (&["<"], Limit(LessThan)),
        (&["≥"], Limit(AtLeast)),
        (&["≤"], Limit(AtMost)),
        (&["plus", "de"], Limit(MoreThan)),
        (&["plus", "d"], Limit(MoreThan)),
        (&["moins", "de"], Limit(LessThan)),
        (&["au", "moins"], Limit(AtLeast)),
        (&["au", "plus"], Limit(AtMost)),
        (&["jusqu", "’", "à"], Limit(AtMost)),
        (&["jusqu", "'", "à"], Limit(AtMost)),
        (&["environ"], About),
        (&["près", "de"], About),
        (&["presque"], About),
    ]
};

/// Phrases before a number that are read in French texts only.
const BEFORE_FRENCH: [(&[&str], Says); 19] = [
    (&["plus", "d", "’"], Limit(Bound::MoreThan)),
    (&["plus", "d", "'"], Limit(Bound::MoreThan)),
    (&["près", "d", "’"], About),
    (&["moins", "d", "’"], Limit(Bound::LessThan)),
    (&["quelque"], About),
    (&["autour", "de"], About),
    (&["de", "l", "’", "ordre", "de"], About),
    (&["de", "l", "'", "ordre", "de"], About),
    (&["à", "hauteur", "de"], Nothing),
    (&["aux", "alentours", "de"], About),
    (&["aux", "environs", "de"], About),
    (&["un", "peu", "plus", "de"], Near(Bound::MoreThan)),
    (&["un", "peu", "moins", "de"], Near(Bound::LessThan)),
    (&["au", "delà", "de"], Limit(Bound::MoreThan)),
    (&["au", "-", "dessus", "de"], Limit(Bound::MoreThan)),
    (&["en", "dessous", "de"], Limit(Bound::LessThan)),
    (&["dépasse"], Limit(Bound::MoreThan)),
    (&["dépassé"], Limit(Bound::MoreThan)),
    (&["à", "partir", "de"], Limit(Bound::AtLeast)),
];

/// Phrases after a quantity.
const AFTER: [(&[&str], Says); 13] = [
    (&["or", "more"], Limit(Bound::AtLeast)),
    (&["or", "above"], Limit(Bound::AtLeast)),
    (&["or", "higher"], Limit(Bound::AtLeast)),
    (&["and", "above"], Limit(Bound::AtLeast)),
    (&["and", "over"], Limit(Bound::AtLeast)),
    (&["and", "up"], Limit(Bound::AtLeast)),
    (&["or", "less"], Limit(Bound::AtMost)),
    (&["or", "fewer"], Limit(Bound::AtMost)),
    (&["or", "below"], Limit(Bound::AtMost)),
    (&["or", "so"], About),
    (&["-", "odd"], About),
    (&["ou", "plus"], Limit(Bound::AtLeast)),
    (&["ou", "moins"], Limit(Bound::AtMost)),
];

/// Reads the words on both sides of a mention.
pub(super) fn read(tokens: &Tokens<'_>, mention: &mut QuantityMention) {
    let mut at = mention.tokens.0;
    for _ in 0..4 {
        let Some((length, says)) = phrase_before(tokens, at) else { break };
        if excluded(tokens, at, length, mention) {
            break;
        }
        apply(mention, says);
        at -= length;
        // “about, or above 10”.
        at -= usize::from(at > 1 && tokens.any(at - 1, &["or"]) && phrase_before(tokens, at - 1).is_some());
    }
    let next = mention.tokens.1;
    let may = matches!(tokens.str(next), "or" | "and" | "-" | "ou");
    if let Some((words, says)) = AFTER.iter().filter(|_| may).find(|(words, _)| tokens.words(next, words)) {
        apply(mention, *says);
        mention.phrase.end = tokens.range(next, next + words.len()).end;
    }
    mention.phrase.start = tokens.range(at, mention.tokens.1).start;
}

fn phrase_before(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Says)> {
    let before = at.checked_sub(1)?;
    let known = tokens.is(before, Class::BOUND_END)
        || matches!(
            tokens.str(before),
            "~" | "’"
                | "'"
                | "≈"
                | ">"
                | "<"
                | "≥"
                | "≤"
                | "."
                | "a"
                | "d"
                | "within"
                | "sub"
                | "surpass"
                | "exceed"
                | "past"
                | "from"
                | "exceeds"
        );
    if !known {
        return None;
    }
    let french = tokens.lexicon.is_french();
    let all = BEFORE.iter().chain(if french { &BEFORE_FRENCH[..] } else { &[] });
    let said = tokens.str(before).as_bytes();
    let first = said.first().map(u8::to_ascii_lowercase);
    // Length and first letter rule nearly all of them out.
    let last = |words: &[&str]| {
        let fits = |last: &&&str| last.len() == said.len() && last.as_bytes().first().copied() == first;
        words.last().filter(fits).is_some_and(|last| tokens.word(before, last))
    };
    all.filter(|(words, _)| last(words) && tokens.words_before(at, words))
        .max_by_key(|(words, _)| words.len())
        .map(|(words, says)| (words.len(), *says))
}

/// Whether a phrase only looks like a bound: “over the past three months”.
fn excluded(tokens: &Tokens<'_>, at: usize, length: usize, mention: &QuantityMention) -> bool {
    let first = at - length;
    tokens.word(first, "past") && (mention.is_time() || first > 0 && tokens.any(first - 1, &["the"]))
}

fn apply(mention: &mut QuantityMention, says: Says) {
    match says {
        Limit(bound) | Near(bound) => {
            if mention.bound == Bound::Exactly {
                mention.bound = bound;
            }
            mention.approx |= matches!(says, Near(_));
        }
        About => mention.approx = true,
        Nothing => {}
    }
}
