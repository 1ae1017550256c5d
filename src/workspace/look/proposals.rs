//! Finds pairs of claims about the same subject, measure and period, and proposes how they relate.
//!
//! A subject or period that only one claim states does not separate the two. Values that can both be true corroborate each
//! other, if they come from another source or another voice: an article that repeats itself is no second witness. Of two that
//! cannot, and that are about the same subject, measure and period, the claim from the later source updates the earlier one; if
//! both sources are from the same day, or a day is unknown, the claims contradict each other.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::rc::Rc;

use foldhash::fast::RandomState;
use jiff::civil::Date;

use crate::checking::Meaning;
use crate::notebook::{Bound, Claim, ClaimId, Period, Quantity, RelationKind, StatedQuantity, TermKind, to_f64};
use crate::reading::{contains_folded, fold};
use crate::workspace::look::index::is_intended;
use crate::workspace::look::proposed::Proposal;
use crate::workspace::{Look, Workspace};

/// The most proposals that are shown for a claim.
const MAX_PROPOSED: usize = 4;

impl Look<'_> {
    /// Returns the proposals for a claim of the notebook.
    pub fn proposals(self, claim: ClaimId) -> Rc<[Proposal]> {
        let mut known = self.workspace.proposed.0.borrow_mut();
        if let Some((revision, of, found)) = known.as_ref()
            && (*revision, *of) == (self.workspace.revision, claim)
        {
            return Rc::clone(found);
        }
        let found: Rc<[Proposal]> =
            self.workspace.notebook.claims.get(claim).map_or_else(Vec::new, |claim| self.proposed_relations(claim)).into();
        *known = Some((self.workspace.revision, claim, Rc::clone(&found)));
        found
    }

    /// Returns the few relations that a claim seems to have and that do not exist yet, the likeliest first.
    pub fn proposed_relations(self, claim: &Claim) -> Vec<Proposal> {
        let Some(mut comparison) = Comparison::new(self.workspace, claim) else { return Vec::new() };
        let related: Vec<ClaimId> = self.workspace.notebook.relations_of(claim.id).map(|(.., other)| other).collect();
        // Few are shown: a heap saves sorting and examining the rest.
        let mut alike = comparison.alike();
        let in_order = std::iter::from_fn(|| alike.pop());
        let others = in_order.map(|Candidate(_, Reverse(id))| id).filter(|id| *id != claim.id && !related.contains(id));
        others.filter_map(|id| comparison.proposal(id)).take(MAX_PROPOSED).collect()
    }

    /// Whether a folded name occurs in a claim's headline, its subject or the title of its source.
    fn speaks_of(self, claim: &Claim, name: &str) -> bool {
        let title =
            claim.document().and_then(|id| self.workspace.notebook.documents.get(id)).map_or("", |document| document.title());
        [claim.headline(), title, &claim.subject].into_iter().any(|words| contains_folded(words, name))
    }

    fn said_on(self, claim: &Claim) -> Option<Date> {
        self.workspace.notebook.documents.get(claim.document()?)?.details.published
    }
}

/// A claim that is compared with all others, with cached comparisons. There may be tens of thousands of other claims, compared
/// within one frame, but they have few subjects, measures and units: each of these is split into words only once.
struct Comparison<'a> {
    workspace: &'a Workspace,
    claim: &'a Claim,
    things: Things,
    said_on: Option<Date>,
    /// By measure and unit, the number of words shared with its own; `None` if they do not measure the same.
    measures: HashMap<(&'a str, &'a str), Option<usize>, RandomState>,
}

/// A claim that may be about the same as another: a score of how likely that is, and the claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate(u32, Reverse<ClaimId>);

impl<'a> Comparison<'a> {
    /// Prepares the comparison; `None` if the claim has nothing to compare.
    fn new(workspace: &'a Workspace, claim: &'a Claim) -> Option<Self> {
        Some(Self {
            workspace,
            claim,
            things: Things::of(claim)?,
            said_on: workspace.look().said_on(claim),
            measures: HashMap::default(),
        })
    }

