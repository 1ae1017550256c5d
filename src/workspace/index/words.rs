//! The words of claims, folded once, and the names that come again in their fields.

use std::collections::HashMap;

use super::NameField;
use crate::notebook::{Claim, ClaimId, Notebook};
use crate::reading::{fold, fold_into};

/// Folded words and names of all claims.
#[derive(Debug, Default)]
pub struct Words {
    texts: HashMap<ClaimId, String>,
    subjects: Names,
    measures: Names,
}

/// Values as they were first written, with how often they come, by their folded form.
type Names = HashMap<String, (String, usize)>;

/// Between two fields, so that no word is found across them.
const GAP: char = '\u{1f}';

impl Words {
    pub fn of(notebook: &Notebook) -> Self {
        let mut words = Self { texts: HashMap::with_capacity(notebook.claims.len()), ..Self::default() };
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
                names.entry(fold(value)).or_insert_with(|| (value.to_owned(), 0)).1 += 1;
            }
        }
    }

    pub fn remove(&mut self, claim: &Claim) {
        self.texts.remove(&claim.id);
        for (names, value) in [(&mut self.subjects, &claim.subject), (&mut self.measures, &claim.measure)] {
            let key = fold(value.trim());
            if let Some((_, count)) = names.get_mut(&key) {
                *count -= 1;
                if *count == 0 {
                    names.remove(&key);
                }
            }
        }
    }

    pub fn of_claim(&self, claim: ClaimId) -> &str {
        self.texts.get(&claim).map_or("", String::as_str)
    }

    /// The values of a field, most frequent first; one that only `own` stands for is left out.
    pub fn values(&self, field: NameField, own: &str) -> Vec<String> {
        let names = match field {
            NameField::Subject => &self.subjects,
            NameField::Measure => &self.measures,
        };
        let own = fold(own);
        let others = names.iter().filter(|(key, (_, count))| *count > 1 || **key != own);
        let mut values: Vec<&(String, usize)> = others.map(|(_, value)| value).collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        values.into_iter().map(|(value, _)| value.clone()).collect()
    }
}

fn folded_fields(claim: &Claim) -> String {
    let fields = [&claim.statement, &claim.subject, &claim.measure, &claim.note].map(String::as_str);
    let quotes = claim.passages.iter().map(|passage| passage.quote.as_str());
    let number = claim.quantity.iter().map(|quantity| quantity.text.as_str());
    let period = claim.period.iter().map(|period| period.text.as_str());
    let voices = claim.attribution.iter().map(String::as_str);
    let mut folded = String::new();
    for field in fields.into_iter().chain(quotes).chain(number).chain(period).chain(voices).filter(|field| !field.is_empty()) {
        fold_into(&mut folded, field);
        folded.push(GAP);
    }
    folded
}
