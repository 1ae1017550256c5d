//! Claims that speak of the same thing: what one seems to mean for the other.
//!
//! Two claims are about the same when subject, what is counted and the period agree as far as both say them. Then values that
//! can both be true corroborate each other; of two that cannot, the one of the later source updates the earlier, and where the
//! sources are of the same day, or one says what was and the other too, they contradict.

use std::cell::RefCell;
use std::rc::Rc;

use super::Workspace;
use crate::notebook::{Bound, Claim, ClaimId, ClaimKind, Quantity, RelationKind};
use crate::reading::fold;

/// A relation that is proposed: this claim bears so on that one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    /// How.
    pub kind: RelationKind,
    /// The other claim.
    pub to: ClaimId,
}

/// Proposals that are shown at most.
const MAX_PROPOSED: usize = 4;

/// What was proposed last, and for which revision and claim: a claim is shown for many frames.
#[derive(Debug, Default)]
pub(super) struct Proposals(RefCell<Option<Proposed>>);

type Proposed = (u64, ClaimId, Rc<[Proposal]>);

impl Workspace {
    /// The proposals for a claim of the notebook.
    pub fn proposals(&self, claim: ClaimId) -> Rc<[Proposal]> {
        let mut known = self.proposed.0.borrow_mut();
        if let Some((revision, of, found)) = known.as_ref()
            && (*revision, *of) == (self.revision, claim)
        {
            return Rc::clone(found);
        }
        let found: Rc<[Proposal]> =
            self.notebook.claims.get(claim).map_or_else(Vec::new, |claim| self.proposed_relations(claim)).into();
        *known = Some((self.revision, claim, Rc::clone(&found)));
        found
    }

    /// Relations that a claim seems to have and that nobody has made yet, the likeliest first.
    pub fn proposed_relations(&self, claim: &Claim) -> Vec<Proposal> {
        let Some(things) = Things::of(claim) else { return Vec::new() };
        let related: Vec<ClaimId> = self.notebook.relations_of(claim.id).map(|(.., other)| other).collect();
        let mut found: Vec<(u32, Proposal)> = Vec::new();
        for other in self.notebook.claims.iter().filter(|other| other.id != claim.id && !related.contains(&other.id)) {
            // What costs nothing is asked first: there may be tens of thousands.
            if units_may_agree(claim, other)
                && let Some(periods) = periods_agree(claim, other)
                && let Some(likeness) = self.likeness(claim, &things, other, periods)
                && let Some(kind) = self.bearing(claim, other)
            {
                found.push((likeness, Proposal { kind, to: other.id }));
            }
        }
        found.sort_by_key(|(likeness, proposal)| (std::cmp::Reverse(*likeness), proposal.to));
        found.into_iter().take(MAX_PROPOSED).map(|(_, proposal)| proposal).collect()
    }

    /// How much two claims, whose periods agree so much, are about the same; `None` where they are not.
    fn likeness(&self, claim: &Claim, things: &Things, other: &Claim, periods: u32) -> Option<u32> {
        let others = Things::of(other)?;
        // A claim and its copy on the same words say nothing about each other.
        let same_words = claim.passages.iter().any(|passage| {
            other.passages.iter().any(|their| passage.document == their.document && passage.range.overlaps(their.range))
        });
        if same_words || things.unit_sort != others.unit_sort {
            return None;
        }
        let shared = things.words.iter().filter(|word| others.words.contains(word)).count();
        let heads = !things.head.is_empty() && things.head == others.head;
        let subjects = agreement(&claim.subject, &other.subject)?;
        // Shares and money are told apart by what is measured, things by their noun.
        if !(heads || synonyms(&things.head, &others.head) || things.head.is_empty() && shared > 0) {
            return None;
        }
        // Where one is not named, the other's name has to stand in its sentence or source.
        let nameless = claim.subject.trim().is_empty() && other.subject.trim().is_empty();
        let mentioned = self.speaks_of(claim, &other.subject) && self.speaks_of(other, &claim.subject);
        let named = subjects > 0 || !nameless && mentioned || nameless && shared > 1;
        named.then(|| subjects * 4 + shared as u32 * 2 + periods)
    }

    /// Whether a name stands in a claim's sentence or in the title of its source; of an empty name it does.
    fn speaks_of(&self, claim: &Claim, name: &str) -> bool {
        let title = claim.document().and_then(|id| self.notebook.documents.get(id)).map_or("", |document| document.title());
        let first = name.split_whitespace().next().unwrap_or_default();
        fold(&format!("{} {title} {}", claim.headline(), claim.subject)).contains(&fold(first))
    }

