//! The wording of a note at the foot of a page: the same in every format that has such notes.

use super::{Caution, Quotation, Report};
use crate::notebook::{Confidence, in_quotes};

/// A piece of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// Words that lead to the sentence in its source: the words, and the address.
    Link(String, String),
}

/// The most sentences that the note of a result quotes.
const QUOTED: usize = 4;

impl Report {
    /// The note of a piece of evidence: what it says, its sentences with their sources, who says so and when.
    pub fn note(&self, at: usize) -> Vec<Piece> {
        let evidence = &self.evidence[at];
        let mut head = vec![evidence.statement.trim_end_matches('.').to_owned()];
        let about = [evidence.says_so(), evidence.period.clone(), evidence.kind.to_lowercase()];
        let about: Vec<String> = about.into_iter().filter(|part| !part.is_empty()).collect();
        head[0].push_str(&format!(" ({})", about.join("; ")));
        head.extend(Caution::of(evidence.status).map(|caution| caution.word().to_owned()));
        let mut pieces = vec![Piece::Words(format!("{}.", head.join(", ")))];
        // A result has no sentence of its own: its note quotes those that it rests on.
        let behind = evidence.relations.iter().filter(|_| evidence.claim.is_none());
        let behind = behind.filter_map(|(_, claim)| self.evidence[*claim].quotations.first());
        for quotation in evidence.quotations.iter().chain(behind.take(QUOTED)) {
            let line = self.origin(quotation);
            pieces.push(Piece::Words(format!(" {} — ", in_quotes(&quotation.quote))));
            pieces.push(if quotation.link.is_empty() { Piece::Words(line) } else { Piece::Link(line, quotation.link.clone()) });
            let uncertain = if quotation.is_uncertain { " (the sentence moved or was changed)." } else { "." };
            pieces.push(Piece::Words(uncertain.to_owned()));
        }
        pieces
    }

    /// What is known of a claim besides its sentence: names and values, those that are empty left out.
    pub fn facts(&self, at: usize) -> Vec<(&'static str, String)> {
        let evidence = &self.evidence[at];
        let sure = if evidence.confidence == Confidence::Unrated { "" } else { evidence.confidence.label() };
        // A result is as good as its claims.
        let checked = if evidence.claim.is_some() { "checked" } else { "" };
        let status = Caution::of(evidence.status).map_or(checked, Caution::word);
        let facts = [
            ("Kind", evidence.kind.to_owned()),
            ("About", evidence.topic()),
            ("When", evidence.period.clone()),
            ("Says so", evidence.says_so()),
            ("How sure we are", sure.to_owned()),
            ("Status", status.to_owned()),
            ("Tags", evidence.tags.join(", ")),
            ("Remark", evidence.note.clone()),
        ];
        facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The number of a note, the number that is stated and the claim, in one line.
    pub fn head(&self, at: usize) -> String {
        let evidence = &self.evidence[at];
        let number = if evidence.number.is_empty() { String::new() } else { format!("{}. ", evidence.number) };
        format!("{}. {number}{}", at + 1, evidence.statement)
    }

    /// The number of a source as its entry begins, with a space; empty where the list is not numbered.
    pub fn source_number(&self, at: usize) -> String {
        if self.sources_are_numbered { format!("{}. ", at + 1) } else { String::new() }
    }

    /// The source of a quote and the place in it, in one line.
    pub fn origin(&self, quotation: &Quotation) -> String {
        quotation.placed(&self.sources[quotation.source])
    }

    /// The facts of a claim and how it relates to others, in one line.
    pub fn facts_in_words(&self, at: usize) -> String {
        let facts = self.facts(at).into_iter().map(|(name, value)| format!("{name}: {value}"));
        let related = self.evidence[at].relations.iter().map(|(words, other)| format!("{words} note {}", other + 1));
        facts.chain(related).collect::<Vec<_>>().join(" · ")
    }

    /// A sentence that says how many claims a reader has to be careful with; `None` if none.
    pub fn caution(&self) -> Option<String> {
        let cautions = self.cautions();
        let count = |caution| cautions.iter().filter(|(_, found)| *found == caution).count();
        let found = [Caution::Disputed, Caution::Superseded, Caution::Unchecked].map(|caution| (count(caution), caution.word()));
        let mut parts: Vec<String> = Vec::new();
        for (count, word) in found.into_iter().filter(|(count, _)| *count > 0) {
            let verb = match (parts.is_empty(), count) {
                (true, 1) => " is",
                (true, _) => " are",
                (false, _) => "",
            };
            parts.push(format!("{count}{verb} {word}"));
        }
        let last = parts.pop()?;
        let listed = if parts.is_empty() { last } else { format!("{} and {last}", parts.join(", ")) };
        Some(match self.evidence.len() {
            1 => format!("This rests on 1 claim, which is {}.", cautions[0].1.word()),
            all => format!("This rests on {all} claims, of which {listed}."),
        })
    }
}
