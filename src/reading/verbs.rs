//! Verbs, by their class, their ending and their neighbours: there is no parser behind it.

use super::lexicon::Class;
use super::tokens::{Kind, Tokens};

/// The most words between a number and its verb.
pub(super) const REACH: usize = 60;

/// Verbs whose form after a plural is a noun as well.
const BASE: [&str; 60] = [
    "stand",
    "own",
    "sell",
    "run",
    "pay",
    "employ",
    "remain",
    "reach",
    "exceed",
    "cost",
    "earn",
    "produce",
    "account",
    "represent",
    "average",
    "total",
    "make",
    "hold",
    "bring",
    "show",
    "plan",
    "expect",
    "charge",
    "offer",
    "serve",
    "use",
    "need",
    "take",
    "get",
    "give",
    "carry",
    "spend",
    "generate",
    "attract",
    "contribute",
    "supply",
    "provide",
    "deliver",
    "receive",
    "face",
    "see",
    "want",
    "say",
    "keep",
    "lose",
    "save",
    "owe",
    "buy",
    "work",
    "live",
    "face",
    "support",
    "cover",
    "contain",
    "include",
    "share",
    "span",
    "operate",
    "host",
    "treat",
];

/// Whether a word is a verb with a subject of its own, judging by its class, its ending and its neighbours.
pub(super) fn is_finite(tokens: &Tokens<'_>, at: usize) -> bool {
    if tokens.kind(at) != Some(Kind::Word) || tokens.capital(at) && at > 0 {
        return false;
    }
    let before = at.checked_sub(1);
    // “crates that stood idle”.
    let relative = |before: usize| tokens.any(before, &["that", "which"]) && tokens.is(at, Class::FINITE);
    let determined = before.is_some_and(|before| {
        tokens.is(before, Class::DETERMINER) && !relative(before) || tokens.glued(at) && tokens.dash(before)
    });
    if tokens.any(at, &["s", "re", "ve"]) {
        // “it’s”, but not “Larkfield’s revenue”.
        return at >= 2 && tokens.glued(at) && tokens.is(at - 2, Class::PRONOUN);
    }
    if tokens.is(at, Class::AUXILIARY.or(Class::WILL).or(Class::MAY).or(Class::SHOULD)) {
        return !tokens.any(at, &["being", "done", "doing", "having", "been", "be"]) || follows_helper(tokens, at);
    }
    if determined || before.is_some_and(|before| tokens.any(before, &["to", "à", "de"])) {
        return false;
    }
    // “the agency puts the cost at”.
    let sets = || tokens.is(at + 1, Class::DETERMINER) && tokens.any(at, &["puts", "sets", "cuts", "lets"]);
    // “, costs between 6 and 17 times the tariff”.
    let costs = || {
        tokens.any(at, &["costs", "totals", "averages", "measures", "weighs", "spans"])
            && (tokens.kind(at + 1) == Some(Kind::Number)
                || matches!(tokens.str(at + 1), "$" | "£" | "€")
                || tokens.any(at + 1, &["between", "about", "around", "roughly", "nearly", "some", "up", "more", "less"]))
    };
    if tokens.is(at, Class::FINITE) || sets() || costs() {
        return true;
    }
    // « gagnait 3,4 % », « ouvriront 12 magasins ».
    const FRENCH_ENDINGS: [&str; 11] = ["ait", "aient", "èrent", "era", "ira", "dra", "tra", "vra", "rra", "ront", "issent"];
    if tokens.lexicon.is_french() {
        let ending = tokens.str(at).len() > 5 && FRENCH_ENDINGS.iter().any(|end| tokens.str(at).ends_with(end));
        if before.is_some_and(|before| ending || is_french_present(tokens, before, at)) {
            return true;
        }
    }
    // “Analysts at Corbel expect margins”: these are never nouns.
    if tokens.any(at, &["expect", "predict", "reckon", "anticipate", "foresee"])
        && before.is_some_and(|before| !tokens.is(before, Class::WILL))
    {
        return true;
    }
    if before.is_some_and(|before| is_unknown_present(tokens, before, at)) {
        return true;
    }
    // “rents stand at”: after a plural, before what a verb is followed by.
    if tokens.any(at, &BASE)
        && before.is_some_and(|before| tokens.str(before).ends_with('s') && tokens.kind(before) == Some(Kind::Word))
    {
        return true;
    }
    let moves = tokens.is(at, Class::UP.or(Class::DOWN)) && tokens.is(at, Class::VERB);
    let says = tokens.is(at, Class::SAY.or(Class::THINK).or(Class::CITE).or(Class::FORECAST).or(Class::PLAN).or(Class::TARGET));
    let opens = |next: usize| {
        tokens.kind(next) != Some(Kind::Word) && !tokens.dash(next)
            || tokens.is(next, Class::FUNCTION.or(Class::NUMBER).or(Class::VAGUE).or(Class::BOUND_END))
            || tokens.adverb(next)
    };
    let form = tokens.str(at);
    if form.ends_with("ing") {
        return false;
    }
    // “a previous forecast of”, “an earlier estimate”: a noun with its adjective.
    let is_noun = before.is_some_and(|before| {
        before > 0
            && tokens.is(before - 1, Class::DETERMINER)
            && (tokens.is(before, Class::EMPTY_ADJECTIVE)
                || tokens.any(before, &["earlier", "prior", "initial", "original", "new", "own"]))
    });
    if is_noun {
        return false;
    }
    // “Maria Solis blamed carmakers”: a past after a name.
    const ADJECTIVES: [&str; 14] = [
        "listed",
        "based",
        "owned",
        "backed",
        "led",
        "adjusted",
        "registered",
        "branded",
        "related",
        "made",
        "controlled",
        "traded",
        "limited",
        "united",
    ];
    if form.len() > 4
        && form.ends_with("ed")
        && !tokens.lexicon.is_french()
        && !tokens.any(at, &ADJECTIVES)
        && before.is_some_and(|before| tokens.capital(before) && tokens.kind(before) == Some(Kind::Word) && before > 0)
        && !tokens.capital(at)
    {
        return true;
    }
    if moves {
        // “a rise”, “sales growth” are nouns; “sales grew”, “prices rise 4 %” are not.
        return before.is_some()
            && (form.ends_with(['w', 'd', 't', 'k']) || opens(at + 1))
            && !tokens.is(at + 1, Class::PREPOSITION)
            || form.ends_with("ed")
            || tokens.any(at, &["rose", "fell", "grew", "slid", "shrank", "sank", "jumped"]);
    }
    if says
        && before.is_some()
        && (form.ends_with('s') || form.ends_with("ed") || tokens.any(at, &["said", "expect", "plan", "aim", "forecast", "see"]))
    {
        return opens(at + 1);
    }
    // “reported a profit”, but not “adjusted earnings” nor “the months ended June 30”.
    let regular = form.len() > 4 && form.ends_with("ed") && !tokens.lexicon.is_french();
    regular
        && before.is_some_and(|before| {
            !tokens.is(before, Class::FUNCTION.or(Class::TIME_UNIT)) && tokens.kind(before) != Some(Kind::Number)
                || tokens.is(before, Class::PRONOUN)
                || tokens.adverb(before)
        })
        && opens(at + 1)
}

