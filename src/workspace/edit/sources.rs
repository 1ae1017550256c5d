//! Edits of sources: adding those that were read, changing their details, removing them.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::notebook::{Change, Claim, Details, Document, DocumentId, Edit, EditError, StatedPeriod, same_name, text_hash};
use crate::reading::{PeriodError, parse_period};
use crate::workspace::intake::source::filled_from;
use crate::workspace::{Burst, ImportJob, Imported, Origin, Refusal, Source, SourceEdits};

/// The result of adding one source.
#[derive(Debug)]
pub struct TakenSource {
    /// Its file, address or bibliography record.
    pub origin: Origin,
    /// The details that a bibliography gives for it.
    pub record: Option<Details>,
    /// The id of the new source and notices about it for the person; or why it was not added.
    pub result: Result<(DocumentId, Vec<String>), NotTaken>,
}

/// Why a source was not added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTaken {
    /// It is among the sources already; the reason, as the end of a sentence.
    Known(String),
    /// It could not be read.
    Refused(Refusal),
}

impl Source {
    /// Converts the source into a document with this id.
    pub(in crate::workspace) fn into_document(self, id: DocumentId) -> Document {
        let mut document = self.imported.into_document(id, self.details);
        document.original = self.original;
        document
    }
}

fn without_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or_default().trim_end_matches('/')
}

impl SourceEdits<'_> {
    /// Adds a source and opens it. Returns its id, even if the edit was refused.
    pub fn add(&mut self, imported: Imported, details: Details) -> DocumentId {
        let id = self.workspace.new_id();
        let document = imported.into_document(id, details);
        // A new id is never in use; if the edit is refused for another reason, `take_refusal` reports it.
        if self.workspace.edit(Edit::new("add source").insert(document)).is_ok() {
            self.workspace.select().document(id);
        }
        id
    }

    /// Adds the sources that were read, as one step, and opens the first. Existing sources are not added again, but take over
    /// the details that a bibliography gives for them.
    pub fn take(&mut self, jobs: Vec<ImportJob>) -> Vec<TakenSource> {
        let mut taken: Vec<TakenSource> = Vec::new();
        let mut new: Vec<Document> = Vec::new();
        let mut details: HashMap<DocumentId, Details> = HashMap::new();
        for job in jobs {
            let result = match job.result {
                Err(Refusal::NoFile) => self.told_by_record(job.record.as_ref(), &mut details),
                Err(refusal) => Err(NotTaken::Refused(refusal)),
                Ok(source) => match self.known(&source, &new) {
                    Some((id, known)) => {
                        if let (Some(record), Some(document)) = (&job.record, self.workspace.notebook.documents.get(id)) {
                            let now = details.get(&id).unwrap_or(&document.details);
                            details.insert(id, filled_from(now, record));
                        }
                        Err(NotTaken::Known(known))
                    }
                    None => {
                        let notices = source.imported.notices.clone();
                        let document = source.into_document(self.workspace.new_id());
                        let id = document.id;
                        new.push(document);
                        Ok((id, notices))
                    }
                },
            };
            taken.push(TakenSource { origin: job.origin, record: job.record, result });
        }
        let name = if new.len() == 1 { "add source".to_owned() } else { format!("add {} sources", new.len()) };
        let first = new.first().map(|document| document.id);
        let name = if first.is_some() { name } else { "take over details".to_owned() };
        let edit = new.into_iter().fold(Edit::new(name), Edit::insert);
        let edit = details.into_iter().fold(edit, |edit, (id, details)| {
            let dated = self.claims_dated_from(id, details.published);
            dated.into_iter().fold(edit.with(Change::Details(id, details.into())), Edit::put)
        });
        if edit.changes.is_empty() {
            return taken;
        }
        match self.workspace.edit(edit) {
            Ok(()) => first.into_iter().for_each(|first| self.workspace.select().document(first)),
            Err(error) => {
                for source in taken.iter_mut().filter(|source| source.result.is_ok()) {
                    source.result = Err(NotTaken::Refused(Refusal::Told(error.to_string())));
                }
            }
        }
        taken
    }

    /// Finds the source, existing or about to be added, that a new one duplicates: its id, and the reason as the end of a
    /// sentence.
    fn known(&self, source: &Source, new: &[Document]) -> Option<(DocumentId, String)> {
        let hash = text_hash(&source.imported.text);
        let url = source.imported.found.url.as_ref().map(|(url, _)| without_fragment(url)).unwrap_or_default();
        self.workspace.notebook.documents.iter().chain(new).find_map(|known| {
            let title = known.title();
            let same_file = source.original.is_some() && known.original == source.original;
            let said = if known.hash == hash {
                format!("it has the same text as “{title}”")
            } else if same_file {
                format!("“{title}” was read from the same file")
            } else if !url.is_empty() && without_fragment(&known.details.url) == url {
                let advice = "to import its newer text, choose New version there";
                format!("“{title}” has the same address; {advice}")
            } else {
                return None;
            };
            Some((known.id, said))
        })
    }

    /// Handles a bibliography record without a file: its details go to the source with the same address or title.
    fn told_by_record(
        &self,
        record: Option<&Details>,
        details: &mut HashMap<DocumentId, Details>,
    ) -> Result<(DocumentId, Vec<String>), NotTaken> {
        let Some(record) = record else { return Err(NotTaken::Refused(Refusal::NoFile)) };
        let url = without_fragment(&record.url);
        let has_address = |known: &&Document| !url.is_empty() && without_fragment(&known.details.url) == url;
        // Reports of two years may have the same title, so a different address or date means a different source.
        let has_title = |known: &&Document| {
            let own = &known.details;
            let other_address = !url.is_empty() && !own.url.is_empty();
            let other_day = record.published.is_some() && own.published.is_some() && own.published != record.published;
            !record.title.trim().is_empty() && !other_address && !other_day && same_name(&own.title, &record.title)
        };
        let documents = &self.workspace.notebook.documents;
        let Some(known) = documents.iter().find(has_address).or_else(|| documents.iter().find(has_title)) else {
            return Err(NotTaken::Refused(Refusal::NoFile));
        };
        let now = details.get(&known.id).unwrap_or(&known.details);
        let filled = filled_from(now, record);
        details.insert(known.id, filled);
        Err(NotTaken::Known(format!("its details were added to “{}”", known.title())))
    }

    /// Changes the details of a source, and the periods of its claims that count from its day of publication. Consecutive
    /// changes of one `field` are one step. Does nothing if the source is gone.
    pub fn change(&mut self, id: DocumentId, field: &'static str, change: impl FnOnce(&mut Details)) -> Result<(), EditError> {
        let Some(document) = self.workspace.notebook.documents.get(id) else { return Ok(()) };
        let mut details = document.details.clone();
        change(&mut details);
        details.forget_changed(&document.details);
        let published = details.published;
        let mut edit = Edit::new("edit source").with(Change::Details(id, details.into()));
        for claim in self.claims_dated_from(id, published) {
            edit = edit.put(claim);
        }
        self.workspace.edit_in(edit, Some(Burst { record: Some(id.into()), field }))
    }

    /// The claims of a source whose period counts from its day of publication (“in five years”), updated for this day. Claims
    /// that do not change are left out.
    fn claims_dated_from(&self, id: DocumentId, published: Option<Date>) -> Vec<Claim> {
        let claims = self.workspace.notebook.claims.iter().filter(|claim| claim.document() == Some(id));
        claims
            .filter_map(|claim| {
                let stated = claim.period.as_ref()?;
                let counts_from_publication = parse_period(&stated.text, None) == Err(PeriodError::NoReference);
                let understood = counts_from_publication.then(|| parse_period(&stated.text, published).ok())?;
                if understood == stated.understood {
                    return None;
                }
                let period = Some(StatedPeriod { text: stated.text.clone(), understood });
                Some(Claim { period, ..claim.clone() })
            })
            .collect()
    }

    /// Removes sources and the claims that are only in them, as one step.
    pub fn remove(&mut self, ids: &[DocumentId]) -> Result<(), EditError> {
        let edit = self.workspace.notebook.removal_of_documents(ids);
        self.workspace.edit(edit)
    }
}