    /// What one value means for the other.
    fn bearing(&self, claim: &Claim, other: &Claim) -> Option<RelationKind> {
        let (mine, theirs) = (quantity(claim)?, quantity(other)?);
        let intends = |claim: &Claim| matches!(claim.kind, ClaimKind::Target | ClaimKind::Plan | ClaimKind::Forecast);
        // What was planned and what came of it are two things; charts set them beside each other.
        if intends(claim) != intends(other) {
            return None;
        }
        if agree(mine, theirs) {
            return Some(RelationKind::Corroborates);
        }
        match (self.said_on(claim), self.said_on(other)) {
            (Some(now), Some(before)) if now > before => Some(RelationKind::Updates),
            (Some(now), Some(before)) if now < before => None,
            _ => Some(RelationKind::Contradicts),
        }
    }

    fn said_on(&self, claim: &Claim) -> Option<jiff::civil::Date> {
        self.notebook.documents.get(claim.document()?)?.details.published
    }
}

/// What a claim counts or measures, as words that can be compared.
struct Things {
    words: Vec<String>,
    /// The noun that is counted; empty for shares and money.
    head: String,
    /// `%`, a currency, or nothing for things: they never agree with each other.
    unit_sort: String,
}

impl Things {
    fn of(claim: &Claim) -> Option<Self> {
        let quantity = quantity(claim)?;
        let counted = is_counted(&quantity.unit);
        let words = |text: &str| -> Vec<String> {
            fold(text)
                .split(|character: char| !character.is_alphanumeric())
                .filter(|word| word.len() > 2 || !word.is_ascii())
                .map(stem)
                .collect()
        };
        let named = words(&claim.measure);
        let (words, head) = if counted {
            (if named.is_empty() { words(&quantity.unit) } else { named }, head_of(&quantity.unit))
        } else {
            (named, String::new())
        };
        let unit_sort = if counted { String::new() } else { quantity.unit.clone() };
        (!words.is_empty()).then_some(Self { words, head, unit_sort })
    }
}

/// Whether a unit is a noun and no sign, currency or measure.
fn is_counted(unit: &str) -> bool {
    unit.chars().next().is_some_and(char::is_alphabetic) && !is_currency(unit)
}

/// The noun of a unit, which is in the singular: “directly operated store” counts stores.
fn head_of(unit: &str) -> String {
    unit.rsplit(' ').next().unwrap_or_default().to_lowercase()
}

/// Whether two units can be about the same, before anything is taken apart: there may be tens of thousands of claims.
fn units_may_agree(claim: &Claim, other: &Claim) -> bool {
    let Some((mine, theirs)) = quantity(claim).zip(quantity(other)) else { return false };
    if !(is_counted(&mine.unit) && is_counted(&theirs.unit)) {
        return mine.unit == theirs.unit;
    }
    let (mine, theirs) = (head_of(&mine.unit), head_of(&theirs.unit));
    mine == theirs || synonyms(&mine, &theirs)
}

fn quantity(claim: &Claim) -> Option<&Quantity> {
    claim.quantity.as_ref()?.understood.as_ref()
}

