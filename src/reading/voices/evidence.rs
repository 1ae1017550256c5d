//! What shows something instead of saying it: data, records, surveys.

use super::super::tokens::Tokens;

/// The most words between what shows something and its verb.
const REACH: usize = 9;

/// What shows something speaks, too: “customs records show”, “a poll found”.
pub(super) fn shows(tokens: &Tokens<'_>, verb: usize) -> bool {
    const VERBS: [&str; 28] = [
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
    tokens.any(verb, &VERBS) && (verb.saturating_sub(REACH)..verb).any(|at| is_evidence(tokens, at))
}

/// Words for what shows something.
const EVIDENCE: [&str; 60] = [
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