    /// Finds the claims that may be about the same, because subject, measure and period agree. The likeliest is on top.
    fn alike(&mut self) -> BinaryHeap<Candidate> {
        let workspace = self.workspace;
        let (claims, period) = (&workspace.notebook.claims, self.claim.understood_period());
        let own = fold(self.claim.subject.trim());
        let vocabulary = workspace.notebook.vocabulary();
        let key = vocabulary.key(TermKind::Subject, &self.claim.subject);
        let mut alike = Vec::new();
        for (subject, measured) in workspace.index.alike(&workspace.notebook).subjects() {
            let is_one = vocabulary.key(TermKind::Subject, subject) == key && !key.is_blank();
            let Some(subjects) = (if is_one { Some(2) } else { agreement(&own, subject) }) else { continue };
            // What somebody told apart, or put one under the other, is not the same in fewer words.
            if !is_one && key.term().is_some() && vocabulary.term(TermKind::Subject, subject).is_some() {
                continue;
            }
            // If only one of the two names a subject, the sentence or source of the other has to mention it.
            if own.is_empty() && !is_blank(subject) && !workspace.look().speaks_of(self.claim, &first_word(subject)) {
                continue;
            }
            // What was planned and what happened are different things, which charts show side by side.
            for (_, same) in measured.filter(|(what, _)| what.is_intended == is_intended(self.claim)) {
                // All of these have the same measure and unit, so the first represents them.
                let shared = same.first().and_then(|first| self.shared_words(claims.get(first.claim)?));
                // If neither claim names a subject, they have to share more words.
                let least = if own.is_empty() && is_blank(subject) { 2 } else { 0 };
                let Some(shared) = shared.filter(|shared| *shared >= least) else { continue };
                alike.extend(same.iter().filter_map(|other| {
                    let likeness = subjects * 4 + shared as u32 * 2 + periods_agree(period, other.period)?;
                    Some(Candidate(likeness, Reverse(other.claim)))
                }));
            }
        }
        alike.into()
    }

    /// Proposes a relation to a claim that may be about the same; `None` if there is none to propose.
    fn proposal(&self, other: ClaimId) -> Option<Proposal> {
        let other = self.workspace.notebook.claims.get(other)?;
        let kind = self.bearing(other)?;
        // Two claims on the same words say nothing about each other.
        let same_words = self.claim.passages.iter().any(|passage| {
            other.passages.iter().any(|their| passage.document == their.document && passage.range.overlaps(their.range))
        });
        let subject = &self.claim.subject;
        let is_about_it =
            is_blank(subject) || !is_blank(&other.subject) || self.workspace.look().speaks_of(other, &first_word(subject));
        (is_about_it && !same_words).then_some(Proposal { kind, to: other.id })
    }

    /// Returns the number of words that measure and unit of both claims share; `None` if the claims are not about the same.
    fn shared_words(&mut self, other: &'a Claim) -> Option<usize> {
        let (claim, things) = (self.claim, &self.things);
        *self.measures.entry((other.measure.as_str(), other.understood_quantity()?.unit.as_str())).or_insert_with(|| {
            let others = Things::of(other).filter(|others| others.unit_sort == things.unit_sort)?;
            let shared = things.words.iter().filter(|word| others.words.contains(word)).count();
            let heads = !things.head.is_empty() && things.head == others.head;
            // Shares and money are distinguished by what is measured, things by their noun.
            let same = heads || synonyms(&things.head, &others.head) || things.head.is_empty() && shared > 0;
            (same && units_may_agree(claim, other)).then_some(shared)
        })
    }