#[cfg(test)]
mod tests {
    use crate::workspace::tests::with_documents;

    #[test]
    fn a_period_that_waits_for_the_date_is_understood_when_it_comes() {
        let mut workspace = crate::workspace::Workspace::empty(crate::workspace::Clock::fixed());
        let imported = crate::workspace::import_text("The group wants 9,000 shops in 5 years.").unwrap();
        let document = workspace.sources().add(imported, Default::default());
        let claim = workspace.claims().make(document, (0, 39).into()).unwrap();
        let period =
            |workspace: &crate::workspace::Workspace| workspace.notebook().claims.get(claim).unwrap().period.clone().unwrap();
        assert_eq!((period(&workspace).text.as_str(), period(&workspace).understood), ("in 5 years", None));
        let day = jiff::civil::date(2024, 12, 3);
        workspace.sources().change(document, "published", |details| details.published = Some(day)).unwrap();
        assert_eq!(period(&workspace).understood.unwrap().to_string(), "by end of Dec 2029");
        workspace.undo();
        assert_eq!(period(&workspace).understood, None);
    }

    #[test]
    fn removing_a_source_takes_its_claims_and_undo_brings_all_back() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let claim = workspace.claims().make(document, (4, 40).into()).unwrap();
        let full = workspace.notebook().clone();
        workspace.sources().remove(&[document]).unwrap();
        assert!(!workspace.notebook().claims.contains(claim));
        assert_eq!(workspace.undo().as_deref(), Some("remove source"));
        assert_eq!(*workspace.notebook(), full);
    }
}