/// “the board recommends a dividend”, “the agency faces a shortfall”: an unknown word in s after a noun and before an article or a number.
fn is_unknown_present(tokens: &Tokens<'_>, before: usize, at: usize) -> bool {
    let form = tokens.str(at);
    let known =
        tokens.is(at, Class::FUNCTION.or(Class::MEASURE).or(Class::UP).or(Class::DOWN).or(Class::SPEAKER).or(Class::TIME_UNIT));
    if tokens.lexicon.is_french()
        || known
        || form.len() < 5
        || !form.ends_with('s')
        || form.ends_with("ss")
        || form.ends_with("us")
    {
        return false;
    }
    let noun = tokens.kind(before) == Some(Kind::Word)
        && !tokens.is(before, Class::FUNCTION)
        && !tokens.str(before).ends_with('s')
        && (tokens.capital(before) || before > 0 && tokens.is(before - 1, Class::DETERMINER));
    let follows = tokens.is(at + 1, Class::DETERMINER.or(Class::NUMBER).or(Class::PRONOUN).or(Class::BOUND_END))
        && !tokens.any(at + 1, &["of", "as", "at"])
        || tokens.kind(at + 1) == Some(Kind::Number)
        || matches!(tokens.str(at + 1), "$" | "£" | "€");
    noun && follows
}

