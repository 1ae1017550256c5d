//! Whether a word for a target, a plan or a forecast is one here: “on target”, “due to rain” and “the 95 promised” are not.

use super::lexicon::Class;
use super::tokens::{Kind, Tokens};

/// “aims to”, “a target of”, but not “on target” nor “the target audience”.
pub(super) fn is_target(tokens: &Tokens<'_>, at: usize) -> bool {
    let noun = tokens.any(at, &["target", "goal", "objective", "goals", "targets", "objectives"]);
    // “we were promised 40 beds” complains.
    if tokens.any(at, &["promised", "promis"]) && at > 0 && tokens.any(at - 1, &["were", "was", "been", "avait", "had"]) {
        return false;
    }
    let scored = tokens.any(at, &["goal", "goals"])
        && (0..tokens.len())
            .any(|near| tokens.any(near, &["scored", "scoring", "striker", "league", "keeper", "match", "season"]));
    let other = tokens.any(at + 1, &["audience", "audiences", "group", "market", "customer", "customers", "difference"]);
    // “targeting the overseas market” says where, “targeting 500 stores” how many.
    let aimless = tokens.any(at, &["targeting", "targeted"])
        && !(at + 1..at + 9).any(|near| tokens.kind(near) == Some(Kind::Number) || tokens.is(near, Class::NUMBER));
    // “mortgage commitments” are loans.
    let lent = tokens.any(at, &["commitment", "commitments"])
        && at > 0
        && tokens.any(at - 1, &["mortgage", "loan", "lending", "credit", "lease", "capital", "purchase", "financing"]);
    !(noun && (scored || other) || aimless || lent)
}

/// “plans to”, “due in”, “set to”, “wants to”; “due to rain” is not a plan.
pub(super) fn is_plan(tokens: &Tokens<'_>, at: usize) -> bool {
    let to = tokens.any(at + 1, &["to"]);
    match tokens.str(at).to_ascii_lowercase().as_str() {
        "set" | "slated" => to || tokens.any(at + 1, &["for"]) && tokens.str(at).len() > 3,
        // “falls due in March” is a date, not a plan.
        "due" if at > 0 && tokens.any(at - 1, &["falls", "fall", "fell", "fallen", "comes", "amount", "sum"]) => false,
        "due" => {
            to && tokens.kind(at + 2) == Some(Kind::Word) && !tokens.is(at + 2, Class::FUNCTION) && is_infinitive(tokens, at + 2)
                || tokens.any(at + 1, &["in", "by", "on", "for", "out", "next", "this"])
        }
        "want" | "wants" if tokens.kind(at + 1) == Some(Kind::Number) || tokens.is(at + 1, Class::NUMBER) => true,
        // “hopes for 300,000 visitors”.
        "hopes" | "hope" | "hoping" if tokens.any(at + 1, &["for"]) && tokens.kind(at + 2) == Some(Kind::Number) => true,
        "want" | "wants" | "hope" | "hopes" | "hoping" | "seek" | "seeks" => to,
        "prepared" => false,
        "prepares" | "prepare" | "preparing" => to || tokens.any(at + 1, &["for"]),
        "veut" | "veulent" | "compte" | "entend" | "souhaite" => {
            tokens.str(at + 1).ends_with("er") || tokens.str(at + 1).ends_with("ir") || tokens.str(at + 1).ends_with("re")
        }
        // “15 % more than the plan of 2024”.
        "plan" if at > 1 && tokens.any(at - 2, &["than"]) => false,
        "plan" | "plans" => !tokens.any(at + 1, &["b"]),
        _ => true,
    }
}

/// “the 95 promised for this year”, “the £3m planned”: what was once aimed at is no aim of this sentence.
pub(super) fn is_past_aim(tokens: &Tokens<'_>, at: usize) -> bool {
    let participle =
        tokens.any(at, &["promised", "planned", "targeted", "pledged", "expected", "forecast", "budgeted", "anticipated"]);
    participle && at > 1 && {
        let number = (at - 2..at).find(|&near| tokens.kind(near) == Some(Kind::Number));
        number.is_some_and(|number| number > 0 && tokens.is(number - 1, Class::DETERMINER))
    }
}

/// Whether a word after “due to” is a verb; a noun there is a cause.
fn is_infinitive(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.any(
        at,
        &[
            "open", "begin", "start", "close", "launch", "arrive", "end", "reach", "take", "be", "come", "go", "publish",
            "report", "meet", "start", "enter", "finish", "expire", "deliver", "ship", "move", "appear", "complete", "join",
            "leave", "release", "retire", "vote", "present",
        ],
    )
}

/// Whether a word for a forecast is used as one.
pub(super) fn is_forecast(tokens: &Tokens<'_>, at: usize) -> bool {
    match tokens.str(at).to_ascii_lowercase().as_str() {
        // “projects” is a plural noun as often as a verb.
        // “46 % of likely voters” were asked.
        "likely" => !tokens.any(at + 1, &["voters", "voter", "buyers", "supporters"]),
        "project" | "projects" => tokens.any(at + 1, &["that", "a", "sales", "revenue", "growth", "it"]),
        "table" | "tablent" => tokens.any(at + 1, &["sur"]),
        // “0.2 points below the staff projection” foretells nothing.
        "projection" | "projections" | "forecast" | "forecasts" | "expectations" | "prévision" | "prévisions" => {
            !is_yardstick(tokens, at)
        }
        _ => true,
    }
}

/// Whether a noun is what something is held against: “below the staff projection”, « au-dessus de nos prévisions ».
fn is_yardstick(tokens: &Tokens<'_>, noun: usize) -> bool {
    (noun.saturating_sub(4)..noun).any(|at| {
        tokens.any(at, &["below", "above", "than", "under", "beating", "missing", "topping", "exceeding", "dessus", "dessous"])
            && (at + 1..noun).all(|near| tokens.kind(near) == Some(Kind::Word))
    })
}

/// “ranks third”, “the second-largest”, “in third place”.
pub(super) fn is_rank(tokens: &Tokens<'_>, at: usize) -> bool {
    let ranks = at
        .checked_sub(1)
        .is_some_and(|before| tokens.any(before, &["ranks", "ranked", "rank", "finished", "placed", "comes", "came"]));
    let largest = tokens.str(at + 1 + usize::from(tokens.dash(at + 1))).ends_with("est");
    ranks || largest || tokens.any(at + 1, &["place", "position"])
}
