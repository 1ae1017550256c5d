//! Searches all sources, claims and notes, and drafts claims for the matches.
//!
//! A search is prepared on the window's thread (the texts are shared, not copied) and run by a background job, which can be
//! cancelled. In a source, all words of a query must occur in the same paragraph.

use std::collections::HashSet;
use std::sync::Arc;

use crate::notebook::{Block, Claim, ClaimId, Document, DocumentId, Passage, TextRange};
use crate::reading::{self, Draft, Pattern, PatternError, SearchMode};
use crate::workspace::look::index::own_texts;
use crate::workspace::look::query::{Matcher, Query};
use crate::workspace::look::suggestions::reading_context;
use crate::workspace::{ClaimFilter, Look, Progress};

/// A search as the user entered it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// Words and conditions in the query language of [`Query`]; with [`SearchMode::regex`] one regular expression.
    pub text: String,
    /// The way words are compared.
    pub mode: SearchMode,
}

/// A search that is prepared to run.
pub struct Search {
    wanted: Vec<Pattern>,
    unwanted: Vec<Pattern>,
    sources: Vec<(DocumentId, Arc<str>, Arc<[Block]>)>,
    /// Claims that already matched during preparation.
    claims: Vec<ClaimId>,
    /// Claims that the job has still to search.
    unread: Vec<Arc<Claim>>,
}

/// The results of a search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The matching claims: in reading order, or for a regular expression in file order.
    pub claims: Vec<ClaimId>,
    /// The matches in texts, source by source.
    pub sources: Vec<FoundIn>,
    /// The number of matches in texts.
    pub hits: usize,
    /// Whether there are more matches than [`MAX_HITS`].
    pub is_cut: bool,
}

/// The matches in one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundIn {
    /// The source.
    pub document: DocumentId,
    /// The ranges of the matches, in the order of the text.
    pub hits: Vec<TextRange>,
}

/// The most matches that are listed; with more, a narrower search is needed.
pub const MAX_HITS: usize = 50_000;

impl<'a> Look<'a> {
    /// Prepares a search. Fails with a sentence for the user if the regular expression is invalid.
    pub fn search(self, request: &SearchRequest) -> Result<Search, PatternError> {
        let mode = request.mode;
        let query = if mode.regex { Query::default() } else { Query::parse(&request.text) };
        let patterns = |excluded: bool| {
            let terms = query.words.iter().filter(move |term| term.excluded == excluded);
            terms.map(|term| Pattern::new(&term.text, mode)).collect::<Result<Vec<_>, _>>()
        };
        let wanted = if mode.regex { vec![Pattern::new(&request.text, mode)?] } else { patterns(false)? };
        let wanted: Vec<Pattern> = wanted.into_iter().filter(|pattern| !pattern.is_nothing()).collect();
        let unwanted = patterns(true)?;
        let matcher = Matcher::new(&query, &self.workspace.notebook, &self.workspace.index);
        // No text alone can meet a condition on claims.
        let of_sources = !wanted.is_empty() && !query.asks_for_claims();
        let documents =
            self.workspace.notebook.documents.iter().filter(|document| of_sources && matcher.takes_source(document.id));
        let sources = documents.map(|document| (document.id, Arc::clone(&document.text), Arc::clone(&document.blocks))).collect();
        let (claims, unread) = if mode.regex && !wanted.is_empty() {
            (Vec::new(), self.workspace.notebook.claims.shared().cloned().collect())
        } else {
            (self.found_claims(request, &query, &wanted), Vec::new())
        };
        Ok(Search { wanted, unwanted, sources, claims, unread })
    }

    fn found_claims(self, request: &SearchRequest, query: &Query, wanted: &[Pattern]) -> Vec<ClaimId> {
        if query.is_empty() {
            return Vec::new();
        }
        let filter = ClaimFilter { text: request.text.clone(), all_documents: true, ..ClaimFilter::default() };
        let is_whole = |id: &ClaimId| {
            let Some(claim) = self.workspace.notebook.claims.get(*id) else { return false };
            let fields = own_fields(claim);
            wanted.iter().all(|pattern| pattern.is_in(&fields))
        };
        self.listed(&filter).iter(self.workspace).filter(|id| !request.mode.whole_words || is_whole(id)).collect()
    }

    /// Prepares drafting a claim for each match, or for each sentence that contains one.
    pub fn drafting(self, found_in: &[FoundIn], whole_sentences: bool) -> Drafting {
        let of = |found: &FoundIn| Some((self.workspace.notebook.documents.get(found.document)?.clone(), found.hits.clone()));
        Drafting { sources: found_in.iter().filter_map(of).collect(), whole_sentences }
    }
}

