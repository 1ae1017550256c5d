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
    const DONE: [&str; 18] = [
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
    clause.clone().any(|at| tokens.any(at, &DONE) || due(at))
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
    let near = (target.saturating_sub(9)..target).rev().take_while(|&at| !tokens.mark(at, ","));
    near.into_iter().find(|&at| tokens.any(at, &verbs) && !tokens.any(at.wrapping_sub(1), &["to", "will", "be"]))
}

/// “will open 40 shops”, « va investir 46 millions »: what somebody does by resolution, not what happens to them.
pub(super) fn does(tokens: &Tokens<'_>, will: usize) -> bool {
    const DEEDS: &str = "invest open hire recruit build close launch create train spend buy put offer supply expand move stop begin start pay \
        replace install sell raise publish appoint plant shut lay test introduce roll extend return borrow repay \
        investir ouvrir embaucher recruter construire fermer lancer créer former dépenser acheter offrir fournir supprimer rénover \
        investira ouvrira ouvriront embauchera recrutera recruterons construira fermera lancera créera supprimera achètera installera \
        proposera financera investiront rénovera";
    let near = will..tokens.len().min(will + 4);
    let deed = near.clone().any(|at| DEEDS.split(' ').any(|deed| !deed.is_empty() && tokens.word(at, deed)));
    deed && !near.clone().any(|at| tokens.is(at, Class::NEGATION)) && !(will > 0 && tokens.any(will - 1, &["that", "if"]))
}
