//! Collects the evidence of a report while its blocks are made: each claim once, numbered in the order of first mention.

use std::collections::HashMap;

use jiff::civil::Date;

use super::context::{address, around, flat, link_to};
use super::{Block, Caution, Cited, Evidence, Inline, Quotation, Reference, Report, Texts};
use crate::notebook::{Claim, ClaimId, DocumentId, Notebook, Passage, Status, TermKind};

/// A report that is being made.
pub(super) struct Maker<'a> {
    notebook: &'a Notebook,
    texts: Texts,
    numbers: HashMap<ClaimId, usize>,
    evidence: Vec<Evidence>,
    sources: Vec<Cited>,
    places: HashMap<DocumentId, usize>,
    /// What results rest on: the position of a result, and a claim.
    behind: Vec<(usize, ClaimId)>,
}

impl<'a> Maker<'a> {
    pub fn new(notebook: &'a Notebook, texts: Texts) -> Self {
        Self {
            notebook,
            texts,
            numbers: HashMap::new(),
            evidence: Vec::new(),
            sources: Vec::new(),
            places: HashMap::new(),
            behind: Vec::new(),
        }
    }

    /// The position of a claim in the evidence; `None` if there is no such claim.
    pub fn cite(&mut self, id: ClaimId) -> Option<usize> {
        if let Some(known) = self.numbers.get(&id) {
            return Some(*known);
        }
        let claim = self.notebook.claims.get(id)?;
        let evidence = self.evidence_of(claim);
        let number = self.evidence.len();
        self.evidence.push(evidence);
        self.numbers.insert(id, number);
        Some(number)
    }

    /// A claim's number as a reference, or only its note if it has none.
    pub fn reference(&mut self, id: ClaimId) -> Option<Inline> {
        let at = self.cite(id)?;
        let cited = &self.evidence[at];
        Some(match cited.number.is_empty() {
            true => Inline::Note(at),
            false => Inline::Reference(Reference {
                words: cited.number.clone(),
                evidence: at,
                stands_out: true,
                caution: Caution::of(cited.status),
            }),
        })
    }

    /// What was collected of a claim.
    pub fn cited(&self, at: usize) -> &Evidence {
        &self.evidence[at]
    }

    /// The source of the first sentence of a claim.
    pub fn source_of(&self, at: usize) -> Option<&Cited> {
        self.sources.get(self.evidence[at].quotations.first()?.source)
    }

    /// The number of pieces of evidence so far.
    pub fn evidence(&self) -> usize {
        self.evidence.len()
    }

    /// The number of sources that were cited.
    pub fn sources(&self) -> usize {
        self.sources.len()
    }

    /// The report with these blocks.
    pub fn finish(mut self, title: String, subtitle: String, made_on: Date, blocks: Vec<Block>) -> Report {
        self.cite_behind();
        for relation in &self.notebook.relations {
            let (from, to) = (self.numbers.get(&relation.from), self.numbers.get(&relation.to));
            if let (Some(&from), Some(&to)) = (from, to) {
                self.evidence[from].relations.push((relation.kind.label(), to));
                self.evidence[to].relations.push((relation.kind.label_from_behind(), from));
            }
        }
        Report {
            title,
            subtitle,
            made_on,
            language: "en",
            fonts: super::FontSource::default(),
            attached: Vec::new(),
            blocks,
            evidence: self.evidence,
            sources: self.sources,
            sources_are_numbered: true,
        }
    }

    /// The report of claims with these blocks, which says first with which of them a reader has to be careful.
    pub fn finish_with_caution(self, title: String, subtitle: String, made_on: Date, blocks: Vec<Block>) -> Report {
        let mut report = self.finish(title, subtitle, made_on, blocks);
        if let Some(caution) = report.caution().filter(|_| !report.blocks.is_empty()) {
            report.blocks.insert(0, Block::Paragraph(vec![Inline::plain(format!("{caution} Each of them says so."))]));
        }
        report
    }

    /// Adds evidence that is no claim, unless there is some with this key, and returns its position.
    pub fn add(&mut self, key: &str, make: impl FnOnce(&mut Self) -> Evidence) -> usize {
        if let Some(known) = self.evidence.iter().position(|evidence| evidence.key == key) {
            return known;
        }
        let mut made = make(self);
        key.clone_into(&mut made.key);
        self.evidence.push(made);
        self.evidence.len() - 1
    }