/// « le tram transporte 320 000 voyageurs »: a form of the present between its subject and a number or an article.
fn is_french_present(tokens: &Tokens<'_>, before: usize, at: usize) -> bool {
    let form = tokens.str(at);
    let ends =
        form.len() > 4 && (form.ends_with('e') || form.ends_with("ent") || form.ends_with("it")) && !form.ends_with("ment");
    let noun = tokens.kind(before) == Some(Kind::Word) && !tokens.is(before, Class::FUNCTION)
        || tokens.any(before, &["qui", "il", "elle", "ils", "elles"])
        // « l’ancien bassin, fermé depuis 2022, engloutit 190 000 euros ».
        || tokens.mark(before, ",") && (form.ends_with("it") || form.ends_with("ent"));
    // « six entreprises sur dix n’envisagent aucune embauche », « 18 % s’attendent à ».
    let elided = matches!(tokens.str(before), "’" | "'") && before > 0 && tokens.any(before - 1, &["n", "s"]);
    if elided && ends && !tokens.is(at, Class::MEASURE.or(Class::FUNCTION)) {
        return true;
    }
    let counts = tokens.kind(at + 1) == Some(Kind::Number)
        || tokens.any(
            at + 1,
            &[
                "un",
                "une",
                "près",
                "plus",
                "environ",
                "quelque",
                "chaque",
                "désormais",
                "aujourd",
                "son",
                "sa",
                "ses",
                "leur",
                "leurs",
            ],
        );
    let known = tokens
        .is(at, Class::MEASURE.or(Class::FUNCTION).or(Class::NUMBER).or(Class::SCALE).or(Class::MONTH).or(Class::TIME_UNIT));
    ends && noun && counts && !known && !tokens.is(before, Class::PREPOSITION)
}

fn follows_helper(tokens: &Tokens<'_>, at: usize) -> bool {
    at > 0 && tokens.is(at - 1, Class::AUXILIARY.or(Class::WILL).or(Class::MAY).or(Class::SHOULD))
}

/// The first word of the group of verbs that a verb belongs to: “had wanted to have”, “does not expect to be”.
pub(super) fn verb_group(tokens: &Tokens<'_>, verb: usize) -> usize {
    let helper = Class::AUXILIARY.or(Class::WILL).or(Class::MAY).or(Class::SHOULD).or(Class::NEGATION);
    let mut at = verb;
    while at > 0 {
        let before = at - 1;
        let is_adverb = tokens.adverb(before)
            || tokens
                .any(before, &["also", "now", "still", "already", "just", "only", "even", "then", "to", "not", "never", "today"])
            // “have so far recovered”.
            || tokens.so_far(before);
        // “are understood to have lost”.
        let governs = tokens.any(at, &["to"])
            && (tokens.is(before, Class::PLAN.or(Class::TARGET).or(Class::FORECAST))
                || tokens.any(before, &["understood", "believed", "thought", "said", "reported", "known", "estimated", "able"])
                    && before > 0
                    && tokens.is(before - 1, Class::AUXILIARY));
        // « s’élève », « n’a », « se maintient ».
        let elided = before > 0 && matches!(tokens.str(before), "’" | "'") && tokens.any(before - 1, &["s", "n", "m", "y"]);
        let clitic = tokens.any(before, &["se", "ne", "en", "y", "ainsi", "toutefois", "désormais", "encore"])
            && tokens.lexicon.is_french();
        if elided && tokens.lexicon.is_french() {
            at = before - 1;
        } else if is_adverb || governs || clitic || tokens.is(before, helper) && tokens.kind(before) == Some(Kind::Word) {
            at = before;
        } else {
            break;
        }
    }
    at
}
