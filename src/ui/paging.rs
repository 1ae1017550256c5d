//! Pages of sources: read and drawn in the background.

use super::app::{App, Reply};
use super::reader::DrawnPages;
use crate::notebook::{Document, DocumentId};
use crate::workspace::{DocumentPages, Refusal, draw_pages, page_layers};

impl App {
    fn paged(&self, id: DocumentId) -> Option<Document> {
        self.workspace.notebook().documents.get(id).cloned()
    }

    /// Finds out where the text of a source stands on its pages.
    pub(super) fn load_pages(&mut self, id: DocumentId) {
        let Some(document) = self.paged(id) else { return };
        let (generation, intake) = (self.generation, self.intake());
        let password = self.view.reader.pages.password(id);
        self.jobs.start_in_view("Reading pages", move |progress| {
            let pages = original_of(&document, &intake).and_then(|bytes| {
                let (text, pages) = page_layers(&bytes, &password, &intake.isolation, progress)?;
                Ok(DocumentPages::new(&document, &text, pages))
            });
            Reply::Pages(generation, id, pages)
        });
    }

    /// Draws pages of a source.
    pub(super) fn draw_pages(&mut self, id: DocumentId, pages: Vec<usize>, scale: f32, as_thumbnails: bool) {
        let Some(document) = self.paged(id) else { return };
        let (generation, intake) = (self.generation, self.intake());
        let password = self.view.reader.pages.password(id);
        self.jobs.start_in_view("Drawing pages", move |progress| {
            let result = original_of(&document, &intake)
                .and_then(|bytes| draw_pages(&bytes, &password, &pages, scale, &intake.isolation, progress));
            Reply::Drawn(generation, id, DrawnPages { pages, scale, as_thumbnails, result })
        });
    }
}

fn original_of(document: &Document, intake: &crate::workspace::Intake) -> Result<Vec<u8>, Refusal> {
    match &document.original {
        Some(original) => intake.originals.read(original).map_err(Refusal::Told),
        None => Err(Refusal::Told("the file that this source was read from was not kept".to_owned())),
    }
}
