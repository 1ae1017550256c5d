//! Whether a word is a verb of saying here: by its class, and by the words around it.

use super::super::lexicon::Class;
use super::super::phrases::is_people;
use super::super::tokens::{Kind, Tokens};
use super::evidence::{is_apostrophe, is_verb_of_things, shows};

/// Whether a verb attributes only with “that”, a pronoun or a mark after it: “shares added 5 %” says nothing.
pub(super) fn is_weak(tokens: &Tokens<'_>, at: usize) -> bool {
    const WEAK: [&str; 23] = [
        "recommend",
        "recommends",
        "assure",
        "assures",
        "assured",
        "reminded",
        "declared",
        "declares",
        "charges",
        "claimed",
        "disclose",
        "announced",
        "announce",
        "announces",
        "wrote",
        "learned",
        "argue",
        "observe",
        "observed",
        "maintained",
        "repeated",
        "concluded",
        "disputed",
    ];
    is_verb_of_things(tokens, at) || tokens.any(at, &WEAK)
}

/// Whether a word is a verb of saying here.
pub(super) fn speaks(tokens: &Tokens<'_>, at: usize) -> bool {
    if is_other_saying(tokens, at) {
        return true;
    }
    // In “missed estimates” it is a noun; as a verb it has a forecaster right before it.
    let foretells = tokens.is(at, Class::CITE) && at > 0 && {
        let person = tokens.is(at - 1, Class::SPEAKER.or(Class::PRONOUN).or(Class::AUXILIARY)) || is_people(tokens, at - 1);
        // “The office estimates that” says; “our EPS estimate” is a noun; “it expects” is what the narrator says of it.
        let is_noun_too = tokens.any(at, &["estimate", "forecast", "estimates", "forecasts"]) && !tokens.any(at + 1, &["that"]);
        let narrated = tokens.any(at - 1, &["it", "they", "we", "i", "nous"]);
        (tokens.capital(at - 1) && !narrated || tokens.mark(at - 1, ",")) && !is_noun_too || person && !narrated
    };
    // “She had previously forecast a rise”.
    let foretold =
        tokens.any(at, &["forecast"]) && (at.saturating_sub(2)..at).any(|near| tokens.any(near, &["had", "has", "have"]));
    let foretells = (foretells || foretold) && !tokens.any(at, &["according", "citing", "selon", "après"]);
    if !(tokens.is(at, Class::SAY) || tokens.is(at, Class::THINK) || foretells || estimates_at_end(tokens, at)) {
        return false;
    }
    if is_noun_here(tokens, at) || is_passive(tokens, at) || is_infinitive(tokens, at) || is_complement(tokens, at) {
        return false;
    }
    let weak = is_weak(tokens, at);
    // “reported in May that”.
    let later = tokens.any(at + 1, &["in", "on"]) && (at + 2..at + 6).any(|near| tokens.any(near, &["that"]));
    let that = tokens.any(at + 1, &["that", "it", "its", "they", "he", "she", "que", "qu", "how"])
        || later
        || tokens.mark(at + 1, ",")
        || tokens.mark(at + 1, ".")
        || at + 1 == tokens.len()
        || tokens.mark(at + 1, ":")
        || tokens.mark(at + 1, "“");
    // Here the plain past was never weak: “Larkfield reported growth of 2 %”.
    let past = tokens.any(at, &["reported", "announced", "disclosed", "wrote", "noted", "claimed", "suggested", "argue"]);
    // “Balla claims the fund has spent”, but not “Treasury notes yield 4 %”.
    let present = tokens.any(at, &["claims", "notes", "reports", "states", "suggests", "claim"])
        && (tokens.is(at + 1, Class::DETERMINER.or(Class::PRONOUN))
            || tokens.kind(at + 1) == Some(Kind::Number)
            || super::super::nouns::is_plural(tokens, at + 1));
    // “Ana Ruiz recently announced”.
    let is_adverb = |at: usize| tokens.any(at, &["also", "later", "already"]) || tokens.adverb(at) && !tokens.capital(at);
    let who = (0..at).rev().find(|&before| !is_adverb(before));
    let of_somebody = (past || present)
        && who.is_some_and(|who| {
            tokens.capital(who) || is_people(tokens, who) || tokens.is(who, Class::SPEAKER.or(Class::AUXILIARY))
        });
    !weak || that || of_somebody || shows(tokens, at)
}

