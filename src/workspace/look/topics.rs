//! What claims are about: subjects with measures, with how many of their claims can be drawn. Offered where a chart is made.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::notebook::{Claim, NameKey, Nature, Notebook, Quantity, Series, SeriesId, TermKind, counted_key};
use crate::workspace::Look;
use crate::workspace::look::lookalike::is_same_thing;

/// A subject and a measure that claims with numbers are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The name of the subject.
    pub subject: String,
    /// The name of the measure.
    pub measure: String,
    /// How many of the claims have a number and a period that are understood, and so can be drawn.
    pub drawable: usize,
}

/// Gathers the topics of all claims with a number, those with the most to draw first. Takes milliseconds with tens of thousands
/// of claims: keep the result until the notebook changes.
pub fn topics(notebook: &Notebook) -> Vec<Topic> {
    let vocabulary = notebook.vocabulary();
    let mut found: HashMap<(NameKey, NameKey), Topic> = HashMap::new();
    for claim in &notebook.claims {
        let (subject, measure) = (claim.subject.trim(), claim.measure.trim());
        if claim.quantity.is_none() || subject.is_empty() || measure.is_empty() {
            continue;
        }
        let drawable = usize::from(claim.understood_quantity().is_some() && claim.understood_period().is_some());
        let key = (vocabulary.key(TermKind::Subject, subject), vocabulary.key(TermKind::Measure, measure));
        let topic = found.entry(key).or_insert_with(|| Topic {
            subject: notebook.shown_name(TermKind::Subject, subject).to_owned(),
            measure: notebook.shown_name(TermKind::Measure, measure).to_owned(),
            drawable: 0,
        });
        topic.drawable += drawable;
    }
    let mut found: Vec<Topic> = found.into_values().collect();
    found.sort_by(|a, b| b.drawable.cmp(&a.drawable).then_with(|| (&a.subject, &a.measure).cmp(&(&b.subject, &b.measure))));
    found
}

impl Look<'_> {
    /// The other measures of a series’ subject that seem to be the same measure in other words, with what they have to draw: a
    /// vocabulary of one notebook has few of them, and they are looked for once for each revision.
    pub fn measures_beside(self, series: &Series) -> Rc<[Topic]> {
        let mut known = self.workspace.beside.0.borrow_mut();
        if let Some((revision, id, found)) = known.as_ref()
            && (*revision, *id) == (self.workspace.revision, series.id)
        {
            return Rc::clone(found);
        }
        let found: Rc<[Topic]> = measures_beside(&self.workspace.notebook, series).into();
        *known = Some((self.workspace.revision, series.id, Rc::clone(&found)));
        found
    }
}

/// What [`Look::measures_beside`] found last, with the revision and the series.
#[derive(Debug, Default)]
pub(in crate::workspace) struct Beside(RefCell<Option<Found>>);

/// The revision, the series, and what was found.
type Found = (u64, SeriesId, Rc<[Topic]>);

fn measures_beside(notebook: &Notebook, series: &Series) -> Vec<Topic> {
    let vocabulary = notebook.vocabulary();
    let measure = vocabulary.key(TermKind::Measure, &series.measure);
    // Goes through all claims after every edit: each spelling is looked up once.
    let mut subject = notebook.named(TermKind::Subject, &series.subject);
    let mut measures: HashMap<&str, Vec<&Claim>> = HashMap::new();
    for claim in notebook.claims.iter().filter(|claim| subject.is(&claim.subject)) {
        if !claim.measure.trim().is_empty() {
            measures.entry(claim.measure.as_str()).or_default().push(claim);
        }
    }
    let mut found: HashMap<NameKey, (Topic, Vec<&Quantity>)> = HashMap::new();
    let mut own: Vec<&Quantity> = Vec::new();
    for (name, claims) in measures {
        let quantities = claims.iter().filter_map(|claim| claim.understood_quantity());
        let measured = vocabulary.key(TermKind::Measure, name);
        if measured == measure {
            own.extend(quantities);
            continue;
        }
        let shown = |kind, name: &str| notebook.shown_name(kind, name).to_owned();
        let (topic, theirs) = found.entry(measured).or_insert_with(|| {
            let subject = shown(TermKind::Subject, &series.subject);
            (Topic { subject, measure: shown(TermKind::Measure, name), drawable: 0 }, Vec::new())
        });
        let is_drawable = |claim: &&&Claim| claim.understood_quantity().is_some() && claim.understood_period().is_some();
        topic.drawable += claims.iter().filter(is_drawable).count();
        theirs.extend(quantities);
    }
    let mut near: Vec<Topic> = found
        .into_values()
        .filter(|(topic, theirs)| topic.drawable > 0 && is_near(series, &own, topic, theirs))
        .map(|row| row.0)
        .collect();
    near.sort_by(|a, b| b.drawable.cmp(&a.drawable).then_with(|| a.measure.cmp(&b.measure)));
    near
}

/// Whether another measure counts the same as that of a series, or nearly so.
fn is_near(series: &Series, own: &[&Quantity], topic: &Topic, theirs: &[&Quantity]) -> bool {
    let nouns: HashSet<&str> = own.iter().filter_map(|quantity| quantity.counted_noun()).collect();
    let same = |noun: &str| nouns.iter().any(|own| counted_key(own) == counted_key(noun) || is_same_thing(own, noun));
    // A measure that is only the noun that it counts says no more than that.
    let is_bare = |quantity: &Quantity, measure: &str| counted_key(&quantity.unit) == counted_key(measure);
    let own_is_bare = own.iter().any(|quantity| is_bare(quantity, &series.measure));
    let mut counted = theirs.iter().filter(|quantity| own_is_bare || is_bare(quantity, &topic.measure));
    counted.any(|quantity| quantity.counted_noun().is_some_and(same))
}

/// Guesses whether the values of a measure add up, from its name and from the periods of claims about it.
pub fn guessed_nature(notebook: &Notebook, subject: &str, measure: &str) -> Nature {
    if let Some(nature) = notebook.term_of(TermKind::Measure, measure).and_then(|term| term.nature) {
        return nature;
    }
    let mut topical = notebook.about(subject, measure);
    let about = notebook.claims.iter().filter(|claim| topical.holds(claim));
    Nature::guessed(measure, about.filter_map(|claim| claim.understood_period()))
}
