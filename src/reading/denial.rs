//! Denials: whether the verb that governs a number, or the sentence as a whole, is denied.

use super::cues::{Cue, Cues, Rule, is_contracted};
use super::lexicon::Class;
use super::tokens::Tokens;
use super::verbs::REACH;

/// Whether a sentence without a number is a denial; adds the reason to `evidence`.
pub(super) fn of_sentence(tokens: &Tokens<'_>, cues: &Cues, evidence: &mut Vec<Cue>) -> bool {
    let found = negation(tokens, cues);
    evidence.extend(found.map(|at| Cue { range: tokens.range(at, at + 1), rule: Rule::Negation }));
    found.is_some()
}

/// Whether a sentence has a word that can deny: most have none, and are not looked through for each number.
pub(super) fn may_deny(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len()).any(|at| {
        tokens.any(
            at,
            &[
                "no", "aucun", "aucune", "non", "failed", "fails", "fail", "denied", "denies", "refused", "refuses", "declined",
                "declines", "not", "never", "pas", "jamais", "t",
            ],
        )
    })
}

/// Whether the verb that governs a number is denied: “did not commit to the 20 % goal”, “failed to reach 300”, “is not 25 %”. A denial
/// elsewhere in the sentence denies something else.
pub(super) fn denies(tokens: &Tokens<'_>, number: usize) -> bool {
    let mut at = number;
    let floor = number.saturating_sub(REACH);
    // What was denied, or refused, may follow in a clause of its own.
    let mut reported = false;
    while at > floor {
        at -= 1;
        let word = tokens.str(at);
        if matches!(word, ";" | ":" | "," | "—" | "–" | "(" | "“" | "”" | "\"" | "." | "!" | "?") && !tokens.glued(at + 1)
            || tokens.any(
                at,
                &[
                    "and", "but", "or", "while", "which", "who", "where", "because", "although", "though", "if", "as", "when",
                    "mais", "et", "qui", "dont", "car",
                ],
            )
        {
            return false;
        }
        if tokens.any(at, &["that", "que"]) {
            reported = true;
        }
        if tokens.any(at, &["no", "aucun", "aucune", "non"]) {
            // “no 5 % target”: it stands right before what it denies.
            if number - at <= 2 && !tokens.any(at + 1, &["more", "less", "fewer", "later", "longer", "one"]) {
                return true;
            }
            continue;
        }
        let fails = tokens.any(at, &["failed", "fails", "fail"]) && tokens.any(at + 1, &["to"]);
        let refuses = tokens.any(at, &["denied", "denies", "refused", "refuses"]);
        let declines = tokens.any(at, &["declined", "declines"]) && tokens.any(at + 1, &["to"]);
        let says_not = tokens.any(at, &["not", "never", "pas", "jamais"]) || is_contracted_not(tokens, at);
        let softened = tokens.any(
            at + 1,
            &[
                "only",
                "more",
                "less",
                "fewer",
                "later",
                "least",
                "just",
                "even",
                "yet",
                "until",
                "including",
                "counting",
                "moins",
                "plus",
            ],
        );
        if fails || refuses || declines || says_not && !softened && !reported {
            return true;
        }
    }
    false
}

/// Whether a word is the end of “didn’t”, “won’t”.
fn is_contracted_not(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.any(at, &["t"])
        && tokens.glued(at)
        && at >= 2
        && matches!(tokens.str(at - 1), "’" | "'")
        && tokens.str(at - 2).ends_with('n')
}

/// Finds a denial of what the sentence is about: “did not commit”, “no target”, “refused to”, « ne … pas ».
fn negation(tokens: &Tokens<'_>, cues: &Cues) -> Option<usize> {
    let governed = cues.target.or(cues.plan).or(cues.forecast).or(cues.will);
    (0..tokens.len()).find(|&at| {
        let contraction = tokens.str(at).ends_with('n') && tokens.str(at).len() > 2 && !tokens.any(at, &["non"]);
        if !tokens.is(at, Class::NEGATION)
            || contraction && !is_contracted(tokens, at)
            || tokens.any(at + 1, &["only", "more", "less", "fewer", "later", "least"])
        {
            return false;
        }
        let quantifies = tokens.any(at, &["no", "none", "aucun", "aucune", "without", "never", "non"]);
        let near = governed.is_some_and(|cue| cue > at && cue - at <= 5 || cue < at && at - cue <= 2);
        let verb = at
            .checked_sub(1)
            .is_some_and(|before| tokens.is(before, Class::AUXILIARY.or(Class::WILL).or(Class::MAY).or(Class::SHOULD)))
            || tokens.str(at).ends_with('n') && tokens.str(at).len() > 2
            || tokens.any(at, &["denied", "refused", "declined", "denies", "pas"]);
        near || verb && !quantifies
    })
}