    /// Returns the relation that follows from the two values; `None` if none does.
    fn bearing(&self, other: &Claim) -> Option<RelationKind> {
        if agree(self.claim, other)? {
            // One article that says the same twice, or in its headline, only repeats itself.
            let is_other_source = self.claim.document() != other.document();
            let is_other_voice = self.claim.attribution.last() != other.attribution.last();
            return (is_other_source || is_other_voice).then_some(RelationKind::Corroborates);
        }
        if !self.is_of_one_thing(other) {
            return None;
        }
        match (self.said_on, self.workspace.look().said_on(other)) {
            (Some(now), Some(before)) if now > before => Some(RelationKind::Updates),
            (Some(now), Some(before)) if now < before => None,
            _ => Some(RelationKind::Contradicts),
        }
    }

    /// Whether both claims are about the same subject, measure and period: otherwise different numbers are no news of each other.
    fn is_of_one_thing(&self, other: &Claim) -> bool {
        let vocabulary = self.workspace.notebook.vocabulary();
        let days = |claim: &Claim| claim.understood_period().map(|period| (period.start, period.end));
        vocabulary.is_same(TermKind::Subject, &self.claim.subject, &other.subject)
            && vocabulary.is_same(TermKind::Measure, &self.claim.measure, &other.measure)
            && days(self.claim) == days(other)
    }
}

/// What a claim counts or measures, in words that can be compared.
struct Things {
    words: Vec<String>,
    /// The noun that is counted; empty for shares and money.
    head: String,
    /// `%`, a currency or another unit, and empty for things. Different sorts never agree.
    unit_sort: String,
}

