//! The texts of claims, folded once for searching, and the names that recur in their fields.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::NameField;
use crate::notebook::{Claim, ClaimId, Notebook};
use crate::reading::{fold, fold_into};

/// Folded words and names of all claims.
#[derive(Debug, Default)]
pub struct Words {
    texts: HashMap<ClaimId, String, RandomState>,
    subjects: Names,
    measures: Names,
}

/// The number of uses of each spelling, by the folded form of the name.
type Names = HashMap<String, HashMap<String, usize>, RandomState>;

/// Separates fields, so that no match runs across them.
const GAP: char = '\u{1f}';

impl Words {
    pub fn of(notebook: &Notebook) -> Self {
        let mut words =
            Self { texts: HashMap::with_capacity_and_hasher(notebook.claims.len(), RandomState::default()), ..Self::default() };
        for claim in &notebook.claims {
            words.add(claim);
        }
        words
    }

    pub fn add(&mut self, claim: &Claim) {
        self.texts.insert(claim.id, folded_fields(claim));
        for (names, value) in [(&mut self.subjects, &claim.subject), (&mut self.measures, &claim.measure)] {
            let value = value.trim();
            if !value.is_empty() {
                *names.entry(fold(value)).or_default().entry(value.to_owned()).or_default() += 1;
            }
        }
    }

    pub fn remove(&mut self, claim: &Claim) {
        self.texts.remove(&claim.id);
        for (names, value) in [(&mut self.subjects, &claim.subject), (&mut self.measures, &claim.measure)] {
            let (value, key) = (value.trim(), fold(value.trim()));
            let Some(spellings) = names.get_mut(&key) else { continue };
            if let Some(count) = spellings.get_mut(value) {
                *count -= 1;
            }
            spellings.retain(|_, count| *count > 0);
            if spellings.is_empty() {
                names.remove(&key);
            }
        }
    }

    pub fn of_claim(&self, claim: ClaimId) -> &str {
        self.texts.get(&claim).map_or("", String::as_str)
    }

    /// Returns the values of a field, most frequent first, each in its most frequent spelling. A value that only one claim has
    /// is left out if it is `own`.
    pub fn values(&self, field: NameField, own: &str) -> Vec<String> {
        let names = match field {
            NameField::Subject => &self.subjects,
            NameField::Measure => &self.measures,
        };
        let own = fold(own);
        let counted = names.iter().map(|(key, spellings)| {
            let usual = spellings.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
            (key, usual.map_or("", |(spelling, _)| spelling), spellings.values().sum::<usize>())
        });
        let mut values: Vec<(&str, usize)> =
            counted.filter(|(key, _, count)| *count > 1 || **key != own).map(|(_, value, count)| (value, count)).collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        values.into_iter().map(|(value, _)| value.to_owned()).collect()
    }
}

/// The texts of a claim that searches and filters look in besides the text of its source.
pub(in crate::workspace::look) fn own_texts(claim: &Claim) -> impl Iterator<Item = &str> {
    // Without `..`, so that whoever adds a field must decide whether it is searched.
    let Claim {
        id: _,
        passages,
        kind: _,
        statement,
        subject,
        measure,
        quantity: _,
        period: _,
        attribution,
        confidence: _,
        status: _,
        tags: _,
        note,
    } = claim;
    let fields = [statement, subject, measure, note].map(String::as_str);
    let quotes = passages.iter().map(|passage| passage.quote.as_str());
    fields.into_iter().chain(quotes).chain(attribution.iter().map(String::as_str))
}

fn folded_fields(claim: &Claim) -> String {
    let number = claim.quantity.iter().map(|quantity| quantity.text.as_str());
    let period = claim.period.iter().map(|period| period.text.as_str());
    let mut folded = String::new();
    for field in own_texts(claim).chain(number).chain(period).filter(|field| !field.is_empty()) {
        fold_into(&mut folded, field);
        folded.push(GAP);
    }
    folded
}
