//! What claims are about: subjects with measures, with how many of their claims can be drawn. Offered where a chart is made.

use std::collections::HashMap;

use crate::notebook::{Nature, Notebook, folded_name};

/// A subject and a measure that claims with numbers are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The subject, as the first of the claims has it.
    pub subject: String,
    /// The measure, as the first of the claims has it.
    pub measure: String,
    /// How many of the claims have a number and a period that are understood, and so can be drawn.
    pub drawable: usize,
}

/// Gathers the topics of all claims with a number, those with the most to draw first. Takes milliseconds with tens of thousands
/// of claims: keep the result until the notebook changes.
pub fn topics(notebook: &Notebook) -> Vec<Topic> {
    let mut found: HashMap<(String, String), Topic> = HashMap::new();
    for claim in &notebook.claims {
        let (subject, measure) = (claim.subject.trim(), claim.measure.trim());
        if claim.quantity.is_none() || subject.is_empty() || measure.is_empty() {
            continue;
        }
        let drawable = usize::from(claim.understood_quantity().is_some() && claim.understood_period().is_some());
        let topic = found.entry((folded_name(subject), folded_name(measure))).or_insert_with(|| Topic {
            subject: subject.to_owned(),
            measure: measure.to_owned(),
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
    let about = notebook.claims.iter().filter(|claim| claim.is_about(subject, measure));
    Nature::guessed(measure, about.filter_map(|claim| claim.understood_period()))
}