impl Things {
    fn of(claim: &Claim) -> Option<Self> {
        let quantity = claim.understood_quantity()?;
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

/// Whether a unit is a noun, not a sign or a currency.
fn is_counted(unit: &str) -> bool {
    unit.chars().next().is_some_and(char::is_alphabetic) && !is_currency(unit)
}

/// The noun of a unit, which is in the singular: “directly operated store” counts stores.
fn head_of(unit: &str) -> String {
    unit.rsplit(' ').next().unwrap_or_default().to_lowercase()
}

/// Whether the quantities of two claims can measure the same.
fn units_may_agree(claim: &Claim, other: &Claim) -> bool {
    let Some((mine, theirs)) = claim.understood_quantity().zip(other.understood_quantity()) else { return false };
    if !(is_counted(&mine.unit) && is_counted(&theirs.unit)) {
        return mine.unit == theirs.unit;
    }
    let (mine, theirs) = (head_of(&mine.unit), head_of(&theirs.unit));
    mine == theirs || synonyms(&mine, &theirs)
}

fn is_currency(unit: &str) -> bool {
    unit == "yuan" || unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Removes the ending of a word: “stores”, “store” and “stored” compare as equal.
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

fn is_blank(name: &str) -> bool {
    name.trim().is_empty()
}

fn first_word(name: &str) -> String {
    fold(name.split_whitespace().next().unwrap_or_default())
}

/// Scores how well two subjects agree: 2 if they are equal, 1 if they share a word of more than two letters, 0 if one is empty,
/// `None` if they differ. `own` is folded already, because it is compared with many.
fn agreement(own: &str, other: &str) -> Option<u32> {
    let other = fold(other.trim());
    if own.is_empty() || other.is_empty() {
        return Some(0);
    }
    if own == other {
        return Some(2);
    }
    let parts = |long: &str, short: &str| {
        long.split_whitespace().any(|word| short.split_whitespace().any(|other| word == other && word.chars().count() > 2))
    };
    parts(own, &other).then_some(1)
}

/// Scores how well two periods agree: 2 if they are equal; 1 if they overlap, one is unknown, or both are single days; else
/// `None`.
fn periods_agree(mine: Option<Period>, theirs: Option<Period>) -> Option<u32> {
    let (Some(mine), Some(theirs)) = (mine, theirs) else { return Some(1) };
    let same = (mine.start, mine.end) == (theirs.start, theirs.end);
    let touch = mine.start < theirs.end && theirs.start < mine.end;
    // Levels on two days are comparable: the later one may update the earlier.
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

/// Whether the quantities of two claims can both be true; `None` if one has none.
fn agree(one: &Claim, other: &Claim) -> Option<bool> {
    let (mine, theirs) = (one.quantity.as_ref()?, other.quantity.as_ref()?);
    let (quantity, other) = (mine.understood.as_ref()?, theirs.understood.as_ref()?);
    let loose = |typed: &StatedQuantity, quantity: &Quantity| Meaning::of(quantity, &typed.text).loose;
    Some(
        loose(mine, quantity).meets(&loose(theirs, other))
            && is_within_reach(quantity, other)
            && is_within_reach(other, quantity),
    )
}

/// “More than 100” does not suggest a thousand: an open bound reaches only half of its number further.
fn is_within_reach(bound: &Quantity, other: &Quantity) -> bool {
    let (low, high) = (to_f64(bound.value.low()), to_f64(bound.value.high()));
    match bound.bound {
        Bound::Exactly => true,
        Bound::AtLeast | Bound::MoreThan => to_f64(other.value.low()) <= high + high.abs() / 2.0,
        Bound::AtMost | Bound::LessThan => to_f64(other.value.high()) >= low - low.abs() / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::Details;
    use crate::workspace::import_text;
    use crate::workspace::tests::with_documents;

    /// Returns the relation that is proposed from a claim on the second sentence to one on the first.
    fn proposed(first: (&str, &str), second: (&str, &str)) -> Option<RelationKind> {
        let mut workspace = with_documents();
        let mut claims = Vec::new();
        for (text, date) in [first, second] {
            let details = Details { title: "Acme abroad".into(), published: date.parse().ok(), ..Details::default() };
            workspace.sources().add(import_text(text).unwrap(), details);
            let document = workspace.notebook().documents.iter().next_back().unwrap();
            let (id, length) = (document.id, document.text.trim_end().len());
            workspace.select().document(id);
            claims.push(workspace.claims().make(id, crate::notebook::TextRange { start: 0, end: length }).unwrap());
        }
        let claim = workspace.notebook().claims.get(claims[1]).unwrap();
        workspace
            .look()
            .proposed_relations(claim)
            .into_iter()
            .find(|proposal| proposal.to == claims[0])
            .map(|proposal| proposal.kind)
    }

    #[test]
    fn an_article_does_not_corroborate_itself_and_a_part_does_not_update_the_whole() {
        let claims = |of: &dyn Fn(&mut Claim)| {
            let mut workspace = with_documents();
            let document = workspace.selection.document.unwrap();
            let ids = [(0, 20), (21, 41)].map(|range| workspace.claims().make(document, range.into()).unwrap());
            for (id, subject) in ids.iter().zip(["Acme", "Acme Europe"]) {
                workspace
                    .claims()
                    .change(*id, crate::workspace::ClaimField::Statement, |claim| {
                        (claim.subject, claim.measure) = ("Acme".into(), "stores".into());
                        claim.quantity = crate::reading::stated_quantity("100 stores".into());
                        of(claim);
                        if subject != "Acme" && claim.note == "part" {
                            claim.subject = subject.into();
                            claim.quantity = crate::reading::stated_quantity("200 stores".into());
                        }
                    })
                    .unwrap();
            }
            let second = workspace.notebook().claims.get(ids[1]).unwrap();
            workspace.look().proposed_relations(second).into_iter().map(|proposal| proposal.kind).collect::<Vec<_>>()
        };
        assert_eq!(claims(&|_| {}), [], "the same article, the same voice");
        assert_eq!(claims(&|claim| claim.note = "part".into()), [], "another subject");
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
            // Another month is another number.
            (("Acme sold 5,000 cars in May 2024.", "2024-07-02"), ("Acme sold 60,000 cars in 2024.", "2025-01-02"), None),
            (
                ("Acme sold 5,000 cars in May 2024.", "2024-07-02"),
                ("Acme sold 6,000 cars in May 2024.", "2024-07-02"),
                Some(Contradicts),
            ),
        ] {
            assert_eq!(proposed(first, second), relation, "{} / {}", first.0, second.0);
        }
    }
}