/// “the latest quarterly report”, “the commission’s final report”: there it is what somebody wrote.
pub(super) fn is_noun_here(tokens: &Tokens<'_>, at: usize) -> bool {
    const NOUNS: [&str; 8] = ["report", "reports", "note", "notes", "claim", "claims", "state", "states"];
    const ADJECTIVES: [&str; 16] = [
        "final",
        "latest",
        "quarterly",
        "monthly",
        "annual",
        "weekly",
        "new",
        "recent",
        "internal",
        "official",
        "interim",
        "police",
        "draft",
        "earlier",
        "separate",
        "similar",
    ];
    tokens.any(at, &NOUNS)
        && at.checked_sub(1).is_some_and(|before| {
            tokens.any(before, &ADJECTIVES)
                || tokens.is(before, Class::DETERMINER)
                || tokens.kind(before) == Some(Kind::Number)
                || tokens.capital(before) && tokens.capital(at)
                || tokens.any(before, &["s"]) && tokens.glued(before)
        })
}

/// “she had been warned”: somebody else said it.
fn is_passive(tokens: &Tokens<'_>, at: usize) -> bool {
    let foretold = || tokens.is(at, Class::CITE) && tokens.any(at - 1, &["is", "are", "was", "were", "be"]);
    let participle = tokens.str(at).ends_with(['d', 'n', 't']);
    !tokens.lexicon.is_french() && at > 0 && participle && (tokens.any(at - 1, &["been", "being"]) || foretold())
}

/// “It took 25 years for somebody to say sorry”; but “went on to say”.
fn is_infinitive(tokens: &Tokens<'_>, at: usize) -> bool {
    at > 1 && tokens.any(at - 1, &["to"]) && !tokens.any(at - 2, &["on", "continued", "continues", "goes", "went", "came"])
}

/// “said 11 countries had confirmed cases”, “higher than forecasters had predicted”: what somebody had said is told by another.
fn is_complement(tokens: &Tokens<'_>, at: usize) -> bool {
    let had = at.checked_sub(1).filter(|&had| tokens.any(had, &["had"])).filter(|_| !tokens.any(at + 1, &["that", ":", ","]));
    let Some(had) = had else { return false };
    let is_opened = |near: usize| tokens.is(near, Class::SAY) || tokens.any(near, &["than", "that"]);
    (had.saturating_sub(4)..had).any(is_opened)
}

/// “… would have died, researchers at Columbia University estimate.”: at the end, after who does it.
fn estimates_at_end(tokens: &Tokens<'_>, at: usize) -> bool {
    if !tokens.is(at, Class::CITE.or(Class::FORECAST)) {
        return false;
    }
    let ends = tokens.mark(at + 1, ".") || at + 1 == tokens.len() || tokens.mark(at + 1, ",");
    let foretells =
        tokens.any(at, &["estimate", "estimates", "forecast", "forecasts", "project", "calculate", "reckon", "expect"]);
    let open = (at.saturating_sub(8)..at).rev().find(|&near| tokens.mark(near, ","));
    let somebody = |open: usize| (open + 1..at).take(3).any(|near| tokens.is(near, Class::SPEAKER) || is_people(tokens, near));
    ends && foretells && open.is_some_and(somebody)
}

