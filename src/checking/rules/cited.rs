//! Rule 15: who cites somebody is no more exact than whom they cite.
//!
//! A hint: digits that the cited source does not have come from somewhere else.

use crate::checking::figure::{Figure, Number};
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::ledger::{Topic, View};
use crate::checking::sums::{ids, is_same_time};
use crate::notebook::{Bound, NameKey, TermKind};

/// Compares the citations of a topic with what is cited.
pub fn check(view: &View<'_>, topic: &Topic, out: &mut Vec<Finding>) {
    let all = view.about(topic);
    for citing in all.iter().filter(|figure| figure.voices.len() > 1) {
        let cited = all.iter().find(|other| is_cited_by(view, other, citing) && is_rougher(other, citing));
        let is_exact = |other: &&&Figure| is_cited_by(view, other, citing) && !is_rougher(other, citing);
        if let Some(cited) = cited.filter(|_| !all.iter().any(|other| is_exact(&other))) {
            let (said, exact) = (view.says(cited), view.says(citing));
            out.push(Finding {
                rule: Rule::Cited,
                level: Level::Question,
                claims: ids([*citing, *cited]),
                title: "More exact than its source".to_owned(),
                line: format!("{exact}, citing {said}"),
                why: format!("It says {exact}, but the source that it cites says {said}. Where do the other digits come from?"),
            });
        }
    }
}

/// Whether a claim is what another one cites: its own voice is among those that the other passes on.
fn is_cited_by(view: &View<'_>, cited: &Figure, citing: &Figure) -> bool {
    let is_same_claim = cited.claim == citing.claim || cited.shares_source_with(citing);
    let same_period = cited.period.zip(citing.period).is_some_and(|(one, other)| is_same_time(one, other));
    if is_same_claim || !same_period || cited.kind != citing.kind {
        return false;
    }
    let publisher = cited
        .document()
        .and_then(|id| view.notebook.documents.get(id))
        .map(|document| view.notebook.vocabulary().key(TermKind::Voice, &document.details.publisher));
    let own: Vec<&NameKey> = cited.voices.first().into_iter().chain(publisher.as_ref()).chain(cited.voices.last()).collect();
    citing.voices[1..].iter().any(|voice| !voice.is_blank() && own.contains(&voice))
        && cited.voices.len() < citing.voices.len() + 1
}

/// Whether a number has fewer digits, and the other could be what it rounds.
fn is_rougher(rough: &Figure, exact: &Figure) -> bool {
    let (Some(rough), Some(exact)) = (&rough.number, &exact.number) else { return false };
    let is_round = |number: &Number| number.quantity.approx || number.quantity.bound != Bound::Exactly;
    let has_fewer = rough.digits().len() < exact.digits().len()
        && !is_round(exact)
        && (is_round(rough) || rough.digits().len() + 1 < exact.digits().len() || exact.digits().len() > 2);
    rough.is_like(exact) && has_fewer && rough.meaning.loose.meets(&exact.meaning.strict)
}
