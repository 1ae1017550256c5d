//! Looks again at the addresses of sources: whether their pages still say what claims rest on.
//!
//! Nothing is kept of what is read, and nothing changes: a changed page becomes a new version only when a person says so, which
//! then reads it once more. The text that the import extracts decides, not the page around it.

use serde::{Deserialize, Serialize};

use crate::fetch::{Again, Validators};
use crate::notebook::{ClaimId, Document, DocumentId, FETCHED, Passage, TextRange, is_of_the_web, text_hash};
use crate::reading::{Anchor, Anchoring};
use crate::store::Originals;
use crate::workspace::watching::Asked;
use crate::workspace::{Intake, Look, Progress, Wanted};

/// A page of which less than this part of the text is left has probably been put behind a wall.
const SHORT: f64 = 0.4;

/// What a page says now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// The same text.
    Same,
    /// Another text.
    Changed {
        /// The claims whose words are not there as they were, in the order of the text.
        touched: Vec<ClaimId>,
        /// Whether so little text is left that it is probably a notice in place of the page.
        is_short: bool,
    },
    /// It could not be read: the reason, as the end of a sentence.
    Failed(String),
}

/// A source whose page was looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageSeen {
    /// The source.
    pub document: DocumentId,
    /// The hash of the text that the page was compared with.
    hash: String,
    /// What the page says now.
    pub verdict: Verdict,
    /// What its server said of this version.
    #[serde(default)]
    validators: Validators,
    /// The hash of what the page said; empty if it could not be read.
    #[serde(default)]
    page: String,
    /// Whether somebody has put aside that it says so.
    #[serde(default)]
    pub is_aside: bool,
}

impl PageSeen {
    /// Whether it is about this source as it is.
    pub fn is_of(&self, document: &Document) -> bool {
        self.document == document.id && self.hash == document.hash
    }

    /// The same, but still put aside if the page said so before and that was put aside.
    pub fn after(mut self, before: Option<&Self>) -> Self {
        let is_known = |before: &Self| before.is_aside && before.hash == self.hash && before.page == self.page;
        self.is_aside = before.is_some_and(is_known);
        self
    }
}

/// A source whose page is to be looked at again, in the background.
#[derive(Debug)]
pub struct PageTask {
    document: Document,
    /// What its server said of the page when it had the text of the source.
    known: Validators,
    /// The passages of each claim.
    claims: Vec<(ClaimId, Vec<Passage>)>,
}

impl Look<'_> {
    /// The task of looking again at the page of a source; `None` if it has no address on the web.
    pub fn page_again(self, id: DocumentId) -> Option<PageTask> {
        let document = self.workspace.notebook.documents.get(id)?;
        is_of_the_web(document.details.url.trim()).then_some(())?;
        let own = |claim: &crate::notebook::Claim| {
            let here = claim.passages.iter().filter(|passage| passage.document == id).cloned().collect();
            (claim.id, here)
        };
        let mut claims: Vec<(ClaimId, Vec<Passage>)> = self.workspace.notebook.claims_in(id).map(own).collect();
        claims.sort_by_key(|(_, passages)| passages.first().map(|passage| passage.range.start));
        Some(PageTask { document: document.clone(), known: Validators::default(), claims })
    }
}

impl PageTask {
    /// The same task, which asks the server first whether the page has changed since it was seen. It helps only if the page said
    /// the same as the source then: which claims another text touches depends on the claims that there are now.
    pub fn since(self, seen: &[PageSeen]) -> Self {
        let is_same = |page: &&PageSeen| page.is_of(&self.document) && page.verdict == Verdict::Same;
        let known = seen.iter().find(is_same).map(|page| page.validators.clone()).unwrap_or_default();
        Self { known, ..self }
    }

    /// Fetches the page and compares it. Private networks are asked only for an address that a person gave.
    pub fn run(self, intake: &Intake, progress: &Progress) -> PageSeen {
        let details = &self.document.details;
        let is_given = details.found_in.get("url").is_none_or(|origin| origin == FETCHED);
        let mut intake = Intake { originals: Originals::default(), ..intake.clone() };
        intake.network.allow_private &= is_given;
        let again = Again { known: self.known.clone(), is_feed: false };
        let mut page = String::new();
        let (verdict, validators) = match intake.address_again(details.url.trim(), &Wanted::as_before(details), &again, progress)
        {
            Err(refusal) => (Verdict::Failed(refusal.to_string()), Validators::default()),
            Ok(None) => (Verdict::Same, self.known.clone()),
            Ok(Some((source, validators))) => {
                page = text_hash(&source.imported.text);
                (self.compared(&source.imported.text), validators)
            }
        };
        PageSeen { document: self.document.id, hash: self.document.hash, verdict, validators, page, is_aside: false }
    }

    fn compared(&self, text: &str) -> Verdict {
        if text_hash(text) == self.document.hash {
            return Verdict::Same;
        }
        let anchoring = Anchoring::new(&self.document.text, text);
        let stands = |passage: &Passage| match anchoring.find(passage) {
            Anchor::Exact(TextRange { start, end }) => text.get(start..end) == self.document.slice(passage.range),
            Anchor::Moved(_) | Anchor::Lost => false,
        };
        let touched = self.claims.iter().filter(|(_, passages)| !passages.iter().all(stands));
        let touched = touched.map(|(claim, _)| *claim).collect();
        Verdict::Changed { touched, is_short: (text.len() as f64) < SHORT * self.document.text.len() as f64 }
    }
}

/// Looks at some pages one after the other, with a pause before a page of the same host; stops when it is cancelled.
pub fn pages_again(tasks: Vec<PageTask>, intake: &Intake, progress: &Progress) -> Vec<PageSeen> {
    let count = tasks.len();
    let mut seen = Vec::with_capacity(count);
    let mut asked = Asked::default();
    for (at, task) in tasks.into_iter().enumerate() {
        progress.set_percent((100 * at / count) as u8);
        asked.before(&task.document.details.url, progress);
        if progress.is_cancelled() {
            break;
        }
        seen.push(task.run(intake, progress));
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::Details;
    use crate::workspace::{Clock, Workspace, import_text};

    #[test]
    fn the_sentence_behind_a_claim_is_compared_and_not_the_page_around_it() {
        let mut workspace = Workspace::empty(Clock::fixed());
        let text = "The chain has 1,200 stores. It wants 2,000 by 2030. Its founder lives in Lyon.";
        let details = Details { url: "https://example.org/chain".into(), ..Details::default() };
        let document = workspace.sources().add(import_text(text).unwrap(), details);
        let stores = workspace.claims().make(document, (0, 27).into()).unwrap();
        let target = workspace.claims().make(document, (28, 51).into()).unwrap();
        let verdict = |text: &str| workspace.look().page_again(document).unwrap().compared(text);
        let changed = |touched: &[ClaimId], is_short| Verdict::Changed { touched: touched.to_vec(), is_short };
        assert_eq!(verdict(text), Verdict::Same);
        assert_eq!(verdict(&text.replace("1,200", "1,300")), changed(&[stores], false));
        assert_eq!(verdict(&text.replace("Lyon", "Oslo")), changed(&[], false));
        assert_eq!(verdict(&format!("Corrected on Monday.\n\n{text}")), changed(&[], false), "moved, but the same words");
        assert_eq!(verdict("Subscribe to read on."), changed(&[stores, target], true));
        let pasted = workspace.sources().add(import_text("No address here.").unwrap(), Details::default());
        assert!(workspace.look().page_again(pasted).is_none());
    }
}