/// The texts of a claim in which words are searched, one to a line.
fn own_fields(claim: &Claim) -> String {
    own_texts(claim).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

impl Search {
    /// Returns the claims that matched during preparation.
    pub fn claims(self) -> Vec<ClaimId> {
        self.claims
    }

    /// Searches everything. If it is cancelled, the result is incomplete and to be discarded.
    pub fn run(self, progress: &Progress) -> Found {
        let mut found = Found { claims: self.claims.clone(), ..Found::default() };
        let total = self.sources.len().max(1);
        for (number, (document, text, blocks)) in self.sources.iter().enumerate() {
            if progress.is_cancelled() {
                return found;
            }
            let mut hits = self.hits(text, blocks, progress);
            if found.hits + hits.len() > MAX_HITS {
                hits.truncate(MAX_HITS - found.hits);
                found.is_cut = true;
            }
            found.hits += hits.len();
            if !hits.is_empty() {
                found.sources.push(FoundIn { document: *document, hits });
            }
            if found.is_cut {
                break;
            }
            progress.set_percent(u8::try_from(number * 100 / total).unwrap_or(100));
        }
        for claim in &self.unread {
            if progress.is_cancelled() {
                return found;
            }
            let fields = own_fields(claim);
            if self.wanted.iter().all(|pattern| pattern.is_in(&fields)) {
                found.claims.push(claim.id);
            }
        }
        found
    }

    fn hits(&self, text: &str, blocks: &[Block], progress: &Progress) -> Vec<TextRange> {
        let is_expression = self.wanted.iter().any(Pattern::is_expression);
        let hits =
            |pattern: &Pattern| if is_expression { by_block(pattern, text, blocks, progress) } else { pattern.find_all(text) };
        let first = self.wanted.first().map(&hits).unwrap_or_default();
        if first.is_empty() {
            return first;
        }
        let others: Vec<Vec<TextRange>> = self.wanted[1..].iter().map(&hits).collect();
        let unwanted: Vec<TextRange> = self.unwanted.iter().flat_map(&hits).collect();
        let mut hits: Vec<TextRange> = first.iter().chain(others.iter().flatten()).copied().collect();
        hits.sort_unstable();
        let block_of = |hit: &TextRange| blocks.partition_point(|block| block.range.start <= hit.start);
        let in_blocks = |hits: &[TextRange]| hits.iter().map(block_of).collect::<HashSet<_>>();
        let needed: Vec<_> =
            if others.is_empty() { Vec::new() } else { others.iter().chain([&first]).map(|hits| in_blocks(hits)).collect() };
        let barred = in_blocks(&unwanted);
        // A match that runs across paragraphs is not a statement of the source.
        let stays_inside = |hit: &TextRange| {
            block_of(hit).checked_sub(1).and_then(|before| blocks.get(before)).is_some_and(|block| hit.end <= block.range.end)
        };
        hits.retain(|hit| {
            let block = block_of(hit);
            stays_inside(hit) && !barred.contains(&block) && needed.iter().all(|blocks| blocks.contains(&block))
        });
        hits.dedup_by(|later, earlier| later.start < earlier.end);
        hits
    }
}

/// Finds an expression paragraph by paragraph: it can be slow, and so it can be cancelled.
fn by_block(pattern: &Pattern, text: &str, blocks: &[Block], progress: &Progress) -> Vec<TextRange> {
    let mut hits = Vec::new();
    for block in blocks {
        if progress.is_cancelled() || hits.len() > MAX_HITS {
            break;
        }
        let own = text.get(block.range.start..block.range.end).unwrap_or_default();
        let start = block.range.start;
        hits.extend(pattern.find_all(own).into_iter().map(|hit| TextRange { start: start + hit.start, end: start + hit.end }));
    }
    hits
}

/// Matches from which claims are to be drafted.
pub struct Drafting {
    sources: Vec<(Document, Vec<TextRange>)>,
    whole_sentences: bool,
}

impl Drafting {
    /// Drafts the claims; returns none if it is cancelled.
    pub fn run(self, progress: &Progress) -> Vec<(Passage, Draft)> {
        let total: usize = self.sources.iter().map(|(_, hits)| hits.len()).sum::<usize>().max(1);
        let mut drafted: Vec<(Passage, Draft)> = Vec::new();
        let mut done = 0;
        for (document, hits) in &self.sources {
            let context = reading_context(document);
            let mut last = TextRange::default();
            for &hit in hits {
                if progress.is_cancelled() {
                    return Vec::new();
                }
                done += 1;
                progress.set_percent(u8::try_from(done * 100 / total).unwrap_or(100));
                let range = if self.whole_sentences { sentence(document, hit) } else { hit };
                if range == last {
                    continue;
                }
                last = range;
                if let Some(passage) = Passage::new(document, reading::trim_to_words(&document.text, range)) {
                    let draft = reading::draft(&passage.quote, &context);
                    drafted.push((passage, draft));
                }
            }
        }
        drafted
    }
}

/// The most bytes of text that are examined before and after a match to find its sentence.
const SENTENCE: usize = 3_000;

/// Returns the sentence around a match, within its block.
fn sentence(document: &Document, hit: TextRange) -> TextRange {
    let Some(block) = document.block_at(hit.start).and_then(|number| document.blocks.get(number)) else { return hit };
    // Blocks can be very long: only the text near the match is read.
    let boundary = |mut byte: usize| {
        while !document.text.is_char_boundary(byte) {
            byte += 1;
        }
        byte
    };
    let start = boundary(hit.start.saturating_sub(SENTENCE).max(block.range.start));
    let end = boundary((hit.end + SENTENCE).min(block.range.end));
    let text = document.slice(TextRange { start, end }).unwrap_or_default();
    let found = reading::sentence_at(text, hit.start - start);
    TextRange { start: start + found.start, end: (start + found.end).max(hit.end) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;
    use crate::workspace::tests::with_documents;

    fn run(workspace: &Workspace, text: &str, mode: SearchMode) -> Found {
        workspace.look().search(&SearchRequest { text: text.into(), mode }).unwrap().run(&Progress::default())
    }

    #[test]
    fn words_meet_in_a_paragraph_and_fields_choose_sources_and_claims() {
        let mut workspace = with_documents();
        let document = workspace.notebook().documents.at(0).unwrap().id;
        let claim = workspace.claims().make(document, (42, 75).into()).unwrap();
        let text = "Stations opened in 2029.\n\nA second paragraph, without stations of its own.";
        workspace.sources().add(crate::workspace::import_text(text).unwrap(), crate::notebook::Details::default());
        let plain = SearchMode::default();
        let count = |text: &str, mode| run(&workspace, text, mode).hits;
        assert_eq!(count("shops", plain), 2);
        assert_eq!(count("stations second", plain), 2);
        assert_eq!(count("opened second", plain), 0);
        assert_eq!(count("stations -second", plain), 1);
        assert_eq!(count("\"2029. A second\"", plain), 1);
        assert_eq!(count("source:second cars", plain), 1);
        assert_eq!(count("station", SearchMode { whole_words: true, ..plain }), 0);
        assert_eq!(count(r"\d+,\d+ \w+", SearchMode { regex: true, ..plain }), 2);
        let found = run(&workspace, "kind:target shops", plain);
        assert_eq!((found.claims, found.hits), (vec![claim], 0));
        assert_eq!(run(&workspace, r"9,\d{3} shops", SearchMode { regex: true, ..plain }).claims, [claim]);
        assert!(run(&workspace, "", plain).claims.is_empty());
    }

    #[test]
    fn found_places_are_tagged_in_one_step_and_known_claims_are_kept() {
        let mut workspace = with_documents();
        let tag = workspace.tags().create("network").unwrap();
        let before = workspace.notebook().clone();
        let found = run(&workspace, "shops", SearchMode::default());
        let tag_all = |workspace: &mut Workspace, sentences| {
            let drafted = workspace.look().drafting(&found.sources, sentences).run(&Progress::default());
            workspace.tags().give_to_drafted("Network", drafted).unwrap()
        };
        assert_eq!(tag_all(&mut workspace, false), (2, 0));
        assert_eq!(tag_all(&mut workspace, false), (0, 0));
        assert_eq!(tag_all(&mut workspace, true), (2, 0));
        assert_eq!(crate::notebook::check(workspace.notebook()), []);
        assert_eq!(workspace.undo().as_deref(), Some("tag 2 found places"));
        workspace.undo();
        assert_eq!(*workspace.notebook(), before);
        // A claim on the same words gets the tag; no second claim is made.
        let document = workspace.notebook().documents.at(0).unwrap().id;
        let hit = found.sources[0].hits[0];
        let claim = workspace.claims().make(document, hit).unwrap();
        assert_eq!(tag_all(&mut workspace, false), (1, 1));
        assert_eq!(workspace.notebook().claims.get(claim).unwrap().tags, [tag]);
    }
}
