//! What claims are about: subjects with measures, with how many of their claims can be drawn. Offered where a chart is made.

use std::collections::HashMap;

use crate::notebook::{NameKey, Nature, Notebook, TermKind};

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

/// Guesses whether the values of a measure add up, from its name and from the periods of claims about it.
pub fn guessed_nature(notebook: &Notebook, subject: &str, measure: &str) -> Nature {
    let mut topical = notebook.about(subject, measure);
    let about = notebook.claims.iter().filter(|claim| topical.holds(claim));
    let term = notebook.vocabulary().term(TermKind::Measure, measure).and_then(|id| notebook.terms.get(id));
    if let Some(nature) = term.and_then(|term| term.nature) {
        return nature;
    }
    Nature::guessed(measure, about.filter_map(|claim| claim.understood_period()))
}
