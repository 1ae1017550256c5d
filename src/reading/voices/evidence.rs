//! What shows something instead of saying it: data, records, surveys.

use super::super::tokens::Tokens;

/// The most words between what shows something and its verb.
const REACH: usize = 15;

/// Verbs with which things show what people say.
const SHOWING: [&str; 15] = [
    "show",
    "shows",
    "showed",
    "suggest",
    "suggests",
    "suggested",
    "indicate",
    "indicates",
    "indicated",
    "find",
    "finds",
    "found",
    "reveal",
    "reveals",
    "revealed",
];

/// Whether a word is a verb of saying that things have as well: “sales added 3 %”, “the chart shows”.
pub(super) fn is_verb_of_things(tokens: &Tokens<'_>, at: usize) -> bool {
    const OTHERS: [&str; 18] = [
        "added",
        "adds",
        "add",
        "shown",
        "report",
        "reports",
        "reported",
        "state",
        "states",
        "claim",
        "claims",
        "describe",
        "describes",
        "described",
        "note",
        "notes",
        "noted",
        "disclosed",
    ];
    tokens.any(at, &SHOWING) || tokens.any(at, &OTHERS)
}

/// What shows something speaks, too: “customs records show”, “a poll found”.
pub(super) fn shows(tokens: &Tokens<'_>, verb: usize) -> bool {
    const OTHERS: [&str; 25] = [
        "describe",
        "describes",
        "described",
        "concludes",
        "concluded",
        "faults",
        "faulted",
        "lists",
        "listed",
        "charges",
        "alleges",
        "recorded",
        "put",
        "puts",
        "blamed",
        "blames",
        "estimated",
        "estimates",
        "estimate",
        "montre",
        "montrent",
        "révèle",
        "révèlent",
        "indique",
        "indiquent",
    ];
    let shows = tokens.any(verb, &SHOWING) || tokens.any(verb, &OTHERS);
    shows && (verb.saturating_sub(REACH)..verb).any(|at| is_evidence(tokens, at))
}

/// Words for what shows something.
const EVIDENCE: [&str; 70] = [
    "memo",
    "memos",
    "indictment",
    "lawsuit",
    "complaint",
    "ruling",
    "dossier",
    "affidavit",
    "editorial",
    "leaflet",
    "tests",
    "trial",
    "trials",
    "models",
    "calculations",
    "simulations",
    "projections",
    "letter",
    "email",
    "prospectus",
    "transcript",
    "presentation",
    "invoices",
    "essais",
    "calculs",
    "document",
    "courrier",
    "forecasts",
    "register",
    "readout",
    "data",
    "figures",
    "records",
    "accounts",
    "survey",
    "surveys",
    "poll",
    "polls",
    "study",
    "studies",
    "statistics",
    "filing",
    "filings",
    "documents",
    "report",
    "reports",
    "results",
    "estimates",
    "minutes",
    "census",
    "audit",
    "research",
    "analysis",
    "index",
    "review",
    "inquiry",
    "tracker",
    "chiffres",
    "étude",
    "études",
    "enquête",
    "sondage",
    "données",
    "rapport",
    "baromètre",
    "statistiques",
    "comptes",
    "bilan",
    "inventory",
    "readings",
];

/// Whether a voice is what shows something, and nobody.
pub(super) fn names_evidence(name: &str) -> bool {
    name.split(' ').any(|word| EVIDENCE.contains(&word))
}

/// Whether a word is for what shows something.
pub(super) fn is_evidence(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.any(at, &EVIDENCE)
}

/// Whether a token is an apostrophe.
pub(super) fn is_apostrophe(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.str(at), "’" | "'")
}
