//! Looks again at the addresses of sources: whether their pages still say what claims rest on.
//!
//! Nothing is kept of what is read, and nothing changes: a changed page becomes a new version only when a person says so, which
//! then reads it once more. The text that the import extracts decides, not the page around it.

use std::collections::HashSet;
use std::time::Duration;

use crate::notebook::{ClaimId, Document, DocumentId, FETCHED, Passage, TextRange, is_of_the_web, text_hash};
use crate::reading::{Anchor, Anchoring};
use crate::store::Originals;
use crate::workspace::{Intake, Look, Origin, Progress, Wanted};

/// A page of which less than this part of the text is left has probably been put behind a wall.
const SHORT: f64 = 0.4;

/// The pause before a page of a host that was asked already, in steps after which a cancellation is seen.
const PAUSE_STEP: Duration = Duration::from_millis(100);
const PAUSE_STEPS: usize = 10;

/// What a page says now.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSeen {
    /// The source.
    pub document: DocumentId,
    /// The hash of the text that the page was compared with.
    hash: String,
    /// What the page says now.
    pub verdict: Verdict,
}

impl PageSeen {
    /// Whether it is about this source as it is.
    pub fn is_of(&self, document: &Document) -> bool {
        self.document == document.id && self.hash == document.hash
    }
}

/// A source whose page is to be looked at again, in the background.
#[derive(Debug)]
pub struct PageTask {
    document: Document,
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
        Some(PageTask { document: document.clone(), claims })
    }
}

impl PageTask {
    /// Fetches the page and compares it. Private networks are asked only for an address that a person gave.
    pub fn run(self, intake: &Intake, progress: &Progress) -> PageSeen {
        let details = &self.document.details;
        let is_given = details.found_in.get("url").is_none_or(|origin| origin == FETCHED);
        let mut intake = Intake { originals: Originals::default(), ..intake.clone() };
        intake.network.allow_private &= is_given;
        let origin = Origin::Address(details.url.trim().to_owned());
        let verdict = match intake.read(&origin, &Wanted::as_before(details), progress) {
            Err(refusal) => Verdict::Failed(refusal.to_string()),
            Ok(source) => self.compared(&source.imported.text),
        };
        PageSeen { document: self.document.id, hash: self.document.hash, verdict }
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
    let mut asked: HashSet<String> = HashSet::new();
    for (at, task) in tasks.into_iter().enumerate() {
        progress.set_percent((100 * at / count) as u8);
        if !asked.insert(host(&task.document.details.url)) {
            pause(progress);
        }
        if progress.is_cancelled() {
            break;
        }
        seen.push(task.run(intake, progress));
    }
    seen
}

/// Waits a moment, so that no host is asked for pages in a row.
fn pause(progress: &Progress) {
    for _ in 0..PAUSE_STEPS {
        if progress.is_cancelled() {
            return;
        }
        std::thread::sleep(PAUSE_STEP);
    }
}

fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase()
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
