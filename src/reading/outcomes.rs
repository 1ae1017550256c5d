//! What became of a target or a plan: met, missed, given up, settled, or still foretold.

use super::lexicon::Class;
use super::tokens::Tokens;

/// “the plan to hire 300 was shelved”: a target or a plan that was given up is history.
pub(super) fn given_up(tokens: &Tokens<'_>, aim: Option<usize>) -> Option<usize> {
    const GIVEN_UP: [&str; 34] = [
        "abandoned",
        "dropped",
        "scrapped",
        "shelved",
        "cancelled",
        "canceled",
        "axed",
        "withdrawn",
        "rejected",
        "ditched",
        "halted",
        "suspended",
        "cancels",
        "cancel",
        "drops",
        "scraps",
        "shelves",
        "abandons",
        "collapsed",
        "vetoed",
        "abandonné",
        "abandonnée",
        "annulé",
        "annulée",
        "suspendu",
        "suspendue",
        "retiré",
        "retirée",
        "rejeté",
        "rejetée",
        "enterré",
        "gelé",
        "abandonnés",
        "annulés",
    ];
    let aim = aim?;
    let is_noun = tokens.any(
        aim,
        &[
            "target",
            "targets",
            "goal",
            "goals",
            "plan",
            "plans",
            "planned",
            "ambition",
            "project",
            "objectif",
            "objectifs",
            "projet",
        ],
    );
    let ended = (0..tokens.len()).find(|&at| tokens.any(at, &GIVEN_UP))?;
    let happened = ended > 0 && tokens.is(ended - 1, Class::AUXILIARY.or(Class::NEGATION));
    (is_noun && (happened || ended < aim)).then_some(ended)
}

/// “at that pace the target will be reached in 2041” foretells; it sets no target.
pub(super) fn comes_to_pass(tokens: &Tokens<'_>, target: usize) -> bool {
    (target + 1..target + 5).any(|at| {
        tokens.is(at, Class::WILL.or(Class::MAY).or(Class::SHOULD))
            && (at + 1..at + 4).any(|near| {
                tokens.any(near, &["reached", "met", "missed", "hit", "achieved", "exceeded", "beaten", "atteint", "dépassé"])
            })
    })
}

/// “voted to adopt a budget for 2027”, “signed a contract that runs to 2030”: done, though it is about the future.
pub(super) fn is_settled(tokens: &Tokens<'_>, clause: &std::ops::Range<usize>) -> bool {
    const DONE: [&str; 19] = [
        "declared",
        "voted",
        "approved",
        "adopted",
        "signed",
        "ordered",
        "agreed",
        "awarded",
        "issued",
        "sold",
        "bought",
        "commissioned",
        "allocated",
        "won",
        "secured",
        "adopté",
        "signé",
        "voté",
        "approuvé",
    ];
    // “€500m falls due in March 2027” is so today.
    let due = |at: usize| tokens.any(at, &["due"]) && at > 0 && tokens.any(at - 1, &["falls", "fall", "comes"]);
    // “Revenue for the first quarter of fiscal 2026 was $1,412m”: what was is over, whatever its year is called.
    let was = |at: usize| tokens.any(at, &["was", "were", "had", "était", "étaient"]) && !tokens.is(at + 1, Class::NEGATION);
    let is_condition = tokens.any(clause.start, &["if", "were", "had", "si"]);
    clause.clone().any(|at| tokens.any(at, &DONE) || due(at) || was(at) && !is_condition)
}

/// Things that are done once, and are no level to be reached: “plans to shut 25 of its shops”, “will be cut by a fifth”.
const DEEDS_ONCE: [&str; 27] = [
    "shut",
    "close",
    "closed",
    "cut",
    "lay",
    "laid",
    "axe",
    "axed",
    "shed",
    "scrap",
    "pay",
    "paid",
    "issue",
    "issued",
    "return",
    "demolish",
    "demolished",
    "dismiss",
    "evict",
    "refund",
    "refunded",
    "fermer",
    "fermés",
    "fermées",
    "supprimer",
    "supprimés",
    "verser",
];

/// Whether what is planned is a deed: “plans to shut 25 shops”.
pub(super) fn plans_deed(tokens: &Tokens<'_>, plan: usize) -> bool {
    (plan + 1..plan + 4).any(|at| tokens.any(at, &DEEDS_ONCE) && (tokens.any(at - 1, &["to", "de", "be"]) || at == plan + 1))
}

/// “He withdrew that forecast”: a forecast that was taken back is history.
pub(super) fn withdrawn(tokens: &Tokens<'_>, forecast: Option<usize>) -> Option<usize> {
    let forecast = forecast?;
    (forecast.saturating_sub(4)..forecast)
        .find(|&at| tokens.any(at, &["withdrew", "withdrawn", "scrapped", "abandoned", "retiré", "suspended"]))
}

/// “Inflation is projected to return to the 2 per cent target”: that a target will be met is a forecast.
pub(super) fn is_foretold(tokens: &Tokens<'_>, forecast: usize, target: usize) -> bool {
    forecast < target
        && target - forecast <= 10
        && tokens.any(forecast + 1, &["to"])
        && tokens.any(forecast + 2, &["return", "reach", "hit", "meet", "miss", "exceed", "fall", "rise", "beat"])
}

/// “The shares trade on 15.2 times next year’s earnings”, “the backlog stands at $1.2 billion”: so it is today.
pub(super) fn stands(tokens: &Tokens<'_>, clause: &std::ops::Range<usize>) -> bool {
    clause.clone().any(|at| tokens.any(at, &["trade", "trades", "stands", "stand", "yields", "yield", "eats"]))
}