    fn evidence_of(&mut self, claim: &Claim) -> Evidence {
        let notebook = self.notebook;
        let quotations = claim.passages.iter().filter_map(|passage| self.quotation(passage)).collect();
        let shown = |kind, name: &str| notebook.shown_name(kind, name.trim()).to_owned();
        let typed = claim.quantity.as_ref().map(|stated| stated.text.clone()).unwrap_or_default();
        Evidence {
            key: claim.id.to_string(),
            claim: Some(claim.id),
            kind: claim.kind.label(),
            statement: flat(claim.headline().trim()),
            subject: shown(TermKind::Subject, &claim.subject),
            measure: shown(TermKind::Measure, &claim.measure),
            number: claim.understood_quantity().map_or_else(|| typed.clone(), ToString::to_string),
            typed,
            quantity: claim.understood_quantity().cloned(),
            when: claim.understood_period(),
            period: notebook.period_in_words(claim),
            voices: claim.attribution.iter().map(|voice| shown(TermKind::Voice, voice)).collect(),
            confidence: claim.confidence,
            status: claim.status,
            tags: claim.tags.iter().filter(|tag| notebook.tags.contains(**tag)).map(|tag| notebook.tag_path(*tag)).collect(),
            note: claim.note.trim().to_owned(),
            quotations,
            relations: Vec::new(),
        }
    }

    fn quotation(&mut self, passage: &Passage) -> Option<Quotation> {
        let document = self.notebook.documents.get(passage.document)?;
        let (before, after) = if self.texts == Texts::Quotes { Default::default() } else { around(document, passage.range) };
        Some(Quotation {
            source: self.source(passage.document)?,
            before,
            quote: flat(&passage.quote),
            after,
            place: document.locator(passage.range),
            link: link_to(document, passage),
            is_uncertain: passage.is_moved || !passage.matches(document),
        })
    }

    /// Says that a result rests on a claim, which becomes evidence after all that the text mentions.
    pub fn rest_on(&mut self, result: usize, claim: ClaimId) {
        self.behind.push((result, claim));
    }

    /// Cites what results rest on. A result is as good as the worst of its claims.
    fn cite_behind(&mut self) {
        let rank = |status: Status| match status {
            Status::Checked => 0,
            Status::New => 1,
            Status::Superseded => 2,
            Status::Disputed => 3,
        };
        for (result, claim) in std::mem::take(&mut self.behind) {
            let Some(claim) = self.cite(claim) else { continue };
            let status = self.evidence[claim].status;
            let relation = ("rests on", claim);
            let result = &mut self.evidence[result];
            if rank(status) > rank(result.status) {
                result.status = status;
            }
            if !result.relations.contains(&relation) {
                result.relations.push(relation);
            }
        }
    }

    /// A source of the report.
    pub fn listed(&self, at: usize) -> &Cited {
        &self.sources[at]
    }

    /// The position of a source in the report.
    pub fn source(&mut self, id: DocumentId) -> Option<usize> {
        if let Some(known) = self.places.get(&id) {
            return Some(*known);
        }
        let document = self.notebook.documents.get(id)?;
        let details = &document.details;
        let blocks = document.blocks.iter().filter(|_| self.texts == Texts::Whole);
        self.sources.push(Cited {
            document: id,
            title: document.title().trim().to_owned(),
            publisher: details.publisher.trim().to_owned(),
            author: details.author.trim().to_owned(),
            published: details.published,
            is_day_unsure: details.is_day_unsure(),
            accessed: details.accessed,
            url: Some(address(&details.url)).filter(|url| !url.is_empty()).unwrap_or_else(|| details.url.trim().to_owned()),
            language: details.language.trim().to_owned(),
            archived: details.archived.as_deref().cloned(),
            entry: Vec::new(),
            in_notes: String::new(),
            text: blocks.filter_map(|block| Some((block.kind, document.slice(block.range)?.to_owned()))).collect(),
        });
        self.sources.last_mut()?.name();
        self.places.insert(id, self.sources.len() - 1);
        Some(self.sources.len() - 1)
    }
}

/// A passage without a claim, with its source; `None` if the source is gone.
pub(in crate::export) fn of_passage(notebook: &Notebook, passage: &Passage) -> Option<(Quotation, Cited)> {
    let mut maker = Maker::new(notebook, Texts::Context);
    let quotation = maker.quotation(passage)?;
    Some((quotation, maker.sources.pop()?))
}
