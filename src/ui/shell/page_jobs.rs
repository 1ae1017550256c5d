//! Reads and draws pages of sources in the background.

use crate::notebook::{Document, DocumentId};
use crate::ui::shell::app::App;
use crate::ui::shell::reply::Reply;
use crate::ui::view::reader::pages::state::{DrawnPages, LoadedPages};
use crate::workspace::{DocumentPages, Refusal, draw_pages, page_layers};

impl App {
    /// Reads the positions of a source's text on its pages.
    pub(in crate::ui) fn load_pages(&mut self, id: DocumentId) {
        let Some(document) = self.workspace.notebook().documents.get(id).cloned() else { return };
        let (generation, intake) = (self.generation, self.intake());
        let password = self.view.reader.pages.password(id);
        self.jobs.start_in_view("Reading pages", move |progress| {
            let pages = original_of(&document, &intake).and_then(|file| {
                let (text, pages) = page_layers(&file, &password, &intake.isolation, progress)?;
                Ok(LoadedPages { pages: DocumentPages::new(&document, &text, pages), file })
            });
            Reply::Pages(generation, id, pages)
        });
    }

    /// Draws pages of a source at a scale, for the reader or as thumbnails.
    pub(in crate::ui) fn draw_pages(&mut self, id: DocumentId, pages: Vec<usize>, scale: f32, as_thumbnails: bool) {
        let Some(loaded) = self.view.reader.pages.loaded(id) else { return };
        let (generation, isolation) = (self.generation, self.isolation.clone());
        let password = self.view.reader.pages.password(id);
        self.jobs.start_in_view("Drawing pages", move |progress| {
            let result = draw_pages(&loaded.file, &password, &pages, scale, &isolation, progress);
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