/// Whether a participle is of a deed: “will be cut by a fifth”.
pub(super) fn is_deed_done(tokens: &Tokens<'_>, participle: usize) -> bool {
    tokens.any(participle, &DEEDS_ONCE)
}

/// “adopted the new spending plan by 31 votes”: what was decided is a fact.
pub(super) fn passed(tokens: &Tokens<'_>, plan: Option<usize>, clause: &std::ops::Range<usize>) -> Option<usize> {
    let plan = plan.filter(|&plan| tokens.any(plan, &["plan", "plans"]))?;
    clause.clone().find(|&at| {
        at < plan
            && tokens.any(at, &["adopted", "approved", "passed", "rejected", "adopté", "adoptés", "voté", "rejeté", "approuvé"])
    })
}

/// “denied that she was preparing to ask for £150m”, “rejected claims that”: whoever denies a plan states a fact.
pub(super) fn denies(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.any(at, &["denied", "denies", "deny"]) && tokens.any(at + 1, &["that"])
        || tokens.any(at, &["rejected", "dismissed"])
            && tokens.any(at + 1, &["suggestions", "claims", "reports", "rumours", "rumors"])
}

/// “If gas goes under $2, half of the orders disappear”: a condition in the present foretells.
pub(super) fn condition(tokens: &Tokens<'_>, clause: &std::ops::Range<usize>) -> Option<usize> {
    let first = clause.start
        + usize::from(tokens.quotes(clause.start))
        + usize::from(tokens.any(clause.start, &["and", "but", "et", "mais"]));
    let opens = |at: usize| {
        tokens.any(at, &["if", "unless", "si", "s"]) && (!tokens.any(at, &["s"]) || tokens.any(at + 2, &["il", "ils"]))
    };
    // The clause after the condition is foretold as well.
    let before = usize::from(tokens.quotes(0));
    [first, before].into_iter().find(|&at| opens(at))
}

/// Finds the words that say whether a target was met: “fell short of its goal”, “missed”, “met”, “exceeded”.
pub(super) fn outcome(tokens: &Tokens<'_>, target: Option<usize>) -> Option<usize> {
    let target = target?;
    let verbs = [
        "missed",
        "met",
        "exceeded",
        "beat",
        "surpassed",
        "hit",
        "reached",
        "achieved",
        "fell",
        "dépassé",
        "atteint",
        "manqué",
        "exceeding",
        "beating",
        "missing",
        "surpassing",
        "topping",
        "above",
        "ahead",
        "short",
        "dépassant",
        "rapport",
    ];
    // “did not meet its target”.
    let denied = (target.saturating_sub(6)..target).any(|at| {
        tokens.any(at, &["meet", "reach", "hit", "achieve"])
            && (1..=3).any(|back| at.checked_sub(back).is_some_and(|near| tokens.is(near, Class::NEGATION)))
    });
    if denied {
        return Some(target);
    }
    // “the target of 90,000 tonnes was beaten”.
    let passive = (target + 1..target + 9).find(|&at| {
        tokens.any(at, &["beaten", "missed", "met", "exceeded", "surpassed", "reached", "hit", "dépassé", "atteint", "manqué"])
            && tokens.any(at - 1, &["was", "were", "been", "easily", "narrowly", "not", "été"])
            && !(target..at).any(|near| tokens.is(near, Class::WILL.or(Class::MAY).or(Class::SHOULD)))
    });
    if passive.is_some() {
        return passive;
    }
    // “has raised £61,450 of its £80,000 target”.
    let part_of = (target.saturating_sub(6)..target).find(|&at| {
        tokens.any(at, &["of", "de"])
            && tokens.any(at + 1, &["its", "their", "his", "her", "the", "an", "a", "son", "leur", "ses"])
    });
    let done = part_of.and_then(|of| {
        (of.saturating_sub(6)..of).find(|&at| {
            tokens.any(
                at,
                &[
                    "raised",
                    "sold",
                    "built",
                    "collected",
                    "filled",
                    "spent",
                    "reached",
                    "signed",
                    "opened",
                    "récolté",
                    "vendu",
                    "construit",
                ],
            )
        })
    });
    if done.is_some() {
        return done;
    }
    let near = (target.saturating_sub(9)..target).rev().take_while(|&at| !tokens.mark(at, ","));
    near.into_iter().find(|&at| tokens.any(at, &verbs) && !tokens.any(at.wrapping_sub(1), &["to", "will", "be"]))
}

/// “will open 40 shops”, « va investir 46 millions »: what somebody does by resolution, not what happens to them.
pub(super) fn does(tokens: &Tokens<'_>, will: usize) -> bool {
    const DEEDS: &str = "eliminate cut park invest open hire recruit build close launch create train spend buy put offer supply expand move stop begin start pay \
        replace install sell raise publish appoint plant shut lay test introduce roll extend return borrow repay \
        investir ouvrir embaucher recruter construire fermer lancer créer former dépenser acheter offrir fournir supprimer rénover \
        investira ouvrira ouvriront embauchera recrutera recruterons construira fermera lancera créera supprimera achètera installera \
        proposera financera investiront rénovera";
    let near = will..tokens.len().min(will + 4);
    let deed = near.clone().any(|at| DEEDS.split(' ').any(|deed| !deed.is_empty() && tokens.word(at, deed)));
    deed && !near.clone().any(|at| tokens.is(at, Class::NEGATION)) && !(will > 0 && tokens.any(will - 1, &["that", "if"]))
}