fn is_currency(unit: &str) -> bool {
    unit == "yuan" || unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A word without its ending: “stores”, “store” and “stored” are compared as one.
fn stem(word: &str) -> String {
    let cut = ["ies", "es", "s", "ed", "ing"].iter().find_map(|end| word.strip_suffix(end).filter(|rest| rest.len() > 3));
    cut.unwrap_or(word).to_owned()
}

/// Groups of nouns that sources use for the same things of a business.
const SYNONYMS: [&[&str]; 6] = [
    &["store", "outlet", "shop", "branch", "boutique", "location", "home", "magasin", "门店", "家"],
    &["car", "vehicle", "unit", "automobile", "delivery", "voiture", "véhicule", "辆"],
    &["employee", "worker", "staff", "people", "job", "workforce", "headcount", "salarié"],
    &["customer", "user", "buyer", "client", "subscriber"],
    &["plant", "factory", "facility", "usine"],
    &["revenue", "turnover", "sale"],
];

fn synonyms(a: &str, b: &str) -> bool {
    SYNONYMS.iter().any(|group| group.contains(&a) && group.contains(&b))
}

/// 2 where two names agree, 1 where one is part of the other, 0 where one is missing, `None` where they differ.
fn agreement(a: &str, b: &str) -> Option<u32> {
    let (a, b) = (fold(a.trim()), fold(b.trim()));
    if a.is_empty() || b.is_empty() {
        return Some(0);
    }
    if a == b {
        return Some(2);
    }
    let parts = |long: &str, short: &str| {
        long.split_whitespace().any(|word| short.split_whitespace().any(|other| word == other && word.chars().count() > 2))
    };
    parts(&a, &b).then_some(1)
}

/// 2 where the periods are the same, 1 where they overlap or one is open, `None` where they cannot be about the same time.
fn periods_agree(claim: &Claim, other: &Claim) -> Option<u32> {
    let period = |claim: &Claim| claim.period.as_ref().and_then(|stated| stated.understood);
    let (Some(mine), Some(theirs)) = (period(claim), period(other)) else { return Some(1) };
    let same = (mine.start, mine.end) == (theirs.start, theirs.end);
    let touch = mine.start < theirs.end && theirs.start < mine.end;
    // Levels of two days are compared: the later one may update the earlier.
    let days = mine.grain == crate::notebook::Grain::Day
        && theirs.grain == crate::notebook::Grain::Day
        && !mine.deadline
        && !theirs.deadline;
    match (same, touch || days) {
        (true, _) => Some(2),
        (_, true) => Some(1),
        _ => None,
    }
}

/// Whether two quantities can both be true: their intervals meet, with a twentieth of room where one is about.
fn agree(a: &Quantity, b: &Quantity) -> bool {
    let ((a_low, a_high), (b_low, b_high)) = (interval(a), interval(b));
    a_low <= b_high && b_low <= a_high
}

fn interval(quantity: &Quantity) -> (f64, f64) {
    let to_f64 = crate::notebook::to_f64;
    let (low, high) = (to_f64(quantity.value.low()), to_f64(quantity.value.high()));
    let room = if quantity.approx { 0.05 * high.abs() } else { 0.0 };
    // “More than 100” is not said of a thousand: a bound speaks of the neighbourhood of its number.
    const REACH: f64 = 0.5;
    match quantity.bound {
        Bound::Exactly => (low - room, high + room),
        Bound::AtLeast | Bound::MoreThan => (low - room, high + high.abs() * REACH),
        Bound::AtMost | Bound::LessThan => (low - low.abs() * REACH, high + room),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::Details;
    use crate::workspace::import_text;
    use crate::workspace::tests::with_documents;

    /// The relation that a claim on the second sentence proposes to one on the first.
    fn proposed(first: (&str, &str), second: (&str, &str)) -> Option<RelationKind> {
        let mut workspace = with_documents();
        let mut claims = Vec::new();
        for (text, date) in [first, second] {
            let details = Details { title: "Acme abroad".into(), published: date.parse().ok(), ..Details::default() };
            workspace.add_document(import_text(text).unwrap(), details);
            let document = workspace.notebook().documents.iter().next_back().unwrap();
            let (id, length) = (document.id, document.text.trim_end().len());
            workspace.open_document(id);
            claims.push(workspace.make_claim(id, crate::notebook::TextRange { start: 0, end: length }).unwrap());
        }
        let claim = workspace.notebook().claims.get(claims[1]).unwrap();
        workspace.proposed_relations(claim).into_iter().find(|proposal| proposal.to == claims[0]).map(|proposal| proposal.kind)
    }

    #[test]
    fn claims_about_the_same_find_each_other() {
        use RelationKind::{Contradicts, Corroborates, Updates};
        for (first, second, relation) in [
            (
                ("Acme already has more than 100 directly managed outlets overseas.", "2024-12-02"),
                ("Acme runs more than 100 directly operated stores abroad.", "2024-12-09"),
                Some(Corroborates),
            ),
            (("Acme has 120 stores abroad.", "2024-12-02"), ("Acme has 95 stores abroad.", "2025-03-01"), Some(Updates)),
            (("Acme has 120 stores abroad.", "2024-12-02"), ("Acme has 95 stores abroad.", "2024-12-02"), Some(Contradicts)),
            (("Acme sold 5,000 cars in 2024.", "2025-01-02"), ("Acme sold 5,000 cars in 2023.", "2025-01-02"), None),
            (("Acme has 120 stores abroad.", "2024-12-02"), ("Bolt has 120 stores abroad.", "2024-12-09"), None),
            (("Acme sold 5,000 cars in 2024.", "2025-01-02"), ("Acme aims to sell 6,000 cars in 2024.", "2024-01-02"), None),
            (("Acme has 120 stores abroad.", "2024-12-02"), ("Acme has 120 employees abroad.", "2024-12-09"), None),
        ] {
            assert_eq!(proposed(first, second), relation, "{} / {}", first.0, second.0);
        }
    }
}