/// Sayings of several words: “put it”, “put the odds at 72 %”, “raised its forecast”, « fait savoir », « croit savoir ».
fn is_other_saying(tokens: &Tokens<'_>, at: usize) -> bool {
    // Every word below is of one of these classes.
    if !tokens.is(at, Class::SAY.or(Class::THINK).or(Class::CITE).or(Class::ATTRIBUTES).or(Class::UP).or(Class::DOWN)) {
        return false;
    }
    // “called the figure “absurd””.
    if tokens.any(at, &["called", "calls", "termed", "labelled", "dubbed", "branded", "qualifie", "qualifié", "juge", "jugé"])
        && (at + 1..at + 7).any(|near| tokens.quotes(near))
    {
        return true;
    }
    // “rejected suggestions that”.
    if tokens.any(at, &["rejected", "rejects", "dismissed", "dismisses", "denied", "denies"])
        && tokens.any(at + 1, &["suggestions", "claims", "reports", "rumours", "rumors", "speculation", "allegations", "talk"])
    {
        return true;
    }
    // “stood by her goal”, “has pointed out”.
    if tokens.any(at, &["stood", "stands", "stand"])
        && tokens.any(at + 1, &["by"])
        && tokens.any(at + 2, &["its", "his", "her", "their", "the"])
        || tokens.any(at, &["pointed", "points"]) && tokens.any(at + 1, &["out"])
    {
        return true;
    }
    // “a figure protesters called absurd”.
    if tokens.any(at, &["called", "calls", "disputed", "disputes", "rejected", "rejects", "dismissed"])
        && (at.saturating_sub(5)..at.saturating_sub(1)).any(|near| {
            tokens.any(near, &["figure", "number", "claim", "charge", "estimate"])
                && tokens.is(near - usize::from(near > 0), Class::DETERMINER)
        })
        && (is_people(tokens, at - 1) || tokens.is(at - 1, Class::SPEAKER) || tokens.capital(at - 1))
    {
        return true;
    }
    // “my wife figures it will last”.
    if tokens.any(at, &["figures", "figured", "reckons"])
        && at > 0
        && tokens.is(at + 1, Class::PRONOUN.or(Class::DETERMINER))
        && !tokens.is(at - 1, Class::DETERMINER)
    {
        return true;
    }
    if tokens.any(at, &["put", "puts"]) {
        let valued = |near: usize| {
            tokens.is(near, Class::DETERMINER) || tokens.capital(near) || super::super::nouns::is_plural(tokens, near)
        };
        let values = |near: usize| {
            tokens.any(near, &["at"]) && tokens.kind(near + 1) == Some(Kind::Number)
                || tokens.any(near, &["at"])
                    && matches!(tokens.str(near + 1), "£" | "$" | "€" | "about" | "around" | "some" | "between")
        };
        return tokens.any(at + 1, &["it"]) && !tokens.is(at + 2, Class::PREPOSITION)
            || (at + 2..at + 11).take_while(|&near| !tokens.mark(near, ".")).any(values) && valued(at + 1);
    }
    let of_scale = at > 0 && (tokens.is(at - 1, Class::COMPOUND) || tokens.kind(at - 1) == Some(Kind::Number));
    if tokens.any(at, &["points", "pointed", "point"]) && tokens.any(at + 1, &["to"]) && !of_scale
        || tokens.any(at, &["counter", "counters", "countered"]) && tokens.any(at + 1, &["that"])
    {
        return true;
    }
    let changes = ["raised", "raises", "cut", "cuts", "lifted", "lowered", "trimmed", "revised", "kept", "increased"];
    if tokens.any(at, &changes) && tokens.any(at + 1, &["its", "their", "his", "her"]) {
        let views = ["forecast", "estimate", "outlook", "projection", "view", "forecasts", "estimates", "guidance", "prediction"];
        return (at + 2..at + 5).any(|near| tokens.any(near, &views));
    }
    let french = tokens.lexicon.is_french();
    let in_four = |words: &[&str]| (at + 1..at + 5).any(|near| tokens.any_of(near, words));
    french
        && (tokens.any(at, &["attend", "attendent", "attendait"])
            && at > 1
            && is_apostrophe(tokens, at - 1)
            && (tokens.any(at + 1, &["à", "au", "que"])
                || tokens.any(at, &["attend", "attendent"]) && tokens.any(at + 1, &["plus", "pas"]))
            || tokens.any(at, &["abaissé", "relevé", "révisé", "revu", "maintenu", "maintient", "relève", "abaisse"])
                && (at + 1..at + 10).any(|near| {
                    tokens.any(near, &["prévision", "prévisions", "objectif", "objectifs"])
                        && tokens.any(near - 1, &["sa", "ses", "son", "leur", "leurs"])
                })
            || tokens.any(at, &["redoute", "redoutent", "craint", "craignent", "espère", "espèrent"])
                && (tokens.any(at + 1, &["que", "qu"]) || (at + 1..at + 8).any(|near| tokens.quotes(near)))
            || tokens.any(at, &["parle", "parlent"]) && in_four(&["de", "d"])
            || tokens.any(at, &["chiffre", "chiffrent", "évalue", "évaluent", "situe"]) && tokens.is(at + 1, Class::DETERMINER)
            || tokens.any(at, &["savoir", "valoir"]) && at > 0 && tokens.any(at - 1, &["fait", "croit", "croient", "font"])
            || tokens.any(at, &["table", "tablent", "mise", "misent", "parie"]) && tokens.any(at + 1, &["sur", "plutôt"])
            || is_ambiguous(tokens, at) && tokens.any(at + 1, &["que", "qu"]))
}

/// French verbs of saying that are nouns, too: they speak before « que », or where only a verb of saying can stand.
pub(super) fn is_ambiguous(tokens: &Tokens<'_>, at: usize) -> bool {
    const WORDS: [&str; 17] = [
        "note", "juge", "lance", "tranche", "montre", "avance", "relève", "analyse", "commente", "nuance", "signale", "rappelle",
        "observe", "promet", "résume", "plaide", "jure",
    ];
    tokens.any(at, &WORDS)
}
